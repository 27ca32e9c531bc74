//! Dates: when, how long, how often, and what is meant by 去年4月 in a report of a known day.
//!
#![doc = include_str!("../../docs/dates.md")]

mod clock;
mod figures;
mod find;
mod length;
mod month;
mod publish;
mod range;
mod raw;
mod read;
mod rules;
mod value;
mod within;
mod words;
mod year;

pub use find::find;
pub use publish::{Basis, infer_published};
pub use rules::RULES;

use crate::calendar::Anchor;
use crate::error::{Error, Kind};
use crate::rule::Line;

/// What a date expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateKind {
    /// A point of any granularity: 2020年, 8月8日, 3月24日下午.
    Date,
    /// From one point to another.
    Range,
    /// How long: 三年, 30天.
    Duration,
    /// A period with a name: “十四五”.
    Period,
    /// How often: 每周三.
    Set,
    /// A time of day whose day is not known: 14时30分.
    Time,
    /// 近日, 目前.
    Vague,
}

impl DateKind {
    /// The name in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Range => "range",
            Self::Duration => "duration",
            Self::Period => "period",
            Self::Set => "set",
            Self::Time => "time",
            Self::Vague => "vague",
        }
    }
}

/// What stands beside a date and changes which time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Modifier {
    /// 初, 上旬
    Start,
    /// 中, 中旬
    Mid,
    /// 底, 末, 下旬
    End,
    /// 前, 以前
    Before,
    /// 后, 以后
    After,
    /// 起, 以来
    Since,
    /// 截至
    Until,
}

impl Modifier {
    /// The name in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Mid => "mid",
            Self::End => "end",
            Self::Before => "before",
            Self::After => "after",
            Self::Since => "since",
            Self::Until => "until",
        }
    }
}

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
    let line = Line { chars: &chars, start: 0, end: chars.len() };
    let mut ctx = value::Context { anchor: Some(*anchor), ..value::Context::default() };
    let first = (0..chars.len().min(8)).find_map(|at| find::read_at(line, at, &mut ctx));
    match first {
        Some(found) if found.start == 0 && found.end == chars.len() => Ok(found.date),
        _ => Err(Error::new(Kind::Date(text.to_owned()))),
    }
}
