//! The features of an organization's candidate, written once for predictor, trainer and explanations.

use super::find::{AliasForm, OrgValue, Shape};
use crate::analysis::{Analysis, bucket, class, is_proper, is_stop, span_hash};
use crate::lexicon::{Attr, PLACES};
use crate::model::{Sink, Template, mix};
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
    pub(crate) fn collect(a: &Analysis<'_, '_>, chosen: impl Iterator<Item = (Span, OrgValue)>) -> Self {
        let mut all = Self::default();
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
    left_kind(a, value.first, value.kind, sink);
    let edge = Edge::of(a, value.first);
    edge_before(edge.before, edge.first, sink);
    edge_after(edge.first, edge.second, sink);
    edge_kind(edge.before_shape, value.kind, sink);
    for i in value.first..value.tail {
        inside(a, i, sink);
        pair(a, i, sink);
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
    let Some(token) = a.tokens.get(first) else { return };
    let before = a.word_before(first);
    let before_two = before.and_then(|_| a.word_before(first - 1));
    let second = a.word_after(first);
    let (bh, fh) = (before.map_or(1, |t| t.hash), token.hash);
    let word = |t| a.show(t);
    sink.add(Template::BeforeWord, bh, || word(before));
    let (bs, fs) = (word_shape(before), word_shape(Some(token)));
    sink.add(Template::BeforeShapeFirst, mix(mix(bs, fs), word_shape(before_two)), || {
        format!("{}|{bs}|{fs}", word_shape(before_two))
    });
    sink.add(Template::BeforeTwo, mix(bh, before_two.map_or(1, |t| t.hash)), || {
        format!("{}|{}", word(before_two), word(before))
    });
    sink.add(Template::BeforeFirst, mix(bh, fh), || format!("{}|{}", word(before), word(Some(token))));
    let before_char = token.span.start.checked_sub(1).and_then(|p| a.char(p)).unwrap_or('\n');
    sink.add(Template::BeforeChar, before_char as u32, || before_char.to_string());
    let (bc, fc) = (class(before), class(Some(token)));
    sink.add(Template::BeforeClass, mix(bc, fc), || format!("{bc}+{fc}"));
    sink.add(Template::FirstWord, fh, || word(Some(token)));
    sink.add(Template::FirstPos, fs, || format!("{:?}{}", token.pos, token.span.len()));
    sink.add(Template::FirstClass, fc, || fc.to_string());
    sink.add(Template::FirstTwo, mix(fh, second.map_or(1, |t| t.hash)), || {
        format!("{}|{}", word(Some(token)), word(second))
    });
}

/// How many features [`left_kind`] has.
pub(super) const LEFT_KINDS: i32 = 3;

/// The same for one kind of organization.
pub(super) fn left_kind(a: &Analysis<'_, '_>, first: usize, kind: OrgKind, sink: &mut impl Sink) {
    let Some(token) = a.tokens.get(first) else { return };
    let before = a.word_before(first);
    let (bh, fh) = (before.map_or(1, |t| t.hash), token.hash);
    let k = kind as u32;
    let word = |t| a.show(t);
    sink.add(Template::BeforeWordKind, mix(bh, k), || format!("{}+{}", word(before), kind.as_str()));
    sink.add(Template::FirstWordKind, mix(fh, k), || format!("{}+{}", word(Some(token)), kind.as_str()));
    let fc = class(Some(token));
    sink.add(Template::FirstClassKind, mix(fc, k), || format!("{fc}+{}", kind.as_str()));
}

/// The parts of speech at a left edge, as small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    /// Of the word before the first, of the first, and of the second.
    pub(super) before: u8,
    pub(super) first: u8,
    pub(super) second: u8,
    /// Part of speech and length of the word before the first.
    pub(super) before_shape: u8,
}

/// How many parts of speech there are; the number stands for none.
pub(super) const PARTS: usize = Pos::COUNT;
/// How many shapes of words there are; the number stands for none.
pub(super) const SHAPES: usize = PARTS * 4;

