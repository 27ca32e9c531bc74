//! Every way to read a pairing out of a sentence, to be scored.

use super::chain::{Chain, Group, Join, Marker};
use super::find::{Candidate, Finder, Way};
use crate::entity::Entity;
use crate::lexicon::PairWord;
use crate::numeral;
use crate::record::{OrgKind, PairingType};
use crate::span::Span;
use crate::text::Role;

/// How many sentences back the subject of a sentence without one may stand.
const SUBJECTS: usize = 4;

/// How many sentences back organizations are counted together.
const COUNTED: usize = 4;

impl Finder<'_, '_, '_> {
    /// The candidates of one sentence or line.
    pub(super) fn propose(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        let said = says(chain);
        let line = self.lines[i] > 0;
        if !said && !line && !self.heading[i] {
            return;
        }
        self.series(i, out);
        self.lines(i, out);
        if !said && !line {
            self.list(i, out);
            return;
        }
        self.within(i, line, out);
        if said && !line {
            self.previous(i, out);
            self.counted(i, out);
            self.member(i, out);
        }
    }

    fn put(&self, way: Way, i: usize, sides: Vec<Vec<usize>>, source: u32, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        out.push(Candidate {
            way,
            sides,
            one: 0,
            two: 0,
            chain: i,
            source,
            evidence: chain.span,
            score: 0.0,
        });
    }

    /// Groups of one sentence, two by two, and each alone.
    fn within(&self, i: usize, line: bool, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        let n = chain.groups.len();
        let mut push = |way: Way, sides: Vec<Vec<usize>>, one: usize, two: usize| {
            let evidence = Span::new(chain.groups[one].span.start, chain.groups[two].span.end);
            out.push(Candidate { way, sides, one, two, chain: i, source: 0, evidence, score: 0.0 });
        };
        for one in 0..n {
            let g = &chain.groups[one];
            if g.members.len() > 1 {
                push(Way::All, vec![g.members.clone()], one, one);
            }
            for two in one + 1..n.min(one + 5) {
                let h = &chain.groups[two];
                if g.members.iter().any(|m| h.members.contains(m)) {
                    continue;
                }
                let sides = vec![g.members.clone(), h.members.clone()];
                if g.members.len() > 1 && g.members.len() == h.members.len() {
                    push(Way::Respective, sides.clone(), one, two);
                }
                push(if line { Way::Line } else { Way::Two }, sides, one, two);
                // 甲与乙、丙三方签约; 甲、乙和丙.
                if h.marker_text == Marker::With || two == one + 1 && self.joined(g, h) && g.members.len() > 1
                {
                    let all: Vec<usize> = g.members.iter().chain(&h.members).copied().collect();
                    push(Way::Joined, vec![all], one, two);
                }
            }
        }
    }

    /// 甲与乙、丙与丁.
    fn series(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        for series in &chain.series {
            let source = (series.pairs.len().min(4) as u32) << 1 | u32::from(series.join == Join::Dash);
            for pair in &series.pairs {
                let sides = pair.sides.to_vec();
                if sides[0].iter().any(|m| sides[1].contains(m)) {
                    continue;
                }
                let at = chain.groups.iter().rposition(|g| g.span.start <= pair.span.start).unwrap_or(0);
                out.push(Candidate {
                    way: Way::Series,
                    sides,
                    one: at,
                    two: at,
                    chain: i,
                    source,
                    evidence: pair.span,
                    score: 0.0,
                });
            }
        }
    }

    /// A long list in a sentence that says nothing of pairing, after one that does.
    fn list(&self, i: usize, out: &mut Vec<Candidate>) {
        let near = |j: Option<usize>| j.and_then(|j| self.chains.get(j)).is_some_and(says);
        if !near(i.checked_sub(1)) && !near(Some(i + 1)) {
            return;
        }
        for (at, g) in self.chains[i].groups.iter().enumerate().filter(|(_, g)| g.members.len() > 2) {
            out.push(Candidate {
                way: Way::All,
                sides: vec![g.members.clone()],
                one: at,
                two: at,
                chain: i,
                source: 1,
                evidence: g.span,
                score: 0.0,
            });
        }
    }

    /// Two lines that hold a group each: 甲方:甲 over 乙方:乙, 甲 over 与乙. A row of a table that holds one group: with who
    /// the report is about.
    fn lines(&self, i: usize, out: &mut Vec<Candidate>) {
        let row = |j: usize| {
            self.chains.get(j).is_some_and(|c| {
                c.groups.len() == 1 && self.a.doc.block_of(c.span.start).is_some_and(|b| b.role == Role::Row)
            })
        };
        if row(i) && (row(i + 1) || i.checked_sub(1).is_some_and(row)) {
            let members = &self.chains[i].groups[0].members;
            let owner = self.owners[usize::from(self.chains[i].groups[0].party)];
            if let Some(owner) = owner.filter(|o| !members.contains(o)) {
                self.put(Way::Lines, i, vec![vec![owner], members.clone()], 64, out);
            }
        }
        let Some(next) = self.chains.get(i + 1) else { return };
        let chain = &self.chains[i];
        let ([g], [h]) = (chain.groups.as_slice(), next.groups.as_slice()) else { return };
        let short =
            |c: &Chain, g: &Group| (g.span.len() * 2 >= c.span.len()) && g.span.start - c.span.start <= 8;
        if !short(chain, g) || !short(next, h) || g.members.iter().any(|m| h.members.contains(m)) {
            return;
        }
        let sides = vec![g.members.clone(), h.members.clone()];
        let mark = |c: &Chain, g: &Group| {
            let before = self.a.doc.slice(Span::new(c.span.start, g.span.start));
            match before {
                [] => 0,
                [.., '与' | '和' | '同' | '—'] | ['与' | '和' | '同' | '—', ..] => 1,
                ['甲', ..] => 2,
                ['乙', ..] => 3,
                [.., ':'] => 4,
                _ => 5,
            }
        };
        let source = mark(chain, g) * 8 + mark(next, h);
        self.put(Way::Lines, i, sides, source, out);
    }

    /// 与甲签约 in a sentence that names no other: with the subject of a sentence before, or who the report is about.
    fn previous(&self, i: usize, out: &mut Vec<Candidate>) {
        let Some(g) = self.chains[i].groups.first().filter(|g| g.marker_text == Marker::With) else { return };
        let mut seen: Vec<usize> = Vec::new();
        let mut put = |sides: &[usize], source: u32| {
            if !sides.iter().any(|m| seen.contains(m) || g.members.contains(m)) {
                seen.extend(sides);
                self.put(Way::Previous, i, vec![sides.to_vec(), g.members.clone()], source, out);
            }
        };
        // The nearest subject; if it is of another sort than the partner, the nearest one of the same sort as well.
        let before = || {
            (i.saturating_sub(SUBJECTS)..i)
                .rev()
                .filter_map(|j| Some((i - j, self.chains[j].groups.first()?)))
        };
        if let Some((distance, h)) = before().next() {
            put(&h.members, distance as u32);
        }
        if let Some((distance, h)) = before().find(|(_, h)| h.party == g.party) {
            put(&h.members, distance as u32);
        }
        for (kind, owner) in self.owners.iter().enumerate() {
            if let Some(owner) = owner {
                put(&[*owner], 8 + kind as u32);
            }
        }
    }

    /// 甲加入, where the alliance was named before.
    fn member(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        if !chain.triggers.iter().any(|t| t.sort == PairWord::Join) {
            return;
        }
        let alliance = |e: &Entity| self.is_alliance(e);
        let here = |g: &Group| g.members.iter().any(|&m| self.entities.all.get(m).is_some_and(alliance));
        if chain.groups.iter().any(here) {
            return;
        }
        let Some(alliance) = self.entities.last_before(chain.span.start, alliance) else { return };
        for (at, g) in chain.groups.iter().enumerate().filter(|(_, g)| !g.members.contains(&alliance)) {
            out.push(Candidate {
                way: Way::Member,
                sides: vec![vec![alliance], g.members.clone()],
                one: at,
                two: at,
                chain: i,
                source: 0,
                evidence: chain.span,
                score: 0.0,
            });
        }
    }

    /// Whether an organization is called an alliance.
    pub(super) fn is_alliance(&self, e: &Entity) -> bool {
        let word = |len: usize| {
            let chars = &e.name.chars;
            let from = chars.len().checked_sub(len)?;
            self.a.lexicon.pair_type(&chars[from..])
        };
        e.kind == OrgKind::Social && [2, 3].into_iter().any(|len| word(len) == Some(PairingType::Alliance))
    }

    /// 双方, 三方签订协议: the organizations named last before the number, in this sentence and the ones before, or those
    /// listed right after it, if they are as many as it says.
    fn counted(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        let Some((at, count)) = counts(self.a.doc.slice(chain.span)).next() else { return };
        let at = chain.span.start + at;
        let way = if count == 2 { Way::Both } else { Way::Counted };
        let mut seen: Vec<Vec<usize>> = Vec::new();
        for party in [false, true] {
            for halves in [false, true] {
                let Some((members, spread)) = self.named_last(i, at, count, party, halves) else { continue };
                let mut sorted = members.clone();
                sorted.sort_unstable();
                if seen.contains(&sorted) {
                    continue;
                }
                seen.push(sorted);
                let source = u32::from(party) | u32::from(halves) << 1 | spread.min(3) << 3;
                // 五家党组织与甲签约.
                let with = |g: &&Group| g.span.start > at && g.marker_text == Marker::With;
                if let Some(g) = chain.groups.iter().find(with)
                    && !g.members.iter().any(|m| members.contains(m))
                {
                    let sides = vec![members.clone(), g.members.clone()];
                    self.put(Way::CountedWith, i, sides, source, out);
                }
                self.put(way, i, vec![members], source, out);
            }
        }
        let list = chain.groups.iter().find(|g| g.span.start >= at && g.members.len() == count);
        if let Some(list) = list {
            self.put(way, i, vec![list.members.clone()], 4, out);
        }
        // 双方: the last two groups, whatever their size.
        let before = (i.saturating_sub(2)..i).rev().find(|&j| self.chains[j].groups.len() > 1);
        if let (2, Some(j)) = (count, before)
            && let Some((last, groups)) = self.chains[j].groups.split_last()
            && let Some(other) =
                groups.iter().rev().find(|h| !h.members.iter().any(|m| last.members.contains(m)))
            && last.members.len() + other.members.len() > 2
        {
            self.put(way, i, vec![other.members.clone(), last.members.clone()], 5, out);
        }
    }

    /// The last so many organizations before a position, in the order of the text, and in how many sentences they stand; if
    /// the group that holds the first of them holds no more, or `halves`.
    fn named_last(
        &self,
        i: usize,
        at: usize,
        count: usize,
        party: bool,
        halves: bool,
    ) -> Option<(Vec<usize>, u32)> {
        let mut members: Vec<usize> = Vec::new();
        let is_party = |m: usize| self.entities.all.get(m).is_some_and(|e| e.kind == OrgKind::Party);
        let mut spread = 0;
        for j in (i.saturating_sub(COUNTED)..=i).rev() {
            let known = members.len();
            for g in self.chains[j].groups.iter().rev().filter(|g| g.span.end <= at) {
                for &m in g.members.iter().rev().filter(|&&m| !party || is_party(m)) {
                    if !members.contains(&m) {
                        members.push(m);
                    }
                    if halves && members.len() == count {
                        break;
                    }
                }
                if members.len() >= count {
                    members.reverse();
                    return (members.len() == count).then_some((members, spread + 1));
                }
            }
            spread += u32::from(members.len() > known);
        }
        None
    }
}

