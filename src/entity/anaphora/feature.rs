//! What speaks for an organization that a reference back may mean, and for none.

use super::{Candidate, Reference};
use crate::analysis::{Analysis, class};
use crate::entity::Entities;
use crate::lexicon::Attr;
use crate::model::{Sink, Template, mix};
use crate::segment::{Token, hash};
use crate::span::Span;
use crate::text::Role;
use rustc_hash::FxHashMap;

/// What is known of a report while its references are read.
#[derive(Debug)]
pub(crate) struct Scene<'a, 'd, 't> {
    a: &'a Analysis<'d, 't>,
    /// How often each organization is mentioned, itself or by its party organization.
    counts: Vec<u32>,
    /// Whether it stands in a title.
    titled: Vec<bool>,
    /// In which sentence it is mentioned first, itself or by its party organization.
    opened: Vec<usize>,
    /// What a reference of the same words meant last.
    told: FxHashMap<u32, Option<usize>>,
    /// What the last reference meant.
    last: Option<usize>,
}

impl<'a, 'd, 't> Scene<'a, 'd, 't> {
    pub(super) fn new(a: &'a Analysis<'d, 't>, entities: &Entities) -> Self {
        let mut counts = vec![0; entities.all.len()];
        let mut titled = vec![false; entities.all.len()];
        let mut opened = vec![usize::MAX; entities.all.len()];
        for (i, e) in entities.all.iter().enumerate() {
            let title = e
                .mentions
                .first()
                .is_some_and(|m| a.doc.block_of(m.0.start).is_some_and(|b| matches!(b.role, Role::Title)));
            for of in [Some(i), e.host].into_iter().flatten() {
                counts[of] += e.mentions.len() as u32;
                titled[of] |= title;
                let sentence = e.mentions.first().and_then(|m| a.doc.sentence_of(m.0.start));
                opened[of] = opened[of].min(sentence.unwrap_or(usize::MAX));
            }
        }
        Self { a, counts, titled, opened, told: FxHashMap::default(), last: None }
    }

    /// Remembers what a reference was found to mean.
    pub(super) fn remember(&mut self, x: &Reference, meant: Option<usize>) {
        self.told.insert(self.key(x), meant);
        if meant.is_some() {
            self.last = meant;
        }
    }

    fn key(&self, x: &Reference) -> u32 {
        mix(hash(self.a.doc.slice(x.noun)), x.body.map_or(0, |b| b.0 as u32 + 1))
    }

    fn opening(&self, c: &Candidate) -> usize {
        let of = c.means.or(c.host);
        of.and_then(|i| self.opened.get(i)).copied().unwrap_or(usize::MAX)
    }

    fn count(&self, c: &Candidate) -> u32 {
        let of = c.means.or(c.host);
        of.and_then(|i| self.counts.get(i)).copied().unwrap_or(0)
    }

    /// What the features of all candidates of a reference share.
    pub(crate) fn choice<'s>(
        &'s self,
        entities: &'s Entities,
        x: &'s Reference,
        all: &'s [Candidate],
    ) -> Choice<'s, 'a, 'd, 't> {
        let a = self.a;
        let head = self.key(x);
        let body = u32::from(x.body.is_some()) + 2 * u32::from(x.noun.is_empty());
        let before = a.before(x.span.start);
        let block = |at: usize| a.doc.block_of(at).map(|b| (b.span.start, b.role));
        let at = (a.doc.sentence_of(x.span.start).unwrap_or(0), block(x.span.start));
        // How far a candidate stands: the same sentence, the one before, further; in another block.
        let near = |c: &Candidate| {
            let far = at.0.abs_diff(a.doc.sentence_of(c.seen.start).unwrap_or(0)).min(3) as u32;
            let apart = || block(c.seen.start).map(|b| b.0) != at.1.map(|b| b.0);
            far + 4 * u32::from(far > 0 && apart()) + 8 * u32::from(c.later)
        };
        let sights: Vec<Sight> = all
            .iter()
            .map(|c| Sight { count: self.count(c), opened: self.opening(c), near: near(c) })
            .collect();
        Choice {
            scene: self,
            entities,
            x,
            all,
            whole: sights.iter().map(|s| s.count).sum(),
            sights,
            head,
            sort: mix(x.determiner as u32, body + 4 * u32::from(x.noun.len() == 1)),
            told: self.told.get(&head).copied(),
            before,
            left: class(before),
            role: at.1.map_or(0, |b| b.1 as u32),
            quoted: u32::from(self.quoted(x.span.start)),
            others: all.len().min(4) as u32,
        }
    }

    /// How a mention stands in its sentence: first, after a comma, after a preposition, otherwise.
    fn lead(&self, span: Span) -> u32 {
        match self.a.before(span.start).filter(|t| t.span.end == span.start) {
            None => 0,
            Some(t) => match self.a.doc.chars().get(t.span.start) {
                Some('。' | '!' | '?' | ';' | '\n') => 0,
                Some(',' | ':') => 1,
                Some('、' | '和' | '与' | '及' | '同') => 2,
                Some('在' | '到' | '向' | '对' | '由' | '为') => 3,
                Some('(' | '“' | '"') => 4,
                Some('了' | '入' | '进' | '访' | '往' | '赴') => 5,
                _ => 6,
            },
        }
    }

    /// Whether a position stands in a quotation that its block opened not far before.
    fn quoted(&self, at: usize) -> bool {
        let chars = self.a.doc.chars();
        let from = at.saturating_sub(160);
        let open = chars[from..at.min(chars.len())].iter().rev().find(|c| matches!(c, '“' | '”' | '\n'));
        open == Some(&'“')
    }
}

