//! The headline.

use super::name::ends_with;
use crate::text::{Block, Document, Role};

/// How many lines a headline may have.
const LINES: usize = 3;

/// Finds the headline and puts its lines together.
pub(super) fn find(doc: &Document<'_>) -> Option<String> {
    let blocks = doc.blocks();
    let mut groups: Vec<Vec<&Block>> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        if block.role != Role::Title {
            continue;
        }
        let text = doc.slice(block.span);
        let before = i.checked_sub(1).and_then(|k| blocks.get(k)).filter(|before| before.role == Role::Title);
        let follows = before.is_some_and(|before| is_subtitle(text) || !gap(doc, before, block));
        match groups.last_mut() {
            Some(group) if follows && group.len() < LINES => group.push(block),
            _ => groups.push(vec![block]),
        }
    }
    let lines = |group: &[&Block]| -> Vec<Vec<char>> {
        group.iter().map(|block| strip(doc.slice(block.span)).to_vec()).filter(|text| !text.is_empty()).collect()
    };
    // What is no headline at all goes; a masthead stays only if there is nothing else.
    let mut candidates: Vec<Vec<Vec<char>>> = groups.iter().map(|group| lines(group)).collect();
    for group in &mut candidates {
        group.retain(|text| !is_other(text));
    }
    candidates.retain(|group| !group.is_empty());
    let heads = |group: &Vec<Vec<char>>| group.iter().all(|text| is_masthead(text));
    let chosen = candidates.iter().find(|group| !heads(group)).or_else(|| candidates.first())?;
    let mut lines: Vec<&[char]> = chosen.iter().map(Vec::as_slice).collect();
    if lines.iter().any(|text| !is_masthead(text)) {
        lines.retain(|text| !is_masthead(text));
    }
    // 关于…的通知 is the title of a document; what stands before it is who issued it, unless it is one with it.
    if let Some(about) = lines.iter().position(|text| text.starts_with(&['关', '于']))
        && lines[..about].iter().any(|text| text.contains(&' '))
    {
        lines.drain(..about);
    }
    let mut out = String::new();
    for line in lines {
        let glued = out.is_empty() || matches!(line.first(), Some('—' | '“' | '《' | '-' | '0'..='9')) || line.starts_with(&['关', '于']);
        if !glued {
            out.push(' ');
        }
        out.extend(line);
    }
    (out.chars().count() >= 4).then_some(out)
}

/// Whether an empty line parts two blocks.
fn gap(doc: &Document<'_>, before: &Block, block: &Block) -> bool {
    let (from, to) = (doc.raw_span(before.span).end_byte, doc.raw_span(block.span).start_byte);
    doc.raw().get(from..to).is_some_and(|between| between.matches('\n').count() > 1)
}

fn is_subtitle(text: &[char]) -> bool {
    text.starts_with(&['—']) || text.starts_with(&['-', '-'])
}

/// Without ornaments before it and 【转帖】-like marks.
fn strip(mut text: &[char]) -> &[char] {
    while let Some((&first, rest)) = text.split_first() {
        if first.is_alphanumeric() || matches!(first, '“' | '‘' | '《' | '【' | '(' | '—' | '*' | '-' | '"' | '[' | '#') {
            break;
        }
        text = rest;
    }
    for mark in ["【范文】", "【转帖】", "【转载】", "【原创】", "[转帖]", "[转载]", "标题:"] {
        let mark: Vec<char> = mark.chars().collect();
        text = text.strip_prefix(mark.as_slice()).unwrap_or(text);
    }
    text
}

/// Lines at the head that are no headline: a column's name in brackets, a number of the paper, a greeting.
fn is_other(text: &[char]) -> bool {
    let (first, last) = (text.first(), text.last());
    let digits = text.iter().filter(|c| c.is_ascii_digit()).count();
    matches!((first, last), (Some('【'), Some('】')) | (Some('('), Some(')')) | (Some('['), Some(']'))) && text.iter().filter(|&&c| c == '】' || c == ')').count() <= 2
        || last == Some(&':')
        || ends_with(text, "号") && text.iter().any(|&c| matches!(c, '〔' | '[' | '(')) && digits >= 4
        || ends_with(text, "文件") && text.len() <= 24
        || is_issue(text)
        || text.starts_with(&['编', '者', '按'])
        || !text.iter().any(|c| c.is_alphabetic())
        || text.starts_with(&['问', ':']) || text.starts_with(&['答', ':'])
}

/// 2017年第11期, 第7期(总第52期), A06版
fn is_issue(text: &[char]) -> bool {
    let rest = text.iter().filter(|&&c| !(c.is_ascii_digit() || matches!(c, '第' | '期' | '总' | '年' | '(' | ')' | ' ' | '版' | '月' | '日' | '号' | '刊'))).count();
    rest == 0 || rest <= 2 && text.contains(&'期') && text.contains(&'第')
}

/// The name of the paper: 党建工作简报, 某某新闻网.
fn is_masthead(text: &[char]) -> bool {
    text.len() <= 24
        && ["简报", "简讯", "快报", "专报", "要情", "月报", "周报", "新闻网", "工作动态", "学院新闻", "党建动态", "日报", "晚报", "版"].iter().any(|end| ends_with(text, end))
}
