//! Tables of words: read once, looked up by the longest that stands at a place.

use rustc_hash::FxHashMap;

/// The rows of a bundled table: tab-separated, `#` starts a comment line, the first row names the columns.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').collect())
}

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
}

impl<T: Copy> Words<T> {
    /// From words and values; the longest of those that fit wins.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let (mut forward, mut backward): (Entries<T>, Entries<T>) =
            (FxHashMap::default(), FxHashMap::default());
        for (word, value) in words {
            let chars: Box<[char]> = word.chars().collect();
            let (Some(&first), Some(&last)) = (chars.first(), chars.last()) else { continue };
            forward.entry(first).or_default().push((chars.clone(), value));
            backward.entry(last).or_default().push((chars, value));
        }
        let firsts = CharSet::new(forward.keys().copied());
        let lasts = CharSet::new(backward.keys().copied());
        let mut out = Self { forward, backward, firsts, lasts };
        for list in out.forward.values_mut().chain(out.backward.values_mut()) {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        out
    }

    /// The longest word that starts at `at`, and one past its end.
    pub(crate) fn starting(&self, chars: &[char], at: usize) -> Option<(usize, T)> {
        self.all_starting(chars, at).next()
    }

    /// All words that start at `at`, the longest first.
    pub(crate) fn all_starting<'a>(
        &'a self,
        chars: &'a [char],
        at: usize,
    ) -> impl Iterator<Item = (usize, T)> + 'a {
        let rest = chars.get(at..).unwrap_or(&[]);
        let list = match rest.first() {
            Some(c) if self.firsts.has(*c) => self.forward.get(c).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        list.iter()
            .filter(move |(word, _)| {
                word.len() <= rest.len() && word.iter().zip(rest).skip(1).all(|(a, b)| a == b)
            })
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
