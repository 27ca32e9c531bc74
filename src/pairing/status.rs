//! Whether a pairing exists or is announced.

use super::chain::Chain;
use crate::analysis::Analysis;
use crate::lexicon::PairWord;
use crate::model::{Score, Sink, Template, Weights};
use crate::span::Span;

/// The features that speak for an announcement.
pub(crate) fn status_features(a: &Analysis<'_, '_>, chain: &Chain, evidence: Span, sink: &mut impl Sink) {
    let context = chain.span;
    // The clauses of the evidence: from the last comma before it to the end of the sentence.
    let chars = a.doc.chars();
    let start = (context.start..evidence.start.max(context.start))
        .rev()
        .find(|&i| matches!(chars[i], ',' | ';' | '.'))
        .unwrap_or(context.start);
    let clause = Span::new(start, context.end);
    sink.add(Template::StatusBias, 1, String::new);
    let found = chain.triggers.iter().filter(|t| t.span.start >= clause.start);
    let plan = found.filter(|t| t.sort == PairWord::Plan).count().min(2) as u32;
    sink.add(Template::StatusBias, 10 + plan, || format!("{plan} words of planning"));
    let mut at = clause.start;
    let mut groups = chain.groups.iter().peekable();
    while at < clause.end {
        // Words of names tell nothing.
        while groups.next_if(|g| g.span.end <= at).is_some() {}
        if let Some(g) = groups.peek().filter(|g| g.span.start <= at) {
            at = g.span.end;
            continue;
        }
        let Some(token) = a.from(at) else {
            at += 1;
            continue;
        };
        sink.add(Template::StatusWord, token.hash, || a.show(Some(token)));
        at = token.span.end.max(at + 1);
    }
}

/// Whether a pairing is announced.
pub(crate) fn is_planned(a: &Analysis<'_, '_>, chain: &Chain, evidence: Span, weights: &Weights) -> bool {
    let mut score = Score::new(weights);
    status_features(a, chain, evidence, &mut score);
    score.sum > 0
}
