//! Training of the choice of a pairing's date.

use super::choice::Item;
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
