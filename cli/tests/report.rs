//! `dangjian report`: what comes into the page. What the page does in a browser is tested in `report_browser.rs`.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod invented;

use invented::Archive;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dangjian"));
    command.args(args).stdin(Stdio::null()).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What stands in the page as JSON under this id.
fn json_of(page: &str, id: &str) -> Value {
    let begin = format!("<script type=\"application/json\" id=\"{id}\">");
    let rest = page.split_once(&begin).unwrap().1;
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn write(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// The page of these arguments, which must go well.
fn page(args: &[&str]) -> String {
    let output = run(&[&["report"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn ok_records_of_the_corpus_with_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/demo").display().to_string();
    let records = folder.path().join("r.jsonl").display().to_string();
    assert!(run(&["extract", &demo, "-o", &records]).status.success());
    let target = folder.path().join("report.html");
    let written = run(&["report", &records, "--texts", &demo, "-o", target.to_str().unwrap()]);
    assert_eq!((written.status.code(), stderr(&written).as_str()), (Some(0), ""));
    let html = fs::read_to_string(&target).unwrap();
    assert_eq!(html, page(&[&records, "--texts", &demo]), "the same page each time, to a file or not");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no half page is left: {left:?}");

    let data = json_of(&html, "data");
    let lines = fs::read_to_string(&records).unwrap();
    let records: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let pairings: usize = records.iter().map(|r| r["pairings"].as_array().unwrap().len()).sum();
    assert!(pairings > 5);
    assert_eq!(data["glance"]["reports"], records.len());
    assert_eq!(data["glance"]["pairings"], pairings);
    assert_eq!(data["pairings"].as_array().unwrap().len(), pairings);
    for (report, record) in data["reports"].as_array().unwrap().iter().zip(&records) {
        let text = fs::read_to_string(record["source"].as_str().unwrap()).unwrap();
        assert_eq!(report["text"], text.as_str());
        let chars: Vec<char> = text.chars().collect();
        for span in report["finds"]["spans"].as_array().unwrap() {
            let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
            let slice: String = chars[start..end].iter().collect();
            if span[2] == "p" {
                let person = &report["finds"]["people"][span[3].as_u64().unwrap() as usize];
                assert!(slice.contains(person["name"].as_str().unwrap().chars().next().unwrap()), "{slice}");
            }
        }
    }
}

#[test]
fn ok_all_forms_of_records_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let archive = invented::archive(6, 8);
    let lines = Archive::lines(&archive.records);
    let spread: String =
        archive.records.iter().map(|r| serde_json::to_string_pretty(r).unwrap() + "\n").collect();
    let array = serde_json::to_string_pretty(&archive.records).unwrap();
    let of = |name, text: &str| json_of(&page(&[&write(&folder, name, text)]), "data");
    let data = of("a.jsonl", &lines);
    assert_eq!(data["glance"]["pairings"], 8);
    assert_eq!(of("b.json", &spread), data);
    assert_eq!(of("c.json", &array), data);
    assert_eq!(of("d.json", &serde_json::to_string(&archive.records).unwrap()), data);
    assert_eq!(of("e.jsonl", &format!("\u{feff}{lines}")), data);
    assert_eq!(of("f.jsonl", "")["glance"]["pairings"], 0, "an empty archive is an empty page");
}

#[test]
fn err_what_is_no_record_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let archive = invented::archive(4, 4);
    let lines = Archive::lines(&archive.records);
    let (first, second) = lines.split_once('\n').unwrap();
    let records = write(&folder, "r.jsonl", &format!("{first}\n{{\"schema\": 1}}\n\nno\n{second}"));
    let output = run(&["report", &records, "/nowhere/r.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    for part in [
        "r.jsonl:2: not a record: missing field",
        "r.jsonl:4: not a record",
        "/nowhere/r.jsonl: No such file",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let data = json_of(&String::from_utf8(output.stdout).unwrap(), "data");
    assert_eq!(data["glance"]["pairings"], 4);
    assert_eq!(run(&["report"]).status.code(), Some(2));
    let target = folder.path().join("none/report.html");
    let output = run(&["report", &records, "-o", target.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("report.html"), "{}", stderr(&output));
}

#[test]
fn ok_texts_are_found_by_source_or_id_and_only_if_they_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let archive = invented::archive(6, 8);
    let records = write(&folder, "r.jsonl", &Archive::lines(&archive.records));
    // By id: the sources name other places.
    let mut reports = archive.reports.clone();
    reports.reverse();
    let texts = write(&folder, "t.jsonl", &Archive::lines(&reports));
    let data = json_of(&page(&[&records, "--texts", &texts]), "data");
    for (shown, report) in data["reports"].as_array().unwrap().iter().zip(&archive.reports) {
        assert_eq!(shown["text"], report["text"]);
    }
    assert_eq!((&data["cut"]["texts"], &data["cut"]["without_text"]), (&Value::Bool(true), &Value::from(0)));

    // At most two.
    let data = json_of(&page(&[&records, "--texts", &texts, "--max-texts", "2"]), "data");
    let with: Vec<bool> = data["reports"].as_array().unwrap().iter().map(|r| !r["text"].is_null()).collect();
    assert_eq!(with, [true, true, false, false]);
    assert_eq!(data["cut"]["without_text"], 2);

    // A text that has changed is none.
    reports[0]["text"] = Value::from("改过的文字");
    let texts = write(&folder, "t.jsonl", &Archive::lines(&reports));
    let output = run(&["report", &records, "--texts", &texts]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("1 texts are not those"), "{}", stderr(&output));
    let data = json_of(&String::from_utf8(output.stdout).unwrap(), "data");
    assert_eq!(data["cut"]["without_text"], 1);
    assert!(data["reports"][3]["text"].is_null() && data["reports"][3]["finds"].is_null());

    // Ids that several records have name none of them.
    let twice =
        write(&folder, "twice.jsonl", &Archive::lines(&archive.records).repeat(2).replace("invented:", "x"));
    let output = run(&["report", &twice, "--texts", &texts]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("none of the texts belongs to a record"), "{}", stderr(&output));

    let data = json_of(&page(&[&records]), "data");
    assert_eq!(data["cut"]["texts"], false);
    assert!(data["reports"].as_array().unwrap().iter().all(|r| r["text"].is_null()));
}

#[test]
fn ok_a_large_archive_is_cut_and_the_page_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let archive = invented::archive(300, 500);
    let records = write(&folder, "r.jsonl", &Archive::lines(&archive.records));
    let data = json_of(&page(&[&records, "--max-organizations", "50"]), "data");
    let (nodes, pairings) = (data["nodes"].as_array().unwrap(), data["pairings"].as_array().unwrap());
    assert!(nodes.len() <= 50 && nodes.len() > 20, "{}", nodes.len());
    assert_eq!(data["cut"]["organizations"], 300 - nodes.len());
    assert_eq!(data["cut"]["pairings"], 500 - pairings.len());
    assert_eq!((&data["glance"]["pairings"], &data["glance"]["organizations"]), (&500.into(), &300.into()));

    // The most paired, counted here by hand.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &archive.records {
        for pairing in record["pairings"].as_array().unwrap() {
            for id in pairing["sides"].as_array().unwrap().iter().flat_map(|s| s.as_array().unwrap()) {
                let orgs = record["organizations"].as_array().unwrap();
                let org = orgs.iter().find(|o| o["id"] == *id).unwrap();
                *counts.entry(org["name"].as_str().unwrap()).or_default() += 1;
            }
        }
    }
    let least = nodes.last().unwrap()["pairings"].as_u64().unwrap() as usize;
    let more = counts.values().filter(|n| **n > least).count();
    assert!(more <= nodes.len());
    for node in nodes {
        assert_eq!(node["pairings"], counts[node["name"].as_str().unwrap()]);
    }
    // All their pairings, and no other.
    let shown: Vec<&str> = nodes.iter().map(|n| n["name"].as_str().unwrap()).collect();
    let wanted =
        archive.records.iter().flat_map(|r| r["pairings"].as_array().unwrap().iter().map(move |p| (r, p)));
    let wanted = wanted.filter(|(r, p)| {
        let name = |side: usize| {
            let id = &p["sides"][side][0];
            r["organizations"].as_array().unwrap().iter().find(|o| o["id"] == *id).unwrap()["name"]
                .as_str()
                .unwrap()
        };
        shown.contains(&name(0)) && shown.contains(&name(1))
    });
    assert_eq!(wanted.count(), pairings.len());
}

#[test]
fn ok_words_of_reports_are_no_part_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let (record, report) = invented::hostile();
    let records = write(&folder, "r.jsonl", &record.to_string());
    let texts = write(&folder, "t.jsonl", &report.to_string());
    let html = page(&[&records, "--texts", &texts, "--title", "<i>题&\"", "--lang", "en"]);
    assert_eq!(html.matches("<script").count(), 3);
    assert_eq!(html.matches("</script>").count(), 3);
    assert!(!html.contains("<img") && !html.contains("<i>题"), "no tag of a report");
    assert!(html.contains("<title>&lt;i&gt;题&amp;&quot;</title>"));
    let data = json_of(&html, "data");
    assert_eq!(data["reports"][0]["text"], report["text"]);
    assert_eq!(data["pairings"][0]["theme"], "{{data}}");
    assert!(html.contains("<html lang=\"en\">") && html.contains(">Overview</button>"));
}

/// The page forbids itself all that it does not hold.
#[test]
fn ok_the_policy_names_the_only_program() {
    let folder = tempfile::tempdir().unwrap();
    let html = page(&[&write(&folder, "r.jsonl", "")]);
    let program = html.rsplit_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = <base64::engine::GeneralPurpose as base64::Engine>::encode(
        &base64::engine::general_purpose::STANDARD,
        Sha256::digest(program),
    );
    assert!(html.contains(&format!("default-src 'none'; script-src 'sha256-{hash}'")));
    for fetched in [" src=", "@import", "url(", "<link"] {
        let own = html.replace(program, "");
        assert!(!own.contains(fetched), "{fetched}");
    }
}

/// Nothing is shipped of which it is not known where it comes from, and it is what came from there.
#[test]
fn ok_kept_libraries_have_a_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/vendor");
    let rows = fs::read_to_string(folder.join("SOURCES.tsv")).unwrap();
    let mut named = Vec::new();
    for line in rows.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 5 && cells.iter().all(|c| !c.is_empty()), "{line}");
        assert!(["MIT", "Apache-2.0", "BSD-3-Clause"].contains(&cells[2]), "{line}");
        let bytes = fs::read(folder.join(cells[0])).unwrap();
        let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hash, cells[3], "{}", cells[0]);
        named.push(PathBuf::from(cells[0]));
    }
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|e| PathBuf::from(e.unwrap().file_name())).collect();
    files.retain(|f| f != Path::new("SOURCES.tsv"));
    files.sort();
    assert_eq!(named, files);
}
