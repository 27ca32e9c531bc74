//! Which mentions are one organization.

use super::host::{self, House, Told};
use super::name::{Name, is_subsequence, own_stem, shortens};
use super::{Entities, Entity, Mention};
use crate::analysis::Analysis;
use crate::model::Weights;
use crate::org::{OrgValue, Shape, guess_kind};
use crate::record::{Form, OrgKind, PartyLevel};
use crate::segment::hash;
use crate::span::Span;
use crate::text::string;
use rustc_hash::FxHashMap;

/// How many organizations with a like name a mention is compared with.
const MOST: usize = 64;

/// Puts mentions together.
pub(crate) struct Linker<'a, 'd, 't> {
    a: &'a Analysis<'d, 't>,
    weights: &'a Weights,
    out: Entities,
    /// By the first character of the stem.
    by_stem: Chains,
    /// Hash of the name → organization that is not of the party; of two names with one hash the second takes the
    /// next number.
    by_name: FxHashMap<u32, usize>,
    /// The names that organizations had before they got longer ones.
    renamed: FxHashMap<usize, Vec<char>>,
    /// By the last character of the host's name.
    by_end: Chains,
    /// Organizations that were put to others.
    merged: Vec<usize>,
}

/// Organizations by a character, the last made first.
#[derive(Debug, Default)]
struct Chains {
    last: FxHashMap<char, usize>,
    /// For each organization, the one before it with the same character.
    before: Vec<Option<usize>>,
}

impl Chains {
    /// Adds the next organization, by a character if it has one.
    fn add(&mut self, c: Option<char>) {
        let i = self.before.len();
        self.before.push(c.and_then(|c| self.last.insert(c, i)));
    }

    /// The organizations with a character.
    fn of(&self, c: char) -> impl Iterator<Item = usize> {
        std::iter::successors(self.last.get(&c).copied(), |&i| self.before[i])
    }
}

/// Mentions of the same characters.
struct Group {
    name: Name,
    kind: OrgKind,
    /// The first of them.
    first: Span,
}

impl<'a, 'd, 't> Linker<'a, 'd, 't> {
    pub(crate) fn new(a: &'a Analysis<'d, 't>, weights: &'a Weights) -> Self {
        Self {
            a,
            weights,
            out: Entities::default(),
            by_stem: Chains::default(),
            by_name: FxHashMap::default(),
            renamed: FxHashMap::default(),
            by_end: Chains::default(),
            merged: Vec::new(),
        }
    }

    /// Links the chosen mentions, in text order.
    pub(crate) fn link(mut self, chosen: &[(Span, OrgValue)]) -> Entities {
        let (groups, members) = self.groups(chosen);
        let mut order: Vec<usize> = (0..groups.len()).collect();
        // The longest names first, so that each shorter one finds its full form; what a region adds to the length is
        // nothing of the name's own (广西桂柳集团党委 shortens 桂柳牧业集团党委).
        order.sort_unstable_by_key(|&i| {
            let name = &groups[i].name;
            (std::cmp::Reverse((name.chars.len() - name.core, name.chars.len())), groups[i].first)
        });
        self.out.all.reserve(groups.len() * 2);
        self.by_name.reserve(groups.len() * 2);
        self.by_stem.before.reserve(groups.len() * 2);
        self.by_end.before.reserve(groups.len() * 2);
        self.out.mentions.reserve(chosen.len());
        let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
        // For each group its organization, and how long its name is.
        let mut entities = vec![(0, 0); groups.len()];
        for i in order {
            let Some(group) = groups[i].take() else { continue };
            let length = group.name.chars.len();
            let entity = match self.find(&group) {
                Some((entity, typo)) => {
                    if typo {
                        let own = chosen.iter().zip(&members).filter(|&(_, &member)| member == i);
                        self.out.typos.extend(own.map(|(mention, _)| (mention.0, entity)));
                    }
                    entity
                }
                None => self.create(group.name, group.kind),
            };
            entities[i] = (entity, length);
        }
        for (&(span, value), &group) in chosen.iter().zip(&members) {
            let (entity, length) = entities[group];
            let alias = matches!(value.shape, Shape::Alias(_));
            let full = !alias && self.out.all[entity].name.chars.len() == length;
            let form = if full { Form::Name } else { Form::Short };
            self.out.mentions.push(Mention { span, entity, form });
        }
        self.out.mentions.sort_by_key(|m| m.span);
        for m in &self.out.mentions {
            self.out.all[m.entity].mentions.push((m.span, m.form));
        }
        self.shared_heads(chosen);
        self.hosts();
        self.order();
        self.out
    }

