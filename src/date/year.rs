//! Years: written, masked, relative, decades and centuries.

use super::length::connector;
use super::raw::{Edge, Raw, YearRef};
use super::read::{Small, is_mask, mask_run, small};
use super::within::within_year;
use super::words::{FESTIVAL, WORD, Word};
use crate::rule::{Line, among};

/// A year; one past its 年 or word.
pub(super) fn year(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if let Some((end, word)) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        match word {
            Word::Year(n) => raw.year = Some(YearRef::Shift(n)),
            Word::YearPrior(n) => raw.year = Some(YearRef::Prior(n)),
            Word::YearThere(n) => raw.year = Some(YearRef::There(n)),
            _ => return None,
        }
        if matches!(line.at(end), '级' | '制' | '轻') {
            raw.year = None;
            return None;
        }
        if line.at(end) == '同' && line.at(end + 1) == '期' {
            raw.same_period = true;
            return Some(end + 2);
        }
        // 那年 and 第二年 date only what follows: 那年5月, 第二年春天.
        let told = matches!(line.at(at), '那' | '这' | '第' | '头');
        if told {
            let mut probe = Raw { year: raw.year, ..Raw::default() };
            let next = if line.at(end) == '的' { end + 1 } else { end };
            let followed = within_year(line, next, &mut probe, true).is_some()
                && probe.nth.is_none()
                && probe.festival.is_none();
            if !followed {
                raw.year = None;
                return None;
            }
        }
        return Some(within_it(line, end).unwrap_or_else(|| year_tail(line, end)));
    }
    let c = line.at(at);
    if matches!(c, '上' | '本') && line.at(at + 1) == '世' && line.at(at + 2) == '纪' {
        let shift = if c == '上' { 1900 } else { 2000 };
        return century(line, at + 3, shift, raw);
    }
    // 20**年, 201X年, **年
    if is_mask(c)
        || (c.is_ascii_digit()
            && (1..4).any(|k| is_mask(line.at(at + k)) && (1..k).all(|j| line.at(at + j).is_ascii_digit())))
    {
        let mut mask = ['X'; 4];
        let mut n = 0;
        while n < 4 && (is_mask(line.at(at + n)) || line.at(at + n).is_ascii_digit()) {
            if let (Some(slot), true) = (mask.get_mut(n), line.at(at + n).is_ascii_digit()) {
                *slot = line.at(at + n);
            }
            n += 1;
        }
        if line.at(at + n) != '年' || n < 2 {
            return None;
        }
        if n == 2 || n == 3 {
            mask = ['X'; 4];
        }
        raw.year = Some(YearRef::Masked(mask));
        return Some(year_tail(line, at + n + 1));
    }
    let n = small(line, at).filter(|n| line.at(n.end) != '千').or_else(|| thousands(line, at))?;
    let unit = line.blank(n.end);
    if unit > n.end + 1 {
        return None;
    }
    if line.at(unit) == '世' && line.at(unit + 1) == '纪' && (1..=22).contains(&n.value) {
        return century(line, unit + 2, (n.value as i32 - 1) * 100, raw);
    }
    if line.at(unit) == '年' && line.at(unit + 1) == '代' && n.value % 10 == 0 && (10..=90).contains(&n.value)
    {
        raw.year = Some(YearRef::ShortDecade(n.value as i32));
        return Some(unit + 2);
    }
    if line.at(unit) == '年'
        && line.at(unit + 1) == '代'
        && n.value % 10 == 0
        && (1000..=2990).contains(&n.value)
    {
        raw.year = Some(YearRef::Decade(n.value as i32));
        return Some(unit + 2);
    }
    if line.at(unit) != '年' {
        return None;
    }
    let full = (n.figures == 4 || n.run == 4 || n.value >= 1000) && (1000..=2999).contains(&n.value);
    if full {
        // 2000年历史: a duration.
        let after = if line.at(unit + 1) == '的' { unit + 2 } else { unit + 1 };
        if n.value % 1000 == 0 && matches!((line.at(after), line.at(after + 1)), ('历', '史') | ('文', '明'))
        {
            return None;
        }
        raw.year = Some(YearRef::Is(n.value as i32));
        return Some(year_tail(line, unit + 1));
    }
    if n.figures == 3 && n.value >= 200 && among!(line.before(at), "在于元至到") {
        raw.year = Some(YearRef::Is(n.value as i32));
        return Some(year_tail(line, unit + 1));
    }
    let short = (n.figures == 2 || n.run == 2) && {
        let pair = n.run == 2 && n.value % 10 == n.value / 10 + 1 && n.value > 10;
        let after = line.blank(unit + 1);
        let month = small(line, after).is_some_and(|m| {
            let end = connector(line, m.end).and_then(|i| small(line, i)).map_or(m.end, |m| m.end);
            line.at(end) == '月' && (1..=12).contains(&m.value)
        }) || mask_run(line, after).is_some();
        let zero = matches!(line.at(at), '0' | '零' | '〇');
        month
            || zero
            || (n.run == 2 && !pair)
            // 98年, not after what would make it a length
            || (n.figures == 2
                && n.value >= 50
                && among!(line.before(at), "在于从自到至'’"))
            || (n.figures == 2 && n.value >= 10 && part_of_year(line, after))
            || term_follows(line, after)
    };
    if short {
        raw.year = Some(YearRef::Short(n.value as i32));
        return Some(year_tail(line, unit + 1));
    }
    None
}

