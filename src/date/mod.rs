//! Dates: when, how long, how often, and what is meant by 去年4月 in a report of a known day.
//!
#![doc = include_str!("../../docs/dates.md")]

mod ago;
mod clock;
mod era;
mod figures;
mod find;
mod length;
mod month;
mod open;
mod publish;
mod range;
mod raw;
mod read;
mod rules;
mod set;
mod value;
mod within;
mod words;
mod year;

pub use crate::record::{Basis, DateKind, Modifier};
pub use find::find;
pub(crate) use publish::find_from;
pub use publish::infer_published;
pub use rules::RULES;

use crate::calendar::Anchor;
use crate::error::{Error, Kind};
use crate::rule::Line;

/// A date of the text, as far as it could be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Date {
    /// What it is.
    pub kind: DateKind,
    /// ISO 8601 with TIMEX3's additions; `None` where it needs a date of publication that is not known.
    pub value: Option<String>,
    /// The first day, hour or minute that is meant; `None` where it is open or not known.
    pub earliest: Option<String>,
    /// The last one, inclusive.
    pub latest: Option<String>,
    /// What changes the time that is meant.
    pub modifier: Option<Modifier>,
}

impl Date {
    /// The date, whose strings are not left here.
    pub(crate) fn take(&mut self) -> Self {
        let Self { kind, value, earliest, latest, modifier } = self;
        let (value, earliest, latest) = (value.take(), earliest.take(), latest.take());
        Self { kind: *kind, value, earliest, latest, modifier: *modifier }
    }
}

/// Reads a whole string as one date, seen from a day.
///
/// ```
/// use dangjian::{calendar::Anchor, date::resolve};
///
/// let published = Anchor::parse("2020-07-16").unwrap();
/// assert_eq!(resolve("去年4月", &published)?.value.as_deref(), Some("2019-04"));
/// assert!(resolve("去年14月", &published).is_err());
/// # Ok::<(), dangjian::Error>(())
/// ```
pub fn resolve(text: &str, anchor: &Anchor) -> Result<Date, Error> {
    let chars: Vec<char> = text.trim().chars().map(crate::text::fold).collect();
    let line = Line::new(&chars, 0, chars.len());
    let mut ctx = value::Context { anchor: Some(*anchor), ..value::Context::default() };
    let first = (0..chars.len().min(8)).find_map(|at| find::read_at(line, at, &mut ctx));
    match first {
        Some(found) if found.start == 0 && found.end == chars.len() => Ok(found.date),
        _ => Err(Error::new(Kind::Date(text.to_owned()))),
    }
}