/// What is known of a candidate in comparison with others.
#[derive(Debug, Clone, Copy)]
struct Sight {
    count: u32,
    opened: usize,
    near: u32,
}

/// A reference and its candidates: what is the same whichever of them it means is looked up once.
#[derive(Debug)]
pub(crate) struct Choice<'s, 'a, 'd, 't> {
    scene: &'s Scene<'a, 'd, 't>,
    entities: &'s Entities,
    x: &'s Reference,
    all: &'s [Candidate],
    sights: Vec<Sight>,
    /// How often all candidates are mentioned together.
    whole: u32,
    head: u32,
    sort: u32,
    /// What a reference of the same words meant last.
    told: Option<Option<usize>>,
    /// The word before, and its class.
    before: Option<&'s Token>,
    left: u32,
    /// The sort of block in which the reference stands.
    role: u32,
    quoted: u32,
    others: u32,
}

impl Choice<'_, '_, '_, '_> {
    /// The features of a candidate, by its number, or of none.
    pub(crate) fn features(&self, choice: Option<usize>, sink: &mut impl Sink) {
        match choice.and_then(|i| Some((i, self.all.get(i)?, *self.sights.get(i)?))) {
            Some((i, c, sight)) => self.of_candidate(i, c, sight, sink),
            None => self.of_none(sink),
        }
    }

