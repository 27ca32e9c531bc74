//! The reports' own words, which records do not hold: found again by where a report was read from, else by its id,
//! and taken only where they are the text that the record speaks of.

use super::archive::{Archive, Report};
use crate::input::{self, Inputs, Options};
use crate::message::{End, Stop};
use std::collections::HashMap;
use std::path::PathBuf;

/// What came of the search.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// By the report's position in the archive.
    pub(crate) found: Vec<(usize, String)>,
    /// Reports whose text was there, but is another now.
    pub(crate) changed: usize,
    /// Inputs that could not be read; each was reported.
    pub(crate) end: Option<End>,
}

/// Reads the texts in `paths` (files, folders, JSON Lines, as `extract` reads them) and keeps those of at most `most` reports,
/// of those with pairings first.
pub(crate) fn find(archive: &Archive, paths: Vec<PathBuf>, most: usize) -> Result<Texts, Stop> {
    let with_finds = || archive.reports.iter().enumerate().filter(|(_, r)| r.finds.is_some());
    let mut wanted: Vec<usize> = with_finds().map(|(at, _)| at).collect();
    wanted.sort_by_key(|&at| archive.reports.get(at).is_none_or(|r| r.pairings == 0));
    let order: HashMap<usize, usize> = wanted.iter().enumerate().map(|(o, &at)| (at, o)).collect();

    let unique = |name: fn(&Report) -> Option<&str>| {
        let mut by: HashMap<&str, Option<usize>> = HashMap::new();
        for (at, report) in archive.reports.iter().enumerate() {
            if let Some(name) = name(report) {
                by.entry(name).and_modify(|known| *known = None).or_insert(Some(at));
            }
        }
        by
    };
    let by_source = unique(|r| r.source.as_deref());
    let by_id = unique(|r| r.id.as_deref());

    let mut texts = Texts::default();
    let mut seen: HashMap<usize, Option<String>> = HashMap::new();
    texts.end = Some(input::each(&Inputs { paths, options: Options::default() }, |report| {
        let lookup = |by: &HashMap<&str, Option<usize>>, name: &Option<String>| {
            name.as_ref().and_then(|n| by.get(n.as_str()).copied().flatten())
        };
        // A name that leads to another text is no name of this one.
        for at in [lookup(&by_source, &report.source), lookup(&by_id, &report.id)].into_iter().flatten() {
            if !order.contains_key(&at) || matches!(seen.get(&at), Some(Some(_))) {
                continue;
            }
            let same = archive.reports.get(at).is_some_and(|r| is_text_of(&report.text, r));
            seen.insert(at, same.then(|| report.text.clone()));
            if same {
                break;
            }
        }
        Ok(())
    })?);
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for at in wanted {
        match seen.remove(&at) {
            Some(Some(text)) => found.push((order.get(&at).copied().unwrap_or(usize::MAX), at, text)),
            Some(None) => texts.changed += 1,
            None => (),
        }
    }
    found.sort_unstable_by_key(|(order, ..)| *order);
    found.truncate(most);
    texts.found = found.into_iter().map(|(_, at, text)| (at, text)).collect();
    Ok(texts)
}

/// Whether each find of the report stands in the text where the record says.
fn is_text_of(text: &str, report: &Report) -> bool {
    let Some(finds) = &report.finds else { return false };
    // The byte where each character begins, and the end.
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    finds.slices.iter().all(|(start, end, slice)| {
        let bytes = starts.get(*start).zip(starts.get(*end));
        bytes.and_then(|(&s, &e)| text.get(s..e)) == Some(slice.as_str())
    })
}
