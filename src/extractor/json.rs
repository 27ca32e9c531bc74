//! A sheet as one line of JSON, written straight from the positions: the same bytes that serde would write of its record.

use super::pen::Pen;
use super::sheet::{Named, Sheet, value};
use crate::date::Date;
use crate::entity::Entity;
use crate::number::Number;
use crate::pairing::Pairing;
use crate::record::{Author, DateKind, Meta, NumberValue, PairingStatus, Published, SCHEMA, Warning};
use crate::span::Span;
use crate::text::Document;
use serde::Serialize;

impl Sheet<'_, '_, '_> {
    /// Adds the record to `out` as one line of JSON, without a line end.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let mut pen = Pen::new(out);
        self.record(&mut pen);
        pen.end();
    }

    fn record(&self, out: &mut Pen<'_>) {
        out.put(b"{\"schema\":");
        out.number(SCHEMA as usize);
        out.put(b",\"id\":");
        text_or_null(out, self.input.id);
        out.put(b",\"source\":");
        text_or_null(out, self.input.source);
        out.put(b",\"published\":");
        match &self.published {
            None => out.put(b"null"),
            Some(Published { date, basis }) => {
                out.put(b"{\"date\":");
                text(out, date);
                out.put(b",\"basis\":");
                word(out, basis.as_str());
                out.put(b"}");
            }
        }
        out.put(b",\"meta\":");
        let Meta { title, outlet, authors } = &self.meta;
        out.put(b"{\"title\":");
        text_or_null(out, title.as_deref());
        out.put(b",\"outlet\":");
        text_or_null(out, outlet.as_deref());
        out.put(b",\"authors\":");
        list(out, authors, |out, Author { name, role }| {
            out.put(b"{\"name\":");
            text(out, name);
            out.put(b",\"role\":");
            word(out, role.as_str());
            out.put(b"}");
        });
        out.put(b"},\"organizations\":");
        list(out, self.organizations(), |out, (id, e)| self.organization(out, id, e));
        out.put(b",\"people\":");
        list(out, self.people.iter().enumerate(), |out, (i, named)| self.person(out, i + 1, named));
        out.put(b",\"dates\":");
        let dates = self.dates.iter().filter(|(_, d)| d.kind != DateKind::Vague);
        list(out, dates, |out, (span, found)| date(out, self.doc, *span, found));
        out.put(b",\"numbers\":");
        let numbers = self.numbers.iter().zip(&self.owners).filter(|((_, n), _)| !n.optional);
        list(out, numbers, |out, ((span, found), owner)| self.quantity(out, *span, found, *owner));
        out.put(b",\"pairings\":");
        list(out, self.pairings.iter().enumerate(), |out, (i, found)| self.pairing(out, i + 1, found));
        out.put(b",\"warnings\":");
        list(out, &self.warnings, |out, Warning { code, message, start, end }| {
            out.put(b"{\"code\":");
            text(out, code);
            out.put(b",\"message\":");
            text(out, message);
            out.put(b",\"start\":");
            out.number(*start);
            out.put(b",\"end\":");
            out.number(*end);
            out.put(b"}");
        });
        out.put(b"}");
    }

    fn organization(&self, out: &mut Pen<'_>, i: usize, e: &Entity) {
        out.put(b"{\"id\":");
        self.organization_id(out, i);
        out.put(b",\"name\":");
        chars(out, e.shown());
        out.put(b",\"kind\":");
        word(out, e.kind.as_str());
        out.put(b",\"level\":");
        word_or_null(out, self.level(e).map(|level| level.as_str()));
        out.put(b",\"host\":");
        self.organization_id_or_null(out, e.host);
        out.put(b",\"place\":");
        match e.name.place() {
            None => out.put(b"null"),
            Some(place) => chars(out, place),
        }
        if e.name.masked {
            out.put(b",\"masked\":true");
        } else {
            out.put(b",\"masked\":false");
        }
        out.put(b",\"mentions\":");
        list(out, &e.mentions, |out, (span, form)| {
            stretch(out, self.doc, *span);
            out.put(b",\"form\":");
            word(out, form.as_str());
            out.put(b"}");
        });
        out.put(b"}");
    }

    fn person(&self, out: &mut Pen<'_>, i: usize, person: &Named<'_>) {
        out.put(b"{\"id\":");
        id(out, b'p', i);
        out.put(b",\"name\":");
        text(out, &person.name);
        out.put(b",\"mentions\":");
        list(out, &person.spans, |out, span| evidence(out, self.doc, *span));
        out.put(b",\"roles\":");
        list(out, &person.posts, |out, post| {
            out.put(b"{\"organization\":");
            self.organization_id_or_null(out, post.organization);
            out.put(b",\"title\":");
            text(out, &self.doc.name_of(post.title));
            out.put(b"}");
        });
        out.put(b"}");
    }

    fn quantity(&self, out: &mut Pen<'_>, span: Span, found: &Number, owner: Option<usize>) {
        stretch(out, self.doc, span);
        out.put(b",\"kind\":");
        word(out, found.kind.as_str());
        out.put(b",\"value\":");
        match value(found.value) {
            NumberValue::Whole(value) => {
                if value < 0 {
                    out.put(b"-");
                }
                out.number(value.unsigned_abs() as usize);
            }
            NumberValue::Real(value) => other(out, &value),
            NumberValue::Range(values) => other(out, &values),
            NumberValue::Unknown(_) => out.put(b"null"),
        }
        out.put(b",\"unit\":");
        text_or_null(out, found.unit);
        out.put(b",\"unit_norm\":");
        text_or_null(out, found.unit_norm);
        out.put(b",\"bound\":");
        word(out, found.bound.as_str());
        out.put(b",\"counted\":");
        name_or_null(out, self.doc, found.counted);
        out.put(b",\"of\":");
        self.organization_id_or_null(out, owner);
        out.put(b"}");
    }

    fn pairing(&self, out: &mut Pen<'_>, i: usize, pairing: &Pairing) {
        let Pairing { kind, planned, sides, date, evidence: shown, confidence, since, detail } = pairing;
        out.put(b"{\"id\":");
        id(out, b'r', i);
        out.put(b",\"kind\":");
        text(out, kind);
        out.put(b",\"type\":");
        word_or_null(out, detail.class.map(|class| class.as_str()));
        out.put(b",\"status\":");
        let status = if *planned { PairingStatus::Planned } else { PairingStatus::Signed };
        word(out, status.as_str());
        out.put(b",\"sides\":");
        list(out, sides, |out, side| list(out, side, |out, &e| self.organization_id(out, e)));
        out.put(b",\"date\":");
        text_or_null(out, date.as_deref());
        out.put(b",\"since\":");
        text_or_null(out, date.as_deref().filter(|_| *since));
        out.put(b",\"place\":");
        name_or_null(out, self.doc, detail.place);
        out.put(b",\"theme\":");
        name_or_null(out, self.doc, detail.theme);
        out.put(b",\"declared\":");
        match detail.declared {
            None => out.put(b"null"),
            Some(declared) => out.number(declared.count as usize),
        }
        out.put(b",\"evidence\":");
        list(out, shown, |out, span| evidence(out, self.doc, *span));
        out.put(b",\"confidence\":");
        other(out, confidence);
        out.put(b"}");
    }

    fn organization_id(&self, out: &mut Pen<'_>, entity: usize) {
        id(out, b'o', self.rank[entity]);
    }

    fn organization_id_or_null(&self, out: &mut Pen<'_>, entity: Option<usize>) {
        match entity {
            None => out.put(b"null"),
            Some(entity) => self.organization_id(out, entity),
        }
    }
}

