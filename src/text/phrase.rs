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
    /// Bits of mixes of their first two characters: most places are passed over without a look-up.
    pairs: Box<[u64; 256]>,
}

impl<T: Copy> Phrases<T> {
    /// Gathers phrases; empty ones are left out.
    pub(crate) fn new(items: impl Iterator<Item = (Box<[char]>, T)>) -> Self {
        let mut heads: FxHashMap<(char, char), Bucket<T>> = FxHashMap::default();
        let mut single = false;
        let mut bits = Box::new([0; 1024]);
        let mut pairs = Box::new([0; 256]);
        for (phrase, value) in items {
            let Some(&first) = phrase.first() else { continue };
            let second = phrase.get(1).copied().unwrap_or('\0');
            single |= second == '\0';
            if let Some(word) = bits.get_mut(first as usize / 64) {
                *word |= 1 << (first as u32 % 64);
            }
            let (word, bit) = mix(first, second);
            pairs[word] |= bit;
            heads.entry((first, second)).or_default().push((phrase, value));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for phrases in heads.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { heads, single, first: bits, pairs }
    }

    /// Whether a phrase begins with the character.
    #[inline]
    fn begins(&self, first: char) -> bool {
        self.first.get(first as usize / 64).is_some_and(|word| word >> (first as u32 % 64) & 1 == 1)
    }

    /// The longest phrase at the start of `text`, with its length.
    #[inline]
    pub(crate) fn at(&self, text: &[char]) -> Option<(T, usize)> {
        let &first = text.first()?;
        if self.begins(first) { self.beginning(first, text) } else { None }
    }

    /// The longest phrase at the start of `text`, whose first character begins some.
    fn beginning(&self, first: char, text: &[char]) -> Option<(T, usize)> {
        let second = text.get(1).copied().unwrap_or('\0');
        let (word, bit) = mix(first, second);
        let long = if self.pairs[word] & bit == 0 {
            None
        } else {
            self.heads.get(&(first, second)).and_then(|phrases| fitting(phrases, text))
        };
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
            while let Some(ahead) = text.get(i..)?.iter().position(|&c| self.begins(c)) {
                i += ahead;
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

/// Word and bit of a pair of characters in a table of 2^14 bits.
fn mix(first: char, second: char) -> (usize, u64) {
    let hash = (first as u32).wrapping_mul(0x9e37_79b1) ^ (second as u32).wrapping_mul(0x85eb_ca6b);
    let hash = hash >> 18;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

fn fitting<T: Copy>(phrases: &[(Box<[char]>, T)], text: &[char]) -> Option<(T, usize)> {
    phrases
        .iter()
        .find(|(phrase, _)| text.starts_with(phrase))
        .map(|&(ref phrase, value)| (value, phrase.len()))
}