    fn of_candidate(&self, at: usize, c: &Candidate, sight: Sight, sink: &mut impl Sink) {
        let &Self { scene, entities, head, sort, before: word_before, left: before, quoted, others, .. } =
            self;
        let a = scene.a;
        let rank = if c.later { 6 } else { at.min(5) as u32 };
        let Sight { count, opened, near } = sight;
        let than =
            |test: &dyn Fn(&Sight) -> bool| self.sights.iter().filter(|s| test(s)).count().min(3) as u32;
        let more = than(&|other| other.count > count);
        let earlier = than(&|other| other.opened < opened);
        let opened = opened.min(4) as u32;
        let share = count * 4 / self.whole.max(1);
        let of = c.means.or(c.host);
        let kind = of.and_then(|i| entities.all.get(i)).map_or(0, |e| e.kind as u32 + 1);
        let made = u32::from(c.means.is_none()) + 2 * u32::from(c.via);
        let told = match self.told {
            None => 0,
            Some(None) => 1,
            Some(meant) if meant == c.means && c.means.is_some() => 2,
            Some(_) => 3,
        };
        let last =
            u32::from(scene.last.is_some() && scene.last == c.means)
                + 2 * u32::from(scene.last.is_some_and(|l| {
                    entities.all.get(l).is_some_and(|l| l.host.is_some() && l.host == c.means)
                }));
        let post = u32::from(a.from(c.seen.end).is_some_and(|t| t.is(Attr::Post) || t.is(Attr::Rank)));
        let lead = scene.lead(c.seen);
        let titled = u32::from(of.and_then(|i| scene.titled.get(i)).copied().unwrap_or(false));
        let first = u32::from(of == Some(0));
        let grade = c.grade;
        let mut put = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::BackOf, mix(id, value), show);
        };
        put(1, mix(sort, mix(rank, grade)), &|| format!("{rank} back, grade {grade}"));
        put(2, mix(sort, mix(rank, near)), &|| format!("{rank} back, distance {near}"));
        put(3, mix(sort, mix(rank, more)), &|| format!("{rank} back, {more} more frequent"));
        put(4, mix(told, rank), &|| format!("{rank} back, told {told}"));
        put(5, mix(told, sort), &|| format!("told {told}"));
        put(6, mix(sort, mix(made, rank)), &|| format!("{rank} back, made {made}"));
        put(7, mix(sort, mix(post + 2 * quoted, rank)), &|| {
            format!("{rank} back, post {post}, quoted {quoted}")
        });
        put(8, mix(sort, mix(lead, rank)), &|| format!("{rank} back, lead {lead}"));
        put(9, mix(sort, mix(titled + 2 * first, more)), &|| format!("titled {titled}, first {first}"));
        put(10, mix(others, mix(rank, more)), &|| format!("{rank} back of {others}"));
        put(11, mix(near, mix(grade, made)), &|| format!("distance {near}, grade {grade}"));
        put(12, mix(last, mix(rank, near)), &|| format!("{rank} back, last {last}"));
        put(13, mix(count.min(6), sort), &|| format!("{count} mentions"));
        put(14, mix(before, mix(near, rank)), &|| format!("{rank} back, {} before", a.show(word_before)));
        put(15, mix(near, lead + 16 * post), &|| format!("distance {near}, lead {lead}, post {post}"));
        put(16, mix(sort, mix(earlier, more)), &|| format!("{earlier} named earlier, {more} more frequent"));
        put(17, mix(sort, mix(opened, rank.min(2))), &|| format!("named in sentence {opened}"));
        put(18, mix(sort, mix(grade, mix(more, near))), &|| {
            format!("grade {grade}, {more} more frequent, distance {near}")
        });
        put(19, mix(sort, mix(post, near)), &|| format!("post {post}, distance {near}"));
        put(20, mix(kind, mix(quoted, sort)), &|| format!("kind {kind}, quoted {quoted}"));
        put(21, mix(share, mix(sort, rank.min(2))), &|| format!("share {share}"));
        let mut word = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::BackWord, mix(id, value), show);
        };
        word(6, mix(head, mix(earlier.min(1), more.min(1))), &|| format!("{earlier} named earlier"));
        word(1, mix(head, grade), &|| format!("grade {grade}"));
        word(2, mix(head, mix(kind, made)), &|| format!("kind {kind}, made {made}"));
        word(3, mix(head, rank), &|| format!("{rank} back"));
        word(4, mix(head, near), &|| format!("distance {near}"));
        word(5, mix(head, mix(more, told)), &|| format!("{more} more frequent, told {told}"));
    }

    fn of_none(&self, sink: &mut impl Sink) {
        let &Self { x, before, left, head, sort, role, quoted, others, .. } = self;
        let a = self.scene.a;
        let after = a.from(x.span.end);
        let right = class(after);
        let grade = self.all.iter().map(|c| c.grade % 5).max().unwrap_or(0);
        let near = self.sights.iter().map(|s| s.near).min().unwrap_or(0);
        let told = match self.told {
            None => 0,
            Some(None) => 1,
            Some(_) => 2,
        };
        let (left_word, right_word) = (before.map_or(0, |t| t.hash), after.map_or(0, |t| t.hash));
        let mut put = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::BackOf, mix(id, value), show);
        };
        put(30, sort, &|| "none".to_string());
        put(31, mix(sort, mix(grade, near)), &|| format!("none, grade {grade}, distance {near}"));
        put(32, mix(sort, left), &|| format!("none after {}", a.show(before)));
        put(33, mix(sort, right), &|| format!("none before {}", a.show(after)));
        put(34, mix(left, right), &|| format!("none between {} and {}", a.show(before), a.show(after)));
        put(35, mix(told, sort), &|| format!("none, told {told}"));
        put(36, mix(role, sort), &|| "none, by the block".to_string());
        put(37, mix(others, grade), &|| format!("none of {others}, grade {grade}"));
        put(38, mix(quoted, sort), &|| format!("none, quoted {quoted}"));
        let mut word = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::BackWord, mix(id, value), show);
        };
        word(30, head, &|| "none".to_string());
        word(31, mix(head, left), &|| format!("none after {}", a.show(before)));
        word(32, mix(head, right), &|| format!("none before {}", a.show(after)));
        word(33, left_word, &|| format!("none after {}", a.show(before)));
        word(34, right_word, &|| format!("none before {}", a.show(after)));
        word(35, mix(head, mix(grade, near)), &|| format!("none, grade {grade}, distance {near}"));
        word(36, mix(head, told), &|| format!("none, told {told}"));
        word(37, mix(left_word, sort), &|| format!("none after {}", a.show(before)));
    }
}
