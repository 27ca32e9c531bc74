//! Which date a pairing bears: every date near its statement is a candidate, and so is none; the model decides.

mod feature;

use super::find::{Finder, Way};
use super::merge::Announced;
use crate::date::{Date, DateKind, Modifier};
use crate::lexicon::PairWord;
use crate::model::{Score, Weights};
use crate::number::{Bound, Number, NumberValue};
use crate::span::Span;
use crate::text::Role;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A date that can date a pairing.
#[derive(Debug, Clone)]
struct Usable<'p> {
    span: Span,
    value: Cow<'p, str>,
    /// Whether 起 or 以来 follows.
    since: bool,
    /// The chain it stands in.
    chain: usize,
    /// The block it stands in.
    block: usize,
}

/// The dates of a report, as its pairings may bear them.
#[derive(Debug)]
pub(crate) struct Dates<'p> {
    usable: Vec<Usable<'p>>,
    /// Dates that mean no day: 近日.
    vague: Vec<Span>,
    published: Option<&'p str>,
    /// How often each value is told.
    told: FxHashMap<Cow<'p, str>, u32>,
    /// The first day of the body, and the first day told in a sentence about signing.
    event: Option<usize>,
    signing: Option<usize>,
    intros: Vec<Intro>,
    /// How many days are told, up to four.
    days: u32,
}

/// What introduces a chain: for the lines of a list the sentence above, else the chain itself.
#[derive(Debug, Clone, Copy)]
struct Intro {
    top: usize,
    /// The first line of the list.
    start: usize,
    /// Headings between.
    headings: u32,
}

/// A sentence or line that states a pairing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) way: Way,
    /// The number of its chain.
    pub(crate) chain: usize,
    pub(crate) evidence: Span,
    /// Whether it is announced only.
    pub(crate) planned: bool,
}

/// How many dates before a statement, and after it, are candidates.
const BEFORE: usize = 6;
const AFTER: usize = 2;
/// How many dates are counted between a statement and a candidate.
const MANY: usize = 32;

/// What a pairing can bear of a date: its day, without the part of the day; of a range what both its ends share.
fn bearable(date: &Date) -> Option<Cow<'_, str>> {
    let value = date.value.as_deref()?;
    match date.kind {
        DateKind::Date => {
            let day = value.split('T').next().unwrap_or_default();
            (!day.is_empty() && !day.starts_with("XXXX")).then_some(Cow::Borrowed(day))
        }
        DateKind::Range => {
            let (from, to) = value.split_once('/')?;
            let shared: Vec<&str> =
                from.split('-').zip(to.split('-')).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
            let first = shared.first()?;
            (first.len() == 4 && shared.len() < 3).then(|| Cow::Owned(shared.join("-")))
        }
        _ => None,
    }
}

