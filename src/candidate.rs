//! What finders propose and the arbiter chooses among.

use crate::span::Span;

/// A find of some kind that claims a span. Finders only propose: the arbiter decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<T> {
    /// The characters claimed.
    pub span: Span,
    /// What the finder says stands there.
    pub value: T,
    /// Name of the rule (or model) that proposes, as `explain` shows it.
    pub rule: &'static str,
    /// How much is lost when the candidate is left out; the arbiter maximizes the sum. Candidates of
    /// zero or less are never chosen.
    pub score: f32,
}

/// A candidate with what it scores before any evidence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
    /// Hash of its characters: how evidence knows it.
    pub(crate) hash: u32,
    pub(crate) sum: i32,
}
