//! Which line ends stand inside a sentence.

use super::role::Kind;
use super::scan::Line;
use super::shape::{Marker, Shape, marker};
use crate::lexicon::cells;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const UNBROKEN: &str = include_str!("../../data/lexicon/unbroken.tsv");

/// Words that no line end stands in but inside a sentence, by their two characters: whether that is sure.
static WORDS: LazyLock<FxHashMap<(char, char), bool>> = LazyLock::new(|| {
    cells(UNBROKEN)
        .filter_map(|row| {
            let mut word = row.first()?.chars();
            Some(((word.next()?, word.next()?), row.get(1) == Some(&"yes")))
        })
        .collect()
});

/// What is known of one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Where it stands.
    pub(super) line: Line,
    /// How it looks.
    pub(super) shape: Shape,
    /// What it is, as far as a line alone tells.
    pub(super) kind: Kind,
}

/// The width at which a page breaks its lines, with how far lines may fall short of it.
#[derive(Debug, Clone, Copy)]
struct Wrap {
    width: usize,
    slack: usize,
}

/// For every line whether it goes on in the next one.
pub(super) fn joins(chars: &[char], looks: &[Look]) -> Vec<bool> {
    let wrap = wrap(looks);
    let mut out = vec![false; looks.len()];
    // Until the first sentence has come, lines without an end are headlines.
    let mut top = true;
    let mut cells = 0; // columns of the table so far
    let mut before = 0; // the width of the line before, if it went on
    for (i, pair) in looks.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let text = &chars[left.line.start..left.line.end];
        top &= !(left.kind == Kind::Text && (left.shape.prose() || is_lead(text)));
        let next = &chars[right.line.start..right.line.end];
        let paragraph = left.line.indent >= 2 && left.line.indent <= 8 && right.line.indent < 2;
        let wrap = wrap.filter(|_| !top || paragraph || i > 0 && out[i - 1]);
        let item = looks.get(i + 2).is_none_or(|third| third.kind == Kind::Item);
        cells = if left.kind == Kind::Row { cells.max(left.shape.blanks) } else { 0 };
        out[i] = continues(left, right, text, next, wrap, top)
            || rest_of_item(left, right, next, item)
            || rest_of_row(left, right, cells)
            || going_on(left, right, before);
        before = if out[i] && right.line.gap == 0 { left.shape.width } else { 0 };
    }
    out
}

/// The page's width, where it breaks every line.
fn wrap(looks: &[Look]) -> Option<Wrap> {
    let text =
        || looks.iter().filter(|look| matches!(look.kind, Kind::Text | Kind::Item) && look.shape.width >= 20);
    let mut widths: Vec<usize> =
        text().map(|look| look.shape.width + usize::from(look.line.indent.min(4))).collect();
    if widths.len() < 4 {
        return None;
    }
    widths.sort_unstable();
    let width = widths[(widths.len() - 1) - widths.len() / 20];
    let (slack, full) = (4, |look: &&Look| {
        let columns = look.shape.width + usize::from(look.line.indent.min(4));
        columns + 4 >= width && columns <= width + 4
    });
    let broken = text().filter(|look| !look.shape.ended()).count();
    let broken_full = text().filter(|look| !look.shape.ended()).filter(full).count();
    let whole = text().filter(full).count();
    (broken_full >= 3 && broken_full * 10 >= broken * 7 && whole * 3 >= widths.len() && width <= 160)
        .then_some(Wrap { width, slack })
}

/// Whether a line is the rest of an item that was broken: a few characters, and then the next item comes.
fn rest_of_item(left: &Look, right: &Look, next: &[char], item: bool) -> bool {
    let (a, b) = (&left.shape, &right.shape);
    if a.ended()
        || right.kind != Kind::Text
        || right.line.gap > 0
        || !matches!(left.kind, Kind::Text | Kind::Item)
    {
        return false;
    }
    let plain = !next.iter().any(|&c| matches!(c, ':' | ' ') || c.is_ascii_digit());
    let narrow = a.width >= 36 && b.width * 3 < a.width * 2;
    left.kind == Kind::Item
        && (item || narrow)
        && b.chars <= 12
        && b.chars < a.chars
        && plain
        && next.len() <= 12
        || b.chars <= 4 && matches!(b.last, ';' | '。') && a.chars >= 6
}

