//! Names: candidates at family names, foreign names with a dot, words the dictionary knows as names.

use crate::analysis::{Analysis, class, is_stop, span_hash};
use crate::candidate::Candidate;
use crate::lexicon::Attr;
use crate::model::{Score, Sink, Template, Weights, mix};
use crate::segment::{Pos, Token};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// What is claimed of a name's span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameValue {
    /// Length of the family name; 0 for a foreign or minority name.
    pub(crate) family: usize,
}

/// Names chosen in the first reading, with how often.
pub(crate) type NameEvidence = FxHashMap<u32, u32>;

/// Whether a character can stand in a given name.
fn is_given(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c) || ('\u{20000}'..='\u{2fa1f}').contains(&c)
}

/// Proposes names.
pub(crate) fn find(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    evidence: &NameEvidence,
    out: &mut Vec<Candidate<NameValue>>,
) {
    for (i, token) in a.tokens.iter().enumerate() {
        let start = token.span.start;
        let chars = a.doc.chars();
        if let Some(span) = dotted(a, i) {
            propose(a, weights, evidence, span, 0, out);
            continue;
        }
        let Some(&c) = chars.get(start) else { continue };
        if !is_given(c) {
            continue;
        }
        let mut word = [0u8; 4];
        let single = a.lexicon.family(c.encode_utf8(&mut word)) > 0;
        if single {
            for len in 2..=3 {
                try_name(a, weights, evidence, start, len, 1, out);
            }
        }
        if let Some(&d) = chars.get(start + 1) {
            let pair: String = [c, d].iter().collect();
            if a.lexicon.family(&pair) > 0 {
                for len in 3..=4 {
                    try_name(a, weights, evidence, start, len, 2, out);
                }
            }
        }
        // A name of two to four characters with no family name of the list (minority names).
        if !single && between_titles(a, token) {
            for len in 2..=4 {
                try_name(a, weights, evidence, start, len, 0, out);
            }
        }
    }
}

/// Whether a name without a known family name may begin here: right after a post.
fn between_titles(a: &Analysis<'_, '_>, token: &Token) -> bool {
    a.before(token.span.start).is_some_and(|t| t.is(Attr::Post) || t.is(Attr::Rank))
}

/// A foreign or minority name with a dot between its parts.
fn dotted(a: &Analysis<'_, '_>, i: usize) -> Option<Span> {
    let start = a.tokens.get(i)?.span.start;
    let chars = a.doc.chars();
    if start > 0 && (is_given(chars[start - 1]) && a.token_at(start - 1).is_some_and(|j| a.tokens[j].pos == Pos::Foreign)) {
        return None;
    }
    let mut end = start;
    let mut dots = 0;
    let mut run = 0;
    while let Some(&c) = chars.get(end) {
        if matches!(c, '·' | '•' | '・') {
            if run == 0 || run > 8 {
                return None;
            }
            dots += 1;
            run = 0;
        } else if is_given(c) {
            run += 1;
            if run > 8 {
                break;
            }
            // The last part ends at a word edge before a title, a verb or punctuation.
            if dots > 0 && run >= 2 && a.is_edge(end + 1) {
                let after = a.from(end + 1);
                if after.is_none_or(|t| {
                    t.pos == Pos::Punctuation || t.is(Attr::Post) || t.is(Attr::Speech) || t.is(Attr::Rank)
                        || matches!(t.pos, Pos::Verb | Pos::Adverb | Pos::Conjunction | Pos::Particle | Pos::Preposition)
                }) && !matches!(after.and_then(|t| chars.get(t.span.start)), Some('·' | '•' | '・'))
                {
                    end += 1;
                    return Some(Span::new(start, end));
                }
            }
        } else {
            break;
        }
        end += 1;
    }
    (dots > 0 && (1..=8).contains(&run)).then(|| Span::new(start, end))
}