fn date(out: &mut Pen<'_>, doc: &Document<'_>, span: Span, date: &Date) {
    let Date { kind, value, earliest, latest, modifier } = date;
    stretch(out, doc, span);
    out.put(b",\"kind\":");
    word(out, kind.as_str());
    out.put(b",\"value\":");
    text_or_null(out, value.as_deref());
    out.put(b",\"earliest\":");
    text_or_null(out, earliest.as_deref());
    out.put(b",\"latest\":");
    text_or_null(out, latest.as_deref());
    out.put(b",\"mod\":");
    word_or_null(out, modifier.map(|modifier| modifier.as_str()));
    out.put(b"}");
}

fn evidence(out: &mut Pen<'_>, doc: &Document<'_>, span: Span) {
    stretch(out, doc, span);
    out.put(b"}");
}

/// An object's beginning with the three fields of a place; it stays open.
fn stretch(out: &mut Pen<'_>, doc: &Document<'_>, span: Span) {
    let raw = doc.raw_span(span);
    out.put(b"{\"start\":");
    out.number(raw.start);
    out.put(b",\"end\":");
    out.number(raw.end);
    out.put(b",\"text\":");
    text(out, doc.raw().get(raw.start_byte..raw.end_byte).unwrap_or_default());
}

/// A letter with a number.
fn id(out: &mut Pen<'_>, letter: u8, n: usize) {
    out.put(&[b'"', letter]);
    out.number(n);
    out.put(b"\"");
}

