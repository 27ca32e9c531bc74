//! Posts: what stands before and after a name, and the organization in which it is held.

use crate::analysis::Analysis;
use crate::entity::{Entities, Entity, Mention, Name};
use crate::record::{OrgKind, PartyLevel};
use crate::span::Span;

/// A post of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) organization: Option<usize>,
    pub(crate) title: String,
}

/// One part of a chain of posts: [organization][body][title].
#[derive(Debug, Clone)]
struct Part {
    mention: Option<Mention>,
    /// A party body or elided unit before the title (党委 in 党委书记, 居委会 in 居委会主任).
    body: Span,
    title: Span,
}

/// The longest title, in characters.
const LONGEST: usize = 9;
/// How many organizations a body is compared with.
const MOST_COMPARED: usize = 2048;
/// The most posts that one chain may have.
const MOST: usize = 8;

/// Posts of a name that stands at `name`, from what is written before and after it.
pub(crate) fn posts(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    name: Span,
    list_start: usize,
) -> Vec<Post> {
    let mut parts = before(a, entities, list_start);
    let from_before = !parts.is_empty();
    if !from_before {
        parts = after(a, entities, name.end);
    }
    resolve(a, entities, &parts, list_start)
}

fn is_gap(c: char) -> bool {
    matches!(c, '、' | '兼' | ' ' | '/' | '暨' | '及' | '和' | ',' | ';')
}

/// The chain of posts that ends right before a position.
fn before(a: &Analysis<'_, '_>, entities: &Entities, end: usize) -> Vec<Part> {
    let chars = a.doc.chars();
    let block = a.doc.block_of(end.saturating_sub(1)).map_or(end, |b| b.span.start);
    let mut parts: Vec<Part> = Vec::new();
    let mut end = end;
    while parts.len() < MOST {
        // A blank between title and name.
        while end > block && (chars[end - 1] == ' ' || (parts.is_empty() && matches!(chars[end - 1], ':'))) {
            end -= 1;
        }
        if end <= block {
            break;
        }
        // 兼任, 兼 between two posts.
        let Some(title) = title_ending(a, end, block) else { break };
        // Words between the title and what it belongs to.
        let mut start = title.start;
        let mut body = Span::new(start, start);
        let mut mention = entities.ending_at(start);
        // 书记、居委会主任: a body whose host stands before the first post.
        if let Some(m) = mention
            && a.lexicon.elided_ending(a.doc.slice(m.span)).is_some_and(|(len, _)| len == m.span.len())
        {
            mention = None;
        }
        if mention.is_none() && start > block && chars[start - 1] == '的' {
            mention = entities.ending_at(start - 1).filter(|m| entities.all[m.entity].kind != OrgKind::Party);
            if mention.is_some() {
                start -= 1;
            }
        }
        if mention.is_none() {
            if let Some(len) = body_ending(a, start, block) {
                body = Span::new(start - len, start);
                start -= len;
                mention = entities.ending_at(start);
                if mention.is_none() && start > block && chars[start - 1] == '的' {
                    mention = entities.ending_at(start - 1);
                }
            } else {
                // A unit of the organization that stands between it and the title (办公室, 营销部).
                let from = unit_start(a, entities, start, block);
                if let Some(m) = entities.ending_at(from).filter(|_| from < start) {
                    body = Span::new(from, start);
                    start = from;
                    mention = Some(m);
                }
            }
        }
        // 区医保局长: the organization ends with the first character of the title.
        if mention.is_none()
            && let Some(m) = entities.ending_at(title.start + 1)
            && title.len() == 2
        {
            mention = Some(m);
        }
        let done = mention.is_some();
        let next = mention.map_or(start, |m| m.span.start);
        parts.push(Part { mention, body, title });
        if done {
            // Another chain may stand before (原…, …兼…), but only joined by 兼 or 、.
            let gap = gap_before(chars, next, block);
            if gap == next {
                break;
            }
            end = gap;
            // Only go on where a title stands right there.
            if title_ending(a, end, block).is_none() {
                break;
            }
            continue;
        }
        let gap = gap_before(chars, next, block);
        if gap == next || matches!(chars[gap..next], [',' | ';', ..]) {
            break;
        }
        end = gap;
    }
    parts.reverse();
    parts
}

fn gap_before(chars: &[char], mut at: usize, block: usize) -> usize {
    while at > block && is_gap(chars[at - 1]) {
        at -= 1;
    }
    at
}

