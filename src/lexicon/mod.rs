//! Lexical facts: tables of data, read once and shared.

pub(crate) mod bundled;
mod family;
mod suffix;
mod table;
mod trie;
#[cfg(any(test, feature = "train"))]
mod word;

pub use bundled::{TABLES, Table};
pub use family::NameStarts;
pub(crate) use family::{Families, Starts};
pub use suffix::{Suffix, Suffixes};
pub(crate) use table::cells;
pub use table::{Row, rows};
#[cfg(any(test, feature = "train"))]
pub use word::{segmenter_tag, words};

pub(crate) use trie::{CharSet, Trie};

use crate::error::Error;
use crate::record::{OrgKind, PairingType, PartyLevel};
use crate::words::Dictionary;
use std::sync::LazyLock;

pub(crate) use crate::words::PLACES;
pub use crate::words::{Attr, Attrs};

/// Sorts of words around which pairings are stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairWord {
    /// Says that organizations are paired (结对).
    Pair,
    /// The act of signing (签订).
    Sign,
    /// What is signed (协议).
    Paper,
    /// Speaks of other meetings (参观).
    Against,
    /// Of what is still to come (拟).
    Plan,
    /// Of who comes to an alliance later (加入).
    Join,
}

impl PairWord {
    /// Whether the word says that organizations are paired, as founders or as later members.
    pub fn pairs(self) -> bool {
        matches!(self, Self::Pair | Self::Join)
    }

    /// Whether the word says it, or is the act of signing.
    pub fn says(self) -> bool {
        self.pairs() || self == Self::Sign
    }
}

/// Which organizations' heads bear a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What the names of the organizations end with.
    pub ends: Vec<Box<[char]>>,
    /// Or the kinds that they are of.
    pub kinds: Vec<OrgKind>,
}

/// The bundled tables.
#[derive(Debug)]
pub struct Lexicon {
    dictionary: &'static Dictionary,
    families: &'static Families,
    /// What names characters can begin.
    starts: Starts,
    /// Party bodies and their modifiers: forwards with their level, and backwards.
    bodies: Trie<Option<PartyLevel>>,
    bodies_back: Trie<PartyLevel>,
    modifiers_back: Trie<()>,
    /// Words that stand before a post and belong to it, forwards and backwards, by their place in the table.
    title_modifiers: Trie<usize>,
    title_modifiers_back: Trie<usize>,
    /// Titles of all sorts, forwards and backwards.
    titles: Trie<Attrs>,
    titles_back: Trie<Attrs>,
    /// Whose titles are whose, and what titles end with, backwards, by their place there.
    heads: Vec<Head>,
    heads_back: Trie<usize>,
    /// Bodies that stand before a post without their host, backwards.
    elided_back: Trie<OrgKind>,
    /// Nouns that refer back to an organization (学校, 公司), forwards.
    nouns: Trie<()>,
    /// The same, and what begins other references back.
    references: Trie<()>,
    /// Words of pairing, forwards.
    pair_words: Trie<(PairWord, Option<PairingType>)>,
    /// Parts of minority names, forwards.
    minority: Trie<()>,
    /// Suffixes of organizations.
    pub suffixes: Suffixes,
}

const SUFFIXES: &str = bundled::SUFFIX;
const MODIFIERS: &str = bundled::TITLE_MODIFIER;
const BODIES: &str = bundled::PARTY_BODY;
const ELIDED: &str = bundled::ELIDED;
const HEADS: &str = bundled::POST_HEAD;
const GIVEN: &str = bundled::GIVEN_NAME;
const PAIRING: &str = bundled::PAIRING;
const MINORITY: &str = bundled::MINORITY_NAME;

/// The titles with their sorts.
fn titles() -> Result<Vec<(&'static str, Attrs)>, Error> {
    let mut out = Vec::new();
    for row in rows("title.tsv", bundled::TITLE, 2) {
        let row = row?;
        let sorts = match row.get(1) {
            "post" => Attr::Post as Attrs,
            "rank" => Attr::Rank as Attrs,
            "work" => Attr::Rank as Attrs | Attr::Work as Attrs,
            other => return Err(row.error(format!("unknown sort {other}"))),
        };
        out.push((row.get(0), sorts));
    }
    Ok(out)
}

/// What titles end with, and whose heads bear them.
fn heads() -> Result<(Vec<&'static str>, Vec<Head>), Error> {
    let (mut ends, mut heads) = (Vec::new(), Vec::new());
    for row in rows("post_head.tsv", HEADS, 3) {
        let row = row?;
        let words = |column: usize| row.get(column).split(' ').filter(|w| !w.is_empty());
        let kinds: Option<Vec<OrgKind>> = words(2).map(OrgKind::parse).collect();
        ends.push(row.get(0));
        heads.push(Head {
            ends: words(1).map(|w| w.chars().collect()).collect(),
            kinds: kinds.ok_or_else(|| row.error("unknown kind".into()))?,
        });
    }
    Ok((ends, heads))
}

