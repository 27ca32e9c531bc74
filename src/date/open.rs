//! Open ends: 以来, 起, 前, 后 after a date, 截至 before it; and now, where they lead to.

use crate::calendar::{Anchor, Stamp};
use crate::rule::{Line, among};

/// What opens a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Since,
    From,
    UntilNow,
    After,
    Before,
    Until,
}

/// What opens the date that stands from `at` to `end`. It stays outside of the span.
pub(super) fn open_end(line: Line<'_>, at: usize, end: usize) -> Option<Open> {
    let mut i = line.blank(end);
    // 11月9日(含)以前, 及以前, 或之前: with the day that is named.
    let mut with_it = false;
    if line.word(i, "(含)").is_some() {
        with_it = true;
        i += 3;
    }
    let joined = matches!(line.at(i), '或' | '及' | '和') && matches!(line.at(i + 1), '以' | '之');
    if joined {
        with_it = true;
        i += 1;
    }
    let next = line.at(i + 1);
    let found = match (line.at(i), next) {
        ('起', '至') if line.at(i + 2) == '今' => Some(Open::UntilNow),
        ('至', '今') => Some(Open::UntilNow),
        ('到' | '至', '现' | '目') if matches!(line.at(i + 2), '在' | '前') => Some(Open::UntilNow),
        ('以', '来') => Some(Open::Since),
        ('起', n) if n != '草' && n != '义' => Some(Open::From),
        ('开', '始') => Some(Open::Since),
        ('来', ',' | '。' | '\0') => Some(Open::Since),
        ('以' | '之', '后') => Some(if with_it { Open::Since } else { Open::After }),
        ('以' | '之', '前') => Some(if with_it { Open::Until } else { Open::Before }),
        ('后', n) if !among!(n, "续备期勤半几三两") => {
            Some(if with_it { Open::Since } else { Open::After })
        }
        ('前', n) if !among!(n, "往后来沿列进三夕期几两") => {
            Some(if with_it { Open::Until } else { Open::Before })
        }
        _ => None,
    };
    if found.is_some() {
        return found;
    }
    let until = among!(line.before(at), "至止到")
        && ["截至", "截止", "截止到", "截至到", "截止至"].iter().any(|w| line.ends(at, w));
    until.then_some(Open::Until)
}

/// The last moment before now, or today.
pub(super) fn now(anchor: Anchor) -> Option<Stamp> {
    match anchor.seconds {
        Some(s) => Stamp::at(anchor.day, i64::from(s))?.just_before(),
        None => Some(Stamp::day(anchor.day)),
    }
}

pub(super) fn now_from(anchor: Anchor) -> Option<Stamp> {
    match anchor.seconds {
        Some(s) if s > 0 => Stamp::at(anchor.day, i64::from(s)),
        _ => Some(Stamp::day(anchor.day)),
    }
}

/// Up to and with now: today, or this hour.
pub(super) fn until_now(anchor: Anchor) -> Option<Stamp> {
    match anchor.seconds {
        Some(s) if s > 0 && s % 3600 == 0 => {
            Some(Stamp { day: anchor.day, hour: Some((s / 3600) as u8), minute: None, second: None })
        }
        Some(s) if s > 0 => Stamp::at(anchor.day, i64::from(s))?.just_before(),
        _ => Some(Stamp::day(anchor.day)),
    }
}
