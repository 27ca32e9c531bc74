//! Names: candidates at family names, foreign names with a dot, words the dictionary knows as names.

use super::feature::{
    NameEvidence, NameValue, Shape, Side, after_features, before_features, between_features, is_dot,
    is_given, name_features, post_before, tail_attrs, told,
};
use super::fixed::Fixed;
use crate::analysis::{Analysis, span_hash};
use crate::candidate::Plain;
use crate::lexicon::{Attr, Attrs, CharSet, NameStarts};
use crate::model::{Derived, Score, Weights};
use crate::segment::Pos;
use crate::span::Span;

/// Proposes names, with what they score before any evidence, but those that score no more than `least` with
/// whatever evidence.
pub(crate) fn find(a: &Analysis<'_, '_>, weights: &Weights, least: f32, out: &mut Vec<Plain<NameValue>>) {
    let chars = a.doc.chars();
    let mut dot = 0;
    let fixed = weights.derived(Derived::Names, Fixed::make);
    let mut search =
        Search { a, weights, fixed, least, before: None, after: [None; AFTER], proposed: 0, out };
    for token in &a.tokens {
        let start = token.span.start;
        if token.pos == Pos::Punctuation {
            continue;
        }
        let before = search.proposed;
        let Some(&c) = chars.get(start) else { continue };
        if dot <= start {
            let next = chars[start..].iter().position(|&c| is_dot(c));
            dot = next.map_or(usize::MAX, |next| start + next);
        }
        if dot <= start + PART {
            dotted(a, start, |span| search.propose_whole(span, 0));
        }
        if c < '一' && c.is_uppercase() {
            latin(a, start, |span| search.propose_whole(span, 0));
        }
        if search.proposed > before {
            continue;
        }
        search.at_edge(start);
        // 校|长江敬棠: a title ends inside the word.
        if token.span.len() > 1 && super::title::sorts_before(a, start + 1) & Attr::Post as Attrs != 0 {
            search.at_edge(start + 1);
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
    least: f32,
    before: Option<(usize, Side, i32)>,
    /// By the last bits of the position.
    after: [Option<(usize, Side, i32)>; AFTER],
    /// How many there were, those left out too.
    proposed: usize,
    out: &'a mut Vec<Plain<NameValue>>,
}

impl Search<'_, '_, '_> {
    /// Proposes the names without a dot that begin at a position.
    fn at_edge(&mut self, start: usize) {
        let a = self.a;
        let chars = a.doc.chars();
        let Some(&c) = chars.get(start).filter(|&&c| is_given(c)) else { return };
        let starts = a.lexicon.name_starts(c);
        let mut longest = 0;
        if starts.any() {
            longest = self.named(start, c, starts);
        }
        // A name with no family name of the list, next to a post.
        if longest < 5 && post_before(a, start) {
            for len in longest.max(1) + 1..6 {
                self.try_name(start, len, 0);
            }
        }
    }

    /// Proposes the names that begin like one; the length of the longest.
    fn named(&mut self, start: usize, c: char, starts: NameStarts) -> usize {
        let a = self.a;
        let chars = a.doc.chars();
        let mut longest = 0;
        if starts.family() > 0 {
            longest = 3;
            masked(a, start, 1, |span| self.propose_whole(span, 1));
            for len in [2, 3] {
                self.try_name(start, len, 1);
            }
        }
        if starts.double()
            && let Some(&d) = chars.get(start + 1)
            && a.lexicon.double_family(c, d) > 0
        {
            longest = 4;
            masked(a, start, 2, |span| self.propose_whole(span, 2));
            for len in [3, 4] {
                self.try_name(start, len, 2);
            }
        }
        // Two or three parts of minority names make one, and so does one part with up to two characters more.
        let first = if starts.minority() { a.lexicon.minority_part(&chars[start..]) } else { 0 };
        if first > 0 {
            let mut len = first;
            for len in first.max(longest + 1)..first + 3 {
                self.try_name(start, len, 0);
                longest = longest.max(len);
            }
            for _ in 0..2 {
                let part = a.lexicon.minority_part(&chars[start + len..]);
                if part == 0 {
                    break;
                }
                len += part;
                if len > longest {
                    self.try_name(start, len, 0);
                    longest = len;
                }
            }
        }
        longest
    }

    fn try_name(&mut self, start: usize, len: usize, family: usize) {
        let a = self.a;
        let span = Span::new(start, start + len);
        if !a.is_edge(span.end) && !may_cut(a, span.end) {
            return;
        }
        let Some(chars) = a.doc.chars().get(span.start..span.end) else { return };
        if !chars.iter().all(|&c| is_given(c)) || a.token_at(span.end - 1).is_none() {
            return;
        }
        // 习近平新时代中国特色社会主义思想 is a thought, not a person of the report.
        if a.char(span.end) == Some('新') && a.doc.chars()[span.end..].starts_with(&['新', '时', '代']) {
            return;
        }
        // 米所长, 胡先生: nobody is named. 于湖南 is where an account published.
        let none = Attr::Post as Attrs | Attr::Rank as Attrs | Attr::Province as Attrs;
        let tail = tail_attrs(a, span, family);
        if tail & none == 0 {
            self.propose(span, family, tail);
        }
    }

    /// Proposes a name of which nothing was looked up yet.
    fn propose_whole(&mut self, span: Span, family: usize) {
        let tail = tail_attrs(self.a, span, family);
        self.propose(span, family, tail);
    }

    fn propose(&mut self, span: Span, family: usize, tail: Attrs) {
        self.proposed += 1;
        let (a, weights) = (self.a, self.weights);
        if self.before.is_none_or(|(at, ..)| at != span.start) {
            let mut score = Score::new(weights);
            let side = before_features(a, span.start, &mut score);
            self.before = Some((span.start, side, score.sum));
        }
        let cell = &mut self.after[span.end % AFTER];
        if cell.is_none_or(|(at, ..)| at != span.end) {
            let mut score = Score::new(weights);
            let side = after_features(a, span.end, &mut score);
            *cell = Some((span.end, side, score.sum));
        }
        let (Some((_, before, left)), Some((_, after, right))) = (&self.before, &*cell) else { return };
        let value = NameValue { family };
        let shape = Shape::new(a, span, value, before, after);
        let fixed = match span.len() {
            len @ 0..Fixed::LENGTHS => Fixed::sum(self.fixed, len, shape),
            len => Fixed::score(weights, len, shape),
        };
        let mut score = Score::new(weights);
        name_features(a, span, value, before, after, &mut score);
        score.sum += left + right + fixed;
        // Most candidates cannot win, whatever else speaks for them.
        let told = Fixed::most_told(self.fixed);
        let most = Fixed::most(self.fixed, value, tail);
        if weights.worth(score.sum + most + told) <= self.least {
            return;
        }
        between_features(a, span, value, tail, before, &mut score);
        if weights.worth(score.sum + told) > self.least {
            self.out.push(Plain { span, value, hash: span_hash(a.doc, span), sum: score.sum });
        }
    }
}

/// What a candidate scores with evidence.
#[inline]
pub(crate) fn score(plain: &Plain<NameValue>, weights: &Weights, evidence: &NameEvidence) -> f32 {
    let mut score = Score::new(weights);
    told(plain.hash, evidence, &mut score);
    weights.worth(plain.sum + score.sum)
}

/// Whether a character stands for what is not told of a name.
#[inline]
fn is_sign(c: char) -> bool {
    if c < '一' { matches!(c, '*' | '×' | 'X' | 'x' | '○' | '〇') } else { c == '某' }
}

/// Names of which only the family name is told (张某, 李**, 王X).
fn masked(a: &Analysis<'_, '_>, start: usize, family: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    let from = start + family;
    let Some(&sign) = chars.get(from).filter(|&&c| is_sign(c)) else { return };
    let len = chars[from..].iter().take(4).take_while(|&&c| c == sign).count();
    let next = chars.get(from + len);
    if len > 3 || sign.is_ascii_alphabetic() && next.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return;
    }
    found(Span::new(start, from + len));
    if sign == '某' && next.is_some_and(|&c| is_given(c)) && a.is_edge(from + len + 1) {
        found(Span::new(start, from + len + 1));
    }
}

