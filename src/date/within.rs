//! What narrows a year down: half, quarter, season, festival, edge.

use super::month::{month, nth_in_year};
use super::raw::{Edge, Nth, Raw, Ref, YearRef};
use super::read::small;
use super::words::{FESTIVAL, WORD, Word};
use crate::calendar::Season;
use crate::numeral::digit;
use crate::rule::{Line, among};

/// 初, 底, 末, 上旬 … after a year, a quarter or a month.
pub(super) fn edge(line: Line<'_>, at: usize, raw: &mut Raw, of: char) -> Option<usize> {
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
        ('初', c) if !c.is_ascii_digit() && !among!(c, "步心次级中冬春夏秋衷一二三四五六七八九十") => {
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

fn season_name(c: char) -> Option<Season> {
    Some(match c {
        '春' => Season::Spring,
        '夏' => Season::Summer,
        '秋' => Season::Autumn,
        '冬' => Season::Winter,
        _ => return None,
    })
}

fn season(line: Line<'_>, at: usize, dated: bool) -> Option<(Season, usize)> {
    let (c, n) = (line.at(at), line.at(at + 1));
    if let Some(s) = season_name(c) {
        if matches!(n, '季' | '天')
            && (dated
                || !('\u{4e00}'..='\u{9fff}').contains(&line.at(at + 2))
                || among!(line.at(at + 2), "里来的到"))
        {
            return Some((s, at + 2));
        }
        if dated
            && among!(n, "耕种收播灌")
            && matches!((line.at(at + 2), line.at(at + 3)), ('时', '节') | ('期', '间'))
        {
            return Some((s, at + 4));
        }
        if dated && !among!(n, "节运耕晚联游秋播训令种收粮茶灌分至学季招奥") {
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
    if dated
        && among!(c, "开初入暮仲深金盛隆孟晚")
        && let Some(s) = season_name(n)
    {
        let end = if line.at(at + 2) == '时' && line.at(at + 3) == '节' { at + 4 } else { at + 2 };
        return Some((s, end));
    }
    None
}

/// What narrows a year down: half, quarter, season, month (and day), festival, edge.
pub(super) fn within_year(line: Line<'_>, at: usize, raw: &mut Raw, dated: bool) -> Option<usize> {
    let (c, n) = (line.at(at), line.at(at + 1));
    if matches!(c, '上' | '下') && n == '半' && line.at(at + 2) == '年' {
        raw.half = Some(if c == '上' { 1 } else { 2 });
        return Some(if line.at(at + 3) == '度' { at + 4 } else { at + 3 });
    }
    if dated && matches!(c, '前' | '后') && n == '半' && line.at(at + 2) == '年' {
        raw.half = Some(if c == '前' { 1 } else { 2 });
        return Some(at + 3);
    }
    if let Some(e) = quarter(line, at, raw) {
        return Some(edge(line, e, raw, '季').unwrap_or(e));
    }
    if let Some((s, e)) = season(line, at, dated) {
        raw.season = Some(s);
        // 今年秋季学期
        return Some(line.word(e, "学期").filter(|_| dated).unwrap_or(e));
    }
    if let Some(e) = month(line, at, raw, dated) {
        return Some(e);
    }
    // 今年“七一”
    if dated
        && among!(c, "“‘\"'")
        && let Some((e, festival)) = FESTIVAL.starting(line.chars, at + 1)
        && e < line.end
        && among!(line.at(e), "”’\"'")
    {
        raw.festival = Some(festival);
        return Some(e + 1);
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
        && !among!(line.before(at), "当一两三五十近")
        && !line.before(at).is_ascii_digit()
    {
        raw.loose = true;
        return Some(at + 2);
    }
    // 前三季度: of this year.
    if c == '前'
        && let Some(n) = small(line, at + 1).filter(|n| (2..=3).contains(&n.value))
        && let i = n.end + usize::from(line.at(n.end) == '个')
        && line.word(i, "季度").is_some()
    {
        raw.year = Some(YearRef::Shift(0));
        raw.nth = Some(Nth::FirstQuarters(n.value as u8));
        return Some(i + 2);
    }
    // 今冬, 去春
    if let Some(shift) = match c {
        '今' => Some(0),
        '去' => Some(-1),
        '明' => Some(1),
        _ => None,
    } && let Some(s) =
        season_name(n).filter(|_| !among!(line.at(at + 2), "节运耕晚联游秋播训令种收粮茶灌分至学招奥风天"))
    {
        raw.year = Some(YearRef::Shift(shift));
        raw.season = Some(s);
        return Some(at + 2);
    }
    // 下旬, under a heading that names the month
    if n == '旬' && matches!(c, '上' | '中' | '下') && matches!(line.before(at), '\0' | ',' | '。' | ';')
    {
        raw.month = Some(Ref::There(0));
        return edge(line, at, raw, '月');
    }
    // 年底, 年初
    if c == '年' && matches!(n, '初' | '底' | '末') && !among!(line.before(at), "每年周逐历去今明")
    {
        let e = edge(line, at, raw, '年')?;
        raw.loose = true;
        return Some(e);
    }
    None
}

fn festival_stands(line: Line<'_>, at: usize, end: usize, free: bool) -> bool {
    // 2月9日除夕: the day has been said.
    if matches!(line.before(at), '日' | '号') {
        return false;
    }
    // 国庆路, 元旦镇, and people: 饶国庆
    if among!(line.at(end), "路街镇村乡桥里新说") {
        return false;
    }
    let before = line.before(at);
    let short =
        end - at == 2 && matches!(line.at(at), '国' | '元' | '中') && matches!(line.at(at + 1), '庆' | '旦');
    let han = ('\u{4e00}'..='\u{9fff}').contains(&before);
    !(free && short && han)
        || among!(before, "年在和与是过逢迎度祝秋节到至于了的去今前后近这旦庆")
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
    // 首季
    if first && line.at(end) == '季' && !matches!(line.at(end + 1), '度' | '节') {
        raw.quarter = Some(Ref::Is(1));
        return Some(end + 1);
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
