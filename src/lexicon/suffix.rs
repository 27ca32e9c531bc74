//! What names of organizations end with.

use super::table::rows;
use super::trie::Trie;
use crate::error::Error;
use crate::record::{OrgKind, PartyLevel};

/// A suffix of organizations' names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suffix {
    /// The suffix.
    pub text: Box<str>,
    /// Its length in characters.
    pub len: usize,
    /// The kind of organization it makes.
    pub kind: OrgKind,
    /// The level, for a party organization.
    pub level: Option<PartyLevel>,
}

/// All suffixes, to be found from their last character.
#[derive(Debug)]
pub struct Suffixes {
    all: Vec<Suffix>,
    /// Their numbers, by their characters from the last to the first.
    ends: Trie<u16>,
    /// Bits of the characters that end a suffix or are a numeral.
    last: Box<[u64; 1024]>,
}

impl Suffixes {
    /// Reads the table `suffix kind level`.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut all: Vec<Suffix> = Vec::new();
        for row in rows("suffix.tsv", text, 2) {
            let row = row?;
            let kind = OrgKind::parse(row.get(1))
                .ok_or_else(|| row.error(format!("unknown kind {}", row.get(1))))?;
            let level = match row.get(2) {
                "" => None,
                name => {
                    Some(PartyLevel::parse(name).ok_or_else(|| row.error(format!("unknown level {name}")))?)
                }
            };
            let text = row.get(0);
            if text.is_empty() {
                return Err(row.error("empty suffix".into()));
            }
            if all.len() == usize::from(u16::MAX) {
                return Err(row.error("too many suffixes".into()));
            }
            all.push(Suffix { text: text.into(), len: text.chars().count(), kind, level });
        }
        let ends = Trie::new((0..).zip(&all).map(|(id, suffix)| (suffix.text.chars().rev(), id)));
        let mut last = Box::new([0; 1024]);
        let lasts = all.iter().filter_map(|suffix| suffix.text.chars().next_back());
        for c in lasts.chain("一二三四五六七八九十".chars()) {
            if let Some(word) = last.get_mut(c as usize / 64) {
                *word |= 1 << (c as u32 % 64);
            }
        }
        Ok(Self { all, ends, last })
    }

    /// All suffixes in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Suffix> {
        self.all.iter()
    }

    /// A suffix by its number.
    #[inline]
    pub fn get(&self, id: u16) -> Option<&Suffix> {
        self.all.get(usize::from(id))
    }

    /// The suffixes that `chars` ends with, the shortest first, each with its length.
    pub(crate) fn endings<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = (usize, u16)> + 'a {
        self.ends.ending(chars)
    }

    /// Whether a character can be of interest to who looks for the ends of names and clauses: no Chinese one is but
    /// those that end a suffix, and numerals.
    #[inline]
    pub(crate) fn may_matter(&self, c: char) -> bool {
        c < '一' || self.last.get(c as usize / 64).is_none_or(|word| word >> (c as u32 % 64) & 1 != 0)
    }

    /// Whether a suffix may end with a character after another one: mostly it does then.
    #[inline]
    pub(crate) fn may_end(&self, before: Option<char>, last: char) -> bool {
        self.ends.may_begin(Some(last), before)
    }

    /// The longest suffix that `chars` ends with.
    #[inline]
    pub fn longest(&self, chars: &[char]) -> Option<u16> {
        self.ends.longest_end(chars).map(|(_, id)| id)
    }
}
