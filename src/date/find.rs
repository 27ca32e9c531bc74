//! From a document to candidates, left to right: what was read before says what 同年 and 25日 mean.

use super::length::{Length, Toward, length};
use super::open::{Open, now, now_from, open_end, until_now};
use super::raw::{Edge, Nth, Raw, YearRef};
use super::read::{may_be_read, read};
use super::set::set;
use super::value::{Context, resolve};
use super::words::{AFTER_NUMERAL, FESTIVAL, NUMERAL, PERIOD, STARTS, WORD, may_head};
use super::{Date, DateKind, Modifier, ago, era, range};
use crate::calendar::{Anchor, Day, Duration, Stamp, Unit};
use crate::candidate::Candidate;
use crate::numeral::{Decimal, digit};
use crate::rule::{Line, among};
use crate::span::Span;
use crate::text::{Document, Role};

/// A date and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) date: Date,
    pub(super) rule: &'static str,
}

/// Proposes every date of a document that is not part of its boilerplate, resolved as far as the day of publication and
/// the dates before it allow.
pub fn find(doc: &Document<'_>, published: Option<&Anchor>, out: &mut Vec<Candidate<Date>>) {
    let chars = doc.chars();
    let starts = &*STARTS;
    let mut ctx = Context { anchor: published.copied(), ..Context::default() };
    for (index, block) in doc.blocks().iter().enumerate() {
        if block.role == Role::Boilerplate {
            continue;
        }
        ctx.near = false;
        let line = Line::new(chars, block.span.start, block.span.end);
        heading(line, index, &mut ctx);
        let mut at = line.start;
        while let Some(next) = starts.next(line.chars, at) {
            at = next;
            let c = line.at(at);
            if !may_start(line, at, c) {
                at += 1;
                continue;
            }
            // A long run of figures or digits holds no date but at its start.
            let figure = c.is_ascii_digit();
            if let Some(found) = read_at(line, at, &mut ctx) {
                let span = Span::new(found.start, found.end);
                at = found.end.max(at + 1);
                let score = 4.0 + 2.0 * span.len() as f32;
                out.push(Candidate { span, value: found.date, rule: found.rule, score });
            } else {
                at += 1;
                while figure && line.at(at).is_ascii_digit() {
                    at += 1;
                }
            }
        }
    }
}

/// Whether it is worth reading on: most numerals count something else, most words are other words.
fn may_start(line: Line<'_>, at: usize, c: char) -> bool {
    if !NUMERAL.has(c) {
        return may_head(c, line.at(at + 1)) && (c == '每' || c == '半' || plain_start(line, at, c));
    }
    let mut i = at + 1;
    while i < at + 24 && NUMERAL.has(line.at(i)) {
        i += 1;
    }
    let next = line.at(i);
    if next == '个' {
        return among!(line.at(i + 1), "月半小星周季礼工钟世昼多余年");
    }
    AFTER_NUMERAL.has(next)
        || FESTIVAL.begins(c) && FESTIVAL.starting(line.chars, at).is_some()
        || c == '一' && WORD.starting(line.chars, at).is_some()
        || PERIOD.starting(line.chars, at).is_some()
        || i - at > 1
            && (line.at(at) == '十' || line.before(i) == '五' || among!(next, "\0,。、;)晚早上下中凌出是"))
}

fn plain_start(line: Line<'_>, at: usize, c: char) -> bool {
    let next = line.at(at + 1);
    WORD.starting(line.chars, at).is_some()
        || FESTIVAL.starting(line.chars, at).is_some()
        || match c {
            '上' | '下' => matches!(next, '半' | '旬' | '世' | '个'),
            '中' => next == '旬',
            '本' => next == '世',
            '年' => among!(next, "初底末内"),
            '周' | '星' | '礼' | '农' | '阴' | '闰' => true,
            '第' => i_number(line.at(at + 1)),
            '首' => next == '季',
            '今' | '去' | '明' | '昨' => matches!(next, '春' | '夏' | '秋' | '冬' | '明' | '今' | '后'),
            '前' => i_number(next) && (line.at(at + 2) == '季' || line.at(at + 3) == '季'),
            '元' => next == '年',
            '正' | '腊' | '冬' if next == '月' => true,
            '春' | '夏' | '秋' | '冬' => matches!(next, '季' | '天'),
            _ => false,
        }
}

