//! Which mentions are one organization.

mod hosts;

use super::name::{Name, is_subsequence, own_stem, shortens};
use super::{Entities, Entity, Mention};
use crate::analysis::Analysis;
use crate::model::Weights;
use crate::org::{OrgValue, Shape, guess_kind};
use crate::record::{Form, OrgKind};
use crate::segment::hash;
use crate::span::Span;
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
    /// Organizations that were put to others, with those.
    merged: Vec<(usize, usize)>,
}

/// Organizations by a character, the last made first.
#[derive(Debug, Default)]
struct Chains {
    /// By the low bits of the character, the last organization; as long as a power of two.
    last: Vec<u32>,
    /// For each organization its character, and the one before it with the same low bits.
    all: Vec<(char, u32)>,
}

/// The number of no organization.
const NONE: u32 = u32::MAX;

impl Chains {
    /// With room for so many.
    fn new(many: usize) -> Self {
        Self { last: vec![NONE; many.next_power_of_two()], all: Vec::with_capacity(many) }
    }

    fn slot(&self, c: char) -> usize {
        c as usize & (self.last.len() - 1)
    }

    /// Adds the next organization, by a character if it has one.
    fn add(&mut self, c: Option<char>) {
        let i = self.all.len() as u32;
        let before = c.map_or(NONE, |c| {
            let slot = self.slot(c);
            std::mem::replace(&mut self.last[slot], i)
        });
        self.all.push((c.unwrap_or('\0'), before));
    }

    /// The organizations with a character.
    fn of(&self, c: char) -> impl Iterator<Item = usize> {
        let get = |i: u32| self.all.get(i as usize).map(|&(other, before)| (i, other, before));
        std::iter::successors(get(self.last[self.slot(c)]), move |&(_, _, before)| get(before))
            .filter(move |&(_, other, _)| other == c)
            .map(|(i, ..)| i as usize)
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
        self.by_stem = Chains::new(groups.len() * 2);
        self.by_end = Chains::new(groups.len() * 2);
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
        if !self.out.mentions.is_sorted_by_key(|m| m.span) {
            self.out.mentions.sort_by_key(|m| m.span);
        }
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
            && (name.core == 0 || name.place().is_some())
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
        let level = name.level;
        self.out.all.push(Entity { name, shown: None, kind, level, host: None, mentions: Vec::new() });
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
            // 机关第一党支部、机关第二党支部: said again.
            if !self.out.all[j].name.chars.starts_with(&modifiers) {
                chars.extend(&modifiers);
            }
            chars.extend(&self.out.all[j].name.chars);
            self.out.all[j].name = Name::new(&chars, core, kind, level, self.a.lexicon);
            self.out.all[j].show(&chars);
        }
    }

    /// Organizations in the order of their first mention, those without one at the end.
    fn order(&mut self) {
        let n = self.out.all.len();
        let merged: FxHashMap<usize, usize> = self.merged.iter().copied().collect();
        let mut order: Vec<usize> = (0..n).filter(|i| !merged.contains_key(i)).collect();
        order.sort_by_key(|&i| (self.out.all[i].mentions.first().map_or(usize::MAX, |m| m.0.start), i));
        let mut place = vec![0; n];
        for (new, &old) in order.iter().enumerate() {
            place[old] = new;
        }
        for &(i, mut one) in &self.merged {
            for _ in 0..MOST {
                match merged.get(&one) {
                    Some(&next) => one = next,
                    None => break,
                }
            }
            place[i] = place[one];
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
