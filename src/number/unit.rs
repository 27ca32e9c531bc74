//! The lexicon of units, bounds and words that only look like a bound.

use super::Bound;
use crate::lexicon::cells;
use crate::rule::Words;
use std::sync::LazyLock;

/// What a unit is, and so what a numeral before it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnitKind {
    /// 个, 家, 人次: counts after any numeral.
    Classifier,
    /// 村, 点, 号: counts after figures only, as 五点 and 三号 have other uses.
    Noun,
    /// 吨, 平方米
    Measure,
    /// 元
    Money,
    /// %: hundredths.
    Percent,
    /// 个百分点
    Point,
    /// 成, 折: tenths.
    Share,
}

/// A row of the unit table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) form: &'static str,
    pub(super) norm: &'static str,
    pub(super) kind: UnitKind,
}

const UNITS: &str = crate::lexicon::bundled::UNIT;
const BOUNDS: &str = crate::lexicon::bundled::BOUND;
const GUARDS: &str = crate::lexicon::bundled::NUMBER_GUARD;
const TRAPS: &str = crate::lexicon::bundled::NUMBER_TRAP;

/// The units of the table that stand behind a numeral, or those before it.
fn units(before: bool) -> Words<Unit> {
    Words::new(cells(UNITS).filter_map(|row| {
        let [form, norm, class, ..] = row[..] else { return None };
        if before != (class == "symbol") {
            return None;
        }
        let kind = match class {
            "symbol" => UnitKind::Money,
            "measure" => UnitKind::Measure,
            "money" => UnitKind::Money,
            "percent" => UnitKind::Percent,
            "point" => UnitKind::Point,
            "share" => UnitKind::Share,
            "noun" => UnitKind::Noun,
            _ => UnitKind::Classifier,
        };
        Some((form, Unit { form, norm, kind }))
    }))
}

/// Units by their form.
pub(super) static UNIT: LazyLock<Words<Unit>> = LazyLock::new(|| units(false));
/// Signs and codes of currencies, which stand before the numeral.
pub(super) static SYMBOL: LazyLock<Words<Unit>> = LazyLock::new(|| units(true));

fn bounds(place: &'static str) -> Words<Bound> {
    Words::new(cells(BOUNDS).filter_map(|row| {
        let [form, bound, at, ..] = row[..] else { return None };
        if at != place { None } else { Some((form, Bound::parse(bound)?)) }
    }))
}

/// Bounds before a numeral.
pub(super) static BEFORE: LazyLock<Words<Bound>> = LazyLock::new(|| bounds("before"));
/// Bounds after a unit.
pub(super) static AFTER: LazyLock<Words<Bound>> = LazyLock::new(|| bounds("after"));
/// Words that end like a bound.
pub(super) static GUARD: LazyLock<Words<()>> =
    LazyLock::new(|| Words::new(cells(GUARDS).filter_map(|row| row.first().map(|w| (*w, ())))));
/// Words that begin with a numeral and are no number: with their length.
pub(super) static TRAP: LazyLock<Words<()>> =
    LazyLock::new(|| Words::new(cells(TRAPS).filter_map(|row| row.first().map(|w| (*w, ())))));

/// The second characters of idioms that hold more numerals than the first: 一式三份 is to be skipped as one.
pub(super) fn idiom_seconds() -> impl Iterator<Item = char> {
    let numeral = |c: char| crate::numeral::digit(c).is_some() || matches!(c, '十' | '百' | '千' | '万');
    cells(TRAPS)
        .filter_map(|row| row.first().copied())
        .filter(move |word| word.chars().skip(2).any(numeral))
        .filter_map(|word| word.chars().nth(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::parse;

    #[test]
    fn ok_unit_rows_have_examples_that_hold() {
        for row in cells(UNITS) {
            let [form, _, _, example, near_miss] = row[..] else { panic!("{row:?}") };
            let number = parse(example).unwrap_or_else(|e| panic!("{form}: {e}"));
            assert_eq!(number.unit, Some(form), "{example}");
            assert!(parse(near_miss).is_err(), "{near_miss}");
        }
    }

    #[test]
    fn ok_bound_rows_have_examples_that_hold() {
        for row in cells(BOUNDS) {
            let [form, bound, _, example, near_miss] = row[..] else { panic!("{row:?}") };
            let number = parse(example).unwrap_or_else(|e| panic!("{form}: {e}"));
            assert_eq!(number.bound.as_str(), bound, "{example}");
            assert!(parse(near_miss).is_err(), "{near_miss}");
        }
    }

    #[test]
    fn ok_guards_keep_a_bound_away() {
        for row in cells(GUARDS) {
            let [form, example] = row[..] else { panic!("{row:?}") };
            let chars: Vec<char> = example.chars().collect();
            let line = crate::rule::Line::new(&chars, 0, chars.len());
            let at = form.chars().count();
            let found = crate::number::read::read(line, at).unwrap_or_else(|| panic!("{example}"));
            assert_eq!((found.start, found.number.bound), (at, Bound::Exact), "{example}");
        }
    }

    #[test]
    fn ok_traps_are_no_numbers() {
        for row in cells(TRAPS) {
            let [form, example, near_miss] = row[..] else { panic!("{row:?}") };
            let mut out = Vec::new();
            crate::number::find(&crate::text::Document::read(&format!("开展{example},")), &mut out);
            out.retain(|c| !c.value.optional);
            assert!(out.is_empty(), "{form}: {out:?}");
            assert!(parse(near_miss).is_ok(), "{near_miss}");
        }
    }
}
