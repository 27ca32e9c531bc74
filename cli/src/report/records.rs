//! Records as `extract` writes them: JSON Lines, JSON spread over several lines, or one JSON array. One record at a
//! time is held.

use dangjian::record::Record;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A line that is longer is refused: it would fill the memory.
const LONGEST: u64 = 1 << 30;

/// Reads the records of a file (`-`: standard input) and hands each to `take`. What is no record is told to `problem` with its
/// place; the rest goes on, as far as the form of the file lets it.
pub(crate) fn each(path: &Path, mut take: impl FnMut(Record), mut problem: impl FnMut(String)) {
    let shown = if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
    let opened: io::Result<Box<dyn Read>> = match path == Path::new("-") {
        true => Ok(Box::new(io::stdin())),
        false => File::open(path).map(|f| Box::new(f) as _),
    };
    let read = opened.and_then(|reader| {
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        // The first line that is not blank tells the form.
        let mut first = Vec::new();
        let mut number = 0;
        while first.trim_ascii().is_empty() {
            first.clear();
            number += 1;
            if (&mut reader).take(LONGEST).read_until(b'\n', &mut first)? == 0 {
                return Ok(());
            }
        }
        if let Some(rest) = first.strip_prefix(b"\xEF\xBB\xBF") {
            first = rest.to_vec();
        }
        if first.trim_ascii_start().starts_with(b"[") {
            return array(first.chain(reader), &mut take).map_err(io::Error::other);
        }
        if serde_json::from_slice::<IgnoredAny>(&first).is_err_and(|e| e.is_eof()) {
            return spread(first.chain(reader), &mut take).map_err(io::Error::other);
        }
        lines(first, number, reader, &mut take, &mut |number, e| problem(format!("{shown}:{number}: {e}")))
    });
    if let Err(e) = read {
        problem(format!("{shown}: {e}"));
    }
}

fn lines(
    first: Vec<u8>,
    mut number: usize,
    mut reader: impl BufRead,
    take: &mut impl FnMut(Record),
    problem: &mut impl FnMut(usize, String),
) -> io::Result<()> {
    let mut line = first;
    loop {
        if !line.trim_ascii().is_empty() {
            match serde_json::from_slice::<Record>(&line) {
                Ok(record) => take(record),
                Err(e) => problem(number, format!("not a record: {e}")),
            }
        }
        line.clear();
        number += 1;
        match (&mut reader).take(LONGEST).read_until(b'\n', &mut line)? {
            0 => return Ok(()),
            n if n as u64 == LONGEST => {
                return Err(io::Error::other(format!("line {number} is longer than {LONGEST} bytes")));
            }
            _ => (),
        }
    }
}

/// Records one after another, each spread over lines. After a fault it is not known where the next one begins.
fn spread(reader: impl Read, take: &mut impl FnMut(Record)) -> serde_json::Result<()> {
    serde_json::Deserializer::from_reader(reader).into_iter::<Record>().try_for_each(|r| r.map(&mut *take))
}

fn array(reader: impl Read, take: &mut impl FnMut(Record)) -> serde_json::Result<()> {
    struct Array<'a, F>(&'a mut F);
    impl<'de, F: FnMut(Record)> Visitor<'de> for Array<'_, F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array of records")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
            while let Some(record) = seq.next_element()? {
                (self.0)(record);
            }
            Ok(())
        }
    }
    let mut json = serde_json::Deserializer::from_reader(reader);
    json.deserialize_seq(Array(take))?;
    json.end()
}
