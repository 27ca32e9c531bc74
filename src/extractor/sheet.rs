//! What the stages found, put together in positions: what both the record and its JSON are written from.

use super::{Input, Kinds};
use crate::analysis::Analysis;
use crate::calendar::Anchor;
use crate::date::Date;
use crate::entity::{Entities, Entity};
use crate::lexicon::Lexicon;
use crate::meta;
use crate::model::Weights;
use crate::number::{self, Number};
use crate::numeral;
use crate::pairing::{self, Pairing};
use crate::person::{Post, Posts};
use crate::reading::Chosen;
use crate::record::{Basis, Meta, NumberValue, OrgKind, PartyLevel, Published, Unknown, Warning};
use crate::span::Span;
use crate::text::Document;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The finds of one report.
pub(super) struct Sheet<'s, 'd, 't> {
    pub(super) doc: &'d Document<'t>,
    pub(super) lexicon: &'d Lexicon,
    pub(super) input: Input<'s>,
    pub(super) published: Option<Published>,
    pub(super) meta: Meta,
    pub(super) entities: Entities,
    /// The organizations in the order of their ids: that of first mention; what is never mentioned comes last.
    order: Vec<usize>,
    /// For each organization the number of its id.
    pub(super) rank: Vec<usize>,
    pub(super) people: Vec<Named<'t>>,
    pub(super) dates: Vec<(Span, Date)>,
    pub(super) numbers: Vec<(Span, Number)>,
    /// For each number the organization whose count it is.
    pub(super) owners: Vec<Option<usize>>,
    pub(super) pairings: Vec<Pairing>,
    pub(super) warnings: Vec<Warning>,
}

/// A person.
pub(super) struct Named<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) spans: Vec<Span>,
    pub(super) posts: Vec<Post>,
}

impl<'s, 'd, 't> Sheet<'s, 'd, 't> {
    /// Links and relates what was chosen.
    pub(super) fn new(
        a: &Analysis<'d, 't>,
        input: Input<'s>,
        published: Option<(Anchor, Basis)>,
        chosen: Chosen,
        weights: &Weights,
    ) -> Self {
        let doc = a.doc;
        let published = published.map(|(anchor, basis)| {
            let given = input.published.filter(|_| basis == Basis::Given);
            Published { date: given.map_or_else(|| anchor.day.to_string(), str::to_string), basis }
        });
        let mut entities = chosen.link(a, weights);
        let Chosen { names, dates, numbers, .. } = chosen;
        let day = published.as_ref().map(|p| p.date.as_str());
        let (pairings, announced) = pairing::find(a, &entities, &names, &dates, &numbers, day, weights);
        let warnings = super::warning::warnings(doc, &entities, &pairings, &announced);
        let owners = super::owner::owners(a, &entities, &numbers);
        let found = meta::read(doc);
        let meta = Meta { title: found.title, outlet: found.outlet, authors: found.authors };
        let people = people(a, &mut entities, &names, &meta);
        let mut order: Vec<usize> = (0..entities.all.len()).collect();
        order.sort_by_key(|&i| entities.all[i].mentions.first().map_or(usize::MAX, |m| m.0.start));
        let mut rank = vec![0; order.len()];
        for (at, &i) in order.iter().enumerate() {
            rank[i] = at + 1;
        }
        Self {
            doc,
            lexicon: a.lexicon,
            input,
            published,
            meta,
            entities,
            order,
            rank,
            people,
            dates,
            numbers,
            owners,
            pairings,
            warnings,
        }
    }

    /// Drops what is not wanted.
    pub(super) fn keep(&mut self, kinds: Kinds) {
        if !kinds.organizations {
            self.order.clear();
            for post in self.people.iter_mut().flat_map(|p| &mut p.posts) {
                post.organization = None;
            }
            self.owners.fill(None);
            self.warnings.retain(|w| w.code != "typo");
        }
        if !kinds.people {
            self.people.clear();
        }
        if !kinds.dates {
            self.dates.clear();
        }
        if !kinds.numbers {
            self.numbers.clear();
        }
        if !kinds.pairings || !kinds.organizations {
            self.pairings.clear();
            self.warnings.retain(|w| !matches!(w.code.as_str(), "party-count" | "pair-count"));
        }
    }

