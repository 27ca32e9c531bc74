//! Scores records against gold annotations: the metrics of the reference scorer, figure for figure.
//!
//! All are micro-averaged over the reports: `orgs` (mentions, exact span), `entities` (greedy one-to-one
//! CEAF with phi4), `linking` (B-cubed over the mentions both sides have), `kinds`, `hosts`, `anaphora`,
//! `dates` and `numbers` by span and by value, `people`, `roles`, `pairings` (links between entities) with
//! their status and date, `offsets`.

mod entity;
mod relation;
mod table;
mod value;

pub use table::{Column, Table};

use crate::gold::{Place, Report};
use dangjian::record::{Form, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Hits, false alarms and misses; entities count in parts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Right.
    pub hit: f64,
    /// Found, but not there.
    pub wrong: f64,
    /// There, but not found.
    pub missed: f64,
}

impl Tally {
    fn add(&mut self, hit: usize, wrong: usize, missed: usize) {
        self.add_parts(hit as f64, wrong as f64, missed as f64);
    }

    fn add_parts(&mut self, hit: f64, wrong: f64, missed: f64) {
        self.hit += hit;
        self.wrong += wrong;
        self.missed += missed;
    }

    fn yes_or_no(&mut self, right: bool) {
        self.add(usize::from(right), usize::from(!right), 0);
    }

    /// Precision; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        if self.hit + self.wrong > 0.0 { self.hit / (self.hit + self.wrong) } else { 1.0 }
    }

    /// Recall; 1 where nothing is there.
    pub fn recall(&self) -> f64 {
        if self.hit + self.missed > 0.0 { self.hit / (self.hit + self.missed) } else { 1.0 }
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        mean(self.precision(), self.recall())
    }
}

fn mean(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// The tallies of all columns.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Reports scored.
    pub documents: usize,
    /// Reports without a record.
    pub absent: usize,
    pub(crate) orgs: Tally,
    pub(crate) entities: Tally,
    pub(crate) linking_precision: Tally,
    pub(crate) linking_recall: Tally,
    pub(crate) kinds: Tally,
    pub(crate) hosts: Tally,
    pub(crate) anaphora: Tally,
    pub(crate) dates: Tally,
    pub(crate) date_values: Tally,
    pub(crate) numbers: Tally,
    pub(crate) number_values: Tally,
    pub(crate) people: Tally,
    pub(crate) roles: Tally,
    pub(crate) pairings: Tally,
    pub(crate) pairing_status: Tally,
    pub(crate) pairing_dates: Tally,
    pub(crate) offsets: Tally,
}

/// A miss, a false alarm or a wrong value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The report.
    pub doc: String,
    /// `MISS`, `FALSE`, `KIND`, `VALUE`, `OFFSET`.
    pub what: &'static str,
    /// Org, date, role …
    pub key: &'static str,
    /// The string in question.
    pub item: String,
    /// What stands there instead, or what stands before it.
    pub note: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let doc: String = self.doc.chars().take(10).collect();
        write!(f, "{doc:10} {:6} {:12} {} {}", self.what, self.key, self.item, self.note)
    }
}

/// What the parts of the scorer share about one report.
pub(crate) struct Case<'a> {
    report: &'a Report,
    record: &'a Record,
    chars: Vec<char>,
    /// Gold mentions with the organization's id, by place.
    gold: BTreeMap<Place, &'a str>,
    /// Mentions of the record that are no anaphora with the organization's id, by place.
    found: BTreeMap<Place, &'a str>,
    /// The order in which the places of `found` first appear in the record.
    found_order: Vec<Place>,
    /// Places of both.
    hits: BTreeSet<Place>,
    /// Places of the record that count as false alarms.
    wrong: BTreeSet<Place>,
    optional_dates: Vec<Place>,
    optional_numbers: Vec<Place>,
    gold_dates: Vec<(Place, usize)>,
    gold_numbers: Vec<(Place, usize)>,
    gold_anaphora: Vec<(Place, String)>,
    faults: Vec<Fault>,
}

impl Case<'_> {
    fn fault(&mut self, what: &'static str, key: &'static str, item: String, note: String) {
        let doc = self.report.name.clone();
        self.faults.push(Fault { doc, what, key, item, note });
    }

    fn text(&self, place: Place) -> String {
        self.chars.get(place.start..place.end.min(self.chars.len())).unwrap_or_default().iter().collect()
    }

    /// The eight characters before a place.
    fn before(&self, place: Place) -> String {
        self.text(Place { start: place.start.saturating_sub(8), end: place.start })
    }

    fn texts_of_overlapping<'p>(&self, place: Place, others: impl Iterator<Item = &'p Place>) -> Vec<String> {
        others.filter(|o| o.overlaps(place)).map(|&o| self.text(o)).collect()
    }
}

