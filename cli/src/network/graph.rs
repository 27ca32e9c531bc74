//! The network: organizations, and between them what reports say of their pairings.

use super::resolve::{Identity, Place, Report, Resolver};
use super::spool::{self, Spool};
use dangjian::record::{Evidence, OrgKind, Organization, Pairing, PairingStatus, PartyLevel, Record};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::rc::Rc;

/// A node keeps so many ways to write its name, an edge so many documents; the rest is in the evidence.
const KEPT: usize = 5;

/// What is asked of the network.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Only organizations of these kinds; empty: all.
    pub(crate) kinds: Vec<OrgKind>,
    /// Only pairings of this status.
    pub(crate) status: Option<PairingStatus>,
    /// Party organizations count as their hosts.
    pub(crate) fold_hosts: bool,
    /// Only edges that so many reports speak of.
    pub(crate) min_reports: u32,
}

/// An organization.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) label: String,
    /// The names in the reports.
    pub(crate) names: Vec<String>,
    kinds: [u32; OrgKind::ALL.len()],
    pub(crate) level: Option<PartyLevel>,
    pub(crate) region: Option<&'static str>,
    /// What tells it from others of its name: its region, its name alone, or nothing.
    pub(crate) known_by: &'static str,
    /// The id of its host.
    pub(crate) host: Option<String>,
    /// How many reports say that it is paired.
    pub(crate) reports: u32,
    last: u64,
    pub(crate) kept: bool,
}

impl Node {
    /// The kind that most reports give.
    pub(crate) fn kind(&self) -> OrgKind {
        let most = (0..self.kinds.len()).max_by_key(|&at| (self.kinds[at], std::cmp::Reverse(at)));
        most.and_then(|at| OrgKind::ALL.get(at)).copied().unwrap_or(OrgKind::Other)
    }
}

/// What reports say together of a pairing or of an edge.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    /// How many reports speak of it.
    pub(crate) reports: u32,
    last: u64,
    pub(crate) kinds: BTreeSet<String>,
    pub(crate) types: BTreeSet<&'static str>,
    signed: bool,
    pub(crate) first_date: Option<String>,
    pub(crate) last_date: Option<String>,
    /// The first documents.
    pub(crate) documents: Vec<String>,
    /// The first sentence.
    pub(crate) sentence: String,
}

impl Sum {
    fn add(&mut self, pairing: &Pairing, number: u64, document: &str) {
        if self.last != number {
            self.last = number;
            self.reports += 1;
            if self.documents.len() < KEPT {
                self.documents.push(document.to_string());
            }
        }
        if !self.kinds.contains(&pairing.kind) {
            self.kinds.insert(pairing.kind.clone());
        }
        self.types.extend(pairing.class.map(|class| class.as_str()));
        self.signed |= pairing.status == PairingStatus::Signed;
        // A day whose year is not known stands in no order.
        if let Some(date) = pairing.date.as_ref().filter(|date| !date.contains('X')) {
            if self.first_date.as_ref().is_none_or(|first| date < first) {
                self.first_date = Some(date.clone());
            }
            if self.last_date.as_ref().is_none_or(|last| date > last) {
                self.last_date = Some(date.clone());
            }
        }
        if self.sentence.is_empty() {
            self.sentence = pairing.evidence.first().map(|e| e.text.clone()).unwrap_or_default();
        }
    }

    /// `signed` where any report says so.
    pub(crate) fn status(&self) -> &'static str {
        if self.signed { PairingStatus::Signed.as_str() } else { PairingStatus::Planned.as_str() }
    }
}

/// Sides of nodes that reports say are paired.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) sides: Vec<Vec<u32>>,
    pub(crate) sum: Sum,
    /// More than two organizations.
    pub(crate) many: bool,
    statements: Option<spool::Place>,
    pub(crate) kept: bool,
}

/// Two nodes that pairings put together.
#[derive(Debug, Default)]
pub(crate) struct Edge {
    pub(crate) sum: Sum,
    /// The pairings that say so, by number.
    pub(crate) groups: Vec<u32>,
    pub(crate) many: bool,
}

