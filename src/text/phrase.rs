//! A few hundred phrases, looked for at places of a text.

use rustc_hash::FxHashMap;

/// Phrases that begin with the same two characters.
type Bucket<T> = Vec<(Box<[char]>, T)>;

/// Phrases with something known of each.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// Phrases by their first two characters (`'\0'` stands for a missing second), longest first.
    heads: FxHashMap<(char, char), Bucket<T>>,
    single: bool,
    /// Bits of the characters that phrases begin with.
    first: Box<[u64; 1024]>,
}

impl<T: Copy> Phrases<T> {
    /// Gathers phrases; empty ones are left out.
    pub(crate) fn new(items: impl Iterator<Item = (Box<[char]>, T)>) -> Self {
        let mut heads: FxHashMap<(char, char), Bucket<T>> = FxHashMap::default();
        let mut single = false;
        let mut bits = Box::new([0; 1024]);
        for (phrase, value) in items {
            let Some(&first) = phrase.first() else { continue };
            let second = phrase.get(1).copied().unwrap_or('\0');
            single |= second == '\0';
            if let Some(word) = bits.get_mut(first as usize / 64) {
                *word |= 1 << (first as u32 % 64);
            }
            heads.entry((first, second)).or_default().push((phrase, value));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for phrases in heads.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { heads, single, first: bits }
    }

    /// The longest phrase at the start of `text`, with its length.
    pub(crate) fn at(&self, text: &[char]) -> Option<(T, usize)> {
        let &first = text.first()?;
        if self.first.get(first as usize / 64).is_none_or(|word| word >> (first as u32 % 64) & 1 == 0) {
            return None;
        }
        let second = text.get(1).copied().unwrap_or('\0');
        let long = self.heads.get(&(first, second)).and_then(|phrases| fitting(phrases, text));
        match long {
            None if self.single => self.heads.get(&(first, '\0')).and_then(|phrases| fitting(phrases, text)),
            found => found,
        }
    }

    /// The places where phrases stand, from left to right, the longest of each start, none over another:
    /// start, length, what is known of the phrase.
    pub(crate) fn find<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = (usize, usize, T)> + 'a {
        let mut i = 0;
        std::iter::from_fn(move || {
            while i < text.len() {
                let start = i;
                if let Some((value, length)) = self.at(&text[start..]) {
                    i += length;
                    return Some((start, length, value));
                }
                i += 1;
            }
            None
        })
    }
}

fn fitting<T: Copy>(phrases: &[(Box<[char]>, T)], text: &[char]) -> Option<(T, usize)> {
    phrases
        .iter()
        .find(|(phrase, _)| text.starts_with(phrase))
        .map(|&(ref phrase, value)| (value, phrase.len()))
}

/// The cells of a bundled table: its rows after the heading, without comments.
pub(crate) fn cells(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').collect())
}
