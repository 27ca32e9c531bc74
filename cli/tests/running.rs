//! How a long run goes on, stops, and goes on again.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod common;
use common::*;

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// An archive of many reports in files, lines and an archive, of which some cannot be read; each has its own text.
fn archive(reports: usize) -> TempDir {
    let folder = folder(&[]);
    let report =
        |i: usize| format!("{TITLE}\n{}", BODY.replace("26名", &format!("{}名", i + 10))).repeat(1 + i % 7);
    let (mut lines, mut many) = (String::new(), Vec::new());
    for i in 0..reports {
        match i % 4 {
            0 => {
                put(folder.path(), &format!("files/{i:05}.txt"), report(i).as_bytes());
            }
            1 if i % 20 == 1 => lines.push_str("{broken\n"),
            1 => lines.push_str(&format!("{}\n", json!({"id": i, "text": report(i)}))),
            _ => many.push((i, report(i))),
        }
    }
    put(folder.path(), "lines.jsonl", lines.as_bytes());
    let mut tar = tar::Builder::new(fs::File::create(folder.path().join("many.tar")).unwrap());
    for (i, text) in many {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{i:05}.txt"), text.as_bytes()).unwrap();
    }
    tar.finish().unwrap();
    folder
}

fn read(path: &str) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// What a run that nothing disturbs writes: records and errors.
fn whole(archive: &TempDir) -> (Vec<u8>, Vec<u8>) {
    let elsewhere = tempfile::tempdir().unwrap();
    let out = at(&elsewhere, "out.jsonl");
    let output = run(&["extract", &archive.path().display().to_string(), "-o", &out, "--threads", "1"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let (records, errors) = (read(&out), read(&at(&elsewhere, "out.errors.jsonl")));
    assert!(!records.is_empty() && !errors.is_empty());
    assert_eq!(names(elsewhere.path()), ["out.errors.jsonl", "out.jsonl"], "nothing else is left");
    (records, errors)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Kills runs at moments that are spread over their time, until so many have been killed; each goes on from the one before.
fn kill_again_and_again(reports: usize, kills: usize) {
    let archive = archive(reports);
    let (records, errors) = whole(&archive);
    let root = archive.path().display().to_string();
    let mut seed = 7u64;
    let (mut killed, mut runs) = (0, 0);
    while killed < kills {
        let elsewhere = tempfile::tempdir().unwrap();
        let out = at(&elsewhere, "out.jsonl");
        // Until one ends by itself.
        loop {
            runs += 1;
            assert!(runs < 100 * kills + 100, "never comes to an end");
            let mut child = dangjian(&["extract", &root, "-o", &out, "--resume", "--threads", "2"])
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let moment = Duration::from_millis((seed >> 33) % 400);
            std::thread::sleep(moment);
            if killed < kills {
                child.kill().unwrap();
            }
            let status = child.wait().unwrap();
            match status.code() {
                Some(code) => {
                    assert_eq!(code, 1, "some inputs are broken, also where an earlier run met them");
                    break;
                }
                None => killed += 1,
            }
        }
        assert!(read(&out) == records, "no record is lost, none comes twice");
        assert!(read(&at(&elsewhere, "out.errors.jsonl")) == errors, "nor any error");
        assert_eq!(names(elsewhere.path()), ["out.errors.jsonl", "out.jsonl"]);
    }
}

#[test]
fn ok_killed_at_any_moment_it_goes_on() {
    kill_again_and_again(1200, 8);
}

#[test]
#[ignore = "takes a minute"]
fn ok_killed_fifty_times_it_goes_on() {
    kill_again_and_again(4000, 50);
}

#[test]
fn ok_resume_of_nothing_and_of_what_is_whole() {
    let archive = archive(40);
    let (records, _) = whole(&archive);
    let root = archive.path().display().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let out = at(&elsewhere, "out.jsonl");
    let first = run(&["extract", &root, "-o", &out, "--resume"]);
    assert_eq!(first.status.code(), Some(1));
    assert!(read(&out) == records);
    let again = run(&["extract", &root, "-o", &out, "--resume"]);
    assert_eq!(again.status.code(), Some(0));
    assert!(stderr(&again).contains("is whole: nothing is left to do") && read(&out) == records);
    assert_eq!(run(&["extract", &root, "--resume"]).status.code(), Some(2), "--resume without -o");
}

#[cfg(unix)]
#[test]
fn ok_full_disk_then_resume() {
    let archive = archive(400);
    let (records, errors) = whole(&archive);
    let root = archive.path().display().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let out = at(&elsewhere, "out.jsonl");
    // No file may grow beyond so many blocks: to the program the same as a disk that is full.
    for blocks in [200, 900] {
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec {} extract {root} -o {out} --resume",
            env!("CARGO_BIN_EXE_dangjian")
        );
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains("out.jsonl: "), "{}", stderr(&output));
        assert!(!Path::new(&out).exists(), "what is not whole has not the name of what is");
    }
    let output = run(&["extract", &root, "-o", &out, "--resume"]);
    assert!(stderr(&output).contains("goes on behind "), "{}", stderr(&output));
    assert!(read(&out) == records && read(&at(&elsewhere, "out.errors.jsonl")) == errors);
}

#[cfg(unix)]
fn interrupt(child: &std::process::Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn ok_interrupted_it_ends_cleanly() {
    let archive = archive(3000);
    let (records, _) = whole(&archive);
    let root = archive.path().display().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let out = at(&elsewhere, "out.jsonl");
    let child = dangjian(&["extract", &root, "-o", &out, "--log-format", "json"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while fs::metadata(at(&elsewhere, "out.jsonl.part")).map_or(0, |m| m.len()) < 100_000 {
        std::thread::sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    let said = json_lines(&stderr(&output));
    let summary = said.last().unwrap();
    assert_eq!(summary["stopped"], true, "{summary}");
    // What is there is a beginning, in whole lines, as many as the summary tells.
    let part = String::from_utf8(read(&at(&elsewhere, "out.jsonl.part"))).unwrap();
    assert!(records.starts_with(part.as_bytes()) && part.ends_with('\n'));
    assert_eq!(summary["documents"], json!(part.lines().count()));
    let output = run(&["extract", &root, "-o", &out, "--resume"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(read(&out) == records);
}

/// Standard input that does not end keeps nobody from stopping.
#[cfg(unix)]
#[test]
fn ok_interrupted_while_it_waits_for_input() {
    let mut child = dangjian(&["extract", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, format!("{}\n", json!({"text": text()})).as_bytes()).unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut first = [0u8; 5];
    std::io::Read::read_exact(&mut out, &mut first).unwrap();
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(stdin);
}

#[test]
fn err_resume_with_other_inputs_or_options() {
    let archive = archive(400);
    let root = archive.path().display().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let out = at(&elsewhere, "out.jsonl");
    let stop = || {
        let output = run(&["extract", &root, "-o", &out, "--fail-fast"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(Path::new(&at(&elsewhere, "out.jsonl.part")).exists());
    };
    stop();
    let other = run(&["extract", &root, "-o", &out, "--resume", "--published", "2021-07-01"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(stderr(&other).contains("other inputs or options"), "{}", stderr(&other));
    // A file more before those that are done.
    let new = put(archive.path(), "files/000.txt", b"new");
    let changed = run(&["extract", &root, "-o", &out, "--resume"]);
    assert_eq!(changed.status.code(), Some(2), "{}", stderr(&changed));
    assert!(stderr(&changed).contains("the inputs are not those"), "{}", stderr(&changed));
    fs::remove_file(new).unwrap();
    let output = run(&["extract", &root, "-o", &out, "--resume"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(read(&out) == whole(&archive).0);
}

#[test]
fn ok_fail_fast_stops_at_the_first() {
    let lines =
        [json!({"id": 1, "text": "党"}).to_string(), "{".into(), json!({"id": 3, "text": "党"}).to_string()];
    let output = run_with(&["extract", "-", "--fail-fast"], lines.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(strings(&json_lines(&stdout(&output)), "id"), ["1"]);
}

#[test]
fn ok_threads_change_neither_records_nor_errors() {
    let archive = archive(300);
    let (records, errors) = whole(&archive);
    let elsewhere = tempfile::tempdir().unwrap();
    for threads in ["2", "3", "7"] {
        let out = at(&elsewhere, "out.jsonl");
        run(&["extract", &archive.path().display().to_string(), "-o", &out, "--threads", threads]);
        assert!(read(&out) == records && read(&at(&elsewhere, "out.errors.jsonl")) == errors, "{threads}");
    }
}

#[test]
fn ok_messages_for_people_and_machines() {
    let folder = folder(&[
        ("1.txt", text().as_bytes()),
        ("2.jsonl", b"{"),
        ("3.xyz", b"?"),
        ("4.txt", text().as_bytes()),
    ]);
    let root = folder.path().display().to_string();
    let people = stderr(&run(&["extract", &root]));
    assert!(people.contains("1 of 3 inputs could not be used"), "{people}");
    let last = people.lines().last().unwrap();
    for part in ["2 documents", "1 failed", "files skipped: 1 of no format that is read", "2 pairings", "/s)"]
    {
        assert!(last.contains(part), "{last}");
    }
    let machine = json_lines(&stderr(&run(&["extract", &root, "--log-format", "json"])));
    let error = &machine[0];
    assert_eq!((&error["level"], &error["code"]), (&json!("error"), &json!("malformed")));
    assert_eq!(error["source"], json!(at(&folder, "2.jsonl") + ":1"));
    let summary = machine.last().unwrap();
    let counts = ["documents", "failed", "pairings"].map(|field| summary[field].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 2], "{summary}");
    assert_eq!(summary["skipped"], json!({"of no format that is read": 1}));
    let quiet = stderr(&run(&["extract", &root, "--quiet"]));
    assert!(quiet.contains("2.jsonl:1") && !quiet.contains("pairings"), "{quiet}");
    let well: Value = Value::from(stderr(&run(&["extract", &at(&folder, "1.txt"), "-q"])));
    assert_eq!(well, "");
}
