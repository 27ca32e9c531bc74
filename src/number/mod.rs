//! Numbers: how many, with the unit and the bound that the text gives.
//!
#![doc = include_str!("../../docs/numbers.md")]

mod bounds;
mod counted;
mod find;
mod guard;
mod part;
mod range;
mod read;
mod rules;
mod unit;

pub use crate::record::{Bound, NumberKind};
pub use find::find;
pub use rules::RULES;
pub use unit::UnitKind;

use crate::error::{Error, Kind};
use crate::numeral::Decimal;
use crate::span::Span;

/// The value of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum NumberValue {
    /// One value, in full: 150亿 is 15000000000, 90% is 0.9.
    One(Decimal),
    /// From one to another.
    Range(Decimal, Decimal),
    /// Masked, or too large to hold.
    Unknown,
}

/// A number of the text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Number {
    /// What it is.
    pub kind: NumberKind,
    /// Its value.
    pub value: NumberValue,
    /// The unit or classifier as written, without a magnitude (亿元 → 元).
    pub unit: Option<&'static str>,
    /// The unit in its normal form: a UCUM code, an ISO 4217 code, or the classifier.
    pub unit_norm: Option<&'static str>,
    /// How exact it is.
    pub bound: Bound,
    /// The noun that is counted, where it follows.
    pub counted: Option<Span>,
    /// A figure of speech or part of a slogan (一批, “三个抓手”): no quantity.
    pub optional: bool,
}

/// Reads a whole string as one number.
///
/// ```
/// use dangjian::number::{Bound, parse};
///
/// let number = parse("超过70家")?;
/// assert_eq!((number.unit, number.bound), (Some("家"), Bound::Over));
/// assert!(parse("七十家企业").is_err());
/// # Ok::<(), dangjian::Error>(())
/// ```
pub fn parse(text: &str) -> Result<Number, Error> {
    let chars: Vec<char> = text.trim().chars().map(crate::text::fold).collect();
    let line = crate::rule::Line::new(&chars, 0, chars.len());
    let first = (0..chars.len().min(12)).find_map(|at| read::read(line, at));
    match first {
        Some(found) if found.start == 0 && found.end == chars.len() => Ok(found.number),
        _ => Err(Error::new(Kind::Number(text.to_owned()))),
    }
}
