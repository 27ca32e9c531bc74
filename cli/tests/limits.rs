//! What is hostile, broken or too large: it is named, the rest goes on.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod common;
use common::*;

use serde_json::json;
use std::io::Write;
use std::path::Path;

/// A zip archive by the crate that reads them: small entries and one of so many zeros.
fn zip_of(path: &Path, entries: &[(&str, &[u8])], zeros: u64) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    if zeros > 0 {
        zip.start_file("zeros.txt", options.large_file(true)).unwrap();
        let block = vec![b'\n'; 1 << 20];
        (0..zeros >> 20).for_each(|_| zip.write_all(&block).unwrap());
    }
    zip.finish().unwrap();
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// The codes of the errors beside an output, by source.
fn errors(path: &str) -> Vec<(String, String)> {
    let lines = std::fs::read_to_string(path).unwrap_or_default();
    let of = |e: &serde_json::Value| {
        assert_eq!(e["schema"], 1);
        assert!(!e["error"]["message"].as_str().unwrap().is_empty());
        (e["source"].as_str().unwrap().to_string(), e["error"]["code"].as_str().unwrap().to_string())
    };
    json_lines(&lines).iter().map(of).collect()
}

#[test]
fn err_bombs_stop_where_they_are_and_the_run_goes_on() {
    let folder = folder(&[("z.txt", text().as_bytes())]);
    zip_of(&folder.path().join("a.zip"), &[("first.txt", text().as_bytes())], 30 << 20);
    put(folder.path(), "b.jsonl.gz", &gzip(&vec![b'\n'; 20 << 20]));
    // Deep: each layer is small by itself.
    put(folder.path(), "c.txt.gz.gz", &gzip(&gzip(&vec![0; 30 << 20])));
    let out = at(&folder, "out.jsonl");
    let run = run(&["extract", &folder.path().display().to_string(), "-o", &out]);
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    let records = json_lines(&std::fs::read_to_string(&out).unwrap());
    assert_eq!(strings(&records, "id"), ["first", "z"]);
    let got = errors(&at(&folder, "out.errors.jsonl"));
    let codes: Vec<&str> = got.iter().map(|e| e.1.as_str()).collect();
    assert!(codes.len() >= 3 && codes.iter().all(|c| *c == "ratio"), "{got:?}");
    assert!(
        stderr(&run).contains("unpacks to more than 200 times its size (--max-ratio)"),
        "{}",
        stderr(&run)
    );
    // Who knows better may say so.
    let allowed = common::run(&["extract", &at(&folder, "b.jsonl.gz"), "--max-ratio", "100000"]);
    assert_eq!(allowed.status.code(), Some(0), "{}", stderr(&allowed));
}

