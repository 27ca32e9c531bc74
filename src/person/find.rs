//! Names: candidates at family names, foreign names with a dot, words the dictionary knows as names.

use crate::analysis::{Analysis, class, is_stop, span_hash};
use crate::candidate::Plain;
use crate::lexicon::Attr;
use crate::model::{Derived, Score, Sink, Template, Weights, mix};
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
fn is_given(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
        || ('\u{3400}'..='\u{4dbf}').contains(&c)
        || ('\u{20000}'..='\u{2fa1f}').contains(&c)
}

/// Proposes names, with what they score before any evidence.
pub(crate) fn find(a: &Analysis<'_, '_>, weights: &Weights, out: &mut Vec<Plain<NameValue>>) {
    let chars = a.doc.chars();
    let mut dot = 0;
    // Whether the word before is a post, and where it ends.
    let mut post = (false, 0);
    let fixed = weights.derived(Derived::Names, Fixed::make);
    let mut search = Search { a, weights, fixed, before: None, after: [None; AFTER], out };
    for token in &a.tokens {
        let start = token.span.start;
        let (after_post, end) = std::mem::replace(&mut post, (is_post(token), token.span.end));
        let after_post = after_post && end == start;
        if token.pos == Pos::Punctuation {
            continue;
        }
        let before = search.out.len();
        let Some(&c) = chars.get(start) else { continue };
        if dot <= start {
            let next = chars[start..].iter().position(|&c| is_dot(c));
            dot = next.map_or(usize::MAX, |next| start + next);
        }
        if dot <= start + PART {
            dotted(a, start, |span| search.propose(span, 0));
        }
        if c.is_ascii_uppercase() {
            latin(a, start, |span| search.propose(span, 0));
        }
        let starts = a.lexicon.name_starts(c);
        if search.out.len() > before || !(after_post || starts.any()) || !is_given(c) {
            continue;
        }
        let mut longest = 0;
        if starts.family() > 0 {
            longest = 3;
            for len in [2, 3] {
                search.try_name(start, len, 1);
            }
        }
        if starts.double()
            && let Some(&d) = chars.get(start + 1)
            && a.lexicon.double_family(c, d) > 0
        {
            longest = 4;
            for len in [3, 4] {
                search.try_name(start, len, 2);
            }
        }
        // Two or three parts of minority names make one.
        let first = if starts.minority() { a.lexicon.minority_part(&chars[start..]) } else { 0 };
        if first > 0 {
            let mut len = first;
            for _ in 0..2 {
                let part = a.lexicon.minority_part(&chars[start + len..]);
                if part == 0 {
                    break;
                }
                len += part;
                if len > longest {
                    search.try_name(start, len, 0);
                    longest = len;
                }
            }
        }
        // A name with no family name of the list, next to a post.
        if longest < 5 && after_post {
            for len in longest.max(1) + 1..6 {
                search.try_name(start, len, 0);
            }
        }
    }
}

/// How many places after names are remembered.
const AFTER: usize = 8;

/// The names proposed so far; what stands before and after a name is scored once for all that begin or end there.
struct Search<'a, 'd, 't> {
    a: &'a Analysis<'d, 't>,
    weights: &'a Weights,
    /// What does not depend on the text: see [`Fixed`].
    fixed: &'a [i32],
    before: Option<(usize, Side, i32)>,
    /// By the last bits of the position.
    after: [Option<(usize, Side, i32)>; AFTER],
    out: &'a mut Vec<Plain<NameValue>>,
}

impl Search<'_, '_, '_> {
    fn try_name(&mut self, start: usize, len: usize, family: usize) {
        let a = self.a;
        let span = Span::new(start, start + len);
        // The right edge may cut a word only where what is left is a verb of saying (施建|明说).
        if !a.is_edge(span.end) {
            let rest = a.from(span.end).map_or(0, |t| t.span.end - span.end);
            if rest != 1
                || !a
                    .char(span.end)
                    .is_some_and(|c| matches!(c, '说' | '称' | '讲' | '道' | '告' | '介' | '提' | '指'))
            {
                return;
            }
        }
        let Some(chars) = a.doc.chars().get(span.start..span.end) else { return };
        if chars.iter().all(|&c| is_given(c)) && a.token_at(span.end - 1).is_some() {
            self.propose(span, family);
        }
    }

    fn propose(&mut self, span: Span, family: usize) {
        let (a, weights) = (self.a, self.weights);
        let (before, left) = match self.before {
            Some((at, side, sum)) if at == span.start => (side, sum),
            _ => {
                let mut score = Score::new(weights);
                let side = before_features(a, span.start, &mut score);
                self.before = Some((span.start, side, score.sum));
                (side, score.sum)
            }
        };
        let cell = &mut self.after[span.end % AFTER];
        let (after, right) = match *cell {
            Some((at, side, sum)) if at == span.end => (side, sum),
            _ => {
                let mut score = Score::new(weights);
                let side = after_features(a, span.end, &mut score);
                *cell = Some((span.end, side, score.sum));
                (side, score.sum)
            }
        };
        let value = NameValue { family };
        let mut score = Score::new(weights);
        let level = between_features(a, span, value, before, after, &mut score);
        let sides =
            Sides { level, around: around(before, after), before: before.part(), after: after.part() };
        score.sum += match span.len() {
            len @ 0..Fixed::LENGTHS => Fixed::sum(self.fixed, len, sides),
            len => Fixed::score(weights, len, sides),
        };
        self.out.push(Plain { span, value, hash: span_hash(a.doc, span), sum: left + right + score.sum });
    }
}

