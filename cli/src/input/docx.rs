//! Word files: paragraphs and rows of tables out of `word/document.xml`.

use super::date::day_in_china;
use super::fault::Fault;
use super::limits::{Cost, Limits, Watched};
use super::task::{Content, Dates, How};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use std::io::{BufRead, BufReader, Cursor};
use zip::ZipArchive;

pub(super) fn read(bytes: Vec<u8>, limits: &Limits) -> Result<Content, Fault> {
    let cost = Cost::default();
    cost.packed.set(bytes.len() as u64);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(super::zipped::fault)?;
    let mut part = |name: &str| -> Result<Vec<u8>, Fault> {
        let entry = archive.by_name(name).map_err(super::zipped::fault)?;
        limits.read_all(&mut Watched { inner: entry, cost: &cost, limits, depth: 1 })
    };
    let text = body(&mut BufReader::new(part("word/document.xml")?.as_slice()))?;
    if text.trim().is_empty() {
        return Err(Fault::new("no-text", "the document holds no text"));
    }
    let mut dates = Dates::default();
    let core = part("docProps/core.xml").unwrap_or_default();
    dates.add(How::File, created(&String::from_utf8_lossy(&core)));
    Ok(Content { text, dates, ..Content::default() })
}

/// The day in `<dcterms:created …>2021-07-15T01:30:00Z</dcterms:created>`.
fn created(core: &str) -> Option<String> {
    let from = core.get(core.find("<dcterms:created")?..)?;
    let inner = from.get(from.find('>')? + 1..)?;
    day_in_china(inner.get(..inner.find('<')?)?)
}

fn body(xml: &mut dyn BufRead) -> Result<String, Fault> {
    let mut reader = Reader::from_reader(xml);
    let (mut buffer, mut text) = (Vec::new(), String::new());
    // In a run's text; in cells; in what old programs show instead of something that stands there already.
    let (mut run, mut cells, mut instead) = (false, 0usize, 0usize);
    loop {
        match reader.read_event_into(&mut buffer).map_err(Fault::malformed)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "t" => run = true,
                "tc" => cells += 1,
                "Fallback" => instead += 1,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "t" => run = false,
                "p" if cells == 0 => text.push('\n'),
                "p" => text.push(' '),
                "tc" => {
                    cells = cells.saturating_sub(1);
                    trim(&mut text);
                    text.push(if cells == 0 { '\t' } else { ' ' });
                }
                "tr" if cells == 0 => {
                    trim(&mut text);
                    text.push('\n');
                }
                "Fallback" => instead = instead.saturating_sub(1),
                _ => {}
            },
            Event::Empty(empty) if instead == 0 => match empty.local_name().as_ref() {
                "tab" if cells == 0 => text.push('\t'),
                "br" | "cr" if cells == 0 => text.push('\n'),
                "tab" | "br" | "cr" => text.push(' '),
                "p" if cells == 0 => text.push('\n'),
                "tc" => text.push('\t'),
                _ => {}
            },
            Event::Text(part) if run && instead == 0 => {
                text.push_str(&part.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(reference) if run && instead == 0 => {
                let character = reference.resolve_char_ref().map_err(Fault::malformed)?;
                match (character, &*reference.xml_content(XmlVersion::Implicit1_0)) {
                    (Some(c), _) => text.push(c),
                    (None, "amp") => text.push('&'),
                    (None, "lt") => text.push('<'),
                    (None, "gt") => text.push('>'),
                    (None, "quot") => text.push('"'),
                    (None, "apos") => text.push('\''),
                    (None, other) => {
                        return Err(Fault::malformed(format!("an entity that is not known: {other}")));
                    }
                }
            }
            Event::Eof => return Ok(text.trim_end().to_string()),
            _ => {}
        }
        buffer.clear();
    }
}

/// Takes blanks off the end.
fn trim(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_paragraphs_and_tables() {
        let xml = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>清河镇</w:t></w:r><w:r><w:t xml:space='preserve'>党委 &amp; 甲&#x4e59;</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲方</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p><w:p><w:r><w:t>方</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p></w:body></w:document>";
        assert_eq!(body(&mut xml.as_bytes()).unwrap(), "清河镇党委 & 甲乙\n甲方\t乙 方\t\n一\n二");
        let core = "<a><dcterms:created xsi:type=\"x\">2021-07-14T23:30:00Z</dcterms:created></a>";
        assert_eq!(created(core).as_deref(), Some("2021-07-15"));
    }
}
