//! What belongs to the value beside a numeral and its unit: 两米半, 1米85, 3元5角2分, 3斤5两, 米九.

use super::bounds::finish;
use super::range::{connector, ranged};
use super::read::{Found, make};
use super::unit::{UNIT, Unit, UnitKind};
use super::{Bound, NumberKind, NumberValue};
use crate::numeral::{Decimal, digit, scan};
use crate::rule::{Line, among};

/// A digit, or up to two figures, at a place: the value and one past it.
fn few(line: Line<'_>, at: usize) -> Option<(i128, usize)> {
    if let Some(d) = digit(line.at(at)).filter(|d| *d > 0) {
        return Some((i128::from(d), at + 1));
    }
    let first = line.at(at).to_digit(10)?;
    match line.at(at + 1).to_digit(10) {
        Some(_) if line.at(at + 2).is_ascii_digit() => None,
        Some(second) => Some((i128::from(first * 10 + second), at + 2)),
        None => Some((i128::from(first), at + 1)),
    }
}

/// Whether nothing at a place goes on counting: the digit before it is a part of the value.
fn lone(line: Line<'_>, at: usize) -> bool {
    let next = line.at(at);
    (digit(next).is_none() || next == '一')
        && !next.is_ascii_digit()
        && !among!(next, "十百千万亿几多余来个名家条月年日天次人分是方点号.")
        && UNIT.starting(line.chars, at).is_none_or(|(e, _)| e > line.end)
}

/// What follows a unit and belongs to its value; one past it.
pub(super) fn part_after(line: Line<'_>, i: usize, unit: Unit) -> Option<(usize, Decimal)> {
    if !matches!(unit.kind, UnitKind::Measure | UnitKind::Money | UnitKind::Share) {
        return None;
    }
    let c = line.at(i);
    if c == '半' {
        let places = if unit.kind == UnitKind::Share { 2 } else { 1 };
        return Some((i + 1, Decimal::new(5, places)));
    }
    match unit.form {
        "元" | "块" => return coins(line, i, unit.form == "块"),
        "斤" => {
            let (n, end) = few(line, i).filter(|(n, e)| *n < 10 && line.at(*e) == '两')?;
            return Some((end + 1, Decimal::new(n, 1)));
        }
        "米" => return metres(line, i),
        _ => {}
    }
    if unit.kind == UnitKind::Share {
        let (n, end) =
            few(line, i).filter(|(n, e)| *n < 10 && digit(c).is_some() && digit(line.at(*e)).is_none())?;
        return Some((end, Decimal::new(n, 2)));
    }
    // 一美元二美分, 五日元零三日本銭
    let from = if matches!(c, '又' | '零') { i + 1 } else { i };
    let (n, end) = few(line, from)?;
    let hundredth = match unit.form {
        "美元" => line.word(end, "美分")?,
        "日元" => line.word(end, "日本銭")?,
        "欧元" => line.word(end, "欧分")?,
        _ => return None,
    };
    Some((hundredth, Decimal::new(n, 2)))
}

/// 5角2分, 五毛, and what is left out after 块: 三块五, 三块零四, 五块七毛八.
fn coins(line: Line<'_>, at: usize, spoken: bool) -> Option<(usize, Decimal)> {
    let mut i = at;
    let mut sum = Decimal::ZERO;
    let mut places = 1;
    let mut spoken = spoken;
    if matches!(line.at(i), '零' | '又') {
        places = if line.at(i) == '零' { 2 } else { 1 };
        i += 1;
    }
    let mut end = None;
    while let Some((n, e)) = few(line, i) {
        let (coin, stop) = match (line.at(e), line.at(e + 1)) {
            ('角' | '毛', c) if n < 10 && end.is_none() && !among!(c, "色球落度") => (1, e + 1),
            ('分', c) if !among!(c, "钟之局公店行部院社校店批类析布配") => (2, e + 1),
            _ if spoken && n < 10 && lone(line, e) => (places, e),
            _ => break,
        };
        sum = sum.plus(Decimal::new(n, coin))?;
        end = Some(stop);
        i = stop;
        if coin == 2 || stop == e {
            break;
        }
        places = 2;
        spoken = true;
    }
    Some((end?, sum))
}

/// 1米85, 一米八五, 三米九.
fn metres(line: Line<'_>, at: usize) -> Option<(usize, Decimal)> {
    let mut end = at;
    let mut value = 0i128;
    let mut places = 0u8;
    let figures = line.at(at).is_ascii_digit();
    while places < 3 {
        let c = line.at(end);
        let next = if figures { c.to_digit(10).map(i128::from) } else { digit(c).map(i128::from) };
        let Some(d) = next.filter(|_| c != '两') else { break };
        value = value * 10 + d;
        places += 1;
        end += 1;
    }
    let free = lone(line, end) && !('\u{4e00}'..='\u{9fff}').contains(&line.at(end))
        || among!(line.at(end), "的高长宽深厚左上以到至大一")
            && UNIT.starting(line.chars, end).is_none_or(|(e, _)| e > line.end);
    (places > 0 && places < 3 && value > 0 && free).then(|| (end, Decimal::new(value, places)))
}

/// 米九, 米六到三米九: one metre, left out.
pub(super) fn one_left_out(line: Line<'_>, at: usize) -> Option<Found> {
    let prev = line.before(at);
    if ('\u{4e00}'..='\u{9fff}').contains(&prev) && !among!(prev, "高约长宽深过有在") {
        return None;
    }
    let (end, unit) = UNIT.starting(line.chars, at).filter(|(e, _)| *e == at + 1)?;
    let (end, part) = metres(line, end)?;
    let low = Decimal::integer(1).plus(part)?;
    if let Some(from) = connector(line, end)
        && let Some(m) = scan(line.chars, from).filter(|m| m.end <= line.end && m.high.is_none())
        && line.at(m.end) == '米'
    {
        let (stop, more) = metres(line, m.end + 1).unwrap_or((m.end + 1, Decimal::ZERO));
        if let Some(high) = m.value.and_then(|v| v.plus(more)).filter(|h| *h > low) {
            return Some(ranged(at, stop, (low, high), Some(unit)));
        }
    }
    let number = make(NumberKind::Cardinal, NumberValue::One(low), Some(unit), Bound::Exact);
    Some(finish(line, at, end, number, "number/quantity", None))
}
