//! Where a report is at home: which city its 市国资委 and which county its 县委 belong to.

use super::name::fold;
use super::region::{Level, Region, Regions};
use dangjian::record::{OrgKind, Record};
use std::collections::BTreeMap;

/// One named so many times as often as the next is meant.
const CLEAR: usize = 3;

/// The divisions of a report, as far as they are plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) province: Option<Region>,
    pub(crate) city: Option<Region>,
    pub(crate) county: Option<Region>,
    /// The only town, township or street that it names.
    pub(crate) towns: Vec<String>,
    /// Whether the outlet tells the city: a 市 is then this one.
    outlet: bool,
    /// Whether the city is named itself, and not only by a county of it.
    named: bool,
}

impl Home {
    /// By the outlet (惠州日报), then by the divisions that names, title and sentences of pairings begin with or hold.
    pub(crate) fn of(record: &Record, regions: &Regions) -> Self {
        let mut home = Self::default();
        let outlet =
            record.meta.outlet.as_deref().map(fold).and_then(|outlet| outlet_region(&outlet, regions));
        let mut votes: BTreeMap<Region, usize> = BTreeMap::new();
        for region in named(record, regions) {
            *votes.entry(region).or_default() += 1;
        }
        if let Some(outlet) = outlet {
            home.province = regions.province(outlet);
            home.city = regions.city(outlet);
            home.outlet = home.city.is_some();
            home.named = regions.level(outlet) != Level::County;
            home.county = (regions.level(outlet) == Level::County).then_some(outlet);
            // What lies elsewhere is spoken of, and is not where the report is at home.
            votes.retain(|&r, _| regions.agree(r, outlet));
        }
        if home.city.is_none() {
            home.city = clear(&votes, |r| regions.city(r));
            home.named = votes.keys().any(|&r| Some(r) == home.city);
        }
        if home.county.is_none() {
            let within = |r: Region| {
                let county = regions.level(r) == Level::County;
                (county && home.city.is_none_or(|city| regions.agree(r, city))).then_some(r)
            };
            home.county = clear(&votes, within);
        }
        if home.province.is_none() {
            home.province = match home.city {
                Some(city) => regions.province(city),
                None => clear(&votes, |r| regions.province(r)),
            };
        }
        home.towns = towns(record);
        home
    }

    /// The division that a body of a level belongs to, if it is plain and its name ends so.
    pub(crate) fn at(&self, level: Level, ends: &str, regions: &Regions) -> Option<Region> {
        let fits = |r: &Region| regions.name(*r).ends_with(ends);
        match level {
            Level::Province => self.province.filter(fits),
            Level::County => self.county.filter(fits),
            // A city may also be one of a county's rank, which lies in another city.
            Level::City => match self.county.filter(fits) {
                Some(county) if self.outlet && !self.named => Some(county),
                Some(county) if self.city == Some(county) => Some(county),
                Some(county) if !self.outlet => (!self.named).then_some(county),
                _ => self.city.filter(fits),
            },
        }
    }
}

/// The one that has most votes, if the next has far less.
fn clear(votes: &BTreeMap<Region, usize>, of: impl Fn(Region) -> Option<Region>) -> Option<Region> {
    let mut sums: BTreeMap<Region, usize> = BTreeMap::new();
    for (&region, count) in votes {
        if let Some(region) = of(region) {
            *sums.entry(region).or_default() += count;
        }
    }
    let mut ranked: Vec<(usize, Region)> = sums.into_iter().map(|(region, count)| (count, region)).collect();
    ranked.sort_by(|a, b| b.cmp(a));
    match ranked[..] {
        [] => None,
        [(_, only)] => Some(only),
        [(first, region), (second, _), ..] => (first >= CLEAR * second).then_some(region),
    }
}

/// The one division of a name, where there is but one.
fn one(found: Option<(usize, &[Region])>) -> Option<Region> {
    match found {
        Some((_, [region])) => Some(*region),
        _ => None,
    }
}

/// The division that the name of an outlet begins with.
fn outlet_region(outlet: &str, regions: &Regions) -> Option<Region> {
    one(regions.full_starting(outlet)).or_else(|| one(regions.short_starting(outlet)))
}

/// The divisions that a report names, each as often as an organization, the title or a sentence does. Only full names: a
/// short one may be a word (和平, 新华).
fn named<'a>(record: &'a Record, regions: &'a Regions) -> impl Iterator<Item = Region> + 'a {
    let begins = record.organizations.iter().filter(|o| !o.masked).filter_map(|org| {
        let name = fold(&org.name);
        let name = name.strip_prefix("中共").unwrap_or(&name);
        last(name, regions).or_else(|| {
            // 惠州供电局: a city for short, in a name that is no village's.
            let city = one(regions.short_starting(name)).filter(|&r| regions.level(r) == Level::City);
            city.filter(|_| org.kind != OrgKind::Grassroots && org.kind != OrgKind::Other)
        })
    });
    let title = record.meta.title.iter().map(String::as_str);
    let sentences = record.pairings.iter().flat_map(|p| &p.evidence).map(|e| e.text.as_str());
    let held = title.chain(sentences).flat_map(|text| {
        let text = fold(text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        starts.into_iter().filter_map(|at| last(text.get(at..)?, regions)).collect::<Vec<_>>()
    });
    begins.chain(held)
}

/// The last of the divisions, each in the one before, that a text begins with by full names.
fn last(text: &str, regions: &Regions) -> Option<Region> {
    let mut at = 0;
    let mut region: Option<Region> = None;
    while let Some((length, found)) = regions.full_starting(text.get(at..)?) {
        let inside: Vec<Region> = match region {
            None => found.to_vec(),
            Some(above) => {
                found.iter().copied().filter(|&r| regions.upwards(r).any(|u| u == above)).collect()
            }
        };
        let [only] = inside[..] else { break };
        region = Some(only);
        at += length;
    }
    region
}

/// The towns, townships and streets that organizations are named after.
fn towns(record: &Record) -> Vec<String> {
    let mut towns: Vec<String> = Vec::new();
    let names = record.organizations.iter().filter(|o| !o.masked);
    for name in names.flat_map(|o| [Some(&o.name), o.place.as_ref()]).flatten() {
        let name = fold(name);
        let chars = name.chars().count();
        let is_town =
            ["镇", "乡", "街道"].iter().any(|end| name.ends_with(end) && chars > end.chars().count());
        let level_only =
            ["市", "县", "区", "该", "我", "本", "全"].iter().any(|start| name.starts_with(start));
        if is_town && !level_only && chars <= 8 && !towns.contains(&name) {
            towns.push(name);
        }
    }
    towns
}
