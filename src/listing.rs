//! What the library goes by, to be shown.

use crate::rule::Rule;
use crate::{date, number};

/// All rules of dates and numbers in the order of their pages, with examples and near misses; names are
/// unique. The lexical facts stand in [`lexicon::TABLES`](crate::lexicon::TABLES).
///
/// ```
/// let rule = dangjian::rules().find(|rule| rule.name == "number/half").unwrap();
/// assert_eq!(rule.examples[0], ("一半", "0.5 - exact"));
/// assert!(rule.near_misses.contains(&"十半"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    date::RULES.iter().chain(number::RULES)
}

#[cfg(test)]
mod tests {
    #[test]
    fn ok_names_of_rules_are_unique_and_tell_their_kind() {
        let mut names: Vec<_> = super::rules().map(|rule| rule.name).collect();
        assert!(names.iter().all(|name| name.starts_with("date/") || name.starts_with("number/")));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
