//! A document with its words: what finders look at.

use crate::lexicon::{Attr, Attrs, Lexicon, PLACES};
use crate::segment::{Pos, Segmenter, Token, UNKNOWN_PAIR};
use crate::span::Span;
use crate::text::Document;

/// A document and its words.
#[derive(Debug)]
pub(crate) struct Analysis<'d, 't> {
    pub(crate) doc: &'d Document<'t>,
    pub(crate) lexicon: &'d Lexicon,
    pub(crate) tokens: Vec<Token>,
    /// For each position, the number of the token that covers it, or [`NONE`].
    at: Vec<u32>,
    /// For each position the class of the word of the dictionary that the two characters from there on are.
    pairs: Vec<u16>,
}

const NONE: u32 = u32::MAX;

impl<'d, 't> Analysis<'d, 't> {
    pub(crate) fn new(doc: &'d Document<'t>, segmenter: &'d Segmenter) -> Self {
        let mut pairs = Vec::new();
        let tokens = segmenter.tokens_and_pairs(doc, &mut pairs);
        let mut at = vec![NONE; doc.chars().len()];
        for (i, token) in (0..).zip(&tokens) {
            // Most words have one character or two.
            match &mut at[token.span.start..token.span.end] {
                [one] => *one = i,
                [one, two] => (*one, *two) = (i, i),
                more => more.fill(i),
            }
        }
        Self { doc, lexicon: segmenter.lexicon(), tokens, at, pairs }
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

    /// The word right after a word.
    #[inline]
    pub(crate) fn word_after(&self, i: usize) -> Option<&Token> {
        let after = self.tokens.get(i + 1)?;
        (after.span.start == self.tokens.get(i)?.span.end).then_some(after)
    }

    /// The character at a position.
    #[inline]
    pub(crate) fn char(&self, position: usize) -> Option<char> {
        self.doc.chars().get(position).copied()
    }

    /// What is known of a span as a word, whether it is cut so or not.
    #[inline]
    pub(crate) fn attrs_of(&self, span: Span) -> Attrs {
        match self.pairs.get(span.start) {
            Some(&class) if span.len() == 2 && class != UNKNOWN_PAIR => self.lexicon.attrs_of_class(class),
            _ => self.lexicon.attrs_of(self.doc.slice(span)),
        }
    }

    /// The text of an optional token, for explanations.
    pub(crate) fn show(&self, token: Option<&Token>) -> String {
        token.map_or_else(|| "∅".into(), |t| self.doc.text(t.span))
    }

    /// Whether a position is an edge between words (or of the text).
    #[inline]
    pub(crate) fn is_edge(&self, position: usize) -> bool {
        match position.checked_sub(1).and_then(|before| self.at.get(before..=position)) {
            Some(&[before, after]) => before != after || before == NONE,
            _ => true,
        }
    }
}

/// What sort of neighbour a word is: small numbers, the same on every machine.
#[inline]
pub(crate) fn class(token: Option<&Token>) -> u32 {
    let Some(token) = token else { return 0 };
    const KEPT: Attrs = PLACES
        | Attr::Post as Attrs
        | Attr::Rank as Attrs
        | Attr::Speech as Attrs
        | Attr::Pair as Attrs
        | Attr::Suffix as Attrs;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_pairs_are_what_the_dictionary_knows() {
        let text = "两支部结对\n\n7月1日,河湾村党支部书记张建国与县供电公司党支部签约,调研员说AB两家×共建。";
        let doc = Document::read(text);
        let own = Segmenter::new().unwrap().with_words("支部书记张 3000 n\n与县").unwrap();
        for segmenter in [Segmenter::new().unwrap(), own] {
            let a = Analysis::new(&doc, &segmenter);
            let mut known = 0;
            for start in 0..=doc.chars().len() {
                for len in 0..4 {
                    let span = Span::new(start, start + len);
                    let attrs = a.lexicon.attrs_of(doc.slice(span));
                    assert_eq!(a.attrs_of(span), attrs, "{}", doc.text(span));
                    known += usize::from(len == 2 && attrs != 0);
                }
            }
            assert!(known > 3);
        }
    }
}
