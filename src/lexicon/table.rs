//! Tables of data: tab-separated, a heading line, `#` comments.

use crate::error::{Error, Kind};

/// One row of a table.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    name: &'a str,
    line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of a column, empty where the row is shorter.
    pub fn get(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or("")
    }

    /// An error that names this row.
    pub fn error(&self, problem: String) -> Error {
        Error::new(Kind::Table { name: self.name.to_string(), line: self.line, problem })
    }
}

/// The rows of a table, after its heading; blank lines and lines that start with `#` are passed over.
/// A row with fewer than `columns` cells is an error that names it.
pub fn rows<'a>(
    name: &'a str,
    text: &'a str,
    columns: usize,
) -> impl Iterator<Item = Result<Row<'a>, Error>> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(move |(number, line)| {
            let row = Row { name, line: number + 1, cells: line.split('\t').collect() };
            if row.cells.len() < columns {
                return Err(row.error(format!("{columns} columns wanted, {} found", row.cells.len())));
            }
            Ok(row)
        })
}
