//! Two readings of a report: what is found with certainty in the first is evidence in the second.

use crate::analysis::{Analysis, span_hash};
use crate::arbiter::{Claim, choose};
use crate::candidate::{Candidate, Plain};
use crate::date::Date;
use crate::entity::{Entities, Linker, resolve_anaphora};
use crate::model::Weights;
use crate::number::{self, Number};
use crate::org::{Aliases, Evidence, Finder, OrgValue, OwnNames};
use crate::person::{self, NameEvidence, NameValue};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;

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
        let mut orgs: Vec<(Span, OrgValue)> = chosen
            .iter()
            .filter_map(|&(s, n)| if let Named::Org(v) = n { Some((s, v)) } else { None })
            .collect();
        drop_cut(a, &mut orgs);
        let mut names = NameEvidence::default();
        for (span, named) in chosen {
            if matches!(named, Named::Person(_)) {
                names.add(span_hash(a.doc, *span));
            }
        }
        Self { aliases: Aliases::collect(a, &orgs), orgs: Evidence::collect(a, orgs.into_iter()), names }
    }
}

/// How many characters at the beginning of a name may have been cut off.
const CUT: usize = 4;

/// Leaves out names that stand nowhere but at the end of a longer name chosen elsewhere: where 禾田智能公司 was chosen once,
/// 田智能公司 was cut wrongly wherever 禾 stands before it.
fn drop_cut(a: &Analysis<'_, '_>, orgs: &mut Vec<(Span, OrgValue)>) {
    let chosen: FxHashSet<u32> = orgs.iter().map(|o| span_hash(a.doc, o.0)).collect();
    let is_cut = |span: Span| {
        (1..=CUT.min(span.start)).any(|n| {
            let longer = Span::new(span.start - n, span.end);
            a.doc.chars()[longer.start..span.start].iter().all(|&c| c > '\u{3000}')
                && chosen.contains(&span_hash(a.doc, longer))
        })
    };
    // For each name, whether it was cut wherever it was chosen.
    let mut cut: FxHashMap<u32, bool> = FxHashMap::default();
    for &(span, _) in orgs.iter() {
        *cut.entry(span_hash(a.doc, span)).or_insert(true) &= is_cut(span);
    }
    orgs.retain(|o| cut.get(&span_hash(a.doc, o.0)) != Some(&true));
}

/// The candidates that the model scores. What does not depend on evidence is scored once for both readings.
pub(crate) struct Reader<'a, 'd, 't> {
    weights: &'a Weights,
    finder: Finder<'a, 'd, 't>,
    own: Vec<Candidate<OrgValue>>,
    orgs: Vec<Plain<OrgValue>>,
    names: Vec<Plain<NameValue>>,
}

impl<'a, 'd, 't> Reader<'a, 'd, 't> {
    /// With what may ever score more than `least`.
    pub(crate) fn new(a: &'a Analysis<'d, 't>, weights: &'a Weights, own: &OwnNames, least: f32) -> Self {
        let mut new = Self {
            weights,
            finder: Finder::new(a, weights, least),
            own: Vec::new(),
            orgs: Vec::new(),
            names: Vec::new(),
        };
        own.find(a, &mut new.own);
        new.finder.find(&mut new.orgs);
        person::find(a, weights, least, &mut new.names);
        new
    }

