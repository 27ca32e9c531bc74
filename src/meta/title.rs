//! The headline.

use super::name::ends_with;
use super::{byline, raw};
use crate::text::{Block, Document, Role};

/// How many lines a headline may have.
const LINES: usize = 3;

/// Finds the headline and puts its lines together.
pub(super) fn find(doc: &Document<'_>) -> Option<String> {
    let blocks = doc.blocks();
    let mut groups: Vec<Vec<&[char]>> = Vec::new();
    let mut last: Option<&Block> = None;
    let mut speech = false;
    let mut site = 0;
    for (i, block) in blocks.iter().enumerate() {
        if block.role == Role::Boilerplate && doc.slice(block.span).contains(&'>') {
            // Above the path of the page stands the name of the site.
            site = groups.len();
        }
        if block.role != Role::Title {
            continue;
        }
        let text = strip(doc.slice(block.span));
        let adjacent =
            last.is_some() && i > 0 && blocks.get(i - 1).is_some_and(|before| before.role == Role::Title);
        let follows = adjacent && (is_subtitle(text) || last.is_some_and(|before| !gap(doc, before, block)));
        last = Some(block);
        let signed = speech && byline::speaker(text).is_some();
        speech |= byline::is_speech(text);
        if signed || is_other(text) {
            // What follows a document's number is not one with what stands before it.
            if !signed && ends_with(text, "号") {
                last = None;
            }
            continue;
        }
        match groups.last_mut() {
            Some(group) if follows && group.len() < LINES => group.push(text),
            _ => groups.push(vec![text]),
        }
    }
    if site < groups.len() {
        groups.drain(..site);
    }
    // A masthead stays only if there is nothing else.
    let heads = |group: &Vec<&[char]>| group.iter().all(|text| is_masthead(text));
    let notice = groups.iter().find(|group| group.iter().any(|text| is_notice(text)));
    let mut lines =
        notice.or_else(|| groups.iter().find(|group| !heads(group))).or_else(|| groups.first())?.clone();
    if lines.iter().any(|text| !is_masthead(text)) {
        lines.retain(|text| !is_masthead(text));
    }
    // 关于…的通知, …会议纪要 is the title of a document; the line before it says who issued it.
    if let Some(document) = lines.iter().position(|text| is_notice(text) || is_document(text))
        && lines[..document].iter().any(|text| text.contains(&' ') || is_issuer(text))
    {
        lines.drain(..document);
    }
    let mut out = String::new();
    for line in lines {
        let glued = out.is_empty()
            || matches!(line.first(), Some('—' | '“' | '《' | '-' | '0'..='9'))
            || line.starts_with(&['关', '于']);
        if !glued {
            out.push(' ');
        }
        out.push_str(&raw(doc, line));
    }
    (out.chars().count() >= 4).then_some(out)
}

/// 会议纪要, 公示通告
fn is_document(text: &[char]) -> bool {
    ["通告", "纪要", "公示", "公告", "通报", "通知", "决定"].iter().any(|end| ends_with(text, end))
}

/// A unit's name alone on its line.
fn is_issuer(text: &[char]) -> bool {
    [
        "委员会",
        "办公室",
        "组织部",
        "宣传部",
        "统战部",
        "工作部",
        "局",
        "党委",
        "党组",
        "工委",
        "联合会",
        "指挥部",
        "中心",
        "公司",
        "组",
    ]
    .iter()
    .any(|end| ends_with(text, end))
}

/// 关于公布结对名单的通知
fn is_notice(text: &[char]) -> bool {
    text.starts_with(&['关', '于'])
        && ["通知", "通报", "意见", "决定", "方案", "公示", "公告", "办法", "名单", "报告", "函"].iter().any(
            |end| ends_with(text, end) || text.strip_suffix(&[')']).is_some_and(|text| ends_with(text, end)),
        )
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
        if first.is_alphanumeric()
            || matches!(first, '“' | '‘' | '《' | '【' | '(' | '—' | '*' | '-' | '"' | '[' | '#')
        {
            break;
        }
        text = rest;
    }
    for mark in ["【范文】", "【转帖】", "【转载】", "【原创】", "[转帖]", "[转载]", "标题:"]
    {
        let mut rest = text.iter();
        if mark.chars().all(|c| rest.next() == Some(&c)) {
            text = rest.as_slice();
        }
    }
    text
}

/// Lines at the head that are no headline: a column's name in brackets, a number of the paper, a greeting.
fn is_other(text: &[char]) -> bool {
    let (first, last) = (text.first(), text.last());
    let digits = text.iter().filter(|c| c.is_ascii_digit()).count();
    matches!((first, last), (Some('【'), Some('】')) | (Some('('), Some(')')) | (Some('['), Some(']')))
        && text.iter().filter(|&&c| c == '】' || c == ')').count() <= 2
        || last == Some(&':')
        || ends_with(text, "号") && text.iter().any(|&c| matches!(c, '〔' | '[' | '(')) && digits >= 4
        || ends_with(text, "文件") && text.len() <= 24
        || is_issue(text)
        || ends_with(text, " 今天")
        || text.starts_with(&['编', '者', '按'])
        || text.starts_with(&['按', ':'])
        || text.starts_with(&['本', '期', '要', '目'])
        || matches!(text, ['目', .., '录'])
        || !text.iter().any(|c| c.is_alphabetic())
        || text.starts_with(&['问', ':'])
        || text.starts_with(&['答', ':'])
}

/// 2017年第11期, 第7期(总第52期), A06版
fn is_issue(text: &[char]) -> bool {
    let column = if text.first() == Some(&'【') {
        text.iter().position(|&c| c == '】').map_or(0, |i| i + 1)
    } else {
        0
    };
    let text = &text[column..];
    let rest = text
        .iter()
        .filter(|&&c| {
            !(c.is_ascii_digit()
                || matches!(
                    c,
                    '第' | '期' | '总' | '年' | '(' | ')' | ' ' | '版' | '月' | '日' | '号' | '刊'
                ))
        })
        .count();
    rest == 0 || rest <= 2 && text.contains(&'期') && text.contains(&'第')
}

/// The name of the paper: 党建工作简报, 某某新闻网.
fn is_masthead(text: &[char]) -> bool {
    if text.first() == Some(&'《')
        && text.windows(2).any(|w| matches!(w, ['报' | '刊', '》']))
        && text.contains(&'|')
    {
        return true;
    }
    text.len() <= 24
        && [
            "简报",
            "简讯",
            "快报",
            "专报",
            "要情",
            "月报",
            "周报",
            "新闻网",
            "工作动态",
            "学院新闻",
            "党建动态",
            "日报",
            "晚报",
            "版",
        ]
        .iter()
        .any(|end| ends_with(text, end))
}