fn name_or_null(out: &mut Pen<'_>, doc: &Document<'_>, span: Option<Span>) {
    match span {
        None => out.put(b"null"),
        Some(span) => text(out, &doc.name_of(span)),
    }
}

fn list<T>(out: &mut Pen<'_>, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Pen<'_>, T)) {
    out.put(b"[");
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.put(b",");
        }
        write(out, item);
    }
    out.put(b"]");
}

/// A word of a closed vocabulary: nothing in it needs an escape.
fn word(out: &mut Pen<'_>, word: &str) {
    out.put(b"\"");
    out.copy(word.as_bytes());
    out.put(b"\"");
}

fn word_or_null(out: &mut Pen<'_>, value: Option<&str>) {
    match value {
        None => out.put(b"null"),
        Some(value) => word(out, value),
    }
}

fn text_or_null(out: &mut Pen<'_>, value: Option<&str>) {
    match value {
        None => out.put(b"null"),
        Some(value) => text(out, value),
    }
}

/// A string with quotes and escapes.
fn text(out: &mut Pen<'_>, text: &str) {
    out.put(b"\"");
    inside(out, text);
    out.put(b"\"");
}

/// The same of characters.
fn chars(out: &mut Pen<'_>, chars: &[char]) {
    out.put(b"\"");
    for &c in chars {
        let code = c as u32;
        // Most characters have three bytes.
        if let 0x800..=0xffff = code {
            let byte = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
            out.put(&[0xe0 | (code >> 12) as u8, byte(6), byte(0)]);
        } else {
            inside(out, c.encode_utf8(&mut [0; 4]));
        }
    }
    out.put(b"\"");
}

/// What stands between the quotes.
fn inside(out: &mut Pen<'_>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(at) = special(rest) {
        let (plain, from) = rest.split_at(at);
        out.copy(plain);
        let Some((&byte, after)) = from.split_first() else { break };
        match byte {
            b'"' => out.put(b"\\\""),
            b'\\' => out.put(b"\\\\"),
            b'\n' => out.put(b"\\n"),
            b'\r' => out.put(b"\\r"),
            b'\t' => out.put(b"\\t"),
            0x08 => out.put(b"\\b"),
            0x0c => out.put(b"\\f"),
            byte => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.put(b"\\u00");
                out.put(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
        }
        rest = after;
    }
    out.copy(rest);
}

/// Where the first byte stands that needs an escape.
fn special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let zero = |x: u64| x.wrapping_sub(ONES) & !x;
    // Whether none of eight bytes can be one.
    let plain = |eight: &[u8; 8]| {
        let x = u64::from_le_bytes(*eight);
        let low = x.wrapping_sub(ONES * 0x20) & !x;
        (low | zero(x ^ (ONES * 0x22)) | zero(x ^ (ONES * 0x5c))) & HIGH == 0
    };
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        if !plain(eight) {
            break;
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    // The last eight once more, rather than those left one by one.
    if rest.len() < 8 && bytes.last_chunk().is_some_and(plain) {
        return None;
    }
    rest.iter().position(|&b| b < 0x20 || b == b'"' || b == b'\\').map(|i| at + i)
}

/// Numbers that are not whole.
fn other(out: &mut Pen<'_>, value: &impl Serialize) {
    // Writing numbers to memory does not fail.
    out.with(|out| {
        let _ = serde_json::to_writer(out, value);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Pen<'_>)) -> Vec<u8> {
        let mut out = b"before".to_vec();
        let mut pen = Pen::new(&mut out);
        write(&mut pen);
        pen.end();
        out.split_off("before".len())
    }

    #[test]
    fn ok_text_is_escaped_as_serde_does() {
        let all: String = ('\0'..='\u{ff}').chain("党支部\u{2028}𠀀".chars()).collect();
        for text_ in ["", "a", "\"", "党支部\\", "12345678\"", "1234567\u{1f}8", &all] {
            let out = written(|out| text(out, text_));
            let json = serde_json::to_string(text_).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), json);
            let out = written(|out| chars(out, &text_.chars().collect::<Vec<char>>()));
            assert_eq!(String::from_utf8(out).unwrap(), json);
        }
    }

    #[test]
    fn ok_numbers_are_written_as_serde_does() {
        for n in [0, 7, 10, 99, 100, 999, 1000, 9999, 10_000, 12_345, usize::MAX] {
            let out = written(|out| out.number(n));
            assert_eq!(String::from_utf8(out).unwrap(), n.to_string());
        }
    }
}
