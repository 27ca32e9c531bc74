//! What the page needs of all records, in plain numbers: reports, pairings, organizations by their position.

use super::data::Finds;
use super::resolve::{Node, Resolver};
use dangjian::record::{Evidence, PairingStatus, PairingType, Published, Record};
use std::collections::BTreeSet;

/// What is kept of a report.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) id: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Published>,
    pub(crate) organizations: usize,
    pub(crate) people: usize,
    pub(crate) pairings: usize,
    /// Where its finds stand; kept for reports whose text may be shown.
    pub(crate) finds: Option<Finds>,
}

/// A pairing of organizations of the archive.
#[derive(Debug)]
pub(crate) struct Pairing {
    pub(crate) report: usize,
    pub(crate) kind: String,
    pub(crate) class: Option<PairingType>,
    pub(crate) status: PairingStatus,
    pub(crate) date: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) theme: Option<String>,
    pub(crate) declared: Option<u32>,
    pub(crate) confidence: f32,
    pub(crate) evidence: Vec<Evidence>,
    /// Positions in [`Archive::nodes`].
    pub(crate) sides: Vec<Vec<usize>>,
    pub(crate) when: Option<When>,
}

/// Where a pairing stands in time: `2021-07`, or `2021` where no more is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) at: String,
    /// Whether the report tells the date of the pairing; else it is the day of publication.
    pub(crate) told: bool,
}

impl Pairing {
    /// The pairs of organizations that it joins: across two sides, or each with each where all stand alike.
    pub(crate) fn edges(&self) -> BTreeSet<(usize, usize)> {
        let mut edges = BTreeSet::new();
        let mut join = |a: usize, b: usize| {
            if a != b {
                edges.insert((a.min(b), a.max(b)));
            }
        };
        if let [one] = self.sides.as_slice() {
            for (i, &a) in one.iter().enumerate() {
                one.iter().skip(i + 1).for_each(|&b| join(a, b));
            }
        }
        for (i, side) in self.sides.iter().enumerate() {
            for &a in side {
                self.sides.iter().skip(i + 1).flatten().for_each(|&b| join(a, b));
            }
        }
        edges
    }

    /// All its organizations, each once.
    pub(crate) fn members(&self) -> BTreeSet<usize> {
        self.sides.iter().flatten().copied().collect()
    }
}

/// All records, gathered.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    pub(crate) reports: Vec<Report>,
    pub(crate) pairings: Vec<Pairing>,
    pub(crate) nodes: Vec<Node>,
}

/// Gathers records one by one.
#[derive(Debug)]
pub(crate) struct Gatherer {
    archive: Archive,
    resolver: Resolver,
    /// How many more reports with and without pairings may show their text.
    texts: [usize; 2],
}

impl Gatherer {
    /// The text of at most so many reports is going to be shown.
    pub(crate) fn new(texts: usize) -> Self {
        Self { archive: Archive::default(), resolver: Resolver::default(), texts: [texts; 2] }
    }

    pub(crate) fn add(&mut self, record: Record) {
        let position = |id: &String| record.organizations.iter().position(|o| o.id == *id);
        let mut paired = vec![false; record.organizations.len()];
        for at in record.pairings.iter().flat_map(|p| &p.sides).flatten().filter_map(position) {
            if let Some(paired) = paired.get_mut(at) {
                *paired = true;
            }
        }
        let nodes = self.resolver.add(&record, &paired);
        let node = |id: &String| position(id).and_then(|at| nodes.get(at).copied().flatten());
        for p in &record.pairings {
            self.archive.pairings.push(Pairing {
                report: self.archive.reports.len(),
                kind: p.kind.clone(),
                class: p.class,
                status: p.status,
                date: p.date.clone(),
                since: p.since.clone(),
                place: p.place.clone(),
                theme: p.theme.clone(),
                declared: p.declared,
                confidence: p.confidence,
                evidence: p.evidence.clone(),
                sides: p.sides.iter().map(|s| s.iter().filter_map(node).collect()).collect(),
                when: when(p.date.as_deref(), record.published.as_ref()),
            });
        }
        let finds =
            self.texts.get_mut(usize::from(record.pairings.is_empty())).filter(|left| **left > 0).map(
                |left| {
                    *left -= 1;
                    Finds::of(&record, &nodes)
                },
            );
        self.archive.reports.push(Report {
            organizations: record.organizations.len(),
            people: record.people.len(),
            pairings: record.pairings.len(),
            id: record.id,
            source: record.source,
            title: record.meta.title,
            outlet: record.meta.outlet,
            published: record.published,
            finds,
        });
    }

