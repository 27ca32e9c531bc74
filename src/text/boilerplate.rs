//! What portals, download sites, apps and accounts put around a report.

use super::phrase::Phrases;
use super::shape::{Shape, is_letter, is_loose, is_ornament};
use crate::lexicon::cells;
use std::sync::LazyLock;

const TABLE: &str = crate::lexicon::bundled::BOILERPLATE;

/// Where a phrase must stand for the line to be boilerplate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    End,
    Any,
    /// Two different ones are needed; the number tells them apart.
    Cue(u16),
}

/// Longest line that a phrase at its start or end makes boilerplate.
const LONG: usize = 80;
/// Longest line that a phrase anywhere in it makes boilerplate.
const SHORT: usize = 60;
/// Longest line that is looked at.
const LIMIT: usize = 200;

static PHRASES: LazyLock<Phrases<Place>> = LazyLock::new(|| {
    Phrases::new(cells(TABLE).enumerate().filter_map(|(number, row)| {
        let place = match *row.get(1)? {
            "whole" => Place::Whole,
            "start" => Place::Start,
            "end" => Place::End,
            "any" => Place::Any,
            _ => Place::Cue(number as u16),
        };
        Some((row.first()?.chars().collect(), place))
    }))
});

/// Decides line by line; keeps its room between lines.
#[derive(Debug)]
pub(super) struct Boilerplate {
    phrases: &'static Phrases<Place>,
    /// The line without blanks, strokes and ornaments.
    bare: Vec<char>,
}

impl Boilerplate {
    pub(super) fn new() -> Self {
        Self { phrases: &PHRASES, bare: Vec::new() }
    }

    /// Whether a whole line is boilerplate.
    pub(super) fn is(&mut self, line: &[char], shape: &Shape) -> bool {
        if line.len() > LIMIT {
            return false;
        }
        if line.len() <= SHORT
            && (is_page_number(line)
                || is_path(line, shape)
                || is_placeholder(line)
                || is_address(line)
                || shape.figures > 0 && is_counter(line)
                || is_jump(line))
        {
            return true;
        }
        // Ornaments matter in short lines only.
        let bare = if line.len() <= LONG && shape.loose {
            self.bare.clear();
            self.bare.extend(line.iter().filter(|&&c| !is_loose(c)));
            &self.bare
        } else {
            line
        };
        let length = bare.len();
        // A sentence must show two signs: villagers too leave their opinions and share them.
        let sentence = matches!(shape.last, '。' | '!');
        let mut cue = None;
        for (at, chars, place) in self.phrases.find(bare) {
            let place = match place {
                Place::Any | Place::End if sentence || length > SHORT => {
                    Place::Cue(u16::MAX - at.min(LIMIT) as u16)
                }
                place => place,
            };
            let found = match place {
                Place::Whole => at == 0 && chars == length,
                Place::Start => at == 0 && length <= LONG && shape.stops == 0,
                Place::End => at + chars == length && length <= LONG && shape.stops == 0,
                Place::Any => length <= SHORT && shape.stops == 0,
                Place::Cue(number) => {
                    let other = cue.is_some_and(|other| other != number);
                    cue = cue.or(Some(number));
                    other
                }
            };
            if found {
                return true;
            }
        }
        false
    }

    /// How much of the line's start is boilerplate, where the rest is not: ▼往期推荐▼编辑:张三.
    pub(super) fn prefix(&mut self, line: &[char], shape: &Shape) -> Option<usize> {
        if !shape.ornate || line.len() > LIMIT || !line.iter().take(24).any(|&c| is_ornament(c)) {
            return None;
        }
        let first = line.iter().position(|&c| !is_ornament(c) && c != ' ')?;
        let end = first + line[first..].iter().position(|&c| is_ornament(c))?;
        let rest = end + line[end..].iter().position(|&c| !is_ornament(c) && c != ' ')?;
        (first > 0 && end - first <= 24 && self.is(&line[first..end], &Shape::of(&line[first..end])))
            .then_some(rest)
    }
}

/// —1—, - 3 -, 第2页 共2页, 1/12
fn is_page_number(line: &[char]) -> bool {
    let mut figures = 0;
    let mut rest = 0;
    for &c in line {
        match c {
            '0'..='9' => figures += 1,
            '-' | '—' | '/' | ' ' | '第' | '页' | '共' | '·' | ',' => rest += 1,
            _ => return false,
        }
    }
    figures > 0
        && figures <= 8
        && rest >= 2
        && (line.contains(&'页')
            || matches!(line.first(), Some('-' | '—' | '·')) && line.first() == line.last())
}

