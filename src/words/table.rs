//! The flat table of words: a double array over character codes, whose units lead to classes of words.
//!
//! All numbers are little-endian. A header, a code of 16 bits for every character of the basic plane, the classes,
//! the units. Nothing is unpacked but the classes, some ten thousand; codes and units are read where they lie.

use super::{Attrs, Pos};
use crate::error::{Error, Kind};
use std::sync::LazyLock;

pub(super) const MAGIC: &[u8; 8] = b"DJWORDS\0";
pub(super) const VERSION: u32 = 1;
/// Magic, version, number of classes, number of units, checksum of what follows, all frequencies together.
pub(super) const HEADER: usize = 32;
/// Characters with a code of their own in the table.
pub(super) const CODES: usize = 1 << 16;
/// How many classes there can be.
const CLASSES: usize = 1 << 16;
/// Bytes of a class: logarithm of the frequency, frequency, attributes, part of speech, whether it is a word.
pub(super) const CLASS: usize = 16;

// The codes below the dictionary's own. A code below `FIRST_INSIDE` is that of a character that no word of the
// dictionary goes across. A class of the same number says what such a character is as a word.
/// A sign, outside.
pub(super) const OUTSIDE_MARK: u16 = 0;
/// A letter that is neither Chinese nor ASCII, outside.
pub(super) const OUTSIDE_OTHER: u16 = 1;
/// A masked character, outside.
pub(super) const OUTSIDE_MASK: u16 = 2;
/// A sign that may stand in a word.
pub(super) const INSIDE_MARK: u16 = 3;
/// A Chinese character that stands in no word.
pub(super) const INSIDE_OTHER: u16 = 4;
/// The digits, then the letters of ASCII.
pub(super) const FIRST_ASCII: u16 = 5;
pub(super) const FIRST_OTHER: u16 = FIRST_ASCII + 62;
pub(crate) const FIRST_INSIDE: u16 = INSIDE_MARK;
/// The part of speech of a character alone, by the codes up to `INSIDE_OTHER`.
pub(super) const ALONE: [Pos; 5] = [Pos::Punctuation, Pos::Other, Pos::Mask, Pos::Punctuation, Pos::Other];

/// Whether a code is that of a digit or a letter of ASCII.
pub(crate) const fn is_ascii_code(code: u16) -> bool {
    code >= FIRST_ASCII && code < FIRST_OTHER
}

/// Whether a code is that of a character that stands in words, or of a digit or letter of ASCII.
pub(crate) const fn is_known_code(code: u16) -> bool {
    code >= FIRST_ASCII
}

/// A unit of the double array: the place of the parent (24 bits), where the children begin (24), the class of the
/// word that ends here (16; 0 = none).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit(pub(super) u64);

impl Unit {
    /// A free place: no parent stands there.
    pub(super) const FREE: Self = Self(LAST_PLACE as u64);

    #[cfg(any(test, feature = "train"))]
    pub(super) const fn new(parent: u32, base: u32, class: u16) -> Self {
        Self(parent as u64 | (base as u64) << 24 | (class as u64) << 48)
    }

    const fn parent(self) -> u32 {
        self.0 as u32 & LAST_PLACE
    }

    /// Where the children begin; 0 = there are none.
    const fn base(self) -> u32 {
        (self.0 >> 24) as u32 & LAST_PLACE
    }
}

/// The last place that a unit can name.
pub(super) const LAST_PLACE: u32 = 0xff_ffff;

/// A beginning of words, in the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    place: u32,
    unit: Unit,
}

impl Node {
    /// The class of the word that ends here; 0 = none.
    #[inline]
    pub(crate) const fn class(self) -> u16 {
        (self.unit.0 >> 48) as u16
    }
}

/// What is known of the words of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Info {
    pub(crate) pos: Pos,
    pub(crate) attrs: Attrs,
}

/// The dictionary.
#[derive(Debug)]
pub(crate) struct Dictionary {
    codes: &'static [[u8; 2]],
    units: &'static [[u8; 8]],
    classes: &'static [[u8; CLASS]],
    /// By class: the logarithm of the frequency; not a number where it is the class of no words. As long as there can
    /// be classes, so that a class is always a place in it.
    logs: Box<[f64; CLASSES]>,
    infos: Box<[Info; CLASSES]>,
    /// All frequencies together.
    pub(crate) total: u64,
}

static BYTES: &[u8] = include_bytes!("../../data/model/words.bin");

static BUNDLED: LazyLock<Result<Dictionary, Error>> = LazyLock::new(|| Dictionary::read(BYTES));

