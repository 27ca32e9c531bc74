//! The dictionary: words with their frequency, part of speech and attributes, in one flat table that is used
//! in place, and the caller's own words beside it.

mod attr;
#[cfg(any(test, feature = "train"))]
mod build;
mod own;
mod pos;
mod table;

pub(crate) use attr::PLACES;
pub use attr::{Attr, Attrs};
#[cfg(any(test, feature = "train"))]
pub use build::{Entry, build};
pub(crate) use own::{OwnWords, ROOT};
pub use pos::Pos;
#[cfg(any(test, feature = "train"))]
pub use table::is_inside;
pub(crate) use table::{Dictionary, FIRST_INSIDE, Info, Node, is_ascii_code, is_known_code};
