//! Where reports come from: files, folders, JSON Lines, standard input. Nothing is held but the names of
//! the folder that is being walked and the line that is being read.

use crate::decode::decode;
use crate::message::Stop;
use crate::published;
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde::Deserialize;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Longer files and lines are refused: no report is that long, and one would fill the memory.
const LONGEST: u64 = 1 << 30;

/// The arguments that all commands that read reports share.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Inputs {
    /// Files, folders, or `-` for standard input
    ///
    /// A `.jsonl` file holds a report a line: {"id": …, "text": …, "published": …}, of which only `text` must
    /// be there. Any other file is one report. Of a folder, all `.txt` and `.jsonl` files are read, also those
    /// of its folders, in the order of their names. Standard input is JSON Lines if it begins with `{`, else one
    /// report. Encodings: UTF-8, UTF-16, GBK, GB18030, Big5.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Date of publication of reports that carry none: 2021-07-01, or with a time 2021-07-01T08:30
    #[arg(long, value_name = "DATE", value_parser = published::parse)]
    pub(crate) published: Option<String>,
}

/// One report, read.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) id: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) text: String,
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

/// A report that is still to be read (so that workers may do it), or why there is none.
#[derive(Debug)]
pub(crate) enum Task {
    /// A file that is one report.
    File(PathBuf, u64),
    /// A line of JSON, with the file and the line's number.
    Line(Option<PathBuf>, usize, Vec<u8>),
    /// Standard input as one report.
    Text(Vec<u8>),
    /// Something that cannot be read.
    Problem(String),
}

/// A line of JSON Lines.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<Id>,
    text: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Task {
    /// Bytes that the report takes, about.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::File(_, size) => *size,
            Self::Line(_, _, bytes) | Self::Text(bytes) => bytes.len() as u64,
            Self::Problem(_) => 0,
        }
    }

    /// Reads the report. The error is a message that names file and place.
    pub(crate) fn read(self, published: Option<&str>) -> Result<Report, String> {
        let published = published.map(str::to_string);
        match self {
            Self::Problem(problem) => Err(problem),
            Self::Text(bytes) => {
                let text = decode(bytes).map_err(|e| format!("standard input: {e}"))?;
                Ok(Report { id: None, source: None, published, text })
            }
            Self::File(path, _) => {
                let shown = path.display().to_string();
                let bytes = fs::read(&path).map_err(|e| format!("{shown}: {e}"))?;
                let text = decode(bytes).map_err(|e| format!("{shown}: {e}"))?;
                let id = path.file_stem().map(|s| s.to_string_lossy().into_owned());
                Ok(Report { id, source: Some(shown), published, text })
            }
            Self::Line(path, number, bytes) => {
                let shown = path.as_ref().map(|p| p.display().to_string());
                let fail =
                    |e: String| format!("{}:{number}: {e}", shown.as_deref().unwrap_or("standard input"));
                let json = decode(bytes).map_err(fail)?;
                let line: Line = serde_json::from_str(json.trim_end()).map_err(|e| fail(json_problem(&e)))?;
                let published = match line.published.as_deref().filter(|d| !d.trim().is_empty()) {
                    Some(date) => Some(published::parse(date).map_err(fail)?),
                    None => published,
                };
                let id = line.id.map(|id| match id {
                    Id::Text(text) => text,
                    Id::Number(number) => number.to_string(),
                });
                let source = line.source.or_else(|| shown.as_ref().map(|s| format!("{s}:{number}")));
                Ok(Report { id, source, published, text: line.text })
            }
        }
    }
}

/// What serde_json says, with the column alone: the line is ours.
fn json_problem(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&place) {
        Some(what) => format!("{what} at column {}", error.column()),
        None => message,
    }
}

enum Source {
    /// Paths still to be opened, the next one last.
    Paths(Vec<PathBuf>),
    /// A folder's paths and the folder itself, real, so that links in a circle are noticed.
    Folder(Vec<PathBuf>, PathBuf),
    /// A file of JSON Lines (none: standard input) with the number of lines read.
    Lines(Option<PathBuf>, usize, Box<dyn BufRead + Send>),
}

/// All tasks of the paths given, in order.
pub(crate) struct Tasks {
    stack: Vec<Source>,
    /// A file that is not read though it lies in a folder: the output.
    except: Option<PathBuf>,
}

impl Tasks {
    pub(crate) fn new(paths: &[PathBuf], except: Option<&Path>) -> Self {
        let except = except.and_then(|p| fs::canonicalize(p).ok());
        Self { stack: vec![Source::Paths(paths.iter().rev().cloned().collect())], except }
    }

