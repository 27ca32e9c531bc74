//! The bundled tables of lexical facts, as they are.

use super::table::cells;

/// A bundled table of lexical facts.
///
/// ```
/// use dangjian::lexicon::TABLES;
///
/// let suffixes = TABLES.iter().find(|table| table.name() == "suffix").unwrap();
/// assert_eq!(suffixes.columns(), ["suffix", "kind", "level", "example", "near_miss"]);
/// assert!(suffixes.rows().any(|row| row[0] == "党支部" && row[1] == "party"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    name: &'static str,
    text: &'static str,
}

impl Table {
    /// Its name: that of the file in `data/lexicon`, without ending.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What its head says of it.
    pub fn about(&self) -> String {
        let lines = self.text.lines().map_while(|line| line.strip_prefix('#'));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }

    /// The names of its columns.
    pub fn columns(&self) -> Vec<&'static str> {
        let heading = self.text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        heading.split('\t').collect()
    }

    /// The place of a column in the rows, if the table has it.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| *column == name)
    }

    /// Its rows; one may be shorter than the heading where its last cells are empty.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&'static str>> {
        cells(self.text)
    }
}

macro_rules! tables {
    ($($name:ident = $file:literal),+ $(,)?) => {
        $(
            pub(crate) const $name: &str = include_str!(concat!("../../data/lexicon/", $file, ".tsv"));
        )+

        /// All bundled tables of lexical facts, by name.
        pub const TABLES: &[Table] = &[$(Table { name: $file, text: $name }),+];
    };
}

tables! {
    BOILERPLATE = "boilerplate",
    BOUND = "bound",
    BYLINE = "byline",
    CAPTION = "caption",
    CLASS = "class",
    COUNTED = "counted",
    DATE_WORD = "date_word",
    ELIDED = "elided",
    ERA = "era",
    FAMILY_NAME = "family_name",
    FESTIVAL = "festival",
    GIVEN_NAME = "given_name",
    MINORITY_NAME = "minority_name",
    NUMBER_GUARD = "number_guard",
    NUMBER_TRAP = "number_trap",
    PAIRING = "pairing",
    PARTY_BODY = "party_body",
    PERIOD = "period",
    POST_HEAD = "post_head",
    SUFFIX = "suffix",
    TITLE = "title",
    TITLE_MODIFIER = "title_modifier",
    UNBROKEN = "unbroken",
    UNIT = "unit",
}
