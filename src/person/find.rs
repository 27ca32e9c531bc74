//! Names: candidates at family names, foreign names with a dot, words the dictionary knows as names.

use crate::analysis::{Analysis, class, is_stop, span_hash};
use crate::candidate::Candidate;
use crate::lexicon::{Attr, Attrs};
use crate::model::{Score, Sink, Template, Weights, mix};
use crate::segment::Pos;
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
    ('\u{4e00}'..='\u{9fff}').contains(&c)
        || ('\u{3400}'..='\u{4dbf}').contains(&c)
        || ('\u{20000}'..='\u{2fa1f}').contains(&c)
}

/// Proposes names.
pub(crate) fn find(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    evidence: &NameEvidence,
    out: &mut Vec<Candidate<NameValue>>,
) {
    for token in &a.tokens {
        let start = token.span.start;
        if token.pos == Pos::Punctuation {
            continue;
        }
        let before = out.len();
        dotted(a, start, |span| propose(a, weights, evidence, span, 0, out));
        latin(a, start, |span| propose(a, weights, evidence, span, 0, out));
        if out.len() > before {
            continue;
        }
        at_edge(a, weights, evidence, start, out);
        // 校|长江敬棠: a title ends inside the word.
        if token.span.len() > 1 && title_ends(a, start + 1) {
            at_edge(a, weights, evidence, start + 1, out);
        }
    }
}

/// Proposes the names without a dot that begin at a position.
fn at_edge(
    a: &Analysis<'_, '_>,
    weights: &Weights,
    evidence: &NameEvidence,
    start: usize,
    out: &mut Vec<Candidate<NameValue>>,
) {
    let chars = a.doc.chars();
    let Some(&c) = chars.get(start).filter(|&&c| is_given(c)) else { return };
    {
        let mut word = [0u8; 4];
        let single = a.lexicon.family(c.encode_utf8(&mut word)) > 0;
        let mut longest = 0;
        if single {
            longest = 3;
            masked(a, start, 1, |span| propose(a, weights, evidence, span, 1, out));
            for len in 2..=3 {
                try_name(a, weights, evidence, start, len, 1, out);
            }
        }
        if let Some(&d) = chars.get(start + 1) {
            let pair: String = [c, d].iter().collect();
            if a.lexicon.family(&pair) > 0 {
                longest = 4;
                masked(a, start, 2, |span| propose(a, weights, evidence, span, 2, out));
                for len in 3..=4 {
                    try_name(a, weights, evidence, start, len, 2, out);
                }
            }
        }
        // Two or three parts of minority names make one, and so does one part with up to two characters more.
        let first = a.lexicon.minority_part(&chars[start..]);
        if first > 0 {
            let mut len = first;
            for len in first.max(longest + 1)..=first + 2 {
                try_name(a, weights, evidence, start, len, 0, out);
                longest = longest.max(len);
            }
            for _ in 0..2 {
                let part = a.lexicon.minority_part(&chars[start + len..]);
                if part == 0 {
                    break;
                }
                len += part;
                if len > longest {
                    try_name(a, weights, evidence, start, len, 0, out);
                    longest = len;
                }
            }
        }
        // A name with no family name of the list, next to a post.
        if longest < 5 && post_before(a, start) {
            for len in longest.max(1) + 1..=5 {
                try_name(a, weights, evidence, start, len, 0, out);
            }
        }
    }
}

/// Whether a title, an occupation or an honour ends right before a position.
fn post_before(a: &Analysis<'_, '_>, start: usize) -> bool {
    let chars = a.doc.chars();
    (2..=4.min(start)).any(|len| {
        let word = &chars[start - len..start];
        is_given(word[0]) && super::title::attrs(a, word) & (Attr::Post as Attrs | Attr::Rank as Attrs) != 0
    })
}

/// Whether a post of two to four characters ends at a position.
fn title_ends(a: &Analysis<'_, '_>, end: usize) -> bool {
    let chars = a.doc.chars();
    (2..=4.min(end)).any(|len| super::title::is_post(a, &chars[end - len..end]))
}

/// Names of which only the family name is told (张某, 李**, 王X).
fn masked(a: &Analysis<'_, '_>, start: usize, family: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    let from = start + family;
    let Some(&sign) = chars.get(from).filter(|c| matches!(c, '*' | '×' | 'X' | 'x' | '某' | '○' | '〇'))
    else {
        return;
    };
    let len = chars[from..].iter().take(4).take_while(|&&c| c == sign).count();
    let next = chars.get(from + len);
    if len > 3 || sign.is_ascii_alphabetic() && next.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return;
    }
    found(Span::new(start, from + len));
    if sign == '某' && next.is_some_and(|&c| is_given(c)) && a.is_edge(from + len + 1) {
        found(Span::new(start, from + len + 1));
    }
}

