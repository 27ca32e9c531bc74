//! A record as rows of tables. The same description makes CSV files, the tables of SQLite, and Parquet, where the
//! tables below `documents` may also be lists inside it.

use dangjian::record::{NumberValue, Record};
use std::io;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Whole,
    /// A whole number or a real one.
    Real,
    Truth,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// What it is called where the table is a list inside another; `None`: its place in the list tells it.
    pub(crate) inside: Option<&'static str>,
    pub(crate) holds: Type,
    pub(crate) nullable: bool,
}

/// A table. Its rows come after the row of the parent that they belong to.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// What it is called as a list inside its parent.
    pub(crate) inside: &'static str,
    pub(crate) parent: Option<usize>,
    /// So many columns in front are its key; the first of them are the key of the parent.
    pub(crate) keys: usize,
    pub(crate) columns: &'static [Column],
}

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Text(&'a str),
    Whole(i64),
    Real(f64),
    Truth(bool),
}

const fn column(name: &'static str, holds: Type, nullable: bool) -> Column {
    Column { name, inside: Some(name), holds, nullable }
}

const fn text(name: &'static str) -> Column {
    column(name, Type::Text, false)
}

/// Text that may be null.
const fn told(name: &'static str) -> Column {
    column(name, Type::Text, true)
}

const fn whole(name: &'static str) -> Column {
    column(name, Type::Whole, false)
}

/// The number of a row among its like, from 1.
const fn number() -> Column {
    Column { name: "number", inside: None, holds: Type::Whole, nullable: false }
}

/// The id of what a row is about.
const fn id(name: &'static str) -> Column {
    Column { name, inside: Some("id"), holds: Type::Text, nullable: false }
}

pub(crate) const DOCUMENTS: usize = 0;
const AUTHORS: usize = 1;
const ORGANIZATIONS: usize = 2;
const MENTIONS: usize = 3;
const PEOPLE: usize = 4;
const PERSON_MENTIONS: usize = 5;
const ROLES: usize = 6;
const DATES: usize = 7;
const NUMBERS: usize = 8;
const PAIRINGS: usize = 9;
const SIDES: usize = 10;
const EVIDENCE: usize = 11;
const WARNINGS: usize = 12;

/// All tables; a parent stands before its children.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "documents",
        inside: "documents",
        parent: None,
        keys: 1,
        columns: &[
            whole("document"),
            told("id"),
            told("source"),
            told("published"),
            told("basis"),
            told("title"),
            told("outlet"),
            whole("schema"),
        ],
    },
    Table {
        name: "authors",
        inside: "authors",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[whole("document"), number(), text("name"), text("role")],
    },
    Table {
        name: "organizations",
        inside: "organizations",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[
            whole("document"),
            id("organization"),
            text("name"),
            text("kind"),
            told("level"),
            told("host"),
            told("place"),
            column("masked", Type::Truth, false),
        ],
    },
    Table {
        name: "mentions",
        inside: "mentions",
        parent: Some(ORGANIZATIONS),
        keys: 3,
        columns: &[
            whole("document"),
            text("organization"),
            number(),
            whole("start"),
            whole("end"),
            text("text"),
            text("form"),
        ],
    },
    Table {
        name: "people",
        inside: "people",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[whole("document"), id("person"), text("name")],
    },
    Table {
        name: "person_mentions",
        inside: "mentions",
        parent: Some(PEOPLE),
        keys: 3,
        columns: &[whole("document"), text("person"), number(), whole("start"), whole("end"), text("text")],
    },
    Table {
        name: "roles",
        inside: "roles",
        parent: Some(PEOPLE),
        keys: 3,
        columns: &[whole("document"), text("person"), number(), told("organization"), text("title")],
    },
    Table {
        name: "dates",
        inside: "dates",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[
            whole("document"),
            number(),
            whole("start"),
            whole("end"),
            text("text"),
            text("kind"),
            told("value"),
            told("earliest"),
            told("latest"),
            told("mod"),
        ],
    },
    Table {
        name: "numbers",
        inside: "numbers",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[
            whole("document"),
            number(),
            whole("start"),
            whole("end"),
            text("text"),
            text("kind"),
            column("value", Type::Real, true),
            column("low", Type::Real, true),
            column("high", Type::Real, true),
            told("unit"),
            told("unit_norm"),
            text("bound"),
            told("counted"),
            told("of"),
        ],
    },
    Table {
        name: "pairings",
        inside: "pairings",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[
            whole("document"),
            id("pairing"),
            text("kind"),
            told("type"),
            text("status"),
            told("date"),
            told("since"),
            told("place"),
            told("theme"),
            column("declared", Type::Whole, true),
            column("confidence", Type::Real, false),
        ],
    },
    Table {
        name: "pairing_sides",
        inside: "sides",
        parent: Some(PAIRINGS),
        keys: 4,
        columns: &[whole("document"), text("pairing"), whole("side"), text("organization")],
    },
    Table {
        name: "pairing_evidence",
        inside: "evidence",
        parent: Some(PAIRINGS),
        keys: 3,
        columns: &[whole("document"), text("pairing"), number(), whole("start"), whole("end"), text("text")],
    },
    Table {
        name: "warnings",
        inside: "warnings",
        parent: Some(DOCUMENTS),
        keys: 2,
        columns: &[whole("document"), number(), text("code"), text("message"), whole("start"), whole("end")],
    },
];

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Whole(number as i64)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, T::into)
    }
}

