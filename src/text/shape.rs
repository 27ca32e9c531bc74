//! What a line looks like, measured once.

use super::fold::is_han;

/// The shape of a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    /// Characters.
    pub(super) chars: usize,
    /// Columns: a Chinese character has two.
    pub(super) width: usize,
    /// 。 before the last character that counts.
    pub(super) stops: usize,
    /// `!`, `?` and `;` before it.
    pub(super) breaks: usize,
    /// Commas.
    pub(super) commas: usize,
    /// 、
    pub(super) pauses: usize,
    /// Blanks.
    pub(super) blanks: usize,
    /// Upright bars.
    pub(super) bars: usize,
    /// Figures.
    pub(super) figures: usize,
    /// What leads from page to page: `>`.
    pub(super) steps: usize,
    /// Whether an ornament stands in it.
    pub(super) ornate: bool,
    /// Whether an ornament, a blank or a stroke does.
    pub(super) loose: bool,
    /// Quotation marks and brackets opened and not closed.
    pub(super) open: i32,
    /// Those closed and not opened.
    pub(super) closed: i32,
    /// Where the last sentence before the end stops: position in the line.
    pub(super) tail: usize,
    /// The last character before closing quotation marks and brackets.
    pub(super) last: char,
    /// The first character.
    pub(super) first: char,
}

impl Shape {
    /// Measures a line.
    pub(super) fn of(line: &[char]) -> Self {
        let mut shape =
            Self { chars: line.len(), first: line.first().copied().unwrap_or('\n'), ..Self::default() };
        let content = line.iter().rposition(|&c| !is_closer(c)).map_or(0, |i| i + 1);
        shape.last = content.checked_sub(1).and_then(|i| line.get(i)).copied().unwrap_or('\n');
        let mut depth = 0i32;
        let mut narrow = 0;
        let mut next = 0;
        while let Some(rest) = line.get(next..)
            && let Some(ahead) = rest.iter().position(|&c| !matches!(c, '\u{4e00}'..='\u{9fff}'))
        {
            let (i, c) = (next + ahead, rest[ahead]);
            next = i + 1;
            // Full-width punctuation is folded, and had two columns.
            if c.is_ascii() && !matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')') {
                narrow += 1;
            }
            match c {
                '0'..='9' => shape.figures += 1,
                '。' if i + 1 < content => {
                    shape.stops += 1;
                    shape.tail = i + 1;
                }
                '!' | '?' | ';' if i + 1 < content => {
                    shape.breaks += 1;
                    shape.tail = i + 1;
                }
                ',' => shape.commas += 1,
                '、' => shape.pauses += 1,
                ' ' => {
                    shape.blanks += 1;
                    shape.loose = true;
                }
                '>' => {
                    shape.steps += 1;
                    shape.loose = true;
                }
                '»' | '›' => shape.steps += 1,
                '|' => {
                    shape.bars += 1;
                    shape.loose = true;
                }
                '│' | '┃' => shape.bars += 1,
                '“' | '《' | '(' | '‘' | '【' => depth += 1,
                '”' | '》' | ')' | '’' | '】' => {
                    if depth > 0 {
                        depth -= 1;
                    } else {
                        shape.closed += 1;
                    }
                }
                _ if is_ornament(c) => {
                    shape.ornate = true;
                    shape.loose = true;
                }
                _ => shape.loose |= is_loose(c),
            }
        }
        shape.open = depth;
        shape.width = 2 * shape.chars - narrow;
        shape
    }

    /// Whether the line ends as a sentence does.
    pub(super) fn ended(&self) -> bool {
        matches!(self.last, '。' | '!' | '?' | ';' | ':' | '…')
    }

    /// Whether it reads as a paragraph, or a line of one, rather than as a headline.
    pub(super) fn prose(&self) -> bool {
        self.stops > 0 || self.last == '。' || self.commas >= 2 && self.width >= 48
    }
}

/// Whether a character is left out where a line is compared with phrases.
pub(super) fn is_loose(c: char) -> bool {
    matches!(c, ' ' | '/' | '|' | '-' | '—' | '_' | '~' | '>') || is_ornament(c)
}

pub(super) fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '▼' | '▲'
            | '△'
            | '▽'
            | '◆'
            | '◇'
            | '■'
            | '▶'
            | '◀'
            | '►'
            | '★'
            | '☆'
            | '↓'
            | '↑'
            | '👇'
            | '👆'
            | '⬇'
            | '⬆'
    )
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '》' | ')' | '】' | ']' | '"' | ' ')
}

/// What begins an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// 1. 2、 (3) ① 4)
    Figure,
    /// 一、 (二)
    Numeral,
    /// · ● ■ ▶ -
    Bullet,
}

/// The marker a line begins with, and how many characters it takes.
pub(super) fn marker(line: &[char]) -> Option<(Marker, usize)> {
    let &first = line.first()?;
    match first {
        '①'..='⑳' | '⑴'..='⒛' | '❶'..='❿' | '㈠'..='㈩' => return Some((Marker::Figure, 1)),
        '·' | '●' | '■' | '◆' | '◇' | '▶' | '►' | '▪' | '★' | '☆' | '✦' | '➤' | '✓' | '√' | '▲' | '△'
        | '▼' | '◎' | '※' | '□' | '○' => {
            return Some((Marker::Bullet, 1));
        }
        '\u{e000}'..='\u{f8ff}' | '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' => {
            return Some((Marker::Bullet, 1));
        }
        '-' | '*' if line.get(1) == Some(&' ') => return Some((Marker::Bullet, 2)),
        _ => {}
    }
    let open = matches!(first, '(' | '[' | '【');
    let digits = usize::from(open);
    let arabic = line[digits..].iter().take(4).take_while(|c| c.is_ascii_digit()).count();
    let chinese = line[digits..].iter().take(4).take_while(|&&c| numeral(c)).count();
    let (kind, end) = match (arabic, chinese) {
        (1..=3, _) => (Marker::Figure, digits + arabic),
        (_, 1..=3) => (Marker::Numeral, digits + chinese),
        _ => return None,
    };
    let after = line.get(end).copied().unwrap_or('\n');
    let next = line.get(end + 1).copied().unwrap_or('\n');
    match after {
        ')' | ']' | '】' if open || kind == Marker::Figure => Some((kind, end + 1)),
        '、' if !open
            && (kind == Marker::Figure && !next.is_ascii_digit()
                || kind == Marker::Numeral && !numeral(next)) =>
        {
            Some((kind, end + 1))
        }
        '.' if !open && !next.is_ascii_digit() => Some((kind, end + 1)),
        ',' if !open && kind == Marker::Numeral => Some((kind, end + 1)),
        _ => None,
    }
}

fn numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Whether a character is a letter or a figure; that Chinese ones are needs no table.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// Whether a character is a Chinese one, a letter or a figure.
pub(crate) fn is_word(c: char) -> bool {
    is_han(c) || c.is_alphanumeric() || c == '*'
}
