//! Organizations: every plausible span that ends like one, scored by the model.

mod alias;
mod feature;
mod find;
mod kind;
mod own;
mod sums;

pub(crate) use alias::Aliases;
pub(crate) use feature::{Evidence, features};
pub(crate) use find::{Finder, OrgValue, Shape};
#[cfg(feature = "train")]
pub(crate) use kind::kind_features;
pub(crate) use kind::{guess as guess_kind, is_committee};
pub(crate) use own::OwnNames;
