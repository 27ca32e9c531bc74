//! Parquet: one table of documents with lists inside lists, or a file a table.

use super::file::Stream;
use super::table::{Cell, Column, DOCUMENTS, TABLES, Type, rows};
use super::{Item, Sink};
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Fields, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// So many documents are encoded at once.
const BATCH: usize = 512;
/// A row group is written when it has so many bytes: memory does not grow with the archive.
const GROUP: usize = 16 << 20;

/// The values of a column.
enum Values {
    Text(StringBuilder),
    Whole(Int64Builder),
    Real(Float64Builder),
    Truth(BooleanBuilder),
}

impl Values {
    fn new(holds: Type) -> Self {
        match holds {
            Type::Text => Self::Text(StringBuilder::new()),
            Type::Whole => Self::Whole(Int64Builder::new()),
            Type::Real => Self::Real(Float64Builder::new()),
            Type::Truth => Self::Truth(BooleanBuilder::new()),
        }
    }

    /// A value of another type does not occur; it would be null.
    fn push(&mut self, cell: Cell<'_>) {
        match self {
            Self::Text(values) => {
                values.append_option(if let Cell::Text(text) = cell { Some(text) } else { None });
            }
            Self::Whole(values) => {
                values.append_option(if let Cell::Whole(number) = cell { Some(number) } else { None });
            }
            Self::Real(values) => values.append_option(match cell {
                Cell::Whole(number) => Some(number as f64),
                Cell::Real(number) => Some(number),
                _ => None,
            }),
            Self::Truth(values) => {
                values.append_option(if let Cell::Truth(truth) = cell { Some(truth) } else { None });
            }
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(values) => Arc::new(values.finish()),
            Self::Whole(values) => Arc::new(values.finish()),
            Self::Real(values) => Arc::new(values.finish()),
            Self::Truth(values) => Arc::new(values.finish()),
        }
    }
}

fn field(name: &str, column: &Column) -> Field {
    let holds = match column.holds {
        Type::Text => DataType::Utf8,
        Type::Whole => DataType::Int64,
        Type::Real => DataType::Float64,
        Type::Truth => DataType::Boolean,
    };
    Field::new(name, holds, column.nullable)
}

/// The rows of a table that are not written yet.
struct Rows {
    /// The columns' places in a row, with their values.
    columns: Vec<(usize, Values)>,
    /// The tables that are lists in this one.
    lists: Vec<usize>,
    /// As a list: where the rows of each row of the parent begin.
    begins: Vec<i32>,
    fields: Fields,
    len: usize,
}

/// The rows of all tables, each table by itself or as lists inside each other.
struct Tables(Vec<Rows>);

impl Tables {
    fn new(nested: bool) -> Self {
        let mut all: Vec<Rows> = Vec::new();
        // Children before their parents, since a field of the parent holds theirs.
        for (number, table) in TABLES.iter().enumerate().rev() {
            let inherited = table.parent.and_then(|p| TABLES.get(p)).map_or(0, |parent| parent.keys);
            let (mut columns, mut fields) = (Vec::new(), Vec::new());
            for (place, column) in table.columns.iter().enumerate() {
                let name = match nested && table.parent.is_some() {
                    true => column.inside.filter(|_| place >= inherited),
                    false => Some(column.name),
                };
                if let Some(name) = name {
                    columns.push((place, Values::new(column.holds)));
                    fields.push(Arc::new(field(name, column)));
                }
            }
            let mut lists = Vec::new();
            for (place, child) in
                TABLES.iter().enumerate().filter(|(_, t)| nested && t.parent == Some(number))
            {
                // Made already: they stand in reverse order.
                let Some(rows) = all.get(TABLES.len() - 1 - place) else { continue };
                let list = DataType::List(Arc::new(item(&rows.fields)));
                fields.push(Arc::new(Field::new(child.inside, list, false)));
                lists.push(place);
            }
            all.push(Rows { columns, lists, begins: Vec::new(), fields: fields.into(), len: 0 });
        }
        all.reverse();
        Self(all)
    }

