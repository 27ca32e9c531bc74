//! A document with its words: what finders look at.

use crate::lexicon::{Attr, Attrs, Lexicon, NameStarts, PLACES};
use crate::model::{Row, SHAPES, SORTS};
use crate::segment::{Pos, Segmenter, Token};
use crate::span::Span;
use crate::text::Document;

/// A document and its words.
#[derive(Debug)]
pub(crate) struct Analysis<'d, 't> {
    pub(crate) doc: &'d Document<'t>,
    pub(crate) lexicon: &'d Lexicon,
    pub(crate) tokens: Vec<Token>,
    /// What the features of names ask of each token.
    words: Vec<Word>,
    /// What each character can begin and end.
    pub(crate) starts: Vec<NameStarts>,
    /// For each position, the number of the token that covers it, or [`NONE`].
    at: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'d, 't> Analysis<'d, 't> {
    pub(crate) fn new(doc: &'d Document<'t>, segmenter: &'d Segmenter) -> Self {
        let tokens = segmenter.tokens(doc);
        let mut at = vec![NONE; doc.chars().len()];
        let mut words = Vec::with_capacity(tokens.len());
        let lexicon = segmenter.lexicon();
        let mut starts: Vec<NameStarts> = doc.chars().iter().map(|&c| lexicon.name_starts(c)).collect();
        for (i, token) in tokens.iter().enumerate() {
            at[token.span.start..token.span.end].iter_mut().for_each(|at| *at = i as u32);
            words.push(Word::of(token));
            // The finder of organizations takes words that are known as such.
            if matches!(token.pos, Pos::OrgName | Pos::Abbreviation)
                && let Some(last) = starts.get_mut(token.span.end - 1)
            {
                *last = last.mattering();
            }
        }
        Self { doc, lexicon, tokens, words, starts, at }
    }

    /// What features ask of a word, by the number of its token.
    #[inline]
    pub(crate) fn word(&self, i: usize) -> Word {
        self.words.get(i).copied().unwrap_or(Word::NONE)
    }

    /// What features ask of the word that covers a position.
    #[inline]
    pub(crate) fn word_at(&self, position: usize) -> Word {
        self.token_at(position).map_or(Word::NONE, |i| self.word(i))
    }

    /// The word right before a word.
    #[inline]
    pub(crate) fn word_ahead(&self, i: usize) -> Word {
        if self.word_before(i).is_some() { self.word(i - 1) } else { Word::NONE }
    }

    /// What the character at a position can begin and end; nothing beyond the text.
    #[inline]
    pub(crate) fn starts_at(&self, position: usize) -> NameStarts {
        self.starts.get(position).copied().unwrap_or_default()
    }

    /// The number of the token that covers a position; of no token, one of its own.
    #[inline]
    pub(crate) fn number_at(&self, position: usize) -> u32 {
        self.at.get(position).copied().unwrap_or(NONE)
    }

    /// The same of the position before one.
    #[inline]
    pub(crate) fn word_to(&self, position: usize) -> Word {
        position.checked_sub(1).map_or(Word::NONE, |p| self.word_at(p))
    }

    /// The number of the token that covers a position.
    #[inline]
    pub(crate) fn token_at(&self, position: usize) -> Option<usize> {
        self.at.get(position).filter(|&&i| i != NONE).map(|&i| i as usize)
    }

    /// The token that covers the position before `position`.
    #[inline]
    pub(crate) fn before(&self, position: usize) -> Option<&Token> {
        position.checked_sub(1).and_then(|p| self.token_at(p)).and_then(|i| self.tokens.get(i))
    }

    /// The token that covers `position`.
    #[inline]
    pub(crate) fn from(&self, position: usize) -> Option<&Token> {
        self.token_at(position).and_then(|i| self.tokens.get(i))
    }

    /// The word right before a word.
    #[inline]
    pub(crate) fn word_before(&self, i: usize) -> Option<&Token> {
        let before = self.tokens.get(i.checked_sub(1)?)?;
        (before.span.end == self.tokens.get(i)?.span.start).then_some(before)
    }

    /// The character at a position.
    #[inline]
    pub(crate) fn char(&self, position: usize) -> Option<char> {
        self.doc.chars().get(position).copied()
    }

    /// The text of an optional token, for explanations.
    pub(crate) fn show(&self, token: Option<&Token>) -> String {
        token.map_or_else(|| "∅".into(), |t| self.doc.text(t.span))
    }

    /// Whether a position is an edge between words (or of the text).
    #[inline]
    pub(crate) fn is_edge(&self, position: usize) -> bool {
        match (position.checked_sub(1).and_then(|p| self.token_at(p)), self.token_at(position)) {
            (Some(a), Some(b)) => a != b,
            _ => true,
        }
    }
}

/// What the features of names ask of a word, in small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where the model keeps what depends on the word itself.
    pub(crate) row: Row,
    /// What the lexicon knows of it, else which mark it is, else part of speech and length.
    pub(crate) sort: u8,
    /// Part of speech and length.
    pub(crate) shape: u8,
}

impl Word {
    /// No word: before the first and after the last of a block.
    pub(crate) const NONE: Self = Self { row: Row::word(1), sort: 0, shape: Pos::COUNT as u8 * 4 };
    /// Sorts of marks, behind that of none.
    const MARKS: u8 = 64;
    /// Sorts of what the lexicon knows.
    const KNOWN: u8 = 16;

