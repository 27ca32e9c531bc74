//! Dates and numbers: by span and by value.

use super::{Case, Score, Tally, list};
use crate::gold::{Place, Value};
use dangjian::record::{Date, DateKind, Number};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// A value as it is compared: figures as figures, whatever they are written as.
#[derive(Debug, Clone, PartialEq)]
enum Norm {
    Nothing,
    Bool(bool),
    Figure(f64),
    Text(String),
    List(Vec<Norm>),
}

fn round9(value: f64) -> f64 {
    format!("{value:.9}").parse().unwrap_or(value)
}

fn norm(value: &Json) -> Norm {
    match value {
        Json::Null | Json::Object(_) => Norm::Nothing,
        Json::Bool(b) => Norm::Bool(*b),
        Json::Number(n) => Norm::Figure(round9(n.as_f64().unwrap_or(f64::NAN))),
        Json::String(s) => {
            s.trim().parse().map_or_else(|_| Norm::Text(s.clone()), |v| Norm::Figure(round9(v)))
        }
        Json::Array(items) => Norm::List(items.iter().map(norm).collect()),
    }
}

/// A date or a number of the record, as far as it is scored.
struct Item {
    place: Place,
    value: Norm,
    unit: Option<String>,
    bound: Option<String>,
    vague: bool,
    shown: String,
}

impl Item {
    fn date(date: &Date) -> Self {
        Self {
            place: Place { start: date.start, end: date.end },
            value: date.value.as_ref().map_or(Norm::Nothing, |v| norm(&Json::String(v.clone()))),
            unit: None,
            bound: None,
            vague: date.kind == DateKind::Vague,
            shown: format!("{:?}", date.value.as_deref().unwrap_or("None")),
        }
    }

    fn number(number: &Number) -> Self {
        let value = serde_json::to_value(&number.value).unwrap_or(Json::Null);
        Self {
            place: Place { start: number.start, end: number.end },
            unit: number.unit.clone().filter(|u| !u.is_empty()),
            bound: Some(number.bound.as_str().to_string()),
            vague: false,
            shown: format!(
                "({value}, {:?}, {})",
                number.unit.as_deref().unwrap_or("None"),
                number.bound.as_str()
            ),
            value: norm(&value),
        }
    }

    fn equals(&self, gold: &Value) -> bool {
        self.value == norm(&gold.value)
            && self.bound.as_deref().is_none_or(|bound| {
                self.unit.as_deref() == gold.unit.as_deref().filter(|u| !u.is_empty())
                    && bound == gold.bound.as_deref().unwrap_or("exact")
            })
    }
}

impl Score {
    pub(super) fn add_values(&mut self, case: &mut Case<'_>) {
        let report = case.report;
        let dates: Vec<Item> = case.record.dates.iter().map(Item::date).collect();
        let gold: Vec<(Place, &Value)> =
            case.gold_dates.iter().filter_map(|&(p, i)| Some((p, report.gold.dates.get(i)?))).collect();
        let optional = std::mem::take(&mut case.optional_dates);
        add(case, "dates", &gold, &dates, &optional, [&mut self.dates, &mut self.date_values]);

        let numbers: Vec<Item> = case.record.numbers.iter().map(Item::number).collect();
        let gold: Vec<(Place, &Value)> =
            case.gold_numbers.iter().filter_map(|&(p, i)| Some((p, report.gold.numbers.get(i)?))).collect();
        let optional = std::mem::take(&mut case.optional_numbers);
        add(case, "numbers", &gold, &numbers, &optional, [&mut self.numbers, &mut self.number_values]);
    }
}

fn add(
    case: &mut Case<'_>,
    key: &'static str,
    gold: &[(Place, &Value)],
    found: &[Item],
    optional: &[Place],
    [spans, values]: [&mut Tally; 2],
) {
    let gold_places: BTreeSet<Place> = gold.iter().map(|(p, _)| *p).collect();
    let found_places: BTreeSet<Place> = found.iter().filter(|x| !x.vague).map(|x| x.place).collect();
    let touches_gold = |p: Place| gold_places.iter().any(|g| g.overlaps(p));
    let touches_optional = |p: Place| optional.iter().any(|o| o.overlaps(p));

    let hits = gold_places.intersection(&found_places).count();
    let missed: Vec<Place> = gold_places.difference(&found_places).copied().collect();
    let wrong: Vec<Place> = found_places
        .difference(&gold_places)
        .filter(|p| !touches_optional(**p) || touches_gold(**p))
        .copied()
        .collect();
    spans.add(hits, wrong.len(), missed.len());
    for place in missed {
        let near = case.texts_of_overlapping(place, found.iter().map(|x| &x.place));
        let note = if near.is_empty() { String::new() } else { format!("got {}", list(&near)) };
        case.fault("MISS", key, case.text(place), note);
    }
    for place in wrong {
        let near = case.texts_of_overlapping(place, gold_places.iter());
        let note = if near.is_empty() {
            format!("…{}", case.before(place))
        } else {
            format!("for {}", list(&near))
        };
        case.fault("FALSE", key, case.text(place), note);
    }

    let mut used = BTreeSet::new();
    let mut right = 0;
    for (place, value) in gold {
        let overlapping = || found.iter().enumerate().filter(|(_, x)| x.place.overlaps(*place));
        if let Some((i, _)) = overlapping().find(|(i, x)| !used.contains(i) && x.equals(value)) {
            used.insert(i);
            right += 1;
            continue;
        }
        let got: Vec<&str> = overlapping().map(|(_, x)| x.shown.as_str()).collect();
        if !got.is_empty() {
            let bound = value.bound.as_deref().unwrap_or("exact");
            let want = match key {
                "numbers" => {
                    format!("({}, {:?}, {bound})", value.value, value.unit.as_deref().unwrap_or("None"))
                }
                _ => value.value.to_string(),
            };
            case.fault("VALUE", key, value.text.clone(), format!("[{}] for {want}", got.join(", ")));
        }
    }
    let wrong = found
        .iter()
        .enumerate()
        .filter(|(i, x)| {
            !used.contains(i) && !x.vague && (touches_gold(x.place) || !touches_optional(x.place))
        })
        .count();
    values.add(right, wrong, gold.len() - right);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ok_figures_compare_whatever_they_are_written_as() {
        assert_eq!(norm(&json!("2020")), norm(&json!(2020)));
        assert_eq!(norm(&json!(0.1 + 0.2)), norm(&json!(0.3)));
        assert_ne!(norm(&json!("2020-07")), norm(&json!("2020-08")));
        assert_eq!(norm(&json!([3, 5])), norm(&json!([3.0, "5"])));
        assert_eq!(norm(&json!(null)), Norm::Nothing);
    }
}
