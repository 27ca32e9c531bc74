//! Training of the weights: a structured perceptron with margin, averaged, on what the arbiter chooses.

mod date;

use crate::analysis::Analysis;
use crate::arbiter::choose;
use crate::candidate::Candidate;
use crate::entity::Entities;
use crate::error::Error;
use crate::model::{Indices, SIZE, Template, Weights};
use crate::org::{OrgValue, OwnNames, Shape, features, guess_kind, kind_features};
use crate::pairing::{
    Finder, children, features as pair_features, participants, respective, status_features,
};
use crate::person::{NameValue, names_features};
use crate::reading::{Chosen, Known, Named, Reader, claims, first};
use crate::record::OrgKind;
use crate::segment::Segmenter;
use crate::span::Span;
use crate::text::Document;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// A report with what a careful reader marked in it; offsets are characters of the raw text.
#[derive(Debug, Clone)]
pub struct Example {
    /// The raw text.
    pub text: String,
    /// Mentions of organizations with their kind.
    pub orgs: Vec<(usize, usize, OrgKind)>,
    /// Mentions that count neither way.
    pub optional: Vec<(usize, usize)>,
    /// Names of people.
    pub people: Vec<String>,
    /// Names that count neither way (authors).
    pub authors: Vec<String>,
    /// For each mention of an organization, the number of the organization.
    pub entities: Vec<usize>,
    /// References back, with the number of the organization.
    pub anaphora: Vec<(usize, usize, usize)>,
    /// Pairings.
    pub pairings: Vec<PairingExample>,
    /// When the report was published.
    pub published: Option<String>,
}

/// A pairing that a careful reader marked.
#[derive(Debug, Clone)]
pub struct PairingExample {
    /// The sides, by number of the organization.
    pub sides: Vec<Vec<usize>>,
    /// Whether it counts neither way.
    pub optional: bool,
    /// Whether it is announced only.
    pub planned: bool,
    /// Its date.
    pub date: Option<String>,
    /// Where the text states it.
    pub evidence: Option<(usize, usize)>,
}

/// How training went.
#[derive(Debug, Clone, Copy, Default)]
pub struct Epoch {
    /// Gold mentions, of organizations and people.
    pub gold: usize,
    /// Of these, those that some candidate meets.
    pub reachable: usize,
    /// Chosen and right.
    pub right: usize,
    /// Chosen and wrong.
    pub wrong: usize,
    /// Wrong kinds of right mentions.
    pub kinds: usize,
}

struct Prepared<'s> {
    doc: Document<'s>,
    orgs: FxHashMap<Span, OrgKind>,
    optional: Vec<Span>,
    people: FxHashSet<Span>,
    authors: FxHashSet<Span>,
}

fn prepare(example: &Example) -> Prepared<'_> {
    let doc = Document::read(&example.text);
    let orgs = example.orgs.iter().filter_map(|&(s, e, k)| Some((doc.view_span(s, e)?, k))).collect();
    let optional = example.optional.iter().filter_map(|&(s, e)| doc.view_span(s, e)).collect();
    let places = |names: &[String]| {
        let mut out = FxHashSet::default();
        for name in names {
            let name: Vec<char> = name.chars().map(crate::text::fold).collect();
            if name.is_empty() {
                continue;
            }
            for (i, w) in doc.chars().windows(name.len()).enumerate() {
                if w == name.as_slice() {
                    out.insert(Span::new(i, i + name.len()));
                }
            }
        }
        out
    };
    let (people, authors) = (places(&example.people), places(&example.authors));
    Prepared { doc, orgs, optional, people, authors }
}

/// Weights that are learned by steps against a gradient, each as large as its feature is rare (AdaGrad).
struct Learner {
    /// The weights, exactly and as a reading uses them.
    exact: Vec<f32>,
    weights: Weights,
    /// Sums of squared gradients.
    squares: Vec<f32>,
    /// The gradient that is being summed, and where it is not zero.
    gradient: Vec<f32>,
    touched: Vec<u32>,
    /// Sums of the weights after each of the last epochs.
    sums: Vec<f64>,
    epochs: usize,
}

