//! From the paths of the command line to tasks: opens what must be opened to find reports in it.

use super::fault::Fault;
use super::kind::{HEAD, Kind, inner_name};
use super::limits::{Cost, Counted, Watched};
use super::pack::{unpack, unsupported};
use super::select::Selection;
use super::task::{Body, STDIN, Task};
use super::{Options, json, walk};
use crate::message::clean;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What others may look at while inputs are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    /// Bytes of files on the disk that have been read or handed on.
    pub(crate) bytes: Arc<AtomicU64>,
    /// Files that were passed over, by reason.
    pub(crate) skipped: Arc<Mutex<BTreeMap<&'static str, u64>>>,
    /// Files of ours, which are no inputs: the outputs.
    pub(crate) except: Vec<PathBuf>,
}

impl Watch {
    fn skip(&self, reason: &'static str) {
        *self.skipped.lock().unwrap_or_else(PoisonError::into_inner).entry(reason).or_insert(0) += 1;
    }
}

/// Where tasks go. To break off is to want no more.
pub(super) type Emit<'a> = dyn FnMut(Task) -> ControlFlow<()> + 'a;

/// Finds all reports of the paths, in order.
pub(crate) fn read(
    paths: &[PathBuf],
    options: &Options,
    watch: &Watch,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let selection = Arc::new(Selection::new(&options.select));
    for path in paths {
        let mut finder = Finder {
            options,
            selection: &selection,
            watch,
            cost: Cost::default(),
            emit,
            stdin: false,
            given: true,
        };
        if path == Path::new("-") {
            finder.standard_input()?;
            continue;
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => folder(path, options, &selection, watch, emit)?,
            Ok(_) => finder.file(path, true)?,
            Err(error) => finder.fault(&shown(path), error.into())?,
        }
    }
    ControlFlow::Continue(())
}

fn folder(
    path: &Path,
    options: &Options,
    selection: &Arc<Selection>,
    watch: &Watch,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let mut empty = true;
    let (chosen, root, counted) = (Arc::clone(selection), path.to_path_buf(), watch.clone());
    let enter = move |entry: &ignore::DirEntry| {
        let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let below = below.to_string_lossy().replace('\\', "/");
        let excluded = chosen.excludes(&below);
        if excluded && !entry.file_type().is_some_and(|t| t.is_dir()) {
            counted.skip("excluded");
        }
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".") && !chosen.includes(&below);
        if hidden && !excluded {
            counted.skip("hidden");
        }
        !excluded && !hidden
    };
    for file in walk::files(path, enter) {
        empty = false;
        let mut finder =
            Finder { options, selection, watch, cost: Cost::default(), emit, stdin: false, given: true };
        match file {
            Ok(file) => finder.file(&file, false)?,
            Err((path, fault)) => finder.fault(&shown(&path), fault)?,
        }
    }
    if empty {
        let mut finder =
            Finder { options, selection, watch, cost: Cost::default(), emit, stdin: false, given: true };
        finder.fault(&shown(path), Fault::new("no-text", "holds no file to read"))?;
    }
    ControlFlow::Continue(())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Finds the reports of one file.
pub(super) struct Finder<'a, 'e> {
    pub(super) options: &'a Options,
    selection: &'a Selection,
    watch: &'a Watch,
    pub(super) cost: Cost,
    emit: &'a mut Emit<'e>,
    stdin: bool,
    /// The caller named the file: all of it is meant.
    given: bool,
}

impl Finder<'_, '_> {
    /// Hands a report on.
    pub(super) fn give(&mut self, place: &str, size: u64, body: Body) -> ControlFlow<()> {
        (self.emit)(Task { source: Some(place.to_string()), size, body, stdin: self.stdin })
    }

    pub(super) fn fault(&mut self, place: &str, fault: Fault) -> ControlFlow<()> {
        self.give(place, 0, Body::Fault(fault))
    }

