//! Ranges: 4月2日至6日, 2019—2021年, 上午9时至11时.

use super::length::connector;
use super::raw::{Raw, Ref, YearRef};
use super::read::{read, small};
use super::value::{Context, Meaning, resolve};
use super::words::{WORD, Word};
use crate::calendar::{Clock, Day, Part, Point, Stamp};
use crate::numeral::digit;
use crate::rule::{Line, among};

/// Two expressions, one to the other, and the end of the second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) from: Raw,
    pub(super) to: Raw,
    pub(super) end: usize,
}

/// The second expression of a range whose first ended at `end`.
pub(super) fn after(line: Line<'_>, from: Raw, end: usize) -> Option<Pair> {
    let mut i = end;
    if line.at(i) == '起' {
        i += 1;
    }
    let (start, between) = match connector(line, i) {
        Some(start) => (start, false),
        None if matches!(line.at(line.blank(i)), '和' | '与') => (line.blank(line.blank(i) + 1), true),
        None => return None,
    };
    let start = if line.at(start) == '了' { start + 1 } else { start };
    let (mut to, mut stop) =
        read(line, start).or_else(|| day_number(line, start).filter(|_| from.day.is_some()))?;
    if between {
        stop = match (line.at(stop), line.at(stop + 1)) {
            ('之', '间') => stop + 2,
            ('间', _) => stop + 1,
            _ => return None,
        };
    } else if (line.at(stop), line.at(stop + 1)) == ('之', '间') {
        stop += 2;
    }
    // What one end is, the other must be able to be.
    let day = |r: &Raw| r.day.is_some() || r.weekday.is_some() || r.festival.is_some();
    if to.loose || from.loose {
        return None;
    }
    let timed = |r: &Raw| r.time.is_some() || r.part.is_some();
    if day(&from) && !timed(&from) && to.only_time() {
        return None;
    }
    if to.only_time() && !timed(&from) {
        return None;
    }
    if day(&from) && !day(&to) && !to.only_time() && to.year.is_none() && to.month.is_none() {
        return None;
    }
    complete(&from, &mut to);
    Some(Pair { from, to, end: stop })
}

/// A range within what was read, whose lower end lacks its unit: 今年1至8月, 2020年一至三季度, 3月1—5日; 上世纪七八十年代;
/// 去冬今春, whose two ends stand together.
pub(super) fn within(line: Line<'_>, raw: Raw, end: usize) -> Option<Pair> {
    if raw.season.is_some() && matches!(line.at(end), '今' | '明') {
        let (to, stop) = read(line, end).filter(|(to, _)| to.season.is_some() && to.year.is_some())?;
        return Some(Pair { from: raw, to, end: stop });
    }
    if let Some(YearRef::Century(base)) = raw.year
        && raw.edge.is_none()
    {
        return decades(line, end, Some(base));
    }
    // 明天下午五到六点
    if raw.part.is_some() && raw.time.is_none() {
        let pair =
            bare(line, end).filter(|p| p.from.only_time() && p.to.only_time() && p.to.part.is_none())?;
        let from = Raw { time: pair.from.time, ..raw };
        return Some(Pair { from, to: Raw { time: pair.to.time, ..raw }, end: pair.end });
    }
    let year = Raw { year: raw.year, ..Raw::default() };
    let month = Raw { year: raw.year, month: raw.month, ..Raw::default() };
    if raw.year.is_none() && raw.month.is_none() || raw != year && raw != month {
        return None;
    }
    let mut i = line.blank(end);
    if line.at(i) == '的' {
        i += 1;
    }
    let mut pair = bare(line, i)?;
    let finer = match raw.month {
        Some(_) => pair.from.month.is_none() && pair.from.day.is_some(),
        None => pair.from.month.is_some() || pair.from.quarter.is_some(),
    };
    if !finer || pair.from.year.is_some() || pair.to.year.is_some() || pair.from.only_time() {
        return None;
    }
    for part in [&mut pair.from, &mut pair.to] {
        part.year = raw.year;
        if raw.month.is_some() {
            part.month = raw.month;
        }
    }
    Some(pair)
}

/// 下午五到六点, of no day that is said.
pub(super) fn within_part(line: Line<'_>, at: usize) -> Option<Pair> {
    let (end, word) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end)?;
    let Word::Part(part) = word else { return None };
    within(line, Raw { part: Some(part), ..Raw::default() }, end)
}

/// Two decades said as one: 七八十年代, 70、80年代.
pub(super) fn decades(line: Line<'_>, at: usize, century: Option<i32>) -> Option<Pair> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    let first = small(line, i).filter(|n| n.value < 100)?;
    let (low, high, end) = if first.run == 2 && line.at(first.end) == '十' {
        (first.value / 10, first.value % 10, first.end + 1)
    } else {
        let next = if line.at(first.end) == '、' { first.end + 1 } else { connector(line, first.end)? };
        let second = small(line, next)?;
        let tens = first.value % 10 == 0 && second.value % 10 == 0 && second.value < 100;
        let tens =
            (tens || first.run == 1 && first.value * 10 < second.value).then_some(second.value / 10)?;
        (if first.run == 1 { first.value } else { first.value / 10 }, tens, second.end)
    };
    let end = line.word(end, "年代")?;
    if low == 0 || high <= low {
        return None;
    }
    let of = |tens: u32| {
        let tens = tens as i32 * 10;
        let year = century.map_or(YearRef::ShortDecade(tens), |base| YearRef::Decade(base + tens));
        Raw { year: Some(year), ..Raw::default() }
    };
    Some(Pair { from: of(low), to: of(high), end })
}

