//! One date expression at a place of the text: year, month, day, part of the day, clock.

use super::raw::{Edge, Nth, Raw, Ref, Time, YearRef};
use super::words::{FESTIVAL, WORD, Word};
use crate::calendar::Season;
use crate::numeral::digit;
use crate::rule::{Line, among};

/// A small numeral.
#[derive(Debug, Clone, Copy)]
pub(super) struct Small {
    pub(super) value: u32,
    pub(super) end: usize,
    /// How many figures; 0 for characters.
    pub(super) figures: usize,
    /// How many characters one for one (二〇二一: 4); 0 with 十 or figures.
    pub(super) run: usize,
}

/// Reads a numeral below ten thousand.
pub(super) fn small(line: Line<'_>, at: usize) -> Option<Small> {
    let c = line.at(at);
    let mut i = at;
    let mut value = 0u32;
    if c.is_ascii_digit() {
        while let Some(d) = line.at(i).to_digit(10) {
            value = value * 10 + d;
            i += 1;
            if i - at > 4 {
                return None;
            }
        }
        return Some(Small { value, end: i, figures: i - at, run: 0 });
    }
    if c == '廿' || c == '卅' {
        let ones = digit(line.at(at + 1)).filter(|d| *d > 0);
        let tens = if c == '廿' { 20 } else { 30 };
        return Some(Small {
            value: tens + u32::from(ones.unwrap_or(0)),
            end: at + 1 + usize::from(ones.is_some()),
            figures: 0,
            run: 0,
        });
    }
    while let Some(d) = digit(line.at(i)) {
        value = value * 10 + u32::from(d);
        i += 1;
        if i - at > 4 {
            return None;
        }
    }
    let run = i - at;
    if line.at(i) == '十' && run <= 1 {
        let tens = if run == 0 { 1 } else { value };
        let ones = digit(line.at(i + 1)).filter(|d| *d > 0);
        return Some(Small {
            value: tens * 10 + u32::from(ones.unwrap_or(0)),
            end: i + 1 + usize::from(ones.is_some()),
            figures: 0,
            run: 0,
        });
    }
    (run > 0).then_some(Small { value, end: i, figures: 0, run })
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '×' | 'X' | '╳')
}

/// `**` before a unit.
fn mask_run(line: Line<'_>, at: usize) -> Option<usize> {
    let mut i = at;
    while is_mask(line.at(i)) {
        i += 1;
    }
    (i > at && i - at <= 4).then_some(i)
}

/// Reads the longest date expression that starts at `at`; one past its end.
pub(super) fn read(line: Line<'_>, at: usize) -> Option<(Raw, usize)> {
    if let Some(found) = figures(line, at) {
        return Some(found);
    }
    let mut raw = Raw::default();
    let mut i = at;
    let named = FESTIVAL.starting(line.chars, at).is_some();
    if matches!(line.at(at), '农' | '阴') && matches!(line.at(at + 1), '历') && !named {
        raw.lunar = true;
        i = at + 2;
    }
    let dated = year(line, i, &mut raw);
    let mut end = at;
    if let Some(e) = dated {
        i = e;
        end = e;
        // 2014年, 3月5日
        let mut j = line.blank(e);
        if line.at(j) == ',' {
            let k = line.blank(j + 1);
            if line.at(k).is_ascii_digit() && small(line, k).is_some_and(|s| line.at(s.end) == '月') {
                j = k;
            }
        } else if line.at(j) == '的' {
            j += 1;
        }
        if matches!(line.at(j), '农' | '阴') && line.at(j + 1) == '历' {
            raw.lunar = true;
            j += 2;
        }
        if let Some(e) = within_year(line, j, &mut raw, true) {
            i = e;
            end = e;
        }
    } else if let Some(e) = within_year(line, i, &mut raw, false) {
        i = e;
        end = e;
    }
    if end == at {
        // 今天, 上周三, 下午三点
        let e = relative_day(line, i, &mut raw)?;
        i = e;
        end = e;
    }
    let allows_time = raw.day.is_some()
        || raw.weekday.is_some()
        || raw.festival.is_some()
        || raw.only_time()
        || matches!(raw.nth, Some(Nth::Day(_) | Nth::Weekday(..)));
    if allows_time && raw.time.is_none() {
        if let Some(e) = time_of_day(line, i, &mut raw) {
            end = e;
        }
    }
    // 3月18日当天
    if matches!(raw.day, Some(Ref::There(0))) && matches!(line.before(at), '日' | '号') {
        return None;
    }
    // 2月4日(正月十一)
    if raw.day.is_some() && line.at(end) == '(' && end > at {
        let mut probe = Raw::default();
        let i = if line.at(end + 1) == '农' { end + 3 } else { end + 1 };
        if let Some(e) = month(line, i, &mut probe, false).filter(|_| probe.lunar && probe.day.is_some()) {
            if line.at(e) == ')' {
                end = e + 1;
            }
        }
    }
    if raw.only_time() && raw.time.is_none() && raw.part.is_none() && raw.edge.is_none() {
        return None;
    }
    (end > at).then_some((raw, end))
}