    #[inline]
    fn of(token: &Token) -> Self {
        let len = token.span.len().min(3) as u8;
        let pos = token.pos as u8;
        let known = token.attrs & KEPT;
        let sort = if token.pos == Pos::Punctuation {
            1 + (token.hash.wrapping_mul(MARK) >> 26) as u8
        } else if known != 0 {
            1 + Self::MARKS + Self::known(known)
        } else {
            1 + Self::MARKS + Self::KNOWN + pos * 3 + len.max(1) - 1
        };
        Self { row: Row::word(token.hash), sort, shape: pos * 4 + len }
    }

    /// The part of speech, with that behind the last for none.
    #[inline]
    pub(crate) const fn part(self) -> u8 {
        self.shape / 4
    }

    /// What the lexicon knows of a word as a number below [`KNOWN`](Self::KNOWN).
    #[inline]
    fn known(attrs: Attrs) -> u8 {
        let place = attrs & PLACES;
        if attrs & Attr::Suffix as Attrs != 0 {
            return if attrs == Attr::Suffix as Attrs {
                0
            } else if place != 0 {
                1
            } else {
                2
            };
        }
        if place != 0 {
            // Of one level, or of several.
            return if attrs != place {
                8
            } else if place.count_ones() > 1 {
                7
            } else {
                3 + place.trailing_zeros() as u8
            };
        }
        let has = |attr: Attr| u8::from(attrs & attr as Attrs != 0);
        let person = has(Attr::Post) | has(Attr::Rank) << 1 | has(Attr::Speech) << 2;
        if has(Attr::Pair) == 0 { 8 + person.min(5) } else { 14 + u8::from(person != 0) }
    }
}

const _: () = assert!(
    1 + Word::MARKS as u32 + Word::KNOWN as u32 + Pos::COUNT as u32 * 3 <= SORTS
        && (Word::NONE.shape as u32) < SHAPES
);

/// Spreads hashes of marks so that the common ones do not meet.
const MARK: u32 = 0x50bb_d9b1;

/// What of the lexicon makes a sort of words.
const KEPT: Attrs = PLACES
    | Attr::Post as Attrs
    | Attr::Rank as Attrs
    | Attr::Speech as Attrs
    | Attr::Pair as Attrs
    | Attr::Suffix as Attrs;

/// What sort of neighbour a word is: small numbers, the same on every machine.
#[inline]
pub(crate) fn class(token: Option<&Token>) -> u32 {
    let Some(token) = token else { return 0 };
    match token.pos {
        Pos::Punctuation => token.hash | 1,
        _ if token.attrs & KEPT != 0 => 1000 + u32::from(token.attrs & KEPT),
        pos => 100 + pos as u32 * 4 + token.span.len().min(3) as u32,
    }
}

/// Whether a word can be what is proper to a name: a place, a person, a brand, a number in an order.
#[inline]
pub(crate) fn is_proper(token: &Token) -> bool {
    matches!(
        token.pos,
        Pos::PersonName
            | Pos::PlaceName
            | Pos::OrgName
            | Pos::OtherName
            | Pos::Mask
            | Pos::Foreign
            | Pos::Numeral
            | Pos::Abbreviation
            | Pos::Morpheme
            | Pos::Other
    ) || token.attrs & PLACES != 0
        || (token.span.len() == 1 && matches!(token.pos, Pos::Noun | Pos::Adjective))
}

/// Whether no name goes on across this character.
#[inline]
pub(crate) fn is_stop(c: char) -> bool {
    // No Chinese character is one.
    c < '一'
        && matches!(
            c,
            ',' | '。'
                | ';'
                | ':'
                | '!'
                | '?'
                | '、'
                | '\n'
                | '《'
                | '》'
                | '【'
                | '】'
                | '|'
                | '…'
                | '"'
                | '「'
                | '」'
        )
}

/// Marks that stand in pairs, counted from right to left.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    round: i32,
    quote: i32,
    opened: bool,
}

impl Marks {
    /// Goes on over the characters before those added so far.
    #[inline]
    pub(crate) fn add(&mut self, chars: &[char]) {
        for &c in chars.iter().rev().filter(|&&c| c <= '”') {
            match c {
                ')' => self.round += 1,
                '(' => self.round -= 1,
                '”' | '’' => self.quote += 1,
                '“' | '‘' => self.quote -= 1,
                _ => {}
            }
            self.opened |= self.round < 0 || self.quote < 0;
        }
    }

    /// Whether one was opened and not closed to the right of it: nothing further left makes that good.
    #[inline]
    pub(crate) const fn opened(&self) -> bool {
        self.opened
    }

    /// Whether each one is opened and closed.
    #[inline]
    pub(crate) const fn balanced(&self) -> bool {
        self.round == 0 && self.quote == 0 && !self.opened
    }
}

/// Whether marks that stand in pairs are balanced within a span.
pub(crate) fn is_balanced(chars: &[char]) -> bool {
    let mut marks = Marks::default();
    marks.add(chars);
    marks.balanced()
}

/// A length as a bucket.
#[inline]
pub(crate) const fn bucket(n: usize) -> u32 {
    match n {
        0..=6 => n as u32,
        7..=8 => 7,
        9..=11 => 8,
        12..=15 => 9,
        16..=20 => 10,
        _ => 11,
    }
}

/// The characters of a span, hashed.
#[inline]
pub(crate) fn span_hash(doc: &Document<'_>, span: Span) -> u32 {
    crate::segment::hash(doc.slice(span))
}
