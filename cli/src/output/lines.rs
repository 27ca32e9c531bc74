//! Records as lines of JSON, with a journal of how far they are; other outputs take them from here.

use super::journal::{Journal, Progress};

use super::{Item, Output};
use crate::message::Stop;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Records as lines of JSON, to standard output or to a file; beside a file, what could not be read goes to a second one.
///
/// A file is written under another name and gets its own when it is whole; until then a journal tells how far it came. So
/// whoever finds `records.jsonl` has all of it, and a run that was ended goes on where it stopped.
pub(crate) struct Writer {
    /// What the target is called in messages.
    shown: String,
    out: BufWriter<Box<dyn Write + Send>>,
    file: Option<Target>,
    /// Another output, to which the lines are handed on.
    other: Option<Output>,
}

/// A file with what belongs to it.
struct Target {
    path: PathBuf,
    errors: PathBuf,
    /// Opened at the first error.
    errors_out: Option<File>,
    /// The file that `out` writes to, to be brought to the disk.
    handle: File,
    journal: Journal,
    journalled: Instant,
    synced: Instant,
}

/// The journal is written so often at most, and the disk asked to keep what is written.
const JOURNAL: Duration = Duration::from_millis(100);
const SYNC: Duration = Duration::from_secs(2);

/// What a run finds of an earlier one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// Nothing, or nothing was asked for.
    Fresh,
    /// So much is done.
    At(Progress),
    /// The output is whole.
    Whole,
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// `records.errors.jsonl` beside `records.jsonl`.
fn errors_path(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or(path.as_os_str()).to_owned();
    let mut name = stem;
    name.push(".errors.jsonl");
    path.with_file_name(name)
}

/// All files that are written for an output.
pub(crate) fn files_of(path: &Path) -> Vec<PathBuf> {
    let errors = errors_path(path);
    vec![
        path.to_path_buf(),
        beside(path, ".part"),
        beside(path, ".journal"),
        beside(&errors, ".part"),
        errors,
    ]
}

/// Whether a path is a pipe or a device, which can neither be renamed nor begun anew.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| !meta.is_file())
}

impl Writer {
    /// Standard output.
    pub(crate) fn stdout() -> Self {
        let out: Box<dyn Write + Send> = Box::new(io::stdout());
        Self {
            shown: "standard output".into(),
            out: BufWriter::with_capacity(1 << 16, out),
            file: None,
            other: None,
        }
    }

    /// An output of another format; it cannot be gone on with.
    pub(crate) fn other(output: Output) -> Self {
        Self { other: Some(output), ..Self::stdout() }
    }