/// What a candidate scores with evidence.
#[inline]
pub(crate) fn score(plain: &Plain<NameValue>, weights: &Weights, evidence: &NameEvidence) -> f32 {
    let mut score = Score::new(weights);
    told(plain.hash, evidence, &mut score);
    weights.worth(plain.sum + score.sum)
}

/// Whether a name without a known family name may begin after a word.
fn is_post(token: &Token) -> bool {
    token.is(Attr::Post) || token.is(Attr::Rank)
}

#[inline]
fn is_dot(c: char) -> bool {
    c < '一' && matches!(c, '·' | '•' | '・' | '‧' | '⋅')
}

/// The most characters between two dots.
const PART: usize = 8;

/// Foreign and minority names with a dot between their parts, to every edge at which they could end.
fn dotted(a: &Analysis<'_, '_>, start: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    if start > 0 && is_dot(chars[start - 1]) {
        return;
    }
    let (mut dots, mut run) = (0, 0);
    for end in start..chars.len() {
        let c = chars[end];
        if is_dot(c) {
            if run == 0 || dots == 3 {
                return;
            }
            dots += 1;
            run = 0;
        } else if is_given(c) || c.is_ascii_alphabetic() {
            run += 1;
            if run > PART {
                return;
            }
            if dots > 0 && run >= 2 && a.is_edge(end + 1) && !chars.get(end + 1).is_some_and(|&c| is_dot(c)) {
                found(Span::new(start, end + 1));
            }
        } else {
            return;
        }
    }
}

/// Names in Latin letters: two capitalized words, or one with a Chinese family or given name beside it.
fn latin(a: &Analysis<'_, '_>, start: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    if !chars[start].is_ascii_uppercase()
        || start.checked_sub(1).is_some_and(|p| chars[p].is_ascii_alphanumeric())
    {
        return;
    }
    let word = |from: usize| {
        let end = (from..chars.len()).find(|&i| !chars[i].is_ascii_lowercase()).unwrap_or(chars.len());
        (end > from + 1).then_some(end)
    };
    let Some(first) = word(start + 1) else { return };
    if chars.get(first) != Some(&' ') {
        return;
    }
    match chars.get(first + 1) {
        Some(c) if c.is_ascii_uppercase() => {
            if let Some(mut end) = word(first + 2) {
                if chars.get(end) == Some(&'-') {
                    end = word(end + 1).unwrap_or(end);
                }
                found(Span::new(start, end));
            }
        }
        Some(c) if is_given(*c) => found(Span::new(start, first + 2)),
        _ => {}
    }
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
    let level = between_features(a, span, value, before, after, sink);
    let len = span.len() as u32;
    level_features(level, around(before, after), len, sink);
    before_part(before.part(), len, sink);
    after_part(after.part(), len, sink);
    told(span_hash(a.doc, span), evidence, sink);
}

/// Whether the name was found elsewhere.
fn told(hash: u32, evidence: &NameEvidence, sink: &mut impl Sink) {
    let seen = evidence.count(hash).min(3);
    if seen > 0 {
        sink.add(Template::NameEvidence, seen, || seen.to_string());
    }
}

/// What stands on one side of a name.
#[derive(Debug, Clone, Copy)]
struct Side {
    /// Part of speech and class of the word.
    pos: Option<Pos>,
    class: u32,
    /// Whether it is a post or a rank.
    post: bool,
    /// Whether a mark or an edge of the text stands there.
    stop: bool,
}

impl Side {
    fn new(token: Option<&Token>, class: u32, c: Option<char>) -> Self {
        Self {
            pos: token.map(|t| t.pos),
            class,
            post: token.is_some_and(is_post),
            stop: c.is_none_or(is_stop),
        }
    }

    /// The part of speech, with [`PARTS`] for none.
    fn part(self) -> usize {
        self.pos.map_or(PARTS, |pos| pos as usize)
    }
}

/// How many parts of speech there are.
const PARTS: usize = Pos::COUNT;

/// A part of speech as the model knows it.
fn part(part: usize) -> u32 {
    if part == PARTS { 99 } else { part as u32 }
}

/// What stands on both sides of a name, in four bits.
fn around(before: Side, after: Side) -> usize {
    usize::from(before.post)
        | usize::from(after.post) << 1
        | usize::from(before.stop) << 2
        | usize::from(after.stop) << 3
}

/// What features of small numbers ask for.
#[derive(Debug, Clone, Copy)]
struct Sides {
    level: u32,
    around: usize,
    before: usize,
    after: usize,
}

/// Sums that do not depend on the text, for each length of a name.
struct Fixed;

