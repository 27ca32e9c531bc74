//! Candidates of pairings, and the choice among them.

use super::chain::{Chain, Group, Join, read};
use super::feature::features;
use crate::analysis::Analysis;
use crate::entity::{Entities, Entity};
use crate::model::{Score, Weights};
use crate::record::OrgKind;
use crate::span::Span;
use crate::text::{Block, Role};
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
    /// A group and the subject of a sentence before.
    Previous,
    /// 甲和乙、丙: three groups of one sentence, all alike.
    Joined,
    /// 三方, 五家党组织: as many organizations as were named last, all alike.
    Counted,
    /// 甲与乙、丙与丁: one pair of a series.
    Series,
    /// 甲、乙分别与丙、丁: the first with the first and so on.
    Respective,
    /// 五家党组织与甲: as many organizations as were named last, and a group.
    CountedWith,
    /// 甲加入联盟: a group and the alliance of a sentence before.
    Member,
    /// 甲方:甲 / 乙方:乙: two lines, a group in each.
    Lines,
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
    /// Where what is not in the chain comes from; its meaning depends on the way.
    pub(crate) source: u32,
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
    /// The organization that is mentioned most, and the party organization that is.
    pub(crate) owners: [Option<usize>; 2],
}

impl<'a, 'd, 't> Finder<'a, 'd, 't> {
    pub(crate) fn new(a: &'a Analysis<'d, 't>, entities: &'a Entities, names: &[Span]) -> Self {
        let chains: Vec<Chain> =
            wholes(a).into_iter().flat_map(pieces).map(|piece| read(a, entities, names, piece)).collect();
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
            let pair = chains[i].triggers.iter().any(|t| t.sort.pairs());
            if pair && !lines_like[i] {
                said = 12;
            } else if !lines_like[i] {
                said = said.saturating_sub(4);
            }
        }
        let titled = a.doc.blocks().iter().filter(|b| matches!(b.role, Role::Title)).any(|b| {
            let mut found = Vec::new();
            super::chain::triggers(a, b.span, &mut found);
            found.iter().any(|t| t.sort.pairs())
        });
        let owners = [owner(entities, |_| true), owner(entities, |e| e.kind == OrgKind::Party)];
        Self { a, entities, chains, lines, heading, titled, owners }
    }

    /// The number of the chain that begins at or before a position.
    pub(crate) fn chain_of(&self, position: usize) -> usize {
        self.chains.partition_point(|c| c.span.start <= position).saturating_sub(1)
    }

    /// All candidates with their scores.
    pub(crate) fn candidates(&self, weights: &Weights) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in 0..self.chains.len() {
            self.propose(i, &mut out);
        }
        for c in &mut out {
            let mut score = Score::new(weights);
            features(self, c, &mut score);
            c.score = score.worth();
        }
        out
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
}

/// The organization that is mentioned most of those that pass a test; the first of several.
fn owner(entities: &Entities, test: impl Fn(&Entity) -> bool) -> Option<usize> {
    let all = entities.all.iter().enumerate().filter(|(_, e)| e.mentions.len() > 1 && test(e));
    all.rev().max_by_key(|(_, e)| e.mentions.len()).map(|(i, _)| i)
}

/// The sentences; a row of a table is one, whatever its cells hold, and so are the lines of a headline.
fn wholes(a: &Analysis<'_, '_>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(a.doc.sentences().len());
    let mut last: Option<&Block> = None;
    for &s in a.doc.sentences() {
        let block = a.doc.block_of(s.start);
        let goes_on = match (last, block) {
            (Some(l), Some(b)) => {
                l.role == Role::Row && b.span == l.span
                    || l.role == Role::Title && b.role == Role::Title && s.start <= l.span.end + 1
            }
            _ => false,
        };
        last = block;
        match out.last_mut().filter(|_| goes_on) {
            Some(whole) => whole.end = s.end,
            None => out.push(s),
        }
    }
    out
}

/// The longest sentence that is read as one, in characters.
const LONGEST: usize = 1200;

/// A sentence in pieces that bound the work: what is no sentence may be a megabyte long.
fn pieces(sentence: Span) -> impl Iterator<Item = Span> {
    (sentence.start..sentence.end)
        .step_by(LONGEST)
        .map(move |start| Span::new(start, sentence.end.min(start + LONGEST)))
}

/// Whether a sentence is a line of a list or a table: names and separators, hardly a word else.
fn is_line(a: &Analysis<'_, '_>, chain: &Chain) -> bool {
    let members: usize = chain.groups.iter().map(|g| g.members.len()).sum();
    if members < 2 {
        return false;
    }
    if chain.series.iter().any(|s| s.join == Join::Dash) {
        return true;
    }
    let named: usize = chain.groups.iter().map(|g| g.span.len()).sum();
    let Some(block) = a.doc.block_of(chain.span.start) else { return false };
    let table = matches!(block.role, Role::Row);
    let first = chain.groups.first().map_or(chain.span.end, |g| g.span.start);
    let head = first - chain.span.start;
    table || (head <= 8 && named * 2 >= chain.span.len() && (chain.groups.len() >= 2 || members == 2))
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
    if u.chain != c.chain {
        return false;
    }
    let share = u.one == c.one || u.two == c.one || u.one == c.two || u.two == c.two;
    let alike = |w: Way| matches!(w, Way::All | Way::Joined);
    let counted = |w: Way| matches!(w, Way::Counted | Way::CountedWith | Way::Both);
    let members = || u.sides.iter().flatten().any(|m| c.sides.iter().any(|s| s.contains(m)));
    let series = |w: Way| w == Way::Series;
    if series(u.way) && series(c.way) {
        return false;
    }
    if counted(u.way) || counted(c.way) || series(u.way) || series(c.way) {
        return members();
    }
    let crossed = |w: Way| matches!(w, Way::Two | Way::Line | Way::Respective);
    let same = c.way == u.way || crossed(u.way) && crossed(c.way);
    same && c.one == u.one && c.two == u.two || (alike(c.way) || alike(u.way)) && share
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
        out.extend(respective(&c).into_iter().map(found));
    }
    out
}

/// The pairings that a candidate states: one, or, for 甲、乙分别与丙、丁结对, the first with the first and so on.
pub(crate) fn respective(c: &Candidate) -> Vec<Vec<Vec<usize>>> {
    match c.sides.as_slice() {
        [one, two] if c.way == Way::Respective => {
            one.iter().zip(two).map(|(&x, &y)| vec![vec![x], vec![y]]).collect()
        }
        _ => vec![c.sides.clone()],
    }
}
