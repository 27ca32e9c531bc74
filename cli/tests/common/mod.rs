//! What the tests of the command share: the real binary, files in folders, other programs.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test, with helpers of which not all use each"
)]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub(crate) const TITLE: &str = "清河镇党委与县供电公司党支部签约";
pub(crate) const BODY: &str =
    "6月30日，清河镇党委书记周立平与县供电公司党支部负责人签订党建共建协议，共有26名党员参加。";

pub(crate) fn text() -> String {
    format!("{TITLE}\n{BODY}\n")
}

pub(crate) fn dangjian(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dangjian"));
    command.args(args).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

pub(crate) fn run(args: &[&str]) -> Output {
    dangjian(args).output().unwrap()
}

pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child =
        dangjian(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Lines of JSON.
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

/// What `dangjian text` says of inputs, and what it says on standard error.
pub(crate) fn texts(args: &[&str]) -> (Vec<Value>, String) {
    let output = run(&[&["text"], args].concat());
    (json_lines(&stdout(&output)), stderr(&output))
}

/// A folder with files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        put(folder.path(), name, bytes);
    }
    folder
}

pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

pub(crate) fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

/// Runs another program in a folder; false where it is not installed.
pub(crate) fn program(folder: &Path, line: &[&str]) -> bool {
    let run = Command::new(line[0]).args(&line[1..]).current_dir(folder).stdin(Stdio::null()).output();
    match run {
        Ok(output) => {
            assert!(output.status.success(), "{line:?}: {}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(_) => {
            println!("SKIPPED: {} is not here", line[0]);
            false
        }
    }
}

pub(crate) fn strings<'a>(values: &'a [Value], field: &str) -> Vec<&'a str> {
    values.iter().map(|v| v[field].as_str().unwrap_or("-")).collect()
}
