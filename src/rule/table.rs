//! Tables of words: read once, looked up by the longest that stands at a place.

use crate::lexicon::Trie;

/// Characters of the basic plane as one bit each: the cheap question before a dear one.
#[derive(Debug)]
pub(crate) struct CharSet(Box<[u64; 1024]>);

impl CharSet {
    /// The set of these characters; those beyond the basic plane are left out.
    pub(crate) fn new(chars: impl IntoIterator<Item = char>) -> Self {
        let mut bits = Box::new([0u64; 1024]);
        for c in chars {
            if let Some(word) = bits.get_mut(c as usize >> 6) {
                *word |= 1 << (c as u32 & 63);
            }
        }
        Self(bits)
    }

    /// Whether the set holds the character.
    #[inline]
    pub(crate) fn has(&self, c: char) -> bool {
        self.0.get(c as usize >> 6).is_some_and(|word| word >> (c as u32 & 63) & 1 == 1)
    }
}

/// Characters of the basic plane as one byte each, to look a whole text through: more room than a [`CharSet`], and half
/// the steps a character.
#[derive(Debug)]
pub(crate) struct Triggers(Box<[bool]>);

impl Triggers {
    /// The set of these characters; those beyond the basic plane are left out.
    pub(crate) fn new(chars: impl IntoIterator<Item = char>) -> Self {
        let mut table = vec![false; 1 << 16].into_boxed_slice();
        for c in chars {
            if let Some(slot) = table.get_mut(c as usize) {
                *slot = true;
            }
        }
        Self(table)
    }

    /// Whether the set holds the character.
    #[inline]
    pub(crate) fn has(&self, c: char) -> bool {
        self.0.get(c as usize).copied().unwrap_or(false)
    }

    /// The next place, from `at` on, of a character of the set.
    #[inline]
    pub(crate) fn next(&self, chars: &[char], at: usize) -> Option<usize> {
        let table = &*self.0;
        let rest = chars.get(at..)?;
        let ahead = rest.iter().position(|c| table.get(*c as usize).copied().unwrap_or(false))?;
        Some(at + ahead)
    }
}

/// Pairs of characters, mixed into one bit each: what it does not hold is not there, what it holds mostly is.
#[derive(Debug)]
pub(crate) struct PairSet(Box<[u64; 1024]>);

impl PairSet {
    /// The set of these pairs.
    pub(crate) fn new(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut bits = Box::new([0u64; 1024]);
        for (first, second) in pairs {
            let (word, bit) = Self::place(first, second);
            bits[word] |= bit;
        }
        Self(bits)
    }

    #[inline]
    fn place(first: char, second: char) -> (usize, u64) {
        let hash = (first as u32).wrapping_mul(0x9e37_79b1) ^ (second as u32).wrapping_mul(0x85eb_ca6b);
        ((hash >> 22) as usize, 1 << (hash >> 16 & 63))
    }

    /// Whether the set may hold the pair.
    #[inline]
    pub(crate) fn may_have(&self, first: char, second: char) -> bool {
        let (word, bit) = Self::place(first, second);
        self.0[word] & bit != 0
    }
}

/// Words with what they mean, found by the longest one that starts, or ends, at a place.
#[derive(Debug)]
pub(crate) struct Words<T> {
    forward: Trie<T>,
    backward: Trie<T>,
    heads: Vec<(char, char)>,
}

impl<T: Copy> Words<T> {
    /// From words and values; the longest of those that fit wins, and of equal ones the first.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let words: Vec<(&str, T)> = words.into_iter().collect();
        Self {
            forward: Trie::new(words.iter().map(|(word, value)| (word.chars(), *value))),
            backward: Trie::new(words.iter().map(|(word, value)| (word.chars().rev(), *value))),
            heads: words
                .iter()
                .filter_map(|(word, _)| {
                    let mut chars = word.chars();
                    Some((chars.next()?, chars.next().unwrap_or('\0')))
                })
                .collect(),
        }
    }

    /// The longest word that starts at `at`, and one past its end.
    #[inline]
    pub(crate) fn starting(&self, chars: &[char], at: usize) -> Option<(usize, T)> {
        let rest = chars.get(at..)?;
        if !self.forward.may_begin(rest.first().copied(), rest.get(1).copied()) {
            return None;
        }
        self.longest(rest, at)
    }

    /// The same where one may: mostly it does then.
    #[inline(never)]
    fn longest(&self, rest: &[char], at: usize) -> Option<(usize, T)> {
        let (len, value) = self.forward.longest_start(rest)?;
        Some((at + len, value))
    }

    /// All words that start at `at`, the shortest first.
    #[inline]
    pub(crate) fn all_starting<'a>(
        &'a self,
        chars: &'a [char],
        at: usize,
    ) -> impl Iterator<Item = (usize, T)> + 'a {
        let rest = chars.get(at..).unwrap_or_default();
        self.forward.starting(rest).map(move |(len, value)| (at + len, value))
    }

    /// The longest word that ends before `at` and does not start before `floor`, and its start.
    #[inline]
    pub(crate) fn ending(&self, chars: &[char], floor: usize, at: usize) -> Option<(usize, T)> {
        let (len, value) = self.backward.longest_end(chars.get(floor..at)?)?;
        Some((at - len, value))
    }

    /// Whether a word starts with the character.
    #[inline]
    pub(crate) fn begins(&self, c: char) -> bool {
        self.forward.begins(c)
    }

    /// The first characters of the words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = char> + '_ {
        self.heads.iter().map(|head| head.0)
    }

    /// The first two characters of the words; the second of a word of one is `'\0'`.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (char, char)> + '_ {
        self.heads.iter().copied()
    }
}
