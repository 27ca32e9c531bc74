//! What the tasks of this repository share with its tests: reading gold annotations, checking and scoring.

pub mod check;
pub mod division;
pub mod gold;
pub mod region;
pub mod score;
pub mod words;
pub mod year;

use dangjian::record::Record;
use dangjian::{Extractor, Input};
use std::collections::BTreeMap;

/// The records of reports, each read with the date of publication that its gold gives.
pub fn records(extractor: &Extractor, reports: &[gold::Report]) -> BTreeMap<String, Record> {
    reports
        .iter()
        .map(|report| {
            let mut input = Input::new(&report.text).id(&report.name);
            if let Some(date) = &report.gold.published {
                input = input.published(date);
            }
            (report.name.clone(), extractor.extract(input))
        })
        .collect()
}