    pub(crate) fn finish(mut self) -> Archive {
        self.archive.nodes = self.resolver.finish();
        self.archive
    }
}

fn when(date: Option<&str>, published: Option<&Published>) -> Option<When> {
    let told = date.and_then(month).map(|at| When { at, told: true });
    told.or_else(|| published.and_then(|p| month(&p.date)).map(|at| When { at, told: false }))
}

/// The month or year that a value of ISO 8601 or TIMEX3 begins with; what has no year has none.
fn month(value: &str) -> Option<String> {
    let digits = |part: Option<&str>, n: usize| {
        part.filter(|p| p.len() == n && p.bytes().all(|b| b.is_ascii_digit())).map(String::from)
    };
    let year = digits(value.get(..4), 4)?;
    let mut rest = value.get(4..).unwrap_or_default().split(['-', '/', 'T']);
    match rest.next() {
        Some("") => match digits(rest.next(), 2).filter(|m| ("01"..="12").contains(&m.as_str())) {
            Some(month) => Some(format!("{year}-{month}")),
            None => Some(year),
        },
        None => Some(year),
        // 2021S, 12345: no year.
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_months_of_values() {
        for (value, want) in [
            ("2021-07-01", Some("2021-07")),
            ("2021-07", Some("2021-07")),
            ("2021", Some("2021")),
            ("2021-SP", Some("2021")),
            ("2024-H2", Some("2024")),
            ("2021-XX", Some("2021")),
            ("2021-W12", Some("2021")),
            ("2021-13", Some("2021")),
            ("2021-07-01T08:30", Some("2021-07")),
            ("2021-07-01/2021-08", Some("2021-07")),
            ("20XX-07", None),
            ("XXXX-07-01", None),
            ("202", None),
            ("20211", None),
            ("", None),
            ("年年年年", None),
        ] {
            assert_eq!(month(value).as_deref(), want, "{value}");
        }
    }

    fn pairing(sides: &[&[usize]]) -> Pairing {
        Pairing {
            report: 0,
            kind: "结对".into(),
            class: None,
            status: PairingStatus::Signed,
            date: None,
            since: None,
            place: None,
            theme: None,
            declared: None,
            confidence: 1.0,
            evidence: vec![],
            sides: sides.iter().map(|s| s.to_vec()).collect(),
            when: None,
        }
    }

    #[test]
    fn ok_edges_across_sides_or_within_the_only_one() {
        let edges = |sides: &[&[usize]]| pairing(sides).edges().into_iter().collect::<Vec<_>>();
        assert_eq!(edges(&[&[4, 1], &[2]]), [(1, 2), (2, 4)]);
        assert_eq!(edges(&[&[3, 1, 2]]), [(1, 2), (1, 3), (2, 3)]);
        assert_eq!(edges(&[&[1], &[1]]), []);
        assert_eq!(edges(&[&[1]]), []);
    }

    #[test]
    fn ok_a_told_date_wins_over_publication() {
        let published = Published { date: "2022-05-06".into(), basis: dangjian::record::Basis::Given };
        let at = |date: Option<&str>| when(date, Some(&published)).unwrap();
        assert_eq!(at(Some("2021-07-01")), When { at: "2021-07".into(), told: true });
        assert_eq!(at(Some("XXXX-07-01")), When { at: "2022-05".into(), told: false });
        assert_eq!(at(None), When { at: "2022-05".into(), told: false });
        assert_eq!(when(None, None), None);
    }
}
