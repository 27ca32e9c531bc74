//! What a number counts: the noun behind its unit, or the one right before it.

use super::read::Found;
use crate::lexicon::cells;
use crate::rule::{Line, Words};
use crate::span::Span;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/lexicon/counted.tsv");

static NOUN: LazyLock<Words<()>> =
    LazyLock::new(|| Words::new(cells(TABLE).filter_map(|row| row.first().map(|w| (*w, ())))));

/// The noun a number counts. Behind it, with what describes it (39个基层党支部: 基层党支部); before it, the noun alone
/// (招聘员工124人: 员工), and only where the unit leaves open what is counted.
pub(super) fn counted(line: Line<'_>, found: &Found) -> Option<Span> {
    let unit = found.number.unit?;
    let mut from = found.end;
    if line.at(from) == '的' {
        from += 1;
    }
    let mut i = from;
    while i < from + 10 {
        let c = line.at(i);
        if !('\u{4e00}'..='\u{9fff}').contains(&c) {
            break;
        }
        if let Some((end, ())) = NOUN.starting(line.chars, i).filter(|(end, ())| *end <= line.end) {
            return Some(Span::new(from, end));
        }
        i += 1;
    }
    let open = matches!(
        unit,
        "人" | "名" | "个" | "家" | "户" | "项" | "件" | "人次" | "份" | "元" | "场" | "次" | "亩" | "吨"
    );
    let floor = line.start.max(found.start.saturating_sub(5));
    let (start, ()) = NOUN.ending(line.chars, floor, found.start).filter(|_| open)?;
    Some(Span::new(start, found.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::find;
    use crate::text::Document;

    fn noun(text: &str) -> Option<String> {
        let doc = Document::read(text);
        let mut out = Vec::new();
        find(&doc, &mut out);
        out.first().and_then(|c| c.value.counted).map(|s| doc.text(s))
    }

    #[test]
    fn ok_rows_have_examples_that_hold() {
        for row in cells(TABLE) {
            let [form, example, near_miss] = row[..] else { panic!("{row:?}") };
            assert_eq!(noun(example), Some(format!("新{form}")), "{example}");
            assert_eq!(noun(near_miss), None, "{near_miss}");
        }
    }

    #[test]
    fn ok_lists_and_nouns_before() {
        assert_eq!(noun("共有39个基层党支部、5个党总支").as_deref(), Some("基层党支部"));
        assert_eq!(noun("招聘新入职员工124人,").as_deref(), Some("员工"));
        assert_eq!(noun("共19人。"), None);
    }
}
