//! Where records go: JSON Lines, JSON, CSV tables, SQLite, Parquet; to a file, a folder or standard output.

#[cfg(feature = "csv")]
mod csv;
pub(crate) mod file;
mod journal;
mod json;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(any(feature = "csv", feature = "parquet", feature = "sqlite"))]
#[cfg_attr(
    not(all(feature = "parquet", feature = "sqlite")),
    allow(dead_code, reason = "each writer asks for a part of the description")
)]
mod table;

pub(crate) use journal::{Progress, chain};
pub(crate) use lines::{Start, Writer, files_of};

use crate::message::Stop;
use dangjian::record::Record;
use file::{Compression, Stream};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// The arguments that say where records go.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Target {
    /// Write to this file instead of standard output; its name tells the format
    ///
    /// `.json` is one array, `.db` or `.sqlite` a database, `.parquet` a table of documents with lists in it; any other
    /// name is JSON Lines. `.gz` or `.zst` behind the name compresses. The file has its name only when it is whole.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write tables into this folder: documents, organizations, mentions, people …, a file each (CSV, or Parquet with
    /// --format)
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(crate) tables: Option<PathBuf>,

    /// The format, where the name of the output does not tell it
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Compress, where the name of the output does not tell it (standard output, tables)
    #[arg(long, value_name = "WAY")]
    pub(crate) compress: Option<Compression>,
}

/// A format of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A record a line
    Jsonl,
    /// One array
    Json,
    /// Tables, a file each
    Csv,
    /// A database with tables
    Sqlite,
    /// One table with lists in it, or a file a table
    Parquet,
}

impl Format {
    /// By the ending of a name.
    fn of(name: &str) -> Option<Self> {
        match Path::new(name).extension()?.to_str()? {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "json" => Some(Self::Json),
            "csv" | "tsv" => Some(Self::Csv),
            "db" | "sqlite" | "sqlite3" => Some(Self::Sqlite),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }
}

impl Target {
    /// Whether records go out as lines of JSON as they are, which can be gone on with.
    pub(crate) fn is_lines(&self) -> bool {
        let name = self.output.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy());
        let name = name.unwrap_or_default();
        let (packed, rest) = Compression::of(&name);
        let format = self.format.or_else(|| Format::of(rest)).unwrap_or(Format::Jsonl);
        self.tables.is_none() && packed.or(self.compress).is_none() && format == Format::Jsonl
    }
}

/// A finished report on its way out.
#[derive(Debug)]
pub(crate) enum Item {
    /// As JSON, without a line end.
    Line(Vec<u8>),
    /// As a record.
    Record(Box<Record>),
}

impl Item {
    #[cfg(any(feature = "csv", feature = "parquet", feature = "sqlite"))]
    fn into_record(self) -> io::Result<Box<Record>> {
        match self {
            Self::Line(line) => Ok(serde_json::from_slice(&line)?),
            Self::Record(record) => Ok(record),
        }
    }
}

/// Takes records in order.
trait Sink: Send {
    fn put(&mut self, item: Item) -> io::Result<()>;

    /// Who reads along sees what was put so far, where the format allows it.
    fn flush(&mut self) -> io::Result<()>;

    /// Writes what is held. Without it files do not get their names.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

enum Message {
    Item(Item),
    Finish,
}

enum Way {
    /// Written at once.
    Here(Box<dyn Sink>),
    /// Written by a thread of its own, while reports are read: tables take time.
    Thread(Option<SyncSender<Message>>, Option<JoinHandle<io::Result<()>>>),
}

/// An open output. What was written is thrown away unless it is finished.
pub(crate) struct Output {
    shown: String,
    way: Way,
}

impl Output {
    /// Opens the output that the arguments name. What cannot work is refused before anything is read.
    pub(crate) fn open(target: &Target, pretty: bool) -> Result<Self, Stop> {
        let refuse = |why: &str| Err(Stop::Usage(why.into()));
        let file = target.output.as_deref().filter(|path| *path != Path::new("-"));
        let name = file.and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
        let (named, rest) = Compression::of(&name);
        if let (Some(named), Some(asked)) = (named, target.compress)
            && named != asked
        {
            return refuse("--compress says something else than the name of the output");
        }
        let compression = named.or(target.compress);
        let usual = if target.tables.is_some() { Format::Csv } else { Format::Jsonl };
        let format = target.format.or_else(|| Format::of(rest)).unwrap_or(usual);
        let columns = matches!(format, Format::Csv | Format::Sqlite | Format::Parquet);
        if pretty && columns {
            return refuse("--pretty is for JSON");
        }
        if compression.is_some() && matches!(format, Format::Sqlite | Format::Parquet) {
            return refuse(
                "only JSON and CSV can be compressed; Parquet is so inside, a database must be read in place",
            );
        }
        let shown =
            target.tables.as_deref().or(file).map_or("standard output".into(), |p| p.display().to_string());
        let fail = |e: io::Error| Stop::Usage(format!("{shown}: {e}"));
        let sink: Box<dyn Sink> = match (format, &target.tables) {
            (Format::Jsonl | Format::Json, Some(_)) => {
                return refuse("--tables writes CSV or Parquet; for JSON give a file with --output");
            }
            (Format::Jsonl | Format::Json, None) => {
                let stream = Stream::create(file, compression).map_err(fail)?;
                Box::new(json::Json::new(stream, format == Format::Json, pretty))
            }
            (Format::Csv, None) => {
                return refuse("CSV is several tables: give a folder for them with --tables");
            }
            (Format::Csv, Some(folder)) => {
                fs::create_dir_all(folder).map_err(fail)?;
                csv(folder, compression).map_err(fail)?
            }
            (Format::Sqlite, Some(_)) => {
                return refuse("a database holds all tables: give its file with --output");
            }
            (Format::Sqlite, None) => match file {
                Some(path) => sqlite(path).map_err(fail)?,
                None => {
                    return refuse("a database cannot go to standard output: give its file with --output");
                }
            },
            (Format::Parquet, Some(folder)) => {
                fs::create_dir_all(folder).map_err(fail)?;
                parquet_tables(folder).map_err(fail)?
            }
            (Format::Parquet, None) => parquet(Stream::create(file, None).map_err(fail)?).map_err(fail)?,
        };
        let way = if columns { in_thread(sink) } else { Way::Here(sink) };
        Ok(Self { shown, way })
    }

