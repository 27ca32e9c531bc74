//! `init`: a configuration file to begin with.

use crate::config::{NAME, SAMPLE};
use crate::message::{End, Level, Stop, tell};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

/// Write a commented dangjian.toml
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian init
  dangjian init project/dangjian.toml --force

All settings in it are commented out: it changes nothing until one is not.")]
pub(crate) struct Arguments {
    /// Where to
    #[arg(value_name = "FILE", default_value = NAME)]
    path: PathBuf,

    /// Also if there is one
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let path = &arguments.path;
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).create_new(!arguments.force);
    let written = open.open(path).and_then(|mut file| file.write_all(SAMPLE.as_bytes()));
    written.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => Stop::Usage(format!("{} is there (--force)", path.display())),
        _ => Stop::Usage(format!("{}: {e}", path.display())),
    })?;
    tell(Level::Info, format!("wrote {}", path.display()), &json!({}));
    Ok(End::Well)
}
