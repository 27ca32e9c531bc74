//! Candidates of pairings, and the choice among them.

use super::chain::{Chain, Group, Marker, read};
use super::feature::features;
use crate::analysis::Analysis;
use crate::entity::Entities;
use crate::lexicon::PairWord;
use crate::model::{Score, Weights};
use crate::span::Span;
use crate::text::Role;
use rustc_hash::FxHashMap;

/// How the two sides of a candidate stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Way {
    /// Two groups of one sentence.
    Two,
    /// One group whose members are all alike.
    All,
    /// Two groups of one line of a list or a table.
    Line,
    /// 双方, 两家单位: the organizations of the sentence before.
    Both,
    /// A group and the subject of the sentence before.
    Previous,
    /// 甲和乙、丙: three groups of one sentence, all alike.
    Joined,
    /// 三方, 五家党组织: as many organizations as were named last, all alike.
    Counted,
}

/// A candidate.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) way: Way,
    /// One side or two, of organizations.
    pub(crate) sides: Vec<Vec<usize>>,
    /// The groups, by number within the chain (the second equals the first for one group).
    pub(crate) one: usize,
    pub(crate) two: usize,
    /// Which chain of the report the groups stand in.
    pub(crate) chain: usize,
    /// What to show as evidence.
    pub(crate) evidence: Span,
    pub(crate) score: f32,
}

/// A pairing that was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) sides: Vec<Vec<usize>>,
    pub(crate) evidence: Span,
    pub(crate) way: Way,
    /// The number of the sentence or line that says it, and its span.
    pub(crate) chain: usize,
    pub(crate) context: Span,
    pub(crate) score: f32,
}

/// All sentences and lines of a report that could state pairings.
pub(crate) struct Finder<'a, 'd, 't> {
    pub(crate) a: &'a Analysis<'d, 't>,
    pub(crate) entities: &'a Entities,
    pub(crate) chains: Vec<Chain>,
    /// For each chain: how many of the neighbouring lines have the same form.
    pub(crate) lines: Vec<u32>,
    /// For each chain: whether a word of pairing stands in the lines above (a heading) or in the title.
    pub(crate) heading: Vec<bool>,
    /// Whether the title speaks of pairing.
    pub(crate) titled: bool,
}

impl<'a, 'd, 't> Finder<'a, 'd, 't> {
    pub(crate) fn new(a: &'a Analysis<'d, 't>, entities: &'a Entities, names: &[Span]) -> Self {
        let chains: Vec<Chain> = a
            .doc
            .sentences()
            .iter()
            .flat_map(|&s| pieces(s))
            .map(|piece| read(a, entities, names, piece))
            .collect();
        let lines_like: Vec<bool> = chains.iter().map(|c| is_line(a, c)).collect();
        let mut lines = vec![0u32; chains.len()];
        let mut heading = vec![false; chains.len()];
        let mut said = 0usize;
        for i in 0..chains.len() {
            if lines_like[i] {
                let around = i.saturating_sub(3)..(i + 4).min(chains.len());
                lines[i] = around.filter(|&j| j != i && lines_like[j]).count() as u32;
            }
            heading[i] = said > 0;
            let pair = chains[i].triggers.iter().any(|t| t.sort == PairWord::Pair);
            if pair && !lines_like[i] {
                said = 12;
            } else if !lines_like[i] {
                said = said.saturating_sub(4);
            }
        }
        let titled = a.doc.blocks().iter().filter(|b| matches!(b.role, Role::Title)).any(|b| {
            let mut found = Vec::new();
            super::chain::triggers(a, b.span, &mut found);
            found.iter().any(|t| t.sort == PairWord::Pair)
        });
        Self { a, entities, chains, lines, heading, titled }
    }

    /// The number of the chain that begins at or before a position.
    pub(crate) fn chain_of(&self, position: usize) -> usize {
        self.chains.partition_point(|c| c.span.start <= position).saturating_sub(1)
    }

