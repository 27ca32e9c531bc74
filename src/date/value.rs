//! From what an expression says to what it means.

use super::raw::{Edge, Nth, Raw, Ref, Time, YearRef};
use super::words::{DayPart, Falls};
use crate::calendar::{
    Anchor, Clock, Day, Field, Part, Point, Season, Stamp, Year, lunar_day, lunar_month, solar_term,
};

/// What is known while the text is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    pub(super) anchor: Option<Anchor>,
    /// The last date read, year or finer.
    pub(super) last: Option<Point>,
    /// The last one that was a day.
    pub(super) last_day: Option<Day>,
    /// Whether the year of `last` was written (or said by 去年 and the like).
    pub(super) said_year: bool,
    /// Whether `last` stands in the same block.
    pub(super) near: bool,
    /// The year, and the month, that a heading set for what stands under it.
    pub(super) chapter: Option<(i32, Option<u8>)>,
    /// The expression speaks of what is to come.
    pub(super) planned: bool,
}

/// A resolved expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meaning {
    /// `None`: cannot be known without a date of publication.
    pub(super) point: Option<Point>,
    pub(super) bounds: Option<(Stamp, Stamp)>,
    /// A time of day that belongs to no day in the text.
    pub(super) dayless: bool,
}

const NOTHING: Meaning = Meaning { point: None, bounds: None, dayless: false };

/// The year of a two-figure year.
fn short_year(n: i32, anchor: Option<Anchor>) -> i32 {
    let now = anchor.map_or(2022, |a| a.day.year());
    let century = now.div_euclid(100) * 100;
    let year = century + n;
    if year > now + 10 { year - 100 } else { year }
}

enum Resolved {
    Year(Year),
    Unresolved,
    Absent,
}

fn said_year(raw: &Raw, ctx: &Context) -> Option<Resolved> {
    let anchor_year = ctx.anchor.map(|a| a.day.year());
    Some(Resolved::Year(match raw.year {
        None => return Some(Resolved::Absent),
        Some(YearRef::Is(y)) => Year::Known(y),
        Some(YearRef::Short(y)) => Year::Known(short_year(y, ctx.anchor)),
        Some(YearRef::Masked(['X', 'X', 'X', 'X'])) => Year::Unknown,
        Some(YearRef::Masked(m)) => Year::Masked(m),
        Some(YearRef::Shift(n)) => match anchor_year {
            Some(y) => Year::Known(y.checked_add(n)?),
            None => return Some(Resolved::Unresolved),
        },
        // 上年: before the year spoken of, or before this one.
        Some(YearRef::Prior(n)) => {
            let there =
                ctx.last.filter(|_| ctx.near).and_then(|p| p.known_year()).or(ctx.chapter.map(|c| c.0));
            match there.or(anchor_year) {
                Some(y) => Year::Known(y.checked_sub(n)?),
                None => return Some(Resolved::Unresolved),
            }
        }
        Some(YearRef::There(n)) => Year::Known(ctx.last.and_then(|p| p.known_year())?.checked_add(n)?),
        Some(YearRef::Decade(y)) => Year::Decade(y),
        Some(YearRef::ShortDecade(y)) => {
            let now = anchor_year.unwrap_or(2022);
            let this = now.div_euclid(100) * 100 + y;
            Year::Decade(if this > now { this - 100 } else { this })
        }
        Some(YearRef::Century(y)) => Year::Century(y),
    }))
}

