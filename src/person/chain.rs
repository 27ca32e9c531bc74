//! Chains of posts before and after a name: [organization][body][title], part after part.

use super::host::last_called;
use super::title;
use crate::analysis::Analysis;
use crate::entity::{Entities, Mention};
use crate::lexicon::{Attr, PLACES};
use crate::record::Form;
use crate::segment::Pos;
use crate::span::Span;
use crate::text::is_letter;

/// What stands before a title and says whose post it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// An organization that is named there.
    Named(Mention),
    /// A noun that refers back (公司, 学院, 村), with the organization it means.
    Called(usize),
    /// A place that is no mention (大方县 in 大方县副县长).
    Place(Span),
    /// A name that was not recognized (北锅 in 北锅党委书记).
    Unknown,
    /// Nothing: that of the part before, or none.
    None,
}

/// One part of a chain of posts: [organization][body][title].
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) owner: Owner,
    /// A party body or a unit before the title (党委 in 党委书记, 居委会 in 居委会主任).
    pub(super) body: Span,
    pub(super) title: Span,
}

/// The most posts that one chain may have.
const MOST: usize = 8;
/// The longest unit before a title, in characters.
const UNIT: usize = 12;

fn is_gap(c: char) -> bool {
    matches!(c, '、' | '兼' | ' ' | '/' | '暨' | '及' | '和' | ',' | ';')
}

fn gap_before(chars: &[char], mut at: usize, block: usize) -> usize {
    while at > block && is_gap(chars[at - 1]) {
        at -= 1;
    }
    at
}

/// The beginning of the block that holds the character before a position.
pub(super) fn block_start(a: &Analysis<'_, '_>, end: usize) -> usize {
    a.doc.block_of(end.saturating_sub(1)).map_or(end, |b| b.span.start)
}

/// The chain of posts that ends right before a position, in text order, and where it begins.
pub(super) fn before(a: &Analysis<'_, '_>, entities: &Entities, name: usize) -> (Vec<Part>, usize) {
    let chars = a.doc.chars();
    let block = block_start(a, name);
    let mut parts: Vec<Part> = Vec::new();
    let mut end = before_name(a, entities, name, block);
    let mut first = end;
    while parts.len() < MOST && end > block {
        let Some(title) = title::ending(a, entities, end, block) else { break };
        let (owner, body, start) = owner_before(a, entities, title, block, name);
        parts.push(Part { owner, body, title });
        first = start;
        let gap = gap_before(chars, start, block);
        if gap == start {
            break;
        }
        end = gap;
    }
    if parts.is_empty()
        && let Some(at) = said_before(a, entities, end, block)
        && let Some(title) = title::ending(a, entities, at, block)
    {
        let (owner, body, start) = owner_before(a, entities, title, block, name);
        parts.push(Part { owner, body, title });
        first = start;
        let gap = gap_before(chars, start, block);
        if gap < start
            && let Some(title) = title::ending(a, entities, gap, block)
        {
            let (owner, body, start) = owner_before(a, entities, title, block, name);
            parts.push(Part { owner, body, title });
            first = start;
        }
    }
    parts.reverse();
    (parts, first)
}

/// Where 是 stands that says what the one named here is: 村党支部书记是85后大学生某某.
fn said_before(a: &Analysis<'_, '_>, entities: &Entities, end: usize, block: usize) -> Option<usize> {
    let chars = a.doc.chars();
    let from = end.saturating_sub(20).max(block);
    let at = (from..end)
        .rev()
        .find(|&i| matches!(chars[i], ',' | '。' | '、' | '是' | ';' | ':' | '(' | ')' | '\n'))?;
    let said = chars[at] == '是' && end - at > 1 && a.is_edge(at) && a.is_edge(at + 1);
    // What is between is no organization with a post of its own.
    (said && entities.within(Span::new(at, end)).is_empty()).then_some(at)
}

