//! From a text to its record: wires the stages.

mod assemble;

use crate::analysis::Analysis;
use crate::error::Error;
use crate::model::Weights;
use crate::reading::Chosen;
use crate::record::Record;
use crate::segment::Segmenter;
use crate::text::Document;
use std::sync::LazyLock;

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
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

/// Reads reports. Cheap to clone, may be shared between threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    segmenter: Segmenter,
    weights: Weights,
}

impl Extractor {
    /// With the bundled dictionary, lexicon and model, which all extractors share.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { segmenter: Segmenter::new()?, weights: MODEL.as_ref().map_err(Clone::clone)?.clone() })
    }

    /// With a model of the caller's own.
    pub fn with_model(mut self, bytes: &[u8]) -> Result<Self, Error> {
        self.weights = Weights::read(bytes)?;
        Ok(self)
    }

    /// Extracts the record of one report. Never fails, on any text.
    pub fn extract<'a>(&self, input: impl Into<Input<'a>>) -> Record {
        let input = input.into();
        let doc = Document::read(input.text);
        let a = Analysis::new(&doc, &self.segmenter);
        let published = assemble::published(&doc, input.published);
        let chosen = Chosen::read(&a, &self.weights, published.as_ref().map(|p| &p.0));
        assemble::record(&a, &input, published, chosen, &self.weights)
    }
}
