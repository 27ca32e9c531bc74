//! From a document to candidates.

use super::Number;
use super::counted::counted;
use super::read::read;
use super::unit::{AFTER, BEFORE, TRAP, UNIT, idiom_seconds};
use crate::candidate::Candidate;
use crate::numeral::{digit, scan};
use crate::rule::{CharSet, Line, Triggers, among};
use crate::span::Span;
use crate::text::{Document, Role};
use std::sync::LazyLock;

/// Characters that a number can start with.
static STARTS: LazyLock<Triggers> = LazyLock::new(|| {
    Triggers::new(
        "0123456789第半*×Xx-负一二两三四五六七八九十百千万零〇几数廿卅俩仨壹贰叁肆伍陆柒捌玖拾米".chars(),
    )
});

/// What may follow a digit that is a number: more of the numeral, a unit, a bound, another number, or nothing.
static FOLLOWS: LazyLock<CharSet> = LazyLock::new(|| {
    let fixed = "零〇○一二两三四五六七八九十百千万亿兆几壹贰叁肆伍陆柒捌玖拾佰仟点多余来又分半和与至到~～–−－ー-—─―,。;不却而这大小高低多少 \0”’/+.";
    CharSet::new(
        fixed
            .chars()
            .chain(UNIT.firsts())
            .chain(AFTER.firsts())
            .chain(BEFORE.firsts())
            .chain(idiom_seconds()),
    )
});

/// Whether it is worth reading on.
#[inline]
fn may_start(line: Line<'_>, at: usize, c: char) -> bool {
    let next = line.at(at + 1);
    if digit(c).is_some() && !FOLLOWS.has(next) {
        return false;
    }
    match c {
        '半' => line.at(at.wrapping_sub(1)) == '一' || next == '数' || line.end - line.start <= 4,
        '米' => digit(next).is_some(),
        '-' => next.is_ascii_digit() || next == ' ',
        '几' | '数' => among!(next, "十百千万亿"),
        '百' | '千' | '万' => {
            among!(next, "余多分万亿")
                || at > line.start && among!(line.at(at - 1), "近上逾超过约足破到于下满成少低高接")
                || line.end - line.start <= 8
        }
        'X' | 'x' => matches!(next, 'X' | 'x'),
        // 一 alone counts something only with a unit; with most words after it, it does not.
        '一' => {
            !among!(next, "些切般直定起样致旦向边面方系步经同是要体并再律概贯心路线流手把起")
                || line.end - line.start <= 4
        }
        _ => true,
    }
}

/// Proposes every number of a document that is not part of its boilerplate.
pub fn find(doc: &Document<'_>, out: &mut Vec<Candidate<Number>>) {
    let chars = doc.chars();
    let starts = &*STARTS;
    for block in doc.blocks() {
        if block.role == Role::Boilerplate {
            continue;
        }
        let end = block.span.end.min(chars.len());
        let line = Line::new(chars, block.span.start, end);
        let mut at = line.start;
        while let Some(next) = starts.next(line.chars, at) {
            at = next;
            let c = line.at(at);
            if !may_start(line, at, c) {
                at += 1;
                continue;
            }
            // The figures of a date are the date's.
            if c.is_ascii_digit() {
                let run =
                    chars.get(at..end).map_or(1, |s| s.iter().take_while(|c| c.is_ascii_digit()).count());
                let next = line.at(at + run);
                let day = next == '日' && run <= 4 && !matches!(line.at(at + run + 1), '元' | '币' | '本');
                if matches!(next, '年' | '月') || day {
                    at += run;
                    continue;
                }
            }
            if let Some(found) = read(line, at) {
                let span = Span::new(found.start, found.end);
                at = found.end.max(at + 1);
                // The longer reading wins over what it holds; dates win over numbers.
                let score = 2.0 + span.len() as f32;
                let mut value = found.number.clone();
                value.counted = counted(line, &found);
                out.push(Candidate { span, value, rule: found.rule, score });
            } else {
                // An idiom is none to its end: 三番五次.
                if let Some((stop, ())) = TRAP.starting(chars, at).filter(|(stop, ())| *stop <= end) {
                    at = stop;
                    continue;
                }
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

/// Characters that a numeral can go on with.
static GOES_ON: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::new("0123456789零〇○一二两兩三四五六七八九十百千万亿兆几数廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億多余来点點., -负".chars())
});

/// The end of a refused numeral that is long: digits read one for one, or more than a value can hold (万 without
/// end). Each is read once and not again from its next character.
fn run_end(chars: &[char], at: usize, end: usize) -> usize {
    // Most are of one character.
    if !chars.get(at + 1).is_some_and(|&c| GOES_ON.has(c)) {
        return at;
    }
    match scan(chars, at) {
        Some(n) if n.digits > 4 || n.value.is_none() => n.end.min(end),
        _ => at,
    }
}
