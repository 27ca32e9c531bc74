//! The features of an organization's candidate, written once for predictor, trainer and explanations.

use super::find::{AliasForm, OrgValue, Shape};
use crate::analysis::{Analysis, Word, bucket, is_proper, is_stop, span_hash};
use crate::lexicon::{Attr, PLACES};
use crate::model::suffix::{NESTED, NESTED_SORTS};
use crate::model::{KINDS, List, PARTS, Row, Sink, Square, Template, char, kinds, mix, suffix, word};
#[cfg(feature = "train")]
use crate::model::{Score, Weights};
use crate::record::OrgKind;
use crate::segment::{Pos, Token};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// What the first reading of the report found: names by their hash.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// Bits of the hashes of all names and parts below but the stems: most spans are none of them.
    any: Box<[u64; 64]>,
    /// Names chosen, with how often.
    chosen: FxHashMap<u32, u32>,
    /// Ends of chosen names that begin at a word (a shortened form drops the region).
    tails: FxHashMap<u32, u32>,
    /// Beginnings of chosen party organizations' names: their hosts.
    heads: FxHashMap<u32, u32>,
    /// Beginnings of chosen names without their region, of two to four characters.
    stems: FxHashMap<u32, u32>,
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            any: Box::new([0; 64]),
            chosen: FxHashMap::default(),
            tails: FxHashMap::default(),
            heads: FxHashMap::default(),
            stems: FxHashMap::default(),
        }
    }
}

impl Evidence {
    /// Whether there may be evidence for a name of this hash.
    #[inline]
    pub(super) fn may_hold(&self, hash: u32) -> bool {
        self.any[(hash >> 6 & 63) as usize] >> (hash & 63) & 1 != 0
    }

    /// Collects the evidence of chosen spans.
    pub(crate) fn collect(
        a: &Analysis<'_, '_>,
        chosen: impl ExactSizeIterator<Item = (Span, OrgValue)>,
    ) -> Self {
        let mut all = Self::default();
        all.chosen.reserve(chosen.len());
        all.tails.reserve(chosen.len() * 2);
        all.stems.reserve(chosen.len() * 3);
        for (span, value) in chosen {
            let mut seen = |span: Span| {
                let hash = span_hash(a.doc, span);
                all.any[(hash >> 6 & 63) as usize] |= 1 << (hash & 63);
                hash
            };
            *all.chosen.entry(seen(span)).or_default() += 1;
            for i in value.first + 1..value.tail {
                let tail = Span::new(a.tokens[i].span.start, span.end);
                *all.tails.entry(seen(tail)).or_default() += 1;
            }
            if value.kind == OrgKind::Party && value.tail_start > span.start {
                *all.heads.entry(seen(Span::new(span.start, value.tail_start))).or_default() += 1;
            }
            let mut first = value.first;
            while first < value.tail && a.tokens[first].attrs & PLACES != 0 {
                first += 1;
            }
            let start = a.tokens[first].span.start;
            for len in 2..=4 {
                if start + len <= value.tail_start {
                    *all.stems.entry(span_hash(a.doc, Span::new(start, start + len))).or_default() += 1;
                }
            }
        }
        all
    }
}

/// All features of a candidate.
pub(crate) fn features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: &OrgValue,
    proper: usize,
    evidence: &Evidence,
    sink: &mut impl Sink,
) {
    left(a, value.first, sink);
    left_kind(a, a.word_ahead(value.first), value.first, value.kind, sink);
    for i in value.first..value.tail {
        inside(a, i, sink);
    }
    right(a, span.end, value.shape, value.kind, sink);
    joint(a, span, value, proper, sink);
    if let Some(id) = inner_suffix(a, span, value) {
        nested_last(a, id, value.shape, value.kind, sink);
    }
    let hash = span_hash(a.doc, span);
    told(hash, value.kind, evidence, sink);
    if let Shape::Alias(form) = value.shape {
        alias(a, span, value, form, hash, evidence, sink);
    }
}