/// Whether a sentence holds a word of pairing.
fn says(chain: &Chain) -> bool {
    chain.triggers.iter().any(|t| t.sort.says())
}

/// Numbers of organizations (双方, 三家, 七个支部), with where they stand; 第三方 is none.
pub(super) fn counts(chars: &[char]) -> impl Iterator<Item = (usize, usize)> {
    (1..chars.len()).filter_map(move |i| {
        let unit = match chars[i] {
            '家' | '方' | '地' | '校' => true,
            '个' => matches!(chars.get(i + 1), Some('党' | '支' | '单')),
            '支' => chars.get(i + 1) == Some(&'部'),
            '单' => chars.get(i + 1) == Some(&'位'),
            _ => false,
        };
        if !unit {
            return None;
        }
        if matches!(chars[i - 1], '双' | '两') {
            return Some((i - 1, 2));
        }
        let figure = |&j: &usize| numeral::digit(chars[j]).is_some() || chars[j] == '十';
        let from = (0..i).rev().take(3).take_while(figure).last()?;
        if from.checked_sub(1).is_some_and(|j| chars[j] == '第') {
            return None;
        }
        let value = numeral::scan(chars, from).filter(|n| n.end == i)?.small()? as usize;
        (2..=40).contains(&value).then_some((from, value))
    })
}
