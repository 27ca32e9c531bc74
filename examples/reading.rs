//! Shows how reports are read: every block with its role, or, for a folder of annotated reports, how much of the gold boilerplate, titles, outlets and
//! authors is found. `cargo run --example reading -- FILE|FOLDER [--show]`
#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::string_slice, reason = "the document's places stand between characters")]

use dangjian::meta;
use dangjian::text::{Document, Role};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let Some(path) = args.next() else { return Err("a file or a folder is wanted".into()) };
    let show = args.any(|arg| arg == "--show");
    if !Path::new(&path).is_dir() {
        print(&std::fs::read_to_string(&path)?);
        return Ok(());
    }
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&path)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let mut sum = Tally::default();
    for file in &files {
        let text = std::fs::read_to_string(file)?;
        if show {
            println!("=== {}", file.display());
            print(&text);
        }
        let Ok(gold) = std::fs::read_to_string(file.with_extension("json")) else { continue };
        let gold: serde_json::Value = serde_json::from_str(&gold)?;
        println!("{}", file.file_stem().unwrap_or_default().to_string_lossy());
        sum.add(&text, &gold);
    }
    println!("{sum:#?}");
    Ok(())
}

fn print(text: &str) {
    let doc = Document::read(text);
    for block in doc.blocks() {
        println!("{:?}\t{}", block.role, doc.text(block.span));
    }
    println!("{:?}", meta::read(&doc));
}

/// Characters of boilerplate (in gold and found, in gold and missed, found and not in gold), titles and
/// outlets right, authors right, missed and invented, names with a line end or blank inside and how many of
/// them are whole in the view.
#[derive(Debug, Default)]
struct Tally {
    hit: usize,
    missed: usize,
    false_alarm: usize,
    broken: usize,
    mended: usize,
    documents: usize,
    titles: usize,
    outlets: usize,
    authors: usize,
    authors_missed: usize,
    authors_invented: usize,
}

impl Tally {
    fn add(&mut self, text: &str, gold: &serde_json::Value) {
        let doc = Document::read(text);
        self.meta(&meta::read(&doc), &gold["meta"]);
        let mut wanted = vec![false; text.len()];
        let phrases = gold["boilerplate"].as_array().map(Vec::as_slice).unwrap_or_default();
        for phrase in phrases.iter().filter_map(|p| p.as_str()) {
            for (at, _) in text.match_indices(phrase) {
                wanted[at..at + phrase.len()].fill(true);
            }
        }
        let orgs = gold["orgs"].as_array().map(Vec::as_slice).unwrap_or_default();
        for surface in orgs
            .iter()
            .flat_map(|org| org["surfaces"].as_array().into_iter().flatten())
            .filter_map(|s| s.as_str())
        {
            if !surface.contains(char::is_whitespace) {
                continue;
            }
            self.broken += 1;
            let whole: Vec<char> =
                surface.chars().filter(|c| !c.is_whitespace()).map(dangjian::text::fold).collect();
            if doc.sentences().iter().any(|s| doc.slice(*s).windows(whole.len()).any(|w| w == whole)) {
                self.mended += 1;
            } else {
                println!("  name not mended: {surface:?}");
            }
        }
        if std::env::args().any(|arg| arg == "--joins") {
            for block in doc.blocks() {
                let raw = doc.raw_span(block.span);
                let raw = &doc.raw()[raw.start_byte..raw.end_byte];
                for (at, _) in raw.match_indices('\n') {
                    let left: String =
                        raw[..at].chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
                    println!(
                        "  join {:?} {left:?} + {:?}",
                        block.role,
                        raw[at..].chars().take(20).collect::<String>()
                    );
                }
            }
        }
        for block in doc.blocks() {
            for line in text_lines(&doc, block.span) {
                let is = block.role == Role::Boilerplate;
                let want = wanted[line.start..line.end].iter().filter(|w| **w).count() * 2 > line.len();
                let chars = text[line.clone()].chars().count();
                match (is, want) {
                    (true, true) => self.hit += chars,
                    (true, false) => {
                        self.false_alarm += chars;
                        println!("  false boilerplate: {}", &text[line]);
                    }
                    // Source lines are read apart, whether gold counts them in or not.
                    (false, true) if matches!(block.role, Role::Byline | Role::Dateline) => {}
                    (false, true) => {
                        self.missed += chars;
                        println!("  missed boilerplate ({:?}): {}", block.role, &text[line]);
                    }
                    (false, false) => {}
                }
            }
        }
    }
}

impl Tally {
    fn meta(&mut self, found: &meta::Meta, gold: &serde_json::Value) {
        self.documents += 1;
        let bare = |text: Option<&str>| text.map(|text| text.split_whitespace().collect::<String>());
        for (name, ours, theirs, right) in [
            ("title", found.title.as_deref(), gold["title"].as_str(), &mut self.titles),
            ("outlet", found.outlet.as_deref(), gold["outlet"].as_str(), &mut self.outlets),
        ] {
            if bare(ours) == bare(theirs) {
                *right += 1;
            } else {
                println!("  {name}: {ours:?}, gold {theirs:?}");
            }
        }
        let ours: Vec<(&str, &str)> =
            found.authors.iter().map(|author| (author.name.as_str(), author.role.as_str())).collect();
        let theirs: Vec<(&str, &str)> = gold["authors"]
            .as_array()
            .map(|authors| {
                authors.iter().filter_map(|a| Some((a["name"].as_str()?, a["role"].as_str()?))).collect()
            })
            .unwrap_or_default();
        self.authors += ours.iter().filter(|author| theirs.contains(author)).count();
        for author in theirs.iter().filter(|author| !ours.contains(author)) {
            self.authors_missed += 1;
            println!("  missed author {author:?}");
        }
        for author in ours.iter().filter(|author| !theirs.contains(author)) {
            self.authors_invented += 1;
            println!("  invented author {author:?}");
        }
    }
}

fn text_lines(doc: &Document<'_>, span: dangjian::span::Span) -> Vec<std::ops::Range<usize>> {
    let raw = doc.raw_span(span);
    let mut at = raw.start_byte;
    doc.raw()[raw.start_byte..raw.end_byte]
        .split_inclusive('\n')
        .map(|line| {
            let range = at..at + line.trim_end().len();
            at += line.len();
            range
        })
        .filter(|range| !range.is_empty())
        .collect()
}