/// 今明两年, 昨今两天: two in a row, counted from this one.
pub(super) fn two_said(line: Line<'_>, at: usize) -> Option<Pair> {
    let from = match (line.at(at), line.at(at + 1)) {
        ('今', '明') => 0,
        ('去' | '昨', '今') => -1,
        ('明', '后') => 1,
        _ => return None,
    };
    if !matches!(line.at(at + 2), '两' | '2') {
        return None;
    }
    let of = |n: i32| match line.at(at + 3) {
        '年' => Some(Raw { year: Some(YearRef::Shift(n)), ..Raw::default() }),
        '天' | '日' => Some(Raw { day: Some(Ref::Shift(n)), ..Raw::default() }),
        _ => None,
    };
    Some(Pair { from: of(from)?, to: of(from + 1)?, end: at + 4 })
}

/// 十五号, right of a day.
pub(super) fn day_number(line: Line<'_>, at: usize) -> Option<(Raw, usize)> {
    let n = small(line, at)?;
    let day = u8::try_from(n.value).ok().filter(|d| (1..=31).contains(d))?;
    matches!(line.at(n.end), '日' | '号')
        .then(|| (Raw { day: Some(Ref::Is(day)), ..Raw::default() }, n.end + 1))
}

/// What the second expression leaves out stands in the first.
fn complete(from: &Raw, to: &mut Raw) {
    if to.only_time() {
        let part = to.part.or(from.part.filter(|p| {
            to.time.is_some_and(|t| t.hour < 12)
                && matches!(p.part, Part::Afternoon | Part::Evening | Part::Night)
                && p.from > 0
        }));
        *to = Raw { part, time: to.time, ..*from };
        return;
    }
    let relative = to.week.is_some()
        || matches!(to.day, Some(Ref::Shift(_) | Ref::There(_)))
        || matches!(to.month, Some(Ref::Shift(_) | Ref::There(_)));
    if relative {
        return;
    }
    if to.weekday.is_some() {
        to.week = from.week;
        return;
    }
    if to.month.is_none() && to.day.is_some() {
        to.month = from.month;
        to.lunar |= from.lunar;
    }
    if to.year.is_none() {
        to.year = from.year;
    }
}

/// A numeral whose unit stands after the second one: 2019—2021年, 3至5月, 9~12点半.
pub(super) fn bare(line: Line<'_>, at: usize) -> Option<Pair> {
    let n = small(line, at)?;
    let prev = line.before(at);
    if prev.is_ascii_alphanumeric() || among!(prev, ".-/:第") || digit(prev).is_some() {
        return None;
    }
    if n.figures == 4 && line.at(n.end) == '.' {
        return dotted(line, at, n.end + 1, n.value as i32);
    }
    let i = connector(line, n.end)?;
    let year = (n.figures == 4 || n.run == 4) && (1900..2100).contains(&n.value);
    if year {
        let from = Raw { year: Some(YearRef::Is(n.value as i32)), ..Raw::default() };
        if let Some((to, end)) = read(line, i) {
            return to
                .year
                .filter(|y| matches!(y, YearRef::Is(_) | YearRef::Short(_) | YearRef::Shift(_)))
                .filter(|y| if let YearRef::Is(y) = y { *y > n.value as i32 } else { true })
                .filter(|_| to.month.zip(to.day).is_none() || line.at(n.end) != '-')
                .map(|_| Pair { from, to, end });
        }
        let m = small(line, i)
            .filter(|m| m.figures == 4 && m.value > n.value && (1900..2100).contains(&m.value))?;
        let said = matches!(prev, '从' | '自' | '在' | '于')
            || (prev == '(' && line.at(m.end) == ')')
            || (at == line.start && m.end == line.end);
        let next = line.at(m.end);
        if !said || next.is_ascii_alphanumeric() {
            return None;
        }
        let to = Raw { year: Some(YearRef::Is(m.value as i32)), ..Raw::default() };
        return Some(Pair { from, to, end: m.end });
    }
    if n.figures == 0 && n.run == 0 && n.value > 31 || n.run > 1 || n.figures > 2 {
        return None;
    }
    let (to, end) = read(line, i)?;
    let value = u8::try_from(n.value).ok()?;
    let mut from = Raw::default();
    if to.only_time() {
        let t = to.time.filter(|t| t.hour > value || to.part.is_some())?;
        if line.at(small(line, i)?.end) == ':' {
            return None;
        }
        from.time = Some(super::raw::Time { hour: value, minute: None, second: None });
        from.part = to.part;
        let _ = t;
        return Some(Pair { from, to, end });
    }
    if to.year.is_some() {
        // 15-17年
        if let Some(YearRef::Short(y)) = to.year
            && y > i32::from(value)
            && n.figures == 2
        {
            return Some(Pair {
                from: Raw { year: Some(YearRef::Short(i32::from(value))), ..from },
                to,
                end,
            });
        }
        return None;
    }
    if let Some(Ref::Is(q)) = to.quarter {
        // 一至三季度
        if (1..q).contains(&value) && to.edge.is_none() {
            from.quarter = Some(Ref::Is(value));
            return Some(Pair { from, to, end });
        }
        return None;
    }
    if let (Some(Ref::Is(m)), false) = (to.month, matches!(to.day, Some(Ref::Is(_)))) {
        if (1..m).contains(&value) && small(line, i).is_some_and(|s| s.value == u32::from(m)) {
            from.month = Some(Ref::Is(value));
            return Some(Pair { from, to, end });
        }
        return None;
    }
    if let (None, Some(Ref::Is(d))) = (to.month, to.day)
        && (1..d).contains(&value)
    {
        from.day = Some(Ref::Is(value));
        return Some(Pair { from, to, end });
    }
    None
}

