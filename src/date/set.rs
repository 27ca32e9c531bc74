//! Recurrences: 每周三, 每月5日, 每隔3天.

use super::clock::{time_of_day, weekday};
use super::length::{connector, piece, unit};
use super::month::nth_in_month;
use super::range::day_number;
use super::raw::Raw;
use super::read::read;
use super::within::edge;
use crate::calendar::{Duration, Unit};
use crate::numeral::Decimal;
use crate::rule::Line;

/// 每周三, 每月5日, 每隔3天, 每年: a recurrence and its period.
pub(super) fn set(line: Line<'_>, at: usize) -> Option<(Duration, usize)> {
    if line.at(at) != '每' {
        return None;
    }
    let mut i = at + 1;
    while matches!(line.at(i), '隔' | '逢' | '到' | '个') {
        i += 1;
    }
    // 每周三, 每星期五, 每个周末
    if let Some((_, e)) = weekday(line, i) {
        let mut raw = Raw { weekday: Some(1), ..Raw::default() };
        // 每周一至周五
        let e = connector(line, e).and_then(|i| weekday(line, i)).map_or(e, |(_, stop)| stop);
        let e = time_range(line, time_of_day(line, e, &mut raw).unwrap_or(e));
        return Some((Duration::of(Unit::Week, Some(Decimal::integer(1))), e));
    }
    let (low, mut end, u) = match piece(line, i).filter(|p| p.high.is_none()) {
        Some(p) if !p.weak || matches!(p.unit, Unit::Day) => (Duration::of(p.unit, p.low), p.end, p.unit),
        _ => {
            let (u, factor, _, e) = unit(line, i)?;
            if matches!(line.at(e - 1), '分' | '时') && line.at(e - 2) != '小' {
                return None;
            }
            (Duration::of(u, Some(Decimal::integer(factor))), e, u)
        }
    };
    if line.at(end) == '的' && u == Unit::Day {
        let mut raw = Raw { day: Some(super::raw::Ref::Shift(0)), ..Raw::default() };
        if let Some(e) = time_of_day(line, end + 1, &mut raw) {
            return Some((low, time_range(line, e)));
        }
    }
    // 每月5日, 每年七月, 每天上午9时
    // 每月第一个星期五, 每季度末, 每年年底
    let of = if u == Unit::Year { '年' } else { '月' };
    if matches!(u, Unit::Month | Unit::Year) {
        let mut raw = Raw::default();
        let nth = if u == Unit::Month { nth_in_month(line, end, &mut raw) } else { None };
        if let Some(e) = nth.or_else(|| edge(line, end, &mut raw, of)) {
            return Some((low, e));
        }
    }
    match u {
        Unit::Month | Unit::Year => {
            if u == Unit::Month
                && let Some((_, e)) = day_number(line, end)
            {
                return Some((low, e));
            }
            if let Some((raw, e)) = read(line, end) {
                let fits = raw.year.is_none() && raw.week.is_none() && raw.weekday.is_none() && !raw.loose;
                let of_month =
                    u == Unit::Year || raw.month.is_none() && matches!(raw.day, Some(super::raw::Ref::Is(_)));
                if fits && of_month && !raw.only_time() {
                    end = e;
                }
            }
        }
        Unit::Day => {
            let mut raw = Raw { day: Some(super::raw::Ref::Shift(0)), ..Raw::default() };
            if let Some(e) = time_of_day(line, end, &mut raw) {
                end = time_range(line, e);
            }
        }
        _ => {}
    }
    Some((low, end))
}

fn time_range(line: Line<'_>, end: usize) -> usize {
    let Some(i) = connector(line, end) else { return end };
    let mut raw = Raw { day: Some(super::raw::Ref::Shift(0)), ..Raw::default() };
    time_of_day(line, i, &mut raw).filter(|_| raw.time.is_some()).unwrap_or(end)
}
