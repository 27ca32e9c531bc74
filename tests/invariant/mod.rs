//! What holds for the record of any text.

use dangjian::record::{Evidence, OrgKind, Record, SCHEMA};
use dangjian::{Extractor, Input};
use std::collections::BTreeSet;

/// Reads a text and asserts all that must hold whatever it says.
pub(crate) fn sound_record(extractor: &Extractor, text: &str) -> Record {
    let read = || extractor.extract(Input::new(text).id("a").source("b.txt").published("2021-07-01"));
    let record = read();
    assert_sound(text, &record);
    assert_eq!(record, read(), "two runs differ");
    let json = serde_json::to_string(&record).unwrap();
    let back: Record = serde_json::from_str(&json).unwrap();
    assert_eq!(back, record, "JSON loses something");
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    record
}

fn assert_sound(text: &str, record: &Record) {
    let chars: Vec<char> = text.chars().collect();
    let stretch = |start: usize, end: usize, slice: &str| {
        assert!(start < end && end <= chars.len(), "{start}..{end} of {}", chars.len());
        assert_eq!(chars[start..end].iter().collect::<String>(), slice, "text is the slice {start}..{end}");
    };
    let evidence = |e: &Evidence| stretch(e.start, e.end, &e.text);
    assert_eq!(record.schema, SCHEMA);
    assert_eq!((record.id.as_deref(), record.source.as_deref()), (Some("a"), Some("b.txt")));

    // Ids count from 1 in the order of the array.
    let numbered = |letter: char, ids: Vec<&String>| {
        for (i, id) in ids.iter().enumerate() {
            assert_eq!(**id, format!("{letter}{}", i + 1));
        }
    };
    numbered('o', record.organizations.iter().map(|o| &o.id).collect());
    numbered('p', record.people.iter().map(|p| &p.id).collect());
    numbered('r', record.pairings.iter().map(|r| &r.id).collect());
    let orgs: BTreeSet<&str> = record.organizations.iter().map(|o| o.id.as_str()).collect();

    // Every find with its place; finds of any kind never overlap.
    let mut finds: Vec<(usize, usize, &str)> = Vec::new();
    let mut first = 0;
    for org in &record.organizations {
        assert!(!org.name.is_empty());
        assert_eq!(
            org.level.is_some(),
            org.kind == OrgKind::Party,
            "a level goes with a party organization: {org:?}"
        );
        assert!(org.host.as_deref().is_none_or(|h| orgs.contains(h) && h != org.id), "{org:?}");
        for pair in org.mentions.windows(2) {
            assert!(pair[0].end <= pair[1].start, "mentions in order: {org:?}");
        }
        for mention in &org.mentions {
            stretch(mention.start, mention.end, &mention.text);
            finds.push((mention.start, mention.end, "organization"));
        }
        if let Some(mention) = org.mentions.first() {
            assert!(first <= mention.start, "organizations in the order of their first mention: {org:?}");
            first = mention.start;
        }
    }
    let mut first = 0;
    for person in &record.people {
        assert!(!person.name.is_empty() && !person.mentions.is_empty());
        person.mentions.iter().for_each(evidence);
        finds.extend(person.mentions.iter().map(|m| (m.start, m.end, "person")));
        for role in &person.roles {
            assert!(!role.title.is_empty());
            assert!(role.organization.as_deref().is_none_or(|o| orgs.contains(o)), "{person:?}");
        }
        assert!(first <= person.mentions[0].start, "people in the order of their first mention: {person:?}");
        first = person.mentions[0].start;
    }
    for date in &record.dates {
        stretch(date.start, date.end, &date.text);
        finds.push((date.start, date.end, "date"));
    }
    for number in &record.numbers {
        stretch(number.start, number.end, &number.text);
        finds.push((number.start, number.end, "number"));
    }
    assert!(record.dates.windows(2).all(|w| w[0].end <= w[1].start), "dates in the order of the text");
    assert!(record.numbers.windows(2).all(|w| w[0].end <= w[1].start), "numbers in the order of the text");
    finds.sort_unstable();
    for pair in finds.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "{pair:?} overlap");
    }

    for pairing in &record.pairings {
        assert!(matches!(pairing.sides.len(), 1 | 2), "{pairing:?}");
        let members: Vec<&String> = pairing.sides.iter().flatten().collect();
        assert!(members.len() >= 2 && pairing.sides.iter().all(|s| !s.is_empty()), "{pairing:?}");
        assert!(members.iter().all(|m| orgs.contains(m.as_str())), "{pairing:?}");
        assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len(), "named once: {pairing:?}");
        assert!((0.0..=1.0).contains(&pairing.confidence) && !pairing.kind.is_empty(), "{pairing:?}");
        pairing.evidence.iter().for_each(evidence);
    }
    for warning in &record.warnings {
        assert!(warning.start <= warning.end && warning.end <= chars.len(), "{warning:?}");
    }
}
