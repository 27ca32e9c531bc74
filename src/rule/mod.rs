//! What the finders of dates and numbers share: rows of lexical tables, and words looked up at a place of the text.

mod line;
mod table;

pub(crate) use line::{Line, among};
pub(crate) use table::{CharSet, Words, rows};