/// 2008.03-2009.05, 2008.03-2009
fn dotted(line: Line<'_>, at: usize, month: usize, year: i32) -> Option<Pair> {
    let two = |i: usize| small(line, i).filter(|m| m.figures == 2 && (1..=12).contains(&m.value));
    let m = two(month)?;
    let i = connector(line, m.end)?;
    let y = small(line, i)
        .filter(|y| y.figures == 4 && (year as u32..2100).contains(&y.value) && year >= 1900)?;
    let mut to = Raw { year: Some(YearRef::Is(y.value as i32)), ..Raw::default() };
    let mut end = y.end;
    if let Some(last) = two(y.end + 1).filter(|_| line.at(y.end) == '.') {
        to.month = Some(Ref::Is(last.value as u8));
        end = last.end;
    }
    let from = Raw { year: Some(YearRef::Is(year)), month: Some(Ref::Is(m.value as u8)), ..Raw::default() };
    (!line.at(end).is_ascii_alphanumeric() && at < end).then_some(Pair { from, to, end })
}

/// A range's value, first and last moment, and the point it ends with.
pub(super) type Reach = (Option<String>, Option<Stamp>, Option<Stamp>, Option<Point>);

/// What a range means: the value, and its first and last moment.
pub(super) fn meaning(pair: &Pair, ctx: &mut Context) -> Option<Reach> {
    let a = resolve(&pair.from, ctx)?;
    let mut inner = *ctx;
    if let Some(p) = a.point
        && !a.dayless
    {
        inner.last = Some(p);
        inner.last_day = p.civil().or(inner.last_day);
        inner.near = true;
        inner.said_year = true;
    }
    let mut to = pair.to;
    let mut b = resolve(&to, &inner)?;
    let (Some(pa), Some(mut pb)) = (a.point, b.point) else { return Some((None, None, None, None)) };
    // 11月至3月, 晚上11点到凌晨2点: on into the next year, the next day.
    if let (Some((fa, _)), Some((fb, _))) = (a.bounds, b.bounds)
        && fb < fa
    {
        let again = later(&pair.from, &mut to, &pa, &inner);
        if let Some(m) = again {
            if let Some(p) = m.point {
                pb = p;
                b = m;
            }
        } else if !(a.dayless && b.dayless) {
            return None;
        }
    }
    let last = b.bounds.and_then(|(first, last)| match pb.clock() {
        Clock::Hour(_) | Clock::Minute(_, 0) => first.just_before(),
        _ => Some(last),
    });
    let value = format!("{pa}/{pb}");
    Some((Some(value), a.bounds.map(|b| b.0), last, Some(pb).filter(|_| !b.dayless)))
}

fn later(from: &Raw, to: &mut Raw, a: &Point, ctx: &Context) -> Option<Meaning> {
    if to.time.is_some() && (to.day == from.day && to.month == from.month && to.weekday == from.weekday) {
        let day = a.civil().or(ctx.anchor.map(|a| a.day))?.plus_days(1)?;
        let mut raw = Raw { part: to.part, time: to.time, ..Raw::default() };
        raw.year = Some(YearRef::Is(day.year()));
        raw.month = Some(Ref::Is(day.month()));
        raw.day = Some(Ref::Is(day.day()));
        let mut m = resolve(&raw, ctx)?;
        if from.only_time() && a.known_year().is_none() {
            m.point = Some(Point::time(m.point?.clock()));
            m.dayless = true;
        }
        return Some(m);
    }
    if to.year.is_none() || to.year == from.year {
        let y = a.known_year()?.checked_add(1)?;
        to.year = Some(YearRef::Is(y));
        return resolve(to, ctx);
    }
    None
}

/// The day before one.
pub(super) fn day_before(day: Day) -> Option<Stamp> {
    day.plus_days(-1).map(Stamp::day)
}
