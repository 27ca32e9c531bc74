//! Sparse linear weights: features are hashed into one table, so a model is one array.

use crate::error::{Error, Kind};
use std::sync::{Arc, OnceLock};

/// Index bits of the table.
const BITS: u32 = 20;
/// Number of weights.
pub(crate) const SIZE: usize = 1 << BITS;
const MAGIC: &[u8; 8] = b"DJMODEL\0";
/// Raised when features change, so that a model made for others is refused.
const VERSION: u32 = 2;

/// Where features go: into a score, into a trainer, or into an explanation.
pub(crate) trait Sink {
    /// One active feature: its template, its hashed value, and how to show the value.
    fn add(&mut self, template: Template, value: u32, show: impl Fn() -> String);
}

macro_rules! templates {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// Names of the feature templates, as `explain` shows them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum Template { $($name),+ }

        impl Template {
            /// The name.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
            const NAMES: &'static [&'static str] = &[$($text),+];
        }
    };
}

templates! {
    Bias = "bias",
    BeforeWord = "before",
    BeforeWordKind = "before+kind",
    BeforePos = "before-pos",
    BeforeShape = "before-shape",
    BeforeShapeFirst = "before-shape+first-shape",
    NestedLast = "nested-last+suffix",
    NestedLastKind = "nested-last+kind",
    VerbsInside = "verbs-inside+kind",
    AliasEdges = "alias-edges",
    AliasSupport = "alias-support",
    BeforePosFirstPos = "before-pos+first-pos",
    BeforePosKind = "before-pos+kind",
    BeforeTwo = "before-two",
    BeforeChar = "before-char",
    BeforeFirst = "before+first",
    BeforeClass = "before-class",
    FirstWord = "first",
    FirstWordKind = "first+kind",
    FirstPos = "first-pos",
    FirstClass = "first-class",
    FirstClassKind = "first-class+kind",
    FirstTwoPos = "first-two-pos",
    FirstTwo = "first-two",
    InWord = "inside",
    InPos = "inside-pos",
    InPair = "inside-pair",
    InClass = "inside-class",
    Suffix = "suffix",
    SuffixAfterChar = "suffix+after-char",
    SuffixAfterPos = "suffix+after-pos",
    SuffixAfterWord = "suffix+after",
    KindAfterWord = "kind+after",
    AfterWord = "after",
    AfterChar = "after-char",
    AfterEdge = "after-edge",
    AfterTwo = "after-two",
    LastWord = "last",
    LastWordSuffix = "last+suffix",
    LengthKind = "length+kind",
    LengthChars = "length-chars+kind",
    Proper = "proper+kind",
    ProperSuffix = "proper+suffix",
    Bare = "bare+suffix",
    BareAfter = "bare+after",
    Whole = "whole",
    Shape = "shape+kind",
    Nested = "nested+kind",
    ListLeft = "list-left+kind",
    ListRight = "list-right+kind",
    EvidenceSame = "evidence-same",
    EvidenceTail = "evidence-tail",
    EvidenceHead = "evidence-head",
    AliasForm = "alias-form",
    AliasLength = "alias-length",
    AliasRest = "alias-rest",
    Family = "family",
    FamilyLevel = "family-level",
    GivenChar = "given-char",
    GivenShape = "given-shape",
    NameBefore = "name-before",
    NameBeforePos = "name-before-pos",
    NameBeforeClass = "name-before-class",
    NameAfter = "name-after",
    NameAfterPos = "name-after-pos",
    NameAfterClass = "name-after-class",
    NameAround = "name-around-class",
    NameEvidence = "name-evidence",
    NameGiven = "name-given",
    NameParts = "name-parts",
    NameBeforeChar = "name-before-char",
    NameAfterChar = "name-after-char",
    NameCut = "name-cut",
    NameList = "name-list",
    NameAlone = "name-alone",
    NameTail = "name-tail",
    NameLast = "name-last",
    NameWhole = "name-whole",
    KindOf = "kind",
    KindSuffix = "kind+suffix",
    KindWord = "kind+word",
    KindLast = "kind+last",
    KindFirst = "kind+first",
    KindPair = "kind+pair",
    PairWay = "pair-way",
    PairHeading = "pair-heading",
    PairLines = "pair-lines",
    PairWordAny = "pair-word-any",
    PairSorts = "pair-sorts",
    PairKinds = "pair-kinds",
    PairParties = "pair-parties",
    PairSizes = "pair-sizes",
    PairApart = "pair-apart",
    PairMarkers = "pair-markers",
    PairMarkerWords = "pair-marker-words",
    PairBetween = "pair-between",
    PairJoined = "pair-joined",
    PairCommas = "pair-commas",
    PairInside = "pair-inside",
    PairInsideWord = "pair-inside-word",
    PairBefore = "pair-before",
    PairShape = "pair-shape",
    PairMiddle = "pair-middle",
    PairAnaphor = "pair-anaphor",
    PairAfter = "pair-after",
    PairAfterClass = "pair-after-class",
    PairFirstWord = "pair-first-word",
    PairFirstDistance = "pair-first-distance",
    PairFirstGroups = "pair-first-groups",
    PairPaper = "pair-paper",
    PairCounted = "pair-counted",
    PairSource = "pair-source",
    PairSubject = "pair-subject",
    PairRespective = "pair-respective",
    PairCore = "pair-core",
    PairCoreApart = "pair-core-apart",
    PairPattern = "pair-pattern",
    PairPatternLoose = "pair-pattern-loose",
    StatusWord = "status-word",
    StatusBias = "status",
    DateOf = "date-of",
    DateWord = "date-word",
    BackOf = "back-of",
    BackWord = "back-word",
}

