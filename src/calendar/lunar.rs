//! The lunar calendar and the solar terms, for the years reports speak of.

use super::day::Day;
use tyme4rs::tyme::Tyme;
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
    let count = month_of(year, month, leap)?.get_day_count();
    // The last day of the year is called 三十 in years too where it is the 29th.
    let day = if month == 12 && day == 30 { usize::from(day).min(count) } else { usize::from(day) };
    if day < 1 || day > count {
        return None;
    }
    let month = isize::from(month);
    let day = LunarDay::new(year as isize, if leap { -month } else { month }, day).ok()?;
    civil(&day.get_solar_day())
}

/// First and last civil day of a month of a lunar year.
pub fn lunar_month(year: i32, month: u8, leap: bool) -> Option<(Day, Day)> {
    let count = u8::try_from(month_of(year, month, leap)?.get_day_count()).ok()?;
    Some((lunar_day(year, month, 1, leap)?, lunar_day(year, month, count, leap)?))
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
    let term = SolarTerm::from_index(year as isize, isize::from(number));
    let _ = term.next(0);
    civil(&term.get_julian_day().get_solar_day())
}
