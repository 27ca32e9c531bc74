//! Whole records, and the texts with all finds marked: a change of behaviour is read before it is merged.
//!
//! `INSTA_UPDATE=always cargo test --test snapshot` writes what changed; read the difference before it is committed.

#![allow(clippy::unwrap_used, reason = "a test")]

use dangjian::record::Record;
use dangjian::{Extractor, Input};
use std::path::Path;
use xtask::gold::Gold;

fn record(name: &str) -> (String, Record) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/gold/train").join(name);
    let text = std::fs::read_to_string(path.with_extension("txt")).unwrap();
    let gold = Gold::read(&path.with_extension("json")).unwrap();
    let mut input = Input::new(&text).id(name);
    if let Some(date) = &gold.published {
        input = input.published(date);
    }
    let record = Extractor::new().unwrap().extract(input);
    (text, record)
}

/// The text, every line followed by one that underlines its finds: `=` party organizations, `-` other ones, `p` people,
/// `d` dates, `n` numbers. A Chinese character is two columns wide, and so is what stands under it.
fn underlined(text: &str, record: &Record) -> String {
    let mut signs = vec![' '; text.chars().count()];
    let mut put = |start: usize, end: usize, sign: char| signs[start..end].fill(sign);
    for org in &record.organizations {
        let sign = if org.kind == dangjian::record::OrgKind::Party { '=' } else { '-' };
        org.mentions.iter().for_each(|m| put(m.start, m.end, sign));
    }
    record.people.iter().flat_map(|p| &p.mentions).for_each(|m| put(m.start, m.end, 'p'));
    record.dates.iter().for_each(|d| put(d.start, d.end, 'd'));
    record.numbers.iter().for_each(|n| put(n.start, n.end, 'n'));
    let mut out = String::new();
    let mut at = 0;
    for line in text.lines() {
        let mut under = String::new();
        for (i, c) in line.chars().enumerate() {
            let sign = signs[at + i];
            let wide = if c.is_ascii() { 1 } else { 2 };
            under.extend(std::iter::repeat_n(sign, wide));
        }
        at += line.chars().count() + 1;
        out.push_str(line);
        out.push('\n');
        if !under.trim().is_empty() {
            out.push_str(under.trim_end());
            out.push('\n');
        }
    }
    out
}

fn assert_snapshots(name: &str) {
    let (text, record) = record(name);
    assert!(!text.contains('\r'), "lines are counted by their ends");
    insta::assert_snapshot!(format!("{name}.text"), underlined(&text, &record));
    insta::assert_json_snapshot!(format!("{name}.record"), record);
}
#[test]
fn ok_news_with_bylines_and_posts() {
    assert_snapshots("p-ha-tax-company");
}

#[test]
fn ok_table_of_pairs() {
    assert_snapshots("fj3-tobacco-wuyishan-table");
}