const DOTS: [char; 5] = ['·', '•', '・', '‧', '⋅'];

fn is_dot(c: char) -> bool {
    DOTS.contains(&c)
}

/// Foreign and minority names with a dot between their parts, to every edge at which they could end.
fn dotted(a: &Analysis<'_, '_>, start: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    if start > 0 && DOTS.contains(&chars[start - 1]) {
        return;
    }
    let (mut dots, mut run) = (0, 0);
    for end in start..chars.len() {
        let c = chars[end];
        if DOTS.contains(&c) {
            if run == 0 || dots == 3 {
                return;
            }
            dots += 1;
            run = 0;
        } else if is_given(c) || c.is_ascii_alphabetic() {
            run += 1;
            if run > 8 {
                return;
            }
            if dots > 0
                && run >= 2
                && (a.is_edge(end + 1) || may_cut(a, end + 1))
                && !chars.get(end + 1).is_some_and(|c| DOTS.contains(c))
            {
                found(Span::new(start, end + 1));
            }
        } else {
            return;
        }
    }
}

/// Names in Latin letters: two capitalized words, or one with a Chinese family or given name beside it.
fn latin(a: &Analysis<'_, '_>, start: usize, mut found: impl FnMut(Span)) {
    let chars = a.doc.chars();
    if !chars[start].is_uppercase()
        || start.checked_sub(1).is_some_and(|p| chars[p].is_alphanumeric() && !is_given(chars[p]))
    {
        return;
    }
    // A word: a capital and small letters after it.
    let word = |from: usize| {
        chars.get(from).filter(|c| c.is_uppercase())?;
        let small =
            chars[from + 1..].iter().take(20).take_while(|c| c.is_lowercase() && c.is_alphabetic()).count();
        (small > 0).then_some(from + 1 + small)
    };
    let Some(mut end) = word(start) else { return };
    for _ in 0..3 {
        match chars.get(end) {
            Some(' ' | '-') => match word(end + 1) {
                Some(next) => {
                    end = next;
                    found(Span::new(start, end));
                }
                None if chars.get(end + 1).is_some_and(|&c| is_given(c)) => {
                    return found(Span::new(start, end + 2));
                }
                None => return,
            },
            _ => return,
        }
    }
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
    if !a.is_edge(span.end) && !may_cut(a, span.end) {
        return;
    }
    // 习近平新时代中国特色社会主义思想 is a thought, not a person of the report.
    if a.doc.chars().get(span.end..span.end + 3) == Some(&['新', '时', '代']) {
        return;
    }
    // 米所长, 胡先生: nobody is named. 于湖南 is where an account published.
    let tail = chars.get(family..).filter(|_| family > 0).unwrap_or_default();
    let none = Attr::Post as Attrs | Attr::Rank as Attrs | Attr::Province as Attrs;
    if super::title::attrs(a, tail) & none != 0 {
        return;
    }
    propose(a, weights, evidence, span, family, out);
}