impl<'p> Dates<'p> {
    pub(crate) fn new(f: &Finder<'_, '_, '_>, dates: &'p [(Span, Date)], published: Option<&'p str>) -> Self {
        let blocks = f.a.doc.blocks();
        let mut usable = Vec::with_capacity(dates.len());
        let mut told: FxHashMap<Cow<'p, str>, u32> = FxHashMap::default();
        for (span, date) in dates {
            let Some(value) = bearable(date) else { continue };
            let chain = f.chains.partition_point(|c| c.span.start <= span.start).saturating_sub(1);
            let block = blocks.partition_point(|b| b.span.start <= span.start).saturating_sub(1);
            *told.entry(value.clone()).or_default() += 1;
            let since = date.modifier == Some(Modifier::Since);
            usable.push(Usable { span: *span, value, since, chain, block });
        }
        let body = |u: &Usable<'_>| {
            blocks.get(u.block).is_some_and(|b| matches!(b.role, Role::Body | Role::Item | Role::Row))
        };
        let day = |u: &Usable<'_>| u.value.len() >= 10;
        let signs = |u: &Usable<'_>| {
            f.chains.get(u.chain).is_some_and(|c| c.triggers.iter().any(|t| t.sort == PairWord::Sign))
        };
        let event = usable.iter().position(|u| day(u) && body(u));
        let signing = usable.iter().position(|u| day(u) && body(u) && signs(u));
        let days = told.keys().filter(|v| v.len() >= 10).count().min(4) as u32;
        let vague = dates.iter().filter(|(_, d)| d.kind == DateKind::Vague).map(|d| d.0).collect();
        Self { usable, vague, published, told, event, signing, intros: introductions(f), days }
    }

    /// The candidates of a statement, by number; the last is that it bears none.
    pub(crate) fn candidates(&self, f: &Finder<'_, '_, '_>, s: &Statement) -> Vec<Option<usize>> {
        let context = f.chains.get(s.chain).map_or(s.evidence, |c| c.span);
        let from = self.usable.partition_point(|u| u.span.start < context.start);
        let to = self.usable.partition_point(|u| u.span.start < context.end);
        let intro = self.intro(s.chain).top;
        // The lines above bear their own dates.
        let head = if intro < s.chain {
            f.chains.get(intro).map_or(from, |c| self.usable.partition_point(|u| u.span.start < c.span.end))
        } else {
            from
        };
        let before = head.saturating_sub(BEFORE)..head;
        let near = from..(to + AFTER).min(self.usable.len());
        let mut out: Vec<Option<usize>> = [self.signing, self.event]
            .into_iter()
            .flatten()
            .filter(|i| !near.contains(i) && !before.contains(i))
            .map(Some)
            .collect();
        out.dedup();
        out.extend(before.map(Some));
        out.extend(near.map(Some));
        out.push(None);
        out
    }

    /// The sentence that introduces the list in which a chain is a line.
    pub(crate) fn introduction(&self, f: &Finder<'_, '_, '_>, chain: usize) -> Option<Span> {
        let top = self.intro(chain).top;
        f.chains.get(top).filter(|_| top < chain).map(|c| c.span)
    }

    fn intro(&self, chain: usize) -> Intro {
        self.intros.get(chain).copied().unwrap_or(Intro { top: chain, start: chain, headings: 0 })
    }

    /// The dates within a span; of very many the first.
    fn within(&self, from: usize, to: usize) -> &[Usable<'p>] {
        let first = self.usable.partition_point(|u| u.span.start < from);
        let last = self.usable.partition_point(|u| u.span.end <= to);
        self.usable.get(first..last.min(first + MANY)).unwrap_or_default()
    }

    /// The value that a candidate gives.
    pub(crate) fn value(&self, candidate: Option<usize>) -> Option<&str> {
        candidate.and_then(|i| self.usable.get(i)).map(|u| &*u.value)
    }

    /// Whether a candidate is when something began: 2019年3月以来.
    pub(crate) fn is_since(&self, candidate: Option<usize>) -> bool {
        candidate.and_then(|i| self.usable.get(i)).is_some_and(|u| u.since)
    }

    /// Lists whose introduction announces another number of pairs (8对, 8组) than they have lines.
    pub(crate) fn miscounted(&self, f: &Finder<'_, '_, '_>, numbers: &[(Span, Number)]) -> Vec<Announced> {
        let mut out = Vec::new();
        let mut i = 0;
        while i < f.chains.len() {
            let top = self.intro(i).top;
            let lines = (i..f.chains.len()).take_while(|&j| self.intro(j).top == top).count().max(1);
            let pairs = (i..i + lines)
                .filter(|&j| j > top && f.lines[j] > 0 && f.chains[j].groups.len() >= 2)
                .count();
            let next = i + lines;
            i = next;
            let Some(intro) = f.chains.get(top).filter(|_| pairs >= 2) else { continue };
            let from = numbers.partition_point(|n| n.0.start < intro.span.start);
            let to = numbers.partition_point(|n| n.0.end <= intro.span.end);
            // The last number of the introduction, near its end.
            let last = numbers.get(from..to).and_then(|n| n.last());
            let Some((span, number)) = last.filter(|n| n.0.end + 12 >= intro.span.end) else { continue };
            let exact = number.bound == Bound::Exact && matches!(number.unit, Some("对" | "组"));
            let NumberValue::One(value) = number.value else { continue };
            let others = (top + 1..next).any(|j| f.lines[j] == 0 && !f.chains[j].groups.is_empty());
            if exact && !others && value.to_f64() != pairs as f64 {
                out.push(Announced { span: *span, listed: pairs });
            }
        }
        out
    }

    /// Where a candidate stands.
    pub(crate) fn place(&self, candidate: Option<usize>) -> Option<Span> {
        candidate.and_then(|i| self.usable.get(i)).map(|u| u.span)
    }

    /// Whether a candidate stands within a span.
    pub(crate) fn stands_in(&self, candidate: Option<usize>, span: Span) -> bool {
        candidate.and_then(|i| self.usable.get(i)).is_some_and(|u| span.contains(u.span))
    }

    /// The best candidate.
    pub(crate) fn choose(&self, f: &Finder<'_, '_, '_>, s: &Statement, weights: &Weights) -> Option<usize> {
        let (chain, place) = self.placed(f, s)?;
        let mut best: Option<(Option<usize>, i32)> = None;
        for c in self.candidates(f, s) {
            let mut score = Score::new(weights);
            self.features_at(f, s, (chain, &place), c, &mut score);
            if best.is_none_or(|b| score.sum > b.1) {
                best = Some((c, score.sum));
            }
        }
        best.and_then(|b| b.0)
    }
}

/// For each chain what introduces it.
fn introductions(f: &Finder<'_, '_, '_>) -> Vec<Intro> {
    let mut out: Vec<Intro> = Vec::with_capacity(f.chains.len());
    let mut last: Option<usize> = None;
    for (i, chain) in f.chains.iter().enumerate() {
        let block = f.a.doc.block_of(chain.span.start);
        let first = block.is_some_and(|b| b.span.start == chain.span.start);
        let role = block.map_or(Role::Body, |b| b.role);
        let goes_on = chain.span.start.checked_sub(1).and_then(|p| f.a.doc.chars().get(p)) == Some(&';');
        let listed = matches!(role, Role::Item | Role::Row) || f.lines[i] > 0 && (first || goes_on);
        let heading = matches!(role, Role::Heading);
        let mut intro = match i.checked_sub(1).and_then(|j| out.get(j)) {
            Some(above) if listed || heading => match last {
                // A line of detail may stand between two lines.
                Some(l) if listed && i - l <= 3 => out.get(l).copied().unwrap_or(*above),
                _ => Intro { start: i, headings: above.headings + u32::from(heading), ..*above },
            },
            _ => Intro { top: i, start: i, headings: 0 },
        };
        if heading {
            intro.start = i + 1;
        }
        if listed {
            last = Some(i);
        }
        out.push(intro);
    }
    out
}
