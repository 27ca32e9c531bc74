//! Posts of people: to each title of a chain the organization in which it is held.

use super::chain::{self, Join, Owner, Part};
use super::host::{
    self, body_of, branch_of, government_of, host_of, is_called, last_called, last_fitting, last_party,
    level_of,
};
use super::title;
use crate::analysis::Analysis;
use crate::entity::{Entities, Mention, Name};
use crate::record::{Form, OrgKind, PartyLevel};
use crate::span::Span;

/// A post of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) organization: Option<usize>,
    pub(crate) title: Span,
}

/// Reads posts name by name, in the order of the text, and remembers whose the last ones were.
#[derive(Debug, Default)]
pub(crate) struct Posts {
    last: Option<Last>,
}

/// Where posts were found last: 院长 after 学院党委书记某某、 is of the same house.
#[derive(Debug, Clone, Copy)]
struct Last {
    /// The end of the name (or list of names) that they belong to.
    end: usize,
    root: usize,
    party: Option<usize>,
}

impl Posts {
    /// Posts of a name, from what is written before and after it. `list` is the list of names that it stands in.
    pub(crate) fn of(
        &mut self,
        a: &Analysis<'_, '_>,
        entities: &mut Entities,
        name: Span,
        list: Span,
    ) -> Vec<Post> {
        let (parts, from) = chain::before(a, entities, list.start);
        let mut out = self.resolve(a, entities, &parts, from, list.start);
        let (mut parts, mut join) = chain::after(a, entities, name.end);
        // 选举甲、乙、丙为委员: what follows the list holds for each.
        if parts.is_empty() && name.end < list.end {
            (parts, join) = chain::after(a, entities, list.end);
            if join != Join::Holds {
                parts.clear();
            }
        }
        let start = if from < list.start { from } else { list.start };
        let counts = match join {
            Join::Holds => holds(a, &parts, list),
            Join::Apposition => out.is_empty(),
            Join::Address => out.is_empty() && !a.from(name.end).is_some_and(|t| is_called_title(a, t.span)),
        };
        if counts {
            // 某某兼任书记: not of what the posts before the name are of.
            let own = self.last.filter(|_| join == Join::Holds);
            if join == Join::Holds {
                self.last = None;
            }
            let more = self.resolve(a, entities, &parts, start, name.end);
            self.last = self.last.or(own);
            let end = parts.last().map_or(name.end, |p| p.title.end);
            if let Some(last) = &mut self.last {
                last.end = last.end.max(end);
            }
            out.extend(more);
        }
        if let Some(last) = &mut self.last
            && !out.is_empty()
        {
            last.end = last.end.max(list.end);
        }
        out
    }

    /// Gives each title its organization. `from` is where the chain begins.
    fn resolve(
        &mut self,
        a: &Analysis<'_, '_>,
        entities: &mut Entities,
        parts: &[Part],
        from: usize,
        name: usize,
    ) -> Vec<Post> {
        let mut out = Vec::with_capacity(parts.len());
        if parts.is_empty() {
            return out;
        }
        let inherited = self.last.filter(|last| adjacent(a, last.end, from));
        let mut chain = Chain { root: None, unit: None, party: None, named: None };
        for (i, part) in parts.iter().enumerate() {
            let known = chain.root.or(inherited.map(|l| l.root));
            match part.owner {
                Owner::Named(m) => match self.part_of(a, entities, m, known) {
                    Some((root, whole)) => {
                        chain.root = Some(root);
                        if let Some(whole) = whole {
                            chain.unit = Some(whole);
                        }
                    }
                    None => {
                        chain = Chain {
                            root: Some(m.entity),
                            unit: None,
                            party: None,
                            named: Some(m).filter(|m| m.form == Form::Short),
                        }
                    }
                },
                Owner::Called(entity) => {
                    if chain.root.and_then(|r| host_of(entities, r)) != Some(entity) {
                        chain = Chain { root: Some(entity), unit: None, party: None, named: None };
                    }
                }
                Owner::Place(span) => {
                    if let Some(entity) = host::place(a, entities, span) {
                        chain = Chain { root: Some(entity), unit: None, party: None, named: None };
                    }
                }
                Owner::Unknown => chain = Chain { root: None, unit: None, party: None, named: None },
                Owner::None => {}
            }
            if part.owner == Owner::Unknown {
                // Nothing is known of whose it is.
            } else if chain.root.is_none() {
                match inherited.filter(|last| may_hold(a, entities, &parts[i..], last.root)) {
                    Some(last) => {
                        chain.root = Some(last.root);
                        chain.party = last.party;
                    }
                    None => chain.root = default_root(a, entities, &parts[i..], from),
                }
            }
            let text = a.doc.slice(part.title);
            if matches!(text, ['总', '书', '记'] | ['国', '家', '主', '席'] | ['总', '理']) {
                out.push(Post { organization: None, title: part.title });
                continue;
            }
            let work = title::is_work(a, part.title);
            if work && part.owner == Owner::None && part.body.is_empty() && parts.len() == 1 {
                continue;
            }
            let composed = matches!(part.owner, Owner::Named(_)).then_some(chain.unit).flatten();
            let organization = if part.body.is_empty() {
                match composed {
                    Some(unit) if chain.root.is_some() => Some(unit),
                    _ => chain.root.map(|root| held(a, entities, &chain, root, part, text)),
                }
            } else {
                let body = a.doc.slice(part.body);
                if part.owner == Owner::Unknown {
                    out.push(Post { organization: None, title: part.title });
                    continue;
                }
                in_body(a, entities, &mut chain, body, from)
            };
            if let Some(o) = organization
                && entities.all[o].kind == OrgKind::Party
            {
                chain.party = Some(o);
            }
            out.push(Post { organization, title: part.title });
        }
        if let Some(root) = chain.root {
            self.last = Some(Last { end: name, root, party: chain.party });
        }
        out
    }

