//! Gold annotations: files `NAME.txt` and `NAME.json`, expanded to places in the text.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A string of an annotation: every place of it, or the `nth` alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Needle {
    /// Every place.
    All(String),
    /// One place, counted from 1.
    Nth {
        /// The string.
        text: String,
        /// Which of its places.
        nth: usize,
    },
}

impl Needle {
    fn text(&self) -> &str {
        match self {
            Self::All(text) | Self::Nth { text, .. } => text,
        }
    }
}

/// An organization of the gold.
#[derive(Debug, Clone, Deserialize)]
pub struct Org {
    /// Its id within the file.
    pub id: String,
    /// The fullest form.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its level, for a party organization.
    #[serde(default)]
    pub level: Option<String>,
    /// Its host's id.
    #[serde(default)]
    pub host: Option<String>,
    /// The strings that mention it.
    #[serde(default)]
    pub surfaces: Vec<String>,
    /// Places that do not.
    #[serde(default)]
    pub except: Vec<Needle>,
}

/// A reference back.
#[derive(Debug, Clone, Deserialize)]
pub struct Anaphor {
    /// The string.
    pub text: String,
    /// Which of its places, counted from 1.
    #[serde(default = "one")]
    pub nth: usize,
    /// The organization meant.
    pub org: String,
}

fn one() -> usize {
    1
}

/// A date or a number of the gold.
#[derive(Debug, Clone, Deserialize)]
pub struct Value {
    /// The string; located after the one before it.
    pub text: String,
    /// What sort of date or number.
    #[serde(default)]
    pub kind: Option<String>,
    /// Its value.
    #[serde(default)]
    pub value: serde_json::Value,
    /// The unit as written.
    #[serde(default)]
    pub unit: Option<String>,
    /// The bound.
    #[serde(default)]
    pub bound: Option<String>,
}

/// A post held.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    /// The organization's id.
    #[serde(default)]
    pub org: Option<String>,
    /// The post.
    pub title: String,
}

/// A person.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Posts.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// A pairing.
#[derive(Debug, Clone, Deserialize)]
pub struct Pairing {
    /// Groups of ids.
    pub sides: Vec<Vec<String>>,
    /// Signed or planned.
    pub status: String,
    /// Its date.
    #[serde(default)]
    pub date: Option<String>,
    /// Where the text says so.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Whether two readers might argue.
    #[serde(default)]
    pub optional: bool,
}

/// A name in a byline.
#[derive(Debug, Clone, Deserialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The role.
    #[serde(default)]
    pub role: String,
}

/// Title, outlet, authors.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Meta {
    /// The headline.
    #[serde(default)]
    pub title: Option<String>,
    /// The outlet.
    #[serde(default)]
    pub outlet: Option<String>,
    /// The authors.
    #[serde(default)]
    pub authors: Option<Vec<Author>>,
}

/// One gold file.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    /// Date of publication.
    #[serde(default)]
    pub published: Option<String>,
    /// What stands around the text.
    #[serde(default)]
    pub meta: Option<Meta>,
    /// Lines that are no part of the report.
    #[serde(default)]
    pub boilerplate: Vec<String>,
    /// Organizations.
    #[serde(default)]
    pub orgs: Vec<Org>,
    /// Strings that count neither way.
    #[serde(default)]
    pub optional_orgs: Vec<Needle>,
    /// References back.
    #[serde(default)]
    pub anaphora: Vec<Anaphor>,
    /// Dates.
    #[serde(default)]
    pub dates: Vec<Value>,
    /// Dates that count neither way.
    #[serde(default)]
    pub optional_dates: Vec<Needle>,
    /// Numbers.
    #[serde(default)]
    pub numbers: Vec<Value>,
    /// Numbers that count neither way.
    #[serde(default)]
    pub optional_numbers: Vec<Needle>,
    /// People.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Pairings.
    #[serde(default)]
    pub pairings: Vec<Pairing>,
}

/// A place in the text, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Place {
    /// Whether two places share a character.
    pub fn overlaps(self, other: Place) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Mentions with the number of their organization in the file.
    pub orgs: Vec<(Place, usize)>,
    /// Optional organizations.
    pub optional_orgs: Vec<Place>,
    /// References back with the id of what they mean.
    pub anaphora: Vec<(Place, String)>,
    /// Dates with their number in the file.
    pub dates: Vec<(Place, usize)>,
    /// Optional dates.
    pub optional_dates: Vec<Place>,
    /// Numbers with their number in the file.
    pub numbers: Vec<(Place, usize)>,
    /// Optional numbers.
    pub optional_numbers: Vec<Place>,
    /// What could not be found.
    pub problems: Vec<String>,
}

