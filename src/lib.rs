//! Chinese party-building (党建) news reports to structured records.

mod analysis;
mod candidate;
mod entity;
mod error;
mod extractor;
mod model;
mod org;
mod person;
mod arbiter;
pub mod lexicon;
mod reading;
pub mod record;
pub mod segment;
pub mod span;
pub mod text;
#[cfg(feature = "train")]
pub mod train;

pub use candidate::Candidate;
pub use error::Error;
pub use extractor::{Extractor, Input};
