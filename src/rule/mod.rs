//! What the finders of dates and numbers share: rules with their examples, and words looked up at a place
//! of the text.

mod line;
#[expect(clippy::module_inception, reason = "the module's main type")]
mod rule;
mod table;

pub(crate) use line::{Line, among, chars, count};
pub use rule::Rule;
#[cfg(test)]
pub(crate) use rule::check_page;
pub(crate) use table::{CharSet, PairSet, Triggers, Words};
