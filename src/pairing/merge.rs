//! From what sentences state to the pairings of the report: the same ones put together, with kind, status and date.

use super::find::{Finder, Found, Way, pairings};
use super::status::is_planned;
use crate::analysis::Analysis;
use crate::date::{Date, DateKind};
use crate::entity::Entities;
use crate::lexicon::PairWord;
use crate::model::Weights;
use crate::record::{OrgKind, PartyLevel};
use crate::span::Span;
use rustc_hash::FxHashMap;
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
pub(crate) fn find(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    names: &[Span],
    dates: &[(Span, Date)],
    weights: &Weights,
) -> Vec<Pairing> {
    let finder = Finder::new(a, entities, names);
    let children = children(entities);
    let signing = signing_day(&finder, dates);
    // Link → the pairings that hold it.
    let mut by_link: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
    let mut out: Vec<(BTreeSet<(usize, usize)>, Pairing)> = Vec::new();
    for mut found in pairings(&finder, weights) {
        found.sides = participants(entities, &children, found.sides);
        let links_found = links(&found.sides);
        if links_found.is_empty() {
            continue;
        }
        let pairing = Pairing {
            kind: kind(&finder, &found),
            planned: is_planned(a, &finder.chains[found.chain], found.evidence, weights),
            sides: found.sides.clone(),
            // The part of the day is no matter of the pairing.
            date: dated(&finder, &found, dates, signing.as_deref())
                .map(|d| d.split('T').next().unwrap_or_default().to_string()),
            evidence: vec![found.evidence],
            confidence: confidence(found.score),
        };
        // The same links again, or a part of them, are the same pairing said in other words.
        let holders = links_found.first().and_then(|link| by_link.get(link)).into_iter().flatten().take(FAR);
        let known = holders.copied().find(|&i| {
            links_found.is_subset(&out[i].0) && (out[i].1.planned == pairing.planned || !out[i].1.planned)
        });
        match known {
            Some(i) => {
                let p = &mut out[i].1;
                if p.evidence.len() < 8 {
                    p.evidence.push(found.evidence);
                }
                p.confidence = p.confidence.max(pairing.confidence);
                if p.date.is_none() {
                    p.date = pairing.date;
                }
            }
            None => {
                for &link in &links_found {
                    by_link.entry(link).or_default().push(out.len());
                }
                out.push((links_found, pairing));
            }
        }
    }
    out.into_iter().map(|(_, p)| p).collect()
}

/// Organizations with the party organizations whose host they are.
pub(crate) type Children = FxHashMap<usize, Vec<usize>>;

/// The party organizations of each host.
pub(crate) fn children(entities: &Entities) -> Children {
    let mut out = Children::default();
    for (i, e) in entities.all.iter().enumerate() {
        if let Some(host) = e.host {
            out.entry(host).or_default().push(i);
        }
    }
    out
}

/// The party organization is the participant where it is named: a unit that stands against party organizations
/// gives way to its own, if it has just one of its level that is named in the report.
pub(crate) fn participants(
    entities: &Entities,
    children: &Children,
    mut sides: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let kind = |i: usize| entities.all.get(i).map(|e| e.kind);
    let any_party = sides.iter().flatten().any(|&i| kind(i) == Some(OrgKind::Party));
    if !any_party {
        return sides;
    }
    for side in &mut sides {
        for member in side.iter_mut() {
            if !matches!(
                kind(*member),
                Some(OrgKind::Enterprise | OrgKind::Grassroots | OrgKind::Institution | OrgKind::Social)
            ) {
                continue;
            }
            let own = |&&i: &&usize| {
                entities.all.get(i).is_some_and(|e| {
                    !e.mentions.is_empty()
                        && e.name.ordinal.is_none()
                        && matches!(
                            e.level,
                            Some(
                                PartyLevel::Committee
                                    | PartyLevel::GeneralBranch
                                    | PartyLevel::Branch
                                    | PartyLevel::Group
                            )
                        )
                })
            };
            let mut fitting = children.get(member).into_iter().flatten().filter(own);
            if let (Some(one), None) = (fitting.next(), fitting.next()) {
                *member = *one;
            }
        }
    }
    // The same organization on both sides is no pairing of the two.
    let first: Vec<usize> = sides.first().cloned().unwrap_or_default();
    for side in sides.iter_mut().skip(1) {
        side.retain(|i| !first.contains(i));
    }
    sides
}

