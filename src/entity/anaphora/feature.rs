//! What speaks for an organization that a reference back may mean, and for none.

use super::{Candidate, Reference};
use crate::analysis::{Analysis, class};
use crate::entity::Entities;
use crate::lexicon::Attr;
use crate::model::{Sink, Template, mix};
use crate::segment::hash;
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

    /// The features of a candidate among all of a reference, or of none.
    pub(crate) fn features(
        &self,
        entities: &Entities,
        x: &Reference,
        all: &[Candidate],
        choice: Option<&Candidate>,
        sink: &mut impl Sink,
    ) {
        let head = self.key(x);
        let body = u32::from(x.body.is_some()) + 2 * u32::from(x.noun.is_empty());
        let det = x.determiner as u32;
        let sort = mix(det, body + 4 * u32::from(x.noun.len() == 1));
        match choice {
            Some(c) => self.of_candidate(entities, x, all, c, (head, sort), sink),
            None => self.of_none(x, all, (head, sort), sink),
        }
    }

    fn of_candidate(
        &self,
        entities: &Entities,
        x: &Reference,
        all: &[Candidate],
        c: &Candidate,
        (head, sort): (u32, u32),
        sink: &mut impl Sink,
    ) {
        let a = self.a;
        let at = all.iter().position(|other| std::ptr::eq(other, c)).unwrap_or(all.len());
        let rank = if c.later { 6 } else { at.min(5) as u32 };
        let count = self.count(c);
        let more = all.iter().filter(|other| self.count(other) > count).count().min(3) as u32;
        let near = self.distance(x, c);
        let opened = self.opening(c);
        let earlier = all.iter().filter(|other| self.opening(other) < opened).count().min(3) as u32;
        let opened = opened.min(4) as u32;
        let whole: u32 = all.iter().map(|other| self.count(other)).sum();
        let share = count * 4 / whole.max(1);
        let e = c.means.or(c.host).and_then(|i| entities.all.get(i));
        let kind = e.map_or(0, |e| e.kind as u32 + 1);
        let made = u32::from(c.means.is_none()) + 2 * u32::from(c.via);
        let told = match self.told.get(&head) {
            None => 0,
            Some(None) => 1,
            Some(meant) if *meant == c.means && c.means.is_some() => 2,
            Some(_) => 3,
        };
        let last =
            u32::from(self.last.is_some() && self.last == c.means)
                + 2 * u32::from(self.last.is_some_and(|l| {
                    entities.all.get(l).is_some_and(|l| l.host.is_some() && l.host == c.means)
                }));
        let post = u32::from(a.from(c.seen.end).is_some_and(|t| t.is(Attr::Post) || t.is(Attr::Rank)));
        let lead = self.lead(c.seen);
        let quoted = u32::from(self.quoted(x.span.start));
        let titled = u32::from(c.means.or(c.host).and_then(|i| self.titled.get(i)).copied().unwrap_or(false));
        let first = u32::from(c.means.or(c.host) == Some(0));
        let grade = c.grade;
        let others = all.len().min(4) as u32;
        let before = class(a.before(x.span.start));
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
        put(14, mix(before, mix(near, rank)), &|| {
            format!("{rank} back, {} before", a.show(a.before(x.span.start)))
        });
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

    fn of_none(&self, x: &Reference, all: &[Candidate], (head, sort): (u32, u32), sink: &mut impl Sink) {
        let a = self.a;
        let (before, after) = (a.before(x.span.start), a.from(x.span.end));
        let (left, right) = (class(before), class(after));
        let grade = all.iter().map(|c| c.grade % 5).max().unwrap_or(0);
        let near = all.iter().map(|c| self.distance(x, c)).min().unwrap_or(0);
        let told = match self.told.get(&head) {
            None => 0,
            Some(None) => 1,
            Some(_) => 2,
        };
        let role = a.doc.block_of(x.span.start).map_or(0, |b| b.role as u32);
        let others = all.len().min(4) as u32;
        let (left_word, right_word) = (before.map_or(0, |t| t.hash), after.map_or(0, |t| t.hash));
        let quoted = u32::from(self.quoted(x.span.start));
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

    /// How far a candidate stands: the same sentence, the one before, further; in another block.
    fn distance(&self, x: &Reference, c: &Candidate) -> u32 {
        let doc = self.a.doc;
        let sentence = |at: usize| doc.sentence_of(at).unwrap_or(0);
        let far = sentence(x.span.start).abs_diff(sentence(c.seen.start)).min(3) as u32;
        let block = |at: usize| doc.block_of(at).map(|b| b.span.start);
        far + 4 * u32::from(far > 0 && block(x.span.start) != block(c.seen.start)) + 8 * u32::from(c.later)
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
