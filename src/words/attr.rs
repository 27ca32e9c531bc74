//! What is known of a word beyond its part of speech.

/// What is known of a word beyond its part of speech: a set of [`Attr`] bits.
pub type Attrs = u16;

/// One fact of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Attr {
    /// A province, or what it is called for short.
    Province = 1,
    /// A city, or what it is called for short.
    City = 1 << 1,
    /// A county or an urban district, or what it is called for short.
    County = 1 << 2,
    /// A town, a township, a street.
    Town = 1 << 3,
    /// The name of a division without its 省, 市, 县.
    Short = 1 << 4,
    /// A post (书记, 局长).
    Post = 1 << 5,
    /// A rank, an honour, a form of address (同志, 博士).
    Rank = 1 << 6,
    /// A verb of saying, after a speaker's name.
    Speech = 1 << 7,
    /// A word of pairing (结对, 共建, 签约).
    Pair = 1 << 8,
    /// A family name.
    Family = 1 << 9,
    /// What an organization can end with.
    Suffix = 1 << 10,
    /// A word that goes on with an event told before (仪式上, 随后).
    Scene = 1 << 11,
    /// A verb of having, between an organization and a number (现有, 下辖).
    Has = 1 << 12,
    /// An occupation (律师, 村民): a post only where its organization stands before it.
    Work = 1 << 13,
    /// A word that stands in no name (的, 各, 积极).
    Outside = 1 << 14,
}

/// Words that name a division, of whatever level.
pub(crate) const PLACES: Attrs =
    Attr::Province as Attrs | Attr::City as Attrs | Attr::County as Attrs | Attr::Town as Attrs;
