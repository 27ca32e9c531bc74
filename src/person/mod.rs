//! People: names by family name, shape and neighbours; posts before and after them.

mod find;

pub(crate) use find::{NameEvidence, NameValue, find, names_features};