/// The row of a right end.
#[inline]
fn shape_row(shape: Shape) -> Row {
    Row::suffix(match shape {
        Shape::Suffix(id) => u32::from(id),
        other => OTHER_SHAPES + shape_id(other) % 128,
    })
}

/// Where the rows of ends begin that are no suffix alone.
const OTHER_SHAPES: u32 = 1400;

#[inline]
fn shape_id(shape: Shape) -> u32 {
    match shape {
        Shape::Suffix(id) => u32::from(id),
        Shape::Word => 60_000,
        Shape::Alias(form) => 60_001 + form as u32,
        Shape::Ordinal => 60_010,
        Shape::Own => 60_011,
        Shape::Gloss(id) => 50_000 + u32::from(id),
    }
}

fn show_shape(a: &Analysis<'_, '_>, shape: Shape) -> String {
    match shape {
        Shape::Suffix(id) | Shape::Gloss(id) => {
            a.lexicon.suffixes.get(id).map_or_else(String::new, |s| s.text.to_string())
        }
        other => format!("{other:?}"),
    }
}

/// What stands before the first word, and the first words themselves.
#[inline]
pub(super) fn left(a: &Analysis<'_, '_>, first: usize, sink: &mut impl Sink) {
    let (before, one) = (a.word_ahead(first), a.word(first));
    let two = a.tokens.get(first).map_or(Word::NONE, |token| a.word_at(token.span.end));
    let show_before = || a.show(a.word_before(first));
    let show_first = || a.show(a.tokens.get(first));
    sink.at(Template::BeforeWord, before.row.at(word::BEFORE), show_before);
    sink.at(Template::FirstWord, one.row.at(word::FIRST), show_first);
    sink.at(Template::BeforeClass, Square::Before.at(before.sort, one.sort), || {
        format!("{}|{}", show_before(), show_first())
    });
    sink.at(Template::FirstClass, List::FIRST_SORT.at(one.sort.into()), show_first);
    sink.at(Template::FirstPos, List::FIRST_SHAPE.at(one.shape.into()), || one.shape.to_string());
    let start = a.tokens.get(first).map_or(0, |token| token.span.start);
    let before_char = start.checked_sub(1).and_then(|p| a.char(p)).unwrap_or('\n');
    sink.at(Template::BeforeChar, Row::char(before_char as u32).at(char::BEFORE), || before_char.to_string());
    let parts = |one: Word, two: Word| u32::from(one.part()) * PARTS + u32::from(two.part());
    let show_parts = |one: Word, two: Word| format!("{}+{}", one.part(), two.part());
    sink.at(Template::BeforePosFirstPos, List::BEFORE_FIRST.at(parts(before, one)), || {
        show_parts(before, one)
    });
    sink.at(Template::FirstTwoPos, List::FIRST_TWO.at(parts(one, two)), || show_parts(one, two));
}

/// The same for one kind of organization.
#[inline]
pub(super) fn left_kind(
    a: &Analysis<'_, '_>,
    before: Word,
    first: usize,
    kind: OrgKind,
    sink: &mut impl Sink,
) {
    let one = a.word(first);
    let k = kind as u32;
    let show = |text: String| format!("{text}+{}", kind.as_str());
    let show_before = || show(a.show(a.word_before(first)));
    let show_first = || show(a.show(a.tokens.get(first)));
    sink.at(Template::BeforeWordKind, before.row.at(word::BEFORE_KIND + k), show_before);
    sink.at(Template::FirstWordKind, one.row.at(word::FIRST_KIND + k), show_first);
    sink.at(Template::FirstClassKind, List::FIRST_SORT_KIND.at(u32::from(one.sort) * KINDS + k), show_first);
    sink.at(Template::BeforeShape, List::BEFORE_SHAPE_KIND.at(u32::from(before.shape) * KINDS + k), || {
        show(before.shape.to_string())
    });
}

