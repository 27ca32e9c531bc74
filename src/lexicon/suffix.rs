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

/// All suffixes, to be found from their last character.
#[derive(Debug)]
pub struct Suffixes {
    all: Vec<Suffix>,
    /// Bits of the characters that suffixes end with: most places need no look-up.
    last: Box<[u64; 1024]>,
    /// A trie of the suffixes read backwards: node and character → node.
    nodes: FxHashMap<(u16, char), u16>,
    /// For each node, the suffix that is complete there, or [`NONE`].
    complete: Vec<u16>,
}

const NONE: u16 = u16::MAX;

impl Suffixes {
    /// Reads the table `suffix kind level`.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut all = Vec::new();
        let mut last = Box::new([0; 1024]);
        let mut nodes = FxHashMap::default();
        let mut complete = vec![NONE];
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
            let reversed: Vec<char> = row.get(0).chars().rev().collect();
            let Some(&end) = reversed.first() else { return Err(row.error("empty suffix".into())) };
            let many = |_| row.error("too many suffixes".into());
            let id = u16::try_from(all.len()).map_err(many)?;
            all.push(Suffix { text: row.get(0).into(), len: reversed.len(), kind, level });
            if let Some(word) = last.get_mut(end as usize / 64) {
                *word |= 1u64 << (end as u32 % 64);
            }
            let mut node = 0;
            for &c in &reversed {
                let new = u16::try_from(complete.len()).map_err(many)?;
                node = *nodes.entry((node, c)).or_insert(new);
                if node == new {
                    complete.push(NONE);
                }
            }
            // Of two equal rows the first counts.
            let here = &mut complete[usize::from(node)];
            *here = (*here).min(id);
        }
        Ok(Self { all, last, nodes, complete })
    }

    /// All suffixes in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Suffix> {
        self.all.iter()
    }

    /// A suffix by its number.
    pub fn get(&self, id: u16) -> Option<&Suffix> {
        self.all.get(usize::from(id))
    }

    /// The suffixes that `chars` ends with, the shortest first.
    pub(crate) fn endings<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = u16> + 'a {
        let last = chars.last().map_or(0, |&c| c as usize);
        let any = self.last.get(last / 64).is_some_and(|word| word >> (last % 64) & 1 != 0);
        let mut rest = if any { chars.iter().rev() } else { [].iter().rev() };
        let mut node = 0;
        std::iter::from_fn(move || {
            loop {
                node = *self.nodes.get(&(node, *rest.next()?))?;
                match self.complete[usize::from(node)] {
                    NONE => {}
                    id => return Some(id),
                }
            }
        })
    }

    /// The longest suffix that `chars` ends with.
    pub fn longest(&self, chars: &[char]) -> Option<u16> {
        self.endings(chars).last()
    }
}
