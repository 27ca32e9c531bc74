//! What tests of the command share: the command itself, and Python with which to read what it wrote.

#![allow(clippy::unwrap_used, dead_code, reason = "a test, with helpers that not every harness needs")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

pub(crate) fn dangjian(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dangjian"));
    command.args(args).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

pub(crate) fn run(args: &[&str]) -> Output {
    dangjian(args).output().unwrap()
}

/// Runs the command, which must go well.
pub(crate) fn well(args: &[&str]) -> Output {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
    output
}

pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child =
        dangjian(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().ok();
    output
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The records of the dev part of the corpus, made once.
pub(crate) fn records() -> &'static [u8] {
    static RECORDS: OnceLock<Vec<u8>> = OnceLock::new();
    RECORDS.get_or_init(|| well(&["extract", &root().join("corpus/gold/dev").display().to_string()]).stdout)
}

/// The names of a folder's files, hidden ones too.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs a script of `tests/python`. Where Python or a module is not there, says so and does nothing: `.ci/python` makes
/// them ready.
pub(crate) fn python(script: &str, modules: &[&str], args: &[&str]) {
    let own = root().join("target/python/bin/python3");
    let program = if own.exists() { own } else { "python3".into() };
    let import = format!("import sys, {}", if modules.is_empty() { "os".into() } else { modules.join(", ") });
    let there = Command::new(&program).args(["-c", &import]).output().is_ok_and(|o| o.status.success());
    if !there {
        // Not by a macro: what those print is kept from view where a test passes.
        let skipped = format!("SKIPPED {script}: no Python with {modules:?} (run .ci/python)\n");
        std::io::stderr().write_all(skipped.as_bytes()).unwrap();
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python").join(script);
    let output = Command::new(&program).arg(path).args(args).output().unwrap();
    assert!(output.status.success(), "{script}: {}{}", stdout(&output), stderr(&output));
}
