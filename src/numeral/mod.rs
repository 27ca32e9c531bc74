//! Numerals, in figures and in Chinese characters: read, and printed. No units, no bounds, no dates.

mod decimal;
mod print;
mod scan;

pub use decimal::Decimal;
pub use print::to_chinese;
pub use scan::{Approx, Form, Numeral, digit, figure_run, scan};
