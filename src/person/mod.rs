//! People: names by family name, shape and neighbours; posts before and after them.

mod chain;
mod find;
mod host;
mod role;
mod title;

pub(crate) use find::{NameEvidence, NameValue, find, names_features, score};
pub(crate) use role::{Post, Posts};
