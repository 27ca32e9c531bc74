//! Which organization of the archive an organization of a report is. DESIGN.md tells the rules and why they are so.

use super::name::{Head, Names, Told, fold};
use super::place::Home;
use super::region::{Level, Region, Regions};
use dangjian::record::{OrgKind, Organization, Record};
use std::collections::HashMap;

/// Hosts of hosts are followed so far.
const DEEPEST: usize = 4;

/// Where an organization is told from others of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// There is one in the division.
    Region(Region),
    /// There is one in the country.
    Country,
    /// Nothing tells; it stays with its report, given by number.
    Report(u64),
}

/// What two organizations must share to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The name without its division, in one way of writing.
    pub(crate) body: String,
    pub(crate) place: Place,
    /// The name with its division.
    pub(crate) label: String,
}

/// The tables, and what is done with them.
pub(crate) struct Resolver {
    regions: Regions,
    names: Names,
}

impl Resolver {
    pub(crate) fn new() -> Self {
        Self { regions: Regions::new(), names: Names::new() }
    }

    /// The organizations of a report; `number` is its own among all reports.
    pub(crate) fn report<'r>(&'r self, record: &'r Record, number: u64) -> Report<'r> {
        let orgs = record.organizations.iter().enumerate();
        Report {
            home: Home::of(record, &self.regions),
            by_id: orgs.map(|(at, org)| (org.id.as_str(), at)).collect(),
            resolver: self,
            record,
            number,
        }
    }

    fn id(&self, identity: &Identity) -> String {
        let label = fold(&identity.label);
        match identity.place {
            Place::Region(region) => format!("{label}@{}", self.regions.path(region)),
            Place::Country => label,
            Place::Report(number) => format!("{label}@?{number}"),
        }
    }
}

/// A report whose organizations are asked for.
pub(crate) struct Report<'r> {
    resolver: &'r Resolver,
    record: &'r Record,
    number: u64,
    home: Home,
    by_id: HashMap<&'r str, usize>,
}

