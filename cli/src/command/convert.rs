//! `convert`: records that were written before into another format.

use crate::message::{End, Stop};
use crate::output::{Item, Output, Target};
use crate::records::Records;
use std::fs;

/// Turn records into another format
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian convert records.jsonl -o records.parquet
  dangjian convert 2020.jsonl.gz 2021.jsonl.gz -o archive.db
  dangjian convert records.jsonl --tables tables/
  dangjian extract archive/ | dangjian convert - -o records.json")]
pub(crate) struct Arguments {
    #[command(flatten)]
    records: Records,

    #[command(flatten)]
    target: Target,

    /// Spread each record over several lines
    #[arg(long)]
    pretty: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    if let Some(path) = &arguments.target.output {
        let real = fs::canonicalize(path).ok();
        if real.is_some() && arguments.records.paths.iter().any(|p| fs::canonicalize(p).ok() == real) {
            return Err(Stop::Usage(format!("{}: is an input too", path.display())));
        }
    }
    let mut output = Output::open(&arguments.target, arguments.pretty)?;
    let end = arguments.records.each(|record| output.put(Item::Record(record)))?;
    output.finish()?;
    Ok(end)
}