/// One word inside a name, before the suffix, with the one that follows it (which may be the suffix).
#[inline]
pub(super) fn inside(a: &Analysis<'_, '_>, i: usize, sink: &mut impl Sink) {
    let (one, two) = (a.word(i), a.word(i + 1));
    let show = || a.show(a.tokens.get(i));
    sink.at(Template::InWord, one.row.at(word::INSIDE), show);
    sink.at(Template::InClass, List::INSIDE_SORT.at(one.sort.into()), show);
    sink.at(Template::InPos, List::INSIDE_SHAPE.at(one.shape.into()), || one.shape.to_string());
    sink.at(Template::InPair, Square::Inside.at(one.sort, two.sort), || {
        format!("{}|{}", show(), a.show(a.tokens.get(i + 1)))
    });
}

/// The suffix and what follows.
#[inline]
pub(super) fn right(a: &Analysis<'_, '_>, end: usize, shape: Shape, kind: OrgKind, sink: &mut impl Sink) {
    let (row, k, after) = (shape_row(shape), kind as u32, a.word_at(end));
    let after_char = a.char(end).unwrap_or('\n');
    let show = || show_shape(a, shape);
    let show_after = || a.show(a.from(end));
    sink.at(Template::Bias, List::KIND.at(k), || kind.as_str().into());
    sink.at(Template::Suffix, row.at(suffix::ITSELF), show);
    sink.add(Template::SuffixAfterChar, mix(shape_id(shape), after_char as u32), || {
        format!("{}+{after_char}", show())
    });
    sink.at(Template::KindAfterWord, after.row.at(word::AFTER_KIND + k), || {
        format!("{}+{}", kind.as_str(), show_after())
    });
    sink.at(Template::AfterWord, after.row.at(word::AFTER), show_after);
    sink.at(Template::AfterChar, Row::char(after_char as u32).at(char::AFTER), || after_char.to_string());
    let edge = u32::from(a.is_edge(end));
    sink.at(Template::AfterEdge, List::AFTER_SORT.at(u32::from(after.sort) * 2 + edge), || {
        format!("{edge}+{}", show_after())
    });
}

/// Whether anything ends here: a few features of an end and the words around it.
#[inline]
pub(crate) fn gate(a: &Analysis<'_, '_>, end: usize, value: &OrgValue, sink: &mut impl Sink) {
    let (row, before, after) = (shape_row(value.shape), a.word_to(value.tail_start), a.word_at(end));
    let show = || show_shape(a, value.shape);
    sink.at(Template::GateEnd, row.at(suffix::GATE), show);
    let sort = u32::from(before.sort) % suffix::GATE_SORTS;
    sink.at(Template::GateEnd, row.at(suffix::GATE_BEFORE + sort), || format!("{sort}+{}", show()));
    sink.at(Template::GateEndWords, Square::GateEnd.at(before.sort, after.sort), || {
        format!("{}…{}", before.sort, after.sort)
    });
    sink.at(Template::GateEndAfter, after.row.at(word::GATE_AFTER), || a.show(a.from(end)));
}

/// Whether a short form stands here: a few features of it and the words around it.
#[inline]
pub(crate) fn gate_alias(a: &Analysis<'_, '_>, span: Span, form: AliasForm, sink: &mut impl Sink) {
    let edges = u32::from(a.is_edge(span.start)) * 2 + u32::from(a.is_edge(span.end));
    let place = (span.len().min(7) as u32) << 5 | edges << 3 | form as u32;
    sink.at(Template::GateAlias, List::GATE_ALIAS.at(place), || format!("{form:?} edges {edges}"));
    let (before, after) = (a.word_to(span.start).sort, a.word_at(span.end).sort);
    sink.at(Template::GateAlias, List::GATE_ALIAS_BEFORE.at(before.into()), || format!("{before}…"));
    sink.at(Template::GateAlias, List::GATE_ALIAS_AFTER.at(after.into()), || format!("…{after}"));
}