impl Score {
    /// Scores all reports of a folder. A report without a record counts as one in which nothing was found.
    pub fn of(reports: &[Report], records: &BTreeMap<String, Record>) -> Result<(Self, Vec<Fault>), String> {
        let mut score = Self::default();
        let mut faults = Vec::new();
        let nothing = Record::default();
        for report in reports {
            let record = records.get(&report.name);
            score.absent += usize::from(record.is_none());
            score.documents += 1;
            faults.extend(score.add(report, record.unwrap_or(&nothing))?);
        }
        Ok((score, faults))
    }

    /// Adds one report's figures.
    pub fn add(&mut self, report: &Report, record: &Record) -> Result<Vec<Fault>, String> {
        let places = report.gold.expand(&report.text);
        if let Some(problem) = places.problems.first() {
            return Err(format!("{}: gold is not valid: {problem}", report.name));
        }
        let org_id = |i: usize| report.gold.orgs.get(i).map_or("", |o| o.id.as_str());
        let gold: BTreeMap<Place, &str> = places.orgs.iter().map(|&(p, i)| (p, org_id(i))).collect();
        let mut found = BTreeMap::new();
        let mut found_order = Vec::new();
        for org in &record.organizations {
            for mention in org.mentions.iter().filter(|m| m.form != Form::Anaphor) {
                let place = Place { start: mention.start, end: mention.end };
                if found.insert(place, org.id.as_str()).is_none() {
                    found_order.push(place);
                }
            }
        }
        let hits: BTreeSet<Place> = gold.keys().filter(|p| found.contains_key(p)).copied().collect();
        // What overlaps an optional place counts neither way, unless that place overlaps a gold mention.
        let optional: Vec<Place> = places
            .optional_orgs
            .iter()
            .copied()
            .chain(places.anaphora.iter().map(|(p, _)| *p))
            .filter(|o| !gold.keys().any(|g| g.overlaps(*o)))
            .collect();
        let wrong: BTreeSet<Place> = found_order
            .iter()
            .filter(|p| !hits.contains(p) && !optional.iter().any(|o| o.overlaps(**p)))
            .copied()
            .collect();
        let mut case = Case {
            report,
            record,
            chars: report.text.chars().collect(),
            gold,
            found,
            found_order,
            hits,
            wrong,
            optional_dates: places.optional_dates,
            optional_numbers: places.optional_numbers,
            gold_dates: places.dates,
            gold_numbers: places.numbers,
            gold_anaphora: places.anaphora,
            faults: Vec::new(),
        };
        self.add_offsets(&mut case);
        self.add_mentions(&mut case);
        let best = self.add_entities(&mut case);
        self.add_values(&mut case);
        self.add_people(&mut case, &best);
        self.add_pairings(&mut case, &best);
        Ok(case.faults)
    }

    /// Are the record's own spans true to the text?
    fn add_offsets(&mut self, case: &mut Case<'_>) {
        let record = case.record;
        let check = |case: &Case<'_>, start: usize, end: usize, text: &str| {
            start <= end && end <= case.chars.len() && case.text(Place { start, end }) == text
        };
        for mention in record.organizations.iter().flat_map(|o| &o.mentions) {
            let right = check(case, mention.start, mention.end, &mention.text);
            self.offsets.yes_or_no(right);
            if !right {
                case.fault("OFFSET", "org", format!("{mention:?}"), String::new());
            }
        }
        let dates = record.dates.iter().map(|d| (d.start, d.end, &d.text));
        let numbers = record.numbers.iter().map(|n| (n.start, n.end, &n.text));
        for (start, end, text) in dates.chain(numbers) {
            self.offsets.yes_or_no(check(case, start, end, text));
        }
    }

    fn add_mentions(&mut self, case: &mut Case<'_>) {
        let missed: Vec<Place> = case.gold.keys().filter(|p| !case.hits.contains(p)).copied().collect();
        self.orgs.add(case.hits.len(), case.wrong.len(), missed.len());
        for place in missed {
            let near = case.texts_of_overlapping(place, case.found_order.iter());
            let note = if near.is_empty() { String::new() } else { format!("got {}", list(&near)) };
            case.fault("MISS", "org", case.text(place), note);
        }
        for place in case.wrong.clone() {
            let near = case.texts_of_overlapping(place, case.gold.keys());
            let note = if near.is_empty() {
                format!("…{}", case.before(place))
            } else {
                format!("for {}", list(&near))
            };
            case.fault("FALSE", "org", case.text(place), note);
        }
    }
}

/// A list as the reference scorer prints it.
fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|t| format!("'{t}'")).collect();
    format!("[{}]", quoted.join(", "))
}
