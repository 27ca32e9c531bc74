//! Words of the caller's own, beside the dictionary: consulted in the same walk, and preferred where both know a word.

use super::Info;
use rustc_hash::FxHashMap;

/// The node that all own words begin at.
pub(crate) const ROOT: u32 = 0;

/// An own word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnClass {
    pub(crate) frequency: u64,
    /// The logarithm of the frequency.
    pub(crate) log: f64,
    pub(crate) info: Info,
}

/// A step to a node, and the word that ends there.
#[derive(Debug, Clone, Copy)]
struct Edge {
    node: u32,
    class: Option<u32>,
}

/// The caller's words.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnWords {
    edges: FxHashMap<(u32, char), Edge>,
    classes: Vec<OwnClass>,
    /// All frequencies together, those of the dictionary included.
    pub(crate) total: u64,
}

impl OwnWords {
    /// No words beside a dictionary of so many frequencies.
    pub(crate) fn new(total: u64) -> Self {
        Self { total, ..Self::default() }
    }

    /// The node that a character leads to, and the number of the word that ends there.
    #[inline]
    pub(crate) fn next(&self, node: u32, c: char) -> Option<(u32, Option<u32>)> {
        self.edges.get(&(node, c)).map(|edge| (edge.node, edge.class))
    }

    /// The number of a word.
    pub(crate) fn find(&self, word: &[char]) -> Option<u32> {
        let mut at = (ROOT, None);
        for &c in word {
            at = self.next(at.0, c)?;
        }
        at.1
    }

    /// A word by its number.
    #[inline]
    pub(crate) fn get(&self, class: u32) -> Option<&OwnClass> {
        self.classes.get(class as usize)
    }

    /// Adds a word that takes the place of one of frequency `old`.
    pub(crate) fn put(&mut self, word: &[char], old: u64, frequency: u64, info: Info) {
        let Some((&last, before)) = word.split_last() else { return };
        let mut node = ROOT;
        for &c in before {
            node = self.step(node, c).node;
        }
        let number = self.classes.len() as u32;
        let class = *self.step(node, last).class.get_or_insert(number);
        let new = OwnClass { frequency, log: (frequency as f64).ln(), info };
        match self.classes.get_mut(class as usize) {
            Some(known) => *known = new,
            None => self.classes.push(new),
        }
        self.total = self.total.saturating_add(frequency).saturating_sub(old);
    }

    fn step(&mut self, node: u32, c: char) -> &mut Edge {
        // Every edge leads to a node of its own.
        let next = self.edges.len() as u32 + 1;
        self.edges.entry((node, c)).or_insert(Edge { node: next, class: None })
    }
}