impl Edge {
    pub(super) fn of(a: &Analysis<'_, '_>, first: usize) -> Self {
        let token = a.tokens.get(first);
        let (before, second) = (a.word_before(first), a.word_after(first));
        let part = |t: Option<&Token>| t.map_or(PARTS as u8, |t| t.pos as u8);
        Self {
            before: part(before),
            first: part(token),
            second: part(second),
            before_shape: before.map_or(SHAPES as u8, |t| t.pos as u8 * 4 + t.span.len().min(3) as u8),
        }
    }

    /// A part of speech as the model knows it.
    fn part(part: u8) -> u32 {
        if usize::from(part) == PARTS { 99 } else { u32::from(part) }
    }
}

/// The parts of speech before and at the beginning of a name.
pub(super) fn edge_before(before: u8, first: u8, sink: &mut impl Sink) {
    let (bp, fp) = (Edge::part(before), Edge::part(first));
    sink.add(Template::BeforePos, bp, || format!("{bp}"));
    sink.add(Template::BeforePosFirstPos, mix(bp, fp), || format!("{bp}+{fp}"));
}

/// The parts of speech of the first two words.
pub(super) fn edge_after(first: u8, second: u8, sink: &mut impl Sink) {
    let (fp, sp) = (Edge::part(first), Edge::part(second));
    sink.add(Template::FirstTwoPos, mix(fp, sp), || format!("{fp}+{sp}"));
}

/// The word before a name of a kind.
pub(super) fn edge_kind(before: u8, kind: OrgKind, sink: &mut impl Sink) {
    let none = usize::from(before) == SHAPES;
    let (bs, bp) = if none { (999, 99) } else { (u32::from(before), u32::from(before / 4)) };
    let k = kind as u32;
    sink.add(Template::BeforeShape, mix(bs, k), || format!("{bs}+{}", kind.as_str()));
    sink.add(Template::BeforePosKind, mix(bp, k), || format!("{bp}+{}", kind.as_str()));
}

/// Part of speech and length of a word as one number.
#[inline]
fn word_shape(token: Option<&Token>) -> u32 {
    token.map_or(999, |t| t.pos as u32 * 4 + t.span.len().min(3) as u32)
}

/// One word inside a name, before the suffix.
pub(super) fn inside(a: &Analysis<'_, '_>, i: usize, sink: &mut impl Sink) {
    let Some(token) = a.tokens.get(i) else { return };
    sink.add(Template::InWord, token.hash, || a.show(Some(token)));
    let pos = token.pos as u32 * 4 + token.span.len().min(3) as u32;
    let c = class(Some(token));
    sink.add(Template::InClass, c, || c.to_string());
    sink.add(Template::InPos, pos, || format!("{:?}{}", token.pos, token.span.len()));
}

/// A word inside a name with the one that follows it (which may be the suffix).
pub(super) fn pair(a: &Analysis<'_, '_>, i: usize, sink: &mut impl Sink) {
    let (Some(one), Some(two)) = (a.tokens.get(i), a.tokens.get(i + 1)) else { return };
    sink.add(Template::InPair, mix(class(Some(one)), class(Some(two))), || {
        format!("{}|{}", a.show(Some(one)), a.show(Some(two)))
    });
}