/// Places at the end of the table that are kept for pairings: theirs are few and heavy, and must not fall on names'.
const PAIRINGS: usize = 1 << 18;

/// The place of a feature in the table.
#[inline]
pub(crate) fn index(template: Template, value: u32) -> usize {
    let mut h =
        (u64::from(value) | (u64::from(template as u8) + 1) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^= h >> 29;
    h = h.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let (from, places) = if template as u8 >= Template::PairWay as u8 {
        (SIZE - PAIRINGS, PAIRINGS)
    } else {
        (0, SIZE - PAIRINGS)
    };
    from + (((h >> 32) * places as u64) >> 32) as usize
}

/// Mixes two values into one.
#[inline]
pub(crate) const fn mix(a: u32, b: u32) -> u32 {
    (a ^ b.rotate_left(15)).wrapping_mul(0x85eb_ca6b) ^ (b.wrapping_mul(0xc2b2_ae35) >> 7)
}

/// Whose sums [`Weights::derived`] keeps.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Derived {
    Organizations,
    Names,
}

/// The weights of a model, whole numbers of one scale: sums of them are exact, in whatever order they are
/// added. Each is a signed square, kept as its root in a byte: fine where it is small, and the table half as large, since
/// what a feature costs is a look into memory. Cheap to clone.
#[cfg_attr(not(feature = "train"), expect(unreachable_pub, reason = "only a trainer's caller sees weights"))]
#[derive(Debug, Clone)]
pub struct Weights {
    roots: Arc<[i8; SIZE]>,
    /// What a root of one is worth.
    scale: f32,
    /// No weight is larger, and it is not below zero.
    largest: i32,
    /// See [`Weights::derived`].
    derived: Arc<[OnceLock<Box<[i32]>>; 2]>,
    /// Templates that are left out (a bit each), for training.
    dropped: u128,
}

#[cfg_attr(not(feature = "train"), expect(unreachable_pub, reason = "only a trainer's caller sees weights"))]
impl Weights {
    /// Weights from a table of [`SIZE`] values, the largest of which has the largest root.
    #[cfg(any(test, feature = "train"))]
    pub fn from_table(table: &[f32]) -> Self {
        let largest = table.iter().fold(0f32, |m, w| m.max(w.abs()));
        Self::up_to(table, if largest > 0.0 { largest } else { 1.0 })
    }

