//! The figures as the reference scorer prints them.

use super::{Score, Tally, mean};
use std::fmt;

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The metric.
    pub name: &'static str,
    /// Precision, where the metric has one.
    pub precision: Option<f64>,
    /// Recall, where the metric has one.
    pub recall: Option<f64>,
    /// F1, or the share that is right.
    pub f1: f64,
    /// Hits.
    pub hit: Option<f64>,
    /// False alarms.
    pub wrong: Option<f64>,
    /// Misses.
    pub missed: Option<f64>,
}

impl Column {
    fn full(name: &'static str, t: &Tally) -> Self {
        Self {
            name,
            precision: Some(t.precision()),
            recall: Some(t.recall()),
            f1: t.f1(),
            hit: Some(t.hit),
            wrong: Some(t.wrong),
            missed: Some(t.missed),
        }
    }

    fn share(name: &'static str, t: &Tally) -> Self {
        Self {
            name,
            precision: None,
            recall: None,
            f1: t.precision(),
            hit: Some(t.hit),
            wrong: Some(t.wrong),
            missed: None,
        }
    }
}

/// All figures of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Reports scored.
    pub documents: usize,
    /// Reports without a record.
    pub absent: usize,
    /// The metrics, in the order of the reference.
    pub columns: Vec<Column>,
}

impl Table {
    /// F1 (or the share that is right) of a metric.
    pub fn f1(&self, name: &str) -> Option<f64> {
        self.columns.iter().find(|c| c.name == name).map(|c| c.f1)
    }

    /// As JSON, with the keys of the reference.
    pub fn to_json(&self) -> String {
        let metrics: serde_json::Map<String, serde_json::Value> = self
            .columns
            .iter()
            .map(|c| {
                let cells = [
                    ("p", c.precision),
                    ("r", c.recall),
                    ("f1", Some(c.f1)),
                    ("tp", c.hit),
                    ("fp", c.wrong),
                    ("fn", c.missed),
                ];
                let cells = cells.into_iter().filter_map(|(k, v)| Some((k.to_string(), v?.into()))).collect();
                (c.name.to_string(), serde_json::Value::Object(cells))
            })
            .collect();
        format!("{:#}\n", serde_json::Value::Object(metrics))
    }
}

impl Score {
    /// The figures.
    pub fn table(&self) -> Table {
        let (precision, recall) = (self.linking_precision.precision(), self.linking_recall.precision());
        let linking = Column {
            name: "linking",
            precision: Some(precision),
            recall: Some(recall),
            f1: mean(precision, recall),
            hit: None,
            wrong: None,
            missed: None,
        };
        let columns = vec![
            Column::full("orgs", &self.orgs),
            Column::full("entities", &self.entities),
            Column::share("kinds", &self.kinds),
            Column::full("hosts", &self.hosts),
            Column::full("anaphora", &self.anaphora),
            Column::full("dates", &self.dates),
            Column::full("dates.value", &self.date_values),
            Column::full("numbers", &self.numbers),
            Column::full("numbers.value", &self.number_values),
            Column::full("people", &self.people),
            Column::full("roles", &self.roles),
            Column::full("pairings", &self.pairings),
            Column::share("pairings.status", &self.pairing_status),
            Column::share("pairings.date", &self.pairing_dates),
            Column::share("offsets", &self.offsets),
            linking,
        ];
        Table { documents: self.documents, absent: self.absent, columns }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} documents, {} without a record", self.documents, self.absent)?;
        write!(f, "{:16}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}", "", "P", "R", "F1", "hit", "false", "missed")?;
        for c in &self.columns {
            write!(f, "\n{:16}", c.name)?;
            for share in [c.precision, c.recall, Some(c.f1)] {
                match share {
                    Some(share) => write!(f, "{:8.2}", 100.0 * share)?,
                    None => write!(f, "{:8}", "")?,
                }
            }
            for count in [c.hit, c.wrong, c.missed] {
                match count {
                    Some(count) => write!(f, "{count:8.1}")?,
                    None => write!(f, "{:8}", "")?,
                }
            }
        }
        Ok(())
    }
}