    /// What a path given by the caller or found in a folder holds.
    fn open(&mut self, path: PathBuf, given: bool) -> Option<Task> {
        if given && path == Path::new("-") {
            return Some(self.standard_input());
        }
        let problem = |e: io::Error| Some(Task::Problem(format!("{}: {e}", path.display())));
        let meta = match fs::metadata(&path) {
            Ok(meta) => meta,
            Err(e) => return problem(e),
        };
        if meta.is_dir() {
            return match self.folder(&path) {
                Ok(source) => {
                    let empty = matches!(&source, Source::Folder(paths, _) if paths.is_empty());
                    self.stack.push(source);
                    (given && empty)
                        .then(|| Task::Problem(format!("{}: holds no .txt or .jsonl file", path.display())))
                }
                Err(e) => problem(e),
            };
        }
        if self.except.is_some() && fs::canonicalize(&path).ok() == self.except {
            return None;
        }
        if path.extension() == Some(OsStr::new("jsonl")) {
            return match File::open(&path) {
                Ok(file) => {
                    let reader = lines(file);
                    self.stack.push(Source::Lines(Some(path), 0, reader));
                    None
                }
                Err(e) => problem(e),
            };
        }
        if meta.len() > LONGEST {
            return Some(Task::Problem(format!("{}: longer than {LONGEST} bytes", path.display())));
        }
        Some(Task::File(path, meta.len()))
    }

    /// The folders, `.txt` and `.jsonl` files of a folder, the first one last.
    fn folder(&self, path: &Path) -> io::Result<Source> {
        let real = fs::canonicalize(path)?;
        if self.stack.iter().any(|s| matches!(s, Source::Folder(_, open) if *open == real)) {
            return Err(io::Error::other("the folder contains itself"));
        }
        let mut paths = Vec::new();
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            let wanted = path.extension().is_some_and(|e| e == "txt" || e == "jsonl");
            if wanted || path.is_dir() {
                paths.push(path);
            }
        }
        paths.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Source::Folder(paths, real))
    }

    /// Standard input: JSON Lines if the first byte that is no blank opens an object.
    fn standard_input(&mut self) -> Task {
        let mut reader = BufReader::with_capacity(1 << 16, io::stdin());
        let mut head = Vec::new();
        let opens = loop {
            match reader.fill_buf() {
                Ok([]) => break false,
                Ok(bytes) => {
                    let blank =
                        |b: u8| b.is_ascii_whitespace() || [0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains(&b);
                    let first = bytes.iter().copied().find(|&b| !blank(b));
                    if let Some(first) = first {
                        break first == b'{';
                    }
                    head.extend_from_slice(bytes);
                    let read = bytes.len();
                    reader.consume(read);
                }
                Err(e) => return Task::Problem(format!("standard input: {e}")),
            }
        };
        let mut reader = io::Cursor::new(head).chain(reader);
        if opens {
            self.stack.push(Source::Lines(None, 0, lines(reader)));
            return self.next().unwrap_or_else(|| Task::Problem("standard input: holds no report".into()));
        }
        let mut bytes = Vec::new();
        match (&mut reader).take(LONGEST + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > LONGEST => {
                Task::Problem(format!("standard input: longer than {LONGEST} bytes"))
            }
            Ok(_) => Task::Text(bytes),
            Err(e) => Task::Problem(format!("standard input: {e}")),
        }
    }
}

/// A reader of lines that turns UTF-16 with a mark into UTF-8 and drops a mark.
fn lines(reader: impl Read + Send + 'static) -> Box<dyn BufRead + Send> {
    let decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(reader);
    Box::new(BufReader::with_capacity(1 << 16, decoded))
}

impl Iterator for Tasks {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        loop {
            let task = match self.stack.last_mut()? {
                Source::Paths(paths) => match paths.pop() {
                    Some(path) => self.open(path, true),
                    None => {
                        self.stack.pop();
                        None
                    }
                },
                Source::Folder(paths, _) => match paths.pop() {
                    Some(path) => self.open(path, false),
                    None => {
                        self.stack.pop();
                        None
                    }
                },
                Source::Lines(path, number, reader) => {
                    let mut line = Vec::new();
                    *number += 1;
                    let shown = |path: &Option<PathBuf>| match path {
                        Some(path) => path.display().to_string(),
                        None => "standard input".into(),
                    };
                    match reader.take(LONGEST + 1).read_until(b'\n', &mut line) {
                        Ok(0) => {
                            self.stack.pop();
                            None
                        }
                        Ok(_) if line.len() as u64 > LONGEST => {
                            let problem = format!("{}:{number}: longer than {LONGEST} bytes", shown(path));
                            self.stack.pop();
                            Some(Task::Problem(problem))
                        }
                        Ok(_) if line.trim_ascii().is_empty() => None,
                        Ok(_) => Some(Task::Line(path.clone(), *number, line)),
                        Err(e) => {
                            let problem = format!("{}:{number}: {e}", shown(path));
                            self.stack.pop();
                            Some(Task::Problem(problem))
                        }
                    }
                }
            };
            if task.is_some() {
                return task;
            }
        }
    }
}

/// Reads report after report and hands each on; problems are said and counted. For commands that are not
/// in a hurry.
pub(crate) fn each(
    inputs: &Inputs,
    mut work: impl FnMut(&Report) -> Result<(), Stop>,
) -> Result<crate::message::End, Stop> {
    let mut failed = 0;
    for task in Tasks::new(&inputs.paths, None) {
        match task.read(inputs.published.as_deref()) {
            Ok(report) => work(&report)?,
            Err(problem) => {
                failed += 1;
                crate::message::say(problem);
            }
        }
    }
    Ok(crate::message::End::of(failed))
}
