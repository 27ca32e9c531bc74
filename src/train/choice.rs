//! A log-linear choice among candidates: which date a pairing bears, what a reference back means.

use super::learner::{Averaged, Random};
use crate::model::Indices;
use rustc_hash::FxHashMap;

/// One choice: what speaks for each candidate, and which are right.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) candidates: Vec<(Indices, bool)>,
    /// The number of the report.
    pub(super) doc: usize,
}

/// How a choice is learned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    /// The step of learning.
    pub(super) rate: f32,
    /// How often all choices are looked at.
    pub(super) epochs: usize,
    /// How often, of a hundred times, a feature is hidden.
    pub(super) hidden: u64,
    /// A feature that fewer reports show is left out: it would be learned by heart.
    pub(super) seldom: u32,
}

/// Learns to choose, on top of weights for everything else: a log-linear choice among the candidates.
pub(super) fn learn(items: &[Item], base: &[f32], way: Way) -> Vec<f32> {
    let seen = seen(items);
    let often = |p: u32| seen.get(&p).is_some_and(|s| s.1 >= way.seldom);
    let alike = alike(items);
    let mut learner = Averaged::new();
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut random = Random(0xd1b5_4a32_d192_ed03);
    for _ in 0..way.epochs {
        random.shuffle(&mut order);
        for &i in &order {
            let mut kept: Vec<(Indices, f32, bool)> = Vec::new();
            for (features, right) in &items[i].candidates {
                let mut sink = Indices::default();
                let places = features.places.iter().copied();
                sink.places.extend(places.filter(|&p| often(p) && !random.chance(way.hidden)));
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
                    learner.change(features, way.rate * gradient / (alike[i] as f32).sqrt());
                }
            }
            learner.next();
        }
    }
    base.iter().zip(learner.average()).map(|(&base, own)| base + own).collect()
}

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

/// For each choice how many of its report have the same candidates and the same right ones: the lines of a list are one
/// decision.
fn alike(items: &[Item]) -> Vec<u32> {
    let key = |item: &Item| (item.doc, item.candidates.iter().map(|c| c.1).collect::<Vec<bool>>());
    let mut counts: FxHashMap<(usize, Vec<bool>), u32> = FxHashMap::default();
    for item in items {
        *counts.entry(key(item)).or_default() += 1;
    }
    items.iter().map(|item| counts.get(&key(item)).copied().unwrap_or(1)).collect()
}