/// 2017-03-09 08:15:40, 2015/6/3, 2010.01.29, 09-01 20:01.
fn figures(line: Line<'_>, at: usize) -> Option<(Raw, usize)> {
    if !line.at(at).is_ascii_digit() {
        return None;
    }
    let y = small(line, at)?;
    let sep = line.at(y.end);
    let two = |i: usize| -> Option<Small> {
        let (a, b) = (line.at(i).to_digit(10)?, line.at(i + 1).to_digit(10));
        Some(match b {
            Some(b) => Small { value: a * 10 + b, end: i + 2, figures: 2, run: 0 },
            None => Small { value: a, end: i + 1, figures: 1, run: 0 },
        })
    };
    let mut raw = Raw::default();
    if y.figures == 4 && (1000..=2999).contains(&y.value) && among(sep, "-/. —–") {
        let m = two(y.end + 1)?;
        let sep2 = line.at(m.end);
        if !(sep2 == sep || (matches!(sep, '.' | '-' | '/') && matches!(sep2, '.' | '-' | '/')))
            || !(1..=12).contains(&m.value)
        {
            return None;
        }
        let d = two(m.end + 1)?;
        if !(1..=31).contains(&d.value) || (sep == ' ' && (m.figures < 2 || d.figures < 2)) {
            return None;
        }
        let glued = line.at(d.end).is_ascii_digit();
        raw.year = Some(YearRef::Is(y.value as i32));
        raw.month = Some(Ref::Is(m.value as u8));
        raw.day = Some(Ref::Is(d.value as u8));
        let mut end = d.end;
        if matches!(line.at(end), '日' | '号') {
            end += 1;
        }
        let mut j = end;
        if matches!(line.at(j), 'T' | '-') {
            j += 1;
        }
        if let Some(e) = time_of_day(line, line.blank(j), &mut raw) {
            end = e;
        } else if glued {
            return None;
        } else if line.at(end) == '.' && line.at(end + 1).is_ascii_digit() {
            return None;
        }
        return Some((raw, end));
    }
    // 09-01 20:01
    if y.figures == 2 && sep == '-' && (1..=12).contains(&y.value) {
        let d = two(y.end + 1)?;
        let j = line.blank(d.end);
        if d.figures == 2 && (1..=31).contains(&d.value) && j > d.end {
            raw.month = Some(Ref::Is(y.value as u8));
            raw.day = Some(Ref::Is(d.value as u8));
            if let Some(e) = colon_time(line, j, &mut raw) {
                return Some((raw, e));
            }
        }
        return None;
    }
    // 11/3号
    if y.figures <= 2 && sep == '/' && (1..=12).contains(&y.value) {
        let d = two(y.end + 1)?;
        if (1..=31).contains(&d.value) && matches!(line.at(d.end), '日' | '号') {
            raw.month = Some(Ref::Is(y.value as u8));
            raw.day = Some(Ref::Is(d.value as u8));
            let end = d.end + 1;
            let e = time_of_day(line, end, &mut raw).unwrap_or(end);
            return Some((raw, e));
        }
    }
    None
}