    /// A file. With `resume`, what an earlier run with the same `fingerprint` wrote is kept as far as its journal tells.
    pub(crate) fn file(path: &Path, resume: bool, fingerprint: u64) -> Result<(Self, Start), Stop> {
        let shown = path.display().to_string();
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |e: io::Error| Stop::Usage(format!("{path}: {e}"))
        };
        if is_special(path) {
            if resume {
                return Err(Stop::Usage(format!("{shown}: is no file; nothing there can go on (--resume)")));
            }
            let handle = OpenOptions::new().write(true).open(path).map_err(failed(path))?;
            let out: Box<dyn Write + Send> = Box::new(handle);
            return Ok((
                Self { shown, out: BufWriter::with_capacity(1 << 16, out), file: None, other: None },
                Start::Fresh,
            ));
        }
        let (part, errors, log) = (beside(path, ".part"), errors_path(path), beside(path, ".journal"));
        let mut start = Start::Fresh;
        if resume {
            match Journal::read(&log, fingerprint) {
                Ok(entries) => {
                    let length = |path: &Path| fs::metadata(path).map_or(0, |m| m.len());
                    let (bytes, error_bytes) = (length(&part), length(&beside(&errors, ".part")));
                    if !part.exists() && path.exists() && !entries.is_empty() {
                        // It was ended between its last two steps.
                        fs::remove_file(&log).map_err(failed(&log))?;
                        start = Start::Whole;
                    } else if let Some(last) =
                        entries.into_iter().rfind(|e| e.bytes <= bytes && e.error_bytes <= error_bytes)
                    {
                        start = Start::At(last);
                    }
                }
                Err(problem) if problem.kind() == io::ErrorKind::NotFound => {
                    if path.exists() && !part.exists() {
                        start = Start::Whole;
                    }
                }
                Err(problem) => return Err(Stop::Usage(format!("{}: {problem}", log.display()))),
            }
        }
        let kept = if let Start::At(kept) = &start { *kept } else { Progress::default() };
        if start == Start::Whole {
            let out: Box<dyn Write + Send> = Box::new(io::sink());
            return Ok((Self { shown, out: BufWriter::new(out), file: None, other: None }, start));
        }
        let handle = open_at(&part, kept.bytes).map_err(failed(&part))?;
        let errors_part = beside(&errors, ".part");
        let errors_out = match kept.error_bytes {
            0 => {
                remove(&errors_part).map_err(failed(&errors_part))?;
                None
            }
            bytes => Some(open_at(&errors_part, bytes).map_err(failed(&errors_part))?),
        };
        let journal = Journal::write(&log, fingerprint, &kept).map_err(failed(&log))?;
        let out: Box<dyn Write + Send> = Box::new(handle.try_clone().map_err(failed(&part))?);
        let now = Instant::now();
        let file = Target {
            path: path.to_path_buf(),
            errors,
            errors_out,
            handle,
            journal,
            journalled: now,
            synced: now,
        };
        Ok((
            Self { shown, out: BufWriter::with_capacity(1 << 18, out), file: Some(file), other: None },
            start,
        ))
    }

    fn failed(&self, error: io::Error) -> Stop {
        Stop::Write(self.shown.clone(), error)
    }

    /// A record, its line end included.
    pub(crate) fn record(&mut self, line: &[u8]) -> Result<(), Stop> {
        if let Some(other) = &mut self.other {
            return other.put(Item::Line(line.strip_suffix(b"\n").unwrap_or(line).to_vec()));
        }
        self.out.write_all(line).map_err(|e| Stop::Write(self.shown.clone(), e))
    }

    /// What is told of an input that gave no record. True if it went to a file.
    pub(crate) fn error(&mut self, line: &[u8]) -> Result<bool, Stop> {
        let Some(file) = &mut self.file else { return Ok(false) };
        let path = beside(&file.errors, ".part");
        let failed = |e| Stop::Write(path.display().to_string(), e);
        if file.errors_out.is_none() {
            file.errors_out = Some(open_at(&path, 0).map_err(failed)?);
        }
        if let Some(out) = &mut file.errors_out {
            out.write_all(line).map_err(failed)?;
        }
        Ok(true)
    }

    /// All records so far can be read. `idle` if there is nothing else to do.
    pub(crate) fn flush(&mut self, progress: &Progress, idle: bool) -> Result<(), Stop> {
        if let Some(other) = &mut self.other {
            return if idle { other.flush() } else { Ok(()) };
        }
        let Some(file) = &mut self.file else {
            // Who reads along sees a record when it is made.
            return if idle { self.out.flush().map_err(|e| self.failed(e)) } else { Ok(()) };
        };
        if file.journalled.elapsed() < JOURNAL {
            return Ok(());
        }
        let sync = file.synced.elapsed() >= SYNC;
        self.checkpoint(progress, sync)
    }

    /// What is written stays, and the journal says so: in this order.
    fn checkpoint(&mut self, progress: &Progress, sync: bool) -> Result<(), Stop> {
        self.out.flush().map_err(|e| Stop::Write(self.shown.clone(), e))?;
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut write = || -> io::Result<()> {
            if sync {
                file.handle.sync_data()?;
                if let Some(errors) = &file.errors_out {
                    errors.sync_data()?;
                }
                file.synced = Instant::now();
            }
            file.journal.add(progress)?;
            file.journalled = Instant::now();
            Ok(())
        };
        write().map_err(|e| Stop::Write(self.shown.clone(), e))
    }

    /// The run was broken off: all that is finished can be gone on from. Gives the name of the unfinished file, if there is one: other
    /// outputs get their names with what is in them.
    pub(crate) fn leave(mut self, progress: &Progress) -> Result<Option<PathBuf>, Stop> {
        if let Some(other) = self.other {
            return other.finish().map(|()| None);
        }
        self.checkpoint(progress, true)?;
        Ok(self.file.map(|file| beside(&file.path, ".part")))
    }

    /// Everything is written: the files get their names.
    pub(crate) fn finish(mut self, progress: &Progress) -> Result<(), Stop> {
        if let Some(other) = self.other {
            return other.finish();
        }
        self.checkpoint(progress, true)?;
        let Some(file) = self.file else { return Ok(()) };
        let name = || -> io::Result<()> {
            match &file.errors_out {
                Some(_) => fs::rename(beside(&file.errors, ".part"), &file.errors)?,
                // What an earlier run could not read is no longer true.
                None => remove(&file.errors)?,
            }
            fs::rename(beside(&file.path, ".part"), &file.path)?;
            remove(&beside(&file.path, ".journal"))
        };
        name().map_err(|e| Stop::Write(self.shown.clone(), e))
    }
}

/// Opens a file to write on behind so many bytes; what stands behind them goes.
fn open_at(path: &Path, bytes: u64) -> io::Result<File> {
    let file = OpenOptions::new().create(true).truncate(false).append(true).open(path)?;
    file.set_len(bytes)?;
    Ok(file)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
