//! Fractions and ranges: 三分之二, 3至5家, 三五个.

use super::bounds::finish;
use super::guard::{time_unit, unit_at};
use super::part::part_after;
use super::read::{Found, make, scale_share, skip_rough};
use super::unit::{UNIT, Unit, UnitKind};
use super::{Bound, NumberKind, NumberValue};
use crate::numeral::{Decimal, Form, Numeral, scan};
use crate::rule::Line;

pub(super) fn connector(line: Line<'_>, at: usize) -> Option<usize> {
    let i = line.blank(at);
    match line.at(i) {
        '至' | '到' | '~' | '～' | '–' | '−' | '－' | 'ー' => Some(line.blank(i + 1)),
        '-' | '—' | '─' | '―' => {
            let mut j = i + 1;
            while matches!(line.at(j), '-' | '—' | '─' | '―') && j < i + 3 {
                j += 1;
            }
            Some(line.blank(j))
        }
        _ => None,
    }
}

/// The factor that a lower end of a range shares: 两到三万, 100至200万.
fn shared_factor(line: Line<'_>, n: &Numeral, small: bool) -> Option<(i128, Decimal)> {
    let mut factor = 1i128;
    let mut i = n.end;
    let mut big = false;
    while i > line.start {
        let f = match line.at(i - 1) {
            '万' => 10_000,
            '亿' => 100_000_000,
            '百' if !big && i == n.end && small => 100,
            '千' if !big && i == n.end && small => 1000,
            _ => break,
        };
        big |= f >= 10_000;
        factor = i128::checked_mul(factor, f)?;
        i -= 1;
        if !big {
            break;
        }
    }
    let head = n.value?.over(Decimal::integer(factor))?;
    (factor > 1).then_some((factor, head))
}

/// A range of numbers, as it was read.
pub(super) fn ranged(start: usize, end: usize, (low, high): (Decimal, Decimal), unit: Option<Unit>) -> Found {
    let number = make(NumberKind::Cardinal, NumberValue::Range(low, high), unit, Bound::Range);
    Found { start, end, number, rule: "number/from-to" }
}

/// 三分之二, 百分之九十, 百分之二十到三十, 一又二分之一, 3/5.
pub(super) fn fraction(line: Line<'_>, at: usize, n: &Numeral) -> Option<Found> {
    let next = line.at(n.end);
    if next == '又' {
        return mixed(line, at, n);
    }
    let (numerator, rule) = if next == '分' && line.at(n.end + 1) == '之' {
        (n.end + 2, "number/parts")
    } else if next == '/' && at == line.start && line.at(n.end + 1).is_ascii_digit() {
        (n.end + 1, "number/slash")
    } else {
        return None;
    };
    let m = scan(line.chars, numerator).filter(|m| m.end <= line.end)?;
    if rule == "number/slash" && m.end != line.end {
        return None;
    }
    let percent = rule == "number/parts" && n.value == Some(Decimal::integer(100));
    let divide =
        |v: Option<Decimal>| if rule == "number/slash" { n.value?.over(v?) } else { v?.over(n.value?) };
    let mut end = m.end;
    let value = match (divide(m.value), divide(m.high)) {
        (Some(a), Some(b)) => NumberValue::Range(a, b),
        (Some(a), None) => {
            match share_after(line, m.end, n).filter(|(_, b)| rule == "number/parts" && a < *b) {
                Some((stop, b)) => {
                    end = stop;
                    NumberValue::Range(a, b)
                }
                None => NumberValue::One(a),
            }
        }
        _ => return None,
    };
    let unit = if percent { UNIT.starting(&['%'], 0).map(|(_, u)| u) } else { None };
    let bound = if matches!(value, NumberValue::Range(..)) { Bound::Range } else { Bound::Exact };
    // 负百分之五
    let (at, value) = match value {
        NumberValue::One(v) if line.before(at) == '负' => (at - 1, NumberValue::One(v.negated())),
        other => (at, other),
    };
    Some(finish(line, at, end, make(NumberKind::Cardinal, value, unit, bound), rule, Some(n)))
}

/// The upper end of a range of shares, with or without the whole said again: 百分之二十到三十, 三分之一至三分之二.
fn share_after(line: Line<'_>, at: usize, whole: &Numeral) -> Option<(usize, Decimal)> {
    let from = connector(line, at)?;
    let m = scan(line.chars, from).filter(|m| m.end <= line.end && m.high.is_none())?;
    if let Some((end, share)) = fraction_value(line, &m) {
        return Some((end, share));
    }
    // 百分之二十到30家: what has a unit is a number of its own.
    if time_unit(line, m.end) || unit_at(line, m.end, &m).is_some() {
        return None;
    }
    Some((m.end, m.value?.over(whole.value?)?))
}