/// What one report says of a pairing.
#[derive(Serialize)]
struct Statement<'r> {
    document: &'r str,
    source: Option<&'r str>,
    published: Option<&'r str>,
    pairing: &'r str,
    kind: &'r str,
    #[serde(rename = "type")]
    class: Option<&'static str>,
    status: &'static str,
    date: Option<&'r str>,
    confidence: f32,
    evidence: &'r [Evidence],
}

pub(crate) struct Network {
    resolver: Rc<Resolver>,
    filter: Filter,
    pub(crate) nodes: Vec<Node>,
    by_key: HashMap<(String, Place), u32>,
    pub(crate) groups: Vec<Group>,
    by_sides: HashMap<Vec<Vec<u32>>, u32>,
    pub(crate) edges: BTreeMap<(u32, u32), Edge>,
    spool: Option<Spool>,
    reports: u64,
}

impl Network {
    /// `evidence`: whether all of it will be asked for.
    pub(crate) fn new(filter: Filter, evidence: bool) -> Self {
        Self {
            resolver: Rc::new(Resolver::new()),
            filter,
            nodes: Vec::new(),
            by_key: HashMap::new(),
            groups: Vec::new(),
            by_sides: HashMap::new(),
            edges: BTreeMap::new(),
            spool: evidence.then(Spool::new),
            reports: 0,
        }
    }

    /// Adds what a report says.
    pub(crate) fn add(&mut self, record: &Record) -> io::Result<()> {
        self.reports += 1;
        let number = self.reports;
        if record.pairings.is_empty() {
            return Ok(());
        }
        let resolver = Rc::clone(&self.resolver);
        let report = resolver.report(record, number);
        let document = match (&record.id, &record.source) {
            (Some(name), _) | (None, Some(name)) => name.clone(),
            (None, None) => format!("#{number}"),
        };
        record.pairings.iter().try_for_each(|p| self.pairing(&report, record, p, number, &document))
    }

    fn pairing(
        &mut self,
        report: &Report<'_>,
        record: &Record,
        pairing: &Pairing,
        number: u64,
        document: &str,
    ) -> io::Result<()> {
        if self.filter.status.is_some_and(|status| status != pairing.status) {
            return Ok(());
        }
        let mut sides: Vec<Vec<u32>> = Vec::new();
        for side in &pairing.sides {
            let mut members: Vec<u32> = Vec::new();
            for org in side.iter().filter_map(|id| report.organization(id)) {
                let org = if self.filter.fold_hosts { report.host(org) } else { org };
                if self.filter.kinds.is_empty() || self.filter.kinds.contains(&org.kind) {
                    members.push(self.node(report, org, number));
                }
            }
            members.sort_unstable();
            members.dedup();
            if !members.is_empty() {
                sides.push(members);
            }
        }
        sides.sort();
        sides.dedup();
        let listed = pairing.sides.len() == 1;
        let pairs = pairs(&sides, listed);
        if pairs.is_empty() {
            return Ok(());
        }
        let members: BTreeSet<u32> = sides.iter().flatten().copied().collect();
        for &member in &members {
            let Some(node) = self.nodes.get_mut(member as usize) else { continue };
            if node.last != number {
                node.last = number;
                node.reports += 1;
            }
        }
        let many = members.len() > 2;
        let next = self.groups.len() as u32;
        // Of one list all are partners, of two lists those across: that is not the same.
        let mut key = sides.clone();
        if !listed {
            key.push(Vec::new());
        }
        let at = *self.by_sides.entry(key).or_insert(next);
        if at == next {
            self.groups.push(Group { sides, sum: Sum::default(), many, statements: None, kept: true });
        }
        for pair in pairs {
            let edge = self.edges.entry(pair).or_default();
            edge.sum.add(pairing, number, document);
            edge.many |= many;
            // A pairing said again is mostly the last one.
            if edge.groups.last() != Some(&at) && !edge.groups.contains(&at) {
                edge.groups.push(at);
            }
        }
        let Some(group) = self.groups.get_mut(at as usize) else { return Ok(()) };
        group.sum.add(pairing, number, document);
        if let Some(spool) = &mut self.spool {
            let statement = Statement {
                document,
                source: record.source.as_deref(),
                published: record.published.as_ref().map(|p| p.date.as_str()),
                pairing: &pairing.id,
                kind: &pairing.kind,
                class: pairing.class.map(|class| class.as_str()),
                status: pairing.status.as_str(),
                date: pairing.date.as_deref(),
                confidence: pairing.confidence,
                evidence: &pairing.evidence,
            };
            group.statements = Some(spool.add(group.statements, &serde_json::to_vec(&statement)?)?);
        }
        Ok(())
    }

