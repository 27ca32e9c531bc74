//! A report that is still to be read: finding reports is the work of one thread, reading them that of all.

use super::decode::decode;
use super::fault::Fault;
use super::kind::{Kind, stem};
use super::{Options, date, json};
use crate::message::clean;
use dangjian::date::{Basis, infer_published};
use dangjian::text::Document;
use std::fs::File;
use std::path::PathBuf;

/// One report, read.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) id: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) published: Option<String>,
    /// Where the date of publication comes from.
    pub(crate) how: Option<How>,
    pub(crate) text: String,
    /// What a person should know: what could not be decoded.
    pub(crate) warnings: Vec<String>,
}

impl Report {
    /// As the library takes it.
    pub(crate) fn input(&self) -> dangjian::Input<'_> {
        let mut input = dangjian::Input::new(&self.text);
        if let Some(id) = &self.id {
            input = input.id(id);
        }
        if let Some(source) = &self.source {
            input = input.source(source);
        }
        if let Some(date) = &self.published {
            input = input.published(date);
        }
        input
    }
}

/// Where a date of publication comes from, the surest first. What the text itself says stands behind `Option` and
/// before the rest: a file may lie in the folder of another day, a page is archived long after it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum How {
    /// A field of a row or an object.
    Field,
    /// What a page says of itself in its head.
    Metadata,
    /// The address of a page.
    Address,
    /// `--published`.
    Option,
    /// The name of a file, its folders included.
    Name,
    /// What an office or a PDF file says of its making.
    File,
    /// When a page was archived.
    Archived,
}

/// Dates of publication that were met on the way; the surest one wins.
#[derive(Debug, Default)]
pub(crate) struct Dates(Vec<(How, String)>);

impl Dates {
    pub(crate) fn add(&mut self, how: How, date: Option<String>) {
        self.0.extend(date.map(|d| (how, d)));
    }

    /// The date for a text.
    fn choose(mut self, text: &str) -> Option<(How, String)> {
        self.0.sort_by_key(|d| d.0);
        let (how, date) = self.0.into_iter().next()?;
        if how > How::Option {
            let told = infer_published(&Document::read(text));
            if told.is_some_and(|(_, basis)| basis == Basis::Byline) {
                return None;
            }
        }
        Some((how, date))
    }
}

/// What one document became before it is a report.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) title: Option<String>,
    pub(crate) text: String,
    pub(crate) dates: Dates,
    pub(crate) warning: Option<String>,
}

/// What a web archive tells of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) archived: Option<String>,
    pub(crate) charset: Option<&'static encoding_rs::Encoding>,
}

/// The cells of a row that are wanted, undecoded.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) text: Vec<u8>,
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) date: Option<Vec<u8>>,
    pub(crate) title: Option<Vec<u8>>,
    pub(crate) url: Option<Vec<u8>>,
}

/// A report that is still to be read (so that workers may do it), or why there is none.
#[derive(Debug)]
pub(crate) struct Task {
    /// Where it is from; nothing for standard input as one report.
    pub(crate) source: Option<String>,
    /// Bytes that it takes, about.
    pub(crate) size: u64,
    pub(crate) body: Body,
    /// From standard input, which is no source that a record could name.
    pub(crate) stdin: bool,
}

#[derive(Debug)]
pub(crate) enum Body {
    /// A file that is one report.
    File(PathBuf, Kind),
    /// A document out of an archive or of standard input.
    Bytes(Vec<u8>, Kind),
    /// A document out of a web archive.
    Page(Vec<u8>, Kind, Box<Page>),
    /// A JSON object.
    Object(Vec<u8>),
    /// A row of a table.
    Row(Box<Row>),
    /// Nothing, and why.
    Fault(Fault),
}

/// Why an input gave no report.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Problem {
    pub(crate) source: String,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", clean(&self.source), self.message)
    }
}

/// What standard input is called in messages.
pub(crate) const STDIN: &str = "standard input";

impl Task {
    /// Reads the report.
    pub(crate) fn read(self, options: &Options) -> Result<Report, Problem> {
        let (shown, stdin) = (self.source.clone(), self.stdin);
        let read = match self.body {
            Body::Fault(fault) => Err(fault),
            Body::File(path, kind) => File::open(&path)
                .map_err(Fault::from)
                .and_then(|mut file| options.limits.read_all(&mut file))
                .and_then(|bytes| document(bytes, kind, options, None))
                .map(|content| whole(content, shown.as_deref(), options)),
            Body::Bytes(bytes, kind) => {
                document(bytes, kind, options, None).map(|content| whole(content, shown.as_deref(), options))
            }
            Body::Page(bytes, kind, page) => page_report(bytes, kind, *page, options),
            Body::Object(bytes) => object(bytes, options),
            Body::Row(row) => row_report(*row, options),
        };
        let report = read.map(|mut report| {
            report.source = report.source.or(self.source.filter(|_| !stdin));
            report
        });
        report.map_err(|fault| Problem {
            source: shown.unwrap_or_else(|| STDIN.into()),
            code: fault.code,
            message: fault.message,
        })
    }
}