/// The year of a month, or of a month and day, that was written without one.
fn year_of(month: u8, day: Option<u8>, ctx: &Context) -> Year {
    let anchor = ctx.anchor;
    if let (Some((y, _)), false) = (ctx.chapter, ctx.planned) {
        return Year::Known(y);
    }
    if let (Some(last), true) = (ctx.last, ctx.said_year && ctx.near && !ctx.planned)
        && let (Some(y), Some(m)) = (last.known_year(), last.known_month())
    {
        let forward =
            (month, day.unwrap_or(31)) >= (m, if day.is_some() { last.known_day().unwrap_or(0) } else { 0 });
        // A story told in order stays in its year.
        if forward && anchor.is_none_or(|a| a.day.year() != y) {
            return Year::Known(y);
        }
    }
    let Some(anchor) = anchor else {
        return match ctx.last.and_then(|p| p.known_year()).filter(|_| ctx.near && ctx.said_year) {
            Some(y) => Year::Known(y),
            None => Year::Unknown,
        };
    };
    let now = anchor.day;
    let mut year = now.year();
    // In January, December is the one that has just been, and so is May, but for plans. The first of January is what
    // callers give who know the year alone: it tells nothing.
    let ahead = (i32::from(month) - i32::from(now.month())) * 30
        + day.map_or(0, |d| i32::from(d) - i32::from(now.day()));
    let new_year = now.month() == 1 && now.day() > 1 && !ctx.planned;
    if new_year && ahead > 45 {
        year -= 1;
    }
    if ctx.planned && ahead < -45 {
        year += 1;
    }
    if (month, day) == (2, Some(29)) && Day::new(year, 2, 29).is_none() {
        while year > 1 && Day::new(year, 2, 29).is_none() {
            year -= 1;
        }
    }
    Year::Known(year)
}

pub(super) fn resolve(raw: &Raw, ctx: &Context) -> Option<Meaning> {
    if raw.only_time() {
        return time_only(raw, ctx);
    }
    let year = match said_year(raw, ctx)? {
        Resolved::Unresolved => return Some(NOTHING),
        Resolved::Year(y) => Some(y),
        Resolved::Absent => None,
    };
    let anchor = ctx.anchor;
    if raw.same_period {
        let (Some(Year::Known(y)), Some(last)) = (year, ctx.last) else { return Some(NOTHING) };
        return plain(last.in_year(Year::Known(y)).with_clock(Clock::None), raw);
    }
    let this_year = ctx.chapter.map(|c| c.0).or(anchor.map(|a| a.day.year())).map(Year::Known);
    if let Some(shift) = raw.week {
        let Some(anchor) = anchor else { return Some(NOTHING) };
        let monday = anchor.day.monday(i64::from(shift))?;
        return match raw.weekday {
            None => {
                let (y, w) = monday.week();
                plain(Point::week(y, w), raw)
            }
            Some(8) => {
                let (y, w) = monday.week();
                plain(Point::weekend(y, w), raw)
            }
            Some(w) => of_day(monday.plus_days(i64::from(w) - 1)?, raw),
        };
    }
    if let Some(festival) = raw.festival {
        let y = match year {
            Some(Year::Known(y)) => y,
            Some(_) => return None,
            None => match this_year {
                Some(Year::Known(y)) => y,
                _ => match festival.falls {
                    Falls::Solar(m, d) => {
                        return plain(
                            with_time(Point::day(Year::Unknown, Field::Known(m), Field::Known(d)), raw)?,
                            raw,
                        );
                    }
                    _ => return Some(NOTHING),
                },
            },
        };
        let day = match festival.falls {
            Falls::Solar(m, d) => Day::new(y, m, d),
            // 除夕 and 小年 of this spring belong to the lunar year that ends.
            Falls::Lunar(12, d) if year.is_none() => lunar_day(y - 1, 12, d, false),
            Falls::Lunar(m, d) => lunar_day(y, m, d, false),
            Falls::Term(n) => solar_term(y, n),
            Falls::Weekday(m, n, w) => nth_weekday(y, m, n, w),
        }?;
        // 将在元旦前, said in November
        if ctx.planned
            && year.is_none()
            && anchor.is_some_and(|a| day < a.day)
            && let Falls::Solar(m, d) = festival.falls
        {
            return of_day(Day::new(y.checked_add(1)?, m, d)?, raw);
        }
        return of_day(day, raw);
    }
    if raw.loose {
        let there = ctx.last.and_then(|p| p.known_year()).filter(|_| ctx.near).or(ctx.chapter.map(|c| c.0));
        let y = match (there, anchor) {
            (Some(y), None) => y,
            (Some(y), Some(_)) if !ctx.planned => y,
            (_, Some(a)) => a.day.year(),
            (None, None) => return Some(NOTHING),
        };
        return plain(Point::year(Year::Known(y)), raw);
    }
    if let Some(q) = raw.quarter {
        return match (q, year, anchor) {
            (Ref::Is(n), Some(y), _) => plain(Point::quarter(y, n), raw),
            (Ref::Is(n), None, _) => plain(Point::quarter(this_year.unwrap_or(Year::Unknown), n), raw),
            (Ref::Shift(n), _, Some(a)) => {
                let index = a.day.year() * 4 + i32::from(a.day.month() - 1) / 3 + n;
                plain(Point::quarter(Year::Known(index.div_euclid(4)), index.rem_euclid(4) as u8 + 1), raw)
            }
            _ => Some(NOTHING),
        };
    }
    if let Some(h) = raw.half {
        // 计划上半年完成, said in December
        let over = ctx.planned && h == 1 && anchor.is_some_and(|a| a.day.month() > 8);
        let this_year = match this_year {
            Some(Year::Known(y)) if over => Some(Year::Known(y + 1)),
            other => other,
        };
        let y = year.or(this_year).unwrap_or(Year::Unknown);
        return plain(Point::half(y, h), raw);
    }
    if let Some(s) = raw.season {
        let y = year.or(this_year).unwrap_or(Year::Unknown);
        let mut out = plain(Point::season(y, s), raw)?;
        if let Year::Known(y) = y {
            out.bounds = season_bounds(y, s).or(out.bounds);
        }
        return Some(out);
    }
    if raw.month.is_some() || raw.day.is_some() {
        return month_and_day(raw, year, ctx);
    }
    let point = Point::year(year?);
    if let (Some(nth), Some(Year::Known(y))) = (raw.nth, year) {
        return nth_of_year(y, nth, raw);
    }
    plain(point, raw)
}

