//! Training of the weights: a structured perceptron with margin, averaged, on what the arbiter chooses.

use crate::analysis::Analysis;
use crate::arbiter::{Claim, choose};
use crate::candidate::Candidate;
use crate::entity::Entities;
use crate::error::Error;
use crate::model::{Indices, SIZE, Template, Weights};
use crate::org::{OrgValue, OwnNames, Shape, features, guess_kind, kind_features};
use crate::pairing::{
    Finder, children, features as pair_features, participants, respective, status_features,
};
use crate::person::{NameValue, names_features};
use crate::reading::{Chosen, Known, Named, candidates, claims};
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

struct Learner {
    weights: Vec<f32>,
    /// For averaging: each change times the step at which it came.
    weighted: Vec<f64>,
    step: f64,
}

impl Learner {
    fn change(&mut self, indices: &Indices, delta: f32) {
        for &i in &indices.places {
            self.weights[i as usize] += delta;
            self.weighted[i as usize] += f64::from(delta) * self.step;
        }
    }

    fn average(&self) -> Weights {
        let table = self
            .weights
            .iter()
            .zip(&self.weighted)
            .map(|(&w, &u)| (f64::from(w) - u / self.step.max(1.0)) as f32)
            .collect();
        Weights::from_table(table)
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
    let mut learner = Learner { weights: vec![0.0; SIZE], weighted: vec![0.0; SIZE], step: 1.0 };
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
            for template in NAMING {
                if chance() % 100 < NAMING_DROPPED {
                    dropped |= 1 << (*template as u8);
                }
            }
            let first = learn_reading(p, a, &mut learner, &Known::default(), dropped, None);
            let known = Known::learn(a, &first);
            learn_reading(p, a, &mut learner, &known, dropped, Some(&mut tally));
            learn_kinds(p, a, &mut learner, &mut tally);
        }
        report(epoch, tally);
    }
    let names = learner.average();
    Ok(learn_pairings(examples, &prepared, &analyses, names, epochs * 4))
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
    names: Weights,
    epochs: usize,
) -> Weights {
    let mut learner = Learner { weights: vec![0.0; SIZE], weighted: vec![0.0; SIZE], step: 1.0 };
    // Each item: its features, and whether it is right.
    let mut items: Vec<(Indices, bool)> = Vec::new();
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
            items.push((sink, right * 2 > found.len()));
            if right > 0 {
                let planned = found.iter().filter_map(|l| wanted.get(l)).all(|&p| p);
                let mut sink = Indices::default();
                status_features(a, finder.chains[c.chain].span, c.evidence, &mut sink);
                items.push((sink, planned));
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
            let (features, right) = &items[i];
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
            if margin < 1.0 {
                learner.change(&kept, if *right { 0.05 } else { -0.05 });
            }
            learner.step += 1.0;
        }
    }
    let pairs = learner.average();
    Weights::from_table((0..SIZE).map(|i| names.get(i) + pairs.get(i)).collect())
}

/// How often, of a hundred times, a feature of a pairing is hidden.
const HIDDEN: u64 = 35;

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

/// How far a right choice must lie above a wrong one.
const MARGIN: f32 = 3.0;

/// How often, of a hundred times, a lexical template is hidden from a report.
const DROPPED: u64 = 35;

/// How often, of a hundred times, another template of names is hidden from a report.
const NAMING_DROPPED: u64 = 15;

/// Templates of names whose values are no words.
const NAMING: &[Template] = &[
    Template::FamilyLevel,
    Template::GivenShape,
    Template::NameBeforePos,
    Template::NameBeforeClass,
    Template::NameAfterPos,
    Template::NameAfterClass,
    Template::NameAround,
    Template::NameGiven,
    Template::NameParts,
    Template::NameCut,
    Template::NameList,
    Template::NameAlone,
    Template::NameTail,
    Template::NameLast,
    Template::NameWhole,
];

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
    Template::NameBeforeChar,
    Template::NameAfterChar,
];

fn learn_reading(
    p: &Prepared<'_>,
    a: &Analysis<'_, '_>,
    learner: &mut Learner,
    known: &Known,
    dropped: u128,
    tally: Option<&mut Epoch>,
) -> Vec<(Span, Named)> {
    let weights = Weights::from_table(learner.weights.clone()).without(dropped);
    let all = candidates(a, &weights, &OwnNames::default(), known);
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
    let augmented: Vec<Claim> = all
        .iter()
        .enumerate()
        .filter(|(_, c)| !neutral(c))
        .map(|(i, c)| Claim {
            span: c.span,
            score: c.score
                + match (right(c), c.value) {
                    // A name left out costs its posts too: rather one too many.
                    (true, Named::Person(_)) => -1.5 * MARGIN,
                    (false, Named::Person(_)) => 0.7 * MARGIN,
                    (true, _) => -MARGIN,
                    (false, _) => MARGIN,
                },
            item: i as u32,
        })
        .collect();
    let chosen = choose(augmented, a.doc.chars().len());
    let mut wanted: Vec<u32> = gold.values().copied().collect();
    wanted.sort_unstable();
    let chosen_items: FxHashSet<u32> = chosen.iter().map(|c| c.item).collect();
    for c in &chosen {
        if !right(&all[c.item as usize]) {
            learner.change(&indices(a, &all[c.item as usize], known, dropped), -0.1);
        }
    }
    for &item in &wanted {
        if !chosen_items.contains(&item) {
            learner.change(&indices(a, &all[item as usize], known, dropped), 0.1);
        }
    }
    learner.step += 1.0;
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
        let known = crate::reading::first(&a, weights, &OwnNames::default());
        let all = candidates(&a, weights, &OwnNames::default(), &known);
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
    let weights = Weights::from_table(learner.weights.clone());
    let all = candidates(a, &weights, &OwnNames::default(), &Known::default());
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
        let guessed = guess_kind(a, c.span, &value, &weights);
        if guessed != kind {
            tally.kinds += 1;
            for (k, delta) in [(kind, 0.1), (guessed, -0.1)] {
                let mut sink = Indices::default();
                kind_features(a, c.span, &value, k, &mut sink);
                learner.change(&sink, delta);
            }
        }
    }
}