/// Whether two lines are one row of a table whose cell is broken: only together they have all columns.
fn rest_of_row(left: &Look, right: &Look, cells: usize) -> bool {
    let (a, b) = (left.shape.blanks, right.shape.blanks);
    left.kind == Kind::Row
        && left.line.tabbed
        && right.line.tabbed
        && right.line.gap == 0
        && (1..cells).contains(&a)
        && b >= 1
        && a + b == cells
}

/// Whether a paragraph whose lines are broken goes on.
fn going_on(left: &Look, right: &Look, before: usize) -> bool {
    before > 0
        && !left.shape.ended()
        && left.shape.width >= 40
        && left.shape.width + 12 >= before
        && right.kind == Kind::Text
        && right.line.gap == 0
        && right.line.indent < 2
        && (right.shape.prose() || right.shape.commas > 0 || right.shape.width >= 40)
}

fn continues(left: &Look, right: &Look, text: &[char], next: &[char], wrap: Option<Wrap>, top: bool) -> bool {
    if !matches!(left.kind, Kind::Text | Kind::Item) || right.kind != Kind::Text && right.kind != Kind::Item {
        return false;
    }
    let (a, b) = (&left.shape, &right.shape);
    let marked = right.kind == Kind::Item || marker(next).is_some_and(|(kind, _)| kind != Marker::Figure);
    // What cannot begin a line.
    if begins_inside(b.first) {
        return !marked && !matches!(a.last, '。' | '!' | '?');
    }
    if a.ended() || marked {
        return false;
    }
    // What cannot end one.
    if matches!(a.last, ',' | '、') && text.last() == Some(&a.last) {
        return true;
    }
    if a.open > 0 && b.closed > 0 && a.chars >= 6 {
        return true;
    }
    // A word broken in two.
    if right.line.gap == 0
        && a.chars >= 4
        && let (Some(&last), Some(&first)) = (text.last(), next.first())
        && let Some(&sure) = WORDS.get(&(last, first))
        && (sure || a.commas > 0)
    {
        return true;
    }
    // A paragraph begins; a heading has ended.
    let numbered = matches!(marker(text), Some((Marker::Numeral, _))) && a.commas == 0 && a.stops == 0;
    if right.line.indent >= 2 && right.line.gap == 0 || numbered {
        return false;
    }
    if let Some(wrap) = wrap
        && a.width + usize::from(left.line.indent.min(4)) + wrap.slack >= wrap.width
        && right.line.gap == 0
    {
        return true;
    }
    let tail = &text[a.tail..];
    // Over an empty line only a sentence can go on, not a heading.
    if right.line.gap > 0 && !(b.prose() || b.commas > 0 || b.ended()) {
        return false;
    }
    // A sentence has ended in the line and a new one has not.
    if a.stops > 0 && a.width >= 36 && !is_credit(tail) && !matches!(text.last(), Some(')' | ']' | '】')) {
        return tail.len() >= 2;
    }
    if top {
        return false;
    }
    if is_lead(text) && a.chars <= 24 && right.line.gap == 0 {
        return true;
    }
    if a.commas > 0
        && a.width >= 60
        && right.line.gap == 0
        && !is_credit(tail)
        && (b.prose() || b.commas > 0 || b.ended())
    {
        return true;
    }
    // A long line with commas is no heading, if the next goes on as sentences do.
    if a.commas > 0
        && a.width >= 44
        && b.prose()
        && right.line.gap <= 1
        && !is_credit(tail)
        && (speaks(text) || a.commas >= 2 && (right.line.gap == 0 || a.width >= 80))
    {
        return true;
    }
    // A short line that ends with a word that wants another one.
    right.line.gap == 0 && a.chars >= 5 && wants_more(a.last) && text.last() == Some(&a.last)
}

/// Whether a line begins as news does: 本报讯, 清江日报讯(记者 张三).
pub(super) fn is_lead(text: &[char]) -> bool {
    let head = &text[..text.len().min(14)];
    head.iter().position(|&c| c == '讯').is_some_and(|at| {
        let ours = head.starts_with(&['本']);
        let media = head[..at].iter().any(|c| matches!(c, '报' | '网' | '社' | '台' | '刊' | '道'));
        at >= 2
            && (ours || media)
            && text.get(at + 1).is_none_or(|&c| {
                matches!(c, ' ' | '(' | '记' | '通' | ':' | '【' | '[') || c.is_ascii_digit()
            })
    })
}