/// From 立春 to 立夏, and so on.
fn season_bounds(year: i32, season: Season) -> Option<(Stamp, Stamp)> {
    let (from, to, next) = match season {
        Season::Spring => (3, 9, year),
        Season::Summer => (9, 15, year),
        Season::Autumn => (15, 21, year),
        Season::Winter => (21, 3, year.checked_add(1)?),
    };
    Some((Stamp::day(solar_term(year, from)?), Stamp::day(solar_term(next, to)?.plus_days(-1)?)))
}

fn month_and_day(raw: &Raw, year: Option<Year>, ctx: &Context) -> Option<Meaning> {
    let anchor = ctx.anchor;
    let day = match raw.day {
        Some(Ref::Shift(n)) => {
            let Some(a) = anchor else { return Some(NOTHING) };
            return of_day(a.day.plus_days(i64::from(n))?, raw);
        }
        Some(Ref::There(n)) => return of_day(ctx.last_day?.plus_days(i64::from(n))?, raw),
        Some(Ref::Is(d)) => Some(Field::Known(d)),
        Some(Ref::Masked) => Some(Field::Masked),
        None => None,
    };
    let known_day = if let Some(Field::Known(d)) = day { Some(d) } else { None };
    let (year, month) = match raw.month {
        Some(Ref::Is(m)) if raw.lunar => {
            let y = match year {
                Some(Year::Known(y)) => y,
                Some(_) => return None,
                None => match anchor {
                    Some(a) => a.day.year(),
                    None => return Some(NOTHING),
                },
            };
            return lunar(y, m, known_day, raw);
        }
        Some(Ref::Is(m)) => (year.unwrap_or_else(|| year_of(m, known_day, ctx)), Field::Known(m)),
        Some(Ref::Masked) => (year.unwrap_or(Year::Unknown), Field::Masked),
        Some(Ref::Shift(n)) => {
            let Some(a) = anchor else { return Some(NOTHING) };
            let index = a.day.year() * 12 + i32::from(a.day.month()) - 1 + n;
            (Year::Known(index.div_euclid(12)), Field::Known(index.rem_euclid(12) as u8 + 1))
        }
        Some(Ref::There(n)) => {
            let header = ctx.chapter.and_then(|(y, m)| Some(Point::month(Year::Known(y), Field::Known(m?))));
            let from = header.or(ctx.last.filter(|p| p.known_month().is_some()));
            let (y, m) = match (from.and_then(|p| p.known_year().zip(p.known_month())), anchor) {
                (Some(ym), _) => ym,
                (None, Some(a)) => (a.day.year(), a.day.month()),
                _ => return Some(NOTHING),
            };
            let index = y * 12 + i32::from(m) - 1 + n;
            (Year::Known(index.div_euclid(12)), Field::Known(index.rem_euclid(12) as u8 + 1))
        }
        None => {
            // 25日: of the month that was spoken of last.
            let d = known_day?;
            let header = ctx.chapter.and_then(|(y, m)| Some(Point::month(Year::Known(y), Field::Known(m?))));
            let on = ctx.last_day.filter(|l| d >= l.day() && d <= l.day() + 10).map(Point::of);
            let from = header
                .or(on)
                .or(ctx.last.filter(|p| p.known_month().is_some()))
                .or(ctx.last_day.map(Point::of));
            if let Some(p) = from {
                let y = p.known_year().map_or(Year::Unknown, Year::Known);
                (y, Field::Known(p.known_month()?))
            } else {
                let a = anchor?;
                let mut first = Day::new(a.day.year(), a.day.month(), 1)?;
                if i32::from(d) > i32::from(a.day.day()) + 15 {
                    first = first.plus_months(-1)?;
                }
                (Year::Known(first.year()), Field::Known(first.month()))
            }
        }
    };
    let Some(day) = day else {
        if let (Some(nth), Year::Known(y), Field::Known(m)) = (raw.nth, year, month) {
            return nth_of_month(y, m, nth, raw);
        }
        return plain(Point::month(year, month), raw);
    };
    if let (Field::Known(m), Field::Known(d)) = (month, day) {
        // A day that does not exist was typed wrong: that it is a date stands, which one does not.
        let y = if let Year::Known(y) = year { y } else { 2000 };
        if Day::new(y, m, d).is_none() {
            return Some(NOTHING);
        }
    }
    if let (Year::Known(y), Field::Known(m), Field::Known(d)) = (year, month, day) {
        return of_day(Day::new(y, m, d)?, raw);
    }
    plain(with_time(Point::day(year, month, day), raw)?, raw)
}

