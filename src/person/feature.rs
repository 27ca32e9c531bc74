//! Names: what tells how likely a candidate is one.

use crate::analysis::{Analysis, class, is_stop, span_hash};
use crate::lexicon::{Attr, Attrs};
use crate::model::{Sink, Template, mix};
use crate::segment::{Pos, Token};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// What is claimed of a name's span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameValue {
    /// Length of the family name; 0 for a foreign or minority name.
    pub(crate) family: usize,
}

/// Names chosen in the first reading, with how often.
#[derive(Debug, Default)]
pub(crate) struct NameEvidence {
    /// Bits of their hashes: most names are none of them.
    any: [u64; 16],
    seen: FxHashMap<u32, u32>,
}

impl NameEvidence {
    /// Adds a name by its hash.
    pub(crate) fn add(&mut self, hash: u32) {
        self.any[(hash >> 6 & 15) as usize] |= 1 << (hash & 63);
        *self.seen.entry(hash).or_default() += 1;
    }

    /// How often a name was chosen.
    #[inline]
    fn count(&self, hash: u32) -> u32 {
        if self.any[(hash >> 6 & 15) as usize] >> (hash & 63) & 1 == 0 {
            return 0;
        }
        self.seen.get(&hash).copied().unwrap_or(0)
    }
}

/// Whether a character can stand in a given name.
#[inline]
pub(super) fn is_given(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2fa1f}')
}

/// Whether a title, an occupation or an honour ends right before a position.
pub(super) fn post_before(a: &Analysis<'_, '_>, start: usize) -> bool {
    super::title::sorts_before(a, start) & (Attr::Post as Attrs | Attr::Rank as Attrs) != 0
}

/// What is known of a name without its family name; nothing of one that has none.
pub(super) fn tail_attrs(a: &Analysis<'_, '_>, name: Span, family: usize) -> Attrs {
    let tail = Span::new(name.start + family, name.end);
    if family > 0 && !tail.is_empty() { a.attrs_of(tail) } else { 0 }
}

/// Whether a word is a title of any sort.
fn is_post(token: &Token) -> bool {
    token.is(Attr::Post) || token.is(Attr::Rank)
}

#[inline]
pub(super) fn is_dot(c: char) -> bool {
    c < '一' && matches!(c, '·' | '•' | '・' | '‧' | '⋅')
}

/// How many parts of minority names follow each other from the beginning, at most 4, and how many characters they have.
fn parts(a: &Analysis<'_, '_>, chars: &[char]) -> (u32, usize) {
    let (mut parts, mut at) = (0, 0);
    while let Some(rest) = chars.get(at..).filter(|r| !r.is_empty()) {
        let dot = usize::from(is_dot(rest[0]));
        let part = a.lexicon.minority_part(&rest[dot..]);
        if part == 0 {
            break;
        }
        parts += 1;
        at += dot + part;
    }
    (parts.min(4), at)
}

/// How many words of a span are nouns, posts and the like, which are no part of a foreign name; at most 3.
fn inside(a: &Analysis<'_, '_>, span: Span) -> u32 {
    let (mut at, mut nouns) = (span.start, 0);
    while at < span.end {
        let Some(t) = a.from(at) else { break };
        let whole = t.span.start >= span.start && t.span.end <= span.end && t.span.len() > 1;
        if whole
            && (matches!(t.pos, Pos::Noun | Pos::Verb | Pos::VerbNoun | Pos::Adverb | Pos::Conjunction)
                || is_post(t))
        {
            nouns += 1;
        }
        at = t.span.end.max(at + 1);
    }
    nouns.min(3)
}

/// How many characters before a position a part of a minority name begins that goes on across it; 0 for none.
fn crossed(a: &Analysis<'_, '_>, end: usize) -> usize {
    let chars = a.doc.chars();
    let crosses = |back: &usize| {
        let rest = &chars[end - back..chars.len().min(end - back + 4)];
        let begins = a.lexicon.name_starts(rest[0]).minority();
        begins && a.lexicon.minority_part(rest) > *back
    };
    (1..=3.min(end)).find(crosses).unwrap_or(0)
}

