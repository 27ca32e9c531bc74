//! Parts of speech.

/// Parts of speech, as far as finders tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Pos {
    Noun,
    PersonName,
    PlaceName,
    OrgName,
    OtherName,
    Verb,
    VerbNoun,
    Adjective,
    Adverb,
    Preposition,
    Conjunction,
    Particle,
    Pronoun,
    Numeral,
    Measure,
    Locative,
    Place,
    Time,
    Idiom,
    Abbreviation,
    Morpheme,
    Prefix,
    Suffix,
    Distinguisher,
    Foreign,
    Punctuation,
    Mask,
    Other,
}

impl Pos {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::ALL.len();
    /// All parts of speech, each at the place of its number.
    pub(super) const ALL: [Self; 28] = [
        Self::Noun,
        Self::PersonName,
        Self::PlaceName,
        Self::OrgName,
        Self::OtherName,
        Self::Verb,
        Self::VerbNoun,
        Self::Adjective,
        Self::Adverb,
        Self::Preposition,
        Self::Conjunction,
        Self::Particle,
        Self::Pronoun,
        Self::Numeral,
        Self::Measure,
        Self::Locative,
        Self::Place,
        Self::Time,
        Self::Idiom,
        Self::Abbreviation,
        Self::Morpheme,
        Self::Prefix,
        Self::Suffix,
        Self::Distinguisher,
        Self::Foreign,
        Self::Punctuation,
        Self::Mask,
        Self::Other,
    ];

    /// What a word is that bears a tag of the dictionary: signs are told by themselves.
    pub fn of(word: &[char], tag: &str) -> Self {
        match word {
            ['*'] => Self::Mask,
            [c] if !c.is_alphanumeric() => Self::Punctuation,
            [c, ..] if !c.is_alphanumeric() && tag == "x" => Self::Punctuation,
            _ => Self::from_tag(tag),
        }
    }

    fn from_tag(tag: &str) -> Self {
        match tag.as_bytes() {
            [b'n', b'r', ..] => Self::PersonName,
            [b'n', b's', ..] => Self::PlaceName,
            [b'n', b't', ..] => Self::OrgName,
            [b'n', b'z', ..] => Self::OtherName,
            [b'n', b'g', ..] | [b'a', b'g', ..] | [b'v', b'g', ..] | [b't', b'g', ..] | [b'g', ..] => {
                Self::Morpheme
            }
            [b'n', ..] => Self::Noun,
            [b'v', b'n', ..] => Self::VerbNoun,
            [b'v', ..] => Self::Verb,
            [b'a', b'n', ..] => Self::VerbNoun,
            [b'a', ..] | [b'z', ..] => Self::Adjective,
            [b'd', ..] => Self::Adverb,
            [b'p', ..] => Self::Preposition,
            [b'c', ..] => Self::Conjunction,
            [b'e', b'n', ..] => Self::Foreign,
            [b'u', ..] | [b'y', ..] | [b'e', ..] | [b'o', ..] => Self::Particle,
            [b'r', ..] => Self::Pronoun,
            [b'm', ..] => Self::Numeral,
            [b'q', ..] => Self::Measure,
            [b'f', ..] => Self::Locative,
            [b's', ..] => Self::Place,
            [b't', ..] => Self::Time,
            [b'i', ..] | [b'l', ..] => Self::Idiom,
            [b'j', ..] => Self::Abbreviation,
            [b'h', ..] => Self::Prefix,
            [b'k', ..] => Self::Suffix,
            [b'b', ..] => Self::Distinguisher,
            _ => Self::Other,
        }
    }
}
