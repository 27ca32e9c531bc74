//! How far a run has come, in a file beside its output: a heading, then a line each time that output was written out.
//!
//! A line is believed if it is whole. The output is written before the line that speaks of it, so that it may be longer than
//! the journal says, never shorter; what is longer is cut off when a run goes on, and done again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Progress {
    /// Inputs that are done, those without a record included.
    pub(crate) inputs: u64,
    /// Of these, those that gave no record.
    pub(crate) failed: u64,
    pub(crate) warnings: u64,
    pub(crate) pairings: u64,
    /// Length of the output.
    pub(crate) bytes: u64,
    /// Length of the file of errors.
    pub(crate) error_bytes: u64,
    /// The names of all inputs that are done, chained: the same inputs in the same order give the same number.
    pub(crate) chain: u64,
}

/// One more name in the chain (FNV-1a: the same on every machine and in every version).
pub(crate) fn chain(before: u64, name: &str) -> u64 {
    let mut hash = before ^ 0xcbf2_9ce4_8422_2325;
    for byte in name.bytes().chain([0]) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

const HEADING: &str = "dangjian journal 1";

/// The file, open to be written on.
pub(crate) struct Journal {
    file: File,
}

impl Journal {
    /// Begins the journal of a run, which has come so far already.
    pub(crate) fn write(path: &Path, fingerprint: u64, progress: &Progress) -> io::Result<Self> {
        // Under another name first: the journal before is the truth until this one is whole.
        let new = path.with_extension("journal.new");
        let mut file = File::create(&new)?;
        file.write_all(format!("{HEADING} {fingerprint:016x}\n").as_bytes())?;
        file.write_all(line(progress).as_bytes())?;
        file.sync_data()?;
        fs::rename(&new, path)?;
        Ok(Self { file: OpenOptions::new().append(true).open(path)? })
    }

    pub(crate) fn add(&mut self, progress: &Progress) -> io::Result<()> {
        self.file.write_all(line(progress).as_bytes())
    }

    /// All lines that are whole. A journal of other inputs, options or of another version is refused.
    pub(crate) fn read(path: &Path, fingerprint: u64) -> io::Result<Vec<Progress>> {
        let text = fs::read_to_string(path)?;
        let mut lines = text.split_inclusive('\n');
        let heading = lines.next().and_then(|l| l.strip_prefix(HEADING)).map(str::trim);
        match heading.and_then(|h| u64::from_str_radix(h, 16).ok()) {
            Some(written) if written == fingerprint => Ok(lines.map_while(parse).collect()),
            Some(_) => Err(io::Error::other(
                "is of a run with other inputs or options, or of another version; run without --resume to begin anew",
            )),
            None => Err(io::Error::other("is no journal")),
        }
    }
}

fn line(p: &Progress) -> String {
    let text = format!(
        "{} {} {} {} {} {} {:016x}",
        p.inputs, p.failed, p.warnings, p.pairings, p.bytes, p.error_bytes, p.chain
    );
    format!("{text} {:016x}\n", chain(0, &text))
}

fn parse(line: &str) -> Option<Progress> {
    let (text, sum) = line.strip_suffix('\n')?.rsplit_once(' ')?;
    if u64::from_str_radix(sum, 16).ok()? != chain(0, text) {
        return None;
    }
    let mut cells = text.split(' ');
    let mut number = || cells.next()?.parse().ok();
    Some(Progress {
        inputs: number()?,
        failed: number()?,
        warnings: number()?,
        pairings: number()?,
        bytes: number()?,
        error_bytes: number()?,
        chain: u64::from_str_radix(cells.next()?, 16).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_whole_lines_are_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.journal");
        let at =
            |inputs| Progress { inputs, bytes: inputs * 10, chain: chain(0, "甲"), ..Progress::default() };
        let mut journal = Journal::write(&path, 7, &at(0)).unwrap();
        journal.add(&at(1)).unwrap();
        journal.add(&at(2)).unwrap();
        assert_eq!(Journal::read(&path, 7).unwrap(), [at(0), at(1), at(2)]);
        let whole = fs::read(&path).unwrap();
        for cut in 1..60 {
            fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let read = Journal::read(&path, 7).unwrap();
            assert!(read == [at(0), at(1)] || read == [at(0)], "{read:?}");
        }
        assert!(Journal::read(&path, 8).is_err(), "of another run");
        assert_eq!(Journal::read(&folder.path().join("y"), 7).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn ok_order_matters() {
        assert_ne!(chain(chain(0, "a"), "b"), chain(chain(0, "b"), "a"));
        assert_ne!(chain(chain(0, "ab"), "c"), chain(chain(0, "a"), "bc"));
    }
}
