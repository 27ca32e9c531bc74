//! Words: the likeliest cut by a dictionary, as jieba makes it, with the words of the domain.

mod lattice;

use crate::error::{Error, Kind};
use crate::lexicon::{Attr, Attrs, Lexicon};
use crate::span::Span;
use crate::text::{Document, Role};
use crate::words::{Dictionary, Info, OwnWords};
use lattice::{Known, Lattice};
use std::cell::RefCell;
use std::sync::Arc;

pub use crate::words::Pos;

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

thread_local! {
    /// One for each thread, so that a document costs no allocation but that of its words.
    static LATTICE: RefCell<Lattice> = RefCell::default();
}

/// Cuts documents into words. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Segmenter {
    dictionary: &'static Dictionary,
    lexicon: &'static Lexicon,
    own: Option<Arc<OwnWords>>,
}

impl Segmenter {
    /// With the bundled dictionary.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { dictionary: Dictionary::bundled()?, lexicon: Lexicon::shared()?, own: None })
    }

    /// With words of the caller's own: one a line, `word`, `word frequency` or `word frequency tag`.
    pub fn with_words(mut self, words: &str) -> Result<Self, Error> {
        let mut own = match self.own.take() {
            Some(own) => Arc::unwrap_or_clone(own),
            None => OwnWords::new(self.dictionary.total),
        };
        for (number, line) in words.lines().enumerate() {
            let mut cells = line.split_whitespace();
            let Some(word) = cells.next() else { continue };
            let frequency = match cells.next() {
                None => None,
                Some(cell) => Some(cell.parse::<u64>().map_err(|_| {
                    Error::new(Kind::Table {
                        name: "words".into(),
                        line: number + 1,
                        problem: format!("frequency is not a whole number: {cell}"),
                    })
                })?),
            };
            let chars: Vec<char> = word.chars().collect();
            let known = Known { dictionary: self.dictionary, own: Some(&own) };
            let before = known.known(&chars);
            let frequency = frequency.unwrap_or_else(|| suggested(known, &chars));
            // A word that is known stays what it is.
            let pos =
                before.map_or_else(|| Pos::of(&chars, cells.next().unwrap_or("nz")), |(_, info)| info.pos);
            let info = Info { pos, attrs: self.lexicon.attrs(word) };
            own.put(&chars, before.map_or(0, |(frequency, _)| frequency), frequency, info);
        }
        self.own = Some(Arc::new(own));
        Ok(self)
    }

    /// The lexicon that tells words' attributes.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon
    }

    /// The words of all blocks that are not boilerplate, in order.
    pub fn tokens(&self, doc: &Document<'_>) -> Vec<Token> {
        self.tokens_and_pairs(doc, &mut Vec::new())
    }

    /// The same; and for each position what the dictionary knows of the two characters from there on, in `pairs`.
    pub(crate) fn tokens_and_pairs(&self, doc: &Document<'_>, pairs: &mut Vec<u16>) -> Vec<Token> {
        let mut out = Vec::with_capacity(doc.chars().len() * 2 / 3);
        pairs.reserve(doc.chars().len());
        LATTICE.with_borrow_mut(|lattice| {
            for block in doc.blocks().iter().filter(|block| block.role != Role::Boilerplate) {
                let chars = doc.slice(block.span);
                lattice.cut(self.known(), chars, |start, end, info| {
                    push(&mut out, chars, (start, end), block.span.start, info);
                });
                pairs.resize(block.span.start, UNKNOWN_PAIR);
                pairs.extend_from_slice(lattice.pairs(chars.len()));
                // What follows the block is not known to who cut it.
                if let Some(last) = pairs.last_mut() {
                    *last = UNKNOWN_PAIR;
                }
                lattice.release();
            }
        });
        out
    }

    /// Cuts a text into words, as jieba does without its HMM, but with the words of the domain. Nothing is folded, and
    /// nothing left out.
    ///
    /// ```
    /// let segmenter = dangjian::segment::Segmenter::new()?;
    /// assert_eq!(segmenter.cut("区供电公司党支部共26人。"), ["区", "供电公司", "党支部", "共", "26", "人", "。"]);
    /// # Ok::<(), dangjian::Error>(())
    /// ```
    pub fn cut<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let chars: Vec<char> = text.chars().collect();
        let mut out = Vec::with_capacity(chars.len() * 2 / 3);
        let mut rest = text;
        LATTICE.with_borrow_mut(|lattice| {
            lattice.cut(self.known(), &chars, |start, end, _| {
                let bytes = chars.get(start..end).unwrap_or_default().iter().map(|c| c.len_utf8()).sum();
                if let Some((word, after)) = rest.split_at_checked(bytes) {
                    out.push(word);
                    rest = after;
                }
            });
            lattice.release();
        });
        out
    }

    fn known(&self) -> Known<'_> {
        Known { dictionary: self.dictionary, own: self.own.as_deref() }
    }
}

/// Puts a word that stands at `start..end` of a block behind the others.
#[inline]
fn push(out: &mut Vec<Token>, chars: &[char], (start, end): (usize, usize), block: usize, info: Info) {
    let Some(&first) = chars.get(start) else { return };
    let Info { mut pos, mut attrs } = info;
    let mut from = start;
    let mut hash = step(BASIS, first);
    if end - start > 1 {
        // 与 begins no word of the genre but 与会, 与时俱进: what follows it may be a name.
        if first == '与' {
            let span = Span::new(block + start, block + start + 1);
            out.push(Token { span, pos: Pos::Preposition, attrs: 0, hash });
            from += 1;
            (pos, attrs, hash) = (Pos::Noun, 0, BASIS);
        }
        for &c in chars.get(start + 1..end).unwrap_or_default() {
            hash = step(hash, c);
        }
    }
    out.push(Token { span: Span::new(block + from, block + end), pos, attrs, hash });
}

/// Stands for two characters of which it is not known what they are.
pub(crate) const UNKNOWN_PAIR: u16 = u16::MAX;

/// How frequent a word must be so that texts are cut into it.
fn suggested(known: Known<'_>, word: &[char]) -> u64 {
    let log_total = (known.total() as f64).ln();
    let frequency = |word: &[char]| known.known(word).map_or(1, |(frequency, _)| frequency);
    let mut log = 0f64;
    LATTICE.with_borrow_mut(|lattice| {
        lattice.cut(known, word, |start, end, _| {
            let part = word.get(start..end).unwrap_or_default();
            log = log + (frequency(part) as f64).ln() - log_total;
        });
    });
    ((log + log_total).exp() as u64).saturating_add(1).max(frequency(word))
}

/// What a hash begins with.
const BASIS: u32 = 0x811c_9dc5;

const fn step(hash: u32, c: char) -> u32 {
    (hash ^ c as u32).wrapping_mul(0x0100_0193)
}

/// A hash of characters: FNV-1a over scalar values, the same on every machine.
#[inline]
pub(crate) fn hash(chars: &[char]) -> u32 {
    chars.iter().fold(BASIS, |hash, &c| step(hash, c))
}