    /// Weights from a table of at most [`SIZE`] values, none larger than a given one.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn up_to(table: &[f32], largest: f32) -> Self {
        let scale = largest / f32::from(LARGEST * LARGEST);
        let roots = Self::table(table.iter().map(|&w| root(w / scale)));
        Self { largest: largest_of(&roots), roots, scale, derived: Arc::default(), dropped: 0 }
    }

    /// Changes one weight (the table is copied first if it is shared).
    #[cfg(feature = "train")]
    pub(crate) fn set(&mut self, index: usize, value: f32) {
        let root = root(value / self.scale);
        Arc::make_mut(&mut self.roots)[index % SIZE] = root;
        self.largest = self.largest.max(square(root));
        if Arc::get_mut(&mut self.derived).is_none_or(|d| d.iter().any(|d| d.get().is_some())) {
            self.derived = Arc::default();
        }
    }

    /// Reads a model file. Everything in it is checked.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let problem = |text: &str| Error::new(Kind::Model(text.to_string()));
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(|| problem("it does not begin as one"))?;
        let (version, rest) = take_u32(rest).ok_or_else(|| problem("it is cut off"))?;
        if version != VERSION {
            return Err(problem(&format!("version {version}, wanted {VERSION}")));
        }
        let (templates, rest) = take_u32(rest).ok_or_else(|| problem("it is cut off"))?;
        if templates != Self::templates() {
            return Err(problem("it was trained with other features"));
        }
        let (scale, rest) = take_u32(rest).ok_or_else(|| problem("it is cut off"))?;
        let scale = f32::from_bits(scale);
        if !scale.is_finite() || scale <= 0.0 {
            return Err(problem("its scale is not a positive number"));
        }
        if rest.len() != SIZE {
            return Err(problem(&format!("{} bytes of weights, wanted {SIZE}", rest.len())));
        }
        let roots = Self::table(rest.iter().map(|&b| i8::from_le_bytes([b])));
        Ok(Self { largest: largest_of(&roots), roots, scale, derived: Arc::default(), dropped: 0 })
    }

    /// A table of the first [`SIZE`] values, filled up with zeros.
    fn table(values: impl Iterator<Item = i8>) -> Arc<[i8; SIZE]> {
        let mut table: Vec<i8> = values.take(SIZE).collect();
        table.resize(SIZE, 0);
        // Its length is right by the line above; on the heap from the start, since a stack may be small.
        let table: Box<[i8; SIZE]> = table.into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!());
        Arc::from(table)
    }

    /// The same weights with some templates left out, a bit each.
    #[cfg(feature = "train")]
    pub(crate) fn without(mut self, dropped: u128) -> Self {
        self.dropped = dropped;
        self.derived = Arc::default();
        self
    }

    /// Writes a model file.
    #[cfg(any(test, feature = "train"))]
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(24 + SIZE);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&Self::templates().to_le_bytes());
        out.extend_from_slice(&self.scale.to_bits().to_le_bytes());
        for w in self.roots.iter() {
            out.extend_from_slice(&w.to_le_bytes());
        }
        out
    }

    /// A hash of the templates' names in order.
    fn templates() -> u32 {
        let mut h = 0x811c_9dc5u32;
        for name in Template::NAMES {
            for b in name.bytes().chain([0]) {
                h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
            }
        }
        h
    }

    /// One weight.
    #[inline]
    fn get(&self, index: usize) -> i32 {
        i32::from(SQUARES[usize::from(self.roots[index % SIZE] as u8)])
    }

    /// The largest weight, or zero: no feature adds more.
    pub(crate) fn largest(&self) -> i32 {
        self.largest
    }

    /// Sums that do not depend on a text, made when first asked for. There is one such list for each model and use:
    /// who asks always makes the same one.
    pub(crate) fn derived(&self, of: Derived, make: impl FnOnce(&Self) -> Vec<i32>) -> &[i32] {
        self.derived[of as usize].get_or_init(|| make(self).into())
    }

    /// What a sum of weights is worth.
    #[inline]
    pub(crate) fn worth(&self, sum: i32) -> f32 {
        sum as f32 * self.scale
    }
}

