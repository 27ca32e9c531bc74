//! Makes the flat table of words: classes of words by use, and a double array that is nearly full, with what is
//! walked most at its beginning.

use super::table::{
    ALONE, CODES, FIRST_ASCII, FIRST_OTHER, HEADER, LAST_PLACE, MAGIC, Unit, VERSION, far_code, is_inside,
};
use super::{Attrs, Pos};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What the table is to say of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// How frequent the word is; none, where texts are not cut into it and only its attributes are known.
    pub frequency: Option<u32>,
    /// Its part of speech.
    pub pos: Pos,
    /// Its attributes.
    pub attrs: Attrs,
}

/// A node while the table is made.
#[derive(Debug, Default)]
struct Node {
    children: BTreeMap<u16, usize>,
    class: u16,
    /// All frequencies of the words below.
    use_: u64,
}

/// Makes the table. Words with characters that no word goes across are left out.
///
/// # Errors
/// More characters, classes or nodes than the format holds, or a character beyond the basic plane.
pub fn build(words: &BTreeMap<String, Entry>) -> Result<Vec<u8>, String> {
    let words: BTreeMap<&str, Entry> =
        words.iter().filter(|(word, _)| word.chars().all(is_inside)).map(|(w, e)| (w.as_str(), *e)).collect();
    let codes = codes(&words)?;
    let classes = classes(&words)?;
    let mut nodes = vec![Node::default()];
    for (word, entry) in &words {
        let mut at = 0;
        for c in word.chars() {
            let code = codes.get(c as usize).copied().unwrap_or_default();
            let new = nodes.len();
            at = *nodes[at].children.entry(code).or_insert(new);
            if at == new {
                nodes.push(Node::default());
            }
            nodes[at].use_ += u64::from(entry.frequency.unwrap_or(0));
        }
        nodes[at].class = classes.numbers.get(entry).copied().unwrap_or_default();
    }
    let units = place(&nodes)?;

    let total: u64 = words.values().filter_map(|e| e.frequency).map(u64::from).sum();
    let mut body = Vec::new();
    codes.iter().for_each(|code| body.extend_from_slice(&code.to_le_bytes()));
    for class in &classes.rows {
        let log = class.frequency.map_or(0.0, |f| f64::from(f).ln());
        body.extend_from_slice(&log.to_le_bytes());
        body.extend_from_slice(&class.frequency.unwrap_or(0).to_le_bytes());
        body.extend_from_slice(&class.attrs.to_le_bytes());
        body.extend_from_slice(&[class.pos as u8, u8::from(class.frequency.is_some())]);
    }
    units.iter().for_each(|unit| body.extend_from_slice(&unit.0.to_le_bytes()));
    let mut out = MAGIC.to_vec();
    for number in [
        VERSION,
        classes.rows.len() as u32,
        units.len() as u32,
        checksum(&body),
        total as u32,
        (total >> 32) as u32,
    ] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    debug_assert_eq!((out.len(), size_of::<Unit>(), body.len() % 2), (HEADER, 8, 0));
    out.append(&mut body);
    Ok(out)
}

/// Characters by code: those of words in the order of their use, so that what is used together lies together.
fn codes(words: &BTreeMap<&str, Entry>) -> Result<Vec<u16>, String> {
    let mut used: BTreeMap<char, u64> = BTreeMap::new();
    for (word, entry) in words {
        for c in word.chars().filter(|c| !c.is_ascii_alphanumeric()) {
            *used.entry(c).or_default() += u64::from(entry.frequency.unwrap_or(0));
        }
    }
    let mut used: Vec<(Reverse<u64>, char)> = used.into_iter().map(|(c, n)| (Reverse(n), c)).collect();
    used.sort_unstable();
    let mut codes: Vec<u16> = (0..CODES as u32).map(|n| char::from_u32(n).map_or(0, far_code)).collect();
    let ascii = ('0'..='9').chain('A'..='Z').chain('a'..='z').zip(FIRST_ASCII..);
    let others = used.iter().map(|&(_, c)| c).zip(FIRST_OTHER..u16::MAX);
    for (c, code) in ascii.chain(others) {
        *codes.get_mut(c as usize).ok_or_else(|| format!("{c} is beyond the basic plane"))? = code;
    }
    if used.len() > usize::from(u16::MAX - FIRST_OTHER) {
        return Err("too many characters".into());
    }
    Ok(codes)
}

/// The classes in their order, and the number of each.
struct Classes {
    rows: Vec<Entry>,
    numbers: BTreeMap<Entry, u16>,
}

fn classes(words: &BTreeMap<&str, Entry>) -> Result<Classes, String> {
    let mut used: BTreeMap<Entry, u64> = BTreeMap::new();
    for entry in words.values() {
        *used.entry(*entry).or_default() += u64::from(entry.frequency.unwrap_or(0));
    }
    let mut used: Vec<(Reverse<u64>, Entry)> = used.into_iter().map(|(e, n)| (Reverse(n), e)).collect();
    used.sort_unstable();
    let alone = ALONE.iter().map(|&pos| Entry { frequency: None, pos, attrs: 0 });
    let rows: Vec<Entry> = alone.chain(used.into_iter().map(|(_, e)| e)).collect();
    if rows.len() > usize::from(u16::MAX) {
        return Err("too many classes of words".into());
    }
    // A word of a class that a lone character has too gets the later one: class 0 means that there is no word.
    let numbers = rows.iter().copied().zip(0..).skip(ALONE.len()).collect();
    Ok(Classes { rows, numbers })
}