impl Fixed {
    const LENGTHS: usize = 6;
    const LEVELS: usize = 4;
    const AROUND: usize = 16;
    const TO_BEFORE: usize = Self::LEVELS * Self::AROUND;
    const TO_AFTER: usize = Self::TO_BEFORE + PARTS + 1;
    const ROW: usize = Self::TO_AFTER + PARTS + 1;

    fn make(weights: &Weights) -> Vec<i32> {
        let mut out = Vec::with_capacity(Self::LENGTHS * Self::ROW);
        let mut put = |add: &dyn Fn(&mut Score<'_>)| {
            let mut score = Score::new(weights);
            add(&mut score);
            out.push(score.sum);
        };
        for len in 0..Self::LENGTHS as u32 {
            for level in 0..Self::LEVELS as u32 {
                (0..Self::AROUND).for_each(|around| put(&|sink| level_features(level, around, len, sink)));
            }
            (0..=PARTS).for_each(|part| put(&|sink| before_part(part, len, sink)));
            (0..=PARTS).for_each(|part| put(&|sink| after_part(part, len, sink)));
        }
        out
    }

    fn sum(fixed: &[i32], len: usize, sides: Sides) -> i32 {
        let row = &fixed[len * Self::ROW..][..Self::ROW];
        row[sides.level as usize * Self::AROUND + sides.around]
            + row[Self::TO_BEFORE + sides.before]
            + row[Self::TO_AFTER + sides.after]
    }

    /// The same for a name of any length.
    fn score(weights: &Weights, len: usize, sides: Sides) -> i32 {
        let (mut score, len) = (Score::new(weights), len as u32);
        level_features(sides.level, sides.around, len, &mut score);
        before_part(sides.before, len, &mut score);
        after_part(sides.after, len, &mut score);
        score.sum
    }
}

/// How common the family name is, with what stands around.
fn level_features(level: u32, around: usize, len: u32, sink: &mut impl Sink) {
    sink.add(Template::FamilyLevel, mix(level, len), || format!("{level}+{len}"));
    let around = around as u32;
    sink.add(Template::NameAround, 0x8000_0000 | around << 8 | level << 4 | len, || {
        format!("posts and stops {around:04b} family {level} length {len}")
    });
}

fn before_part(before: usize, len: u32, sink: &mut impl Sink) {
    sink.add(Template::NameBeforePos, mix(part(before), len), || format!("{}+{len}", part(before)));
}

fn after_part(after: usize, len: u32, sink: &mut impl Sink) {
    sink.add(Template::NameAfterPos, mix(part(after), len), || format!("{}+{len}", part(after)));
}

fn before_features(a: &Analysis<'_, '_>, start: usize, sink: &mut impl Sink) -> Side {
    let before = a.before(start);
    let before_two = before.and_then(|t| a.before(t.span.start));
    let bc = class(before);
    sink.add(Template::NameBefore, before.map_or(1, |t| t.hash), || a.show(before));
    sink.add(Template::NameBeforeClass, mix(bc, class(before_two)), || format!("{}+{bc}", class(before_two)));
    Side::new(before, bc, start.checked_sub(1).and_then(|p| a.char(p)))
}

fn after_features(a: &Analysis<'_, '_>, end: usize, sink: &mut impl Sink) -> Side {
    let after = a.from(end);
    let after_two = after.and_then(|t| a.from(t.span.end));
    let ac = class(after);
    sink.add(Template::NameAfter, after.map_or(1, |t| t.hash), || a.show(after));
    sink.add(Template::NameAfterClass, mix(ac, class(after_two)), || format!("{ac}+{}", class(after_two)));
    Side::new(after, ac, a.char(end))
}

/// What depends on the name itself; how common its family name is.
fn between_features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: NameValue,
    before: Side,
    after: Side,
    sink: &mut impl Sink,
) -> u32 {
    let chars = a.doc.slice(span);
    let len = span.len() as u32;
    let family = &chars[..value.family.min(chars.len())];
    let level = match *family {
        [c] => u32::from(a.lexicon.name_starts(c).family()),
        [c, d] => u32::from(a.lexicon.double_family(c, d)),
        _ => 0,
    };
    sink.add(Template::Family, crate::segment::hash(family), || family.iter().collect());
    for (i, &c) in chars.iter().enumerate().skip(value.family.max(1)) {
        let place = if i + 1 == chars.len() { 2 } else { 1 };
        sink.add(Template::GivenChar, mix(c as u32, place), || format!("{c}{place}"));
    }
    // How the words cut the name: one character each, a word, a dictionary name.
    let mut shape = len;
    let mut at = span.start;
    while at < span.end {
        let Some(token) = a.from(at) else { break };
        shape = mix(shape, token.pos as u32 * 8 + (token.span.end.min(span.end) - at) as u32);
        at = token.span.end.max(at + 1);
    }
    sink.add(Template::GivenShape, shape, || format!("{len} characters"));
    let (bc, ac) = (before.class, after.class);
    sink.add(Template::NameAround, mix(bc, ac), || format!("{bc}…{ac}"));
    level
}
