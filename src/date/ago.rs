//! Dates counted from publication in years, months, weeks or days: 两年前的5月, 三天前的晚上10点, 一周后的周三.

use super::clock::{time_of_day, weekday};
use super::length::{Length, Toward};
use super::range::day_number;
use super::raw::{Raw, Ref, YearRef};
use super::value::Context;
use super::within::within_year;
use crate::calendar::Unit;
use crate::rule::Line;

/// The date that a duration with 前 or 后, and what follows it, speak of; one past its end.
pub(super) fn counted_from(line: Line<'_>, length: &Length, ctx: &Context) -> Option<(Raw, usize)> {
    let sign = match length.toward {
        Toward::Ago | Toward::LongAgo => -1,
        Toward::Later | Toward::LongAfter => 1,
        _ => return None,
    };
    let mut i = length.end;
    if matches!(line.at(i), '以' | '之') {
        i += 1;
    }
    if !matches!(line.at(i), '前' | '后') {
        return None;
    }
    i += 1;
    let of = line.at(i) == '的';
    if of {
        i += 1;
    }
    let unit = length.low.smallest().filter(|_| length.high.is_none())?;
    let many = i32::try_from(length.low.get(unit)??.to_integer()?).ok()?.checked_mul(sign)?;
    let mut raw = Raw::default();
    match unit {
        Unit::Year if of => {
            raw.year = Some(YearRef::Shift(many));
            if let Some(end) = line.word(i, "今天") {
                let today = ctx.anchor?.day;
                raw.day = Some(Ref::Is(today.day()));
                raw.month = Some(Ref::Is(today.month()));
                return Some((raw, end));
            }
            let end =
                within_year(line, i, &mut raw, true).filter(|_| raw.edge.is_none() && raw.nth.is_none())?;
            Some((raw, end))
        }
        Unit::Month if of => {
            let (day, end) = day_number(line, i)?;
            raw.month = Some(Ref::Shift(many));
            raw.day = day.day;
            Some((raw, end))
        }
        Unit::Week if of => {
            let (day, end) = weekday(line, i)?;
            raw.week = Some(many);
            raw.weekday = Some(day);
            let end = time_of_day(line, end, &mut raw).unwrap_or(end);
            Some((raw, end))
        }
        Unit::Day => {
            raw.day = Some(Ref::Shift(many));
            let end = time_of_day(line, i, &mut raw)?;
            Some((raw, end))
        }
        _ => None,
    }
}
