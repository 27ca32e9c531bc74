//! The words of the tables and their attributes, for the making of the dictionary.

use super::table::rows;
use super::{Attr, Attrs, Families, PLACES, SUFFIXES, Suffixes, bundled};
use crate::error::Error;
use std::collections::BTreeMap;

const DIVISIONS: &str = include_str!("../../data/words/division.tsv");

/// All words that the tables know something of.
pub fn words() -> Result<BTreeMap<String, Attrs>, Error> {
    let mut words: BTreeMap<String, Attrs> = BTreeMap::new();
    let mut put = |word: &str, attrs: Attrs| *words.entry(word.into()).or_default() |= attrs;
    for row in rows("division.tsv", DIVISIONS, 2) {
        let row = row?;
        let (level, short) = match row.get(1).strip_suffix("-short") {
            Some(level) => (level, Attr::Short as Attrs),
            None => (row.get(1), 0),
        };
        let level = match level {
            "province" => Attr::Province,
            "city" => Attr::City,
            "county" => Attr::County,
            "town" => Attr::Town,
            other => return Err(row.error(format!("unknown level {other}"))),
        };
        put(row.get(0), level as Attrs | short);
    }
    for (title, sorts) in super::titles()? {
        put(title, sorts);
    }
    for row in rows("class.tsv", bundled::CLASS, 2) {
        let row = row?;
        let attr = match row.get(1) {
            "speech" => Attr::Speech,
            "pair" => Attr::Pair,
            "scene" => Attr::Scene,
            "has" => Attr::Has,
            "outside" => Attr::Outside,
            other => return Err(row.error(format!("unknown class {other}"))),
        };
        put(row.get(0), attr as Attrs);
    }
    for suffix in Suffixes::read(SUFFIXES)?.iter() {
        put(&suffix.text, Attr::Suffix as Attrs);
    }
    for name in Families::bundled()?.iter() {
        put(&name, Attr::Family as Attrs);
    }
    Ok(words)
}

/// The part of speech, as a tag, of a word that texts must be cut into though the common dictionary may not hold it.
pub fn segmenter_tag(word: &str, attrs: Attrs) -> Option<&'static str> {
    if attrs & PLACES != 0 {
        Some("ns")
    } else if attrs & (Attr::Suffix as Attrs | Attr::Post as Attrs) != 0 && word.chars().nth(1).is_some() {
        Some("n")
    } else {
        None
    }
}