/// The characters of given names, with how many names each stands in.
fn given() -> Result<Vec<(char, u32)>, Error> {
    let mut out = Vec::new();
    for row in rows("given_name.tsv", GIVEN, 2) {
        let row = row?;
        let count = row.get(1).parse().map_err(|_| row.error("count is not a number".into()))?;
        out.extend(row.get(0).chars().next().map(|c| (c, count)));
    }
    Ok(out)
}

static BUNDLED: LazyLock<Result<Lexicon, Error>> = LazyLock::new(Lexicon::bundled);

impl Lexicon {
    /// The bundled lexicon, read once.
    pub(crate) fn shared() -> Result<&'static Self, Error> {
        BUNDLED.as_ref().map_err(Clone::clone)
    }

    /// The bundled lexicon.
    pub fn bundled() -> Result<Self, Error> {
        let suffixes = Suffixes::read(SUFFIXES)?;
        let families = Families::bundled()?;
        let parts: Vec<&str> = rows("minority_name.tsv", MINORITY, 1)
            .map(|row| row.map(|row| row.get(0)))
            .collect::<Result<_, Error>>()?;
        let starts =
            Starts::new(families, parts.iter().filter_map(|part| part.chars().next()), given()?.into_iter());
        let mut bodies: Vec<(&str, Option<PartyLevel>)> = Vec::new();
        for row in rows("party_body.tsv", BODIES, 2) {
            let row = row?;
            let level = match row.get(1) {
                "modifier" => None,
                _ => Some(PartyLevel::parse(row.get(2)).ok_or_else(|| row.error("unknown level".into()))?),
            };
            bodies.push((row.get(0), level));
        }
        let modifiers: Vec<&str> = rows("title_modifier.tsv", MODIFIERS, 1)
            .map(|row| row.map(|row| row.get(0)))
            .collect::<Result<_, Error>>()?;
        let mut elided = Vec::new();
        for row in rows("elided.tsv", ELIDED, 2) {
            let row = row?;
            let kind = OrgKind::parse(row.get(1)).ok_or_else(|| row.error("unknown kind".into()))?;
            elided.push((row.get(0), kind));
        }
        let mut pair_words = Vec::new();
        for row in rows("pairing.tsv", PAIRING, 2) {
            let row = row?;
            let sort = match row.get(1) {
                "pair" => PairWord::Pair,
                "sign" => PairWord::Sign,
                "paper" => PairWord::Paper,
                "against" => PairWord::Against,
                "plan" => PairWord::Plan,
                "join" => PairWord::Join,
                other => return Err(row.error(format!("unknown sort {other}"))),
            };
            if row.get(0).is_empty() {
                return Err(row.error("empty word".into()));
            }
            let named = match row.get(4) {
                "" => None,
                word => Some(PairingType::parse(word).ok_or_else(|| row.error("unknown type".into()))?),
            };
            pair_words.push((row.get(0), (sort, named)));
        }
        let titles = titles()?;
        let (head_ends, heads) = heads()?;
        let is_body = |text: &str| bodies.iter().any(|(body, level)| level.is_some() && text.ends_with(body));
        let nouns = suffixes.iter().filter(|s| (2..=4).contains(&s.len) && !is_body(&s.text));
        let nouns: Vec<&str> = nouns.map(|suffix| &*suffix.text).collect();
        let references = ["我", "该", "本", "此", "这家", "这个", "企业", "单位"];
        Ok(Self {
            bodies: Trie::new(bodies.iter().map(|(text, level)| (text.chars(), *level))),
            bodies_back: Trie::new(
                bodies.iter().filter_map(|(text, level)| Some((text.chars().rev(), (*level)?))),
            ),
            modifiers_back: Trie::new(
                bodies.iter().filter(|(_, level)| level.is_none()).map(|(text, _)| (text.chars().rev(), ())),
            ),
            title_modifiers: Trie::new(modifiers.iter().zip(0..).map(|(text, i)| (text.chars(), i))),
            title_modifiers_back: Trie::new(
                modifiers.iter().zip(0..).map(|(text, i)| (text.chars().rev(), i)),
            ),
            titles: Trie::new(titles.iter().map(|(word, sorts)| (word.chars(), *sorts))),
            titles_back: Trie::new(titles.iter().map(|(word, sorts)| (word.chars().rev(), *sorts))),
            heads_back: Trie::new(head_ends.iter().zip(0..).map(|(end, i)| (end.chars().rev(), i))),
            heads,
            elided_back: Trie::new(elided.iter().map(|(text, kind)| (text.chars().rev(), *kind))),
            references: Trie::new(nouns.iter().chain(&references).map(|word| (word.chars(), ()))),
            nouns: Trie::new(nouns.iter().map(|word| (word.chars(), ()))),
            pair_words: Trie::new(pair_words.iter().map(|(text, sort)| (text.chars(), *sort))),
            minority: Trie::new(parts.iter().map(|part| (part.chars(), ()))),
            dictionary: Dictionary::bundled()?,
            families,
            starts,
            suffixes,
        })
    }

    /// What is known of a word.
    pub fn attrs(&self, word: &str) -> Attrs {
        self.dictionary.attrs(word.chars())
    }

    /// The same of characters.
    #[inline]
    pub fn attrs_of(&self, word: &[char]) -> Attrs {
        self.dictionary.attrs(word.iter().copied())
    }

    /// What is known of the words of a class of the dictionary; 0 is that of no word.
    #[inline]
    pub(crate) fn attrs_of_class(&self, class: u16) -> Attrs {
        if class == 0 { 0 } else { self.dictionary.info(class).attrs }
    }

    /// What names a character can begin, and how common it is in given names.
    #[inline]
    pub fn name_starts(&self, c: char) -> NameStarts {
        self.starts.of(c)
    }

    /// How common a family name of two characters is: 0 = none, 1 = rare … 3 = common.
    pub fn double_family(&self, first: char, second: char) -> u8 {
        self.families.double_level(first, second)
    }

    /// The longest word of pairing that `chars` begins with: its length and sort.
    #[inline]
    pub fn pair_word(&self, chars: &[char]) -> Option<(usize, PairWord)> {
        self.pair_words.longest_start(chars).map(|(len, (sort, _))| (len, sort))
    }

    /// Whether a word of pairing begins with the character: what most characters are passed over by.
    #[inline]
    pub(crate) fn begins_pair_word(&self, c: char) -> bool {
        self.pair_words.begins(c)
    }

    /// What sort of relation a word of pairing names.
    pub fn pair_type(&self, word: &[char]) -> Option<PairingType> {
        let (len, (_, named)) = self.pair_words.longest_start(word)?;
        named.filter(|_| len == word.len())
    }

    /// The longest party body or modifier that `chars` begins with: its length, and the level of a body.
    #[inline]
    pub fn body_starting(&self, chars: &[char]) -> Option<(usize, Option<PartyLevel>)> {
        self.bodies.longest_start(chars)
    }

    /// Whether a party body or modifier begins with the character.
    #[inline]
    pub(crate) fn begins_body(&self, c: char) -> bool {
        self.bodies.begins(c)
    }

    /// The longest party body that `chars` ends with: its length and level.
    #[inline]
    pub fn body_ending(&self, chars: &[char]) -> Option<(usize, PartyLevel)> {
        self.bodies_back.longest_end(chars)
    }

    /// The length of the longest modifier of a party body that `chars` ends with.
    pub fn modifier_ending(&self, chars: &[char]) -> Option<usize> {
        Some(self.modifiers_back.longest_end(chars)?.0)
    }

    /// Whether the characters are a post.
    pub fn is_post(&self, chars: &[char]) -> bool {
        self.titles_starting(chars).any(|(len, sorts)| len == chars.len() && sorts & Attr::Post as Attrs != 0)
    }

    /// The titles of all sorts that `chars` begins with, the shortest first: their length and sorts.
    #[inline]
    pub fn titles_starting<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = (usize, Attrs)> + 'a {
        self.titles.starting(chars)
    }

    /// Whether a title ends with the character: what most places are passed over by.
    #[inline]
    pub(crate) fn ends_title(&self, c: char) -> bool {
        self.titles_back.begins(c)
    }

    /// The same at the end of `chars`.
    #[inline]
    pub fn titles_ending<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = (usize, Attrs)> + 'a {
        self.titles_back.ending(chars)
    }

    /// Which organizations' heads bear a title, by the longest row that it ends with.
    pub fn head(&self, title: &[char]) -> Option<&Head> {
        let (_, i) = self.heads_back.longest_end(title)?;
        self.heads.get(i)
    }

    /// The length of a word before a post that belongs to it and that `chars` begins with: the first of the table.
    pub fn title_modifier_starting(&self, chars: &[char]) -> Option<usize> {
        Some(self.title_modifiers.starting(chars).min_by_key(|&(_, i)| i)?.0)
    }

    /// The same at the end of `chars`.
    pub fn title_modifier_ending(&self, chars: &[char]) -> Option<usize> {
        Some(self.title_modifiers_back.ending(chars).min_by_key(|&(_, i)| i)?.0)
    }

    /// Whether the characters are a body that stands before a post without its host.
    pub fn is_elided(&self, chars: &[char]) -> bool {
        self.elided_ending(chars).is_some_and(|(len, _)| len == chars.len())
    }

    /// The longest body that stands before a post without its host and that `chars` ends with: its length and kind.
    pub fn elided_ending(&self, chars: &[char]) -> Option<(usize, OrgKind)> {
        self.elided_back.longest_end(chars)
    }

    /// The length of the longest noun that can refer back to an organization and that `chars` begins with.
    #[inline]
    pub fn noun_starting(&self, chars: &[char]) -> Option<usize> {
        Some(self.nouns.longest_start(chars)?.0)
    }

    /// Whether a reference back to an organization may begin so, a noun or what stands before one (该, 我); mostly one
    /// does then.
    #[inline]
    pub(crate) fn may_begin_reference(&self, chars: &[char]) -> bool {
        self.references.may_begin(chars.first().copied(), chars.get(1).copied())
    }

    /// The length of the longest part of a minority name that `chars` begins with; 0 = none.
    pub fn minority_part(&self, chars: &[char]) -> usize {
        self.minority.longest_start(chars).map_or(0, |(len, ())| len)
    }
}
