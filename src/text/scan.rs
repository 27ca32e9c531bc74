//! Raw text to lines of folded characters, every one with its place in the raw text.

use super::fold::{self, BLANK, ENTITY, LINE, MASK, NOTHING, POINT, TONE};
use super::tidy;

/// A place in the raw text: index of the character, offset of its byte.
pub(super) type Origin = (u32, u32);

/// A line of the raw text, as positions of the view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// First position.
    pub(super) start: usize,
    /// One past the last position (there the line end stands).
    pub(super) end: usize,
    /// Empty lines before it.
    pub(super) gap: u8,
    /// Columns of blanks before it (a Chinese character has two).
    pub(super) indent: u8,
    /// Whether a tab stood inside.
    pub(super) tabbed: bool,
}

/// The folded lines of a text, parted by `'\n'`. Empty lines are gone.
#[derive(Debug, Default)]
pub(super) struct View {
    /// The folded characters.
    pub(super) chars: Vec<char>,
    /// Where each comes from.
    pub(super) origin: Vec<Origin>,
    /// Lines that hold something.
    pub(super) lines: Vec<Line>,
    /// Positions that stand for more than one raw character (entities), by their raw byte, with the
    /// number of characters (of one byte each).
    pub(super) wide: Vec<(u32, u32)>,
}

/// Blanks inside the line being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blank {
    /// Position of the one blank that stands for all.
    pub(super) at: usize,
    /// Columns.
    pub(super) width: u8,
    /// Whether it is a tab.
    pub(super) tab: bool,
}

/// What the current line needs once it is read.
#[derive(Debug, Default)]
struct State {
    start: usize,
    gap: u8,
    indent: u8,
    toned: bool,
    masked: bool,
    pointed: bool,
    blanks: Vec<Blank>,
}

/// How far an entity may reach.
const ENTITY_LIMIT: usize = 12;

/// Reads raw text. Of a text of 4 GiB or more only what lies below that is read.
pub(super) fn scan(raw: &str) -> View {
    let mut view = View::default();
    // A raw character is at most one of the view; and there is a last line end.
    let room = raw.chars().count() + 1;
    view.chars.reserve(room);
    view.origin.reserve(room);
    let mut state = State::default();
    let table = fold::table();
    let bytes = raw.as_bytes().get(..u32::MAX as usize).unwrap_or(raw.as_bytes());
    let mut index = 0u32;
    let mut last = (0, 0);
    let mut at = 0;
    loop {
        // Most characters have three bytes and need no second look.
        let mut run = 0u32;
        for three in bytes.get(at..).unwrap_or_default().chunks_exact(3) {
            let &[a @ 0xe0..=0xef, b, c] = three else { break };
            let code = u32::from(a & 0xf) << 12 | tail(b) << 6 | tail(c);
            let Some(entry) = table.get(code as usize).filter(|entry| entry.class() == fold::PLAIN) else {
                break;
            };
            view.chars.push(entry.folded());
            run += 1;
        }
        if run > 0 {
            let byte = at as u32;
            view.origin.extend((0..run).map(|i| (index + i, byte + 3 * i)));
            last = (index + run - 1, byte + 3 * (run - 1));
            index += run;
            at += 3 * run as usize;
        }
        let Some((c, length)) = decode(bytes, at) else { break };
        let byte = at as u32;
        at += length;
        let entry = table.get(c as usize).copied().unwrap_or_else(|| fold::entry_beyond(c));
        let origin = (index, byte);
        last = origin;
        index += 1;
        match entry.class() {
            fold::PLAIN => view.push(entry.folded(), origin),
            TONE => {
                state.toned = true;
                view.push(entry.folded(), origin);
            }
            MASK => {
                state.masked = true;
                view.push(entry.folded(), origin);
            }
            POINT => {
                state.pointed = true;
                view.push(entry.folded(), origin);
            }
            NOTHING => {}
            BLANK => view.blank(&mut state, c, origin),
            LINE => {
                // CR LF is one line end.
                if c == '\r' && raw.as_bytes().get(at) == Some(&b'\n') {
                    at += 1;
                    index += 1;
                }
                view.close(&mut state, origin);
            }
            ENTITY => match raw.get(at..).and_then(entity) {
                None => view.push('&', origin),
                Some((decoded, length)) => {
                    at += length;
                    index += length as u32;
                    let entry =
                        table.get(decoded as usize).copied().unwrap_or_else(|| fold::entry_beyond(decoded));
                    match entry.class() {
                        NOTHING | LINE => {}
                        BLANK => view.blank(&mut state, decoded, origin),
                        _ => {
                            view.wide.push((byte, length as u32 + 1));
                            view.push(entry.folded(), origin);
                        }
                    }
                }
            },
            _ => view.push(entry.folded(), origin),
        }
    }
    view.close(&mut state, last);
    view
}

