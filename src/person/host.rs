//! The organization that a post is held in, where the text leaves it out or names only a part of it.

use crate::analysis::Analysis;
use crate::entity::{Entities, Entity, Name};
use crate::lexicon::Attr;
use crate::record::{OrgKind, PartyLevel};
use crate::span::Span;

/// How many organizations a body is compared with.
const MOST_COMPARED: usize = 2048;
/// How many words are looked at for a region.
const MOST_WORDS: usize = 4096;
/// How many mentions back a post looks for its organization.
const MOST_BACK: usize = 48;

/// The organization itself, or the host of a party organization.
pub(super) fn host_of(entities: &Entities, entity: usize) -> Option<usize> {
    let e = entities.all.get(entity)?;
    if e.kind == OrgKind::Party { e.host } else { Some(entity) }
}

/// The same under its fuller name, if it is never mentioned itself (县司法局 of 县司法局党组: 靖远县司法局).
pub(super) fn whole_of(entities: &Entities, entity: usize) -> usize {
    let Some(e) = entities.all.get(entity).filter(|e| e.mentions.is_empty()) else { return entity };
    let chars = &e.name.chars;
    let region = chars.first().is_some_and(|c| matches!(c, '省' | '市' | '县' | '区' | '州'));
    let fuller = |other: &Entity| {
        other.kind == e.kind && other.name.chars.len() > chars.len() && other.name.chars.ends_with(chars)
    };
    let found = entities.all.iter().take(MOST_COMPARED).position(fuller);
    found.filter(|_| region && chars.len() > 2).unwrap_or(entity)
}

/// The organization named last before a position (or the host of one) that a test takes.
fn last_host(entities: &Entities, at: usize, test: impl Fn(&Entity) -> bool) -> Option<usize> {
    let to = entities.mentions.partition_point(|m| m.span.end <= at);
    entities.mentions[..to]
        .iter()
        .rev()
        .take(MOST_BACK)
        .filter_map(|m| host_of(entities, m.entity))
        .find(|&i| entities.all.get(i).is_some_and(&test))
}

/// The house (no village, no association) named last before a position, itself or by its party organization.
pub(super) fn last_house(entities: &Entities, at: usize) -> Option<usize> {
    last_host(entities, at, |e| {
        matches!(e.kind, OrgKind::Government | OrgKind::Enterprise | OrgKind::Institution | OrgKind::Social)
    })
}

/// The party organization named last before a position that a test takes.
pub(super) fn last_party(entities: &Entities, at: usize, test: impl Fn(&Entity) -> bool) -> Option<usize> {
    entities.last_before(at, |e| e.kind == OrgKind::Party && test(e))
}

/// Characters that call an organization whose name ends with them.
const SINGLE: &str = "院所行站镇乡局委队部场库店社区园馆台段";

/// Whether an organization can be called by a noun.
pub(super) fn is_called(e: &Entity, noun: &[char]) -> bool {
    let name = e.name.host();
    let ends = |ends: &[&[char]]| ends.iter().any(|end| name.ends_with(end));
    match noun {
        ['公', '司'] | ['企', '业'] => {
            const UNITS: &str = "所行社店院队部科室处组站班";
            e.kind == OrgKind::Enterprise && !name.last().is_some_and(|c| UNITS.contains(*c))
        }
        ['集', '团'] => name.windows(2).any(|w| w == ['集', '团']),
        ['学', '校'] | ['校'] => {
            ends(&[&['校'], &['大', '学'], &['中', '学'], &['小', '学'], &['学', '院']])
        }
        ['村'] => {
            (name.ends_with(noun) || e.kind == OrgKind::Grassroots && !name.contains(&'区'))
                && name.len() > 1
                && !name.starts_with(noun)
        }
        ['联', '盟'] | ['联', '合', '体'] | ['共', '同', '体'] => e.kind == OrgKind::Social,
        ['街', '道'] => name.ends_with(&['街', '道', '办', '事', '处']) || name.ends_with(noun),
        ['厂'] => name.ends_with(noun) || e.kind == OrgKind::Enterprise && name.contains(&'厂'),
        ['局'] => {
            name.ends_with(noun) || e.kind == OrgKind::Enterprise && name.ends_with(&['供', '电', '公', '司'])
        }
        [c] => SINGLE.contains(*c) && name.ends_with(noun) && name.len() > 2,
        _ => name.last() == noun.last() && name.ends_with(noun) && name.len() > noun.len(),
    }
}