    /// Mentions of the same characters; for each mention, its group.
    fn groups(&self, chosen: &[(Span, OrgValue)]) -> (Vec<Group>, Vec<usize>) {
        let mut groups: Vec<Group> = Vec::with_capacity(chosen.len());
        // Hash of the plain characters → group; of two groups with one hash the second takes the next number.
        let mut by_text: FxHashMap<u32, usize> = FxHashMap::default();
        by_text.reserve(chosen.len());
        let mut plain = Vec::new();
        let mut member = |&(span, value): &(Span, OrgValue)| {
            let level = Name::level_of_mention(self.a, span, &value);
            plain.clear();
            Name::plain(self.a.doc.slice(span), &mut plain);
            let mut key = hash(&plain).wrapping_add(level.map_or(0, |level| level as u32 + 1));
            loop {
                match by_text.get(&key) {
                    Some(&i) if groups[i].name.level == level && groups[i].name.chars == plain => return i,
                    Some(_) => key = key.wrapping_add(1),
                    None => {
                        let kind = guess_kind(self.a, span, &value, self.weights);
                        let name = Name::of_mention(self.a, span, &value, kind);
                        by_text.insert(key, groups.len());
                        groups.push(Group { name, kind, first: span });
                        return groups.len() - 1;
                    }
                }
            }
        };
        let members = chosen.iter().map(&mut member).collect();
        (groups, members)
    }

    /// The organization that a group of equal mentions belongs to, if it is among those known, and whether its
    /// name is then mistyped.
    fn find(&self, group: &Group) -> Option<(usize, bool)> {
        let name = &group.name;
        let first = group.first;
        if name.masked || name.is_bare() {
            return None;
        }
        let stem = stem_key(name)?;
        if let Some(entity) = self.by_stem.of(stem).take(MOST).find(|&e| self.may_be(name, e)) {
            return Some((entity, false));
        }
        let end = *name.seat().last()?;
        let mut ends = self.by_end.of(end).take(MOST).filter(|&e| self.is_end_of(name, first, e));
        if let (Some(one), None) = (ends.next(), ends.next()) {
            return Some((one, false));
        }
        let typo = self.by_end.of(end).take(MOST).find(|&e| self.is_typo(name, e))?;
        Some((typo, true))
    }

    /// Whether the name shortens (or repeats in other words) the name of a known organization.
    fn may_be(&self, name: &Name, entity: usize) -> bool {
        let e = &self.out.all[entity];
        self.same_body(name, &e.name)
            && (e.kind == name.kind || name.alias || e.kind != OrgKind::Party && name.kind != OrgKind::Party)
            && shortens(name.seat(), name.core, e.name.seat(), e.name.core)
    }

    /// Level, number and modifiers agree.
    fn same_body(&self, one: &Name, two: &Name) -> bool {
        (one.kind == OrgKind::Party) == (two.kind == OrgKind::Party)
            && one.level == two.level
            && one.ordinal == two.ordinal
            && (one.modifiers == two.modifiers || one.modifiers.is_empty() || two.modifiers.is_empty())
            && !two.masked
    }