    /// All candidates with their scores.
    pub(crate) fn candidates(&self, weights: &Weights) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in 0..self.chains.len() {
            self.of_chain(i, &mut out);
        }
        for c in &mut out {
            let mut score = Score::new(weights);
            features(self, c, &mut score);
            c.score = score.worth();
        }
        out
    }

    fn of_chain(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        let said = chain.triggers.iter().any(|t| matches!(t.sort, PairWord::Pair | PairWord::Sign));
        let line = self.lines[i] > 0;
        if !said && !line {
            return;
        }
        let n = chain.groups.len();
        let push = |way: Way, sides: Vec<Vec<usize>>, one: usize, two: usize, out: &mut Vec<Candidate>| {
            let evidence = Span::new(chain.groups[one].span.start, chain.groups[two].span.end);
            out.push(Candidate { way, sides, one, two, chain: i, evidence, score: 0.0 });
        };
        for one in 0..n {
            let g = &chain.groups[one];
            if g.members.len() > 1 {
                push(Way::All, vec![g.members.clone()], one, one, out);
            }
            for two in one + 1..n.min(one + 5) {
                let h = &chain.groups[two];
                if g.members.iter().any(|m| h.members.contains(m)) {
                    continue;
                }
                push(
                    if line { Way::Line } else { Way::Two },
                    vec![g.members.clone(), h.members.clone()],
                    one,
                    two,
                    out,
                );
                // 甲与乙、丙三方签约; 甲、乙和丙.
                if h.marker_text == Marker::With || two == one + 1 && self.joined(g, h) && g.members.len() > 1
                {
                    let all: Vec<usize> = g.members.iter().chain(&h.members).copied().collect();
                    push(Way::Joined, vec![all], one, two, out);
                }
            }
        }
        if said && !line {
            self.across(i, out);
            self.counted(i, out);
        }
    }

    /// How many organizations stand between two groups that are in neither.
    pub(crate) fn others(&self, c: &Candidate) -> usize {
        let groups = &self.chains[c.chain].groups;
        groups
            .get(c.one + 1..c.two)
            .unwrap_or_default()
            .iter()
            .filter(|g| !g.members.iter().all(|m| c.sides.iter().any(|s| s.contains(m))))
            .count()
    }

    /// Whether only 和, 与 or the like stands between two groups.
    pub(crate) fn joined(&self, one: &Group, two: &Group) -> bool {
        let between = &self.a.doc.chars()[one.end.min(two.span.start)..two.span.start];
        matches!(
            between,
            ['和' | '与' | '同' | '跟' | '及' | '暨'] | ['以', '及'] | [',', '与'] | [',', '以', '及']
        )
    }

    /// 三方签订协议: the organizations named last before the number, in this sentence and the ones before, or those
    /// listed right after it, if they are as many as it says.
    fn counted(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        for (at, count) in counts(self.a.doc.slice(chain.span)) {
            let at = chain.span.start + at;
            let mut members: Vec<usize> = Vec::new();
            let mut take = |g: &Group| {
                for &m in g.members.iter().rev() {
                    if !members.contains(&m) {
                        members.push(m);
                    }
                }
                members.len()
            };
            let mut found = false;
            // Backwards, group by group, through four sentences.
            'back: for j in (i.saturating_sub(3)..=i).rev() {
                for g in self.chains[j].groups.iter().rev().filter(|g| g.span.end <= at) {
                    let n = take(g);
                    if n >= count {
                        found = n == count;
                        break 'back;
                    }
                }
            }
            if !found {
                let list = chain.groups.iter().find(|g| g.span.start >= at && g.members.len() == count);
                let Some(list) = list else { continue };
                members = list.members.iter().rev().copied().collect();
            }
            members.reverse();
            out.push(Candidate {
                way: Way::Counted,
                sides: vec![members],
                one: usize::MAX,
                two: usize::MAX,
                chain: i,
                evidence: chain.span,
                score: 0.0,
            });
            return;
        }
    }

    /// 双方签订协议; 与B签约 after a sentence about A.
    fn across(&self, i: usize, out: &mut Vec<Candidate>) {
        let chain = &self.chains[i];
        let Some(before) = (i.saturating_sub(2)..i).rev().find(|&j| !self.chains[j].groups.is_empty()) else {
            return;
        };
        let previous = &self.chains[before];
        if let (Some(g), Some(h)) = (chain.groups.first(), previous.groups.first())
            && g.marker_text == Marker::With
            && !g.members.iter().any(|m| h.members.contains(m))
        {
            out.push(Candidate {
                way: Way::Previous,
                sides: vec![h.members.clone(), g.members.clone()],
                one: 0,
                two: 0,
                chain: i,
                evidence: chain.span,
                score: 0.0,
            });
        }
        if chain.groups.is_empty() && refers_to_both(self.a, chain.span) {
            // The last two groups, or the last one of several members.
            let n = previous.groups.len();
            let sides = match (n, previous.groups.last()) {
                (_, Some(g)) if g.members.len() > 1 && n == 1 => vec![g.members.clone()],
                (2.., Some(g)) => {
                    let Some(h) = previous.groups[..n - 1]
                        .iter()
                        .rev()
                        .find(|h| !h.members.iter().any(|m| g.members.contains(m)))
                    else {
                        return;
                    };
                    vec![h.members.clone(), g.members.clone()]
                }
                _ => return,
            };
            out.push(Candidate {
                way: Way::Both,
                sides,
                one: 0,
                two: 0,
                chain: i,
                evidence: chain.span,
                score: 0.0,
            });
        }
    }
}

