//! People: names by family name, shape and neighbours; posts before and after them.

mod find;
mod role;

pub(crate) use find::{NameEvidence, NameValue, find, names_features, score};
pub(crate) use role::{Post, posts};
