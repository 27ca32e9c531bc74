//! What a date expression says, before anything is resolved.

use super::words::{DayPart, Festival};
use crate::calendar::Season;

/// The year that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearRef {
    Is(i32),
    /// Two figures: 15年.
    Short(i32),
    Masked([char; 4]),
    /// From publication: 去年.
    Shift(i32),
    /// From the date before: 同年.
    There(i32),
    /// So many before the year spoken of: 上年.
    Prior(i32),
    Decade(i32),
    /// 八十年代 without a century.
    ShortDecade(i32),
    Century(i32),
}

/// A month or a day that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ref {
    Is(u8),
    Masked,
    Shift(i32),
    There(i32),
}

/// The part of a year, month or decade that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Middle,
    End,
    /// 上旬
    FirstTen,
    /// 中旬
    SecondTen,
    /// 下旬
    LastTen,
}

/// 第三周, 最后五天, 前五个月, 第一个星期一 of what stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nth {
    Day(u8),
    Week(u8),
    Weekday(u8, u8),
    Month(u8),
    FirstMonths(u8),
    LastMonths(u8),
    FirstDays(u8),
    LastDays(u8),
    FirstWeeks(u8),
    LastWeek,
    LastWeekday(u8),
    FirstQuarters(u8),
}

/// A time of day as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) hour: u8,
    pub(super) minute: Option<u8>,
    pub(super) second: Option<u8>,
}

/// A date expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Raw {
    pub(super) year: Option<YearRef>,
    pub(super) half: Option<u8>,
    pub(super) quarter: Option<Ref>,
    pub(super) season: Option<Season>,
    pub(super) month: Option<Ref>,
    pub(super) day: Option<Ref>,
    pub(super) week: Option<i32>,
    /// Monday 1 to Sunday 7; 8 is the weekend.
    pub(super) weekday: Option<u8>,
    pub(super) nth: Option<Nth>,
    pub(super) festival: Option<Festival>,
    pub(super) lunar: bool,
    pub(super) leap: bool,
    pub(super) edge: Option<Edge>,
    pub(super) part: Option<DayPart>,
    pub(super) time: Option<Time>,
    /// 年底, 月底 with no year or month: that of the date before, or of publication.
    pub(super) loose: bool,
    /// 同期: the same part of that year as was spoken of.
    pub(super) same_period: bool,
}

impl Raw {
    /// Whether no day is said, nor anything a day follows from.
    pub(super) fn only_time(&self) -> bool {
        self.year.is_none()
            && self.month.is_none()
            && self.day.is_none()
            && self.week.is_none()
            && self.weekday.is_none()
            && self.festival.is_none()
            && self.quarter.is_none()
            && self.half.is_none()
            && self.season.is_none()
            && !self.loose
    }
}