impl Learner {
    fn new() -> Self {
        Self {
            exact: vec![0.0; SIZE],
            weights: Weights::up_to(&[], LARGEST),
            squares: vec![1e-3; SIZE],
            gradient: vec![0.0; SIZE],
            touched: Vec::new(),
            sums: vec![0.0; SIZE],
            epochs: 0,
        }
    }

    fn add(&mut self, indices: &Indices, delta: f32) {
        for &i in &indices.places {
            if let Some(g) = self.gradient.get_mut(i as usize) {
                if *g == 0.0 {
                    self.touched.push(i);
                }
                *g += delta;
            }
        }
    }

    /// Takes one step along the gradient that was summed.
    fn step(&mut self, rate: f32) {
        for i in self.touched.drain(..) {
            let i = i as usize;
            let g = std::mem::take(&mut self.gradient[i]);
            self.squares[i] += g * g;
            self.exact[i] += rate * g / self.squares[i].sqrt();
            self.weights.set(i, self.exact[i]);
        }
    }

    /// Ends an epoch: all weights shrink a little, and those of the last epochs are averaged.
    fn shrink(&mut self, by: f32, averaged: bool) {
        for w in &mut self.exact {
            *w *= 1.0 - by;
        }
        self.weights = Weights::up_to(&self.exact, LARGEST);
        if averaged {
            for (sum, &w) in self.sums.iter_mut().zip(&self.exact) {
                *sum += f64::from(w);
            }
            self.epochs += 1;
        }
    }

    fn average(&self) -> Vec<f32> {
        let n = self.epochs.max(1) as f64;
        self.sums.iter().map(|&s| (s / n) as f32).collect()
    }
}

/// An averaged perceptron with a margin.
struct Perceptron {
    weights: Vec<f32>,
    /// For averaging: each change times the step at which it came.
    weighted: Vec<f64>,
    step: f64,
}

impl Perceptron {
    fn change(&mut self, indices: &Indices, delta: f32) {
        for &i in &indices.places {
            self.weights[i as usize] += delta;
            self.weighted[i as usize] += f64::from(delta) * self.step;
        }
    }

    fn average(&self) -> Vec<f32> {
        let averaged = |(&w, &u)| (f64::from(w) - u / self.step.max(1.0)) as f32;
        self.weights.iter().zip(&self.weighted).map(averaged).collect()
    }
}

/// Trains weights from examples. The same examples in the same order give the same weights to the bit.
///
/// `report` is called after each epoch with its number.
pub fn train(
    segmenter: &Segmenter,
    examples: &[Example],
    epochs: usize,
    mut report: impl FnMut(usize, Epoch),
) -> Result<Weights, Error> {
    let prepared: Vec<Prepared<'_>> = examples.iter().map(prepare).collect();
    let analyses: Vec<Analysis<'_, '_>> = prepared.iter().map(|p| Analysis::new(&p.doc, segmenter)).collect();
    let mut learner = Learner::new();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1du64;
    let mut chance = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    for epoch in 0..epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, (chance() % (i as u64 + 1)) as usize);
        }
        let mut tally = Epoch::default();
        for &i in &order {
            let (p, a) = (&prepared[i], &analyses[i]);
            // Some kinds of words are hidden at times, so that no name is known by its words alone.
            let mut dropped = 0u128;
            for template in LEXICAL {
                if chance() % 100 < DROPPED {
                    dropped |= 1 << (*template as u8);
                }
            }
            let first = learn_reading(p, a, &mut learner, &Known::default(), dropped, None);
            let known = Known::learn(a, &first);
            learn_reading(p, a, &mut learner, &known, dropped, Some(&mut tally));
            learn_kinds(p, a, &mut learner, &mut tally);
        }
        learner.shrink(SHRINK, epoch * 2 >= epochs);
        report(epoch, tally);
    }
    let names = learner.average();
    let pairs = learn_pairings(examples, &prepared, &analyses, names, epochs * 4);
    Ok(learn_dates(examples, &prepared, &analyses, &pairs))
}

