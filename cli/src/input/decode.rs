//! From bytes to text: UTF-8, UTF-16 and the encodings of Chinese archives.

use super::fault::Fault;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, BufRead, BufReader, Read};

/// A text with what its bytes did not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// What was replaced, and where it begins.
    pub(crate) warning: Option<String>,
}

/// Turns bytes into text. A byte order mark decides; without one what is declared, where it fits; without that the
/// bytes do.
///
/// What cannot be read becomes U+FFFD: the record then has a warning too, and its offsets are right for the text with
/// that character in it. Bytes that are mostly no text are refused.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return with_replacement(encoding, &bytes, mark);
    }
    // UTF-16 that passes as UTF-8 is ASCII: it holds zeros, which no report does.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') || unmarked_utf16(text.as_bytes()).is_none() => {
            return Ok(Decoded { text, warning: None });
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let encoding = match declared.map(wider) {
        Some(encoding) if strictly(encoding, &bytes).is_some() => encoding,
        _ => guess(&bytes),
    };
    with_replacement(encoding, &bytes, 0)
}

/// GBK and GB2312 are parts of GB18030, and declared where that is meant.
fn wider(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The encoding of bytes without a mark that are not sound UTF-8.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = unmarked_utf16(bytes) {
        return encoding;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    // Every text in GBK is one in GB18030. What is Big5 can be read as GB18030 too, but holds characters
    // for private use then, and the detector knows better.
    let text = strictly(GB18030, bytes);
    if text.as_ref().is_none_or(|t| t.contains(|c| matches!(c, '\u{e000}'..='\u{f8ff}'))) {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        if detector.guess(None, Utf8Detection::Deny) == BIG5
            && (text.is_none() || strictly(BIG5, bytes).is_some())
        {
            return BIG5;
        }
    }
    GB18030
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|t| t.into_owned())
}

/// The text behind the mark. Refused if more than a tenth of it would have to be replaced.
fn with_replacement(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> Result<Decoded, Fault> {
    let body = bytes.get(mark..).unwrap_or_default();
    if let Some(text) = strictly(encoding, body) {
        return Ok(Decoded { text, warning: None });
    }
    let (text, _) = encoding.decode_without_bom_handling(body);
    let was =
        body.windows(3).filter(|w| *w == "\u{fffd}".as_bytes()).count() * usize::from(encoding == UTF_8);
    let replaced = text.chars().filter(|&c| c == '\u{fffd}').count().saturating_sub(was).max(1);
    let place = place(bytes, first_bad(encoding, body) + mark);
    // Nearly all bytes are some character of GB18030; what no one types gives other files away.
    let untyped =
        text.chars().filter(|&c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')).count();
    let all = text.chars().count();
    if replaced * 10 > all || untyped * 20 > all {
        let message = match (encoding == GB18030, mark) {
            (true, _) => format!("is no text in UTF-8, UTF-16, GB18030 or Big5 ({place})"),
            _ => format!("looks like {} but is none ({place})", encoding.name()),
        };
        return Err(Fault::new("undecodable", message));
    }
    let (name, noun) = (encoding.name(), if replaced == 1 { "place" } else { "places" });
    let warning =
        format!("{replaced} {noun} could not be read as {name} and became U+FFFD, the first at {place}");
    Ok(Decoded { text: text.into_owned(), warning: Some(warning) })
}

fn place(bytes: &[u8], at: usize) -> String {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    format!("line {line}, byte {}", at + 1)
}

/// Where the first bytes stand that an encoding cannot read.
fn first_bad(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut sink = [0u8; 4096];
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut sink, true);
        at += read;
        match result {
            DecoderResult::OutputFull => {}
            DecoderResult::InputEmpty => break,
            DecoderResult::Malformed(bad, after) => {
                return at.saturating_sub(usize::from(bad) + usize::from(after));
            }
        }
    }
    at
}

/// A reader of lines that turns UTF-16 into UTF-8 and drops a mark. Other encodings are left to who reads a line: no byte
/// of a character in them is a line end.
pub(super) fn lines(reader: &mut dyn BufRead) -> impl BufRead {
    let encoding = match reader.fill_buf() {
        Ok(head) if Encoding::for_bom(head).is_none() => unmarked_utf16(head),
        _ => None,
    };
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.utf8_passthru(true).strip_bom(true).bom_override(true).encoding(encoding);
    BufReader::with_capacity(1 << 16, builder.build(reader))
}

/// A reader of UTF-8, whatever the encoding: as the first bytes tell, as many as are there.
pub(super) fn utf8(reader: &mut dyn BufRead) -> io::Result<impl BufRead> {
    let mut head = Vec::new();
    reader.take(1 << 16).read_to_end(&mut head)?;
    let encoding = match std::str::from_utf8(&head) {
        _ if Encoding::for_bom(&head).is_some() => None,
        Ok(_) => unmarked_utf16(&head),
        // The last character is cut, perhaps.
        Err(error) if error.error_len().is_none() && head.len() == 1 << 16 => None,
        Err(_) => Some(guess(&head)),
    };
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.utf8_passthru(true).strip_bom(true).bom_override(true).encoding(encoding);
    let decoded = builder.build(io::Cursor::new(head).chain(reader));
    Ok(BufReader::with_capacity(1 << 16, decoded))
}

/// Whether bytes that are not UTF-8 were meant to be: sequences of several bytes are mostly sound. In text
/// of another encoding sound ones are rare.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > 10 * broken
}