/// A year; one past its 年 or word.
fn year(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if let Some((end, word)) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        match word {
            Word::Year(n) => raw.year = Some(YearRef::Shift(n)),
            Word::YearThere(n) => raw.year = Some(YearRef::There(n)),
            _ => return None,
        }
        if matches!(line.at(end), '级' | '制' | '轻') {
            raw.year = None;
            return None;
        }
        if line.at(end) == '同' && line.at(end + 1) == '期' {
            raw.same_period = true;
            return Some(end + 2);
        }
        // 那年 and 第二年 date only what follows: 那年5月, 第二年春天.
        let told = matches!(line.at(at), '那' | '这' | '第' | '头');
        if told {
            let mut probe = Raw { year: raw.year, ..Raw::default() };
            let next = if line.at(end) == '的' { end + 1 } else { end };
            let followed = within_year(line, next, &mut probe, true).is_some()
                && probe.nth.is_none()
                && probe.festival.is_none();
            if !followed {
                raw.year = None;
                return None;
            }
        }
        return Some(year_tail(line, end));
    }
    let c = line.at(at);
    if matches!(c, '上' | '本') && line.at(at + 1) == '世' && line.at(at + 2) == '纪' {
        let shift = if c == '上' { 1900 } else { 2000 };
        return century(line, at + 3, shift, raw);
    }
    // 20**年, 201X年, **年
    if is_mask(c)
        || (c.is_ascii_digit()
            && (1..4).any(|k| is_mask(line.at(at + k)) && (1..k).all(|j| line.at(at + j).is_ascii_digit())))
    {
        let mut mask = ['X'; 4];
        let mut n = 0;
        while n < 4 && (is_mask(line.at(at + n)) || line.at(at + n).is_ascii_digit()) {
            if let (Some(slot), true) = (mask.get_mut(n), line.at(at + n).is_ascii_digit()) {
                *slot = line.at(at + n);
            }
            n += 1;
        }
        if line.at(at + n) != '年' || n < 2 {
            return None;
        }
        if n == 2 || n == 3 {
            mask = ['X'; 4];
        }
        raw.year = Some(YearRef::Masked(mask));
        return Some(year_tail(line, at + n + 1));
    }
    let n = small(line, at).or_else(|| thousands(line, at))?;
    let unit = line.blank(n.end);
    if unit > n.end + 1 {
        return None;
    }
    if line.at(unit) == '世' && line.at(unit + 1) == '纪' && (1..=22).contains(&n.value) {
        return century(line, unit + 2, (n.value as i32 - 1) * 100, raw);
    }
    if line.at(unit) == '年' && line.at(unit + 1) == '代' && n.value % 10 == 0 && (10..=90).contains(&n.value)
    {
        raw.year = Some(YearRef::ShortDecade(n.value as i32));
        return Some(unit + 2);
    }
    if line.at(unit) == '年'
        && line.at(unit + 1) == '代'
        && n.value % 10 == 0
        && (1000..=2990).contains(&n.value)
    {
        raw.year = Some(YearRef::Decade(n.value as i32));
        return Some(unit + 2);
    }
    if line.at(unit) != '年' {
        return None;
    }
    let full = (n.figures == 4 || n.run == 4 || n.value >= 1000) && (1000..=2999).contains(&n.value);
    if full {
        // 2000年历史: a duration.
        let after = if line.at(unit + 1) == '的' { unit + 2 } else { unit + 1 };
        if n.value % 1000 == 0 && matches!((line.at(after), line.at(after + 1)), ('历', '史') | ('文', '明'))
        {
            return None;
        }
        raw.year = Some(YearRef::Is(n.value as i32));
        return Some(year_tail(line, unit + 1));
    }
    if n.figures == 3 && n.value >= 200 && among(line.before(at), "在于元至到") {
        raw.year = Some(YearRef::Is(n.value as i32));
        return Some(year_tail(line, unit + 1));
    }
    let short = (n.figures == 2 || n.run == 2) && {
        let pair = n.run == 2 && n.value % 10 == n.value / 10 + 1 && n.value > 10;
        let after = line.blank(unit + 1);
        let month = small(line, after).is_some_and(|m| line.at(m.end) == '月' && (1..=12).contains(&m.value))
            || mask_run(line, after).is_some();
        let zero = matches!(line.at(at), '0' | '零' | '〇');
        month
            || zero
            || (n.run == 2 && !pair)
            || (n.figures == 2 && n.value >= 10 && part_of_year(line, after))
            || term_follows(line, after)
    };
    if short {
        raw.year = Some(YearRef::Short(n.value as i32));
        return Some(year_tail(line, unit + 1));
    }
    None
}

fn term_follows(line: Line<'_>, at: usize) -> bool {
    FESTIVAL.starting(line.chars, at).is_some_and(|(e, _)| e <= line.end)
}

fn part_of_year(line: Line<'_>, at: usize) -> bool {
    matches!((line.at(at), line.at(at + 1), line.at(at + 2)), ('上' | '下', '半', '年'))
        || (line.at(at + 1) == '季' && line.at(at + 2) == '度')
}

/// 两千零四年, 二千年.
fn thousands(line: Line<'_>, at: usize) -> Option<Small> {
    let n = crate::numeral::scan(line.chars, at)?;
    let value = n.small()?;
    ((1000..3000).contains(&value)
        && n.high.is_none()
        && n.end <= line.end
        && n.approx == crate::numeral::Approx::None)
        .then_some(Small { value, end: n.end, figures: 0, run: 0 })
}

fn year_tail(line: Line<'_>, end: usize) -> usize {
    if line.at(end) == '度' && !matches!(line.at(end + 1), '过' | '假') { end + 1 } else { end }
}

/// What follows 世纪: a decade, or nothing.
fn century(line: Line<'_>, at: usize, base: i32, raw: &mut Raw) -> Option<usize> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    if let Some(n) = small(line, i) {
        if n.value < 100 && n.value % 10 == 0 && line.at(n.end) == '年' && line.at(n.end + 1) == '代' {
            raw.year = Some(YearRef::Decade(base + n.value as i32));
            let mut end = n.end + 2;
            if let Some(e) = decade_edge(line, end, raw) {
                end = e;
            }
            return Some(end);
        }
    }
    raw.year = Some(YearRef::Century(base));
    Some(decade_edge(line, at, raw).unwrap_or(at))
}

fn decade_edge(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let (edge, len) = match (line.at(at), line.at(at + 1)) {
        ('初', '期') | ('前', '期') => (Edge::Start, 2),
        ('中', '期') | ('中', '叶') => (Edge::Middle, 2),
        ('末', '期') | ('后', '期') => (Edge::End, 2),
        ('初', _) => (Edge::Start, 1),
        ('末', _) => (Edge::End, 1),
        _ => return None,
    };
    raw.edge = Some(edge);
    Some(at + len)
}

