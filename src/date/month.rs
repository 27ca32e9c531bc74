//! Months and their days, and the nth of something in them.

use super::clock::weekday;
use super::raw::{Nth, Raw, Ref, YearRef};
use super::read::{mask_run, small};
use super::within::edge;
use super::words::{WORD, Word};
use crate::rule::{Line, among};

/// A month, with its day if one follows.
pub(super) fn month(line: Line<'_>, at: usize, raw: &mut Raw, dated: bool) -> Option<usize> {
    if let Some((end, word)) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        match word {
            Word::Month(n) => raw.month = Some(Ref::Shift(n)),
            Word::MonthThere(n) => raw.month = Some(Ref::There(n)),
            _ => return None,
        }
        return Some(after_month(line, end, raw));
    }
    let mut i = at;
    if line.at(i) == '闰' {
        raw.leap = true;
        raw.lunar = true;
        i += 1;
    }
    let lunar_name = match (line.at(i), line.at(i + 1)) {
        ('正', '月') => Some(1),
        ('腊', '月') => Some(12),
        ('冬', '月') => Some(11),
        _ => None,
    };
    if let Some(m) = lunar_name {
        raw.month = Some(Ref::Is(m));
        raw.lunar = true;
        return Some(after_month(line, i + 2, raw));
    }
    if let Some(e) = mask_run(line, i) {
        if line.at(e) == '月' && (dated || line.at(e + 1) == '*' || e - i == 2) {
            raw.month = Some(Ref::Masked);
            return Some(after_month(line, e + 1, raw));
        }
        return None;
    }
    let n = small(line, i)?;
    let unit = line.blank(n.end);
    if line.at(unit) != '月'
        || !(1..=12).contains(&n.value)
        || n.run > 1
        || n.figures > 2
        || unit > n.end + 1
        || line.at(i) == '两'
    {
        return None;
    }
    // 三月街, 十月怀胎
    if !dated && n.figures == 0 && among!(line.at(unit + 1), "街怀花桥路湾光飞风雪霜") {
        return None;
    }
    if matches!(line.at(unit + 1), '嫂' | '饼' | '球' | '租') {
        return None;
    }
    raw.month = Some(Ref::Is(n.value as u8));
    Some(after_month(line, unit + 1, raw))
}

/// After 月: 份, an edge, a day, the nth of something.
fn after_month(line: Line<'_>, at: usize, raw: &mut Raw) -> usize {
    let mut end = at;
    if line.at(end) == '份' && !matches!(line.at(end + 1), '额') {
        end += 1;
    }
    if let Some(e) = edge(line, end, raw, '月') {
        return e;
    }
    if let Some(e) = nth_in_month(line, end, raw) {
        return e;
    }
    let i = line.blank(end);
    if let Some(e) = day(line, i, raw) {
        return e;
    }
    end
}

/// A day after a month: 8日, 三十一号, 初八, 十五, **日.
pub(super) fn day(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if line.at(at) == '初' {
        let n = small(line, at + 1)?;
        if (1..=10).contains(&n.value) {
            raw.day = Some(Ref::Is(n.value as u8));
            raw.lunar = true;
            return Some(n.end);
        }
        return None;
    }
    if let Some(e) = mask_run(line, at) {
        if matches!(line.at(e), '日' | '号') {
            raw.day = Some(Ref::Masked);
            return Some(e + 1);
        }
        return None;
    }
    let n = small(line, at)?;
    if !(1..=31).contains(&n.value) || n.figures > 2 || n.run > 1 || line.at(at) == '两' {
        return None;
    }
    let unit = line.blank(n.end);
    if matches!(line.at(unit), '日' | '号') && unit <= n.end + 1 {
        raw.day = Some(Ref::Is(n.value as u8));
        return Some(unit + 1);
    }
    if matches!(line.at(at), '廿' | '卅') {
        raw.lunar = true;
        raw.day = Some(Ref::Is(n.value as u8));
        return Some(n.end);
    }
    // 一月二十三, 10月22, 八月十五: with nothing after it that is counted.
    let next = line.at(n.end);
    let ten = n.figures > 0 || n.value >= 10;
    let free = among!(next, "\0,。、;) 晚早上下中凌出到至是-—~");
    if (ten || raw.lunar) && free {
        // 八月十五, without 日, is a day of the lunar year.
        if n.value == 15
            && n.figures == 0
            && raw.month == Some(Ref::Is(8))
            && !matches!(raw.year, Some(YearRef::Is(_)))
        {
            raw.lunar = true;
        }
        raw.day = Some(Ref::Is(n.value as u8));
        return Some(n.end);
    }
    None
}

