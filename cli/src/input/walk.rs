//! The files of a folder, in the order of their names, with those of its folders.

use super::fault::Fault;
use ignore::{DirEntry, Error, WalkBuilder};
use std::path::{Path, PathBuf};

/// What a folder says should be passed over. `.gitignore` is not asked: what is not wanted in a repository, above all
/// data, is wanted here.
const IGNORE_FILE: &str = ".dangjianignore";

/// Walks a folder. `enter` is asked for each folder and file below it.
pub(super) fn files(
    folder: &Path,
    enter: impl Fn(&DirEntry) -> bool + Send + Sync + 'static,
) -> impl Iterator<Item = Result<PathBuf, (PathBuf, Fault)>> {
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .ignore(true)
        .add_custom_ignore_filename(IGNORE_FILE)
        .follow_links(true)
        .sort_by_file_name(|a, b| a.cmp(b))
        .filter_entry(move |entry| entry.depth() == 0 || enter(entry))
        .build();
    let folder = folder.to_path_buf();
    walk.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => None,
        Ok(entry) => Some(Ok(entry.into_path())),
        Err(error) => {
            let mut path = folder.clone();
            let fault = fault(error, &mut path);
            Some(Err((path, fault)))
        }
    })
}

fn fault(error: Error, path: &mut PathBuf) -> Fault {
    match error {
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => fault(*err, path),
        Error::WithPath { path: at, err } => {
            *path = at;
            fault(*err, path)
        }
        Error::Loop { child, .. } => {
            *path = child;
            Fault::new("unreadable", "the folder contains itself")
        }
        Error::Io(error) => Fault::new("unreadable", error.to_string()),
        other => Fault::new("unreadable", other.to_string()),
    }
}
