//! Tables of words: read once, looked up by the longest that stands at a place.

use rustc_hash::FxHashMap;

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

type Entries<T> = FxHashMap<char, Vec<(Box<[char]>, T)>>;

/// Words with what they mean, found by the longest one that starts, or ends, at a place.
#[derive(Debug)]
pub(crate) struct Words<T> {
    forward: Entries<T>,
    backward: Entries<T>,
    firsts: CharSet,
    lasts: CharSet,
    /// First characters of words of one character.
    single: CharSet,
    /// The first two characters of longer words, folded to one.
    pairs: CharSet,
}

/// Two characters as one of the basic plane: a sieve, which may let through what is no pair.
#[inline]
fn pair(a: char, b: char) -> char {
    let mixed = (a as u32).wrapping_mul(0x9e37) ^ (b as u32).wrapping_mul(0x85eb);
    // Below the surrogates.
    char::from_u32((mixed ^ mixed >> 15) & 0x7fff).unwrap_or('\0')
}

/// Whether `rest` starts with `word`; the first character is known to be the same.
#[inline]
fn stands(word: &[char], rest: &[char]) -> bool {
    let mut i = 1;
    while i < word.len() {
        if word.get(i) != rest.get(i) {
            return false;
        }
        i += 1;
    }
    true
}

impl<T: Copy> Words<T> {
    /// From words and values; the longest of those that fit wins.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let (mut forward, mut backward): (Entries<T>, Entries<T>) =
            (FxHashMap::default(), FxHashMap::default());
        let (mut single, mut pairs) = (Vec::new(), Vec::new());
        for (word, value) in words {
            let chars: Box<[char]> = word.chars().collect();
            let (Some(&first), Some(&last)) = (chars.first(), chars.last()) else { continue };
            match chars.get(1) {
                Some(&second) => pairs.push(pair(first, second)),
                None => single.push(first),
            }
            forward.entry(first).or_default().push((chars.clone(), value));
            backward.entry(last).or_default().push((chars, value));
        }
        let firsts = CharSet::new(forward.keys().copied());
        let lasts = CharSet::new(backward.keys().copied());
        let mut out = Self {
            forward,
            backward,
            firsts,
            lasts,
            single: CharSet::new(single),
            pairs: CharSet::new(pairs),
        };
        for list in out.forward.values_mut().chain(out.backward.values_mut()) {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        out
    }

    /// The longest word that starts at `at`, and one past its end.
    #[inline]
    pub(crate) fn starting(&self, chars: &[char], at: usize) -> Option<(usize, T)> {
        let rest = chars.get(at..)?;
        if self.may_start(rest) { self.longest(rest, at) } else { None }
    }

    /// Whether a word may start so; mostly it does then.
    #[inline]
    fn may_start(&self, rest: &[char]) -> bool {
        let Some(&c) = rest.first() else { return false };
        self.firsts.has(c) && (self.single.has(c) || rest.get(1).is_some_and(|&d| self.pairs.has(pair(c, d))))
    }

    fn longest(&self, rest: &[char], at: usize) -> Option<(usize, T)> {
        let list = self.forward.get(rest.first()?)?;
        list.iter().find(|(word, _)| stands(word, rest)).map(|(word, value)| (at + word.len(), *value))
    }

    /// All words that start at `at`, the longest first.
    pub(crate) fn all_starting<'a>(
        &'a self,
        chars: &'a [char],
        at: usize,
    ) -> impl Iterator<Item = (usize, T)> + 'a {
        let rest = chars.get(at..).unwrap_or(&[]);
        let list = match rest.first() {
            Some(c) if self.may_start(rest) => self.forward.get(c).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        list.iter()
            .filter(move |(word, _)| stands(word, rest))
            .map(move |(word, value)| (at + word.len(), *value))
    }

    /// The longest word that ends before `at` and does not start before `floor`, and its start.
    pub(crate) fn ending(&self, chars: &[char], floor: usize, at: usize) -> Option<(usize, T)> {
        let last = chars.get(at.checked_sub(1)?)?;
        if !self.lasts.has(*last) {
            return None;
        }
        let list = self.backward.get(last)?;
        let rest = chars.get(floor..at)?;
        list.iter().find(|(word, _)| rest.ends_with(word)).map(|(word, value)| (at - word.len(), *value))
    }

    /// Whether a word starts with the character.
    pub(crate) fn begins(&self, c: char) -> bool {
        self.firsts.has(c)
    }

    /// The first characters of the words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = char> + '_ {
        self.forward.keys().copied()
    }
}
