//! Dates of publication as callers write them.

use jiff::civil::{Date, DateTime};

/// A day or a day with a time, in ISO 8601 (a blank may stand for the `T`); given back in ISO 8601.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>()
        && text.chars().count() == 10
    {
        return Ok(date.to_string());
    }
    // The offset of a moment says nothing about the civil day that a report speaks of.
    let civil = text.strip_suffix('Z').unwrap_or(text);
    match civil.parse::<DateTime>() {
        Ok(moment) if civil.chars().count() > 10 => Ok(moment.to_string()),
        _ => Err(format!("not a date of publication: {text} (use 2021-07-01 or 2021-07-01T08:30)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_days_and_moments() {
        for (text, want) in [
            ("2021-07-01", "2021-07-01"),
            (" 2021-07-01\n", "2021-07-01"),
            ("2021-07-01T08:30", "2021-07-01T08:30:00"),
            ("2021-07-01 08:30:15", "2021-07-01T08:30:15"),
            ("2021-07-01T08:30:00+08:00", "2021-07-01T08:30:00"),
            ("2021-07-01T08:30:00Z", "2021-07-01T08:30:00"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn err_anything_else() {
        for text in
            ["", "2021", "2021-13-01", "2021-02-30", "20210701", "昨天", "2021-7-1", "2021-07-01T25:00"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
