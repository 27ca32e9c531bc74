//! How much is read before an input is given up: a hostile or broken file costs bounded time and memory.

use super::fault::Fault;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// The options.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// The longest report, line or archive inside an archive: bytes, or with k, M, G
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64M")]
    pub(crate) max_size: u64,

    /// How deep archives may lie in archives; a compressed file (.gz) counts as one
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub(crate) max_depth: usize,

    /// How many times its size a file may unpack to
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) max_ratio: u64,

    /// How many entries a file may hold, in all archives in it
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    pub(crate) max_entries: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_size: 64 << 20, max_depth: 6, max_ratio: 200, max_entries: 10_000_000 }
    }
}

/// Below so many bytes nothing is said of a ratio: a small file of blanks packs very well.
const GRACE: u64 = 16 << 20;

/// `64M` and the like.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default().to_ascii_lowercase();
    let shift = match unit.trim_end_matches("ib").trim_end_matches('b') {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return Err(format!("no size: {text} (use bytes, or k, M, G as in 64M)")),
    };
    let number: u64 =
        digits.parse().map_err(|_| format!("no size: {text} (use bytes, or k, M, G as in 64M)"))?;
    number.checked_mul(1 << shift).ok_or_else(|| format!("too large: {text}"))
}

impl Limits {
    pub(crate) fn too_large(&self) -> Fault {
        Fault::new("too-large", format!("longer than {} bytes (--max-size)", self.max_size))
    }

    /// All that a reader gives, if that is no more than a report may be long.
    pub(crate) fn read_all(&self, reader: &mut dyn Read) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        reader.take(self.max_size.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.max_size { Err(self.too_large()) } else { Ok(bytes) }
    }

    /// Reads the next line, its end included; false at the end of the input. A line that is too long is passed over.
    pub(crate) fn read_line(&self, reader: &mut dyn BufRead, line: &mut Vec<u8>) -> Result<bool, LineFault> {
        line.clear();
        let mut limited = reader.take(self.max_size.saturating_add(1));
        limited.read_until(b'\n', line).map_err(|e| LineFault::Last(e.into()))?;
        if line.len() as u64 <= self.max_size {
            return Ok(!line.is_empty());
        }
        if line.last() != Some(&b'\n') {
            pass_line(reader).map_err(|e| LineFault::Last(e.into()))?;
        }
        Err(LineFault::Passed(self.too_large()))
    }
}

/// What is wrong with a line, and whether another one may be asked for.
#[derive(Debug)]
pub(crate) enum LineFault {
    Passed(Fault),
    Last(Fault),
}

fn pass_line(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let bytes = reader.fill_buf()?;
        let (used, ends) = match bytes.iter().position(|&b| b == b'\n') {
            Some(at) => (at + 1, true),
            None => (bytes.len(), bytes.is_empty()),
        };
        reader.consume(used);
        if ends {
            return Ok(());
        }
    }
}

/// What one file of the disk has cost so far, with all that is in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cost {
    /// Bytes of the file itself: read so far, or all of them where they are not read in order.
    pub(crate) packed: Rc<Cell<u64>>,
    /// Bytes unpacked, by depth.
    unpacked: Rc<[Cell<u64>; DEPTHS]>,
    entries: Rc<Cell<u64>>,
}

/// Deeper levels share a counter.
const DEPTHS: usize = 16;

impl Cost {
    /// One more entry of an archive.
    pub(crate) fn entry(&self, limits: &Limits) -> Result<(), Fault> {
        self.entries.set(self.entries.get() + 1);
        if self.entries.get() <= limits.max_entries {
            return Ok(());
        }
        Err(Fault::new("too-many", format!("holds more than {} entries (--max-entries)", limits.max_entries)))
    }

    fn unpacked(&self, depth: usize, bytes: usize, limits: &Limits) -> Result<(), Fault> {
        let Some(cell) = self.unpacked.get(depth.min(DEPTHS - 1)) else { return Ok(()) };
        cell.set(cell.get().saturating_add(bytes as u64));
        if self.is_spent(depth, limits) { Err(self.ratio(limits)) } else { Ok(()) }
    }

    /// Whether more was unpacked than the file is worth.
    pub(crate) fn is_spent(&self, depth: usize, limits: &Limits) -> bool {
        let total = self.unpacked.get(depth.min(DEPTHS - 1)).map_or(0, Cell::get);
        total > GRACE && total > self.packed.get().saturating_mul(limits.max_ratio)
    }

    pub(crate) fn ratio(&self, limits: &Limits) -> Fault {
        Fault::new("ratio", format!("unpacks to more than {} times its size (--max-ratio)", limits.max_ratio))
    }
}

/// Counts what is read of a file on the disk.
#[derive(Debug)]
pub(crate) struct Counted<R> {
    pub(crate) inner: R,
    pub(crate) count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Watches what a decompressor gives.
pub(crate) struct Watched<'a, R> {
    pub(crate) inner: R,
    pub(crate) cost: &'a Cost,
    pub(crate) limits: &'a Limits,
    pub(crate) depth: usize,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.cost.unpacked(self.depth, read, self.limits)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_sizes() {
        for (text, want) in
            [("0", 0), ("12", 12), ("64M", 64 << 20), ("1g", 1 << 30), ("3KiB", 3072), ("5kb", 5120)]
        {
            assert_eq!(size(text), Ok(want), "{text}");
        }
        for text in ["", "M", "-1", "1.5M", "1x", "99999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ok_long_lines_are_passed_over() {
        let limits = Limits { max_size: 4, ..Limits::default() };
        let mut reader = io::Cursor::new(b"abc\nabcd\nabcdefgh\nxy");
        let (mut got, mut line) = (Vec::new(), Vec::new());
        loop {
            match limits.read_line(&mut reader, &mut line) {
                Ok(true) => got.push(String::from_utf8(line.clone()).unwrap()),
                Ok(false) => break,
                Err(LineFault::Passed(fault)) => got.push(fault.code.into()),
                Err(LineFault::Last(fault)) => panic!("{fault}"),
            }
        }
        assert_eq!(got, ["abc\n", "too-large", "too-large", "xy"]);
    }

    #[test]
    fn err_unpacking_without_end() {
        let limits = Limits { max_ratio: 10, ..Limits::default() };
        let cost = Cost::default();
        cost.packed.set(4 << 20);
        let mut bomb = Watched { inner: io::repeat(0), cost: &cost, limits: &limits, depth: 1 };
        let mut sink = vec![0; 1 << 20];
        let mut total = 0;
        let fault = loop {
            match bomb.read(&mut sink) {
                Ok(read) => total += read,
                Err(error) => break Fault::from(error),
            }
        };
        assert_eq!((fault.code, total), ("ratio", 40 << 20));
    }
}