#[test]
fn err_too_large_too_deep_too_many() {
    let long = "党".repeat(1000);
    let folder = folder(&[
        ("a.txt", long.as_bytes()),
        ("b.jsonl", format!("{}\n{}\n", json!({"text": long}), json!({"id": "ok", "text": "党"})).as_bytes()),
        ("c.json", json!([{"text": "党"}, {"text": long}]).to_string().as_bytes()),
        ("d.csv", format!("text\n党\n\"{}\"\n", "党".repeat(40_000)).as_bytes()),
        ("e.txt", b"short"),
    ]);
    zip_of(&folder.path().join("f.zip"), &[("1.txt", b"1"), ("2.txt", long.as_bytes()), ("3.txt", b"3")], 0);
    let out = at(&folder, "out.jsonl");
    let root = folder.path().display().to_string();
    let output = run(&["extract", &root, "-o", &out, "--max-size", "1k"]);
    assert_eq!(output.status.code(), Some(1));
    let got = errors(&at(&folder, "out.errors.jsonl"));
    let want = ["a.txt", "b.jsonl:1", "c.json[2]", "d.csv:3", "f.zip!2.txt"]
        .map(|name| (at(&folder, name), "too-large".to_string()));
    assert_eq!(got, want);
    let records = json_lines(&std::fs::read_to_string(&out).unwrap());
    let sources = ["b.jsonl:2", "c.json[1]", "d.csv:2", "e.txt", "f.zip!1.txt", "f.zip!3.txt"]
        .map(|name| at(&folder, name));
    assert_eq!(strings(&records, "source"), sources);

    let output = run(&["extract", &at(&folder, "f.zip"), "--max-entries", "2"]);
    assert_eq!((output.status.code(), json_lines(&stdout(&output)).len()), (Some(1), 2));
    assert!(stderr(&output).contains("f.zip: holds more than 2 entries (--max-entries)"));

    let packed = put(folder.path(), "y", &(0..5).fold(b"y".to_vec(), |bytes, _| gzip(&bytes)));
    let output = run(&["extract", packed.to_str().unwrap(), "--max-depth", "3"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("y: lies deeper than 3 archives (--max-depth)"), "{}", stderr(&output));
    assert_eq!(run(&["extract", packed.to_str().unwrap()]).status.code(), Some(0));
}

#[test]
fn ok_paths_out_of_an_archive_lead_nowhere() {
    let folder = folder(&[]);
    let script = "import tarfile, io\n\
        t = tarfile.open('a.tar', 'w')\n\
        for name in ['../../evil.txt', '/etc/evil.txt', 'in/../../up.txt', 'x\\x1b[31m.txt']:\n    \
            i = tarfile.TarInfo(name); i.size = 9; t.addfile(i, io.BytesIO('党支部'.encode()))\n\
        l = tarfile.TarInfo('link.txt'); l.type = tarfile.SYMTYPE; l.linkname = '/etc/passwd'; t.addfile(l)\n\
        d = tarfile.TarInfo('dev.txt'); d.type = tarfile.CHRTYPE; t.addfile(d)\n\
        t.close()\n";
    if !program(folder.path(), &["python3", "-c", script]) {
        return;
    }
    let (texts, said) = texts(&[&at(&folder, "a.tar")]);
    assert_eq!(said, "");
    assert!(texts.iter().all(|t| t["text"] == "党支部"), "{texts:?}");
    let names = ["../../evil.txt", "/etc/evil.txt", "in/../../up.txt", "x\u{fffd}[31m.txt"];
    assert_eq!(strings(&texts, "source"), names.map(|n| format!("{}!{n}", at(&folder, "a.tar"))));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["a.tar"], "nothing was written");
}

#[test]
fn err_encrypted_and_broken_entries() {
    let folder = folder(&[]);
    if !program(
        folder.path(),
        &["python3", "-c", "open('s.txt','w').write('党支部'*100); open('t.txt','w').write('党支部')"],
    ) || !program(folder.path(), &["zip", "-q", "-P", "secret", "a.zip", "s.txt"])
        || !program(folder.path(), &["zip", "-q", "a.zip", "t.txt"])
    {
        return;
    }
    // One bit in the middle of the first entry: its checksum tells.
    zip_of(
        &folder.path().join("b.zip"),
        &[("s.txt", "党支部结对共建".repeat(50).as_bytes()), ("t.txt", "党支部".as_bytes())],
        0,
    );
    let mut bytes = std::fs::read(folder.path().join("b.zip")).unwrap();
    bytes[50] ^= 8;
    put(folder.path(), "b.zip", &bytes);
    for (name, code) in [("a.zip", "unsupported"), ("b.zip", "malformed")] {
        let out = at(&folder, "out.jsonl");
        let output = run(&["extract", &at(&folder, name), "-o", &out]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert_eq!(strings(&json_lines(&std::fs::read_to_string(&out).unwrap()), "id"), ["t"]);
        let want = (at(&folder, name) + "!s.txt", code.to_string());
        assert_eq!(errors(&at(&folder, "out.errors.jsonl")), [want], "{}", stderr(&output));
    }
}
