//! A block of the text, read without fear of its ends.

/// A block of the text: positions outside of it read as `'\0'`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// The text up to the end of the block, so that places are those of the text.
    pub(crate) chars: &'a [char],
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl<'a> Line<'a> {
    /// The block from `start` to `end`, or to the end of the text.
    pub(crate) fn new(chars: &'a [char], start: usize, end: usize) -> Self {
        let chars = chars.get(..end).unwrap_or(chars);
        Self { chars, start, end: chars.len() }
    }

    /// The character at a place.
    #[inline]
    pub(crate) fn at(&self, i: usize) -> char {
        if i >= self.start { self.chars.get(i).copied().unwrap_or('\0') } else { '\0' }
    }

    /// The character before a place.
    #[inline]
    pub(crate) fn before(&self, i: usize) -> char {
        if i > self.start { self.chars.get(i - 1).copied().unwrap_or('\0') } else { '\0' }
    }

    /// The place after blanks.
    pub(crate) fn blank(&self, mut i: usize) -> usize {
        while self.at(i) == ' ' {
            i += 1;
        }
        i
    }

    /// Whether a word stands at a place; its end.
    pub(crate) fn word(&self, i: usize, word: &str) -> Option<usize> {
        let mut end = i;
        for c in word.chars() {
            if self.at(end) != c {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Whether a word ends before a place.
    pub(crate) fn ends(&self, at: usize, word: &str) -> bool {
        if !word.ends_with(self.before(at)) {
            return false;
        }
        let len = word.chars().count();
        at >= self.start + len && self.word(at - len, word) == Some(at)
    }
}

/// Whether a character is one of those of a literal, which is taken apart when it is compiled.
macro_rules! among {
    ($c:expr, $set:literal) => {{
        const SET: [char; $crate::rule::count($set)] = $crate::rule::chars($set);
        SET.contains(&$c)
    }};
}
pub(crate) use among;

/// How many characters a literal has.
pub(crate) const fn count(set: &str) -> usize {
    let bytes = set.as_bytes();
    let (mut i, mut n) = (0, 0);
    while i < bytes.len() {
        n += (bytes[i] & 0xc0 != 0x80) as usize;
        i += 1;
    }
    n
}

/// The characters of a literal, `N` of them.
pub(crate) const fn chars<const N: usize>(set: &str) -> [char; N] {
    let bytes = set.as_bytes();
    let mut out = ['\0'; N];
    let (mut i, mut n) = (0, 0);
    while i < bytes.len() {
        // The first byte tells how many follow, with six bits each.
        let (first, more) = match bytes[i] {
            byte @ 0..0x80 => (byte, 0),
            byte @ 0..0xe0 => (byte & 0x1f, 1),
            byte @ 0..0xf0 => (byte & 0x0f, 2),
            byte => (byte & 0x07, 3),
        };
        let mut code = first as u32;
        let mut k = 1;
        while k <= more {
            code = code << 6 | (bytes[i + k] & 0x3f) as u32;
            k += 1;
        }
        if let Some(c) = char::from_u32(code) {
            out[n] = c;
        }
        i += more + 1;
        n += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn ok_characters_of_a_literal() {
        const SET: [char; super::count("a×〇𠮷\0")] = super::chars("a×〇𠮷\0");
        assert_eq!(SET, ['a', '×', '〇', '𠮷', '\0']);
        assert!(among!('〇', "一〇") && !among!('零', "一〇"));
    }
}
