//! Family names, with how common they are.

use super::table::rows;
use crate::error::Error;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const TABLE: &str = super::bundled::FAMILY_NAME;

static BUNDLED: LazyLock<Result<Families, Error>> = LazyLock::new(|| Families::read(TABLE));

/// What names a character can begin, and how common it is in given names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameStarts(u8);

impl NameStarts {
    const DOUBLE: u8 = 4;
    const MINORITY: u8 = 8;
    /// Where the level in given names begins.
    const GIVEN: u32 = 4;

    /// Whether any name begins with it.
    #[inline]
    pub const fn any(self) -> bool {
        self.0 & ((1 << Self::GIVEN) - 1) != 0
    }

    /// How common it is as a family name: 0 = none, 1 = rare … 3 = common.
    #[inline]
    pub const fn family(self) -> u8 {
        self.0 & 3
    }

    /// Whether a family name of two characters begins with it.
    #[inline]
    pub const fn double(self) -> bool {
        self.0 & Self::DOUBLE != 0
    }

    /// Whether a part of a minority name begins with it.
    #[inline]
    pub const fn minority(self) -> bool {
        self.0 & Self::MINORITY != 0
    }

    /// How common it is in given names: 0 = not known, 1 = rare … 3 = common.
    #[inline]
    pub const fn given(self) -> u8 {
        self.0 >> Self::GIVEN & 3
    }
}

/// For each character of the first plane, what names it can begin and how common it is in given names.
#[derive(Debug)]
pub(crate) struct Starts(Box<[u8]>);

impl Starts {
    /// From the family names, the characters that begin parts of minority names, and those of given names with
    /// how many names each stands in.
    pub(crate) fn new(
        families: &Families,
        minority: impl Iterator<Item = char>,
        given: impl Iterator<Item = (char, u32)>,
    ) -> Self {
        let mut all = Self(vec![0; 0x1_0000].into());
        #[expect(clippy::iter_over_hash_type, reason = "each sets bits of its own")]
        for (&(first, second), &count) in &families.frequency {
            all.set(first, if second == '\0' { Families::level(Some(count)) } else { NameStarts::DOUBLE });
        }
        minority.for_each(|c| all.set(c, NameStarts::MINORITY));
        for (c, count) in given {
            let level: u8 = match count {
                0..12 => 1,
                12..60 => 2,
                _ => 3,
            };
            all.set(c, level << NameStarts::GIVEN);
        }
        all
    }

    fn set(&mut self, c: char, bits: u8) {
        if let Some(cell) = self.0.get_mut(c as usize) {
            *cell |= bits;
        }
    }

    /// What names a character can begin.
    #[inline]
    pub(crate) fn of(&self, c: char) -> NameStarts {
        NameStarts(self.0.get(c as usize).copied().unwrap_or(0))
    }
}

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

    /// How common a family name of a count is: 0 = none, 1 = rare, 2, 3 = common.
    const fn level(count: Option<u32>) -> u8 {
        match count {
            None => 0,
            Some(0..20) => 1,
            Some(20..300) => 2,
            Some(_) => 3,
        }
    }

    /// How common a family name of two characters is.
    pub(crate) fn double_level(&self, first: char, second: char) -> u8 {
        Self::level(self.double(first, second))
    }
}
