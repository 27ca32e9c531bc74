//! `schema`: the JSON Schema of a record.

use crate::message::{End, Stop};
use std::io::Write;

/// Print the JSON Schema of a record
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  dangjian schema > record.schema.json")]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<End, Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(dangjian::record::json_schema().as_bytes())?;
    out.flush()?;
    Ok(End::Well)
}
