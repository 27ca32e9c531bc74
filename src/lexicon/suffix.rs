//! What names of organizations end with.

use super::table::rows;
use crate::error::Error;
use crate::record::{OrgKind, PartyLevel};
use rustc_hash::FxHashMap;

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

/// A suffix's characters from the last to the first, with its number.
type Reversed = (Box<[char]>, u16);

/// All suffixes, to be found from their last character.
#[derive(Debug)]
pub struct Suffixes {
    all: Vec<Suffix>,
    /// Last character → suffixes with it, longest first, as reversed characters.
    ends: FxHashMap<char, Vec<Reversed>>,
}

impl Suffixes {
    /// Reads the table `suffix kind level`.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut all = Vec::new();
        let mut ends: FxHashMap<char, Vec<Reversed>> = FxHashMap::default();
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
            let reversed: Box<[char]> = row.get(0).chars().rev().collect();
            let Some(&last) = reversed.first() else { return Err(row.error("empty suffix".into())) };
            let id = u16::try_from(all.len()).map_err(|_| row.error("too many suffixes".into()))?;
            all.push(Suffix { text: row.get(0).into(), len: reversed.len(), kind, level });
            ends.entry(last).or_default().push((reversed, id));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted for itself")]
        for list in ends.values_mut() {
            list.sort_by_key(|(chars, id)| (std::cmp::Reverse(chars.len()), *id));
        }
        Ok(Self { all, ends })
    }

    /// All suffixes in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Suffix> {
        self.all.iter()
    }

    /// A suffix by its number.
    pub fn get(&self, id: u16) -> Option<&Suffix> {
        self.all.get(usize::from(id))
    }

    /// The longest suffix that `chars` ends with.
    pub fn longest(&self, chars: &[char]) -> Option<u16> {
        let list = self.ends.get(chars.last()?)?;
        list.iter()
            .find(|(reversed, _)| {
                reversed.len() <= chars.len() && reversed.iter().zip(chars.iter().rev()).all(|(a, b)| a == b)
            })
            .map(|&(_, id)| id)
    }
}
