//! Learning which candidates are pairings, and which pairings are announced.

use super::learner::Perceptron;
use super::{Example, Prepared};
use crate::analysis::Analysis;
use crate::date;
use crate::entity::Entities;
use crate::model::{Indices, SIZE, Weights};
use crate::org::OwnNames;
use crate::pairing::{
    Candidate, Children, Finder, children, features as pair_features, participants, respective,
    status_features,
};
use crate::reading::Chosen;
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// What a mistake about a pairing changes a weight by, times the root of the pairs of organizations it means.
const STEP: f32 = 0.05;

/// By how much a pairing should be right.
const MARGIN: f32 = 3.0;

/// How often, of a hundred times, a feature of a pairing is hidden.
const HIDDEN: u64 = 55;

/// The pairs of organizations that sides mean.
pub(super) fn links(sides: &[Vec<usize>]) -> BTreeSet<(usize, usize)> {
    let mut out = BTreeSet::new();
    let pairs: Vec<(usize, usize)> = match sides {
        [one] => one.iter().flat_map(|&a| one.iter().map(move |&b| (a, b))).collect(),
        _ => sides
            .iter()
            .enumerate()
            .flat_map(|(i, one)| sides[i + 1..].iter().map(move |two| (one, two)))
            .flat_map(|(one, two)| one.iter().flat_map(move |&a| two.iter().map(move |&b| (a, b))))
            .collect(),
    };
    for (a, b) in pairs {
        if a != b {
            out.insert((a.min(b), a.max(b)));
        }
    }
    out
}

/// The pairs of organizations that a candidate states, by their numbers in the gold; what the gold does not have takes
/// numbers from the top.
pub(super) fn stated(
    finder: &Finder<'_, '_, '_>,
    children: &Children,
    gold: &[Option<usize>],
    candidate: &Candidate,
) -> BTreeSet<(usize, usize)> {
    let number = |&e: &usize| gold[e].unwrap_or(usize::MAX - e);
    let mut out = BTreeSet::new();
    for sides in respective(finder, candidate) {
        let sides = participants(finder.entities, children, sides);
        let sides: Vec<Vec<usize>> = sides.iter().map(|s| s.iter().map(number).collect()).collect();
        out.extend(links(&sides));
    }
    out
}

/// Learns which candidates are pairings, and which pairings are announced, with names as they are found.
pub(super) fn learn(
    examples: &[Example],
    prepared: &[Prepared<'_>],
    analyses: &[Analysis<'_, '_>],
    names_table: Vec<f32>,
    epochs: usize,
) -> Vec<f32> {
    let names = Weights::from_table(&names_table);
    let mut learner = Perceptron { weights: vec![0.0; SIZE], weighted: vec![0.0; SIZE], step: 1.0 };
    // Each item: its features, and whether it is right.
    let mut items: Vec<(Indices, bool, usize)> = Vec::new();
    for ((example, p), a) in examples.iter().zip(prepared).zip(analyses) {
        let mut dates = Vec::new();
        date::find(a.doc, None, &mut dates);
        let chosen = Chosen::read(a, &names, &OwnNames::default(), dates);
        let entities = chosen.link(a, &names);
        let gold = gold_of(example, p, &entities);
        let mut wanted: FxHashMap<(usize, usize), bool> = FxHashMap::default();
        let mut optional = FxHashSet::default();
        for pairing in &example.pairings {
            for link in links(&pairing.sides) {
                if pairing.optional {
                    optional.insert(link);
                } else {
                    let planned = wanted.entry(link).or_insert(pairing.planned);
                    *planned &= pairing.planned;
                }
            }
        }
        let finder = Finder::new(a, &entities, &chosen.names);
        let children = children(&entities);
        for c in finder.candidates(&names) {
            let found = stated(&finder, &children, &gold, &c);
            let right = found.iter().filter(|l| wanted.contains_key(*l)).count();
            if right == 0 && found.iter().any(|l| optional.contains(l)) {
                continue;
            }
            let mut sink = Indices::default();
            pair_features(&finder, &c, &mut sink);
            items.push((sink, right * 2 > found.len(), found.len()));
            if right > 0 {
                let planned = found.iter().filter_map(|l| wanted.get(l)).all(|&p| p);
                let mut sink = Indices::default();
                status_features(a, &finder.chains[c.chain], c.evidence, &mut sink);
                items.push((sink, planned, 1));
            }
        }
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..epochs {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            let (features, right, links) = &items[i];
            // Each feature is hidden at times, so that no single word decides.
            let mut kept = Indices::default();
            for &place in &features.places {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                if random % 100 >= HIDDEN {
                    kept.places.push(place);
                }
            }
            let score: f32 = kept.places.iter().map(|&p| learner.weights[p as usize]).sum();
            let margin = if *right { score } else { -score };
            if margin < MARGIN {
                let by = STEP * (*links as f32).sqrt();
                learner.change(&kept, if *right { by } else { -by });
            }
            learner.step += 1.0;
        }
    }
    names_table.iter().zip(learner.average()).map(|(name, pair)| name + pair).collect()
}

/// For each organization found, the number of the gold organization that it is.
pub(super) fn gold_of(example: &Example, p: &Prepared<'_>, entities: &Entities) -> Vec<Option<usize>> {
    let mut by_span: FxHashMap<Span, usize> = FxHashMap::default();
    for (&(s, e, _), &number) in example.orgs.iter().zip(&example.entities) {
        if let Some(span) = p.doc.view_span(s, e) {
            by_span.insert(span, number);
        }
    }
    for &(s, e, number) in &example.anaphora {
        if let Some(span) = p.doc.view_span(s, e) {
            by_span.insert(span, number);
        }
    }
    entities
        .all
        .iter()
        .map(|e| {
            let mut votes: Vec<usize> =
                e.mentions.iter().filter_map(|(span, _)| by_span.get(span).copied()).collect();
            votes.sort_unstable();
            let mut best: Option<(usize, usize)> = None;
            for &v in &votes {
                let n = votes.iter().filter(|&&x| x == v).count();
                if best.is_none_or(|(m, _)| n > m) {
                    best = Some((n, v));
                }
            }
            best.map(|(_, v)| v)
        })
        .collect()
}
