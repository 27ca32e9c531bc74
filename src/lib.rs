//! Chinese party-building (党建) news reports to structured records.

mod candidate;
mod error;
pub mod meta;
pub mod span;
pub mod text;

pub use candidate::Candidate;
pub use error::Error;
