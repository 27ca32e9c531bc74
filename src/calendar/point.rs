//! A date as far as it is known: a year, a half, a month, a day, a part of a day, a clock time.

use super::day::{Day, Stamp};
use std::fmt;

/// The year of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Year {
    /// A year.
    Known(i32),
    /// Some year: prints as `XXXX`.
    Unknown,
    /// A masked year, as written, with `X` for what is masked: `20XX`.
    Masked([char; 4]),
    /// Ten years, by their first: 1980 prints as `198X`.
    Decade(i32),
    /// A hundred years, by their first: 1900 prints as `19XX`.
    Century(i32),
    /// No year at all: a time of day.
    None,
}

/// A month or a day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// A number.
    Known(u8),
    /// Masked: prints as `XX`.
    Masked,
}

/// A season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// 春
    Spring,
    /// 夏
    Summer,
    /// 秋
    Autumn,
    /// 冬
    Winter,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// `TMO`
    Morning,
    /// `TMI`
    Noon,
    /// `TAF`
    Afternoon,
    /// `TEV`
    Evening,
    /// `TNI`
    Night,
}

/// The time within the day, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Nothing is known.
    None,
    /// A part of the day.
    Part(Part),
    /// An hour.
    Hour(u8),
    /// An hour and minute.
    Minute(u8, u8),
    /// To the second.
    Second(u8, u8, u8),
}

/// What a year is narrowed down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Within {
    Nothing,
    Half(u8),
    Quarter(u8),
    Season(Season),
    Month(Field),
    Week(u8),
    Weekend(u8),
    Day(Field, Field),
}

/// A partial date.
///
/// ```
/// use dangjian::calendar::Point;
///
/// for text in ["2022-03-24TAF", "20XX-XX", "2021-Q1", "2016-FA", "198X", "T14:30", "XXXX-08-08"] {
///     assert_eq!(Point::parse(text).unwrap().to_string(), text);
/// }
/// assert!(Point::parse("2021-13").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    year: Year,
    within: Within,
    clock: Clock,
}

impl Point {
    /// A year.
    pub const fn year(year: Year) -> Self {
        Self { year, within: Within::Nothing, clock: Clock::None }
    }

    /// A half of a year, 1 or 2.
    pub const fn half(year: Year, half: u8) -> Self {
        Self { year, within: Within::Half(half), clock: Clock::None }
    }

    /// A quarter, 1 to 4.
    pub const fn quarter(year: Year, quarter: u8) -> Self {
        Self { year, within: Within::Quarter(quarter), clock: Clock::None }
    }

    /// A season.
    pub const fn season(year: Year, season: Season) -> Self {
        Self { year, within: Within::Season(season), clock: Clock::None }
    }

    /// A month.
    pub const fn month(year: Year, month: Field) -> Self {
        Self { year, within: Within::Month(month), clock: Clock::None }
    }

    /// A week of the ISO calendar.
    pub const fn week(year: i32, week: u8) -> Self {
        Self { year: Year::Known(year), within: Within::Week(week), clock: Clock::None }
    }

    /// The weekend of such a week.
    pub const fn weekend(year: i32, week: u8) -> Self {
        Self { year: Year::Known(year), within: Within::Weekend(week), clock: Clock::None }
    }

    /// A day.
    pub const fn day(year: Year, month: Field, day: Field) -> Self {
        Self { year, within: Within::Day(month, day), clock: Clock::None }
    }

    /// A civil day.
    pub fn of(day: Day) -> Self {
        Self::day(Year::Known(day.year()), Field::Known(day.month()), Field::Known(day.day()))
    }

    /// A time of day without a day.
    pub const fn time(clock: Clock) -> Self {
        Self { year: Year::None, within: Within::Nothing, clock }
    }

    /// The same with a time within the day.
    pub const fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The time within the day.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// The year, where it is known to the last figure.
    pub const fn known_year(&self) -> Option<i32> {
        if let Year::Known(y) = self.year { Some(y) } else { None }
    }

    /// The same part of another year.
    pub const fn in_year(mut self, year: Year) -> Self {
        self.year = year;
        self
    }

    /// The month, where there is one.
    pub const fn known_month(&self) -> Option<u8> {
        match self.within {
            Within::Month(Field::Known(m)) | Within::Day(Field::Known(m), _) => Some(m),
            _ => None,
        }
    }

