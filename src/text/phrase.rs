//! A few hundred phrases, looked for at places of a text.

use rustc_hash::FxHashMap;

/// Phrases with something known of each.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// Phrases by their first two characters (`'\0'` stands for a missing second), longest first.
    heads: FxHashMap<(char, char), Vec<(Box<[char]>, T)>>,
    single: bool,
}

impl<T: Copy> Phrases<T> {
    /// Gathers phrases; empty ones are left out.
    pub(crate) fn new(items: impl Iterator<Item = (Box<[char]>, T)>) -> Self {
        let mut heads: FxHashMap<(char, char), Vec<(Box<[char]>, T)>> = FxHashMap::default();
        let mut single = false;
        for (phrase, value) in items {
            let Some(&first) = phrase.first() else { continue };
            let second = phrase.get(1).copied().unwrap_or('\0');
            single |= second == '\0';
            heads.entry((first, second)).or_default().push((phrase, value));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for phrases in heads.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { heads, single }
    }

    /// The longest phrase at the start of `text`, with its length.
    pub(crate) fn at(&self, text: &[char]) -> Option<(T, usize)> {
        let &first = text.first()?;
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
