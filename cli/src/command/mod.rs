//! One command a file: its arguments and its work.

pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod network;
pub(crate) mod report;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod segment;
pub(crate) mod show;
pub(crate) mod text;
