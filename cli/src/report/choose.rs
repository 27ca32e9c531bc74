//! What of a large archive comes into the page: the organizations with the most pairings, and all pairings among
//! them. One rule, so that the page can say it in one sentence.

use super::archive::Archive;
use std::collections::BTreeMap;

/// How much a page holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) organizations: usize,
    pub(crate) edges: usize,
    pub(crate) pairings: usize,
    pub(crate) reports: usize,
}

/// Two organizations and their pairings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Positions in [`Chosen::nodes`].
    pub(crate) ends: (usize, usize),
    /// Positions in [`Chosen::pairings`].
    pub(crate) pairings: Vec<usize>,
}

/// What comes into the page; positions are those of the archive.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// The most paired first.
    pub(crate) nodes: Vec<usize>,
    /// Where in `nodes` a node of the archive stands.
    pub(crate) place: Vec<Option<usize>>,
    pub(crate) pairings: Vec<usize>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) reports: Vec<usize>,
    /// How many pairs of organizations the whole archive has.
    pub(crate) all_edges: usize,
}

pub(crate) fn choose(archive: &Archive, limits: Limits) -> Chosen {
    let mut pairings_of = vec![0usize; archive.nodes.len()];
    for node in archive.pairings.iter().flat_map(|p| p.members()) {
        if let Some(count) = pairings_of.get_mut(node) {
            *count += 1;
        }
    }
    let mut ranked: Vec<usize> = (0..archive.nodes.len()).collect();
    ranked.sort_by_key(|&n| (std::cmp::Reverse(pairings_of.get(n).copied()), n));
    let mut rank = vec![0; ranked.len()];
    for (r, &node) in ranked.iter().enumerate() {
        if let Some(slot) = rank.get_mut(node) {
            *slot = r;
        }
    }
    let rank = |node: usize| rank.get(node).copied().unwrap_or(usize::MAX);

    // With the first k organizations come in the edges whose later end is below k, and the pairings that have such an edge.
    let mut edges: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut enters = Vec::with_capacity(archive.pairings.len());
    for (at, pairing) in archive.pairings.iter().enumerate() {
        let mut earliest = None;
        for (a, b) in pairing.edges() {
            let ends = (rank(a).min(rank(b)), rank(a).max(rank(b)));
            edges.entry(ends).or_default().push(at);
            earliest = earliest.into_iter().chain([ends.1]).min();
        }
        // A pairing with one named party joins nobody, and still is one.
        enters.push(earliest.or_else(|| pairing.members().into_iter().map(rank).min()));
    }
    let mut kept = ranked.len().min(limits.organizations);
    let later_ends = edges.keys().map(|&(_, late)| late);
    kept = kept.min(first_over(later_ends, limits.edges, ranked.len()));
    kept = kept.min(first_over(enters.iter().flatten().copied(), limits.pairings, ranked.len()));

    let all_edges = edges.len();
    let pairings: Vec<usize> =
        (0..enters.len()).filter(|&at| enters.get(at).copied().flatten().is_some_and(|e| e < kept)).collect();
    let mut place = vec![None; archive.nodes.len()];
    ranked.truncate(kept);
    for (r, &node) in ranked.iter().enumerate() {
        if let Some(slot) = place.get_mut(node) {
            *slot = Some(r);
        }
    }
    let inside = |at: &usize| pairings.binary_search(at).ok();
    let edges = edges
        .into_iter()
        .filter(|((_, late), _)| *late < kept)
        .map(|(ends, of)| Edge { ends, pairings: of.iter().filter_map(inside).collect() })
        .collect();
    let reports = reports(archive, &pairings, limits.reports);
    Chosen { nodes: ranked, place, pairings, edges, reports, all_edges }
}

/// The largest k so that at most `limit` of the values are below k.
fn first_over(values: impl Iterator<Item = usize>, limit: usize, all: usize) -> usize {
    let mut count = vec![0usize; all];
    for value in values {
        if let Some(slot) = count.get_mut(value) {
            *slot += 1;
        }
    }
    let mut sum = 0;
    count
        .iter()
        .take_while(|&&n| {
            sum += n;
            sum <= limit
        })
        .count()
}