    /// Adds a record.
    pub(crate) fn put(&mut self, item: Item) -> Result<(), Stop> {
        let result = match &mut self.way {
            Way::Here(sink) => sink.put(item),
            Way::Thread(Some(sender), _) if sender.send(Message::Item(item)).is_ok() => Ok(()),
            // The thread has ended, which it does on an error.
            Way::Thread(sender, thread) => {
                *sender = None;
                join(thread)
            }
        };
        result.map_err(|e| Stop::Write(self.shown.clone(), e))
    }

    /// Who reads along sees what was put so far.
    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        match &mut self.way {
            Way::Here(sink) => sink.flush().map_err(|e| Stop::Write(self.shown.clone(), e)),
            Way::Thread(..) => Ok(()),
        }
    }

    /// Ends the output: what was written is kept.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        let shown = std::mem::take(&mut self.shown);
        let way = std::mem::replace(&mut self.way, Way::Thread(None, None));
        let result = match way {
            Way::Here(sink) => sink.finish(),
            Way::Thread(sender, mut thread) => {
                let told = sender.map(|sender| sender.send(Message::Finish));
                // Where nobody heard it, the thread tells why.
                drop(told);
                join(&mut thread)
            }
        };
        result.map_err(|e| Stop::Write(shown, e))
    }
}

impl Drop for Output {
    /// The thread removes its files before the program ends.
    fn drop(&mut self) {
        if let Way::Thread(sender, thread) = &mut self.way {
            *sender = None;
            let _ = join(thread);
        }
    }
}

fn join(thread: &mut Option<JoinHandle<io::Result<()>>>) -> io::Result<()> {
    match thread.take().map(JoinHandle::join) {
        Some(Ok(result)) => result,
        Some(Err(_)) => Err(io::Error::other("the thread that writes ended early")),
        None => Ok(()),
    }
}

fn in_thread(sink: Box<dyn Sink>) -> Way {
    let (sender, messages) = sync_channel(64);
    Way::Thread(Some(sender), Some(std::thread::spawn(move || work(sink, &messages))))
}

/// Puts all that comes. Without a word that it is the end, what was written is not kept.
fn work(mut sink: Box<dyn Sink>, messages: &Receiver<Message>) -> io::Result<()> {
    while let Ok(message) = messages.recv() {
        match message {
            Message::Item(item) => sink.put(item)?,
            Message::Finish => return sink.finish(),
        }
    }
    Ok(())
}

#[cfg(not(all(feature = "csv", feature = "parquet", feature = "sqlite")))]
fn lacking(what: &str) -> io::Error {
    io::Error::other(format!("this program was built without {what}"))
}

#[cfg(feature = "csv")]
fn csv(folder: &Path, compression: Option<Compression>) -> io::Result<Box<dyn Sink>> {
    Ok(Box::new(csv::Csv::create(folder, compression)?))
}

#[cfg(not(feature = "csv"))]
fn csv(_: &Path, _: Option<Compression>) -> io::Result<Box<dyn Sink>> {
    Err(lacking("csv"))
}

#[cfg(feature = "sqlite")]
fn sqlite(path: &Path) -> io::Result<Box<dyn Sink>> {
    Ok(Box::new(sqlite::Sqlite::create(path)?))
}

#[cfg(not(feature = "sqlite"))]
fn sqlite(_: &Path) -> io::Result<Box<dyn Sink>> {
    Err(lacking("sqlite"))
}

#[cfg(feature = "parquet")]
fn parquet(out: Stream) -> io::Result<Box<dyn Sink>> {
    Ok(Box::new(parquet::Parquet::one(out)?))
}

#[cfg(feature = "parquet")]
fn parquet_tables(folder: &Path) -> io::Result<Box<dyn Sink>> {
    Ok(Box::new(parquet::Parquet::many(folder)?))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Stream) -> io::Result<Box<dyn Sink>> {
    Err(lacking("parquet"))
}

#[cfg(not(feature = "parquet"))]
fn parquet_tables(_: &Path) -> io::Result<Box<dyn Sink>> {
    Err(lacking("parquet"))
}