impl Dictionary {
    /// The bundled dictionary, made once.
    pub(crate) fn bundled() -> Result<&'static Self, Error> {
        BUNDLED.as_ref().map_err(Clone::clone)
    }

    /// Uses a table in place. Sizes and classes are checked, units where they are read.
    pub(super) fn read(bytes: &'static [u8]) -> Result<Self, Error> {
        let problem = |text: &str| Error::new(Kind::Model(format!("words: {text}")));
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(|| problem("it does not begin as one"))?;
        let (&[a, b, c, d, e, f], rest) = rest
            .as_chunks::<4>()
            .0
            .first_chunk::<6>()
            .and_then(|head| Some((head, rest.get(HEADER - MAGIC.len()..)?)))
            .ok_or_else(|| problem("it is cut off"))?;
        let [version, classes, units] = [a, b, c].map(u32::from_le_bytes);
        let total = u64::from(u32::from_le_bytes(e)) | u64::from(u32::from_le_bytes(f)) << 32;
        let _checksum = d;
        if version != VERSION {
            return Err(problem(&format!("version {version}, wanted {VERSION}")));
        }
        let (classes, units) = (classes as usize, units as usize);
        if rest.len() != CODES * 2 + classes * CLASS + units * 8 || classes < ALONE.len() {
            return Err(problem("its parts are not as long as it says"));
        }
        let (codes, rest) = rest.split_at(CODES * 2);
        let (classes, units) = rest.split_at(classes * CLASS);
        let (codes, classes, units) =
            (codes.as_chunks().0, classes.as_chunks::<CLASS>().0, units.as_chunks().0);
        let mut logs = Vec::with_capacity(CLASSES);
        let mut infos = Vec::with_capacity(CLASSES);
        for row in classes {
            let &[l0, l1, l2, l3, l4, l5, l6, l7, _, _, _, _, a0, a1, pos, word] = row;
            let pos = *Pos::ALL.get(usize::from(pos)).ok_or_else(|| problem("unknown part of speech"))?;
            let log = f64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7]);
            logs.push(if word == 0 { f64::NAN } else { log });
            infos.push(Info { pos, attrs: Attrs::from_le_bytes([a0, a1]) });
        }
        logs.resize(CLASSES, f64::NAN);
        infos.resize(CLASSES, Info { pos: Pos::Other, attrs: 0 });
        let too_many = || problem("too many classes");
        let logs = logs.into_boxed_slice().try_into().map_err(|_| too_many())?;
        let infos = infos.into_boxed_slice().try_into().map_err(|_| too_many())?;
        Ok(Self { codes, units, classes, logs, infos, total })
    }

    /// The code of a character.
    #[inline]
    pub(crate) fn code(&self, c: char) -> u16 {
        match self.codes.get(c as usize) {
            Some(&code) => u16::from_le_bytes(code),
            None => far_code(c),
        }
    }

    /// The node of the words that begin with a code; one without class and children where there is none.
    #[inline]
    pub(crate) fn first(&self, code: u16) -> Node {
        // The root's children stand at their codes, and no others do.
        let place = u32::from(code);
        Node { place, unit: self.unit(place).unwrap_or(Unit::FREE) }
    }

    /// The node that a code leads to from another.
    #[inline]
    pub(crate) fn next(&self, node: Node, code: u16) -> Option<Node> {
        // Without children the base is 0, where only those of the root are, whose parent is another.
        let place = node.unit.base() + u32::from(code);
        let unit = self.unit(place)?;
        (unit.parent() == node.place).then_some(Node { place, unit })
    }

    #[inline]
    fn unit(&self, place: u32) -> Option<Unit> {
        Some(Unit(u64::from_le_bytes(*self.units.get(place as usize)?)))
    }

    /// The class of a word, 0 where there is none.
    pub(crate) fn class(&self, codes: impl IntoIterator<Item = u16>) -> u16 {
        let mut codes = codes.into_iter();
        let mut node = codes.next().filter(|&code| code >= FIRST_INSIDE).map(|code| self.first(code));
        for code in codes {
            node = node.and_then(|node| self.next(node, code));
        }
        node.map_or(0, Node::class)
    }

    /// What is known of a word, whether a text can hold it as one or not.
    pub(crate) fn attrs(&self, word: impl IntoIterator<Item = char>) -> Attrs {
        match self.class(word.into_iter().map(|c| self.code(c))) {
            0 => 0,
            class => self.info(class).attrs,
        }
    }

    /// What is known of the words of a class.
    #[inline]
    pub(crate) fn info(&self, class: u16) -> Info {
        self.infos[usize::from(class)]
    }

    /// The logarithm of the frequency of a class; not a number where it is the class of no words.
    #[inline]
    pub(crate) fn log(&self, class: u16) -> f64 {
        self.logs[usize::from(class)]
    }

    /// The frequency of the words of a class; none where it is the class of no words.
    pub(crate) fn frequency(&self, class: u16) -> Option<u64> {
        let row = self.classes.get(usize::from(class))?;
        let &[_, _, _, _, _, _, _, _, f0, f1, f2, f3, _, _, _, word] = row;
        (word != 0).then(|| u64::from(u32::from_le_bytes([f0, f1, f2, f3])))
    }
}

/// The code of a character beyond the basic plane, or of one that the table is made for.
pub(super) fn far_code(c: char) -> u16 {
    match (is_inside(c), c.is_alphanumeric()) {
        _ if c == '*' => OUTSIDE_MASK,
        (true, true) => INSIDE_OTHER,
        (true, false) => INSIDE_MARK,
        (false, true) => OUTSIDE_OTHER,
        (false, false) => OUTSIDE_MARK,
    }
}

/// Whether words go across a character: Chinese characters, letters and digits of ASCII, and some signs, as in jieba.
#[cfg_attr(not(feature = "train"), expect(unreachable_pub, reason = "only who makes the table asks"))]
pub const fn is_inside(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}'
        | '0'..='9' | 'A'..='Z' | 'a'..='z' | '+' | '#' | '&' | '.' | '_' | '%' | '-'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}'
        | '\u{2A700}'..='\u{2EBEF}'
        | '\u{2F800}'..='\u{2FA1F}')
}