fn learn_dates(
    examples: &[Example],
    prepared: &[Prepared<'_>],
    analyses: &[Analysis<'_, '_>],
    base: &[f32],
) -> Weights {
    let weights = Weights::from_table(base);
    let reports = examples.iter().zip(prepared).zip(analyses).enumerate();
    let items: Vec<date::Item> =
        reports.flat_map(|(i, ((example, p), a))| date::items(i, example, p, a, &weights)).collect();
    Weights::from_table(&date::learn(&items, base))
}

/// The pairs of organizations that sides mean.
fn links(sides: &[Vec<usize>]) -> BTreeSet<(usize, usize)> {
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

/// Learns which candidates are pairings, and which pairings are announced, with names as they are found.
fn learn_pairings(
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
        let chosen = Chosen::read(a, &names, &OwnNames::default(), None);
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
            let mut found = BTreeSet::new();
            for sides in respective(&finder, &c) {
                let sides = participants(&entities, &children, sides);
                let sides: Vec<Vec<usize>> = sides
                    .iter()
                    .map(|s| s.iter().map(|&e| gold[e].unwrap_or(usize::MAX - e)).collect())
                    .collect();
                found.extend(links(&sides));
            }
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

/// How large the steps of names' weights are.
const RATE: f32 = 0.1;

/// What share of all weights is lost with each epoch.
const SHRINK: f32 = 0.02;

/// The largest weight that a reading in training sees.
const LARGEST: f32 = 10.0;

/// What a mistake about a pairing changes a weight by, times the root of the pairs of organizations it means.
const STEP: f32 = 0.05;

/// By how much a pairing should be right.
const MARGIN: f32 = 3.0;

/// How often, of a hundred times, a lexical template is hidden from a report.
const DROPPED: u64 = 35;

/// How often, of a hundred times, a feature of a pairing is hidden.
const HIDDEN: u64 = 55;

/// For each organization found, the number of the gold organization that it is.
fn gold_of(example: &Example, p: &Prepared<'_>, entities: &Entities) -> Vec<Option<usize>> {
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

/// Templates whose values are words or characters.
const LEXICAL: &[Template] = &[
    Template::Whole,
    Template::FirstWord,
    Template::FirstWordKind,
    Template::FirstTwo,
    Template::BeforeFirst,
    Template::BeforeTwo,
    Template::BeforeWord,
    Template::BeforeWordKind,
    Template::InWord,
    Template::LastWord,
    Template::LastWordSuffix,
    Template::SuffixAfterWord,
    Template::AfterWord,
    Template::AfterTwo,
    Template::KindAfterWord,
    Template::EvidenceSame,
    Template::GivenChar,
    Template::Family,
    Template::NameBefore,
    Template::NameAfter,
    Template::NameEvidence,
];

fn learn_reading(
    p: &Prepared<'_>,
    a: &Analysis<'_, '_>,
    learner: &mut Learner,
    known: &Known,
    dropped: u128,
    tally: Option<&mut Epoch>,
) -> Vec<(Span, Named)> {
    let weights = learner.weights.clone().without(dropped);
    let all =
        Reader::new(a, &weights, &OwnNames::default(), f32::NEG_INFINITY).read(known, f32::NEG_INFINITY);
    drop(weights);
    let right = |c: &Candidate<Named>| match c.value {
        Named::Org(_) => p.orgs.contains_key(&c.span),
        Named::Person(_) => p.people.contains(&c.span),
    };
    let neutral = |c: &Candidate<Named>| {
        !right(c)
            && match c.value {
                Named::Org(_) => {
                    p.optional.iter().any(|o| o.overlaps(c.span))
                        && !p.orgs.keys().any(|g| g.overlaps(c.span))
                }
                Named::Person(_) => p.authors.contains(&c.span),
            }
    };
    let plain = choose(claims(&all), a.doc.chars().len());
    // The gold choice: for each gold span the best candidate that meets it.
    let mut gold: FxHashMap<(Span, bool), u32> = FxHashMap::default();
    for (i, c) in all.iter().enumerate() {
        if right(c) {
            let key = (c.span, matches!(c.value, Named::Org(_)));
            let best = gold.entry(key).or_insert(i as u32);
            if all[*best as usize].score < c.score {
                *best = i as u32;
            }
        }
    }

    let items: Vec<(Span, f64, bool)> = all
        .iter()
        .map(|c| {
            let score = if neutral(c) {
                f32::NEG_INFINITY
            } else if right(c) {
                c.score - if matches!(c.value, Named::Org(_)) { 1.2 } else { 2.0 }
            } else {
                c.score + if matches!(c.value, Named::Org(_)) { 0.5 } else { 0.0 }
            };
            (c.span, f64::from(score), right(c))
        })
        .collect();
    let chance = marginals(&items, a.doc.chars().len());
    // Among candidates that meet the same gold span, each is wanted as far as it is believed.
    let mut sums: FxHashMap<(Span, bool), f64> = FxHashMap::default();
    let key = |i: usize| (all[i].span, matches!(all[i].value, Named::Org(_)));
    for (i, &(_, score, right)) in items.iter().enumerate() {
        if right {
            *sums.entry(key(i)).or_default() += score.min(60.0).exp();
        }
    }
    for (i, &(_, score, right)) in items.iter().enumerate() {
        let wanted = if right { score.min(60.0).exp() / sums[&key(i)].max(1e-300) } else { 0.0 };
        let delta = wanted - chance[i];
        if delta.abs() > 0.002 {
            learner.add(&indices(a, &all[i], known, dropped), delta as f32);
        }
    }
    learner.step(RATE);
    if let Some(tally) = tally {
        tally.gold += p.orgs.len() + p.people.len();
        tally.reachable += gold.len();
        for c in &plain {
            let c = &all[c.item as usize];
            if right(c) {
                tally.right += 1;
            } else if !neutral(c) {
                tally.wrong += 1;
            }
        }
    }
    plain.iter().map(|c| (all[c.item as usize].span, all[c.item as usize].value)).collect()
}

/// How likely each candidate is to be chosen, where a choice of candidates without overlap is as likely as the
/// exponent of their summed scores (a semi-Markov conditional random field).
fn marginals(items: &[(Span, f64, bool)], len: usize) -> Vec<f64> {
    let mut by_end: Vec<u32> = (0..items.len() as u32).collect();
    by_end.sort_by_key(|&i| (items[i as usize].0.end, i));
    let mut by_start: Vec<u32> = (0..items.len() as u32).collect();
    by_start.sort_by_key(|&i| (std::cmp::Reverse(items[i as usize].0.start), i));
    let add = |a: f64, b: f64| {
        let (high, low) = if a > b { (a, b) } else { (b, a) };
        if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
    };
    let (mut before, mut after) = (vec![0f64; len + 1], vec![0f64; len + 1]);
    let mut next = 0;
    for end in 1..=len {
        before[end] = before[end - 1];
        while let Some(&i) = by_end.get(next).filter(|&&i| items[i as usize].0.end == end) {
            let (span, score, _) = items[i as usize];
            before[end] = add(before[end], before[span.start] + score);
            next += 1;
        }
    }
    next = 0;
    for start in (0..len).rev() {
        after[start] = after[start + 1];
        while let Some(&i) = by_start.get(next).filter(|&&i| items[i as usize].0.start == start) {
            let (span, score, _) = items[i as usize];
            after[start] = add(after[start], score + after[span.end]);
            next += 1;
        }
    }
    let whole = before[len];
    items
        .iter()
        .map(|&(span, score, _)| (before[span.start] + score + after[span.end] - whole).exp())
        .collect()
}

/// Counts of one sort of finds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Found and right.
    pub right: usize,
    /// Found and wrong.
    pub wrong: usize,
    /// Not found.
    pub missed: usize,
}

impl Count {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let whole = 2 * self.right + self.wrong + self.missed;
        if whole == 0 { 1.0 } else { 2.0 * self.right as f64 / whole as f64 }
    }
}

/// What weights find in examples: mentions of organizations, and names of people (each place counted).
pub fn evaluate(segmenter: &Segmenter, weights: &Weights, examples: &[Example]) -> (Count, Count) {
    let (mut orgs, mut people) = (Count::default(), Count::default());
    for example in examples {
        let p = prepare(example);
        let a = Analysis::new(&p.doc, segmenter);
        let own = OwnNames::default();
        let mut reader = Reader::new(&a, weights, &own, f32::NEG_INFINITY);
        let known = first(&mut reader);
        let all = reader.read(&known, f32::NEG_INFINITY);
        let (mut found_orgs, mut found_people) = (0, 0);
        for claim in choose(claims(&all), p.doc.chars().len()) {
            let c = &all[claim.item as usize];
            match c.value {
                Named::Org(_) if p.orgs.contains_key(&c.span) => found_orgs += 1,
                Named::Org(_) => {
                    let optional = p.optional.iter().any(|o| o.overlaps(c.span))
                        && !p.orgs.keys().any(|g| g.overlaps(c.span));
                    orgs.wrong += usize::from(!optional);
                }
                Named::Person(_) if p.people.contains(&c.span) => found_people += 1,
                Named::Person(_) => people.wrong += usize::from(!p.authors.contains(&c.span)),
            }
        }
        orgs.right += found_orgs;
        orgs.missed += p.orgs.len() - found_orgs;
        people.right += found_people;
        people.missed += p.people.len() - found_people;
    }
    (orgs, people)
}

fn indices(a: &Analysis<'_, '_>, c: &Candidate<Named>, known: &Known, dropped: u128) -> Indices {
    let mut sink = Indices { dropped, ..Indices::default() };
    match c.value {
        Named::Org(value) => features(a, c.span, &value, proper(a, &value), &known.orgs, &mut sink),
        Named::Person(value) => {
            let value: NameValue = value;
            names_features(a, c.span, value, &known.names, &mut sink);
        }
    }
    sink
}

fn proper(a: &Analysis<'_, '_>, value: &OrgValue) -> usize {
    a.tokens
        .get(value.first..value.tail)
        .unwrap_or_default()
        .iter()
        .filter(|t| crate::analysis::is_proper(t))
        .count()
}

fn learn_kinds(p: &Prepared<'_>, a: &Analysis<'_, '_>, learner: &mut Learner, tally: &mut Epoch) {
    let weights = learner.weights.clone();
    let all = Reader::new(a, &weights, &OwnNames::default(), f32::NEG_INFINITY)
        .read(&Known::default(), f32::NEG_INFINITY);
    let mut seen = FxHashSet::default();
    for c in &all {
        let Named::Org(value) = c.value else { continue };
        let Some(&kind) = p.orgs.get(&c.span) else { continue };
        if kind == OrgKind::Party
            || value.kind == OrgKind::Party
            || matches!(value.shape, Shape::Alias(_))
            || !seen.insert(c.span)
        {
            continue;
        }
        tally.kinds += usize::from(guess_kind(a, c.span, &value, &weights) != kind);
        let kinds: Vec<(OrgKind, Indices, f64)> = OrgKind::ALL
            .iter()
            .copied()
            .filter(|&k| k != OrgKind::Party)
            .map(|k| {
                let mut sink = Indices::default();
                kind_features(a, c.span, &value, k, &mut sink);
                let score: f32 = sink.places.iter().map(|&i| learner.exact[i as usize]).sum();
                (k, sink, f64::from(score).exp())
            })
            .collect();
        let sum: f64 = kinds.iter().map(|k| k.2).sum();
        for (k, sink, e) in &kinds {
            learner.add(sink, (f64::from(u8::from(*k == kind)) - e / sum) as f32);
        }
    }
    drop(weights);
    learner.step(RATE);
}
