//! Common nouns that refer back: 该支部, 我校, 集团党委, 派出所.

use super::{Entities, Entity, Mention, Name};
use crate::analysis::Analysis;
use crate::lexicon::Attr;
use crate::record::{Form, OrgKind, PartyLevel};
use crate::segment::Pos;
use crate::span::Span;
use crate::text::Role;

/// A reference back, taken apart: 该|院|党组.
struct Anaphor {
    span: Span,
    /// 该 points to what stands near, 我 to who speaks.
    determiner: Determiner,
    /// The noun (院, 公司); empty in 该支部.
    noun: Span,
    /// Level and beginning of a party body (党组).
    body: Option<(PartyLevel, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Determiner {
    None,
    Near,
    Speaker,
}

/// Finds references back and puts them to the organization named last that fits.
pub(crate) fn resolve(a: &Analysis<'_, '_>, entities: &mut Entities, taken: impl Fn(Span) -> bool) {
    let mut found = Vec::new();
    for block in a.doc.blocks() {
        if matches!(block.role, Role::Boilerplate | Role::Byline) {
            continue;
        }
        let chars = &a.doc.chars()[..block.span.end];
        let mut at = block.span.start;
        let first = a.tokens.partition_point(|t| t.span.start < at);
        let last = a.tokens.partition_point(|t| t.span.start < chars.len());
        for token in &a.tokens[first..last] {
            let start = token.span.start;
            // Most words tell at a glance that none begins there.
            if !a.lexicon.begins_reference(chars[start])
                || start < at
                || !may_begin(a, &chars[start..], start)
            {
                continue;
            }
            if let Some(anaphor) = read(a, start, block.span.end).filter(|x| !taken(x.span)) {
                if let Some(entity) = meaning(a, entities, &anaphor) {
                    found.push(Mention { span: anaphor.span, entity, form: Form::Anaphor });
                }
                at = anaphor.span.end;
            }
        }
    }
    entities.add(found);
}

/// Whether a reference back may begin at a word.
fn may_begin(a: &Analysis<'_, '_>, chars: &[char], start: usize) -> bool {
    if !a.lexicon.may_begin_reference(chars) {
        return false;
    }
    match chars {
        ['我' | '该' | '本' | '此' | '这', ..] => true,
        ['企', '业', ..] | ['单', '位', ..] => is_free(a, start),
        _ => is_free(a, start) && a.lexicon.noun_starting(chars).is_some(),
    }
}

/// Whether a noun without 该 or 我 may begin at a place: no other noun goes on there.
fn is_free(a: &Analysis<'_, '_>, start: usize) -> bool {
    a.before(start).is_none_or(|t| {
        matches!(
            t.pos,
            Pos::Punctuation
                | Pos::Verb
                | Pos::Preposition
                | Pos::Conjunction
                | Pos::Adverb
                | Pos::Locative
                | Pos::Time
        ) || t.is(Attr::Speech)
            || a.doc.slice(t.span) == ['的']
    })
}

/// Reads a reference back that begins at a position, the beginning of a word.
fn read(a: &Analysis<'_, '_>, start: usize, end: usize) -> Option<Anaphor> {
    let chars = &a.doc.chars()[..end];
    let (determiner, length) = match &chars[start..] {
        ['我', '们', ..] => (Determiner::Speaker, 2),
        ['我', ..] => (Determiner::Speaker, 1),
        ['该' | '本' | '此', ..] => (Determiner::Near, 1),
        ['这', '家' | '个', ..] => (Determiner::Near, 2),
        _ => (Determiner::None, 0),
    };
    let noun_start = start + length;
    let noun_end = noun_start + noun(a, &chars[noun_start..], determiner);
    if noun_end == start {
        return None;
    }
    let mut at = noun_end;
    if chars[at..].starts_with(&['机', '关']) {
        at += 2;
    }
    let body = a.lexicon.body_starting(&chars[at..]).and_then(|(len, level)| Some((level?, len)));
    let noun = Span::new(noun_start, noun_end);
    let (body, stop) = match body {
        Some((level, len)) => (Some((level, noun_end)), at + len),
        None => (None, noun_end),
    };
    if stop == noun_start || (noun.is_empty() && determiner == Determiner::None) {
        return None;
    }
    let span = Span::new(start, stop);
    stands_alone(a, span, determiner).then_some(Anaphor { span, determiner, noun, body })
}

/// The length of the noun that `chars` begins with; single characters only after 该 and 我.
fn noun(a: &Analysis<'_, '_>, chars: &[char], determiner: Determiner) -> usize {
    if let ['企', '业', ..] | ['单', '位', ..] = chars {
        return 2;
    }
    if let Some(len) = a.lexicon.noun_starting(chars) {
        return len;
    }
    let one = determiner != Determiner::None
        && chars.first().is_some_and(|c| "局委厂村院校所站行馆队段处办会场社园区镇街县市司矿".contains(*c));
    usize::from(one)
}

/// Whether the words around let a span be a noun of its own.
fn stands_alone(a: &Analysis<'_, '_>, span: Span, determiner: Determiner) -> bool {
    if !ends_word(a, span.end) || matches!(a.char(span.end), Some('们' | '织' | '化' | '制' | '里')) {
        return false;
    }
    // A title after it makes it no less a noun; another noun does.
    if a.from(span.end).is_some_and(|t| t.is(Attr::Suffix) && !t.is(Attr::Post) && t.span.len() > 1) {
        return false;
    }
    determiner != Determiner::None || is_free(a, span.start)
}

/// Whether a word ends at a position, or a post begins there (党组|书记).
fn ends_word(a: &Analysis<'_, '_>, at: usize) -> bool {
    a.is_edge(at)
        || a.from(at).is_some_and(|t| {
            let rest = a.doc.slice(Span::new(at, t.span.end));
            a.lexicon.is_post(rest)
        })
}

/// The organization that a reference means.
fn meaning(a: &Analysis<'_, '_>, entities: &mut Entities, x: &Anaphor) -> Option<usize> {
    let noun = a.doc.slice(x.noun);
    let at = x.span.start;
    let near = x.determiner != Determiner::Speaker;
    match x.body {
        None => pick(entities, at, near, |e| e.kind != OrgKind::Party && is_called(e, noun)),
        Some((level, start)) => {
            let called = |all: &[Entity], e: &Entity| {
                e.kind == OrgKind::Party
                    && e.level == Some(level)
                    && (noun.is_empty()
                        || e.host.and_then(|h| all.get(h)).is_some_and(|h| is_called(h, noun)))
            };
            let bare = |all: &[Entity], e: &Entity| called(all, e) && e.name.ordinal.is_none();
            if let Some(found) =
                pick_in(entities, at, near, bare).or_else(|| pick_in(entities, at, near, called))
            {
                return Some(found);
            }
            // 该院党组: the host is known, its party group is named only now.
            let host = pick(entities, at, near, |e| {
                e.kind != OrgKind::Party && !noun.is_empty() && is_called(e, noun)
            })?;
            // It may have been made for an earlier reference.
            let made = |e: &Entity| e.mentions.is_empty() && e.host == Some(host) && e.level == Some(level);
            if let Some(i) = entities.all.iter().rev().take(SPEAKERS).position(made) {
                return Some(entities.all.len() - 1 - i);
            }
            let mut chars = entities.all[host].name.host().to_vec();
            chars.extend(a.doc.slice(Span::new(start, x.span.end)));
            let core = entities.all[host].name.core;
            let name = Name::new(&chars, core, OrgKind::Party, Some(level), a.lexicon);
            Some(entities.add_silent(&chars, name, Some(host)))
        }
    }
}

fn pick(entities: &Entities, at: usize, near: bool, test: impl Fn(&Entity) -> bool) -> Option<usize> {
    pick_in(entities, at, near, |_, e| test(e))
}

/// The organization named last before a position, or the one that the report speaks for: the one named most.
fn pick_in(
    entities: &Entities,
    at: usize,
    near: bool,
    test: impl Fn(&[Entity], &Entity) -> bool,
) -> Option<usize> {
    if near {
        return entities.last_before(at, |e| test(&entities.all, e));
    }
    // A report speaks for one of those it names first.
    let fitting = entities
        .all
        .iter()
        .enumerate()
        .take(SPEAKERS)
        .filter(|(_, e)| !e.mentions.is_empty() && test(&entities.all, e));
    fitting.max_by_key(|(i, e)| (e.mentions.len(), std::cmp::Reverse(*i))).map(|(i, _)| i)
}

/// How many organizations are asked whether the report speaks for them.
const SPEAKERS: usize = 128;

/// Whether an organization can be called by a noun.
fn is_called(e: &Entity, noun: &[char]) -> bool {
    let name = e.name.host();
    let has = |part: [char; 2]| name.windows(2).any(|w| w == part);
    match noun {
        ['公', '司'] | ['企', '业'] => e.kind == OrgKind::Enterprise,
        ['集', '团'] | ['集', '团', '公', '司'] => has(['集', '团']),
        ['单', '位'] => e.kind != OrgKind::Grassroots,
        ['学', '校'] | ['校'] => {
            name.ends_with(&['学', '校'])
                || has(['大', '学'])
                || has(['中', '学'])
                || has(['小', '学'])
                || has(['学', '院'])
                || name.ends_with(&['校'])
        }
        ['局'] => name.ends_with(&['局']) || e.kind == OrgKind::Enterprise && !has(['公', '司']),
        ['村'] => e.kind == OrgKind::Grassroots && name.contains(&'村'),
        ['社', '区'] => name.ends_with(&['社', '区']),
        ['联', '盟'] | ['联', '合', '体'] | ['共', '同', '体'] => e.kind == OrgKind::Social,
        ['行'] => name.ends_with(&['行']),
        _ => name.last() == noun.last() && name.ends_with(noun) && name.len() > noun.len(),
    }
}