/// The longest title that ends at a position.
fn title_ending(a: &Analysis<'_, '_>, end: usize, block: usize) -> Option<Span> {
    let chars = a.doc.chars();
    let mut start = end - a.lexicon.post_ending(&chars[block..end], LONGEST)?;
    // 驻村第一书记, 行政总监: words before the post that belong to it.
    while let Some(len) = a.lexicon.title_modifier_ending(&chars[block..start]) {
        start -= len;
    }
    Some(Span::new(start, end))
}

/// The longest title that begins at a position.
fn title_starting(a: &Analysis<'_, '_>, from: usize) -> Option<Span> {
    let chars = a.doc.chars();
    let mut start = from.min(chars.len());
    while let Some(len) = a.lexicon.title_modifier_starting(&chars[start..]) {
        start += len;
    }
    a.lexicon.post_starting(&chars[start..], LONGEST).map(|len| Span::new(from, start + len))
}

/// The length of a party body (with its modifiers) or an elided body that ends at a position.
fn body_ending(a: &Analysis<'_, '_>, end: usize, block: usize) -> Option<usize> {
    let text = &a.doc.chars()[block..end];
    let body = a.lexicon.body_ending(text).map(|(len, _)| len);
    let elided = a.lexicon.elided_ending(text).map(|(len, _)| len);
    // 广西桂柳牧业集团党副书记: 党 alone.
    let mut len = body.max(elided).or_else(|| text.ends_with(&['党']).then_some(1))?;
    while let Some(modifier) = a.lexicon.modifier_ending(&text[..text.len() - len]) {
        len += modifier;
    }
    Some(len)
}

/// Where a unit's name that ends at `end` begins, at most eight characters back, if a mention ends there.
fn unit_start(a: &Analysis<'_, '_>, entities: &Entities, end: usize, block: usize) -> usize {
    let chars = a.doc.chars();
    for start in (block.max(end.saturating_sub(8))..end).rev() {
        let c = chars[start];
        if !(c.is_alphanumeric()) {
            return end;
        }
        if entities.ending_at(start).is_some() {
            let last = chars[end - 1];
            let unit = matches!(
                last,
                '部' | '处'
                    | '室'
                    | '科'
                    | '办'
                    | '组'
                    | '中'
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
            );
            return if unit && a.is_edge(start) { start } else { end };
        }
    }
    end
}

/// Posts after a name: 张某,某县副县长; 张某(某公司经理); 张某任某局局长.
fn after(a: &Analysis<'_, '_>, entities: &Entities, start: usize) -> Vec<Part> {
    let chars = a.doc.chars();
    let mut at = start;
    let opened = match chars.get(at) {
        Some('(' | ',') => true,
        Some('任' | '为') => true,
        Some('、') | None => false,
        _ => {
            // 张某局长.
            return match title_starting(a, start) {
                Some(title) => vec![Part { mention: None, body: Span::new(start, start), title }],
                None => Vec::new(),
            };
        }
    };
    if !opened {
        return Vec::new();
    }
    at += 1;
    while matches!(chars.get(at), Some('现' | '时' | '原' | '任' | '系' | '担' | '是' | '为' | ' ')) {
        at += 1;
    }
    let mut parts = Vec::new();
    while parts.len() < MOST {
        let mention = entities.starting_at(at);
        let mut from = mention.map_or(at, |m| m.span.end);
        let mut body = Span::new(from, from);
        if title_starting(a, from).is_none() {
            // A body or a unit before the title.
            let Some(end) =
                (from + 1..=from + 8).find(|&e| e < chars.len() && title_starting(a, e).is_some())
            else {
                break;
            };
            if chars[from..end].iter().any(|c| !c.is_alphanumeric())
                || (mention.is_none() && body_ending(a, end, from).is_none())
            {
                break;
            }
            body = Span::new(from, end);
            from = end;
        }
        let Some(title) = title_starting(a, from) else { break };
        parts.push(Part { mention, body, title });
        match chars.get(title.end) {
            Some('、' | '兼') => at = title.end + 1,
            _ => break,
        }
    }
    if parts.first().is_some_and(|p| p.mention.is_some()) { parts } else { Vec::new() }
}