    /// A mention that names only a part of an organization (机关党委, 人事科) after the whole was named:
    /// the whole's organization and that of the part.
    fn part_of(
        &self,
        a: &Analysis<'_, '_>,
        entities: &mut Entities,
        m: Mention,
        root: Option<usize>,
    ) -> Option<(usize, Option<usize>)> {
        let e = entities.all.get(m.entity)?;
        let body = a.doc.slice(m.span);
        // What the text says here; the organization may have its name in full by now.
        let said = Name::new(body, 0, e.kind, e.level, a.lexicon);
        let is_body = e.kind == OrgKind::Party && said.base < said.chars.len();
        let bare = is_body && said.base == 0;
        let region = |c: &char| matches!(c, '省' | '市' | '区' | '县' | '州' | '镇' | '乡');
        if !bare
            && (e.name.core > 0
                || said.chars.len() > 1 && said.chars.first().is_some_and(region) && said.chars[1] == '委'
                || e.name.chars.len() > m.span.len().min(8))
            || e.name.masked
        {
            return None;
        }
        if is_body {
            // 镇党委: that of the town that was named.
            let noun = said.host().to_vec();
            let level = e.level?;
            if (1..=2).contains(&noun.len())
                && let Some(host) = last_called(entities, &noun, m.span.start)
            {
                let body = body[noun.len().min(body.len())..].to_vec();
                return Some((host, Some(host::party_of(a, entities, host, &body, level, None))));
            }
            // 机关党委, 两新工委: parts; 北锅党委 is of another house.
            let part =
                matches!(noun.as_slice(), [] | ['两' | '“', ..] | ['园' | '港' | '新', '区'] | ['项', '目']);
            let root = root
                .filter(|&r| part && (noun.is_empty() || !entities.all[r].name.chars.starts_with(&noun)))?;
            return Some((root, Some(body_of(a, entities, root, body, None))));
        }
        let unit =
            matches!(e.kind, OrgKind::Government | OrgKind::Institution | OrgKind::Other | OrgKind::Social)
                || e.kind == OrgKind::Party && e.level == Some(PartyLevel::Other)
                || e.kind == OrgKind::Enterprise && body.ends_with(&['部']);
        // 药械科科长、设备科科长: side by side.
        let beside = |r: usize| {
            let name = &entities.all[r].name.chars;
            entities.all[r].kind != OrgKind::Party && name.last() == body.last()
        };
        let root = root.filter(|&r| unit && r != m.entity && chain::is_unit(a, body) && !beside(r))?;
        Some((root, Some(body_of(a, entities, root, body, None))))
    }
}

/// What is known while a chain is read.
#[derive(Debug, Clone, Copy)]
struct Chain {
    /// The organization that was named.
    root: Option<usize>,
    /// A unit of it.
    unit: Option<usize>,
    /// The last party organization.
    party: Option<usize>,
    /// The mention that named it, where it is a short form.
    named: Option<Mention>,
}

/// How the text calls the organization (or the host of the party organization) that a mention names.
fn written(a: &Analysis<'_, '_>, entities: &Entities, m: Mention) -> Vec<char> {
    let text = a.doc.slice(m.span);
    let e = &entities.all[m.entity];
    if e.kind == OrgKind::Party {
        return Name::new(text, 0, OrgKind::Party, e.level, a.lexicon).host().to_vec();
    }
    text.to_vec()
}

/// Whether a verb of holding a post between the name and the chain is to be believed.
fn holds(a: &Analysis<'_, '_>, parts: &[Part], list: Span) -> bool {
    let Some(first) = parts.first() else { return false };
    match a.char(list.end) {
        // 某某为党总支书记 only where somebody is chosen.
        Some('为') => {
            let from = list.start.saturating_sub(24);
            let before = &a.doc.chars()[from..list.start];
            before.iter().any(|c| matches!(c, '选' | '推' | '聘' | '命' | '举'))
        }
        // 某某是某村党支部书记
        Some('是' | '正' | '就') => first.owner != Owner::None,
        _ => true,
    }
}

