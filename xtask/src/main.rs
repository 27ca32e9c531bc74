//! Tasks of this repository; run without arguments for the list.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command")]

mod train;

use dangjian::Extractor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xtask::gold::folder;
use xtask::score::Score;
use xtask::year::Years;
use xtask::{check, division, records, region, words};

const USAGE: &str = "\
cargo xtask train [OUT [FOLDER…]]           trains the model (default: data/model/names.bin from corpus/gold/train)
cargo xtask cross [--errors] [--only NAME] [FOLDER…]
                                            trains on four fifths and scores the fifth, five times (default: corpus/gold/train)
cargo xtask score [--errors] [--records FILE] [--json OUT] [--model FILE] [FOLDER…]
                                            scores the library (with its own model or another) on folders of gold (default: corpus/gold/dev)
cargo xtask extract FOLDER                  prints the records of a folder of gold, one a line
cargo xtask check [FOLDER…]                 validates gold (default: all parts of corpus/gold)
cargo xtask floor                           writes corpus/floor.toml from what is measured now
cargo xtask year [FOLDER…]                   says how often the year nobody wrote is inferred right, and how often wrong
cargo xtask schema                          writes schema/record.schema.json
cargo xtask data [division|region|words]    makes data/words/division.tsv and cli/data/region.tsv from the published lists,
                                            and data/model/words.bin from jieba's dictionary and the tables";

/// How often training goes through the corpus: more learns it by heart.
const EPOCHS: usize = 8;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("train") => {
            let folders = if rest.len() > 1 { rest[1..].to_vec() } else { vec!["corpus/gold/train".into()] };
            let out = rest.first().map_or("data/model/names.bin", String::as_str);
            train::run(&folders, Path::new(out), EPOCHS)
        }
        Some("score") => score(rest),
        Some("extract") => extract(rest),
        Some("check") => check_folders(rest),
        Some("year") => years(rest),
        Some("floor") => floors(),
        Some("schema") => write("schema/record.schema.json", dangjian::record::json_schema()),
        Some("data") => data(rest),
        Some("cross") => cross(rest),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The words are made from the tables as they were when this was built: run it twice for new divisions.
fn data(args: &[String]) -> Result<(), String> {
    let wanted = |name: &str| args.is_empty() || args.iter().any(|a| a == name);
    if wanted("division") {
        write(division::TABLE, division::table(Path::new(division::LISTS))?)?;
    }
    if wanted("region") {
        write(region::TABLE, region::table(Path::new(division::LISTS))?)?;
    }
    if wanted("words") { write(words::TABLE, words::table()?) } else { Ok(()) }
}

fn write(path: &str, text: impl AsRef<[u8]>) -> Result<(), String> {
    std::fs::write(path, text).map_err(|e| format!("{path}: {e}"))
}

fn extractor() -> Result<Extractor, String> {
    if let Ok(path) = std::env::var("DJ_MODEL") {
        let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
        return Extractor::builder().model(&bytes).and_then(|b| b.build()).map_err(|e| e.to_string());
    }
    Extractor::new().map_err(|e| e.to_string())
}

/// All folders of gold in the corpus.
fn parts() -> Result<Vec<PathBuf>, String> {
    let root = "corpus/gold";
    let entries = std::fs::read_dir(root).map_err(|e| format!("{root}: {e}"))?;
    let mut out: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
    out.sort();
    Ok(out)
}

fn cross(args: &[String]) -> Result<(), String> {
    let (mut errors, mut only, mut folders) = (false, String::new(), Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--errors" => errors = true,
            "--only" => only.clone_from(args.next().ok_or("--only needs the beginning of names")?),
            option if option.starts_with('-') => return Err(format!("unknown option {option}\n{USAGE}")),
            path => folders.push(path.to_string()),
        }
    }
    if folders.is_empty() {
        folders.push("corpus/gold/train".into());
    }
    train::cross(&folders, &only, EPOCHS, errors)
}

/// By folder: all parts of the corpus where none is named.
fn years(args: &[String]) -> Result<(), String> {
    let folders = if args.is_empty() { parts()? } else { args.iter().map(PathBuf::from).collect() };
    let extractor = extractor()?;
    for path in folders {
        let years = Years::of(&extractor, &folder(&path)?);
        println!("{}: {}", path.display(), years.line());
        for (name, year) in &years.wrong {
            println!("  {name}: {year}");
        }
    }
    Ok(())
}

