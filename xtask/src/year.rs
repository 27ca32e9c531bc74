//! The year nobody wrote: how often it is inferred right, and how often wrong, where no date of publication is given.

use crate::gold::Report;
use dangjian::{Extractor, Input};

/// What became of the years of some reports.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Years {
    /// How many reports have a year in the gold.
    pub reports: usize,
    /// How many years were inferred right.
    pub right: usize,
    /// The names of the reports whose year was inferred wrong, with the year that was inferred.
    pub wrong: Vec<(String, String)>,
}

impl Years {
    /// Reads the reports without the date of publication that their gold gives, and compares the years.
    pub fn of(extractor: &Extractor, reports: &[Report]) -> Self {
        let mut out = Self::default();
        for report in reports {
            let Some(want) = report.gold.published.as_deref().and_then(|d| d.get(..4)) else { continue };
            out.reports += 1;
            let Some(found) = extractor.extract(Input::new(&report.text)).published else { continue };
            match found.date.get(..4) {
                Some(year) if year == want => out.right += 1,
                year => out.wrong.push((report.name.clone(), year.unwrap_or_default().to_owned())),
            }
        }
        out
    }

    /// The share of reports whose year is wrong.
    pub fn wrong_share(&self) -> f64 {
        self.wrong.len() as f64 / self.reports.max(1) as f64
    }

    /// One line that says it.
    pub fn line(&self) -> String {
        let of = |n: usize| 100.0 * n as f64 / self.reports.max(1) as f64;
        let none = self.reports - self.right - self.wrong.len();
        format!(
            "{} reports: {:.1} % right, {:.1} % wrong, {:.1} % without a year",
            self.reports,
            of(self.right),
            of(self.wrong.len()),
            of(none)
        )
    }
}
