//! The real command: what it reads, what it writes, how it ends.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

use dangjian::record::Record;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const TEXT: &str = "清河镇党委与县供电公司党支部签约\n6月30日，清河镇党委书记周立平与县供电公司党支部负责人签订党建共建协议，共有26名党员参加。\n";

fn dangjian(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dangjian"));
    command.args(args).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

fn run(args: &[&str]) -> Output {
    dangjian(args).output().unwrap()
}

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child =
        dangjian(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().ok();
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn records(output: &Output) -> Vec<Record> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(output: &Output) -> Vec<String> {
    records(output).into_iter().map(|r| r.id.unwrap_or("-".into())).collect()
}

/// A folder with files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

fn corpus(part: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/gold").join(part).display().to_string()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn ok_standard_input_as_text_and_as_json_lines() {
    let text = run_with(&["extract", "-", "--published", "2021-07-01"], TEXT.as_bytes());
    assert_eq!(text.status.code(), Some(0), "{}", stderr(&text));
    let record = records(&text).remove(0);
    assert_eq!((record.id, record.source), (None, None));
    assert!(!record.organizations.is_empty());

    let line = serde_json::json!({"id": "甲", "text": TEXT, "published": "2021-07-01"});
    let number = serde_json::json!({"id": 7, "text": TEXT, "source": "archive"});
    let lines = run_with(&["extract", "-"], format!("\n \n{line}\n\n{number}").as_bytes());
    assert_eq!(lines.status.code(), Some(0), "{}", stderr(&lines));
    assert_eq!(ids(&lines), ["甲", "7"]);
    assert_eq!(records(&lines)[1].source.as_deref(), Some("archive"));
    assert_eq!(records(&lines)[0].organizations, record.organizations);

    let empty = run_with(&["extract", "-"], b"");
    assert_eq!((empty.status.code(), records(&empty).len()), (Some(0), 1));
}

#[test]
fn ok_files_and_folders_in_order() {
    let folder = folder(&[
        ("b/2.txt", TEXT.as_bytes()),
        ("b/1.txt", TEXT.as_bytes()),
        ("b.txt", TEXT.as_bytes()),
        ("a.jsonl", format!("{}\n", serde_json::json!({"id": "x", "text": TEXT})).as_bytes()),
        ("c.log", TEXT.as_bytes()),
        ("z.txt", b""),
    ]);
    let all = run(&["extract", &at(&folder, "z.txt"), &folder.path().display().to_string()]);
    assert_eq!(all.status.code(), Some(0), "{}", stderr(&all));
    assert_eq!(ids(&all), ["z", "x", "1", "2", "b", "z"]);
    assert_eq!(records(&all)[2].source, Some(at(&folder, "b/1.txt")));
    assert_eq!(records(&all)[1].source, Some(at(&folder, "a.jsonl") + ":1"));

    let other = folder.path().join("c.log");
    assert_eq!(ids(&run(&["extract", other.to_str().unwrap()])), ["c"], "a file that is named is read");
}

#[test]
fn ok_encodings_give_the_same_record() {
    let gbk = encoding_rs::GBK.encode(TEXT).0.into_owned();
    let folder = folder(&[
        ("1.txt", TEXT.as_bytes()),
        ("2.txt", &gbk),
        ("3.txt", &utf16(TEXT)),
        ("4.txt", format!("\u{feff}{TEXT}").as_bytes()),
    ]);
    let all = run(&["extract", &folder.path().display().to_string()]);
    let records = records(&all);
    assert_eq!(records.len(), 4, "{}", stderr(&all));
    for record in &records {
        assert_eq!(record.organizations, records[0].organizations, "{:?}", record.source);
        assert_eq!(record.dates, records[0].dates, "{:?}", record.source);
    }
    let line = serde_json::json!({"id": "w", "text": TEXT}).to_string();
    assert_eq!(ids(&run_with(&["extract", "-"], &utf16(&line))), ["w"]);
    assert_eq!(ids(&run_with(&["extract", "-"], &encoding_rs::GBK.encode(&line).0)), ["w"]);
}

#[test]
fn err_what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let mut broken = TEXT.as_bytes().to_vec();
    broken.truncate(TEXT.len() - 2);
    let lines = [
        serde_json::json!({"id": "good", "text": TEXT}).to_string(),
        r#"{"id": "cut", "text": "#.to_string(),
        r#"{"id": "no text"}"#.to_string(),
        serde_json::json!({"id": "day", "text": TEXT, "published": "去年"}).to_string(),
        serde_json::json!({"id": "last", "text": TEXT}).to_string(),
    ];
    let folder = folder(&[
        ("1.txt", &broken),
        ("2.jsonl", lines.join("\n").as_bytes()),
        ("3.txt", b"\xff\xff\xff\xff\xff"),
        ("4.txt", TEXT.as_bytes()),
    ]);
    let root = folder.path().display().to_string();
    let all = run(&["extract", &at(&folder, "no such.txt"), &root]);
    assert_eq!(all.status.code(), Some(1));
    assert_eq!(ids(&all), ["1", "good", "last", "4"]);
    // One place that cannot be read costs no report: it is told, with the place, and the record tells it too.
    assert_eq!(records(&all)[0].warnings[0].code, "undecodable");
    let said = stderr(&all);
    for wanted in [
        "no such.txt: ",
        "1.txt: 1 place could not be read as UTF-8 and became U+FFFD, the first at line 2, byte ",
        "2.jsonl:2: EOF while parsing a value at column 21",
        "2.jsonl:3: missing field `text`",
        "2.jsonl:4: not a date of publication: 去年",
        "3.txt: is no text in UTF-8, UTF-16, GB18030 or Big5 (line 1, byte 1)",
        "5 of 9 inputs could not be used",
    ] {
        assert!(said.contains(wanted), "no «{wanted}» in\n{said}");
    }
    for command in ["segment", "show", "explain"] {
        assert_eq!(run(&[command, &root]).status.code(), Some(1), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn err_unreadable_file_and_circle_of_folders() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder =
        folder(&[("1.txt", TEXT.as_bytes()), ("2.txt", TEXT.as_bytes()), ("sub/3.txt", TEXT.as_bytes())]);
    let closed = folder.path().join("1.txt");
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).unwrap();
    symlink(folder.path(), folder.path().join("sub/circle")).unwrap();
    symlink(folder.path().join("nowhere"), folder.path().join("sub/4.txt")).unwrap();
    let all = run(&["extract", &folder.path().display().to_string()]);
    let said = stderr(&all);
    assert_eq!(all.status.code(), Some(1));
    // Who may read everything may read this too.
    if std::fs::read(&closed).is_err() {
        assert!(said.contains("1.txt: "), "{said}");
        assert_eq!(ids(&all), ["2", "3"]);
    }
    assert!(said.contains("circle: the folder contains itself"), "{said}");
    assert!(said.contains("4.txt: "), "{said}");
}

#[test]
fn err_wrong_usage() {
    let folder = folder(&[("1.txt", TEXT.as_bytes())]);
    let file = at(&folder, "1.txt");
    for args in [
        &[] as &[&str],
        &["extract"],
        &["extrct", &file],
        &["extract", &file, "--published", "2021-02-30"],
        &["extract", &file, "--threads", "0"],
        &["extract", &file, "--threads", "many"],
        &["extract", &file, "--nonsense"],
        &["extract", &file, "-o", &file],
        &["extract", &file, "-o", &at(&folder, "none/out.jsonl")],
        &["show", &file, "--color", "blue"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), TEXT.as_bytes(), "the input is untouched");
}

#[test]
fn ok_output_file_is_no_input() {
    let folder = folder(&[("1.txt", TEXT.as_bytes())]);
    let (root, out) = (folder.path().display().to_string(), at(&folder, "out.jsonl"));
    for _ in 0..2 {
        let output = run(&["extract", &root, "-o", &out]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
        assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 1);
    }
}

#[test]
fn ok_threads_change_nothing() {
    let one = run(&["extract", &corpus("train"), "--threads", "1"]);
    let four = run(&["extract", &corpus("train"), "--threads", "4"]);
    assert_eq!(one.status.code(), Some(0), "{}", stderr(&one));
    assert!(one.stdout == four.stdout && !one.stdout.is_empty());
    let mut sorted = ids(&one);
    sorted.sort();
    assert_eq!(ids(&one), sorted);
}

#[test]
fn ok_pretty_is_the_same_record() {
    let plain = run_with(&["extract", "-"], TEXT.as_bytes());
    let pretty = run_with(&["extract", "-", "--pretty"], TEXT.as_bytes());
    assert!(stdout(&pretty).lines().count() > 10);
    let record: Record = serde_json::from_slice(&pretty.stdout).unwrap();
    assert_eq!(record, records(&plain)[0]);
}

/// Who closes the pipe has read enough: no message, no failure, and standard input need not end.
#[test]
fn ok_closed_pipe() {
    let mut child = dangjian(&["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let line = format!("{}\n", serde_json::json!({"text": TEXT}));
    let mut out = child.stdout.take().unwrap();
    stdin.write_all(line.as_bytes()).unwrap();
    let mut first = [0u8; 10];
    out.read_exact(&mut first).unwrap();
    assert!(first.starts_with(b"{\"schema\""), "a record is written when it is made");
    drop(out);
    for _ in 0..100_000 {
        if stdin.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
}

/// The schema is a contract: what is written has the fields it names and no other.
#[test]
fn ok_records_hold_what_the_schema_says() {
    let schema = run(&["schema"]);
    let checked_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/record.schema.json");
    assert_eq!(stdout(&schema), std::fs::read_to_string(checked_in).unwrap());
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    let fields = |object: &serde_json::Value| -> Vec<String> {
        object["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let mut pending: Vec<(serde_json::Value, serde_json::Value)> = Vec::new();
    for line in stdout(&run(&["extract", &corpus("dev")])).lines() {
        pending.push((serde_json::from_str(line).unwrap(), schema.clone()));
    }
    while let Some((value, rule)) = pending.pop() {
        let rule = match rule["$ref"].as_str() {
            Some(name) => schema["$defs"][name.rsplit('/').next().unwrap()].clone(),
            None => rule,
        };
        if let Some(items) = value.as_array() {
            pending.extend(items.iter().map(|item| (item.clone(), rule["items"].clone())));
        } else if let Some(object) = value.as_object().filter(|_| rule["properties"].is_object()) {
            let mut names: Vec<String> = object.keys().cloned().collect();
            let mut wanted = fields(&rule);
            names.sort();
            wanted.sort();
            assert_eq!(names, wanted);
            for (name, value) in object {
                pending.push((value.clone(), rule["properties"][name].clone()));
            }
        }
    }
}

#[test]
fn ok_segment_gives_words_in_place() {
    let output = run_with(&["segment", "-"], TEXT.as_bytes());
    let chars: Vec<char> = TEXT.chars().collect();
    let text = stdout(&output);
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [start, end, word, _pos] = cells[..] else { panic!("{line}") };
        let slice: String = chars[start.parse().unwrap()..end.parse().unwrap()].iter().collect();
        assert_eq!(slice, word);
    }
    assert!(text.contains("\t党委\t"), "{text}");

    let json = run_with(&["segment", "-", "--json"], TEXT.as_bytes());
    let words: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(words["words"].as_array().unwrap().len(), text.lines().count());
}

#[test]
fn ok_show_marks_finds() {
    let plain = stdout(&run_with(&["show", "-"], TEXT.as_bytes()));
    assert!(plain.contains("⟦清河镇党委⟧o1") && !plain.contains('\x1b'), "{plain}");
    assert!(plain.contains("Pairings ("), "{plain}");
    let colour = stdout(&run_with(&["show", "-", "--color", "always"], TEXT.as_bytes()));
    assert!(colour.contains("\x1b[1;31m清河镇党委\x1b[0m") && colour.contains("Legend:"), "{colour}");
    let nasty = stdout(&run_with(&["show", "-"], "党委\u{1b}]0;x\u{7}".as_bytes()));
    assert!(!nasty.contains('\u{1b}'), "control characters of the text stay out of the terminal");
}

#[test]
fn ok_show_draws_pairings() {
    let text = "5月12日,清河县税务局机关党支部与云岭村党支部签订结对共建协议。";
    let plain = stdout(&run_with(&["show", "-", "--published", "2021-05-13"], text.as_bytes()));
    let tree: Vec<&str> =
        plain.lines().skip_while(|line| !line.starts_with("Pairings (1)")).skip(1).collect();
    let [head, one, other, sentence, ..] = tree[..] else { panic!("{plain}") };
    assert!(head.starts_with("  r1 ") && head.ends_with("co-building, signed, 2021-05-12"), "{plain}");
    assert!(one.starts_with("       ├─ 清河县税务局机关党支部 o"), "{plain}");
    assert!(other.starts_with("       ├─ 云岭村党支部 o"), "{plain}");
    assert!(sentence.starts_with("       └─ “") && sentence.contains("与云岭村党支部”"), "{plain}");
    assert!(plain.contains("Legend: "), "{plain}");
}

#[test]
fn ok_explain_tells_what_won() {
    let line = |text: &str, start: &str| text.lines().find(|l| l.starts_with(start)).map(str::to_string);
    let chosen = stdout(&run_with(&["explain", "-", "--find", "清河镇党委"], TEXT.as_bytes()));
    let first = line(&chosen, "+ 0..5 清河镇党委  organization, ").unwrap_or_else(|| panic!("{chosen}"));
    assert!(first.contains(" by "), "{first}");
    assert!(!chosen.contains("26名"), "only what was asked for: {chosen}");
    assert!(line(&chosen, "- ").is_none(), "losers only when asked for: {chosen}");
    let all = stdout(&run_with(&["explain", "-", "--losers"], TEXT.as_bytes()));
    assert!(line(&all, "- ").is_some() && all.contains("; lost to "), "{all}");
    assert!(all.contains("number, ") && all.contains("date, "), "{all}");

    let json = run_with(&["explain", "-", "--json"], TEXT.as_bytes());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(json["candidates"].as_array().is_some_and(|c| c.iter().any(|c| c["chosen"] == true)), "{json}");
}

#[test]
fn ok_explain_tells_of_pairings() {
    let text = "5月12日,清河县税务局机关党支部与云岭村党支部签订结对共建协议。";
    let run = |more: &[&str]| {
        let args = [&["explain", "-", "--published", "2021-05-13"], more].concat();
        stdout(&run_with(&args, text.as_bytes()))
    };
    let shown = run(&["--find", "云岭村"]);
    assert!(shown.contains("清河县税务局机关党支部 ↔ 云岭村党支部  pairing, +"), "{shown}");
    assert!(shown.contains("  signed, ") && shown.contains("  + date 2021-05-12, +"), "{shown}");
    assert!(shown.contains("  - date none, "), "the next best: {shown}");
    let json: serde_json::Value = serde_json::from_str(&run(&["--json"])).unwrap();
    assert_eq!(json["pairings"][0]["chosen"], true, "{json}");
    assert_eq!(json["pairings"][0]["dates"][0]["value"], "2021-05-12");
}

#[test]
fn ok_rules_lists_rules_and_tables() {
    let all = stdout(&run(&["rules"]));
    assert!(all.lines().any(|l| l.starts_with("date/day ")), "{all}");
    assert!(all.lines().any(|l| l.starts_with("suffix ") && l.contains(" rows: ")), "{all}");
    let dates = stdout(&run(&["rules", "date/day"]));
    assert!(dates.contains(" → 2021-07-01") && dates.contains("    not: "), "{dates}");
    assert!(stdout(&run(&["rules", "suffix"])).contains("党支部\tparty\tbranch"));
    let json: serde_json::Value = serde_json::from_slice(&run(&["rules", "--json"]).stdout).unwrap();
    assert!(json["rules"].as_array().unwrap().len() > 5 && json["tables"].as_array().unwrap().len() > 5);
    assert_eq!(run(&["rules", "no such"]).status.code(), Some(2));
}

#[test]
fn ok_help_teaches() {
    for command in ["extract", "convert", "network", "show", "explain", "segment", "rules", "schema"] {
        let help = stdout(&run(&[command, "--help"]));
        assert!(help.contains("Example"), "{command}");
    }
    assert!(stdout(&run(&["--help"])).contains("Exit status"));
}
