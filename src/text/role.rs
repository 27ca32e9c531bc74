//! What a line is, as far as it tells by itself, and what a block is among its neighbours.

use super::boilerplate::Boilerplate;
use super::label::{Label, labels};
use super::phrase::Phrases;
use super::scan::Line;
use super::shape::{Marker, Shape, is_word, marker};
use crate::lexicon::cells;
use std::sync::LazyLock;

/// What a line is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Item,
    Row,
    Caption,
    Byline,
    Dateline,
    Boilerplate,
}

const CAPTIONS: &str = crate::lexicon::bundled::CAPTION;

/// How captions begin (`true`) and end (`false`), the latter back to front.
static CAPTION: LazyLock<(Phrases<()>, Vec<Vec<char>>)> = LazyLock::new(|| {
    let of = |place: &'static str| cells(CAPTIONS).filter(move |row| row.get(1) == Some(&place));
    let start = Phrases::new(of("start").filter_map(|row| Some((row.first()?.chars().collect(), ()))));
    let end = of("end").filter_map(|row| Some(row.first()?.chars().collect())).collect();
    (start, end)
});

/// Longest byline, caption and dateline.
const BYLINE: usize = 80;
const CAPTION_LENGTH: usize = 100;
const DATELINE: usize = 60;

/// Tells what lines are.
#[derive(Debug)]
pub(super) struct Kinds {
    pub(super) boilerplate: Boilerplate,
}

impl Kinds {
    pub(super) fn new() -> Self {
        Self { boilerplate: Boilerplate::new() }
    }

    /// What a line is by itself.
    pub(super) fn of(&mut self, text: &[char], shape: &Shape, line: &Line) -> Kind {
        if text.len() <= DATELINE && is_dateline(text, shape) {
            return Kind::Dateline;
        }
        if text.len() <= BYLINE
            && shape.stops == 0
            && shape.last != '。'
            && !text.iter().any(|&c| matches!(c, '?' | '!'))
            && let Some(kind) = labelled(text)
        {
            return if self.boilerplate.is(text, shape) { Kind::Boilerplate } else { kind };
        }
        if self.boilerplate.is(text, shape) {
            return Kind::Boilerplate;
        }
        if line.tabbed && !shape.prose() || shape.bars >= 2 {
            return Kind::Row;
        }
        if text.len() <= CAPTION_LENGTH && is_caption(text, shape) {
            return Kind::Caption;
        }
        match marker(text) {
            Some((Marker::Figure | Marker::Bullet, _)) => Kind::Item,
            _ => Kind::Text,
        }
    }
}

/// What a line with labels is.
fn labelled(text: &[char]) -> Option<Kind> {
    let kind = |label| if label == Label::Date { Kind::Dateline } else { Kind::Byline };
    if let Some(label) = begins_with_label(text) {
        return Some(kind(label));
    }
    // Two labels with colons make any line a byline, and one if a full date stands in it.
    let is_colon = |c: &char| matches!(c, ':' | '/' | '|' | '丨');
    if !text.iter().any(is_colon) {
        return None;
    }
    let mut found = None;
    let mut count = 0;
    for (start, length, label) in labels().find(text) {
        let open = start == 0 || text.get(start - 1).is_some_and(|&c| !is_word(c));
        let colon = text[start + length..].iter().find(|&&c| c != ' ').is_some_and(is_colon);
        if open && colon {
            count += 1;
            found = found.or(Some(label));
        }
    }
    match (count, found) {
        (2.., Some(label)) => Some(kind(label)),
        (1, Some(_)) if has_date(text) => Some(Kind::Dateline),
        _ => None,
    }
}

