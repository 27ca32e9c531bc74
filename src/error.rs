//! The one error of the crate.

use std::fmt;

/// What went wrong when data from outside (own words, a lexicon, a model, a number or a date to parse)
/// was not what it should be. Extraction itself never fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A table's row is not as it should be.
    Table { name: String, line: usize, problem: String },
    /// Text that is not one number.
    Number(String),
    /// Text that is not one date, or not one that can be resolved.
    Date(String),
    /// A model file that is not one of ours.
    Model(String),
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind }
    }

    /// Whether a row of own words or of an own lexicon was wrong.
    pub fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table { .. })
    }

    /// Whether a text was to be read as a number or a date and is none.
    pub fn is_parse(&self) -> bool {
        matches!(self.kind, Kind::Number(_) | Kind::Date(_))
    }

    /// Whether a model was refused.
    pub fn is_model(&self) -> bool {
        matches!(self.kind, Kind::Model(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Table { name, line, problem } => write!(f, "{name}, line {line}: {problem}"),
            Kind::Number(text) => write!(f, "not a number: {text}"),
            Kind::Date(text) => write!(f, "not a date: {text}"),
            Kind::Model(problem) => write!(f, "not a model: {problem}"),
        }
    }
}

impl std::error::Error for Error {}
