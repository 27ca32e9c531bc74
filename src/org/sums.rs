//! Scores of candidates, put together from sums that are each computed once: for a word, for an end, for a
//! number of words. What the features are stands in `feature.rs` alone.

use super::feature::{
    Around, Edge, Facts, LEFT_KINDS, PARTS, SHAPED, SHAPES, WHOLE, around, bare, chars, counted, edge_after,
    edge_before, edge_kind, inside, last, left, left_kind, named, nested_last, pair, proper_suffix, right,
    shape, told_of, whole,
};
use super::find::OrgValue;
use crate::analysis::{Analysis, span_hash};
use crate::lexicon::{Attr, Attrs};
use crate::model::{Derived, Score, Weights};
use crate::record::OrgKind;
use crate::span::Span;
use std::cell::Cell;

thread_local! {
    /// One for each thread: a document costs no allocation.
    static SCRATCH: Cell<Scratch> = Cell::default();
}

/// Sums of one document.
pub(super) struct Sums<'a> {
    pub(super) weights: &'a Weights,
    /// What does not depend on the text: see [`Fixed`].
    fixed: &'a [i32],
    scratch: Scratch,
}

/// Memory that documents use one after the other.
#[derive(Default)]
struct Scratch {
    words: Vec<Word>,
    /// For each word that a name was tried at, what the left edge before it adds: for any kind of organization, and for
    /// each kind.
    lefts: Vec<[i32; 1 + KINDS]>,
    /// Suffixes that end where the suffix in hand begins, the shortest first, with their length.
    inner: Vec<(usize, u16)>,
}

impl Drop for Sums<'_> {
    fn drop(&mut self) {
        // At the end of a thread there is nobody left to keep it for.
        let _ = SCRATCH.try_with(|scratch| scratch.set(std::mem::take(&mut self.scratch)));
    }
}

/// What stands in no name: words that say so, verbs of saying, words of the scene.
const NEVER: Attrs = Attr::Outside as Attrs | Attr::Speech as Attrs | Attr::Scene as Attrs;

/// A sum that is not computed yet.
const UNKNOWN: i32 = i32::MIN;
/// The number of no row.
const NO_ROW: u32 = u32::MAX;
const KINDS: usize = OrgKind::ALL.len();

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// The row of the left edge before it, or [`NO_ROW`]; and the shape of the word before that.
    row: u32,
    before: u8,
    /// The marks before it, as a part of the number of [`Around`].
    marks: u8,
    /// The word inside a name, with the one that follows.
    inside: i32,
    facts: Option<Facts>,
    sight: Option<Sight>,
}

/// What decides whether a name can go on to the left across a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// The word stands in no name.
    pub(super) never: bool,
    /// There may be marks in it that stand in pairs.
    pub(super) marked: bool,
}

/// Places of sums in a list that does not depend on the text: those of the parts of speech at a left edge, then
/// a row for each kind of organization.
struct Fixed;

impl Fixed {
    const WORDS: usize = 27;
    const VERBS: usize = 4;
    const CHARS: usize = 49;
    const NAMED: usize = 5;
    const TO_CHARS: usize = Self::WORDS * Self::VERBS;
    const TO_NAMED: usize = Self::TO_CHARS + Self::CHARS;
    const TO_AROUND: usize = Self::TO_NAMED + Self::NAMED * Self::NAMED;
    const TO_EDGE: usize = Self::TO_AROUND + Around::COUNT;
    const TO_SHAPES: usize = Self::TO_EDGE + SHAPES + 1;
    /// For no word, one, two …: so many sorts of words in each place.
    const SHAPES: usize = (1 << (2 * (SHAPED + 1))) / 3;
    const ROW: usize = Self::TO_SHAPES + Self::SHAPES;
    const TO_AFTER: usize = (PARTS + 1) * PARTS;
    const TO_ROWS: usize = Self::TO_AFTER + PARTS * (PARTS + 1);
    /// The most that evidence adds, for each kind.
    const TO_TOLD: usize = Self::TO_ROWS + KINDS * Self::ROW;
    /// The most that one feature adds, whatever it is.
    const TO_LARGEST: usize = Self::TO_TOLD + KINDS;

