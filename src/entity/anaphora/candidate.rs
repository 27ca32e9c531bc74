//! What a reference back can mean.

use super::Reference;
use crate::analysis::Analysis;
use crate::entity::{Entities, Entity, Name};
use crate::lexicon::Lexicon;
use crate::record::{OrgKind, PartyLevel};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// An organization that a reference may mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    /// The organization; none where it is named only now, by its host.
    pub(crate) means: Option<usize>,
    /// For a party organization that is named only now, its host.
    pub(crate) host: Option<usize>,
    /// How well it can be called so.
    pub(super) grade: u32,
    /// Where it (or its host) was mentioned last, or next.
    pub(super) seen: Span,
    /// Whether only its party organization was mentioned there.
    pub(super) via: bool,
    /// Whether it is mentioned only afterwards.
    pub(super) later: bool,
}

/// How many organizations are remembered.
const RECENT: usize = 32;
/// The most candidates of a reference.
const MOST: usize = 8;
/// How many mentions after a reference are looked at, and how many of them can be meant.
const LATER: usize = 6;
const MOST_LATER: usize = 2;
/// How many of the organizations named first are candidates everywhere.
const FIRST: usize = 4;
/// How many party organizations of a host are compared.
const COMPARED: usize = 64;

/// The organizations mentioned last, the latest first.
#[derive(Debug, Default)]
pub(super) struct Recent {
    list: Vec<Seen>,
    /// The number of the next mention.
    next: usize,
    /// The party organizations of each host.
    parties: FxHashMap<usize, Vec<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    entity: usize,
    span: Span,
    via: bool,
}

impl Recent {
    pub(super) fn new(entities: &Entities) -> Self {
        let mut new = Self::default();
        for i in 0..entities.all.len() {
            new.know(entities, i);
        }
        new
    }

    /// Takes in a party organization of a host.
    pub(super) fn know(&mut self, entities: &Entities, i: usize) {
        if let Some(host) = entities.all.get(i).and_then(|e| e.host) {
            self.parties.entry(host).or_default().push(i);
        }
    }

    /// Takes in the mentions that end before a position.
    pub(super) fn reach(&mut self, entities: &Entities, position: usize) {
        while let Some(m) = entities.mentions.get(self.next).filter(|m| m.span.end <= position) {
            self.next += 1;
            self.tell(entities, m.entity, m.span);
        }
    }

    /// Takes in that an organization is spoken of.
    pub(super) fn tell(&mut self, entities: &Entities, entity: usize, span: Span) {
        if let Some(host) = entities.all.get(entity).and_then(|e| e.host) {
            self.put(Seen { entity: host, span, via: true });
        }
        self.put(Seen { entity, span, via: false });
    }

    fn put(&mut self, seen: Seen) {
        match self.list.iter().position(|s| s.entity == seen.entity) {
            Some(i) => {
                self.list.remove(i);
            }
            None if self.list.len() >= RECENT => {
                self.list.pop();
            }
            None => {}
        }
        self.list.insert(0, seen);
    }
}

/// What is asked of a candidate.
struct Test<'a> {
    entities: &'a Entities,
    parties: &'a FxHashMap<usize, Vec<usize>>,
    noun: Noun<'a>,
    /// The party body taken apart, with its level.
    body: Option<(PartyLevel, Name)>,
}

/// A noun by which an organization may be called.
#[derive(Debug, Clone, Copy)]
struct Noun<'a> {
    chars: &'a [char],
    /// The kind that its suffix makes.
    kind: Option<OrgKind>,
}

impl<'a> Noun<'a> {
    fn new(lexicon: &Lexicon, chars: &'a [char]) -> Self {
        // What single characters mean is told one by one.
        let suffix = if chars.len() > 1 { lexicon.suffixes.longest(chars) } else { None };
        Self { chars, kind: suffix.and_then(|id| lexicon.suffixes.get(id)).map(|s| s.kind) }
    }
}

/// Collects the organizations that a reference can mean: those mentioned last, the latest first, then the next ones.
pub(super) fn candidates(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    recent: &Recent,
    x: &Reference,
    out: &mut Vec<Candidate>,
) {
    out.clear();
    let body = x.body.map(|(level, span)| {
        (level, Name::new(a.doc.slice(span), 0, OrgKind::Party, Some(level), a.lexicon))
    });
    let test =
        Test { entities, parties: &recent.parties, noun: Noun::new(a.lexicon, a.doc.slice(x.noun)), body };
    for seen in &recent.list {
        if out.len() >= MOST {
            break;
        }
        test.put(*seen, false, out);
    }
    for (entity, e) in entities.all.iter().enumerate().take(FIRST) {
        if let Some(m) = e.mentions.first().filter(|m| m.0.end <= x.span.start) {
            test.put(Seen { entity, span: m.0, via: false }, false, out);
        }
    }
    let from = entities.mentions.partition_point(|m| m.span.start < x.span.end);
    let before = out.len();
    for m in entities.mentions[from..].iter().take(LATER) {
        if out.len() >= before + MOST_LATER {
            break;
        }
        test.put(Seen { entity: m.entity, span: m.span, via: false }, true, out);
        if let Some(entity) = entities.all.get(m.entity).and_then(|e| e.host) {
            test.put(Seen { entity, span: m.span, via: true }, true, out);
        }
    }
}

