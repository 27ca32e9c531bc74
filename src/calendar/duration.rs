//! Durations.

use crate::numeral::Decimal;
use std::fmt;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Year.
    Year,
    /// Month.
    Month,
    /// Week.
    Week,
    /// Day.
    Day,
    /// Hour.
    Hour,
    /// Minute.
    Minute,
    /// Second.
    Second,
}

const UNITS: [(Unit, char); 7] = [
    (Unit::Year, 'Y'),
    (Unit::Month, 'M'),
    (Unit::Week, 'W'),
    (Unit::Day, 'D'),
    (Unit::Hour, 'H'),
    (Unit::Minute, 'M'),
    (Unit::Second, 'S'),
];

/// An amount of time, unit by unit; `None` within an amount is a masked figure.
///
/// ```
/// use dangjian::calendar::{Duration, Unit};
/// use dangjian::numeral::Decimal;
///
/// let mut d = Duration::default();
/// d.set(Unit::Year, Some(Decimal::integer(1)));
/// d.set(Unit::Month, Some(Decimal::integer(6)));
/// assert_eq!(d.to_string(), "P1Y6M");
/// assert_eq!(Duration::parse("PT1.5H").unwrap().to_string(), "PT1.5H");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Duration {
    amounts: [Option<Option<Decimal>>; 7],
}

impl Duration {
    /// A duration of one unit.
    pub fn of(unit: Unit, amount: Option<Decimal>) -> Self {
        let mut out = Self::default();
        out.set(unit, amount);
        out
    }

    /// Sets the amount of a unit.
    pub fn set(&mut self, unit: Unit, amount: Option<Decimal>) {
        if let Some(slot) = self.amounts.get_mut(unit as usize) {
            *slot = Some(amount);
        }
    }

    /// The amount of a unit: `None` where the unit is not there, `Some(None)` where it is masked.
    pub fn get(&self, unit: Unit) -> Option<Option<Decimal>> {
        self.amounts.get(unit as usize).copied().flatten()
    }

    /// Whether no unit is there.
    pub fn is_empty(&self) -> bool {
        self.amounts.iter().all(Option::is_none)
    }

    /// The smallest unit that is there.
    pub fn smallest(&self) -> Option<Unit> {
        UNITS.iter().rev().map(|&(u, _)| u).find(|&u| self.get(u).is_some())
    }

    /// Whole months and whole seconds, where nothing is masked and nothing too large.
    pub fn span(&self) -> Option<(i64, i64)> {
        let (mut months, mut seconds) = (0f64, 0f64);
        for (unit, _) in UNITS {
            let Some(amount) = self.get(unit) else { continue };
            let n = amount?.to_f64();
            match unit {
                Unit::Year => months += n * 12.0,
                Unit::Month => {
                    months += n.trunc();
                    seconds += n.fract() * 30.0 * 86_400.0;
                }
                Unit::Week => seconds += n * 7.0 * 86_400.0,
                Unit::Day => seconds += n * 86_400.0,
                Unit::Hour => seconds += n * 3600.0,
                Unit::Minute => seconds += n * 60.0,
                Unit::Second => seconds += n,
            }
        }
        (months.abs() < 1e6 && seconds.abs() < 1e12)
            .then_some((months.round() as i64, seconds.round() as i64))
    }

    /// Reads what is printed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut out = Self::default();
        let mut rest = text.strip_prefix('P')?;
        let mut time = false;
        let mut next = 0;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('T') {
                if time {
                    return None;
                }
                (time, rest, next) = (true, after, 4);
                continue;
            }
            let stop = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'X'))?;
            let (number, tail) = rest.split_at_checked(stop)?;
            let name = tail.chars().next()?;
            let range = if time { next.max(4)..7 } else { next..4 };
            let (at, &(unit, _)) =
                UNITS.iter().enumerate().find(|(i, u)| range.contains(i) && u.1 == name)?;
            let amount = if number == "XX" {
                None
            } else {
                let (whole, part) = number.split_once('.').unwrap_or((number, ""));
                let scale = u8::try_from(part.len()).ok()?;
                Some(Decimal::new(format!("{whole}{part}").parse().ok()?, scale))
            };
            out.set(unit, amount);
            next = at + 1;
            rest = tail.get(name.len_utf8()..)?;
        }
        (!out.is_empty()).then_some(out)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P")?;
        let mut time = false;
        for (unit, name) in UNITS {
            let Some(amount) = self.get(unit) else { continue };
            if unit >= Unit::Hour && !time {
                write!(f, "T")?;
                time = true;
            }
            match amount {
                Some(n) => write!(f, "{n}{name}")?,
                None => write!(f, "XX{name}")?,
            }
        }
        Ok(())
    }
}