    /// The organizations in the order of their ids, each with its number among all.
    pub(super) fn organizations(&self) -> impl ExactSizeIterator<Item = (usize, &Entity)> {
        self.order.iter().map(|&i| (i, &self.entities.all[i]))
    }

    /// The level of a party organization.
    pub(super) fn level(&self, e: &Entity) -> Option<PartyLevel> {
        let told = || e.level.or_else(|| Some(self.lexicon.body_ending(e.shown())?.1));
        (e.kind == OrgKind::Party).then(|| told().unwrap_or(PartyLevel::Other))
    }
}

/// The value of a number as the record has it.
pub(super) fn value(value: number::NumberValue) -> NumberValue {
    let plain = |d: numeral::Decimal| {
        let value = d.to_f64();
        if value.fract() == 0.0 && value.abs() < 9e15 {
            NumberValue::Whole(value as i64)
        } else {
            NumberValue::Real(value)
        }
    };
    match value {
        number::NumberValue::One(d) => plain(d),
        number::NumberValue::Range(low, high) => {
            NumberValue::Range(vec![Some(low.to_f64()), Some(high.to_f64())])
        }
        number::NumberValue::Unknown => NumberValue::Unknown(Unknown),
    }
}

/// The people of a report: names put together, each with the posts given anywhere.
fn people<'t>(a: &Analysis<'_, 't>, entities: &mut Entities, names: &[Span], meta: &Meta) -> Vec<Named<'t>> {
    let mut by_name: FxHashMap<Cow<'t, str>, usize> = FxHashMap::default();
    let mut all: Vec<Named<'t>> = Vec::new();
    let mut posts = Posts::default();
    let lists = lists(a, names);
    for (&span, &list) in names.iter().zip(&lists) {
        let name = a.doc.name_of(span);
        let found = posts.of(a, entities, span, list);
        if found.is_empty() && meta.authors.iter().any(|author| author.name == name) {
            continue;
        }
        let i = *by_name.entry(name.clone()).or_insert_with(|| {
            all.push(Named { name, spans: Vec::new(), posts: Vec::new() });
            all.len() - 1
        });
        all[i].spans.push(span);
        for post in found {
            let same = |p: &Post| a.doc.name_of(p.title) == a.doc.name_of(post.title);
            let held = &mut all[i].posts;
            let told = |p: &Post| p.organization == post.organization || post.organization.is_none();
            if held.iter().any(|p| told(p) && same(p)) {
                continue;
            }
            // A post whose organization is learnt later replaces the one without.
            match held.iter_mut().find(|p| p.organization.is_none() && same(p)) {
                Some(p) => p.organization = post.organization,
                None => held.push(post),
            }
        }
    }
    all
}

/// For each name the list of names that it stands in: the post before the first holds for all.
fn lists(a: &Analysis<'_, '_>, names: &[Span]) -> Vec<Span> {
    let chars = a.doc.chars();
    let joins = |c: &char| matches!(c, '、' | '和' | ' ' | '与' | '及');
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    let mut from = 0;
    for (i, &span) in names.iter().enumerate() {
        let joined = i > 0 && {
            let end = names[i - 1].end;
            span.start > end && span.start - end <= 2 && chars[end..span.start].iter().all(joins)
        };
        if !joined {
            from = i;
        }
        out.push(Span::new(names[from].start, span.end));
    }
    // Each ends with the last of its names.
    for i in (1..out.len()).rev() {
        if out[i].start == out[i - 1].start {
            out[i - 1].end = out[i].end;
        }
    }
    out
}
