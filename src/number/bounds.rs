//! Words around a number that bound it, and two bounds that make a range.

use super::guard::unit_at;
use super::range::fraction_value;
use super::read::{Found, make, scale_share};
use super::unit::{AFTER, BEFORE, GUARD};
use super::{Bound, Number, NumberKind, NumberValue};
use crate::numeral::{Numeral, digit, scan};
use crate::rule::{Line, among};

/// A bound word directly before `at`.
pub(super) fn bound_before(line: Line<'_>, at: usize, n: Option<&Numeral>) -> Option<(usize, Bound)> {
    let floor = line.start.max(at.saturating_sub(6));
    let mut from = at;
    if line.before(from) == ' ' && from > line.start {
        from -= 1;
    }
    let (start, bound) = BEFORE.ending(line.chars, floor, from)?;
    if GUARD.ending(line.chars, line.start, from).is_some() {
        return None;
    }
    // A sign of comparison, and not the end of a tag.
    if matches!(line.before(from), '>' | '<') && among!(line.before(start), "\"'/-=") {
        return None;
    }
    if matches!(line.before(from), '>' | '<') && line.before(start).is_ascii_alphanumeric() {
        return None;
    }
    // 上百, 过千: only before a bare unit.
    if start + 1 == from
        && matches!(line.at(start), '上' | '过')
        && (!n.is_some_and(|n| n.bare)
            || (line.at(start) == '上' && among!(line.before(start), "以晚会线网")))
    {
        return None;
    }
    Some((start, bound))
}

/// 小于 或 等于: bound words written apart.
pub(super) fn bound_apart(line: Line<'_>, at: usize) -> Option<(usize, Bound)> {
    let mut word: Vec<char> = Vec::new();
    let mut places = Vec::new();
    let mut i = at;
    while i > line.start && word.len() < 6 {
        i -= 1;
        if line.at(i) != ' ' {
            word.insert(0, line.at(i));
            places.insert(0, i);
        }
    }
    let (start, bound) = BEFORE.ending(&word, 0, word.len())?;
    (word.len() - start >= 5).then(|| places.get(start).map(|p| (*p, bound)))?
}

pub(super) fn bound_after(line: Line<'_>, at: usize) -> Option<(usize, Bound)> {
    let (end, bound) = AFTER.starting(line.chars, at)?;
    if end > line.end {
        return None;
    }
    let next = line.at(end);
    let word = end - at;
    if word == 1
        && (among!(next, "样元功媒方项名家个种次边部层云式地点数少年")
            || (line.at(at) == '余' && next != '\0'))
    {
        return None;
    }
    if word == 2
        && (next == '率'
            || (line.at(at) == '左' && next == '为')
            || (line.at(at) == '上' && matches!(next, '联' | '一' | '齐' | '同')))
    {
        return None;
    }
    Some((end, bound))
}

/// Adds the bounds around; the span starts with the bound word.
pub(super) fn finish(
    line: Line<'_>,
    at: usize,
    end: usize,
    mut number: Number,
    rule: &'static str,
    n: Option<&Numeral>,
) -> Found {
    let (mut start, mut end) = (at, end);
    let free = matches!(number.bound, Bound::Exact | Bound::About | Bound::Over);
    if let Some((s, bound)) = bound_before(line, at, n).or_else(|| {
        if line.before(at) == ' ' || line.ends(at, "等于") { bound_apart(line, at) } else { None }
    }) {
        start = s;
        if free || number.bound == Bound::Masked {
            number.bound = if number.bound == Bound::Masked { Bound::Masked } else { bound };
        }
    }
    // 摄氏37度
    if number.unit == Some("度") && (line.ends(at, "摄氏") || line.ends(at, "华氏")) {
        number.unit_norm = Some(if line.ends(at, "摄氏") { "Cel" } else { "[degF]" });
        start = at - 2;
    }
    if number.bound == Bound::Exact && line.ends(start, "零下") {
        start -= 2;
        if number.unit == Some("度") && number.unit_norm == Some("deg") {
            number.unit_norm = Some("Cel");
        }
        if let NumberValue::One(v) = number.value {
            number.value = NumberValue::One(v.negated());
        }
    }
    if let Some((s, e, bound)) = compared(line, start, end).filter(|_| number.bound == Bound::Exact) {
        start = s;
        end = e;
        number.bound = bound;
    }
    if let Some((e, bound)) = bound_after(line, end) {
        end = e;
        if free {
            number.bound = if start < at && number.bound != Bound::Exact { number.bound } else { bound };
        }
    }
    let found = Found { start, end, number, rule };
    if n.is_some() { between_bounds(line, &found).unwrap_or(found) } else { found }
}

