//! The command `dangjian`: reports in, records out.

mod command;
mod decode;
mod input;
mod message;
mod published;
mod report;

use clap::{Parser, Subcommand};
use message::{End, Stop, say};
use std::io::ErrorKind;
use std::process::ExitCode;

/// Turns Chinese party-building (党建) news reports into structured records: organizations, dates, numbers,
/// people and their posts, and which organization is paired with which.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  dangjian extract archive/ -o records.jsonl      a folder of reports to JSON Lines
  dangjian extract - < reports.jsonl | jq .pairings
  dangjian report records.jsonl -o report.html    records to one page to explore
  dangjian show report.txt                        a report with its finds in colour
  dangjian explain report.txt --find 党委         why a span was chosen, and what lost

Exit status: 0 all went well, 1 some input could not be used (each is named on standard error), 2 wrong usage."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(command::extract::Arguments),
    Show(command::show::Arguments),
    Explain(command::explain::Arguments),
    Report(command::report::Arguments),
    Segment(command::segment::Arguments),
    Rules(command::rules::Arguments),
    Schema(command::schema::Arguments),
}

fn main() -> ExitCode {
    // On wrong usage clap says so and ends with 2.
    let ended = match Arguments::parse().command {
        Command::Extract(arguments) => command::extract::run(&arguments),
        Command::Show(arguments) => command::show::run(&arguments),
        Command::Explain(arguments) => command::explain::run(&arguments),
        Command::Rules(arguments) => command::rules::run(&arguments),
        Command::Report(arguments) => command::report::run(&arguments),
        Command::Segment(arguments) => command::segment::run(&arguments),
        Command::Schema(arguments) => command::schema::run(&arguments),
    };
    match ended {
        Ok(End::Well) => ExitCode::SUCCESS,
        Ok(End::SomeFailed) => ExitCode::from(1),
        // Who closes the pipe has read enough.
        Err(Stop::Write(_, error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            say(&stop);
            ExitCode::from(if matches!(stop, Stop::Usage(_)) { 2 } else { 1 })
        }
    }
}
