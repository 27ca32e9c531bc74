//! Dates of publication where archives keep them: fields, addresses, names of files.

use jiff::civil::{Date, DateTime};

/// Years that reports on paper and screen are from.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2099;

/// A field with a date, as people and programs write them; ISO 8601. `Ok(None)` where the field says nothing.
pub(crate) fn field(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    let nothing = ["", "-", "null", "none", "nan", "n/a", "无", "未知"];
    if nothing.iter().any(|n| text.eq_ignore_ascii_case(n)) || text.starts_with("0000") {
        return Ok(None);
    }
    if let Ok(date) = super::published::parse(text) {
        return Ok(Some(date));
    }
    match written(text).or_else(|| mail(text)).or_else(|| moment(text)) {
        Some(date) => Ok(Some(date)),
        None => Err(format!("not a date of publication: {text} (use 2021-07-01 or 2021-07-01T08:30)")),
    }
}

/// 2021年7月1日 08:30, 2021/7/1, 2021.07.01, 20210701, 202107010830: year, month and day, then perhaps a time.
fn written(text: &str) -> Option<String> {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let joined = |digits: &str| -> Option<Vec<i16>> {
        let part = |from: usize, to: usize| digits.get(from..to).and_then(|p| p.parse().ok());
        let mut parts = vec![part(0, 4)?, part(4, 6)?, part(6, 8)?];
        parts.extend([(8, 10), (10, 12), (12, 14)].iter().map_while(|&(from, to)| part(from, to)));
        Some(parts)
    };
    let parts = match numbers.as_slice() {
        [one, rest @ ..] if matches!(one.len(), 8 | 12 | 14) => {
            let mut parts = joined(one)?;
            parts.extend(rest.iter().map_while(|n| n.parse::<i16>().ok()));
            parts
        }
        [year, _, _, ..] if year.len() == 4 => numbers.iter().map_while(|n| n.parse().ok()).collect(),
        _ => return None,
    };
    // Other letters than those of a date are words, and a word is no part of a field with a date.
    let known = |c: char| !c.is_alphabetic() || "年月日号时点分秒TZ星期周一二三四五六天上下午".contains(c);
    if !text.chars().all(known) {
        return None;
    }
    let date = civil(*parts.first()?, *parts.get(1)?, *parts.get(2)?)?;
    let small = |i: usize| parts.get(i).and_then(|&n| i8::try_from(n).ok());
    match (small(3), small(4)) {
        (Some(hour), Some(minute)) if (0..24).contains(&hour) && (0..60).contains(&minute) => {
            let second = small(5).filter(|s| (0..60).contains(s)).unwrap_or(0);
            Some(date.at(hour, minute, second, 0).to_string())
        }
        _ => Some(date.to_string()),
    }
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&year).then_some(date)
}

/// `Thu, 01 Jul 2021 08:30:00 +0800`, as mail and HTTP write it.
fn mail(text: &str) -> Option<String> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    YEARS.contains(&zoned.year()).then(|| zoned.datetime().to_string())
}

/// Seconds or milliseconds since 1970; the day is China's.
fn moment(text: &str) -> Option<String> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    in_china(seconds).map(|moment| moment.to_string())
}

/// The civil time in China of a second.
fn in_china(seconds: i64) -> Option<DateTime> {
    let offset = jiff::tz::Offset::constant(8);
    let moment = offset.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    YEARS.contains(&moment.year()).then_some(moment)
}

/// The day in China of a moment in UTC as web archives write it: `2021-07-01T16:30:00Z` is 2 July.
#[cfg(any(feature = "warc", feature = "docx"))]
pub(crate) fn day_in_china(text: &str) -> Option<String> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    in_china(moment.as_second()).map(|m| m.date().to_string())
}

/// The day in an address or in the name of a file with its folders: `/2021-07/15/`, `/2021/07/15/`, `/202107/t20210715_1.html`,
/// `2021-07-15.txt`. The last one counts, since folders come before files; the name of a host has none.
pub(crate) fn in_name(name: &str) -> Option<String> {
    let path = match name.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => name,
    };
    let bytes = path.as_bytes();
    let mut found = None;
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let digits = bytes.iter().skip(at).take_while(|b| b.is_ascii_digit()).count();
        if !first.is_ascii_digit() {
            at += 1;
            continue;
        }
        if let Some(date) = day_at(bytes, at, digits) {
            found = Some(date.to_string());
        }
        at += digits;
    }
    found
}

