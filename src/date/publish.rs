//! When a report was published, where its own text says so.

use super::find::find;
use super::{Basis, Date, DateKind, Modifier};
use crate::calendar::{Anchor, Day, Point};
use crate::candidate::Candidate;
use crate::numeral::figure_run;
use crate::rule::Line;
use crate::text::{Document, Role};

/// The day a report was published as its text tells it, or nothing: rather none than a wrong one.
///
/// A dateline, byline or signature with a full date comes first. Else an anniversary of this year (今年是建党100周年), or
/// the first date of the text, where it is a full one and no later year is spoken of; of these only the year is certain.
///
/// ```
/// use dangjian::{date::infer_published, text::Document};
///
/// let text = "来源:县委组织部 2021-07-02\n昨天,两家单位签约。";
/// assert_eq!(infer_published(&Document::read(text)).unwrap().0.day.to_string(), "2021-07-02");
/// assert!(infer_published(&Document::read("8月8日,两家单位签约。")).is_none());
/// ```
pub fn infer_published(doc: &Document<'_>) -> Option<(Anchor, Basis)> {
    let mut finds = Vec::new();
    find(doc, None, &mut finds);
    infer(doc, &finds)
}

/// The day a report was published, as given or as its text tells it, and the dates of the report seen from there.
pub(crate) fn find_from(
    doc: &Document<'_>,
    given: Option<Anchor>,
) -> (Option<(Anchor, Basis)>, Vec<Candidate<Date>>) {
    let mut dates = Vec::new();
    find(doc, given.as_ref(), &mut dates);
    let published = match given {
        Some(anchor) => Some((anchor, Basis::Given)),
        None => infer(doc, &dates),
    };
    if let (None, Some((anchor, _))) = (given, &published) {
        dates.clear();
        find(doc, Some(anchor), &mut dates);
    }
    (published, dates)
}

fn infer(doc: &Document<'_>, finds: &[Candidate<Date>]) -> Option<(Anchor, Basis)> {
    if let Some(day) = dateline(doc, finds) {
        return Some((Anchor::new(day), Basis::Byline));
    }
    let said: Vec<Said> = finds.iter().filter_map(|c| said(doc, c)).collect();
    let latest_year = said.iter().filter(|s| !s.ahead).map(|s| s.year).max();
    if let Some(year) = anniversary(doc) {
        if latest_year.is_none_or(|latest| latest <= year) {
            return Day::new(year, 12, 31)
                .map(|end| latest_day(finds, year).unwrap_or(end))
                .map(|d| (Anchor::new(d), Basis::Inferred));
        }
        return None;
    }
    let first = finds.iter().find(|c| matches!(c.value.kind, DateKind::Date | DateKind::Range))?;
    let day = full_day(first.value.value.as_deref()?)?;
    let ahead = said.iter().any(|s| s.ahead && s.start == first.span.start);
    let now = doc.chars().windows(2).any(|w| matches!(w, ['去' | '明', '年']));
    (!ahead && !now && latest_year == Some(day.year()))
        .then(|| (Anchor::new(latest_day(finds, day.year()).unwrap_or(day)), Basis::Inferred))
}

/// A year that the text speaks of.
struct Said {
    start: usize,
    year: i32,
    /// As something to come: 到2025年, 2025年前.
    ahead: bool,
}

fn said(doc: &Document<'_>, c: &Candidate<Date>) -> Option<Said> {
    if !matches!(c.value.kind, DateKind::Date | DateKind::Range) {
        return None;
    }
    let last = c.value.value.as_deref()?.rsplit('/').next()?.get(..4)?.parse::<i32>().ok()?;
    let before = c.span.start.checked_sub(1).and_then(|i| doc.chars().get(i)).copied().unwrap_or(' ');
    let ahead =
        matches!(before, '到' | '至' | '于' | '在') && c.value.modifier.is_none() && c.span.len() <= 5
            || matches!(c.value.modifier, Some(Modifier::Before | Modifier::End))
            || matches!(before, '将' | '拟');
    Some(Said { start: c.span.start, year: last, ahead })
}

/// The day of a value, or of the start of a range.
fn full_day(value: &str) -> Option<Day> {
    Point::parse(value.split('/').next()?)?.civil()
}

