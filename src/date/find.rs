//! From a document to candidates, left to right: what was read before says what 同年 and 25日 mean.

use super::length::{Length, Toward, length, set};
use super::raw::{Edge, Raw, YearRef};
use super::read::read;
use super::value::{Context, resolve};
use super::words::{PERIOD, STARTS};
use super::{Date, DateKind, Modifier, range};
use crate::calendar::{Anchor, Day, Duration, Stamp, Unit};
use crate::candidate::Candidate;
use crate::numeral::digit;
use crate::rule::Line;
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
    for block in doc.blocks() {
        if block.role == Role::Boilerplate {
            continue;
        }
        ctx.near = false;
        let line = Line { chars, start: block.span.start, end: block.span.end.min(chars.len()) };
        let mut at = line.start;
        while at < line.end {
            let c = line.at(at);
            if !starts.get(c as usize).copied().unwrap_or(false) {
                at += 1;
                continue;
            }
            // A long run of figures or digits holds no date but at its start.
            let figure = c.is_ascii_digit();
            if let Some(found) = read_at(line, at, &mut ctx) {
                let span = Span::new(found.start, found.end);
                at = found.end.max(at + 1);
                let score = 3.0 + 1.5 * span.len() as f32;
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
    let prev = line.before(at);
    if c.is_ascii_digit()
        && (prev.is_ascii_alphanumeric()
            || matches!(prev, '.' | '+' | '_' | '/' | '#' | '〔' | '[')
            || (prev == '-' && line.before(at - 1).is_ascii_alphanumeric()))
    {
        return None;
    }
    if digit(c).is_some() && digit(prev).is_some() {
        return None;
    }
    let numeral = c.is_ascii_digit()
        || digit(c).is_some()
        || matches!(c, '十' | '半' | '*' | '×' | 'X' | '几' | '数' | '廿' | '卅');
    let timed = numeral.then(|| length(line, at)).flatten();
    let bare = numeral.then(|| range::bare(line, at)).flatten();
    if let Some(pair) = bare {
        if timed.is_none_or(|l| l.end <= pair.end && l.end != pair.end) {
            if let Some(found) = pair_found(line, at, &pair, ctx) {
                return Some(found);
            }
        }
    }
    let point = read(line, at);
    if let Some((raw, end)) = point {
        if timed.is_none_or(|l| l.end <= end) && !decoy(line, at, end, &raw) {
            if let Some(pair) = range::after(line, raw, end) {
                if let Some(found) = pair_found(line, at, &pair, ctx) {
                    return Some(found);
                }
            }
            if let Some(found) = point_found(line, at, raw, end, ctx) {
                return Some(found);
            }
        }
    }
    timed.map(|l| duration_found(&l, ctx))
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
    if raw.only_time() && raw.part.is_none() && matches!(prev, '每' | '第' | '有' | '几' | '这' | '同' | '和')
    {
        return true;
    }
    false
}

fn stamp(s: Stamp) -> String {
    s.to_string()
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
    let mut modifier = raw.edge.map(|e| match e {
        Edge::Start | Edge::FirstTen => Modifier::Start,
        Edge::Middle | Edge::SecondTen => Modifier::Mid,
        Edge::End | Edge::LastTen => Modifier::End,
    });
    if let Some(open) = open_end(line, at, end) {
        let anchor = ctx.anchor;
        match open {
            Open::Since => last = None,
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
                    first = anchor.and_then(|a| now_from(a));
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
            Open::Since | Open::UntilNow => Modifier::Since,
            Open::After => Modifier::After,
            Open::Before => Modifier::Before,
            Open::Until => Modifier::Until,
        });
    }
    let kind = if m.dayless { DateKind::Time } else { DateKind::Date };
    let date = Date {
        kind,
        value: m.point.map(|p| p.to_string()),
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
        Some(YearRef::Shift(_) | YearRef::There(_)) => "date/relative-year",
        _ if raw.day.is_some() => "date/day",
        _ if raw.month.is_some() => "date/month",
        _ => "date/year",
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Since,
    UntilNow,
    After,
    Before,
    Until,
}

/// 以来, 起, 前, 后 after a date; 截至 before it. They stay outside of the span.
fn open_end(line: Line<'_>, at: usize, end: usize) -> Option<Open> {
    let i = line.blank(end);
    let (c, n) = (line.at(i), line.at(i + 1));
    let i2 = if c == '或' { i + 1 } else { i };
    let or = i2 > i;
    let (c, n) = if or { (line.at(i2), line.at(i2 + 1)) } else { (c, n) };
    let found = match (c, n) {
        ('起', '至') if line.at(i2 + 2) == '今' => Some(Open::UntilNow),
        ('至', '今') => Some(Open::UntilNow),
        ('以', '来') => Some(Open::Since),
        ('起', n) if n != '草' && n != '义' => Some(Open::Since),
        ('开', '始') => Some(Open::Since),
        ('来', ',' | '。' | '\0') => Some(Open::Since),
        ('以' | '之', '后') => Some(if or { Open::Since } else { Open::After }),
        ('以' | '之', '前') => Some(Open::Before),
        ('后', n) if !matches!(n, '续' | '备' | '期' | '勤' | '半' | '几' | '三' | '两') => {
            Some(Open::After)
        }
        ('前', n)
            if !matches!(n, '往' | '后' | '来' | '沿' | '列' | '进' | '三' | '夕' | '期' | '几' | '两') =>
        {
            Some(Open::Before)
        }
        _ => None,
    };
    if found.is_some() {
        return found;
    }
    let until = ["截至", "截止", "截止到", "截至到", "截止至"].iter().any(|w| line.ends(at, w));
    until.then_some(Open::Until)
}

/// The last moment before now, or today.
fn now(anchor: Anchor) -> Option<Stamp> {
    match anchor.seconds {
        Some(s) => Stamp::at(anchor.day, i64::from(s))?.just_before(),
        None => Some(Stamp::day(anchor.day)),
    }
}

fn now_from(anchor: Anchor) -> Option<Stamp> {
    match anchor.seconds {
        Some(s) if s > 0 => Stamp::at(anchor.day, i64::from(s)),
        _ => Some(Stamp::day(anchor.day)),
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
        Toward::Past => (shifted(-1), range::day_before(anchor.day)),
        Toward::Future if clock => (Some(here), shifted(1).and_then(Stamp::just_before)),
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
    if !(quoted || named && end > at + 2) || (!quoted && digit(line.before(at)).is_some()) {
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