/// What a noun that refers back means: the organization named last that can be called so, else the next one.
pub(super) fn last_called(entities: &Entities, noun: &[char], at: usize) -> Option<usize> {
    // Few single characters call anything.
    if matches!(noun, &[c] if !"校村厂局".contains(c) && !SINGLE.contains(c)) {
        return None;
    }
    last_host(entities, at, |e| is_called(e, noun)).or_else(|| {
        let from = entities.mentions.partition_point(|m| m.span.start < at);
        let hosts =
            entities.mentions[from..].iter().take(MOST_BACK).filter_map(|m| host_of(entities, m.entity));
        let whole = |e: &Entity| noun.len() > 1 && is_called(e, noun);
        hosts.into_iter().find(|&i| entities.all.get(i).is_some_and(whole))
    })
}

/// Whether the head of such an organization bears the title; none if the title does not tell.
pub(super) fn fits(a: &Analysis<'_, '_>, title: &[char], e: &Entity) -> Option<bool> {
    let row = a.lexicon.head(title)?;
    let name = e.name.host();
    Some(row.kinds.contains(&e.kind) || row.ends.iter().any(|end| name.ends_with(end)))
}

/// The organization named last whose head bears the title.
pub(super) fn last_fitting(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    title: &[char],
    at: usize,
) -> Option<usize> {
    last_host(entities, at, |e| fits(a, title, e) == Some(true))
}

/// Whether a title is that of a government's head (县长, 副市长).
pub(super) fn is_of_government(title: &[char]) -> bool {
    matches!(title, [.., '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡', '长'])
}

/// The level of a party body at the end of a text.
pub(super) fn level_of(a: &Analysis<'_, '_>, body: &[char]) -> Option<PartyLevel> {
    Some(a.lexicon.body_ending(body)?.1)
}

/// The committee itself where one of its offices is given: 顺德区委 of 顺德区委组织部.
fn committee<'n>(a: &Analysis<'_, '_>, name: &'n [char]) -> &'n [char] {
    match a.lexicon.elided_ending(name) {
        Some((len, OrgKind::Party)) if name.len() > len => &name[..name.len() - len],
        _ => name,
    }
}

/// Whether a party organization is an office of a committee (区委组织部, 市委教育工委), and no town's or company's.
fn is_office(entities: &Entities, root: usize) -> bool {
    let e = &entities.all[root];
    let name = &e.name.chars;
    e.kind == OrgKind::Party
        && (e.level == Some(PartyLevel::Other)
            || e.level == Some(PartyLevel::WorkCommittee)
                && !name.ends_with(&['党', '工', '委'])
                && name
                    .windows(2)
                    .any(|w| w[1] == '委' && matches!(w[0], '省' | '市' | '区' | '县' | '州' | '党')))
}

/// Whether a body is one that a committee has (组织部).
fn is_committee_office(a: &Analysis<'_, '_>, body: &[char]) -> bool {
    a.lexicon.is_elided(body)
}

