//! What holds for any text, on the texts of the corpus, whole and damaged.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test, with helpers")]

mod invariant;

use dangjian::Extractor;
use invariant::sound_record;
use std::path::{Path, PathBuf};

/// All texts of the corpus and of its demo, by name.
fn texts() -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "txt") {
                out.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    out.sort();
    assert!(out.len() >= 60, "the corpus is here");
    out
}

#[test]
fn ok_whole_texts() {
    let extractor = Extractor::new().unwrap();
    let mut organizations = 0;
    for (path, text) in texts() {
        println!("{}", path.display());
        organizations += sound_record(&extractor, &text).organizations.len();
    }
    assert!(organizations > 600, "{organizations} organizations are few");
}

/// Texts cut anywhere, and the same with other line ends.
#[test]
fn ok_cut_texts() {
    let extractor = Extractor::new().unwrap();
    for (i, (path, text)) in texts().into_iter().enumerate() {
        println!("{}", path.display());
        let chars: Vec<char> = text.chars().collect();
        let (from, to) = (chars.len() * (i % 7) / 11, chars.len() * (i % 5 + 6) / 11);
        let cut: String = chars[from..to].iter().collect();
        sound_record(&extractor, &cut);
        sound_record(&extractor, &cut.replace('\n', "\r\n"));
        sound_record(&extractor, &cut.replace('\n', ""));
    }
}

/// Bytes of a text with every so-manieth one changed: what a broken download leaves.
#[test]
fn ok_damaged_bytes() {
    let extractor = Extractor::new().unwrap();
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    for (path, text) in texts().into_iter().step_by(4) {
        println!("{}", path.display());
        let mut bytes = text.into_bytes();
        for byte in bytes.iter_mut() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state.is_multiple_of(50) {
                *byte = (state >> 32) as u8;
            }
        }
        sound_record(&extractor, &String::from_utf8_lossy(&bytes));
    }
}

/// What is learned from one text does not stay for the next.
#[test]
fn ok_texts_do_not_know_each_other() {
    let extractor = Extractor::new().unwrap();
    let texts: Vec<(PathBuf, String)> = texts().into_iter().step_by(6).collect();
    let forth: Vec<_> = texts.iter().map(|(_, t)| extractor.extract(t.as_str())).collect();
    let mut back: Vec<_> = texts.iter().rev().map(|(_, t)| extractor.clone().extract(t.as_str())).collect();
    back.reverse();
    assert_eq!(forth, back);
}

#[test]
fn ok_extractor_may_be_shared() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Extractor>();
}
