//! An archive to measure on: the reports of the corpus, their lines shuffled, half of their words replaced
//! by other words of the dictionary, so that caches do not know the text by heart.

use jieba_rs::Jieba;
use std::path::Path;

/// Words of two to four characters, drawn from jieba's dictionary by frequency.
const WORDS: &str = include_str!("../words.txt");
/// A report is a run of whole lines of at least so many bytes.
const REPORT: usize = 7_000;

/// A generator of numbers that are the same on every run (xorshift).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// Reports of together at least `bytes` bytes, always the same ones for one corpus.
pub(crate) fn archive(jieba: &Jieba, bytes: usize) -> Vec<String> {
    let texts = corpus();
    let mut lines: Vec<&str> =
        texts.iter().flat_map(|t| t.lines()).filter(|l| !l.trim().is_empty()).collect();
    let words: Vec<Vec<&str>> =
        (2..=4).map(|len| WORDS.lines().filter(|w| w.chars().count() == len).collect()).collect();
    let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
    let mut out = Vec::new();
    let (mut report, mut total) = (String::new(), 0);
    while total < bytes {
        draw.shuffle(&mut lines);
        for line in &lines {
            for token in jieba.cut(line, false) {
                let chinese = token.word.chars().all(|c| ('一'..='龥').contains(&c));
                let others = words.get(token.word.chars().count().wrapping_sub(2)).filter(|_| chinese);
                match others {
                    Some(others) if draw.below(2) == 0 => report.push_str(others[draw.below(others.len())]),
                    _ => report.push_str(token.word),
                }
            }
            report.push('\n');
            if total >= bytes {
                break;
            }
            if report.len() >= REPORT {
                total += report.len();
                out.push(std::mem::take(&mut report));
            }
        }
    }
    out
}

/// The texts of all parts of the corpus, by name.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/gold");
    let mut paths: Vec<_> = ["train", "dev", "test"]
        .iter()
        .flat_map(|part| std::fs::read_dir(root.join(part)).expect("the corpus is here").flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a text can be read")).collect()
}
