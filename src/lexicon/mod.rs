//! Lexical facts: tables of data, read once and shared.

pub(crate) mod bundled;
mod family;
mod suffix;
mod table;

pub use bundled::{TABLES, Table};
pub(crate) use family::Families;
pub use suffix::{Suffix, Suffixes};
pub(crate) use table::cells;
pub use table::{Row, rows};

use crate::error::Error;
use crate::record::{OrgKind, PartyLevel};
use rustc_hash::FxHashMap;

/// What is known of a word beyond its part of speech: a set of [`Attr`] bits.
pub type Attrs = u16;

/// One fact of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Attr {
    /// A province, or what it is called for short.
    Province = 1,
    /// A city, or what it is called for short.
    City = 1 << 1,
    /// A county or an urban district, or what it is called for short.
    County = 1 << 2,
    /// A town, a township, a street.
    Town = 1 << 3,
    /// The name of a division without its 省, 市, 县.
    Short = 1 << 4,
    /// A post (书记, 局长).
    Post = 1 << 5,
    /// A rank, an honour, a form of address (同志, 博士).
    Rank = 1 << 6,
    /// A verb of saying, after a speaker's name.
    Speech = 1 << 7,
    /// A word of pairing (结对, 共建, 签约).
    Pair = 1 << 8,
    /// A family name.
    Family = 1 << 9,
    /// What an organization can end with.
    Suffix = 1 << 10,
    /// An occupation (律师, 村民): a post only where its organization stands before it.
    Work = 1 << 11,
}

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
}

/// A party body at the end of a name, or a modifier before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The text.
    pub text: Box<[char]>,
    /// The level of a body; none for a modifier.
    pub level: Option<PartyLevel>,
}

/// Which organizations' heads bear a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What the title ends with (校长).
    pub title: Box<[char]>,
    /// What the names of the organizations end with.
    pub ends: Vec<Box<[char]>>,
    /// Or the kinds that they are of.
    pub kinds: Vec<OrgKind>,
}

/// A word of pairing with its sort.
type PairRow = (Box<[char]>, PairWord);

/// The bundled tables.
#[derive(Debug)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, Attrs>,
    families: &'static Families,
    bodies: Vec<Body>,
    /// Words that stand before a post and belong to it.
    modifiers: Vec<Box<[char]>>,
    /// Bodies that stand before a post without their host, with their kind.
    elided: Vec<(Box<[char]>, OrgKind)>,
    /// Whose titles are whose, the longest first.
    heads: Vec<Head>,
    /// Words of pairing by their first character, the longest first.
    pair_words: FxHashMap<char, Vec<PairRow>>,
    /// Parts of minority names, by their first character.
    minority: FxHashMap<char, Vec<Box<[char]>>>,
    /// How common characters are in given names: 1 to 3.
    given: FxHashMap<char, u8>,
    /// Suffixes of organizations.
    pub suffixes: Suffixes,
}

const DIVISIONS: &str = include_str!("../../data/words/division.tsv");
const TITLES: &str = bundled::TITLE;
const SUFFIXES: &str = bundled::SUFFIX;
const CLASSES: &str = bundled::CLASS;
const MODIFIERS: &str = bundled::TITLE_MODIFIER;
const BODIES: &str = bundled::PARTY_BODY;
const ELIDED: &str = bundled::ELIDED;
const HEADS: &str = bundled::POST_HEAD;
const PAIRING: &str = bundled::PAIRING;
const GIVEN: &str = bundled::GIVEN_NAME;
const MINORITY: &str = bundled::MINORITY_NAME;

