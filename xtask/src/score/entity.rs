//! Organizations as entities: who is who, kinds, hosts, references back.

use super::{Case, Score};
use crate::gold::Place;
use dangjian::record::Form;
use std::collections::{BTreeMap, BTreeSet};

/// For every organization of the record the gold organization it stands for; several may stand for one.
pub(crate) type Best<'a> = BTreeMap<&'a str, &'a str>;

/// Mention sets in the order in which their organization first appears.
fn groups<'a>(mentions: impl Iterator<Item = (Place, &'a str)>) -> Vec<(&'a str, BTreeSet<Place>)> {
    let mut out: Vec<(&str, BTreeSet<Place>)> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, id) in mentions {
        let at = *index.entry(id).or_insert_with(|| {
            out.push((id, BTreeSet::new()));
            out.len() - 1
        });
        if let Some((_, set)) = out.get_mut(at) {
            set.insert(place);
        }
    }
    out
}

impl Score {
    pub(super) fn add_entities<'a>(&mut self, case: &mut Case<'a>) -> Best<'a> {
        let gold = groups(case.gold.iter().map(|(p, id)| (*p, *id)));
        let counted = |p: &Place| case.hits.contains(p) || case.wrong.contains(p);
        let found = groups(
            case.found_order
                .iter()
                .filter(|p| counted(p))
                .filter_map(|p| case.found.get(p).map(|id| (*p, *id))),
        );

        // Greedy CEAF with phi4: the sort is stable, so ties stand in the order of the two lists.
        let mut pairs: Vec<(f64, &str, &str)> = Vec::new();
        for (gold_id, a) in &gold {
            for (found_id, b) in &found {
                let common = a.intersection(b).count();
                if common > 0 {
                    pairs.push((2.0 * common as f64 / (a.len() + b.len()) as f64, gold_id, found_id));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut matched: BTreeMap<&str, &str> = BTreeMap::new();
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut total = 0.0;
        for &(phi, gold_id, found_id) in &pairs {
            if !matched.contains_key(gold_id) && !taken.contains(found_id) {
                matched.insert(gold_id, found_id);
                taken.insert(found_id);
                total += phi;
            }
        }
        self.entities.add_parts(total, found.len() as f64 - total, gold.len() as f64 - total);
        self.add_linking(case);

        let mut best: Best<'a> = BTreeMap::new();
        for &(_, gold_id, found_id) in &pairs {
            best.entry(found_id).or_insert(gold_id);
        }
        let mut by_name: BTreeMap<&str, &str> = BTreeMap::new();
        for org in &case.report.gold.orgs {
            for name in std::iter::once(&org.name).chain(&org.surfaces) {
                by_name.entry(name).or_insert(&org.id);
            }
        }
        for org in &case.record.organizations {
            if let Some(gold_id) = by_name.get(org.name.as_str()) {
                best.entry(&org.id).or_insert(gold_id);
            }
        }
        self.add_kinds(case);
        self.add_hosts(case, &best, &matched);
        self.add_anaphora(case, &best);
        best
    }

    /// B-cubed over the mentions that both sides have.
    fn add_linking(&mut self, case: &Case<'_>) {
        let same = |map: &BTreeMap<Place, &str>, place: &Place| -> BTreeSet<Place> {
            let id = map.get(place);
            case.hits.iter().filter(|p| map.get(p) == id).copied().collect()
        };
        for place in &case.hits {
            let gold = same(&case.gold, place);
            let found = same(&case.found, place);
            let common = gold.intersection(&found).count() as f64;
            let (precision, recall) = (common / found.len() as f64, common / gold.len() as f64);
            self.linking_precision.add_parts(precision, 1.0 - precision, 0.0);
            self.linking_recall.add_parts(recall, 1.0 - recall, 0.0);
        }
    }

    fn add_kinds(&mut self, case: &mut Case<'_>) {
        for place in case.hits.clone() {
            let (Some(gold_id), Some(found_id)) = (case.gold.get(&place), case.found.get(&place)) else {
                continue;
            };
            let Some(gold) = case.report.gold.orgs.iter().rfind(|o| o.id == *gold_id) else { continue };
            let Some(found) = case.record.organizations.iter().rfind(|o| o.id == *found_id) else { continue };
            let want = (gold.kind.as_str(), gold.level.as_deref().filter(|_| gold.kind == "party"));
            let kind = found.kind.as_str();
            let level = found.level.map(|l| l.as_str());
            let right = (kind, level.filter(|_| kind == "party")) == want;
            self.kinds.yes_or_no(right);
            if !right {
                let note =
                    format!("{kind}/{} for {}/{}", level.unwrap_or("None"), want.0, want.1.unwrap_or("None"));
                case.fault("KIND", "org", case.text(place), note);
            }
        }
    }

    fn add_hosts(&mut self, case: &Case<'_>, best: &Best<'_>, matched: &BTreeMap<&str, &str>) {
        let orgs = &case.report.gold.orgs;
        let silent: BTreeSet<&str> =
            orgs.iter().filter(|o| o.surfaces.is_empty()).map(|o| o.id.as_str()).collect();
        let gold: BTreeSet<(&str, &str)> = orgs
            .iter()
            .filter(|o| matched.contains_key(o.id.as_str()))
            .filter_map(|o| o.host.as_deref().map(|h| (o.id.as_str(), h)))
            .filter(|(_, host)| orgs.iter().any(|o| o.id == *host && !o.surfaces.is_empty()))
            .collect();
        let found: BTreeSet<(&str, &str)> = case
            .record
            .organizations
            .iter()
            .filter_map(|o| Some((*best.get(o.id.as_str())?, *best.get(o.host.as_deref()?)?)))
            .filter(|(org, host)| org != host && !silent.contains(host))
            .collect();
        let common = gold.intersection(&found).count();
        self.hosts.add(common, found.len() - common, gold.len() - common);
    }

    fn add_anaphora(&mut self, case: &Case<'_>, best: &Best<'_>) {
        let gold: BTreeMap<Place, &str> =
            case.gold_anaphora.iter().map(|(p, id)| (*p, id.as_str())).collect();
        let mut found: BTreeMap<Place, &str> = BTreeMap::new();
        for org in &case.record.organizations {
            for mention in org.mentions.iter().filter(|m| m.form == Form::Anaphor) {
                found.insert(Place { start: mention.start, end: mention.end }, &org.id);
            }
        }
        let means = |place: &Place| found.get(place).map(|id| best.get(id).copied());
        let right = gold.iter().filter(|(p, id)| means(p) == Some(Some(**id))).count();
        let wrong = gold.iter().filter(|(p, id)| means(p).is_some_and(|m| m != Some(**id))).count();
        self.anaphora.add(right, wrong, gold.len() - right);
    }
}
