//! The lunar calendar and the solar terms, for the years reports speak of.

use super::day::Day;
use std::sync::{LazyLock, OnceLock};
use tyme4rs::tyme::lunar::{LunarDay, LunarMonth};
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

/// Outside of these the crate's tables are not to be relied upon.
fn known(year: i32) -> bool {
    (1600..=2200).contains(&year)
}

fn civil(day: &SolarDay) -> Option<Day> {
    Day::new(
        i32::try_from(day.get_year()).ok()?,
        u8::try_from(day.get_month()).ok()?,
        u8::try_from(day.get_day()).ok()?,
    )
}

fn month_of(year: i32, month: u8, leap: bool) -> Option<LunarMonth> {
    let month = isize::from(month);
    known(year).then(|| LunarMonth::new(year as isize, if leap { -month } else { month }).ok()).flatten()
}

/// The civil day of a day of a lunar year.
///
/// ```
/// use dangjian::calendar::lunar_day;
///
/// assert_eq!(lunar_day(2012, 1, 15, false).unwrap().to_string(), "2012-02-06");
/// ```
pub fn lunar_day(year: i32, month: u8, day: u8, leap: bool) -> Option<Day> {
    let (first, count) = month_start(year, month, leap)?;
    // The last day of the year is called 三十 in years too where it is the 29th.
    let day = if month == 12 && day == 30 { day.min(count) } else { day };
    if day < 1 || day > count {
        return None;
    }
    first.plus_days(i64::from(day) - 1)
}

/// First civil day of a month, and how many days it has.
type Start = Option<(Day, u8)>;

const CACHED: std::ops::Range<i32> = 1900..2100;

/// The months of the years that reports speak of: reckoning one takes long, and the same few return.
static STARTS: LazyLock<Vec<OnceLock<Start>>> =
    LazyLock::new(|| (0..(CACHED.end - CACHED.start) * 12).map(|_| OnceLock::new()).collect());

fn month_start(year: i32, month: u8, leap: bool) -> Start {
    let slot = usize::try_from((year - CACHED.start) * 12 + i32::from(month) - 1).ok();
    match slot
        .filter(|_| !leap && CACHED.contains(&year) && (1..=12).contains(&month))
        .and_then(|i| STARTS.get(i))
    {
        Some(slot) => *slot.get_or_init(|| reckon(year, month, leap)),
        None => reckon(year, month, leap),
    }
}

fn reckon(year: i32, month: u8, leap: bool) -> Start {
    let count = u8::try_from(month_of(year, month, leap)?.get_day_count()).ok()?;
    let month = isize::from(month);
    let day = LunarDay::new(year as isize, if leap { -month } else { month }, 1).ok()?;
    Some((civil(&day.get_solar_day())?, count))
}

/// First and last civil day of a month of a lunar year.
pub fn lunar_month(year: i32, month: u8, leap: bool) -> Option<(Day, Day)> {
    let (first, count) = month_start(year, month, leap)?;
    Some((first, first.plus_days(i64::from(count) - 1)?))
}

/// The civil day of one of the twenty-four solar terms, by its number from 小寒 (1) to 冬至 (24).
///
/// ```
/// use dangjian::calendar::solar_term;
///
/// assert_eq!(solar_term(2021, 11).unwrap().to_string(), "2021-06-05"); // 芒种
/// ```
pub fn solar_term(year: i32, number: u8) -> Option<Day> {
    if !known(year) || !(1..=24).contains(&number) {
        return None;
    }
    let slot = usize::try_from((year - CACHED.start) * 24 + i32::from(number) - 1).ok();
    match slot.filter(|_| CACHED.contains(&year)).and_then(|i| TERMS.get(i)) {
        Some(slot) => *slot.get_or_init(|| reckon_term(year, number)),
        None => reckon_term(year, number),
    }
}

static TERMS: LazyLock<Vec<OnceLock<Option<Day>>>> =
    LazyLock::new(|| (0..(CACHED.end - CACHED.start) * 24).map(|_| OnceLock::new()).collect());

fn reckon_term(year: i32, number: u8) -> Option<Day> {
    let term = SolarTerm::from_index(year as isize, isize::from(number));
    civil(&term.get_julian_day().get_solar_day())
}