/// The label a line begins with, if what follows can be names.
fn begins_with_label(text: &[char]) -> Option<Label> {
    let labels = labels();
    let begin = text.iter().position(|&c| is_word(c))?;
    if begin > 3 {
        return None;
    }
    let body = &text[begin..];
    // 【南方日报记者】魏英, 清江日报记者 张三: the label ends a short phrase.
    let edge = body.iter().take(16).position(|&c| !is_word(c)).unwrap_or(body.len().min(16));
    let (label, end) = match labels.at(body) {
        Some(found) => found,
        None => (2..edge).find_map(|i| {
            let (label, length) = labels.at(&body[i..])?;
            (i + length == edge && length >= 2).then_some((label, edge))
        })?,
    };
    let rest = body.get(end..).filter(|rest| !rest.is_empty())?;
    let commas = rest.iter().filter(|&&c| c == ',').count();
    let first = rest.first().copied().unwrap_or('\n');
    let parted = matches!(first, ':' | '/' | '|' | '丨' | ' ' | '】' | ']') && (end >= 2 || first != ' ');
    let named = rest.iter().take_while(|&&c| is_word(c)).count();
    let ends = rest.get(named).is_none_or(|&c| matches!(c, ' ' | '、' | '/' | ')' | '】' | ','));
    let glued = matches!(label, Label::Reporter | Label::Correspondent)
        && (2..=9).contains(&named)
        && ends
        && commas == 0;
    (parted && commas <= 2 || glued).then_some(label)
}

/// Whether a full date stands in a line: 2021-03-02, 2021年3月2日.
fn has_date(text: &[char]) -> bool {
    text.windows(8).any(|w| {
        w[..4].iter().all(char::is_ascii_digit)
            && matches!(w[4], '-' | '/' | '.' | '年')
            && w[5].is_ascii_digit()
            && w[6..].iter().any(|&c| matches!(c, '-' | '/' | '.' | '月'))
    })
}

/// A date, alone or with what sites write around it.
fn is_dateline(text: &[char], shape: &Shape) -> bool {
    let year = || text.windows(4).any(|w| w.iter().all(char::is_ascii_digit));
    let numeral = |c: &&char| {
        matches!(c, '〇' | '二' | '一' | '零' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    let chinese = || text.contains(&'年') && text.contains(&'月') && text.iter().filter(numeral).count() >= 6;
    if !(shape.figures >= 5 && year() || chinese()) {
        return false;
    }
    if text.iter().any(|&c| matches!(c, ',' | '。' | '、' | '“' | '《' | ';')) {
        return false;
    }
    let mut rest = 0;
    for &c in text {
        match c {
            '0'..='9' | '年' | '月' | '日' | '号' | '时' | '分' | '秒' | '星' | '期' | '第' | '总' =>
                {}
            '-' | '/' | '.' | ':' | ' ' | '(' | ')' | '[' | ']' | '【' | '】' | '|' | '·' | '—' | '*'
            | 'T' => {}
            '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '零' => {
            }
            _ => rest += 1,
        }
    }
    let clock = text.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == ':' && w[2].is_ascii_digit());
    // 清江日报 2021年3月2日 第3版: the date stands between blanks.
    let apart = text.contains(&' ') && !text.first().is_some_and(char::is_ascii_digit);
    if has_date(text) && (clock || apart) {
        return rest <= 24;
    }
    let issued = text.iter().rev().take(12).collect::<String>().contains('编') || text.contains(&'编');
    rest <= 4 || issued && rest <= 40 && text.contains(&' ')
}

fn is_caption(text: &[char], shape: &Shape) -> bool {
    let (start, end) = &*CAPTION;
    let bare =
        text.iter().position(|&c| !matches!(c, '▲' | '△' | '↑' | '⬆' | '◎' | '■' | '●' | ' ')).unwrap_or(0);
    let arrow = matches!(text.first(), Some('▲' | '△' | '↑' | '⬆'));
    let head = &text[bare..];
    let numbered = head.first() == Some(&'图')
        && head
            .get(1)
            .is_some_and(|&c| matches!(c, '①'..='⑳' | '0'..='9' | '一' | '二' | '三' | '四' | '五'))
        && head.iter().take(5).any(|&c| matches!(c, ':' | ' ' | '为' | '、' | '.'));
    let ends = text.strip_suffix(&['。']).unwrap_or(text);
    (arrow && shape.stops <= 1 && text.len() <= 60)
        || numbered
        || start.at(head).is_some()
        || shape.stops <= 1
            && shape.commas <= 3
            && end.iter().any(|phrase| ends.ends_with(phrase))
            && given(ends)
}

/// Whether what stands before 摄 or 供图 is a credit and not a verb: a blank, a stop or a bracket parts it off.
fn given(text: &[char]) -> bool {
    let from = text.len().saturating_sub(16);
    text[from..].iter().any(|&c| matches!(c, ' ' | '。' | '(' | '/' | ':')) || text.len() <= 12
}