/// The day that begins at a run of so many digits.
fn day_at(bytes: &[u8], at: usize, digits: usize) -> Option<Date> {
    let number = |from: usize, to: usize| -> Option<i16> {
        std::str::from_utf8(bytes.get(from..to)?).ok()?.parse().ok()
    };
    let run = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let parts = |sign: u8| matches!(sign, b'-' | b'/' | b'_' | b'.');
    match digits {
        8 => civil(number(at, at + 4)?, number(at + 4, at + 6)?, number(at + 6, at + 8)?),
        // 2021-07/15, 2021/7/15
        4 => {
            let month = at + 5;
            // 2021/0715
            if bytes.get(at + 4) == Some(&b'/') && run(month) == 4 {
                return civil(
                    number(at, month - 1)?,
                    number(month, month + 2)?,
                    number(month + 2, month + 4)?,
                );
            }
            let day = month + run(month) + 1;
            let sound =
                parts(*bytes.get(at + 4)?) && matches!(run(month), 1 | 2) && matches!(run(day), 1 | 2);
            let sound = sound && parts(*bytes.get(day - 1)?);
            sound
                .then(|| civil(number(at, at + 4)?, number(month, day - 1)?, number(day, day + run(day))?))?
        }
        // 202107/15
        6 => {
            let day = at + 7;
            (parts(*bytes.get(at + 6)?) && run(day) == 2)
                .then(|| civil(number(at, at + 4)?, number(at + 4, at + 6)?, number(day, day + 2)?))?
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_fields() {
        for (text, want) in [
            ("2021-07-01", "2021-07-01"),
            ("2021年7月1日", "2021-07-01"),
            ("2021年7月1日 8时30分", "2021-07-01T08:30:00"),
            ("2021/7/1", "2021-07-01"),
            ("2021.07.01 08:30", "2021-07-01T08:30:00"),
            ("20210701", "2021-07-01"),
            ("20210701083000", "2021-07-01T08:30:00"),
            ("2021-7-1 8:30:15", "2021-07-01T08:30:15"),
            ("2021-07-01T08:30:00.123+08:00", "2021-07-01T08:30:00.123"),
            ("Thu, 01 Jul 2021 08:30:00 +0800", "2021-07-01T08:30:00"),
            ("1625099400", "2021-07-01T08:30:00"),
            ("1625099400000", "2021-07-01T08:30:00"),
        ] {
            assert_eq!(field(text), Ok(Some(want.into())), "{text}");
        }
        for text in ["", " ", "-", "NULL", "0000-00-00 00:00:00"] {
            assert_eq!(field(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn err_fields() {
        for text in
            ["去年", "2021", "2021-13-01", "20211301", "1800-01-01 x", "来源 2021-07-01 网", "7月1日", "123"]
        {
            assert!(field(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ok_names() {
        for (name, want) in [
            ("http://cn.example/html/2021-07/15/content_3.htm", "2021-07-15"),
            ("https://cn.example/n1/2021/0715/c1-3.html", "2021-07-15"),
            ("https://cn.example/dj/202107/t20210715_812.shtml", "2021-07-15"),
            ("https://cn.example/2021/7/5/x.html", "2021-07-05"),
            ("https://cn.example/202107/15/x.html", "2021-07-15"),
            ("https://20210715.example/x.html", ""),
            ("archive/2021-07-15 签约.txt", "2021-07-15"),
            ("archive/2021/2021_07_15.txt", "2021-07-15"),
            ("archive/123456789012.txt", ""),
            ("archive/20219915.txt", ""),
            ("archive/2021", ""),
            ("archive/2021-", ""),
        ] {
            assert_eq!(in_name(name).unwrap_or_default(), want, "{name}");
        }
    }

    #[cfg(feature = "warc")]
    #[test]
    fn ok_day_in_china() {
        assert_eq!(day_in_china("2021-07-01T16:30:00Z").as_deref(), Some("2021-07-02"));
        assert_eq!(day_in_china("2021"), None);
    }
}
