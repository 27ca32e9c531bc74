//! Civil days, partial dates and durations, printed as ISO 8601 with what TIMEX3 adds to it. No rules about text.

mod day;
mod duration;
mod lunar;
mod point;

pub use day::{Anchor, Day, Stamp};
pub use duration::{Duration, Unit};
pub use lunar::{lunar_day, lunar_month, solar_term};
pub use point::{Clock, Field, Part, Point, Season, Year};