fn lunar(year: i32, month: u8, day: Option<u8>, raw: &Raw) -> Option<Meaning> {
    match day {
        Some(d) => match lunar_day(year, month, d, raw.leap) {
            Some(day) => of_day(day, raw),
            None => Some(NOTHING),
        },
        None => {
            let (a, b) = lunar_month(year, month, raw.leap)?;
            Some(Meaning {
                point: Some(Point::month(Year::Known(a.year()), Field::Known(a.month()))),
                bounds: Some((Stamp::day(a), Stamp::day(b))),
                dayless: false,
            })
        }
    }
}

fn nth_weekday(year: i32, month: u8, n: u8, weekday: u8) -> Option<Day> {
    let first = Day::new(year, month, 1)?;
    let ahead = (i64::from(weekday) - i64::from(first.weekday())).rem_euclid(7);
    first.plus_days(ahead + (i64::from(n) - 1) * 7).filter(|d| d.month() == month)
}

fn days(a: Day, b: Day) -> Option<(Stamp, Stamp)> {
    Some((Stamp::day(a), Stamp::day(b)))
}

fn nth_of_month(year: i32, month: u8, nth: Nth, raw: &Raw) -> Option<Meaning> {
    let first = Day::new(year, month, 1)?;
    let last = Day::last_of(year, month)?;
    let of = Point::month(Year::Known(year), Field::Known(month));
    let span = |a: Day, b: Day| Some(Meaning { point: Some(of), bounds: days(a, b), dayless: false });
    match nth {
        Nth::Day(n) => of_day(first.plus_days(i64::from(n) - 1).filter(|d| d.month() == month)?, raw),
        Nth::Weekday(n, 8) => {
            let sat = nth_weekday(year, month, n, 6)?;
            span(sat, sat.plus_days(1)?)
        }
        Nth::Weekday(n, w) => of_day(nth_weekday(year, month, n, w)?, raw),
        Nth::LastWeekday(w) => of_day((1..=5).rev().find_map(|n| nth_weekday(year, month, n, w))?, raw),
        Nth::Week(n) => {
            // Weeks are counted from the first Monday.
            let monday = nth_weekday(year, month, n, 1)?;
            let (y, w) = monday.week();
            plain(Point::week(y, w), raw)
        }
        Nth::FirstDays(n) => span(first, first.plus_days(i64::from(n) - 1)?),
        Nth::LastDays(1) => of_day(last, raw),
        Nth::LastDays(n) => span(last.plus_days(1 - i64::from(n))?, last),
        Nth::LastWeek => {
            let monday = (1..=5).rev().find_map(|n| nth_weekday(year, month, n, 1))?;
            let (y, w) = monday.week();
            plain(Point::week(y, w), raw)
        }
        _ => None,
    }
}

