//! Which line ends stand inside a sentence.

use super::role::Kind;
use super::scan::Line;
use super::shape::{Marker, Shape, marker};

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
    /// Whether paragraphs are indented.
    indented: bool,
}

/// For every line whether it goes on in the next one.
pub(super) fn joins(chars: &[char], looks: &[Look]) -> Vec<bool> {
    let wrap = wrap(looks);
    let mut out = vec![false; looks.len()];
    // Until the first sentence has come, lines without an end are headlines.
    let mut top = true;
    for (i, pair) in looks.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let text = &chars[left.line.start..left.line.end];
        top &= !(left.kind == Kind::Text && (left.shape.prose() || is_lead(text)));
        let next = &chars[right.line.start..right.line.end];
        let paragraph = left.line.indent >= 2 && left.line.indent <= 8 && right.line.indent < 2;
        let wrap = wrap.filter(|_| !top || paragraph || i > 0 && out[i - 1]);
        out[i] = continues(left, right, text, next, wrap, top);
    }
    out
}

/// The page's width, where it breaks every line.
fn wrap(looks: &[Look]) -> Option<Wrap> {
    let text = || looks.iter().filter(|look| matches!(look.kind, Kind::Text | Kind::Item) && look.shape.width >= 20);
    let mut widths: Vec<usize> = text().map(|look| look.shape.width + usize::from(look.line.indent.min(4))).collect();
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
    (broken_full >= 3 && broken_full * 10 >= broken * 7 && whole * 3 >= widths.len() && width <= 160).then(|| {
        let indented = looks.iter().filter(|look| look.line.indent >= 2).count() * 12 >= looks.len();
        Wrap { width, slack, indented }
    })
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
    if let Some(wrap) = wrap
        && a.width + usize::from(left.line.indent.min(4)) + wrap.slack >= wrap.width
        && right.line.gap == 0
    {
        return !(wrap.indented && right.line.indent >= 2);
    }
    let tail = &text[a.tail..];
    // A sentence has ended in the line and a new one has not.
    if a.stops > 0 && a.width >= 36 && !is_credit(tail) {
        return tail.len() >= 2 && (right.line.indent < 2 || left.line.indent < 2);
    }
    if top {
        return false;
    }
    if is_lead(text) && a.chars <= 24 && right.line.gap == 0 {
        return true;
    }
    // A long line with commas is no heading, if the next goes on as sentences do.
    if a.commas > 0 && a.width >= 44 && b.prose() && right.line.gap <= 1 && !is_credit(tail) && speaks(text) {
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
        at >= 2 && (ours || media) && text.get(at + 1).is_none_or(|&c| matches!(c, ' ' | '(' | '记' | '通' | ':' | '【' | '[') || c.is_ascii_digit())
    })
}

/// Characters no line begins with.
fn begins_inside(c: char) -> bool {
    matches!(c, ',' | '。' | '、' | ';' | ':' | '!' | '?' | '”' | '’' | '》' | ')')
}

/// Words after which more must come.
fn wants_more(c: char) -> bool {
    matches!(c, '的' | '和' | '与' | '及' | '在' | '对' | '把' | '将' | '从' | '向' | '由' | '被' | '让' | '以' | '是')
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
    text.windows(2).any(|pair| WORDS.iter().any(|word| word == pair)) || text.iter().filter(|&&c| c == ',').count() >= 2
}

/// Whether what follows the last sentence is a credit: 通讯员供图, (张三 文/图), 来源:…
fn is_credit(tail: &[char]) -> bool {
    const WORDS: [[char; 2]; 8] =
        [['供', '图'], ['记', '者'], ['通', '讯'], ['摄', '影'], ['编', '辑'], ['来', '源'], ['图', '片'], ['文', '/']];
    tail.len() <= 40
        && (tail.last() == Some(&'摄')
            || tail.first() == Some(&'(') && tail.last() == Some(&')')
            || tail.windows(2).any(|pair| WORDS.iter().any(|word| word == pair)))
}