impl Lexicon {
    /// The bundled lexicon.
    pub fn bundled() -> Result<Self, Error> {
        let mut words: FxHashMap<Box<str>, Attrs> = FxHashMap::default();
        words.reserve(40_000);
        let mut put = |word: &str, attrs: Attrs| *words.entry(word.into()).or_default() |= attrs;
        for row in rows("division.tsv", DIVISIONS, 2) {
            let row = row?;
            let (level, short) = match row.get(1).strip_suffix("-short") {
                Some(level) => (level, Attr::Short as Attrs),
                None => (row.get(1), 0),
            };
            let level = match level {
                "province" => Attr::Province,
                "city" => Attr::City,
                "county" => Attr::County,
                "town" => Attr::Town,
                other => return Err(row.error(format!("unknown level {other}"))),
            };
            put(row.get(0), level as Attrs | short);
        }
        for row in rows("title.tsv", TITLES, 2) {
            let row = row?;
            let sort = match row.get(1) {
                "post" => Attr::Post as Attrs,
                "rank" => Attr::Rank as Attrs,
                "work" => Attr::Rank as Attrs | Attr::Work as Attrs,
                other => return Err(row.error(format!("unknown sort {other}"))),
            };
            put(row.get(0), sort);
        }
        for row in rows("class.tsv", CLASSES, 2) {
            let row = row?;
            let attr = match row.get(1) {
                "speech" => Attr::Speech,
                "pair" => Attr::Pair,
                other => return Err(row.error(format!("unknown class {other}"))),
            };
            put(row.get(0), attr as Attrs);
        }
        let suffixes = Suffixes::read(SUFFIXES)?;
        for suffix in suffixes.iter() {
            put(&suffix.text, Attr::Suffix as Attrs);
        }
        let families = Families::bundled()?;
        for name in families.iter() {
            put(&name, Attr::Family as Attrs);
        }
        let mut minority: FxHashMap<char, Vec<Box<[char]>>> = FxHashMap::default();
        for row in rows("minority_name.tsv", MINORITY, 1) {
            let row = row?;
            let chars: Box<[char]> = row.get(0).chars().collect();
            let Some(&first) = chars.first() else { return Err(row.error("empty part".into())) };
            minority.entry(first).or_default().push(chars);
        }
        let mut given = FxHashMap::default();
        for row in rows("given_name.tsv", GIVEN, 2) {
            let row = row?;
            let count: u32 = row.get(1).parse().map_err(|_| row.error("count is not a number".into()))?;
            let level = match count {
                0..12 => 1,
                12..60 => 2,
                _ => 3,
            };
            given.extend(row.get(0).chars().next().map(|c| (c, level)));
        }
        let mut bodies = Vec::new();
        for row in rows("party_body.tsv", BODIES, 2) {
            let row = row?;
            let level = match row.get(1) {
                "modifier" => None,
                _ => Some(PartyLevel::parse(row.get(2)).ok_or_else(|| row.error("unknown level".into()))?),
            };
            bodies.push(Body { text: row.get(0).chars().collect(), level });
        }
        let modifiers = rows("title_modifier.tsv", MODIFIERS, 1)
            .map(|row| Ok(row?.get(0).chars().collect()))
            .collect::<Result<_, Error>>()?;
        let mut elided = Vec::new();
        for row in rows("elided.tsv", ELIDED, 2) {
            let row = row?;
            let kind = OrgKind::parse(row.get(1)).ok_or_else(|| row.error("unknown kind".into()))?;
            elided.push((row.get(0).chars().collect(), kind));
        }
        let mut heads = Vec::new();
        for row in rows("post_head.tsv", HEADS, 3) {
            let row = row?;
            let words = |column: usize| row.get(column).split(' ').filter(|w| !w.is_empty());
            let kinds: Option<Vec<OrgKind>> = words(2).map(OrgKind::parse).collect();
            heads.push(Head {
                title: row.get(0).chars().collect(),
                ends: words(1).map(|w| w.chars().collect()).collect(),
                kinds: kinds.ok_or_else(|| row.error("unknown kind".into()))?,
            });
        }
        heads.sort_by_key(|h| std::cmp::Reverse(h.title.len()));
        let mut pair_words: FxHashMap<char, Vec<PairRow>> = FxHashMap::default();
        for row in rows("pairing.tsv", PAIRING, 2) {
            let row = row?;
            let sort = match row.get(1) {
                "pair" => PairWord::Pair,
                "sign" => PairWord::Sign,
                "paper" => PairWord::Paper,
                "against" => PairWord::Against,
                "plan" => PairWord::Plan,
                other => return Err(row.error(format!("unknown sort {other}"))),
            };
            let chars: Box<[char]> = row.get(0).chars().collect();
            let Some(&first) = chars.first() else { return Err(row.error("empty word".into())) };
            pair_words.entry(first).or_default().push((chars, sort));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted for itself")]
        for list in pair_words.values_mut() {
            list.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
        }
        Ok(Self { words, families, bodies, modifiers, elided, heads, pair_words, minority, given, suffixes })
    }

    /// What is known of a word.
    pub fn attrs(&self, word: &str) -> Attrs {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// How common a family name is: 0 = none, 1 = rare … 3 = common.
    pub fn family(&self, name: &str) -> u8 {
        self.families.level(name)
    }

    /// The longest word of pairing that `chars` begins with: its length and sort.
    pub fn pair_word(&self, chars: &[char]) -> Option<(usize, PairWord)> {
        let list = self.pair_words.get(chars.first()?)?;
        list.iter().find(|(word, _)| chars.starts_with(word)).map(|(word, sort)| (word.len(), *sort))
    }

    /// Party bodies and their modifiers.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// Words that stand before a post and belong to it.
    pub fn modifiers(&self) -> &[Box<[char]>] {
        &self.modifiers
    }

    /// Bodies that stand before a post without their host.
    pub fn elided(&self) -> &[(Box<[char]>, OrgKind)] {
        &self.elided
    }

    /// Which organizations' heads bear which titles, the longest title first.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// How common a character is in given names: 0 = not known, 1 = rare … 3 = common.
    pub fn given(&self, c: char) -> u8 {
        self.given.get(&c).copied().unwrap_or(0)
    }

    /// The length of the longest part of a minority name that `chars` begins with; 0 = none.
    pub fn minority_part(&self, chars: &[char]) -> usize {
        let Some(parts) = chars.first().and_then(|c| self.minority.get(c)) else { return 0 };
        parts.iter().filter(|p| chars.starts_with(p)).map(|p| p.len()).max().unwrap_or(0)
    }

    /// Words that must be words of the segmenter, with their part of speech.
    pub fn segmenter_words(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let mut all: Vec<(&str, &'static str)> = Vec::with_capacity(self.words.len());
        #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
        for (word, &attrs) in &self.words {
            let places =
                Attr::Province as Attrs | Attr::City as Attrs | Attr::County as Attrs | Attr::Town as Attrs;
            if attrs & places != 0 {
                all.push((word, "ns"));
            } else if attrs & (Attr::Suffix as Attrs | Attr::Post as Attrs) != 0
                && word.chars().nth(1).is_some()
            {
                all.push((word, "n"));
            }
        }
        all.sort_unstable();
        all.into_iter()
    }
}
