//! A sheet as one line of JSON, written straight from the positions: the same bytes that serde would write of its record.

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
        out.extend_from_slice(b"{\"schema\":");
        number(out, SCHEMA as usize);
        out.extend_from_slice(b",\"id\":");
        text_or_null(out, self.input.id);
        out.extend_from_slice(b",\"source\":");
        text_or_null(out, self.input.source);
        out.extend_from_slice(b",\"published\":");
        match &self.published {
            None => out.extend_from_slice(b"null"),
            Some(Published { date, basis }) => {
                out.extend_from_slice(b"{\"date\":");
                text(out, date);
                out.extend_from_slice(b",\"basis\":");
                word(out, basis.as_str());
                out.push(b'}');
            }
        }
        out.extend_from_slice(b",\"meta\":");
        let Meta { title, outlet, authors } = &self.meta;
        out.extend_from_slice(b"{\"title\":");
        text_or_null(out, title.as_deref());
        out.extend_from_slice(b",\"outlet\":");
        text_or_null(out, outlet.as_deref());
        out.extend_from_slice(b",\"authors\":");
        list(out, authors, |out, Author { name, role }| {
            out.extend_from_slice(b"{\"name\":");
            text(out, name);
            out.extend_from_slice(b",\"role\":");
            word(out, role.as_str());
            out.push(b'}');
        });
        out.extend_from_slice(b"},\"organizations\":");
        list(out, self.organizations(), |out, (id, e)| self.organization(out, id, e));
        out.extend_from_slice(b",\"people\":");
        list(out, self.people.iter().enumerate(), |out, (i, named)| self.person(out, i + 1, named));
        out.extend_from_slice(b",\"dates\":");
        let dates = self.dates.iter().filter(|(_, d)| d.kind != DateKind::Vague);
        list(out, dates, |out, (span, found)| date(out, self.doc, *span, found));
        out.extend_from_slice(b",\"numbers\":");
        let numbers = self.numbers.iter().zip(&self.owners).filter(|((_, n), _)| !n.optional);
        list(out, numbers, |out, ((span, found), owner)| self.quantity(out, *span, found, *owner));
        out.extend_from_slice(b",\"pairings\":");
        list(out, self.pairings.iter().enumerate(), |out, (i, found)| self.pairing(out, i + 1, found));
        out.extend_from_slice(b",\"warnings\":");
        list(out, &self.warnings, |out, Warning { code, message, start, end }| {
            out.extend_from_slice(b"{\"code\":");
            text(out, code);
            out.extend_from_slice(b",\"message\":");
            text(out, message);
            out.extend_from_slice(b",\"start\":");
            number(out, *start);
            out.extend_from_slice(b",\"end\":");
            number(out, *end);
            out.push(b'}');
        });
        out.push(b'}');
    }

    fn organization(&self, out: &mut Vec<u8>, i: usize, e: &Entity) {
        out.extend_from_slice(b"{\"id\":");
        self.organization_id(out, i);
        out.extend_from_slice(b",\"name\":");
        chars(out, e.shown());
        out.extend_from_slice(b",\"kind\":");
        word(out, e.kind.as_str());
        out.extend_from_slice(b",\"level\":");
        word_or_null(out, self.level(e).map(|level| level.as_str()));
        out.extend_from_slice(b",\"host\":");
        self.organization_id_or_null(out, e.host);
        out.extend_from_slice(b",\"place\":");
        match e.name.place() {
            None => out.extend_from_slice(b"null"),
            Some(place) => chars(out, place),
        }
        out.extend_from_slice(if e.name.masked {
            b",\"masked\":true".as_slice()
        } else {
            b",\"masked\":false"
        });
        out.extend_from_slice(b",\"mentions\":");
        list(out, &e.mentions, |out, (span, form)| {
            stretch(out, self.doc, *span);
            out.extend_from_slice(b",\"form\":");
            word(out, form.as_str());
            out.push(b'}');
        });
        out.push(b'}');
    }

    fn person(&self, out: &mut Vec<u8>, i: usize, person: &Named<'_>) {
        out.extend_from_slice(b"{\"id\":");
        id(out, b'p', i);
        out.extend_from_slice(b",\"name\":");
        text(out, &person.name);
        out.extend_from_slice(b",\"mentions\":");
        list(out, &person.spans, |out, span| evidence(out, self.doc, *span));
        out.extend_from_slice(b",\"roles\":");
        list(out, &person.posts, |out, post| {
            out.extend_from_slice(b"{\"organization\":");
            self.organization_id_or_null(out, post.organization);
            out.extend_from_slice(b",\"title\":");
            text(out, &self.doc.name_of(post.title));
            out.push(b'}');
        });
        out.push(b'}');
    }

    fn quantity(&self, out: &mut Vec<u8>, span: Span, found: &Number, owner: Option<usize>) {
        stretch(out, self.doc, span);
        out.extend_from_slice(b",\"kind\":");
        word(out, found.kind.as_str());
        out.extend_from_slice(b",\"value\":");
        match value(found.value) {
            NumberValue::Whole(value) => {
                if value < 0 {
                    out.push(b'-');
                }
                number(out, value.unsigned_abs() as usize);
            }
            NumberValue::Real(value) => other(out, &value),
            NumberValue::Range(values) => other(out, &values),
            NumberValue::Unknown(_) => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"unit\":");
        text_or_null(out, found.unit);
        out.extend_from_slice(b",\"unit_norm\":");
        text_or_null(out, found.unit_norm);
        out.extend_from_slice(b",\"bound\":");
        word(out, found.bound.as_str());
        out.extend_from_slice(b",\"counted\":");
        name_or_null(out, self.doc, found.counted);
        out.extend_from_slice(b",\"of\":");
        self.organization_id_or_null(out, owner);
        out.push(b'}');
    }

    fn pairing(&self, out: &mut Vec<u8>, i: usize, pairing: &Pairing) {
        let Pairing { kind, planned, sides, date, evidence: shown, confidence, since, detail } = pairing;
        out.extend_from_slice(b"{\"id\":");
        id(out, b'r', i);
        out.extend_from_slice(b",\"kind\":");
        text(out, kind);
        out.extend_from_slice(b",\"type\":");
        word_or_null(out, detail.class.map(|class| class.as_str()));
        out.extend_from_slice(b",\"status\":");
        let status = if *planned { PairingStatus::Planned } else { PairingStatus::Signed };
        word(out, status.as_str());
        out.extend_from_slice(b",\"sides\":");
        list(out, sides, |out, side| list(out, side, |out, &e| self.organization_id(out, e)));
        out.extend_from_slice(b",\"date\":");
        text_or_null(out, date.as_deref());
        out.extend_from_slice(b",\"since\":");
        text_or_null(out, date.as_deref().filter(|_| *since));
        out.extend_from_slice(b",\"place\":");
        name_or_null(out, self.doc, detail.place);
        out.extend_from_slice(b",\"theme\":");
        name_or_null(out, self.doc, detail.theme);
        out.extend_from_slice(b",\"declared\":");
        match detail.declared {
            None => out.extend_from_slice(b"null"),
            Some(declared) => number(out, declared.count as usize),
        }
        out.extend_from_slice(b",\"evidence\":");
        list(out, shown, |out, span| evidence(out, self.doc, *span));
        out.extend_from_slice(b",\"confidence\":");
        other(out, confidence);
        out.push(b'}');
    }

    fn organization_id(&self, out: &mut Vec<u8>, entity: usize) {
        id(out, b'o', self.rank[entity]);
    }

    fn organization_id_or_null(&self, out: &mut Vec<u8>, entity: Option<usize>) {
        match entity {
            None => out.extend_from_slice(b"null"),
            Some(entity) => self.organization_id(out, entity),
        }
    }
}

