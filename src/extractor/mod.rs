//! From a text to its record: wires the stages.

mod assemble;
mod builder;
mod explain;
mod json;
mod owner;
mod pen;
mod sheet;
mod warning;

pub use builder::{ExtractorBuilder, Kinds};
pub use explain::{Explained, ExplainedDate, ExplainedPairing, Explanation, Feature};

use crate::analysis::Analysis;
use crate::calendar::Anchor;
use crate::date;
use crate::error::Error;
use crate::model::Weights;
use crate::org::OwnNames;
use crate::reading::Chosen;
use crate::record::Record;
use crate::segment::Segmenter;
use crate::text::Document;
use sheet::Sheet;
use std::sync::{Arc, LazyLock};

static MODEL: LazyLock<Result<Weights, Error>> =
    LazyLock::new(|| Weights::read(include_bytes!("../../data/model/names.bin")));

/// One report to read, with what differs from call to call.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    text: &'a str,
    id: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// A text of which nothing else is known.
    pub fn new(text: &'a str) -> Self {
        Self { text, id: None, source: None, published: None }
    }

    /// The caller's name of the report.
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// Where the report was read from.
    pub fn source(mut self, source: &'a str) -> Self {
        self.source = Some(source);
        self
    }

    /// When the report was published: `2021-07-01`, or with a time after a `T`.
    pub fn published(mut self, date: &'a str) -> Self {
        self.published = Some(date);
        self
    }

    /// The day that the caller gave, if it is one.
    fn anchor(&self) -> Option<Anchor> {
        self.published.and_then(Anchor::parse)
    }
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

/// Reads reports. Cheap to clone, may be shared between threads.
///
/// ```
/// use dangjian::Extractor;
///
/// let extractor = Extractor::new()?;
/// let record = extractor.extract("5月12日,清河县税务局机关党支部与云岭村党支部签订结对共建协议。");
/// let names: Vec<&str> = record.organizations.iter().map(|o| o.name.as_str()).collect();
/// assert!(names.contains(&"云岭村党支部"));
/// assert_eq!(record.pairings.len(), 1);
/// # Ok::<(), dangjian::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Extractor {
    segmenter: Segmenter,
    weights: Weights,
    own: Arc<OwnNames>,
    kinds: Kinds,
}

impl Extractor {
    /// With the bundled dictionary, lexicon and model, which all extractors share.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// To add own words and names, or to ask for a part of the record only.
    pub fn builder() -> ExtractorBuilder {
        ExtractorBuilder::default()
    }

    /// Extracts the record of one report. Never fails, on any text.
    pub fn extract<'a>(&self, input: impl Into<Input<'a>>) -> Record {
        self.read(input.into(), |sheet| sheet.into())
    }

    /// Extracts the record of one report and adds it to `out` as one line of JSON, without a line end: the same bytes as
    /// [`Record::write_json`], with less work.
    ///
    /// ```
    /// let extractor = dangjian::Extractor::new()?;
    /// let text = "7月1日,河湾村党支部与县供电公司党支部签约。";
    /// let mut line = Vec::new();
    /// extractor.write_json(text, &mut line);
    /// assert_eq!(serde_json::from_slice::<dangjian::record::Record>(&line).unwrap(), extractor.extract(text));
    /// # Ok::<(), dangjian::Error>(())
    /// ```
    pub fn write_json<'a>(&self, input: impl Into<Input<'a>>, out: &mut Vec<u8>) {
        self.read(input.into(), |sheet| sheet.write(out));
    }

    fn read<R>(&self, input: Input<'_>, give: impl FnOnce(Sheet<'_, '_, '_>) -> R) -> R {
        let doc = Document::read(input.text);
        let a = Analysis::new(&doc, &self.segmenter);
        let (published, dates) = date::find_from(&doc, input.anchor());
        let chosen = Chosen::read(&a, &self.weights, &self.own, dates);
        let mut sheet = Sheet::new(&a, input, published, chosen, &self.weights);
        sheet.keep(self.kinds);
        give(sheet)
    }

    /// Tells for each span that something was claimed of which candidates there were, how they were scored
    /// by which rule or features, and which one won; for each pairing also what made it signed or planned, and the dates
    /// that it could bear.
    ///
    /// ```
    /// use dangjian::{Extractor, Input};
    ///
    /// let text = "5月12日,清河县税务局机关党支部与云岭村党支部签订结对共建协议。";
    /// let explanation = Extractor::new()?.explain(Input::new(text).published("2021-05-13"));
    /// let pairing = explanation.pairings.iter().find(|p| p.chosen).unwrap();
    /// assert_eq!(pairing.sides, [["清河县税务局机关党支部"], ["云岭村党支部"]]);
    /// assert_eq!(pairing.dates[0].value.as_deref(), Some("2021-05-12"));
    /// assert!(pairing.score > 0.0 && pairing.planned < 0.0);
    /// # Ok::<(), dangjian::Error>(())
    /// ```
    pub fn explain<'a>(&self, input: impl Into<Input<'a>>) -> Explanation {
        let input = input.into();
        let doc = Document::read(input.text);
        let a = Analysis::new(&doc, &self.segmenter);
        let (published, dates) = date::find_from(&doc, input.anchor());
        explain::explain(&a, &self.weights, &self.own, published.as_ref().map(|p| &p.0), dates)
    }
}
