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

/// Words with what they mean, found by the longest one that starts, or ends, at a place.
#[derive(Debug)]
pub(crate) struct Words<T> {
    forward: FxHashMap<char, Vec<(Box<[char]>, T)>>,
    backward: FxHashMap<char, Vec<(Box<[char]>, T)>>,
}

impl<T: Copy> Words<T> {
    /// From words and values; the longest of those that fit wins.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut forward: FxHashMap<char, Vec<(Box<[char]>, T)>> = FxHashMap::default();
        let mut backward: FxHashMap<char, Vec<(Box<[char]>, T)>> = FxHashMap::default();
        for (word, value) in words {
            let chars: Box<[char]> = word.chars().collect();
            let (Some(&first), Some(&last)) = (chars.first(), chars.last()) else { continue };
            forward.entry(first).or_default().push((chars.clone(), value));
            backward.entry(last).or_default().push((chars, value));
        }
        let mut out = Self { forward, backward };
        for list in out.forward.values_mut().chain(out.backward.values_mut()) {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        out
    }

    /// The longest word that starts at `at`, and one past its end.
    pub(crate) fn starting(&self, chars: &[char], at: usize) -> Option<(usize, T)> {
        let list = self.forward.get(chars.get(at)?)?;
        let rest = chars.get(at..)?;
        list.iter().find(|(word, _)| rest.starts_with(word)).map(|(word, value)| (at + word.len(), *value))
    }

    /// All words that start at `at`, the longest first.
    pub(crate) fn all_starting<'a>(
        &'a self,
        chars: &'a [char],
        at: usize,
    ) -> impl Iterator<Item = (usize, T)> + 'a {
        let rest = chars.get(at..).unwrap_or(&[]);
        let list = rest.first().and_then(|c| self.forward.get(c)).map_or(&[][..], Vec::as_slice);
        list.iter()
            .filter(move |(word, _)| rest.starts_with(word))
            .map(move |(word, value)| (at + word.len(), *value))
    }

    /// The longest word that ends before `at` and does not start before `floor`, and its start.
    pub(crate) fn ending(&self, chars: &[char], floor: usize, at: usize) -> Option<(usize, T)> {
        let list = self.backward.get(chars.get(at.checked_sub(1)?)?)?;
        let rest = chars.get(floor..at)?;
        list.iter().find(|(word, _)| rest.ends_with(word)).map(|(word, value)| (at - word.len(), *value))
    }

    /// The first characters of the words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = char> + '_ {
        self.forward.keys().copied()
    }
}
