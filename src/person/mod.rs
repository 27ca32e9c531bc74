//! People: names by family name, shape and neighbours; posts before and after them.

mod chain;
mod feature;
mod find;
mod fixed;
mod host;
mod role;
mod title;

pub(crate) use feature::{NameEvidence, NameValue, names_features};
pub(crate) use find::{find, score};
pub(crate) use role::{Post, Posts};