/// 比170低: more, or less, than what is compared with.
pub(super) fn compared(line: Line<'_>, start: usize, end: usize) -> Option<(usize, usize, Bound)> {
    let from = if line.before(start) == ' ' { start - 1 } else { start };
    if line.before(from) != '比' {
        return None;
    }
    let i = line.blank(end);
    let bound = match line.at(i) {
        '大' | '高' | '多' => Bound::Over,
        '小' | '低' | '少' => Bound::Under,
        _ => return None,
    };
    Some((from - 1, i + 1, bound))
}

/// 大于10小于20, 30人以上50人以下: one range.
fn between_bounds(line: Line<'_>, first: &Found) -> Option<Found> {
    let up = |b: Bound| matches!(b, Bound::Over | Bound::AtLeast);
    let down = |b: Bound| matches!(b, Bound::Under | Bound::AtMost);
    if !(up(first.number.bound) || down(first.number.bound)) || first.number.kind != NumberKind::Cardinal {
        return None;
    }
    let mut i = first.end;
    while i < first.end + 4 && among!(line.at(i), " ,的同时并且而、但") {
        i += 1;
    }
    let than = line.at(i) == '比';
    let from = if than {
        line.blank(i + 1)
    } else {
        BEFORE.starting(line.chars, i).map_or(i, |(e, _)| line.blank(e))
    };
    if from >= line.end
        || !(line.at(from).is_ascii_digit() || digit(line.at(from)).is_some() || line.at(from) == '十')
    {
        return None;
    }
    let n = scan(line.chars, from).filter(|n| n.end <= line.end && n.high.is_none())?;
    if let (true, Some(part)) = (than, fraction_value(line, &n)) {
        let (_, end, bound) = compared(line, from, part.0)?;
        let NumberValue::One(a) = first.number.value else { return None };
        let (low, high) = if up(first.number.bound) && down(bound) { (a, part.1) } else { (part.1, a) };
        if low >= high {
            return None;
        }
        let number = make(NumberKind::Cardinal, NumberValue::Range(low, high), None, Bound::Range);
        return Some(Found { start: first.start, end, number, rule: "number/two-bounds" });
    }
    let unit = unit_at(line, n.end, &n);
    let end = unit.map_or(n.end, |(e, _)| e);
    let (end, bound) = match (
        BEFORE.starting(line.chars, i).filter(|(e, _)| line.blank(*e) == from),
        bound_after(line, end),
    ) {
        (Some((_, b)), _) => (end, b),
        (None, Some((e, b))) => (e, b),
        _ if than => compared(line, from, end).map(|(_, e, b)| (e, b))?,
        _ => return None,
    };
    let NumberValue::One(a) = first.number.value else { return None };
    let mut b = n.value?;
    if let Some((_, u)) = unit {
        scale_share(u, &mut b);
    }
    let (low, high) = if up(first.number.bound) && down(bound) {
        (a, b)
    } else if down(first.number.bound) && up(bound) {
        (b, a)
    } else {
        return None;
    };
    if low >= high
        || (unit.is_some() && first.number.unit.is_some() && unit.map(|(_, u)| u.form) != first.number.unit)
    {
        return None;
    }
    let mut number = first.number.clone();
    number.value = NumberValue::Range(low, high);
    number.bound = Bound::Range;
    if let Some((_, u)) = unit {
        number.unit = Some(u.form);
        number.unit_norm = Some(if u.norm.is_empty() { u.form } else { u.norm });
    }
    Some(Found { start: first.start, end, number, rule: "number/two-bounds" })
}
