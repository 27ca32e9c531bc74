//! Records that were written before, read again: JSON Lines, one array, or records one after the other, compressed or
//! not. One record is held at a time.

use crate::message::{End, Stop, say};
use dangjian::record::Record;
use serde::de::{DeserializeSeed, Deserializer as _, Error as _, SeqAccess, Visitor};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Longer lines are refused: one would fill the memory.
const LONGEST: u64 = 1 << 30;

/// The arguments of commands that read records.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Records {
    /// Files of records as `extract` writes them: JSON Lines or JSON, also .gz and .zst, or `-` for standard input
    #[arg(required = true, value_name = "RECORDS")]
    pub(crate) paths: Vec<PathBuf>,
}

impl Records {
    /// Hands on record after record, in the order of the files. What is none is said and counted.
    pub(crate) fn each(&self, mut work: impl FnMut(Box<Record>) -> Result<(), Stop>) -> Result<End, Stop> {
        let mut failed = 0;
        for path in &self.paths {
            let shown = match path == Path::new("-") {
                true => "standard input".into(),
                false => path.display().to_string(),
            };
            let mut stopped = None;
            let mut hand_on = |record: Box<Record>| match work(record) {
                Ok(()) => true,
                Err(stop) => {
                    stopped = Some(stop);
                    false
                }
            };
            let mut problem = |what: String| {
                failed += 1;
                say(format!("{shown}{what}"));
            };
            match open(path) {
                Ok(mut reader) => read(&mut *reader, &mut hand_on, &mut problem),
                Err(e) => problem(format!(": {e}")),
            }
            if let Some(stop) = stopped {
                return Err(stop);
            }
        }
        Ok(End::of(failed))
    }
}

/// Opens a file, by its first bytes also a compressed one.
fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let raw: Box<dyn Read> = match path == Path::new("-") {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(path)?),
    };
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    match raw.fill_buf()? {
        #[cfg(feature = "gzip")]
        [0x1f, 0x8b, ..] => {
            let plain = flate2::bufread::MultiGzDecoder::new(raw);
            Ok(Box::new(BufReader::with_capacity(1 << 16, plain)))
        }
        #[cfg(feature = "zstd")]
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let plain = zstd::Decoder::with_buffer(raw)?;
            Ok(Box::new(BufReader::with_capacity(1 << 16, plain)))
        }
        [0xef, 0xbb, 0xbf, ..] => {
            raw.consume(3);
            Ok(Box::new(raw))
        }
        _ => Ok(Box::new(raw)),
    }
}

/// Reads all records of a file. `work` says whether to go on; `problem` gets what is wrong, with the place.
fn read(
    reader: &mut dyn BufRead,
    work: &mut dyn FnMut(Box<Record>) -> bool,
    problem: &mut dyn FnMut(String),
) {
    match first(reader) {
        Ok(Some(b'[')) => {
            let mut json = serde_json::Deserializer::from_reader(reader);
            if let Err(e) = json.deserialize_seq(Array { work: &mut *work })
                && !e.to_string().starts_with(STOPPED)
            {
                problem(format!(": {e}"));
            }
        }
        Ok(_) => lines(reader, work, problem),
        Err(e) => problem(format!(": {e}")),
    }
}

/// The first byte that is no blank; it is not taken.
fn first(reader: &mut dyn BufRead) -> io::Result<Option<u8>> {
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if let Some(&byte) = bytes.get(blank) {
            reader.consume(blank);
            return Ok(Some(byte));
        }
        reader.consume(blank);
    }
}

/// A record a line. A record that goes on over several lines (`--pretty`) is put together until it is whole.
fn lines(
    reader: &mut dyn BufRead,
    work: &mut dyn FnMut(Box<Record>) -> bool,
    problem: &mut dyn FnMut(String),
) {
    let (mut line, mut number, mut begun) = (Vec::new(), 0, 0);
    loop {
        let before = line.len();
        match (&mut *reader).take(LONGEST + 1 - before as u64).read_until(b'\n', &mut line) {
            Err(e) => return problem(format!(":{}: {e}", number + 1)),
            Ok(read) => {
                number += 1;
                let ended = read == 0;
                if line.len() as u64 > LONGEST {
                    return problem(format!(":{number}: longer than {LONGEST} bytes"));
                }
                if line.trim_ascii().is_empty() {
                    line.clear();
                    if ended {
                        return;
                    }
                    continue;
                }
                if before == 0 {
                    begun = number;
                }
                // Only what opens a line of its own is a record over several lines: a cut line is an error.
                let spread = line.trim_ascii_end().first() == Some(&b'{')
                    && (line.starts_with(b"{\n") || line.starts_with(b"{\r\n"));
                if spread && !ended && !matches!(line.strip_suffix(b"\n"), Some(l) if closes(l)) {
                    continue;
                }
                match serde_json::from_slice::<Record>(&line) {
                    Ok(record) => {
                        if !work(Box::new(record)) {
                            return;
                        }
                    }
                    Err(e) => problem(format!(":{begun}: no record: {e}")),
                }
                line.clear();
                if ended {
                    return;
                }
            }
        }
    }
}

/// Whether the last line of what was read is the brace that closes a record.
fn closes(text: &[u8]) -> bool {
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    text == b"}" || text.ends_with(b"\n}")
}

const STOPPED: &str = "the work stopped";

/// Takes the records of an array one by one.
struct Array<'w> {
    work: &'w mut dyn FnMut(Box<Record>) -> bool,
}

impl<'de> Visitor<'de> for Array<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(record) = items.next_element_seed(One)? {
            if !(self.work)(record) {
                return Err(A::Error::custom(STOPPED));
            }
        }
        Ok(())
    }
}

struct One;

impl<'de> DeserializeSeed<'de> for One {
    type Value = Box<Record>;

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<Box<Record>, D::Error> {
        serde::Deserialize::deserialize(json)
    }
}