/// 初, 底, 末, 上旬 … after a year, a quarter or a month.
fn edge(line: Line<'_>, at: usize, raw: &mut Raw, of: char) -> Option<usize> {
    let (edge, len) = match (line.at(at), line.at(at + 1)) {
        ('上', '旬') => (Edge::FirstTen, 2),
        ('中', '旬') => (Edge::SecondTen, 2),
        ('下', '旬') => (Edge::LastTen, 2),
        ('伊', '始') => (Edge::Start, 2),
        ('年', '初') if of == '年' => (Edge::Start, 2),
        ('年', '底' | '末' | '终') if of == '年' => (Edge::End, 2),
        ('年', '中') if of == '年' => (Edge::Middle, 2),
        ('月', '初') if of == '月' => (Edge::Start, 2),
        ('月', '底' | '末') if of == '月' => (Edge::End, 2),
        ('月', '中') if of == '月' => (Edge::Middle, 2),
        ('初', c) if !c.is_ascii_digit() && !among(c, "步心次级中冬春夏秋衷一二三四五六七八九十") => {
            (Edge::Start, 1)
        }
        ('底', c) if !matches!(c, '线' | '层' | '部') => (Edge::End, 1),
        ('末', c) if c != '端' => (Edge::End, 1),
        ('中', '期') => (Edge::Middle, 2),
        ('中', c) if of == '月' && matches!(c, ',' | '。' | '\0' | '、') => (Edge::Middle, 1),
        _ => return None,
    };
    raw.edge = Some(edge);
    Some(at + len)
}

fn season(line: Line<'_>, at: usize, dated: bool) -> Option<(Season, usize)> {
    let name = |c: char| match c {
        '春' => Some(Season::Spring),
        '夏' => Some(Season::Summer),
        '秋' => Some(Season::Autumn),
        '冬' => Some(Season::Winter),
        _ => None,
    };
    let (c, n) = (line.at(at), line.at(at + 1));
    if let Some(s) = name(c) {
        if matches!(n, '季' | '天')
            && (dated
                || !('\u{4e00}'..='\u{9fff}').contains(&line.at(at + 2))
                || among(line.at(at + 2), "里来的到"))
        {
            return Some((s, at + 2));
        }
        if dated
            && among(n, "耕种收播灌")
            && matches!((line.at(at + 2), line.at(at + 3)), ('时', '节') | ('期', '间'))
        {
            return Some((s, at + 4));
        }
        if dated && !among(n, "节运耕晚联游秋播训令种收粮茶灌分至学季招奥") {
            return Some((s, at + 1));
        }
        return None;
    }
    if dated && matches!((c, n), ('暑', '假' | '期')) {
        return Some((Season::Summer, at + 2));
    }
    if dated && (c, n) == ('寒', '假') {
        return Some((Season::Winter, at + 2));
    }
    if dated && among(c, "开初入暮仲深金盛隆孟晚") {
        if let Some(s) = name(n) {
            let end = if line.at(at + 2) == '时' && line.at(at + 3) == '节' { at + 4 } else { at + 2 };
            return Some((s, end));
        }
    }
    None
}

/// What narrows a year down: half, quarter, season, month (and day), festival, edge.
fn within_year(line: Line<'_>, at: usize, raw: &mut Raw, dated: bool) -> Option<usize> {
    let (c, n) = (line.at(at), line.at(at + 1));
    if matches!(c, '上' | '下') && n == '半' && line.at(at + 2) == '年' {
        raw.half = Some(if c == '上' { 1 } else { 2 });
        return Some(if line.at(at + 3) == '度' { at + 4 } else { at + 3 });
    }
    if let Some(e) = quarter(line, at, raw) {
        return Some(edge(line, e, raw, '季').unwrap_or(e));
    }
    if let Some((s, e)) = season(line, at, dated) {
        raw.season = Some(s);
        return Some(e);
    }
    if let Some(e) = month(line, at, raw, dated) {
        return Some(e);
    }
    if let Some((e, festival)) = FESTIVAL.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        let inside = crate::numeral::digit(line.at(at)).is_some_and(|_| digit(line.before(at)).is_some())
            || line.at(at) == '十' && digit(line.before(at)).is_some();
        if !inside && (dated || festival.free || occasion(line, e)) {
            raw.festival = Some(festival);
            if festival_stands(line, at, e, festival.free || dated) {
                return Some(e);
            }
            raw.festival = None;
        }
    }
    if dated {
        if let Some(e) = edge(line, at, raw, '年') {
            return Some(e);
        }
        return nth_in_year(line, at, raw);
    }
    // 年内
    if (c, n) == ('年', '内')
        && !among(line.before(at), "当一两三五十近")
        && !line.before(at).is_ascii_digit()
    {
        raw.loose = true;
        return Some(at + 2);
    }
    // 下旬, under a heading that names the month
    if n == '旬' && matches!(c, '上' | '中' | '下') && matches!(line.before(at), '\0' | ',' | '。' | ';')
    {
        raw.month = Some(Ref::There(0));
        return edge(line, at, raw, '月');
    }
    // 年底, 年初
    if c == '年' && matches!(n, '初' | '底' | '末') && !among(line.before(at), "每年周逐历去今明")
    {
        let e = edge(line, at, raw, '年')?;
        raw.loose = true;
        return Some(e);
    }
    None
}

