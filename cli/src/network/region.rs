//! Provinces, cities and counties, what they lie in and what they are called.

use std::collections::HashMap;

const TABLE: &str = include_str!("../../data/region.tsv");

/// Rows of a table of ours: without comments and heading.
pub(crate) fn cells(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.skip(1).map(|line| line.split('\t').collect())
}

/// A level of division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Province,
    City,
    County,
}

/// A division, by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Region(u16);

struct Row {
    path: &'static str,
    name: &'static str,
    level: Level,
    parent: Option<Region>,
}

/// All divisions.
pub(crate) struct Regions {
    rows: Vec<Row>,
    /// By the full name; some counties share one.
    full: HashMap<&'static str, Vec<Region>>,
    /// By what they are called for short.
    short: HashMap<&'static str, Vec<Region>>,
    longest: usize,
}

impl Regions {
    pub(crate) fn new() -> Self {
        let mut all = Self { rows: Vec::new(), full: HashMap::new(), short: HashMap::new(), longest: 0 };
        let mut paths: HashMap<&str, Region> = HashMap::new();
        for row in cells(TABLE) {
            let (Some(path), Some(level)) = (row.first(), row.get(1)) else { continue };
            let level = match *level {
                "province" => Level::Province,
                "city" => Level::City,
                _ => Level::County,
            };
            let region = Region(all.rows.len() as u16);
            let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
            all.rows.push(Row { path, name, level, parent: paths.get(above).copied() });
            paths.insert(path, region);
            all.full.entry(name).or_default().push(region);
            all.longest = all.longest.max(name.chars().count());
            if let Some(short) = row.get(2).filter(|short| !short.is_empty()) {
                all.short.entry(short).or_default().push(region);
            }
        }
        all
    }

    fn row(&self, region: Region) -> &Row {
        &self.rows[usize::from(region.0)]
    }

    pub(crate) fn name(&self, region: Region) -> &'static str {
        self.row(region).name
    }

    /// What it lies in and its name: 广东省/惠州市.
    pub(crate) fn path(&self, region: Region) -> &'static str {
        self.row(region).path
    }

    pub(crate) fn level(&self, region: Region) -> Level {
        self.row(region).level
    }

    /// The division itself and all that it lies in.
    pub(crate) fn upwards(&self, region: Region) -> impl Iterator<Item = Region> + '_ {
        std::iter::successors(Some(region), |&r| self.row(r).parent)
    }

    /// Whether one of the two lies in the other, or they are the same.
    pub(crate) fn agree(&self, one: Region, other: Region) -> bool {
        self.upwards(one).any(|r| r == other) || self.upwards(other).any(|r| r == one)
    }

    /// The city of a division: what a 市 of its reports means. A municipality is its own; a county under a province too.
    pub(crate) fn city(&self, region: Region) -> Option<Region> {
        let city = self.upwards(region).find(|&r| self.level(r) == Level::City);
        let whole =
            self.upwards(region).find(|&r| self.level(r) == Level::Province && self.name(r).ends_with('市'));
        let alone = (self.level(region) == Level::County).then_some(region);
        city.or(whole).or(alone)
    }

    pub(crate) fn province(&self, region: Region) -> Option<Region> {
        self.upwards(region).find(|&r| self.level(r) == Level::Province)
    }

    /// The longest full name that a text begins with: its bytes and the divisions of that name.
    pub(crate) fn full_starting(&self, text: &str) -> Option<(usize, &[Region])> {
        starting(&self.full, text, self.longest)
    }

    /// The same of short names.
    pub(crate) fn short_starting(&self, text: &str) -> Option<(usize, &[Region])> {
        starting(&self.short, text, self.longest)
    }
}

fn starting<'m>(
    map: &'m HashMap<&'static str, Vec<Region>>,
    text: &str,
    longest: usize,
) -> Option<(usize, &'m [Region])> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(longest).skip(1);
    let mut found = None;
    for end in ends {
        if let Some(regions) = text.get(..end).and_then(|start| map.get(start)) {
            found = Some((end, regions.as_slice()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(regions: &Regions, found: Option<(usize, &[Region])>) -> Vec<&'static str> {
        found.map(|(_, r)| r.iter().map(|&r| regions.path(r)).collect()).unwrap_or_default()
    }

    #[test]
    fn ok_names_of_divisions() {
        let regions = Regions::new();
        assert_eq!(paths(&regions, regions.full_starting("惠州市国资委")), ["广东省/惠州市"]);
        assert_eq!(paths(&regions, regions.short_starting("惠州供电局")), ["广东省/惠州市"]);
        assert_eq!(
            paths(&regions, regions.full_starting("朝阳区教育局")),
            ["北京市/朝阳区", "吉林省/长春市/朝阳区"]
        );
        assert_eq!(paths(&regions, regions.full_starting("国资委")), [""; 0]);
        let only = |text: &str| regions.full_starting(text).unwrap().1[0];
        let (county, city, other) = (only("博罗县"), only("惠州市"), only("佛山市"));
        assert!(regions.agree(county, city) && regions.agree(city, county) && !regions.agree(county, other));
        assert_eq!(regions.city(county), Some(city));
        assert_eq!(regions.city(only("海淀区")).map(|r| regions.name(r)), Some("北京市"));
        assert_eq!(regions.city(only("济源市")).map(|r| regions.name(r)), Some("济源市"));
        assert_eq!(regions.province(county).map(|r| regions.name(r)), Some("广东省"));
        assert_eq!(regions.city(only("广东省")), None);
    }
}