fn places(text: &[char], needle: &str, nth: Option<usize>) -> Vec<usize> {
    let needle: Vec<char> = needle.chars().collect();
    if needle.is_empty() {
        return Vec::new();
    }
    let at: Vec<usize> = text
        .windows(needle.len())
        .enumerate()
        .filter(|(_, w)| *w == needle.as_slice())
        .map(|(i, _)| i)
        .collect();
    match nth {
        None => at,
        Some(n) => n.checked_sub(1).and_then(|i| at.get(i)).copied().into_iter().collect(),
    }
}

pub(crate) fn needle_places(text: &[char], needle: &Needle) -> Vec<Place> {
    let (string, nth) = match needle {
        Needle::All(s) => (s.as_str(), None),
        Needle::Nth { text, nth } => (text.as_str(), Some(*nth)),
    };
    let len = needle.text().chars().count();
    places(text, string, nth).into_iter().map(|start| Place { start, end: start + len }).collect()
}

impl Gold {
    /// Reads one gold file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Finds every annotation in the text, as the reference validator does.
    pub fn expand(&self, text: &str) -> Places {
        let text: Vec<char> = text.chars().collect();
        let mut out = Places::default();
        let mut all: Vec<(Place, Option<usize>)> = Vec::new();
        for (i, org) in self.orgs.iter().enumerate() {
            for surface in &org.surfaces {
                let len = surface.chars().count();
                let at = places(&text, surface, None);
                if at.is_empty() {
                    out.problems.push(format!("surface not in text: {surface}"));
                }
                for (n, start) in at.into_iter().enumerate() {
                    let skipped = org
                        .except
                        .iter()
                        .any(|e| matches!(e, Needle::Nth { text, nth } if text == surface && *nth == n + 1));
                    if !skipped {
                        all.push((Place { start, end: start + len }, Some(i)));
                    }
                }
            }
        }
        for needle in &self.optional_orgs {
            all.extend(needle_places(&text, needle).into_iter().map(|p| (p, None)));
        }
        all.sort_by_key(|(p, _)| (std::cmp::Reverse(p.end - p.start), p.start));
        let mut taken: Vec<(Place, Option<usize>)> = Vec::new();
        for (place, org) in all {
            if taken.iter().all(|(t, _)| !t.overlaps(place)) {
                taken.push((place, org));
            }
        }
        taken.sort_by_key(|(p, _)| *p);
        for (place, org) in taken {
            match org {
                Some(i) => out.orgs.push((place, i)),
                None => out.optional_orgs.push(place),
            }
        }
        for (list, into, problems) in
            [(&self.dates, &mut out.dates, "date"), (&self.numbers, &mut out.numbers, "number")]
        {
            let mut from = 0;
            for (i, value) in list.iter().enumerate() {
                let len = value.text.chars().count();
                match places(&text[from..], &value.text, Some(1)).first() {
                    Some(&at) => {
                        let start = from + at;
                        into.push((Place { start, end: start + len }, i));
                        from = start + len;
                    }
                    None => out.problems.push(format!("{problems} not found in order: {}", value.text)),
                }
            }
        }
        for needle in &self.optional_dates {
            out.optional_dates.extend(needle_places(&text, needle));
        }
        for needle in &self.optional_numbers {
            out.optional_numbers.extend(needle_places(&text, needle));
        }
        for anaphor in &self.anaphora {
            match places(&text, &anaphor.text, Some(anaphor.nth)).first() {
                Some(&start) => {
                    let place = Place { start, end: start + anaphor.text.chars().count() };
                    out.anaphora.push((place, anaphor.org.clone()));
                }
                None => out.problems.push(format!("anaphor not in text: {} #{}", anaphor.text, anaphor.nth)),
            }
        }
        out
    }
}

/// A report with its gold.
#[derive(Debug, Clone)]
pub struct Report {
    /// Name of the file without its ending.
    pub name: String,
    /// The raw text.
    pub text: String,
    /// What is marked in it.
    pub gold: Gold,
}

/// All reports of a folder, by name.
pub fn folder(path: &Path) -> Result<Vec<Report>, String> {
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    let entries = std::fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
    for entry in entries {
        let file = entry.map_err(|e| format!("{}: {e}", path.display()))?.path();
        if file.extension().is_some_and(|e| e == "json")
            && let Some(stem) = file.file_stem().and_then(|s| s.to_str())
        {
            files.insert(stem.to_string(), file.clone());
        }
    }
    let mut out = Vec::new();
    for (name, file) in files {
        let text_file = file.with_extension("txt");
        let text =
            std::fs::read_to_string(&text_file).map_err(|e| format!("{}: {e}", text_file.display()))?;
        out.push(Report { name, text, gold: Gold::read(&file)? });
    }
    Ok(out)
}