    /// A file on the disk; `given` if the caller named it.
    fn file(&mut self, path: &Path, given: bool) -> ControlFlow<()> {
        let place = shown(path);
        self.given = given;
        let Some(kind) = self.kind(&place, given) else { return ControlFlow::Continue(()) };
        if !self.watch.except.is_empty()
            && let Ok(real) = fs::canonicalize(path)
            && self.watch.except.contains(&real)
        {
            return ControlFlow::Continue(());
        }
        let opened = File::open(path).and_then(|mut file| {
            let meta = file.metadata()?;
            let kind = match (given.then_some(self.options.format).flatten(), kind) {
                (Some(kind), _) | (None, Wanted::As(kind)) => kind,
                (None, Wanted::Sniff) => {
                    let mut head = Vec::new();
                    (&mut file).take(HEAD as u64).read_to_end(&mut head)?;
                    file = File::open(path)?;
                    Kind::of_head(&head).unwrap_or(Kind::Text)
                }
            };
            Ok((file, meta.len(), kind))
        });
        let (file, size, kind) = match opened {
            Ok(opened) => opened,
            Err(error) => return self.fault(&place, error.into()),
        };
        if kind.is_one() {
            self.watch.bytes.fetch_add(size, Ordering::Relaxed);
            return match size > self.options.limits.max_size {
                true => self.fault(&place, self.options.limits.too_large()),
                false => self.give(&place, size, Body::File(path.to_path_buf(), kind)),
            };
        }
        #[cfg(feature = "zip")]
        if kind == Kind::Zip {
            self.cost.packed.set(size);
            let told = Told { inner: file, bytes: Arc::clone(&self.watch.bytes) };
            return super::zipped::read(self, &place, BufReader::new(told), 1);
        }
        let reader = Counted { inner: file, count: Rc::clone(&self.cost.packed) };
        let reader = Told { inner: reader, bytes: Arc::clone(&self.watch.bytes) };
        self.stream(&place, &place, kind, &mut BufReader::with_capacity(1 << 16, reader), 0)
    }

    /// Whether a file is wanted, and as what. Counts what is not.
    fn kind(&self, name: &str, given: bool) -> Option<Wanted> {
        let path = name.replace('\\', "/");
        let of_name = Kind::of_name(name);
        if given {
            return Some(of_name.map_or(Wanted::Sniff, Wanted::As));
        }
        if self.selection.is_strict() {
            // An archive is opened for what may be wanted in it, a table for its rows.
            let named = self.selection.includes(&path.replace('!', "/"));
            let opened = named || of_name.is_some_and(|kind| !kind.is_one() && is_archive(kind));
            if !opened {
                self.watch.skip("not included");
                return None;
            }
        }
        match of_name {
            Some(kind) => Some(Wanted::As(kind)),
            None if self.selection.is_strict() => Some(Wanted::Sniff),
            None => {
                self.watch.skip("of no format that is read");
                None
            }
        }
    }

    /// Whether an entry of an archive is wanted, and as what.
    pub(super) fn entry_kind(&self, place: &str, entry: &str) -> Option<Wanted> {
        let path = entry.replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or(&path);
        if self.selection.excludes(&path) {
            self.watch.skip("excluded");
            return None;
        }
        // What file managers put beside the files, as macOS does.
        if (name.starts_with('.') || path.split('/').any(|p| p == "__MACOSX"))
            && !self.selection.includes(&path)
        {
            self.watch.skip("hidden");
            return None;
        }
        self.kind(&format!("{place}!{entry}"), false)
    }

    /// An entry of an archive.
    pub(super) fn entry(
        &mut self,
        place: &str,
        wanted: Wanted,
        reader: &mut dyn Read,
        depth: usize,
    ) -> ControlFlow<()> {
        let mut reader = BufReader::with_capacity(1 << 13, reader);
        let kind = match wanted {
            Wanted::As(kind) => kind,
            Wanted::Sniff => match reader.fill_buf() {
                Ok(head) => Kind::of_head(head).unwrap_or(Kind::Text),
                Err(error) => return self.fault(place, error.into()),
            },
        };
        let name = place.rsplit('!').next().unwrap_or(place).to_string();
        self.stream(place, &name, kind, &mut reader, depth)
    }

