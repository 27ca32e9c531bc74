//! JSON Lines, and JSON files: an object, an array of objects, or objects one behind the other.

use super::Columns;
use super::fault::Fault;
use super::limits::{Limits, LineFault};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// What is handed on: the name of the place behind the file's, and the object or what is wrong with it.
pub(super) type Give<'a> = dyn FnMut(&str, Result<Vec<u8>, Fault>) -> ControlFlow<()> + 'a;

/// A report a line.
pub(super) fn lines(reader: &mut dyn BufRead, limits: &Limits, give: &mut Give<'_>) -> ControlFlow<()> {
    let mut line = Vec::new();
    for number in 1usize.. {
        let place = || format!(":{number}");
        match limits.read_line(reader, &mut line) {
            Ok(false) => break,
            Ok(true) if line.trim_ascii().is_empty() => {}
            Ok(true) => give(&place(), Ok(std::mem::take(&mut line)))?,
            Err(LineFault::Passed(fault)) => give(&place(), Err(fault))?,
            Err(LineFault::Last(fault)) => return give(&place(), Err(fault)),
        }
    }
    ControlFlow::Continue(())
}

/// A JSON file: the first thing in it tells which sort.
pub(super) fn any(reader: &mut dyn BufRead, limits: &Limits, give: &mut Give<'_>) -> ControlFlow<()> {
    let first = match first_byte(reader) {
        Ok(first) => first,
        Err(error) => return give("", Err(error.into())),
    };
    if first == Some(b'[') {
        return array(reader, limits, give);
    }
    // Lines that are objects each, or one object over many lines.
    let mut line = Vec::new();
    if let Err(LineFault::Passed(fault) | LineFault::Last(fault)) = limits.read_line(reader, &mut line) {
        return give("", Err(fault));
    }
    let whole_line = serde_json::from_slice::<IgnoredAny>(&line).is_ok();
    let more = !matches!(reader.fill_buf(), Ok([]));
    let mut reader = io::Cursor::new(line).chain(reader);
    if whole_line && more {
        return lines(&mut reader, limits, give);
    }
    objects(&mut reader, limits, give)
}

/// The first byte that is no blank; what is before it is dropped.
fn first_byte(reader: &mut dyn BufRead) -> io::Result<Option<u8>> {
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let blanks = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let first = bytes.get(blanks).copied();
        reader.consume(blanks);
        if first.is_some() {
            return Ok(first);
        }
    }
}

/// A reader that gives up when one value is too long.
struct Measured<'a, R> {
    inner: R,
    left: &'a Cell<u64>,
    limits: &'a Limits,
}

impl<R: Read> Read for Measured<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => return Err(self.limits.too_large().into()),
        }
        Ok(read)
    }
}

/// Objects one behind the other; often only one.
fn objects(reader: &mut dyn BufRead, limits: &Limits, give: &mut Give<'_>) -> ControlFlow<()> {
    let left = Cell::new(limits.max_size);
    let measured = Measured { inner: reader, left: &left, limits };
    let mut values = serde_json::Deserializer::from_reader(measured).into_iter::<Box<RawValue>>().peekable();
    let mut number = 0usize;
    while let Some(value) = values.next() {
        left.set(limits.max_size);
        number += 1;
        let only = number == 1 && values.peek().is_none();
        let place = if only { String::new() } else { format!("[{number}]") };
        match value {
            Ok(value) => give(&place, Ok(Box::<str>::from(value).into_boxed_bytes().into_vec()))?,
            Err(error) => return give(&place, Err(fault(error))),
        }
    }
    if number == 0 {
        return give("", Err(Fault::new("no-text", "holds no report")));
    }
    ControlFlow::Continue(())
}

fn array(reader: &mut dyn BufRead, limits: &Limits, give: &mut Give<'_>) -> ControlFlow<()> {
    let left = Cell::new(limits.max_size);
    let measured = Measured { inner: reader, left: &left, limits };
    let mut json = serde_json::Deserializer::from_reader(measured);
    let mut elements = Elements { give, left: &left, limits, number: 0, stopped: false };
    let read = (&mut elements).deserialize(&mut json).and_then(|()| json.end());
    let (number, stopped) = (elements.number, elements.stopped);
    match read {
        _ if stopped => ControlFlow::Break(()),
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => give(&format!("[{}]", number + 1), Err(fault(error))),
    }
}

/// Hands on each element of an array while it is read.
struct Elements<'a, 'g> {
    give: &'a mut Give<'g>,
    left: &'a Cell<u64>,
    limits: &'a Limits,
    number: usize,
    stopped: bool,
}

