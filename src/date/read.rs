//! One date expression at a place of the text: year, month, day, part of the day, clock.

use super::clock::{relative_day, time_of_day, weekday};
use super::figures::figures;
use super::month::month;
use super::raw::{Nth, Raw, Ref};
use super::within::within_year;
use super::words::{FESTIVAL, NUMERAL, STARTS, may_head};
use super::year::year;
use crate::numeral::digit;
use crate::rule::Line;

/// A small numeral.
#[derive(Debug, Clone, Copy)]
pub(super) struct Small {
    pub(super) value: u32,
    pub(super) end: usize,
    /// How many figures; 0 for characters.
    pub(super) figures: usize,
    /// How many characters one for one (二〇二一: 4); 0 with 十 or figures.
    pub(super) run: usize,
}

/// Reads a numeral below ten thousand.
pub(super) fn small(line: Line<'_>, at: usize) -> Option<Small> {
    let c = line.at(at);
    let mut i = at;
    let mut value = 0u32;
    if c.is_ascii_digit() {
        while let Some(d) = line.at(i).to_digit(10) {
            value = value * 10 + d;
            i += 1;
            if i - at > 4 {
                return None;
            }
        }
        return Some(Small { value, end: i, figures: i - at, run: 0 });
    }
    if c == '廿' || c == '卅' {
        let ones = digit(line.at(at + 1)).filter(|d| *d > 0);
        let tens = if c == '廿' { 20 } else { 30 };
        return Some(Small {
            value: tens + u32::from(ones.unwrap_or(0)),
            end: at + 1 + usize::from(ones.is_some()),
            figures: 0,
            run: 0,
        });
    }
    while let Some(d) = digit(line.at(i)) {
        value = value * 10 + u32::from(d);
        i += 1;
        if i - at > 4 {
            return None;
        }
    }
    let run = i - at;
    if line.at(i) == '十' && run <= 1 {
        let tens = if run == 0 { 1 } else { value };
        let ones = digit(line.at(i + 1)).filter(|d| *d > 0);
        return Some(Small {
            value: tens * 10 + u32::from(ones.unwrap_or(0)),
            end: i + 1 + usize::from(ones.is_some()),
            figures: 0,
            run: 0,
        });
    }
    (run > 0).then_some(Small { value, end: i, figures: 0, run })
}

pub(super) fn is_mask(c: char) -> bool {
    matches!(c, '*' | '×' | 'X' | '╳')
}

/// `**` before a unit.
pub(super) fn mask_run(line: Line<'_>, at: usize) -> Option<usize> {
    let mut i = at;
    while i < at + 6 && is_mask(line.at(i)) {
        i += 1;
    }
    (i > at && i - at <= 4).then_some(i)
}

/// Whether an expression can be read from a place on; before a time of day there may be a blank.
pub(super) fn may_be_read(c: char, next: char) -> bool {
    STARTS.has(c) && (NUMERAL.has(c) || may_head(c, next)) || is_mask(c) || c == ' '
}

/// The weekday of a day that was said: 6月27日 星期四, 6月1日周六上午.
fn weekday_said(line: Line<'_>, end: usize, raw: &mut Raw) -> Option<usize> {
    let dated = matches!((raw.month, raw.day), (Some(_), Some(Ref::Is(_))))
        && raw.time.is_none()
        && raw.part.is_none();
    let i = line.blank(end);
    if !dated || i > end + 3 {
        return None;
    }
    let (_, e) = weekday(line, i).filter(|(w, _)| *w < 8)?;
    Some(time_of_day(line, e, raw).unwrap_or(e))
}

/// Reads the longest date expression that starts at `at`; one past its end.
pub(super) fn read(line: Line<'_>, at: usize) -> Option<(Raw, usize)> {
    if let Some((mut raw, end)) = figures(line, at) {
        let end = weekday_said(line, end, &mut raw).unwrap_or(end);
        return Some((raw, end));
    }
    let mut raw = Raw::default();
    let mut i = at;
    let named = FESTIVAL.starting(line.chars, at).is_some();
    if matches!(line.at(at), '农' | '阴') && matches!(line.at(at + 1), '历') && !named {
        raw.lunar = true;
        i = at + 2;
    }
    let dated = year(line, i, &mut raw);
    let mut end = at;
    if let Some(e) = dated {
        i = e;
        end = e;
        // 2014年, 3月5日
        let mut j = line.blank(e);
        if line.at(j) == ',' {
            let k = line.blank(j + 1);
            if line.at(k).is_ascii_digit() && small(line, k).is_some_and(|s| line.at(s.end) == '月') {
                j = k;
            }
        } else if line.at(j) == '的' {
            j += 1;
        }
        if matches!(line.at(j), '农' | '阴')
            && line.at(j + 1) == '历'
            && FESTIVAL.starting(line.chars, j).is_none()
        {
            raw.lunar = true;
            j += 2;
        }
        if let Some(e) = within_year(line, j, &mut raw, true) {
            i = e;
            end = e;
        }
    } else if let Some(e) = within_year(line, i, &mut raw, false) {
        i = e;
        end = e;
    }
    if end == at {
        // 今天, 上周三, 下午三点
        let e = relative_day(line, i, &mut raw)?;
        i = e;
        end = e;
    }
    if let Some(e) = weekday_said(line, end, &mut raw) {
        i = e;
        end = e;
    }
    let allows_time = raw.day.is_some()
        || raw.weekday.is_some()
        || raw.festival.is_some()
        || raw.only_time()
        || matches!(raw.nth, Some(Nth::Day(_) | Nth::Weekday(..)));
    if allows_time
        && raw.time.is_none()
        && let Some(e) = time_of_day(line, i, &mut raw)
    {
        end = e;
    }
    // 3月18日当天
    if matches!(raw.day, Some(Ref::There(0))) && matches!(line.before(at), '日' | '号') {
        return None;
    }
    // 2月4日(正月十一)
    if raw.day.is_some() && line.at(end) == '(' && end > at {
        let mut probe = Raw::default();
        let i = if line.at(end + 1) == '农' { end + 3 } else { end + 1 };
        if let Some(e) = month(line, i, &mut probe, false).filter(|_| probe.lunar && probe.day.is_some())
            && line.at(e) == ')'
        {
            end = e + 1;
        }
    }
    if raw.only_time() && raw.time.is_none() && raw.part.is_none() && raw.edge.is_none() {
        return None;
    }
    (end > at).then_some((raw, end))
}
