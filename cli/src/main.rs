//! The command `dangjian`: reports in, records out.

#![cfg_attr(
    not(feature = "formats"),
    allow(dead_code, unused_imports, reason = "what is for formats alone that are not built in")
)]

mod command;
mod config;
mod input;
mod lexicon;
mod message;
mod network;
mod output;
mod pipeline;
mod progress;
mod records;
mod report;
mod tree;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use message::{End, LogFormat, Stop, say};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

/// Turns Chinese party-building (党建) news reports into structured records: organizations, dates, numbers,
/// people and their posts, and which organization is paired with which.
#[derive(Debug, Parser)]
#[command(
    name = "dangjian",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  dangjian extract archive/ -o records.jsonl      a folder of reports to JSON Lines
  dangjian extract - < reports.jsonl | jq .pairings
  dangjian extract archive/ -o records.parquet    the same as a table with lists in it
  dangjian network records.jsonl -o net.gexf      who is paired with whom, over all reports
  dangjian report records.jsonl -o report.html    records to one page to explore
  dangjian show report.txt                        a report with its finds in colour
  dangjian explain report.txt --find 党委         why a span was chosen, and what lost

Exit status: 0 all went well, 1 some input could not be used (each is named on standard error), 2 wrong usage,
130 stopped by Ctrl-C."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Say nothing but errors
    #[arg(long, short, global = true, help_heading = "Messages")]
    quiet: bool,

    /// Messages for people (text), or as a JSON object a line (json)
    #[arg(
        long,
        value_name = "FORMAT",
        global = true,
        value_enum,
        default_value_t,
        help_heading = "Messages"
    )]
    log_format: LogFormat,

    /// Settings from this file [default: dangjian.toml, where there is one]
    #[arg(long, value_name = "FILE", global = true, help_heading = "Messages")]
    config: Option<PathBuf>,

    /// Do not look for dangjian.toml
    #[arg(long, global = true, conflicts_with = "config", help_heading = "Messages")]
    no_config: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(command::extract::Arguments),
    Convert(command::convert::Arguments),
    Network(command::network::Arguments),
    Show(command::show::Arguments),
    Explain(command::explain::Arguments),
    Report(command::report::Arguments),
    Segment(command::segment::Arguments),
    Text(command::text::Arguments),
    Rules(command::rules::Arguments),
    Schema(command::schema::Arguments),
    Init(command::init::Arguments),
    Completions(command::completions::Arguments),
    Man(command::man::Arguments),
    /// The reader of PDF files, for this program alone
    #[cfg(feature = "pdf")]
    #[command(name = input::pdf::CHILD, hide = true)]
    ReadPdf(input::pdf::Child),
}

/// The arguments, with those of the configuration file.
fn arguments() -> Result<Arguments, Stop> {
    let mut command = Arguments::command();
    command.build();
    let all = config::with_file(std::env::args_os().collect(), &command)?;
    // On wrong usage clap says so and ends with 2.
    let matches = Arguments::command().get_matches_from(all);
    Arguments::from_arg_matches(&matches).map_err(|e| Stop::Usage(e.to_string()))
}

fn run() -> Result<End, Stop> {
    let arguments = arguments()?;
    message::set(arguments.log_format, arguments.quiet);
    match arguments.command {
        Command::Extract(arguments) => command::extract::run(&arguments),
        Command::Convert(arguments) => command::convert::run(&arguments),
        Command::Network(arguments) => command::network::run(&arguments),
        Command::Show(arguments) => command::show::run(&arguments),
        Command::Explain(arguments) => command::explain::run(&arguments),
        Command::Rules(arguments) => command::rules::run(&arguments),
        Command::Report(arguments) => command::report::run(&arguments),
        Command::Segment(arguments) => command::segment::run(&arguments),
        Command::Text(arguments) => command::text::run(&arguments),
        Command::Schema(arguments) => command::schema::run(&arguments),
        Command::Init(arguments) => command::init::run(&arguments),
        Command::Completions(arguments) => command::completions::run(&arguments, Arguments::command()),
        Command::Man(arguments) => command::man::run(&arguments, Arguments::command()),
        #[cfg(feature = "pdf")]
        Command::ReadPdf(arguments) => input::pdf::child(&arguments),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(End::Well) => ExitCode::SUCCESS,
        Ok(End::SomeFailed) => ExitCode::from(1),
        Ok(End::Interrupted) => ExitCode::from(130),
        // Who closes the pipe has read enough.
        Err(Stop::Write(_, error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            say(&stop);
            ExitCode::from(if matches!(stop, Stop::Usage(_)) { 2 } else { 1 })
        }
    }
}