/// A score as a number from 0 to 1.
fn confidence(score: f32) -> f32 {
    let p = 1.0 / (1.0 + (-score).exp());
    (p * 100.0).round() / 100.0
}

/// The text's own word for the pairing: the first of its words after the names, else any in the sentence.
fn kind(finder: &Finder<'_, '_, '_>, found: &Found) -> String {
    let triggers = &finder.chains[found.chain].triggers;
    let pair = |t: &&super::chain::Trigger| t.sort == PairWord::Pair;
    let word = triggers
        .iter()
        .filter(pair)
        .find(|t| t.span.start >= found.evidence.start)
        .or_else(|| triggers.iter().rev().find(pair))
        .or_else(|| triggers.iter().find(|t| t.sort == PairWord::Sign));
    word.map_or_else(|| "共建".to_string(), |t| finder.a.doc.text(t.span))
}

/// Words that put a sentence at the time and place of the event that the report is about.
const THERE: [&str; 14] = [
    "当天",
    "当日",
    "同日",
    "会上",
    "仪式上",
    "现场",
    "活动上",
    "活动中",
    "会议",
    "随后",
    "签约仪式",
    "大会",
    "当场",
    "参观",
];

/// The date of a pairing: the one in its sentence that stands last before the word that says it; else, for a
/// list or a sentence about the event, the date of the event.
fn dated(
    f: &Finder<'_, '_, '_>,
    found: &Found,
    dates: &[(Span, Date)],
    signing: Option<&str>,
) -> Option<String> {
    let within = |span: Span| within(dates, span);
    let triggers = &f.chains[found.chain].triggers;
    let said = |t: &&super::chain::Trigger| matches!(t.sort, PairWord::Pair | PairWord::Sign);
    let at = triggers
        .iter()
        .filter(said)
        .find(|t| t.span.start >= found.evidence.end)
        .or_else(|| triggers.iter().filter(said).rfind(|t| t.span.start < found.evidence.end))
        .map_or(found.evidence.end, |t| t.span.start.max(found.evidence.end));
    let before = within(found.context).rfind(|d| d.0.end <= at);
    let after = within(found.context).find(|d| d.0.start >= at);
    if let Some(d) = before.or(after) {
        return d.1.value.clone();
    }
    let lines = found.way == Way::Line;
    let text = f.a.doc.text(found.context);
    let across = matches!(found.way, Way::Both | Way::Previous);
    if lines {
        return signing.map(str::to_string);
    }
    if across || THERE.iter().any(|w| text.contains(w)) {
        let earlier = within(Span::new(0, found.context.start)).rev().take(FAR).find(is_day);
        return earlier.and_then(|d| d.1.value.clone());
    }
    None
}

/// How many dates back the day of the event may stand.
const FAR: usize = 64;

/// The dates that can date a pairing, within a span.
fn within(dates: &[(Span, Date)], span: Span) -> impl DoubleEndedIterator<Item = &(Span, Date)> {
    let from = dates.partition_point(|d| d.0.start < span.start);
    let to = dates.partition_point(|d| d.0.start < span.end);
    dates[from..to.max(from)]
        .iter()
        .filter(|(_, d)| d.kind == DateKind::Date && d.value.as_ref().is_some_and(|v| !v.starts_with("XXXX")))
}

fn is_day(date: &&(Span, Date)) -> bool {
    date.1.value.as_ref().is_some_and(|v| v.len() >= 10)
}

/// The day of the first sentence that speaks of signing: it dates the pairs of a list.
fn signing_day(f: &Finder<'_, '_, '_>, dates: &[(Span, Date)]) -> Option<String> {
    f.chains
        .iter()
        .filter(|c| c.triggers.iter().any(|t| t.sort == PairWord::Sign))
        .find_map(|c| within(dates, c.span).find(is_day))
        .and_then(|d| d.1.value.clone())
}