#[inline]
fn is_joint(c: char) -> bool {
    matches!(c, '、' | '和' | '与' | '及' | '—' | '-' | ' ' | '/' | ';' | ',')
}

/// What stands before a joint to the left: the length of the run of characters, and whether it begins like a name.
fn beside_left(a: &Analysis<'_, '_>, start: usize) -> u32 {
    let chars = a.doc.chars();
    let Some(joint) = start.checked_sub(1).filter(|&i| is_joint(chars[i])) else { return 0 };
    let run = chars[..joint].iter().rev().take(5).take_while(|&&c| is_given(c)).count();
    beside(a, chars[joint], run, joint - run)
}

/// The same to the right.
fn beside_right(a: &Analysis<'_, '_>, end: usize) -> u32 {
    let chars = a.doc.chars();
    let Some(&joint) = chars.get(end).filter(|&&c| is_joint(c)) else { return 0 };
    let run = chars[end + 1..].iter().take(5).take_while(|&&c| is_given(c)).count();
    beside(a, joint, run, end + 1)
}

/// A joint and the run of characters that begins at a position beside it, as one number.
fn beside(a: &Analysis<'_, '_>, joint: char, run: usize, start: usize) -> u32 {
    let family = a.char(start).map_or(0, |c| a.lexicon.name_starts(c).family());
    joint as u32 & 0xff | 0x100 | (run as u32) << 12 | u32::from(family) << 16
}

/// All features of a name's candidate.
pub(crate) fn names_features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: NameValue,
    evidence: &NameEvidence,
    sink: &mut impl Sink,
) {
    let before = before_features(a, span.start, sink);
    let after = after_features(a, span.end, sink);
    let shape = Shape::new(a, span, value, &before, &after);
    let tail = tail_attrs(a, span, value.family);
    name_features(a, span, value, &before, &after, sink);
    between_features(a, span, value, tail, &before, sink);
    shape.features(span.len() as u32, sink);
    told(span_hash(a.doc, span), evidence, sink);
}

/// Whether the name was found elsewhere.
pub(super) fn told(hash: u32, evidence: &NameEvidence, sink: &mut impl Sink) {
    told_of(evidence.count(hash).min(MOST_SEEN), sink);
}

/// How often a name is counted at most.
pub(super) const MOST_SEEN: u32 = 3;

/// The same by how often it was.
pub(super) fn told_of(seen: u32, sink: &mut impl Sink) {
    if seen > 0 {
        sink.add(Template::NameEvidence, seen, || seen.to_string());
    }
}

/// What stands on one side of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// Part of speech and class of the word.
    pub(super) pos: Option<Pos>,
    pub(super) class: u32,
    /// The character; 0 at an edge of the text.
    pub(super) char: u32,
    /// Whether a post or a rank stands there.
    pub(super) post: bool,
    /// Whether a mark or an edge of the text stands there.
    pub(super) stop: bool,
    /// Whether no character of a name stands there.
    pub(super) open: bool,
    /// Whether the edge of the name lies inside a word.
    pub(super) cut: bool,
    /// What stands beside in a list: see [`beside`].
    pub(super) beside: u32,
    /// The part of speech of the last character as a word of its own, with [`PARTS`] for none.
    pub(super) last: u8,
}

impl Side {
    fn before(a: &Analysis<'_, '_>, start: usize, token: Option<&Token>, class: u32) -> Self {
        let c = start.checked_sub(1).and_then(|p| a.char(p));
        Self {
            post: post_before(a, start),
            cut: !a.is_edge(start),
            beside: beside_left(a, start),
            ..Self::new(token, class, c)
        }
    }

