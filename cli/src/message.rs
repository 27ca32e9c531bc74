//! What the command says on standard error, and how it ends.

use std::fmt;
use std::io;

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
}

impl End {
    /// The end of a command of whose inputs so many failed.
    pub(crate) fn of(failed: usize) -> Self {
        if failed == 0 { Self::Well } else { Self::SomeFailed }
    }
}

/// Says something on standard error.
#[expect(clippy::print_stderr, reason = "messages belong there")]
pub(crate) fn say(message: impl fmt::Display) {
    eprintln!("dangjian: {message}");
}
