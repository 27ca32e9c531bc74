//! Whose count a number is: 公司现有员工124人.

use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::lexicon::Attr;
use crate::number::{Bound, Number};
use crate::record::{Form, NumberKind};
use crate::segment::Pos;
use crate::span::Span;
use crate::text::is_han;

/// How far before a number its organization may end.
const REACH: usize = 10;

/// For each number the organization whose count it is, where the sentence says so: the name, a verb of having, perhaps the
/// noun that is counted, the number; and what a list goes on with (下辖5个党总支、39个党支部).
pub(super) fn owners(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    numbers: &[(Span, Number)],
) -> Vec<Option<usize>> {
    let chars = a.doc.chars();
    let mut out: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    let mut before: Option<(usize, usize)> = None;
    for (span, number) in numbers {
        let counts = number.kind == NumberKind::Cardinal && !number.optional && number.bound != Bound::Masked;
        let owner = match before {
            // The list goes on.
            Some((end, owner)) if counts && goes_on(chars, end, *span, number) => Some(owner),
            _ if counts => owner(a, entities, *span, number),
            _ => None,
        };
        before = owner.map(|o| (number.counted.map_or(span.end, |c| c.end.max(span.end)), o));
        out.push(owner);
    }
    out
}

/// Whether only 、 stands between two counts, and the noun of the second: 党员56名、预备党员3名.
fn goes_on(chars: &[char], end: usize, span: Span, number: &Number) -> bool {
    let Some(gap) = chars.get(end..span.start) else { return false };
    let noun = number.counted.filter(|c| c.end == span.start && c.start > end);
    match (gap, noun) {
        ([] | ['、' | ',' | '和'], _) => true,
        (['、', rest @ ..], Some(_)) => rest.len() <= 6 && rest.iter().all(|&c| is_han(c)),
        ([',', ..], Some(noun)) => noun.start == end + 1,
        _ => false,
    }
}

fn owner(a: &Analysis<'_, '_>, entities: &Entities, span: Span, number: &Number) -> Option<usize> {
    let mut at = span.start;
    let mut has = false;
    // Back over the noun, the verb, adverbs and words of time.
    while span.start - at <= REACH {
        if let Some(mention) = entities.ending_at(at) {
            // 入驻企业有318家: a common noun with more before it is no reference back.
            let bare = mention.form == Form::Anaphor
                && mention.span.start.checked_sub(1).and_then(|i| a.char(i)).is_some_and(is_han);
            return (has && !bare).then_some(mention.entity);
        }
        let token = a.before(at)?;
        let noun = number.counted.is_some_and(|c| c.overlaps(token.span) && c.end <= span.start);
        if token.is(Attr::Has) {
            has = true;
        } else if !(noun || matches!(token.pos, Pos::Adverb | Pos::Time)) {
            return None;
        }
        at = token.span.start;
    }
    None
}
