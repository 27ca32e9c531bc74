//! From a document to candidates.

use super::Number;
use super::read::read;
use crate::candidate::Candidate;
use crate::numeral::scan;
use crate::rule::Line;
use crate::span::Span;
use crate::text::{Document, Role};

/// Whether a number can start at this character.
fn starts(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '第'
            | '半'
            | '*'
            | '×'
            | 'X'
            | 'x'
            | '-'
            | '负'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '零'
            | '〇'
            | '几'
            | '数'
            | '廿'
            | '卅'
            | '壹'
            | '贰'
            | '叁'
            | '肆'
            | '伍'
            | '陆'
            | '柒'
            | '捌'
            | '玖'
            | '拾'
    )
}

/// Proposes every number of a document that is not part of its boilerplate.
pub fn find(doc: &Document<'_>, out: &mut Vec<Candidate<Number>>) {
    let chars = doc.chars();
    for block in doc.blocks() {
        if block.role == Role::Boilerplate {
            continue;
        }
        let end = block.span.end.min(chars.len());
        let line = Line { chars, start: block.span.start, end };
        let mut at = line.start;
        while at < end {
            let c = line.at(at);
            if !starts(c) {
                at += 1;
                continue;
            }
            if let Some(found) = read(line, at) {
                let span = Span::new(found.start, found.end);
                at = found.end.max(at + 1);
                // The longer reading wins over what it holds; dates win over numbers.
                let score = 2.0 + span.len() as f32;
                out.push(Candidate { span, value: found.number, rule: found.rule, score });
            } else {
                // Not at every figure of a long numeral again.
                let skip = if c.is_ascii_digit() {
                    chars.get(at..end).map_or(1, |s| s.iter().take_while(|c| c.is_ascii_digit()).count())
                } else {
                    1
                };
                at = (at + skip.max(1)).max(run_end(chars, at, end));
            }
        }
    }
}

/// The end of a run of characters read one for one, so that a long run is read once.
fn run_end(chars: &[char], at: usize, end: usize) -> usize {
    match scan(chars, at) {
        Some(n) if n.digits > 4 => n.end.min(end),
        _ => at,
    }
}