/// The weights by their roots, as they lie in a byte: a look is less than a multiplication with a sign.
static SQUARES: [i16; 256] = {
    let mut squares = [0; 256];
    let mut byte = 0;
    while byte < squares.len() {
        let root = byte as u8 as i8 as i16;
        squares[byte] = root.wrapping_mul(root.saturating_abs());
        byte += 1;
    }
    squares
};

/// The weight of a root.
fn square(root: i8) -> i32 {
    i32::from(root) * i32::from(root).abs()
}

/// The largest weight of a table, or zero.
fn largest_of(roots: &[i8; SIZE]) -> i32 {
    square(roots.iter().copied().max().unwrap_or(0).max(0))
}

/// The largest root of a weight.
#[cfg(any(test, feature = "train"))]
const LARGEST: i16 = 127;

/// The root nearest to a weight's.
#[cfg(any(test, feature = "train"))]
fn root(weight: f32) -> i8 {
    let largest = f32::from(LARGEST);
    (weight.abs().sqrt().copysign(weight).round().clamp(-largest, largest)) as i8
}

fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*head), rest))
}

/// Sums the weights of what it is given.
#[derive(Debug)]
pub(crate) struct Score<'w> {
    weights: &'w Weights,
    /// The sum.
    pub(crate) sum: i32,
}

impl<'w> Score<'w> {
    /// A sum of nothing.
    #[inline]
    pub(crate) fn new(weights: &'w Weights) -> Self {
        Self { weights, sum: 0 }
    }

    /// What the sum is worth.
    pub(crate) fn worth(&self) -> f32 {
        self.weights.worth(self.sum)
    }
}

impl Sink for Score<'_> {
    #[inline]
    fn add(&mut self, template: Template, value: u32, _: impl Fn() -> String) {
        if !cfg!(feature = "train") || self.weights.dropped >> (template as u8) & 1 == 0 {
            self.sum += self.weights.get(index(template, value));
        }
    }
}

/// Collects places in the table, for training.
#[cfg(feature = "train")]
#[derive(Debug, Default)]
pub(crate) struct Indices {
    /// The places.
    pub(crate) places: Vec<u32>,
    /// Templates that are left out, a bit each.
    pub(crate) dropped: u128,
}

#[cfg(feature = "train")]
impl Sink for Indices {
    fn add(&mut self, template: Template, value: u32, _: impl Fn() -> String) {
        if self.dropped >> (template as u8) & 1 == 0 {
            self.places.push(index(template, value) as u32);
        }
    }
}

/// Collects features with their weights, for explanations.
#[derive(Debug)]
pub(crate) struct Named<'w> {
    weights: &'w Weights,
    /// `template=value` and weight.
    pub(crate) features: Vec<(String, f32)>,
}

impl<'w> Named<'w> {
    /// An empty list.
    pub(crate) fn new(weights: &'w Weights) -> Self {
        Self { weights, features: Vec::new() }
    }
}

impl Sink for Named<'_> {
    fn add(&mut self, template: Template, value: u32, show: impl Fn() -> String) {
        let weight = self.weights.worth(self.weights.get(index(template, value)));
        self.features.push((format!("{}={}", template.name(), show()), weight));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_written_model_reads_back() {
        let mut table = vec![0.0; SIZE];
        table[3] = 1.5;
        table[SIZE - 1] = -3.0;
        let read = Weights::read(&Weights::from_table(&table).write()).unwrap();
        assert!((read.worth(read.get(3)) - 1.5).abs() < 1e-2);
        assert!((read.worth(read.get(SIZE - 1)) + 3.0).abs() < 1e-3);
    }

    #[test]
    fn err_a_damaged_model_is_refused() {
        let good = Weights::from_table(&vec![0.0; SIZE]).write();
        assert!(Weights::read(&good[..good.len() - 1]).unwrap_err().is_model());
        assert!(Weights::read(b"").unwrap_err().is_model());
        let mut other = good.clone();
        other[9] ^= 1;
        assert!(Weights::read(&other).is_err());
    }
}