fn date(out: &mut Vec<u8>, doc: &Document<'_>, span: Span, date: &Date) {
    let Date { kind, value, earliest, latest, modifier } = date;
    stretch(out, doc, span);
    out.extend_from_slice(b",\"kind\":");
    word(out, kind.as_str());
    out.extend_from_slice(b",\"value\":");
    text_or_null(out, value.as_deref());
    out.extend_from_slice(b",\"earliest\":");
    text_or_null(out, earliest.as_deref());
    out.extend_from_slice(b",\"latest\":");
    text_or_null(out, latest.as_deref());
    out.extend_from_slice(b",\"mod\":");
    word_or_null(out, modifier.map(|modifier| modifier.as_str()));
    out.push(b'}');
}

fn evidence(out: &mut Vec<u8>, doc: &Document<'_>, span: Span) {
    stretch(out, doc, span);
    out.push(b'}');
}

/// An object's beginning with the three fields of a place; it stays open.
fn stretch(out: &mut Vec<u8>, doc: &Document<'_>, span: Span) {
    let raw = doc.raw_span(span);
    out.extend_from_slice(b"{\"start\":");
    number(out, raw.start);
    out.extend_from_slice(b",\"end\":");
    number(out, raw.end);
    out.extend_from_slice(b",\"text\":");
    text(out, doc.raw().get(raw.start_byte..raw.end_byte).unwrap_or_default());
}