/// The least that the end of a name and the words taken in add, for each of them, on the way to its first word.
#[cfg(feature = "train")]
pub(crate) fn least_on_way(a: &Analysis<'_, '_>, end: usize, value: &OrgValue, weights: &Weights) -> i32 {
    let mut score = Score::new(weights);
    right(a, end, value.shape, value.kind, &mut score);
    let mut least = i32::MAX;
    for (i, taken) in (value.first..value.tail).rev().zip(2..) {
        inside(a, i, &mut score);
        least = least.min(score.sum.div_euclid(taken));
    }
    least
}

/// What depends on both edges.
fn joint(a: &Analysis<'_, '_>, span: Span, value: &OrgValue, proper: usize, sink: &mut impl Sink) {
    let words = value.tail.saturating_sub(value.first);
    let facts = a.tokens.iter().take(value.tail).skip(value.first).map(Facts::of);
    let (nested, verbs) = facts.fold((0, 0), |(n, v), f| (n + f.suffix(), v + f.verb()));
    counted(words, verbs, value.kind, sink);
    chars(span.len(), value.kind, sink);
    named(proper, nested, value.kind, sink);
    around(Around::of(a, span), value.kind, sink);
    proper_suffix(a, proper, value.shape, sink);
    if span.start == value.tail_start {
        bare(a, span, value.shape, value.kind, sink);
    }
    if words > 0 {
        last(a, value.tail - 1, value.shape, sink);
    }
    if words <= SHAPED {
        let tokens = a.tokens.get(value.first..value.tail).unwrap_or_default();
        shape(tokens.iter().map(|t| Facts::of(t).sort()), words, value.kind, sink);
    }
}

/// What the lexicon and the dictionary tell of a word inside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts(u8);

impl Facts {
    const PROPER: u8 = 4;
    const VERB: u8 = 8;

    pub(super) fn of(token: &Token) -> Self {
        let proper = is_proper(token);
        let sort = if token.is(Attr::Suffix) {
            3
        } else if token.attrs & PLACES != 0 {
            2
        } else {
            u8::from(proper)
        };
        let verb =
            matches!(token.pos, Pos::Verb | Pos::Preposition | Pos::Particle | Pos::Adverb | Pos::Pronoun)
                || token.is(Attr::Post);
        Self(sort | if proper { Self::PROPER } else { 0 } | if verb { Self::VERB } else { 0 })
    }

    /// A word in the shape of a name: a suffix, a place, something proper, or else.
    #[inline]
    pub(super) fn sort(self) -> u32 {
        u32::from(self.0 & 3)
    }

    /// 1 for what an organization can end with.
    #[inline]
    pub(super) fn suffix(self) -> usize {
        usize::from(self.0 & 3 == 3)
    }

    /// 1 for what can be proper to a name.
    #[inline]
    pub(super) fn proper(self) -> usize {
        usize::from(self.0 & Self::PROPER != 0)
    }

    /// 1 for what hardly stands in a name.
    #[inline]
    pub(super) fn verb(self) -> usize {
        usize::from(self.0 & Self::VERB != 0)
    }
}

/// How many words, and how many of them hardly stand in names.
pub(super) fn counted(words: usize, verbs: usize, kind: OrgKind, sink: &mut impl Sink) {
    let k = kind as u32;
    sink.add(Template::LengthKind, mix(bucket(words), k), || format!("{words}+{}", kind.as_str()));
    let verbs = verbs.min(3) as u32;
    sink.add(Template::VerbsInside, mix(verbs, mix(k, bucket(words).min(5))), || {
        format!("{verbs} of {words}+{}", kind.as_str())
    });
}

/// How many characters.
pub(super) fn chars(chars: usize, kind: OrgKind, sink: &mut impl Sink) {
    sink.add(Template::LengthChars, mix(bucket(chars), kind as u32), || format!("{chars}+{}", kind.as_str()));
}

