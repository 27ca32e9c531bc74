//! The hosts of party organizations, and names in full for what is named after its house.

use super::{Linker, MOST, stem_key};
use crate::analysis::Analysis;
use crate::entity::host::{self, House, Told};
use crate::entity::name::{Name, own_stem, shortens};
use crate::entity::{Entity, Mention};
use crate::record::{Form, OrgKind, PartyLevel};
use crate::span::Span;

/// How many names that do not tell their host are looked into.
const UNTOLD: usize = 256;

impl Linker<'_, '_, '_> {
    /// Gives each party organization its host: one that is mentioned, or one made for it.
    pub(super) fn hosts(&mut self) {
        // Those whose names do not tell it, with the noun that does (局 of 局党组).
        let mut untold: Vec<(usize, usize, usize)> = Vec::new();
        for i in 0..self.out.all.len() {
            let (kind, level) = (self.out.all[i].kind, self.out.all[i].level);
            if kind != OrgKind::Party || level == Some(PartyLevel::Other) && !self.hosted_office(i) {
                continue;
            }
            let name = &self.out.all[i].name;
            if name.base == name.chars.len() || is_committee_of_region(name) && name.base != 0 {
                continue;
            }
            let len = match host::told(name, self.a.lexicon) {
                Told::Name(len) => len,
                Told::Noun(start) if self.named(name.host()).is_err() => {
                    untold.push((i, start, name.base));
                    continue;
                }
                Told::Noun(_) => name.base,
                Told::Not => {
                    untold.push((i, 0, 0));
                    continue;
                }
            };
            let mut core = name.core;
            let masked = name.masked;
            let mut host_chars = name.host().to_vec();
            let mut found = None;
            if len < host_chars.len() {
                // 榕屏城投|征迁党支部 may be of a house of that name.
                let whole = self.host_named(&host_chars, core, masked, i);
                if whole.is_none() {
                    host_chars.truncate(len);
                    core = core.min(len);
                }
                found = whole;
            }
            let (kind, _) = host_kind(&host_chars, self.a);
            let found = found.or_else(|| self.host_named(&host_chars, core, masked, i));
            let mut host = Name::new(&host_chars, core, kind, None, self.a.lexicon);
            host.masked = masked;
            let host = found.unwrap_or_else(|| self.create(host, kind));
            if host != i {
                self.out.all[i].host = Some(host);
                self.gather(host, &host_chars, core);
                self.lengthen(host, &host_chars, core);
            }
        }
        self.untold_hosts(untold);
        self.units();
    }

    /// Puts other short forms of a host's name to it: 东顺 and 东顺耐火, where only its party organization is named in full.
    fn gather(&mut self, host: usize, full: &[char], core: usize) {
        let stem = full.get(core..).map(own_stem).and_then(|s| s.first());
        let Some(&c) = stem.filter(|_| self.out.all[host].kind == OrgKind::Enterprise) else { return };
        let is_form = |&e: &usize| {
            let other = &self.out.all[e];
            e != host
                && other.kind == OrgKind::Enterprise
                && !other.name.masked
                && other.name.chars.len() < full.len()
                && shortens(other.name.host(), other.name.core, full, core)
        };
        let forms: Vec<usize> = self.by_stem.of(c).take(MOST).filter(is_form).collect();
        for e in forms {
            self.put_to(e, host);
        }
    }

    /// The known organization that a host's name means.
    fn host_named(&self, chars: &[char], core: usize, masked: bool, party: usize) -> Option<usize> {
        let (kind, _) = host_kind(chars, self.a);
        let mut host = Name::new(chars, core, kind, None, self.a.lexicon);
        host.masked = masked;
        self.host_of(&host, party)
    }

    /// Finds the hosts that names do not tell: of 局党组 the bureau named last, of 机关第一党支部 the house that the report is
    /// about, or that of the branch before it (第一、第三党支部).
    fn untold_hosts(&mut self, mut untold: Vec<(usize, usize, usize)>) {
        untold.retain(|u| !self.out.all[u.0].mentions.is_empty());
        if untold.is_empty() {
            return;
        }
        untold.sort_by_key(|u| self.out.all[u.0].mentions.first().map(|m| m.0));
        let mut counts = vec![0usize; self.out.all.len()];
        for m in &self.out.mentions {
            counts[m.entity] += 1;
            if let Some(host) = self.out.all[m.entity].host {
                counts[host] += 1;
            }
        }
        let weigh = |&(i, e): &(usize, &Entity)| {
            // 机关 is rather an office's.
            let office = matches!(e.kind, OrgKind::Government | OrgKind::Institution);
            (counts[i] * if office { 3 } else { 2 }, std::cmp::Reverse(i))
        };
        let house = |e: &Entity| !matches!(e.kind, OrgKind::Party | OrgKind::Grassroots | OrgKind::Social);
        let all = self.out.all.iter().enumerate().filter(|(i, e)| house(e) && counts[*i] > 0);
        let most = all.max_by_key(weigh).map(|(i, _)| i);
        for (i, start, base) in untold.into_iter().take(UNTOLD) {
            let Some(&(at, _)) = self.out.all[i].mentions.first() else { continue };
            let noun: Vec<char> = self.out.all[i].name.chars[start..base].to_vec();
            let host = if noun.is_empty() {
                self.joined_host(at).or_else(|| match House::of_branch(&self.out.all[i].name.modifiers) {
                    House::Any => most,
                    sort => self.near_host(at, |e| sort.is(e.name.host())).or(most),
                })
            } else {
                self.near_host(at, |e| crate::entity::anaphora::is_called(self.a.lexicon, e, &noun))
            };
            if let Some(host) = host.filter(|&h| h != i) {
                self.out.all[i].host = Some(host);
                self.rename(i, host, base);
                self.merge(i);
            } else if !noun.is_empty() {
                let (kind, _) = host_kind(&noun, self.a);
                let name = Name::new(&noun, 0, kind, None, self.a.lexicon);
                let host = self.create(name, kind);
                self.out.all[i].host = Some(host);
            }
        }
    }

    /// Gives an organization its name in full: that of its house, and its own from a place on.
    fn rename(&mut self, i: usize, house: usize, from: usize) {
        let house = &self.out.all[house].name;
        let e = &self.out.all[i];
        let mut chars = house.chars.clone();
        chars.extend(e.name.chars.get(from..).unwrap_or_default());
        let mut name = Name::new(&chars, house.core, e.kind, e.level, self.a.lexicon);
        name.masked |= house.masked;
        self.out.all[i].name = name;
        self.out.all[i].show(&chars);
    }

    /// Puts a party organization to the one of its host that is the same (局党组 to 县审计局党组).
    fn merge(&mut self, i: usize) {
        let e = &self.out.all[i];
        let same = |other: &Entity| {
            other.host == e.host
                && other.level == e.level
                && other.name.ordinal == e.name.ordinal
                && other.name.modifiers == e.name.modifiers
                && !other.mentions.is_empty()
        };
        let mut found = (0..self.out.all.len()).filter(|&j| j != i && same(&self.out.all[j])).take(2);
        let (Some(one), None) = (found.next(), found.next()) else { return };
        self.put_to(i, one);
    }

    /// Makes one organization's mentions another's.
    fn put_to(&mut self, i: usize, one: usize) {
        if self.out.all[i].mentions.is_empty() {
            return;
        }
        let moved = std::mem::take(&mut self.out.all[i].mentions);
        self.out.all[one].mentions.extend(moved.into_iter().map(|m| (m.0, Form::Short)));
        self.out.all[one].mentions.sort_unstable_by_key(|m| m.0);
        self.merged.push((i, one));
    }

    /// Gives units that are named after a noun for their house (我院眼科, 院工会) their names in full.
    fn units(&mut self) {
        for i in 0..self.out.all.len() {
            let e = &self.out.all[i];
            let Some(&(at, _)) = e.mentions.first() else { continue };
            let named = host::of_house(&e.name.chars, self.a.lexicon).filter(|_| e.kind != OrgKind::Party);
            let Some((start, end)) = named else { continue };
            let noun = e.name.chars[start..end].to_vec();
            let house = |e: &Entity| crate::entity::anaphora::is_called(self.a.lexicon, e, &noun);
            if let Some(house) = self.near_host(at, house).filter(|&house| house != i) {
                self.rename(i, house, end);
            }
        }
    }

    /// The host of the party organization that a mention is joined to: 第三 to 财政局第一 in 财政局第一、第三党支部.
    fn joined_host(&self, at: Span) -> Option<usize> {
        let i = self.out.mentions.partition_point(|m| m.span.start < at.start).checked_sub(1)?;
        let m = self.out.mentions.get(i)?;
        let between = self.a.doc.chars().get(m.span.end..at.start)?;
        let e = &self.out.all[m.entity];
        let own = if e.kind == OrgKind::Party { e.host } else { Some(m.entity) };
        own.filter(|_| matches!(between, [] | ['、' | '和' | '与' | '及' | '的']))
    }

    /// The organization, or host of one, named last before a place that a test takes, else the next one.
    fn near_host(&self, at: Span, test: impl Fn(&Entity) -> bool) -> Option<usize> {
        let to = self.out.mentions.partition_point(|m| m.span.end <= at.start);
        let fits = |&i: &usize| self.out.all[i].kind != OrgKind::Party && test(&self.out.all[i]);
        let host = |m: &Mention| {
            let e = &self.out.all[m.entity];
            if e.kind == OrgKind::Party { e.host } else { Some(m.entity) }
        };
        let before = self.out.mentions[..to].iter().rev().take(MOST).filter_map(host).find(fits);
        before.or_else(|| self.out.mentions[to..].iter().take(MOST).filter_map(host).find(fits))
    }

    /// A host that is mentioned only in a shorter form takes the fuller one that its party organization carries.
    fn lengthen(&mut self, host: usize, chars: &[char], core: usize) {
        let e = &mut self.out.all[host];
        if e.name.chars.len() < chars.len()
            && e.mentions.iter().all(|m| m.1 != Form::Name || m.0.len() < chars.len())
            && !e.name.masked
        {
            let name = Name::new(chars, core, e.kind, None, self.a.lexicon);
            let old = std::mem::replace(&mut e.name, name);
            self.renamed.entry(host).or_insert(old.chars);
            e.show(chars);
        }
    }

    fn hosted_office(&self, i: usize) -> bool {
        let name = &self.out.all[i].name;
        name.base < name.chars.len()
    }

    fn host_of(&self, host: &Name, party: usize) -> Option<usize> {
        // 高新区管委会 of 高新区党工委, where it is mentioned.
        if host.chars.ends_with(&['区']) && host.chars.len() > 2 {
            const OFFICES: [&[char]; 2] = [&['管', '委', '会'], &['管', '理', '委', '员', '会']];
            let office = |end: &&[char]| self.named(&[host.chars.as_slice(), end].concat()).ok();
            if let Some(found) = OFFICES.iter().find_map(office) {
                return Some(found);
            }
        }
        let exact = self.named(&host.chars).ok();
        if exact.is_some() || host.masked {
            return exact;
        }
        let c = stem_key(host)?;
        let shorter = self.by_stem.of(c).take(MOST).find(|&e| {
            let other = &self.out.all[e];
            e != party
                && other.kind != OrgKind::Party
                && (shortens(host.host(), host.core, other.name.host(), other.name.core)
                    || shortens(other.name.host(), other.name.core, host.host(), host.core))
        });
        if shorter.is_some() {
            return shorter;
        }
        // The only one with the same end.
        let end = *host.host().last()?;
        let unit = host::without_noun(host.host(), self.a.lexicon);
        let mut same = self.by_end.of(end).take(MOST).filter(|&e| {
            let other = &self.out.all[e];
            other.kind != OrgKind::Party
                && !other.name.masked
                && (host::tails_agree(host.host(), other.name.host())
                    || unit.is_some_and(|unit| host::tails_agree(unit, other.name.host())))
        });
        match (same.next(), same.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }
}

/// 顺德区委, 省委, 县纪委: committees of a region have no host.
fn is_committee_of_region(name: &Name) -> bool {
    let host = name.host();
    let region = host.len() == name.core || name.stem().is_empty();
    let letter = matches!(host.last(), Some('省' | '市' | '区' | '县' | '州' | '旗' | '盟'))
        && (host.len() <= 1 || region);
    letter || (region && !matches!(host.last(), Some('道' | '镇' | '乡' | '村' | '区')))
}

/// The kind of a host from its last characters.
fn host_kind(chars: &[char], a: &Analysis<'_, '_>) -> (OrgKind, Option<u16>) {
    if let Some(id) = a.lexicon.suffixes.longest(chars)
        && let Some(suffix) = a.lexicon.suffixes.get(id)
    {
        return (suffix.kind, Some(id));
    }
    match chars.last() {
        Some('道' | '镇' | '乡') => (OrgKind::Government, None),
        _ => (OrgKind::Other, None),
    }
}
