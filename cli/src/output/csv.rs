//! Tables as CSV: a file a table, with a heading; null is an empty cell.

use super::file::{Compression, Stream};
use super::table::{Cell, TABLES, rows};
use super::{Item, Sink};
use std::io::{self, Write};
use std::path::Path;

pub(super) struct Csv {
    tables: Vec<csv::Writer<Stream>>,
    documents: i64,
}

impl Csv {
    pub(super) fn create(folder: &Path, compression: Option<Compression>) -> io::Result<Self> {
        let suffix = compression.map_or("", Compression::suffix);
        let mut tables = Vec::new();
        for table in TABLES {
            let path = folder.join(format!("{}.csv{suffix}", table.name));
            let mut writer = csv::Writer::from_writer(Stream::create(Some(&path), compression)?);
            writer.write_record(table.columns.iter().map(|column| column.name))?;
            tables.push(writer);
        }
        Ok(Self { tables, documents: 0 })
    }
}

impl Sink for Csv {
    fn put(&mut self, item: Item) -> io::Result<()> {
        let record = item.into_record()?;
        self.documents += 1;
        let tables = &mut self.tables;
        let mut cell = Vec::new();
        rows(self.documents, &record, &mut |table, cells| {
            let Some(writer) = tables.get_mut(table) else { return Ok(()) };
            for value in cells {
                cell.clear();
                match value {
                    Cell::Null => {}
                    Cell::Text(text) => cell.extend_from_slice(text.as_bytes()),
                    Cell::Whole(number) => write!(cell, "{number}")?,
                    Cell::Real(number) => write!(cell, "{number}")?,
                    Cell::Truth(truth) => write!(cell, "{truth}")?,
                }
                writer.write_field(&cell)?;
            }
            writer.write_record(None::<&[u8]>)?;
            Ok(())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        for table in self.tables {
            table.into_inner().map_err(|e| io::Error::other(e.to_string()))?.finish()?;
        }
        Ok(())
    }
}