/// A letter with a number.
fn id(out: &mut Vec<u8>, letter: u8, n: usize) {
    out.extend([b'"', letter]);
    number(out, n);
    out.push(b'"');
}

fn name_or_null(out: &mut Vec<u8>, doc: &Document<'_>, span: Option<Span>) {
    match span {
        None => out.extend_from_slice(b"null"),
        Some(span) => text(out, &doc.name_of(span)),
    }
}

fn list<T>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

/// A word of a closed vocabulary: nothing in it needs an escape.
fn word(out: &mut Vec<u8>, word: &str) {
    out.push(b'"');
    out.extend_from_slice(word.as_bytes());
    out.push(b'"');
}

fn word_or_null(out: &mut Vec<u8>, value: Option<&str>) {
    match value {
        None => out.extend_from_slice(b"null"),
        Some(value) => word(out, value),
    }
}

fn text_or_null(out: &mut Vec<u8>, value: Option<&str>) {
    match value {
        None => out.extend_from_slice(b"null"),
        Some(value) => text(out, value),
    }
}

/// A string with quotes and escapes.
fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    inside(out, text);
    out.push(b'"');
}

/// The same of characters.
fn chars(out: &mut Vec<u8>, chars: &[char]) {
    out.reserve(3 * chars.len() + 2);
    out.push(b'"');
    for &c in chars {
        let code = c as u32;
        // Most characters have three bytes.
        if let 0x800..=0xffff = code {
            let byte = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
            out.extend_from_slice(&[0xe0 | (code >> 12) as u8, byte(6), byte(0)]);
        } else {
            inside(out, c.encode_utf8(&mut [0; 4]));
        }
    }
    out.push(b'"');
}

/// What stands between the quotes.
fn inside(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(at) = special(rest) {
        let (plain, from) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((&byte, after)) = from.split_first() else { break };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            byte => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
        }
        rest = after;
    }
    out.extend_from_slice(rest);
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

fn number(out: &mut Vec<u8>, mut n: usize) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        // Two at a time.
        let two = (n % 100) as u8;
        n /= 100;
        at -= 2;
        digits[at] = b'0' + two / 10;
        digits[at + 1] = b'0' + two % 10;
        if n == 0 {
            at += usize::from(two < 10);
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Numbers that are not whole.
fn other(out: &mut Vec<u8>, value: &impl Serialize) {
    // Writing numbers to memory does not fail.
    let _ = serde_json::to_writer(out, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_text_is_escaped_as_serde_does() {
        let all: String = ('\0'..='\u{ff}').chain("党支部\u{2028}𠀀".chars()).collect();
        for text_ in ["", "a", "\"", "党支部\\", "12345678\"", "1234567\u{1f}8", &all] {
            let mut out = Vec::new();
            text(&mut out, text_);
            let json = serde_json::to_string(text_).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), json);
            let mut out = Vec::new();
            chars(&mut out, &text_.chars().collect::<Vec<char>>());
            assert_eq!(String::from_utf8(out).unwrap(), json);
        }
    }

    #[test]
    fn ok_numbers_are_written_as_serde_does() {
        for n in [0, 7, 10, 99, 100, 12_345, usize::MAX] {
            let mut out = Vec::new();
            number(&mut out, n);
            assert_eq!(String::from_utf8(out).unwrap(), n.to_string());
        }
    }
}
