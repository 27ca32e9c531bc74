//! The newspaper, site or account that a report comes from.

use super::name::{contains, ends_with, is_unit};
use super::raw;
use crate::text::{Document, Label, Role, is_han, is_word, labels};

/// Longest name of an outlet.
const LONGEST: usize = 30;
/// Longest line looked at.
const LINE: usize = 160;

/// Finds the outlet. What the text itself calls its source comes first, then where it was printed, then the
/// name in the page's head, then the newspaper whose news or reporter it is.
pub(super) fn find(doc: &Document<'_>) -> Option<String> {
    let around = || {
        doc.blocks()
            .iter()
            .filter(|block| !matches!(block.role, Role::Body | Role::Item | Role::Row | Role::Heading))
            .map(|block| doc.slice(block.span))
            .filter(|text| text.len() <= LINE)
    };
    let heads = || {
        let dated = |role| matches!(role, Role::Dateline | Role::Byline | Role::Boilerplate);
        doc.blocks().iter().take(8).filter(move |block| dated(block.role)).map(|block| doc.slice(block.span))
    };
    let body =
        || doc.blocks().iter().filter(|block| block.role == Role::Body).map(|block| doc.slice(block.span));
    let closing = || body().rev().take(2).filter_map(|text| text.get(text.len().saturating_sub(LINE)..));
    let opening = || body().take(1).map(|text| &text[..text.len().min(40)]);
    let found = around()
        .chain(closing())
        .find_map(source)
        .or_else(|| around().chain(closing()).find_map(printed))
        .or_else(|| heads().find_map(header))
        .or_else(|| opening().find_map(news))
        .or_else(|| around().chain(opening()).chain(closing()).find_map(reporter))
        .or_else(|| around().find_map(account));
    found.map(|name| raw(doc, name))
}

/// 来源:清江日报
fn source(text: &[char]) -> Option<&[char]> {
    for (start, length, label) in labels().find(text) {
        if label != Label::Outlet {
            continue;
        }
        let mut at = start + length;
        let separated = text.get(at).is_some_and(|c| matches!(c, ':' | '】' | '/' | '|' | ']'));
        while text
            .get(at)
            .is_some_and(|&c| matches!(c, ':' | '】' | '/' | '|' | ' ' | ']' | '《' | '“' | '【'))
        {
            at += 1;
        }
        let rest = &text[at..];
        // 转自公众号“楚地书香”
        let quoted = rest.iter().take(12).position(|&c| c == '“' || c == '《');
        let name = match quoted {
            Some(open) if rest[..open].iter().all(|&c| is_word(c)) && open > 0 => clip(&rest[open + 1..]),
            _ if separated || text.get(at.wrapping_sub(1)).is_some_and(|&c| c == '《' || c == '“') => {
                clip(rest)
            }
            _ => continue,
        };
        if let Some(name) = name
            && !is_department(name)
        {
            return Some(name);
        }
    }
    None
}

/// The name at the start of a text: up to a blank, a mark, a label.
fn clip(text: &[char]) -> Option<&[char]> {
    let end = text
        .iter()
        .position(|&c| !is_word(c) && !matches!(c, '+' | '·' | '-' | '—'))
        .unwrap_or(text.len())
        .min(LONGEST + 1);
    let name = &text[..end];
    (2..=LONGEST).contains(&name.len()).then_some(name).filter(|name| name.iter().any(|&c| is_han(c)))
}

/// A unit's own office: not an outlet.
fn is_department(name: &[char]) -> bool {
    const OFFICES: [&str; 12] = [
        "工作部",
        "宣传部",
        "政治部",
        "综合部",
        "党群部",
        "组织部",
        "宣传科",
        "政工科",
        "政治处",
        "宣传中心",
        "宣传处",
        "文库",
    ];
    OFFICES.iter().any(|office| ends_with(name, office))
        || name.len() <= 5 && ends_with(name, "办公室")
        || ends_with(name, "党委")
        || ends_with(name, "支部")
}

