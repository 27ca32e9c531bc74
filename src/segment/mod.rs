//! Words: jieba with the words of the domain.

use crate::error::{Error, Kind};
use crate::lexicon::{Attr, Attrs, Lexicon};
use crate::span::Span;
use crate::text::{Document, Role};
use jieba_rs::Jieba;
use std::sync::{Arc, LazyLock};

/// Parts of speech, as far as finders tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Pos {
    Noun,
    PersonName,
    PlaceName,
    OrgName,
    OtherName,
    Verb,
    VerbNoun,
    Adjective,
    Adverb,
    Preposition,
    Conjunction,
    Particle,
    Pronoun,
    Numeral,
    Measure,
    Locative,
    Place,
    Time,
    Idiom,
    Abbreviation,
    Morpheme,
    Prefix,
    Suffix,
    Distinguisher,
    Foreign,
    Punctuation,
    Mask,
    Other,
}

impl Pos {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Other as usize + 1;

    fn from_tag(tag: &str) -> Self {
        match tag.as_bytes() {
            [b'n', b'r', ..] => Self::PersonName,
            [b'n', b's', ..] => Self::PlaceName,
            [b'n', b't', ..] => Self::OrgName,
            [b'n', b'z', ..] => Self::OtherName,
            [b'n', b'g', ..] | [b'a', b'g', ..] | [b'v', b'g', ..] | [b't', b'g', ..] | [b'g', ..] => {
                Self::Morpheme
            }
            [b'n', ..] => Self::Noun,
            [b'v', b'n', ..] => Self::VerbNoun,
            [b'v', ..] => Self::Verb,
            [b'a', b'n', ..] => Self::VerbNoun,
            [b'a', ..] | [b'z', ..] => Self::Adjective,
            [b'd', ..] => Self::Adverb,
            [b'p', ..] => Self::Preposition,
            [b'c', ..] => Self::Conjunction,
            [b'e', b'n', ..] => Self::Foreign,
            [b'u', ..] | [b'y', ..] | [b'e', ..] | [b'o', ..] => Self::Particle,
            [b'r', ..] => Self::Pronoun,
            [b'm', ..] => Self::Numeral,
            [b'q', ..] => Self::Measure,
            [b'f', ..] => Self::Locative,
            [b's', ..] => Self::Place,
            [b't', ..] => Self::Time,
            [b'i', ..] | [b'l', ..] => Self::Idiom,
            [b'j', ..] => Self::Abbreviation,
            [b'h', ..] => Self::Prefix,
            [b'k', ..] => Self::Suffix,
            [b'b', ..] => Self::Distinguisher,
            _ => Self::Other,
        }
    }
}

/// A word of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the reading view.
    pub span: Span,
    /// Its part of speech.
    pub pos: Pos,
    /// What the lexicon knows of it.
    pub attrs: Attrs,
    /// A hash of its characters.
    pub hash: u32,
}

impl Token {
    /// Whether the lexicon gives the word an attribute.
    #[inline]
    pub fn is(&self, attr: Attr) -> bool {
        self.attrs & attr as Attrs != 0
    }
}

/// A dictionary and the lexicon its words were taken from.
type Bundle = (Arc<Jieba>, Arc<Lexicon>);

/// The bundled dictionary with the words of the domain: made once, shared by all segmenters.
static BUNDLED: LazyLock<Result<Bundle, Error>> = LazyLock::new(|| {
    let lexicon = Lexicon::bundled()?;
    let mut jieba = Jieba::new();
    for (word, tag) in lexicon.segmenter_words() {
        if !jieba.has_word(word) {
            jieba.add_word(word, Some(if tag == "ns" { 60 } else { 200 }), Some(tag));
        }
    }
    Ok((Arc::new(jieba), Arc::new(lexicon)))
});

/// Cuts documents into words. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Segmenter {
    jieba: Arc<Jieba>,
    lexicon: Arc<Lexicon>,
}

impl Segmenter {
    /// With the bundled dictionary.
    pub fn new() -> Result<Self, Error> {
        let (jieba, lexicon) = BUNDLED.as_ref().map_err(Clone::clone)?;
        Ok(Self { jieba: jieba.clone(), lexicon: lexicon.clone() })
    }

    /// With words of the caller's own: one a line, `word`, `word frequency` or `word frequency tag`.
    pub fn with_words(mut self, words: &str) -> Result<Self, Error> {
        let jieba = Arc::make_mut(&mut self.jieba);
        for (number, line) in words.lines().enumerate() {
            let mut cells = line.split_whitespace();
            let Some(word) = cells.next() else { continue };
            let frequency = match cells.next() {
                None => None,
                Some(cell) => Some(cell.parse::<usize>().map_err(|_| {
                    Error::new(Kind::Table {
                        name: "words".into(),
                        line: number + 1,
                        problem: format!("frequency is not a whole number: {cell}"),
                    })
                })?),
            };
            jieba.add_word(word, frequency, cells.next().or(Some("nz")));
        }
        Ok(self)
    }

    /// The lexicon that tells words' attributes.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The words of all blocks that are not boilerplate, in order.
    pub fn tokens(&self, doc: &Document<'_>) -> Vec<Token> {
        let mut out = Vec::with_capacity(doc.chars().len() * 2 / 3);
        let mut text = String::new();
        for block in doc.blocks() {
            if block.role == Role::Boilerplate {
                continue;
            }
            text.clear();
            text.extend(doc.slice(block.span));
            for tag in self.jieba.tag(&text, false) {
                let span = Span::new(block.span.start + tag.start, block.span.start + tag.end);
                // 与 begins no word of the genre but 与会, 与时俱进: what follows it may be a name.
                if doc.chars()[span.start] == '与' && span.len() > 1 {
                    let (one, two) =
                        (Span::new(span.start, span.start + 1), Span::new(span.start + 1, span.end));
                    out.push(Token {
                        span: one,
                        pos: Pos::Preposition,
                        attrs: 0,
                        hash: hash(doc.slice(one)),
                    });
                    out.push(Token { span: two, pos: Pos::Noun, attrs: 0, hash: hash(doc.slice(two)) });
                    continue;
                }
                let chars = doc.slice(span);
                let attrs = self.lexicon.attrs(tag.word);
                let pos = match chars {
                    [] => continue,
                    [c, ..] if chars.iter().all(|&x| x == '*') => {
                        let _ = c;
                        Pos::Mask
                    }
                    [c] if !c.is_alphanumeric() => Pos::Punctuation,
                    [c, ..] if !c.is_alphanumeric() && tag.tag == "x" => Pos::Punctuation,
                    _ => Pos::from_tag(tag.tag),
                };
                out.push(Token { span, pos, attrs, hash: hash(chars) });
            }
        }
        out
    }
}

/// A hash of characters: FNV-1a over scalar values, the same on every machine.
#[inline]
pub(crate) fn hash(chars: &[char]) -> u32 {
    chars.iter().fold(0x811c_9dc5u32, |h, &c| (h ^ c as u32).wrapping_mul(0x0100_0193))
}