fn festival_stands(line: Line<'_>, at: usize, end: usize, free: bool) -> bool {
    // 国庆路, 元旦镇, and people: 饶国庆
    if among(line.at(end), "路街镇村乡桥里新说") {
        return false;
    }
    let before = line.before(at);
    let short =
        end - at == 2 && matches!(line.at(at), '国' | '元' | '中') && matches!(line.at(at + 1), '庆' | '旦');
    let han = ('\u{4e00}'..='\u{9fff}').contains(&before);
    !(free && short && han)
        || among(before, "年在和与是过逢迎度祝秋节到至于了的去今前后近这旦庆")
        || occasion(line, end)
}

/// 期间, 前夕, 假期, 当天: what follows a festival.
fn occasion(line: Line<'_>, at: usize) -> bool {
    let i = if matches!(line.at(at), '”' | '"') { at + 1 } else { at };
    let next = (line.at(i), line.at(i + 1));
    matches!(
        next,
        ('期', '间')
            | ('前', '夕')
            | ('前', '后')
            | ('假', '期')
            | ('小', '长')
            | ('当', '天' | '日')
            | ('来', '临')
            | ('到', '来')
            | ('长', '假')
            | ('临', '近')
            | ('将', '至')
    ) || (at == line.end && line.end - line.start <= 3)
}

/// 一季度, 第三季度, 首季度.
fn quarter(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if let Some((end, Word::Quarter(n))) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        raw.quarter = Some(Ref::Shift(n));
        return Some(end);
    }
    let mut i = at;
    let first = line.at(i) == '首';
    if line.at(i) == '第' {
        i += 1;
    }
    let (value, mut end) = if first {
        (1, i + 1)
    } else {
        let n = small(line, i)?;
        (n.value, n.end)
    };
    if line.at(end) == '个' && line.at(at) == '第' {
        end += 1;
    }
    if line.at(end) != '季' || !(1..=4).contains(&value) || line.at(end) != '季' {
        return None;
    }
    if line.at(end + 1) != '度' {
        return None;
    }
    if value > 1 && line.at(i) == '两' {
        return None;
    }
    raw.quarter = Some(Ref::Is(value as u8));
    Some(end + 2)
}

/// A month, with its day if one follows.
fn month(line: Line<'_>, at: usize, raw: &mut Raw, dated: bool) -> Option<usize> {
    if let Some((end, word)) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        match word {
            Word::Month(n) => raw.month = Some(Ref::Shift(n)),
            Word::MonthThere(n) => raw.month = Some(Ref::There(n)),
            _ => return None,
        }
        return Some(after_month(line, end, raw));
    }
    let mut i = at;
    if line.at(i) == '闰' {
        raw.leap = true;
        raw.lunar = true;
        i += 1;
    }
    let lunar_name = match (line.at(i), line.at(i + 1)) {
        ('正', '月') => Some(1),
        ('腊', '月') => Some(12),
        ('冬', '月') => Some(11),
        _ => None,
    };
    if let Some(m) = lunar_name {
        raw.month = Some(Ref::Is(m));
        raw.lunar = true;
        return Some(after_month(line, i + 2, raw));
    }
    if let Some(e) = mask_run(line, i) {
        if line.at(e) == '月' && (dated || line.at(e + 1) == '*' || e - i == 2) {
            raw.month = Some(Ref::Masked);
            return Some(after_month(line, e + 1, raw));
        }
        return None;
    }
    let n = small(line, i)?;
    let unit = line.blank(n.end);
    if line.at(unit) != '月'
        || !(1..=12).contains(&n.value)
        || n.run > 1
        || n.figures > 2
        || unit > n.end + 1
        || line.at(i) == '两'
    {
        return None;
    }
    // 三月街, 十月怀胎
    if !dated && n.figures == 0 && among(line.at(unit + 1), "街怀花桥路湾光飞风雪霜") {
        return None;
    }
    if matches!(line.at(unit + 1), '嫂' | '饼' | '球' | '租') {
        return None;
    }
    raw.month = Some(Ref::Is(n.value as u8));
    Some(after_month(line, unit + 1, raw))
}

/// After 月: 份, an edge, a day, the nth of something.
fn after_month(line: Line<'_>, at: usize, raw: &mut Raw) -> usize {
    let mut end = at;
    if line.at(end) == '份' && !matches!(line.at(end + 1), '额') {
        end += 1;
    }
    if let Some(e) = edge(line, end, raw, '月') {
        return e;
    }
    if let Some(e) = nth_in_month(line, end, raw) {
        return e;
    }
    let i = line.blank(end);
    if let Some(e) = day(line, i, raw) {
        return e;
    }
    end
}

