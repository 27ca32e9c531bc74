//! Titles: the longest one that ends or begins at a place, with the words that belong to it.

use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::lexicon::{Attr, Attrs};
use crate::span::Span;

/// The longest title, in characters.
const LONGEST: usize = 9;

/// What the lexicon knows of a few characters.
pub(super) fn attrs(a: &Analysis<'_, '_>, chars: &[char]) -> Attrs {
    let mut bytes = [0u8; 4 * LONGEST];
    let mut len = 0;
    for &c in chars {
        let Some(room) = bytes.get_mut(len..len + c.len_utf8()) else { return 0 };
        len += c.encode_utf8(room).len();
    }
    bytes.get(..len).and_then(|b| std::str::from_utf8(b).ok()).map_or(0, |word| a.lexicon.attrs(word))
}

/// Whether characters are a post, or an occupation that is one where its organization stands before it.
fn is_title(a: &Analysis<'_, '_>, chars: &[char]) -> bool {
    attrs(a, chars) & (Attr::Post as Attrs | Attr::Work as Attrs) != 0
}

/// Whether characters are a degree, an honour or a form of address.
pub(super) fn is_rank(a: &Analysis<'_, '_>, chars: &[char]) -> bool {
    let sorts = Attr::Post as Attrs | Attr::Work as Attrs | Attr::Rank as Attrs;
    attrs(a, chars) & sorts == Attr::Rank as Attrs
}

/// Whether characters are a post.
pub(super) fn is_post(a: &Analysis<'_, '_>, chars: &[char]) -> bool {
    attrs(a, chars) & Attr::Post as Attrs != 0
}

/// The title that ends at a position: one before which an organization ends, else the longest.
pub(super) fn ending(a: &Analysis<'_, '_>, entities: &Entities, end: usize, block: usize) -> Option<Span> {
    let chars = a.doc.chars();
    let mut best: Option<Span> = None;
    for len in 2..=LONGEST.min(end.saturating_sub(block)) {
        let start = end - len;
        if !chars[start].is_alphanumeric() {
            break;
        }
        if is_title(a, &chars[start..end]) {
            let title = Span::new(start, end);
            // 消防救援支队|政委, though 支队政委 is a title too.
            if best.is_some_and(|b| entities.ending_at(b.start).is_some()) {
                break;
            }
            best = Some(title);
        }
    }
    // 驻村第一书记, 行政总监: words before the post that belong to it.
    let mut best = best?;
    while entities.ending_at(best.start).is_none()
        && let Some(word) = a.lexicon.modifiers().iter().find(|w| chars[block..best.start].ends_with(w))
    {
        best.start -= word.len();
    }
    Some(best)
}

/// The longest title that begins at a position.
pub(super) fn starting(a: &Analysis<'_, '_>, from: usize) -> Option<Span> {
    let chars = a.doc.chars();
    let mut best = None;
    let mut start = from;
    loop {
        for len in 2..=LONGEST {
            match chars.get(start + len - 1) {
                Some(c) if c.is_alphanumeric() => {}
                _ => break,
            }
            if is_title(a, &chars[start..start + len]) {
                best = Some(Span::new(from, start + len));
            }
        }
        if best.is_some() {
            return best;
        }
        let rest = chars.get(start..)?;
        start += a.lexicon.modifiers().iter().find(|w| rest.starts_with(w))?.len();
    }
}

/// Whether a title is of the party (书记, 委员), not of an office.
pub(super) fn is_party(title: &[char]) -> bool {
    const ENDS: [&[char]; 9] = [
        &['书', '记'],
        &['委', '员'],
        &['常', '委'],
        &['支', '书'],
        &['支', '委'],
        &['成', '员'],
        &['组', '织', '员'],
        &['党', '建', '指', '导', '员'],
        &['书', '記'],
    ];
    // 主任委员 leads a party that is not the one.
    ENDS.iter().any(|end| title.ends_with(end)) && !title.ends_with(&['主', '任', '委', '员'])
}

/// Whether a title is only an occupation: it counts where its organization stands before it.
pub(super) fn is_work(a: &Analysis<'_, '_>, title: Span) -> bool {
    let chars = a.doc.slice(title);
    let known = (0..chars.len().saturating_sub(1)).map(|from| attrs(a, &chars[from..]));
    let sorts = Attr::Post as Attrs | Attr::Work as Attrs;
    known.into_iter().find(|k| k & sorts != 0).is_some_and(|k| k & Attr::Post as Attrs == 0)
}
