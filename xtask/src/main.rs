//! Tasks of this repository: `cargo xtask train`.
#![expect(clippy::print_stderr, reason = "a command")]

mod train;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.first().map(String::as_str) {
        Some("train") => {
            let folders = if args.len() > 2 { args[2..].to_vec() } else { vec!["corpus/gold/train".into()] };
            let out = args.get(1).map_or("data/model/names.bin", String::as_str);
            train::run(&folders, Path::new(out), 12)
        }
        Some("cross") => {
            train::cross(&["corpus/gold/train".into()], args.get(1..).unwrap_or_default(), 12)
        }
        _ => Err("usage: cargo xtask train [OUT [FOLDER…]]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