    /// Whatever it is, byte after byte.
    pub(super) fn stream(
        &mut self,
        place: &str,
        name: &str,
        kind: Kind,
        reader: &mut dyn BufRead,
        depth: usize,
    ) -> ControlFlow<()> {
        if !kind.is_one() && depth > self.options.limits.max_depth {
            let message =
                format!("lies deeper than {} archives (--max-depth)", self.options.limits.max_depth);
            return self.fault(place, Fault::new("too-deep", message));
        }
        match kind {
            Kind::Text | Kind::Html | Kind::Docx | Kind::Pdf => match self.options.limits.read_all(reader) {
                Ok(bytes) => self.give(place, bytes.len() as u64, Body::Bytes(bytes, kind)),
                Err(fault) => self.fault(place, fault),
            },
            Kind::Jsonl | Kind::Json => {
                let (limits, columns) = (&self.options.limits, &self.options.columns);
                // Beside reports lie JSON files of many sorts; lines are reports.
                let any = kind == Kind::Json && !self.given;
                let mut give = |at: &str, object: Result<Vec<u8>, Fault>| {
                    let place = format!("{place}{at}");
                    match object {
                        Ok(bytes) if any && json::is_other(&bytes, columns) => {
                            self.watch.skip("JSON objects without a text");
                            ControlFlow::Continue(())
                        }
                        Ok(bytes) => self.give(&place, bytes.len() as u64, Body::Object(bytes)),
                        Err(fault) => self.fault(&place, fault),
                    }
                };
                if kind == Kind::Jsonl {
                    return json::lines(&mut super::decode::lines(reader), limits, &mut give);
                }
                match super::decode::utf8(reader) {
                    Ok(mut reader) => json::any(&mut reader, limits, &mut give),
                    Err(error) => self.fault(place, error.into()),
                }
            }
            #[cfg(feature = "csv")]
            Kind::Csv | Kind::Tsv => super::table::read(self, place, kind, reader),
            #[cfg(feature = "warc")]
            Kind::Warc => super::warc::read(self, place, reader),
            #[cfg(feature = "tar")]
            Kind::Tar => super::tape::read(self, place, reader, depth),
            #[cfg(feature = "zip")]
            Kind::Zip => {
                // The list of what is in it stands at its end.
                match self.options.limits.read_all(reader) {
                    Ok(bytes) => super::zipped::read(self, place, io::Cursor::new(bytes), depth + 1),
                    Err(fault) => self.fault(place, fault),
                }
            }
            Kind::Gz | Kind::Zst | Kind::Xz | Kind::Bz2 => self.packed(place, name, kind, reader, depth),
            #[allow(unreachable_patterns, reason = "where all formats are built in")]
            _ => self.fault(place, unsupported(kind)),
        }
    }

    fn packed(
        &mut self,
        place: &str,
        name: &str,
        kind: Kind,
        reader: &mut dyn BufRead,
        depth: usize,
    ) -> ControlFlow<()> {
        let inner = match unpack(kind, reader) {
            Ok(inner) => inner,
            Err(fault) => return self.fault(place, fault),
        };
        let (cost, limits) = (self.cost.clone(), &self.options.limits);
        let mut reader = BufReader::with_capacity(1 << 16, Watched { inner, cost: &cost, limits, depth });
        let name = inner_name(name);
        let kind = match Kind::of_name(&name) {
            Some(kind) => kind,
            None => match reader.fill_buf() {
                Ok(head) => Kind::of_head(head).unwrap_or(Kind::Text),
                Err(error) => return self.fault(place, error.into()),
            },
        };
        self.stream(place, &name, kind, &mut reader, depth + 1)
    }

    /// Standard input: what it is, its first bytes tell.
    fn standard_input(&mut self) -> ControlFlow<()> {
        self.stdin = true;
        let counted = Counted { inner: io::stdin(), count: Rc::clone(&self.cost.packed) };
        let mut reader = BufReader::with_capacity(1 << 16, counted);
        let mut head = Vec::new();
        // As many bytes as tell it, but no waiting for more than the first that are no blanks.
        while head.trim_ascii().is_empty() && head.len() < 1 << 16 {
            match reader.fill_buf() {
                Ok([]) => break,
                Ok(bytes) => {
                    head.extend_from_slice(bytes);
                    let read = bytes.len();
                    reader.consume(read);
                }
                Err(error) => return self.fault(STDIN, error.into()),
            }
        }
        let sniffed = match Kind::of_head(&head) {
            Some(Kind::Json) if head.trim_ascii_start().first() != Some(&b'[') => Kind::Jsonl,
            other => other.unwrap_or(Kind::Text),
        };
        let kind = self.options.format.unwrap_or(sniffed);
        let mut reader = io::Cursor::new(head).chain(reader);
        if !kind.is_one() {
            return self.stream(STDIN, "", kind, &mut reader, 0);
        }
        match self.options.limits.read_all(&mut reader) {
            Ok(bytes) => {
                let len = bytes.len() as u64;
                let body = Body::Bytes(bytes, kind);
                (self.emit)(Task { source: None, size: len, body, stdin: true })
            }
            Err(fault) => self.fault(STDIN, fault),
        }
    }
}

/// What a file is to be read as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    As(Kind),
    /// Its first bytes will tell.
    Sniff,
}

fn is_archive(kind: Kind) -> bool {
    matches!(kind, Kind::Zip | Kind::Tar | Kind::Warc | Kind::Gz | Kind::Zst | Kind::Xz | Kind::Bz2)
}

/// Tells how far a file was read.
struct Told<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Told<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// The name of an entry: in UTF-8, or in what a Chinese Windows writes.
#[cfg(any(feature = "zip", feature = "tar"))]
pub(super) fn entry_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_string(),
        Err(_) => super::decode::guess(raw).decode_without_bom_handling(raw).0.into_owned(),
    };
    clean(&name)
}
