//! Files that are made by tasks are as the tasks make them.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test, with helpers")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn checked_in(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn ok_schema_is_fresh() {
    let path = "schema/record.schema.json";
    assert!(checked_in(path) == dangjian::record::json_schema(), "{path} is stale: run `cargo xtask schema`");
}

#[test]
fn ok_words_are_fresh() {
    let path = xtask::words::TABLE;
    let found = std::fs::read(root().join(path)).unwrap();
    assert!(found == xtask::words::table().unwrap(), "{path} is stale: run `cargo xtask data words`");
}

#[test]
fn ok_divisions_are_fresh() {
    use xtask::division::{LISTS, TABLE, table};
    let lists = root().join(LISTS);
    if !lists.exists() {
        println!("SKIPPED: the lists of divisions are not beside this repository");
        return;
    }
    assert!(checked_in(TABLE) == table(&lists).unwrap(), "{TABLE} is stale: run `cargo xtask data`");
}

#[test]
fn ok_regions_are_fresh() {
    use xtask::region::{TABLE, table};
    let lists = root().join(xtask::division::LISTS);
    if !lists.exists() {
        println!("SKIPPED: the lists of divisions are not beside this repository");
        return;
    }
    assert!(checked_in(TABLE) == table(&lists).unwrap(), "{TABLE} is stale: run `cargo xtask data region`");
}
