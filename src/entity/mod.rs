//! From mentions to organizations: full and short forms, typing errors, hosts, references back.

mod anaphora;
mod host;
mod link;
mod name;

pub(crate) use anaphora::resolve as resolve_anaphora;
#[cfg(feature = "train")]
pub(crate) use anaphora::{Candidate as Meaning, made_name, walk as walk_anaphora};
pub(crate) use link::Linker;
pub(crate) use name::Name;

use crate::record::{Form, OrgKind, PartyLevel};
use crate::span::Span;

/// An organization of one report.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// The fullest form of its name.
    pub(crate) name: Name,
    /// The name as the record shows it, where that is not the same.
    shown: Option<Vec<char>>,
    pub(crate) kind: OrgKind,
    pub(crate) level: Option<PartyLevel>,
    /// The organization that it is the party organization of.
    pub(crate) host: Option<usize>,
    /// Where it is mentioned, in text order.
    pub(crate) mentions: Vec<(Span, Form)>,
}

impl Entity {
    /// An organization that is not mentioned yet, by what the record shall show.
    fn new(
        shown: &[char],
        name: Name,
        kind: OrgKind,
        level: Option<PartyLevel>,
        host: Option<usize>,
    ) -> Self {
        let mut new = Self { name, shown: None, kind, level, host, mentions: Vec::new() };
        new.show(shown);
        new
    }

    /// The name as the record shows it.
    pub(crate) fn shown(&self) -> &[char] {
        self.shown.as_deref().unwrap_or(&self.name.chars)
    }

    /// Sets what the record shall show.
    fn show(&mut self, shown: &[char]) {
        self.shown = (shown != self.name.chars).then(|| shown.to_vec());
    }
}

/// The organizations of a report.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    pub(crate) all: Vec<Entity>,
    /// All mentions in text order, with their organization.
    pub(crate) mentions: Vec<Mention>,
    /// Mentions that look like typing errors, with the organization they were put to.
    pub(crate) typos: Vec<(Span, usize)>,
}

/// A mention of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) span: Span,
    pub(crate) entity: usize,
    pub(crate) form: Form,
}

impl Entities {
    /// Mentions that lie within a span.
    pub(crate) fn within(&self, span: Span) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.span.start < span.start);
        let to = self.mentions.partition_point(|m| m.span.start < span.end);
        &self.mentions[from..to.max(from)]
    }

    /// The mention that ends at a position.
    pub(crate) fn ending_at(&self, end: usize) -> Option<Mention> {
        let i = self.mentions.partition_point(|m| m.span.end <= end).checked_sub(1)?;
        self.mentions.get(i).copied().filter(|m| m.span.end == end)
    }

    /// The mention that begins at a position.
    pub(crate) fn starting_at(&self, start: usize) -> Option<Mention> {
        let i = self.mentions.partition_point(|m| m.span.start < start);
        self.mentions.get(i).copied().filter(|m| m.span.start == start)
    }

    /// The last mention that ends before a position and whose organization passes a test; looks back over
    /// at most a few dozen mentions.
    pub(crate) fn last_before(&self, position: usize, test: impl Fn(&Entity) -> bool) -> Option<usize> {
        let to = self.mentions.partition_point(|m| m.span.end <= position);
        self.mentions[..to]
            .iter()
            .rev()
            .take(48)
            .map(|m| m.entity)
            .find(|&i| self.all.get(i).is_some_and(&test))
    }

    /// Adds an organization that is not mentioned itself, by what the record shall show; its number.
    pub(crate) fn add_silent(&mut self, shown: &[char], name: Name, host: Option<usize>) -> usize {
        let (kind, level) = (name.kind, name.level);
        self.all.push(Entity::new(shown, name, kind, level, host));
        self.all.len() - 1
    }

    /// Adds mentions, in text order, keeping the text order.
    pub(crate) fn add(&mut self, mentions: Vec<Mention>) {
        let mut touched: Vec<usize> = mentions.iter().map(|m| m.entity).collect();
        touched.sort_unstable();
        touched.dedup();
        for m in &mentions {
            if let Some(entity) = self.all.get_mut(m.entity) {
                entity.mentions.push((m.span, m.form));
            }
        }
        for i in touched {
            if let Some(entity) = self.all.get_mut(i) {
                entity.mentions.sort_unstable_by_key(|(span, _)| *span);
            }
        }
        self.mentions.extend(mentions);
        self.mentions.sort_by_key(|m| m.span);
    }
}
