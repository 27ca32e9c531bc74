//! One command a file: its arguments and its work.

pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod report;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod segment;
pub(crate) mod show;