/// Text with its number from 1.
fn counted<T>(items: &[T]) -> impl Iterator<Item = (Cell<'static>, &T)> {
    (1i64..).map(Cell::Whole).zip(items)
}

/// Gives all rows of a record, with the numbers of their tables: a row of a table, then those of the tables below it.
pub(crate) fn rows(
    document: i64,
    record: &Record,
    put: &mut impl FnMut(usize, &[Cell<'_>]) -> io::Result<()>,
) -> io::Result<()> {
    let d = Cell::Whole(document);
    let Record { meta, published, .. } = record;
    put(
        DOCUMENTS,
        &[
            d,
            record.id.as_ref().into(),
            record.source.as_ref().into(),
            published.as_ref().map(|p| &p.date).into(),
            published.as_ref().map(|p| p.basis.as_str()).into(),
            meta.title.as_ref().into(),
            meta.outlet.as_ref().into(),
            Cell::Whole(record.schema.into()),
        ],
    )?;
    for (n, author) in counted(&meta.authors) {
        put(AUTHORS, &[d, n, (&author.name).into(), author.role.as_str().into()])?;
    }
    for org in &record.organizations {
        let o = Cell::from(&org.id);
        let level = org.level.map(|level| level.as_str()).into();
        put(
            ORGANIZATIONS,
            &[
                d,
                o,
                (&org.name).into(),
                org.kind.as_str().into(),
                level,
                org.host.as_ref().into(),
                org.place.as_ref().into(),
                Cell::Truth(org.masked),
            ],
        )?;
        for (n, m) in counted(&org.mentions) {
            let (start, end) = (m.start.into(), m.end.into());
            put(MENTIONS, &[d, o, n, start, end, (&m.text).into(), m.form.as_str().into()])?;
        }
    }
    for person in &record.people {
        let p = Cell::from(&person.id);
        put(PEOPLE, &[d, p, (&person.name).into()])?;
        for (n, m) in counted(&person.mentions) {
            put(PERSON_MENTIONS, &[d, p, n, m.start.into(), m.end.into(), (&m.text).into()])?;
        }
        for (n, role) in counted(&person.roles) {
            put(ROLES, &[d, p, n, role.organization.as_ref().into(), (&role.title).into()])?;
        }
    }
    for (n, date) in counted(&record.dates) {
        put(
            DATES,
            &[
                d,
                n,
                date.start.into(),
                date.end.into(),
                (&date.text).into(),
                date.kind.as_str().into(),
                date.value.as_ref().into(),
                date.earliest.as_ref().into(),
                date.latest.as_ref().into(),
                date.modifier.map(|m| m.as_str()).into(),
            ],
        )?;
    }
    for (n, number) in counted(&record.numbers) {
        let [value, low, high] = value(&number.value);
        put(
            NUMBERS,
            &[
                d,
                n,
                number.start.into(),
                number.end.into(),
                (&number.text).into(),
                number.kind.as_str().into(),
                value,
                low,
                high,
                number.unit.as_ref().into(),
                number.unit_norm.as_ref().into(),
                number.bound.as_str().into(),
                number.counted.as_ref().into(),
                number.of.as_ref().into(),
            ],
        )?;
    }
    for pairing in &record.pairings {
        let p = Cell::from(&pairing.id);
        put(
            PAIRINGS,
            &[
                d,
                p,
                (&pairing.kind).into(),
                pairing.class.map(|class| class.as_str()).into(),
                pairing.status.as_str().into(),
                pairing.date.as_ref().into(),
                pairing.since.as_ref().into(),
                pairing.place.as_ref().into(),
                pairing.theme.as_ref().into(),
                pairing.declared.map(|declared| declared as usize).into(),
                Cell::Real(shortest(pairing.confidence)),
            ],
        )?;
        for (side, members) in counted(&pairing.sides) {
            for member in members {
                put(SIDES, &[d, p, side, member.into()])?;
            }
        }
        for (n, e) in counted(&pairing.evidence) {
            put(EVIDENCE, &[d, p, n, e.start.into(), e.end.into(), (&e.text).into()])?;
        }
    }
    for (n, warning) in counted(&record.warnings) {
        let (start, end) = (warning.start.into(), warning.end.into());
        put(WARNINGS, &[d, n, (&warning.code).into(), (&warning.message).into(), start, end])?;
    }
    Ok(())
}

/// One value, or the ends of a range.
fn value(value: &NumberValue) -> [Cell<'static>; 3] {
    match value {
        NumberValue::Whole(value) => [Cell::Whole(*value), Cell::Null, Cell::Null],
        NumberValue::Real(value) => [Cell::Real(*value), Cell::Null, Cell::Null],
        NumberValue::Range(ends) => {
            let end = |i: usize| ends.get(i).copied().flatten().into();
            [Cell::Null, end(0), end(1)]
        }
        NumberValue::Unknown(_) => [Cell::Null; 3],
    }
}

/// The number that is printed so: 0.88 and not 0.87999999523.
fn shortest(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(number.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dangjian::Extractor;

    /// What the writers rely on: as many cells as columns, no null where none may be, the key of the parent in front.
    #[test]
    fn ok_rows_are_as_described() {
        let text = "清河镇党委与县供电公司党支部签约\n记者 周宁\n2021年6月30日,清河镇党委书记周立平与县供电公司党支部签订党建共建协议,\
                    双方约定投入3万元至5万元,共有26名党员参加。\n";
        let record = Extractor::new().unwrap().extract(text);
        let mut seen = vec![0; TABLES.len()];
        let mut keys: Vec<Vec<String>> = vec![Vec::new(); TABLES.len()];
        rows(7, &record, &mut |table, cells| {
            let (number, table) = (table, &TABLES[table]);
            seen[number] += 1;
            assert_eq!(cells.len(), table.columns.len(), "{}", table.name);
            for (cell, column) in cells.iter().zip(table.columns) {
                let fits = match cell {
                    Cell::Null => column.nullable,
                    Cell::Text(_) => column.holds == Type::Text,
                    Cell::Whole(_) => matches!(column.holds, Type::Whole | Type::Real),
                    Cell::Real(_) => column.holds == Type::Real,
                    Cell::Truth(_) => column.holds == Type::Truth,
                };
                assert!(fits, "{}.{} = {cell:?}", table.name, column.name);
            }
            keys[number] = cells[..table.keys].iter().map(|cell| format!("{cell:?}")).collect();
            if let Some(parent) = table.parent {
                let shared = TABLES[parent].keys;
                assert_eq!(keys[number][..shared], keys[parent][..], "{}", table.name);
            }
            Ok(())
        })
        .unwrap();
        for name in
            ["documents", "organizations", "mentions", "people", "roles", "dates", "numbers", "pairings"]
        {
            let at = TABLES.iter().position(|table| table.name == name).unwrap();
            assert!(seen[at] > 0, "no row of {name}");
        }
        assert!(seen[SIDES] >= 2 && seen[EVIDENCE] >= 1);
    }
}
