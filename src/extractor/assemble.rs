//! From what the stages found to the plain record.

use super::Input;
use crate::analysis::Analysis;
use crate::calendar::Anchor;
use crate::date;
use crate::entity::Entities;
use crate::meta;
use crate::model::Weights;
use crate::number;
use crate::numeral;
use crate::pairing;
use crate::person::{Post, Posts};
use crate::reading::Chosen;
use crate::record::{
    Basis, Date, DateKind, Evidence, Mention, Meta, Number, NumberValue, OrgKind, Organization, Pairing,
    PairingStatus, PartyLevel, Person, PostHeld, Published, Record, SCHEMA, Unknown,
};
use crate::span::Span;
use crate::text::Document;
use rustc_hash::FxHashMap;

/// The raw slice of a span with its offsets.
pub(super) fn evidence(doc: &Document<'_>, span: Span) -> Evidence {
    let raw = doc.raw_span(span);
    let text = doc.raw().get(raw.start_byte..raw.end_byte).unwrap_or_default().to_string();
    Evidence { start: raw.start, end: raw.end, text }
}

struct Named {
    name: String,
    spans: Vec<Span>,
    posts: Vec<Post>,
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

/// The people of a report: names put together, each with the posts given anywhere.
fn people(a: &Analysis<'_, '_>, entities: &mut Entities, names: &[Span], authors: &[String]) -> Vec<Named> {
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    let mut all: Vec<Named> = Vec::new();
    let mut posts = Posts::default();
    let lists = lists(a, names);
    for (&span, &list) in names.iter().zip(&lists) {
        let name = a.doc.name(span);
        let found = posts.of(a, entities, span, list);
        if authors.contains(&name) && found.is_empty() {
            continue;
        }
        let i = *by_name.entry(name.clone()).or_insert_with(|| {
            all.push(Named { name, spans: Vec::new(), posts: Vec::new() });
            all.len() - 1
        });
        all[i].spans.push(span);
        for post in found {
            let known = all[i].posts.iter().position(|p| {
                p.title == post.title && (p.organization == post.organization || post.organization.is_none())
            });
            match known {
                Some(_) => {}
                None => {
                    // A post whose organization is learnt later replaces the one without.
                    if post.organization.is_some()
                        && let Some(p) = all[i]
                            .posts
                            .iter_mut()
                            .find(|p| p.title == post.title && p.organization.is_none())
                    {
                        p.organization = post.organization;
                    } else {
                        all[i].posts.push(post);
                    }
                }
            }
        }
    }
    all
}

/// The day that relative dates count from: what the caller gave, or what the text tells.
pub(super) fn published(doc: &Document<'_>, given: Option<&str>) -> Option<(Anchor, Published)> {
    if let Some(anchor) = given.and_then(Anchor::parse) {
        return Some((
            anchor,
            Published { date: given.unwrap_or_default().to_string(), basis: Basis::Given },
        ));
    }
    let (anchor, basis) = date::infer_published(doc)?;
    Some((anchor, Published { date: anchor.day.to_string(), basis }))
}

fn meta(doc: &Document<'_>) -> Meta {
    let found = meta::read(doc);
    Meta { title: found.title, outlet: found.outlet, authors: found.authors }
}

fn dates(doc: &Document<'_>, found: &[(Span, date::Date)]) -> Vec<Date> {
    found
        .iter()
        .filter(|(_, d)| d.kind != DateKind::Vague)
        .map(|(span, d)| {
            let Evidence { start, end, text } = evidence(doc, *span);
            Date {
                start,
                end,
                text,
                kind: d.kind,
                value: d.value.clone(),
                earliest: d.earliest.clone(),
                latest: d.latest.clone(),
                modifier: d.modifier,
            }
        })
        .collect()
}

fn numbers(
    doc: &Document<'_>,
    found: &[(Span, number::Number)],
    owners: &[Option<usize>],
    id: impl Fn(usize) -> String,
) -> Vec<Number> {
    let plain = |d: numeral::Decimal| {
        let value = d.to_f64();
        if value.fract() == 0.0 && value.abs() < 9e15 {
            NumberValue::Whole(value as i64)
        } else {
            NumberValue::Real(value)
        }
    };
    found
        .iter()
        .zip(owners)
        .filter(|((_, n), _)| !n.optional)
        .map(|((span, n), owner)| {
            let Evidence { start, end, text } = evidence(doc, *span);
            Number {
                start,
                end,
                text,
                kind: n.kind,
                value: match n.value {
                    number::NumberValue::One(d) => plain(d),
                    number::NumberValue::Range(low, high) => {
                        NumberValue::Range(vec![Some(low.to_f64()), Some(high.to_f64())])
                    }
                    number::NumberValue::Unknown => NumberValue::Unknown(Unknown),
                },
                unit: n.unit.map(str::to_string),
                unit_norm: n.unit_norm.map(str::to_string),
                bound: n.bound,
                counted: n.counted.map(|s| doc.name(s)),
                of: owner.map(&id),
            }
        })
        .collect()
}

/// Builds the record.
pub(super) fn record(
    a: &Analysis<'_, '_>,
    input: &Input<'_>,
    published: Option<(Anchor, Published)>,
    chosen: Chosen,
    weights: &Weights,
) -> Record {
    let doc = a.doc;
    let mut entities = chosen.link(a, weights);
    let day = published.as_ref().map(|p| p.1.date.as_str());
    let (found, announced) =
        pairing::find(a, &entities, &chosen.names, &chosen.dates, &chosen.numbers, day, weights);
    let warnings = super::warning::warnings(doc, &entities, &found, &announced);
    let owners = super::owner::owners(a, &entities, &chosen.numbers);
    let meta = meta(doc);
    let authors: Vec<String> = meta.authors.iter().map(|a| a.name.clone()).collect();
    let people = people(a, &mut entities, &chosen.names, &authors);
    // Ids follow the order of first mention; what is never mentioned comes last.
    let mut order: Vec<usize> = (0..entities.all.len()).collect();
    order.sort_by_key(|&i| entities.all[i].mentions.iter().map(|m| m.0.start).min().unwrap_or(usize::MAX));
    let mut rank = vec![0; order.len()];
    for (at, &i) in order.iter().enumerate() {
        rank[i] = at + 1;
    }
    let id = |i: usize| numbered('o', rank[i]);
    let organizations = order
        .iter()
        .map(|&i| (i, &entities.all[i]))
        .map(|(i, e)| Organization {
            id: id(i),
            level: (e.kind == OrgKind::Party)
                .then(|| e.level.or_else(|| body_level(a, &e.shown)).unwrap_or(PartyLevel::Other)),
            name: e.shown.clone(),
            kind: e.kind,
            host: e.host.map(id),
            place: e.name.place(),
            masked: e.name.masked,
            mentions: e
                .mentions
                .iter()
                .map(|&(span, form)| {
                    let Evidence { start, end, text } = evidence(doc, span);
                    Mention { start, end, text, form }
                })
                .collect(),
        })
        .collect();
    let people = people
        .into_iter()
        .enumerate()
        .map(|(i, p)| Person {
            id: numbered('p', i + 1),
            name: p.name,
            mentions: p.spans.iter().map(|&s| evidence(doc, s)).collect(),
            roles: p
                .posts
                .into_iter()
                .map(|p| PostHeld { organization: p.organization.map(id), title: p.title })
                .collect(),
        })
        .collect();
    Record {
        schema: SCHEMA,
        id: input.id.map(str::to_string),
        source: input.source.map(str::to_string),
        published: published.map(|p| p.1),
        meta,
        dates: dates(doc, &chosen.dates),
        numbers: numbers(doc, &chosen.numbers, &owners, id),
        organizations,
        people,
        pairings: pairings(doc, &found, id),
        warnings,
    }
}

/// A letter with a number.
fn numbered(letter: char, number: usize) -> String {
    let mut digits = [0u8; 20];
    let (mut at, mut rest) = (digits.len(), number);
    while at == digits.len() || rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let mut out = String::with_capacity(digits.len() + 1 - at);
    out.push(letter);
    out.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
    out
}

/// The level that the end of a party organization's name tells.
fn body_level(a: &Analysis<'_, '_>, name: &str) -> Option<PartyLevel> {
    let chars: Vec<char> = name.chars().collect();
    a.lexicon.body_ending(&chars).map(|(_, level)| level)
}

/// The record's pairings.
fn pairings(doc: &Document<'_>, found: &[pairing::Pairing], id: impl Fn(usize) -> String) -> Vec<Pairing> {
    found
        .iter()
        .enumerate()
        .map(|(i, p)| Pairing {
            id: numbered('r', i + 1),
            kind: p.kind.clone(),
            status: if p.planned { PairingStatus::Planned } else { PairingStatus::Signed },
            sides: p.sides.iter().map(|s| s.iter().map(|&e| id(e)).collect()).collect(),
            date: p.date.clone(),
            class: p.detail.class,
            since: p.date.clone().filter(|_| p.since),
            place: p.detail.place.map(|s| doc.name(s)),
            theme: p.detail.theme.map(|s| doc.name(s)),
            declared: p.detail.declared.map(|d| d.count),
            evidence: p.evidence.iter().map(|&s| evidence(doc, s)).collect(),
            confidence: p.confidence,
        })
        .collect()
}
