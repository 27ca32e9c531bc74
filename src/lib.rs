//! Chinese party-building (党建) news reports to structured records.

pub mod calendar;
mod candidate;
pub mod date;
mod error;
pub mod number;
pub mod numeral;
pub mod rule;
pub mod span;
pub mod text;

pub use candidate::Candidate;
pub use error::Error;
