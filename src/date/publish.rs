//! When a report was published, where its own text says so.

use super::raw::{Ref, YearRef};
use super::read::read;
use crate::calendar::{Anchor, Day};
use crate::rule::Line;
use crate::text::{Document, Role};

/// On what a date of publication rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// A dateline or byline of the text.
    Byline,
    /// The dates in the text.
    Inferred,
}

impl Basis {
    /// The name in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Byline => "byline",
            Self::Inferred => "inferred",
        }
    }
}

/// The day a report was published as its text tells it, or nothing.
pub fn infer_published(doc: &Document<'_>) -> Option<(Anchor, Basis)> {
    let chars = doc.chars();
    for block in doc.blocks() {
        if !matches!(block.role, Role::Dateline | Role::Byline) {
            continue;
        }
        let line = Line { chars, start: block.span.start, end: block.span.end.min(chars.len()) };
        for at in line.start..line.end {
            if let Some((raw, _)) = read(line, at) {
                if let (Some(YearRef::Is(y)), Some(Ref::Is(m)), Some(Ref::Is(d))) =
                    (raw.year, raw.month, raw.day)
                {
                    return Day::new(y, m, d).map(|day| (Anchor::new(day), Basis::Byline));
                }
            }
        }
    }
    None
}
