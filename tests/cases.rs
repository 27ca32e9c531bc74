//! The cases of `corpus/cases`: what must be found in short texts. The form is told in the README there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test, with helpers"
)]

use dangjian::record::{Form, NumberValue, Record};
use dangjian::{Extractor, Input};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    text: String,
    published: Option<String>,
    orgs: Option<Vec<String>>,
    /// Mentions that count neither way.
    #[serde(default)]
    optional_orgs: Vec<String>,
    anaphora: Option<Vec<Anaphor>>,
    dates: Option<Vec<Date>>,
    numbers: Option<Vec<Number>>,
    people: Option<Vec<Person>>,
    pairings: Option<Vec<Pairing>>,
    #[serde(default)]
    absent: Vec<String>,
    unmet: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Anaphor {
    text: String,
    means: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Date {
    text: String,
    value: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Number {
    text: String,
    value: Option<Value>,
    unit: Option<String>,
    #[serde(default = "exact")]
    bound: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Value {
    One(f64),
    Range(Vec<f64>),
}

fn exact() -> String {
    "exact".into()
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    #[serde(default)]
    roles: BTreeSet<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Pairing {
    sides: BTreeSet<BTreeSet<String>>,
    status: String,
    date: Option<String>,
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/cases");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            out.extend(file.case.into_iter().map(|case| (name.clone(), case)));
        }
    }
    out.sort_by(|a, b| (&a.0, &a.1.name).cmp(&(&b.0, &b.1.name)));
    out
}

/// The name of an organization by its id.
fn name(record: &Record, id: &str) -> String {
    record.organizations.iter().find(|o| o.id == id).map_or_else(|| format!("?{id}"), |o| o.name.clone())
}

/// All that differs from what the case asks for.
fn faults(case: &Case, record: &Record) -> Vec<String> {
    let mut out = Vec::new();
    fn compare<T: PartialEq + Debug>(out: &mut Vec<String>, kind: &str, want: &Option<T>, got: T) {
        if want.as_ref().is_some_and(|want| *want != got) {
            let want = want.as_ref().map_or(String::new(), |w| format!("{w:?}"));
            out.push(format!("{kind}\n    want {want}\n    got  {got:?}"));
        }
    }
    let mut mentions: Vec<_> = record
        .organizations
        .iter()
        .flat_map(|o| o.mentions.iter().map(move |m| (m.start, m, &o.name)))
        .collect();
    mentions.sort_by_key(|m| m.0);
    let named = mentions
        .iter()
        .filter(|m| m.1.form != Form::Anaphor && !case.optional_orgs.contains(&m.1.text))
        .map(|m| m.1.text.clone())
        .collect();
    compare(&mut out, "orgs", &case.orgs, named);
    let back = mentions.iter().filter(|m| m.1.form == Form::Anaphor);
    let back = back.map(|m| Anaphor { text: m.1.text.clone(), means: m.2.clone() }).collect();
    compare(&mut out, "anaphora", &case.anaphora, back);
    let dates = record.dates.iter().map(|d| Date { text: d.text.clone(), value: d.value.clone() }).collect();
    compare(&mut out, "dates", &case.dates, dates);
    let numbers = record.numbers.iter().map(|n| Number {
        text: n.text.clone(),
        value: match &n.value {
            NumberValue::Whole(v) => Some(Value::One(*v as f64)),
            NumberValue::Real(v) => Some(Value::One(*v)),
            NumberValue::Range(v) => Some(Value::Range(v.iter().flatten().copied().collect())),
            NumberValue::Unknown(_) => None,
        },
        unit: n.unit.clone(),
        bound: n.bound.as_str().into(),
    });
    compare(&mut out, "numbers", &case.numbers, numbers.collect());
    let people = record.people.iter().map(|p| {
        let role = |r: &dangjian::record::PostHeld| {
            format!("{} {}", r.organization.as_deref().map_or("?".into(), |id| name(record, id)), r.title)
        };
        Person { name: p.name.clone(), roles: p.roles.iter().map(role).collect() }
    });
    compare(&mut out, "people", &case.people, people.collect());
    if let Some(want) = &case.pairings {
        let got: BTreeSet<Pairing> = record
            .pairings
            .iter()
            .map(|p| Pairing {
                sides: p.sides.iter().map(|s| s.iter().map(|id| name(record, id)).collect()).collect(),
                status: p.status.as_str().into(),
                date: p.date.clone(),
            })
            .collect();
        if want.iter().collect::<BTreeSet<_>>() != got.iter().collect() {
            out.push(format!("pairings\n    want {want:?}\n    got  {got:?}"));
        }
    }
    let finds = mentions.iter().map(|m| (m.1.start, m.1.end, &m.1.text));
    let finds = finds.chain(record.dates.iter().map(|d| (d.start, d.end, &d.text)));
    let finds = finds.chain(record.numbers.iter().map(|n| (n.start, n.end, &n.text)));
    let finds: Vec<_> = finds
        .chain(record.people.iter().flat_map(|p| &p.mentions).map(|m| (m.start, m.end, &m.text)))
        .collect();
    for absent in &case.absent {
        for (byte, _) in case.text.match_indices(absent.as_str()) {
            let start = case.text[..byte].chars().count();
            let end = start + absent.chars().count();
            for find in finds.iter().filter(|f| f.0 < end && start < f.1) {
                out.push(format!("absent {absent}: found {}", find.2));
            }
        }
    }
    out
}

#[test]
fn ok_every_case() {
    let extractor = Extractor::new().unwrap();
    let (mut failed, mut unmet) = (Vec::new(), 0);
    let cases = cases();
    for (file, case) in &cases {
        let mut input = Input::new(&case.text);
        if let Some(date) = &case.published {
            input = input.published(date);
        }
        let faults = faults(case, &extractor.extract(input));
        match (&case.unmet, faults.is_empty()) {
            (None, false) => {
                failed.push(format!("{file}: {} ({})\n  {}", case.name, case.why, faults.join("\n  ")))
            }
            (Some(_), true) => failed.push(format!("{file}: {} is met now: take out its `unmet`", case.name)),
            (Some(reason), false) => {
                println!("unmet: {}: {reason}", case.name);
                unmet += 1;
            }
            (None, true) => {}
        }
    }
    println!("{} cases, {unmet} unmet", cases.len());
    assert!(failed.is_empty(), "{} of {} cases failed\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn ok_names_are_unique_and_nothing_is_empty() {
    let mut names = BTreeSet::new();
    for (file, case) in cases() {
        assert!(names.insert(case.name.clone()), "{file}: {} stands twice", case.name);
        assert!(!case.text.trim().is_empty() && !case.why.is_empty(), "{file}: {}", case.name);
        assert!(case.unmet.is_none_or(|u| !u.is_empty()), "{file}: {}: say why it is unmet", case.name);
        for absent in &case.absent {
            assert!(case.text.contains(absent.as_str()), "{file}: {}: no {absent} in the text", case.name);
        }
    }
    assert!(names.len() >= 10);
}