/// 一又二分之一, 3又2/5: a whole number and a fraction.
fn mixed(line: Line<'_>, at: usize, n: &Numeral) -> Option<Found> {
    let m = scan(line.chars, n.end + 1).filter(|m| m.end <= line.end && m.high.is_none())?;
    let (end, share) = match line.at(m.end) {
        '/' => {
            let below = scan(line.chars, m.end + 1).filter(|b| b.end <= line.end)?;
            (below.end, m.value?.over(below.value?)?)
        }
        _ => fraction_value(line, &m)?,
    };
    let whole = n.value?;
    let share = if whole < Decimal::ZERO { share.negated() } else { share };
    let number = make(NumberKind::Cardinal, NumberValue::One(whole.plus(share)?), None, Bound::Exact);
    Some(finish(line, at, end, number, "number/parts", Some(n)))
}

/// The value of 四分之一 whose first numeral is given.
pub(super) fn fraction_value(line: Line<'_>, n: &Numeral) -> Option<(usize, Decimal)> {
    if (line.at(n.end), line.at(n.end + 1)) != ('分', '之') {
        return None;
    }
    let m = scan(line.chars, n.end + 2).filter(|m| m.end <= line.end)?;
    Some((m.end, m.value?.over(n.value?)?))
}

/// Two numerals, or one that says two: 3至5家, 三五个, 20和30之间.
pub(super) fn range(
    line: Line<'_>,
    at: usize,
    n: &Numeral,
    low_unit: Option<(usize, Unit)>,
) -> Option<Found> {
    let unit_end = low_unit.map(|(e, _)| e);
    let part = low_unit.and_then(|(e, u)| part_after(line, e, u));
    let tails = [Some((n.end, None)), unit_end.map(|e| (e, None)), part.map(|(e, more)| (e, Some(more)))];
    for (tail, more) in tails.into_iter().flatten() {
        let with_unit = more.is_some() || unit_end == Some(tail);
        let (from, between) = match connector(line, tail) {
            Some(from) => (from, false),
            None if matches!(line.at(line.blank(tail)), '和' | '与') => {
                (line.blank(line.blank(tail) + 1), true)
            }
            None => continue,
        };
        let Some(m) =
            scan(line.chars, from).filter(|m| m.end <= line.end && !matches!(line.at(from), '-' | '负'))
        else {
            continue;
        };
        if m.form == Form::Figures && n.form == Form::Figures && (line.at(from) == '0' && m.digits > 1) {
            continue;
        }
        let (Some(low), Some(mut high)) = (n.value, m.value) else { continue };
        if time_unit(line, m.end) {
            return None;
        }
        let unit = unit_at(line, m.end, &m).filter(|(_, u)| !(between && u.form == "间"));
        let mut end = unit.map_or(m.end, |(e, _)| e);
        if let Some((stop, more)) = unit.and_then(|(e, u)| part_after(line, e, u)) {
            end = stop;
            high = high.plus(more)?;
        }
        let closes = match (line.at(end), line.at(end + 1)) {
            ('之', '间') => end + 2,
            ('间', _) => end + 1,
            _ => end,
        };
        if between && closes == end {
            continue;
        }
        // Numbers of a score, a code or a telephone: no unit, no range.
        let alone = at == line.start && end == line.end;
        let quoted_words = m.scaled || n.scaled;
        if unit.is_none()
            && closes == end
            && !alone
            && !quoted_words
            && !(n.form == Form::Figures && matches!(line.at(tail), '至' | '到' | '~'))
        {
            continue;
        }
        // 7人到1580产线: a unit on the left alone.
        if unit.is_none() && with_unit {
            continue;
        }
        let mut low = low;
        if let Some((factor, head)) = shared_factor(line, &m, !n.scaled) {
            let whole = n.form == Form::Figures && n.digits > 0
                || !n.scaled
                || shared_factor(line, n, false).is_none();
            if whole && low < head && !with_unit {
                low = low.times(factor).unwrap_or(low);
            }
        }
        if let Some(more) = more {
            low = low.plus(more)?;
        }
        if let Some((_, u)) = unit {
            scale_share(u, &mut low);
            scale_share(u, &mut high);
        }
        if low >= high {
            continue;
        }
        return Some(ranged(at, closes, (low, high), unit.map(|(_, u)| u)));
    }
    let high = n.high?;
    let (mut low, mut high) = n.ends().unwrap_or((n.value?, high));
    let unit = unit_at(line, skip_rough(line, n.end).0, n);
    if unit.is_none() && !n.scaled && !(at == line.start && n.end == line.end) {
        return None;
    }
    if unit.is_none() && at == line.start && n.end == line.end && !n.scaled {
        return None;
    }
    if let Some((_, u)) = unit {
        if u.kind == UnitKind::Share && n.digits == 2 {
            return None;
        }
        scale_share(u, &mut low);
        scale_share(u, &mut high);
    }
    let end = unit.map_or(n.end, |(e, _)| e);
    let number =
        make(NumberKind::Cardinal, NumberValue::Range(low, high), unit.map(|(_, u)| u), Bound::Range);
    Some(finish(line, at, end, number, "number/two-digits", Some(n)))
}
