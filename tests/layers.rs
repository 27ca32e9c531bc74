//! The shape of the code: one concept a file, layers that point one way.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first: a module of the library imports only from layers above its own line here, so those of
/// one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    // What everything may use; the record is plain types, whose words the finders speak.
    &["error", "span", "record"],
    // The dictionary: words, what sort of words they are, what is known of them.
    &["words"],
    // Tables, weights and figures, which know no text.
    &["lexicon", "model", "numeral", "candidate"],
    // The text as it is read, time as it is reckoned, and the form of rules.
    &["text", "calendar", "rule"],
    &["segment"],
    // The text with its words, as the finders of names take it.
    &["analysis"],
    // The finders: each proposes candidates of its kind.
    &["date", "number", "org", "meta"],
    // The choice among candidates; rules as a list.
    &["arbiter", "listing"],
    // Mentions to organizations; then people, whose posts are in organizations.
    &["entity"],
    &["person"],
    // The run of all finders; relations between what they found.
    &["reading", "pairing"],
    &["extractor"],
    &["train"],
];

const LONGEST: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

fn all_sources() -> Vec<PathBuf> {
    let all: Vec<PathBuf> =
        ["src", "cli", "xtask", "tests", "benches", "examples"].iter().flat_map(|f| sources(f)).collect();
    assert!(all.len() > 50, "the sources are here");
    all
}

#[test]
fn ok_files_are_short() {
    let mut long = Vec::new();
    for path in all_sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > LONGEST {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:#?}");
}

#[test]
fn ok_modules_are_named_for_what_they_hold() {
    for path in all_sources() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let empty = ["util", "utils", "helper", "helpers", "common", "misc"];
        assert!(!empty.contains(&name), "{} says nothing by its name", path.display());
    }
}

/// The module of the library that a file belongs to.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.strip_suffix(".rs").unwrap_or(first).to_string()
}

/// The modules named after `crate::` in code; comments do not count.
fn imports(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines().map(str::trim_start).filter(|l| !l.starts_with("//")) {
        for part in line.split("crate::").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if !name.is_empty() {
                out.push(name);
            }
        }
    }
    out
}

#[test]
fn ok_layers_point_one_way() {
    let depth = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let mut wrong = Vec::new();
    for path in sources("src") {
        let own = module(&path);
        if own == "lib" {
            continue;
        }
        let Some(at) = depth(&own) else { panic!("say in LAYERS where the module {own} belongs") };
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            if import != own && depth(&import).is_none_or(|i| i >= at) {
                wrong.push(format!("{} imports {import}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn ok_layers_name_modules_that_are() {
    for module in LAYERS.iter().copied().flatten() {
        let path = root().join("src").join(module);
        assert!(path.is_dir() || path.with_extension("rs").is_file(), "there is no module {module}");
    }
}

#[test]
fn ok_lib_only_exports() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//") && !l.trim().is_empty());
    for line in code {
        let word = line.trim_start();
        let allowed = ["mod ", "pub mod ", "pub use ", "pub(crate) use ", "#[", "#![", "}", "//"];
        let listed = line.starts_with(' ');
        assert!(
            listed || allowed.iter().any(|a| word.starts_with(a)),
            "lib.rs holds more than exports: {line}"
        );
    }
}
