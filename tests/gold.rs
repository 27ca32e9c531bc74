//! Scores on the gold of the corpus stay above their floors.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test, with helpers")]

use dangjian::Extractor;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use xtask::gold::folder;
use xtask::records;
use xtask::score::{Score, Table};
use xtask::year::Years;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn score(path: &Path) -> Table {
    let reports = folder(path).unwrap();
    let found = records(&Extractor::new().unwrap(), &reports);
    let (score, _) = Score::of(&reports, &found).unwrap();
    score.table()
}

/// Floors in percent by part and column, see `corpus/floor.toml`.
fn floors(part: &str) -> BTreeMap<String, f64> {
    let text = std::fs::read_to_string(root().join("corpus/floor.toml")).unwrap();
    let mut all: BTreeMap<String, BTreeMap<String, f64>> = toml::from_str(&text).unwrap();
    all.remove(part).unwrap_or_else(|| panic!("corpus/floor.toml has no [{part}]"))
}

fn assert_above_floors(part: &str, path: &Path) {
    let table = score(path);
    println!("{part}\n{table}");
    let floors = floors(part);
    let mut below = Vec::new();
    for column in &table.columns {
        let floor =
            floors.get(column.name).unwrap_or_else(|| panic!("[{part}] has no floor for {}", column.name));
        if 100.0 * column.f1 < *floor {
            below.push(format!("{}: {:.2} < {floor}", column.name, 100.0 * column.f1));
        }
    }
    assert!(below.is_empty(), "{part} is below its floors: {below:#?}\n{table}");
    assert_eq!(floors.len(), table.columns.len(), "[{part}] has floors for columns that do not exist");
}

#[test]
fn ok_train() {
    assert_above_floors("train", &root().join("corpus/gold/train"));
}

#[test]
fn ok_dev() {
    assert_above_floors("dev", &root().join("corpus/gold/dev"));
}

#[test]
fn ok_test() {
    assert_above_floors("test", &root().join("corpus/gold/test"));
}

#[test]
fn ok_seeds() {
    let seeds = root().join("../shared/gold/seeds");
    if !seeds.exists() {
        println!("SKIPPED: the seeds are not beside this repository");
        return;
    }
    assert_above_floors("seeds", &seeds);
}

/// Without a date of publication the year is inferred or left open: hardly ever is it wrong.
#[test]
fn ok_the_year_nobody_wrote() {
    let extractor = Extractor::new().unwrap();
    let mut reports = Vec::new();
    for part in ["train", "dev", "test"] {
        reports.extend(folder(&root().join("corpus/gold").join(part)).unwrap());
    }
    let years = Years::of(&extractor, &reports);
    println!("{}", years.line());
    assert!(years.wrong_share() < 0.02, "{:?}", years.wrong);
    // Two reports of five tell it.
    assert!(years.right * 100 >= years.reports * 40, "{}", years.line());
}