fn i_number(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some()
}

/// Reads the date that starts, or whose first numeral stands, at `at`; what it says is kept in mind.
pub(super) fn read_at(line: Line<'_>, at: usize, ctx: &mut Context) -> Option<Found> {
    let c = line.at(at);
    if c == '每' {
        let (period, end) = set(line, at)?;
        let date = Date {
            kind: DateKind::Set,
            value: Some(period.to_string()),
            earliest: None,
            latest: None,
            modifier: None,
        };
        return Some(Found { start: at, end, date, rule: "date/recurrence" });
    }
    if let Some(found) = period(line, at) {
        return Some(found);
    }
    // 上个小时
    if matches!(c, '上' | '下') && line.word(at + 1, "个小时").is_some() {
        let toward = if c == '上' { Toward::Past } else { Toward::Future };
        let hour = Duration::of(Unit::Hour, Some(Decimal::integer(1)));
        return Some(duration_found(&Length { start: at, end: at + 4, low: hour, high: None, toward }, ctx));
    }
    let prev = line.before(at);
    if c.is_ascii_digit()
        && (prev.is_ascii_alphanumeric()
            || among!(prev, "+_/#〔[")
            || (prev == '.' && !list_mark(line, at))
            || (prev == '-' && line.before(at - 1).is_ascii_alphanumeric()))
    {
        return None;
    }
    if digit(c).is_some() && digit(prev).is_some() {
        return None;
    }
    let numeral = c.is_ascii_digit() || digit(c).is_some() || among!(c, "十半*×X几数廿卅俩仨百千");
    // What follows the numeral says what is worth trying: most are years, months and days.
    let (next, run) = if numeral { after_numeral(line, at) } else { ('\0', 0) };
    if (c == '元' || next == '年' && run <= 3)
        && let Some((start, raw, end)) = era::read_era(line, at)
    {
        return point_found(line, start, raw, end, ctx);
    }
    let calendar = next == '年' && run == 4
        || matches!(next, '月' | '号') && !(among!(prev, "近去来半") || matches!(c, '俩' | '仨'));
    let timed = if numeral && !calendar { length(line, at) } else { None };
    let joined = numeral && among!(next, "-—–─―−－~～〜∼ー至到 .");
    let bare = match next {
        _ if joined => range::bare(line, at),
        '年' | '、' if run <= 3 => range::decades(line, at, None),
        _ if matches!(c, '今' | '去' | '昨' | '明') => range::two_said(line, at),
        _ if among!(c, "上下早晚凌清傍中夜") => range::within_part(line, at),
        _ => None,
    };
    if let Some(pair) = bare
        && timed.is_none_or(|l| l.end < pair.end)
        && let Some(found) = pair_found(line, at, &pair, ctx)
    {
        return Some(found);
    }
    let point = read(line, at);
    ctx.planned = point.is_some_and(|(raw, end)| raw.year.is_none() && planned(line, at, end, &raw, ctx));
    if let Some((raw, end)) = point
        && timed.is_none_or(|l| l.end <= end)
        && !decoy(line, at, end, &raw)
    {
        if let Some(pair) = range::after(line, raw, end).or_else(|| range::within(line, raw, end))
            && let Some(found) = pair_found(line, at, &pair, ctx)
        {
            return Some(found);
        }
        if let Some(found) = point_found(line, at, raw, end, ctx) {
            return Some(found);
        }
    }
    let timed = timed?;
    if let Some((raw, end)) = ago::counted_from(line, &timed, ctx)
        && let Some(found) = point_found(line, timed.start, raw, end, ctx)
    {
        return Some(found);
    }
    Some(duration_found(&timed, ctx))
}

/// The character after the numeral at `at`, and how long that is; a point within figures counts as what follows.
fn after_numeral(line: Line<'_>, at: usize) -> (char, usize) {
    let mut i = at + 1;
    while i < at + 24 && NUMERAL.has(line.at(i)) {
        if line.at(i) == '.' {
            return ('.', i - at);
        }
        i += 1;
    }
    (line.at(i), i - at)
}

