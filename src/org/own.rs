//! Names that the user of the library knows: they win over what the model thinks.

use super::find::{OrgValue, Shape};
use crate::analysis::Analysis;
use crate::candidate::Candidate;
use crate::error::Error;
use crate::lexicon::rows;
use crate::record::{OrgKind, PartyLevel};
use crate::span::Span;
use crate::text::{Role, fold};
use rustc_hash::FxHashMap;

/// What a user's own name weighs: more than anything the model finds.
const WEIGHT: f32 = 1000.0;

#[derive(Debug, Clone)]
struct Own {
    chars: Box<[char]>,
    kind: OrgKind,
    level: Option<PartyLevel>,
}

/// A user's own names and abbreviations, by their first character, the longest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnNames {
    by_first: FxHashMap<char, Vec<Own>>,
    /// Abbreviation → name, folded.
    pub(crate) full: FxHashMap<Vec<char>, Vec<char>>,
}

impl OwnNames {
    /// Reads rows `name kind level short` (level only for party organizations; short may be left out).
    pub(crate) fn read(&mut self, table: &str) -> Result<(), Error> {
        for row in rows("names", table, 2) {
            let row = row?;
            let kind = OrgKind::parse(row.get(1))
                .ok_or_else(|| row.error(format!("unknown kind {}", row.get(1))))?;
            let level = match row.get(2) {
                "" => None,
                level => Some(
                    PartyLevel::parse(level).ok_or_else(|| row.error(format!("unknown level {level}")))?,
                ),
            };
            let name: Vec<char> = row.get(0).chars().map(fold).collect();
            for text in std::iter::once(row.get(0)).chain(row.get(3).split(' ')).filter(|t| !t.is_empty()) {
                let chars: Box<[char]> = text.chars().map(fold).collect();
                let Some(&first) = chars.first() else { return Err(row.error("empty name".into())) };
                if *chars != *name {
                    self.full.insert(chars.to_vec(), name.clone());
                }
                let list = self.by_first.entry(first).or_default();
                list.push(Own { chars, kind, level });
                list.sort_by_key(|own| std::cmp::Reverse(own.chars.len()));
            }
        }
        Ok(())
    }

    /// Proposes every place where one stands.
    pub(crate) fn find(&self, a: &Analysis<'_, '_>, out: &mut Vec<Candidate<OrgValue>>) {
        if self.by_first.is_empty() {
            return;
        }
        for block in a.doc.blocks().iter().filter(|b| b.role != Role::Boilerplate) {
            let mut at = block.span.start;
            while at < block.span.end {
                let rest = a.doc.slice(Span::new(at, block.span.end));
                let own = rest
                    .first()
                    .and_then(|c| self.by_first.get(c))
                    .and_then(|l| l.iter().find(|o| rest.starts_with(&o.chars)));
                let Some(own) = own else {
                    at += 1;
                    continue;
                };
                let span = Span::new(at, at + own.chars.len());
                if let (Some(first), Some(tail)) = (a.token_at(span.start), a.token_at(span.end - 1)) {
                    let value = OrgValue {
                        shape: Shape::Own,
                        kind: own.kind,
                        level: own.level,
                        first,
                        tail,
                        tail_start: span.end,
                    };
                    out.push(Candidate { span, value, rule: "org/own-name", score: WEIGHT });
                }
                at = span.end;
            }
        }
    }
}
