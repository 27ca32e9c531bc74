//! What the command writes, read by other programs.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod tool;

use dangjian::record::Record;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tool::{dangjian, names, python, records, run, run_with, stderr, stdout, well};

/// A folder with the records of the corpus as JSON Lines.
fn folder() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.jsonl");
    std::fs::write(&path, records()).unwrap();
    (folder, path.display().to_string())
}

fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

fn parsed(lines: &[u8]) -> Vec<Record> {
    lines
        .split(|&b| b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect()
}

#[test]
fn ok_json_is_one_array() {
    let (folder, lines) = folder();
    let path = at(&folder, "records.json");
    well(&["convert", &lines, "-o", &path]);
    let array: Vec<Record> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(array, parsed(records()));
    assert_eq!(well(&["convert", &path]).stdout, records(), "and back, to the byte");

    let none = run_with(&["convert", "-", "--format", "json"], b"");
    assert_eq!((none.status.code(), stdout(&none).as_str()), (Some(0), "[]\n"));
    let pretty = run_with(&["convert", "-", "--format", "json", "--pretty"], records());
    assert_eq!(serde_json::from_slice::<Vec<Record>>(&pretty.stdout).unwrap(), array);
    let pretty = run_with(&["convert", "-", "--pretty"], records());
    assert!(pretty.stdout.len() > records().len());
    assert_eq!(
        run_with(&["convert", "-"], &pretty.stdout).stdout,
        records(),
        "records over several lines are read"
    );
}

#[test]
fn ok_compressed_by_suffix() {
    let (folder, lines) = folder();
    for (name, magic) in [("a.jsonl.gz", &[0x1f, 0x8b][..]), ("a.jsonl.zst", &[0x28, 0xb5, 0x2f, 0xfd])] {
        let path = at(&folder, name);
        well(&["convert", &lines, "-o", &path]);
        let bytes = std::fs::read(&path).unwrap();
        assert!(bytes.starts_with(magic) && bytes.len() * 3 < records().len(), "{name}: {}", bytes.len());
        assert_eq!(well(&["convert", &path]).stdout, records(), "{name}");
        well(&["convert", &lines, "-o", &at(&folder, "again")]);
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/demo").display().to_string();
    let path = at(&folder, "demo.jsonl.gz");
    well(&["extract", &corpus, "-o", &path]);
    assert_eq!(well(&["convert", &path]).stdout, well(&["extract", &corpus]).stdout);
    // By programs that are not ours.
    for (program, name) in [("gzip", "a.jsonl.gz"), ("zstd", "a.jsonl.zst")] {
        let there = std::process::Command::new(program).arg("--version").output().is_ok();
        if there {
            let args = ["-dc", &at(&folder, name)];
            let output = std::process::Command::new(program).args(args).output().unwrap();
            assert!(output.status.success() && output.stdout == records(), "{program}");
        }
    }
}

#[test]
fn ok_tables_of_csv() {
    let (folder, lines) = folder();
    let tables = at(&folder, "new/tables");
    well(&["convert", &lines, "--tables", &tables]);
    python("read_csv.py", &["csv"], &[&tables, &lines, ""]);
    let packed = at(&folder, "packed");
    well(&["convert", &lines, "--tables", &packed, "--compress", "gz"]);
    python("read_csv.py", &["csv"], &[&packed, &lines, ".gz"]);
}

#[test]
fn ok_database() {
    let (folder, lines) = folder();
    let path = at(&folder, "records.db");
    well(&["convert", &lines, "-o", &path]);
    python("read_sqlite.py", &["sqlite3"], &[&path, &lines]);
    let first = std::fs::read(&path).unwrap();
    well(&["convert", &lines, "-o", &path]);
    assert!(std::fs::read(&path).unwrap() == first, "the same records give the same bytes");
    assert_eq!(names(folder.path()), ["records.db", "records.jsonl"], "no journal is left");
}

#[test]
fn ok_parquet() {
    let (folder, lines) = folder();
    let path = at(&folder, "records.parquet");
    well(&["convert", &lines, "-o", &path]);
    python("read_parquet.py", &["pyarrow.parquet"], &["nested", &path, &lines]);
    let through = run_with(&["convert", "-", "--format", "parquet"], records());
    assert!(through.stdout == std::fs::read(&path).unwrap() && through.stdout.starts_with(b"PAR1"));
    let tables = at(&folder, "tables");
    well(&["convert", &lines, "--tables", &tables, "--format", "parquet"]);
    python("read_parquet.py", &["pyarrow.parquet"], &["tables", &tables, &lines]);
}

/// Threads and the way over a file of records change nothing.
#[test]
fn ok_extract_writes_what_convert_writes() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/demo").display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let lines = at(&folder, "records.jsonl");
    well(&["extract", &corpus, "-o", &lines]);
    for name in ["records.json", "records.db", "records.parquet"] {
        let (one, two, over) =
            (at(&folder, name), at(&folder, &format!("2{name}")), at(&folder, &format!("3{name}")));
        well(&["extract", &corpus, "-o", &one, "--threads", "1"]);
        well(&["extract", &corpus, "-o", &two, "--threads", "4"]);
        well(&["convert", &lines, "-o", &over]);
        let bytes = std::fs::read(&one).unwrap();
        assert!(bytes == std::fs::read(&two).unwrap() && bytes == std::fs::read(&over).unwrap(), "{name}");
    }
    let tables = at(&folder, "tables");
    well(&["extract", &corpus, "--tables", &tables]);
    python("read_csv.py", &["csv"], &[&tables, &lines, ""]);
}

#[test]
fn err_what_cannot_work_is_refused_before_anything_is_read() {
    let (folder, lines) = folder();
    let (db, tables) = (at(&folder, "x.db"), at(&folder, "tables"));
    for (args, why) in [
        (&["-o", &at(&folder, "x.csv")][..], "--tables"),
        (&["--format", "sqlite"], "standard output"),
        (&["--tables", &tables, "--format", "sqlite"], "--output"),
        (&["--tables", &tables, "--format", "jsonl"], "--output"),
        (&["--tables", &tables, "-o", &db], "--output"),
        (&["-o", &format!("{db}.gz")], "compressed"),
        (&["-o", &at(&folder, "x.parquet.zst")], "compressed"),
        (&["-o", &at(&folder, "x.jsonl.gz"), "--compress", "zst"], "--compress"),
        (&["-o", &db, "--pretty"], "--pretty"),
        (&["-o", &at(&folder, "none/x.db")], "none/x.db: "),
        (&["-o", &lines], "is an input too"),
    ] {
        for command in ["extract", "convert"] {
            let output = run(&[&[command, lines.as_str()], args].concat());
            assert_eq!(output.status.code(), Some(2), "{command} {args:?}: {}", stderr(&output));
            assert!(stderr(&output).contains(why), "{args:?}: {}", stderr(&output));
        }
    }
    assert_eq!(names(folder.path()), ["records.jsonl"], "nothing is left behind");
}

#[test]
fn err_records_that_are_none_are_named() {
    let (folder, lines) = folder();
    let first = records().split(|&b| b == b'\n').next().unwrap();
    let mixed = [first, b"\n{\"schema\": 1,\n\n", first, b"\n[]\n", &first[..40]].concat();
    let path = at(&folder, "mixed.jsonl");
    std::fs::write(&path, mixed).unwrap();
    let output = run(&["convert", &path, &at(&folder, "nowhere.jsonl"), &lines]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    for wanted in [
        "mixed.jsonl:2: no record",
        "mixed.jsonl:5: no record",
        "mixed.jsonl:6: no record",
        "nowhere.jsonl: ",
    ] {
        assert!(said.contains(wanted), "no «{wanted}» in\n{said}");
    }
    assert_eq!(output.stdout.len(), records().len() + 2 * (first.len() + 1));
    let broken = at(&folder, "broken.json");
    std::fs::write(&broken, [b"[", first, b", {}]"].concat()).unwrap();
    let output = run(&["convert", &broken]);
    assert_eq!((output.status.code(), parsed(&output.stdout).len()), (Some(1), 1), "{}", stderr(&output));
}

/// Who is killed leaves what was there before, and no file that looks whole.
#[cfg(unix)]
#[test]
fn ok_a_killed_run_leaves_the_old_file() {
    for name in ["a.jsonl", "a.json.gz", "a.db", "a.parquet"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, "old").unwrap();
        let args = ["convert", "-", "-o", path.to_str().unwrap()];
        let mut child = dangjian(&args).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut stdin, records()).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"old", "{name}");
    }
}

/// A disk that is full ends the run with a message, and no file.
#[cfg(target_os = "linux")]
#[test]
fn err_a_full_disk_is_told() {
    for args in
        [&["--format", "jsonl"][..], &["--format", "parquet"], &["--format", "json", "--compress", "gz"]]
    {
        let args = [&["convert", "-", "-o", "/dev/full"], args].concat();
        let output = run_with(&args, records());
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(stderr(&output).contains("/dev/full: "), "{}", stderr(&output));
    }
}
