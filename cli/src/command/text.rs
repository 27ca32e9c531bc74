//! `text`: what is read of the inputs, before anything is looked for in it.

use crate::input::{Inputs, each};
use crate::message::{End, Stop};
use serde_json::json;
use std::io::{self, BufWriter, Write};

/// Print the texts of reports as they are read: the articles of pages, the rows of tables, the text of PDF
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian text page.html                       the text to which the offsets of its record belong
  dangjian text crawl.warc.gz > reports.jsonl   an archive as JSON Lines, to be read again and again
  dangjian text archive/ | jq -r '[.source, .published, .published_by] | @tsv'

An object a line: id, source, published (when the report was published, where that is known without its text), published_by
(field, metadata, address, option, name, file or archived) and text.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    let end = each(&arguments.inputs, |report| {
        let line = json!({
            "id": report.id, "source": report.source, "published": report.published,
            "published_by": report.how, "text": report.text,
        });
        Ok(writeln!(out, "{line}")?)
    })?;
    out.flush()?;
    Ok(end)
}
