//! Candidates: for every place where a suffix ends, every left edge that a name could have.

use super::feature::{Evidence, alias, told};
use super::sums::Sums;
use crate::analysis::{Analysis, Marks, is_balanced, is_stop, span_hash};
use crate::candidate::{Candidate, Plain};
use crate::lexicon::Attr;
use crate::model::{Score, Weights};
use crate::record::{OrgKind, PartyLevel};
use crate::segment::Pos;
use crate::span::Span;
use crate::text::Role;

/// How the right end of a candidate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// It ends with a suffix of the lexicon.
    Suffix(u16),
    /// The dictionary knows the word as an organization or an abbreviation.
    Word,
    /// A number in an order that shares its head with the next one (第一、第二党支部).
    Ordinal,
    /// A name of the user's own.
    Own,
    /// A suffix with a gloss in parentheses that belongs to the name (党校(行政学院)).
    Gloss(u16),
    /// It repeats a part of a name found with certainty.
    Alias(AliasForm),
}

/// Which part of a full name an alias repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AliasForm {
    /// The core without region and suffix (村田).
    Core,
    /// Core and some of the words after it (村田智能).
    Longer,
    /// Region and core (惠州烟草).
    Region,
    /// Declared in the text (以下简称“…”).
    Declared,
    /// The beginning of the core, where it is no word of the dictionary (锐钛 of 锐钛科技).
    Letters,
}

/// What is claimed of an organization's span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OrgValue {
    pub(crate) shape: Shape,
    pub(crate) kind: OrgKind,
    pub(crate) level: Option<PartyLevel>,
    /// First token, and the token in which the suffix begins.
    pub(crate) first: usize,
    pub(crate) tail: usize,
    /// Where the suffix begins.
    pub(crate) tail_start: usize,
}

/// Longest name, in characters and words.
const LONGEST: usize = 48;
const MOST_WORDS: usize = 26;

/// Finds candidates of one document; keeps partial scores so that each is computed once.
pub(crate) struct Finder<'a, 'd, 't> {
    pub(crate) analysis: &'a Analysis<'d, 't>,
    sums: Sums<'a>,
    /// Candidates that score no more than this with whatever evidence are left out.
    least: f32,
}

impl<'a, 'd, 't> Finder<'a, 'd, 't> {
    pub(crate) fn new(analysis: &'a Analysis<'d, 't>, weights: &'a Weights, least: f32) -> Self {
        Self { analysis, sums: Sums::new(analysis, weights), least }
    }

    /// The candidates that end with a suffix or are words known as organizations.
    pub(crate) fn find(&mut self, out: &mut Vec<Plain<OrgValue>>) {
        let a = self.analysis;
        let chars = a.doc.chars();
        let mut words = a.tokens.as_slice();
        for block in a.doc.blocks().iter().filter(|block| block.role != Role::Boilerplate) {
            let mut clause = block.span.start;
            // The clause when 、 does not end it: joint branches hold a list (县图书馆、县文化馆联合党支部).
            let mut wide = block.span.start;
            // Behind the last character that was found to end something.
            let mut passed = block.span.start;
            while let Some((token, rest)) =
                words.split_first().filter(|(word, _)| word.span.end <= block.span.end)
            {
                words = rest;
                for i in token.span.start..token.span.end {
                    let (c, end) = (chars[i], i + 1);
                    if !a.lexicon.suffixes.may_matter(c) {
                        continue;
                    }
                    if is_stop(c) {
                        clause = end;
                        if c != '、' {
                            wide = end;
                        }
                        passed = end;
                        continue;
                    }
                    // Neither begins with a character after the last numeral.
                    if c <= '十'
                        && let Some((tail_start, shape)) =
                            shared_head(a, clause, end).or_else(|| gloss(a, clause, end))
                    {
                        let window = Span::new(clause.max(end.saturating_sub(LONGEST)), end);
                        let (kind, level) = match shape {
                            Shape::Gloss(id) => match a.lexicon.suffixes.get(id) {
                                Some(suffix) => (suffix.kind, suffix.level),
                                None => continue,
                            },
                            _ => (OrgKind::Party, Some(PartyLevel::Branch)),
                        };
                        self.left_edges(window, tail_start, end, shape, kind, level, out);
                        passed = end;
                        continue;
                    }
                    let before = if i > clause { Some(chars[i - 1]) } else { None };
                    if a.lexicon.suffixes.may_end(before, c) && self.suffix(clause, wide, end, out) {
                        passed = end;
                    }
                }
                let end = token.span.end;
                if passed < end
                    && (token.pos == Pos::OrgName || (token.pos == Pos::Abbreviation && token.span.len() > 1))
                    && !token.is(Attr::Suffix)
                {
                    let window = Span::new(clause.max(end.saturating_sub(LONGEST)), end);
                    let start = token.span.start;
                    self.left_edges(window, start, end, Shape::Word, OrgKind::Other, None, out);
                }
            }
        }
    }

    /// The candidates that end with a suffix, if one ends here.
    fn suffix(&mut self, clause: usize, wide: usize, end: usize, out: &mut Vec<Plain<OrgValue>>) -> bool {
        let a = self.analysis;
        let longest = |clause: usize| Span::new(clause.max(end.saturating_sub(LONGEST)), end);
        let Some(id) = a.lexicon.suffixes.longest(a.doc.slice(longest(clause))) else { return false };
        let Some(suffix) = a.lexicon.suffixes.get(id) else { return true };
        let tail_start = end - suffix.len;
        let joint =
            suffix.text.starts_with("联合") || a.doc.chars()[wide..tail_start].ends_with(&['联', '合']);
        let window = longest(if joint { wide } else { clause });
        self.left_edges(window, tail_start, end, Shape::Suffix(id), suffix.kind, suffix.level, out);
        true
    }

