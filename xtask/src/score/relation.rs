//! People with their posts, and pairings.

use super::entity::Best;
use super::{Case, Score};
use dangjian::record::PairingStatus;
use std::collections::{BTreeMap, BTreeSet};

/// Two organizations that are paired, in no order.
type Link = (String, String);

/// The links that sides state: across sides where there are several, else within the one group.
fn links(sides: &[Vec<String>]) -> BTreeSet<Link> {
    let mut out = BTreeSet::new();
    let mut put = |a: &String, b: &String| {
        if a != b {
            out.insert(if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) });
        }
    };
    let groups: Vec<(&[String], &[String])> = match sides {
        [one] => one
            .iter()
            .enumerate()
            .map(|(i, a)| (std::slice::from_ref(a), one.get(i + 1..).unwrap_or(&[])))
            .collect(),
        _ => sides
            .iter()
            .enumerate()
            .flat_map(|(i, s)| sides.iter().skip(i + 1).map(move |t| (s.as_slice(), t.as_slice())))
            .collect(),
    };
    for (left, right) in groups {
        for a in left {
            right.iter().for_each(|b| put(a, b));
        }
    }
    out
}

impl Score {
    pub(super) fn add_people(&mut self, case: &mut Case<'_>, best: &Best<'_>) {
        let gold = &case.report.gold;
        let mut alias: BTreeMap<&str, &str> = BTreeMap::new();
        for person in &gold.people {
            for other in &person.aliases {
                alias.insert(other, &person.name);
            }
        }
        let people = &case.record.people;
        let real = |name: &'_ str| -> String { alias.get(name).copied().unwrap_or(name).to_string() };
        let want: BTreeSet<String> = gold.people.iter().map(|p| p.name.clone()).collect();
        let found: BTreeSet<String> = people.iter().map(|p| real(&p.name)).collect();
        let authors: BTreeSet<&str> =
            gold.meta.iter().flat_map(|m| m.authors.iter().flatten()).map(|a| a.name.as_str()).collect();
        let wrong: Vec<String> =
            found.difference(&want).filter(|n| !authors.contains(n.as_str())).cloned().collect();
        let missed: Vec<String> = want.difference(&found).cloned().collect();
        self.people.add(want.intersection(&found).count(), wrong.len(), missed.len());

        type Role = (String, Option<String>, String);
        let gold_roles: BTreeSet<Role> = gold
            .people
            .iter()
            .flat_map(|p| p.roles.iter().map(move |r| (p, r)))
            .filter_map(|(p, r)| {
                Some((p.name.clone(), Some(r.org.clone().filter(|o| !o.is_empty())?), r.title.clone()))
            })
            .collect();
        let found_roles: BTreeSet<Role> = people
            .iter()
            .flat_map(|p| p.roles.iter().map(move |r| (p, r)))
            .filter_map(|(p, r)| {
                let org = r.organization.as_deref()?;
                Some((real(&p.name), best.get(org).map(|o| o.to_string()), r.title.clone()))
            })
            .collect();
        let right = gold_roles.intersection(&found_roles).count();
        let wrong_roles: Vec<&Role> =
            found_roles.difference(&gold_roles).filter(|r| want.contains(&r.0)).collect();
        let missed_roles: Vec<&Role> = gold_roles.difference(&found_roles).collect();
        self.roles.add(right, wrong_roles.len(), gold_roles.len() - right);

        let show = |(name, org, title): &Role| format!("{name} {} {title}", org.as_deref().unwrap_or("?"));
        for name in missed {
            case.fault("MISS", "person", name, String::new());
        }
        for name in wrong {
            case.fault("FALSE", "person", name, String::new());
        }
        for role in missed_roles {
            case.fault("MISS", "role", show(role), String::new());
        }
        for role in wrong_roles {
            case.fault("FALSE", "role", show(role), String::new());
        }
    }

    pub(super) fn add_pairings(&mut self, case: &mut Case<'_>, best: &Best<'_>) {
        struct Stated<'a> {
            status: &'a str,
            date: Option<&'a str>,
        }
        let mut gold: BTreeMap<Link, Stated<'_>> = BTreeMap::new();
        let mut optional: BTreeSet<Link> = BTreeSet::new();
        for pairing in &case.report.gold.pairings {
            for link in links(&pairing.sides) {
                if pairing.optional {
                    optional.insert(link);
                } else {
                    let date = pairing.date.as_deref().filter(|d| !d.is_empty());
                    gold.insert(link, Stated { status: &pairing.status, date });
                }
            }
        }
        let names: BTreeMap<&str, &str> =
            case.record.organizations.iter().map(|o| (o.id.as_str(), o.name.as_str())).collect();
        let mut found: BTreeMap<Link, Stated<'_>> = BTreeMap::new();
        for pairing in &case.record.pairings {
            let mean = |id: &String| match best.get(id.as_str()) {
                Some(org) => (*org).to_string(),
                None => format!("?{}", names.get(id.as_str()).copied().unwrap_or(id)),
            };
            let sides: Vec<Vec<String>> =
                pairing.sides.iter().map(|s| s.iter().map(mean).collect()).collect();
            let status = match pairing.status {
                PairingStatus::Signed => "signed",
                PairingStatus::Planned => "planned",
            };
            for link in links(&sides) {
                found
                    .insert(link, Stated { status, date: pairing.date.as_deref().filter(|d| !d.is_empty()) });
            }
        }
        let gold_names: BTreeMap<&str, &str> =
            case.report.gold.orgs.iter().map(|o| (o.id.as_str(), o.name.as_str())).collect();
        let name = |id: &String| gold_names.get(id.as_str()).copied().unwrap_or(id).to_string();
        let show = |(a, b): &Link| format!("{} — {}", name(a), name(b));

        let (mut hits, mut wrong, mut missed) = (0, 0, 0);
        for (link, want) in &gold {
            let Some(got) = found.get(link) else {
                missed += 1;
                let unknown: Vec<String> = [&link.0, &link.1]
                    .into_iter()
                    .filter(|id| !best.values().any(|org| org == *id))
                    .map(&name)
                    .collect();
                let note = match unknown.is_empty() {
                    true => String::new(),
                    false => format!("(not found: {})", unknown.join(", ")),
                };
                case.fault("MISS", "pairing", show(link), note);
                continue;
            };
            hits += 1;
            self.pairing_status.yes_or_no(got.status == want.status);
            self.pairing_dates.yes_or_no(got.date == want.date);
            if got.date != want.date {
                let note = format!("{} for {}", got.date.unwrap_or("None"), want.date.unwrap_or("None"));
                case.fault("VALUE", "pairing date", show(link), note);
            }
        }
        for link in found.keys().filter(|l| !gold.contains_key(l) && !optional.contains(l)) {
            wrong += 1;
            case.fault("FALSE", "pairing", show(link), String::new());
        }
        self.pairings.add(hits, wrong, missed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(text: &[&[&str]]) -> Vec<Vec<String>> {
        text.iter().map(|s| s.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn ok_links_of_sides() {
        assert_eq!(links(&sides(&[&["a", "b", "c"]])).len(), 3);
        assert_eq!(links(&sides(&[&["a", "b"], &["c"]])).len(), 2);
        assert_eq!(links(&sides(&[&["b"], &["a"]])), links(&sides(&[&["a", "b"]])));
        assert!(links(&sides(&[&["a", "a"]])).is_empty());
        assert!(links(&[]).is_empty());
    }
}