    fn after(a: &Analysis<'_, '_>, end: usize, token: Option<&Token>, class: u32) -> Self {
        Self {
            post: token.is_some_and(is_post),
            cut: !a.is_edge(end),
            beside: beside_right(a, end),
            last: a.before(end).filter(|t| t.span.len() == 1).map_or(PARTS as u8, |t| t.pos as u8),
            ..Self::new(token, class, a.char(end))
        }
    }

    fn new(token: Option<&Token>, class: u32, c: Option<char>) -> Self {
        Self {
            pos: token.map(|t| t.pos),
            class,
            char: c.map_or(0, |c| c as u32),
            post: false,
            stop: c.is_none_or(is_stop),
            open: c.is_none_or(|c| !is_given(c)),
            cut: false,
            beside: 0,
            last: PARTS as u8,
        }
    }

    /// The part of speech, with [`PARTS`] for none.
    fn part(&self) -> usize {
        self.pos.map_or(PARTS, |pos| pos as usize)
    }

    fn show(&self) -> String {
        format!("{:?}", char::from_u32(self.char).filter(|&c| c != '\0'))
    }
}

/// How many parts of speech there are.
pub(super) const PARTS: usize = Pos::COUNT;

/// A part of speech as the model knows it.
fn part(part: usize) -> u32 {
    if part == PARTS { 99 } else { part as u32 }
}

/// What features of small numbers ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// How common the family name is.
    pub(super) level: u32,
    /// Posts and stops on both sides, in four bits.
    pub(super) around: usize,
    /// The parts of speech before, after, and of the last character.
    pub(super) before: usize,
    pub(super) after: usize,
    pub(super) last: usize,
    /// How common the last character is in given names.
    pub(super) common: usize,
    /// The same of the rarest character, and of up to three characters after the family name, two bits each.
    pub(super) rarest: usize,
    pub(super) given: usize,
    /// Whether there is a family name.
    pub(super) family: bool,
    /// On which sides no character of a name stands, in two bits.
    pub(super) alone: usize,
    /// What sort of thing stands before and after.
    pub(super) before_kind: usize,
    pub(super) follows: usize,
}

impl Shape {
    pub(super) fn new(
        a: &Analysis<'_, '_>,
        span: Span,
        value: NameValue,
        before: &Side,
        after: &Side,
    ) -> Self {
        let chars = a.doc.slice(span);
        let common = |c: char| usize::from(a.lexicon.name_starts(c).given());
        let level = match chars[..value.family.min(chars.len())] {
            [c] => u32::from(a.lexicon.name_starts(c).family()),
            [c, d] => u32::from(a.lexicon.double_family(c, d)),
            _ => 0,
        };
        // The characters after the family name, or after the first.
        let (mut given, mut rarest, mut last) = (0, 3, None);
        for (i, &c) in chars.iter().skip(value.family.max(1)).enumerate() {
            let common = common(c);
            rarest = common.min(rarest);
            if i < 3 {
                given = given << 2 | common;
            }
            last = Some(common);
        }
        let follows = match after.pos {
            None => 0,
            Some(_) if after.stop => 1,
            Some(_) if before.cut || after.cut => 2,
            Some(Pos::Verb | Pos::VerbNoun) => 3,
            Some(Pos::Preposition | Pos::Adverb | Pos::Conjunction | Pos::Particle) => 4,
            Some(_) => 5,
        };
        Self {
            level,
            around: usize::from(before.post)
                | usize::from(after.post) << 1
                | usize::from(before.stop) << 2
                | usize::from(after.stop) << 3,
            before: before.part(),
            after: after.part(),
            last: usize::from(after.last),
            common: last.or_else(|| chars.last().map(|&c| common(c))).unwrap_or(0),
            rarest: if last.is_some() { rarest } else { 0 },
            given: if value.family > 0 { given } else { 0 },
            family: value.family > 0,
            alone: usize::from(before.open) | usize::from(after.open) << 1,
            before_kind: if before.post { 1 } else { 3 - usize::from(before.open) },
            follows,
        }
    }

