//! `explain`: which candidates there were, what spoke for each, and what won.

use crate::input::{Inputs, each};
use crate::message::{End, Stop};
use dangjian::{Explained, ExplainedPairing, Explanation, Extractor, Feature};
use std::io::{self, BufWriter, Write};

/// Tell why a record says what it says: candidates, rules, weights, and what lost to what
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian explain report.txt
  dangjian explain report.txt --find 县供电公司     only what holds the words or lies in them
  dangjian explain report.txt --find 云岭村 --losers --features 20
  dangjian explain report.txt --losers             what was weighed and not chosen, too
  echo 3月5日，云岭村党支部与县气象局结对 | dangjian explain - --losers --features 12

A line a candidate: + chosen or - not, its offsets, its text, its kind, its score and the rule that proposed it (look
it up with `dangjian rules`); then the features that weighed most. Scores of dates and numbers are their rules' own.
A pairing is a candidate too, with the names of its sides; below one that was chosen stand what made it signed or planned,
the date it bears and the next best one (with --losers all).")]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    /// Only candidates that hold this text, or stand in it
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,

    /// Also candidates that were not chosen
    #[arg(long)]
    losers: bool,

    /// How many features to show for a candidate
    #[arg(long, value_name = "N", default_value_t = 6)]
    features: usize,

    /// Everything as JSON, an object a report
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    source: Option<&'a str>,
    #[serde(flatten)]
    explanation: &'a Explanation,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let extractor = Extractor::new()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let end = each(&arguments.inputs, |report| {
        let explanation = extractor.explain(report.input());
        if arguments.json {
            let line = Line {
                id: report.id.as_deref(),
                source: report.source.as_deref(),
                explanation: &explanation,
            };
            serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
            return Ok(writeln!(out)?);
        }
        if let Some(source) = &report.source {
            writeln!(out, "# {source}")?;
        }
        print(&mut out, arguments, &explanation)?;
        Ok(())
    })?;
    out.flush()?;
    Ok(end)
}

fn print(out: &mut impl Write, arguments: &Arguments, explanation: &Explanation) -> io::Result<()> {
    let wanted =
        |text: &str| arguments.find.as_deref().is_none_or(|find| text.contains(find) || find.contains(text));
    for candidate in explanation.candidates.iter().filter(|c| wanted(&c.text)) {
        if candidate.chosen || arguments.losers {
            print_candidate(out, candidate)?;
            features(out, &candidate.features, arguments.features)?;
        }
    }
    for pairing in &explanation.pairings {
        let sides: Vec<String> = pairing.sides.iter().map(|side| side.join("、")).collect();
        let sides = one_line(&sides.join(" ↔ "));
        let holds = arguments.find.as_deref().is_none_or(|find| sides.contains(find));
        if holds && (pairing.chosen || arguments.losers) {
            print_pairing(out, arguments, pairing, &sides)?;
        }
    }
    Ok(())
}

fn print_candidate(out: &mut impl Write, c: &Explained) -> io::Result<()> {
    let sign = if c.chosen { '+' } else { '-' };
    let text = one_line(&c.text);
    write!(out, "{sign} {}..{} {text}  {}, {:+.2} by {}", c.start, c.end, c.kind, c.score, c.rule)?;
    match &c.lost_to {
        Some(winner) => writeln!(out, "; lost to {}", one_line(winner)),
        None => writeln!(out),
    }
}

fn print_pairing(
    out: &mut impl Write,
    arguments: &Arguments,
    pairing: &ExplainedPairing,
    sides: &str,
) -> io::Result<()> {
    let sign = if pairing.chosen { '+' } else { '-' };
    let (start, end, score, way) = (pairing.start, pairing.end, pairing.score, &pairing.way);
    write!(out, "{sign} {start}..{end} {sides}  pairing, {score:+.2} by {way}")?;
    match &pairing.lost_to {
        Some(winner) => writeln!(out, "; lost to {}", one_line(winner))?,
        None => writeln!(out)?,
    }
    features(out, &pairing.features, arguments.features)?;
    if !pairing.chosen {
        return Ok(());
    }
    let status = if pairing.planned > 0.0 { "planned" } else { "signed" };
    writeln!(out, "  {status}, {:+.2} for planned", pairing.planned)?;
    features(out, &pairing.planned_features, arguments.features)?;
    // The date, what came next, and, if asked for, the others.
    let shown = if arguments.losers { pairing.dates.len() } else { 2 };
    for (i, date) in pairing.dates.iter().take(shown).enumerate() {
        let sign = if i == 0 { '+' } else { '-' };
        let value = date.value.as_deref().unwrap_or("none");
        write!(out, "  {sign} date {value}, {:+.2}", date.score)?;
        match &date.place {
            Some(place) => writeln!(out, " from {}..{} {}", place.start, place.end, one_line(&place.text))?,
            None => writeln!(out)?,
        }
        features(out, &date.features, arguments.features)?;
    }
    Ok(())
}

fn features(out: &mut impl Write, features: &[Feature], most: usize) -> io::Result<()> {
    for feature in features.iter().take(most) {
        writeln!(out, "    {:+.2} {}", feature.weight, one_line(&feature.name))?;
    }
    match features.len().saturating_sub(most) {
        0 => Ok(()),
        more if most > 0 => writeln!(out, "    … {more} more"),
        _ => Ok(()),
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
