//! The features of an organization's candidate, written once for predictor, trainer and explanations.

use super::find::{OrgValue, Shape};
use crate::analysis::{Analysis, bucket, class, is_proper, is_stop, span_hash};
use crate::lexicon::Attr;
use crate::model::{Sink, Template, mix};
use crate::record::OrgKind;
use crate::segment::{Pos, Token};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// What the first reading of the report found: names by their hash.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Names chosen, with how often.
    chosen: FxHashMap<u32, u32>,
    /// Ends of chosen names that begin at a word (a shortened form drops the region).
    tails: FxHashMap<u32, u32>,
    /// Beginnings of chosen party organizations' names: their hosts.
    heads: FxHashMap<u32, u32>,
    /// Beginnings of chosen names without their region, of two to four characters.
    stems: FxHashMap<u32, u32>,
}

impl Evidence {
    /// Collects the evidence of chosen spans.
    pub(crate) fn collect(a: &Analysis<'_, '_>, chosen: impl Iterator<Item = (Span, OrgValue)>) -> Self {
        let mut all = Self::default();
        for (span, value) in chosen {
            *all.chosen.entry(span_hash(a.doc, span)).or_default() += 1;
            for i in value.first + 1..value.tail {
                let tail = Span::new(a.tokens[i].span.start, span.end);
                *all.tails.entry(span_hash(a.doc, tail)).or_default() += 1;
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
            if value.kind == OrgKind::Party && value.tail_start > span.start {
                *all.heads.entry(span_hash(a.doc, Span::new(span.start, value.tail_start))).or_default() += 1;
            }
        }
        all
    }
}

const PLACES: u16 = Attr::Province as u16 | Attr::City as u16 | Attr::County as u16 | Attr::Town as u16;

/// All features of a candidate.
pub(crate) fn features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: &OrgValue,
    proper: usize,
    evidence: &Evidence,
    sink: &mut impl Sink,
) {
    left(a, value.first, value.kind, sink);
    for i in value.first..value.tail {
        inside(a, i, sink);
        pair(a, i, sink);
    }
    right(a, span.end, value.shape, value.kind, sink);
    joint(a, span, value, proper, evidence, sink);
}

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
pub(super) fn left(a: &Analysis<'_, '_>, first: usize, kind: OrgKind, sink: &mut impl Sink) {
    let Some(token) = a.tokens.get(first) else { return };
    let before = a.before(token.span.start);
    let before_two = before.and_then(|t| a.before(t.span.start));
    let second = a.from(token.span.end);
    let (bh, fh) = (before.map_or(1, |t| t.hash), token.hash);
    let bp = before.map_or(99, |t| t.pos as u32);
    let k = kind as u32;
    let word = |t| a.show(t);
    sink.add(Template::BeforeWord, bh, || word(before));
    sink.add(Template::BeforeWordKind, mix(bh, k), || format!("{}+{}", word(before), kind.as_str()));
    let shape = |t: Option<&Token>| t.map_or(999, |t| t.pos as u32 * 4 + t.span.len().min(3) as u32);
    let (bs, fs) = (shape(before), shape(Some(token)));
    sink.add(Template::BeforeShape, mix(bs, k), || format!("{bs}+{}", kind.as_str()));
    sink.add(Template::BeforeShapeFirst, mix(mix(bs, fs), shape(before_two)), || {
        format!("{}|{bs}|{fs}", shape(before_two))
    });
    sink.add(Template::BeforePos, bp, || format!("{bp}"));
    sink.add(Template::BeforePosKind, mix(bp, k), || format!("{bp}+{}", kind.as_str()));
    sink.add(Template::BeforePosFirstPos, mix(bp, token.pos as u32), || format!("{bp}+{:?}", token.pos));
    sink.add(Template::BeforeTwo, mix(bh, before_two.map_or(1, |t| t.hash)), || {
        format!("{}|{}", word(before_two), word(before))
    });
    sink.add(Template::BeforeFirst, mix(bh, fh), || format!("{}|{}", word(before), word(Some(token))));
    let before_char = token.span.start.checked_sub(1).and_then(|p| a.char(p)).unwrap_or('\n');
    sink.add(Template::BeforeChar, before_char as u32, || before_char.to_string());
    let bc = class(before);
    sink.add(Template::BeforeClass, mix(bc, class(Some(token))), || format!("{bc}+{}", class(Some(token))));
    sink.add(Template::FirstWord, fh, || word(Some(token)));
    sink.add(Template::FirstWordKind, mix(fh, k), || format!("{}+{}", word(Some(token)), kind.as_str()));
    sink.add(Template::FirstPos, token.pos as u32 * 4 + token.span.len().min(3) as u32, || {
        format!("{:?}{}", token.pos, token.span.len())
    });
    let fc = class(Some(token));
    sink.add(Template::FirstClass, fc, || fc.to_string());
    sink.add(Template::FirstClassKind, mix(fc, k), || format!("{fc}+{}", kind.as_str()));
    let sp = second.map_or(99, |t| t.pos as u32);
    sink.add(Template::FirstTwoPos, mix(token.pos as u32, sp), || format!("{:?}+{sp}", token.pos));
    sink.add(Template::FirstTwo, mix(fh, second.map_or(1, |t| t.hash)), || {
        format!("{}|{}", word(Some(token)), word(second))
    });
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
pub(super) fn joint(
    a: &Analysis<'_, '_>,
    span: Span,
    value: &OrgValue,
    proper: usize,
    evidence: &Evidence,
    sink: &mut impl Sink,
) {
    let k = value.kind as u32;
    let id = shape_id(value.shape);
    let kind = value.kind.as_str();
    let words = value.tail.saturating_sub(value.first);
    let bare = span.start == value.tail_start && matches!(value.shape, Shape::Suffix(_));
    let hash = span_hash(a.doc, span);
    sink.add(Template::LengthKind, mix(bucket(words), k), || format!("{words}+{kind}"));
    sink.add(Template::LengthChars, mix(bucket(span.len()), k), || format!("{}+{kind}", span.len()));
    sink.add(Template::Proper, mix(proper.min(4) as u32, k), || format!("{proper}+{kind}"));
    sink.add(Template::ProperSuffix, mix(proper.min(1) as u32, id), || {
        format!("{}+{}", proper.min(1), show_shape(a, value.shape))
    });
    if bare {
        sink.add(Template::Bare, id, || show_shape(a, value.shape));
        let after = class(a.from(span.end));
        let before = class(a.before(span.start));
        sink.add(Template::BareAfter, mix(mix(after, before), k), || format!("{before}…{after}+{kind}"));
    } else if let Some(last) = value.tail.checked_sub(1).and_then(|i| a.tokens.get(i)).filter(|_| words > 0) {
        sink.add(Template::LastWord, last.hash, || a.show(Some(last)));
        sink.add(Template::LastWordSuffix, mix(last.hash, id), || {
            format!("{}+{}", a.show(Some(last)), show_shape(a, value.shape))
        });
    }
    if span.len() <= 8 {
        sink.add(Template::Whole, hash, || a.doc.text(span));
    }
    let mut shape = k;
    let mut nested = 0u32;
    for token in a.tokens.iter().take(value.tail).skip(value.first) {
        let sort = if token.is(Attr::Suffix) {
            nested += 1;
            3
        } else if token.attrs
            & (Attr::Province as u16 | Attr::City as u16 | Attr::County as u16 | Attr::Town as u16)
            != 0
        {
            2
        } else if is_proper(token) {
            1
        } else {
            0
        };
        shape = mix(shape, sort);
    }
    if words <= 4 {
        sink.add(Template::Shape, shape, || format!("{words} words+{kind}"));
    }
    let verbs = a
        .tokens
        .iter()
        .take(value.tail)
        .skip(value.first)
        .filter(|t| {
            matches!(t.pos, Pos::Verb | Pos::Preposition | Pos::Particle | Pos::Adverb | Pos::Pronoun)
                || t.is(Attr::Post)
        })
        .count()
        .min(3) as u32;
    sink.add(Template::VerbsInside, mix(verbs, mix(k, bucket(words).min(5))), || {
        format!("{verbs} of {words}+{kind}")
    });
    // A name that ends where the suffix's word begins is nested (市委|市政府 is none, 市委|组织部 is one name).
    if words > 0
        && let Some(inner) = a.lexicon.suffixes.longest(a.doc.slice(Span::new(span.start, value.tail_start)))
        && let Some(suffix) = a.lexicon.suffixes.get(inner)
    {
        let level = suffix.level.map_or(9, |l| l as u32);
        let sort = suffix.kind as u32 * 16 + level;
        sink.add(Template::NestedLast, mix(sort, id), || {
            format!("{}+{}", suffix.text, show_shape(a, value.shape))
        });
        sink.add(Template::NestedLastKind, mix(sort, k), || format!("{}+{kind}", suffix.text));
    }
    sink.add(Template::Nested, mix(nested.min(4), k), || format!("{nested}+{kind}"));
    let list_left = matches!(span.start.checked_sub(1).and_then(|p| a.char(p)), Some('、'));
    let list_right = matches!(a.char(span.end), Some('、'));
    sink.add(Template::ListLeft, mix(u32::from(list_left) * 2 + u32::from(list_right), k), || {
        format!("{list_left}{list_right}+{kind}")
    });
    let left_stop = span.start.checked_sub(1).and_then(|p| a.char(p)).is_none_or(is_stop);
    let right_stop = a.char(span.end).is_none_or(is_stop);
    sink.add(Template::ListRight, mix(u32::from(left_stop) * 2 + u32::from(right_stop), k), || {
        format!("stops {left_stop}{right_stop}+{kind}")
    });
    let same = evidence.chosen.get(&hash).copied().unwrap_or(0).min(3);
    let tail = evidence.tails.get(&hash).copied().unwrap_or(0).min(2);
    let head = evidence.heads.get(&hash).copied().unwrap_or(0).min(2);
    if same > 0 {
        sink.add(Template::EvidenceSame, mix(same, k), || format!("{same}+{kind}"));
    }
    if tail > 0 {
        sink.add(Template::EvidenceTail, mix(tail, k), || format!("{tail}+{kind}"));
    }
    if head > 0 {
        sink.add(Template::EvidenceHead, mix(head, k), || format!("{head}+{kind}"));
    }
    if let Shape::Alias(form) = value.shape {
        sink.add(Template::AliasForm, form as u32, || format!("{form:?}"));
        sink.add(Template::AliasLength, mix(span.len() as u32, form as u32), || format!("{}", span.len()));
        let pos = if value.first == value.tail {
            a.tokens.get(value.first).map_or(98, |t| t.pos as u32)
        } else {
            99
        };
        let support = evidence.stems.get(&hash).copied().unwrap_or(0).min(4);
        sink.add(Template::AliasSupport, mix(support, form as u32), || format!("{support} names begin so"));
        let edges = u32::from(a.is_edge(span.start)) * 2 + u32::from(a.is_edge(span.end));
        sink.add(Template::AliasEdges, mix(edges, form as u32), || format!("edges {edges}"));
        sink.add(Template::AliasRest, mix(pos, form as u32), || format!("pos {pos}"));
    }
}
