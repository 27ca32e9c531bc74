//! PDF files with a text layer.
//!
//! PDF readers meet files that make them panic, loop or eat memory. So a file is read by a child, this program again, which
//! has bounded time and memory and takes nobody with it when it falls.

use super::date;
use super::fault::Fault;
use super::limits::Limits;
use super::task::{Content, Dates, How};
use crate::message::{End, Stop};
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// The subcommand that the child is called with.
pub(crate) const CHILD: &str = "read-pdf";
/// So long may one file take.
const TIME: Duration = Duration::from_secs(60);
/// So much memory may one file take, in address space, besides four times the longest report.
const MEMORY: u64 = 1 << 30;
/// Stands before what the child says; libraries may print, too.
const MARK: &[u8] = b"\0text\0";

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Fault> {
    let said = ask_child(bytes, limits)?;
    let at = said.windows(MARK.len()).rposition(|w| w == MARK);
    let said = at.and_then(|at| said.get(at + MARK.len()..)).unwrap_or_default();
    let said = std::str::from_utf8(said).map_err(Fault::malformed)?;
    let Some((day, text)) = said.split_once('\n') else {
        return Err(Fault::malformed("is no PDF file that can be read"));
    };
    if let Some(problem) = day.strip_prefix('!') {
        return Err(Fault::malformed(problem));
    }
    if text.trim().is_empty() {
        return Err(Fault::new("no-text", "has no text layer"));
    }
    let mut dates = Dates::default();
    dates.add(How::File, date::field(day).ok().flatten());
    Ok(Content { text: tidy(text), dates, ..Content::default() })
}

/// What the child says.
fn ask_child(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    let broken = |e: io::Error| Fault::new("internal", format!("cannot start the reader of PDF files: {e}"));
    let program = std::env::current_exe().map_err(broken)?;
    let mut command = Command::new(program);
    command.arg(CHILD).arg("--memory").arg((MEMORY + limits.max_size.saturating_mul(4)).to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Ctrl-C is for us: what is begun is brought to its end.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(broken)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, answer) = channel();
    let longest = limits.max_size.saturating_add(4096);
    let said = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        scope.spawn(move || {
            let mut said = Vec::new();
            let read = stdout.map_or(Ok(0), |stdout| stdout.take(longest).read_to_end(&mut said));
            // Nobody listens any more when the time is over.
            let _ = sender.send(read.map(|_| said));
        });
        let said = answer.recv_timeout(TIME);
        if said.is_err() || said.as_ref().is_ok_and(|s| s.as_ref().is_ok_and(|s| s.len() as u64 >= longest)) {
            let _ = child.kill();
        }
        said
    });
    let status = child.wait()?;
    match said {
        Ok(Ok(said)) if said.len() as u64 >= longest => Err(limits.too_large()),
        Ok(Ok(said)) if status.success() => Ok(said),
        Ok(Ok(_)) => Err(Fault::malformed(format!("cannot be read as PDF ({})", ended(status)))),
        Ok(Err(error)) => Err(error.into()),
        Err(RecvTimeoutError::Timeout) => {
            Err(Fault::malformed(format!("took longer than {} seconds to read", TIME.as_secs())))
        }
        Err(RecvTimeoutError::Disconnected) => Err(Fault::new("internal", "the reader of PDF files is gone")),
    }
}

fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("the reader ended with {code}"),
        None => "the reader was ended by the system".into(),
    }
}

/// Lines without blanks at their ends, and one empty line where there are many.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 && !(out.is_empty() && line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What the child is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Child {
    #[arg(long)]
    memory: u64,
}

/// The work of the child: a PDF file on standard input, its day and its text on standard output.
pub(crate) fn child(arguments: &Child) -> Result<End, Stop> {
    #[cfg(unix)]
    {
        use rlimit::{Resource, setrlimit};
        // Where the system does not know such limits, the parent's patience is the only one.
        let _ = setrlimit(Resource::AS, arguments.memory, arguments.memory);
        let _ = setrlimit(Resource::CPU, TIME.as_secs(), TIME.as_secs());
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let (day, text) = match pdf_extract::Document::load_mem(&bytes) {
        Ok(document) => match pages(&document) {
            Ok(text) => (created(&document).unwrap_or_default(), text),
            Err(problem) => (format!("!{}", problem.replace('\n', " ")), String::new()),
        },
        Err(error) => (format!("!{}", error.to_string().replace('\n', " ")), String::new()),
    };
    let mut out = io::stdout().lock();
    out.write_all(MARK)?;
    out.write_all(format!("{day}\n{text}").as_bytes())?;
    out.flush()?;
    Ok(End::Well)
}

fn pages(document: &pdf_extract::Document) -> Result<String, String> {
    if document.is_encrypted() {
        return Err("is encrypted".into());
    }
    let mut text = String::new();
    let mut output = pdf_extract::PlainTextOutput::new(&mut text);
    pdf_extract::output_doc(document, &mut output).map_err(|e| e.to_string())?;
    Ok(text)
}

/// `D:20210715093000+08'00'` in the head of the file.
fn created(document: &pdf_extract::Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?.as_reference().ok()?;
    let info = document.get_object(info).ok()?.as_dict().ok()?;
    let date = String::from_utf8_lossy(info.get(b"CreationDate").ok()?.as_str().ok()?).into_owned();
    date.trim_start_matches("D:").get(..8).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_tidy() {
        assert_eq!(tidy("\n\n甲 \n\n\n\n乙\n\n"), "甲\n\n乙");
    }
}
