//! Years of an era: 民国三十年, 光绪二十四年五月, 神龙元年.

use super::raw::{Raw, YearRef};
use super::read::small;
use super::within::within_year;
use crate::lexicon::cells;
use crate::rule::{Line, Words};
use std::sync::LazyLock;

pub(super) const ERAS: &str = crate::lexicon::bundled::ERA;

/// Eras: the first year and how many there were.
static ERA: LazyLock<Words<(i32, i32)>> = LazyLock::new(|| {
    Words::new(cells(ERAS).filter_map(|row| {
        let [form, first, years, ..] = row[..] else { return None };
        Some((form, (first.parse().ok()?, years.parse().ok()?)))
    }))
});

/// The year of an era whose numeral stands at `at`: where the era begins, what is said, one past its end.
pub(super) fn read_era(line: Line<'_>, at: usize) -> Option<(usize, Raw, usize)> {
    let (count, year) = if line.at(at) == '元' {
        (1, at + 1)
    } else {
        let n = small(line, at).filter(|n| n.figures <= 2 && n.run <= 1)?;
        (i32::try_from(n.value).ok()?, n.end)
    };
    if line.at(year) != '年' {
        return None;
    }
    let (start, (first, years)) = ERA.ending(line.chars, line.start, at)?;
    if !(1..=years).contains(&count) {
        return None;
    }
    let mut raw = Raw { year: Some(YearRef::Is(first + count - 1)), ..Raw::default() };
    let end = within_year(line, year + 1, &mut raw, true).unwrap_or(year + 1);
    Some((start, raw, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Anchor;
    use crate::date::find;
    use crate::text::Document;

    #[test]
    fn ok_eras_have_examples_that_hold() {
        let anchor = Anchor::parse("2020-07-16").unwrap();
        for row in cells(ERAS) {
            let [form, _, _, example, value, near_miss] = row[..] else { panic!("{row:?}") };
            let values = |text: &str| {
                let mut out = Vec::new();
                find(&Document::read(text), Some(&anchor), &mut out);
                out.into_iter().filter_map(|c| c.value.value).collect::<Vec<_>>()
            };
            assert_eq!(values(example), [value], "{form}");
            assert!(!values(near_miss).contains(&value.to_owned()), "{near_miss}");
        }
    }
}
