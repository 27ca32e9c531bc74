//! `check`: is the gold of a folder sound? Every string stands in its text, every reference resolves.

use crate::gold::{Gold, Needle, Places, needle_places};
use dangjian::record::{Bound, OrgKind, PartyLevel};
use std::collections::BTreeSet;

/// All that is wrong with one gold file, with the places it expands to.
pub fn problems(text: &str, gold: &Gold) -> (Vec<String>, Places) {
    let places = gold.expand(text);
    let mut bad = places.problems.clone();
    let chars: Vec<char> = text.chars().collect();
    for (what, needles) in [
        ("optional org", &gold.optional_orgs),
        ("optional date", &gold.optional_dates),
        ("optional number", &gold.optional_numbers),
    ] {
        for needle in needles.iter().filter(|n| needle_places(&chars, n).is_empty()) {
            let (Needle::All(text) | Needle::Nth { text, .. }) = needle;
            bad.push(format!("{what} not in text: {text}"));
        }
    }

    let ids: BTreeSet<&str> = gold.orgs.iter().map(|o| o.id.as_str()).collect();
    if ids.len() < gold.orgs.len() {
        bad.push("org ids repeat".into());
    }
    for org in &gold.orgs {
        if OrgKind::parse(&org.kind).is_none() {
            bad.push(format!("{}: kind {}", org.id, org.kind));
        }
        if org.kind == "party" && org.level.as_deref().and_then(PartyLevel::parse).is_none() {
            bad.push(format!("{}: level {}", org.id, org.level.as_deref().unwrap_or("missing")));
        }
        if let Some(host) = org.host.as_deref().filter(|h| !ids.contains(h)) {
            bad.push(format!("{}: host {host}", org.id));
        }
    }
    for anaphor in gold.anaphora.iter().filter(|a| !ids.contains(a.org.as_str())) {
        bad.push(format!("anaphor {}: {}", anaphor.text, anaphor.org));
    }
    for date in &gold.dates {
        let kind = date.kind.as_deref().unwrap_or("missing");
        let value = date.value.as_str().unwrap_or_default();
        let known = matches!(kind, "date" | "range" | "duration" | "period");
        if !known || !value.starts_with(|c: char| c.is_ascii_digit() || "XPT".contains(c)) {
            bad.push(format!("date {}: {kind} {}", date.text, date.value));
        }
    }
    for number in &gold.numbers {
        if let Some(bound) = number.bound.as_deref().filter(|b| Bound::parse(b).is_none()) {
            bad.push(format!("number {}: bound {bound}", number.text));
        }
    }
    for person in &gold.people {
        if !text.contains(&person.name) {
            bad.push(format!("person not in text: {}", person.name));
        }
        for org in person.roles.iter().filter_map(|r| r.org.as_deref()).filter(|o| !ids.contains(o)) {
            bad.push(format!("person {}: {org}", person.name));
        }
    }
    for pairing in &gold.pairings {
        for id in pairing.sides.iter().flatten().filter(|i| !ids.contains(i.as_str())) {
            bad.push(format!("pairing: {id}"));
        }
        if let Some(evidence) = pairing.evidence.as_deref().filter(|e| !text.contains(*e)) {
            bad.push(format!("pairing evidence not in text: {evidence}"));
        }
        if !matches!(pairing.status.as_str(), "signed" | "planned") {
            bad.push(format!("pairing status: {}", pairing.status));
        }
    }
    for line in gold.boilerplate.iter().filter(|b| !text.contains(b.as_str())) {
        bad.push(format!("boilerplate not in text: {line}"));
    }
    (bad, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(text: &str, gold: &str) -> Vec<String> {
        problems(text, &serde_json::from_str(gold).unwrap()).0
    }

    #[test]
    fn ok_sound_gold() {
        let gold = r#"{"orgs": [{"id": "o1", "name": "城北社区党委", "kind": "party", "level": "committee",
            "surfaces": ["城北社区党委"]}], "dates": [{"text": "3月", "kind": "date", "value": "2021-03"}],
            "pairings": [{"sides": [["o1"]], "kind": "结对", "status": "signed"}]}"#;
        assert_eq!(problems_of("3月，城北社区党委开会。", gold), [] as [String; 0]);
    }

    #[test]
    fn err_every_kind_of_fault() {
        let gold = r#"{"orgs": [{"id": "o1", "name": "甲", "kind": "club", "host": "o9", "surfaces": ["甲"]}],
            "optional_orgs": ["乙"], "dates": [{"text": "丙", "kind": "day", "value": "x"}],
            "people": [{"name": "丁", "roles": [{"org": "o8", "title": "书记"}]}],
            "pairings": [{"sides": [["o7"]], "kind": "结对", "status": "done", "evidence": "戊"}]}"#;
        let bad = problems_of("己", gold);
        assert_eq!(bad.len(), 11, "{bad:#?}");
    }
}