    /// The day of the month, where there is one.
    pub const fn known_day(&self) -> Option<u8> {
        if let Within::Day(_, Field::Known(d)) = self.within { Some(d) } else { None }
    }

    /// The civil day, where the point is one (or a time of one).
    pub fn civil(&self) -> Option<Day> {
        Day::new(self.known_year()?, self.known_month()?, self.known_day()?)
    }

    /// Whether the point is no more than a year.
    pub const fn is_year(&self) -> bool {
        matches!(self.within, Within::Nothing) && matches!(self.clock, Clock::None)
    }

    /// First and last day, or moment, where they are known.
    pub fn bounds(&self) -> Option<(Stamp, Stamp)> {
        let days = |a: Option<Day>, b: Option<Day>| Some((Stamp::day(a?), Stamp::day(b?)));
        let year = match self.year {
            Year::Known(y) => y,
            Year::Decade(y) => return days(Day::new(y.max(1), 1, 1), Day::new(y + 9, 12, 31)),
            Year::Century(y) => return days(Day::new(y.max(1), 1, 1), Day::new(y + 99, 12, 31)),
            Year::Unknown | Year::Masked(_) | Year::None => return None,
        };
        let months = |a: u8, b: u8| days(Day::new(year, a, 1), Day::last_of(year, b));
        match self.within {
            Within::Nothing => months(1, 12),
            Within::Half(h) => months(h * 6 - 5, h * 6),
            Within::Quarter(q) => months(q * 3 - 2, q * 3),
            Within::Season(s) => match s {
                Season::Spring => months(3, 5),
                Season::Summer => months(6, 8),
                Season::Autumn => months(9, 11),
                Season::Winter => days(Day::new(year, 12, 1), Day::last_of(year + 1, 2)),
            },
            Within::Month(Field::Known(m)) => months(m, m),
            Within::Week(w) => {
                let monday = Day::of_week(year, w)?;
                days(Some(monday), monday.plus_days(6))
            }
            Within::Weekend(w) => {
                let monday = Day::of_week(year, w)?;
                days(monday.plus_days(5), monday.plus_days(6))
            }
            Within::Day(Field::Known(m), Field::Known(d)) => {
                let day = Day::new(year, m, d)?;
                let at = |h: u8, m: Option<u8>, s: Option<u8>| {
                    if h == 24 {
                        return Some(Stamp { day: day.plus_days(1)?, hour: Some(0), minute: m, second: s });
                    }
                    Some(Stamp { day, hour: Some(h), minute: m, second: s })
                };
                let both = |s: Option<Stamp>| Some((s?, s?));
                match self.clock {
                    Clock::None => days(Some(day), Some(day)),
                    Clock::Part(part) => {
                        let (from, to) = part.hours();
                        Some((at(from, None, None)?, at(to - 1, None, None)?))
                    }
                    Clock::Hour(h) => both(at(h, None, None)),
                    Clock::Minute(h, m) => both(at(h, Some(m), None)),
                    Clock::Second(h, m, s) => both(at(h, Some(m), Some(s))),
                }
            }
            _ => None,
        }
    }

    /// Reads what is printed; nothing that is no date.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((d, t)) => (d, Some(t)),
            None => (text, None),
        };
        let clock = time.map_or(Some(Clock::None), Clock::parse)?;
        if date.is_empty() {
            return (!matches!(clock, Clock::None | Clock::Part(_))).then_some(Self::time(clock));
        }
        let mut parts = date.split('-');
        let year = parse_year(parts.next()?)?;
        let field = |p: &str, max: u8| -> Option<Field> {
            if p.len() != 2 {
                return None;
            }
            if p == "XX" {
                return Some(Field::Masked);
            }
            p.parse().ok().filter(|n| (1..=max).contains(n)).map(Field::Known)
        };
        let number = |p: &str, max: u8| p.parse::<u8>().ok().filter(|n| (1..=max).contains(n));
        let within = match parts.next() {
            None => Within::Nothing,
            Some(p) => match (p, p.split_at_checked(1)?) {
                ("SP", _) => Within::Season(Season::Spring),
                ("SU", _) => Within::Season(Season::Summer),
                ("FA", _) => Within::Season(Season::Autumn),
                ("WI", _) => Within::Season(Season::Winter),
                (_, ("H", n)) => Within::Half(number(n, 2)?),
                (_, ("Q", n)) => Within::Quarter(number(n, 4)?),
                (_, ("W", n)) => {
                    let week = number(n, 53)?;
                    match parts.next() {
                        None => Within::Week(week),
                        Some("WE") => Within::Weekend(week),
                        Some(_) => return None,
                    }
                }
                _ => {
                    let month = field(p, 12)?;
                    match parts.next() {
                        None => Within::Month(month),
                        Some(d) => Within::Day(month, field(d, 31)?),
                    }
                }
            },
        };
        let timed = !matches!(clock, Clock::None);
        if parts.next().is_some() || (timed && !matches!(within, Within::Day(..))) {
            return None;
        }
        let point = Self { year, within, clock };
        // A day that no year has is none.
        if let (Some(m), Some(d)) = (point.known_month(), point.known_day()) {
            Day::new(point.known_year().unwrap_or(2000), m, d)?;
        }
        Some(point)
    }
}