    /// The candidates that score more than `least` with what is known, which is no less than what the reader was made
    /// with.
    pub(crate) fn read(&mut self, known: &Known, least: f32) -> Vec<Candidate<Named>> {
        let org = |c: Candidate<OrgValue>| Candidate {
            span: c.span,
            value: Named::Org(c.value),
            rule: c.rule,
            score: c.score,
        };
        let mut out: Vec<Candidate<Named>> = Vec::with_capacity(self.own.len() + self.orgs.len());
        out.extend(self.own.iter().cloned().map(org));
        for c in &self.orgs {
            let score = self.finder.score(c, &known.orgs);
            if score > least {
                out.push(Candidate { span: c.span, value: Named::Org(c.value), rule: "org/model", score });
            }
        }
        let mut aliases = Vec::new();
        known.aliases.find(&mut self.finder, &known.orgs, &mut aliases);
        out.extend(aliases.into_iter().filter(|c| c.score > least).map(org));
        for c in &self.names {
            let score = person::score(c, self.weights, &known.names);
            if score > least {
                let value = Named::Person(c.value);
                out.push(Candidate { span: c.span, value, rule: "person/model", score });
            }
        }
        out
    }
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
pub(crate) fn first(reader: &mut Reader<'_, '_, '_>) -> Known {
    let candidates = reader.read(&Known::default(), 0.0);
    let a = reader.finder.analysis;
    let chosen: Vec<(Span, Named)> = choose(claims(&candidates), a.doc.chars().len())
        .iter()
        .filter_map(|c| candidates.get(c.item as usize).map(|x| (x.span, x.value)))
        .collect();
    Known::learn(a, &chosen)
}

/// The candidates of all finders in the second reading.
pub(crate) struct All {
    pub(crate) known: Known,
    named: Vec<Candidate<Named>>,
    dates: Vec<Candidate<Date>>,
    numbers: Vec<Candidate<Number>>,
}

/// A candidate of any kind.
pub(crate) enum Item<'a> {
    Named(&'a Candidate<Named>),
    Date(&'a Candidate<Date>),
    Number(&'a Candidate<Number>),
}

impl All {
    /// With the dates found before; finds the others, those that score more than `least`, after a first reading.
    pub(crate) fn find(
        a: &Analysis<'_, '_>,
        weights: &Weights,
        own: &OwnNames,
        dates: Vec<Candidate<Date>>,
        least: f32,
    ) -> Self {
        let mut reader = Reader::new(a, weights, own, least);
        let known = first(&mut reader);
        let named = reader.read(&known, least);
        let mut numbers = Vec::new();
        number::find(a.doc, &mut numbers);
        Self { known, named, dates, numbers }
    }

    /// All their claims, numbered through.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let mut out = claims(&self.named);
        let rule =
            |span: Span, score: f32, item: usize| Claim { span, score: score * RULES, item: item as u32 };
        let before = self.named.len();
        out.extend(self.dates.iter().enumerate().map(|(i, c)| rule(c.span, c.score, before + i)));
        let before = before + self.dates.len();
        out.extend(self.numbers.iter().enumerate().map(|(i, c)| rule(c.span, c.score, before + i)));
        out
    }

    /// A candidate by its number.
    pub(crate) fn get(&self, item: u32) -> Option<Item<'_>> {
        let i = item as usize;
        let dates = i.checked_sub(self.named.len());
        let numbers = dates.and_then(|i| i.checked_sub(self.dates.len()));
        match (dates, numbers) {
            (None, _) => self.named.get(i).map(Item::Named),
            (Some(i), None) => self.dates.get(i).map(Item::Date),
            (_, Some(i)) => self.numbers.get(i).map(Item::Number),
        }
    }
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
    /// Reads twice and chooses among the candidates of all kinds, the dates found before.
    pub(crate) fn read(
        a: &Analysis<'_, '_>,
        weights: &Weights,
        own: &OwnNames,
        dates: Vec<Candidate<Date>>,
    ) -> Self {
        let mut all = All::find(a, weights, own, dates, 0.0);
        let before_dates = all.named.len();
        let chosen = choose(all.claims(), a.doc.chars().len());
        let mut out = Self {
            orgs: Vec::with_capacity(chosen.len()),
            dates: Vec::with_capacity(all.dates.len()),
            numbers: Vec::with_capacity(all.numbers.len()),
            names: Vec::new(),
        };
        for claim in chosen {
            match all.get(claim.item) {
                Some(Item::Named(c)) => match c.value {
                    Named::Org(value) => out.orgs.push((c.span, value)),
                    Named::Person(_) => out.names.push(c.span),
                },
                Some(Item::Date(_)) => {
                    // Each is chosen once.
                    if let Some(c) = all.dates.get_mut(claim.item as usize - before_dates) {
                        out.dates.push((c.span, c.value.take()));
                    }
                }
                Some(Item::Number(c)) => out.numbers.push((c.span, c.value.clone())),
                None => {}
            }
        }
        out
    }

    /// Puts the mentions together and finds what refers back to them.
    pub(crate) fn link(&self, a: &Analysis<'_, '_>, weights: &Weights) -> Entities {
        let mut entities = Linker::new(a, weights).link(&self.orgs);
        // They are asked for in about the order of the text.
        let passed = Cell::new([0; 4]);
        resolve_anaphora(a, &mut entities, weights, |span| {
            let mut at = passed.get();
            let taken = self.is_taken_from(&mut at, span);
            passed.set(at);
            taken
        });
        entities
    }

    /// Whether something else was found where a span stands.
    #[cfg(feature = "train")]
    pub(crate) fn is_taken(&self, span: Span) -> bool {
        self.is_taken_from(&mut [0; 4], span)
    }

    /// The same, where what stands before some numbers of finds is known to end before it; they are moved on.
    fn is_taken_from(&self, at: &mut [usize; 4], span: Span) -> bool {
        let [date, number, org, name] = at;
        overlapped(&self.dates, |d| d.0, date, span)
            | overlapped(&self.numbers, |n| n.0, number, span)
            | overlapped(&self.orgs, |o| o.0, org, span)
            | overlapped(&self.names, |name| *name, name, span)
    }
}

/// Whether the first find that ends behind the beginning of a span overlaps it; `at` is moved on to where those begin that
/// end behind any later span.
fn overlapped<T>(finds: &[T], of: impl Fn(&T) -> Span, at: &mut usize, span: Span) -> bool {
    // Later spans begin no more than some characters before this one.
    const BACK: usize = 16;
    while finds.get(*at).is_some_and(|find| of(find).end + BACK <= span.start) {
        *at += 1;
    }
    let first = finds.get(*at..).unwrap_or_default().iter().find(|find| of(find).end > span.start);
    first.is_some_and(|find| of(find).overlaps(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;
    use crate::text::Document;

    /// Candidates that cannot win are dropped before all their features are known: none of those is missed.
    #[test]
    fn ok_what_is_dropped_early_could_not_win() {
        let weights = Weights::read(include_bytes!("../data/model/names.bin")).unwrap();
        let segmenter = Segmenter::new().unwrap();
        let own = OwnNames::default();
        let mut found = 0;
        for part in ["demo", "gold/dev"] {
            let folder = format!("{}/corpus/{part}", env!("CARGO_MANIFEST_DIR"));
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_none_or(|e| e != "txt") {
                    continue;
                }
                let text = std::fs::read_to_string(path).unwrap();
                let doc = Document::read(&text);
                let a = Analysis::new(&doc, &segmenter);
                let mut all = Reader::new(&a, &weights, &own, f32::NEG_INFINITY);
                let mut some = Reader::new(&a, &weights, &own, 0.0);
                assert!(some.names.len() <= all.names.len() && some.orgs.len() <= all.orgs.len());
                let known = first(&mut all);
                for known in [&Known::default(), &known] {
                    let wanted = all.read(known, 0.0);
                    found += wanted.len();
                    assert_eq!(some.read(known, 0.0), wanted);
                }
            }
        }
        assert!(found > 1000);
    }
}