/// 今天 as «nowadays» and the like is left to the reader; 八一小学, 国庆路 are names.
fn decoy(line: Line<'_>, at: usize, end: usize, raw: &Raw) -> bool {
    let prev = line.before(at);
    // 2021年第3号, 〔2017〕31号
    if raw.day.is_some()
        && raw.month.is_none()
        && line.at(end - 1) == '号'
        && matches!(prev, '〕' | ']' | ')' | '第')
    {
        return true;
    }
    if raw.only_time() && raw.part.is_none() && among!(prev, "每第有几这同和") {
        return true;
    }
    false
}

/// The full stop before a figure ends a sentence or a list mark, and is no decimal point.
fn list_mark(line: Line<'_>, at: usize) -> bool {
    let mut i = at - 1;
    let stop = i;
    while i > line.start && line.at(i - 1).is_ascii_digit() {
        i -= 1;
    }
    i == stop && !line.before(i).is_ascii_alphabetic()
        || i < stop && stop - i <= 2 && among!(line.before(i), "\0;。, :")
}

/// 预计5月份, 6月前: what is still to come.
fn planned(line: Line<'_>, at: usize, end: usize, raw: &Raw, ctx: &Context) -> bool {
    if raw.loose {
        return line.at(end) == '前';
    }
    if raw.month.is_none() && raw.half.is_none() && raw.festival.is_none() {
        return false;
    }
    let mut i = at;
    while i > line.start && i + 8 > at && !matches!(line.at(i - 1), ',' | '。' | ';' | ':') {
        i -= 1;
        if line.at(i) == '拟'
            || matches!(
                (line.at(i), line.at(i + 1)),
                ('预', '计') | ('计', '划') | ('将', '于') | ('将', '在') | ('力', '争') | ('争', '取')
            )
        {
            return true;
        }
    }
    let past = ctx.anchor.zip(match raw.month {
        Some(super::raw::Ref::Is(m)) => Some(m),
        _ => None,
    });
    line.at(end) == '前' && past.is_some_and(|(a, m)| a.day.month() > m + 2 || m >= a.day.month())
}

/// A heading of a year, or of a month, dates what stands under it.
fn heading(line: Line<'_>, index: usize, ctx: &mut Context) {
    let len = line.end - line.start;
    if !(2..=40).contains(&len) {
        return;
    }
    let numbered = matches!(line.at(line.start + 1), '、' | '.') || line.at(line.start) == '(';
    let closed = || (line.start..line.end).any(|i| matches!(line.at(i), '。' | ';' | '!'));
    let title = index < 3
        && (line.start..line.end).any(|i| {
            matches!(
                (line.at(i), line.at(i + 1)),
                ('总', '结')
                    | ('大', '事')
                    | ('盘', '点')
                    | ('述', '职')
                    | ('纪', '事')
                    | ('回', '顾')
                    | ('编', '年')
                    | ('年', '鉴')
            )
        });
    let last = if title { line.end } else { line.end.min(line.start + 5) };
    let mut found = None;
    let mut at = line.start;
    while at < last {
        if !may_be_read(line.at(at), line.at(at + 1)) {
            at += 1;
        } else if let Some((raw, end)) = read(line, at) {
            if let Some(YearRef::Is(y)) = raw.year {
                // Two years in a title name neither.
                if found.is_some() || super::length::connector(line, end).is_some() {
                    return;
                }
                found = Some((y, raw, end));
            } else if found.is_none()
                && at < line.start + 3
                && line.blank(end) >= line.end
                && let (None, Some(super::raw::Ref::Is(m)), None) = (raw.year, raw.month, raw.day)
            {
                let y = ctx.chapter.map(|c| c.0).or(ctx.anchor.map(|a| a.day.year()));
                ctx.chapter = y.map(|y| (y, Some(m)));
                return;
            }
            at = end;
        } else {
            at += 1;
        }
    }
    let Some((year, raw, end)) = found else { return };
    let rest = (end..line.end).filter(|&i| !among!(line.at(i), " :)】]-—◆■")).count();
    let only = rest == 0 && matches!((raw.day, raw.part), (None, None));
    let month = if let Some(super::raw::Ref::Is(m)) = raw.month { Some(m) } else { None };
    if only && !closed() {
        ctx.chapter = Some((year, month));
    } else if title || (numbered && len <= 16 && raw.month.is_none() && !closed()) {
        ctx.chapter = Some((year, None));
    }
}

fn stamp(s: Stamp) -> String {
    s.iso()
}

