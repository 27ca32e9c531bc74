//! What a caller may add and ask for.

use super::{Extractor, MODEL};
use crate::error::Error;
use crate::model::Weights;
use crate::org::OwnNames;
use crate::segment::Segmenter;
use std::sync::Arc;

/// Which parts of the record are wanted. What is not wanted comes out empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    /// Organizations; without them there are no pairings, and posts have no organization.
    pub organizations: bool,
    /// People and their posts.
    pub people: bool,
    /// Dates.
    pub dates: bool,
    /// Numbers.
    pub numbers: bool,
    /// Pairings.
    pub pairings: bool,
}

impl Default for Kinds {
    fn default() -> Self {
        Self::ALL
    }
}

impl Kinds {
    /// Everything.
    pub const ALL: Self =
        Self { organizations: true, people: true, dates: true, numbers: true, pairings: true };
    /// Nothing, to add to.
    pub const NONE: Self =
        Self { organizations: false, people: false, dates: false, numbers: false, pairings: false };
}

/// Builds an [`Extractor`] with what the caller knows.
///
/// ```
/// use dangjian::{Extractor, Kinds};
///
/// let extractor = Extractor::builder()
///     .names("name\tkind\tlevel\tshort\n云上牧歌\tenterprise\t\t\n")?
///     .kinds(Kinds { organizations: true, ..Kinds::NONE })
///     .build()?;
/// let record = extractor.extract("今年以来,云上牧歌投入30万元。");
/// assert_eq!(record.organizations[0].name, "云上牧歌");
/// assert!(record.numbers.is_empty());
/// # Ok::<(), dangjian::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ExtractorBuilder {
    words: String,
    own: OwnNames,
    weights: Option<Weights>,
    kinds: Kinds,
}

impl ExtractorBuilder {
    /// Words for the segmenter, one a line: `word`, `word frequency` or `word frequency tag`.
    pub fn words(mut self, words: &str) -> Self {
        self.words.push_str(words);
        self.words.push('\n');
        self
    }

    /// Names of organizations that win over what the model thinks: a table with a heading line and the columns
    /// `name`, `kind`, `level` (of party organizations), `short` (abbreviations, parted by blanks).
    ///
    /// # Errors
    /// A row whose kind or level is unknown, or that is too short: the error names the line.
    pub fn names(mut self, table: &str) -> Result<Self, Error> {
        self.own.read(table)?;
        Ok(self)
    }

    /// A model in place of the bundled one.
    ///
    /// # Errors
    /// A file that is no model, or one made for other features.
    pub fn model(mut self, bytes: &[u8]) -> Result<Self, Error> {
        self.weights = Some(Weights::read(bytes)?);
        Ok(self)
    }

    /// Which parts of the record are wanted; all, if never called.
    pub fn kinds(mut self, kinds: Kinds) -> Self {
        self.kinds = kinds;
        self
    }

    /// The extractor.
    ///
    /// # Errors
    /// A row of the caller's words that is not as it should be.
    pub fn build(self) -> Result<Extractor, Error> {
        let segmenter = Segmenter::new()?;
        let segmenter =
            if self.words.trim().is_empty() { segmenter } else { segmenter.with_words(&self.words)? };
        let weights = match self.weights {
            Some(weights) => weights,
            None => MODEL.as_ref().map_err(Clone::clone)?.clone(),
        };
        Ok(Extractor { segmenter, weights, own: Arc::new(self.own), kinds: self.kinds })
    }
}
