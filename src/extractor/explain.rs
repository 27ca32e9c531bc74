//! Why a record says what it says.

use super::assemble::evidence;
use crate::analysis::{Analysis, is_proper};
use crate::arbiter::choose;
use crate::calendar::Anchor;
use crate::model::{Named as Features, Weights};
use crate::org::{OwnNames, Shape, features};
use crate::person::names_features;
use crate::reading::{All, Item, Named};
use crate::span::Span;
use serde::Serialize;

/// One feature and what it added to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feature {
    /// Template and value: `suffix=党支部`.
    pub name: String,
    /// What it added; features of weight 0 are left out.
    pub weight: f32,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// First character of the raw text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The slice.
    pub text: String,
    /// `organization`, `person`, `date` or `number`.
    pub kind: &'static str,
    /// The rule or model that proposed it.
    pub rule: &'static str,
    /// Its weight in the choice.
    pub score: f32,
    /// Whether it was chosen.
    pub chosen: bool,
    /// What stands chosen in its place, if something does.
    pub lost_to: Option<String>,
    /// The features that the model scored, the heaviest first.
    pub features: Vec<Feature>,
}

/// All candidates of a report that were chosen or came near.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Explanation {
    /// In the order of the text; of one place, the best first.
    pub candidates: Vec<Explained>,
}

/// Losers further than this below zero are not worth a line.
const NEAR: f32 = -2.0;

pub(super) fn explain(a: &Analysis<'_, '_>, weights: &Weights, own: &OwnNames, published: Option<&Anchor>) -> Explanation {
    let all = All::find(a, weights, own, published);
    let claims = all.claims();
    let chosen = choose(claims.clone(), a.doc.chars().len());
    let mut candidates = Vec::new();
    for claim in &claims {
        let Some(item) = all.get(claim.item) else { continue };
        let is_chosen = chosen.iter().any(|c| c.item == claim.item);
        // A chosen claim that overlaps: by bisection, since chosen claims do not overlap each other.
        let i = chosen.partition_point(|c| c.span.end <= claim.span.start);
        let winner = chosen.get(i).filter(|c| c.span.overlaps(claim.span));
        if !is_chosen && claim.score < NEAR {
            continue;
        }
        let (kind, rule, features) = match item {
            Item::Named(c) => match c.value {
                Named::Org(_) => ("organization", c.rule, named(a, weights, &all, c.span, c.value)),
                Named::Person(_) => ("person", c.rule, named(a, weights, &all, c.span, c.value)),
            },
            Item::Date(c) => ("date", c.rule, Vec::new()),
            Item::Number(c) => ("number", c.rule, Vec::new()),
        };
        let place = evidence(a.doc, claim.span);
        candidates.push(Explained {
            start: place.start,
            end: place.end,
            text: place.text,
            kind,
            rule,
            score: claim.score,
            chosen: is_chosen,
            lost_to: winner.filter(|_| !is_chosen).map(|w| evidence(a.doc, w.span).text),
            features,
        });
    }
    candidates.sort_by(|x, y| x.start.cmp(&y.start).then(y.score.total_cmp(&x.score)).then(x.end.cmp(&y.end)));
    Explanation { candidates }
}

fn named(a: &Analysis<'_, '_>, weights: &Weights, all: &All, span: Span, value: Named) -> Vec<Feature> {
    let mut sink = Features::new(weights);
    match value {
        Named::Org(v) if v.shape == Shape::Own => {}
        Named::Org(v) => {
            let inside = a.tokens.get(v.first..v.tail).unwrap_or_default();
            let proper = inside.iter().filter(|t| is_proper(t)).count();
            features(a, span, &v, proper, &all.known.orgs, &mut sink);
        }
        Named::Person(v) => names_features(a, span, v, &all.known.names, &mut sink),
    }
    let mut out: Vec<Feature> =
        sink.features.into_iter().filter(|f| f.1 != 0.0).map(|(name, weight)| Feature { name, weight }).collect();
    out.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()).then_with(|| x.name.cmp(&y.name)));
    out
}