impl Test<'_> {
    fn put(&self, seen: Seen, later: bool, out: &mut Vec<Candidate>) {
        let Some(e) = self.entities.all.get(seen.entity) else { return };
        let candidate =
            |means, host, grade| Candidate { means, host, grade, seen: seen.span, via: seen.via, later };
        let new = match &self.body {
            None if e.kind == OrgKind::Party => return,
            None => match grade(e, self.noun) {
                0 => return,
                grade => candidate(Some(seen.entity), None, grade),
            },
            Some((level, body)) if e.kind == OrgKind::Party => {
                let host = e.host.and_then(|h| self.entities.all.get(h));
                let called = match host {
                    _ if self.noun.chars.is_empty() => 4,
                    Some(host) => grade(host, self.noun),
                    None => 0,
                };
                if e.level != Some(*level) || called == 0 {
                    return;
                }
                match same_branch(&e.name, body) {
                    Some(true) => candidate(Some(seen.entity), None, called),
                    Some(false) => candidate(Some(seen.entity), None, 5 + called),
                    None => return,
                }
            }
            Some((level, body)) => {
                let called = if self.noun.chars.is_empty() { 4 } else { grade(e, self.noun) };
                if called == 0 {
                    return;
                }
                let own = |p: &usize| {
                    self.entities
                        .all
                        .get(*p)
                        .is_some_and(|p| p.level == Some(*level) && same_branch(&p.name, body) == Some(true))
                };
                let parties = self.parties.get(&seen.entity).map_or(&[][..], Vec::as_slice);
                match parties.iter().take(COMPARED).copied().find(own) {
                    Some(party) => candidate(Some(party), None, called),
                    None => candidate(None, Some(seen.entity), called),
                }
            }
        };
        if !out.iter().any(|c| c.means == new.means && c.host == new.host) {
            out.push(new);
        }
    }
}

/// Whether a party organization is the branch that a body speaks of: of its number and sort; false where it has one that is not
/// told, none where another.
fn same_branch(name: &Name, body: &Name) -> Option<bool> {
    if name.ordinal == body.ordinal && name.modifiers == body.modifiers {
        return Some(true);
    }
    (body.ordinal.is_none() && body.modifiers.is_empty()).then_some(false)
}

/// Whether an organization is plainly called by a noun.
pub(in crate::entity) fn is_called(lexicon: &Lexicon, e: &Entity, noun: &[char]) -> bool {
    grade(e, Noun::new(lexicon, noun)) >= 3
        || matches!(noun, ['市' | '县' | '区' | '省', c] if e.name.host().ends_with(&[*c]))
}

/// How well an organization can be called by a noun; 0 = not at all.
fn grade(e: &Entity, Noun { chars: noun, kind }: Noun<'_>) -> u32 {
    let name = e.name.host();
    // 我院内科 is a part of what 我院 means.
    if name.len() <= noun.len() || matches!(name, ['我' | '本' | '该', ..]) {
        return 0;
    }
    if name.last() == noun.last() && name.ends_with(noun) {
        return 4;
    }
    let has = |part: &[char]| name.windows(part.len()).any(|w| w == part);
    let called = match noun {
        ['企', '业'] | ['公', '司'] => e.kind == OrgKind::Enterprise,
        ['集', '团', ..] => has(&['集', '团']),
        ['单', '位'] => e.kind != OrgKind::Grassroots,
        ['学', '校'] | ['校'] => {
            name.ends_with(&['校'])
                || [['大', '学'], ['中', '学'], ['小', '学'], ['学', '院']].iter().any(|part| has(part))
        }
        ['村'] => e.kind == OrgKind::Grassroots && name.contains(&'村'),
        ['联', '盟'] | ['联', '合', '体'] | ['共', '同', '体'] => e.kind == OrgKind::Social,
        _ => false,
    };
    if called {
        return 3;
    }
    if let [c] = noun {
        let kin = match c {
            '局' => matches!(e.kind, OrgKind::Government | OrgKind::Enterprise),
            '委' => e.kind == OrgKind::Government && name.contains(c),
            '厂' | '矿' | '段' => e.kind == OrgKind::Enterprise,
            '院' => e.kind == OrgKind::Institution || name.contains(c),
            '校' => e.kind == OrgKind::Institution,
            _ => name.contains(c),
        };
        return u32::from(kin);
    }
    if noun.last() == name.last() {
        return 2;
    }
    u32::from(kind == Some(e.kind))
}
