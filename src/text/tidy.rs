//! What does not belong into a line: blanks between characters that belong together, pinyin glosses; and
//! the many signs for what was made unreadable, folded to `*`.

use super::fold::is_han;
use super::scan::Blank;

/// Folds the signs of a mask to `*`, one for one: `××县`, `XX公司`, `□□村`, `○○支部`. A multiplication sign
/// between figures, an `X` in a word or before 光/射/线, and ○ as a numeral stay.
pub(super) fn masks(line: &mut [char]) {
    let mut i = 0;
    while i < line.len() {
        let c = line[i];
        if !matches!(c, '×' | '□' | '○' | '〇' | '△' | 'X' | 'x') {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < line.len() && (line[end] == c || (c == 'X' || c == 'x') && matches!(line[end], 'X' | 'x'))
        {
            end += 1;
        }
        let before = i.checked_sub(1).and_then(|k| line.get(k)).copied().unwrap_or('\n');
        let after = line.get(end).copied().unwrap_or('\n');
        let long = end - i > 1;
        let han = |c: char| is_han(c) || c == '*';
        let joined = han(after) || han(before) || before == '\n' && after == '\n';
        let to = match c {
            // A numeral's zero.
            '○' | '〇' if numeral(before) || numeral(after) => '〇',
            '〇' | '○' | '□' | '△' if long && (han(after) || han(before)) => '*',
            '○' | '□' if han(after) && han(before) => '*',
            '×' if !(before.is_ascii_digit() && (after.is_ascii_digit() || after == ' '))
                && (long || joined) =>
            {
                '*'
            }
            'X' | 'x' if before.is_ascii_alphabetic() || after.is_ascii_alphabetic() => c,
            'X' | 'x' if long && (joined || before.is_ascii_digit() || after.is_ascii_digit()) => '*',
            'X' | 'x'
                if han(before) && masked_unit(after) || before.is_ascii_digit() && masked_time(after) =>
            {
                '*'
            }
            'X' | 'x' if !before.is_alphanumeric() && masked_unit(after) => '*',
            _ => c,
        };
        if to != c {
            line[i..end].fill(to);
        }
        i = end;
    }
}

fn numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '零' | '百' | '千' | '万')
}

fn masked_time(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '时' | '分' | '号' | '%')
}

/// What a single `X` can stand before, if it is a mask.
fn masked_unit(c: char) -> bool {
    masked_time(c)
        || matches!(
            c,
            '市' | '县'
                | '区'
                | '镇'
                | '乡'
                | '村'
                | '省'
                | '州'
                | '旗'
                | '街'
                | '路'
                | '局'
                | '厅'
                | '院'
                | '校'
                | '厂'
                | '部'
        )
        || matches!(
            c,
            '名' | '个' | '家' | '人' | '项' | '次' | '万' | '亿' | '元' | '届' | '期' | '某' | '*'
        )
}

/// Points between Chinese characters become 。 and straight quotation marks, if they are paired, “ and ”.
pub(super) fn points(line: &mut [char]) {
    let paired = line.iter().filter(|&&c| c == '"').count() % 2 == 0;
    let mut open = true;
    for i in 0..line.len() {
        match line[i] {
            '"' if paired => {
                line[i] = if open { '“' } else { '”' };
                open = !open;
            }
            '.' => {
                let before = i.checked_sub(1).map_or('\n', |k| line[k]);
                let after = line.get(i + 1).copied().unwrap_or('\n');
                // 一.加强 is a number in a list, 98.6 and a.b are words.
                let ends = is_han(before) && !(numeral(before) || before == '十')
                    || matches!(before, '”' | ')' | '》' | '%') && i > 3;
                if ends && !after.is_ascii_alphanumeric() && after != '.' {
                    line[i] = '。';
                }
            }
            _ => {}
        }
    }
}

/// How many characters a gloss may have.
const GLOSS_LIMIT: usize = 24;

/// The positions of a line (from `start` on) that the view does not keep: stray blanks and, if a letter
/// with a tone mark stands in it, pinyin glosses.
pub(super) fn dropped(chars: &[char], start: usize, blanks: &[Blank], toned: bool) -> Vec<usize> {
    let line = &chars[start..];
    let mut out = Vec::new();
    if toned {
        glosses(line, start, &mut out);
    }
    if !blanks.is_empty() {
        stray(line, start, blanks, &mut out);
        if toned {
            out.sort_unstable();
            out.dedup();
        }
    }
    out
}

/// 党(dǎng)组: the gloss with its brackets, after a Chinese character.
fn glosses(line: &[char], start: usize, out: &mut Vec<usize>) {
    let mut i = 1;
    while i < line.len() {
        let close = match line[i] {
            '(' => ')',
            '[' => ']',
            _ => {
                i += 1;
                continue;
            }
        };
        let inside = &line[i + 1..];
        let length = inside.iter().take(GLOSS_LIMIT).position(|&c| c == close);
        if let Some(length) = length
            && is_han(line[i - 1])
            && inside[..length].iter().all(|&c| pinyin(c) || c == ' ' || c == '\'')
            && inside[..length].iter().any(|&c| pinyin(c) && !c.is_ascii())
        {
            out.extend(start + i..start + i + length + 2);
            i += length + 2;
        } else {
            i += 1;
        }
    }
}

fn pinyin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{e0}'..='\u{fc}' | '\u{101}'..='\u{16b}' | '\u{1ce}'..='\u{1dc}')
}

/// What stands on one side of a blank.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Han,
    Digit,
    Latin,
    Open,
    Close,
    Other,
}