impl<'r> Report<'r> {
    pub(crate) fn organization(&self, id: &str) -> Option<&'r Organization> {
        self.record.organizations.get(*self.by_id.get(id)?)
    }

    /// The hosts of an organization, the nearest first; none where they go round in a circle.
    fn hosts(&self, org: &Organization) -> Vec<&'r Organization> {
        let mut hosts: Vec<&Organization> = Vec::new();
        let mut next = org.host.as_deref().and_then(|id| self.organization(id));
        while let Some(host) = next.filter(|_| hosts.len() < DEEPEST) {
            if host.id == org.id || hosts.iter().any(|h| h.id == host.id) {
                return Vec::new();
            }
            hosts.push(host);
            next = host.host.as_deref().and_then(|id| self.organization(id));
        }
        hosts
    }

    /// The organization that a party organization belongs to, at the end of all hosts.
    pub(crate) fn host(&self, org: &'r Organization) -> &'r Organization {
        self.hosts(org).pop().unwrap_or(org)
    }

    /// The id of an organization in what is written.
    pub(crate) fn id(&self, identity: &Identity) -> String {
        self.resolver.id(identity)
    }

    /// The division that tells an organization from others.
    pub(crate) fn region(&self, identity: &Identity) -> Option<&'static str> {
        match identity.place {
            Place::Region(region) => Some(self.resolver.regions.path(region)),
            Place::Country | Place::Report(_) => None,
        }
    }

    pub(crate) fn identify(&self, org: &Organization) -> Identity {
        let Resolver { regions, names } = self.resolver;
        let folded = fold(&org.name);
        let apart =
            || Identity { body: folded.clone(), place: Place::Report(self.number), label: org.name.clone() };
        if org.masked || folded.is_empty() {
            return apart();
        }
        let host = || self.hosts(org).first().map(|host| self.identify(host));
        // The name goes on behind the host's: 税务局 and 机关党委. What of the host it says itself stands once.
        let behind = |host: Identity, rest: &str| {
            let rest = beyond(&fold(&host.label), rest);
            Identity {
                body: format!("{}{rest}", host.body),
                label: format!("{}{rest}", host.label),
                place: host.place,
            }
        };
        let (mark, name) = self.front(&folded);
        match names.read(name, org.kind == OrgKind::Grassroots, regions) {
            Told::Located(found, rest) => match self.nearest(&found) {
                Some(region) => Identity {
                    body: format!("{mark}{}", names.equal(names.once(regions.name(region), rest))),
                    place: Place::Region(region),
                    label: org.name.clone(),
                },
                None => apart(),
            },
            Told::Level(Head::Here, ..) => apart(),
            Told::Level(Head::Division(level), ends, rest) => {
                let hosts = || match host()?.place {
                    Place::Region(r) if regions.level(r) == level && regions.name(r).ends_with(ends) => {
                        Some(r)
                    }
                    _ => None,
                };
                match self.home.at(level, ends, regions).or_else(hosts) {
                    Some(region) => Identity {
                        body: format!("{mark}{}", names.equal(rest)),
                        place: Place::Region(region),
                        label: format!("{mark}{}{rest}", regions.name(region)),
                    },
                    None => apart(),
                }
            }
            Told::Level(head, ends, rest) => {
                let mut towns = self.home.towns.iter().filter(|town| town.ends_with(ends));
                match (host(), towns.next(), towns.next(), self.home.city) {
                    (Some(host), ..) if fold(&host.label) != folded => behind(host, rest),
                    (_, Some(town), None, Some(city)) if head == Head::Town => Identity {
                        body: format!("{mark}{town}{rest}"),
                        place: Place::Region(city),
                        label: format!("{mark}{town}{rest}"),
                    },
                    _ => apart(),
                }
            }
            Told::Unique => Identity { body: folded.clone(), place: Place::Country, label: org.name.clone() },
            Told::Common => match host() {
                Some(host) => behind(host, name),
                None => apart(),
            },
            Told::Proper => match self.home.city {
                Some(city) => {
                    Identity { body: folded.clone(), place: Place::Region(city), label: org.name.clone() }
                }
                None => apart(),
            },
        }
    }

    /// What stands in front of a name and is no part of its division: 中共 and 国家税务总局 say nothing, 共青团 is kept, and so is the 团 of
    /// 团市委.
    fn front<'n>(&self, name: &'n str) -> (&'static str, &'n str) {
        for (front, mark) in [
            ("中国共产党", ""),
            ("中共", ""),
            ("国家税务总局", ""),
            ("共青团", "共青团"),
            ("中国共产主义青年团", "共青团"),
        ] {
            if let Some(rest) = name.strip_prefix(front).filter(|rest| self.is_placed(rest)) {
                return (mark, rest);
            }
        }
        match name.strip_prefix('团') {
            Some(rest) if self.is_placed(rest) && rest.contains('委') => ("共青团", rest),
            _ => ("", name),
        }
    }

    fn is_placed(&self, name: &str) -> bool {
        let told = self.resolver.names.read(name, false, &self.resolver.regions);
        matches!(told, Told::Located(..) | Told::Level(Head::Division(_), ..))
    }

    /// Of divisions of one name the one where the report is at home.
    fn nearest(&self, found: &[Region]) -> Option<Region> {
        let regions = &self.resolver.regions;
        // 城区, 郊区: a word as well.
        let is_word =
            |r: &&Region| regions.level(**r) == Level::County && regions.name(**r).chars().count() < 3;
        if let [only] = found
            && !is_word(&only)
        {
            return Some(*only);
        }
        [self.home.county, self.home.city, self.home.province].into_iter().flatten().find_map(|home| {
            let mut fitting = found.iter().filter(|r| regions.agree(**r, home));
            fitting.next().filter(|_| fitting.next().is_none()).copied()
        })
    }
}

/// What a name says beyond that of its host: 党支部 where 外科党支部 is of 外科.
fn beyond<'n>(host: &str, name: &'n str) -> &'n str {
    let ends = host.char_indices().filter_map(|(at, _)| host.get(at..)).filter(|end| end.chars().count() > 1);
    ends.filter_map(|end| name.strip_prefix(end)).find(|rest| !rest.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests;