fn remember(ctx: &mut Context, point: crate::calendar::Point, said: bool) {
    if point.known_year().is_some() || point.known_month().is_some() {
        let carried =
            ctx.near && ctx.said_year && ctx.last.and_then(|p| p.known_year()) == point.known_year();
        ctx.last = Some(point);
        ctx.said_year = said || carried;
        ctx.near = true;
    }
    if let Some(day) = point.civil() {
        ctx.last_day = Some(day);
    }
}

fn pair_found(_line: Line<'_>, at: usize, pair: &range::Pair, ctx: &mut Context) -> Option<Found> {
    let (value, first, last, point) = range::meaning(pair, ctx)?;
    if let Some(point) = point {
        remember(ctx, point, pair.from.year.is_some());
    }
    let date = Date {
        kind: DateKind::Range,
        value,
        earliest: first.map(stamp),
        latest: last.map(stamp),
        modifier: None,
    };
    Some(Found { start: at, end: pair.end, date, rule: "date/from-to" })
}

fn point_found(line: Line<'_>, at: usize, raw: Raw, end: usize, ctx: &mut Context) -> Option<Found> {
    let m = resolve(&raw, ctx)?;
    if let Some(point) = m.point.filter(|_| !m.dayless) {
        remember(ctx, point, raw.year.is_some());
    }
    let (mut first, mut last) = (m.bounds.map(|b| b.0), m.bounds.map(|b| b.1));
    if let (
        Some(nth @ (Nth::FirstMonths(_) | Nth::LastMonths(_) | Nth::FirstQuarters(_))),
        Some(a),
        Some(b),
    ) = (raw.nth, first, last)
    {
        use crate::calendar::{Field, Point, Year};
        let of = |s: Stamp| match nth {
            Nth::FirstQuarters(_) => Point::quarter(Year::Known(s.day.year()), s.day.month().div_ceil(3)),
            _ => Point::month(Year::Known(s.day.year()), Field::Known(s.day.month())),
        };
        let date = Date {
            kind: DateKind::Range,
            value: Some(format!("{}/{}", of(a), of(b))),
            earliest: Some(stamp(a)),
            latest: Some(stamp(b)),
            modifier: None,
        };
        return Some(Found { start: at, end, date, rule: "date/first-months" });
    }
    let mut modifier = raw.edge.map(|e| match e {
        Edge::Start | Edge::FirstTen => Modifier::Start,
        Edge::Middle | Edge::SecondTen => Modifier::Mid,
        Edge::End | Edge::LastTen => Modifier::End,
    });
    if let Some(open) = open_end(line, at, end) {
        let anchor = ctx.anchor;
        match open {
            Open::Since => last = None,
            Open::From => last = anchor.filter(|a| first.is_some_and(|f| f.day <= a.day)).and_then(now),
            Open::UntilNow => last = anchor.and_then(now),
            Open::After => {
                first = last.and_then(|l| {
                    if l.hour.is_some() { Some(l) } else { l.day.plus_days(1).map(Stamp::day) }
                });
                last = None;
            }
            Open::Before => {
                let ahead = last.zip(anchor).is_some_and(|(l, a)| l.day >= a.day);
                if ahead && anchor.is_some() {
                    first = anchor.and_then(now_from);
                } else {
                    last = first.and_then(|f| {
                        if f.hour.is_some() { f.just_before() } else { range::day_before(f.day) }
                    });
                    first = None;
                }
            }
            Open::Until => first = None,
        }
        modifier = Some(match open {
            Open::Since | Open::UntilNow | Open::From => Modifier::Since,
            Open::After => Modifier::After,
            Open::Before => Modifier::Before,
            Open::Until => Modifier::Until,
        });
    }
    let kind = if m.dayless { DateKind::Time } else { DateKind::Date };
    let date = Date {
        kind,
        value: m.point.map(|p| p.iso()),
        earliest: first.map(stamp),
        latest: last.map(stamp),
        modifier,
    };
    Some(Found { start: at, end, date, rule: rule_of(&raw) })
}

