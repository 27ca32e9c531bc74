//! The scorer gives the figures of the reference scorer.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test, with helpers")]

use dangjian::Extractor;
use dangjian::record::{
    Bound, Date, DateKind, Evidence, Form, Mention, Number, NumberKind, NumberValue, OrgKind, Organization,
    Pairing, PairingStatus, PartyLevel, Person, PostHeld, Record, Unknown,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use xtask::gold::{Place, Report, folder};
use xtask::score::Score;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folders of gold, or none where the reference cannot be run.
fn folders() -> Vec<PathBuf> {
    let reference = root().join("../shared/gold/score.py");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if !reference.exists() || !python {
        println!("SKIPPED: the reference scorer or python3 is not here");
        return Vec::new();
    }
    ["../shared/gold/seeds", "corpus/gold/train", "corpus/gold/dev", "corpus/gold/test"]
        .iter()
        .map(|f| root().join(f))
        .filter(|f| f.exists())
        .collect()
}

fn compare(name: &str, folder_path: &Path, reports: &[Report], records: &BTreeMap<String, Record>) {
    let file = std::env::temp_dir().join(format!("dangjian-reference-{}-{name}.jsonl", std::process::id()));
    let lines: Vec<String> = records.values().map(|r| serde_json::to_string(r).unwrap()).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let out = Command::new("python3")
        .arg(root().join("../shared/gold/score.py"))
        .args([folder_path, &file])
        .output()
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let (score, _) = Score::of(reports, records).unwrap();
    assert_eq!(
        score.table().to_string(),
        String::from_utf8_lossy(&out.stdout).trim_end_matches('\n'),
        "{}",
        folder_path.display()
    );
}

#[test]
fn ok_same_figures_for_what_the_library_finds() {
    let extractor = Extractor::new().unwrap();
    for (i, path) in folders().iter().enumerate() {
        let reports = folder(path).unwrap();
        compare(&format!("library-{i}"), path, &reports, &xtask::records(&extractor, &reports));
    }
}

/// The gold itself, damaged in every way that the metrics tell apart, gives the same figures too: so the
/// comparison does not wait for a library that finds everything.
#[test]
fn ok_same_figures_for_damaged_gold() {
    for (i, path) in folders().iter().enumerate() {
        let reports = folder(path).unwrap();
        for damage in [0, 7, 4, 3] {
            let records = reports.iter().map(|r| (r.name.clone(), record(r, damage))).collect();
            compare(&format!("damaged-{i}-{damage}"), path, &reports, &records);
        }
    }
}

/// Counts calls and says every `every`-th time that something is to be damaged; never where `every` is 0.
struct Damage {
    every: usize,
    calls: usize,
}

impl Damage {
    fn strikes(&mut self) -> bool {
        self.calls += 1;
        self.every > 0 && self.calls.is_multiple_of(self.every)
    }
}

/// The gold in the shape of a record, with every so-manieth thing wrong.
fn record(report: &Report, every: usize) -> Record {
    let mut damage = Damage { every, calls: report.name.len() };
    let places = report.gold.expand(&report.text);
    let chars: Vec<char> = report.text.chars().collect();
    let slice = |p: Place| -> String { chars[p.start..p.end].iter().collect() };
    let mut shifted = |p: Place| {
        if damage.strikes() && p.end < chars.len() { Place { start: p.start, end: p.end + 1 } } else { p }
    };

    let mut organizations: Vec<Organization> = report
        .gold
        .orgs
        .iter()
        .map(|o| Organization {
            id: o.id.clone(),
            name: o.name.clone(),
            kind: OrgKind::parse(&o.kind).unwrap(),
            level: o.level.as_deref().and_then(PartyLevel::parse),
            host: o.host.clone(),
            place: None,
            masked: false,
            mentions: Vec::new(),
        })
        .collect();
    for &(place, i) in &places.orgs {
        let place = shifted(place);
        let mention = Mention { start: place.start, end: place.end, text: slice(place), form: Form::Name };
        organizations[i].mentions.push(mention);
    }
    for &place in &places.optional_orgs {
        let mention = Mention { start: place.start, end: place.end, text: slice(place), form: Form::Short };
        if let Some(org) = organizations.last_mut() {
            org.mentions.push(mention);
        }
    }
    for (place, id) in &places.anaphora {
        let place = shifted(*place);
        let mention = Mention { start: place.start, end: place.end, text: slice(place), form: Form::Anaphor };
        if let Some(org) = organizations.iter_mut().find(|o| o.id == *id) {
            org.mentions.push(mention);
        }
    }
    let mut dates: Vec<Date> = places
        .dates
        .iter()
        .map(|&(place, i)| {
            let place = shifted(place);
            let value = report.gold.dates[i].value.as_str().map(str::to_string);
            Date {
                start: place.start,
                end: place.end,
                text: slice(place),
                kind: DateKind::Date,
                value,
                earliest: None,
                latest: None,
                modifier: None,
            }
        })
        .collect();
    let mut numbers: Vec<Number> = places
        .numbers
        .iter()
        .map(|&(place, i)| {
            let place = shifted(place);
            let gold = &report.gold.numbers[i];
            let value = match &gold.value {
                serde_json::Value::Null => NumberValue::Unknown(Unknown),
                serde_json::Value::Array(v) => {
                    NumberValue::Range(v.iter().map(serde_json::Value::as_f64).collect())
                }
                v => v.as_i64().map_or_else(|| NumberValue::Real(v.as_f64().unwrap()), NumberValue::Whole),
            };
            Number {
                start: place.start,
                end: place.end,
                text: slice(place),
                kind: NumberKind::Cardinal,
                value,
                unit: gold.unit.clone(),
                unit_norm: None,
                bound: gold.bound.as_deref().map_or(Bound::Exact, |b| Bound::parse(b).unwrap()),
                counted: None,
                of: None,
            }
        })
        .collect();
    for &place in places.optional_dates.iter().chain(&places.optional_numbers) {
        let kind = if damage.strikes() { DateKind::Vague } else { DateKind::Date };
        let value = Some("2001".into());
        let (start, end, text) = (place.start, place.end, slice(place));
        dates.push(Date { start, end, text, kind, value, earliest: None, latest: None, modifier: None });
    }
    let mut people: Vec<Person> = report
        .gold
        .people
        .iter()
        .map(|p| {
            let role =
                |r: &xtask::gold::Role| PostHeld { organization: r.org.clone(), title: r.title.clone() };
            let name = p.aliases.first().unwrap_or(&p.name).clone();
            Person { id: name.clone(), name, mentions: Vec::new(), roles: p.roles.iter().map(role).collect() }
        })
        .collect();
    let mut pairings: Vec<Pairing> = report
        .gold
        .pairings
        .iter()
        .map(|p| Pairing {
            id: String::new(),
            kind: "结对".into(),
            status: if p.status == "signed" { PairingStatus::Signed } else { PairingStatus::Planned },
            sides: p.sides.clone(),
            date: p.date.clone(),
            place: None,
            declared: None,
            class: None,
            since: None,
            theme: None,
            evidence: Vec::<Evidence>::new(),
            confidence: 1.0,
        })
        .collect();

    // Mentions move to the organization before, kinds and hosts change, values and links go astray.
    for i in 1..organizations.len() {
        if damage.strikes() {
            let mention = organizations[i].mentions.pop();
            organizations[i - 1].mentions.extend(mention);
        }
        if damage.strikes() {
            organizations[i].kind = OrgKind::Other;
        }
        if damage.strikes() {
            organizations[i].host = Some(organizations[0].id.clone());
        }
        if damage.strikes()
            && let Some(mention) = organizations[i].mentions.first_mut()
        {
            mention.text.push('错');
        }
    }
    for date in &mut dates {
        if damage.strikes() {
            date.value = Some("1999-09".into());
        }
    }
    numbers.retain(|_| !damage.strikes());
    for number in &mut numbers {
        if damage.strikes() {
            number.bound = Bound::About;
        }
        if damage.strikes() {
            number.unit = None;
        }
    }
    for person in &mut people {
        if damage.strikes() {
            person.name.push('某');
        }
        for role in &mut person.roles {
            if damage.strikes() {
                role.organization = organizations.first().map(|o| o.id.clone());
            }
        }
    }
    for pairing in &mut pairings {
        if damage.strikes() {
            pairing.date = None;
        }
        if damage.strikes() {
            pairing.status = PairingStatus::Planned;
        }
        if damage.strikes() {
            pairing.sides =
                vec![pairing.sides.concat(), organizations.iter().take(2).map(|o| o.id.clone()).collect()];
        }
    }
    Record {
        id: Some(report.name.clone()),
        organizations,
        people,
        dates,
        numbers,
        pairings,
        ..Record::default()
    }
}
