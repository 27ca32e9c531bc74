//! Zip archives. The list of entries stands at the end, so the file must be one that can be read from any place: a file on
//! the disk, or bytes in memory.

use super::fault::Fault;
use super::limits::Watched;
use super::open::{Finder, entry_name};
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;
use zip::result::ZipError;

pub(super) fn read(
    finder: &mut Finder<'_, '_>,
    place: &str,
    reader: impl Read + Seek,
    depth: usize,
) -> ControlFlow<()> {
    let limits = &finder.options.limits;
    if depth > limits.max_depth {
        let message = format!("lies deeper than {} archives (--max-depth)", limits.max_depth);
        return finder.fault(place, Fault::new("too-deep", message));
    }
    let mut archive = match ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => return finder.fault(place, fault(error)),
    };
    for index in 0..archive.len() {
        if let Err(fault) = finder.cost.entry(limits) {
            return finder.fault(place, fault);
        }
        // The name first, since it can be read even where the entry cannot.
        let raw = match archive.by_index_raw(index) {
            Ok(entry) if entry.is_dir() || entry.is_symlink() => continue,
            Ok(entry) => entry.name_raw().to_vec(),
            Err(error) => {
                finder.fault(&format!("{place}!entry {}", index + 1), fault(error))?;
                continue;
            }
        };
        let name = entry_name(&raw);
        let Some(wanted) = finder.entry_kind(place, &name) else { continue };
        let inner = format!("{place}!{name}");
        let cost = finder.cost.clone();
        match archive.by_index(index) {
            Ok(entry) => {
                let mut entry = Watched { inner: entry, cost: &cost, limits, depth };
                finder.entry(&inner, wanted, &mut entry, depth)?;
            }
            Err(error) => finder.fault(&inner, fault(error))?,
        }
        if cost.is_spent(depth, limits) {
            return finder.fault(place, cost.ratio(limits));
        }
    }
    ControlFlow::Continue(())
}

pub(super) fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(what) => Fault::new("unsupported", what.to_string()),
        other => Fault::malformed(other),
    }
}
