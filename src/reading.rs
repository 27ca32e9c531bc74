//! Two readings of a report: what is found with certainty in the first is evidence in the second.

use crate::analysis::{Analysis, span_hash};
use crate::arbiter::{Claim, choose};
use crate::calendar::Anchor;
use crate::candidate::Candidate;
use crate::date::{self, Date};
use crate::number::{self, Number};
use crate::entity::{Entities, Linker, resolve_anaphora};
use crate::model::Weights;
use crate::org::{Aliases, Evidence, Finder, OrgValue};
use crate::person::{self, NameEvidence, NameValue};
use crate::span::Span;

/// A candidate of either kind that the model scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Named {
    Org(OrgValue),
    Person(NameValue),
}

/// What both readings know.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) orgs: Evidence,
    pub(crate) names: NameEvidence,
    pub(crate) aliases: Aliases,
}

impl Known {
    /// What a first choice teaches the second reading.
    pub(crate) fn learn(a: &Analysis<'_, '_>, chosen: &[(Span, Named)]) -> Self {
        let orgs: Vec<(Span, OrgValue)> =
            chosen.iter().filter_map(|&(s, n)| if let Named::Org(v) = n { Some((s, v)) } else { None }).collect();
        let mut names = NameEvidence::default();
        for (span, named) in chosen {
            if matches!(named, Named::Person(_)) {
                *names.entry(span_hash(a.doc, *span)).or_default() += 1;
            }
        }
        Self { aliases: Aliases::collect(a, &orgs), orgs: Evidence::collect(a, orgs.into_iter()), names }
    }
}

/// All candidates that the model scores.
pub(crate) fn candidates(a: &Analysis<'_, '_>, weights: &Weights, known: &Known) -> Vec<Candidate<Named>> {
    let mut finder = Finder::new(a, weights);
    let mut orgs = Vec::new();
    finder.find(&known.orgs, &mut orgs);
    known.aliases.find(&mut finder, &known.orgs, &mut orgs);
    let mut names = Vec::new();
    person::find(a, weights, &known.names, &mut names);
    let org = |c: Candidate<OrgValue>| Candidate { span: c.span, value: Named::Org(c.value), rule: c.rule, score: c.score };
    let name =
        |c: Candidate<NameValue>| Candidate { span: c.span, value: Named::Person(c.value), rule: c.rule, score: c.score };
    orgs.into_iter().map(org).chain(names.into_iter().map(name)).collect()
}

/// The claims of candidates, by their place in the list.
pub(crate) fn claims(candidates: &[Candidate<Named>]) -> Vec<Claim> {
    candidates
        .iter()
        .enumerate()
        .map(|(i, c)| Claim { span: c.span, score: c.score, item: i as u32 })
        .collect()
}

/// The first reading: what stands beyond doubt.
pub(crate) fn first(a: &Analysis<'_, '_>, weights: &Weights) -> Known {
    let candidates = candidates(a, weights, &Known::default());
    let chosen: Vec<(Span, Named)> = choose(claims(&candidates), a.doc.chars().len())
        .iter()
        .filter_map(|c| candidates.get(c.item as usize).map(|x| (x.span, x.value)))
        .collect();
    Known::learn(a, &chosen)
}

/// What both readings choose.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    pub(crate) orgs: Vec<(Span, OrgValue)>,
    pub(crate) names: Vec<Span>,
    pub(crate) dates: Vec<(Span, Date)>,
    pub(crate) numbers: Vec<(Span, Number)>,
}

/// What the finders of dates and numbers weigh against the model's scores.
const RULES: f32 = 0.2;

impl Chosen {
    /// Reads twice and chooses among the candidates of all kinds.
    pub(crate) fn read(a: &Analysis<'_, '_>, weights: &Weights, published: Option<&Anchor>) -> Self {
        let known = first(a, weights);
        let all = candidates(a, weights, &known);
        let (mut dates, mut numbers) = (Vec::new(), Vec::new());
        date::find(a.doc, published, &mut dates);
        number::find(a.doc, &mut numbers);
        let mut claims = claims(&all);
        let rule = |span: Span, score: f32, item: usize| Claim { span, score: score * RULES, item: item as u32 };
        claims.extend(dates.iter().enumerate().map(|(i, c)| rule(c.span, c.score, all.len() + i)));
        let before = all.len() + dates.len();
        claims.extend(numbers.iter().enumerate().map(|(i, c)| rule(c.span, c.score, before + i)));
        let mut out = Self::default();
        for claim in choose(claims, a.doc.chars().len()) {
            let i = claim.item as usize;
            if let Some(c) = all.get(i) {
                match c.value {
                    Named::Org(value) => out.orgs.push((c.span, value)),
                    Named::Person(_) => out.names.push(c.span),
                }
            } else if let Some(c) = dates.get(i - all.len()) {
                out.dates.push((c.span, c.value.clone()));
            } else if let Some(c) = numbers.get(i - before) {
                out.numbers.push((c.span, c.value.clone()));
            }
        }
        out
    }

    /// Puts the mentions together and finds what refers back to them.
    pub(crate) fn link(&self, a: &Analysis<'_, '_>, weights: &Weights) -> Entities {
        let mut entities = Linker::new(a, weights).link(&self.orgs);
        let taken = |span: Span| {
            let i = self.orgs.partition_point(|o| o.0.end <= span.start);
            self.orgs.get(i).is_some_and(|o| o.0.overlaps(span))
        };
        resolve_anaphora(a, &mut entities, taken);
        entities
    }
}