/// Gives every node a place: first fit, those with many children first, so that the many with one fill the gaps, and
/// of those with alike many first what is walked often.
fn place(nodes: &[Node]) -> Result<Vec<Unit>, String> {
    let mut order: Vec<usize> = (1..nodes.len()).filter(|&n| !nodes[n].children.is_empty()).collect();
    order.sort_by_key(|&n| (Reverse(nodes[n].children.len().ilog2()), Reverse(nodes[n].use_), n));
    let mut places = Places::default();
    // The root's children stand at their codes, where no others may; it itself at 0, where no child is.
    let last = nodes.first().and_then(|root| root.children.keys().next_back()).copied().unwrap_or_default();
    (0..=last.max(FIRST_OTHER)).for_each(|code| places.take(code.into()));
    let mut bases = vec![0u32; nodes.len()];
    for n in order {
        let codes: Vec<u32> = nodes[n].children.keys().map(|&code| u32::from(code)).collect();
        bases[n] = places.base(&codes);
        codes.iter().for_each(|code| places.take(bases[n] + code));
    }
    if places.len() >= LAST_PLACE as usize {
        return Err("too many nodes".into());
    }
    let mut standing = vec![0u32; nodes.len()];
    for (node, base) in nodes.iter().zip(&bases) {
        for (&code, &child) in &node.children {
            standing[child] = base + u32::from(code);
        }
    }
    let mut units = vec![Unit::FREE; places.len()];
    for (n, node) in nodes.iter().enumerate() {
        for &child in node.children.values() {
            units[standing[child] as usize] = Unit::new(standing[n], bases[child], nodes[child].class);
        }
    }
    Ok(units)
}

/// Which places are taken, a bit each.
#[derive(Default)]
struct Places {
    taken: Vec<u64>,
    /// All before this many words is taken.
    full: usize,
}

impl Places {
    fn take(&mut self, place: u32) {
        let word = place as usize / 64;
        if word >= self.taken.len() {
            self.taken.resize(word + 1, 0);
        }
        self.taken[word] |= 1 << (place % 64);
        while self.taken.get(self.full) == Some(&u64::MAX) {
            self.full += 1;
        }
    }

    fn len(&self) -> usize {
        self.taken.len() * 64
    }

    /// The 64 places from one on.
    fn from(&self, place: u32) -> u64 {
        let (word, bit) = (place as usize / 64, place % 64);
        let at = |word: usize| self.taken.get(word).copied().unwrap_or(0);
        match bit {
            0 => at(word),
            _ => at(word) >> bit | at(word + 1) << (64 - bit),
        }
    }

    /// The first base, not 0, from which the places for all codes are free.
    fn base(&self, codes: &[u32]) -> u32 {
        let first = codes.first().copied().unwrap_or_default();
        let mut base = (self.full as u32 * 64).saturating_sub(first).max(1);
        loop {
            let mut taken = 0;
            for code in codes {
                taken |= self.from(base + code);
                if taken == u64::MAX {
                    break;
                }
            }
            if taken != u64::MAX {
                return base + taken.trailing_ones();
            }
            base += 64;
        }
    }
}

/// FNV-1a of the bytes after the header.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Dictionary;

    fn entry(frequency: Option<u32>, pos: Pos, attrs: Attrs) -> Entry {
        Entry { frequency, pos, attrs }
    }

    fn small() -> Vec<u8> {
        let words = [
            ("党", entry(Some(3), Pos::Noun, 0)),
            ("党支部", entry(Some(50), Pos::Noun, 4)),
            ("支部", entry(Some(7), Pos::Noun, 0)),
            ("欧阳", entry(None, Pos::PersonName, 8)),
            ("C++", entry(Some(1), Pos::Foreign, 0)),
            ("γ射线", entry(Some(3), Pos::Noun, 0)),
        ];
        build(&words.map(|(word, entry)| (word.to_string(), entry)).into()).unwrap()
    }

    #[test]
    fn ok_what_is_put_in_is_found() {
        let table = Dictionary::read(small().leak()).unwrap();
        let class = |word: &str| table.class(word.chars().map(|c| table.code(c)));
        assert_eq!(table.frequency(class("党支部")), Some(50));
        assert_eq!(table.info(class("支部")).pos, Pos::Noun);
        assert_eq!((table.frequency(class("欧阳")), table.attrs("欧阳".chars())), (None, 8));
        assert_eq!(table.frequency(class("C++")), Some(1));
        for none in ["", "党支", "支", "部", "党支部党", "欧", "C", "γ射线", "射", "\u{1F600}", "*", "。"]
        {
            assert_eq!(table.frequency(class(none)), None, "{none}");
            assert_eq!(table.attrs(none.chars()), 0, "{none}");
        }
        // Words that no text can hold are not counted.
        assert_eq!(table.total, 61);
    }

    #[test]
    fn ok_what_is_bundled_is_whole() {
        let bytes = include_bytes!("../../data/model/words.bin");
        let (head, body) = bytes.split_at(HEADER);
        assert_eq!(head[20..24], checksum(body).to_le_bytes());
        assert!(Dictionary::bundled().is_ok());
    }

    #[test]
    fn err_a_damaged_table_is_refused() {
        let good = small();
        for damage in [&good[..good.len() - 1], &good[..HEADER - 3], b"", b"DJWORDS\0"] {
            assert!(Dictionary::read(damage.to_vec().leak()).unwrap_err().is_model());
        }
        for at in [0, 8, 12, 16] {
            let mut other = good.clone();
            other[at] ^= 1;
            assert!(Dictionary::read(other.leak()).is_err(), "{at}");
        }
    }

    #[test]
    fn err_what_the_table_cannot_hold() {
        let words = BTreeMap::from([("𠮷".to_string(), entry(Some(1), Pos::Noun, 0))]);
        assert!(build(&words).is_err());
    }
}