/// A day after a month: 8日, 三十一号, 初八, 十五, **日.
fn day(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if line.at(at) == '初' {
        let n = small(line, at + 1)?;
        if (1..=10).contains(&n.value) {
            raw.day = Some(Ref::Is(n.value as u8));
            raw.lunar = true;
            return Some(n.end);
        }
        return None;
    }
    if let Some(e) = mask_run(line, at) {
        if matches!(line.at(e), '日' | '号') {
            raw.day = Some(Ref::Masked);
            return Some(e + 1);
        }
        return None;
    }
    let n = small(line, at)?;
    if !(1..=31).contains(&n.value) || n.figures > 2 || n.run > 1 || line.at(at) == '两' {
        return None;
    }
    let unit = line.blank(n.end);
    if matches!(line.at(unit), '日' | '号') && unit <= n.end + 1 {
        raw.day = Some(Ref::Is(n.value as u8));
        return Some(unit + 1);
    }
    if matches!(line.at(at), '廿' | '卅') {
        raw.lunar = true;
        raw.day = Some(Ref::Is(n.value as u8));
        return Some(n.end);
    }
    // 一月二十三, 10月22, 八月十五: with nothing after it that is counted.
    let next = line.at(n.end);
    let ten = n.figures > 0 || n.value >= 10;
    let free = among(next, "\0,。、;) 晚早上下中凌出到至是-—~");
    if (ten || raw.lunar) && free {
        // 八月十五, without 日, is a day of the lunar year.
        if n.value == 15
            && n.figures == 0
            && raw.month == Some(Ref::Is(8))
            && !matches!(raw.year, Some(YearRef::Is(_)))
        {
            raw.lunar = true;
        }
        raw.day = Some(Ref::Is(n.value as u8));
        return Some(n.end);
    }
    None
}

/// 第三周, 第一个星期一, 最后五天, 前四天, 三十 after a month.
fn nth_in_month(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    let (kind, from) = match (line.at(i), line.at(i + 1)) {
        ('第', _) => ('第', i + 1),
        ('最', '后') => ('后', i + 2),
        ('前', _) => ('前', i + 1),
        ('后', _) => ('后', i + 1),
        ('头', _) => ('前', i + 1),
        _ => return None,
    };
    let n = small(line, from)?;
    let value = u8::try_from(n.value).ok().filter(|v| (1..=31).contains(v))?;
    let mut e = n.end;
    if line.at(e) == '个' {
        e += 1;
    }
    if let Some((w, end)) = weekday(line, e) {
        let nth = match kind {
            '第' if value <= 5 => Nth::Weekday(value, w),
            '后' if value == 1 => Nth::LastWeekday(w),
            _ => return None,
        };
        raw.nth = Some(nth);
        return Some(end);
    }
    let (unit, end) = match (line.at(e), line.at(e + 1)) {
        ('周', c) if c != '年' => ('周', e + 1),
        ('星', '期') => ('周', e + 2),
        ('天' | '日', _) => ('天', e + 1),
        _ => return None,
    };
    raw.nth = Some(match (kind, unit) {
        ('第', '周') if value <= 5 => Nth::Week(value),
        ('第', '天') => Nth::Day(value),
        ('前', '天') => Nth::FirstDays(value),
        ('后', '天') => Nth::LastDays(value),
        _ => return None,
    });
    Some(end)
}

/// 前五个月, 首月, 第三个月, 第一天, 前2周 after a year.
fn nth_in_year(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let i = if line.at(at) == '的' { at + 1 } else { at };
    if line.at(i) == '首' && line.at(i + 1) == '月' {
        raw.month = Some(Ref::Is(1));
        return Some(i + 2);
    }
    let (kind, from) = match (line.at(i), line.at(i + 1)) {
        ('第', _) => ('第', i + 1),
        ('最', '后') => ('后', i + 2),
        ('前', _) => ('前', i + 1),
        ('后', _) => ('后', i + 1),
        ('头', _) => ('前', i + 1),
        _ => return None,
    };
    let n = small(line, from)?;
    let value = u8::try_from(n.value).ok().filter(|v| *v >= 1)?;
    let e = if line.at(n.end) == '个' { n.end + 1 } else { n.end };
    let counted = e > n.end;
    raw.nth = Some(match (kind, line.at(e)) {
        ('第', '月') if value <= 12 && counted => Nth::Month(value),
        ('前', '月') if value <= 12 => Nth::FirstMonths(value),
        ('后', '月') if value <= 12 => Nth::LastMonths(value),
        ('第', '天') => Nth::Day(value),
        ('前', '周') => Nth::FirstWeeks(value),
        ('前', '季') if value <= 4 && line.at(e + 1) == '度' => {
            raw.nth = Some(Nth::FirstQuarters(value));
            return Some(e + 2);
        }
        _ => return None,
    });
    Some(e + 1)
}