/// How many words that can be proper to a name, and how many that a name can end with.
pub(super) fn named(proper: usize, nested: usize, kind: OrgKind, sink: &mut impl Sink) {
    let k = kind as u32;
    sink.add(Template::Proper, mix(proper.min(4) as u32, k), || format!("{proper}+{}", kind.as_str()));
    sink.add(Template::Nested, mix(nested.min(4) as u32, k), || format!("{nested}+{}", kind.as_str()));
}

/// What sort of marks stand around a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Around {
    list_left: bool,
    list_right: bool,
    left_stop: bool,
    right_stop: bool,
}

impl Around {
    /// How many there are.
    pub(super) const COUNT: usize = 16;

    fn of(a: &Analysis<'_, '_>, span: Span) -> Self {
        Self::number(Self::left(a, span.start) | Self::right(a, span.end))
    }

    /// The left mark's part of the number.
    pub(super) fn left(a: &Analysis<'_, '_>, start: usize) -> usize {
        match start.checked_sub(1).and_then(|p| a.char(p)) {
            None => 4,
            Some(c) => usize::from(c == '、') | usize::from(is_stop(c)) << 2,
        }
    }

    /// The right mark's part of the number.
    pub(super) fn right(a: &Analysis<'_, '_>, end: usize) -> usize {
        match a.char(end) {
            None => 8,
            Some(c) => usize::from(c == '、') << 1 | usize::from(is_stop(c)) << 3,
        }
    }

    /// By its number.
    pub(super) fn number(n: usize) -> Self {
        Self { list_left: n & 1 != 0, list_right: n & 2 != 0, left_stop: n & 4 != 0, right_stop: n & 8 != 0 }
    }
}

/// The marks around.
pub(super) fn around(marks: Around, kind: OrgKind, sink: &mut impl Sink) {
    let k = kind as u32;
    let Around { list_left, list_right, left_stop, right_stop } = marks;
    sink.add(Template::ListLeft, mix(u32::from(list_left) * 2 + u32::from(list_right), k), || {
        format!("{list_left}{list_right}+{}", kind.as_str())
    });
    sink.add(Template::ListRight, mix(u32::from(left_stop) * 2 + u32::from(right_stop), k), || {
        format!("stops {left_stop}{right_stop}+{}", kind.as_str())
    });
}

/// Whether anything before the suffix can be proper to a name.
pub(super) fn proper_suffix(a: &Analysis<'_, '_>, proper: usize, shape: Shape, sink: &mut impl Sink) {
    sink.at(Template::ProperSuffix, shape_row(shape).at(suffix::PROPER + proper.min(1) as u32), || {
        format!("{}+{}", proper.min(1), show_shape(a, shape))
    });
}

/// A suffix with nothing before it.
pub(super) fn bare(a: &Analysis<'_, '_>, span: Span, shape: Shape, kind: OrgKind, sink: &mut impl Sink) {
    if !matches!(shape, Shape::Suffix(_)) {
        return;
    }
    sink.at(Template::Bare, shape_row(shape).at(suffix::BARE), || show_shape(a, shape));
    let (before, after) = (a.word_to(span.start).sort, a.word_at(span.end).sort);
    let place = kinds(Template::BareAfter, u32::from(after) << 8 | u32::from(before)).at(kind as u32);
    sink.at(Template::BareAfter, place, || format!("{before}…{after}+{}", kind.as_str()));
}

/// The last word before the suffix.
pub(super) fn last(a: &Analysis<'_, '_>, last: usize, shape: Shape, sink: &mut impl Sink) {
    sink.at(Template::LastWord, a.word(last).row.at(word::LAST), || a.show(a.tokens.get(last)));
    let Some(last) = a.tokens.get(last) else { return };
    sink.add(Template::LastWordSuffix, mix(last.hash, shape_id(shape)), || {
        format!("{}+{}", a.show(Some(last)), show_shape(a, shape))
    });
}

