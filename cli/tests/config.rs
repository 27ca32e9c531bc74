//! Settings, own names, completions, manual pages.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod common;
use common::*;

use serde_json::Value;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs the command in a folder.
fn run_in(folder: &TempDir, args: &[&str]) -> Output {
    dangjian(args).current_dir(folder.path()).output().unwrap()
}

const CSV: &str = "正文,内容二,号\n今年以来,云上牧歌投入30万元。,1\n";

#[test]
fn ok_settings_and_what_is_typed_wins() {
    let folder = folder(&[
        ("a.csv", CSV.as_bytes()),
        ("dangjian.toml", "[input]\ntext-field = \"内容二\"\nid-field = \"号\"\n[messages]\nquiet = true\n".as_bytes()),
        ("other/set.toml", "[output]\noutput = \"out.jsonl\"\n[lexicon]\nnames = [\"names.tsv\"]\n[input]\ntext-field = '内容二'\n".as_bytes()),
        ("other/names.tsv", "name\tkind\tlevel\tshort\n云上牧歌\tenterprise\t\t牧歌\n".as_bytes()),
    ]);
    let by_file = run_in(&folder, &["text", "a.csv"]);
    let lines = json_lines(&stdout(&by_file));
    assert_eq!(
        (lines[0]["text"].as_str(), lines[0]["id"].as_str()),
        (Some("云上牧歌投入30万元。"), Some("1")),
        "{}",
        stderr(&by_file)
    );
    let typed = run_in(&folder, &["text", "a.csv", "--text-field", "正文"]);
    assert_eq!(json_lines(&stdout(&typed))[0]["text"], "今年以来");
    let without = run_in(&folder, &["text", "a.csv", "--no-config"]);
    assert_eq!(json_lines(&stdout(&without))[0]["text"], "今年以来");
    // Paths count from the file of settings.
    let other = run_in(&folder, &["extract", "a.csv", "--config", "other/set.toml"]);
    assert_eq!(other.status.code(), Some(0), "{}", stderr(&other));
    let record: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("other/out.jsonl")).unwrap()).unwrap();
    assert_eq!(record["organizations"][0]["name"], "云上牧歌");

    put(folder.path(), "dangjian.toml", b"[input]\ntxt-field = 'a'\n");
    let wrong = run_in(&folder, &["extract", "a.csv"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        stderr(&wrong).contains("dangjian.toml: txt-field is not known in [input]"),
        "{}",
        stderr(&wrong)
    );
    assert_eq!(run_in(&folder, &["extract", "a.csv", "--config", "none.toml"]).status.code(), Some(2));
    assert_eq!(
        run_in(&folder, &["rules", "date/day"]).status.code(),
        Some(0),
        "who reads no inputs is not asked"
    );
}

#[test]
fn ok_init_writes_settings_that_change_nothing() {
    let folder = folder(&[("a.txt", text().as_bytes())]);
    let before = run_in(&folder, &["extract", "a.txt"]);
    assert_eq!(run_in(&folder, &["init"]).status.code(), Some(0));
    let after = run_in(&folder, &["extract", "a.txt"]);
    assert_eq!((after.status.code(), after.stdout), (Some(0), before.stdout));
    put(folder.path(), "dangjian.toml", b"mine");
    assert_eq!(run_in(&folder, &["init"]).status.code(), Some(2));
    assert_eq!(std::fs::read(folder.path().join("dangjian.toml")).unwrap(), b"mine");
    assert_eq!(run_in(&folder, &["init", "--force"]).status.code(), Some(0));
    assert!(std::fs::read_to_string(folder.path().join("dangjian.toml")).unwrap().contains("#text-field"));
}

#[test]
fn ok_own_names_and_words() {
    let folder = folder(&[
        ("a.txt", "今年以来,云上牧歌投入30万元。".as_bytes()),
        ("names.tsv", "name\tkind\tlevel\tshort\n云上牧歌\tenterprise\t\t\n".as_bytes()),
        ("bad.tsv", "name\tkind\tlevel\tshort\n云上牧歌\tno-kind\t\t\n".as_bytes()),
        ("words.txt", "云上牧歌 100 nt\n".as_bytes()),
    ]);
    let names = |args: &[&str]| -> Vec<String> {
        let output = run_in(&folder, &[&["extract", "a.txt"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let record = json_lines(&stdout(&output)).remove(0);
        strings(record["organizations"].as_array().unwrap(), "name").iter().map(|s| s.to_string()).collect()
    };
    assert!(!names(&[]).contains(&"云上牧歌".to_string()));
    assert_eq!(names(&["--names", "names.tsv", "--words", "words.txt"]), ["云上牧歌"]);
    let wrong = run_in(&folder, &["extract", "a.txt", "--names", "bad.tsv"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("bad.tsv: ") && stderr(&wrong).contains("line 2"), "{}", stderr(&wrong));
    assert_eq!(run_in(&folder, &["extract", "a.txt", "--words", "none"]).status.code(), Some(2));
}

#[test]
fn ok_completions_are_sound_scripts() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&run(&["completions", shell]));
        assert!(
            script.contains("extract") && script.contains("resume") && !script.contains("__unknown"),
            "{shell}"
        );
        if shell == "bash" {
            let folder = folder(&[("dangjian.bash", script.as_bytes())]);
            assert!(program(folder.path(), &["bash", "-n", "dangjian.bash"]));
            let ask = "source dangjian.bash; COMP_WORDS=(dangjian extr); COMP_CWORD=1; _dangjian dangjian extr dangjian; echo ${COMPREPLY[@]}";
            let reply = Command::new("bash").args(["-c", ask]).current_dir(folder.path()).output().unwrap();
            assert_eq!(stdout(&reply).trim(), "extract");
        }
    }
    assert_eq!(run(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn ok_manual_pages() {
    let page = stdout(&run(&["man", "extract"]));
    for part in [".TH dangjian-extract", "\\-\\-resume", "Examples:", "\\-\\-max\\-ratio"] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(stdout(&run(&["man"])).contains(".SH SUBCOMMANDS"));
    assert_eq!(run(&["man", "nothing"]).status.code(), Some(2));
    let folder = folder(&[]);
    assert_eq!(run(&["man", "--dir", &at(&folder, "man1")]).status.code(), Some(0));
    let count = std::fs::read_dir(folder.path().join("man1")).unwrap().count();
    assert!(count > 8, "{count}");
    assert!(!folder.path().join("man1/dangjian-read-pdf.1").exists());
}
