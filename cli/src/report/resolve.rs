//! Which organizations of several reports are one. The rest of the report page only knows [`Resolver`] and [`Node`]: a finer
//! resolution takes the place of this one behind them.

use dangjian::record::{OrgKind, Organization, PartyLevel, Record};
use std::collections::HashMap;

/// An organization of the archive.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) kind: OrgKind,
    pub(crate) level: Option<PartyLevel>,
    /// The division that places it, without 省 and 市.
    pub(crate) region: Option<String>,
}

/// Takes report after report: an organization is the one of the same name and region seen before.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    known: HashMap<(String, Option<String>), usize>,
    nodes: Vec<Node>,
}

impl Resolver {
    /// The nodes of those organizations of a report that `wanted` names by their position; the others give `None`.
    pub(crate) fn add(&mut self, record: &Record, wanted: &[bool]) -> Vec<Option<usize>> {
        let node = |(at, org): (usize, &Organization)| {
            wanted.get(at).copied().unwrap_or(false).then(|| self.node(record, org))
        };
        record.organizations.iter().enumerate().map(node).collect()
    }

    fn node(&mut self, record: &Record, org: &Organization) -> usize {
        let region = place(record, org).map(|p| region(&p));
        let node =
            || Node { name: org.name.clone(), kind: org.kind, level: org.level, region: region.clone() };
        // Two masked names that look alike (**片区党委) need not hide the same one.
        if org.masked {
            self.nodes.push(node());
            return self.nodes.len() - 1;
        }
        let next = self.nodes.len();
        let at = *self.known.entry((org.name.clone(), region.clone())).or_insert(next);
        if at == next {
            self.nodes.push(node());
        }
        at
    }

    pub(crate) fn finish(self) -> Vec<Node> {
        self.nodes
    }
}

/// The place of an organization, or that of the one whose party organization it is.
fn place(record: &Record, org: &Organization) -> Option<String> {
    let mut org = org;
    // Hosts in a circle would be a fault of the record.
    for _ in 0..4 {
        if let Some(place) = &org.place {
            return Some(place.clone());
        }
        let host = org.host.as_ref()?;
        org = record.organizations.iter().find(|o| o.id == *host)?;
    }
    None
}

/// 福建省 and 福建 are one region, so are 东莞市 and 东莞.
fn region(place: &str) -> String {
    const ENDINGS: [&str; 6] = ["维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"];
    let cut = ENDINGS.iter().find_map(|e| place.strip_suffix(e)).unwrap_or(place);
    if cut.chars().count() >= 2 { cut.into() } else { place.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Record {
        serde_json::from_str(text).unwrap()
    }

    fn with(organizations: &str) -> Record {
        record(&format!(
            r#"{{"schema":1,"id":null,"source":null,"published":null,"meta":{{"title":null,"outlet":null,"authors":[]}},
            "organizations":[{organizations}],"people":[],"dates":[],"numbers":[],"pairings":[],"warnings":[]}}"#
        ))
    }

    fn org(id: &str, name: &str, place: &str, host: &str, masked: bool) -> String {
        let text = |t: &str| if t.is_empty() { "null".into() } else { format!("\"{t}\"") };
        format!(
            r#"{{"id":"{id}","name":"{name}","kind":"party","level":null,"host":{},"place":{},"masked":{masked},"mentions":[]}}"#,
            text(host),
            text(place)
        )
    }

    #[test]
    fn ok_same_name_and_region_is_one() {
        let mut resolver = Resolver::default();
        let first =
            with(&[org("o1", "东莞供电局", "东莞", "", false), org("o2", "供电局", "", "", false)].join(","));
        let second = with(
            &[
                org("o1", "东莞供电局", "东莞市", "", false),
                org("o2", "供电局", "阳山县", "", false),
                org("o3", "局党委", "", "o2", false),
            ]
            .join(","),
        );
        assert_eq!(resolver.add(&first, &[true, true]), [Some(0), Some(1)]);
        assert_eq!(resolver.add(&second, &[true, true, true]), [Some(0), Some(2), Some(3)]);
        assert_eq!(resolver.add(&second, &[false, true]), [None, Some(2), None]);
        let regions: Vec<_> = resolver.finish().into_iter().map(|n| n.region).collect();
        let want = [Some("东莞"), None, Some("阳山县"), Some("阳山县")].map(|r| r.map(String::from));
        assert_eq!(regions, want);
    }

    #[test]
    fn ok_masked_names_stay_apart() {
        let mut resolver = Resolver::default();
        let masked = with(&org("o1", "**片区党委", "", "", true));
        assert_eq!(resolver.add(&masked, &[true]), [Some(0)]);
        assert_eq!(resolver.add(&masked, &[true]), [Some(1)]);
    }

    #[test]
    fn ok_regions_without_their_ending() {
        for (place, want) in [
            ("福建省", "福建"),
            ("新疆维吾尔自治区", "新疆"),
            ("沙市", "沙市"),
            ("丰县", "丰县"),
            ("江苏", "江苏"),
        ] {
            assert_eq!(region(place), want);
        }
    }
}
