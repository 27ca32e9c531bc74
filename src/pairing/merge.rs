//! From what sentences state to the pairings of the report: the same ones put together, with kind, status and date.

use super::date::{Dates, Statement};
use super::detail::Detail;
use super::find::{Finder, Found, pairings};
use super::status::is_planned;
use crate::analysis::Analysis;
use crate::date::Date;
use crate::entity::Entities;
use crate::lexicon::PairWord;
use crate::model::Weights;
use crate::number::Number;
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
    /// Whether the date is that since when it has been in being.
    pub(crate) since: bool,
    pub(crate) detail: Detail,
}

/// A list whose introduction announces another number of pairs than it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Announced {
    /// The number announced.
    pub(crate) span: Span,
    /// How many lines there are.
    pub(crate) listed: usize,
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
    numbers: &[(Span, Number)],
    published: Option<&str>,
    weights: &Weights,
) -> (Vec<Pairing>, Vec<Announced>) {
    let finder = Finder::new(a, entities, names);
    let children = children(entities);
    let dates = Dates::new(&finder, dates, published);
    // Link → the pairings that hold it.
    let mut by_link: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
    let mut out: Vec<(BTreeSet<(usize, usize)>, Pairing)> = Vec::new();
    for mut found in pairings(&finder, weights) {
        found.sides = participants(entities, &children, found.sides);
        let links_found = links(&found.sides);
        if links_found.is_empty() {
            continue;
        }
        let planned = is_planned(a, &finder.chains[found.chain], found.evidence, weights);
        let statement = Statement {
            way: found.way,
            chain: finder.chain_of(found.context.start),
            evidence: found.evidence,
            planned,
        };
        let above = dates.introduction(&finder, statement.chain);
        let date = dates.choose(&finder, &statement, weights);
        let pairing = Pairing {
            kind: kind(&finder, &found, above),
            planned,
            sides: found.sides.clone(),
            date: dates.value(date).map(str::to_string),
            evidence: vec![found.evidence],
            confidence: confidence(found.score),
            since: dates.is_since(date),
            detail: Detail::read(&finder, &found, above, numbers),
        };
        // The same links again, or a part of them, are the same pairing said in other words, unless a sentence about
        // signing gives them another date: a renewal, or what came before an alliance.
        let holders = links_found.first().and_then(|link| by_link.get(link)).into_iter().flatten().take(FAR);
        let mut known = None;
        for &i in holders {
            let (held, p) = &out[i];
            if !links_found.is_subset(held) || p.planned && !pairing.planned {
                continue;
            }
            if agree(p.date.as_deref(), pairing.date.as_deref()) {
                known = Some(i);
                break;
            }
            if !(dates.stands_in(date, found.context) && signs(&finder, statement.chain)) {
                known = known.or(Some(i));
            }
        }
        match known {
            Some(i) => {
                let p = &mut out[i].1;
                if p.evidence.len() < 8 {
                    p.evidence.push(found.evidence);
                }
                p.confidence = p.confidence.max(pairing.confidence);
                if p.date.is_none() {
                    p.date = pairing.date;
                    p.since = pairing.since;
                }
                p.detail.fill(pairing.detail);
            }
            None => {
                for &link in &links_found {
                    by_link.entry(link).or_default().push(out.len());
                }
                out.push((links_found, pairing));
            }
        }
    }
    let announced = dates.miscounted(&finder, numbers);
    (out.into_iter().map(|(_, p)| p).collect(), announced)
}

/// Party organizations with their hosts, in the order of the hosts.
#[derive(Debug)]
pub(crate) struct Children(Vec<(usize, usize)>);

impl Children {
    /// Those of a host.
    fn of(&self, host: usize) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|&(other, _)| other < host);
        self.0[from..].iter().take_while(move |&&(other, _)| other == host).map(|&(_, child)| child)
    }
}

/// The party organizations of each host.
pub(crate) fn children(entities: &Entities) -> Children {
    let all = entities.all.iter().enumerate();
    let mut out: Vec<(usize, usize)> = all.filter_map(|(i, e)| Some((e.host?, i))).collect();
    out.sort_unstable();
    Children(out)
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
            let own = |&i: &usize| {
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
            let mut fitting = children.of(*member).filter(own);
            if let (Some(one), None) = (fitting.next(), fitting.next()) {
                *member = one;
            }
        }
    }
    // A unit and its own party organization are one by now.
    for side in &mut sides {
        let mut seen = Vec::with_capacity(side.len());
        side.retain(|i| {
            !seen.contains(i) && {
                seen.push(*i);
                true
            }
        });
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

/// The text's own word for the pairing: the first of its words after the names, else any in the sentence, else the last in
/// the sentence that introduces the list.
fn kind(finder: &Finder<'_, '_, '_>, found: &Found, above: Option<Span>) -> String {
    let triggers = finder.chains.get(found.chain).map_or(&[][..], |c| &c.triggers);
    let pair = |t: &&super::chain::Trigger| t.sort.pairs();
    let sign = |t: &&super::chain::Trigger| t.sort == PairWord::Sign;
    let above = above.and_then(|above| finder.chains.get(finder.chain_of(above.start)));
    let introduced = above.map_or(&[][..], |c| &c.triggers);
    let word = triggers
        .iter()
        .filter(pair)
        .find(|t| t.span.start >= found.evidence.start)
        .or_else(|| triggers.iter().rev().find(pair))
        .or_else(|| introduced.iter().rev().find(pair))
        .or_else(|| triggers.iter().find(sign))
        .or_else(|| introduced.iter().rev().find(sign));
    word.map_or_else(|| "共建".to_string(), |t| finder.a.doc.text(t.span))
}

fn signs(finder: &Finder<'_, '_, '_>, chain: usize) -> bool {
    finder.chains.get(chain).is_some_and(|c| c.triggers.iter().any(|t| t.sort == PairWord::Sign))
}

/// Whether two dates can be the same: one unknown, or one a part of the other.
fn agree(one: Option<&str>, two: Option<&str>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.starts_with(two) || two.starts_with(one),
        _ => true,
    }
}

/// How many statements of one link are looked at.
const FAR: usize = 64;
