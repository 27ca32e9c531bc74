//! Reads JSON Lines `{"id", "text", "published"}` and prints the dates and numbers of each text: what the two finders
//! propose, after the best set without overlap was chosen.

use dangjian::calendar::Anchor;
use dangjian::date::{self, Date};
use dangjian::number::{self, Number, NumberValue};
use dangjian::span::Span;
use dangjian::text::Document;
use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write};

enum Find {
    Date(Date),
    Number(Number),
}

fn choose(mut all: Vec<(Span, f32, Find)>) -> Vec<(Span, Find)> {
    all.sort_by_key(|(span, _, _)| (span.end, span.start));
    let mut best = vec![0f32; all.len() + 1];
    let mut take = vec![false; all.len()];
    let before: Vec<usize> =
        all.iter().map(|(s, _, _)| all.partition_point(|(o, _, _)| o.end <= s.start)).collect();
    for (i, (_, score, _)) in all.iter().enumerate() {
        let with = best[before[i]] + score;
        take[i] = with > best[i];
        best[i + 1] = with.max(best[i]);
    }
    let mut kept = Vec::new();
    let mut i = all.len();
    while i > 0 {
        if take[i - 1] {
            kept.push(i - 1);
            i = before[i - 1];
        } else {
            i -= 1;
        }
    }
    kept.reverse();
    let mut finds: Vec<Option<(Span, Find)>> = all.into_iter().map(|(s, _, f)| Some((s, f))).collect();
    kept.into_iter().filter_map(|i| finds[i].take()).collect()
}

fn number_json(v: NumberValue) -> Value {
    let one = |d: dangjian::numeral::Decimal| match d.to_integer().and_then(|i| i64::try_from(i).ok()) {
        Some(i) => json!(i),
        None => json!(d.to_f64()),
    };
    match v {
        NumberValue::One(d) => one(d),
        NumberValue::Range(a, b) => json!([one(a), one(b)]),
        _ => Value::Null,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let infer = std::env::args().any(|a| a == "--infer");
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line?)?;
        let text = input["text"].as_str().unwrap_or("");
        let doc = Document::read(text);
        let mut published = input["published"].as_str().and_then(Anchor::parse);
        if infer {
            published = date::infer_published(&doc).map(|(a, _)| a);
        }
        let (mut dates, mut numbers) = (Vec::new(), Vec::new());
        date::find(&doc, published.as_ref(), &mut dates);
        number::find(&doc, &mut numbers);
        let all = dates
            .into_iter()
            .map(|c| (c.span, c.score, Find::Date(c.value)))
            .chain(numbers.into_iter().map(|c| (c.span, c.score, Find::Number(c.value))))
            .collect();
        let raw: Vec<char> = text.chars().collect();
        let (mut dates, mut numbers) = (Vec::new(), Vec::new());
        for (span, find) in choose(all) {
            let place = doc.raw_span(span);
            let slice: String = raw[place.start..place.end].iter().collect();
            match find {
                Find::Date(d) => dates.push(json!({"start": place.start, "end": place.end, "text": slice, "kind": d.kind.as_str(),
                    "value": d.value, "earliest": d.earliest, "latest": d.latest})),
                Find::Number(n) if !n.optional => numbers.push(json!({"start": place.start, "end": place.end, "text": slice,
                    "kind": n.kind.as_str(), "value": number_json(n.value), "unit": n.unit, "bound": n.bound.as_str(),
                    "norm": n.unit_norm, "counted": n.counted.map(|s| doc.text(s))})),
                Find::Number(_) => {}
            }
        }
        writeln!(
            out,
            "{}",
            json!({"id": input["id"], "published": published.map(|a| a.day.to_string()), "dates": dates, "numbers": numbers})
        )?;
    }
    Ok(())
}
