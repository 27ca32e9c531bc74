//! `extract`: reports to records, one a line, in the order of the input.

use crate::input::{self, Inputs, Options, Problem, Report, STDIN, Task, Watch};
use crate::lexicon::Lexicon;
use crate::message::{End, Level, Stop, clean, tell};
use crate::output::{self, Progress, Start, Writer, chain, files_of};
use crate::pipeline::{self, Next};
use crate::progress::{Meter, Summary};
use dangjian::Extractor;
use memchr::memmem;
use serde_json::json;
use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Turn reports into records (JSON Lines, in the order of the input)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian extract report.txt --published 2021-07-01 --pretty
  dangjian extract archive/ more/2020.zip crawl.warc.gz -o records.jsonl
  dangjian extract archive/ -o records.jsonl --resume      after Ctrl-C, a crash or a full disk
  dangjian extract archive/ -o archive.db                  a database of SQLite; records.parquet, --tables DIR …
  dangjian extract export.csv --text-field 正文 --id-field 编号 --date-field 日期
  dangjian extract archive/ --include '*.html' --exclude drafts | jq -r '.pairings[] | .kind'
  dangjian extract archive/ --names our-names.tsv --log-format json 2> log.jsonl
  cat report.txt | dangjian extract -

A file's record has the file's name without ending as its id, and its path as its source: a.zip!2021/b.txt is b.txt in
a.zip, table.csv:12 row 12 of a table whose heading is row 1. Offsets count the characters of the text that `dangjian text` prints.