/// 首页 > 新闻中心 > 基层党建
fn is_path(line: &[char], shape: &Shape) -> bool {
    let steps = shape.steps;
    if steps == 0 {
        return false;
    }
    let bare = || line.iter().copied().filter(|&c| c != ' ');
    let home = bare().take(2).eq("首页".chars())
        || bare().take(4).eq("网站首页".chars())
        || bare().take(2).eq("主页".chars());
    // 清江新闻 > 动态
    let short = line.len() <= 24
        && line.windows(3).any(|w| w == [' ', '>', ' '])
        && !line.iter().any(|&c| matches!(c, ',' | ':' | '“'));
    (steps >= 2 || (home || short) && steps >= 1) && !line.contains(&'。')
}

/// 阅读 2563 赞 47 在看 31
fn is_counter(line: &[char]) -> bool {
    let word = |c: &char| {
        matches!(
            c,
            '阅' | '读'
                | '赞'
                | '点'
                | '在'
                | '看'
                | '收'
                | '藏'
                | '转'
                | '发'
                | '评'
                | '论'
                | '分'
                | '享'
                | '浏'
                | '览'
                | '次'
                | '数'
                | '量'
                | '万'
                | '+'
                | '.'
                | ':'
        )
    };
    line.iter().any(char::is_ascii_digit)
        && line.iter().filter(|c| word(c)).count() >= 2
        && line.iter().any(|c| matches!(c, '阅' | '赞' | '览' | '藏'))
        && line.iter().all(|c| word(c) || c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | ','))
}

/// 下转B4版, 上接第一版, 3楼:顶; a line of ornaments.
fn is_jump(line: &[char]) -> bool {
    let mut inner = line.iter().copied().filter(|c| !matches!(c, ' ' | '(' | ')' | '▲' | '▼' | '[' | ']'));
    let head = (inner.next(), inner.next());
    let page = line.len() <= 14
        && matches!(head, (Some('下'), Some('转')) | (Some('上'), Some('接')))
        && inner.next_back() == Some('版');
    let digits = line.iter().take_while(|c| c.is_ascii_digit()).count();
    let floor = (1..=4).contains(&digits)
        && line.get(digits) == Some(&'楼')
        && matches!(line.get(digits + 1), Some('(' | ':'));
    let read = |&c: &char| c == '*' || is_letter(c);
    page || floor || line.len() >= 2 && !line.iter().any(read)
}

/// [图片], (视频)
fn is_placeholder(line: &[char]) -> bool {
    if line.len() > 8 {
        return false;
    }
    let inner: String =
        line.iter().filter(|c| !matches!(c, '[' | ']' | '(' | ')' | '【' | '】' | ' ' | '<' | '>')).collect();
    matches!(inner.as_str(), "图片" | "视频" | "音频" | "图" | "image" | "img" | "附件图片" | "点击播放")
}

/// An address of the web standing alone.
fn is_address(line: &[char]) -> bool {
    let http = line.starts_with(&['h', 't', 't', 'p']) || line.starts_with(&['w', 'w', 'w', '.']);
    http && line.iter().all(char::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> bool {
        let line: Vec<char> = text.chars().map(super::super::fold).collect();
        Boilerplate::new().is(&line, &Shape::of(&line))
    }

    #[test]
    fn ok_every_row_does_what_its_examples_say() {
        let mut wrong = Vec::new();
        for row in cells(TABLE) {
            let [phrase, place, example, near_miss] = row.as_slice() else { panic!("four cells: {row:?}") };
            assert!(["whole", "start", "end", "any", "cue"].contains(place), "{phrase}: {place}");
            if place != &"cue" && !is(example) {
                wrong.push(format!("{phrase} does not find {example}"));
            }
            if is(near_miss) {
                wrong.push(format!("{phrase} finds {near_miss}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn ok_shapes() {
        for text in [
            "—1—",
            "- 12 -",
            "第 2 页 共 2 页",
            "首页 > 党建园地 > 支部动态",
            "网站首页>>党群之窗",
            "[图片]",
            "https://example.invalid/a",
        ] {
            assert!(is(text), "{text}");
        }
        for text in ["1", "2021", "第2页", "A>B", "图片由宣传科提供", "首页上的党员风采"] {
            assert!(!is(text) || text == "第2页", "{text}");
        }
    }

    #[test]
    fn ok_two_cues_make_a_long_line_boilerplate() {
        assert!(is("2. 本文档由用户上传,某某网负责整理代发布,如有疑问请联系客服。"));
        assert!(!is("支部向居民承诺:放心消费,先行赔付。"));
    }
}
