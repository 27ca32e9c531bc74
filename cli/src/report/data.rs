//! What the page is given, as it stands in it as JSON. Organizations, reports and pairings are named by their position.

use super::archive::{Archive, Pairing};
use super::choose::{Chosen, Limits};
use super::glance::{Glance, glance};
use super::layout::layout;
use dangjian::record::{Basis, Date, Form, Number, NumberValue, OrgKind, PairingStatus, PartyLevel, Record};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

#[derive(Debug, Serialize)]
pub(crate) struct Data {
    glance: Glance,
    cut: Cut,
    nodes: Vec<PageNode>,
    /// From, to, pairings.
    edges: Vec<(usize, usize, Vec<usize>)>,
    pairings: Vec<PagePairing>,
    reports: Vec<PageReport>,
}

/// What of the archive is not in the page.
#[derive(Debug, Serialize)]
struct Cut {
    organizations: usize,
    edges: usize,
    pairings: usize,
    reports: usize,
    /// Whether texts were asked for.
    texts: bool,
    /// Reports of the page without their text.
    without_text: usize,
}

#[derive(Debug, Serialize)]
struct PageNode {
    name: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// In the whole archive.
    pairings: usize,
    reports: usize,
    x: i32,
    y: i32,
}

/// A member of a pairing: an organization of the page, or the name of one that is not in it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Member {
    Node(usize),
    Name(String),
}

#[derive(Debug, Serialize)]
struct PagePairing {
    report: usize,
    kind: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    class: Option<&'static str>,
    status: PairingStatus,
    sides: Vec<Vec<Member>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declared: Option<u32>,
    #[serde(serialize_with = "hundredths")]
    confidence: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    told: bool,
    /// First character, one past the last, text.
    evidence: Vec<(usize, usize, String)>,
}

#[derive(Debug, Serialize)]
struct PageReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
    organizations: usize,
    people: usize,
    pairings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finds: Option<PageFinds>,
}

/// The finds of a report whose text is shown.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Finds {
    /// First character, one past the last, sort, position in the list of the sort.
    pub(crate) spans: Vec<(usize, usize, char, usize)>,
    pub(crate) organizations: Vec<FoundOrganization>,
    people: Vec<FoundPerson>,
    dates: Vec<FoundDate>,
    numbers: Vec<FoundNumber>,
    /// What each span reads, to know the text again.
    #[serde(skip)]
    pub(crate) slices: Vec<(usize, usize, String)>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct FoundOrganization {
    name: String,
    kind: OrgKind,
    level: Option<PartyLevel>,
    /// The name of its host.
    host: Option<String>,
    /// Position in [`Archive::nodes`].
    #[serde(skip)]
    node: Option<usize>,
}

#[derive(Debug, Clone, Serialize)]
struct FoundPerson {
    name: String,
    /// Organization and post.
    roles: Vec<(Option<String>, String)>,
}

#[derive(Debug, Clone, Serialize)]
struct FoundDate {
    value: Option<String>,
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct FoundNumber {
    value: NumberValue,
    unit: Option<String>,
    bound: &'static str,
    counted: Option<String>,
}

/// The finds with the organizations' positions in the page.
#[derive(Debug, Serialize)]
struct PageFinds {
    #[serde(flatten)]
    finds: Finds,
    nodes: Vec<Option<usize>>,
}

impl Finds {
    /// The finds of a record; `nodes` are its organizations' positions in the archive.
    pub(crate) fn of(record: &Record, nodes: &[Option<usize>]) -> Self {
        let name = |id: &Option<String>| {
            id.as_ref()
                .and_then(|id| record.organizations.iter().find(|o| o.id == *id))
                .map(|o| o.name.clone())
        };
        let mut spans = Vec::new();
        let mut slices = Vec::new();
        let mut add = |start, end, text: &String, sort: char, at| {
            spans.push((start, end, sort, at));
            slices.push((start, end, text.clone()));
        };
        for (at, org) in record.organizations.iter().enumerate() {
            for m in &org.mentions {
                let sort = match m.form {
                    Form::Name => 'o',
                    Form::Short => 's',
                    Form::Anaphor => 'a',
                };
                add(m.start, m.end, &m.text, sort, at);
            }
        }
        for (at, person) in record.people.iter().enumerate() {
            person.mentions.iter().for_each(|m| add(m.start, m.end, &m.text, 'p', at));
        }
        record.dates.iter().enumerate().for_each(|(at, d)| add(d.start, d.end, &d.text, 'd', at));
        record.numbers.iter().enumerate().for_each(|(at, n)| add(n.start, n.end, &n.text, 'n', at));
        spans.sort_unstable();
        let organization = |(at, o): (usize, &dangjian::record::Organization)| FoundOrganization {
            name: o.name.clone(),
            kind: o.kind,
            level: o.level,
            host: name(&o.host),
            node: nodes.get(at).copied().flatten(),
        };
        let person = |p: &dangjian::record::Person| FoundPerson {
            name: p.name.clone(),
            roles: p.roles.iter().map(|r| (name(&r.organization), r.title.clone())).collect(),
        };
        let date = |d: &Date| FoundDate {
            value: d.value.clone(),
            earliest: d.earliest.clone(),
            latest: d.latest.clone(),
        };
        let number = |n: &Number| FoundNumber {
            value: n.value.clone(),
            unit: n.unit.clone(),
            bound: n.bound.as_str(),
            counted: n.counted.clone(),
        };
        Self {
            spans,
            organizations: record.organizations.iter().enumerate().map(organization).collect(),
            people: record.people.iter().map(person).collect(),
            dates: record.dates.iter().map(date).collect(),
            numbers: record.numbers.iter().map(number).collect(),
            slices,
        }
    }
}

/// Two digits are all that a confidence is worth.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn hundredths<S: Serializer>(value: &f32, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64((f64::from(*value) * 100.0).round() / 100.0)
}

