//! Records as JSON Lines or as one array.

use super::file::Stream;
use super::{Item, Sink};
use std::io::{self, Write};

pub(super) struct Json {
    out: Stream,
    /// One array in place of a record a line.
    array: bool,
    pretty: bool,
    begun: bool,
}

impl Json {
    pub(super) fn new(out: Stream, array: bool, pretty: bool) -> Self {
        Self { out, array, pretty, begun: false }
    }
}

impl Sink for Json {
    fn put(&mut self, item: Item) -> io::Result<()> {
        let line = match item {
            Item::Line(line) => line,
            Item::Record(record) if self.pretty => serde_json::to_vec_pretty(&record)?,
            Item::Record(record) => {
                let mut line = Vec::with_capacity(4 << 10);
                record.write_json(&mut line);
                line
            }
        };
        if self.array {
            self.out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        }
        self.begun = true;
        self.out.write_all(&line)?;
        if !self.array {
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.array {
            self.out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })?;
        }
        self.out.finish()
    }
}
