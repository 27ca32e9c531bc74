//! Learning which candidates are pairings, and which pairings are announced.

use super::learner::{Averaged, ORDERS, Random};
use super::{Example, Prepared};
use crate::analysis::Analysis;
use crate::date;
use crate::entity::Entities;
use crate::model::{Indices, SIZE, Weights, mix};
use crate::org::OwnNames;
use crate::pairing::{
    Candidate, Children, Finder, children, contradict, features as pair_features, participants, respective,
    status_features,
};
use crate::reading::Chosen;
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The step of learning; what a candidate counts is the root of the pairs of organizations it means.
const RATE: f32 = 0.1;

/// How candidates are learned: what is found should be right rather than all be found.
const CANDIDATES: Way = Way { right: 0.8, wrong: 1.25, hidden: 25 };

/// How it is learned which are announced only.
const STATUSES: Way = Way { right: 1.0, wrong: 1.0, hidden: 30 };

/// By how much a candidate should be better than what it excludes.
const AHEAD: f32 = 2.0;

/// How often, of a hundred times, a candidate that loses against a better one is only to lose; else it is to be wrong by
/// itself.
const RIVALRY: u64 = 40;

/// How something is learned.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// By how much what is right should be above zero, and what is wrong below.
    right: f32,
    wrong: f32,
    /// How often, of a hundred times, a feature is hidden.
    hidden: u64,
}

/// A candidate to learn from.
#[derive(Debug)]
struct Item {
    features: Indices,
    /// How many more of its pairs of organizations are right than wrong; above zero it is to be chosen.
    worth: i32,
    /// How many pairs of organizations it states.
    links: usize,
    /// The candidates that are worth more and exclude it.
    rivals: Vec<usize>,
}

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
    for sides in respective(candidate) {
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
    let (mut items, mut statuses): (Vec<Item>, Vec<Item>) = Default::default();
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
        let from = items.len();
        let mut kept: Vec<Candidate> = Vec::new();
        for c in finder.candidates(&names) {
            let found = stated(&finder, &children, &gold, &c);
            let right = found.iter().filter(|l| wanted.contains_key(*l)).count();
            if right == 0 && found.iter().any(|l| optional.contains(l)) {
                continue;
            }
            let mut features = Indices::default();
            pair_features(&finder, &c, &mut features);
            let worth = 2 * right as i32 - found.len() as i32;
            items.push(Item { features, worth, links: found.len(), rivals: Vec::new() });
            if right > 0 {
                let planned = found.iter().filter_map(|l| wanted.get(l)).all(|&p| p);
                let mut features = Indices::default();
                status_features(a, &finder.chains[c.chain], c.evidence, &mut features);
                let worth = if planned { 1 } else { -1 };
                statuses.push(Item { features, worth, links: 1, rivals: Vec::new() });
            }
            kept.push(c);
        }
        // Candidates of a sentence stand next to each other.
        for (i, c) in kept.iter().enumerate() {
            let first = kept[..i].iter().rposition(|d| d.chain != c.chain).map_or(0, |j| j + 1);
            let rivals = (first..kept.len()).take_while(|&j| kept[j].chain == c.chain).filter(|&j| {
                let worth = items[from + j].worth;
                j != i && worth > 0 && worth > items[from + i].worth && contradict(&kept[j], c)
            });
            let rivals: Vec<usize> = rivals.map(|j| from + j).collect();
            items[from + i].rivals = rivals;
        }
    }
    let pairs = averaged(&items, CANDIDATES, epochs);
    let planned = averaged(&statuses, STATUSES, epochs);
    names_table.iter().zip(pairs).zip(planned).map(|((name, pair), plan)| name + pair + plan).collect()
}

/// The mean of weights learned in several orders.
fn averaged(items: &[Item], way: Way, epochs: usize) -> Vec<f32> {
    let mut out = vec![0.0; SIZE];
    for seed in ORDERS {
        for (sum, w) in out.iter_mut().zip(descend(items, way, epochs, seed)) {
            *sum += w / ORDERS.len() as f32;
        }
    }
    out
}

/// The weights of pairings: a logistic regression in which candidates that exclude each other are also held against
/// each other.
fn descend(items: &[Item], way: Way, epochs: usize, seed: u64) -> Vec<f32> {
    let mut learner = Averaged::new();
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..items.len()).collect();
    let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for item in order.iter().map(|&i| &items[i]) {
            // Each feature is hidden at times, so that no single word decides; from rivals alike.
            let seed = random.next() as u32;
            let seen = |&&place: &&u32| u64::from(mix(seed, place) >> 8) % 100 >= way.hidden;
            let kept = |item: &Item| {
                let places = item.features.places.iter().filter(seen).copied().collect();
                Indices { places, ..Indices::default() }
            };
            let features = kept(item);
            let own = learner.score(&features);
            let scored = item.rivals.iter().map(|&r| &items[r]).map(|r| (r, kept(r)));
            let scored = scored.map(|(r, f)| (learner.score(&f), r, f));
            let best = scored.max_by(|x, y| x.0.total_cmp(&y.0));
            match best.filter(|_| random.chance(RIVALRY)) {
                Some((theirs, rival, better)) => {
                    let gradient = sigmoid(own - theirs + AHEAD) * ((rival.worth - item.worth) as f32).sqrt();
                    learner.descend(&better, -gradient, RATE);
                    learner.descend(&features, gradient, RATE);
                }
                // What is right but less right than another need not be chosen, and is not wrong.
                None if item.worth > 0 && !item.rivals.is_empty() => {}
                None => {
                    let (aim, margin) = if item.worth > 0 { (1.0, -way.right) } else { (0.0, way.wrong) };
                    let gradient = (sigmoid(own + margin) - aim) * (item.links as f32).sqrt();
                    learner.descend(&features, gradient, RATE);
                }
            }
            learner.next();
        }
    }
    learner.average()
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
