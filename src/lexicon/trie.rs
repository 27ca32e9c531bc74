//! A few hundred words, looked for at a place of a text, forwards or backwards.

/// Words with something known of each. They are read forwards or backwards: the caller says which, for the
/// words and for the text alike.
#[derive(Debug)]
pub(crate) struct Trie<T> {
    /// Bits of the characters that words begin with, and of those that are a word: most places need no more.
    first: Box<[u64; 1024]>,
    single: Box<[u64; 1024]>,
    /// Bits of mixes of the words' first two characters.
    pairs: Box<[u64; 256]>,
    /// Node and character, with the node that follows; a table with open addresses.
    cells: Vec<(u32, u16)>,
    /// What is known of the word that is complete at a node.
    complete: Vec<Option<T>>,
}

/// The key of an empty cell: no node has this number.
const EMPTY: u32 = u32::MAX;

/// A set of characters of the first plane: whether one is in it is one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CharSet([u64; 1024]);

impl CharSet {
    /// The characters of some lists.
    pub(crate) const fn new(lists: &[&[char]]) -> Self {
        let mut bits = [0; 1024];
        let mut i = 0;
        while i < lists.len() {
            let mut j = 0;
            while j < lists[i].len() {
                let c = lists[i][j] as usize;
                bits[c / 64] |= 1 << (c % 64);
                j += 1;
            }
            i += 1;
        }
        Self(bits)
    }

    /// Whether a character is in it.
    #[inline]
    pub(crate) fn has(&self, c: char) -> bool {
        bit(&self.0, c)
    }
}

#[inline]
fn bit(bits: &[u64; 1024], c: char) -> bool {
    bits.get(c as usize / 64).is_some_and(|word| word >> (c as u32 % 64) & 1 != 0)
}

/// Word and bit of a pair of characters in a table of 2^14 bits.
#[inline]
fn pair(first: char, second: char) -> (usize, u64) {
    let hash = (first as u32).wrapping_mul(0x9e37_79b1) ^ (second as u32).wrapping_mul(0x85eb_ca6b);
    ((hash >> 24) as usize, 1 << (hash >> 18 & 63))
}

impl<T: Copy> Trie<T> {
    /// Gathers words; of equal ones the first counts. Characters outside the first plane, and words beyond
    /// 65,534 nodes, are not found.
    pub(crate) fn new<W: Iterator<Item = char>>(words: impl Iterator<Item = (W, T)>) -> Self {
        let mut edges: Vec<(u32, u16)> = Vec::new();
        let mut new = Self {
            first: Box::new([0; 1024]),
            single: Box::new([0; 1024]),
            pairs: Box::new([0; 256]),
            cells: vec![(EMPTY, 0); 16],
            complete: vec![None],
        };
        for (word, value) in words {
            let (mut node, mut len, mut before) = (0u16, 0, '\0');
            for c in word {
                let (Ok(low), Ok(fresh)) = (u16::try_from(c as u32), u16::try_from(new.complete.len()))
                else {
                    break;
                };
                if fresh == u16::MAX {
                    break;
                }
                match len {
                    0 => new.first[c as usize / 64] |= 1 << (c as u32 % 64),
                    1 => {
                        let (word, bit) = pair(before, c);
                        new.pairs[word] |= bit;
                    }
                    _ => {}
                }
                node = new.child(node, c).unwrap_or_else(|| {
                    edges.push((u32::from(node) << 16 | u32::from(low), fresh));
                    new.complete.push(None);
                    new.place(&edges);
                    fresh
                });
                (len, before) = (len + 1, c);
            }
            if len == 1 {
                new.single[before as usize / 64] |= 1 << (before as u32 % 64);
            }
            let known = &mut new.complete[usize::from(node)];
            *known = known.or(Some(value));
        }
        new
    }

    /// Puts the last edge into the table, and all of them into a larger one where it is half full.
    fn place(&mut self, edges: &[(u32, u16)]) {
        let mut from = edges.len() - 1;
        if edges.len() * 2 > self.cells.len() {
            self.cells = vec![(EMPTY, 0); self.cells.len() * 2];
            from = 0;
        }
        for &(key, node) in &edges[from..] {
            let mut at = self.home(key);
            while self.cells[at].0 != EMPTY {
                at = (at + 1) & (self.cells.len() - 1);
            }
            self.cells[at] = (key, node);
        }
    }