    #[expect(clippy::too_many_arguments, reason = "one place of call pattern, all plain values")]
    fn left_edges(
        &mut self,
        window: Span,
        tail_start: usize,
        end: usize,
        shape: Shape,
        kind: OrgKind,
        level: Option<PartyLevel>,
        out: &mut Vec<Plain<OrgValue>>,
    ) {
        let a = self.analysis;
        let chars = a.doc.chars();
        let Some(tail) = a.token_at(tail_start) else { return };
        let mut value = OrgValue { shape, kind, level, first: tail, tail, tail_start };
        let mut sums = self.sums.of_end(a, end, &value);
        let mut marks = Marks::default();
        let mut from = end;
        for _ in 0..MOST_WORDS {
            let Some(token) = a.tokens.get(value.first) else { return };
            let start = token.span.start;
            if start < window.start {
                return;
            }
            let sight = self.sums.sight(a, value.first);
            if start < tail_start && sight.never {
                return;
            }
            if sight.marked || value.first == tail {
                marks.add(&chars[start..from]);
                if marks.opened() {
                    return;
                }
            }
            from = start;
            if value.first < tail {
                self.sums.take_in(a, &value, &mut sums);
            }
            if marks.balanced() {
                let span = Span::new(start, end);
                if let Some(sum) = self.sums.whole(a, span, &value, &mut sums, self.least) {
                    out.push(Plain { span, value, hash: span_hash(a.doc, span), sum });
                }
            }
            let Some(previous) = value.first.checked_sub(1).filter(|&i| a.tokens[i].span.end == start) else {
                return;
            };
            value.first = previous;
        }
    }

    /// Scores an alias that stands at a span.
    pub(crate) fn propose_alias(
        &mut self,
        span: Span,
        form: AliasForm,
        kind: OrgKind,
        hash: u32,
        evidence: &Evidence,
        out: &mut Vec<Candidate<OrgValue>>,
    ) {
        let a = self.analysis;
        let (Some(first), Some(tail)) = (a.token_at(span.start), a.token_at(span.end - 1)) else { return };
        if !is_balanced(a.doc.slice(span)) {
            return;
        }
        let shape = Shape::Alias(form);
        let tail_start = a.tokens[tail].span.start;
        let mut value = OrgValue { shape, kind, level: None, first: tail, tail, tail_start };
        let mut sums = self.sums.of_end(a, span.end, &value);
        while value.first > first {
            value.first -= 1;
            self.sums.take_in(a, &value, &mut sums);
        }
        let mut score = Score::new(self.sums.weights);
        if evidence.may_hold(hash) {
            told(hash, kind, evidence, &mut score);
        }
        alias(a, span, &value, form, hash, evidence, &mut score);
        sums.add(score.sum);
        let Some(sum) = self.sums.whole(a, span, &value, &mut sums, self.least) else { return };
        out.push(Candidate { span, value, rule: "org/model", score: self.sums.weights.worth(sum) });
    }

    /// What a candidate scores with evidence.
    #[inline]
    pub(crate) fn score(&self, plain: &Plain<OrgValue>, evidence: &Evidence) -> f32 {
        let mut score = Score::new(self.sums.weights);
        if evidence.may_hold(plain.hash) {
            told(plain.hash, plain.value.kind, evidence, &mut score);
        }
        self.sums.weights.worth(plain.sum + score.sum)
    }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Where a number of a branch begins that ends at `end` and shares its head with the next
/// (第一、第二党支部; 一、三支部).
#[inline]
fn shared_head(a: &Analysis<'_, '_>, clause: usize, end: usize) -> Option<(usize, Shape)> {
    let chars = a.doc.chars();
    if !matches!(chars.get(end)?, '、' | '和' | '与' | '及') || !is_numeral(*chars.get(end - 1)?) {
        return None;
    }
    let mut start = end;
    while start > clause && end - start < 3 && is_numeral(chars[start - 1]) {
        start -= 1;
    }
    let ordinal = start > clause && chars[start - 1] == '第';
    start -= usize::from(ordinal);
    // What follows is a list of numbers and then 党支部 or the like.
    let mut i = end;
    let mut numbers = 0;
    while let Some(&c) = chars.get(i) {
        if is_numeral(c) {
            numbers += 1;
        } else if !matches!(c, '、' | '和' | '与' | '及' | '第') {
            break;
        }
        i += 1;
        if i > end + 16 {
            return None;
        }
    }
    let head: &[char] = &chars[i.min(chars.len())..chars.len().min(i + 4)];
    let is_head = head.starts_with(&['党', '支', '部'])
        || head.starts_with(&['支', '部'])
        || head.starts_with(&['党', '总', '支']);
    (numbers > 0 && is_head && a.is_edge(start)).then_some((start, Shape::Ordinal))
}

/// Where the suffix before a parenthesis begins, if a parenthesis that belongs to a name closes at `end`.
#[inline]
fn gloss(a: &Analysis<'_, '_>, clause: usize, end: usize) -> Option<(usize, Shape)> {
    let chars = a.doc.chars();
    if chars[end - 1] != ')' {
        return None;
    }
    let from = clause.max(end.saturating_sub(18));
    let open = (from..end).rev().find(|&i| chars[i] == '(')?;
    if end - open < 4 {
        return None;
    }
    let id = a.lexicon.suffixes.longest(&chars[clause..open])?;
    a.lexicon.suffixes.longest(&chars[clause..end - 1])?;
    let suffix = a.lexicon.suffixes.get(id)?;
    Some((open - suffix.len, Shape::Gloss(id)))
}
