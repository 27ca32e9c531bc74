//! `extract`: reports to records, one a line, in the order of the input.

use crate::input::{Inputs, Task, Tasks};
use crate::message::{End, Stop, say};
use crate::output::{self, Item, Output};
use dangjian::Extractor;
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::fs;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

/// Turn reports into records, in the order of the input
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian extract report.txt --published 2021-07-01 --pretty
  dangjian extract archive/ more/2020.jsonl -o records.jsonl.gz
  dangjian extract archive/ -o archive.db                         a database of SQLite
  cat report.txt | dangjian extract -
  dangjian extract archive/ | jq -r '.pairings[] | .kind'

A file's record has the file's name without ending as its id. What cannot be read is named on standard error,
the rest goes on, and the exit status is 1.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    target: output::Target,

    /// Spread each record over several lines
    #[arg(long)]
    pretty: bool,

    /// How many reports to work on at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// A batch is full at so many bytes or reports: what is in memory does not grow with the archive.
const BATCH_BYTES: u64 = 4 << 20;
const BATCH_REPORTS: usize = 512;
/// Work that takes less shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let target = arguments.target.output.as_deref();
    if let Some(path) = target {
        refuse_input_as_output(&arguments.inputs.paths, path)?;
    }
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = arguments.threads {
        pool = pool.num_threads(threads.get());
    }
    let pool = pool.build().map_err(|e| Stop::Usage(e.to_string()))?;
    let extractor = Extractor::new()?;
    let mut out = Output::open(&arguments.target, arguments.pretty)?;
    let form = out.form();

    // One thread finds and reads lines ahead of the workers, as far as the queue is long. It is not waited
    // for: standard input may never end.
    let (sender, tasks) = sync_channel(32 * pool.current_num_threads());
    let mut source = Tasks::new(&arguments.inputs.paths, target);
    std::thread::spawn(move || source.try_for_each(|task| sender.send(task)));

    let mut progress = Progress::new(&arguments.inputs.paths);
    let published = arguments.inputs.published.as_deref();
    let mut failed = 0;
    while let Some(batch) = batch(&tasks) {
        let (reports, bytes) = (batch.len(), batch.iter().map(Task::size).sum());
        let items: Vec<Result<Item, String>> = pool.install(|| {
            let read = |task: Task| form.make(&extractor, task.read(published)?.input());
            batch.into_par_iter().map(read).collect()
        });
        for item in items {
            match item {
                Ok(item) => out.put(item)?,
                Err(problem) => {
                    failed += 1;
                    progress.say(&problem);
                }
            }
        }
        // Who reads along sees a record when it is made.
        out.flush()?;
        progress.advance(reports, bytes);
    }
    let total = progress.finish();
    out.finish()?;
    if failed > 0 && total > 1 {
        say(format!("{} of {} inputs could not be used", HumanCount(failed), HumanCount(total)));
    }
    Ok(End::of(failed as usize))
}

/// The next tasks, as many as there are and a batch takes; `None` at the end.
fn batch(tasks: &Receiver<Task>) -> Option<Vec<Task>> {
    let first = tasks.recv().ok()?;
    let mut bytes = first.size();
    let mut batch = vec![first];
    while bytes < BATCH_BYTES && batch.len() < BATCH_REPORTS {
        let Ok(task) = tasks.try_recv() else { break };
        bytes += task.size();
        batch.push(task);
    }
    Some(batch)
}

/// An output that is also an input would be emptied before it is read.
fn refuse_input_as_output(inputs: &[PathBuf], output: &Path) -> Result<(), Stop> {
    let Ok(real) = fs::canonicalize(output) else { return Ok(()) };
    match inputs.iter().any(|p| fs::canonicalize(p).is_ok_and(|p| p == real)) {
        true => Err(Stop::Usage(format!("{}: is an input too", output.display()))),
        false => Ok(()),
    }
}

/// How far the work has come: a line on standard error for a person who watches long work.
struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
    reports: u64,
    bytes: u64,
}

impl Progress {
    fn new(paths: &[PathBuf]) -> Self {
        let (begun, reports, bytes) = (Instant::now(), 0, 0);
        if !io::stderr().is_terminal() {
            return Self { bar: None, begun, reports, bytes };
        }
        let bar = match total(paths) {
            Some(total) => {
                ProgressBar::new(total).with_style(style("{bar:30} {percent:>3}% {msg} {eta} left"))
            }
            None => ProgressBar::no_length().with_style(style("{spinner} {elapsed} {msg}")),
        };
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        Self { bar: Some(bar), begun, reports, bytes }
    }

    fn advance(&mut self, reports: usize, bytes: u64) {
        self.reports += reports as u64;
        self.bytes += bytes;
        let Some(bar) = &self.bar else { return };
        bar.set_position(self.bytes);
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        let speed = self.bytes as f64 / self.begun.elapsed().as_secs_f64();
        bar.set_message(format!("{} reports, {}/s", HumanCount(self.reports), HumanBytes(speed as u64)));
    }

    fn say(&self, problem: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(problem)),
            None => say(problem),
        }
    }

    /// Ends the line; gives the number of reports.
    fn finish(self) -> u64 {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        self.reports
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Bytes of all files that will be read; `None` where standard input is among them.
fn total(paths: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for path in paths {
        total += match path {
            path if path == Path::new("-") => return None,
            path => size(path, 0),
        };
    }
    Some(total)
}

fn size(path: &Path, depth: usize) -> u64 {
    let Ok(meta) = fs::metadata(path) else { return 0 };
    if !meta.is_dir() {
        return meta.len();
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten().map(|e| e.path());
    let wanted = entries.filter(|p| p.is_dir() || p.extension().is_some_and(|e| e == "txt" || e == "jsonl"));
    // Deeper folders are rare, links in a circle are not impossible.
    if depth < 32 { wanted.map(|p| size(&p, depth + 1)).sum() } else { 0 }
}
