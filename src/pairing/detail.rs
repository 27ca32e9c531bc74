//! What a sentence says of a pairing besides its sides: sort, name, place, number of parties.

use super::chain::{Chain, Group, triggers};
use super::find::{Finder, Found};
use crate::lexicon::{Attr, PairWord};
use crate::number::{Number, NumberValue};
use crate::record::{Bound, NumberKind, PairingType};
use crate::segment::Pos;
use crate::span::Span;

/// The number of parties announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) count: u32,
    pub(crate) span: Span,
    /// How many are named before it.
    pub(crate) named: usize,
    /// Whether fewer are named, though all seem to be.
    pub(crate) short: bool,
}

/// What is told of a pairing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Detail {
    pub(crate) class: Option<PairingType>,
    pub(crate) theme: Option<Span>,
    pub(crate) place: Option<Span>,
    pub(crate) declared: Option<Declared>,
}

impl Detail {
    /// What a sentence says, and for a line of a list the one above it.
    pub(crate) fn read(
        f: &Finder<'_, '_, '_>,
        found: &Found,
        above: Option<Span>,
        numbers: &[(Span, Number)],
    ) -> Self {
        let chain = f.chains.get(f.chain_of(found.context.start));
        Self {
            class: class(f, found, above),
            theme: theme(f, found),
            place: place(f, found),
            declared: chain.and_then(|c| declared(f, found, c, numbers)),
        }
    }

    /// Takes what another sentence about the same pairing adds.
    pub(crate) fn fill(&mut self, other: Self) {
        self.class = self.class.or(other.class);
        self.theme = self.theme.or(other.theme);
        self.place = self.place.or(other.place);
        self.declared = self.declared.or(other.declared);
    }
}

/// The relation that the words around the names speak of: the first that names one, after the names before others; else the
/// last in the sentence that introduces the list.
fn class(f: &Finder<'_, '_, '_>, found: &Found, above: Option<Span>) -> Option<PairingType> {
    let mut words = Vec::new();
    triggers(f.a, found.context, &mut words);
    let named = |t: &super::chain::Trigger| f.a.lexicon.pair_type(f.a.doc.slice(t.span));
    let after = words.iter().filter(|t| t.span.start >= found.evidence.start).find_map(named);
    let mut introduced = Vec::new();
    if let Some(above) = above {
        triggers(f.a, above, &mut introduced);
    }
    let sign = words.iter().chain(&introduced).any(|t| t.sort == PairWord::Sign);
    after
        .or_else(|| words.iter().rev().find_map(named))
        .or_else(|| introduced.iter().rev().find_map(named))
        .or(sign.then_some(PairingType::Agreement))
}

/// How far behind the names the name of what is signed may stand.
const REACH: usize = 60;

/// The name of the agreement in 《》, or a name in quotes right before a word for an alliance.
fn theme(f: &Finder<'_, '_, '_>, found: &Found) -> Option<Span> {
    let chars = f.a.doc.chars();
    let end = found.context.end.min(found.evidence.end + REACH);
    let mut at = found.evidence.start.max(found.context.start);
    while at < end {
        let close = match chars[at] {
            '《' => '》',
            '“' => '”',
            _ => {
                at += 1;
                continue;
            }
        };
        let stop = (at + 1..end.min(at + 40)).find(|&i| chars[i] == close)?;
        let inside = Span::new(at + 1, stop);
        let paper = |t: &super::chain::Trigger| t.sort == PairWord::Paper && t.span.end == inside.end;
        let mut words = Vec::new();
        if close == '》' {
            triggers(f.a, inside, &mut words);
            if words.last().is_some_and(paper) || ends_with_paper(f, inside) {
                return Some(inside);
            }
        } else if inside.len() >= 2 {
            // “秦源哨兵”党建联合体
            triggers(f.a, Span::new(stop + 1, end.min(stop + 9)), &mut words);
            let alliance = words
                .iter()
                .find(|t| f.a.lexicon.pair_type(f.a.doc.slice(t.span)) == Some(PairingType::Alliance));
            if let Some(word) = alliance
                && chars[stop + 1..word.span.start].iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
                && matches!(chars[word.span.end - 1], '盟' | '体')
            {
                return Some(inside);
            }
        }
        at = stop + 1;
    }
    None
}

