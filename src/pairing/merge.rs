//! From what sentences state to the pairings of the report: the same ones put together, with kind, status and date.

use super::find::{Finder, Found, pairings};
use super::status::is_planned;
use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::lexicon::PairWord;
use crate::model::Weights;
use crate::span::Span;
use std::collections::BTreeSet;

/// A pairing of the report.
#[derive(Debug, Clone)]
pub(crate) struct Pairing {
    pub(crate) kind: String,
    pub(crate) planned: bool,
    pub(crate) sides: Vec<Vec<usize>>,
    pub(crate) date: Option<String>,
    pub(crate) evidence: Vec<Span>,
    pub(crate) confidence: f32,
}

/// Links between organizations that the sides mean.
fn links(sides: &[Vec<usize>]) -> BTreeSet<(usize, usize)> {
    let mut out = BTreeSet::new();
    let mut put = |a: usize, b: usize| {
        if a != b {
            out.insert((a.min(b), a.max(b)));
        }
    };
    match sides {
        [one] => {
            for (i, &a) in one.iter().enumerate() {
                for &b in &one[i + 1..] {
                    put(a, b);
                }
            }
        }
        _ => {
            for (i, one) in sides.iter().enumerate() {
                for two in &sides[i + 1..] {
                    for &a in one {
                        for &b in two {
                            put(a, b);
                        }
                    }
                }
            }
        }
    }
    out
}

/// All pairings of a report, in the order of the text.
pub(crate) fn find(a: &Analysis<'_, '_>, entities: &Entities, names: &[Span], weights: &Weights) -> Vec<Pairing> {
    let finder = Finder::new(a, entities, names);
    let mut out: Vec<(BTreeSet<(usize, usize)>, Pairing)> = Vec::new();
    for found in pairings(&finder, weights) {
        let links_found = links(&found.sides);
        if links_found.is_empty() {
            continue;
        }
        let pairing = Pairing {
            kind: kind(&finder, &found),
            planned: is_planned(a, found.context, found.evidence, weights),
            sides: found.sides.clone(),
            date: None,
            evidence: vec![found.evidence],
            confidence: confidence(found.score),
        };
        // The same links again, or a part of them, are the same pairing said in other words.
        let known = out.iter_mut().find(|(known, p)| links_found.is_subset(known) && (p.planned == pairing.planned || !p.planned));
        match known {
            Some((_, p)) => {
                if p.evidence.len() < 8 {
                    p.evidence.push(found.evidence);
                }
                p.confidence = p.confidence.max(pairing.confidence);
                if p.date.is_none() {
                    p.date = pairing.date;
                }
            }
            None => out.push((links_found, pairing)),
        }
    }
    out.into_iter().map(|(_, p)| p).collect()
}

/// A score as a number from 0 to 1.
fn confidence(score: f32) -> f32 {
    let p = 1.0 / (1.0 + (-score).exp());
    (p * 100.0).round() / 100.0
}

/// The text's own word for the pairing: the first of its words after the names, else any in the sentence.
fn kind(finder: &Finder<'_, '_, '_>, found: &Found) -> String {
    let mut triggers = Vec::new();
    super::chain::triggers(finder.a, found.context, &mut triggers);
    let pair = |t: &&super::chain::Trigger| t.sort == PairWord::Pair;
    let word = triggers
        .iter()
        .filter(pair)
        .find(|t| t.span.start >= found.evidence.start)
        .or_else(|| triggers.iter().rev().find(pair))
        .or_else(|| triggers.iter().find(|t| t.sort == PairWord::Sign));
    word.map_or_else(|| "共建".to_string(), |t| finder.a.doc.text(t.span))
}
