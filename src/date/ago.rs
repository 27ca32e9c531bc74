//! Dates counted from publication in years, months, weeks or days: 两年前的5月, 三天前的晚上10点, 一周后的周三.

use super::length::{Length, Toward};
use super::raw::{Raw, Ref, YearRef};
use super::read::read;
use super::value::Context;
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
    let (mut raw, end) = read(line, i)?;
    let unit = length.low.smallest().filter(|_| length.high.is_none())?;
    let many = i32::try_from(length.low.get(unit)??.to_integer()?).ok()?.checked_mul(sign)?;
    let yearless = raw.year.is_none() && !raw.loose && raw.week.is_none();
    match unit {
        Unit::Year if of && raw.day == Some(Ref::Shift(0)) => {
            // 三年前的今天
            let today = ctx.anchor?.day;
            raw.day = Some(Ref::Is(today.day()));
            raw.month = Some(Ref::Is(today.month()));
        }
        Unit::Year if of && yearless => {
            let dated =
                matches!(raw.month, Some(Ref::Is(_))) || raw.season.is_some() || raw.festival.is_some();
            if !dated && raw.half.is_none() && !matches!(raw.quarter, Some(Ref::Is(_))) {
                return None;
            }
        }
        Unit::Month if of && yearless && raw.month.is_none() && matches!(raw.day, Some(Ref::Is(_))) => {
            raw.month = Some(Ref::Shift(many));
            return Some((raw, end));
        }
        Unit::Week if of && raw.weekday.is_some() && raw.week.is_none_or(|w| w == 0) => {
            raw.week = Some(many);
            return Some((raw, end));
        }
        Unit::Day if raw.only_time() => {
            raw.day = Some(Ref::Shift(many));
            return Some((raw, end));
        }
        _ => return None,
    }
    raw.year = Some(YearRef::Shift(many));
    Some((raw, end))
}
