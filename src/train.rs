//! Training of the weights: names by a semi-Markov conditional random field over what the arbiter chooses among,
//! references back, pairings and their dates on top of that.

mod anaphora;
mod choice;
mod date;
mod learner;
mod pairing;
mod variant;

use learner::{Learner, ORDERS, Random, marginals};

use crate::analysis::Analysis;
use crate::arbiter::choose;
use crate::candidate::Candidate;
use crate::error::Error;
use crate::model::{Indices, Template, Weights};
use crate::org::{OrgValue, OwnNames, Shape, features, guess_kind, kind_features};
use crate::person::{NameValue, names_features};
use crate::reading::{Known, Named, Reader, claims};
use crate::record::OrgKind;
use crate::segment::Segmenter;
use crate::span::Span;
use crate::text::Document;
use rustc_hash::{FxHashMap, FxHashSet};

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
    /// What organizations are called, with the number of the organization; of two the first counts.
    pub names: Vec<(String, usize)>,
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

/// Trains weights from examples. The same examples in the same order give the same weights to the bit.
///
/// `report` is called for each model of names, of which the mean is taken, with its number and how its last epoch went.
pub fn train(
    segmenter: &Segmenter,
    examples: &[Example],
    epochs: usize,
    mut report: impl FnMut(usize, Epoch),
) -> Result<Weights, Error> {
    let mut random = Random(ORDERS[0]);
    let lexicon = segmenter.lexicon();
    let variants = examples.iter().step_by(2).filter_map(|e| variant::posts_behind(e, lexicon, &mut random));
    let variants: Vec<Example> = variants.collect();
    let prepared: Vec<Prepared<'_>> = examples.iter().chain(&variants).map(prepare).collect();
    let analyses: Vec<Analysis<'_, '_>> = prepared.iter().map(|p| Analysis::new(&p.doc, segmenter)).collect();
    // Names are learned in several orders, the words hidden more and less often, and averaged: a single model wanders by half
    // a point from one order to the next.
    let learn = |i: usize| {
        let hidden = HIDDEN[i / ORDERS.len() % HIDDEN.len()];
        let mut last = Epoch::default();
        let turn = (i / (ORDERS.len() * HIDDEN.len())) as u64;
        let random = Random(ORDERS[i % ORDERS.len()] ^ (turn * STRIDE));
        let table = learn_names(&prepared, &analyses, epochs, hidden, random, |_, tally| last = tally);
        (table, last)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(NAMES);
    let tables: Vec<(Vec<f32>, Epoch)> = std::thread::scope(|scope| {
        let part = |t: usize| (t..NAMES).step_by(threads).map(|i| (i, learn(i))).collect::<Vec<_>>();
        let running: Vec<_> = (0..threads).map(|t| scope.spawn(move || part(t))).collect();
        let mut all: Vec<_> = running.into_iter().filter_map(|r| r.join().ok()).flatten().collect();
        all.sort_by_key(|&(i, _)| i);
        all.into_iter().map(|(_, table)| table).collect()
    });
    let mut names = vec![0.0; crate::model::SIZE];
    for (i, (table, tally)) in tables.iter().enumerate() {
        for (sum, w) in names.iter_mut().zip(table) {
            *sum += w / tables.len() as f32;
        }
        report(i, *tally);
    }
    let names = anaphora::learn(examples, &prepared, &analyses, names);
    let pairs = pairing::learn(examples, &prepared, &analyses, names, epochs * 4);
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
    let items: Vec<choice::Item> =
        reports.flat_map(|(i, ((example, p), a))| date::items(i, example, p, a, &weights)).collect();
    Weights::from_table(&choice::learn(&items, base, DATES))
}

/// How dates of pairings are learned.
const DATES: choice::Way = choice::Way { rate: 0.05, epochs: 20, hidden: 50, seldom: 5 };

/// How references back are learned.
const REFERENCES: choice::Way = choice::Way { rate: 0.05, epochs: 12, hidden: 20, seldom: 3 };

/// How large the steps of names' weights are.
const RATE: f32 = 0.1;

/// What share of all weights is lost with each epoch.
const SHRINK: f32 = 0.06;

/// How many models of names are averaged: three turns of all orders with words hidden less and more often.
const NAMES: usize = 18;

/// What makes the orders of one turn others than those of the last.
const STRIDE: u64 = 829_348_951;

/// How often, of a hundred times, a lexical template is hidden from a report: in some models and in others.
const HIDDEN: [u64; 2] = [35, 45];

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

/// The weights of organizations and names, the reports taken in an order that the random numbers make.
fn learn_names(
    prepared: &[Prepared<'_>],
    analyses: &[Analysis<'_, '_>],
    epochs: usize,
    hidden: u64,
    mut random: Random,
    mut report: impl FnMut(usize, Epoch),
) -> Vec<f32> {
    let mut learner = Learner::new();
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        let mut tally = Epoch::default();
        for &i in &order {
            let (p, a) = (&prepared[i], &analyses[i]);
            // Some kinds of words are hidden at times, so that no name is known by its words alone.
            let mut dropped = 0u128;
            for template in LEXICAL {
                if random.chance(hidden) {
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
    learner.average()
}

/// What is taken from right candidates and given to wrong ones while learning: the first leans to finding, the second
/// to leaving out. Names of people are missed more often than invented.
fn cost(value: &Named) -> (f32, f32) {
    match value {
        Named::Org(_) => (1.2, 0.5),
        Named::Person(_) => (2.0, 0.0),
    }
}

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
    let items: Vec<(Span, f64, bool)> = all
        .iter()
        .map(|c| {
            let score = if neutral(c) {
                f32::NEG_INFINITY
            } else if right(c) {
                c.score - cost(&c.value).0
            } else {
                c.score + cost(&c.value).1
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
        tally.reachable += sums.len();
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