/// Whether the word after a name is a title that begins a clause of its own (代表双方签约).
fn is_called_title(a: &Analysis<'_, '_>, span: Span) -> bool {
    matches!(a.doc.slice(span), ['代', '表'] | ['主', '持', ..] | ['负', '责', ..])
}

/// Whether only marks of a list stand between two places.
fn adjacent(a: &Analysis<'_, '_>, end: usize, from: usize) -> bool {
    from >= end
        && from - end <= 3
        && a.doc.chars()[end..from]
            .iter()
            .all(|c| matches!(c, '、' | ',' | '和' | '及' | '与' | '以' | ';' | ' '))
}

/// Whether the titles up to the next named organization can be of an organization.
fn may_hold(a: &Analysis<'_, '_>, entities: &Entities, parts: &[Part], root: usize) -> bool {
    let Some(e) = host_of(entities, root).and_then(|h| entities.all.get(h)) else { return true };
    let own = parts.iter().take_while(|p| p.owner == Owner::None).filter(|p| p.body.is_empty());
    own.map(|p| host::fits(a, a.doc.slice(p.title), e)).all(|fits| fits != Some(false))
}

/// The organization of posts before which none stands: the last one whose head bears one of the titles.
fn default_root(a: &Analysis<'_, '_>, entities: &Entities, parts: &[Part], at: usize) -> Option<usize> {
    let own = || parts.iter().take_while(|p| p.owner == Owner::None);
    for part in own() {
        let body = a.doc.slice(part.body);
        let noun: &[char] = match body {
            [.., '村', '委', '会'] | [.., '村', '民', '委', '员', '会'] => &['村'],
            [.., '居', '委', '会'] | [.., '居', '民', '委', '员', '会'] => &['社', '区'],
            _ => continue,
        };
        if let Some(found) = last_called(entities, noun, at) {
            return Some(found);
        }
    }
    let first = parts.first()?;
    if first.body.is_empty() && a.doc.slice(first.title).ends_with(&['第', '一', '书', '记']) {
        return last_called(entities, &['村'], at);
    }
    let office = own().filter(|p| p.body.is_empty());
    if let Some(found) = office.clone().find_map(|p| last_fitting(a, entities, a.doc.slice(p.title), at)) {
        return Some(found);
    }
    (first.body.is_empty() && title::is_party(a.doc.slice(first.title)))
        .then(|| last_party(entities, at, |_| true))
        .flatten()
}

/// The organization of a post with a body before the title (党委书记, 居委会主任).
fn in_body(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    chain: &mut Chain,
    body: &[char],
    at: usize,
) -> Option<usize> {
    let level = level_of(a, body);
    let Some(root) = chain.root else {
        // 党支部书记某某 with no organization before it: the one named last that fits.
        let level = level?;
        if body.len() > 4 {
            return None;
        }
        if let Some(found) = last_party(entities, at, |e| e.level == Some(level)) {
            chain.root = Some(found);
            return Some(found);
        }
        // 当选机关纪委委员: of the house spoken of last.
        let house = host::last_house(entities, at)?;
        chain.root = Some(house);
        return Some(body_of(a, entities, house, body, None));
    };
    // 社保股股长、党支部委员: the branch of the unit.
    let of_unit = level == Some(PartyLevel::Branch) && body.len() <= 3;
    let owner = chain.unit.filter(|_| of_unit).unwrap_or(root);
    let written = chain.named.filter(|_| owner == root).map(|m| written(a, entities, m));
    let found = body_of(a, entities, owner, body, written.as_deref());
    if level.is_none() && chain::is_unit(a, body) {
        chain.unit = Some(found);
    }
    Some(found)
}

/// The organization of a post with no body before the title.
fn held(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    chain: &Chain,
    root: usize,
    part: &Part,
    text: &[char],
) -> usize {
    let direct = part.owner != Owner::None;
    let party = entities.all[root].kind == OrgKind::Party;
    if title::is_party(text) {
        if party {
            return if direct { root } else { chain.party.unwrap_or(root) };
        }
        let leads = matches!(text, [.., '书', '记'] | [.., '支', '书']) && !text.starts_with(&['驻', '村']);
        if direct && leads && !text.contains(&'一') && is_called(&entities.all[root], &['村'])
            || text.ends_with(&['支', '书'])
        {
            return branch_of(a, entities, root, text);
        }
        return if direct { root } else { chain.party.unwrap_or(root) };
    }
    if host::is_of_government(text)
        && let Some(government) = government_of(a, entities, root)
    {
        return government;
    }
    if party && !direct {
        return host_of(entities, root).map_or(root, |host| host::whole_of(entities, host));
    }
    root
}
