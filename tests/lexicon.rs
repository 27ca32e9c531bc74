//! The rows of the tables in `data/lexicon`, by their examples and near misses.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test, with helpers")]

use dangjian::Extractor;
use dangjian::lexicon::{TABLES, Table};
use std::path::Path;

/// Of the suffixes with an example, how many in a hundred the extractor must find. A suffix only proposes, the model
/// chooses, and a single sentence gives it little to go by: the test prints what it leaves.
const FLOOR: usize = 80;

fn table(name: &str) -> &'static Table {
    TABLES.iter().find(|table| table.name() == name).unwrap()
}

/// A table's rows that have something in a column: the text and that cell.
fn cells(table: &Table, column: &str) -> Vec<(&'static str, &'static str)> {
    let Some(at) = table.column(column) else { return Vec::new() };
    let filled = |row: &Vec<&'static str>| row.get(at).is_some_and(|cell| !cell.is_empty());
    table.rows().filter(filled).map(|row| (row[0], row[at])).collect()
}

#[test]
fn ok_all_tables_are_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicon");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".tsv")?.to_string()))
        .collect();
    files.sort();
    assert_eq!(TABLES.iter().map(Table::name).collect::<Vec<_>>(), files);
}

#[test]
fn ok_tables_say_what_they_are() {
    for table in TABLES {
        let columns = table.columns();
        assert!(!table.about().is_empty(), "{}.tsv: no comment at its head", table.name());
        for row in table.rows() {
            assert!(row.len() <= columns.len(), "{}.tsv: {row:?} is longer than {columns:?}", table.name());
        }
    }
}

/// Tables of which every row has an example.
const WHOLE: [&str; 6] = ["class", "elided", "pairing", "party_body", "title", "title_modifier"];

#[test]
fn ok_small_tables_have_an_example_in_every_row() {
    for name in WHOLE {
        let table = table(name);
        let without = table.rows().count() - cells(table, "example").len();
        assert_eq!(without, 0, "{name}.tsv: rows without an example");
    }
}

#[test]
fn ok_examples_hold_their_rows() {
    // Boilerplate is compared without blanks and signs; its own test does so.
    for table in TABLES.iter().filter(|table| table.name() != "boilerplate") {
        for (text, example) in cells(table, "example") {
            // A stroke shows where a line ends.
            let example = example.replace('|', "");
            assert!(example.contains(text), "{}.tsv: {example} without {text}", table.name());
        }
    }
    // In other tables a near miss may also be what comes close to the row without holding it.
    for name in WHOLE.iter().chain(&["suffix"]) {
        for (text, near_miss) in cells(table(name), "near_miss") {
            assert!(near_miss.contains(text), "{name}.tsv: {near_miss} without {text}");
        }
    }
}

#[test]
fn ok_organizations_end_with_their_suffix() {
    let extractor = Extractor::new().unwrap();
    let ends = |text: &str, suffix: &str| {
        let record = extractor.extract(text);
        record.organizations.iter().flat_map(|o| &o.mentions).any(|m| m.text.ends_with(suffix))
    };
    let examples = cells(table("suffix"), "example");
    assert!(examples.len() >= 150, "the commonest suffixes have examples");
    let missed: Vec<_> = examples.iter().filter(|(suffix, text)| !ends(text, suffix)).collect();
    println!("suffixes found in their example: {} of {}", examples.len() - missed.len(), examples.len());
    println!("missed: {missed:#?}");
    assert!(100 * (examples.len() - missed.len()) >= FLOOR * examples.len(), "missed: {missed:#?}");

    let near = cells(table("suffix"), "near_miss");
    let wrong: Vec<_> = near.iter().filter(|(suffix, text)| ends(text, suffix)).collect();
    assert!(wrong.is_empty(), "found in near misses: {wrong:#?}");
}