fn side(c: char) -> Side {
    match c {
        c if is_han(c) || c == '*' => Side::Han,
        '0'..='9' => Side::Digit,
        'a'..='z' | 'A'..='Z' => Side::Latin,
        '(' | '“' | '‘' | '《' | '[' | '【' | '〈' => Side::Open,
        ')' | '”' | '’' | '》' | ']' | '】' | '〉' | ',' | '。' | '、' | ';' | ':' | '!' | '?' => {
            Side::Close
        }
        _ => Side::Other,
    }
}

/// Blanks that part nothing. A blank parts columns, the parts of a headline, names and labels; inside a
/// sentence, between the characters of a word s p a c e d out and around figures it is an accident.
fn stray(line: &[char], start: usize, blanks: &[Blank], out: &mut Vec<usize>) {
    let prose = is_prose(line);
    let mut depth = 0i32; // of “” and 《》
    let mut clause = Clause::default();
    let mut seen = 0;
    for (k, blank) in blanks.iter().enumerate() {
        let at = blank.at - start;
        for &c in &line[seen..at] {
            match c {
                '《' | '“' => depth += 1,
                '》' | '”' => depth -= 1,
                _ => {}
            }
            clause.take(c);
        }
        if clause.at < at {
            clause.reach(line, at);
        }
        seen = at;
        let (Some(&a), Some(&b)) = (at.checked_sub(1).and_then(|i| line.get(i)), line.get(at + 1)) else {
            continue;
        };
        if blank.tab {
            continue;
        }
        let (left, right) = (side(a), side(b));
        let drop = if spaced(line, at) {
            let near = |other: Option<&Blank>| {
                other.is_none_or(|o| !spaced(line, o.at - start) || blank.width <= o.width)
            };
            near(k.checked_sub(1).and_then(|k| blanks.get(k))) && near(blanks.get(k + 1))
        } else if left == Side::Open || right == Side::Close {
            true
        } else if left == Side::Close && matches!(a, ',' | '、' | ':' | ';') {
            prose || a == ':'
        } else if right == Side::Open && b == '(' {
            prose
        } else if left == Side::Digit && right == Side::Han {
            dated(b) || prose && !credit(line, at) && blank.width < 2
        } else if left == Side::Han && right == Side::Digit {
            matches!(a, '年' | '月' | '第' | '共') && blank.width < 3
                || prose && depth <= 0 && !clause.label(at) && blank.width < 2
        } else if matches!((left, right), (Side::Han, Side::Han | Side::Latin) | (Side::Latin, Side::Han)) {
            prose
                && depth <= 0
                && !clause.label(at)
                && clause.listed < 2
                && blank.width < 2
                && !credit(line, at)
        } else {
            false
        };
        if drop {
            out.push(blank.at);
        }
    }
}

/// The stretch between two marks of punctuation, in which a blank stands.
#[derive(Default)]
struct Clause {
    /// One past the last character looked at ahead.
    at: usize,
    /// Whether no punctuation has come yet in the line: what stands before the blank may be a label.
    opening: bool,
    /// Blanks with words of three and more characters on both sides.
    listed: usize,
    started: bool,
}

impl Clause {
    fn take(&mut self, c: char) {
        if !self.started {
            self.started = true;
            self.opening = true;
        }
        if matches!(c, ',' | '。' | '、' | ';' | ':' | '!' | '?' | '”' | '》') {
            self.opening = false;
        }
    }

    /// Looks at the whole clause around a position, once.
    fn reach(&mut self, line: &[char], at: usize) {
        let ends = |c: &char| matches!(c, ',' | '。' | '、' | ';' | ':' | '!' | '?');
        let end = line[at..].iter().position(ends).map_or(line.len(), |n| at + n);
        let start = line[..at].iter().rposition(ends).map_or(0, |n| n + 1).max(self.at.min(at));
        let words = line[start..end].split(|&c| c == ' ').filter(|word| word.len() >= 3).count();
        self.listed = words.saturating_sub(1);
        self.at = end;
    }

    /// Whether what stands before the blank may be a label: 1月5日 市快递行业党委召开会议.
    fn label(&self, at: usize) -> bool {
        self.opening && at <= 16
    }
}

/// Whether a line reads as sentences.
fn is_prose(line: &[char]) -> bool {
    let mut commas = 0;
    for &c in line {
        match c {
            '。' => return line.len() >= 12,
            ',' | ';' => commas += 1,
            _ => {}
        }
    }
    commas >= 2 && line.len() >= 24
}

/// Whether the blank stands between two single characters: a name of two, a word spaced out.
fn spaced(line: &[char], at: usize) -> bool {
    let edge = |c: Option<&char>| c.is_none_or(|&c| !is_han(c) && !c.is_ascii_alphanumeric());
    let single = |i: usize| line.get(i).copied().is_some_and(is_han);
    at >= 1
        && single(at - 1)
        && single(at + 1)
        && edge(at.checked_sub(2).and_then(|i| line.get(i)))
        && edge(line.get(at + 2))
}

fn dated(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '号' | '时' | '分' | '点' | '期' | '届' | '次' | '页' | '%')
}

/// Whether a blank parts a credit from what it is for: 罗敏 摄, 记者 张三.
fn credit(line: &[char], at: usize) -> bool {
    let after = &line[at + 1..];
    let before = &line[..at];
    const AFTER: [&str; 9] = ["摄", "供图", "文/", "图/", "记者", "通讯员", "报道", "编辑", "责编"];
    const BEFORE: [&str; 7] = ["记者", "通讯员", "摄影", "编辑", "责编", "撰文", "作者"];
    let begins = |word: &&str| {
        let mut rest = after.iter();
        word.chars().all(|c| rest.next() == Some(&c))
    };
    let ends = |word: &str| {
        let mut rest = before.iter().rev();
        word.chars().rev().all(|c| rest.next() == Some(&c))
    };
    AFTER.iter().any(begins) || BEFORE.iter().any(|word| ends(word))
}
