//! Short forms of names that a report has given in full.

use super::feature::Evidence;
use super::find::{AliasForm, Finder, OrgValue};
use crate::analysis::{Analysis, span_hash};
use crate::candidate::Candidate;
use crate::lexicon::PLACES;
use crate::record::OrgKind;
use crate::segment::Pos;
use crate::span::Span;

/// What the names found so far can be shortened to.
#[derive(Debug)]
pub(crate) struct Aliases {
    all: Vec<Alias>,
    /// By the low bits of their first character, the first and the last one: most places need no more than a look here.
    ends: [(u32, u32); LISTS],
}

/// The number of no alias.
const NONE: u32 = u32::MAX;

/// How many lists there are.
const LISTS: usize = 1024;

/// The list of a character.
#[inline]
fn list(c: char) -> usize {
    c as usize % LISTS
}

impl Default for Aliases {
    fn default() -> Self {
        Self { all: Vec::new(), ends: [(NONE, NONE); LISTS] }
    }
}

#[derive(Debug)]
struct Alias {
    /// Its first two characters: most others differ in them.
    head: [char; 2],
    /// A place where it stands.
    span: Span,
    form: AliasForm,
    kind: OrgKind,
    /// Hash of the characters.
    hash: u32,
    /// The next one of the same list.
    next: u32,
}

impl Aliases {
    /// Derives aliases from chosen names.
    pub(crate) fn collect(a: &Analysis<'_, '_>, chosen: &[(Span, OrgValue)]) -> Self {
        let mut all = Self::default();
        for &(span, value) in chosen {
            if matches!(value.kind, OrgKind::Government | OrgKind::Grassroots) {
                continue;
            }
            all.derive(a, span, &value);
            all.declared(a, span, &value);
        }
        all
    }

    fn derive(&mut self, a: &Analysis<'_, '_>, span: Span, value: &OrgValue) {
        let mut first = value.first;
        while first < value.tail && a.tokens[first].attrs & PLACES != 0 {
            first += 1;
        }
        let core = a.tokens[first].span.start;
        if matches!(value.kind, OrgKind::Enterprise | OrgKind::Party) {
            self.letters(a, core, value);
        }
        for i in first..value.tail.min(first + 4) {
            let end = a.tokens[i].span.end;
            let len = end - core;
            if len > 6 || end > value.tail_start {
                break;
            }
            if len >= 2 {
                let form = if i == first { AliasForm::Core } else { AliasForm::Longer };
                self.put(a, Span::new(core, end), form, value.kind);
                if core > span.start {
                    self.put(a, Span::new(span.start, end), AliasForm::Region, value.kind);
                }
            }
        }
    }

    /// 锐钛 of 锐钛科技: the first two to four characters, where they are no words.
    fn letters(&mut self, a: &Analysis<'_, '_>, core: usize, value: &OrgValue) {
        for len in 2..=4 {
            let end = core + len;
            if end > value.tail_start {
                return;
            }
            if !a.is_edge(end) || a.from(core).is_some_and(|t| t.span.len() == 1) {
                self.put(a, Span::new(core, end), AliasForm::Letters, value.kind);
            }
        }
    }

    /// （以下简称“…”）, （简称…）.
    fn declared(&mut self, a: &Analysis<'_, '_>, span: Span, value: &OrgValue) {
        let rest = a.doc.chars().get(span.end..).unwrap_or_default();
        let rest: &[char] = &rest[..rest.len().min(24)];
        if rest.first() != Some(&'(') {
            return;
        }
        let Some(at) = rest.windows(2).position(|w| w == ['简', '称']).filter(|&i| i <= 6) else { return };
        let mut start = at + 2;
        while rest.get(start).is_some_and(|c| matches!(c, '“' | ':' | '为' | '"' | '‘' | '「')) {
            start += 1;
        }
        let len = rest[start..]
            .iter()
            .position(|c| matches!(c, '”' | ')' | '"' | '’' | '」' | ',' | '。'))
            .unwrap_or(0);
        if (2..=12).contains(&len) {
            let start = span.end + start;
            self.put(a, Span::new(start, start + len), AliasForm::Declared, value.kind);
        }
    }

    fn put(&mut self, a: &Analysis<'_, '_>, span: Span, form: AliasForm, kind: OrgKind) {
        let chars = a.doc.slice(span);
        let Some(&head) = chars.first_chunk() else { return };
        let [c, _] = head;
        // What is masked whole names nobody: it stands for another name in the next sentence.
        if form != AliasForm::Declared && chars.iter().all(|c| matches!(c, '*' | '×' | 'X' | '某' | '○'))
        {
            return;
        }
        // A party organization's core is its host's, of which nothing is known.
        let kind =
            if kind == OrgKind::Party && form != AliasForm::Declared { OrgKind::Enterprise } else { kind };
        let hash = span_hash(a.doc, span);
        let mut number = 0;
        for alias in self.of(c) {
            if alias.hash == hash && a.doc.slice(alias.span) == chars {
                return;
            }
            number += usize::from(alias.head[0] == c);
        }
        if number == 64 {
            return;
        }
        let new = self.all.len() as u32;
        self.all.push(Alias { head, span, form, kind, hash, next: NONE });
        let (first, last) = &mut self.ends[list(c)];
        match self.all.get_mut(*last as usize) {
            Some(last) => last.next = new,
            None => *first = new,
        }
        *last = new;
    }

    /// The aliases of a character's list, in the order in which they came.
    fn of(&self, c: char) -> impl Iterator<Item = &Alias> {
        let first = self.all.get(self.ends[list(c)].0 as usize);
        std::iter::successors(first, |alias| self.all.get(alias.next as usize))
    }

    /// Proposes every place where an alias stands.
    pub(crate) fn find(
        &self,
        finder: &mut Finder<'_, '_, '_>,
        evidence: &Evidence,
        out: &mut Vec<Candidate<OrgValue>>,
    ) {
        if self.all.is_empty() {
            return;
        }
        let a = finder.analysis;
        let chars = a.doc.chars();
        for word in &a.tokens {
            // One begins where a word does, or inside what the dictionary takes for a person's name.
            let inner = if word.pos == Pos::PersonName { word.span.len() } else { 1 };
            for start in word.span.start..word.span.start + inner {
                let c = chars[start];
                if self.ends[list(c)].0 == NONE {
                    continue;
                }
                let Some(&next) = chars.get(start + 1) else { continue };
                for alias in self.of(c).filter(|alias| alias.head == [c, next]) {
                    let span = Span::new(start, start + alias.span.len());
                    if a.doc.slice(span) == a.doc.slice(alias.span)
                        && a.doc.block_of(start).is_some_and(|block| span.end <= block.span.end)
                    {
                        finder.propose_alias(span, alias.form, alias.kind, alias.hash, evidence, out);
                    }
                }
            }
        }
    }
}
