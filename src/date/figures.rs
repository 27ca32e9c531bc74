//! Dates in figures: 2017-03-09 08:15:40, 2015/6/3.

use super::clock::{colon_time, time_of_day};
use super::raw::{Raw, Ref, YearRef};
use super::read::{Small, small};
use crate::rule::{Line, among};

/// 2017-03-09 08:15:40, 2015/6/3, 2010.01.29, 09-01 20:01.
pub(super) fn figures(line: Line<'_>, at: usize) -> Option<(Raw, usize)> {
    if !line.at(at).is_ascii_digit() {
        return None;
    }
    if let Some(found) = run_together(line, at) {
        return Some(found);
    }
    let y = small(line, at)?;
    let sep = line.at(y.end);
    let two = |i: usize| -> Option<Small> {
        let (a, b) = (line.at(i).to_digit(10)?, line.at(i + 1).to_digit(10));
        Some(match b {
            Some(b) => Small { value: a * 10 + b, end: i + 2, figures: 2, run: 0 },
            None => Small { value: a, end: i + 1, figures: 1, run: 0 },
        })
    };
    let mut raw = Raw::default();
    if y.figures == 4 && (1000..=2999).contains(&y.value) && among!(sep, "-/. —–") {
        let m = two(y.end + 1)?;
        let sep2 = line.at(m.end);
        // 2019.10, on its own or where a date is said
        if m.figures == 2
            && (1..=12).contains(&m.value)
            && matches!(sep, '.' | '/' | '-')
            && (1900..2100).contains(&y.value)
            && among!(line.before(at), "\0(于在自从至到截")
            && among!(sep2, "\0),。;至到起前后以")
        {
            raw.year = Some(YearRef::Is(y.value as i32));
            raw.month = Some(Ref::Is(m.value as u8));
            return Some((raw, m.end));
        }
        if !(sep2 == sep || (matches!(sep, '.' | '-' | '/') && matches!(sep2, '.' | '-' | '/')))
            || !(1..=12).contains(&m.value)
        {
            return None;
        }
        let d = two(m.end + 1)?;
        if !(1..=31).contains(&d.value) || (sep == ' ' && (m.figures < 2 || d.figures < 2)) {
            return None;
        }
        let glued = line.at(d.end).is_ascii_digit();
        raw.year = Some(YearRef::Is(y.value as i32));
        raw.month = Some(Ref::Is(m.value as u8));
        raw.day = Some(Ref::Is(d.value as u8));
        let mut end = d.end;
        if matches!(line.at(end), '日' | '号') {
            end += 1;
        }
        let mut j = end;
        if matches!(line.at(j), 'T' | '-') {
            j += 1;
        }
        if let Some(e) = time_of_day(line, line.blank(j), &mut raw) {
            end = e;
        } else if glued || line.at(end) == '.' && line.at(end + 1).is_ascii_digit() {
            return None;
        }
        return Some((raw, end));
    }
    // 09-01 20:01
    if y.figures == 2 && sep == '-' && (1..=12).contains(&y.value) {
        let d = two(y.end + 1)?;
        let j = line.blank(d.end);
        if d.figures == 2 && (1..=31).contains(&d.value) && j > d.end {
            raw.month = Some(Ref::Is(y.value as u8));
            raw.day = Some(Ref::Is(d.value as u8));
            if let Some(e) = colon_time(line, j, &mut raw) {
                return Some((raw, e));
            }
        }
        return None;
    }
    // 11/3号
    if y.figures <= 2 && sep == '/' && (1..=12).contains(&y.value) {
        let d = two(y.end + 1)?;
        if (1..=31).contains(&d.value) && matches!(line.at(d.end), '日' | '号') {
            raw.month = Some(Ref::Is(y.value as u8));
            raw.day = Some(Ref::Is(d.value as u8));
            let end = d.end + 1;
            let e = time_of_day(line, end, &mut raw).unwrap_or(end);
            return Some((raw, e));
        }
    }
    None
}

/// 20190101, on its own or with 日.
fn run_together(line: Line<'_>, at: usize) -> Option<(Raw, usize)> {
    let number =
        |from: usize, to: usize| (from..to).try_fold(0u32, |v, i| Some(v * 10 + line.at(i).to_digit(10)?));
    let end = at + 8;
    let alone = at == line.start && end == line.end;
    if !(alone || line.at(end) == '日') {
        return None;
    }
    let (y, m, d) = (number(at, at + 4)?, number(at + 4, at + 6)?, number(at + 6, end)?);
    if !(1900..2100).contains(&y) || !(1..=12).contains(&m) || !(1..=31).contains(&d) {
        return None;
    }
    let (month, day) = (Some(Ref::Is(m as u8)), Some(Ref::Is(d as u8)));
    let raw = Raw { year: Some(YearRef::Is(y as i32)), month, day, ..Raw::default() };
    Some((raw, if alone { end } else { end + 1 }))
}