/// Where the title before a name ends: before blanks, a remark in parentheses, a degree.
fn before_name(a: &Analysis<'_, '_>, entities: &Entities, name: usize, block: usize) -> usize {
    let chars = a.doc.chars();
    let mut end = name;
    while end > block && matches!(chars[end - 1], ' ' | ':') {
        end -= 1;
    }
    // 副总经理Lin Mei(林梅): a name in other letters.
    if end > block + 1 && chars[end - 1] == '(' {
        let letters = chars[block..end - 1].iter().rev().take(32);
        let count =
            letters.take_while(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '.' | '·')).count();
        if count > 1 {
            end -= count + 1;
        }
    }
    // 副县长(挂职)某某
    if end > block && chars[end - 1] == ')' {
        let from = end.saturating_sub(16).max(block);
        if let Some(open) = chars[from..end].iter().rposition(|&c| c == '(').map(|i| from + i)
            && title::ending(a, entities, open, block).is_some()
        {
            return open;
        }
    }
    // 秘书长、法学博士某某, 校长、41岁的某某: a degree, an honour, an age after the posts.
    for _ in 0..2 {
        let from = end.saturating_sub(10).max(block);
        let text = &chars[from..end];
        let rank = text.ends_with(&['岁', '的'])
            || text.get(text.len().saturating_sub(2)..).is_some_and(|two| title::is_rank(a, two));
        if !rank {
            break;
        }
        let gap = (from..end).rev().find(|&i| matches!(chars[i], '、' | ',' | '兼'));
        match gap {
            Some(gap) if title::ending(a, entities, gap, block).is_some() => end = gap,
            _ => break,
        }
    }
    end
}

/// Whose post a title is: what stands before it, the body, and where they begin.
fn owner_before(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    title: Span,
    block: usize,
    name: usize,
) -> (Owner, Span, usize) {
    let chars = a.doc.chars();
    let start = title.start;
    let none = Span::new(start, start);
    // 居委会主任 is no organization of its own: its host stands before, or before the first post.
    let bare = |m: Mention| is_elided(a, a.doc.slice(m.span)) || is_reference(a, m);
    if let Some(m) = entities.ending_at(start).filter(|&m| !bare(m)) {
        return (Owner::Named(m), none, m.span.start);
    }
    if start > block
        && chars[start - 1] == '的'
        && let Some(m) = entities.ending_at(start - 1)
        && entities.all[m.entity].kind != crate::record::OrgKind::Party
    {
        return (Owner::Named(m), none, m.span.start);
    }
    // 区医保局长, 组织部长: what stands before ends with the first character of the title.
    let fused = title.len() == 2;
    if fused && let Some(m) = entities.ending_at(start + 1).filter(|&m| !bare(m)) {
        return (Owner::Named(m), none, m.span.start);
    }
    for at in [start, start + usize::from(fused)] {
        if let Some(len) = body_ending(a, at, block) {
            let body = Span::new(at - len, at);
            let (owner, from) = whole(a, entities, body.start, block, name);
            return (owner, body, from);
        }
        if at == start && !fused {
            break;
        }
    }
    // A unit of the organization that stands between it and the title (办公室, 营销部), or alone in the chain.
    if let Some((owner, from, unit)) = unit_before(a, entities, start, block, name) {
        return (owner, Span::new(unit, start), from);
    }
    match whole(a, entities, start, block, name) {
        (Owner::None | Owner::Unknown, from) => match place_before(a, title, block) {
            Some(place) => (Owner::Place(place), none, place.start),
            None if is_unknown(a, from, block) => (Owner::Unknown, none, from),
            None => (Owner::None, none, from),
        },
        (owner, from) => (owner, none, from),
    }
}

/// A place that stands before a post of its government, or before 第一书记.
fn place_before(a: &Analysis<'_, '_>, title: Span, block: usize) -> Option<Span> {
    let text = a.doc.slice(title);
    let chars = a.doc.chars();
    let end = title.start;
    if super::host::is_of_government(text) {
        let mut start = end;
        while start > block
            && let Some(t) = a.before(start).filter(|t| t.attrs & PLACES != 0 && t.span.end == start)
        {
            start = t.span.start;
        }
        return (end > start + 1).then_some(Span::new(start, end));
    }
    if !text.ends_with(&['第', '一', '书', '记']) {
        return None;
    }
    let village = matches!(chars.get(block..end)?, [.., '村'] | [.., '社', '区']);
    let mut start = end;
    while village
        && start > block
        && end - start < 8
        && let Some(t) = a.before(start)
        && !matches!(
            t.pos,
            Pos::Punctuation | Pos::Verb | Pos::Preposition | Pos::Particle | Pos::Conjunction
        )
    {
        start = t.span.start;
    }
    (end - start > 2).then_some(Span::new(start, end))
}