/// 刊于2021年3月2日《清江日报》3版, 摘自《…》, 《…》2022年8月30日第2版
fn printed(text: &[char]) -> Option<&[char]> {
    let open = text.iter().position(|&c| c == '《')?;
    let close = open + text[open..].iter().position(|&c| c == '》')?;
    let name = text.get(open + 1..close)?;
    let before = &text[..open];
    let from = before.len().saturating_sub(16);
    let told = ["刊于", "刊发于", "载于", "摘自", "原载", "刊登于", "发表于"]
        .iter()
        .any(|word| contains(&before[from..], word));
    let after = &text[close + 1..];
    let dated = after.iter().take(5).filter(|c| c.is_ascii_digit()).count() >= 4 && contains(after, "版");
    let reporter = after.iter().take(4).collect::<String>().contains("记者");
    ((told || dated || reporter) && (2..=LONGEST).contains(&name.len())).then_some(name)
}

/// 清江发布 2020-11-20 17:42: the account or the newspaper in the page's head.
fn header(text: &[char]) -> Option<&[char]> {
    let year = text.windows(5).position(|w| {
        w[..4].iter().all(char::is_ascii_digit)
            && matches!(w[..2], ['1', '9'] | ['2', '0'])
            && matches!(w[4], '-' | '/' | '.' | '年')
    })?;
    let head = text.get(..year)?;
    if head.last() != Some(&' ') {
        return None;
    }
    let words: Vec<&[char]> = head.split(|&c| c == ' ').filter(|word| !word.is_empty()).collect();
    let name = match words.as_slice() {
        [name] => *name,
        // 原创 somebody account
        [first, .., name] if first.iter().collect::<String>() == "原创" => *name,
        _ => return None,
    };
    let plain = name.iter().all(|&c| is_word(c) || c == '·');
    let bad = is_department(name)
        || ["编", "编印", "室", "科", "组", "公司", "于", "街道", "局", "委", "党委", "发言", "讲话", "情况"]
            .iter()
            .any(|end| ends_with(name, end));
    (plain
        && !bad
        && name.iter().any(|&c| is_han(c))
        && !name.starts_with(&['关', '于'])
        && (3..=14).contains(&name.len())
        && labels().find(name).next().is_none())
    .then_some(name)
}

/// 清江日报讯, 群众新闻网榆林讯
fn news(text: &[char]) -> Option<&[char]> {
    let end = text.iter().take(24).position(|&c| matches!(c, '讯' | '电'))?;
    let head = &text[..end];
    if !head.iter().all(|&c| is_word(c) || c == '—')
        || !text.get(end + 1).is_some_and(|&c| matches!(c, ' ' | '(' | '记' | '通' | '['))
    {
        return None;
    }
    // What follows the newspaper's name is a place.
    let name = ["报", "网", "社", "台", "频道", "客户端", "融媒"].iter().filter_map(|word| {
        let word: Vec<char> = word.chars().collect();
        head.windows(word.len()).rposition(|window| window == word.as_slice()).map(|at| at + word.len())
    });
    let name = head.get(..name.max()?)?;
    (name.len() >= 3 && name.first() != Some(&'本')).then_some(name)
}

/// 清江融媒记者 张三
fn reporter(text: &[char]) -> Option<&[char]> {
    let at = text.windows(2).position(|w| w == ['记', '者'])?;
    let start = text[..at].iter().rposition(|&c| !is_word(c)).map_or(0, |i| i + 1);
    let name = text.get(start..at)?;
    let media = [
        "日报",
        "晚报",
        "晨报",
        "早报",
        "时报",
        "融媒",
        "电视台",
        "新闻网",
        "客户端",
        "都市报",
        "商报",
        "青年报",
    ]
    .iter()
    .any(|end| ends_with(name, end));
    (media && name.len() <= 12 && name.first() != Some(&'本')).then_some(name)
}

/// 关注“清江发布”, 微信公众号:清江发布
fn account(text: &[char]) -> Option<&[char]> {
    let quoted = text.iter().position(|&c| c == '“')?;
    let close = quoted + text[quoted..].iter().position(|&c| c == '”')?;
    let name = text.get(quoted + 1..close)?;
    let rest = [&text[..quoted], &text[close..]].concat();
    (contains(&rest, "关注")
        && (2..=14).contains(&name.len())
        && !is_unit(name) | ends_with(name, "报") | ends_with(name, "网") | ends_with(name, "发布"))
    .then_some(name)
}
