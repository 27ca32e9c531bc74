//! From raw text to a document that can be read: lines with their role, broken lines joined, characters
//! folded, every position leading back to the raw text.

mod fold;

pub use fold::fold;

use crate::span::Span;

/// What a block of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline of the report (also its lines above and below).
    Title,
    /// Place and date, or source and date, as a line of its own.
    Dateline,
    /// Reporters, editors, sources.
    Byline,
    /// Text under a picture.
    Caption,
    /// A heading between paragraphs.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A paragraph.
    Body,
    /// What portals, download sites and apps put around and between: not part of the report.
    Boilerplate,
}

/// A run of text that is read as one: a paragraph, a heading, an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Its positions, without the separator that follows.
    pub span: Span,
    /// What it is.
    pub role: Role,
}

/// A place in the raw text, in both units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RawSpan {
    /// First character (Unicode scalar value).
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// First byte.
    pub start_byte: usize,
    /// One past the last byte.
    pub end_byte: usize,
}

/// A report as it is read.
///
/// The *reading view* is a sequence of folded characters, [`chars`](Document::chars): blocks parted by
/// `'\n'`, and no other line end. What was dropped on the way (a line end inside a sentence, a blank
/// between two Chinese characters, a pinyin gloss) does not stand in the view; each position of the view
/// knows its place in the raw text.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    raw: &'t str,
    chars: Vec<char>,
    /// For each position: the raw character's index and byte offset.
    origin: Vec<(u32, u32)>,
    blocks: Vec<Block>,
    /// Sentences of all blocks that are not boilerplate, in order.
    sentences: Vec<Span>,
}

impl<'t> Document<'t> {
    /// Reads raw text. Any text is a document; linear in its length.
    pub fn read(raw: &'t str) -> Self {
        let mut doc =
            Self { raw, chars: Vec::new(), origin: Vec::new(), blocks: Vec::new(), sentences: Vec::new() };
        let mut start = 0;
        for (index, (byte, c)) in raw.char_indices().enumerate() {
            if c == '\n' {
                doc.close_block(start);
                start = doc.chars.len() + 1;
                doc.push('\n', index, byte);
            } else {
                doc.push(fold(c), index, byte);
            }
        }
        doc.close_block(start);
        doc.split_sentences();
        doc
    }

    fn push(&mut self, c: char, index: usize, byte: usize) {
        self.chars.push(c);
        self.origin.push((index as u32, byte as u32));
    }

    fn close_block(&mut self, start: usize) {
        let span = Span::new(start, self.chars.len());
        if !span.is_empty() {
            self.blocks.push(Block { span, role: Role::Body });
        }
    }

    fn split_sentences(&mut self) {
        for block in &self.blocks {
            if block.role == Role::Boilerplate {
                continue;
            }
            let mut start = block.span.start;
            let mut i = start;
            while i < block.span.end {
                let c = self.chars[i];
                i += 1;
                if matches!(c, '。' | '!' | '?' | ';') {
                    while i < block.span.end && matches!(self.chars[i], '”' | '’' | '」' | '』' | ')' | '"')
                    {
                        i += 1;
                    }
                    self.sentences.push(Span::new(start, i));
                    start = i;
                }
            }
            if start < block.span.end {
                self.sentences.push(Span::new(start, block.span.end));
            }
        }
    }

    /// The raw text.
    pub fn raw(&self) -> &'t str {
        self.raw
    }

    /// The reading view.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The folded characters of a span.
    pub fn slice(&self, span: Span) -> &[char] {
        &self.chars[span.start..span.end]
    }

    /// The folded text of a span.
    pub fn text(&self, span: Span) -> String {
        self.slice(span).iter().collect()
    }

    /// The text of a span as a name: the raw characters without what the reading view dropped.
    pub fn name(&self, span: Span) -> String {
        self.origin[span.start..span.end]
            .iter()
            .filter_map(|&(_, byte)| self.raw.get(byte as usize..).and_then(|s| s.chars().next()))
            .collect()
    }

    /// Blocks in the order of the text.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Sentences in the order of the text; none crosses a block.
    pub fn sentences(&self) -> &[Span] {
        &self.sentences
    }

    /// Where a span stands in the raw text.
    pub fn raw_span(&self, span: Span) -> RawSpan {
        let (start, start_byte) = self.origin[span.start];
        let (last, last_byte) = self.origin[span.end.max(span.start + 1) - 1];
        let width =
            self.raw.get(last_byte as usize..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8);
        RawSpan {
            start: start as usize,
            end: last as usize + 1,
            start_byte: start_byte as usize,
            end_byte: last_byte as usize + width,
        }
    }
}