fn nth_of_year(year: i32, nth: Nth, raw: &Raw) -> Option<Meaning> {
    let months = |a: u8, b: u8| {
        let bounds = days(Day::new(year, a, 1)?, Day::last_of(year, b)?);
        Some(Meaning { point: Some(Point::year(Year::Known(year))), bounds, dayless: false })
    };
    match nth {
        Nth::Month(m) => plain(Point::month(Year::Known(year), Field::Known(m)), raw),
        Nth::FirstMonths(n) if n <= 12 => months(1, n),
        Nth::FirstQuarters(n) if n <= 4 => months(1, n * 3),
        Nth::LastMonths(n) if n <= 12 => months(13 - n, 12),
        Nth::Day(n) => of_day(Day::new(year, 1, 1)?.plus_days(i64::from(n) - 1)?, raw),
        Nth::Week(n) => {
            Day::of_week(year, n)?;
            plain(Point::week(year, n), raw)
        }
        Nth::LastWeek => {
            let (y, w) = Day::new(year, 12, 28)?.week();
            plain(Point::week(y, w), raw)
        }
        Nth::LastDays(1) => of_day(Day::new(year, 12, 31)?, raw),
        Nth::LastDays(n) if n <= 31 => {
            let last = Day::new(year, 12, 31)?;
            let bounds = days(last.plus_days(1 - i64::from(n))?, last);
            Some(Meaning { point: Some(Point::year(Year::Known(year))), bounds, dayless: false })
        }
        Nth::FirstWeeks(n) => {
            let monday = Day::of_week(year, 1)?;
            let bounds = days(monday, monday.plus_days(i64::from(n) * 7 - 1)?);
            Some(Meaning { point: Some(Point::year(Year::Known(year))), bounds, dayless: false })
        }
        _ => None,
    }
}

/// The hour as the part of the day says it: 下午3时, 中午1点, 晚上12点.
fn hour24(time: Time, part: Option<DayPart>) -> u8 {
    let h = time.hour;
    match part.map(|p| (p.part, p.from)) {
        Some((Part::Afternoon, _)) if h < 12 => h + 12,
        Some((Part::Evening, _)) if (1..12).contains(&h) => h + 12,
        Some((Part::Evening, _)) if h == 12 => 24,
        Some((Part::Night, 0)) if h == 12 => 0,
        Some((Part::Night, _)) if h == 12 => 24,
        Some((Part::Night, from)) if from > 0 && (5..12).contains(&h) => h + 12,
        Some((Part::Noon, _)) if h < 3 => h + 12,
        Some((Part::Morning, 0)) if h == 12 => 0,
        _ => h,
    }
}

