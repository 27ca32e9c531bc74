//! Web archives: the pages that servers answered with, record after record (ISO 28500). Compressed, each record is a
//! stream of its own, which [`super::pack`] reads through.

use super::date::day_in_china;
use super::fault::Fault;
use super::kind::{HEAD, Kind};
use super::limits::{LineFault, Watched};
use super::open::Finder;
use super::task::{Body, Page};
use encoding_rs::Encoding;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// The longest line of a head, and the most lines.
const LINE: u64 = 64 << 10;
const LINES: usize = 1000;

/// Names in small letters with their values.
type Head = Vec<(String, String)>;

fn get<'a>(head: &'a Head, name: &str) -> Option<&'a str> {
    head.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

pub(super) fn read(finder: &mut Finder<'_, '_>, place: &str, reader: &mut dyn BufRead) -> ControlFlow<()> {
    loop {
        match first_line(reader) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(line)) if line.starts_with("WARC/") => {}
            Ok(Some(_)) => {
                return finder.fault(place, Fault::malformed("a record does not begin with WARC/"));
            }
            Err(fault) => return finder.fault(place, fault),
        }
        if let Err(fault) = finder.cost.entry(&finder.options.limits) {
            return finder.fault(place, fault);
        }
        let head = match head(reader) {
            Ok(head) => head,
            Err(fault) => return finder.fault(place, fault),
        };
        let Some(length) = get(&head, "content-length").and_then(|l| l.parse::<u64>().ok()) else {
            return finder.fault(place, Fault::malformed("a record does not tell its length"));
        };
        let mut block = reader.take(length);
        let url = get(&head, "warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_string());
        if let (Some("response" | "resource" | "conversion"), Some(url)) = (get(&head, "warc-type"), url) {
            let http = get(&head, "content-type").is_some_and(|t| t.starts_with("application/http"));
            let archived = get(&head, "warc-date").and_then(day_in_china);
            let inner = format!("{place}!{}", crate::message::clean(&url));
            match page(finder, &mut block, http, get(&head, "content-type")) {
                Ok(Some((bytes, kind, charset))) => {
                    let page = Page { url, archived, charset };
                    finder.give(&inner, bytes.len() as u64, Body::Page(bytes, kind, Box::new(page)))?;
                }
                Ok(None) => {}
                Err(fault) => finder.fault(&inner, fault)?,
            }
        }
        let rest = block.limit();
        match io::copy(&mut block, &mut io::sink()) {
            Ok(passed) if passed < rest => {
                return finder.fault(place, Fault::malformed("ends before its end"));
            }
            Ok(_) => {}
            Err(error) => return finder.fault(place, error.into()),
        }
    }
}