impl Part {
    /// From which hour to which the part is taken to last.
    pub const fn hours(self) -> (u8, u8) {
        match self {
            Self::Morning => (8, 12),
            Self::Noon => (11, 13),
            Self::Afternoon => (12, 18),
            Self::Evening => (18, 24),
            Self::Night => (20, 24),
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Noon => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
        }
    }

    /// The part of a code such as `TAF`, with or without the T.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.strip_prefix('T').unwrap_or(code);
        [Self::Morning, Self::Noon, Self::Afternoon, Self::Evening, Self::Night]
            .into_iter()
            .find(|p| p.code() == code)
    }
}

impl Clock {
    fn parse(text: &str) -> Option<Self> {
        if let Some(part) = Part::from_code(text) {
            return Some(Self::Part(part));
        }
        let mut numbers = [0u8; 3];
        let mut count = 0;
        for (i, p) in text.split(':').enumerate() {
            if p.len() != 2 {
                return None;
            }
            *numbers.get_mut(i)? = p.parse().ok()?;
            count = i + 1;
        }
        let [h, m, s] = numbers;
        if h > 24 || m > 59 || s > 59 || (h == 24 && (m > 0 || s > 0)) {
            return None;
        }
        Some(match count {
            1 => Self::Hour(h),
            2 => Self::Minute(h, m),
            _ => Self::Second(h, m, s),
        })
    }
}

fn parse_year(text: &str) -> Option<Year> {
    let mut chars = text.chars();
    let all = [chars.next()?, chars.next()?, chars.next()?, chars.next()?];
    if chars.next().is_some() || !all.iter().all(|c| c.is_ascii_digit() || *c == 'X') {
        return None;
    }
    Some(match text.find('X') {
        None => Year::Known(text.parse().ok().filter(|y| *y >= 1)?),
        Some(0) if text == "XXXX" => Year::Unknown,
        Some(3) => Year::Decade(text.get(..3)?.parse::<i32>().ok()? * 10),
        _ => Year::Masked(all),
    })
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Year::Known(y) => write!(f, "{y:04}")?,
            Year::Unknown => f.write_str("XXXX")?,
            Year::Masked(m) => m.iter().try_for_each(|c| write!(f, "{c}"))?,
            Year::Decade(y) => write!(f, "{:03}X", y / 10)?,
            Year::Century(y) => write!(f, "{:02}XX", y / 100)?,
            Year::None => {}
        }
        match self.within {
            Within::Nothing => {}
            Within::Half(h) => write!(f, "-H{h}")?,
            Within::Quarter(q) => write!(f, "-Q{q}")?,
            Within::Season(s) => f.write_str(match s {
                Season::Spring => "-SP",
                Season::Summer => "-SU",
                Season::Autumn => "-FA",
                Season::Winter => "-WI",
            })?,
            Within::Month(m) => write!(f, "-{m}")?,
            Within::Week(w) => write!(f, "-W{w:02}")?,
            Within::Weekend(w) => write!(f, "-W{w:02}-WE")?,
            Within::Day(m, d) => write!(f, "-{m}-{d}")?,
        }
        match self.clock {
            Clock::None => Ok(()),
            Clock::Part(p) => write!(f, "T{}", p.code()),
            Clock::Hour(h) => write!(f, "T{h:02}"),
            Clock::Minute(h, m) => write!(f, "T{h:02}:{m:02}"),
            Clock::Second(h, m, s) => write!(f, "T{h:02}:{m:02}:{s:02}"),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(n) => write!(f, "{n:02}"),
            Self::Masked => f.write_str("XX"),
        }
    }
}
