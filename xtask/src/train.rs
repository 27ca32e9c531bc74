//! `train`: from the corpus to a model file.

use dangjian::Extractor;
use dangjian::record::{OrgKind, Record};
use dangjian::segment::Segmenter;
use dangjian::train::{Example, PairingExample, train};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use xtask::gold::{Report, folder};
use xtask::records;
use xtask::score::Score;

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
    let weights = train(&segmenter, &examples, epochs, |model, t| {
        eprintln!(
            "model {model}: {} gold, {} reachable, {} right, {} wrong, {} kinds wrong",
            t.gold, t.reachable, t.right, t.wrong, t.kinds
        );
    })
    .map_err(|e| e.to_string())?;
    std::fs::write(out, weights.write()).map_err(|e| format!("{}: {e}", out.display()))
}

/// Trains on all parts of the folders but one and reads that one, for each part; the scores of all readings together.
/// Every fifth report in the order of names is a part, so that one region is in all of them. With `errors`, every find
/// that is wrong or missing is printed. Only the reports whose names begin so are scored.
pub(crate) fn cross(folders: &[String], only: &str, epochs: usize, errors: bool) -> Result<(), String> {
    const PARTS: usize = 5;
    let mut reports = Vec::new();
    for path in folders {
        reports.extend(folder(Path::new(path))?);
    }
    let examples: Vec<Example> = reports.iter().map(example).collect();
    let segmenter = Segmenter::new().map_err(|e| e.to_string())?;
    let one = |part: usize| -> Result<BTreeMap<String, Record>, String> {
        let others = examples.iter().enumerate().filter(|(i, _)| i % PARTS != part).map(|(_, e)| e.clone());
        let others: Vec<Example> = others.collect();
        let weights = train(&segmenter, &others, epochs, |_, _| ()).map_err(|e| e.to_string())?;
        let builder = Extractor::builder().model(&weights.write()).map_err(|e| e.to_string())?;
        let extractor = builder.build().map_err(|e| e.to_string())?;
        let own: Vec<Report> = reports.iter().skip(part).step_by(PARTS).cloned().collect();
        Ok(records(&extractor, &own))
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = BTreeMap::new();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= PARTS {
                return Ok::<_, String>(found);
            }
            found.extend(one(part)?);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(PARTS);
    let found = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = BTreeMap::new();
        for thread in running {
            all.extend(thread.join().map_err(|_| "a thread broke off")??);
        }
        Ok::<_, String>(all)
    })?;
    reports.retain(|r| r.name.starts_with(only));
    let (score, faults) = Score::of(&reports, &found)?;
    if errors {
        faults.iter().for_each(|f| println!("{f}"));
    }
    println!("{}", score.table());
    Ok(())
}
