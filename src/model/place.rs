//! Where features stand in the table. What a candidate asks for together lies together: all that depends on one word
//! is a row of the table, half a line of the cache; what depends on two small numbers has a square of its own. All else is hashed.

use super::Template;

/// How many kinds of organizations rows have places for.
pub(crate) const KINDS: u32 = 8;
/// How many sorts of words there are (see `Word` in `analysis.rs`).
pub(crate) const SORTS: u32 = 168;
/// How many shapes of words there are, that of no word included.
pub(crate) const SHAPES: u32 = 116;

const WORDS: u32 = 1 << 15;
const WORD: u32 = 32;
const SUFFIXES: u32 = 1536;
const SUFFIX: u32 = 32;
const CHARS: u32 = 1 << 12;
const CHAR: u32 = 16;

const TO_SUFFIXES: u32 = WORDS * WORD;
const TO_CHARS: u32 = TO_SUFFIXES + SUFFIXES * SUFFIX;
const TO_SQUARES: u32 = TO_CHARS + CHARS * CHAR;
const SQUARES: u32 = 7;
const TO_SHORT: u32 = TO_SQUARES + SQUARES * SORTS * SORTS;
const SHORT: u32 = 3 << 12;
const TO_HASHED: u32 = (TO_SHORT + SHORT).next_multiple_of(64);
/// Places at the end of the table that are kept for pairings: theirs are few and heavy, and must not fall on names'.
const PAIRINGS: u32 = 1 << 17;
/// Number of weights.
pub(crate) const SIZE: usize = 1 << 21;
const TO_PAIRINGS: u32 = SIZE as u32 - PAIRINGS;

/// A place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(pub(super) u32);

/// The place of a feature that has no better one.
#[inline]
pub(super) fn hashed(template: Template, value: u32) -> Place {
    let mut h =
        (u64::from(value) | (u64::from(template as u8) + 1) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^= h >> 29;
    h = h.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let (from, places) = if template as u8 >= Template::PairWay as u8 {
        (TO_PAIRINGS, PAIRINGS)
    } else {
        (TO_HASHED, TO_PAIRINGS - TO_HASHED)
    };
    Place(from + (((h >> 32) * u64::from(places)) >> 32) as u32)
}

/// The first of places for each kind of organization, of a feature that has no better one.
#[inline]
pub(crate) fn kinds(template: Template, value: u32) -> Row {
    Row(hashed(template, value).0 / KINDS * KINDS)
}

/// The place that a number spreads to, among `2^bits`.
#[inline]
const fn spread(value: u32, bits: u32) -> u32 {
    (value ^ value >> 15).wrapping_mul(0x9e37_79b1) >> (32 - bits)
}

/// Where the row of a word, a suffix or a character begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row(u32);

impl Row {
    /// Of a word, by its hash.
    #[inline]
    pub(crate) const fn word(hash: u32) -> Self {
        Self(spread(hash, WORDS.ilog2()) * WORD)
    }

    /// Of a suffix, by a number.
    #[inline]
    pub(crate) const fn suffix(number: u32) -> Self {
        Self(TO_SUFFIXES + number % SUFFIXES * SUFFIX)
    }

    /// Of a character.
    #[inline]
    pub(crate) const fn char(c: u32) -> Self {
        Self(TO_CHARS + spread(c, CHARS.ilog2()) * CHAR)
    }

    /// A place in the row.
    #[inline]
    pub(crate) const fn at(self, place: u32) -> Place {
        Place(self.0 + place)
    }
}

/// Places in the row of a word; those with kinds are the first of one for each kind.
pub(crate) mod word {
    pub(crate) const BEFORE: u32 = 0;
    pub(crate) const FIRST: u32 = 1;
    pub(crate) const INSIDE: u32 = 2;
    pub(crate) const AFTER: u32 = 3;
    pub(crate) const LAST: u32 = 4;
    pub(crate) const BEFORE_NAME: u32 = 5;
    pub(crate) const AFTER_NAME: u32 = 6;
    pub(crate) const GATE_AFTER: u32 = 7;
    pub(crate) const BEFORE_KIND: u32 = 8;
    pub(crate) const FIRST_KIND: u32 = 16;
    pub(crate) const AFTER_KIND: u32 = 24;
}

/// Places in the row of a suffix.
pub(crate) mod suffix {
    pub(crate) const ITSELF: u32 = 0;
    pub(crate) const BARE: u32 = 1;
    /// Without and with something proper before it.
    pub(crate) const PROPER: u32 = 2;
    /// Whether anything ends here, by itself and by what stands before it.
    pub(crate) const GATE: u32 = 4;
    pub(crate) const GATE_BEFORE: u32 = 5;
    pub(crate) const GATE_SORTS: u32 = 11;
    /// By the suffix before it.
    pub(crate) const NESTED: u32 = 16;
    pub(crate) const NESTED_SORTS: u32 = 16;
}

/// Places in the row of a character.
pub(crate) mod char {
    pub(crate) const FAMILY: u32 = 0;
    pub(crate) const GIVEN: u32 = 1;
    pub(crate) const LAST_GIVEN: u32 = 2;
    pub(crate) const AFTER: u32 = 3;
    pub(crate) const GATE_FAMILY: u32 = 4;
    pub(crate) const GATE_START: u32 = 5;
    pub(crate) const GATE_SECOND: u32 = 8;
    pub(crate) const GATE_START_BEFORE: u32 = 9;
    pub(crate) const BEFORE: u32 = 10;
    pub(crate) const BEFORE_NAME: u32 = 11;
    pub(crate) const AFTER_NAME: u32 = 12;
    pub(crate) const GATE_BEFORE: u32 = 6;
    pub(crate) const GATE_AFTER: u32 = 7;
}

/// What depends on the sorts of two words.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Square {
    Before,
    Inside,
    BeforeName,
    AfterName,
    AroundName,
    GateEnd,
    GateStart,
}