/// Whether a mention is a reference back that was taken for a name (我院, 本校).
fn is_reference(a: &Analysis<'_, '_>, m: Mention) -> bool {
    m.form != Form::Anaphor && matches!(a.char(m.span.start), Some('我' | '本' | '该'))
}

/// The organization or the noun that ends at a position, and where it begins.
fn whole(a: &Analysis<'_, '_>, entities: &Entities, end: usize, block: usize, name: usize) -> (Owner, usize) {
    let chars = a.doc.chars();
    if let Some(m) = entities.ending_at(end).filter(|&m| !is_reference(a, m)) {
        return (Owner::Named(m), m.span.start);
    }
    if end > block
        && chars[end - 1] == '的'
        && let Some(m) = entities.ending_at(end - 1)
    {
        return (Owner::Named(m), m.span.start);
    }
    match noun_before(a, entities, end, block, name) {
        Some((entity, from)) => (Owner::Called(entity), from),
        None if is_unknown(a, end, block) => (Owner::Unknown, end),
        None => (Owner::None, end),
    }
}

/// Whether a word that may be a name of an organization ends at a position.
fn is_unknown(a: &Analysis<'_, '_>, end: usize, block: usize) -> bool {
    let Some(t) = a.before(end).filter(|_| end > block) else { return false };
    // 村|支书 as one word of the dictionary.
    if t.span.end > end {
        return true;
    }
    let c = a.doc.chars()[end - 1];
    if !is_letter(c) || matches!(c, '兼' | '原' | '任' | '由' | '经' | '请' | '派' | '是') {
        return false;
    }
    matches!(
        t.pos,
        Pos::Noun
            | Pos::PersonName
            | Pos::PlaceName
            | Pos::OrgName
            | Pos::OtherName
            | Pos::Abbreviation
            | Pos::Morpheme
            | Pos::Foreign
            | Pos::Mask
            | Pos::Other
    ) && !t.is(Attr::Post)
        && !t.is(Attr::Rank)
}

/// A noun that refers back and ends at a position (公司, 我校, 该局): what it means and where it begins.
fn noun_before(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    end: usize,
    block: usize,
    name: usize,
) -> Option<(usize, usize)> {
    let chars = a.doc.chars();
    for len in (1..=4.min(end.saturating_sub(block))).rev() {
        let start = end - len;
        if chars[start..end].iter().any(|&c| !is_letter(c)) {
            continue;
        }
        let determiner =
            start > block && matches!(chars[start - 1], '该' | '本' | '我' | '原' | '现' | '任' | '时');
        let edge = start == block || !is_letter(chars[start - 1]) || determiner || a.is_edge(start);
        if !edge {
            continue;
        }
        if let Some(entity) = last_called(entities, &chars[start..end], name) {
            return Some((entity, start - usize::from(determiner)));
        }
    }
    None
}

fn is_elided(a: &Analysis<'_, '_>, text: &[char]) -> bool {
    a.lexicon.is_elided(text)
}

/// The length of a party body (with its modifiers) or an elided body that ends at a position.
fn body_ending(a: &Analysis<'_, '_>, end: usize, block: usize) -> Option<usize> {
    let text = a.doc.chars().get(block..end)?;
    let body = a.lexicon.body_ending(text).map(|(len, _)| len);
    let elided = a.lexicon.elided_ending(text).map(|(len, _)| len);
    // 广西桂柳牧业集团党副书记: 党 alone.
    let mut len = body.max(elided).or_else(|| text.ends_with(&['党']).then_some(1))?;
    loop {
        let rest = &text[..text.len() - len];
        match a.lexicon.modifier_ending(rest).or_else(|| ordinal_ending(rest)) {
            Some(modifier) => len += modifier,
            None => return Some(len),
        }
    }
}