/// Whether a name may end inside a word: what is left of it is a word of its own (施建|明说, 纪|平等) or begins
/// one of saying (吕志|坚强|调).
fn may_cut(a: &Analysis<'_, '_>, at: usize) -> bool {
    let Some(token) = a.from(at) else { return false };
    let chars = a.doc.chars();
    let rest = token.span.end - at;
    if rest == 1
        && "说称讲道告介提指问答等则还就也都又在与和同对向将已从带来去出主作发致到站当任为之所以给把被"
            .contains(chars[at])
    {
        return true;
    }
    rest == 1
        && chars.get(at..at + 2).is_some_and(|word| {
            super::title::attrs(a, word) & (Attr::Speech as Attrs | Attr::Pair as Attrs) != 0
        })
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

/// How many parts of minority names follow each other from the beginning, at most 4, and how many characters they have.
fn parts(a: &Analysis<'_, '_>, chars: &[char]) -> (u32, usize) {
    let (mut parts, mut at) = (0, 0);
    while let Some(rest) = chars.get(at..).filter(|r| !r.is_empty()) {
        let dot = usize::from(is_dot(rest[0]));
        let part = a.lexicon.minority_part(&rest[dot..]);
        if part == 0 {
            break;
        }
        parts += 1;
        at += dot + part;
    }
    (parts.min(4), at)
}

/// How many words of a span are nouns, posts and the like, which are no part of a foreign name; at most 3.
fn inside(a: &Analysis<'_, '_>, span: Span) -> u32 {
    let (mut at, mut nouns) = (span.start, 0);
    while at < span.end {
        let Some(t) = a.from(at) else { break };
        let whole = t.span.start >= span.start && t.span.end <= span.end && t.span.len() > 1;
        if whole
            && (matches!(t.pos, Pos::Noun | Pos::Verb | Pos::VerbNoun | Pos::Adverb | Pos::Conjunction)
                || t.is(Attr::Post)
                || t.is(Attr::Rank))
        {
            nouns += 1;
        }
        at = t.span.end.max(at + 1);
    }
    nouns.min(3)
}

fn is_joint(c: char) -> bool {
    matches!(c, '、' | '和' | '与' | '及' | '—' | '-' | ' ' | '/' | ';' | ',')
}

/// What stands before a joint to the left: the length of the run of characters, and whether it begins like a name.
fn beside_left(a: &Analysis<'_, '_>, start: usize) -> u32 {
    let chars = a.doc.chars();
    let Some(joint) = start.checked_sub(1).filter(|&i| is_joint(chars[i])) else { return 0 };
    let run = chars[..joint].iter().rev().take(5).take_while(|&&c| is_given(c)).count();
    let family = chars.get(joint - run).map_or(0, |&c| level(a, c));
    chars[joint] as u32 & 0xff | 0x100 | (run as u32) << 12 | family << 16
}

/// The same to the right.
fn beside_right(a: &Analysis<'_, '_>, end: usize) -> u32 {
    let chars = a.doc.chars();
    let Some(&joint) = chars.get(end).filter(|&&c| is_joint(c)) else { return 0 };
    let run = chars[end + 1..].iter().take(5).take_while(|&&c| is_given(c)).count();
    let family = chars.get(end + 1).map_or(0, |&c| level(a, c));
    joint as u32 & 0xff | 0x100 | (run as u32) << 12 | family << 16
}

/// How common a character is as a family name.
fn level(a: &Analysis<'_, '_>, c: char) -> u32 {
    let mut word = [0u8; 4];
    u32::from(a.lexicon.family(c.encode_utf8(&mut word)))
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
    // How common the characters are in given names.
    if value.family > 0 {
        let mut given = len;
        for &c in &chars[value.family.min(chars.len())..] {
            given = mix(given, u32::from(a.lexicon.given(c)));
        }
        sink.add(Template::NameGiven, given, || format!("{len} characters"));
        sink.add(Template::NameGiven, mix(given, 0x100 | level), || {
            format!("{len} characters, family {level}")
        });
        // 米所长, 胡先生: not named.
        let tail = super::title::attrs(a, chars.get(value.family..).unwrap_or_default());
        let tail = tail
            & (Attr::Post as Attrs | Attr::Rank as Attrs | Attr::Speech as Attrs | Attr::Suffix as Attrs);
        if tail != 0 {
            sink.add(Template::NameTail, u32::from(tail), || tail.to_string());
        }
    } else {
        // Parts of minority names, and no word that is none.
        let (parts, covered) = parts(a, chars);
        let nouns = inside(a, span);
        let left = (span.len() - covered.min(span.len())).min(7) as u32;
        sink.add(Template::NameParts, parts << 8 | nouns << 4 | left, || {
            format!("{parts} parts, {left} characters more, nouns {nouns}")
        });
        sink.add(
            Template::NameParts,
            0x1000 | parts << 8 | u32::from(post_before(a, span.start)) << 4 | left,
            || format!("{parts} parts, {left} characters more, after post"),
        );
    }
    // 边巴顿|珠: a part of a minority name goes on across the edge.
    let crosses = (1..=3.min(span.len() - 1)).any(|back| {
        let from = span.end - back;
        a.doc
            .chars()
            .get(from..from + 4)
            .or_else(|| a.doc.chars().get(from..))
            .is_some_and(|rest| a.lexicon.minority_part(rest) > back)
    });
    if crosses {
        sink.add(Template::NameCut, 8, || "across a part".into());
    }
    // 邱成|到: the last character as a word of its own.
    let last = a.before(span.end).filter(|t| t.span.len() == 1).map_or(99, |t| t.pos as u32);
    let common = chars.last().map_or(0, |&c| u32::from(a.lexicon.given(c)));
    sink.add(Template::NameLast, mix(last, common << 4 | len), || {
        format!("{last} common {common} length {len}")
    });
    let (char_before, char_after) = (span.start.checked_sub(1).and_then(|p| a.char(p)), a.char(span.end));
    let code = |c: Option<char>| c.map_or(0, |c| c as u32);
    sink.add(Template::NameBeforeChar, code(char_before), || format!("{char_before:?}"));
    sink.add(Template::NameAfterChar, code(char_after), || format!("{char_after:?}"));
    let goes_on = char_after == Some(' ')
        && a.char(span.end + 1).is_some_and(char::is_uppercase)
        && chars.last().is_some_and(|c| c.is_lowercase());
    if goes_on {
        sink.add(Template::NameCut, 9, || "before a word with a capital".into());
    }
    let cut = u32::from(!a.is_edge(span.end)) | u32::from(!a.is_edge(span.start)) << 1;
    if cut > 0 {
        sink.add(Template::NameCut, cut, || cut.to_string());
        sink.add(Template::NameCut, mix(cut, code(char_after)), || format!("{cut}+{char_after:?}"));
    }
    // What stands beside it in a list, and whether it stands between marks alone.
    let (left, right) = (beside_left(a, span.start), beside_right(a, span.end));
    sink.add(Template::NameList, mix(left, right), || format!("{left}…{right}"));
    sink.add(Template::NameList, mix(left, 0x1000 | len), || format!("{left}…"));
    sink.add(Template::NameList, mix(right, 0x2000 | len), || format!("…{right}"));
    let edge = |c: Option<char>| c.is_none_or(|c| !is_given(c));
    let alone = u32::from(edge(char_before)) | u32::from(edge(char_after)) << 1;
    sink.add(Template::NameAlone, alone << 8 | level << 4 | len, || {
        format!("{alone} family {level} length {len}")
    });
    if alone == 3 {
        sink.add(Template::NameAlone, mix(code(char_before), code(char_after)), || {
            format!("{char_before:?}…{char_after:?}")
        });
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
    sink.add(Template::NameBeforePos, mix(before.map_or(99, |t| t.pos as u32), len), || {
        format!("{:?}+{len}", before.map(|t| t.pos))
    });
    sink.add(Template::NameBeforeClass, mix(bc, class(before_two)), || format!("{}+{bc}", class(before_two)));
    sink.add(Template::NameAfter, after.map_or(1, |t| t.hash), || a.show(after));
    sink.add(Template::NameAfterPos, mix(after.map_or(99, |t| t.pos as u32), len), || {
        format!("{:?}+{len}", after.map(|t| t.pos))
    });
    sink.add(Template::NameAfterClass, mix(ac, class(after_two)), || format!("{ac}+{}", class(after_two)));
    sink.add(Template::NameAround, mix(bc, ac), || format!("{bc}…{ac}"));
    let post_before = post_before(a, span.start);
    let post_after = after.is_some_and(|t| t.is(Attr::Post) || t.is(Attr::Rank));
    let stop_before = span.start.checked_sub(1).and_then(|p| a.char(p)).is_none_or(is_stop);
    let stop_after = a.char(span.end).is_none_or(is_stop);
    let around = u32::from(post_before)
        | u32::from(post_after) << 1
        | u32::from(stop_before) << 2
        | u32::from(stop_after) << 3;
    sink.add(Template::NameAround, 0x8000_0000 | around << 8 | level << 4 | len, || {
        format!("post {post_before}/{post_after} stop {stop_before}/{stop_after} family {level} length {len}")
    });
    // All at once: what the parts tell is more than their sum.
    let given =
        chars.iter().skip(value.family.max(1)).map(|&c| u32::from(a.lexicon.given(c))).min().unwrap_or(0);
    let follows = match after {
        None => 0,
        Some(_) if stop_after => 1,
        Some(_) if cut > 0 => 2,
        Some(t) => match t.pos {
            Pos::Verb | Pos::VerbNoun => 3,
            Pos::Preposition | Pos::Adverb | Pos::Conjunction | Pos::Particle => 4,
            _ => 5,
        },
    };
    let before_kind = if post_before {
        1
    } else if alone & 1 != 0 {
        2
    } else {
        3
    };
    let whole = mix(mix(level << 4 | given, len), follows << 4 | before_kind);
    sink.add(Template::NameWhole, whole, || {
        format!("family {level} given {given} length {len} before {before_kind} after {follows}")
    });
    let seen = evidence.get(&span_hash(a.doc, span)).copied().unwrap_or(0).min(3);
    if seen > 0 {
        sink.add(Template::NameEvidence, seen, || seen.to_string());
    }
}
