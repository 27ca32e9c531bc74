//! Organizations resolved across reports, and who is paired with whom.

mod graph;
mod name;
mod place;
mod region;
mod resolve;
mod spool;
mod table;
mod xml;

pub(crate) use graph::{Filter, Network};
#[cfg(feature = "csv")]
pub(crate) use table::csv;
pub(crate) use table::json;
pub(crate) use xml::{gexf, graphml};
