//! From raw text to a document that can be read: lines with their role, broken lines joined, characters
//! folded, every position leading back to the raw text.

mod block;
mod boilerplate;
mod fold;
mod join;
mod label;
mod phrase;
mod role;
mod scan;
mod sentence;
mod shape;
mod tidy;

pub use fold::fold;
pub(crate) use fold::is_han;
pub(crate) use label::{Label, labels};
pub(crate) use shape::{is_letter, is_word};

use crate::span::Span;
use std::borrow::Cow;

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
/// knows its place in the raw text. (Two blocks stand side by side without a `'\n'` where boilerplate and text
/// share a line.)
///
/// ```
/// use dangjian::text::{Document, Role};
/// let doc = Document::read("两支部结对\n\n７月１日，河湾村党支部与县供电公司党\n支部签约。双方约定每季度碰一次头。\n责编:李某\n上一篇:没有了\n");
/// let roles: Vec<Role> = doc.blocks().iter().map(|block| block.role).collect();
/// assert_eq!(roles, [Role::Title, Role::Body, Role::Byline, Role::Boilerplate]);
/// // The line end inside the name is gone from the view, and is still there in the raw text.
/// assert_eq!(doc.text(doc.sentences()[1]), "7月1日,河湾村党支部与县供电公司党支部签约。");
/// let raw = doc.raw_span(doc.sentences()[1]);
/// assert_eq!(&doc.raw()[raw.start_byte..raw.end_byte], "７月１日，河湾村党支部与县供电公司党\n支部签约。");
/// ```
#[derive(Debug, Clone)]
pub struct Document<'t> {
    raw: &'t str,
    chars: Vec<char>,
    /// For each position: the raw character's index and byte offset.
    origin: Vec<(u32, u32)>,
    /// Raw byte offsets of entities with their length.
    wide: Vec<(u32, u32)>,
    blocks: Vec<Block>,
    /// Sentences of all blocks that are not boilerplate, in order.
    sentences: Vec<Span>,
    /// For each sentence the number of its block.
    homes: Vec<u32>,
    /// For each position the number of the sentence that it stands in, or [`NONE`].
    at: Vec<u32>,
}

/// The number of no sentence.
const NONE: u32 = u32::MAX;

impl<'t> Document<'t> {
    /// Reads raw text. Any text is a document; linear in its length. (Of a text of 4 GiB and more the part
    /// before that is read.)
    pub fn read(raw: &'t str) -> Self {
        let mut view = scan::scan(raw);
        let blocks = block::blocks(&mut view);
        let (mut sentences, mut homes) = (Vec::new(), Vec::new());
        for (i, block) in blocks.iter().enumerate().filter(|(_, block)| block.role != Role::Boilerplate) {
            sentence::split(&view.chars, block.span, &mut sentences);
            homes.resize(sentences.len(), i as u32);
        }
        let mut at = vec![NONE; view.chars.len()];
        for (i, sentence) in sentences.iter().enumerate() {
            at[sentence.start..sentence.end].fill(i as u32);
        }
        Self { raw, chars: view.chars, origin: view.origin, wide: view.wide, blocks, sentences, homes, at }
    }

