//! The report page in a real Chromium. Needs `node`, `chromium` and, under `target/browser`, the packages
//! playwright-core and axe-core (`npm install --prefix target/browser playwright-core axe-core`); without them it says SKIPPED.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]
#![allow(clippy::print_stdout, reason = "a test that was left out says so")]

mod invented;

use invented::Archive;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

/// What is missing for the test.
fn missing() -> Option<&'static str> {
    let answers = |program: &str| {
        let tried =
            Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        tried.is_ok_and(|s| s.success())
    };
    let package = |name: &str| root().join("target/browser/node_modules").join(name).is_dir();
    [
        (answers("node"), "node"),
        (answers("chromium"), "chromium"),
        (package("playwright-core"), "playwright-core"),
        (package("axe-core"), "axe-core"),
    ]
    .into_iter()
    .find_map(|(there, name)| (!there).then_some(name))
}

/// A page of these records and texts.
fn page(folder: &Path, name: &str, records: &str, texts: &[&Path], options: &[&str]) -> PathBuf {
    let lines = folder.join(format!("{name}.jsonl"));
    fs::write(&lines, records).unwrap();
    let html = folder.join(format!("{name}.html"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dangjian"));
    command.arg("report").arg(&lines).arg("-o").arg(&html).args(options);
    texts.iter().for_each(|t| {
        command.arg("--texts").arg(t);
    });
    assert!(command.status().unwrap().success());
    html
}

#[test]
fn ok_the_page_in_a_browser() {
    if let Some(name) = missing() {
        println!("SKIPPED the report page in a browser: {name} is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Reports of the corpus, and one that is all tags.
    let corpus = root().join("corpus/gold/dev");
    let extracted =
        Command::new(env!("CARGO_BIN_EXE_dangjian")).arg("extract").arg(&corpus).output().unwrap();
    assert!(extracted.status.success());
    let (record, report) = invented::hostile();
    let records = format!("{}{record}\n", String::from_utf8(extracted.stdout).unwrap());
    let texts = folder.path().join("hostile-text.jsonl");
    fs::write(&texts, report.to_string()).unwrap();
    let small = page(folder.path(), "small", &records, &[&corpus, &texts], &[]);
    // As large as a page is promised to be.
    let archive = invented::archive(5_000, 10_000);
    let reports = folder.path().join("reports.jsonl");
    fs::write(&reports, Archive::lines(&archive.reports)).unwrap();
    let large =
        page(folder.path(), "large", &Archive::lines(&archive.records), &[&reports], &["--lang", "en"]);

    let status = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/report.mjs"))
        .args([&small, &large])
        .current_dir(root())
        .status()
        .unwrap();
    assert!(status.success(), "see above");
}
