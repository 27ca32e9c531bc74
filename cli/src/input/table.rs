//! Tables with a heading line: a report a row.

use super::Columns;
use super::fault::Fault;
use super::kind::Kind;
use super::limits::Limits;
use super::open::Finder;
use super::task::{Body, Row};
use csv::ByteRecord;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

const AHEAD: u64 = 32 << 10;

pub(super) fn read(
    finder: &mut Finder<'_, '_>,
    place: &str,
    kind: Kind,
    reader: &mut dyn BufRead,
) -> ControlFlow<()> {
    let limits = &finder.options.limits;
    // The reader of tables reads ahead.
    let most = limits.max_size.saturating_add(AHEAD);
    let left = Cell::new(most);
    // A quotation mark that is never closed makes one cell of all that follows.
    let reader = Measured { inner: super::decode::lines(reader), left: &left, limits };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(if kind == Kind::Tsv { b'\t' } else { b',' })
        .flexible(true)
        .from_reader(reader);
    let places = match table.byte_headers() {
        Ok(heads) => Places::find(heads, &finder.options.columns),
        Err(error) => Err(fault(error)),
    };
    let places = match places {
        Ok(places) => places,
        Err(fault) => return finder.fault(place, fault),
    };
    let mut record = ByteRecord::new();
    // The heading is row 1. A row may have many lines.
    for row in 2u64.. {
        left.set(most);
        let read = table.read_byte_record(&mut record);
        let place = format!("{place}:{row}");
        match read {
            Ok(false) => return ControlFlow::Continue(()),
            Ok(true) => {
                let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).map(<[u8]>::to_vec);
                match cell(Some(places.text)) {
                    None => finder.fault(&place, Fault::malformed("a row without the column of the text"))?,
                    Some(text) => {
                        let (id, date) = (cell(places.id), cell(places.date));
                        let (title, url) = (cell(places.title), cell(places.url));
                        let size = text.len() as u64;
                        finder.give(&place, size, Body::Row(Box::new(Row { text, id, date, title, url })))?;
                    }
                }
            }
            Err(error) => return finder.fault(&place, fault(error)),
        }
    }
    ControlFlow::Continue(())
}

/// Which column holds what.
#[derive(Debug)]
struct Places {
    text: usize,
    id: Option<usize>,
    date: Option<usize>,
    title: Option<usize>,
    url: Option<usize>,
}

impl Places {
    fn find(heads: &ByteRecord, columns: &Columns) -> Result<Self, Fault> {
        let all: Vec<u8> = heads.iter().flatten().copied().collect();
        let encoding = super::decode::guess(&all);
        let name = |head: &[u8]| match std::str::from_utf8(head) {
            Ok(name) => name.trim().to_string(),
            Err(_) => encoding.decode_without_bom_handling(head).0.trim().to_string(),
        };
        let heads: Vec<String> = heads.iter().map(name).collect();
        let usual =
            |names: &[&str]| names.iter().find_map(|n| heads.iter().position(|h| h.eq_ignore_ascii_case(n)));
        let of = |given: Option<&String>, names: &[&str]| match given {
            None => Ok(usual(names)),
            Some(given) => match heads.iter().position(|h| h == given) {
                Some(at) => Ok(Some(at)),
                None => Err(Fault::malformed(format!("has no column «{given}», but {}", heads.join(", ")))),
            },
        };
        let text = of(columns.text.as_ref(), Columns::TEXT)?.ok_or_else(|| {
            Fault::malformed(format!(
                "has no column of a usual name for the text, but {} (--text-field)",
                heads.join(", ")
            ))
        });
        Ok(Self {
            text: text?,
            id: of(columns.id.as_ref(), Columns::ID)?,
            date: of(columns.date.as_ref(), Columns::DATE)?,
            title: of(columns.title.as_ref(), &[])?,
            url: of(None, Columns::URL)?,
        })
    }
}

/// A reader that gives up when one row is too long.
struct Measured<'a, R> {
    inner: R,
    left: &'a Cell<u64>,
    limits: &'a Limits,
}

impl<R: Read> Read for Measured<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => return Err(self.limits.too_large().into()),
        }
        Ok(read)
    }
}

fn fault(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => Fault::malformed(format!("{other:?}")),
    }
}
