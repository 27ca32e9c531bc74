//! Family names, with how common they are.

use super::table::rows;
use crate::error::Error;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const TABLE: &str = super::bundled::FAMILY_NAME;

static BUNDLED: LazyLock<Result<Families, Error>> = LazyLock::new(|| Families::read(TABLE));

/// Family names of one character and of two.
#[derive(Debug)]
pub(crate) struct Families {
    /// By their characters (`'\0'` stands for a missing second).
    frequency: FxHashMap<(char, char), u32>,
}

impl Families {
    /// The bundled table: read once, shared by all.
    pub(crate) fn bundled() -> Result<&'static Self, Error> {
        BUNDLED.as_ref().map_err(Clone::clone)
    }

    /// Reads the table `name frequency`.
    fn read(text: &str) -> Result<Self, Error> {
        let mut frequency = FxHashMap::default();
        for row in rows("family_name.tsv", text, 2) {
            let row = row?;
            let mut chars = row.get(0).chars();
            let key = match (chars.next(), chars.next(), chars.next()) {
                (Some(first), second, None) => (first, second.unwrap_or('\0')),
                _ => return Err(row.error("a family name has one character or two".into())),
            };
            let count: u32 = row.get(1).parse().map_err(|_| row.error("frequency is not a number".into()))?;
            frequency.insert(key, count.max(1));
        }
        Ok(Self { frequency })
    }

    /// How often the family name of one character was counted.
    pub(crate) fn single(&self, name: char) -> Option<u32> {
        self.frequency.get(&(name, '\0')).copied()
    }

    /// How often the family name of two characters was counted.
    pub(crate) fn double(&self, first: char, second: char) -> Option<u32> {
        self.frequency.get(&(first, second)).copied()
    }

    /// All names, in no order.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn iter(&self) -> impl Iterator<Item = String> + '_ {
        self.frequency.keys().map(|&(first, second)| [first, second].iter().filter(|&&c| c != '\0').collect())
    }

    /// How common a family name is: 0 = none, 1 = rare, 2, 3 = common.
    pub(crate) fn level(&self, name: &str) -> u8 {
        let mut chars = name.chars();
        let count = match (chars.next(), chars.next(), chars.next()) {
            (Some(first), None, _) => self.single(first),
            (Some(first), Some(second), None) => self.double(first, second),
            _ => None,
        };
        match count {
            None => 0,
            Some(0..20) => 1,
            Some(20..300) => 2,
            Some(_) => 3,
        }
    }
}