/// A document of one report.
fn document(
    bytes: Vec<u8>,
    kind: Kind,
    options: &Options,
    charset: Option<&'static encoding_rs::Encoding>,
) -> Result<Content, Fault> {
    // What is compressed inside may be long, the text no longer than any other.
    let content = match kind {
        #[cfg(feature = "html")]
        Kind::Html => super::html::read(bytes, charset)?,
        #[cfg(feature = "docx")]
        Kind::Docx => super::docx::read(bytes, &options.limits)?,
        #[cfg(feature = "pdf")]
        Kind::Pdf => super::pdf::read(&bytes, &options.limits)?,
        _ => {
            let decoded = decode(bytes, charset)?;
            Content { text: decoded.text, warning: decoded.warning, ..Content::default() }
        }
    };
    if content.text.len() as u64 > options.limits.max_size {
        return Err(options.limits.too_large());
    }
    Ok(content)
}

/// A document that is one report by itself.
fn whole(content: Content, source: Option<&str>, options: &Options) -> Report {
    let mut dates = content.dates;
    dates.add(How::Name, source.and_then(date::in_name));
    let id = source.map(|s| stem(s.rsplit('!').next().unwrap_or(s)).to_string());
    put_together(id, None, content.title.as_deref(), content.text, dates, content.warning, options)
}

fn page_report(bytes: Vec<u8>, kind: Kind, page: Page, options: &Options) -> Result<Report, Fault> {
    let content = document(bytes, kind, options, page.charset)?;
    let mut dates = content.dates;
    dates.add(How::Address, date::in_name(&page.url));
    dates.add(How::Archived, page.archived);
    let title = content.title.as_deref();
    Ok(put_together(Some(page.url), None, title, content.text, dates, content.warning, options))
}

fn object(bytes: Vec<u8>, options: &Options) -> Result<Report, Fault> {
    let decoded = decode(bytes, None)?;
    let fields = json::fields(&decoded.text, &options.columns)?;
    let mut dates = Dates::default();
    dates.add(
        How::Field,
        match fields.date.as_deref() {
            Some(date) => date::field(date).map_err(Fault::malformed)?,
            None => None,
        },
    );
    dates.add(How::Address, fields.url.as_deref().and_then(date::in_name));
    let title = fields.title.as_deref();
    Ok(put_together(fields.id, fields.source, title, fields.text, dates, decoded.warning, options))
}

fn row_report(row: Row, options: &Options) -> Result<Report, Fault> {
    // One encoding for all cells: the longest one tells it best.
    let encoding = std::str::from_utf8(&row.text).is_err().then(|| super::decode::guess(&row.text));
    let cell = |cell: Option<Vec<u8>>| -> Result<Option<String>, Fault> {
        let Some(bytes) = cell else { return Ok(None) };
        let text = decode(bytes, encoding)?.text.trim().to_string();
        Ok(Some(text).filter(|t| !t.is_empty()))
    };
    let (id, title, url) = (cell(row.id)?, cell(row.title)?, cell(row.url)?);
    let mut dates = Dates::default();
    dates.add(
        How::Field,
        match cell(row.date)? {
            Some(date) => date::field(&date).map_err(Fault::malformed)?,
            None => None,
        },
    );
    dates.add(How::Address, url.as_deref().and_then(date::in_name));
    let decoded = decode(row.text, encoding)?;
    Ok(put_together(id, None, title.as_deref(), decoded.text, dates, decoded.warning, options))
}

/// The report. A title that the text does not begin with becomes its first line: there the library looks for it.
fn put_together(
    id: Option<String>,
    source: Option<String>,
    title: Option<&str>,
    mut text: String,
    mut dates: Dates,
    warning: Option<String>,
    options: &Options,
) -> Report {
    if let Some(title) = title.map(str::trim).filter(|t| !t.is_empty())
        && !text.trim_start().starts_with(title)
    {
        text.insert(0, '\n');
        text.insert_str(0, title);
    }
    dates.add(How::Option, options.published.clone());
    let (how, published) = dates.choose(&text).unzip();
    Report { id, source, published, how, text, warnings: warning.into_iter().collect() }
}
