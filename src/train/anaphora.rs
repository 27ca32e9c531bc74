//! Training of what references back mean.

use super::choice::{self, Item};
use super::{Example, Prepared, REFERENCES};
use crate::analysis::Analysis;
use crate::date;
use crate::entity::{Entities, Linker, made_name, walk_anaphora};
use crate::model::{Indices, Weights};
use crate::org::OwnNames;
use crate::reading::Chosen;
use crate::span::Span;
use crate::text::string;
use rustc_hash::FxHashMap;

/// Learns what references mean, with names as they are found, on top of their weights.
pub(super) fn learn(
    examples: &[Example],
    prepared: &[Prepared<'_>],
    analyses: &[Analysis<'_, '_>],
    names: Vec<f32>,
) -> Vec<f32> {
    let weights = Weights::from_table(&names);
    let mut items = Vec::new();
    for (doc, ((example, p), a)) in examples.iter().zip(prepared).zip(analyses).enumerate() {
        collect(doc, example, p, a, &weights, &mut items);
    }
    choice::learn(&items, &names, REFERENCES)
}

/// The references of a report, each with its candidates and the right ones among them.
fn collect(
    doc: usize,
    example: &Example,
    p: &Prepared<'_>,
    a: &Analysis<'_, '_>,
    weights: &Weights,
    items: &mut Vec<Item>,
) {
    let mut dates = Vec::new();
    date::find(a.doc, None, &mut dates);
    let chosen = Chosen::read(a, weights, &OwnNames::default(), dates);
    let mut entities = Linker::new(a, weights).link(&chosen.orgs);
    let numbers = numbers(example, p, &entities);
    let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
    for (name, number) in &example.names {
        by_name.entry(name).or_insert(*number);
    }
    let gold: FxHashMap<Span, usize> = example
        .anaphora
        .iter()
        .filter_map(|&(s, e, number)| Some((p.doc.view_span(s, e)?, number)))
        .collect();
    let taken = |span: Span| chosen.is_taken(span);
    walk_anaphora(a, &mut entities, taken, |scene, entities, x, all| {
        let meant = gold.get(&x.span).copied();
        let number = |c: &crate::entity::Meaning| match c.means {
            Some(i) => match numbers.get(i) {
                Some(Some(number)) => Some(*number),
                _ => entities.all.get(i).and_then(|e| by_name.get(string(e.shown()).as_str()).copied()),
            },
            None => by_name.get(string(&made_name(a, entities, x, c.host)).as_str()).copied(),
        };
        let mut right: Vec<bool> = all.iter().map(|c| meant.is_some() && number(c) == meant).collect();
        right.push(meant.is_none());
        let neutral = meant.is_none()
            && (p.optional.iter().any(|o| o.overlaps(x.span))
                || p.orgs.keys().any(|o| o.overlaps(x.span))
                || gold.keys().any(|o| o.overlaps(x.span)));
        if !neutral && right.contains(&true) {
            let choices = (0..all.len()).map(Some).chain([None]);
            let choice = scene.choice(entities, x, all);
            let candidates = choices
                .zip(&right)
                .map(|(meant, &right)| {
                    let mut sink = Indices::default();
                    choice.features(meant, &mut sink);
                    (sink, right)
                })
                .collect();
            items.push(Item { doc, candidates });
        }
        right.iter().take(all.len()).position(|&right| right)
    });
}

/// For each organization its number in the gold, by its mentions.
fn numbers(example: &Example, p: &Prepared<'_>, entities: &Entities) -> Vec<Option<usize>> {
    let mut by_span: FxHashMap<Span, usize> = FxHashMap::default();
    for (&(s, e, _), &number) in example.orgs.iter().zip(&example.entities) {
        if let Some(span) = p.doc.view_span(s, e) {
            by_span.insert(span, number);
        }
    }
    let most = |e: &crate::entity::Entity| {
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for number in e.mentions.iter().filter_map(|(span, _)| by_span.get(span)) {
            *counts.entry(*number).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(number, n)| (n, std::cmp::Reverse(number))).map(|(number, _)| number)
    };
    entities.all.iter().map(most).collect()
}