/// 第三周, 第一个星期一, 最后五天, 前四天, 三十 after a month.
pub(super) fn nth_in_month(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    let (kind, from) = match (line.at(i), line.at(i + 1)) {
        ('第', _) => ('第', i + 1),
        ('最', '后') => ('后', i + 2),
        ('前', _) => ('前', i + 1),
        ('后', _) => ('后', i + 1),
        ('头', _) => ('前', i + 1),
        _ => return None,
    };
    let n = small(line, from)?;
    let value = u8::try_from(n.value).ok().filter(|v| (1..=31).contains(v))?;
    let mut e = n.end;
    if line.at(e) == '个' {
        e += 1;
    }
    if let Some((w, end)) = weekday(line, e) {
        let nth = match kind {
            '第' if value <= 5 => Nth::Weekday(value, w),
            '后' if value == 1 => Nth::LastWeekday(w),
            _ => return None,
        };
        raw.nth = Some(nth);
        return Some(end);
    }
    let (unit, end) = match (line.at(e), line.at(e + 1)) {
        ('周', c) if c != '年' => ('周', e + 1),
        ('星', '期') => ('周', e + 2),
        ('天' | '日', _) => ('天', e + 1),
        _ => return None,
    };
    raw.nth = Some(match (kind, unit) {
        ('第', '周') if value <= 5 => Nth::Week(value),
        ('后', '周') if value == 1 => Nth::LastWeek,
        ('第', '天') => Nth::Day(value),
        ('前', '天') => Nth::FirstDays(value),
        ('后', '天') => Nth::LastDays(value),
        _ => return None,
    });
    Some(end)
}

/// 前五个月, 首月, 第三个月, 第一天, 前2周 after a year.
pub(super) fn nth_in_year(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    if line.at(i) == '首' && line.at(i + 1) == '月' {
        raw.month = Some(Ref::Is(1));
        return Some(i + 2);
    }
    let (kind, from) = match (line.at(i), line.at(i + 1)) {
        ('第', _) => ('第', i + 1),
        ('最', '后') => ('后', i + 2),
        ('前', _) => ('前', i + 1),
        ('后', _) => ('后', i + 1),
        ('头', _) => ('前', i + 1),
        _ => return None,
    };
    let n = small(line, from)?;
    let value = u8::try_from(n.value).ok().filter(|v| *v >= 1)?;
    let e = if line.at(n.end) == '个' { n.end + 1 } else { n.end };
    let counted = e > n.end;
    let week = match (line.at(e), line.at(e + 1)) {
        ('周', c) if !among!(c, "年岁边围期刊报") => Some(e + 1),
        ('星', '期') => Some(e + 2),
        _ => None,
    };
    if let (Some(end), '第' | '前' | '后') = (week, kind) {
        raw.nth = Some(match kind {
            '第' if value <= 53 => Nth::Week(value),
            '前' => Nth::FirstWeeks(value),
            '后' if value == 1 => Nth::LastWeek,
            _ => return None,
        });
        return Some(end);
    }
    if (kind, line.at(e), line.at(e + 1)) == ('后', '季', '度') && value == 1 {
        raw.quarter = Some(Ref::Is(4));
        return Some(e + 2);
    }
    raw.nth = Some(match (kind, line.at(e)) {
        ('第', '月') if value <= 12 && counted => Nth::Month(value),
        ('前', '月') if value <= 12 => Nth::FirstMonths(value),
        ('后', '月') if value <= 12 => Nth::LastMonths(value),
        ('第', '天') => Nth::Day(value),
        ('后', '天') => Nth::LastDays(value),
        ('前', '季') if value <= 4 && line.at(e + 1) == '度' => {
            raw.nth = Some(Nth::FirstQuarters(value));
            return Some(e + 2);
        }
        _ => return None,
    });
    Some(e + 1)
}
