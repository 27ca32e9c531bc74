//! Tar archives, entry after entry.

use super::open::{Finder, entry_name};
use std::io::BufRead;
use std::ops::ControlFlow;
use tar::Archive;

pub(super) fn read(
    finder: &mut Finder<'_, '_>,
    place: &str,
    reader: &mut dyn BufRead,
    depth: usize,
) -> ControlFlow<()> {
    let mut archive = Archive::new(reader);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return finder.fault(place, error.into()),
    };
    for entry in entries {
        // Behind a broken head nothing can be found any more.
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return finder.fault(place, error.into()),
        };
        if let Err(fault) = finder.cost.entry(&finder.options.limits) {
            return finder.fault(place, fault);
        }
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry_name(&entry.path_bytes());
        let Some(wanted) = finder.entry_kind(place, &name) else { continue };
        finder.entry(&format!("{place}!{name}"), wanted, &mut entry, depth + 1)?;
    }
    ControlFlow::Continue(())
}