/// Characters no line begins with.
fn begins_inside(c: char) -> bool {
    matches!(c, ',' | '。' | '、' | ';' | ':' | '!' | '?' | '”' | '’' | '》' | ')')
}

/// Words after which more must come.
fn wants_more(c: char) -> bool {
    matches!(
        c,
        '的' | '和'
            | '与'
            | '及'
            | '在'
            | '对'
            | '把'
            | '将'
            | '从'
            | '向'
            | '由'
            | '被'
            | '让'
            | '以'
            | '是'
    )
}

/// Whether a line holds a verb or a pronoun of running text.
fn speaks(text: &[char]) -> bool {
    const WORDS: [[char; 2]; 12] = [
        ['介', '绍'],
        ['表', '示'],
        ['认', '为'],
        ['指', '出'],
        ['强', '调'],
        ['了', '解'],
        ['针', '对'],
        ['他', '们'],
        ['我', '们'],
        ['目', '前'],
        ['以', '来'],
        ['同', '时'],
    ];
    text.windows(2).any(|pair| WORDS.iter().any(|word| word == pair))
}

/// Whether what follows the last sentence is a credit: 通讯员供图, (张三 文/图), 来源:…
fn is_credit(tail: &[char]) -> bool {
    const WORDS: [[char; 2]; 8] = [
        ['供', '图'],
        ['记', '者'],
        ['通', '讯'],
        ['摄', '影'],
        ['编', '辑'],
        ['来', '源'],
        ['图', '片'],
        ['文', '/'],
    ];
    tail.len() <= 40
        && (tail.last() == Some(&'摄')
            || tail.first() == Some(&'(') && tail.last() == Some(&')')
            || tail.windows(2).any(|pair| WORDS.iter().any(|word| word == pair)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    /// The blocks of a text.
    fn blocks(text: &str) -> Vec<String> {
        let doc = Document::read(text);
        doc.blocks().iter().map(|block| doc.text(block.span)).collect()
    }

    #[test]
    fn ok_every_row_does_what_its_examples_say() {
        for row in cells(UNBROKEN) {
            let [word, _, example, near_miss] = row.as_slice() else { panic!("four cells: {row:?}") };
            assert_eq!(blocks(&example.replace('|', "\n")).len(), 1, "{word}: {example}");
            assert_eq!(blocks(&near_miss.replace('|', "\n")).len(), 2, "{word}: {near_miss}");
        }
    }

    #[test]
    fn ok_lines_of_a_sentence_are_joined() {
        for text in [
            "活动当天下午,两家单位的党员先后参观了展厅。随后在会议室里,河湾村党支部与供电公司营\n业部党支部签约。",
            "活动当天下午,两家单位的党员先后参观了展厅。随后在会议室里,河湾村党支部与供电公司营\n\n业部党支部签约。",
            "参加签约的有河湾村党支部、\n供电公司营业部党支部。",
            "支部提出“先学一步、\n先干一步”的要求。",
            "本报讯 记者周\n宁报道 7月1日,河湾村党支部与县供电公司党支部签约。",
        ] {
            assert_eq!(blocks(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn ok_a_page_that_breaks_every_line() {
        let text = "    七月一日上午,河湾村党支部与县供电公司\n营业部党支部在村委会签约,约定每季度碰\n一次头,每年办一件实事,让村里的老党员\n都高兴。\n    签约之后,大家一起去看了新修的水渠和\n路灯,又到几户困难老人家里坐了坐,问了\n问冷暖。";
        assert_eq!(blocks(text).len(), 2, "{:#?}", blocks(text));
    }

    #[test]
    fn err_lists_headings_and_tables_stay_apart() {
        for (text, wanted) in [
            ("结对名单\n1.河湾村党支部\n2.石桥村党支部\n3.南岭村党支部", 4),
            ("河湾村党支部——供电公司党支部;\n石桥村党支部——县医院党支部;\n南岭村党支部——县图书馆党支部。", 3),
            ("序号\t村\t单位\n1\t河湾村\t供电公司\n2\t石桥村\t县医院", 3),
            ("一、提高认识\n各支部要把共建当作大事来抓,主动上门,按月碰头,不走过场。", 2),
            ("党建引领聚合力,联建共促发展\n今年以来,县供电公司党支部与河湾村党支部结对,办了三件实事。", 2),
        ] {
            assert_eq!(blocks(text).len(), wanted, "{text}: {:#?}", blocks(text));
        }
    }
}