    /// All features of small numbers.
    pub(super) fn features(self, len: u32, sink: &mut impl Sink) {
        level_features(self.level, self.around, len, sink);
        before_part(self.before, len, sink);
        after_part(self.after, len, sink);
        last_features(self.last, self.common, len, sink);
        alone_features(self.alone, self.level, len, sink);
        whole_features(self.level, self.rarest, self.before_kind, self.follows, len, sink);
        if self.family {
            given_features(self.given, self.level, len, sink);
        }
    }
}

/// How common the family name is, with what stands around.
pub(super) fn level_features(level: u32, around: usize, len: u32, sink: &mut impl Sink) {
    sink.add(Template::FamilyLevel, mix(level, len), || format!("{level}+{len}"));
    let around = around as u32;
    sink.add(Template::NameAround, 0x8000_0000 | around << 8 | level << 4 | len, || {
        format!("posts and stops {around:04b} family {level} length {len}")
    });
}

pub(super) fn before_part(before: usize, len: u32, sink: &mut impl Sink) {
    sink.add(Template::NameBeforePos, mix(part(before), len), || format!("{}+{len}", part(before)));
}

pub(super) fn after_part(after: usize, len: u32, sink: &mut impl Sink) {
    sink.add(Template::NameAfterPos, mix(part(after), len), || format!("{}+{len}", part(after)));
}

/// 邱成|到: the last character as a word of its own.
pub(super) fn last_features(last: usize, common: usize, len: u32, sink: &mut impl Sink) {
    let (last, common) = (part(last), common as u32);
    sink.add(Template::NameLast, mix(last, common << 4 | len), || {
        format!("{last} common {common} length {len}")
    });
}

/// Whether it stands between marks alone.
pub(super) fn alone_features(alone: usize, level: u32, len: u32, sink: &mut impl Sink) {
    sink.add(Template::NameAlone, (alone as u32) << 8 | level << 4 | len, || {
        format!("{alone} family {level} length {len}")
    });
}

/// All at once: what the parts tell is more than their sum.
pub(super) fn whole_features(
    level: u32,
    rarest: usize,
    kind: usize,
    follows: usize,
    len: u32,
    sink: &mut impl Sink,
) {
    let whole = mix(mix(level << 4 | rarest as u32, len), (follows as u32) << 4 | kind as u32);
    sink.add(Template::NameWhole, whole, || {
        format!("family {level} given {rarest} length {len} before {kind} after {follows}")
    });
}

/// How common the characters are in given names.
pub(super) fn given_features(given: usize, level: u32, len: u32, sink: &mut impl Sink) {
    let given = mix(len, given as u32);
    sink.add(Template::NameGiven, given, || format!("{len} characters"));
    sink.add(Template::NameGiven, mix(given, 0x100 | level), || format!("{len} characters, family {level}"));
}

pub(super) fn before_features(a: &Analysis<'_, '_>, start: usize, sink: &mut impl Sink) -> Side {
    let before = a.before(start);
    let before_two = before.and_then(|t| a.before(t.span.start));
    let bc = class(before);
    sink.add(Template::NameBefore, before.map_or(1, |t| t.hash), || a.show(before));
    sink.add(Template::NameBeforeClass, mix(bc, class(before_two)), || format!("{}+{bc}", class(before_two)));
    let side = Side::before(a, start, before, bc);
    sink.add(Template::NameBeforeChar, side.char, || side.show());
    side
}

pub(super) fn after_features(a: &Analysis<'_, '_>, end: usize, sink: &mut impl Sink) -> Side {
    let after = a.from(end);
    let after_two = after.and_then(|t| a.from(t.span.end));
    let ac = class(after);
    sink.add(Template::NameAfter, after.map_or(1, |t| t.hash), || a.show(after));
    sink.add(Template::NameAfterClass, mix(ac, class(after_two)), || format!("{ac}+{}", class(after_two)));
    let side = Side::after(a, end, after, ac);
    sink.add(Template::NameAfterChar, side.char, || side.show());
    let goes_on = side.char == ' ' as u32
        && a.char(end + 1).is_some_and(char::is_uppercase)
        && end.checked_sub(1).and_then(|p| a.char(p)).is_some_and(char::is_lowercase);
    if goes_on {
        sink.add(Template::NameCut, 9, || "before a word with a capital".into());
    }
    side
}

