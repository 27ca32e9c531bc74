//! Chinese party-building (党建) news reports to structured records: which organizations a report names, when, how
//! many, who holds which post, and which organization is paired with which (结对共建, 签约, 帮扶).
//!
//! ```
//! use dangjian::{Extractor, Input};
//!
//! let extractor = Extractor::new()?;
//! let report = "3月22日,洮源薯业有限公司党支部与石泉湾村党支部签订结对共建协议。";
//! let record = extractor.extract(Input::new(report).published("2024-03-25"));
//!
//! let names: Vec<&str> = record.organizations.iter().map(|o| o.name.as_str()).collect();
//! assert!(names.contains(&"洮源薯业有限公司党支部") && names.contains(&"石泉湾村党支部"));
//! assert_eq!(record.pairings[0].sides.len(), 2);
//! assert_eq!(record.pairings[0].date.as_deref(), Some("2024-03-22"));
//! # Ok::<(), dangjian::Error>(())
//! ```
//!
//! # The main types
//!
//! - [`Extractor`] reads reports. It is cheap to clone and may be shared between threads; all extractors share the
//!   bundled data. [`ExtractorBuilder`] adds own words and names, or asks for a part of the record only.
//! - [`Input`] is a text with what is known of it: an id, a source, the date of publication. A `&str` is one too.
//! - [`Record`](record::Record) is what comes out: plain data that serde writes and reads.
//! - [`Explanation`] tells why: all candidates of a report, what they scored, and which one won.
//! - [`Document`](text::Document) is a report as it is read, [`Segmenter`](segment::Segmenter) cuts it into words.
//! - [`number::parse`] and [`date::resolve`] read one number or one date; [`number::find`] and [`date::find`] find
//!   all of a document.
//! - [`Error`] is the only error. It speaks of data that was given to the crate (words, names, a model, a text to
//!   parse). [`Extractor::extract`] never fails, on any text.
//!
//! # What it finds
//!
//! - **Organizations**: party organizations, government bodies, enterprises, institutions, villages and
//!   communities, associations, media. All mentions of one organization are put together: its full name, short
//!   forms (洮源薯业), references back (该支部), names with a typing error. Each has a kind, a party organization a
//!   level and, where it can be told, its host (石泉湾村 for 石泉湾村党支部).
//! - **People** with their posts and the organization in which they hold them.
//! - **Dates** ([what counts](date)) with a value in ISO 8601, resolved against the date of publication.
//! - **Numbers** ([what counts](number)) with value, unit and bound (近, 余, 以上).
//! - **Pairings**: which organizations a report says are paired, signed or planned, when, and where it says so.
//! - **Meta**: title, outlet, authors, date of publication.
//!
//! Titles, bylines, captions, headings, lists, tables and what portals put around a text are told apart; names that
//! a line end breaks in two are read as one.
//!
//! # What it does not do
//!
//! - It reads one report at a time: organizations are not matched across reports or against a register.
//! - It reads Chinese text. HTML, PDF and pictures must be turned into text before; the crate takes `&str`, so
//!   bytes in GBK must be decoded (the command does that).
//! - It knows this genre. Other news is read, but the model was not trained on it.
//! - Visits, lectures, praise and contracts without party building are no pairings. Persons paired with households
//!   are not found.
//! - It does not guess: without a date of publication 8月8日 is `XXXX-08-08`, and 去年 has no value.
//! - It reads no files, opens no connections and prints nothing.
//!
//! # Cookbook
//!
//! ## Who is paired with whom
//!
//! ```
//! use dangjian::Extractor;
//!
//! let record = Extractor::new()?.extract("5月12日,清河县税务局机关党支部与云岭村党支部签订结对共建协议。");
//! let name = |id: &String| record.organizations.iter().find(|o| o.id == *id).map(|o| o.name.as_str());
//! let sides: Vec<Vec<_>> =
//!     record.pairings[0].sides.iter().map(|side| side.iter().filter_map(name).collect()).collect();
//! assert_eq!(sides, [["清河县税务局机关党支部"], ["云岭村党支部"]]);
//! # Ok::<(), dangjian::Error>(())
//! ```
//!
//! ## Offsets into the raw text
//!
//! Offsets count characters. `text` is the raw slice, line end and all; `name` is the name as one reads it.
//!
//! ```
//! use dangjian::Extractor;
//!
//! let report = "8月12日,灌区管理处党\n支部书记来到桑园坝村。桑园坝村党总支等在渠边。";
//! let record = Extractor::new()?.extract(report);
//! let branch = record.organizations.iter().find(|o| o.name == "灌区管理处党支部").unwrap();
//! let mention = &branch.mentions[0];
//! assert_eq!(mention.text, "灌区管理处党\n支部");
//! let slice: String = report.chars().skip(mention.start).take(mention.end - mention.start).collect();
//! assert_eq!(slice, mention.text);
//! # Ok::<(), dangjian::Error>(())
//! ```
//!
//! ## Names that only you know
//!
//! ```
//! use dangjian::{Extractor, Kinds};
//!
//! let extractor = Extractor::builder()
//!     .names("name\tkind\tlevel\tshort\n云上牧歌\tenterprise\t\t牧歌\n")?
//!     .kinds(Kinds { organizations: true, ..Kinds::NONE })
//!     .build()?;
//! let record = extractor.extract("今年以来,云上牧歌投入30万元。");
//! assert_eq!(record.organizations[0].name, "云上牧歌");
//! assert!(record.numbers.is_empty());
//! # Ok::<(), dangjian::Error>(())
//! ```
//!
//! ## One number, one date
//!
//! ```
//! use dangjian::calendar::Anchor;
//! use dangjian::number::{Bound, NumberValue};
//!
//! let number = dangjian::number::parse("2300余亩")?;
//! assert!(matches!(number.value, NumberValue::One(value) if value.to_f64() == 2300.0));
//! assert_eq!((number.unit, number.bound), (Some("亩"), Bound::Over));
//!
//! let published = Anchor::parse("2020-07-16").unwrap();
//! let date = dangjian::date::resolve("去年4月", &published)?;
//! assert_eq!(date.value.as_deref(), Some("2019-04"));
//! # Ok::<(), dangjian::Error>(())
//! ```
//!
//! ## Why it says so
//!
//! ```
//! use dangjian::Extractor;
//!
//! let explanation = Extractor::new()?.explain("目前,清河县税务局共有39名党员。");
//! let number = explanation.candidates.iter().find(|c| c.text == "39名" && c.chosen).unwrap();
//! assert_eq!(number.rule, "number/quantity");
//! let office = explanation.candidates.iter().find(|c| c.text == "清河县税务局" && c.chosen).unwrap();
//! assert!(!office.features.is_empty());
//! # Ok::<(), dangjian::Error>(())
//! ```
//!
//! # Features
//!
//! None is on by default.
//!
//! - `schemars`: `record::json_schema`, the JSON Schema of the record, and `JsonSchema` for its types.
//! - `train`: the module `train`, the trainer of the model. For work on the crate itself.

mod analysis;
mod arbiter;
pub mod calendar;
mod candidate;
pub mod date;
mod entity;
mod error;
mod extractor;
pub mod lexicon;
mod listing;
pub mod meta;
mod model;
pub mod number;
pub mod numeral;
mod org;
mod pairing;
mod person;
mod reading;
pub mod record;
pub mod rule;
pub mod segment;
pub mod span;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
#[cfg(not(feature = "train"))]
mod words;
#[cfg(feature = "train")]
pub mod words;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use candidate::Candidate;
pub use error::Error;
pub use extractor::{
    Explained, ExplainedDate, ExplainedPairing, Explanation, Extractor, ExtractorBuilder, Feature, Input,
    Kinds,
};
pub use listing::rules;