/// The longest sentence that is read as one, in characters.
const LONGEST: usize = 1200;

/// A sentence in pieces that bound the work: what is no sentence may be a megabyte long.
fn pieces(sentence: Span) -> impl Iterator<Item = Span> {
    (sentence.start..sentence.end)
        .step_by(LONGEST)
        .map(move |start| Span::new(start, sentence.end.min(start + LONGEST)))
}

/// Words that mean the organizations named before.
const BOTH: [&[char]; 12] = [
    &['双', '方'],
    &['两', '家'],
    &['两', '个', '支', '部'],
    &['两', '个', '党'],
    &['两', '支', '部'],
    &['两', '单', '位'],
    &['三', '方'],
    &['四', '方'],
    &['各', '方'],
    &['三', '家'],
    &['彼', '此'],
    &['共', '建', '各'],
];

/// Numbers of organizations from three on (三方, 五家, 七个支部), with where they stand.
fn counts(chars: &[char]) -> impl Iterator<Item = (usize, usize)> {
    const NUMERALS: [char; 11] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let digit = |c: char| c.to_digit(10).map(|d| d as usize).or(NUMERALS.iter().position(|&n| n == c));
    (1..chars.len()).filter_map(move |i| {
        let unit = match chars[i] {
            '家' | '方' => true,
            '个' => matches!(chars.get(i + 1), Some('党' | '支' | '单')),
            _ => false,
        };
        if !unit {
            return None;
        }
        let from = (0..i).rev().take(3).take_while(|&j| digit(chars[j]).is_some()).last()?;
        let value = chars[from..i].iter().fold(0, |value, &c| match (c, digit(c).unwrap_or(0)) {
            ('十', _) => value.max(1) * 10,
            (c, d) if c.is_ascii_digit() => value * 10 + d,
            (_, d) => value + d,
        });
        (3..=40).contains(&value).then_some((from, value))
    })
}

fn refers_to_both(a: &Analysis<'_, '_>, span: Span) -> bool {
    let chars = a.doc.slice(span);
    let begins = |c: char| matches!(c, '双' | '两' | '三' | '四' | '各' | '彼' | '共');
    (0..chars.len()).any(|i| begins(chars[i]) && BOTH.iter().any(|both| chars[i..].starts_with(both)))
}

