//! `data`: the dictionary, made from jieba's and the words of the tables.

use dangjian::lexicon;
use dangjian::words::{Entry, Pos, build, is_inside};
use jieba_rs::Jieba;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The file of the dictionary.
pub const TABLE: &str = "data/model/words.bin";

/// How frequent a word of the tables is that jieba does not know.
fn frequency(tag: &str) -> u32 {
    if tag == "ns" { 60 } else { 200 }
}

/// jieba itself with the words of the tables: what the dictionary is made after, and compared with.
pub fn oracle() -> Result<Jieba, String> {
    let mut jieba = Jieba::new();
    for (word, attrs) in lexicon::words().map_err(|e| e.to_string())? {
        if let Some(tag) = lexicon::segmenter_tag(&word, attrs).filter(|_| !jieba.has_word(&word)) {
            jieba.add_word(&word, Some(frequency(tag) as usize), Some(tag));
        }
    }
    Ok(jieba)
}

/// The text of jieba's dictionary, `word frequency tag` a line, in the sources of the version that is built with.
fn source() -> Result<String, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--format-version", "1"])
        .output()
        .map_err(|e| format!("cargo metadata: {e}"))?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&out.stdout).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == "jieba-rs")
        .find_map(|package| package["manifest_path"].as_str())
        .ok_or("cargo metadata does not name jieba-rs")?;
    let path =
        Path::new(manifest).parent().map(|folder| folder.join("src/data/dict.txt")).unwrap_or_default();
    read(&path)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Makes the file.
pub fn table() -> Result<Vec<u8>, String> {
    let jieba = Jieba::new();
    let tagged = |word: &str| jieba.tag(word, false).first().map_or("x", |tag| tag.tag).to_string();
    let part = |word: &str, tag: &str| Pos::of(&word.chars().collect::<Vec<_>>(), tag);
    let mut words: BTreeMap<String, Entry> = BTreeMap::new();
    for line in source()?.lines() {
        let mut cells = line.split_ascii_whitespace();
        let Some(word) = cells.next() else { continue };
        let number = cells.next().and_then(|cell| cell.parse().ok());
        let frequency = Some(number.ok_or_else(|| format!("no frequency: {line}"))?);
        let pos = part(word, cells.next().unwrap_or_default());
        words.insert(word.into(), Entry { frequency, pos, attrs: 0 });
    }
    for (word, attrs) in lexicon::words().map_err(|e| e.to_string())? {
        let tag = lexicon::segmenter_tag(&word, attrs);
        let new = || match tag {
            Some(tag) => Entry { frequency: Some(frequency(tag)), pos: part(&word, tag), attrs },
            // Texts are cut into it only where it is one character.
            None => Entry { frequency: None, pos: part(&word, &tagged(&word)), attrs },
        };
        let entry = words.entry(word.clone()).or_insert_with(new);
        entry.attrs = attrs;
    }
    // What a character alone is, where it is no word: as jieba's model of parts of speech thinks.
    let used: BTreeSet<char> = words.keys().flat_map(|word| word.chars()).collect();
    let alone = ('\0'..='\u{FFFF}').filter(|c| is_inside(*c) && !c.is_ascii_alphanumeric());
    for c in alone {
        let word = c.to_string();
        let pos = part(&word, &tagged(&word));
        if !words.contains_key(&word) && (used.contains(&c) || !matches!(pos, Pos::Other | Pos::Punctuation))
        {
            words.insert(word, Entry { frequency: None, pos, attrs: 0 });
        }
    }
    build(&words)
}
