//! An archive as one page of HTML: records in, what they amount to out. From the first stage to the last: `records` reads,
//! `resolve` says which organizations of several reports are one, `archive` gathers, `choose` bounds, `layout` places
//! the network, `texts` brings the reports' own words, `data` is what the page is given, `page` puts it together.

pub(crate) mod archive;
pub(crate) mod choose;
pub(crate) mod data;
pub(crate) mod glance;
pub(crate) mod layout;
pub(crate) mod page;
pub(crate) mod records;
pub(crate) mod resolve;
pub(crate) mod texts;
