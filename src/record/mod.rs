//! The record: what one report says, as plain data. See [`Record`].

mod kind;

pub use kind::{
    AuthorRole, Basis, Bound, DateKind, Form, Modifier, NumberKind, OrgKind, PairingStatus, PairingType,
    PartyLevel, Unknown,
};

use serde::{Deserialize, Serialize};

/// The number of the record's schema.
pub const SCHEMA: u32 = 1;

/// What one report says.
///
/// Offsets (`start`, `end`) count Unicode scalar values of the raw text, half-open, and `text` is that
/// slice. Unknown values are `None` (JSON `null`), never absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Record {
    /// Number of the schema, [`SCHEMA`].
    pub schema: u32,
    /// The caller's name of the report.
    pub id: Option<String>,
    /// Where the report was read from.
    pub source: Option<String>,
    /// When the report was published, where that is known.
    pub published: Option<Published>,
    /// Title, outlet and authors.
    pub meta: Meta,
    /// Organizations in the order of their first mention.
    pub organizations: Vec<Organization>,
    /// People in the order of their first mention.
    pub people: Vec<Person>,
    /// Dates in the order of the text.
    pub dates: Vec<Date>,
    /// Numbers in the order of the text.
    pub numbers: Vec<Number>,
    /// Which organizations are paired.
    pub pairings: Vec<Pairing>,
    /// What a reader should look at again.
    pub warnings: Vec<Warning>,
}

impl Record {
    /// Adds the record to `out` as one line of JSON, without a line end. [`Extractor::write_json`](crate::Extractor::write_json)
    /// writes the same without making a record first.
    ///
    /// ```
    /// let record = dangjian::Extractor::new()?.extract("7月1日,河湾村党支部与县供电公司党支部签约。");
    /// let mut line = Vec::new();
    /// record.write_json(&mut line);
    /// assert!(line.starts_with(br#"{"schema":1,"id":null,"#));
    /// # Ok::<(), dangjian::Error>(())
    /// ```
    pub fn write_json(&self, out: &mut Vec<u8>) {
        // Writing to memory does not fail, and all keys are words.
        let _ = serde_json::to_writer(out, self);
    }
}

/// The JSON Schema (draft 2020-12) of a [`Record`] as it is written: every field is required, since unknown
/// values are null and never absent.
#[cfg(feature = "schemars")]
pub fn json_schema() -> String {
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<Record>();
    format!("{:#}\n", schema.as_value())
}

/// When a report was published, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Published {
    /// ISO 8601: a day, or a month or a year where no more is known.
    pub date: String,
    /// How it is known.
    pub basis: Basis,
}

/// What stands around the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Meta {
    /// The headline.
    pub title: Option<String>,
    /// The newspaper, site or account.
    pub outlet: Option<String>,
    /// Who wrote, photographed, edited.
    pub authors: Vec<Author>,
}

/// One author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Author {
    /// The name.
    pub name: String,
    /// What the author did.
    pub role: AuthorRole,
}

/// A stretch of the raw text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The slice.
    pub text: String,
}

/// An organization with all its mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Organization {
    /// `o1`, `o2`, … in the order of first mention.
    pub id: String,
    /// The fullest form of the name in the report.
    pub name: String,
    /// What kind of organization.
    pub kind: OrgKind,
    /// For a party organization, its level.
    pub level: Option<PartyLevel>,
    /// For a party organization, the organization it is the party organization of.
    pub host: Option<String>,
    /// The division that its name begins with (惠州供电局: 惠州).
    #[serde(default)]
    pub place: Option<String>,
    /// Whether a part of the name is masked (`**`).
    pub masked: bool,
    /// Where it is mentioned; empty for an organization known only as host or from an elided name.
    pub mentions: Vec<Mention>,
}

/// One mention of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Mention {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The slice.
    pub text: String,
    /// How the organization is mentioned.
    pub form: Form,
}

/// A person with the posts that the report gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Person {
    /// `p1`, `p2`, … in the order of first mention.
    pub id: String,
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub mentions: Vec<Evidence>,
    /// The posts.
    pub roles: Vec<PostHeld>,
}

/// A post held in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PostHeld {
    /// The organization's `id`, where the report tells it.
    pub organization: Option<String>,
    /// The post as written, without the organization.
    pub title: String,
}

/// A date, a range, a duration or a named period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Date {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The slice.
    pub text: String,
    /// What it is.
    pub kind: DateKind,
    /// ISO 8601 with TIMEX3's forms for what that lacks.
    pub value: Option<String>,
    /// The first moment, at its own precision; null = open or unknown.
    pub earliest: Option<String>,
    /// The last moment, inclusive, at its own precision; null = open or unknown.
    pub latest: Option<String>,
    /// What stands beside it and changes which time is meant (初, 底, 前, 以来).
    #[serde(rename = "mod")]
    pub modifier: Option<Modifier>,
}

/// A quantity or an ordinal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Number {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The slice.
    pub text: String,
    /// What it is.
    pub kind: NumberKind,
    /// The number in full, `[low, high]` for a range, null where masked.
    pub value: NumberValue,
    /// Classifier or unit as written.
    pub unit: Option<String>,
    /// The unit in its normal form: a UCUM code, an ISO 4217 code, or the classifier.
    pub unit_norm: Option<String>,
    /// How the value bounds what is meant.
    pub bound: Bound,
    /// The noun that is counted, where it stands in the sentence.
    pub counted: Option<String>,
    /// The `id` of the organization whose count it is, where the sentence says so (公司现有员工124人).
    #[serde(default)]
    pub of: Option<String>,
}

/// The value of a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum NumberValue {
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// `[low, high]`.
    Range(Vec<Option<f64>>),
    /// Masked or unknown (JSON null).
    Unknown(Unknown),
}

/// A relation that pairs organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Pairing {
    /// `r1`, `r2`, … in the order of the text.
    pub id: String,
    /// The text's own word, short (结对共建).
    pub kind: String,
    /// What sort of relation that word names.
    #[serde(default, rename = "type")]
    pub class: Option<PairingType>,
    /// Whether it exists or is announced.
    pub status: PairingStatus,
    /// Two lists where one group is set against another, one list where all stand alike; ids of organizations.
    pub sides: Vec<Vec<String>>,
    /// When it was signed or begun, where the report says so.
    pub date: Option<String>,
    /// Since when it has been in being, where the report says so with 起, 以来.
    #[serde(default)]
    pub since: Option<String>,
    /// Where it was signed, in the words of the report.
    pub place: Option<String>,
    /// The name of the agreement or of the alliance: what stands in 《》, or in quotes before 联盟 and the like.
    #[serde(default)]
    pub theme: Option<String>,
    /// The number of parties that the report announces beside their names (七方, 8家单位).
    pub declared: Option<u32>,
    /// Where the report says so.
    pub evidence: Vec<Evidence>,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Something a reader should look at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Warning {
    /// Stable code: `party-count` (七方, and six are named), `pair-count` (8对, and seven are listed), `typo` (a name that
    /// looks like a slip for another), `undecodable` (characters lost before the text came here).
    pub code: String,
    /// What is the matter.
    pub message: String,
    /// First character of the place.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}
