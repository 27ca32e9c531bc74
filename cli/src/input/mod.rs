//! Where reports come from: files, folders, archives and what is in them, tables, standard input. Everything is
//! streamed; nothing is unpacked to the disk.
//!
//! One thread finds reports ([`read`]) and gives tasks; whoever takes a task reads it ([`Task::read`]): decoding,
//! HTML, office files and PDF are work for all threads. A format is a file of this folder.

mod date;
mod decode;
#[cfg(feature = "docx")]
mod docx;
mod fault;
#[cfg(feature = "html")]
mod html;
mod json;
mod kind;
mod limits;
mod open;
mod pack;
#[cfg(feature = "pdf")]
pub(crate) mod pdf;
mod published;
mod select;
#[cfg(feature = "csv")]
mod table;
#[cfg(feature = "tar")]
mod tape;
mod task;
mod walk;
#[cfg(feature = "warc")]
mod warc;
#[cfg(feature = "zip")]
mod zipped;

pub(crate) use kind::Kind;
pub(crate) use limits::Limits;
pub(crate) use open::{Watch, read};
pub(crate) use select::Select;
pub(crate) use task::{Problem, Report, STDIN, Task};

use crate::message::{End, Stop, say};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// The arguments that all commands that read reports share.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Inputs {
    /// Files, folders, or `-` for standard input
    ///
    /// Read are text, HTML, Word (.docx), PDF with a text layer; tables (.csv, .tsv) and JSON (.json, .jsonl) with a report
    /// a row or object; archives (.zip, .tar, .warc), and all of them compressed (.gz, .zst, .xz, .bz2) or in one
    /// another. A folder is read with its folders, in the order of the names; files in it whose names end otherwise, and
    /// those that a `.ignore` or `.dangjianignore` file names, are passed over. What the name does not tell, the first
    /// bytes do. Encodings: UTF-8, UTF-16, GBK, GB18030, Big5.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) options: Options,
}

/// How inputs are read.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Options {
    /// Date of publication of reports that carry none: 2021-07-01, or with a time 2021-07-01T08:30
    #[arg(long, value_name = "DATE", value_parser = published::parse)]
    pub(crate) published: Option<String>,

    /// Read files and standard input as this, whatever their names say; does not reach into folders and archives
    #[arg(long = "input-format", id = "input-format", value_name = "FORMAT", hide_possible_values = true)]
    pub(crate) format: Option<Kind>,

    #[command(flatten)]
    pub(crate) columns: Columns,

    #[command(flatten)]
    pub(crate) select: Select,

    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// Where tables and objects hold what.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Tables and JSON")]
pub(crate) struct Columns {
    /// Column or field of the text [default: text, content, 正文 or 内容]
    #[arg(long = "text-field", value_name = "NAME")]
    pub(crate) text: Option<String>,

    /// Column or field of the id [default: id or 编号]
    #[arg(long = "id-field", value_name = "NAME")]
    pub(crate) id: Option<String>,

    /// Column or field of the date of publication [default: published, 发布时间 or 发布日期]
    #[arg(long = "date-field", value_name = "NAME")]
    pub(crate) date: Option<String>,

    /// Column or field of a title that is to become the first line of the text
    #[arg(long = "title-field", value_name = "NAME")]
    pub(crate) title: Option<String>,
}

impl Columns {
    const TEXT: &'static [&'static str] = &["text", "content", "正文", "内容"];
    const ID: &'static [&'static str] = &["id", "编号"];
    const DATE: &'static [&'static str] = &["published", "发布时间", "发布日期"];
    const URL: &'static [&'static str] = &["url", "网址", "链接"];
}

/// Reads report after report and hands each on; problems are said and counted. For commands that are not
/// in a hurry.
pub(crate) fn each(inputs: &Inputs, mut work: impl FnMut(&Report) -> Result<(), Stop>) -> Result<End, Stop> {
    let (mut failed, mut stop) = (0, None);
    let options = &inputs.options;
    let _ = read(&inputs.paths, options, &Watch::default(), &mut |task| {
        match task.read(options) {
            Ok(report) => {
                let source = report.source.as_deref().unwrap_or(STDIN);
                report.warnings.iter().for_each(|warning| say(format!("{source}: {warning}")));
                if let Err(error) = work(&report) {
                    stop = Some(error);
                    return ControlFlow::Break(());
                }
            }
            Err(problem) => {
                failed += 1;
                say(problem);
            }
        }
        ControlFlow::Continue(())
    });
    match stop {
        Some(stop) => Err(stop),
        None => Ok(End::of(failed)),
    }
}