impl Square {
    /// The place of two sorts.
    #[inline]
    pub(crate) const fn at(self, one: u8, two: u8) -> Place {
        Place(TO_SQUARES + (self as u32 * SORTS + one as u32) * SORTS + two as u32)
    }
}

/// Lists of places for small numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List(u32);

impl List {
    pub(crate) const FIRST_SORT: Self = Self(0);
    pub(crate) const INSIDE_SORT: Self = Self(Self::FIRST_SORT.0 + SORTS);
    /// Twice, for whether the name ends between words.
    pub(crate) const AFTER_SORT: Self = Self(Self::INSIDE_SORT.0 + SORTS);
    pub(crate) const FIRST_SORT_KIND: Self = Self(Self::AFTER_SORT.0 + 2 * SORTS);
    pub(crate) const FIRST_SHAPE: Self = Self(Self::FIRST_SORT_KIND.0 + SORTS * KINDS);
    pub(crate) const INSIDE_SHAPE: Self = Self(Self::FIRST_SHAPE.0 + SHAPES);
    pub(crate) const BEFORE_SHAPE_KIND: Self = Self(Self::INSIDE_SHAPE.0 + SHAPES);
    /// Two parts of speech.
    pub(crate) const BEFORE_FIRST: Self = Self(Self::BEFORE_SHAPE_KIND.0 + SHAPES * KINDS);
    pub(crate) const FIRST_TWO: Self = Self(Self::BEFORE_FIRST.0 + PARTS * PARTS);
    pub(crate) const KIND: Self = Self(Self::FIRST_TWO.0 + PARTS * PARTS);
    pub(crate) const NESTED_KIND: Self = Self(Self::KIND.0 + KINDS);
    /// Whether a name may stand here: by the words around it, and by how common its characters are.
    pub(crate) const GATE_BEFORE: Self = Self(Self::NESTED_KIND.0 + suffix::NESTED_SORTS * KINDS);
    pub(crate) const GATE_AFTER: Self = Self(Self::GATE_BEFORE.0 + SORTS);
    pub(crate) const GATE_LEVELS: Self = Self(Self::GATE_AFTER.0 + SORTS);
    pub(crate) const GATE_START: Self = Self(Self::GATE_LEVELS.0 + 1024);
    /// Short forms of names: what form, and one number for each of five things beside it.
    pub(crate) const ALIAS: Self = Self(Self::GATE_START.0 + 256);
    /// Whether a short form may stand here: by form and edges, and by the words around it.
    pub(crate) const GATE_ALIAS: Self = Self(Self::ALIAS.0 + 8 * 256);
    pub(crate) const GATE_ALIAS_BEFORE: Self = Self(Self::GATE_ALIAS.0 + 256);
    pub(crate) const GATE_ALIAS_AFTER: Self = Self(Self::GATE_ALIAS_BEFORE.0 + SORTS);
    const END: u32 = Self::GATE_ALIAS_AFTER.0 + SORTS;

    /// The place of a number.
    #[inline]
    pub(crate) const fn at(self, number: u32) -> Place {
        Place(TO_SHORT + self.0 + number)
    }
}

/// How many parts of speech there are, none included.
pub(crate) const PARTS: u32 = SHAPES / 4;

const _: () =
    assert!(List::END <= SHORT && TO_HASHED < TO_PAIRINGS && SQUARES == Square::GateStart as u32 + 1);
