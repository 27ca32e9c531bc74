//! Groups of mentions that stand together, and the words of pairing between them.

use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::lexicon::{Attr, PairWord};
use crate::record::{Form, OrgKind};
use crate::segment::Pos;
use crate::span::Span;

/// Mentions joined by 、 or 及.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// From the first mention to the last.
    pub(crate) span: Span,
    /// The organizations, each once, in order.
    pub(crate) members: Vec<usize>,
    /// Whether the last two were joined by 和 (which may part two sides).
    pub(crate) mixed: bool,
    /// Whether all are references back.
    pub(crate) anaphor: bool,
    /// Whether any is a party organization.
    pub(crate) party: bool,
    /// Word before it, without adverbs.
    pub(crate) marker: u32,
    pub(crate) marker_text: Marker,
    /// End of what belongs to the last mention: its head's post and name, a gloss in parentheses.
    pub(crate) end: usize,
}

/// What stands right before a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// Beginning of a sentence or a clause.
    Start,
    /// 与, 同, 跟, 和.
    With,
    /// 由, 经, 受.
    By,
    /// 在, 到, 赴.
    At,
    /// 的.
    Of,
    /// 是, 为, 成为.
    Is,
    /// Any verb.
    Verb,
    /// Anything else.
    Other,
}

/// A word of pairing in a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trigger {
    pub(crate) span: Span,
    pub(crate) sort: PairWord,
    pub(crate) hash: u32,
}

/// A sentence taken apart.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    pub(crate) span: Span,
    pub(crate) groups: Vec<Group>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) series: Vec<Series>,
}

/// Pairs one after the other: 甲与乙、丙与丁; 甲—乙,丙—丁.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) join: Join,
    pub(crate) pairs: Vec<SeriesPair>,
}

/// A pair of a series.
#[derive(Debug, Clone)]
pub(crate) struct SeriesPair {
    pub(crate) span: Span,
    /// End of what belongs to its last mention.
    pub(crate) end: usize,
    pub(crate) sides: [Vec<usize>; 2],
}

/// What stands between two mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Join {
    /// 、 or 及.
    List,
    /// 和, 与, 同, 跟.
    With,
    /// —, -, ↔.
    Dash,
    /// A comma.
    Comma,
    /// Anything else.
    Far,
}

/// A mention with what joins it to the one before.
#[derive(Debug, Clone)]
struct Item {
    span: Span,
    end: usize,
    members: Vec<usize>,
    join: Join,
}

/// Words of pairing within a span.
pub(crate) fn triggers(a: &Analysis<'_, '_>, span: Span, out: &mut Vec<Trigger>) {
    let chars = a.doc.chars();
    let mut i = span.start;
    while let Some(ahead) = chars[i..span.end].iter().position(|&c| a.lexicon.begins_pair_word(c)) {
        i += ahead;
        if let Some((len, sort)) = a.lexicon.pair_word(&chars[i..span.end]) {
            let at = Span::new(i, i + len);
            out.push(Trigger { span: at, sort, hash: crate::segment::hash(a.doc.slice(at)) });
            i += len;
        } else {
            i += 1;
        }
    }
}

/// Where what belongs to a mention ends: a gloss in parentheses, a post and a name after it.
fn extent(a: &Analysis<'_, '_>, names: &[Span], end: usize, limit: usize) -> usize {
    let chars = a.doc.chars();
    let mut at = end;
    loop {
        if chars.get(at) == Some(&'(') {
            match chars[at..limit.min(at + 40)].iter().position(|&c| c == ')') {
                Some(n) => at += n + 1,
                None => return at,
            }
            continue;
        }
        if at >= limit {
            return at;
        }
        let name = names.partition_point(|n| n.start < at);
        if let Some(name) = names.get(name).filter(|n| n.start == at) {
            at = name.end;
            continue;
        }
        match a.from(at) {
            Some(t) if t.span.start == at && (t.is(Attr::Post) || t.is(Attr::Rank)) => at = t.span.end,
            // 、 between two posts of one person.
            Some(t)
                if at > end && chars[at] == '、' && a.from(t.span.end).is_some_and(|n| n.is(Attr::Post)) =>
            {
                at = t.span.end;
            }
            _ => return at,
        }
    }
}

/// Adverbs and the like that may stand between a group and what marks it.
fn is_filler(a: &Analysis<'_, '_>, i: usize) -> bool {
    let Some(t) = a.tokens.get(i) else { return false };
    matches!(t.pos, Pos::Adverb) || {
        let text = a.doc.slice(t.span);
        matches!(
            text,
            ['分', '别']
                | ['共', '同']
                | ['先', '后']
                | ['一', '起']
                | ['联', '合']
                | ['各', '自']
                | ['已']
                | ['又']
                | ['还']
                | ['也']
                | ['就']
                | ['再']
                | ['将']
                | ['拟']
        )
    }
}

