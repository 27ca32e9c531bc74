//! From a sheet to the plain record.

use super::sheet::{Sheet, value};
use crate::record::{
    Date, DateKind, Evidence, Mention, Number, Organization, Pairing, PairingStatus, Person, PostHeld,
    Record, SCHEMA,
};
use crate::span::Span;
use crate::text::{Document, string};

/// The raw slice of a span with its offsets.
pub(super) fn evidence(doc: &Document<'_>, span: Span) -> Evidence {
    let raw = doc.raw_span(span);
    let text = doc.raw().get(raw.start_byte..raw.end_byte).unwrap_or_default().to_string();
    Evidence { start: raw.start, end: raw.end, text }
}

impl From<Sheet<'_, '_, '_>> for Record {
    fn from(sheet: Sheet<'_, '_, '_>) -> Self {
        let doc = sheet.doc;
        let id = |entity: usize| numbered('o', sheet.rank[entity]);
        let organization = |(i, e): (usize, &crate::entity::Entity)| Organization {
            id: id(i),
            name: string(e.shown()),
            kind: e.kind,
            level: sheet.level(e),
            host: e.host.map(id),
            place: e.name.place().map(string),
            masked: e.name.masked,
            mentions: e
                .mentions
                .iter()
                .map(|&(span, form)| {
                    let Evidence { start, end, text } = evidence(doc, span);
                    Mention { start, end, text, form }
                })
                .collect(),
        };
        let organizations = sheet.organizations().map(organization).collect();
        let people = (1..).zip(sheet.people).map(|(i, p)| Person {
            id: numbered('p', i),
            name: p.name.into_owned(),
            mentions: p.spans.iter().map(|&s| evidence(doc, s)).collect(),
            roles: p
                .posts
                .iter()
                .map(|p| PostHeld { organization: p.organization.map(id), title: doc.name(p.title) })
                .collect(),
        });
        let dates = sheet.dates.into_iter().filter(|(_, d)| d.kind != DateKind::Vague).map(|(span, d)| {
            let Evidence { start, end, text } = evidence(doc, span);
            let crate::date::Date { kind, value, earliest, latest, modifier } = d;
            Date { start, end, text, kind, value, earliest, latest, modifier }
        });
        let numbers = sheet.numbers.iter().zip(&sheet.owners).filter(|((_, n), _)| !n.optional);
        let numbers = numbers.map(|((span, n), owner)| {
            let Evidence { start, end, text } = evidence(doc, *span);
            Number {
                start,
                end,
                text,
                kind: n.kind,
                value: value(n.value),
                unit: n.unit.map(str::to_string),
                unit_norm: n.unit_norm.map(str::to_string),
                bound: n.bound,
                counted: n.counted.map(|s| doc.name(s)),
                of: owner.map(id),
            }
        });
        let pairings = (1..).zip(sheet.pairings).map(|(i, p)| Pairing {
            id: numbered('r', i),
            kind: p.kind,
            status: if p.planned { PairingStatus::Planned } else { PairingStatus::Signed },
            sides: p.sides.iter().map(|s| s.iter().map(|&e| id(e)).collect()).collect(),
            since: p.date.clone().filter(|_| p.since),
            date: p.date,
            class: p.detail.class,
            place: p.detail.place.map(|s| doc.name(s)),
            theme: p.detail.theme.map(|s| doc.name(s)),
            declared: p.detail.declared.map(|d| d.count),
            evidence: p.evidence.iter().map(|&s| evidence(doc, s)).collect(),
            confidence: p.confidence,
        });
        Record {
            schema: SCHEMA,
            id: sheet.input.id.map(str::to_string),
            source: sheet.input.source.map(str::to_string),
            published: sheet.published,
            meta: sheet.meta,
            organizations,
            people: people.collect(),
            dates: dates.collect(),
            numbers: numbers.collect(),
            pairings: pairings.collect(),
            warnings: sheet.warnings,
        }
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
