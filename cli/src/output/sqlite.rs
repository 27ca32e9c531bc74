//! A database of SQLite: the tables with keys, indexes made when all rows are in, and a full-text index over names.

use super::file::Unfinished;
use super::table::{Cell, TABLES, Type, rows};
use super::{Item, Sink};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use std::fs::File;
use std::io;
use std::path::Path;

/// So many documents are one transaction.
const TRANSACTION: i64 = 1024;

/// What is asked for most. Columns that a key begins with need no index.
const INDEXES: &[(&str, &str)] = &[
    ("documents", "id"),
    ("documents", "published"),
    ("organizations", "name"),
    ("organizations", "kind"),
    ("mentions", "text"),
    ("people", "name"),
    ("roles", "document, organization"),
    ("dates", "value"),
    ("pairings", "kind"),
    ("pairings", "date"),
    ("pairing_sides", "document, organization"),
];

/// Every name once, with its ends as the words of a full-text index: 烟草专卖局 is found by 烟草*, 专卖* and 局*. SQLite's own
/// trigrams find nothing of two characters, which is what most Chinese words have.
const NAMES: &str =
    "CREATE VIRTUAL TABLE names USING fts5(name UNINDEXED, sort UNINDEXED, ends, detail = none)";
const DISTINCT: &str = "\
SELECT name, 'organization' FROM organizations
    UNION SELECT text, 'organization' FROM mentions WHERE form <> 'anaphor'
    UNION SELECT name, 'person' FROM people
    ORDER BY 1, 2";

/// Which organizations a pairing puts together: those across its sides, or all of the one list.
const LINKS: &str = "\
CREATE VIEW links AS
    SELECT a.document, a.pairing, a.organization, b.organization AS partner
    FROM pairing_sides AS a JOIN pairing_sides AS b USING (document, pairing)
    WHERE a.side < b.side OR (a.organization < b.organization AND NOT EXISTS (
        SELECT 1 FROM pairing_sides AS c
        WHERE c.document = a.document AND c.pairing = a.pairing AND c.side > 1));
";

pub(super) struct Sqlite {
    // In this order: the database is closed before its file is removed.
    database: Connection,
    file: File,
    unfinished: Unfinished,
    inserts: Vec<String>,
    documents: i64,
}

impl Sqlite {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let (unfinished, file) = Unfinished::create(path)?;
        let database = Connection::open(unfinished.path()).map_err(io::Error::other)?;
        // The file is thrown away if the work stops, so nothing must be kept to take back a step.
        let setup = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
                     PRAGMA cache_size = -16384; PRAGMA encoding = 'UTF-8';";
        database.execute_batch(setup).map_err(io::Error::other)?;
        database.set_prepared_statement_cache_capacity(TABLES.len() + 4);
        for table in 0..TABLES.len() {
            database.execute_batch(&create(table)).map_err(io::Error::other)?;
        }
        let inserts = TABLES
            .iter()
            .map(|table| {
                let marks = vec!["?"; table.columns.len()].join(", ");
                format!("INSERT INTO {} VALUES ({marks})", table.name)
            })
            .collect();
        Ok(Self { database, file, unfinished, inserts, documents: 0 })
    }

    /// Fills the full-text index.
    fn names(&self) -> rusqlite::Result<()> {
        self.database.execute_batch(NAMES)?;
        let mut insert = self.database.prepare("INSERT INTO names VALUES (?, ?, ?)")?;
        let mut select = self.database.prepare(DISTINCT)?;
        let mut found = select.query(())?;
        while let Some(row) = found.next()? {
            let (name, sort): (String, String) = (row.get(0)?, row.get(1)?);
            insert.execute((&name, &sort, ends(&name)))?;
        }
        self.database.execute_batch("INSERT INTO names (names) VALUES ('optimize')")
    }

    fn step(&self, sql: &str) -> io::Result<()> {
        self.database.execute_batch(sql).map_err(io::Error::other)
    }
}

/// What a name ends with from each of its characters on, as far as a word goes.
fn ends(name: &str) -> String {
    let mut out = String::new();
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        for (at, _) in word.char_indices() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word.get(at..).unwrap_or_default());
        }
    }
    out
}

/// The statement that makes a table.
fn create(number: usize) -> String {
    let Some(table) = TABLES.get(number) else { return String::new() };
    let mut parts: Vec<String> = Vec::new();
    for column in table.columns {
        let holds = match column.holds {
            Type::Text => "TEXT",
            Type::Whole | Type::Truth => "INTEGER",
            Type::Real => "NUMERIC",
        };
        let null = if column.nullable { "" } else { " NOT NULL" };
        parts.push(format!("\"{}\" {holds}{null}", column.name));
    }
    let key = |count: usize| {
        table.columns.iter().take(count).map(|column| column.name).collect::<Vec<_>>().join(", ")
    };
    parts.push(format!("PRIMARY KEY ({})", key(table.keys)));
    if let Some(parent) = table.parent.and_then(|parent| TABLES.get(parent)) {
        let shared = key(parent.keys);
        parts.push(format!("FOREIGN KEY ({shared}) REFERENCES {} ({shared})", parent.name));
    }
    let names_organization = table.columns.iter().skip(table.keys).any(|c| c.name == "organization")
        || table.name == "pairing_sides";
    if names_organization {
        let to = "organizations (document, organization)";
        parts.push(format!("FOREIGN KEY (document, organization) REFERENCES {to}"));
    }
    let without = if table.keys > 1 { " WITHOUT ROWID" } else { "" };
    format!("CREATE TABLE {} (\n    {}\n){without};", table.name, parts.join(",\n    "))
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Whole(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Truth(truth) => ValueRef::Integer(i64::from(*truth)),
        }))
    }
}

impl Sink for Sqlite {
    fn put(&mut self, item: Item) -> io::Result<()> {
        let record = item.into_record()?;
        if self.documents % TRANSACTION == 0 {
            self.step(if self.documents > 0 { "COMMIT; BEGIN" } else { "BEGIN" })?;
        }
        self.documents += 1;
        rows(self.documents, &record, &mut |table, cells| {
            let Some(insert) = self.inserts.get(table) else { return Ok(()) };
            let mut statement = self.database.prepare_cached(insert).map_err(io::Error::other)?;
            for (place, cell) in (1..).zip(cells) {
                statement.raw_bind_parameter(place, cell).map_err(io::Error::other)?;
            }
            statement.raw_execute().map_err(io::Error::other)?;
            Ok(())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        if self.documents > 0 {
            self.step("COMMIT")?;
        }
        self.step("BEGIN")?;
        for (table, columns) in INDEXES {
            let name = columns.replace(", ", "_");
            self.step(&format!("CREATE INDEX {table}_{name} ON {table} ({columns})"))?;
        }
        self.names().map_err(io::Error::other)?;
        self.step(LINKS)?;
        self.step("COMMIT; ANALYZE")?;
        let Self { database, file, unfinished, .. } = *self;
        database.close().map_err(|(_, e)| io::Error::other(e))?;
        unfinished.keep(&file)
    }
}