fn try_name(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    evidence: &NameEvidence,
    start: usize,
    len: usize,
    family: usize,
    out: &mut Vec<Candidate<NameValue>>,
) {
    let span = Span::new(start, start + len);
    let Some(chars) = a.doc.chars().get(span.start..span.end) else { return };
    if !chars.iter().all(|&c| is_given(c)) || a.token_at(span.end - 1).is_none() {
        return;
    }
    // The right edge may cut a word only where a word of saying or a post begins there.
    if !a.is_edge(span.end) {
        return;
    }
    propose(a, weights, evidence, span, family, out);
}

fn propose(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    evidence: &NameEvidence,
    span: Span,
    family: usize,
    out: &mut Vec<Candidate<NameValue>>,
) {
    let value = NameValue { family };
    let mut score = Score::new(weights);
    names_features(a, span, value, evidence, &mut score);
    out.push(Candidate { span, value, rule: "person/model", score: score.sum });
}

/// All features of a name's candidate.
pub(crate) fn names_features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: NameValue,
    evidence: &NameEvidence,
    sink: &mut impl Sink,
) {
    let chars = a.doc.slice(span);
    let len = span.len() as u32;
    let before = a.before(span.start);
    let before_two = before.and_then(|t| a.before(t.span.start));
    let after = a.from(span.end);
    let after_two = after.and_then(|t| a.from(t.span.end));
    let family = &chars[..value.family.min(chars.len())];
    let family_text: String = family.iter().collect();
    let level = u32::from(a.lexicon.family(&family_text));
    sink.add(Template::Family, crate::segment::hash(family), || family_text.clone());
    sink.add(Template::FamilyLevel, mix(level, len), || format!("{level}+{len}"));
    for (i, &c) in chars.iter().enumerate().skip(value.family.max(1)) {
        let place = if i + 1 == chars.len() { 2 } else { 1 };
        sink.add(Template::GivenChar, mix(c as u32, place), || format!("{c}{place}"));
    }
    // How the words cut the name: one character each, a word, a dictionary name.
    let mut shape = len;
    let mut at = span.start;
    while at < span.end {
        let Some(token) = a.from(at) else { break };
        shape = mix(shape, token.pos as u32 * 8 + (token.span.end.min(span.end) - at) as u32);
        at = token.span.end.max(at + 1);
    }
    sink.add(Template::GivenShape, shape, || format!("{len} characters"));
    let (bc, ac) = (class(before), class(after));
    sink.add(Template::NameBefore, before.map_or(1, |t| t.hash), || a.show(before));
    sink.add(Template::NameBeforePos, mix(before.map_or(99, |t| t.pos as u32), len), || format!("{:?}+{len}", before.map(|t| t.pos)));
    sink.add(Template::NameBeforeClass, mix(bc, class(before_two)), || format!("{}+{bc}", class(before_two)));
    sink.add(Template::NameAfter, after.map_or(1, |t| t.hash), || a.show(after));
    sink.add(Template::NameAfterPos, mix(after.map_or(99, |t| t.pos as u32), len), || format!("{:?}+{len}", after.map(|t| t.pos)));
    sink.add(Template::NameAfterClass, mix(ac, class(after_two)), || format!("{ac}+{}", class(after_two)));
    sink.add(Template::NameAround, mix(bc, ac), || format!("{bc}…{ac}"));
    let post_before = before.is_some_and(|t| t.is(Attr::Post) || t.is(Attr::Rank));
    let post_after = after.is_some_and(|t| t.is(Attr::Post) || t.is(Attr::Rank));
    let stop_before = span.start.checked_sub(1).and_then(|p| a.char(p)).is_none_or(is_stop);
    let stop_after = a.char(span.end).is_none_or(is_stop);
    let around = u32::from(post_before) | u32::from(post_after) << 1 | u32::from(stop_before) << 2 | u32::from(stop_after) << 3;
    sink.add(Template::NameAround, 0x8000_0000 | around << 8 | level << 4 | len, || {
        format!("post {post_before}/{post_after} stop {stop_before}/{stop_after} family {level} length {len}")
    });
    let seen = evidence.get(&span_hash(a.doc, span)).copied().unwrap_or(0).min(3);
    if seen > 0 {
        sink.add(Template::NameEvidence, seen, || seen.to_string());
    }
}
