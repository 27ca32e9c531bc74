//! The archive at a glance: figures of the whole archive, whatever of it comes into the page.

use super::archive::{Archive, When};
use super::choose::Chosen;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows a ranking has.
const RANKED: usize = 20;

#[derive(Debug, Serialize)]
pub(crate) struct Glance {
    reports: usize,
    reports_with_pairings: usize,
    pairings: usize,
    organizations: usize,
    /// Pairs of organizations.
    edges: usize,
    outlets: usize,
    /// Month or year: pairings whose date is told, pairings placed by publication.
    months: Vec<(String, usize, usize)>,
    undated: usize,
    types: Vec<(Option<&'static str>, usize)>,
    /// The text's own words.
    kinds: Vec<(String, usize)>,
    all_kinds: usize,
    /// Pairings with an organization of that region.
    regions: Vec<(String, usize)>,
    all_regions: usize,
    /// Pairings none of whose organizations is placed.
    without_region: usize,
}

pub(crate) fn glance(archive: &Archive, chosen: &Chosen) -> Glance {
    let mut months: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut types: BTreeMap<Option<&'static str>, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut regions: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut undated, mut without_region) = (0, 0);
    for pairing in &archive.pairings {
        match &pairing.when {
            Some(When { at, told }) => {
                let [said, published] = months.entry(at.clone()).or_default();
                *(if *told { said } else { published }) += 1;
            }
            None => undated += 1,
        }
        *types.entry(pairing.class.map(|c| c.as_str())).or_default() += 1;
        *kinds.entry(&pairing.kind).or_default() += 1;
        let own: BTreeSet<&str> = pairing
            .members()
            .into_iter()
            .filter_map(|n| archive.nodes.get(n).and_then(|n| n.region.as_deref()))
            .collect();
        without_region += usize::from(own.is_empty());
        own.into_iter().for_each(|r| *regions.entry(r).or_default() += 1);
    }
    let outlets: BTreeSet<&str> = archive.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
    Glance {
        reports: archive.reports.len(),
        reports_with_pairings: archive.reports.iter().filter(|r| r.pairings > 0).count(),
        pairings: archive.pairings.len(),
        organizations: archive.nodes.len(),
        edges: chosen.all_edges,
        outlets: outlets.len(),
        months: months.into_iter().map(|(at, [said, published])| (at, said, published)).collect(),
        undated,
        types: ranked(types, usize::MAX),
        all_kinds: kinds.len(),
        kinds: ranked(kinds, RANKED).into_iter().map(|(k, n)| (k.to_string(), n)).collect(),
        all_regions: regions.len(),
        regions: ranked(regions, RANKED).into_iter().map(|(r, n)| (r.to_string(), n)).collect(),
        without_region,
    }
}

/// The most frequent first, equals in their order.
fn ranked<T: Ord>(counts: BTreeMap<T, usize>, most: usize) -> Vec<(T, usize)> {
    let mut rows: Vec<(T, usize)> = counts.into_iter().collect();
    rows.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    rows.truncate(most);
    rows
}
