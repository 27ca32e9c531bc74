//! A record as one line of JSON, written straight: the same bytes that serde would write.

use super::{
    Author, Date, Evidence, Mention, Meta, Number, NumberValue, Organization, Pairing, Person, PostHeld,
    Published, Record, Warning,
};
use serde::Serialize;

impl Record {
    /// Adds the record to `out` as one line of JSON, without a line end: exactly what `serde_json::to_writer` writes.
    ///
    /// ```
    /// let record = dangjian::Extractor::new()?.extract("7月1日,河湾村党支部与县供电公司党支部签约。");
    /// let mut line = Vec::new();
    /// record.write_json(&mut line);
    /// assert!(line.starts_with(br#"{"schema":1,"id":null,"#));
    /// # Ok::<(), dangjian::Error>(())
    /// ```
    pub fn write_json(&self, out: &mut Vec<u8>) {
        // Fields are named one by one, so that a new one cannot be forgotten here.
        let Self {
            schema,
            id,
            source,
            published,
            meta,
            organizations,
            people,
            dates,
            numbers,
            pairings,
            warnings,
        } = self;
        out.extend_from_slice(b"{\"schema\":");
        number(out, *schema as usize);
        out.extend_from_slice(b",\"id\":");
        text_or_null(out, id.as_deref());
        out.extend_from_slice(b",\"source\":");
        text_or_null(out, source.as_deref());
        out.extend_from_slice(b",\"published\":");
        match published {
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
        let Meta { title, outlet, authors } = meta;
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
        list(out, organizations, organization);
        out.extend_from_slice(b",\"people\":");
        list(out, people, person);
        out.extend_from_slice(b",\"dates\":");
        list(out, dates, date);
        out.extend_from_slice(b",\"numbers\":");
        list(out, numbers, quantity);
        out.extend_from_slice(b",\"pairings\":");
        list(out, pairings, pairing);
        out.extend_from_slice(b",\"warnings\":");
        list(out, warnings, |out, Warning { code, message, start, end }| {
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
}

fn organization(out: &mut Vec<u8>, organization: &Organization) {
    let Organization { id, name, kind, level, host, place, masked, mentions } = organization;
    out.extend_from_slice(b"{\"id\":");
    text(out, id);
    out.extend_from_slice(b",\"name\":");
    text(out, name);
    out.extend_from_slice(b",\"kind\":");
    word(out, kind.as_str());
    out.extend_from_slice(b",\"level\":");
    word_or_null(out, level.map(|level| level.as_str()));
    out.extend_from_slice(b",\"host\":");
    text_or_null(out, host.as_deref());
    out.extend_from_slice(b",\"place\":");
    text_or_null(out, place.as_deref());
    out.extend_from_slice(if *masked { b",\"masked\":true".as_slice() } else { b",\"masked\":false" });
    out.extend_from_slice(b",\"mentions\":");
    list(out, mentions, |out, Mention { start, end, text, form }| {
        stretch(out, *start, *end, text);
        out.extend_from_slice(b",\"form\":");
        word(out, form.as_str());
        out.push(b'}');
    });
    out.push(b'}');
}

fn person(out: &mut Vec<u8>, person: &Person) {
    let Person { id, name, mentions, roles } = person;
    out.extend_from_slice(b"{\"id\":");
    text(out, id);
    out.extend_from_slice(b",\"name\":");
    text(out, name);
    out.extend_from_slice(b",\"mentions\":");
    list(out, mentions, evidence);
    out.extend_from_slice(b",\"roles\":");
    list(out, roles, |out, PostHeld { organization, title }| {
        out.extend_from_slice(b"{\"organization\":");
        text_or_null(out, organization.as_deref());
        out.extend_from_slice(b",\"title\":");
        text(out, title);
        out.push(b'}');
    });
    out.push(b'}');
}

fn date(out: &mut Vec<u8>, date: &Date) {
    let Date { start, end, text, kind, value, earliest, latest, modifier } = date;
    stretch(out, *start, *end, text);
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

fn quantity(out: &mut Vec<u8>, quantity: &Number) {
    let Number { start, end, text, kind, value, unit, unit_norm, bound, counted, of } = quantity;
    stretch(out, *start, *end, text);
    out.extend_from_slice(b",\"kind\":");
    word(out, kind.as_str());
    out.extend_from_slice(b",\"value\":");
    match value {
        NumberValue::Whole(value) => {
            if *value < 0 {
                out.push(b'-');
            }
            number(out, value.unsigned_abs() as usize);
        }
        NumberValue::Real(value) => other(out, value),
        NumberValue::Range(values) => other(out, values),
        NumberValue::Unknown(_) => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"unit\":");
    text_or_null(out, unit.as_deref());
    out.extend_from_slice(b",\"unit_norm\":");
    text_or_null(out, unit_norm.as_deref());
    out.extend_from_slice(b",\"bound\":");
    word(out, bound.as_str());
    out.extend_from_slice(b",\"counted\":");
    text_or_null(out, counted.as_deref());
    out.extend_from_slice(b",\"of\":");
    text_or_null(out, of.as_deref());
    out.push(b'}');
}

fn pairing(out: &mut Vec<u8>, pairing: &Pairing) {
    let Pairing {
        id,
        kind,
        class,
        status,
        sides,
        date,
        since,
        place,
        theme,
        declared,
        evidence: shown,
        confidence,
    } = pairing;
    out.extend_from_slice(b"{\"id\":");
    text(out, id);
    out.extend_from_slice(b",\"kind\":");
    text(out, kind);
    out.extend_from_slice(b",\"type\":");
    word_or_null(out, class.map(|class| class.as_str()));
    out.extend_from_slice(b",\"status\":");
    word(out, status.as_str());
    out.extend_from_slice(b",\"sides\":");
    list(out, sides, |out, side| list(out, side, |out, id| text(out, id)));
    out.extend_from_slice(b",\"date\":");
    text_or_null(out, date.as_deref());
    out.extend_from_slice(b",\"since\":");
    text_or_null(out, since.as_deref());
    out.extend_from_slice(b",\"place\":");
    text_or_null(out, place.as_deref());
    out.extend_from_slice(b",\"theme\":");
    text_or_null(out, theme.as_deref());
    out.extend_from_slice(b",\"declared\":");
    match declared {
        None => out.extend_from_slice(b"null"),
        Some(n) => number(out, *n as usize),
    }
    out.extend_from_slice(b",\"evidence\":");
    list(out, shown, evidence);
    out.extend_from_slice(b",\"confidence\":");
    other(out, confidence);
    out.push(b'}');
}

fn evidence(out: &mut Vec<u8>, evidence: &Evidence) {
    stretch(out, evidence.start, evidence.end, &evidence.text);
    out.push(b'}');
}

/// An object's beginning with the three fields of a place; it stays open.
fn stretch(out: &mut Vec<u8>, start: usize, end: usize, slice: &str) {
    out.extend_from_slice(b"{\"start\":");
    number(out, start);
    out.extend_from_slice(b",\"end\":");
    number(out, end);
    out.extend_from_slice(b",\"text\":");
    text(out, slice);
}

fn list<T>(out: &mut Vec<u8>, items: &[T], mut write: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (i, item) in items.iter().enumerate() {
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
    out.push(b'"');
}

/// Where the first byte stands that needs an escape.
fn special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let zero = |x: u64| x.wrapping_sub(ONES) & !x;
    let mut at = 0;
    // Eight bytes at a time while none of them can be one.
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let x = u64::from_le_bytes(*eight);
        let low = x.wrapping_sub(ONES * 0x20) & !x;
        if (low | zero(x ^ (ONES * 0x22)) | zero(x ^ (ONES * 0x5c))) & HIGH != 0 {
            break;
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|&b| b < 0x20 || b == b'"' || b == b'\\').map(|i| at + i)
}

fn number(out: &mut Vec<u8>, n: usize) {
    let mut digits = [0; 20];
    let (mut at, mut n) = (digits.len(), n);
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
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
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(text_).unwrap());
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
