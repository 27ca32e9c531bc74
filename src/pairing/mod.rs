//! Pairings: which organizations a report says are paired.
//!
//! A sentence (or a line of a list) is taken apart into groups of mentions and the words around them; every two
//! groups, and every group of several, are a candidate, and the model decides.

mod chain;
mod date;
mod detail;
mod feature;
mod find;
mod merge;
mod propose;
mod status;

pub(crate) use date::{Dates, Statement};
pub(crate) use feature::features;
#[cfg(feature = "train")]
pub(crate) use find::respective;
pub(crate) use find::{Candidate, Finder, choose, contradict};
pub(crate) use merge::{Announced, Pairing, find};
#[cfg(feature = "train")]
pub(crate) use merge::{Children, children, participants};
#[cfg(feature = "train")]
pub(crate) use status::is_planned;
pub(crate) use status::status_features;
