//! Files of every format, cut, with bits flipped, with pieces twice or missing: no panic, no hang, no memory without bound, and
//! an exit status that tells the truth.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod common;
use common::*;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn packed(program: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut child =
        Command::new(program).arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take()?.write_all(bytes).ok()?;
    Some(child.wait_with_output().ok()?.stdout)
}

/// A sound file of each format, by its ending.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let page = format!(
        "<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><table><tr><td>甲</td><td>乙</td></tr></table><p>{BODY}</p></body></html>"
    );
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{page}\r\n0\r\n\r\n",
        page.len()
    );
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/20210701/a.html\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let docx = zipped(&[("word/document.xml", format!("<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{BODY}&amp;</w:t></w:r></w:p></w:body></w:document>").as_bytes())]);
    let mut tar = tar::Builder::new(Vec::new());
    for name in ["a.txt", "b.html"] {
        let bytes = if name == "a.txt" { text() } else { page.clone() };
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, bytes.as_bytes()).unwrap();
    }
    let tar = tar.into_inner().unwrap();
    let content = format!(
        "BT /F1 12 Tf 50 750 Td <{}> Tj ET",
        BODY.chars().map(|c| format!("{:04X}", c as u32)).collect::<String>()
    );
    let pdf = format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n",
        content.len()
    );
    let lines = format!(
        "{}\n{}\n",
        json!({"id": 1, "text": text()}),
        json!({"id": 2, "text": text(), "published": "2021-07-01"})
    );
    let mut seeds = vec![
        ("txt", text().into_bytes()),
        ("html", page.into_bytes()),
        ("jsonl", lines.clone().into_bytes()),
        ("json", json!([{"text": text()}, {"text": BODY}]).to_string().into_bytes()),
        ("csv", format!("id,text\n1,\"{}\"\n2,{BODY}\n", text()).into_bytes()),
        ("warc", warc.into_bytes()),
        ("zip", zipped(&[("a.txt", text().as_bytes()), ("in.zip", &docx), ("b.docx", &docx)])),
        ("docx", docx),
        ("tar", tar.clone()),
        ("pdf", pdf.into_bytes()),
    ];
    for (program, ending) in [("gzip", "gz"), ("bzip2", "bz2"), ("xz", "xz"), ("zstd", "zst")] {
        if let Some(bytes) = packed(program, &tar) {
            seeds.push((ending, bytes));
        }
    }
    seeds
}

/// What may happen to a file.
#[derive(Debug, Clone)]
enum Harm {
    Cut(f64),
    Flip(f64, u8),
    Zeros(f64, usize),
    Drop(f64, usize),
    Twice(f64, usize),
    Set(f64, [u8; 4]),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = 0.0..1.0f64;
    prop_oneof![
        at.clone().prop_map(Harm::Cut),
        (at.clone(), 0u8..8).prop_map(|(at, bit)| Harm::Flip(at, bit)),
        (at.clone(), 1usize..64).prop_map(|(at, n)| Harm::Zeros(at, n)),
        (at.clone(), 1usize..64).prop_map(|(at, n)| Harm::Drop(at, n)),
        (at.clone(), 1usize..256).prop_map(|(at, n)| Harm::Twice(at, n)),
        (at, any::<[u8; 4]>()).prop_map(|(at, bytes)| Harm::Set(at, bytes)),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        let place = |at: &f64| (*at * bytes.len() as f64) as usize;
        let end = |from: usize, n: usize| (from + n).min(bytes.len());
        match harm {
            Harm::Cut(at) => bytes.truncate(place(at)),
            Harm::Flip(at, bit) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|b| *b ^= 1 << bit);
            }
            Harm::Zeros(at, n) => {
                let (from, to) = (place(at), end(place(at), *n));
                bytes[from..to].fill(0);
            }
            Harm::Drop(at, n) => {
                let (from, to) = (place(at), end(place(at), *n));
                bytes.drain(from..to);
            }
            Harm::Twice(at, n) => {
                let (from, to) = (place(at), end(place(at), *n));
                let piece = bytes[from..to].to_vec();
                bytes.splice(to..to, piece);
            }
            Harm::Set(at, new) => {
                let from = place(at);
                bytes.iter_mut().skip(from).zip(new).for_each(|(b, n)| *b = *n);
            }
        }
    }
    bytes
}

/// Many damaged files of each format in one run: each gives records or is named, and the run ends in time.
fn damage(rounds: u32) {
    let seeds = seeds();
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let strategy = prop::collection::vec(harm(), 1..4);
    for round in 0..rounds {
        let folder = folder(&[("zzz.txt", text().as_bytes())]);
        for (ending, bytes) in &seeds {
            for i in 0..6 {
                let harms = strategy.new_tree(&mut runner).unwrap().current();
                put(folder.path(), &format!("{ending}-{i}.{ending}"), &harmed(bytes.clone(), &harms));
            }
        }
        let out = at(&folder, "out.jsonl");
        let begun = Instant::now();
        let script = format!(
            "ulimit -v 8000000; exec {} extract {} -o {out} --log-format json",
            env!("CARGO_BIN_EXE_dangjian"),
            folder.path().display()
        );
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        let keep = |why: &str| {
            let kept = std::env::temp_dir().join(format!("dangjian-damaged-{round}"));
            let _ = Command::new("cp").arg("-r").arg(folder.path()).arg(&kept).status();
            format!("{why}, see {}: {}", kept.display(), stderr(&output))
        };
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", keep("ended by a signal"));
        assert!(begun.elapsed() < Duration::from_secs(120), "{}", keep("took too long"));
        let records = json_lines(&std::fs::read_to_string(&out).unwrap());
        assert_eq!(records.last().unwrap()["id"], "zzz", "the sound file at the end is read");
        let errors = std::fs::read_to_string(at(&folder, "out.errors.jsonl")).unwrap_or_default();
        let errors = json_lines(&errors);
        assert_eq!(output.status.code(), Some(i32::from(!errors.is_empty())));
        assert!(errors.iter().all(|e| e["error"]["code"] != "internal"), "{}", keep("a panic"));
    }
}

#[test]
fn ok_damaged_files_of_every_format() {
    damage(4);
}

#[test]
#[ignore = "takes minutes"]
fn ok_damaged_files_of_every_format_for_long() {
    damage(150);
}
