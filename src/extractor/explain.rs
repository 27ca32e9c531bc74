//! Why a record says what it says.

use super::assemble::evidence;
use crate::analysis::{Analysis, is_proper};
use crate::arbiter::choose;
use crate::calendar::Anchor;
use crate::candidate;
use crate::date::Date;
use crate::model::{Named as Features, Weights};
use crate::org::{OwnNames, Shape, features};
use crate::pairing::{
    Candidate, Dates, Finder, Statement, choose as choose_pairings, contradict, features as pair_features,
    status_features,
};
use crate::person::names_features;
use crate::reading::{All, Chosen, Item, Named};
use crate::record::Evidence;
use crate::span::Span;
use crate::text::string;
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
    /// What was weighed as a pairing.
    pub pairings: Vec<ExplainedPairing>,
}

/// A candidate of a pairing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPairing {
    /// The names on each side.
    pub sides: Vec<Vec<String>>,
    /// How they stand to each other: `two` groups, `all` of one group, a `line` of a list …
    pub way: String,
    /// First character of the evidence.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its weight; above zero it is a pairing, unless a better one contradicts it.
    pub score: f32,
    /// Whether it was chosen.
    pub chosen: bool,
    /// What was chosen in its place: the sides of a better one that contradicts it.
    pub lost_to: Option<String>,
    /// The features that the model scored, the heaviest first.
    pub features: Vec<Feature>,
    /// Above zero it is only announced.
    pub planned: f32,
    /// What spoke for and against an announcement, the heaviest first; for what was chosen.
    pub planned_features: Vec<Feature>,
    /// The dates that it could bear, the best first; for what was chosen.
    pub dates: Vec<ExplainedDate>,
}

/// A date that a pairing could bear.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedDate {
    /// The value; none for no date at all.
    pub value: Option<String>,
    /// Its place and words.
    pub place: Option<Evidence>,
    /// Its weight: the best is taken.
    pub score: f32,
    /// The features that the model scored, the heaviest first.
    pub features: Vec<Feature>,
}

/// Losers further than this below zero are not worth a line.
const NEAR: f32 = -2.0;

pub(super) fn explain(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    own: &OwnNames,
    published: Option<&Anchor>,
    dates: Vec<candidate::Candidate<Date>>,
) -> Explanation {
    let all = All::find(a, weights, own, dates.clone(), f32::NEG_INFINITY);
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
    candidates
        .sort_by(|x, y| x.start.cmp(&y.start).then(y.score.total_cmp(&x.score)).then(x.end.cmp(&y.end)));
    Explanation { candidates, pairings: pairings(a, weights, own, published, dates) }
}

fn pairings(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    own: &OwnNames,
    published: Option<&Anchor>,
    dates: Vec<candidate::Candidate<Date>>,
) -> Vec<ExplainedPairing> {
    let chosen = Chosen::read(a, weights, own, dates);
    let entities = chosen.link(a, weights);
    let finder = Finder::new(a, &entities, &chosen.names);
    let day = published.map(|p| p.day.to_string());
    let dates = Dates::new(&finder, &chosen.dates, day.as_deref());
    let shown = |side: &Vec<usize>| -> Vec<String> {
        side.iter().filter_map(|&i| entities.all.get(i)).map(|e| string(e.shown())).collect()
    };
    let candidates = finder.candidates(weights);
    let winners = choose_pairings(candidates.iter().cloned());
    let mut out = Vec::with_capacity(candidates.len());
    for c in &candidates {
        let from = winners.partition_point(|w| w.chain < c.chain);
        let rival = winners[from..].iter().take_while(|w| w.chain == c.chain).find(|w| contradict(w, c));
        let same = |w: &Candidate| w.way == c.way && w.one == c.one && w.two == c.two;
        let is_chosen = rival.is_some_and(same);
        let mut sink = Features::new(weights);
        pair_features(&finder, c, &mut sink);
        let mut status = Features::new(weights);
        status_features(a, &finder.chains[c.chain], c.evidence, &mut status);
        let planned = status.features.iter().map(|f| f.1).sum();
        let place = evidence(a.doc, c.evidence);
        let statement =
            Statement { way: c.way, chain: c.chain, evidence: c.evidence, planned: planned > 0.0 };
        out.push(ExplainedPairing {
            sides: c.sides.iter().map(shown).collect(),
            way: format!("{:?}", c.way).to_lowercase(),
            start: place.start,
            end: place.end,
            score: c.score,
            chosen: is_chosen,
            lost_to: rival
                .filter(|_| !is_chosen && c.score > 0.0)
                .map(|w| w.sides.iter().map(|s| shown(s).join("、")).collect::<Vec<_>>().join(" ↔ ")),
            features: sorted(sink),
            planned,
            planned_features: if is_chosen { sorted(status) } else { Vec::new() },
            dates: if is_chosen { explain_dates(&finder, &dates, &statement, weights) } else { Vec::new() },
        });
    }
    out
}

fn explain_dates(
    finder: &Finder<'_, '_, '_>,
    dates: &Dates<'_>,
    statement: &Statement,
    weights: &Weights,
) -> Vec<ExplainedDate> {
    let mut out: Vec<ExplainedDate> = dates
        .candidates(finder, statement)
        .into_iter()
        .map(|candidate| {
            let mut sink = Features::new(weights);
            dates.features(finder, statement, candidate, &mut sink);
            ExplainedDate {
                value: dates.value(candidate).map(str::to_string),
                place: dates.place(candidate).map(|span| evidence(finder.a.doc, span)),
                score: sink.features.iter().map(|f| f.1).sum(),
                features: sorted(sink),
            }
        })
        .collect();
    // The sort keeps the order of equals, of which the first is taken.
    out.sort_by(|x, y| y.score.total_cmp(&x.score));
    out
}

fn sorted(sink: Features<'_>) -> Vec<Feature> {
    let mut out: Vec<Feature> = sink
        .features
        .into_iter()
        .filter(|f| f.1 != 0.0)
        .map(|(name, weight)| Feature { name, weight })
        .collect();
    out.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()).then_with(|| x.name.cmp(&y.name)));
    out
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
    sorted(sink)
}
