//! `report`: records to one page of HTML.

use crate::message::{End, Stop, say};
use crate::report::archive::Gatherer;
use crate::report::choose::Limits;
use crate::report::data::Data;
use crate::report::page::{self, Lang};
use crate::report::{records, texts};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Turn records into one page to explore: figures, the network of pairings, reports, tables
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian extract archive/ -o records.jsonl
  dangjian report records.jsonl -o report.html
  dangjian report records.jsonl --texts archive/ -o report.html     with the reports' own words
  dangjian extract archive/ | dangjian report - --lang en > report.html

The page is one file that needs no network: open it in a browser, send it by mail. Records do not hold the reports' text;
--texts says where it lies, else the page shows the sentences that tell of pairings. Of an archive that is larger than the
limits, the most paired organizations and the pairings among them come into the page, and the page says so; its
overview always counts the whole archive.")]
pub(crate) struct Arguments {
    /// Records as `extract` writes them (JSON Lines or JSON), or `-` for standard input
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,

    /// Write the page to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Where the reports' texts lie: files, folders or JSON Lines, as `extract` reads them; several times for several
    #[arg(long, value_name = "PATH")]
    texts: Vec<PathBuf>,

    /// The language of the page
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,

    /// The heading of the page
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// At most so many texts come into the page, of reports with pairings first
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    max_texts: usize,

    /// At most so many organizations
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    max_organizations: usize,

    /// At most so many pairings
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    max_pairings: usize,
}

/// Pairs of organizations for each organization: a page stays quick with 5,000 organizations and 10,000 pairs.
const EDGES: usize = 2;
/// Rows of the table of reports, beside those whose pairings are shown.
const REPORTS: usize = 10_000;

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let mut failed = 0;
    let most = if arguments.texts.is_empty() { 0 } else { arguments.max_texts };
    let mut gatherer = Gatherer::new(most);
    for path in &arguments.records {
        let problem = |problem: String| {
            failed += 1;
            say(problem);
        };
        records::each(path, |record| gatherer.add(record), problem);
    }
    let archive = gatherer.finish();
    let mut end = End::of(failed);
    let texts = match arguments.texts.is_empty() {
        true => None,
        false => {
            let texts = texts::find(&archive, arguments.texts.clone(), most)?;
            if texts.changed > 0 {
                say(format!("{} texts are not those that the records speak of; left out", texts.changed));
                end = End::SomeFailed;
            }
            if texts.found.is_empty() && texts.changed == 0 && most > 0 && !archive.reports.is_empty() {
                say(
                    "none of the texts belongs to a record (they are known by source, or by an id that no other record has)",
                );
                end = End::SomeFailed;
            }
            if matches!(texts.end, Some(End::SomeFailed)) {
                end = End::SomeFailed;
            }
            Some(texts.found)
        }
    };
    let limits = Limits {
        organizations: arguments.max_organizations,
        edges: arguments.max_organizations.saturating_mul(EDGES),
        pairings: arguments.max_pairings,
        reports: REPORTS,
    };
    let data = Data::of(archive, limits, texts);
    let write = |out: &mut dyn Write| page::write(&data, arguments.lang, arguments.title.as_deref(), out);
    match arguments.output.as_deref() {
        Some(path) => whole(path, write).map_err(|e| Stop::Write(path.display().to_string(), e))?,
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            out.flush()?;
        }
    }
    Ok(end)
}

/// Writes beside the file and renames when the whole is there: nobody opens half a page.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let done = File::create(&part).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    done.and_then(|()| fs::rename(&part, path)).inspect_err(|_| {
        // What is left of a failed try is of no use; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&part);
    })
}
