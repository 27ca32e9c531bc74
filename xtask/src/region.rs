//! `data region`: provinces, cities and counties with what they lie in, made from the published lists.

use crate::division::{FILLERS, short};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The table that is made.
pub const TABLE: &str = "cli/data/region.tsv";

const HEAD: &str = "\
# Provinces, cities and counties as of 2023-06-30 (National Bureau of Statistics), from the lists that data/words/division.tsv
# is made of: see there (data/SOURCES.tsv) for origin and licence. `path`: what it lies in and its name; `short`: what it is
# called for short. Made by `cargo xtask data region`.
path\tlevel\tshort
";

/// The rows of a list of comma-separated, quoted cells.
fn cells(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect())
}

/// Makes the table from the folder of lists.
pub fn table(lists: &Path) -> Result<String, String> {
    let read = |name: &str| {
        let path = lists.join(name);
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    // By code, which begins with the code of what it lies in: a parent stands before its parts.
    let mut places: BTreeMap<String, (&'static str, String)> = BTreeMap::new();
    for (file, level) in [("provinces.csv", "province"), ("cities.csv", "city"), ("areas.csv", "county")] {
        for row in cells(&read(file)?) {
            let (Some(code), Some(name)) = (row.first(), row.get(1)) else { continue };
            // Cities without counties stand in the list of counties once more.
            let again = level == "county" && places.values().any(|(l, n)| *l == "city" && n == name);
            if !again && !FILLERS.contains(name) {
                places.insert((*code).to_string(), (level, (*name).to_string()));
            }
        }
    }
    let mut out = HEAD.to_string();
    let mut row = |path: &str, name: &str, level: &str| {
        out.push_str(&format!("{path}\t{level}\t{}\n", short(name).unwrap_or_default()));
    };
    for (code, (level, name)) in &places {
        let above =
            [2, 4].iter().filter(|len| **len < code.len()).filter_map(|len| places.get(code.get(..*len)?));
        let path: Vec<&str> = above.map(|(_, name)| name.as_str()).chain([name.as_str()]).collect();
        row(&path.join("/"), name, level);
    }
    let others: BTreeMap<String, BTreeMap<String, Value>> =
        serde_json::from_str(&read("HK-MO-TW.json")?).map_err(|e| format!("HK-MO-TW.json: {e}"))?;
    for (province, parts) in &others {
        row(province, province, "province");
        // 北区 and 东区 are words first.
        for part in parts.keys().filter(|part| part.chars().count() > 2) {
            row(&format!("{province}/{part}"), part, "county");
        }
    }
    Ok(out)
}
