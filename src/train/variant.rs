//! Reports in other words: the same facts written in a way that the corpus has seldom.

use super::Example;
use super::learner::Random;
use crate::lexicon::{Attr, Attrs, Lexicon};

/// How often, of a hundred times, a post changes places with its name.
const SWAPPED: u64 = 60;

/// A report in which posts stand behind their names (张明主任 for 主任张明), as speech and many pages have it; nothing
/// where no post can change its place. Offsets stay as they are, since post and name are exchanged in place.
pub(super) fn posts_behind(example: &Example, lexicon: &Lexicon, random: &mut Random) -> Option<Example> {
    let mut chars: Vec<char> = example.text.chars().collect();
    let mut free = 0;
    let mut any = false;
    for at in 0..chars.len() {
        if at < free {
            continue;
        }
        let name = example.people.iter().map(|name| name.chars().collect::<Vec<char>>());
        let Some(name) = name.filter(|name| chars[at..].starts_with(name)).max_by_key(Vec::len) else {
            continue;
        };
        let end = at + name.len();
        let before = &chars[free.max(at.saturating_sub(8))..at];
        let titles = lexicon.titles_ending(before);
        let held = titles.filter(|(len, sorts)| *len >= 2 && sorts & Attr::Post as Attrs != 0);
        let Some(len) = held.map(|(len, _)| len).last() else { continue };
        free = end;
        let start = at - len;
        // 党委书记、局长某某: of several posts the last cannot go alone.
        let several = start.checked_sub(1).is_some_and(|p| matches!(chars[p], '、' | ',' | '，' | ' '));
        let named =
            example.orgs.iter().map(|&(from, to, _)| (from, to)).chain(example.optional.iter().copied());
        if several || named.clone().any(|(from, to)| from < end && to > start) || !random.chance(SWAPPED) {
            continue;
        }
        chars[start..end].rotate_left(len);
        any = true;
    }
    any.then(|| Example { text: chars.into_iter().collect(), ..example.clone() })
}
