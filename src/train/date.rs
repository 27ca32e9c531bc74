//! Training of the choice of a pairing's date.

use super::learner::{Averaged, Random};
use super::pairing::{gold_of, links, stated};
use super::{Example, Prepared};
use crate::analysis::Analysis;
use crate::calendar::Anchor;
use crate::date;
use crate::model::{Indices, Weights};
use crate::org::OwnNames;
use crate::pairing::{Dates, Finder, Statement, children, is_planned};
use crate::reading::Chosen;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// A statement of a pairing: what speaks for each candidate, and which are right.
#[derive(Debug)]
pub(super) struct Item {
    candidates: Vec<(Indices, bool)>,
    /// The number of the report.
    doc: usize,
}

/// The statements of a report whose pairing, and whose right date, are known.
pub(super) fn items(
    doc: usize,
    example: &Example,
    p: &Prepared<'_>,
    a: &Analysis<'_, '_>,
    weights: &Weights,
) -> Vec<Item> {
    let anchor = example.published.as_deref().and_then(Anchor::parse);
    let mut dates = Vec::new();
    date::find(a.doc, anchor.as_ref(), &mut dates);
    let chosen = Chosen::read(a, weights, &OwnNames::default(), dates);
    let entities = chosen.link(a, weights);
    let gold = gold_of(example, p, &entities);
    let finder = Finder::new(a, &entities, &chosen.names);
    let children = children(&entities);
    let dates = Dates::new(&finder, &chosen.dates, example.published.as_deref());
    let mut out = Vec::new();
    for c in finder.candidates(weights).into_iter().filter(|c| c.score > 0.0) {
        let found = stated(&finder, &children, &gold, &c);
        let context = finder.chains[c.chain].span;
        // The pairings that it may state; those whose evidence stands here are meant.
        let mut meant: Vec<(bool, Option<&str>)> = Vec::new();
        for pairing in example.pairings.iter().filter(|p| !p.optional) {
            let stated = links(&pairing.sides);
            if found.iter().filter(|l| stated.contains(l)).count() * 2 <= found.len() {
                continue;
            }
            let here = pairing.evidence.iter().any(|&(start, end)| {
                p.doc.view_span(start, end).is_some_and(|span: Span| span.overlaps(context))
            });
            meant.push((here, pairing.date.as_deref()));
        }
        if meant.is_empty() {
            continue;
        }
        let here = meant.iter().any(|m| m.0);
        meant.retain(|m| m.0 || !here);
        let statement = Statement {
            way: c.way,
            chain: c.chain,
            evidence: c.evidence,
            planned: is_planned(a, &finder.chains[c.chain], c.evidence, weights),
        };
        let candidates: Vec<(Indices, bool)> = dates
            .candidates(&finder, &statement)
            .into_iter()
            .map(|candidate| {
                let mut sink = Indices::default();
                dates.features(&finder, &statement, candidate, &mut sink);
                let value = dates.value(candidate);
                // Said again elsewhere, it need not bear its date.
                (sink, meant.iter().any(|m| m.1 == value) || !here && value.is_none())
            })
            .collect();
        if candidates.iter().any(|c| c.1) && candidates.iter().any(|c| !c.1) {
            out.push(Item { doc, candidates });
        }
    }
    out
}

/// Learns to choose, on top of weights for everything else: a log-linear choice among the candidates.
pub(super) fn learn(items: &[Item], base: &[f32]) -> Vec<f32> {
    let seen = seen(items);
    let often = |p: u32| seen.get(&p).is_some_and(|s| s.1 >= SELDOM);
    let alike = alike(items);
    let mut learner = Averaged::new();
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut random = Random(0xd1b5_4a32_d192_ed03);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &i in &order {
            let mut kept: Vec<(Indices, f32, bool)> = Vec::new();
            for (features, right) in &items[i].candidates {
                let mut sink = Indices::default();
                let places = features.places.iter().copied();
                sink.places.extend(places.filter(|&p| often(p) && !random.chance(HIDDEN)));
                let weight = |&p: &u32| learner.weights[p as usize] + base[p as usize];
                let score: f32 = sink.places.iter().map(weight).sum();
                kept.push((sink, score, *right));
            }
            let largest = kept.iter().map(|k| k.1).fold(f32::MIN, f32::max);
            let whole: f32 = kept.iter().map(|k| (k.1 - largest).exp()).sum();
            let good: f32 = kept.iter().filter(|k| k.2).map(|k| (k.1 - largest).exp()).sum();
            for (features, score, right) in &kept {
                let p = (score - largest).exp();
                let gradient = if *right { p / good.max(1e-9) } else { 0.0 } - p / whole;
                if gradient.abs() > 1e-3 {
                    learner.change(features, RATE * gradient / (alike[i] as f32).sqrt());
                }
            }
            learner.next();
        }
    }
    base.iter().zip(learner.average()).map(|(&base, date)| base + date).collect()
}

/// The step of learning.
const RATE: f32 = 0.05;
/// How often all statements are looked at.
const EPOCHS: usize = 20;
/// How often, of a hundred times, a feature is hidden.
const HIDDEN: u64 = 50;
/// A feature that fewer reports show is left out: it would be learned by heart.
const SELDOM: u32 = 5;

/// In how many reports a feature stands, with the last of them.
fn seen(items: &[Item]) -> FxHashMap<u32, (usize, u32)> {
    let mut out: FxHashMap<u32, (usize, u32)> = FxHashMap::default();
    for item in items {
        for &p in item.candidates.iter().flat_map(|(features, _)| &features.places) {
            let entry = out.entry(p).or_insert((usize::MAX, 0));
            if entry.0 != item.doc {
                *entry = (item.doc, entry.1 + 1);
            }
        }
    }
    out
}

/// For each statement how many of its report have the same candidates and the same right ones: the lines of a list are
/// one decision.
fn alike(items: &[Item]) -> Vec<u32> {
    let key = |item: &Item| (item.doc, item.candidates.iter().map(|c| c.1).collect::<Vec<bool>>());
    let mut counts: FxHashMap<(usize, Vec<bool>), u32> = FxHashMap::default();
    for item in items {
        *counts.entry(key(item)).or_default() += 1;
    }
    items.iter().map(|item| counts.get(&key(item)).copied().unwrap_or(1)).collect()
}
