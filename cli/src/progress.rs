//! How far the work has come: a line that changes for a person who watches, lines of JSON for a machine; a summary at the end.

use crate::input::{Inputs, Watch};
use crate::message::{End, Level, is_json, is_quiet, say, tell};
use crate::output::Progress;
use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// Work that takes less shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// A machine is told so often.
const REPORT: Duration = Duration::from_secs(5);
/// The line is drawn anew so often.
const DRAW: Duration = Duration::from_millis(100);

/// What was done.
pub(crate) struct Summary {
    /// By all runs that this one goes on from, too.
    pub(crate) progress: Progress,
    /// Inputs of this run.
    pub(crate) new: u64,
    /// Bytes of them.
    pub(crate) read: u64,
}

pub(crate) struct Meter {
    bar: Option<ProgressBar>,
    begun: Instant,
    told: Instant,
    watch: Watch,
    /// Bytes of all inputs; zero while they are being counted, or where nobody knows.
    total: Arc<AtomicU64>,
}

impl Meter {
    pub(crate) fn new(inputs: &Inputs, watch: &Watch, begun: Instant) -> Self {
        let watched = !is_quiet() && !is_json() && io::stderr().is_terminal();
        let bar = watched.then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()));
        if let Some(bar) = &bar {
            bar.set_style(style("{spinner} {msg}"));
        }
        let total = Arc::new(AtomicU64::new(0));
        if (watched || is_json()) && !inputs.paths.iter().any(|p| p == Path::new("-")) {
            let (paths, counted) = (inputs.paths.clone(), Arc::clone(&total));
            // Work does not wait for the sum.
            std::thread::spawn(move || counted.store(sum(&paths), Ordering::Relaxed));
        }
        Self { bar, begun, told: begun, watch: watch.clone(), total }
    }

    /// Shows how far the work has come, if it is time to.
    pub(crate) fn show(&mut self, summary: &Summary) {
        let every = if self.bar.is_some() { DRAW } else { REPORT };
        if self.told.elapsed() < every || self.begun.elapsed() < PATIENCE {
            return;
        }
        self.told = Instant::now();
        let seconds = self.begun.elapsed().as_secs_f64();
        let (total, at) = (self.total.load(Ordering::Relaxed), self.watch.bytes.load(Ordering::Relaxed));
        let left = (total > 0 && at > 0).then(|| seconds * (total.saturating_sub(at) as f64 / at as f64));
        let speed = summary.read as f64 / seconds;
        let Progress { inputs, failed, warnings, .. } = summary.progress;
        if let Some(bar) = &self.bar {
            let mut line = format!("{} documents, {}/s", HumanCount(inputs), HumanBytes(speed as u64));
            if let Some(left) = left {
                line += &format!(
                    ", {:.0}%, {} left",
                    at as f64 * 100.0 / total as f64,
                    HumanDuration(Duration::from_secs_f64(left))
                );
            }
            if failed > 0 {
                line += &format!(", {} failed", HumanCount(failed));
            }
            if warnings > 0 {
                line += &format!(", {} warnings", HumanCount(warnings));
            }
            if bar.is_hidden() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.set_message(line);
            bar.tick();
        } else if is_json() {
            let fields = json!({
                "documents": inputs, "failed": failed, "warnings": warnings,
                "bytes_per_second": speed.round(), "seconds_left": left.map(f64::round),
            });
            tell(Level::Info, "progress", &fields);
        }
    }

    /// Says something without tearing the line.
    pub(crate) fn tell(&self, level: Level, message: &str, fields: &Value) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(level, message, fields)),
            None => tell(level, message, fields),
        }
    }

    /// Ends the line and says what was done.
    pub(crate) fn finish(self, summary: &Summary, ended: End) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let Progress { inputs, failed, warnings, pairings, .. } = summary.progress;
        let skipped = self.watch.skipped.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = self.begun.elapsed().as_secs_f64();
        if failed > 0 && inputs > 1 && !is_json() {
            say(format!("{} of {} inputs could not be used", HumanCount(failed), HumanCount(inputs)));
        }
        // Who reads one report sees what was done.
        if inputs <= 1 && skipped.is_empty() && !is_json() {
            return;
        }
        let mut line = format!("{} documents", HumanCount(inputs - failed));
        if ended == End::Interrupted {
            line.insert_str(0, "stopped; ");
        }
        if failed > 0 {
            line += &format!(", {} failed", HumanCount(failed));
        }
        if warnings > 0 {
            line += &format!(", {} warnings", HumanCount(warnings));
        }
        if !skipped.is_empty() {
            let reasons: Vec<String> =
                skipped.iter().map(|(why, n)| format!("{} {why}", HumanCount(*n))).collect();
            line += &format!(", files skipped: {}", reasons.join(", "));
        }
        line += &format!(
            ", {} pairings; {} in {seconds:.1} s ({}/s)",
            HumanCount(pairings),
            HumanBytes(summary.read),
            HumanBytes((summary.read as f64 / seconds.max(0.001)) as u64)
        );
        let fields = json!({
            "documents": inputs - failed, "failed": failed, "warnings": warnings, "pairings": pairings,
            "skipped": &*skipped, "new_documents": summary.new, "bytes": summary.read,
            "seconds": (seconds * 1000.0).round() / 1000.0, "stopped": ended == End::Interrupted,
        });
        tell(Level::Info, line, &fields);
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Bytes of all files.
fn sum(paths: &[PathBuf]) -> u64 {
    let size = |path: &PathBuf| {
        let walk = ignore::WalkBuilder::new(path).standard_filters(false).follow_links(true).build();
        let files = walk.flatten().filter_map(|e| fs::metadata(e.path()).ok()).filter(fs::Metadata::is_file);
        files.map(|meta| meta.len()).sum::<u64>()
    };
    paths.iter().map(size).sum()
}
