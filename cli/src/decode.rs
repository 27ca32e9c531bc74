//! From bytes to text: UTF-8, UTF-16 and the encodings of Chinese archives.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Turns bytes into text. A byte order mark decides; without one the bytes do. The error says what is
/// wrong and where.
///
/// Nothing is replaced: a text with one bad byte is refused, since a record with wrong offsets or
/// characters that nobody wrote is worse than none.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return strictly(encoding, body).ok_or_else(|| match encoding {
            e if e == UTF_8 => broken_utf8(body, mark),
            e => format!("begins as {} but is none", e.name()),
        });
    }
    // UTF-16 that passes as UTF-8 is ASCII: it holds zeros, which no report does.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') || unmarked_utf16(text.as_bytes()).is_none() => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return strictly(encoding, &bytes)
            .ok_or_else(|| format!("looks like {} but is none", encoding.name()));
    }
    if mostly_utf8(&bytes) {
        return Err(broken_utf8(&bytes, 0));
    }
    // Every text in GBK is one in GB18030. What is Big5 can be read as GB18030 too, but holds characters
    // for private use then, and the detector knows better.
    let text = strictly(GB18030, &bytes);
    if text.as_ref().is_none_or(|t| t.contains(|c| matches!(c, '\u{e000}'..='\u{f8ff}'))) {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes, true);
        if detector.guess(None, Utf8Detection::Deny) == BIG5
            && let Some(text) = strictly(BIG5, &bytes)
        {
            return Ok(text);
        }
    }
    text.ok_or_else(|| format!("is no text in UTF-8, UTF-16 or GB18030 ({})", place_in_gb18030(&bytes)))
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|t| t.into_owned())
}

fn place(bytes: &[u8], at: usize, mark: usize) -> String {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    format!("line {line}, byte {}", at + mark + 1)
}

fn broken_utf8(bytes: &[u8], mark: usize) -> String {
    let at = std::str::from_utf8(bytes).err().map_or(bytes.len(), |e| e.valid_up_to());
    format!("is broken UTF-8 ({})", place(bytes, at, mark))
}

/// The first place that GB18030 cannot read.
fn place_in_gb18030(bytes: &[u8]) -> String {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut sink = [0u8; 4096];
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut sink, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::InputEmpty => break,
            encoding_rs::DecoderResult::Malformed(bad, after) => {
                at = at.saturating_sub(usize::from(bad) + usize::from(after));
                break;
            }
        }
    }
    place(bytes, at, 0)
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
    use encoding_rs::GBK;

    const TEXT: &str =
        "6月30日，河口镇党委与县供电公司党支部签订共建协议。\n双方约定每季度开展一次主题党日。";

    fn utf16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
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
            assert_eq!(decode(bytes).as_deref(), Ok(TEXT), "{name}");
        }
        assert_eq!(
            decode(GB18030.encode("共建𠮷祥村党支部").0.into_owned()).as_deref(),
            Ok("共建𠮷祥村党支部")
        );
        assert_eq!(decode(GBK.encode("党支部").0.into_owned()).as_deref(), Ok("党支部"));
        let big5 = "黨支部與社區黨委簽訂共建協議，並舉行揭牌儀式。";
        assert_eq!(decode(BIG5.encode(big5).0.into_owned()).as_deref(), Ok(big5));
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
        for ascii in ["ab", "a1b2c3", "2021-07-01"] {
            assert_eq!(decode(ascii.as_bytes().to_vec()).as_deref(), Ok(ascii));
            assert_eq!(decode(utf16(ascii, false, u16::to_le_bytes)).as_deref(), Ok(ascii));
            assert_eq!(decode(utf16(ascii, false, u16::to_be_bytes)).as_deref(), Ok(ascii));
        }
        assert_eq!(decode("党\0支部".into()).as_deref(), Ok("党\0支部"));
    }

    #[test]
    fn err_says_where() {
        let mut cut = TEXT.as_bytes().to_vec();
        cut.pop();
        assert_eq!(decode(cut), Err("is broken UTF-8 (line 2, byte 122)".into()));
        let mut odd = utf16(TEXT, true, u16::to_le_bytes);
        odd.pop();
        assert_eq!(decode(odd), Err("begins as UTF-16LE but is none".into()));
        let mut bad = GBK.encode(TEXT).0.into_owned();
        bad.insert(9, 0xFF);
        assert!(
            decode(bad)
                .is_err_and(|e| e.starts_with("is no text in UTF-8, UTF-16 or GB18030 (line 1, byte "))
        );
    }
}
