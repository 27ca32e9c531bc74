//! `train`: from the corpus to a model file.

use dangjian::record::OrgKind;
use dangjian::segment::Segmenter;
use dangjian::train::{Count, Example, PairingExample, evaluate, train};
use std::path::Path;
use xtask::gold::{Report, folder};

/// What of a report the trainer learns from.
pub(crate) fn example(report: &Report) -> Example {
    let places = report.gold.expand(&report.text);
    let orgs = places
        .orgs
        .iter()
        .map(|(p, i)| {
            let kind =
                report.gold.orgs.get(*i).and_then(|o| OrgKind::parse(&o.kind)).unwrap_or(OrgKind::Other);
            (p.start, p.end, kind)
        })
        .collect();
    let optional = places.optional_orgs.iter().copied().map(|p| (p.start, p.end)).collect();
    let people =
        report.gold.people.iter().flat_map(|p| std::iter::once(&p.name).chain(&p.aliases)).cloned().collect();
    let authors =
        report.gold.meta.iter().flat_map(|m| m.authors.iter().flatten()).map(|a| a.name.clone()).collect();
    let number = |id: &str| report.gold.orgs.iter().position(|o| o.id == id);
    let entities = places.orgs.iter().map(|(_, i)| *i).collect();
    let anaphora = places.anaphora.iter().filter_map(|(p, id)| Some((p.start, p.end, number(id)?))).collect();
    let pairings = report
        .gold
        .pairings
        .iter()
        .map(|p| PairingExample {
            sides: p.sides.iter().map(|s| s.iter().filter_map(|id| number(id)).collect()).collect(),
            optional: p.optional,
            planned: p.status == "planned",
            date: p.date.clone(),
            evidence: p.evidence.as_deref().and_then(|e| {
                let at = report.text.find(e)?;
                let start = report.text.get(..at)?.chars().count();
                Some((start, start + e.chars().count()))
            }),
        })
        .collect();
    let names = report.gold.orgs.iter().enumerate();
    let names = names
        .flat_map(|(i, o)| std::iter::once(&o.name).chain(&o.surfaces).map(move |name| (name.clone(), i)))
        .collect();
    Example {
        text: report.text.clone(),
        orgs,
        optional,
        people,
        authors,
        entities,
        anaphora,
        names,
        pairings,
        published: report.gold.published.clone(),
    }
}

/// Trains on folders of gold and writes the model.
pub(crate) fn run(folders: &[String], out: &Path, epochs: usize) -> Result<(), String> {
    let mut examples = Vec::new();
    for path in folders {
        examples.extend(folder(Path::new(path))?.iter().map(example));
    }
    let segmenter = Segmenter::new().map_err(|e| e.to_string())?;
    let weights = train(&segmenter, &examples, epochs, |epoch, t| {
        eprintln!(
            "epoch {epoch}: {} gold, {} reachable, {} right, {} wrong, {} kinds wrong",
            t.gold, t.reachable, t.right, t.wrong, t.kinds
        );
    })
    .map_err(|e| e.to_string())?;
    std::fs::write(out, weights.write()).map_err(|e| format!("{}: {e}", out.display()))
}

/// Trains on four fifths and tests on the fifth, five times; then trains on all and tests on `others`.
pub(crate) fn cross(folders: &[String], others: &[String], epochs: usize) -> Result<(), String> {
    let mut examples = Vec::new();
    for path in folders {
        examples.extend(folder(Path::new(path))?.iter().map(example));
    }
    let segmenter = Segmenter::new().map_err(|e| e.to_string())?;
    let show = |name: &str, c: Count| {
        eprintln!(
            "{name:32} f1 {:.2}  right {} wrong {} missed {}",
            100.0 * c.f1(),
            c.right,
            c.wrong,
            c.missed
        );
    };
    let add = |a: &mut Count, b: Count| {
        a.right += b.right;
        a.wrong += b.wrong;
        a.missed += b.missed;
    };
    let (mut orgs, mut people) = (Count::default(), Count::default());
    for fold in 0..5 {
        let part = |inside: bool| -> Vec<Example> {
            examples
                .iter()
                .enumerate()
                .filter(|(i, _)| (i % 5 == fold) == inside)
                .map(|(_, e)| e.clone())
                .collect()
        };
        let weights = train(&segmenter, &part(false), epochs, |_, _| ()).map_err(|e| e.to_string())?;
        let (o, p) = evaluate(&segmenter, &weights, &part(true));
        add(&mut orgs, o);
        add(&mut people, p);
    }
    show("cross organizations", orgs);
    show("cross people", people);
    let weights = train(&segmenter, &examples, epochs, |_, _| ()).map_err(|e| e.to_string())?;
    for path in others {
        let examples: Vec<Example> = folder(Path::new(path))?.iter().map(example).collect();
        let (o, p) = evaluate(&segmenter, &weights, &examples);
        show(&format!("{path} organizations"), o);
        show(&format!("{path} people"), p);
    }
    Ok(())
}