    /// The raw text.
    pub fn raw(&self) -> &'t str {
        self.raw
    }

    /// The reading view.
    #[inline]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The folded characters of a span (none where it reaches beyond the view).
    #[inline]
    pub fn slice(&self, span: Span) -> &[char] {
        self.chars.get(span.start..span.end).unwrap_or_default()
    }

    /// The folded text of a span.
    pub fn text(&self, span: Span) -> String {
        string(self.slice(span))
    }

    /// The text of a span as a name: the raw characters without what the reading view dropped.
    ///
    /// ```
    /// # use dangjian::{span::Span, text::Document};
    /// let doc = Document::read("縣黨(dǎng)校");
    /// assert_eq!(doc.text(Span::new(0, 3)), "县党校");
    /// assert_eq!(doc.name(Span::new(0, 3)), "縣黨校");
    /// ```
    pub fn name(&self, span: Span) -> String {
        self.name_of(span).into_owned()
    }

    /// The same, borrowed where it stands so in the raw text.
    pub(crate) fn name_of(&self, span: Span) -> Cow<'t, str> {
        let origin = self.origin.get(span.start..span.end).unwrap_or_default();
        // Nothing was dropped: the name stands so in the raw text.
        if let ([(first, from), ..], [.., (last, to)]) = (origin, origin)
            && self.wide.is_empty()
            && (last - first) as usize + 1 == origin.len()
            && let Some(c) = self.raw_char(*to)
            && let Some(raw) = self.raw.get(*from as usize..*to as usize + c.len_utf8())
        {
            return Cow::Borrowed(raw);
        }
        origin
            .iter()
            .zip(self.slice(span))
            .filter_map(|(&(_, byte), &folded)| match self.width(byte) {
                Some(_) => Some(folded),
                None => self.raw_char(byte),
            })
            .collect()
    }

    /// Blocks in the order of the text.
    #[inline]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Sentences in the order of the text; none crosses a block, none stands in boilerplate.
    pub fn sentences(&self) -> &[Span] {
        &self.sentences
    }

    /// The block that a position stands in; none for the line end between two blocks.
    pub fn block_of(&self, position: usize) -> Option<&Block> {
        if let Some(home) = self.sentence_of(position).and_then(|sentence| self.homes.get(sentence)) {
            return self.blocks.get(*home as usize);
        }
        let after = self.blocks.partition_point(|block| block.span.start <= position);
        self.blocks.get(after.checked_sub(1)?).filter(|block| position < block.span.end)
    }

    /// The number of the sentence (in [`sentences`](Document::sentences)) that a position stands in.
    #[inline]
    pub fn sentence_of(&self, position: usize) -> Option<usize> {
        self.at.get(position).filter(|&&sentence| sentence != NONE).map(|&sentence| sentence as usize)
    }

    /// Where a span stands in the raw text. An empty span, or one beyond the view, stands before the
    /// character that follows it, or at the end of the text.
    pub fn raw_span(&self, span: Span) -> RawSpan {
        let end = span.end.min(self.chars.len());
        let Some(&(start, start_byte)) = self.origin.get(span.start) else {
            let (chars, bytes) = self.origin.last().map_or((0, 0), |&(last, byte)| self.past(last, byte));
            return RawSpan { start: chars, end: chars, start_byte: bytes, end_byte: bytes };
        };
        let (start, start_byte) = (start as usize, start_byte as usize);
        match end.checked_sub(1).filter(|&last| last >= span.start).and_then(|last| self.origin.get(last)) {
            None => RawSpan { start, end: start, start_byte, end_byte: start_byte },
            Some(&(last, last_byte)) => {
                let (end, end_byte) = self.past(last, last_byte);
                RawSpan { start, end, start_byte, end_byte }
            }
        }
    }

    /// Where characters `start..end` of the raw text stand in the view; `None` where nothing of them does.
    pub fn view_span(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.origin.partition_point(|&(index, _)| (index as usize) < start);
        let last = self.origin.partition_point(|&(index, _)| (index as usize) < end);
        (first < last).then(|| Span::new(first, last))
    }

    /// One past a raw character (or an entity), in characters and in bytes.
    fn past(&self, index: u32, byte: u32) -> (usize, usize) {
        let (chars, bytes) = match self.width(byte) {
            Some(length) => (length as usize, length as usize),
            None => (1, self.raw_char(byte).map_or(0, char::len_utf8)),
        };
        (index as usize + chars, byte as usize + bytes)
    }

    /// The length of the entity at a raw byte.
    fn width(&self, byte: u32) -> Option<u32> {
        if self.wide.is_empty() {
            return None;
        }
        let found = self.wide.binary_search_by_key(&byte, |&(at, _)| at).ok()?;
        self.wide.get(found).map(|&(_, length)| length)
    }

    fn raw_char(&self, byte: u32) -> Option<char> {
        self.raw.get(byte as usize..)?.chars().next()
    }
}

/// Characters as a string, made with room for all of them at once.
pub(crate) fn string(chars: &[char]) -> String {
    let mut out = String::with_capacity(chars.len() * 3);
    out.extend(chars);
    out
}

#[cfg(test)]
mod tests;