impl<'de> DeserializeSeed<'de> for &mut Elements<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<Box<RawValue>>()? {
            self.left.set(self.limits.max_size);
            self.number += 1;
            let bytes = Box::<str>::from(value).into_boxed_bytes().into_vec();
            if (self.give)(&format!("[{}]", self.number), Ok(bytes)).is_break() {
                self.stopped = true;
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

fn fault(error: serde_json::Error) -> Fault {
    if error.is_io() { io::Error::from(error).into() } else { Fault::malformed(problem(&error)) }
}

/// What serde_json says, with the column alone where the line is ours.
fn problem(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match said.strip_suffix(&place) {
        Some(said) if error.line() == 1 => format!("{said} at column {}", error.column()),
        Some(said) => format!("{said}{place}"),
        None => said,
    }
}

/// What is wanted of an object.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) text: String,
    pub(super) id: Option<String>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
}

/// The fields of an object, by the names that the caller gave or by usual ones.
pub(super) fn fields(json: &str, columns: &Columns) -> Result<Fields, Fault> {
    let object: Map<String, Value> =
        serde_json::from_str(json.trim()).map_err(|e| Fault::malformed(problem(&e)))?;
    let of = |given: Option<&String>, usual: &[&str]| -> Result<Option<String>, Fault> {
        let Some(given) = given else { return Ok(usual.iter().find_map(|name| string(object.get(*name)?))) };
        let mut value = object.get(given);
        if value.is_none() {
            let mut parts = given.split('.');
            value = parts.next().and_then(|first| object.get(first));
            for part in parts {
                value = value.and_then(|v| v.get(part));
            }
        }
        Ok(value.and_then(string))
    };
    let text = of(columns.text.as_ref(), Columns::TEXT)?;
    let wanted = columns.text.as_deref().unwrap_or("text");
    Ok(Fields {
        text: text.ok_or_else(|| Fault::malformed(format!("missing field `{wanted}`")))?,
        id: of(columns.id.as_ref(), Columns::ID)?,
        date: of(columns.date.as_ref(), Columns::DATE)?,
        title: of(columns.title.as_ref(), &[])?,
        url: of(None, Columns::URL)?,
        source: of(None, &["source"])?,
    })
}

/// Whether JSON is sound but no report.
pub(super) fn is_other(json: &[u8], columns: &Columns) -> bool {
    let sound = |json: &str| serde_json::from_str::<IgnoredAny>(json).is_ok();
    std::str::from_utf8(json).is_ok_and(|json| fields(json, columns).is_err() && sound(json))
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<(String, String)> {
        let limits = Limits { max_size: 40, ..Limits::default() };
        let mut got = Vec::new();
        let _ = any(&mut io::BufReader::with_capacity(3, json.as_bytes()), &limits, &mut |place, object| {
            let shown = match object {
                Ok(bytes) => String::from_utf8(bytes).unwrap().trim().to_string(),
                Err(fault) => format!("{}: {fault}", fault.code),
            };
            got.push((place.to_string(), shown));
            ControlFlow::Continue(())
        });
        got
    }

    #[test]
    fn ok_object_array_lines() {
        let pair = |place: &str, json: &str| (place.to_string(), json.to_string());
        assert_eq!(read(" {\"a\":\n 1}"), [pair("", "{\"a\":\n 1}")]);
        assert_eq!(read("{\"a\":1}\n"), [pair("", "{\"a\":1}")]);
        assert_eq!(
            read("\n[{\"a\":1}, {\"b\":\n2}]"),
            [pair("[1]", "{\"a\":1}"), pair("[2]", "{\"b\":\n2}")]
        );
        assert_eq!(read("{\"a\":1}\n{\"a\":2}"), [pair(":1", "{\"a\":1}"), pair(":2", "{\"a\":2}")]);
        assert_eq!(read("{\"a\":\n1} {\"a\":2}"), [pair("[1]", "{\"a\":\n1}"), pair("[2]", "{\"a\":2}")]);
        assert_eq!(read("[]"), []);
    }

    #[test]
    fn err_broken_and_long() {
        assert_eq!(read("")[0].1, "no-text: holds no report");
        let cut = read("[{\"a\":1}, {\"b\"");
        assert_eq!((cut.len(), cut[1].0.as_str()), (2, "[2]"));
        assert!(cut[1].1.starts_with("malformed: EOF"), "{cut:?}");
        let long = format!("[{{\"a\":1}}, {{\"b\":\"{}\"}}]", "长".repeat(50));
        assert!(read(&long)[1].1.starts_with("too-large"), "{:?}", read(&long));
        let long = format!("{{\"a\":1,\n \"b\":\"{}\"}}", "长".repeat(50));
        assert!(read(&long)[0].1.starts_with("too-large"), "{:?}", read(&long));
    }

    #[test]
    fn ok_fields_by_name() {
        let json = r#"{"正文": "甲", "no": 7, "meta": {"day": "2021-07-01"}, "标题": "乙"}"#;
        let columns = Columns {
            id: Some("no".into()),
            date: Some("meta.day".into()),
            title: Some("标题".into()),
            ..Columns::default()
        };
        let got = fields(json, &columns).unwrap();
        assert_eq!(
            (got.text.as_str(), got.id.as_deref(), got.date.as_deref()),
            ("甲", Some("7"), Some("2021-07-01"))
        );
        assert_eq!(got.title.as_deref(), Some("乙"));
        assert_eq!(fields("{}", &columns).unwrap_err().message, "missing field `text`");
        assert!(fields("[]", &columns).is_err());
    }
}
