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
        Ok(Self { all, ends })
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
