//! The lexicon of dates: relative words, parts of the day, festivals, named periods.

use crate::calendar::Part;
use crate::lexicon::cells;
use crate::rule::{CharSet, PairSet, Triggers, Words};
use std::sync::LazyLock;

pub(super) const WORDS: &str = crate::lexicon::bundled::DATE_WORD;
pub(super) const FESTIVALS: &str = crate::lexicon::bundled::FESTIVAL;
pub(super) const PERIODS: &str = crate::lexicon::bundled::PERIOD;

/// A part of the day as a word says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayPart {
    pub(super) part: Part,
    pub(super) from: u8,
    pub(super) to: u8,
}

/// What a word of the table means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Year(i32),
    YearThere(i32),
    YearPrior(i32),
    Month(i32),
    MonthThere(i32),
    Week(i32),
    Quarter(i32),
    Day(i32),
    DayThere(i32),
    Part(DayPart),
    DayPart(i32, DayPart),
    DayPartThere(i32, DayPart),
}

fn word(kind: &str, shift: &str, part: &str, hours: &str) -> Option<Word> {
    let shift = || shift.parse::<i32>().ok();
    let part = || {
        let (from, to) = hours.split_once('-')?;
        Some(DayPart { part: Part::from_code(part)?, from: from.parse().ok()?, to: to.parse().ok()? })
    };
    Some(match kind {
        "year" => Word::Year(shift()?),
        "year-prior" => Word::YearPrior(shift()?),
        "year-there" => Word::YearThere(shift()?),
        "month" => Word::Month(shift()?),
        "month-there" => Word::MonthThere(shift()?),
        "week" => Word::Week(shift()?),
        "quarter" => Word::Quarter(shift()?),
        "day" => Word::Day(shift()?),
        "day-there" => Word::DayThere(shift()?),
        "part" => Word::Part(part()?),
        "day-part" => Word::DayPart(shift()?, part()?),
        "day-part-there" => Word::DayPartThere(shift()?, part()?),
        _ => return None,
    })
}

/// Relative words and parts of the day.
pub(super) static WORD: LazyLock<Words<Word>> = LazyLock::new(|| {
    Words::new(cells(WORDS).filter_map(|row| {
        let [form, kind, shift, part, hours, ..] = row[..] else { return None };
        Some((form, word(kind, shift, part, hours)?))
    }))
});

/// On which day of a year a festival falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Falls {
    Solar(u8, u8),
    Lunar(u8, u8),
    Term(u8),
    Weekday(u8, u8, u8),
}

/// A festival, and whether its name alone says that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Festival {
    pub(super) falls: Falls,
    pub(super) free: bool,
}

fn falls(day: &str) -> Option<Falls> {
    if let Some(term) = day.strip_prefix('t') {
        return term.parse().ok().map(Falls::Term);
    }
    let (lunar, rest) = day.strip_prefix('l').map_or((false, day), |r| (true, r));
    let mut parts = rest.split('-').map(|p| p.parse::<u8>().ok());
    let (month, day, weekday) = (parts.next()??, parts.next()??, parts.next());
    Some(match weekday {
        Some(w) => Falls::Weekday(month, day, w?),
        None if lunar => Falls::Lunar(month, day),
        None => Falls::Solar(month, day),
    })
}

/// Festivals and solar terms.
pub(super) static FESTIVAL: LazyLock<Words<Festival>> = LazyLock::new(|| {
    Words::new(cells(FESTIVALS).filter_map(|row| {
        let [form, day, usage, ..] = row[..] else { return None };
        Some((form, Festival { falls: falls(day)?, free: usage == "free" }))
    }))
});

/// Named periods: first and last year.
pub(super) static PERIOD: LazyLock<Words<(i32, i32)>> = LazyLock::new(|| {
    Words::new(cells(PERIODS).filter_map(|row| {
        let [form, value, ..] = row[..] else { return None };
        let (from, to) = value.split_once('/')?;
        Some((form, (from.parse().ok()?, to.parse().ok()?)))
    }))
});

/// Characters that a date can start with.
pub(super) static STARTS: LazyLock<Triggers> = LazyLock::new(|| {
    let fixed = "0123456789零〇○一二两三四五六七八九十廿卅俩仨百壹贰叁肆伍陆柒捌玖拾*×X第首上中下本每周星礼年春夏秋冬农阴正腊闰半几数";
    Triggers::new(fixed.chars().chain(WORD.firsts()).chain(FESTIVAL.firsts()))
});

