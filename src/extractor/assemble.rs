//! From what the stages found to the plain record.

use super::Input;
use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::model::Weights;
use crate::pairing;
use crate::person::{Post, posts};
use crate::record::{Evidence, Mention, Organization, Pairing, PairingStatus, Person, PostHeld, Record, SCHEMA};
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

/// The people of a report: names put together, each with the posts given anywhere.
fn people(a: &Analysis<'_, '_>, entities: &mut Entities, names: &[Span], authors: &[String]) -> Vec<Named> {
    let chars = a.doc.chars();
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    let mut all: Vec<Named> = Vec::new();
    let mut list: Option<(usize, usize)> = None;
    for &span in names {
        // In a list of names the post before the first holds for all.
        let start = match list {
            Some((start, end))
                if span.start > end
                    && span.start - end <= 2
                    && chars[end..span.start].iter().all(|c| matches!(c, '、' | '和' | ' ' | '与' | '及')) =>
            {
                start
            }
            _ => span.start,
        };
        list = Some((start, span.end));
        let name = a.doc.name(span);
        let found = posts(a, entities, span, start);
        if authors.contains(&name) && found.is_empty() {
            continue;
        }
        let i = *by_name.entry(name.clone()).or_insert_with(|| {
            all.push(Named { name, spans: Vec::new(), posts: Vec::new() });
            all.len() - 1
        });
        all[i].spans.push(span);
        for post in found {
            let known = all[i].posts.iter().position(|p| p.title == post.title && (p.organization == post.organization || post.organization.is_none()));
            match known {
                Some(_) => {}
                None => {
                    // A post whose organization is learnt later replaces the one without.
                    if post.organization.is_some()
                        && let Some(p) = all[i].posts.iter_mut().find(|p| p.title == post.title && p.organization.is_none())
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

/// Builds the record.
pub(super) fn record(a: &Analysis<'_, '_>, input: &Input<'_>, mut entities: Entities, names: &[Span], weights: &Weights) -> Record {
    let doc = a.doc;
    let found = pairing::find(a, &entities, names, weights);
    let people = people(a, &mut entities, names, &[]);
    let id = |i: usize| format!("o{}", i + 1);
    let organizations = entities
        .all
        .iter()
        .enumerate()
        .map(|(i, e)| Organization {
            id: id(i),
            name: e.shown.clone(),
            kind: e.kind,
            level: e.level,
            host: e.host.map(id),
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
            id: format!("p{}", i + 1),
            name: p.name,
            mentions: p.spans.iter().map(|&s| evidence(doc, s)).collect(),
            roles: p.posts.into_iter().map(|p| PostHeld { organization: p.organization.map(id), title: p.title }).collect(),
        })
        .collect();
    Record {
        schema: SCHEMA,
        id: input.id.map(str::to_string),
        source: input.source.map(str::to_string),
        organizations,
        people,
        pairings: pairings(doc, &found),
        ..Record::default()
    }
}

/// The record's pairings.
fn pairings(doc: &Document<'_>, found: &[pairing::Pairing]) -> Vec<Pairing> {
    found
        .iter()
        .enumerate()
        .map(|(i, p)| Pairing {
            id: format!("r{}", i + 1),
            kind: p.kind.clone(),
            status: if p.planned { PairingStatus::Planned } else { PairingStatus::Signed },
            sides: p.sides.iter().map(|s| s.iter().map(|&e| format!("o{}", e + 1)).collect()).collect(),
            date: p.date.clone(),
            place: None,
            declared: None,
            evidence: p.evidence.iter().map(|&s| evidence(doc, s)).collect(),
            confidence: p.confidence,
        })
        .collect()
}