    fn push(&mut self, table: usize, cells: &[Cell<'_>]) {
        let Some(rows) = self.0.get_mut(table) else { return };
        for (place, values) in &mut rows.columns {
            values.push(cells.get(*place).copied().unwrap_or(Cell::Null));
        }
        rows.len += 1;
        for list in rows.lists.clone() {
            if let Some(child) = self.0.get_mut(list) {
                child.begins.push(child.len as i32);
            }
        }
    }

    /// Takes the rows of a table with the lists in them.
    fn take(&mut self, table: usize) -> io::Result<StructArray> {
        let Some(rows) = self.0.get_mut(table) else { return Err(io::Error::other("no such table")) };
        let mut arrays: Vec<ArrayRef> = rows.columns.iter_mut().map(|(_, values)| values.finish()).collect();
        rows.len = 0;
        let (lists, fields) = (rows.lists.clone(), rows.fields.clone());
        for list in lists {
            let Some(child) = self.0.get_mut(list) else { continue };
            let mut offsets = std::mem::take(&mut child.begins);
            offsets.push(child.len as i32);
            let inner = self.take(list)?;
            let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
            let field = Arc::new(item(inner.fields()));
            let list = ListArray::try_new(field, offsets, Arc::new(inner), None).map_err(io::Error::other)?;
            arrays.push(Arc::new(list));
        }
        StructArray::try_new(fields, arrays, None).map_err(io::Error::other)
    }
}

fn item(fields: &Fields) -> Field {
    Field::new("item", DataType::Struct(fields.clone()), false)
}

pub(super) struct Parquet {
    tables: Tables,
    /// The tables that are files, by their number.
    files: Vec<(usize, ArrowWriter<Stream>)>,
    documents: i64,
    waiting: usize,
}

impl Parquet {
    /// One file with everything.
    pub(super) fn one(out: Stream) -> io::Result<Self> {
        let tables = Tables::new(true);
        let files = vec![(DOCUMENTS, writer(&tables, DOCUMENTS, out)?)];
        Ok(Self { tables, files, documents: 0, waiting: 0 })
    }

    /// A file a table.
    pub(super) fn many(folder: &Path) -> io::Result<Self> {
        let tables = Tables::new(false);
        let mut files = Vec::new();
        for (number, table) in TABLES.iter().enumerate() {
            let path = folder.join(format!("{}.parquet", table.name));
            files.push((number, writer(&tables, number, Stream::create(Some(&path), None)?)?));
        }
        Ok(Self { tables, files, documents: 0, waiting: 0 })
    }

    fn encode(&mut self) -> io::Result<()> {
        self.waiting = 0;
        for (table, writer) in &mut self.files {
            let batch = RecordBatch::from(self.tables.take(*table)?);
            writer.write(&batch).map_err(io::Error::other)?;
            if writer.in_progress_size() > GROUP {
                writer.flush().map_err(io::Error::other)?;
            }
        }
        Ok(())
    }
}

fn writer(tables: &Tables, table: usize, out: Stream) -> io::Result<ArrowWriter<Stream>> {
    let fields = tables.0.get(table).map(|rows| rows.fields.clone()).unwrap_or_default();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("dangjian ", env!("CARGO_PKG_VERSION")).into())
        .build();
    ArrowWriter::try_new(out, Arc::new(Schema::new(fields)), Some(properties)).map_err(io::Error::other)
}

impl Sink for Parquet {
    fn put(&mut self, item: Item) -> io::Result<()> {
        let record = item.into_record()?;
        self.documents += 1;
        let tables = &mut self.tables;
        rows(self.documents, &record, &mut |table, cells| {
            tables.push(table, cells);
            Ok(())
        })?;
        self.waiting += 1;
        if self.waiting >= BATCH { self.encode() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.encode()?;
        for (_, writer) in self.files {
            writer.into_inner().map_err(io::Error::other)?.finish()?;
        }
        Ok(())
    }
}