/// The suffix and what follows.
#[inline]
pub(super) fn right(a: &Analysis<'_, '_>, end: usize, shape: Shape, kind: OrgKind, sink: &mut impl Sink) {
    let after = a.from(end);
    let after_two = after.and_then(|t| a.from(t.span.end));
    let id = shape_id(shape);
    let ah = after.map_or(1, |t| t.hash);
    let edge = a.is_edge(end);
    let after_char = a.char(end).unwrap_or('\n');
    let show = || show_shape(a, shape);
    sink.add(Template::Bias, kind as u32, || kind.as_str().into());
    sink.add(Template::Suffix, id, show);
    sink.add(Template::SuffixAfterChar, mix(id, after_char as u32), || format!("{}+{after_char}", show()));
    sink.add(Template::SuffixAfterPos, mix(id, after.map_or(99, |t| t.pos as u32)), || {
        format!("{}+{:?}", show(), after.map(|t| t.pos))
    });
    sink.add(Template::SuffixAfterWord, mix(id, ah), || format!("{}+{}", show(), a.show(after)));
    sink.add(Template::KindAfterWord, mix(kind as u32, ah), || {
        format!("{}+{}", kind.as_str(), a.show(after))
    });
    sink.add(Template::AfterWord, ah, || a.show(after));
    sink.add(Template::AfterChar, after_char as u32, || after_char.to_string());
    sink.add(Template::AfterEdge, mix(u32::from(edge), class(after)), || format!("{edge}+{}", class(after)));
    sink.add(Template::AfterTwo, mix(ah, after_two.map_or(1, |t| t.hash)), || {
        format!("{}|{}", a.show(after), a.show(after_two))
    });
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
    if span.len() <= WHOLE {
        whole(a, span, span_hash(a.doc, span), sink);
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
    sink.add(Template::ProperSuffix, mix(proper.min(1) as u32, shape_id(shape)), || {
        format!("{}+{}", proper.min(1), show_shape(a, shape))
    });
}

/// A suffix with nothing before it.
pub(super) fn bare(a: &Analysis<'_, '_>, span: Span, shape: Shape, kind: OrgKind, sink: &mut impl Sink) {
    if !matches!(shape, Shape::Suffix(_)) {
        return;
    }
    sink.add(Template::Bare, shape_id(shape), || show_shape(a, shape));
    let after = class(a.from(span.end));
    let before = class(a.before(span.start));
    sink.add(Template::BareAfter, mix(mix(after, before), kind as u32), || {
        format!("{before}…{after}+{}", kind.as_str())
    });
}

/// The last word before the suffix.
pub(super) fn last(a: &Analysis<'_, '_>, last: usize, shape: Shape, sink: &mut impl Sink) {
    let Some(last) = a.tokens.get(last) else { return };
    sink.add(Template::LastWord, last.hash, || a.show(Some(last)));
    sink.add(Template::LastWordSuffix, mix(last.hash, shape_id(shape)), || {
        format!("{}+{}", a.show(Some(last)), show_shape(a, shape))
    });
}

/// The longest name that is one feature.
pub(super) const WHOLE: usize = 8;

/// A short name as a whole.
pub(super) fn whole(a: &Analysis<'_, '_>, span: Span, hash: u32, sink: &mut impl Sink) {
    sink.add(Template::Whole, hash, || a.doc.text(span));
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
    let level = suffix.level.map_or(9, |l| l as u32);
    let sort = suffix.kind as u32 * 16 + level;
    sink.add(Template::NestedLast, mix(sort, shape_id(shape)), || {
        format!("{}+{}", suffix.text, show_shape(a, shape))
    });
    sink.add(Template::NestedLastKind, mix(sort, kind as u32), || {
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
    sink.add(Template::AliasForm, form as u32, || format!("{form:?}"));
    sink.add(Template::AliasLength, mix(span.len() as u32, form as u32), || format!("{}", span.len()));
    let pos =
        if value.first == value.tail { a.tokens.get(value.first).map_or(98, |t| t.pos as u32) } else { 99 };
    let support = evidence.stems.get(&hash).copied().unwrap_or(0).min(4);
    sink.add(Template::AliasSupport, mix(support, form as u32), || format!("{support} names begin so"));
    let edges = u32::from(a.is_edge(span.start)) * 2 + u32::from(a.is_edge(span.end));
    sink.add(Template::AliasEdges, mix(edges, form as u32), || format!("edges {edges}"));
    sink.add(Template::AliasRest, mix(pos, form as u32), || format!("pos {pos}"));
}
