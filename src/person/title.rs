//! Titles: the longest one that ends or begins at a place, with the words that belong to it.

use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::lexicon::{Attr, Attrs};
use crate::span::Span;

/// The longest title, in characters.
const LONGEST: usize = 9;

/// The sorts of titles that can be held.
const HELD: Attrs = Attr::Post as Attrs | Attr::Work as Attrs;

/// What the titles of two to four characters that end at a position are, all together.
#[inline]
pub(super) fn sorts_before(a: &Analysis<'_, '_>, end: usize) -> Attrs {
    let last = end.checked_sub(1).and_then(|last| a.char(last));
    if last.is_some_and(|c| a.lexicon.ends_title(c)) { sorts_ending(a, end) } else { 0 }
}

fn sorts_ending(a: &Analysis<'_, '_>, end: usize) -> Attrs {
    let Some(chars) = a.doc.chars().get(end.saturating_sub(4)..end) else { return 0 };
    a.lexicon.titles_ending(chars).filter(|(len, _)| *len >= 2).fold(0, |all, (_, sorts)| all | sorts)
}

/// Whether characters are a degree, an honour or a form of address.
pub(super) fn is_rank(a: &Analysis<'_, '_>, chars: &[char]) -> bool {
    let mut titles = a.lexicon.titles_starting(chars);
    titles.any(|(len, sorts)| len == chars.len() && sorts == Attr::Rank as Attrs)
}

/// The title that ends at a position: one before which an organization ends, else the longest.
pub(super) fn ending(a: &Analysis<'_, '_>, entities: &Entities, end: usize, block: usize) -> Option<Span> {
    let chars = a.doc.chars();
    let mut best: Option<Span> = None;
    for (len, sorts) in a.lexicon.titles_ending(chars.get(block..end)?) {
        if !(2..=LONGEST).contains(&len) || sorts & HELD == 0 {
            continue;
        }
        // 消防救援支队|政委, though 支队政委 is a title too.
        if best.is_some_and(|b| entities.ending_at(b.start).is_some()) {
            break;
        }
        best = Some(Span::new(end - len, end));
    }
    // 驻村第一书记, 行政总监: words before the post that belong to it.
    let mut best = best?;
    while entities.ending_at(best.start).is_none()
        && let Some(len) = a.lexicon.title_modifier_ending(&chars[block..best.start])
    {
        best.start -= len;
    }
    Some(best)
}

/// The longest title that begins at a position.
pub(super) fn starting(a: &Analysis<'_, '_>, from: usize) -> Option<Span> {
    let chars = a.doc.chars();
    let mut start = from;
    loop {
        let rest = chars.get(start..)?;
        let held = |&(len, sorts): &(usize, Attrs)| (2..=LONGEST).contains(&len) && sorts & HELD != 0;
        if let Some((len, _)) = a.lexicon.titles_starting(rest).filter(held).last() {
            return Some(Span::new(from, start + len));
        }
        start += a.lexicon.title_modifier_starting(rest)?;
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
    // The longest held title at its end: a modifier may stand before.
    let titles = a.lexicon.titles_ending(chars).filter(|(len, sorts)| *len >= 2 && sorts & HELD != 0);
    titles.last().is_some_and(|(_, sorts)| sorts & Attr::Post as Attrs == 0)
}
