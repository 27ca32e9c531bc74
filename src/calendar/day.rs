//! Days, moments, and the day a report was published.

use std::fmt;

/// A day of the civil calendar, years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(jiff::civil::Date);

impl Day {
    /// The day, if there is one.
    ///
    /// ```
    /// use dangjian::calendar::Day;
    ///
    /// assert_eq!(Day::new(2020, 7, 16).unwrap().to_string(), "2020-07-16");
    /// assert!(Day::new(2021, 2, 29).is_none());
    /// ```
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        jiff::civil::Date::new(i16::try_from(year).ok()?, month as i8, i8::try_from(day).ok()?).ok().map(Self)
    }

    /// Year.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month() as u8
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day() as u8
    }

    /// Day of the week, Monday 1 to Sunday 7.
    pub fn weekday(self) -> u8 {
        self.0.weekday().to_monday_one_offset() as u8
    }

    /// The ISO 8601 year and number of the week.
    pub fn week(self) -> (i32, u8) {
        let week = self.0.iso_week_date();
        (i32::from(week.year()), week.week() as u8)
    }

    /// Monday of an ISO week.
    pub fn of_week(year: i32, week: u8) -> Option<Self> {
        let date = jiff::civil::ISOWeekDate::new(
            i16::try_from(year).ok()?,
            i8::try_from(week).ok()?,
            jiff::civil::Weekday::Monday,
        );
        let day = Self(date.ok()?.date());
        (day.year() >= 1).then_some(day)
    }

    /// The day so many days later (or earlier).
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Self).filter(|d| d.year() >= 1)
    }

    /// The day so many months later; the last of the month where it has no such day.
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let span = jiff::Span::new().try_months(months).ok()?;
        self.0.checked_add(span).ok().map(Self).filter(|d| d.year() >= 1)
    }

    /// The last day of a month.
    pub fn last_of(year: i32, month: u8) -> Option<Self> {
        Self::new(year, month, 1).map(|d| Self(d.0.last_of_month()))
    }

    /// Monday of the week so many weeks on.
    pub fn monday(self, weeks: i64) -> Option<Self> {
        self.plus_days(weeks * 7 + 1 - i64::from(self.weekday()))
    }

    /// Days from `other` to this day.
    pub fn since(self, other: Self) -> i64 {
        self.0.since(other.0).map_or(0, |s| i64::from(s.get_days()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// A day, hour, minute or second: an end of an interval, inclusive at its own precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp {
    /// The day.
    pub day: Day,
    /// Hour, if that precise.
    pub hour: Option<u8>,
    /// Minute, if that precise.
    pub minute: Option<u8>,
    /// Second, if that precise.
    pub second: Option<u8>,
}

impl Stamp {
    /// A whole day.
    pub const fn day(day: Day) -> Self {
        Self { day, hour: None, minute: None, second: None }
    }

    /// A moment so many seconds after midnight of `day` (or before it), to the second or, where those are zero, the minute.
    pub fn at(day: Day, seconds: i64) -> Option<Self> {
        let day = day.plus_days(seconds.div_euclid(86_400))?;
        let rest = seconds.rem_euclid(86_400);
        let second = (rest % 60) as u8;
        Some(Self {
            day,
            hour: Some((rest / 3600) as u8),
            minute: Some((rest / 60 % 60) as u8),
            second: (second != 0).then_some(second),
        })
    }

    /// Seconds from midnight to the first moment of the stamp.
    pub fn seconds(self) -> i64 {
        i64::from(self.hour.unwrap_or(0)) * 3600
            + i64::from(self.minute.unwrap_or(0)) * 60
            + i64::from(self.second.unwrap_or(0))
    }

    /// The last minute before this moment begins: where an interval stops that ends at a clock time.
    pub fn just_before(self) -> Option<Self> {
        let at = self.seconds() - if self.second.is_some() { 1 } else { 60 };
        let mut out = Self::at(self.day, at)?;
        if self.second.is_none() {
            out.second = None;
        }
        Some(out)
    }
}

impl Stamp {
    /// The printed form; written by hand, since finders print two for every date.
    pub(crate) fn iso(self) -> String {
        let mut out = String::with_capacity(20);
        push_number(&mut out, self.day.year().unsigned_abs(), 4);
        out.push('-');
        push_number(&mut out, self.day.month().into(), 2);
        out.push('-');
        push_number(&mut out, self.day.day().into(), 2);
        for (part, mark) in [(self.hour, 'T'), (self.minute, ':'), (self.second, ':')] {
            let Some(part) = part else { break };
            out.push(mark);
            push_number(&mut out, part.into(), 2);
        }
        out
    }
}

/// A number with leading zeros, up to four figures.
pub(crate) fn push_number(out: &mut String, value: u32, width: u32) {
    let figure = |place: u32| b'0' + (value / place % 10) as u8;
    let figures = [figure(1000), figure(100), figure(10), figure(1)];
    let from = figures.len().saturating_sub(width as usize);
    out.push_str(figures.get(from..).and_then(|f| std::str::from_utf8(f).ok()).unwrap_or_default());
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// The day, perhaps the moment, that relative expressions count from: when the report was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The day.
    pub day: Day,
    /// Seconds since midnight, where the moment is known.
    pub seconds: Option<u32>,
}

impl Anchor {
    /// A day without a time.
    pub const fn new(day: Day) -> Self {
        Self { day, seconds: None }
    }

    /// Reads `2020-07-16`, `2020-07-16T14:30` or `2020-07-16 14:30:05`.
    ///
    /// ```
    /// use dangjian::calendar::Anchor;
    ///
    /// assert_eq!(Anchor::parse("2020-07-16T14:30").unwrap().day.to_string(), "2020-07-16");
    /// assert!(Anchor::parse("去年").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once(['T', ' ']) {
            Some((d, t)) => (d, Some(t)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let day =
            Day::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
        if parts.next().is_some() {
            return None;
        }
        let seconds = match time {
            None => None,
            Some(t) => {
                let clock = t.split(['+', 'Z', '.']).next()?;
                let mut parts = clock.split(':').map(|p| p.parse::<u32>().ok());
                let (h, m) = (parts.next()??, parts.next()??);
                let s = parts.next().unwrap_or(Some(0))?;
                if h > 23 || m > 59 || s > 59 {
                    return None;
                }
                Some(h * 3600 + m * 60 + s)
            }
        };
        Some(Self { day, seconds })
    }
}