/// The bits of a character that a byte after its first holds.
const fn tail(byte: u8) -> u32 {
    (byte & 0x3f) as u32
}

/// The character at a byte of a text, and how many bytes it has.
fn decode(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let (code, length) = match *bytes.get(at..)? {
        [a @ 0..0x80, ..] => (a.into(), 1),
        [a @ 0xc0..=0xdf, b, ..] => (u32::from(a & 0x1f) << 6 | tail(b), 2),
        [a @ 0xe0..=0xef, b, c, ..] => (u32::from(a & 0xf) << 12 | tail(b) << 6 | tail(c), 3),
        [a, b, c, d, ..] => (u32::from(a & 0x7) << 18 | tail(b) << 12 | tail(c) << 6 | tail(d), 4),
        _ => return None,
    };
    Some((char::from_u32(code).unwrap_or('\u{fffd}'), length))
}

impl View {
    #[inline]
    fn push(&mut self, c: char, origin: Origin) {
        self.chars.push(c);
        self.origin.push(origin);
    }

    fn blank(&mut self, state: &mut State, c: char, origin: Origin) {
        let width = match c {
            '\t' => 4,
            '\u{3000}' | '\u{2003}' => 2,
            _ => 1,
        };
        if self.chars.len() == state.start {
            state.indent = state.indent.saturating_add(width);
            return;
        }
        match state.blanks.last_mut() {
            Some(blank) if blank.at + 1 == self.chars.len() => {
                blank.width = blank.width.saturating_add(width);
                blank.tab |= c == '\t';
            }
            _ => {
                state.blanks.push(Blank { at: self.chars.len(), width, tab: c == '\t' });
                self.push(' ', origin);
            }
        }
    }

    /// Ends the current line: tidies it and, if it holds something, keeps it.
    fn close(&mut self, state: &mut State, origin: Origin) {
        if let Some(blank) = state.blanks.last()
            && blank.at + 1 == self.chars.len()
        {
            self.chars.pop();
            self.origin.pop();
            state.blanks.pop();
        }
        let start = state.start;
        if self.chars.len() == start {
            state.gap = state.gap.saturating_add(u8::from(start > 0));
            state.indent = 0;
            return;
        }
        let tabbed = state.blanks.iter().any(|blank| blank.tab);
        if state.masked {
            tidy::masks(&mut self.chars[start..]);
        }
        if state.pointed {
            tidy::points(&mut self.chars[start..]);
        }
        if state.toned || !state.blanks.is_empty() {
            let drop = tidy::dropped(&self.chars, start, &state.blanks, state.toned);
            self.remove(start, &drop);
        }
        if self.chars.len() > start {
            let end = self.chars.len();
            self.lines.push(Line { start, end, gap: state.gap, indent: state.indent, tabbed });
            self.push('\n', origin);
            state.gap = 0;
        }
        state.blanks.clear();
        (state.start, state.indent) = (self.chars.len(), 0);
        (state.toned, state.masked, state.pointed) = (false, false, false);
    }

    /// Takes positions (in order) out, all at or after `start`.
    fn remove(&mut self, start: usize, positions: &[usize]) {
        let Some(&first) = positions.first() else { return };
        debug_assert!(first >= start);
        let mut next = positions.iter().copied().peekable();
        let mut to = first;
        for from in first..self.chars.len() {
            if next.next_if_eq(&from).is_some() {
                continue;
            }
            self.chars[to] = self.chars[from];
            self.origin[to] = self.origin[from];
            to += 1;
        }
        self.chars.truncate(to);
        self.origin.truncate(to);
    }
}

/// What an HTML entity stands for, given the text after its `&`, and how many bytes (all ASCII) it takes.
fn entity(rest: &str) -> Option<(char, usize)> {
    let bytes = rest.as_bytes();
    let end = bytes.iter().take(ENTITY_LIMIT).position(|&b| b == b';')?;
    let name = rest.get(..end)?;
    let c = match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '-',
        "middot" => '·',
        "hellip" => '…',
        "bull" => '·',
        "times" => '×',
        "zwj" | "zwnj" => '\u{200b}',
        _ => {
            let number = name.strip_prefix('#')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(value)?
        }
    };
    Some((c, end + 1))
}
