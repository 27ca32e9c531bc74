//! `man`: manual pages.

use crate::message::{End, Stop};
use clap_mangen::Man;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

/// Print the manual page of the program or of one of its commands
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian man > dangjian.1
  dangjian man extract | man -l -
  dangjian man --dir ~/.local/share/man/man1      all pages")]
pub(crate) struct Arguments {
    /// The command; without one the whole program
    #[arg(value_name = "COMMAND")]
    of: Option<String>,

    /// Write the pages of the program and of all its commands to this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "of")]
    dir: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, command: clap::Command) -> Result<End, Stop> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    if let Some(folder) = &arguments.dir {
        let failed = |e: io::Error| Stop::Usage(format!("{}: {e}", folder.display()));
        fs::create_dir_all(folder).map_err(failed)?;
        fs::write(folder.join("dangjian.1"), page(command.clone(), "dangjian".into())?).map_err(failed)?;
        for sub in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let name = format!("dangjian-{}", sub.get_name());
            fs::write(folder.join(format!("{name}.1")), page(sub.clone(), name.clone())?).map_err(failed)?;
        }
        return Ok(End::Well);
    }
    let page = match &arguments.of {
        None => page(command, "dangjian".into())?,
        Some(of) => {
            let sub = command
                .find_subcommand(of)
                .ok_or_else(|| Stop::Usage(format!("there is no command {of}")))?;
            page(sub.clone(), format!("dangjian-{of}"))?
        }
    };
    io::stdout().write_all(&page)?;
    Ok(End::Well)
}

fn page(command: clap::Command, name: String) -> Result<Vec<u8>, Stop> {
    let mut page = Vec::new();
    let command = command.name(clap::builder::Str::from(name));
    Man::new(command).render(&mut page)?;
    Ok(page)
}
