//! One character to one character: width, punctuation, script. What a character means to the reader is
//! looked up in the same table.

use std::sync::LazyLock;

const TRADITIONAL: &str = include_str!("../../data/words/traditional.tsv");
const RADICAL: &str = include_str!("../../data/words/radical.tsv");

/// Folds one character: full-width forms to ASCII, traditional characters to the simplified ones that
/// stand for them alone, and the quotation marks, dashes, tildes and blanks of the genre to one form each.
///
/// ```
/// use dangjian::text::fold;
/// assert_eq!("（７月１日，黨支部）".chars().map(fold).collect::<String>(), "(7月1日,党支部)");
/// assert_eq!("「共建」".chars().map(fold).collect::<String>(), "“共建”");
/// // Characters that simplified texts write too stay as they are.
/// assert_eq!("乾县著名".chars().map(fold).collect::<String>(), "乾县著名");
/// ```
pub fn fold(c: char) -> char {
    match TABLE.get(c as usize) {
        Some(entry) => entry.folded(),
        None => c,
    }
}

/// What the reader must know of a character: its folded form and whether it needs a second look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry(u32);

/// A character that needs no second look.
pub(super) const PLAIN: u8 = 0;
/// Ends a line.
pub(super) const LINE: u8 = 1;
/// A blank of any width.
pub(super) const BLANK: u8 = 2;
/// Takes no room: zero-width characters, controls, variation selectors.
pub(super) const NOTHING: u8 = 3;
/// May begin an HTML entity.
pub(super) const ENTITY: u8 = 4;
/// A letter with a tone mark: a pinyin gloss may be near.
pub(super) const TONE: u8 = 5;
/// Punctuation that stands for another: a full stop typed as a point, straight quotation marks.
pub(super) const POINT: u8 = 7;
/// May stand for what was made unreadable.
pub(super) const MASK: u8 = 6;

impl Entry {
    const fn new(folded: char, class: u8) -> Self {
        Self(folded as u32 | (class as u32) << 24)
    }

    /// The folded character.
    pub(super) fn folded(self) -> char {
        char::from_u32(self.0 & 0xff_ffff).unwrap_or('\u{fffd}')
    }

    /// Its class.
    pub(super) const fn class(self) -> u8 {
        (self.0 >> 24) as u8
    }
}

/// Entries of the basic plane.
static TABLE: LazyLock<Box<[Entry]>> = LazyLock::new(|| {
    let mut table: Box<[Entry]> = (0..=0xffff_u32)
        .map(|c| char::from_u32(c).map_or(Entry::new('\u{fffd}', PLAIN), entry_by_rule))
        .collect();
    for (from, to) in pairs(RADICAL).chain(pairs(TRADITIONAL)) {
        if let Some(entry) = table.get_mut(from as usize) {
            *entry = Entry::new(to, PLAIN);
        }
    }
    table
});

/// The table of the basic plane.
pub(super) fn table() -> &'static [Entry] {
    &TABLE
}

/// The entry of a character beyond the basic plane.
pub(super) fn entry_beyond(c: char) -> Entry {
    match c {
        '\u{e0000}'..='\u{e0fff}' => Entry::new(c, NOTHING),
        _ => Entry::new(c, PLAIN),
    }
}

fn pairs(table: &'static str) -> impl Iterator<Item = (char, char)> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| {
        let (from, to) = line.split_once('\t')?;
        Some((from.chars().next()?, to.chars().next()?))
    })
}

fn entry_by_rule(c: char) -> Entry {
    let folded = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '〜' | '∼' | '˜' => '~',
        '–' | '‐' | '‑' | '‒' | '−' | '﹣' => '-',
        '―' | '─' | '━' | '﹘' => '—',
        '・' | '‧' | '•' | '∙' | '⋅' | '･' => '·',
        '「' | '｢' | '﹁' | '〝' => '“',
        '」' | '｣' | '﹂' | '〞' => '”',
        '『' | '﹃' => '‘',
        '』' | '﹄' => '’',
        '﹑' | '､' => '、',
        '｡' => '。',
        '﹐' => ',',
        '﹔' => ';',
        '∶' | '︰' | '﹕' | '꞉' => ':',
        '﹖' => '?',
        '﹗' => '!',
        '﹙' => '(',
        '﹚' => ')',
        '﹡' | '∗' => '*',
        '﹪' => '%',

        '◯' => '○',
        _ => c,
    };
    let class = match folded {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => LINE,
        ' '
        | '\t'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => {
            return Entry::new(' ', BLANK);
        }
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => NOTHING,
        '&' => ENTITY,
        'ā' | 'á' | 'ǎ' | 'à' | 'ē' | 'é' | 'ě' | 'è' | 'ī' | 'í' | 'ǐ' | 'ì' | 'ō' | 'ó' | 'ǒ' | 'ò'
        | 'ū' | 'ú' | 'ǔ' | 'ù' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => TONE,
        '.' | '"' => POINT,
        '×' | '□' | '○' | '〇' | '△' | 'X' | 'x' => MASK,
        _ => PLAIN,
    };
    Entry::new(folded, class)
}

/// Whether a character is a Chinese ideograph (〇 is one).
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_folding_again_changes_nothing() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(fold(fold(c)), fold(c), "{c:?}");
        }
    }

    #[test]
    fn ok_forms() {
        for (from, to) in [
            ("ＡＢＣ１２３％", "ABC123%"),
            ("（：；！？）", "(:;!?)"),
            ("。、“”《》", "。、“”《》"),
            ("縣委書記", "县委书记"),
            ("⼀⽇", "一日"),
        ] {
            assert_eq!(from.chars().map(fold).collect::<String>(), to);
        }
    }

    #[test]
    fn ok_every_row_of_the_tables_is_one_to_one() {
        for table in [TRADITIONAL, RADICAL] {
            for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
                assert!(
                    line.split('\t').count() == 2 && line.split('\t').all(|cell| cell.chars().count() == 1),
                    "{line}"
                );
            }
        }
    }
}