/// The characters of the name, and what stands around it.
pub(super) fn name_features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: NameValue,
    before: &Side,
    after: &Side,
    sink: &mut impl Sink,
) {
    let chars = a.doc.slice(span);
    let len = span.len() as u32;
    let family = &chars[..value.family.min(chars.len())];
    sink.add(Template::Family, crate::segment::hash(family), || family.iter().collect());
    for (i, &c) in chars.iter().enumerate().skip(value.family.max(1)) {
        let place = if i + 1 == chars.len() { 2 } else { 1 };
        sink.add(Template::GivenChar, mix(c as u32, place), || format!("{c}{place}"));
    }
    let cut = u32::from(after.cut) | u32::from(before.cut) << 1;
    if cut > 0 {
        sink.add(Template::NameCut, cut, || cut.to_string());
        sink.add(Template::NameCut, mix(cut, after.char), || format!("{cut}+{}", after.show()));
    }
    // What stands beside it in a list.
    let (left, right) = (before.beside, after.beside);
    if left | right != 0 {
        sink.add(Template::NameList, mix(left, right), || format!("{left}…{right}"));
        sink.add(Template::NameList, mix(left, 0x1000 | len), || format!("{left}…"));
        sink.add(Template::NameList, mix(right, 0x2000 | len), || format!("…{right}"));
    }
    if before.open && after.open {
        sink.add(Template::NameAlone, mix(before.char, after.char), || {
            format!("{}…{}", before.show(), after.show())
        });
    }
    let (bc, ac) = (before.class, after.class);
    sink.add(Template::NameAround, mix(bc, ac), || format!("{bc}…{ac}"));
}

/// What the name without its family name must not be: 米所长, 胡先生 name nobody.
pub(super) const TAILS: Attrs =
    Attr::Post as Attrs | Attr::Rank as Attrs | Attr::Speech as Attrs | Attr::Suffix as Attrs;

/// An edge of the name lies inside a part of a minority name.
pub(super) fn cut_across(sink: &mut impl Sink) {
    sink.add(Template::NameCut, 8, || "across a part".into());
}

/// What else depends on the name itself; `tail` is what [`tail_attrs`] tells of it.
pub(super) fn between_features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: NameValue,
    tail: Attrs,
    before: &Side,
    sink: &mut impl Sink,
) {
    let chars = a.doc.slice(span);
    let len = span.len() as u32;
    if value.family > 0 {
        let tail = tail & TAILS;
        if tail != 0 {
            sink.add(Template::NameTail, u32::from(tail), || tail.to_string());
        }
    } else {
        // Parts of minority names, and no word that is none.
        let (parts, covered) = parts(a, chars);
        let nouns = inside(a, span);
        let left = (span.len() - covered.min(span.len())).min(7) as u32;
        sink.add(Template::NameParts, parts << 8 | nouns << 4 | left, || {
            format!("{parts} parts, {left} characters more, nouns {nouns}")
        });
        let post = u32::from(before.post);
        sink.add(Template::NameParts, 0x1000 | parts << 8 | post << 4 | left, || {
            format!("{parts} parts, {left} characters more, after post {post}")
        });
    }
    // 边巴顿|珠: a part of a minority name goes on across the edge.
    if (1..span.len()).contains(&crossed(a, span.end)) {
        cut_across(sink);
    }
    // How the words cut the name: one character each, a word, a dictionary name.
    let mut cuts = len;
    let mut at = span.start;
    while at < span.end {
        let Some(token) = a.from(at) else { break };
        cuts = mix(cuts, token.pos as u32 * 8 + (token.span.end.min(span.end) - at) as u32);
        at = token.span.end.max(at + 1);
    }
    sink.add(Template::GivenShape, cuts, || format!("{len} characters"));
}
