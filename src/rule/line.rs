//! A block of the text, read without fear of its ends.

/// A block of the text: positions outside of it read as `'\0'`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) chars: &'a [char],
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Line<'_> {
    /// The character at a place.
    pub(crate) fn at(&self, i: usize) -> char {
        if i >= self.start && i < self.end { self.chars.get(i).copied().unwrap_or('\0') } else { '\0' }
    }

    /// The character before a place.
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
        if word.chars().next_back() != Some(self.before(at)) {
            return false;
        }
        let len = word.chars().count();
        at >= self.start + len && self.word(at - len, word) == Some(at)
    }
}

/// Whether a character is one of some.
pub(crate) fn among(c: char, set: &str) -> bool {
    set.chars().any(|member| member == c)
}
