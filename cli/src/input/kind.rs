//! What a file is, by its name, else by its first bytes.

use clap::ValueEnum;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// One report as plain text
    Text,
    /// One page
    Html,
    /// A word processor's file
    Docx,
    /// Pages with a text layer
    Pdf,
    /// A report a line
    Jsonl,
    /// An object, an array of objects, or a report a line
    Json,
    /// A table with commas and a heading line
    Csv,
    /// A table with tabs and a heading line
    Tsv,
    /// A web archive
    Warc,
    /// An archive
    Zip,
    /// An archive
    Tar,
    /// One compressed file
    Gz,
    /// One compressed file
    Zst,
    /// One compressed file
    Xz,
    /// One compressed file
    Bz2,
}

/// How names end, with what such a file is. The short names for a compressed archive are taken apart in [`inner_name`].
const ENDINGS: &[(&str, Kind)] = &[
    (".txt", Kind::Text),
    (".html", Kind::Html),
    (".htm", Kind::Html),
    (".shtml", Kind::Html),
    (".xhtml", Kind::Html),
    (".docx", Kind::Docx),
    (".pdf", Kind::Pdf),
    (".jsonl", Kind::Jsonl),
    (".ndjson", Kind::Jsonl),
    (".json", Kind::Json),
    (".csv", Kind::Csv),
    (".tsv", Kind::Tsv),
    (".warc", Kind::Warc),
    (".zip", Kind::Zip),
    (".tar", Kind::Tar),
    (".gz", Kind::Gz),
    (".tgz", Kind::Gz),
    (".zst", Kind::Zst),
    (".tzst", Kind::Zst),
    (".xz", Kind::Xz),
    (".txz", Kind::Xz),
    (".bz2", Kind::Bz2),
    (".tbz2", Kind::Bz2),
    (".tbz", Kind::Bz2),
];

fn ending(name: &str) -> Option<&'static (&'static str, Kind)> {
    ENDINGS.iter().find(|(ending, _)| {
        let from = name.len().checked_sub(ending.len());
        from.and_then(|f| name.get(f..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    })
}

impl Kind {
    /// By how the name ends.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        ending(name).map(|e| e.1)
    }

    /// By the first bytes, as many as [`HEAD`] where there are so many.
    pub(crate) fn of_head(head: &[u8]) -> Option<Self> {
        const MAGIC: &[(usize, &[u8], Kind)] = &[
            (0, b"\x1f\x8b", Kind::Gz),
            (0, b"\x28\xb5\x2f\xfd", Kind::Zst),
            (0, b"\xfd7zXZ\0", Kind::Xz),
            (0, b"BZh", Kind::Bz2),
            (0, b"PK\x03\x04", Kind::Zip),
            (0, b"PK\x05\x06", Kind::Zip),
            (0, b"%PDF-", Kind::Pdf),
            (0, b"WARC/", Kind::Warc),
            (257, b"ustar", Kind::Tar),
        ];
        let at =
            |&&(at, magic, _): &&(usize, &[u8], Kind)| head.get(at..).is_some_and(|h| h.starts_with(magic));
        if let Some(&(_, _, kind)) = MAGIC.iter().find(at) {
            return Some(kind);
        }
        // Without byte order marks and the zeros of UTF-16.
        let plain: Vec<u8> = head
            .iter()
            .copied()
            .filter(|&b| b != 0 && !matches!(b, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF))
            .collect();
        let text = plain.trim_ascii_start();
        let begins =
            |word: &str| text.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word.as_bytes()));
        match text {
            [b'{', ..] => Some(Self::Json),
            [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Some(Self::Json),
            _ if ["<!doctype html", "<html", "<head", "<body"].iter().any(|w| begins(w)) => Some(Self::Html),
            _ => None,
        }
    }

    /// Whether the file is one report.
    pub(crate) fn is_one(self) -> bool {
        matches!(self, Self::Text | Self::Html | Self::Docx | Self::Pdf)
    }
}

/// So many first bytes tell the formats.
pub(crate) const HEAD: usize = 512;

/// The name of what is in a compressed file: `a.txt` in `a.txt.gz`, `a.tar` in `a.tgz`.
pub(crate) fn inner_name(name: &str) -> String {
    let Some((ending, _)) = ending(name) else { return name.to_string() };
    let stem = name.get(..name.len() - ending.len()).unwrap_or(name);
    if [".tgz", ".tzst", ".txz", ".tbz2", ".tbz"].contains(ending) {
        format!("{stem}.tar")
    } else {
        stem.to_string()
    }
}

/// The name without folders and endings: what a report is called if nothing else is known.
pub(crate) fn stem(name: &str) -> &str {
    let mut name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut known = false;
    while let Some((ending, _)) = ending(name)
        && name.len() > ending.len()
    {
        name = name.get(..name.len() - ending.len()).unwrap_or(name);
        known = true;
    }
    match name.rfind('.') {
        Some(at) if at > 0 && !known => name.get(..at).unwrap_or(name),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_names() {
        for (name, kind, inner, short) in [
            ("a.txt", Some(Kind::Text), "a", "a"),
            ("x/报道.2021.HTM", Some(Kind::Html), "x/报道.2021", "报道.2021"),
            ("a.tgz", Some(Kind::Gz), "a.tar", "a"),
            ("a.txt.gz", Some(Kind::Gz), "a.txt", "a"),
            ("a.log", None, "a.log", "a"),
            ("x/.txt", Some(Kind::Text), "x/", ".txt"),
            ("报", None, "报", "报"),
        ] {
            assert_eq!((Kind::of_name(name), stem(name)), (kind, short), "{name}");
            assert_eq!(inner_name(name), inner, "{name}");
        }
    }

    #[test]
    fn ok_first_bytes() {
        for (head, kind) in [
            (b"\x1f\x8b\x08".as_slice(), Some(Kind::Gz)),
            (b"\xef\xbb\xbf <!DOCTYPE html>", Some(Kind::Html)),
            (b"\xff\xfe{\0\"\0", Some(Kind::Json)),
            (b"[ {\"a\":1}]", Some(Kind::Json)),
            ("[标题]".as_bytes(), None),
            (b"", None),
        ] {
            assert_eq!(Kind::of_head(head), kind, "{head:?}");
        }
    }
}
