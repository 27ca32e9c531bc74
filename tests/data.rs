//! What holds for the files of data.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// All files below `data`, by their path seen from there.
fn files() -> Vec<String> {
    let mut out = Vec::new();
    let mut folders = vec![data()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside: Vec<&str> =
                    path.strip_prefix(data()).unwrap().iter().map(|p| p.to_str().unwrap()).collect();
                out.push(inside.join("/"));
            }
        }
    }
    out.retain(|f| f != "SOURCES.tsv" && !f.ends_with(".md"));
    out.sort();
    out
}

/// Nothing is shipped of which it is not known where it comes from and under which licence.
#[test]
fn ok_every_file_has_a_source() {
    let text = fs::read_to_string(data().join("SOURCES.tsv")).unwrap();
    let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in text.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 5, "file, origin, licence, sha256, rebuild: {line}");
        assert!(!cells[1].is_empty() && !cells[2].is_empty(), "no origin or no licence: {line}");
        // Who is not the author says which version it was and how it was made.
        assert!(cells[1].starts_with("own") || !cells[4].is_empty(), "not told how to rebuild: {line}");
        assert!(rows.insert(cells[0], cells).is_none(), "named twice: {line}");
    }
    let named: Vec<&str> = rows.into_keys().collect();
    assert_eq!(named, files(), "files of data/ and rows of data/SOURCES.tsv");
}

/// A row with more cells than its table has columns is a slip.
#[test]
fn ok_rows_are_as_wide_as_their_heading() {
    for file in files().iter().filter(|f| f.ends_with(".tsv")) {
        let text = fs::read_to_string(data().join(file)).unwrap();
        let mut rows = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let (_, heading) = rows.next().unwrap();
        let columns = heading.split('\t').count();
        for (number, row) in rows {
            let found = row.split('\t').count();
            assert!(found <= columns, "{file}:{}: {found} cells, {columns} columns", number + 1);
        }
    }
}
