//! One character to one character: width, punctuation, script.

/// Folds full-width forms to ASCII, and the dashes, tildes and blanks of the genre to one form each.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        _ => c,
    }
}
