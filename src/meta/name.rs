//! Names of persons, by the list of family names.

use crate::lexicon::Families;
use crate::text::is_han;

/// How common the family name is that a name begins with, and how many characters it has.
fn family(name: &[char]) -> Option<(u32, usize)> {
    let &[first, second, ..] = name else { return None };
    let families = Families::bundled().ok()?;
    match families.double(first, second) {
        Some(frequency) if name.len() >= 3 => Some((frequency, 2)),
        _ => families.single(first).map(|frequency| (frequency, 1)),
    }
}

/// Whether a character is a family name.
pub(super) fn is_family(name: &[char]) -> bool {
    matches!(name, &[c] if Families::bundled().is_ok_and(|families| families.single(c).is_some()))
}

/// Family names at least this common may begin the second of two names written as one.
const COMMON: u32 = 8;
/// The same where both have two characters: many peoples' names have four.
const VERY_COMMON: u32 = 100;

/// How sure it must be that a word is a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// A label with a colon or a stroke stands before it: nicknames (小满) and all peoples' names count.
    Labelled,
    /// Only a blank parts it from the words before.
    Bare,
}

/// The names a word consists of: one, or several written as one (李建国王小明). Empty where it is none.
pub(super) fn names(word: &[char], trust: Trust) -> Vec<&[char]> {
    if word.contains(&'·') {
        let parts: Vec<&[char]> = word.split(|&c| c == '·').collect();
        let fits = parts.len() == 2
            && parts.iter().all(|part| (1..=6).contains(&part.len()) && part.iter().all(|&c| is_han(c)));
        return if fits && !is_unit(word) { vec![word] } else { Vec::new() };
    }
    if !word.iter().all(|&c| is_han(c) || c == '*') || is_unit(word) || is_no_name(word) {
        return Vec::new();
    }
    let known = family(word);
    match (word.len(), known, trust) {
        (2..=3, Some(_), _) | (2..=3, None, Trust::Labelled) => vec![word],
        (4, Some((_, 2)), _) => vec![word],
        (4..=12, _, _) => match split(word) {
            Some(parts) => parts,
            None if trust == Trust::Labelled && word.len() <= 5 => vec![word],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Splits names written as one, the most likely way.
fn split(word: &[char]) -> Option<Vec<&[char]>> {
    let n = word.len();
    // best[i]: the best score of the first i characters, and where its last name starts.
    let mut best: Vec<Option<(f32, usize)>> = vec![None; n + 1];
    best[0] = Some((0.0, 0));
    for end in 2..=n {
        for length in 2..=4.min(end) {
            let start = end - length;
            let (Some((before, _)), Some((frequency, family))) = (best[start], family(&word[start..end]))
            else {
                continue;
            };
            let least = if n == 4 { VERY_COMMON } else { COMMON };
            if family == 1 && (frequency < least || length == 4) {
                continue;
            }
            // Most given names have two characters.
            let given = if length - family == 2 { 1.0 } else { 0.0 };
            let score = before + (frequency as f32).ln() + given - 4.0;
            if best[end].is_none_or(|(old, _)| score > old) {
                best[end] = Some((score, start));
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = n;
    while end > 0 {
        let (_, start) = best[end]?;
        parts.push(&word[start..end]);
        end = start;
    }
    parts.reverse();
    Some(parts)
}

/// Whether a word is a unit and not a person: 宣传部, 能源学院, 校报编辑部.
pub(super) fn is_unit(word: &[char]) -> bool {
    const ENDS: [char; 24] = [
        '部', '科', '室', '处', '局', '委', '院', '社', '馆', '校', '队', '站', '组', '办', '网', '报', '台',
        '司', '会', '厅', '系', '班', '级', '店',
    ];
    const WORDS: [&str; 12] =
        ["集团", "中心", "支部", "学会", "党建", "客户端", "公众号", "融媒", "传媒", "发布", "频道", "海关"];
    let short = word.len() == 2
        && matches!(word.last(), Some('部' | '科' | '室' | '处' | '办'))
        && word.first().is_some_and(|&c| !is_family(&[c]));
    short
        || word.len() >= 3 && word.last().is_some_and(|c| ENDS.contains(c))
        || matches!(
            word.last(),
            Some('团' | '心' | '部' | '会' | '建' | '端' | '号' | '媒' | '布' | '道' | '关')
        ) && WORDS.iter().any(|w| ends_with(word, w) && word.len() > w.chars().count())
}

/// Words of bylines that are no names.
fn is_no_name(word: &[char]) -> bool {
    const WORDS: [&str; 30] = [
        "报道", "供图", "综合", "整理", "采访", "摄影", "文字", "图片", "实习", "本报", "本网", "本刊",
        "全体", "单位", "党委", "高一", "高二", "高三", "初一", "初二", "初三", "等", "供稿", "撰文", "资料",
        "网络", "原创", "来源", "转载", "近日",
    ];
    word.len() <= 2 && WORDS.iter().any(|w| word.iter().copied().eq(w.chars()))
}

pub(super) fn ends_with(word: &[char], end: &str) -> bool {
    let mut rest = word.iter().rev();
    end.chars().rev().all(|c| rest.next() == Some(&c))
}

/// Whether a word stands somewhere in a text.
pub(super) fn contains(text: &[char], word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return true };
    let starts = |at: usize| {
        let mut rest = text[at..].iter();
        chars.clone().all(|c| rest.next() == Some(&c))
    };
    text.iter().enumerate().any(|(i, &c)| c == first && starts(i + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str, trust: Trust) -> Vec<String> {
        let chars: Vec<char> = word.chars().collect();
        names(&chars, trust).iter().map(|name| name.iter().collect()).collect()
    }

    #[test]
    fn ok_names_written_as_one() {
        for (word, parts) in [
            ("李建国王小明", vec!["李建国", "王小明"]),
            ("周宁何静", vec!["周宁", "何静"]),
            ("张伟李小红", vec!["张伟", "李小红"]),
            ("欧阳明月", vec!["欧阳明月"]),
            ("陈晓", vec!["陈晓"]),
            ("赵一凡钱多多孙小美", vec!["赵一凡", "钱多多", "孙小美"]),
        ] {
            assert_eq!(read(word, Trust::Bare), parts, "{word}");
        }
    }

    #[test]
    fn ok_names_of_all_peoples_after_a_label() {
        for word in ["卓玛央宗", "阿依古丽", "小满", "买买提·吐尔逊"] {
            assert_eq!(read(word, Trust::Labelled), [word]);
        }
    }

    #[test]
    fn err_units_and_words_are_no_names() {
        for word in ["宣传部", "能源学院", "清江日报", "供图", "报道", "张", "第二车间党支部", "ABC", ""]
        {
            assert_eq!(read(word, Trust::Labelled), Vec::<String>::new(), "{word}");
        }
    }
}