/// Whether a sentence is a line of a list or a table: names and separators, hardly a word else.
fn is_line(a: &Analysis<'_, '_>, chain: &Chain) -> bool {
    let members: usize = chain.groups.iter().map(|g| g.members.len()).sum();
    if members < 2 {
        return false;
    }
    let named: usize = chain.groups.iter().map(|g| g.span.len()).sum();
    let Some(block) = a.doc.block_of(chain.span.start) else { return false };
    let table = matches!(block.role, Role::Row);
    let first = chain.groups.first().map_or(chain.span.end, |g| g.span.start);
    let head = first - chain.span.start;
    table || (head <= 8 && named * 2 >= chain.span.len() && chain.groups.len() >= 2)
}

/// Chooses among candidates: the best first, none that contradicts it; in the order of the text.
pub(crate) fn choose(candidates: impl IntoIterator<Item = Candidate>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = candidates.into_iter().filter(|c| c.score > 0.0).collect();
    // Scores are finite; ties keep the order of the text.
    candidates.sort_by(|x, y| {
        y.score
            .total_cmp(&x.score)
            .then(x.chain.cmp(&y.chain))
            .then(x.one.cmp(&y.one))
            .then(x.two.cmp(&y.two))
    });
    let mut used: FxHashMap<usize, Vec<Candidate>> = FxHashMap::default();
    for c in candidates {
        let rivals = used.entry(c.chain).or_default();
        if !rivals.iter().any(|u| contradict(u, &c)) {
            rivals.push(c);
        }
    }
    let mut used: Vec<Candidate> = used.into_values().flatten().collect();
    used.sort_by_key(|c| (c.chain, c.one, c.two));
    used
}

/// Whether of two candidates only one can hold.
pub(crate) fn contradict(u: &Candidate, c: &Candidate) -> bool {
    let share = u.one == c.one || u.two == c.one || u.one == c.two || u.two == c.two;
    let alike = |w: Way| matches!(w, Way::All | Way::Joined);
    let counted = |w: Way| w == Way::Counted;
    if u.chain == c.chain && (counted(u.way) || counted(c.way)) {
        return u.sides.iter().flatten().any(|m| c.sides.iter().any(|s| s.contains(m)));
    }
    u.chain == c.chain
        && (c.way == u.way && c.one == u.one && c.two == u.two || (alike(c.way) || alike(u.way)) && share)
}

/// The pairings that a report states.
pub(crate) fn pairings(finder: &Finder<'_, '_, '_>, weights: &Weights) -> Vec<Found> {
    let used = choose(finder.candidates(weights));
    let mut out = Vec::new();
    for c in used {
        let context = finder.chains[c.chain].span;
        let found = |sides| Found {
            sides,
            evidence: c.evidence,
            way: c.way,
            chain: c.chain,
            context,
            score: c.score,
        };
        out.extend(respective(finder, &c).into_iter().map(found));
    }
    out
}

/// The pairings that a candidate states: one, or, for 甲、乙分别与丙、丁结对, the first with the first and so on.
pub(crate) fn respective(finder: &Finder<'_, '_, '_>, c: &Candidate) -> Vec<Vec<Vec<usize>>> {
    match c.sides.as_slice() {
        [one, two]
            if one.len() == two.len()
                && one.len() > 1
                && respectively(finder.a, finder.chains[c.chain].span) =>
        {
            one.iter().zip(two).map(|(&x, &y)| vec![vec![x], vec![y]]).collect()
        }
        _ => vec![c.sides.clone()],
    }
}

fn respectively(a: &Analysis<'_, '_>, span: Span) -> bool {
    let text = a.doc.text(span);
    text.contains("分别") || text.contains("各自") || text.contains("一一") || text.contains("依次")
}
