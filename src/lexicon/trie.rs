//! A few hundred words, looked for at a place of a text, forwards or backwards.

use rustc_hash::FxHashMap;

/// Words with something known of each. Which way they are read is the caller's choice, for the words and for
/// the text alike.
#[derive(Debug)]
pub(crate) struct Trie<T> {
    /// Bits of the first characters: most places need no look-up.
    first: Box<[u64; 1024]>,
    /// Node and character → node.
    nodes: FxHashMap<(u16, char), u16>,
    /// What is known of the word that is complete at a node.
    complete: Vec<Option<T>>,
}

impl<T: Copy> Trie<T> {
    /// Gathers words; of equal ones the first counts, and so do the first 65,535 nodes.
    pub(crate) fn new<W: Iterator<Item = char>>(words: impl Iterator<Item = (W, T)>) -> Self {
        let mut new = Self { first: Box::new([0; 1024]), nodes: FxHashMap::default(), complete: vec![None] };
        for (word, value) in words {
            let mut node = 0;
            for c in word {
                if node == 0
                    && let Some(bits) = new.first.get_mut(c as usize / 64)
                {
                    *bits |= 1 << (c as u32 % 64);
                }
                let Ok(fresh) = u16::try_from(new.complete.len()) else { return new };
                node = *new.nodes.entry((node, c)).or_insert(fresh);
                if node == fresh {
                    new.complete.push(None);
                }
            }
            let known = &mut new.complete[usize::from(node)];
            *known = known.or(Some(value));
        }
        new
    }

    /// The words that a text begins with, the shortest first, each with its length.
    #[inline]
    pub(crate) fn along<'a>(
        &'a self,
        text: impl Iterator<Item = &'a char> + 'a,
    ) -> impl Iterator<Item = (usize, T)> + 'a {
        let mut rest = text;
        let (mut node, mut len) = (0, 0);
        std::iter::from_fn(move || {
            loop {
                let &c = rest.next()?;
                if len == 0
                    && self.first.get(c as usize / 64).is_none_or(|bits| bits >> (c as u32 % 64) & 1 == 0)
                {
                    return None;
                }
                node = *self.nodes.get(&(node, c))?;
                len += 1;
                if let Some(value) = self.complete[usize::from(node)] {
                    return Some((len, value));
                }
            }
        })
    }

    /// The longest word that a text begins with, with its length.
    #[inline]
    pub(crate) fn longest<'a>(&'a self, text: impl Iterator<Item = &'a char> + 'a) -> Option<(usize, T)> {
        self.along(text).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_all_words_at_a_place() {
        let trie = Trie::new(
            ["支部", "党支部", "部", "党支部"].into_iter().zip(0..).map(|(w, i)| (w.chars().rev(), i)),
        );
        let text: Vec<char> = "村党支部".chars().collect();
        assert_eq!(trie.along(text.iter().rev()).collect::<Vec<_>>(), [(1, 2), (2, 0), (3, 1)]);
        assert_eq!(trie.longest(text[..2].iter().rev()), None);
    }
}