    #[inline]
    fn home(&self, key: u32) -> usize {
        (key.wrapping_mul(0x9e37_79b1) >> 12) as usize & (self.cells.len() - 1)
    }

    #[inline]
    fn child(&self, node: u16, c: char) -> Option<u16> {
        let low = u16::try_from(c as u32).ok()?;
        let key = u32::from(node) << 16 | u32::from(low);
        let mut at = self.home(key);
        loop {
            match self.cells[at] {
                (found, next) if found == key => return Some(next),
                (EMPTY, _) => return None,
                _ => at = (at + 1) & (self.cells.len() - 1),
            }
        }
    }

    /// Whether a word begins with the character.
    #[inline]
    pub(crate) fn begins(&self, c: char) -> bool {
        bit(&self.first, c)
    }

    /// Whether a word may begin so; mostly it does then.
    #[inline]
    pub(crate) fn may_begin(&self, first: Option<char>, second: Option<char>) -> bool {
        let Some(first) = first.filter(|&c| bit(&self.first, c)) else { return false };
        let (word, mask) = pair(first, second.unwrap_or('\0'));
        self.pairs[word] & mask != 0 || bit(&self.single, first)
    }

    #[inline]
    fn walk<'a>(
        &'a self,
        text: impl Fn(usize) -> Option<char> + 'a,
    ) -> impl Iterator<Item = (usize, T)> + 'a {
        let (mut node, mut len) = (0, 0);
        let mut open = self.may_begin(text(0), text(1));
        std::iter::from_fn(move || {
            if !open {
                return None;
            }
            while let Some(next) = text(len).and_then(|c| self.child(node, c)) {
                node = next;
                len += 1;
                if let Some(value) = self.complete[usize::from(node)] {
                    return Some((len, value));
                }
            }
            open = false;
            None
        })
    }

    /// The words that a text begins with, the shortest first, each with its length.
    #[inline]
    pub(crate) fn starting<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = (usize, T)> + 'a {
        self.walk(|i| text.get(i).copied())
    }

    /// The words (gathered backwards) that a text ends with, the shortest first, each with its length.
    #[inline]
    pub(crate) fn ending<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = (usize, T)> + 'a {
        self.walk(|i| text.get(text.len().wrapping_sub(i + 1)).copied())
    }

    /// The longest word that a text begins with, with its length.
    #[inline]
    pub(crate) fn longest_start(&self, text: &[char]) -> Option<(usize, T)> {
        self.starting(text).last()
    }

    /// The longest word (gathered backwards) that a text ends with, with its length.
    #[inline]
    pub(crate) fn longest_end(&self, text: &[char]) -> Option<(usize, T)> {
        self.ending(text).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn ok_all_words_at_a_place() {
        let words = ["支部", "党支部", "部", "党支部"];
        let back = Trie::new(words.iter().zip(0..).map(|(w, i)| (w.chars().rev(), i)));
        let text = chars("村党支部");
        assert_eq!(back.ending(&text).collect::<Vec<_>>(), [(1, 2), (2, 0), (3, 1)]);
        assert_eq!(back.longest_end(&text[..3]), None);
        assert_eq!(back.longest_end(&[]), None);
        let trie = Trie::new(words.iter().zip(0..).map(|(w, i)| (w.chars(), i)));
        assert_eq!(trie.longest_start(&text[1..]), Some((3, 1)));
        assert_eq!(trie.longest_start(&chars("部")), Some((1, 2)));
        assert_eq!(trie.longest_start(&chars("党部")), None);
    }

    #[test]
    fn ok_many_words_grow_the_table() {
        let all: Vec<String> =
            ('一'..'七').flat_map(|a| ('木'..'术').map(move |b| format!("{a}{b}甲"))).collect();
        let trie = Trie::new(all.iter().enumerate().map(|(i, w)| (w.chars(), i)));
        for (i, word) in all.iter().enumerate() {
            assert_eq!(trie.longest_start(&chars(word)), Some((3, i)));
        }
    }
}