/// What a date can start with that is no numeral, with the character after it.
static HEADS: LazyLock<PairSet> = LazyLock::new(|| {
    let digits = "0123456789零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖";
    let fixed = [
        ("上下", "半旬世个"),
        ("中", "旬"),
        ("本", "世"),
        ("年", "初底末内"),
        ("周", "一二三四五六日天末123456"),
        ("星", "期"),
        ("礼", "拜"),
        ("农阴", "历"),
        ("第前", digits),
        ("首", "季"),
        ("今去明昨", "春夏秋冬明今后"),
        ("正腊冬", "月"),
        ("春夏秋冬", "季天"),
        ("元", "年"),
    ];
    let fixed = fixed
        .iter()
        .flat_map(|(first, second)| first.chars().flat_map(move |a| second.chars().map(move |b| (a, b))));
    PairSet::new(fixed.chain(WORD.heads()).chain(FESTIVAL.heads()))
});

/// The words of one character, and what may start a date whatever follows.
static ALONE: LazyLock<CharSet> = LazyLock::new(|| {
    let words = WORD.heads().chain(FESTIVAL.heads()).filter(|head| head.1 == '\0').map(|head| head.0);
    CharSet::new(words.chain("每半闰".chars()))
});

/// Whether a date may start with what is no numeral: most characters that can begin one begin something else.
#[inline]
pub(super) fn may_head(first: char, second: char) -> bool {
    HEADS.may_have(first, second) || ALONE.has(first)
}

/// Characters that numerals of dates and durations are written with.
pub(super) static NUMERAL: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::new("0123456789零〇○一二两三四五六七八九十廿卅俩仨壹贰叁肆伍陆柒捌玖拾百千万亿几数*×X.,".chars())
});

/// Characters that may follow the numeral of a date or a duration.
pub(super) static AFTER_NUMERAL: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::new(
        "年月日号时点點時分秒天周星礼个小季世:-/~～—–−－ー─―〜∼至到昼工钟半多余来 载旬节刻整".chars(),
    )
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Anchor;
    use crate::date::find;
    use crate::text::Document;

    fn values(text: &str) -> Vec<(usize, Option<String>)> {
        let anchor = Anchor::parse("2020-07-16").unwrap();
        let mut out = Vec::new();
        find(&Document::read(text), Some(&anchor), &mut out);
        out.into_iter().map(|c| (c.span.len(), c.value.value)).collect()
    }

    #[test]
    fn ok_words_have_examples_that_hold() {
        for row in cells(WORDS) {
            let [form, _, _, _, _, example, value] = row[..] else { panic!("{row:?}") };
            let found = values(example);
            let last = found.last().unwrap_or_else(|| panic!("{form}: {example}"));
            if value.is_empty() {
                // Counts from the date before it: that both are found is what is asked.
                assert!(last.1.is_some(), "{example}: {found:?}");
            } else {
                assert_eq!(last.1.as_deref(), Some(value), "{example}: {found:?}");
            }
        }
    }

    #[test]
    fn ok_festivals_have_examples_that_hold() {
        for row in cells(FESTIVALS) {
            let [form, _, _, example, value, near_miss] = row[..] else { panic!("{row:?}") };
            assert_eq!(values(example), [(example.chars().count(), Some(value.to_owned()))], "{form}");
            assert!(values(near_miss).is_empty(), "{near_miss}");
        }
    }

    #[test]
    fn ok_periods_have_examples_that_hold() {
        for row in cells(PERIODS) {
            let [form, value, _, example, near_miss] = row[..] else { panic!("{row:?}") };
            let want = (form.chars().count(), Some(value.to_owned()));
            assert!(values(example).contains(&want), "{example}: {:?}", values(example));
            assert!(!values(near_miss).contains(&want), "{near_miss}");
        }
    }

    /// What headings are searched by too: nothing is read where no date starts.
    #[test]
    fn ok_dates_are_read_only_where_they_can_start() {
        use crate::date::read::{may_be_read, read};
        use crate::rule::Line;

        let tables = [WORDS, FESTIVALS, PERIODS].concat();
        let examples = crate::date::RULES.iter().flat_map(|rule| rule.examples).map(|(text, _)| *text);
        let mut text: Vec<char> = examples.chain([tables.as_str()]).flat_map(str::chars).collect();
        let mut alphabet = text.clone();
        alphabet.sort_unstable();
        alphabet.dedup();
        // What is written, and as much of the same characters in no order.
        let mut draw = 1u32;
        for _ in 0..100_000 {
            draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push(alphabet[(draw >> 8) as usize % alphabet.len()]);
        }
        for at in 0..text.len() {
            let line = Line::new(&text, at, text.len().min(at + 30));
            if let Some((_, end)) = read(line, at) {
                let next = text.get(at + 1).copied().unwrap_or_default();
                assert!(may_be_read(text[at], next), "{:?}", &text[at..end]);
            }
        }
    }
}