    /// Whether the name is the end of a longer name given before (营销中心党支部 of 惠州烟草营销中心党支部).
    fn is_end_of(&self, name: &Name, first: Span, entity: usize) -> bool {
        let e = &self.out.all[entity];
        let (short, full) = (name.seat(), e.name.seat());
        let unit = matches!(
            e.kind,
            OrgKind::Party
                | OrgKind::Government
                | OrgKind::Institution
                | OrgKind::Other
                | OrgKind::Grassroots
        );
        unit && self.same_body(name, &e.name)
            && name.core == 0
            && short.len() >= 3
            && full.len() > short.len() + 1
            && full.ends_with(short)
            && e.mentions.first().is_none_or(|m| m.0 < first)
    }

    /// Whether the name differs from a known one by one character left out, added or changed.
    fn is_typo(&self, name: &Name, entity: usize) -> bool {
        let e = &self.out.all[entity];
        let (one, two) = (name.host(), e.name.host());
        if e.kind != name.kind
            || !self.same_body(name, &e.name)
            || one.len() < 5
            || two.len() < 5
            || e.mentions.is_empty() && one.len() < 6
        {
            return false;
        }
        match one.len().abs_diff(two.len()) {
            0 => {
                let wrong: Vec<usize> = (0..one.len()).filter(|&i| one[i] != two[i]).collect();
                // A changed character is often another organization (城东, 城西); only within a long brand is it not.
                matches!(wrong.as_slice(), [i] if one.len() >= 8 && *i >= 2 && !DISTINCT.contains(one[*i]) && !DISTINCT.contains(two[*i]))
                    && matches!(name.kind, OrgKind::Enterprise | OrgKind::Party)
                    && without_last(one) == without_last(two)
            }
            1 => {
                let (short, long) = if one.len() < two.len() { (one, two) } else { (two, one) };
                let extra =
                    (0..long.len()).find(|&i| short.get(i) != Some(&long[i])).unwrap_or(long.len() - 1);
                is_subsequence(short, long)
                    && long.len() >= 6
                    && !DISTINCT.contains(long[extra])
                    && short[..] == [&long[..extra], &long[extra + 1..]].concat()[..]
                    && extra + 3 < long.len()
            }
            _ => false,
        }
    }

    fn create(&mut self, name: Name, kind: OrgKind) -> usize {
        let i = self.out.all.len();
        self.by_stem.add(stem_key(&name));
        self.by_end.add(name.seat().last().copied());
        if kind != OrgKind::Party
            && let Err(key) = self.named(&name.chars)
        {
            self.by_name.insert(key, i);
        }
        let shown = string(&name.chars);
        self.out.all.push(Entity { level: name.level, shown, name, kind, host: None, mentions: Vec::new() });
        i
    }

    /// The organization first made with a name, if one not of the party was; else the number to keep it by.
    fn named(&self, chars: &[char]) -> Result<usize, u32> {
        let mut key = hash(chars);
        loop {
            match self.by_name.get(&key) {
                Some(&i) if *self.renamed.get(&i).unwrap_or(&self.out.all[i].name.chars) == chars => {
                    return Ok(i);
                }
                Some(_) => key = key.wrapping_add(1),
                None => return Err(key),
            }
        }
    }

    /// 第一、第二党支部: a part that stands without the head takes it from the part before it.
    fn shared_heads(&mut self, chosen: &[(Span, OrgValue)]) {
        let chars = self.a.doc.chars();
        for pair in chosen.windows(2) {
            let [(one, _), (two, _)] = pair else { continue };
            let between = &chars[one.end..two.start.max(one.end)];
            if between.len() != 1 || !matches!(between[0], '、' | '和' | '与' | '及') {
                continue;
            }
            let at = |span: &Span| {
                self.out
                    .mentions
                    .binary_search_by_key(span, |m| m.span)
                    .ok()
                    .map(|i| self.out.mentions[i].entity)
            };
            let (Some(i), Some(j)) = (at(one), at(two)) else { continue };
            if i == j
                || !self.out.all[j].name.is_bare()
                || self.out.all[i].name.level != self.out.all[j].name.level
            {
                continue;
            }
            let head: Vec<char> = self.out.all[i].name.host().to_vec();
            let modifiers = self.out.all[i].name.modifiers.clone();
            let (core, kind, level) =
                (self.out.all[i].name.core, self.out.all[j].kind, self.out.all[j].level);
            let mut chars = head;
            chars.extend(&modifiers);
            chars.extend(&self.out.all[j].name.chars);
            self.out.all[j].name = Name::new(&chars, core, kind, level, self.a.lexicon);
            self.out.all[j].shown = string(&chars);
        }
    }