/// The document of a record, if it is one that is read, with its format and the encoding that its server told.
type Document = Option<(Vec<u8>, Kind, Option<&'static Encoding>)>;

fn page(
    finder: &Finder<'_, '_>,
    block: &mut dyn BufRead,
    http: bool,
    outer: Option<&str>,
) -> Result<Document, Fault> {
    let limits = &finder.options.limits;
    let mut fields = Head::new();
    if http {
        let status = line(block)?.unwrap_or_default();
        if !status.split(' ').nth(1).is_some_and(|code| code == "200" || code == "203") {
            return Ok(None);
        }
        fields = head(block)?;
    }
    let declared =
        get(&fields, "content-type").or(outer.filter(|_| !http)).unwrap_or_default().to_ascii_lowercase();
    let mime = declared.split(';').next().unwrap_or_default().trim();
    let kind = match mime {
        "text/html" | "application/xhtml+xml" => Some(Kind::Html),
        "text/plain" => Some(Kind::Text),
        "application/pdf" => Some(Kind::Pdf),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Some(Kind::Docx),
        "" => None,
        _ => return Ok(None),
    };
    let charset =
        declared.split("charset=").nth(1).map(|c| c.split(';').next().unwrap_or(c).trim_matches(['"', ' ']));
    let charset = charset.and_then(|c| Encoding::for_label(c.as_bytes()));
    let bytes =
        match get(&fields, "transfer-encoding").is_some_and(|t| t.to_ascii_lowercase().contains("chunked")) {
            true => unchunked(limits.read_all(block)?),
            false => limits.read_all(block)?,
        };
    let cost = finder.cost.clone();
    let unpacked =
        |inner: &mut dyn Read| limits.read_all(&mut Watched { inner, cost: &cost, limits, depth: 15 });
    let bytes = match get(&fields, "content-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("gzip" | "x-gzip") => unpacked(&mut flate2::bufread::MultiGzDecoder::new(bytes.as_slice()))?,
        Some("deflate") => match unpacked(&mut flate2::bufread::ZlibDecoder::new(bytes.as_slice())) {
            Ok(bytes) => bytes,
            // Some servers leave out the head that the name stands for.
            Err(fault) if fault.code == "malformed" => {
                unpacked(&mut flate2::bufread::DeflateDecoder::new(bytes.as_slice()))?
            }
            Err(fault) => return Err(fault),
        },
        None | Some("identity" | "") => bytes,
        Some(other) => return Err(Fault::new("unsupported", format!("is compressed as {other}"))),
    };
    let sniffed =
        || Kind::of_head(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default()).filter(|k| k.is_one());
    Ok(kind.or_else(sniffed).map(|kind| (bytes, kind, charset)))
}

/// The body of an answer that was sent in chunks; as it stands where it is none, since some archives keep the field but not
/// the chunks.
fn unchunked(bytes: Vec<u8>) -> Vec<u8> {
    let mut body = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    loop {
        let Some(end) = rest.iter().take(32).position(|&b| b == b'\n') else { return bytes };
        let (size, after) = rest.split_at(end + 1);
        let size = std::str::from_utf8(size).ok().and_then(|s| s.split(';').next());
        let Some(size) = size.and_then(|s| usize::from_str_radix(s.trim(), 16).ok()) else { return bytes };
        if size == 0 {
            return body;
        }
        let chunk = after.get(..size.min(after.len())).unwrap_or_default();
        body.extend_from_slice(chunk);
        rest = after.get(chunk.len()..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return body;
        }
    }
}

fn first_line(reader: &mut dyn BufRead) -> Result<Option<String>, Fault> {
    loop {
        match line(reader)? {
            Some(line) if line.is_empty() => {}
            other => return Ok(other),
        }
    }
}

/// A line without its end.
fn line(reader: &mut dyn BufRead) -> Result<Option<String>, Fault> {
    let limits = super::Limits { max_size: LINE, ..super::Limits::default() };
    let mut line = Vec::new();
    match limits.read_line(reader, &mut line) {
        Ok(false) => Ok(None),
        Ok(true) => Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())),
        Err(LineFault::Last(fault)) => Err(fault),
        Err(LineFault::Passed(_)) => {
            Err(Fault::malformed(format!("a line of a head is longer than {LINE} bytes")))
        }
    }
}

/// The fields up to the empty line.
fn head(reader: &mut dyn BufRead) -> Result<Head, Fault> {
    let mut head = Head::new();
    for _ in 0..LINES {
        let line = line(reader)?.unwrap_or_default();
        if line.is_empty() {
            return Ok(head);
        }
        if let Some((name, value)) = line.split_once(':') {
            head.push((name.trim().to_ascii_lowercase(), value.trim().to_string()));
        } else if let Some(last) = head.last_mut() {
            last.1.push_str(line.trim());
        }
    }
    Err(Fault::malformed(format!("a head has more than {LINES} lines")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_chunks() {
        assert_eq!(unchunked(b"4\r\nabcd\r\n2;x=y\r\nef\r\n0\r\n\r\n".to_vec()), b"abcdef");
        assert_eq!(unchunked(b"4\r\nabcd\r\nff\r\ne".to_vec()), b"abcde", "cut");
        assert_eq!(unchunked(b"<html>no chunks".to_vec()), b"<html>no chunks");
    }
}