fn rule_of(raw: &Raw) -> &'static str {
    if raw.only_time() {
        return "date/time-of-day";
    }
    if raw.festival.is_some() {
        return "date/festival";
    }
    if raw.lunar {
        return "date/lunar";
    }
    if raw.week.is_some() {
        return "date/week";
    }
    if raw.quarter.is_some() || raw.half.is_some() || raw.season.is_some() {
        return "date/part-of-year";
    }
    match raw.year {
        Some(YearRef::Masked(_)) => "date/masked",
        Some(YearRef::Shift(_) | YearRef::There(_) | YearRef::Prior(_)) => "date/relative-year",
        _ if raw.day.is_some() => "date/day",
        _ if raw.month.is_some() => "date/month",
        _ => "date/year",
    }
}

fn duration_found(l: &Length, ctx: &Context) -> Found {
    let value = match l.high {
        Some(high) => format!("{}/{high}", l.low),
        None => l.low.to_string(),
    };
    let (first, last) = ctx.anchor.and_then(|a| reach(a, &l.low, l.toward)).unwrap_or((None, None));
    let modifier = match l.toward {
        Toward::LongAgo | Toward::Ago => Some(Modifier::Before),
        Toward::LongAfter | Toward::Later => Some(Modifier::After),
        _ => None,
    };
    let date = Date {
        kind: DateKind::Duration,
        value: Some(value),
        earliest: first.map(stamp),
        latest: last.map(stamp),
        modifier,
    };
    Found { start: l.start, end: l.end, date, rule: "date/duration" }
}

/// Which days or moments a duration reaches over, seen from now.
fn reach(anchor: Anchor, d: &Duration, toward: Toward) -> Option<(Option<Stamp>, Option<Stamp>)> {
    let (months, seconds) = d.span()?;
    let clock = d.smallest()? >= Unit::Hour;
    let shifted = |sign: i64| -> Option<Stamp> {
        let day: Day = anchor.day.plus_months(sign * months)?;
        if clock || seconds % 86_400 != 0 {
            Stamp::at(day, i64::from(anchor.seconds.unwrap_or(0)) + sign * seconds)
        } else {
            day.plus_days(sign * seconds / 86_400).map(Stamp::day)
        }
    };
    let here = Stamp::at(anchor.day, i64::from(anchor.seconds.unwrap_or(0)))?;
    Some(match toward {
        Toward::Nothing => (None, None),
        Toward::Past if clock => (shifted(-1), here.just_before()),
        Toward::PastToNow if clock => (shifted(-1), here.just_before()),
        Toward::PastToNow => (shifted(-1), until_now(anchor)),
        Toward::Past => (shifted(-1), range::day_before(anchor.day)),
        Toward::Future if clock => (Some(here), shifted(1).and_then(Stamp::just_before)),
        Toward::Within if !clock => (now_from(anchor), shifted(1)),
        Toward::Within => (Some(here), shifted(1).and_then(Stamp::just_before)),
        Toward::Future => (anchor.day.plus_days(1).map(Stamp::day), shifted(1)),
        Toward::Ago => (shifted(-1), shifted(-1)),
        Toward::Later => (shifted(1), shifted(1)),
        Toward::LongAgo => (
            None,
            shifted(-1)
                .and_then(|s| if s.hour.is_some() { s.just_before() } else { range::day_before(s.day) }),
        ),
        Toward::LongAfter => (shifted(1), None),
    })
}

/// “十四五”
fn period(line: Line<'_>, at: usize) -> Option<Found> {
    let (end, (from, to)) = PERIOD.starting(line.chars, at).filter(|(e, _)| *e <= line.end)?;
    let quoted =
        matches!(line.before(at), '“' | '"' | '「' | '‘') && matches!(line.at(end), '”' | '"' | '」' | '’');
    let next = (line.at(end), line.at(end + 1));
    let named = matches!(
        next,
        ('时', '期')
            | ('规', '划')
            | ('期', '间')
            | ('以', '来')
            | ('收', '官')
            | ('开', '局')
            | ('末', _)
            | ('初', _)
            | ('计', '划')
            | ('目', '标')
    );
    let inside = digit(line.before(at)).is_some();
    if !quoted && (!named || end <= at + 2 || inside) {
        return None;
    }
    let date = Date {
        kind: DateKind::Period,
        value: Some(format!("{from}/{to}")),
        earliest: Some(format!("{from}-01-01")),
        latest: Some(format!("{to}-12-31")),
        modifier: None,
    };
    Some(Found { start: at, end, date, rule: "date/named-period" })
}