/// UTF-16 without a mark: of the units that one byte order gives, nearly all are ASCII, Chinese characters
/// or Chinese punctuation. Neither UTF-8 nor GB18030 looks like that.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    let units = sample.len() / 2;
    if units < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let usual = |unit: u16| matches!(unit, 0x0009 | 0x000A | 0x000D | 0x0020..=0x007E | 0x2010..=0x203F | 0x3000..=0x303F | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF);
    let count = |read: fn([u8; 2]) -> u16| {
        sample.chunks_exact(2).filter_map(|c| <[u8; 2]>::try_from(c).ok()).filter(|&c| usual(read(c))).count()
    };
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    // ASCII is Chinese the other way round: then the side on which the zeros stand decides.
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&b| b == 0).count();
    let enough = units * 9 / 10;
    match (little > enough, big > enough) {
        (true, true) if zeros(1) > zeros(0) => Some(UTF_16LE),
        (true, true) if zeros(0) > zeros(1) => Some(UTF_16BE),
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "6月30日，河口镇党委与县供电公司党支部签订共建协议。\n双方约定每季度开展一次主题党日。";

    fn utf16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    fn plain(bytes: Vec<u8>) -> Option<String> {
        decode(bytes, None).ok().filter(|d| d.warning.is_none()).map(|d| d.text)
    }

    #[test]
    fn ok_every_encoding_of_the_archive() {
        let gbk = GBK.encode(TEXT).0.into_owned();
        for (name, bytes) in [
            ("UTF-8", TEXT.as_bytes().to_vec()),
            ("UTF-8 with mark", format!("\u{feff}{TEXT}").into_bytes()),
            ("UTF-16LE with mark", utf16(TEXT, true, u16::to_le_bytes)),
            ("UTF-16BE with mark", utf16(TEXT, true, u16::to_be_bytes)),
            ("UTF-16LE", utf16(TEXT, false, u16::to_le_bytes)),
            ("UTF-16BE", utf16(TEXT, false, u16::to_be_bytes)),
            ("GBK", gbk),
        ] {
            assert_eq!(plain(bytes).as_deref(), Some(TEXT), "{name}");
        }
        assert_eq!(
            plain(GB18030.encode("共建𠮷祥村党支部").0.into_owned()).as_deref(),
            Some("共建𠮷祥村党支部")
        );
        assert_eq!(plain(GBK.encode("党支部").0.into_owned()).as_deref(), Some("党支部"));
        let big5 = "黨支部與社區黨委簽訂共建協議，並舉行揭牌儀式。";
        assert_eq!(plain(BIG5.encode(big5).0.into_owned()).as_deref(), Some(big5));
        assert_eq!(plain(Vec::new()).as_deref(), Some(""));
        for ascii in ["ab", "a1b2c3", "2021-07-01"] {
            assert_eq!(plain(ascii.as_bytes().to_vec()).as_deref(), Some(ascii));
            assert_eq!(plain(utf16(ascii, false, u16::to_le_bytes)).as_deref(), Some(ascii));
            assert_eq!(plain(utf16(ascii, false, u16::to_be_bytes)).as_deref(), Some(ascii));
        }
        assert_eq!(plain("党\0支部".into()).as_deref(), Some("党\0支部"));
    }

    #[test]
    fn ok_what_cannot_be_read_is_replaced_and_told() {
        let mut cut = TEXT.as_bytes().to_vec();
        cut.pop();
        let decoded = decode(cut, None).unwrap();
        assert!(decoded.text.ends_with("主题党日\u{fffd}"), "{}", decoded.text);
        let said = "1 place could not be read as UTF-8 and became U+FFFD, the first at line 2, byte 122";
        assert_eq!(decoded.warning.as_deref(), Some(said));
        let mut odd = utf16(TEXT, true, u16::to_le_bytes);
        odd.pop();
        let decoded = decode(odd, None).unwrap();
        assert!(decoded.text.starts_with("6月30日") && decoded.warning.unwrap().contains("UTF-16LE"));
        let mut bad = GBK.encode(TEXT).0.into_owned();
        bad.insert(9, 0xFF);
        let decoded = decode(bad, None).unwrap();
        assert!(
            decoded.text.contains('\u{fffd}') && decoded.text.contains("签订共建协议"),
            "{}",
            decoded.text
        );
        assert!(decoded.warning.unwrap().ends_with("the first at line 1, byte 10"));
    }

    #[test]
    fn ok_declared_where_it_fits() {
        let big5 = BIG5.encode("黨").0.into_owned();
        assert_eq!(decode(big5.clone(), Some(BIG5)).unwrap().text, "黨");
        let gb = GB18030.encode("共建𠮷祥村党支部").0.into_owned();
        assert_eq!(decode(gb, Some(GBK)).unwrap().text, "共建𠮷祥村党支部");
        assert_eq!(decode(TEXT.into(), Some(GBK)).unwrap().text, TEXT, "UTF-8 that says it is GBK");
    }

    #[test]
    fn err_no_text() {
        let fault = decode(vec![0xFF; 5], None).unwrap_err();
        assert_eq!(fault.code, "undecodable");
        assert_eq!(fault.message, "is no text in UTF-8, UTF-16, GB18030 or Big5 (line 1, byte 1)");
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(noise, None).unwrap_err().code, "undecodable");
    }
}