fn score(args: &[String]) -> Result<(), String> {
    let mut folders = Vec::new();
    let (mut errors, mut file, mut json, mut model) = (false, None, None, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--errors" => errors = true,
            "--records" => file = Some(args.next().ok_or("--records needs a file")?),
            "--json" => json = Some(args.next().ok_or("--json needs a file")?),
            "--model" => model = Some(args.next().ok_or("--model needs a file")?),
            option if option.starts_with('-') => return Err(format!("unknown option {option}\n{USAGE}")),
            path => folders.push(PathBuf::from(path)),
        }
    }
    if folders.is_empty() {
        folders.push("corpus/gold/dev".into());
    }
    let mut reports = Vec::new();
    for path in &folders {
        reports.extend(folder(path)?);
    }
    let found = match file {
        Some(path) => read_records(path)?,
        None => {
            let builder = match model {
                Some(path) => {
                    let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
                    Extractor::builder().model(&bytes).map_err(|e| format!("{path}: {e}"))?
                }
                None => Extractor::builder(),
            };
            records(&builder.build().map_err(|e| e.to_string())?, &reports)
        }
    };
    let (score, faults) = Score::of(&reports, &found)?;
    if errors {
        faults.iter().for_each(|f| println!("{f}"));
    }
    let table = score.table();
    println!("{table}");
    match json {
        Some(path) => write(path, table.to_json()),
        None => Ok(()),
    }
}

fn read_records(path: &str) -> Result<std::collections::BTreeMap<String, dangjian::record::Record>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let mut out = std::collections::BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let record: dangjian::record::Record =
            serde_json::from_str(line).map_err(|e| format!("{path}:{}: {e}", number + 1))?;
        out.insert(record.id.clone().unwrap_or_default(), record);
    }
    Ok(out)
}

fn extract(folders: &[String]) -> Result<(), String> {
    let extractor = extractor()?;
    for path in folders {
        for record in records(&extractor, &folder(Path::new(path))?).values() {
            println!("{}", serde_json::to_string(record).map_err(|e| e.to_string())?);
        }
    }
    Ok(())
}

/// Scores are floors: rounded down to a whole percent, since a change that is worth it may cost a mention.
fn floors() -> Result<(), String> {
    let mut text = "\
# Scores in percent (F1, or the share that is right) below which `cargo test` fails, by part of the corpus.
# Made by `cargo xtask floor`: what was measured, rounded down. Floors rise with progress and fall only with
# an entry in CHANGELOG.md. The part `seeds` is scored where the seeds stand beside the repository.
"
    .to_string();
    let seeds = PathBuf::from("../shared/gold/seeds");
    let extractor = extractor()?;
    for path in parts()?.into_iter().chain(seeds.exists().then_some(seeds)) {
        let reports = folder(&path)?;
        let (score, _) = Score::of(&reports, &records(&extractor, &reports))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        text.push_str(&format!("\n[{name}]\n"));
        for column in score.table().columns {
            text.push_str(&format!("{:?} = {:.1}\n", column.name, (100.0 * column.f1).floor()));
        }
    }
    write("corpus/floor.toml", &text)
}

fn check_folders(args: &[String]) -> Result<(), String> {
    let folders = if args.is_empty() { parts()? } else { args.iter().map(PathBuf::from).collect() };
    let mut total = 0;
    for path in &folders {
        let reports = folder(path)?;
        let mut failed = 0;
        for report in &reports {
            let (bad, places) = check::problems(&report.text, &report.gold);
            println!(
                "{}.json: {} org mentions of {} orgs, {} dates, {} numbers, {} people, {} pairings",
                report.name,
                places.orgs.len(),
                report.gold.orgs.len(),
                places.dates.len(),
                places.numbers.len(),
                report.gold.people.len(),
                report.gold.pairings.len()
            );
            bad.iter().for_each(|b| println!("  BAD {b}"));
            failed += bad.len();
        }
        println!("{}: {} documents, {failed} problems", path.display(), reports.len());
        total += failed + usize::from(reports.is_empty());
    }
    if total > 0 { Err(format!("{total} problems")) } else { Ok(()) }
}