fn marker(a: &Analysis<'_, '_>, start: usize, from: usize) -> (Marker, u32) {
    let mut at = start;
    for _ in 0..3 {
        let Some(i) = at.checked_sub(1).filter(|&p| p >= from).and_then(|p| a.token_at(p)) else {
            return (Marker::Start, 1);
        };
        let t = &a.tokens[i];
        let text = a.doc.slice(t.span);
        match text {
            [',' | ';' | ':' | '。' | '!' | '?' | '“' | '(' | '—' | '-' | '|' | ' ' | '.' | '、'] => {
                return (Marker::Start, t.hash);
            }
            ['与' | '同' | '跟' | '和' | '及' | '暨'] | ['会', '同'] | ['携', '手'] => {
                return (Marker::With, t.hash);
            }
            ['由' | '经' | '受' | '被'] => return (Marker::By, t.hash),
            ['在' | '到' | '赴' | '于' | '向' | '对' | '至'] => return (Marker::At, t.hash),
            ['的'] => return (Marker::Of, t.hash),
            ['是' | '为'] | ['成', '为'] => return (Marker::Is, t.hash),
            _ if is_filler(a, i) => at = t.span.start,
            _ if matches!(t.pos, Pos::Verb | Pos::VerbNoun) => return (Marker::Verb, t.hash),
            _ => return (Marker::Other, t.hash),
        }
    }
    (Marker::Other, 2)
}

fn join(between: &[char]) -> Join {
    match between {
        ['、'] | ['及'] | ['以', '及'] | [',', '以', '及'] | ['、', '以', '及'] | ['、', '和'] => {
            Join::List
        }
        ['和' | '与' | '同' | '跟' | '暨'] => Join::With,
        [','] => Join::Comma,
        [one] | [one, _] | [_, one, _]
            if is_dash(*one) && between.iter().all(|&c| is_dash(c) || c == ' ') =>
        {
            Join::Dash
        }
        _ => Join::Far,
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '-' | '~' | '↔' | '→' | '⇌' | '⟷' | '&')
}

/// Takes a span apart.
pub(crate) fn read(a: &Analysis<'_, '_>, entities: &Entities, names: &[Span], span: Span) -> Chain {
    let chars = a.doc.chars();
    let mut chain = Chain { span, ..Chain::default() };
    triggers(a, span, &mut chain.triggers);
    let mentions = entities.within(span);
    chain.groups.reserve(mentions.len());
    let mut items: Vec<Item> = Vec::with_capacity(mentions.len());
    for m in mentions {
        if m.span.end > span.end {
            continue;
        }
        let end = extent(a, names, m.span.end, span.end);
        let e = &entities.all[m.entity];
        let party = e.kind == OrgKind::Party;
        let anaphor = m.form == Form::Anaphor;
        let mut joined = Join::Far;
        if let Some(last) = chain.groups.last_mut() {
            let between = &chars[last.end.min(m.span.start)..m.span.start];
            joined = join(between);
            let mut list = joined == Join::List;
            // 和 before the last of a list of like organizations: A、B和C.
            if between == ['和'] && last.members.len() > 1 {
                last.mixed = true;
                list = true;
            }
            // Contained mentions (the host of a person's post) do not stand for themselves.
            if m.span.start < last.end {
                continue;
            }
            if list {
                last.span.end = m.span.end;
                last.end = end;
                if !last.members.contains(&m.entity) {
                    last.members.push(m.entity);
                }
                last.anaphor &= anaphor;
                last.party |= party;
            }
            items.push(Item { span: m.span, end, members: vec![m.entity], join: joined });
            if list {
                continue;
            }
        } else {
            items.push(Item { span: m.span, end, members: vec![m.entity], join: joined });
        }
        let (kind, hash) = marker(a, m.span.start, span.start);
        chain.groups.push(Group {
            span: m.span,
            members: vec![m.entity],
            mixed: false,
            anaphor,
            party,
            marker: hash,
            marker_text: kind,
            end,
        });
    }
    if items.iter().any(|i| i.join == Join::With) {
        series(&items, Join::With, &mut chain.series);
    }
    if items.iter().any(|i| i.join == Join::Dash) {
        series(&lists(&items), Join::Dash, &mut chain.series);
    }
    chain
}

/// Mentions joined by 、 as one.
fn lists(items: &[Item]) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        match out.last_mut().filter(|_| item.join == Join::List) {
            Some(last) => {
                last.span.end = item.span.end;
                last.end = item.end;
                last.members.extend(&item.members);
            }
            None => out.push(item.clone()),
        }
    }
    out
}

/// The runs of two pairs or more: the two of each joined by `within`, the pairs by 、 or a comma.
fn series(items: &[Item], within: Join, out: &mut Vec<Series>) {
    let parts = |i: usize| items.get(i).is_some_and(|x| matches!(x.join, Join::List | Join::Comma));
    let pairs = |i: usize| items.get(i + 1).is_some_and(|x| x.join == within);
    let mut i = 0;
    while i < items.len() {
        let mut to = i;
        // A list before the first is a side of its own: 甲、乙与丙.
        if items[i].join != Join::List || within == Join::Dash {
            while pairs(to) && (to == i || parts(to)) {
                to += 2;
            }
        }
        // A list after the last belongs to it.
        let open = items.get(to).is_some_and(|x| x.join == Join::List);
        if to - i >= 4 && !open {
            let pairs = items[i..to].chunks_exact(2).map(|two| SeriesPair {
                span: Span::new(two[0].span.start, two[1].span.end),
                end: two[1].end,
                sides: [two[0].members.clone(), two[1].members.clone()],
            });
            out.push(Series { join: within, pairs: pairs.collect() });
        }
        i = to.max(i + 1);
    }
}