/// 周三, 星期日, 周末.
pub(super) fn weekday(line: Line<'_>, at: usize) -> Option<(u8, usize)> {
    let i = match (line.at(at), line.at(at + 1)) {
        ('周', _) => at + 1,
        ('星', '期') | ('礼', '拜') => at + 2,
        _ => return None,
    };
    let w = match line.at(i) {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '日' | '天' => 7,
        '末' => 8,
        d @ '1'..='6' => d.to_digit(10)? as u8,
        _ => return None,
    };
    // 周三岁
    (!matches!(line.at(i + 1), '岁' | '年')).then_some((w, i + 1))
}

/// 今天, 上周三, 当天, 今晚, 25日, 周六上午, or only a time of day.
fn relative_day(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if let Some((end, word)) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        match word {
            Word::Day(n) => {
                raw.day = Some(Ref::Shift(n));
                // 后天性, 明天系数
                if matches!(line.at(end), '性' | '系') {
                    return None;
                }
                return Some(end);
            }
            Word::DayThere(n) => {
                raw.day = Some(Ref::There(n));
                return Some(end);
            }
            Word::DayPart(n, part) | Word::DayPartThere(n, part) => {
                raw.day = Some(if matches!(word, Word::DayPart(..)) { Ref::Shift(n) } else { Ref::There(n) });
                raw.part = Some(part);
                if matches!(line.at(end), '报' | '会') {
                    return None;
                }
                return Some(time_of_day(line, end, raw).unwrap_or(end));
            }
            Word::Week(n) => {
                raw.week = Some(n);
                let mut e = end;
                // 上周五, 上周星期三, 下周末
                if let Some((w, stop)) = weekday(line, end) {
                    raw.weekday = Some(w);
                    return Some(stop);
                }
                if let Some((w, stop)) = weekday(line, end - usize::from(line.at(end - 1) == '周')) {
                    raw.weekday = Some(w);
                    return Some(stop);
                }
                if line.at(end - 1) == '期' {
                    if let Some((w, stop)) = weekday(line, end - 2) {
                        raw.weekday = Some(w);
                        return Some(stop);
                    }
                }
                if matches!(line.at(e), '年' | '岁' | '期') {
                    return None;
                }
                if line.at(e) == '内' {
                    e = end;
                }
                return Some(e);
            }
            Word::Part(_) => {
                let e = time_of_day(line, at, raw)?;
                // 下午,双方座谈: of the day that is told of.
                let opens = matches!(line.before(at), '\0' | '。' | '!' | '?')
                    && matches!(line.at(e), ',' | '是')
                    && e == at + 2;
                return (raw.time.is_some() || opens).then_some(e);
            }
            _ => return None,
        }
    }
    if let Some((w, end)) = weekday(line, at) {
        let timed = {
            let mut probe = Raw::default();
            time_of_day(line, end, &mut probe).is_some()
        };
        let whole = at == line.start && end == line.end;
        if (timed || whole) && !matches!(line.before(at), '每' | '逢') {
            raw.weekday = Some(w);
            raw.week = Some(0);
            return Some(end);
        }
        return None;
    }
    // 25日, 8号晚上
    if let Some(n) = small(line, at) {
        let unit = line.blank(n.end);
        let day = (1..=31).contains(&n.value) && n.figures <= 2 && n.run <= 1 && line.at(at) != '两';
        if day && matches!(line.at(unit), '日' | '号') && line.before(at) != '第' {
            let figures = n.figures > 0 || n.value >= 10;
            let next = line.at(unit + 1);
            let mut probe = Raw::default();
            let timed = time_of_day(line, unit + 1, &mut probe).is_some();
            let long = among(next, "内游行之后以元币本均前产供销处接");
            let free = line.at(unit) == '日'
                && figures
                && !long
                && !among(line.before(at), "期每个近限内过满足达约超");
            if (free || timed) && n.value > 0 {
                raw.day = Some(Ref::Is(n.value as u8));
                return Some(unit + 1);
            }
        }
    }
    time_of_day(line, at, raw).filter(|_| raw.time.is_some())
}

/// A part of the day and a clock time, or one of them.
pub(super) fn time_of_day(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let mut i = line.blank(at);
    // (周四), (星期四)
    if line.at(i) == '(' && i == at {
        if let Some((_, e)) = weekday(line, i + 1) {
            if line.at(e) == ')' {
                let mut probe = *raw;
                if let Some(stop) = time_of_day(line, e + 1, &mut probe) {
                    *raw = probe;
                    return Some(stop);
                }
            }
        }
        return None;
    }
    if line.at(i) == '的' && WORD.starting(line.chars, i + 1).is_some_and(|(_, w)| matches!(w, Word::Part(_)))
    {
        i += 1;
    }
    let mut end = None;
    while let Some((e, Word::Part(part))) = WORD.starting(line.chars, i).filter(|(e, _)| *e <= line.end) {
        // 晚会, 晚报, 早餐
        let one = e == i + 1;
        if one && among(line.at(e), "会报餐宴稻班饭茶市场读自已就校景间色巡练期年日") {
            break;
        }
        raw.part = Some(part);
        end = Some(e);
        i = line.blank(e);
    }
    let explicit = raw.part.is_some() || raw.day.is_some() || raw.weekday.is_some() || raw.festival.is_some();
    if let Some(e) = colon_time(line, i, raw).or_else(|| clock(line, i, raw, explicit)) {
        return Some(e);
    }
    end
}

