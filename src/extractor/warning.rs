//! What a reader should look at again.

use super::assemble::evidence;
use crate::entity::Entities;
use crate::pairing::{Announced, Pairing};
use crate::record::Warning;
use crate::span::Span;
use crate::text::{Document, string};

/// The warnings of a report, in the order of the text.
pub(super) fn warnings(
    doc: &Document<'_>,
    entities: &Entities,
    pairings: &[Pairing],
    announced: &[Announced],
) -> Vec<Warning> {
    let mut out = Vec::new();
    let mut put = |code: &str, span: Span, message: String| {
        let place = evidence(doc, span);
        out.push(Warning { code: code.to_string(), message, start: place.start, end: place.end });
    };
    for declared in pairings.iter().filter_map(|p| p.detail.declared) {
        if declared.short {
            let message = format!("{} announced, {} named", doc.text(declared.span), declared.named);
            put("party-count", declared.span, message);
        }
    }
    for list in announced {
        put("pair-count", list.span, format!("{} announced, {} listed", doc.text(list.span), list.listed));
    }
    for &(span, entity) in &entities.typos {
        let Some(e) = entities.all.get(entity) else { continue };
        // 州旅行社协会 for 博州旅行社协会 says the same with its level alone.
        let level =
            matches!(doc.slice(span).first(), Some('省' | '市' | '区' | '县' | '州' | '旗' | '镇' | '乡'));
        if level {
            continue;
        }
        put("typo", span, format!("{} looks like a slip for {}", doc.name(span), string(e.shown())));
    }
    if is_lost(doc.raw())
        && let Some(first) = doc.raw().find(char::REPLACEMENT_CHARACTER)
    {
        let lost = doc.raw().chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
        let start = doc.raw().get(..first).unwrap_or_default().chars().count();
        let message = format!("{lost} characters were lost before the text came here");
        out.push(Warning { code: "undecodable".into(), message, start, end: start + 1 });
    }
    out.sort_by(|x, y| (x.start, x.end, &x.code).cmp(&(y.start, y.end, &y.code)));
    out.dedup();
    out
}

/// Whether a replacement character stands in a text: its three bytes do. In pieces, each without a branch a byte.
fn is_lost(raw: &str) -> bool {
    const PIECE: usize = 1024;
    let bytes = raw.as_bytes();
    let from = |at: usize| bytes.get(at..).unwrap_or_default().chunks(PIECE);
    for ((one, two), three) in from(0).zip(from(1)).zip(from(2)) {
        let mut found = 0u8;
        for ((&a, &b), &c) in one.iter().zip(two).zip(three) {
            found |= u8::from(a == 0xef) & u8::from(b == 0xbf) & u8::from(c == 0xbd);
        }
        if found != 0 {
            return true;
        }
    }
    false
}