/// The organization that a body before a title belongs to: 党委 of a company, 居委会 of a community, 办公室 of a bureau.
///
/// `written` is how the text calls the host there; the organization is named after it.
pub(super) fn body_of(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    root: usize,
    body: &[char],
    written: Option<&[char]>,
) -> usize {
    let body: Vec<char> = match body {
        ['党'] => vec!['党', '委'],
        // 组|织部长: the title took the last character.
        _ => body.iter().copied().filter(|c| !matches!(c, '“' | '”' | ' ')).collect(),
    };
    let mut body = body;
    // 支部书记 leads a 党支部.
    if body.starts_with(&['支', '部']) || body.starts_with(&['总', '支']) {
        body.insert(0, '党');
    }
    let level = level_of(a, &body);
    let office = is_office(entities, root);
    let host = host_of(entities, root).filter(|_| !office || level.is_some()).map(|h| whole_of(entities, h));
    // 商会党委副书记、商会秘书长: the body is the host itself.
    if let Some(host) = host.filter(|&h| entities.all[h].name.host().ends_with(&body)) {
        return host;
    }
    if let (Some(level), Some(host)) = (level, host) {
        return party_of(a, entities, host, &body, level, written);
    }
    let name = match host {
        None if office && !is_committee_office(a, &body) => &entities.all[root].name.chars,
        None => committee(a, &entities.all[root].name.chars),
        Some(host) if entities.all[host].kind == OrgKind::Grassroots => entities.all[host].name.stem(),
        Some(host) => written.unwrap_or(entities.all[host].name.host()),
    };
    let mut chars = name.to_vec();
    // 区委常委、纪委书记: 区纪委.
    if host.is_none() && level == Some(PartyLevel::Discipline) && chars.ends_with(&['委']) {
        chars.pop();
    }
    let kind = match a.lexicon.elided_ending(&body) {
        _ if level.is_some() => OrgKind::Party,
        Some((_, kind)) => kind,
        None => entities.all[host.unwrap_or(root)].kind,
    };
    chars.extend(&body);
    let level = level.or((kind == OrgKind::Party).then_some(PartyLevel::Other));
    made(a, entities, root, &chars, kind, level, None)
}

/// The party organization of a host.
pub(super) fn party_of(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    host: usize,
    body: &[char],
    level: PartyLevel,
    written: Option<&[char]>,
) -> usize {
    let (of_host, core) = (&entities.all[host].name, entities.all[host].name.core);
    let mut chars = written.unwrap_or(of_host.host()).to_vec();
    // 机关 is said once: 交通局机关 and 机关纪委.
    if body.starts_with(&['机', '关']) && chars.ends_with(&['机', '关']) {
        chars.truncate(chars.len() - 2);
    }
    chars.extend(body);
    let name = Name::new(&chars, core.min(chars.len()), OrgKind::Party, Some(level), a.lexicon);
    let known = || {
        let all = entities.all.iter().enumerate().take(MOST_COMPARED);
        all.filter(|(_, e)| e.host == Some(host) && e.level == Some(level))
    };
    let same = |e: &Entity| e.name.ordinal == name.ordinal && e.name.modifiers == name.modifiers;
    if let Some((i, _)) = known().find(|(_, e)| same(e)) {
        return i;
    }
    // 支部书记: the only branch that was named, though it has a number.
    if name.ordinal.is_none() && name.modifiers.is_empty() {
        let mut named = known().filter(|(_, e)| !e.mentions.is_empty());
        if let (Some((i, _)), None) = (named.next(), named.next()) {
            return i;
        }
    }
    entities.add_silent(&chars, name, Some(host))
}

/// The organization of a name: one that is known, else a new one that is never mentioned.
fn made(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    root: usize,
    chars: &[char],
    kind: OrgKind,
    level: Option<PartyLevel>,
    host: Option<usize>,
) -> usize {
    let core = entities.all.get(root).map_or(0, |e| e.name.core);
    let name = Name::new(chars, core, kind, level, a.lexicon);
    let same = |e: &Entity| {
        (e.kind == OrgKind::Party) == (kind == OrgKind::Party)
            && (e.name.chars == name.chars || tails_agree(&e.name, &name))
    };
    if let Some(found) = entities.all.iter().take(MOST_COMPARED).position(same) {
        return found;
    }
    entities.add_silent(chars, name, host)
}

/// 区委组织部 and 顺德区委组织部.
fn tails_agree(one: &Name, two: &Name) -> bool {
    let (short, long) = if one.chars.len() < two.chars.len() { (one, two) } else { (two, one) };
    short.chars.len() >= 5 && long.chars.ends_with(&short.chars)
}