/// The latest full day of a year among the finds; days without a year count as of that year.
fn latest_day(finds: &[Candidate<Date>], year: i32) -> Option<Day> {
    finds
        .iter()
        .filter(|c| c.value.modifier.is_none())
        .filter_map(|c| {
            let value = c.value.value.as_deref()?.rsplit('/').next()?;
            let point = Point::parse(value)?;
            Day::new(point.known_year().unwrap_or(year), point.known_month()?, point.known_day()?)
        })
        .filter(|d| d.year() == year)
        .max()
}

/// A full date in a line of its own, or beside 来源, 发布时间 and the like, near the top or the end.
fn dateline(doc: &Document<'_>, finds: &[Candidate<Date>]) -> Option<Day> {
    let blocks: Vec<_> = doc.blocks().iter().filter(|b| b.role != Role::Boilerplate).collect();
    let count = blocks.len();
    let mut best: Option<(u8, Day)> = None;
    for (index, block) in blocks.iter().enumerate() {
        let near = index < 6 || index + 4 > count;
        let role = matches!(block.role, Role::Dateline | Role::Byline);
        if !(near || role) || block.span.len() > 80 {
            continue;
        }
        for c in finds.iter().filter(|c| block.span.contains(c.span)) {
            let Some(day) = c.value.value.as_deref().filter(|v| !v.contains('/')).and_then(full_day) else {
                continue;
            };
            let written: String = doc.slice(c.span).iter().collect();
            // The year must have been written.
            let year = day.year().to_string();
            if !(written.contains(&year) || written.starts_with('二')) {
                continue;
            }
            let rest = block.span.len() - c.span.len();
            let text: String = doc.slice(block.span).iter().collect();
            let named = [
                "来源", "发布", "作者", "浏览", "编辑", "阅读", "时间:", "日期:", "印发", "供稿", "责编",
                "发表",
            ]
            .iter()
            .any(|w| text.contains(w));
            let event = ["会议时间", "活动时间", "公示时间", "签约时间"].iter().any(|w| text.contains(w));
            // Alone at the end it is a signature, alone at the top a dateline.
            let rank = match (role, named && !event, rest <= 10) {
                (true, _, _) => 3,
                (_, true, _) => 3,
                (_, _, true) if !event => 2,
                _ => continue,
            };
            if best.is_none_or(|(r, d)| rank > r || rank == r && day > d) {
                best = Some((rank, day));
            }
        }
    }
    best.map(|(_, day)| day)
}

/// 今年是建党100周年, 庆祝新中国成立70周年.
fn anniversary(doc: &Document<'_>) -> Option<i32> {
    const EVENTS: [(&str, i32); 6] = [
        ("建党", 1921),
        ("中国共产党成立", 1921),
        ("新中国成立", 1949),
        ("中华人民共和国成立", 1949),
        ("改革开放", 1978),
        ("红军长征胜利", 1936),
    ];
    let chars = doc.chars();
    let mut year = None;
    for at in chars.iter().enumerate().filter(|(_, c)| **c == '周').map(|(i, _)| i) {
        if chars.get(at + 1) != Some(&'年') || !chars.get(at.checked_sub(1)?)?.is_ascii_digit() {
            continue;
        }
        let mut from = at;
        while from > 0 && chars.get(from - 1).is_some_and(char::is_ascii_digit) {
            from -= 1;
        }
        let (_, Some(n)) = figure_run(chars, from) else { continue };
        let line = Line::new(chars, 0, chars.len());
        let Some((word, base)) = EVENTS.iter().find(|(w, _)| line.ends(from, w)) else { continue };
        let start = from - word.chars().count();
        let before: String = chars.get(start.saturating_sub(6)..start)?.iter().collect();
        if !["今年", "庆祝", "迎接", "喜迎", "献礼", "纪念", "正值", "时值"]
            .iter()
            .any(|w| before.contains(w))
        {
            continue;
        }
        let found = base.checked_add(i32::try_from(n).ok()?)?;
        if !(1990..2100).contains(&found) || year.is_some_and(|y| y != found) {
            return None;
        }
        year = Some(found);
    }
    year
}