fn term_follows(line: Line<'_>, at: usize) -> bool {
    FESTIVAL.starting(line.chars, at).is_some_and(|(e, _)| e <= line.end)
}

fn part_of_year(line: Line<'_>, at: usize) -> bool {
    matches!((line.at(at), line.at(at + 1), line.at(at + 2)), ('上' | '下', '半', '年'))
        || (line.at(at + 1) == '季' && line.at(at + 2) == '度')
}

/// 两千零四年, 二千年.
fn thousands(line: Line<'_>, at: usize) -> Option<Small> {
    let n = crate::numeral::scan(line.chars, at)?;
    let value = n.small()?;
    ((1000..3000).contains(&value)
        && n.high.is_none()
        && n.end <= line.end
        && n.approx == crate::numeral::Approx::None)
        .then_some(Small { value, end: n.end, figures: 0, run: 0 })
}

/// 今年内, 今年年内
fn within_it(line: Line<'_>, end: usize) -> Option<usize> {
    let within = if line.at(end) == '年' { end + 1 } else { end };
    let other = among!(line.at(within + 1), "部地容蒙外江需心控资陆河科勤涵贸设阁");
    (line.at(within) == '内' && !other).then_some(within + 1)
}

fn year_tail(line: Line<'_>, end: usize) -> usize {
    if line.at(end) == '度' && !matches!(line.at(end + 1), '过' | '假') { end + 1 } else { end }
}

/// What follows 世纪: a decade, or nothing.
fn century(line: Line<'_>, at: usize, base: i32, raw: &mut Raw) -> Option<usize> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    if let Some(n) = small(line, i)
        && n.value < 100
        && n.value % 10 == 0
        && line.at(n.end) == '年'
        && line.at(n.end + 1) == '代'
    {
        raw.year = Some(YearRef::Decade(base + n.value as i32));
        let mut end = n.end + 2;
        if let Some(e) = decade_edge(line, end, raw) {
            end = e;
        }
        return Some(end);
    }
    raw.year = Some(YearRef::Century(base));
    Some(decade_edge(line, at, raw).unwrap_or(at))
}

fn decade_edge(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let (edge, len) = match (line.at(at), line.at(at + 1)) {
        ('初', '期') | ('前', '期') => (Edge::Start, 2),
        ('中', '期') | ('中', '叶') => (Edge::Middle, 2),
        ('末', '期') | ('后', '期') => (Edge::End, 2),
        ('初', _) => (Edge::Start, 1),
        ('末', _) => (Edge::End, 1),
        _ => return None,
    };
    raw.edge = Some(edge);
    Some(at + len)
}
