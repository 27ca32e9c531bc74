//! Why something could not be read.

use std::error::Error;
use std::fmt;
use std::io;

/// What is wrong with an input. It travels through readers of other crates inside an [`io::Error`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// A word for machines, see [`Fault::CODES`].
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Fault {
    /// All codes, with what each means.
    pub(crate) const CODES: &[(&str, &str)] = &[
        ("unreadable", "the system refuses to read it"),
        ("undecodable", "its bytes are no text"),
        ("malformed", "it is not what its name or its beginning says"),
        ("no-text", "it holds no text"),
        ("too-large", "longer than --max-size"),
        ("too-deep", "an archive in more archives than --max-depth"),
        ("ratio", "unpacks to more than --max-ratio times its size"),
        ("too-many", "more entries than --max-entries"),
        ("unsupported", "encrypted, or of a format that this command was built without"),
        ("internal", "a fault of this program"),
    ];

    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        debug_assert!(Self::CODES.iter().any(|c| c.0 == code), "{code}");
        Self { code, message: message.into() }
    }

    pub(crate) fn malformed(message: impl fmt::Display) -> Self {
        Self::new("malformed", message.to_string())
    }

    /// What an error of a reader says. A fault of ours is looked for in it: other crates wrap the errors of the readers
    /// below them.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(fault) = error.downcast_ref::<Self>() {
                return fault.clone();
            }
            if let Some(io) = error.downcast_ref::<io::Error>()
                && let Some(inner) = io.get_ref()
            {
                let fault = Self::of(inner);
                if fault.code != "malformed" {
                    return fault;
                }
            }
            next = error.source();
        }
        let said = match error.downcast_ref::<io::Error>() {
            Some(io) if io.raw_os_error().is_some() => return Self::new("unreadable", io.to_string()),
            Some(io) if io.kind() == io::ErrorKind::UnexpectedEof => "ends before its end".to_string(),
            _ => error.to_string(),
        };
        Self::malformed(said)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Fault {}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        Self::other(fault)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::of(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_found_in_what_wraps_it() {
        let fault = Fault::new("ratio", "too much");
        let wrapped = io::Error::new(io::ErrorKind::InvalidData, io::Error::from(fault.clone()));
        assert_eq!(Fault::from(wrapped), fault);
        assert_eq!(Fault::from(io::Error::from_raw_os_error(2)).code, "unreadable");
        assert_eq!(Fault::from(io::Error::other("bad block")), Fault::malformed("bad block"));
    }
}