/// The most words that make a shape.
pub(super) const SHAPED: usize = 4;

/// What the words before the suffix are, in order.
pub(super) fn shape(sorts: impl Iterator<Item = u32>, words: usize, kind: OrgKind, sink: &mut impl Sink) {
    let shape = sorts.fold(kind as u32, mix);
    sink.add(Template::Shape, shape, || format!("{words} words+{}", kind.as_str()));
}

/// The suffix with which the name ends where the suffix's word begins: such a name is nested (市委|市政府 is
/// none, 市委|组织部 is one name).
fn inner_suffix(a: &Analysis<'_, '_>, span: Span, value: &OrgValue) -> Option<u16> {
    (value.first < value.tail)
        .then(|| a.lexicon.suffixes.longest(a.doc.slice(Span::new(span.start, value.tail_start))))?
}

/// What a nested name ends with.
pub(super) fn nested_last(
    a: &Analysis<'_, '_>,
    inner: u16,
    shape: Shape,
    kind: OrgKind,
    sink: &mut impl Sink,
) {
    let Some(suffix) = a.lexicon.suffixes.get(inner) else { return };
    let sort = suffix.level.map_or(suffix.kind as u32, |level| KINDS + level as u32) % NESTED_SORTS;
    sink.at(Template::NestedLast, shape_row(shape).at(NESTED + sort), || {
        format!("{}+{}", suffix.text, show_shape(a, shape))
    });
    sink.at(Template::NestedLastKind, List::NESTED_KIND.at(sort * KINDS + kind as u32), || {
        format!("{}+{}", suffix.text, kind.as_str())
    });
}

/// What the first reading found of the name elsewhere.
pub(super) fn told(hash: u32, kind: OrgKind, evidence: &Evidence, sink: &mut impl Sink) {
    let same = evidence.chosen.get(&hash).copied().unwrap_or(0).min(3);
    let tail = evidence.tails.get(&hash).copied().unwrap_or(0).min(2);
    let head = evidence.heads.get(&hash).copied().unwrap_or(0).min(2);
    told_of(same, tail, head, kind, sink);
}

/// The same by what was counted: at most three times the name itself, twice each as the end and as the beginning of one.
pub(super) fn told_of(same: u32, tail: u32, head: u32, kind: OrgKind, sink: &mut impl Sink) {
    let k = kind as u32;
    if same > 0 {
        sink.add(Template::EvidenceSame, mix(same, k), || format!("{same}+{}", kind.as_str()));
    }
    if tail > 0 {
        sink.add(Template::EvidenceTail, mix(tail, k), || format!("{tail}+{}", kind.as_str()));
    }
    if head > 0 {
        sink.add(Template::EvidenceHead, mix(head, k), || format!("{head}+{}", kind.as_str()));
    }
}

/// How a short form stands in the text.
pub(super) fn alias(
    a: &Analysis<'_, '_>,
    span: Span,
    value: &OrgValue,
    form: AliasForm,
    hash: u32,
    evidence: &Evidence,
    sink: &mut impl Sink,
) {
    let place = |of: u32, number: u32| List::ALIAS.at(of << 8 | number << 3 | form as u32);
    sink.at(Template::AliasForm, place(0, 0), || format!("{form:?}"));
    sink.at(Template::AliasLength, place(1, span.len().min(31) as u32), || format!("{}", span.len()));
    let pos =
        if value.first == value.tail { a.tokens.get(value.first).map_or(30, |t| t.pos as u32) } else { 31 };
    let support = evidence.stems.get(&hash).copied().unwrap_or(0).min(4);
    sink.at(Template::AliasSupport, place(2, support), || format!("{support} names begin so"));
    let edges = u32::from(a.is_edge(span.start)) * 2 + u32::from(a.is_edge(span.end));
    sink.at(Template::AliasEdges, place(3, edges), || format!("edges {edges}"));
    sink.at(Template::AliasRest, place(4, pos), || format!("pos {pos}"));
}