/// Reports with pairings of the page, then those whose text may be shown, then others, while there is room; in the
/// archive's order.
fn reports(archive: &Archive, pairings: &[usize], limit: usize) -> Vec<usize> {
    let mut class: Vec<(u8, usize)> = archive
        .reports
        .iter()
        .enumerate()
        .map(|(at, report)| (if report.finds.is_some() { 1 } else { 2 }, at))
        .collect();
    for report in pairings.iter().filter_map(|&p| archive.pairings.get(p)).map(|p| p.report) {
        if let Some(slot) = class.get_mut(report) {
            slot.0 = 0;
        }
    }
    class.sort_unstable();
    // The report of a pairing that is shown is always there.
    let needed = class.iter().take_while(|(c, _)| *c == 0).count();
    class.truncate(limit.max(needed));
    let mut reports: Vec<usize> = class.into_iter().map(|(_, at)| at).collect();
    reports.sort_unstable();
    reports
}

#[cfg(test)]
mod tests {
    use super::super::archive::Gatherer;
    use super::*;

    const ALL: Limits = Limits { organizations: 99, edges: 99, pairings: 99, reports: 99 };

    /// An archive of one report a pairing, whose organizations are named by letters.
    fn archive(pairings: &[&str]) -> Archive {
        let mut gatherer = Gatherer::new(0);
        for pairing in pairings {
            let letters: Vec<char> = pairing.chars().filter(|c| *c != '-').collect();
            let organizations: Vec<_> = letters
                .iter()
                .map(|c| {
                    serde_json::json!({"id": c.to_string(), "name": c.to_string(), "kind": "party", "level": null,
                        "host": null, "place": null, "masked": false, "mentions": []})
                })
                .collect();
            let sides: Vec<Vec<String>> =
                pairing.split('-').map(|s| s.chars().map(String::from).collect()).collect();
            let record = serde_json::json!({"schema": 1, "id": null, "source": null, "published": null,
                "meta": {"title": null, "outlet": null, "authors": []}, "organizations": organizations,
                "people": [], "dates": [], "numbers": [], "warnings": [],
                "pairings": [{"id": "r1", "kind": "结对", "status": "signed", "sides": sides, "date": null,
                    "place": null, "declared": null, "evidence": [], "confidence": 1.0}]});
            gatherer.add(serde_json::from_value(record).unwrap());
        }
        gatherer.finish()
    }

    fn names(archive: &Archive, chosen: &Chosen) -> String {
        chosen.nodes.iter().map(|&n| archive.nodes[n].name.as_str()).collect()
    }

    #[test]
    fn ok_all_of_a_small_archive() {
        let archive = archive(&["A-B", "C-D", "BC", "B-C"]);
        let chosen = choose(&archive, ALL);
        assert_eq!(names(&archive, &chosen), "BCAD");
        assert_eq!(chosen.pairings, [0, 1, 2, 3]);
        let edges: Vec<_> = chosen.edges.iter().map(|e| (e.ends, e.pairings.clone())).collect();
        assert_eq!(edges, [((0, 1), vec![2, 3]), ((0, 2), vec![0]), ((1, 3), vec![1])]);
        assert_eq!((chosen.all_edges, chosen.reports.len()), (3, 4));
    }

    #[test]
    fn ok_each_limit_keeps_the_most_paired() {
        let archive = archive(&["D-E", "A-B", "A-C", "AB", "A-BC"]);
        let few = |limits: Limits| {
            let chosen = choose(&archive, limits);
            (names(&archive, &chosen), chosen.edges.len(), chosen.pairings)
        };
        assert_eq!(few(Limits { organizations: 3, ..ALL }), ("ABC".into(), 2, vec![1, 2, 3, 4]));
        assert_eq!(few(Limits { edges: 1, ..ALL }), ("AB".into(), 1, vec![1, 3, 4]));
        assert_eq!(few(Limits { pairings: 4, ..ALL }), ("ABCD".into(), 2, vec![1, 2, 3, 4]));
        assert_eq!(few(Limits { pairings: 0, ..ALL }), ("A".into(), 0, vec![]));
    }

    #[test]
    fn ok_reports_of_shown_pairings_come_first() {
        let archive = archive(&["A-B", "A-C", "AB", "D-E"]);
        let reports = |reports| choose(&archive, Limits { organizations: 3, reports, ..ALL }).reports;
        assert_eq!(reports(0), [0, 1, 2]);
        assert_eq!(reports(9), [0, 1, 2, 3]);
    }
}
