//! `completions`: for shells.

use crate::message::{End, Stop};
use clap_complete::Shell;
use std::io;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian completions bash > ~/.local/share/bash-completion/completions/dangjian
  dangjian completions zsh > ~/.zfunc/_dangjian
  dangjian completions fish > ~/.config/fish/completions/dangjian.fish")]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, mut command: clap::Command) -> Result<End, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "dangjian", &mut script);
    io::Write::write_all(&mut io::stdout(), &script)?;
    Ok(End::Well)
}