pub(super) fn clock_of(raw: &Raw) -> Clock {
    match (raw.time, raw.part) {
        (None, None) => Clock::None,
        (None, Some(p)) => Clock::Part(p.part),
        (Some(t), part) => {
            let h = hour24(t, part);
            match (t.minute, t.second) {
                (None, _) => Clock::Hour(h),
                (Some(m), None) => Clock::Minute(h, m),
                (Some(m), Some(s)) => Clock::Second(h, m, s),
            }
        }
    }
}

fn with_time(point: Point, raw: &Raw) -> Option<Point> {
    Some(point.with_clock(clock_of(raw)))
}

fn of_day(day: Day, raw: &Raw) -> Option<Meaning> {
    let clock = clock_of(raw);
    // Midnight at the end of a day is the first moment of the next.
    let (day, clock) = match clock {
        Clock::Hour(24) if raw.time.is_some_and(|t| t.hour == 12) => (day.plus_days(1)?, Clock::Hour(0)),
        Clock::Minute(24, m) => (day.plus_days(1)?, Clock::Minute(0, m)),
        other => (day, other),
    };
    let point = Point::of(day).with_clock(clock);
    let mut out = plain(point, raw)?;
    if let (Clock::Part(_), Some(p)) = (clock, raw.part) {
        let at = |h: u8| Stamp { day, hour: Some(h), minute: None, second: None };
        out.bounds = Some((at(p.from), at(p.to.saturating_sub(1))));
    }
    Some(out)
}

fn time_only(raw: &Raw, ctx: &Context) -> Option<Meaning> {
    let clock = clock_of(raw);
    if matches!(clock, Clock::None) {
        return None;
    }
    if let Some(day) = ctx.last_day {
        return of_day(day, raw);
    }
    if matches!(clock, Clock::Part(_)) {
        return None;
    }
    let bounds = ctx.anchor.and_then(|a| of_day(a.day, raw)).and_then(|m| m.bounds);
    Some(Meaning { point: Some(Point::time(clock)), bounds, dayless: true })
}

/// The point as it is, its bounds narrowed by 初, 底, 上旬.
fn plain(point: Point, raw: &Raw) -> Option<Meaning> {
    let mut bounds = point.bounds();
    if let (Some(edge), Some((a, b))) = (raw.edge, bounds) {
        bounds = narrowed(edge, a.day, b.day).or(bounds);
    }
    Some(Meaning { point: Some(point), bounds, dayless: false })
}

fn narrowed(edge: Edge, first: Day, last: Day) -> Option<(Stamp, Stamp)> {
    let span = last.since(first) + 1;
    let month = first.year() == last.year() && first.month() == last.month();
    if month {
        let at = |d: u8| Day::new(first.year(), first.month(), d);
        return match edge {
            Edge::FirstTen => days(first, at(10)?),
            Edge::SecondTen => days(at(11)?, at(20)?),
            Edge::LastTen => days(at(21)?, last),
            Edge::Start => days(first, at(5)?),
            Edge::Middle => days(at(10)?, at(20)?),
            Edge::End => days(at(25)?, last),
        };
    }
    if span > 400 {
        // A decade or a century.
        let years = i64::from(last.year() - first.year()) + 1;
        let part = if years == 10 { 3 } else { years / 5 };
        let y = |n: i64| i32::try_from(i64::from(first.year()) + n).ok();
        return match edge {
            Edge::Start => days(first, Day::new(y(part - 1)?, 12, 31)?),
            Edge::Middle => days(Day::new(y(part)?, 1, 1)?, Day::new(y(years - part - 1)?, 12, 31)?),
            Edge::End => days(Day::new(y(years - part)?, 1, 1)?, last),
            _ => None,
        };
    }
    let quarter = span < 100;
    let month_end = |n: i64| first.plus_months(n)?.plus_days(-1);
    match edge {
        Edge::Start if quarter => days(first, month_end(1)?),
        Edge::End if quarter => days(Day::new(last.year(), last.month(), 1)?, last),
        Edge::Start => days(first, month_end(2)?),
        Edge::Middle => days(Day::new(first.year(), 5, 1)?, Day::last_of(first.year(), 8)?),
        Edge::End => days(Day::new(last.year(), 11, 1)?, last),
        _ => None,
    }
}