    fn make(weights: &Weights) -> Vec<i32> {
        let mut out = Vec::with_capacity(Self::TO_LARGEST + 1);
        let mut put = |add: &dyn Fn(&mut Score<'_>)| {
            let mut score = Score::new(weights);
            add(&mut score);
            out.push(score.sum);
        };
        let (parts, with_none) = (0..PARTS as u8, 0..=PARTS as u8);
        for before in with_none.clone() {
            parts.clone().for_each(|first| put(&|sink| edge_before(before, first, sink)));
        }
        for first in parts {
            with_none.clone().for_each(|second| put(&|sink| edge_after(first, second, sink)));
        }
        for &kind in OrgKind::ALL {
            for words in 0..Self::WORDS {
                (0..Self::VERBS).for_each(|verbs| put(&|sink| counted(words, verbs, kind, sink)));
            }
            (0..Self::CHARS).for_each(|n| put(&|sink| chars(n, kind, sink)));
            for proper in 0..Self::NAMED {
                (0..Self::NAMED).for_each(|nested| put(&|sink| named(proper, nested, kind, sink)));
            }
            (0..Around::COUNT).for_each(|n| put(&|sink| around(Around::number(n), kind, sink)));
            (0..=SHAPES as u8).for_each(|before| put(&|sink| edge_kind(before, kind, sink)));
            for words in 0..=SHAPED {
                for number in 0..1u32 << (2 * words) {
                    let sorts = (0..words).rev().map(|i| number >> (2 * i) & 3);
                    put(&|sink| shape(sorts.clone(), words, kind, sink));
                }
            }
        }
        for &kind in OrgKind::ALL {
            let counts = (0..36).map(|n| (n % 4, n / 4 % 3, n / 12));
            let sum = |(same, tail, head)| {
                let mut score = Score::new(weights);
                told_of(same, tail, head, kind, &mut score);
                score.sum
            };
            out.push(counts.map(sum).max().unwrap_or(0));
        }
        out.push(weights.largest());
        out
    }

    /// The place of a shape of so many words, whose number has the sort of the first word in its highest bits.
    const fn shape(words: usize, number: usize) -> usize {
        Self::TO_SHAPES + ((1 << (2 * words)) - 1) / 3 + number
    }
}

/// Sums of all candidates that end at one place, and what was counted on the way to the left edge in hand.
pub(super) struct End {
    kind: usize,
    /// What all have in common.
    all: i32,
    /// What a name with words before the suffix has.
    last: i32,
    /// Without and with something proper to the name.
    proper_suffix: [i32; 2],
    /// The marks after it, as a part of the number of [`Around`].
    marks: usize,
    /// The suffix before the suffix in hand: how many of them were passed, and what the last one adds.
    inner: usize,
    nested_last: i32,
    /// Of the words taken in.
    inside: i32,
    words: usize,
    /// The sorts of the words, two bits each, of as many as make a shape.
    sorts: usize,
    proper: usize,
    nested: usize,
    verbs: usize,
}

impl End {
    /// Adds what else all candidates have in common.
    pub(super) fn add(&mut self, sum: i32) {
        self.all += sum;
    }
}

impl<'a> Sums<'a> {
    pub(super) fn new(a: &Analysis<'_, '_>, weights: &'a Weights) -> Self {
        let unknown = Word { row: NO_ROW, before: 0, marks: 0, inside: UNKNOWN, facts: None, sight: None };
        let mut scratch = SCRATCH.try_with(Cell::take).unwrap_or_default();
        scratch.words.clear();
        scratch.words.resize(a.tokens.len(), unknown);
        scratch.lefts.clear();
        Self { weights, fixed: weights.derived(Derived::Organizations, Fixed::make), scratch }
    }