/// The length of an ordinal that ends here (第一, 第十二).
fn ordinal_ending(text: &[char]) -> Option<usize> {
    let digits = text.iter().rev().take_while(|c| "一二三四五六七八九十0123456789".contains(**c)).count();
    let start = text.len().checked_sub(digits + 1).filter(|_| (1..=3).contains(&digits))?;
    (text[start] == '第').then_some(digits + 1)
}

/// Whether a unit can end with this character.
fn ends_unit(c: char) -> bool {
    matches!(
        c,
        '部' | '处'
            | '室'
            | '科'
            | '办'
            | '组'
            | '心'
            | '股'
            | '站'
            | '所'
            | '队'
            | '院'
            | '系'
            | '会'
            | '委'
            | '局'
            | '间'
            | '班'
            | '厂'
            | '段'
            | '庭'
            | '团'
    )
}

/// Whether a text can be the name of a unit (人事科, 总装车间).
pub(super) fn is_unit(a: &Analysis<'_, '_>, text: &[char]) -> bool {
    text.last().is_some_and(|&c| ends_unit(c)) && text.len() > 1 && !is_elided(a, text)
}

/// A unit that ends at a position: whose it is, where that begins, where the unit begins.
fn unit_before(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    end: usize,
    block: usize,
    name: usize,
) -> Option<(Owner, usize, usize)> {
    let chars = a.doc.chars();
    if end <= block || !ends_unit(chars[end - 1]) {
        return None;
    }
    for start in (block.max(end.saturating_sub(UNIT))..end).rev() {
        let c = chars[start];
        if !is_letter(c) || c == '兼' {
            // 、宣教处处长: alone in the chain.
            let alone = matches!(c, '、' | '兼' | ',') && end - start > 2 && a.is_edge(start + 1);
            return alone.then_some((Owner::None, start + 1, start + 1));
        }
        if !a.is_edge(start) || start + 1 == end {
            continue;
        }
        if let Some(m) = entities.ending_at(start) {
            return Some((Owner::Named(m), m.span.start, start));
        }
        if start > block
            && !is_gap(chars[start - 1])
            && let Some((entity, from)) = noun_before(a, entities, start, block, name)
            && (from == block || !is_letter(chars[from - 1]))
        {
            return Some((Owner::Called(entity), from, start));
        }
    }
    None
}

/// How posts are joined to the name before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// 张某,某县副县长; 张某(某公司经理).
    Apposition,
    /// 张某任某局局长.
    Holds,
    /// 张某局长.
    Address,
}

/// Posts after a name.
pub(super) fn after(a: &Analysis<'_, '_>, entities: &Entities, start: usize) -> (Vec<Part>, Join) {
    let chars = a.doc.chars();
    // 某某(布依族)当选主席: a remark between the name and the verb.
    let remark = chars.get(start..start + 8).and_then(|r| match r {
        ['(', ..] => {
            r.iter().position(|&c| c == ')').filter(|&i| i > 1 && matches!(r[i - 1], '族' | '女' | '籍'))
        }
        _ => None,
    });
    let start = start + remark.map_or(0, |i| i + 1);
    let Some(rest) = chars.get(start..) else { return (Vec::new(), Join::Address) };
    let (join, mut at) = match rest {
        [',' | '(', '男' | '女', ..] => {
            match rest.iter().take(160).position(|c| matches!(c, '。' | ';' | '\n')) {
                // 张某,男,1980年1月生,现任某局局长
                Some(end) if let Some(at) = rest[..end].windows(2).position(|w| w == ['现', '任']) => {
                    (Join::Holds, start + at + 2)
                }
                _ => (Join::Apposition, start + 3),
            }
        }
        ['(' | ',', ..] => (Join::Apposition, start + 1),
        [' ' | '\t', ..] if begins_line(a, start) => {
            (Join::Apposition, start + rest.iter().take_while(|c| matches!(c, ' ' | '\t')).count())
        }
        [] | ['、', ..] => return (Vec::new(), Join::Address),
        _ => match verb_of_holding(rest) {
            Some(len) => (Join::Holds, start + len),
            None => {
                let title = title::starting(a, start).filter(|&t| !title::is_work(a, t));
                let none = Span::new(start, start);
                let part = title.map(|title| Part { owner: Owner::None, body: none, title });
                return (part.into_iter().collect(), Join::Address);
            }
        },
    };
    if join == Join::Apposition {
        while matches!(
            chars.get(at),
            Some('现' | '时' | '原' | '任' | '系' | '担' | '是' | '为' | '也' | ' ')
        ) {
            at += 1;
        }
    }
    let mut parts = Vec::new();
    while parts.len() < MOST {
        let Some(part) = part_after(a, entities, at, start) else { break };
        parts.push(part);
        match chars.get(part.title.end) {
            Some('、' | '兼') => at = part.title.end + 1,
            Some(',') if join == Join::Holds && chars.get(start) == Some(&',') => at = part.title.end + 1,
            _ => break,
        }
    }
    if join == Join::Apposition && !parts.first().is_some_and(|p| p.owner != Owner::None) {
        parts.clear();
    }
    (parts, join)
}