    /// Gives each party organization its host: one that is mentioned, or one made for it.
    fn hosts(&mut self) {
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
        for (i, start, base) in untold {
            let Some(&(at, _)) = self.out.all[i].mentions.first() else { continue };
            let noun: Vec<char> = self.out.all[i].name.chars[start..base].to_vec();
            let host = if noun.is_empty() {
                self.joined_host(at).or_else(|| match House::of_branch(&self.out.all[i].name.modifiers) {
                    House::Any => most,
                    sort => self.near_host(at, |e| sort.is(e.kind, e.name.host())).or(most),
                })
            } else {
                self.near_host(at, |e| super::anaphora::is_called(self.a.lexicon, e, &noun))
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
        self.out.all[i].shown = string(&chars);
        self.out.all[i].name = name;
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
        if self.merged.contains(&i) {
            return;
        }
        for m in self.out.mentions.iter_mut().filter(|m| m.entity == i) {
            *m = Mention { entity: one, form: Form::Short, ..*m };
        }
        let moved = std::mem::take(&mut self.out.all[i].mentions);
        self.out.all[one].mentions.extend(moved.into_iter().map(|m| (m.0, Form::Short)));
        self.out.all[one].mentions.sort_unstable_by_key(|m| m.0);
        for typo in self.out.typos.iter_mut().filter(|t| t.1 == i) {
            typo.1 = one;
        }
        for e in self.out.all.iter_mut().filter(|e| e.host == Some(i)) {
            e.host = Some(one);
        }
        self.merged.push(i);
    }

    /// Gives units that are named after a noun for their house (我院眼科, 院工会) their names in full.
    fn units(&mut self) {
        for i in 0..self.out.all.len() {
            let e = &self.out.all[i];
            let Some(&(at, _)) = e.mentions.first() else { continue };
            let named = host::of_house(&e.name.chars, self.a.lexicon).filter(|_| e.kind != OrgKind::Party);
            let Some((start, end)) = named else { continue };
            let noun = e.name.chars[start..end].to_vec();
            let house = |e: &Entity| super::anaphora::is_called(self.a.lexicon, e, &noun);
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
            e.shown = string(chars);
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

    /// Organizations in the order of their first mention, those without one at the end.
    fn order(&mut self) {
        let n = self.out.all.len();
        self.merged.sort_unstable();
        let kept = |i: &usize| self.merged.binary_search(i).is_err();
        let mut order: Vec<usize> = (0..n).filter(kept).collect();
        order.sort_by_key(|&i| (self.out.all[i].mentions.first().map_or(usize::MAX, |m| m.0.start), i));
        let mut place = vec![0; n];
        for (new, &old) in order.iter().enumerate() {
            place[old] = new;
        }
        let mut all: Vec<Option<Entity>> = std::mem::take(&mut self.out.all).into_iter().map(Some).collect();
        self.out.all = order.iter().filter_map(|&i| all[i].take()).collect();
        for e in &mut self.out.all {
            e.host = e.host.map(|h| place[h]);
        }
        for m in &mut self.out.mentions {
            m.entity = place[m.entity];
        }
        for t in &mut self.out.typos {
            t.1 = place[t.1];
        }
    }
}

/// The character by which a name is found again: the first of its stem.
fn stem_key(name: &Name) -> Option<char> {
    own_stem(name.stem()).first().or(name.host().first()).copied()
}

/// Characters that tell organizations apart: a name with another of them is no typing error.
const DISTINCT: &str =
    "一二三四五六七八九十百0123456789东西南北中上下前后左右内外大小新老高低省市区县州镇乡村第甲乙丙丁";

fn without_last(chars: &[char]) -> Option<&char> {
    chars.last()
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