What cannot be read is named on standard error, the rest goes on, and the exit status is 1. With -o records.jsonl each
such input also has a line in records.errors.jsonl: {\"schema\": 1, \"source\": …, \"error\": {\"code\": …, \"message\": …}}.
While it works, it writes to records.jsonl.part; records.jsonl is there when it is whole.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    lexicon: Lexicon,

    #[command(flatten)]
    target: output::Target,

    /// Go on where an earlier run with the same inputs and options stopped, however it ended; begin if there was none
    #[arg(long, requires = "output")]
    resume: bool,

    /// Stop at the first input that cannot be used
    #[arg(long)]
    fail_fast: bool,

    /// Spread each record over several lines
    #[arg(long)]
    pretty: bool,

    /// How many reports to work on at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// What a worker makes of a task.
struct Made {
    source: String,
    bytes: u64,
    line: Result<Record, Problem>,
}

struct Record {
    line: Vec<u8>,
    pairings: u64,
    warnings: Vec<String>,
}

/// What comes from the finder: a task, or that the inputs are not those of the run that is gone on from.
enum Found {
    Task(Task),
    Changed,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let begun = Instant::now();
    let target = arguments.target.output.as_deref();
    if let Some(path) = target {
        refuse_input_as_output(&arguments.inputs.paths, path)?;
    }
    let lines = arguments.target.is_lines();
    if arguments.resume && !lines {
        let message = "--resume is for JSON Lines: write these, then `dangjian convert` them";
        return Err(Stop::Usage(message.into()));
    }
    let (extractor, lexicon) = arguments.lexicon.extractor()?;
    let (mut writer, start) = match target {
        Some(path) if lines => Writer::file(path, arguments.resume, fingerprint(arguments, lexicon))?,
        None if lines => (Writer::stdout(), Start::Fresh),
        _ => (Writer::other(output::Output::open(&arguments.target, arguments.pretty)?), Start::Fresh),
    };
    let done = match start {
        Start::Whole => {
            let shown = target.map(|p| p.display().to_string()).unwrap_or_default();
            tell(Level::Info, format!("{shown} is whole: nothing is left to do"), &json!({}));
            return Ok(End::Well);
        }
        Start::At(progress) => {
            tell(Level::Info, format!("goes on behind {} inputs", progress.inputs), &json!({}));
            progress
        }
        Start::Fresh => Progress::default(),
    };

    let stop = Arc::new(AtomicBool::new(false));
    listen(&stop);
    let watch = Watch {
        except: target
            .map(files_of)
            .unwrap_or_default()
            .iter()
            .filter_map(|p| fs::canonicalize(p).ok())
            .collect(),
        ..Watch::default()
    };
    let threads =
        arguments.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let options = Arc::new(arguments.inputs.options.clone());
    let (paths, seen, how) = (arguments.inputs.paths.clone(), watch.clone(), Arc::clone(&options));
    let find = move |give: &mut dyn FnMut(Found, u64) -> ControlFlow<()>| {
        let mut passed = Progress::default();
        let mut emit = |task: Task| {
            if passed.inputs == done.inputs {
                let size = task.size;
                return give(Found::Task(task), size);
            }
            passed.inputs += 1;
            passed.chain = chain(passed.chain, task.name());
            let changed = passed.inputs == done.inputs && passed.chain != done.chain;
            if changed { give(Found::Changed, 0) } else { ControlFlow::Continue(()) }
        };
        let flow = input::read(&paths, &how, &seen, &mut emit);
        if flow.is_continue() && passed.inputs < done.inputs {
            let _ = give(Found::Changed, 0);
        }
    };
    let pretty = arguments.pretty;
    let work = move |found: Found| match found {
        Found::Task(task) => Some(make(&extractor, task, &options, pretty)),
        Found::Changed => None,
    };
    let mut results = pipeline::start(threads, &stop, find, work)
        .map_err(|e| Stop::Usage(format!("cannot start {threads} threads: {e}")))?;

    let mut summary = Summary { progress: done, new: 0, read: 0 };
    let mut meter = Meter::new(&arguments.inputs, &watch, begun);
    let mut ended = End::Well;
    loop {
        match results.next() {
            Next::Result(Some(made)) => {
                let failed = made.line.is_err();
                write(&mut writer, &mut summary, &mut meter, made)?;
                writer.flush(&summary.progress, false)?;
                if failed && arguments.fail_fast {
                    stop.store(true, Ordering::Relaxed);
                    ended = End::SomeFailed;
                    break;
                }
            }
            Next::Result(None) => {
                let message = "the inputs are not those of the run that is to go on; run without --resume to begin anew";
                return Err(Stop::Usage(message.into()));
            }
            Next::Idle => writer.flush(&summary.progress, true)?,
            Next::End => break,
        }
        meter.show(&summary);
    }
    if ended == End::Well && stop.load(Ordering::Relaxed) {
        ended = End::Interrupted;
    }
    let progress = summary.progress;
    if ended == End::Well {
        writer.finish(&progress)?;
        ended = End::of(progress.failed as usize);
    } else if let Some(part) = writer.leave(&progress)? {
        let message = format!("what is finished is in {}; --resume goes on from there", part.display());
        meter.tell(Level::Info, &message, &json!({}));
    }
    meter.finish(&summary, ended);
    Ok(ended)
}

/// One result on its way out.
fn write(writer: &mut Writer, summary: &mut Summary, meter: &mut Meter, made: Made) -> Result<(), Stop> {
    let progress = &mut summary.progress;
    progress.inputs += 1;
    progress.chain = chain(progress.chain, &made.source);
    summary.new += 1;
    summary.read += made.bytes;
    match made.line {
        Ok(record) => {
            writer.record(&record.line)?;
            progress.bytes += record.line.len() as u64;
            progress.pairings += record.pairings;
            progress.warnings += record.warnings.len() as u64;
            for warning in record.warnings {
                let message = format!("{}: {warning}", clean(&made.source));
                meter.tell(Level::Warning, &message, &json!({"source": made.source}));
            }
        }
        Err(problem) => {
            let mut line = json!({
                "schema": dangjian::record::SCHEMA,
                "source": problem.source,
                "error": {"code": problem.code, "message": problem.message},
            })
            .to_string();
            line.push('\n');
            if writer.error(line.as_bytes())? {
                progress.error_bytes += line.len() as u64;
            }
            progress.failed += 1;
            let fields = json!({"source": problem.source, "code": problem.code});
            meter.tell(Level::Error, &problem.to_string(), &fields);
        }
    }
    Ok(())
}

/// The record of one report, as it is written. A fault of ours costs one report, not the run.
fn make(extractor: &Extractor, task: Task, options: &Options, pretty: bool) -> Made {
    let (source, bytes) = (task.name().to_string(), task.size);
    let made = catch_unwind(AssertUnwindSafe(|| {
        let report = task.read(options)?;
        Ok(record(extractor, report, pretty))
    }));
    let line = made.unwrap_or_else(|_| {
        let message = "a fault of this program; please report it with this input".into();
        Err(Problem { source: source.clone(), code: "internal", message })
    });
    Made { source, bytes, line }
}

fn record(extractor: &Extractor, report: Report, pretty: bool) -> Record {
    let mut line = Vec::with_capacity(4 << 10);
    let pairings = if pretty {
        let record = extractor.extract(report.input());
        // Writing to memory does not fail, and all keys are words.
        let _ = serde_json::to_writer_pretty(&mut line, &record);
        record.pairings.len()
    } else {
        extractor.write_json(report.input(), &mut line);
        // Of all objects only pairings have such ids; in a text its marks would be escaped.
        memmem::find_iter(&line, br#"{"id":"r"#).count()
    };
    line.push(b'\n');
    Record { line, pairings: pairings as u64, warnings: report.warnings }
}

/// What the bytes of the output depend on, besides the inputs' names: a run goes on only from one that is alike.
fn fingerprint(arguments: &Arguments, lexicon: u64) -> u64 {
    let Arguments { inputs, pretty, .. } = arguments;
    let Options { published, format, columns, select, limits } = &inputs.options;
    let options = format!("{published:?} {format:?} {columns:?} {limits:?} {pretty}");
    let globs = select.include.iter().chain(&select.exclude).fold(0, |sum, glob| chain(sum, glob.glob()));
    let paths = inputs.paths.iter().fold(0, |sum, path| chain(sum, &path.to_string_lossy()));
    let all =
        format!("{} {options} {} {globs} {paths} {lexicon}", env!("CARGO_PKG_VERSION"), select.include.len());
    chain(0, &all)
}

/// The first signal asks to stop, the second ends the program at once.
fn listen(stop: &Arc<AtomicBool>) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    for signal in [SIGINT, SIGTERM] {
        // Where a signal cannot be caught it ends the program, as it would have.
        let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(stop));
        let _ = flag::register(signal, Arc::clone(stop));
    }
}

/// An output that is also an input would be emptied before it is read.
fn refuse_input_as_output(inputs: &[PathBuf], output: &Path) -> Result<(), Stop> {
    let Ok(real) = fs::canonicalize(output) else { return Ok(()) };
    match inputs.iter().any(|p| fs::canonicalize(p).is_ok_and(|p| p == real)) {
        true => Err(Stop::Usage(format!("{}: is an input too", output.display()))),
        false => Ok(()),
    }
}

impl Task {
    /// Its name in messages.
    fn name(&self) -> &str {
        self.source.as_deref().unwrap_or(STDIN)
    }
}