/// Whether the name that ends at a position begins its line: 某某  某县财政局局长.
fn begins_line(a: &Analysis<'_, '_>, end: usize) -> bool {
    let block = block_start(a, end);
    let before = a.doc.chars().get(block..end).unwrap_or_default();
    before.len() <= 5
}

/// The length of a verb of holding a post that `chars` begins with.
fn verb_of_holding(chars: &[char]) -> Option<usize> {
    const VERBS: [&[char]; 19] = [
        &['已', '是'],
        &['就', '是'],
        &['正', '是'],
        &['曾', '任'],
        &['曾', '是'],
        &['升', '任'],
        &['当', '选', '为'],
        &['同', '时', '担', '任'],
        &['担', '任'],
        &['兼', '任'],
        &['连', '任'],
        &['接', '任'],
        &['出', '任'],
        &['当', '选'],
        &['现', '任'],
        &['时', '任'],
        &['任'],
        &['为'],
        &['是'],
    ];
    VERBS.iter().find(|v| chars.starts_with(v)).map(|v| v.len())
}

/// The part of a chain that begins at a position.
fn part_after(a: &Analysis<'_, '_>, entities: &Entities, at: usize, name: usize) -> Option<Part> {
    let chars = a.doc.chars();
    // 首届联盟轮值主席, 第一任支部书记
    let at = match chars.get(at..)? {
        ['首' | '本' | '该' | '上' | '新', '届' | '任', ..] => at + 2,
        ['第', _, '届' | '任', ..] | ['新', '一', '届' | '任', ..] => at + 3,
        ['该' | '本', ..] => at + 1,
        _ => at,
    };
    let mention = entities.starting_at(at).filter(|m| !is_elided(a, a.doc.slice(m.span)));
    let (mut owner, from) = match mention {
        Some(m) => (Owner::Named(m), m.span.end + usize::from(a.char(m.span.end) == Some('的'))),
        None => (Owner::None, at),
    };
    if let Some(title) = title::starting(a, from) {
        return Some(Part { owner, body: Span::new(from, from), title });
    }
    // A body or a unit before the title.
    let mut ends = (from + 1..=from + UNIT)
        .take_while(|&e| chars.get(e - 1).is_some_and(|&c| is_letter(c)))
        .filter(|&e| title::starting(a, e).is_some());
    let first = ends.clone().next()?;
    // 机关党总支|书记, though 总支书记 is a title too.
    let end = ends.find(|&e| body_ending(a, e, from) == Some(e - from)).unwrap_or(first);
    let mut body = Span::new(from, end);
    if owner == Owner::None {
        let len = body_ending(a, end, from).unwrap_or(0);
        let noun = end - len;
        if noun > from {
            let entity = last_called(entities, &chars[from..noun], name)?;
            owner = Owner::Called(entity);
        }
        body = Span::new(noun, end);
    }
    Some(Part { owner, body, title: title::starting(a, end)? })
}