    /// The most that a candidate of a sum and kind scores, whatever evidence there is.
    #[inline]
    pub(super) fn most(&self, sum: i32, kind: OrgKind) -> f32 {
        self.weights.worth(sum + self.fixed[Fixed::TO_TOLD + kind as usize])
    }

    /// What decides whether a name can go on across a word.
    #[inline]
    pub(super) fn sight(&mut self, a: &Analysis<'_, '_>, i: usize) -> Sight {
        match self.scratch.words[i].sight {
            Some(sight) => sight,
            None => {
                let word = a.doc.slice(a.tokens[i].span);
                let never = a.tokens[i].attrs & NEVER != 0;
                let sight = Sight { never, marked: word.iter().any(|&c| c <= '”') };
                self.scratch.words[i].sight = Some(sight);
                sight
            }
        }
    }

    #[inline]
    fn sum(&self, add: impl FnOnce(&mut Score<'_>)) -> i32 {
        let mut score = Score::new(self.weights);
        add(&mut score);
        score.sum
    }

    /// The sums of an end, with no word before the suffix taken in.
    pub(super) fn of_end(&self, a: &Analysis<'_, '_>, end: usize, value: &OrgValue) -> End {
        let OrgValue { shape, kind, .. } = *value;
        End {
            kind: kind as usize,
            all: self.sum(|sink| right(a, end, shape, kind, sink)),
            last: UNKNOWN,
            proper_suffix: [UNKNOWN; 2],
            marks: Around::right(a, end),
            inner: 0,
            nested_last: 0,
            inside: 0,
            words: 0,
            sorts: 0,
            proper: 0,
            nested: 0,
            verbs: 0,
        }
    }

    /// Takes in the first word of a name.
    #[inline]
    pub(super) fn take_in(&mut self, a: &Analysis<'_, '_>, value: &OrgValue, end: &mut End) {
        let i = value.first;
        let (inside, facts) = match self.scratch.words[i] {
            Word { inside, facts: Some(facts), .. } => (inside, facts),
            _ => self.of_inside(a, i),
        };
        end.inside += inside;
        if end.words < SHAPED {
            end.sorts |= (facts.sort() as usize) << (2 * end.words);
        }
        end.words += 1;
        end.proper += facts.proper();
        end.nested += facts.suffix();
        end.verbs += facts.verb();
    }

    /// A word inside a name, for the first time.
    #[inline(never)]
    fn of_inside(&mut self, a: &Analysis<'_, '_>, i: usize) -> (i32, Facts) {
        let facts = Facts::of(&a.tokens[i]);
        let sum = self.sum(|sink| {
            inside(a, i, sink);
            pair(a, i, sink);
        });
        self.scratch.words[i].inside = sum;
        self.scratch.words[i].facts = Some(facts);
        (sum, facts)
    }

    /// The left edge before a word, for the first time.
    #[inline(never)]
    fn of_left(&mut self, a: &Analysis<'_, '_>, i: usize) {
        let edge = Edge::of(a, i);
        let [before, first, second] = [edge.before, edge.first, edge.second].map(usize::from);
        let sum = self.sum(|sink| left(a, i, sink))
            + self.fixed[before * PARTS + first]
            + self.fixed[Fixed::TO_AFTER + first * (PARTS + 1) + second];
        let mut row = [UNKNOWN; 1 + KINDS];
        row[0] = sum;
        self.scratch.words[i].row = self.scratch.lefts.len() as u32;
        self.scratch.lefts.push(row);
        self.scratch.words[i].before = edge.before_shape;
        self.scratch.words[i].marks = Around::left(a, a.tokens[i].span.start) as u8;
    }

    /// The left edge before a word for a kind of organization, for the first time.
    #[inline(never)]
    fn of_left_kind(&mut self, a: &Analysis<'_, '_>, i: usize, kind: OrgKind) -> i32 {
        let sum = self.sum(|sink| left_kind(a, i, kind, sink));
        let row = self.scratch.words[i].row as usize;
        self.scratch.lefts[row][1 + kind as usize] = sum;
        sum
    }

    /// What the last word before the suffix adds; the suffixes that end there are noted.
    #[inline(never)]
    fn of_last(&mut self, a: &Analysis<'_, '_>, value: &OrgValue) -> i32 {
        self.scratch.inner.clear();
        let before = value.tail_start.saturating_sub(Fixed::CHARS);
        let before = a.doc.slice(Span::new(before, value.tail_start));
        self.scratch.inner.extend(a.lexicon.suffixes.endings(before));
        self.sum(|sink| last(a, value.tail - 1, value.shape, sink))
    }

    /// The sum of a candidate whose words before the suffix are taken in; none, where it scores no more than `least` with
    /// whatever evidence. What lies far away in memory is asked last, and only if it can make a difference.
    #[inline]
    pub(super) fn whole(
        &mut self,
        a: &Analysis<'_, '_>,
        span: Span,
        value: &OrgValue,
        end: &mut End,
        least: f32,
    ) -> Option<i32> {
        let i = value.first;
        if self.scratch.words[i].row == NO_ROW {
            self.of_left(a, i);
        }
        let word = self.scratch.words[i];
        let lefts = &self.scratch.lefts[word.row as usize];
        let (left, left_kind) = (lefts[0], lefts[1 + end.kind]);
        let mut sum = end.all + end.inside + left;
        let marks = if span.start == a.tokens[i].span.start {
            usize::from(word.marks)
        } else {
            Around::left(a, span.start)
        };
        let fixed = &self.fixed[Fixed::TO_ROWS + end.kind * Fixed::ROW..][..Fixed::ROW];
        sum += fixed[end.words * Fixed::VERBS + end.verbs.min(3)]
            + fixed[Fixed::TO_CHARS + span.len().min(Fixed::CHARS - 1)]
            + fixed[Fixed::TO_NAMED + end.proper.min(4) * Fixed::NAMED + end.nested.min(4)]
            + fixed[Fixed::TO_AROUND + (marks | end.marks)]
            + fixed[Fixed::TO_EDGE + usize::from(word.before)];
        if end.words <= SHAPED {
            sum += fixed[Fixed::shape(end.words, end.sorts)];
        }
        let proper = &mut end.proper_suffix[end.proper.min(1)];
        if *proper == UNKNOWN {
            *proper = self.sum(|sink| proper_suffix(a, end.proper, value.shape, sink));
        }
        sum += *proper;
        if span.start == value.tail_start {
            sum += self.sum(|sink| bare(a, span, value.shape, value.kind, sink));
        }
        if end.words > 0 {
            if end.last == UNKNOWN {
                end.last = self.of_last(a, value);
            }
            sum += end.last;
            let reach = value.tail_start.saturating_sub(span.start);
            let before = end.inner;
            while self.scratch.inner.get(end.inner).is_some_and(|&(len, _)| len <= reach) {
                end.inner += 1;
            }
            if end.inner > before {
                let id = self.scratch.inner[end.inner - 1].1;
                end.nested_last = self.sum(|sink| nested_last(a, id, value.shape, value.kind, sink));
            }
            sum += end.nested_last;
        }
        let one = self.fixed[Fixed::TO_LARGEST];
        let of_whole = if span.len() <= WHOLE { one } else { 0 };
        let (known, rest) = match left_kind {
            UNKNOWN => (None, LEFT_KINDS * one),
            sum => (Some(sum), sum),
        };
        if self.most(sum + rest + of_whole, value.kind) <= least {
            return None;
        }
        sum += known.unwrap_or_else(|| self.of_left_kind(a, i, value.kind));
        if span.len() <= WHOLE {
            if self.most(sum + of_whole, value.kind) <= least {
                return None;
            }
            sum += self.sum(|sink| whole(a, span, span_hash(a.doc, span), sink));
        }
        (self.most(sum, value.kind) > least).then_some(sum)
    }
}