/// 9:30, 20:01:05.
fn colon_time(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let h = small(line, at).filter(|n| (1..=2).contains(&n.figures) && n.value <= 24)?;
    if line.before(at) == ':' || line.at(h.end) != ':' {
        return None;
    }
    let two = |i: usize| -> Option<u8> {
        let (a, b) = (line.at(i).to_digit(10)?, line.at(i + 1).to_digit(10)?);
        let v = a * 10 + b;
        (v < 60).then_some(v as u8)
    };
    let minute = two(h.end + 1)?;
    let mut end = h.end + 3;
    let mut second = None;
    if line.at(end) == ':' {
        second = Some(two(end + 1)?);
        end += 3;
    }
    if line.at(end).is_ascii_digit() || line.at(end) == ':' {
        return None;
    }
    if (line.at(end) == 'p' || line.at(end) == 'P') && h.value < 12 {
        let pm = if line.at(end + 1) == 'm' || line.at(end + 1) == 'M' { 2 } else { 1 };
        raw.time = Some(Time { hour: h.value as u8 + 12, minute: Some(minute), second });
        return Some(end + pm);
    }
    raw.time = Some(Time { hour: h.value as u8, minute: Some(minute), second });
    Some(end)
}

/// 9时30分, 三点半, 八点一刻.
fn clock(line: Line<'_>, at: usize, raw: &mut Raw, explicit: bool) -> Option<usize> {
    let h = small(line, at)
        .filter(|n| n.value <= 24 && n.figures <= 2 && n.run <= 1 && (n.figures > 0 || n.run < 2))?;
    let mut unit = line.blank(h.end);
    if line.at(unit) == '多' {
        return None;
    }
    let name = line.at(unit);
    if !matches!(name, '时' | '点' | '點' | '時') || unit > h.end + 1 {
        return None;
    }
    if line.before(at) == '第'
        || line.before(at) == '.'
        || line.before(at) == '这'
        || line.before(at) == '以' && name == '点'
    {
        return None;
    }
    let mut end = unit + 1;
    if line.at(end) == '钟' {
        end += 1;
    }
    let mut minute = None;
    let mut second = None;
    let mut marked = end > unit + 1;
    match (line.at(end), line.at(end + 1)) {
        ('半', c) if !among(c, "天年月个小") => {
            minute = Some(30);
            end += 1;
        }
        ('一', '刻') => {
            minute = Some(15);
            end += 2;
        }
        ('三', '刻') => {
            minute = Some(45);
            end += 2;
        }
        ('整', _) => {
            end += 1;
            marked = true;
        }
        _ => {
            let m_at = line.blank(end);
            if let Some(m) = small(line, m_at).filter(|m| m.value < 60 && m.figures <= 2 && m.run <= 2) {
                let fen = line.blank(m.end);
                let zero = matches!(line.at(m_at), '零' | '0');
                if line.at(fen) == '分' && line.at(fen + 1) != '之' {
                    minute = Some(m.value as u8);
                    end = fen + 1;
                    let s_at = line.blank(end);
                    if let Some(s) = small(line, s_at).filter(|s| s.value < 60 && line.at(s.end) == '秒') {
                        second = Some(s.value as u8);
                        end = s.end + 1;
                    } else if line.at(end) == '许' {
                        marked = true;
                    }
                } else if name == '点'
                    && explicit
                    && (m.value >= 10 && m.run == 0 || zero && m.run == 2 || m.figures == 2)
                    && !counts(line, m.end)
                {
                    minute = Some(m.value as u8);
                    end = m.end;
                } else if name == '点' && explicit && m.run == 1 && m.value > 0 && counts(line, m.end) {
                    return None;
                }
            }
        }
    }
    if minute.is_some() {
        marked = true;
    }
    if !explicit && !marked {
        let next = line.at(end);
        let figures = h.figures > 0;
        let ends = !('\u{4e00}'..='\u{9fff}').contains(&next)
            || among(next, "至到许左开起前正准在")
            || h.figures > 0 && !among(next, "要意建希看体想感启共思举措经优不内方做承");
        if next.is_ascii_digit() {
            return None;
        }
        let ok = if name == '时' {
            figures || ends && h.value > 0
        } else {
            ends && (figures || h.value > 3 || at == line.start)
        };
        if !ok || (name == '时' && among(next, "代候间期尚空常")) {
            return None;
        }
    }
    if line.at(end) == '许' {
        end += 1;
    }
    if name == '点' && line.at(end) == '钟' {
        end += 1;
    }
    unit = end;
    raw.time = Some(Time { hour: h.value as u8, minute, second });
    Some(unit)
}

/// Whether what follows a numeral counts something: 三点十五个.
fn counts(line: Line<'_>, at: usize) -> bool {
    let next = line.at(at);
    ('\u{4e00}'..='\u{9fff}').contains(&next) && !among(next, "到至开在起前左许准后")
}