/// The party organization that 村支书 or 居民区书记 leads: the one of the host that is known.
pub(super) fn branch_of(a: &Analysis<'_, '_>, entities: &mut Entities, host: usize, title: &[char]) -> usize {
    let led = |e: &Entity| {
        e.host == Some(host)
            && matches!(e.level, Some(PartyLevel::Branch | PartyLevel::GeneralBranch | PartyLevel::Committee))
            && !e.mentions.is_empty()
    };
    match entities.all.iter().take(MOST_COMPARED).position(led) {
        Some(found) => found,
        None if title.ends_with(&['支', '书']) => {
            party_of(a, entities, host, &['党', '支', '部'], PartyLevel::Branch, None)
        }
        None => host,
    }
}

/// The government that a 县长 heads, where the committee or the region stands before the title.
pub(super) fn government_of(a: &Analysis<'_, '_>, entities: &mut Entities, root: usize) -> Option<usize> {
    let e = entities.all.get(root)?;
    let chars = &e.name.chars;
    if e.kind == OrgKind::Government && chars.ends_with(&['政', '府']) {
        return Some(root);
    }
    let region: Vec<char> = match (e.kind, e.host) {
        (OrgKind::Party, None) => {
            let name = committee(a, chars);
            let name = name.strip_suffix(&['员', '会']).unwrap_or(name);
            name.strip_suffix(&['委'])?.to_vec()
        }
        (OrgKind::Party, Some(host)) => entities.all[host].name.chars.clone(),
        (OrgKind::Government | OrgKind::Grassroots | OrgKind::Other, _) => chars.clone(),
        _ => return None,
    };
    government(a, entities, &region)
}

/// The government of a region that is written out or by its letter alone (县).
pub(super) fn government(a: &Analysis<'_, '_>, entities: &mut Entities, region: &[char]) -> Option<usize> {
    let mut region = region.to_vec();
    let last = *region.last()?;
    if !matches!(last, '省' | '市' | '县' | '区' | '州' | '盟' | '旗' | '镇' | '乡') {
        return None;
    }
    let is_government = |e: &Entity| {
        e.kind == OrgKind::Government
            && !e.mentions.is_empty()
            && e.name.chars.strip_suffix(&['政', '府']).is_some_and(|name| {
                let name = name.strip_suffix(&['人', '民']).unwrap_or(name);
                name.ends_with(&region) || region.ends_with(name)
            })
    };
    if let Some(found) = entities.all.iter().take(MOST_COMPARED).position(is_government) {
        return Some(found);
    }
    if region.len() == 1
        && let Some(full) = region_of(a, last)
    {
        region = a.doc.slice(full).to_vec();
    }
    if matches!(last, '镇' | '乡') {
        region.extend(['人', '民']);
    }
    region.extend(['政', '府']);
    let root = usize::MAX;
    Some(made(a, entities, root, &region, OrgKind::Government, None, None))
}

/// The first region of the report that a letter stands for (县: 贵德县).
fn region_of(a: &Analysis<'_, '_>, letter: char) -> Option<Span> {
    let sort = match letter {
        '县' | '区' | '旗' => Attr::County,
        '市' | '州' | '盟' => Attr::City,
        _ => return None,
    };
    let fits = |span: Span| span.len() > 2 && a.char(span.end - 1) == Some(letter);
    a.tokens
        .iter()
        .take(MOST_WORDS)
        .find(|t| (t.is(sort) || letter == '市' && t.is(Attr::County)) && fits(t.span))
        .map(|t| t.span)
}

/// A place before a title that is no mention: 大方县|副县长, 石板岩村|第一书记.
pub(super) fn place(a: &Analysis<'_, '_>, entities: &mut Entities, span: Span) -> Option<usize> {
    let chars = a.doc.slice(span).to_vec();
    if chars.ends_with(&['村']) || chars.ends_with(&['社', '区']) {
        return Some(made(a, entities, usize::MAX, &chars, OrgKind::Grassroots, None, None));
    }
    government(a, entities, &chars)
}
