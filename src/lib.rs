//! Chinese party-building (党建) news reports to structured records.

mod analysis;
mod arbiter;
pub mod calendar;
mod candidate;
pub mod date;
mod entity;
mod error;
mod extractor;
pub mod lexicon;
mod listing;
pub mod meta;
mod model;
pub mod number;
pub mod numeral;
mod org;
mod pairing;
mod person;
mod reading;
pub mod record;
pub mod rule;
pub mod segment;
pub mod span;
pub mod text;
#[cfg(feature = "train")]
pub mod train;

pub use candidate::Candidate;
pub use error::Error;
pub use extractor::{
    Explained, ExplainedPairing, Explanation, Extractor, ExtractorBuilder, Feature, Input, Kinds,
};
pub use listing::rules;