/// Whether a name may end inside a word: what is left of it is a word of its own (施建|明说, 纪|平等) or begins
/// one of saying (吕志|坚强|调).
fn may_cut(a: &Analysis<'_, '_>, at: usize) -> bool {
    let Some(token) = a.from(at).filter(|t| t.span.end == at + 1) else { return false };
    let chars = a.doc.chars();
    OVER.has(chars[token.span.end - 1])
        || a.attrs_of(Span::new(at, at + 2)) & (Attr::Speech as Attrs | Attr::Pair as Attrs) != 0
}

/// What words of saying and the like begin with, or are.
static OVER: CharSet = CharSet::new(&[&[
    '说', '称', '讲', '道', '告', '介', '提', '指', '问', '答', '等', '则', '还', '就', '也', '都', '又',
    '在', '与', '和', '同', '对', '向', '将', '已', '从', '带', '来', '去', '出', '主', '作', '发', '致',
    '到', '站', '当', '任', '为', '之', '所', '以', '给', '把', '被',
]]);

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
            if dots > 0
                && run >= 2
                && (a.is_edge(end + 1) || may_cut(a, end + 1))
                && !chars.get(end + 1).is_some_and(|&c| is_dot(c))
            {
                found(Span::new(start, end + 1));
            }
        } else {
            return;
        }
    }
}

/// Names in Latin letters, from a capital on: two capitalized words, or one with a Chinese family or given name beside it.
fn latin(a: &Analysis<'_, '_>, start: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    if start.checked_sub(1).is_some_and(|p| chars[p].is_alphanumeric() && !is_given(chars[p])) {
        return;
    }
    // A word: a capital and small letters after it.
    let word = |from: usize| {
        chars.get(from).filter(|c| c.is_uppercase())?;
        let small =
            chars[from + 1..].iter().take(20).take_while(|c| c.is_lowercase() && c.is_alphabetic()).count();
        (small > 0).then_some(from + 1 + small)
    };
    let Some(mut end) = word(start) else { return };
    for _ in 0..3 {
        match chars.get(end) {
            Some(' ' | '-') => match word(end + 1) {
                Some(next) => {
                    end = next;
                    found(Span::new(start, end));
                }
                None if chars.get(end + 1).is_some_and(|&c| is_given(c)) => {
                    return found(Span::new(start, end + 2));
                }
                None => return,
            },
            _ => return,
        }
    }
}
