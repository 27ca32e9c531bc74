//! Evidence waits on the disk: each pairing knows its last statement, and each statement the one before it, so that
//! memory does not grow with reports.

use std::io::{self, Read, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// So much is held in memory before a file is made.
const HELD: usize = 4 << 20;

/// The place of a statement.
pub(crate) type Place = u64;

pub(crate) struct Spool {
    file: SpooledTempFile,
    /// What is not in the file yet.
    waiting: Vec<u8>,
    written: u64,
}

impl Spool {
    pub(crate) fn new() -> Self {
        Self { file: SpooledTempFile::new(HELD), waiting: Vec::new(), written: 0 }
    }

    /// Adds a statement behind `last`; gives its place.
    pub(crate) fn add(&mut self, last: Option<Place>, statement: &[u8]) -> io::Result<Place> {
        let place = self.written + self.waiting.len() as u64;
        let length = u32::try_from(statement.len()).map_err(io::Error::other)?;
        // A place of its own means none: no statement stands behind itself.
        self.waiting.extend_from_slice(&last.unwrap_or(place).to_le_bytes());
        self.waiting.extend_from_slice(&length.to_le_bytes());
        self.waiting.extend_from_slice(statement);
        if self.waiting.len() > 1 << 20 {
            self.write()?;
        }
        Ok(place)
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(&self.waiting)?;
        self.written += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }

    /// All statements up to `last`, the first one first.
    pub(crate) fn read(&mut self, last: Option<Place>) -> io::Result<Vec<Vec<u8>>> {
        self.write()?;
        let mut found = Vec::new();
        let mut next = last;
        while let Some(place) = next {
            self.file.seek(SeekFrom::Start(place))?;
            let (mut before, mut length) = ([0; 8], [0; 4]);
            self.file.read_exact(&mut before)?;
            self.file.read_exact(&mut length)?;
            let mut statement = vec![0; u32::from_le_bytes(length) as usize];
            self.file.read_exact(&mut statement)?;
            found.push(statement);
            next = Some(u64::from_le_bytes(before)).filter(|&before| before != place);
        }
        found.reverse();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_statements_come_back_in_order() {
        let mut spool = Spool::new();
        let mut last = [None; 3];
        for number in 0..60_000 {
            let of = number % 3;
            let statement = format!("{number} {}", "甲".repeat(number % 50));
            last[of] = Some(spool.add(last[of], statement.as_bytes()).unwrap());
        }
        for (of, last) in last.into_iter().enumerate() {
            let found = spool.read(last).unwrap();
            assert_eq!(found.len(), 20_000);
            let number = |s: &Vec<u8>| -> usize {
                String::from_utf8(s.clone()).unwrap().split(' ').next().unwrap().parse().unwrap()
            };
            assert!(found.iter().map(number).eq((of..60_000).step_by(3)));
        }
        assert!(spool.read(None).unwrap().is_empty());
    }
}