    /// The node of an organization, made where there is none.
    fn node(&mut self, report: &Report<'_>, org: &Organization, number: u64) -> u32 {
        let identity = report.identify(org);
        let next = self.nodes.len() as u32;
        let key = (identity.body.clone(), identity.place);
        let at = *self.by_key.entry(key).or_insert(next);
        if at == next {
            let host = org.host.as_deref().and_then(|id| report.organization(id));
            let host = host.map(|host| report.id(&report.identify(host)));
            self.nodes.push(new_node(report, &identity, org, host));
        }
        let Some(node) = self.nodes.get_mut(at as usize) else { return at };
        let kind = OrgKind::ALL.iter().position(|&kind| kind == org.kind).unwrap_or_default();
        // A report counts once, however often it says so.
        if node.last != number {
            node.kinds[kind] += 1;
        }
        if node.names.len() < KEPT && !node.names.contains(&org.name) {
            node.names.push(org.name.clone());
        }
        at
    }

    /// Leaves out what too few reports speak of. Call it when all reports are in.
    pub(crate) fn finish(&mut self) {
        let least = self.filter.min_reports;
        self.edges.retain(|_, edge| edge.sum.reports >= least);
        self.nodes.iter_mut().for_each(|node| node.kept = false);
        self.groups.iter_mut().for_each(|group| group.kept = false);
        for ((a, b), edge) in &self.edges {
            for node in [a, b] {
                if let Some(node) = self.nodes.get_mut(*node as usize) {
                    node.kept = true;
                }
            }
            for group in &edge.groups {
                if let Some(group) = self.groups.get_mut(*group as usize) {
                    group.kept = true;
                }
            }
        }
    }

    pub(crate) fn kept(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.kept)
    }

    pub(crate) fn id(&self, node: u32) -> &str {
        self.nodes.get(node as usize).map_or("", |node| &node.id)
    }

    /// What reports say of a pairing, each as JSON.
    pub(crate) fn statements(&mut self, group: usize) -> io::Result<Vec<Vec<u8>>> {
        let last = self.groups.get(group).and_then(|group| group.statements);
        self.spool.as_mut().map_or(Ok(Vec::new()), |spool| spool.read(last))
    }
}

fn new_node(report: &Report<'_>, identity: &Identity, org: &Organization, host: Option<String>) -> Node {
    Node {
        id: report.id(identity),
        label: identity.label.clone(),
        names: Vec::new(),
        kinds: Default::default(),
        level: org.level,
        region: report.region(identity),
        known_by: match identity.place {
            Place::Region(_) => "region",
            Place::Country => "name",
            Place::Report(_) => "report",
        },
        host,
        reports: 0,
        last: 0,
        kept: true,
    }
}

/// The name of a pairing.
pub(crate) fn group_id(number: u32) -> String {
    format!("p{}", number + 1)
}

/// Who is paired with whom: all of one list, those across of several; nobody with itself.
fn pairs(sides: &[Vec<u32>], listed: bool) -> BTreeSet<(u32, u32)> {
    let mut pairs = BTreeSet::new();
    let mut put = |a: u32, b: u32| {
        if a != b {
            pairs.insert((a.min(b), a.max(b)));
        }
    };
    for (at, side) in sides.iter().enumerate() {
        for &a in side {
            sides.iter().skip(at + 1).flatten().for_each(|&b| put(a, b));
            if listed {
                side.iter().for_each(|&b| put(a, b));
            }
        }
    }
    pairs
}
