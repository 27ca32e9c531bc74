//! `segment`: words with their offsets.

use crate::input::{Inputs, Report, each};
use crate::message::{End, Stop};
use dangjian::segment::{Pos, Segmenter};
use dangjian::text::Document;
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Cut reports into words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian segment report.txt
  echo 城关镇党委与县供电公司结对共建 | dangjian segment -
  dangjian segment archive/ --json > words.jsonl

A line a word: start, end (in characters of the raw text), the word, its part of speech. Words of boilerplate
are left out, as they are when records are made. Several reports are parted by a line `# SOURCE`.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    /// One JSON object a report instead of a line a word
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Words<'a> {
    id: Option<&'a str>,
    source: Option<&'a str>,
    words: Vec<Word<'a>>,
}

#[derive(Serialize)]
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    pos: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let segmenter = Segmenter::new()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let several = |p: &PathBuf| p.is_dir() || p.extension().is_some_and(|e| e == "jsonl");
    let mut headed = arguments.inputs.paths.len() > 1 || arguments.inputs.paths.iter().any(several);
    let end = each(&arguments.inputs, |report| {
        let words = words(&segmenter, report);
        if arguments.json {
            serde_json::to_writer(&mut out, &words).map_err(std::io::Error::from)?;
            return Ok(writeln!(out)?);
        }
        if headed {
            writeln!(out, "# {}", report.source.as_deref().or(report.id.as_deref()).unwrap_or("-"))?;
        }
        // Standard input may turn out to hold more than one.
        headed = true;
        for word in &words.words {
            // A name that was joined over a line end holds it.
            let text = word.text.replace(['\n', '\r', '\t'], " ");
            writeln!(out, "{}\t{}\t{text}\t{}", word.start, word.end, word.pos)?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(end)
}

fn words<'a>(segmenter: &Segmenter, report: &'a Report) -> Words<'a> {
    let doc = Document::read(&report.text);
    let words = segmenter
        .tokens(&doc)
        .iter()
        .map(|token| {
            let raw = doc.raw_span(token.span);
            let text = report.text.get(raw.start_byte..raw.end_byte).unwrap_or_default();
            Word { start: raw.start, end: raw.end, text, pos: name(token.pos) }
        })
        .collect();
    Words { id: report.id.as_deref(), source: report.source.as_deref(), words }
}

/// `PersonName` → `person_name`.
fn name(pos: Pos) -> String {
    let mut out = String::new();
    for c in format!("{pos:?}").chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