/// Gives each title its organization.
fn resolve(a: &Analysis<'_, '_>, entities: &mut Entities, parts: &[Part], at: usize) -> Vec<Post> {
    let mut out = Vec::new();
    let mut current: Option<usize> = None;
    for part in parts {
        let title = a.doc.name(part.title);
        let base = part.mention.map(|m| m.entity).or(current);
        let body = a.doc.slice(part.body);
        let organization = match base {
            None if body.is_empty() => None,
            None => elided_without_host(a, entities, body, at),
            Some(entity) if body.is_empty() => {
                if part.mention.is_some() || !is_office(&title) {
                    // 党委委员、副总经理: the post of an office is held in the host.
                    let hosted = part.mention.is_none()
                        && entities.all[entity].kind == OrgKind::Party
                        && !is_party_title(&title);
                    if hosted { Some(host_of(entities, entity).unwrap_or(entity)) } else { Some(entity) }
                } else {
                    Some(host_of(entities, entity).unwrap_or(entity))
                }
            }
            Some(entity) => Some(body_of(a, entities, entity, body)),
        };
        // 总书记 and the like have no organization of the report.
        if part.mention.is_some() || organization.is_some() {
            current = organization.or(current);
        }
        out.push(Post { organization, title });
    }
    out
}

fn is_party_title(title: &str) -> bool {
    ["书记", "委员", "常委", "支书", "成员", "组织员", "党建指导员"].iter().any(|t| title.ends_with(t))
}

fn is_office(title: &str) -> bool {
    !is_party_title(title)
}

fn host_of(entities: &Entities, entity: usize) -> Option<usize> {
    let e = entities.all.get(entity)?;
    if e.kind == OrgKind::Party { e.host } else { Some(entity) }
}

/// The level of the party body that a text ends with, unless it ends with a longer modifier.
fn party_level(a: &Analysis<'_, '_>, text: &[char]) -> Option<PartyLevel> {
    let (len, level) = a.lexicon.body_ending(text)?;
    a.lexicon.modifier_ending(text).is_none_or(|modifier| modifier < len).then_some(level)
}

/// The organization that a body before a title belongs to: 党委 of a company, 居委会 of a community.
fn body_of(a: &Analysis<'_, '_>, entities: &mut Entities, entity: usize, body: &[char]) -> usize {
    let body: Vec<char> = if body == ['党'] { vec!['党', '委'] } else { body.to_vec() };
    let party = party_level(a, &body);
    let host = host_of(entities, entity).unwrap_or(entity);
    let host_chars = match party {
        // 顺德区委常委、组织部部长: the office of the committee.
        None if entities.all[entity].kind == OrgKind::Party && entities.all[entity].host.is_none() => {
            entities.all[entity].name.chars.clone()
        }
        // A community's committee goes by the community's name alone.
        None if entities.all[host].kind == OrgKind::Grassroots => entities.all[host].name.stem().to_vec(),
        _ => entities.all[host].name.host().to_vec(),
    };
    let mut chars = host_chars;
    if chars.ends_with(&['村']) && body.first() == Some(&'村') {
        chars.pop();
    }
    chars.extend(&body);
    let kind = match party {
        Some(_) => OrgKind::Party,
        None => a.lexicon.elided_ending(&body).map_or(entities.all[host].kind, |(_, kind)| kind),
    };
    let level = party.or((kind == OrgKind::Party).then_some(PartyLevel::Other));
    let core = entities.all[host].name.core;
    let name = Name::new(&chars, core, kind, level, a.lexicon);
    let same = |e: &Entity| match party {
        Some(level) => {
            e.kind == OrgKind::Party
                && e.level == Some(level)
                && e.host == Some(host)
                && e.name.ordinal == name.ordinal
                && e.name.modifiers == name.modifiers
        }
        None => e.kind == kind && (e.name.chars == name.chars || tails_agree(&e.name, &name)),
    };
    if let Some(found) = entities.all.iter().take(MOST_COMPARED).position(same) {
        return found;
    }
    entities.all.push(Entity {
        shown: chars.iter().collect(),
        name,
        kind,
        level,
        host: party.map(|_| host),
        mentions: Vec::new(),
    });
    entities.all.len() - 1
}

/// 区委组织部 and 顺德区委组织部.
fn tails_agree(one: &Name, two: &Name) -> bool {
    let (short, long) = if one.chars.len() < two.chars.len() { (one, two) } else { (two, one) };
    short.chars.len() >= 5 && long.chars.ends_with(&short.chars)
}

/// 党支部书记某某 with no organization before it: the one named last that fits.
fn elided_without_host(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    body: &[char],
    at: usize,
) -> Option<usize> {
    match party_level(a, body) {
        Some(level) => {
            let has_ordinal = body.len() > 4;
            if has_ordinal {
                return None;
            }
            entities.last_before(at, |e| e.kind == OrgKind::Party && e.level == Some(level))
        }
        None => None,
    }
}