impl Data {
    /// `texts` holds the texts that were found, by the report's position in the archive.
    pub(crate) fn of(mut archive: Archive, limits: Limits, texts: Option<Vec<(usize, String)>>) -> Self {
        let chosen = super::choose::choose(&archive, limits);
        let glance = glance(&archive, &chosen);
        let mut report_place = vec![None; archive.reports.len()];
        for (place, &at) in chosen.reports.iter().enumerate() {
            if let Some(slot) = report_place.get_mut(at) {
                *slot = Some(place);
            }
        }
        let asked = texts.is_some();
        let mut text_of = vec![None; archive.reports.len()];
        for (at, text) in texts.into_iter().flatten() {
            if let Some(slot) = text_of.get_mut(at) {
                *slot = Some(text);
            }
        }
        let mut reports = Vec::with_capacity(chosen.reports.len());
        for &at in &chosen.reports {
            let Some(report) = archive.reports.get_mut(at) else { continue };
            let text = text_of.get_mut(at).and_then(Option::take);
            let finds = report.finds.take().filter(|_| text.is_some()).map(|finds| {
                let place = |n: usize| chosen.place.get(n).copied().flatten();
                PageFinds {
                    nodes: finds.organizations.iter().map(|o| o.node.and_then(place)).collect(),
                    finds,
                }
            });
            reports.push(PageReport {
                id: report.id.take(),
                source: report.source.take(),
                title: report.title.take(),
                outlet: report.outlet.take(),
                basis: report.published.as_ref().map(|p| p.basis),
                published: report.published.take().map(|p| p.date),
                organizations: report.organizations,
                people: report.people,
                pairings: report.pairings,
                text,
                finds,
            });
        }
        let cut = Cut {
            organizations: archive.nodes.len() - chosen.nodes.len(),
            edges: chosen.all_edges - chosen.edges.len(),
            pairings: archive.pairings.len() - chosen.pairings.len(),
            reports: archive.reports.len() - reports.len(),
            texts: asked,
            without_text: reports.iter().filter(|r| r.text.is_none()).count(),
        };
        let pairing = |at: &usize| {
            let p = archive.pairings.get(*at)?;
            let report = report_place.get(p.report).copied().flatten()?;
            Some(page_pairing(&archive, &chosen, p, report))
        };
        Self {
            glance,
            cut,
            nodes: nodes(&archive, &chosen),
            edges: chosen.edges.iter().map(|e| (e.ends.0, e.ends.1, e.pairings.clone())).collect(),
            pairings: chosen.pairings.iter().filter_map(pairing).collect(),
            reports,
        }
    }
}

fn nodes(archive: &Archive, chosen: &Chosen) -> Vec<PageNode> {
    let mut pairings = vec![0; archive.nodes.len()];
    let mut reports: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); archive.nodes.len()];
    for pairing in &archive.pairings {
        for node in pairing.members() {
            if let (Some(count), Some(of)) = (pairings.get_mut(node), reports.get_mut(node)) {
                *count += 1;
                of.insert(pairing.report);
            }
        }
    }
    let edges: Vec<(usize, usize)> = chosen.edges.iter().map(|e| e.ends).collect();
    let places = layout(chosen.nodes.len(), &edges);
    let node = |(&at, (x, y)): (&usize, (i32, i32))| {
        let node = archive.nodes.get(at)?;
        Some(PageNode {
            name: node.name.clone(),
            kind: node.kind.as_str(),
            level: node.level.map(PartyLevel::as_str),
            region: node.region.clone(),
            pairings: pairings.get(at).copied().unwrap_or_default(),
            reports: reports.get(at).map_or(0, BTreeSet::len),
            x,
            y,
        })
    };
    chosen.nodes.iter().zip(places).filter_map(node).collect()
}

fn page_pairing(archive: &Archive, chosen: &Chosen, p: &Pairing, report: usize) -> PagePairing {
    let member = |&n: &usize| match chosen.place.get(n).copied().flatten() {
        Some(place) => Member::Node(place),
        None => Member::Name(archive.nodes.get(n).map(|n| n.name.clone()).unwrap_or_default()),
    };
    PagePairing {
        report,
        kind: p.kind.clone(),
        class: p.class.map(|c| c.as_str()),
        status: p.status,
        sides: p.sides.iter().map(|side| side.iter().map(member).collect()).collect(),
        date: p.date.clone(),
        since: p.since.clone(),
        place: p.place.clone(),
        theme: p.theme.clone(),
        declared: p.declared,
        confidence: p.confidence,
        when: p.when.as_ref().map(|w| w.at.clone()),
        told: p.when.as_ref().is_some_and(|w| w.told),
        evidence: p.evidence.iter().map(|e| (e.start, e.end, e.text.clone())).collect(),
    }
}