fn ends_with_paper(f: &Finder<'_, '_, '_>, span: Span) -> bool {
    let mut words = Vec::new();
    triggers(f.a, Span::new(span.end.saturating_sub(4).max(span.start), span.end), &mut words);
    words.last().is_some_and(|t| t.sort == PairWord::Paper && t.span.end == span.end)
}

/// 在X签约, 在X举行: where it was signed.
fn place(f: &Finder<'_, '_, '_>, found: &Found) -> Option<Span> {
    let chars = f.a.doc.chars();
    for at in found.context.start..found.context.end {
        if chars[at] != '在' || f.a.from(at).is_none_or(|t| t.span.len() != 1) {
            continue;
        }
        let limit = found.context.end.min(at + 26);
        let mut end = at + 1;
        let mut last = None;
        while end < limit {
            let Some(token) = f.a.from(end) else { break };
            let text = f.a.doc.slice(token.span);
            if matches!(token.pos, Pos::Punctuation) {
                last = None;
                break;
            }
            if is_act(f, token.span) {
                break;
            }
            last = Some((token.pos, token.attrs, text));
            end = token.span.end;
        }
        let Some((pos, attrs, text)) = last else { continue };
        let act = end < limit && is_act(f, Span::new(end, end + 2));
        let noun = matches!(pos, Pos::Noun | Pos::PlaceName | Pos::Place | Pos::OrgName)
            || attrs & (Attr::Suffix as u16) != 0;
        let inside = Span::new(at + 1, end);
        let scene = matches!(text, ['现', '场'] | ['会', '议'] | ['仪', '式'] | ['当', '天'])
            || chars[at + 1..end].iter().any(|c| matches!(c, '上' | '下' | '日' | '\n'));
        if act && noun && !scene && (2..=20).contains(&inside.len()) {
            return Some(inside);
        }
    }
    None
}

/// Words for the act itself, which stand after a place.
fn is_act(f: &Finder<'_, '_, '_>, span: Span) -> bool {
    let mut words = Vec::new();
    let chars = f.a.doc.chars();
    let span = Span::new(span.start, (span.start + 4).min(chars.len()));
    triggers(f.a, span, &mut words);
    let sign = words.first().is_some_and(|t| t.sort == PairWord::Sign && t.span.start == span.start);
    sign || matches!(
        f.a.doc.slice(Span::new(span.start, (span.start + 2).min(chars.len()))),
        ['举', '行' | '办']
    )
}

/// 七方, 8家单位, right behind the names.
fn declared(
    f: &Finder<'_, '_, '_>,
    found: &Found,
    chain: &Chain,
    numbers: &[(Span, Number)],
) -> Option<Declared> {
    let chars = f.a.doc.chars();
    let from = numbers.partition_point(|n| n.0.start < found.evidence.end);
    let (span, number) = numbers.get(from)?;
    let gap = chars.get(found.evidence.end..span.start)?;
    let open = gap.first() == Some(&'等');
    if !matches!(gap, [] | ['等'] | [','] | ['等', ',']) || !matches!(number.unit, Some("家" | "方")) {
        return None;
    }
    let NumberValue::One(value) = number.value else { return None };
    let count = value.to_f64();
    let exact = number.bound == Bound::Exact && number.kind == NumberKind::Cardinal;
    if !exact || !(2.0..=100.0).contains(&count) || count.fract() != 0.0 {
        return None;
    }
    let count = count as usize;
    // The names before the number, and those of them that it may mean: the last ones, or one side.
    let groups: Vec<&Group> = chain.groups.iter().filter(|g| g.span.end <= span.start).collect();
    let mut named: Vec<usize> = groups.iter().flat_map(|g| g.members.iter().copied()).collect();
    named.sort_unstable();
    named.dedup();
    // 64家 after two names counts something else.
    if count > named.len() + named.len().div_ceil(2) && !open {
        return None;
    }
    // Where a part of a name stands alone, or another number, not all names are told apart.
    let first = groups.first().map_or(chain.span.start, |g| g.span.start);
    let elided = first.checked_sub(1).and_then(|i| chars.get(i)) == Some(&'、');
    let before = numbers.partition_point(|n| n.0.start < first);
    let short = count > named.len() && !open && !elided && before == from;
    Some(Declared { count: count as u32, span: *span, named: named.len(), short })
}
