//! What the command says on standard error, and how it ends.

use serde_json::json;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a command stops before its work is done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The arguments cannot be used.
    Usage(String),
    /// Writing failed.
    Write(String, io::Error),
    /// The library refused its own data or the caller's.
    Library(dangjian::Error),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(problem) => f.write_str(problem),
            Self::Write(target, error) => write!(f, "{target}: {error}"),
            Self::Library(error) => error.fmt(f),
        }
    }
}

impl From<dangjian::Error> for Stop {
    fn from(error: dangjian::Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Write("standard output".into(), error)
    }
}

/// How a command that ran to its end ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// All inputs were read.
    Well,
    /// Some input could not be used; each was reported.
    SomeFailed,
    /// A signal asked to stop; what was finished is written.
    Interrupted,
}

impl End {
    /// The end of a command of whose inputs so many failed.
    pub(crate) fn of(failed: usize) -> Self {
        if failed == 0 { Self::Well } else { Self::SomeFailed }
    }
}

/// For whom messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// A JSON object a line
    Json,
}

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Something could not be done.
    Error,
    /// Something was done that should be looked at.
    Warning,
    /// What was done.
    Info,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

// Messages are said in many places; how, is asked for once.
static JSON: AtomicBool = AtomicBool::new(false);
static QUIET: AtomicBool = AtomicBool::new(false);

/// How messages are said from now on.
pub(crate) fn set(format: LogFormat, quiet: bool) {
    JSON.store(format == LogFormat::Json, Ordering::Relaxed);
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Whether messages are for machines.
pub(crate) fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// Whether only errors are said.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Says on standard error that something could not be done.
pub(crate) fn say(message: impl fmt::Display) {
    tell(Level::Error, message, &json!({}));
}

/// Says something on standard error; `fields` are for machines alone.
#[expect(clippy::print_stderr, reason = "messages belong there")]
pub(crate) fn tell(level: Level, message: impl fmt::Display, fields: &serde_json::Value) {
    if is_quiet() && level != Level::Error {
        return;
    }
    if !is_json() {
        let level = if level == Level::Warning { "warning: " } else { "" };
        eprintln!("dangjian: {level}{message}");
        return;
    }
    let mut line = json!({"level": level.name(), "message": message.to_string()});
    if let (Some(line), Some(fields)) = (line.as_object_mut(), fields.as_object()) {
        line.extend(fields.clone());
    }
    eprintln!("{line}");
}

/// A text without what moves the cursor of a terminal or breaks a line: names of entries come from strangers.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
