//! One number at a place of the text: bounds, numeral, range, unit.

use super::unit::{AFTER, BEFORE, GUARD, TRAP, UNIT, Unit, UnitKind};
use super::{Bound, Number, NumberKind, NumberValue};
use crate::numeral::{Approx, Decimal, Form, Numeral, digit, scan};
use crate::rule::{Line, among};

/// A number and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) number: Number,
    pub(super) rule: &'static str,
}

fn is_mask(c: char) -> bool {
    among(c, "*×Xx╳＊✕")
}

/// Reads the number whose numeral starts at `at`.
pub(super) fn read(line: Line<'_>, at: usize) -> Option<Found> {
    let c = line.at(at);
    match c {
        '第' => ordinal(line, at),
        '半' => half(line, at),
        c if is_mask(c) => masked(line, at),
        '0'..='9'
            if (1..4).any(|k| line.at(at + k) == '*' && (1..k).all(|j| line.at(at + j).is_ascii_digit())) =>
        {
            masked(line, at)
        }
        _ => quantity(line, at),
    }
}

fn make(kind: NumberKind, value: NumberValue, unit: Option<Unit>, bound: Bound) -> Number {
    Number {
        kind,
        value,
        unit: unit.map(|u| u.form),
        unit_norm: unit.map(|u| if u.norm.is_empty() { u.form } else { u.norm }),
        bound,
        counted: None,
        optional: false,
    }
}

/// The numeral itself must not be part of something else: a version, a formula, a telephone number.
fn stands_free(line: Line<'_>, at: usize, n: &Numeral) -> bool {
    let prev = line.before(at);
    let next = line.at(n.end);
    let figures = n.form == Form::Figures;
    if figures {
        if prev.is_ascii_alphanumeric()
            || matches!(prev, '+' | '#' | '№' | '/' | '_' | '@' | '*' | '=' | '^' | '〔' | '[' | '\\')
        {
            return false;
        }
        if prev == '.' && line.before(at - 1).is_ascii_alphanumeric() {
            return false;
        }
        if prev == '-' && (line.before(at - 1).is_ascii_alphanumeric()) {
            return false;
        }
        if prev == ':' && line.before(at - 1).is_ascii_digit() {
            return false;
        }
        if matches!(next, '+' | '=' | '_' | '@' | '#' | '^' | '〕' | ']' | '\\' | '>' | '<') {
            return false;
        }
        if next == '*' {
            return false;
        }
        if (next == ':' || next == '.') && line.at(n.end + 1).is_ascii_digit() {
            return false;
        }
        let whole = at == line.start && n.end == line.end;
        if n.digits > 1 && line.at(at) == '0' && line.at(at + 1).is_ascii_digit() && !whole {
            return false;
        }
    } else if prev == '+' || next == '+' || digit(prev).is_some() || among(prev, "十百千万亿") {
        return false;
    }
    true
}

fn time_unit(line: Line<'_>, i: usize) -> bool {
    match line.at(i) {
        '日' => !matches!(line.at(i + 1), '元' | '币' | '本'),
        '年' | '月' | '天' | '秒' => true,
        '周' => !matches!(line.at(i + 1), '岁'),
        '时' | '点' if line.at(i + 1) == '分' || line.at(i + 1) == '半' => true,
        '时' => true,
        '分' => matches!(line.at(i + 1), '钟' | '半'),
        '小' => line.at(i + 1) == '时',
        '星' => line.at(i + 1) == '期',
        '季' => line.at(i + 1) == '度',
        '世' => line.at(i + 1) == '纪',
        '个' => {
            let next = line.at(i + 1);
            match next {
                '月' | '世' => true,
                '年' => line.at(i + 2) == '头',
                '周' => !matches!(line.at(i + 2), '末' | '期'),
                '季' => line.at(i + 2) == '度',
                '半' => matches!(line.at(i + 2), '月' | '小'),
                '多' | '余' => matches!(line.at(i + 2), '月' | '小' | '星'),
                '小' => line.at(i + 2) == '时',
                '星' => line.at(i + 2) == '期',
                '礼' => line.at(i + 2) == '拜',
                '工' => line.at(i + 2) == '作' && line.at(i + 3) == '日',
                '钟' => line.at(i + 2) == '头',
                '昼' => true,
                '晚' => line.at(i + 2) == '上',
                '学' => matches!(line.at(i + 2), '期' | '年'),
                _ => false,
            }
        }
        '多' | '余' | '来' | '几' => among(line.at(i + 1), "年天个小月分日周") && time_unit(line, i + 1),
        '工' => line.at(i + 1) == '作' && line.at(i + 2) == '日',
        '昼' => line.at(i + 1) == '夜',
        '旬' => true,
        _ => false,
    }
}

/// The unit at a place, the longest that the numeral allows.
fn unit_at(line: Line<'_>, i: usize, n: &Numeral) -> Option<(usize, Unit)> {
    let many = n.form == Form::Figures || n.scaled;
    for (end, unit) in UNIT.all_starting(line.chars, i) {
        if end > line.end {
            continue;
        }
        let last = line.at(end - 1);
        if last.is_ascii_alphabetic() && line.at(end).is_ascii_alphanumeric() {
            continue;
        }
        if matches!(last, '\'' | '"') && (line.end - line.start > 4 || n.form != Form::Figures) {
            continue;
        }
        if unit.kind == UnitKind::Noun && !many {
            continue;
        }
        if unit.form == "两" && !among(line.at(end), "\0。,、酒米肉银") {
            continue;
        }
        if unit.form == "成"
            && (line.at(end) == '立'
                || line.at(end) == '员'
                || line.at(end) == '功'
                || line.at(end) == '果'
                || line.at(end) == '为'
                || line.at(end) == '熟')
        {
            continue;
        }
        if unit.form == "元" && matches!(line.at(end), '宵' | '旦' | '素' | '宇') {
            continue;
        }
        if unit.form == "名" && matches!(line.at(end), '称' | '山' | '单' | '牌') {
            continue;
        }
        if unit.form == "人"
            && (among(line.at(end), "大工均才口民社") && !(line.at(end) == '工' && line.at(end + 1) != '智'))
        {
            continue;
        }
        if unit.form == "次" && matches!(line.at(end), '数' | '序' | '要' | '日') {
            continue;
        }
        if unit.form == "度" && matches!(line.at(end), '假' | '过' | '量') {
            continue;
        }
        return Some((end, unit));
    }
    None
}

/// A bound word directly before `at`.
fn bound_before(line: Line<'_>, at: usize, n: Option<&Numeral>) -> Option<(usize, Bound)> {
    let floor = line.start.max(at.saturating_sub(6));
    let mut from = at;
    if line.before(from) == ' ' && from > line.start {
        from -= 1;
    }
    let (start, bound) = BEFORE.ending(line.chars, floor, from)?;
    if GUARD.ending(line.chars, line.start, from).is_some() {
        return None;
    }
    // 上百, 过千: only before a bare unit.
    if start + 1 == from && matches!(line.at(start), '上' | '过') {
        if !n.is_some_and(|n| n.bare) || (line.at(start) == '上' && among(line.before(start), "以晚会线网"))
        {
            return None;
        }
    }
    Some((start, bound))
}

/// 小于 或 等于: bound words written apart.
fn bound_apart(line: Line<'_>, at: usize) -> Option<(usize, Bound)> {
    let mut word: Vec<char> = Vec::new();
    let mut places = Vec::new();
    let mut i = at;
    while i > line.start && word.len() < 6 {
        i -= 1;
        if line.at(i) != ' ' {
            word.insert(0, line.at(i));
            places.insert(0, i);
        }
    }
    let (start, bound) = BEFORE.ending(&word, 0, word.len())?;
    (word.len() - start >= 5).then(|| places.get(start).map(|p| (*p, bound)))?
}

fn bound_after(line: Line<'_>, at: usize) -> Option<(usize, Bound)> {
    let (end, bound) = AFTER.starting(line.chars, at)?;
    if end > line.end {
        return None;
    }
    let next = line.at(end);
    let word = end - at;
    if word == 1
        && (among(next, "样元功媒方项名家个种次边部层云式地点数少年")
            || (line.at(at) == '余' && next != '\0'))
    {
        return None;
    }
    if word == 2
        && (next == '率'
            || (line.at(at) == '左' && next == '为')
            || (line.at(at) == '上' && matches!(next, '联' | '一' | '齐' | '同')))
    {
        return None;
    }
    Some((end, bound))
}

fn connector(line: Line<'_>, at: usize) -> Option<usize> {
    let i = line.blank(at);
    match line.at(i) {
        '至' | '到' | '~' | '～' | '–' | '−' | '－' | 'ー' => Some(line.blank(i + 1)),
        '-' | '—' | '─' | '―' => {
            let mut j = i + 1;
            while matches!(line.at(j), '-' | '—' | '─' | '―') && j < i + 3 {
                j += 1;
            }
            Some(line.blank(j))
        }
        _ => None,
    }
}

/// The factor that a lower end of a range shares: 两到三万, 100至200万.
fn shared_factor(line: Line<'_>, n: &Numeral, small: bool) -> Option<(i128, Decimal)> {
    let mut factor = 1i128;
    let mut i = n.end;
    let mut big = false;
    while i > line.start {
        let f = match line.at(i - 1) {
            '万' => 10_000,
            '亿' => 100_000_000,
            '百' if !big && i == n.end && small => 100,
            '千' if !big && i == n.end && small => 1000,
            _ => break,
        };
        big |= f >= 10_000;
        factor = i128::checked_mul(factor, f)?;
        i -= 1;
        if !big {
            break;
        }
    }
    let head = n.value?.over(Decimal::integer(factor))?;
    (factor > 1).then_some((factor, head))
}

fn quantity(line: Line<'_>, at: usize) -> Option<Found> {
    let n = scan(line.chars, at).filter(|n| n.end <= line.end)?;
    let n = kilo(line, n);
    let negative = matches!(line.at(at), '-' | '负');
    if negative && line.at(at) == '-' && !among(line.before(at), "\0 (为,:") {
        return None;
    }
    if negative && line.at(at) == '负' && among(line.before(at), "胜担背抱欺肩辜") {
        return None;
    }
    if !stands_free(line, at, &n) {
        return None;
    }
    let whole = at == line.start && n.end == line.end;
    if let Some(found) = fraction(line, at, &n) {
        return Some(found);
    }
    if n.form != Form::Figures && !whole {
        if let Some((end, ())) = TRAP.starting(line.chars, at) {
            if end > n.end || n.scaled && end >= n.end {
                return None;
            }
        }
    }
    if time_unit(line, n.end)
        || (n.form != Form::Figures && whole && n.bare && n.value.is_some_and(|v| v > Decimal::integer(2000)))
    {
        return None;
    }
    if let Some(found) = range(line, at, &n) {
        return Some(found);
    }
    single(line, at, &n)
}

/// 十来万: 来 within the numeral.
fn has_lai(line: Line<'_>, at: usize, end: usize) -> bool {
    (at..end).any(|i| line.at(i) == '来')
}

/// 12千米: 千 belongs to the unit.
fn kilo(line: Line<'_>, n: Numeral) -> Numeral {
    if n.end == 0 || line.before(n.end) != '千' || n.approx != Approx::None {
        return n;
    }
    let Some((_, unit)) = UNIT.starting(line.chars, n.end - 1) else { return n };
    let many = n.form == Form::Figures
        || matches!(line.before(n.end - 1), '百' | '十' | '万')
        || unit.form == "千比特";
    if !many {
        return n;
    }
    let thousandth = |v: Option<Decimal>| v.and_then(|v| v.over(Decimal::integer(1000)));
    let high = n.high.and_then(|h| thousandth(Some(h)));
    Numeral { end: n.end - 1, value: thousandth(n.value), high, ..n }
}

/// 三分之二, 百分之九十, 3/5.
fn fraction(line: Line<'_>, at: usize, n: &Numeral) -> Option<Found> {
    let (numerator, rule) = if line.at(n.end) == '分' && line.at(n.end + 1) == '之' {
        (n.end + 2, "number/parts")
    } else if line.at(n.end) == '/' && at == line.start && line.at(n.end + 1).is_ascii_digit() {
        (n.end + 1, "number/slash")
    } else {
        return None;
    };
    let m = scan(line.chars, numerator).filter(|m| m.end <= line.end)?;
    if rule == "number/slash" && m.end != line.end {
        return None;
    }
    let percent = rule == "number/parts" && n.value == Some(Decimal::integer(100));
    let divide =
        |v: Option<Decimal>| if rule == "number/slash" { n.value?.over(v?) } else { v?.over(n.value?) };
    let value = match (divide(m.value), divide(m.high)) {
        (Some(a), Some(b)) => NumberValue::Range(a, b),
        (Some(a), None) => NumberValue::One(a),
        _ => return None,
    };
    let unit = if percent { UNIT.starting(&['%'], 0).map(|(_, u)| u) } else { None };
    let bound = if matches!(value, NumberValue::Range(..)) { Bound::Range } else { Bound::Exact };
    Some(finish(line, at, m.end, make(NumberKind::Cardinal, value, unit, bound), rule, Some(n)))
}

/// The value of 四分之一 whose first numeral is given.
fn fraction_value(line: Line<'_>, n: &Numeral) -> Option<(usize, Decimal)> {
    if (line.at(n.end), line.at(n.end + 1)) != ('分', '之') {
        return None;
    }
    let m = scan(line.chars, n.end + 2).filter(|m| m.end <= line.end)?;
    Some((m.end, m.value?.over(n.value?)?))
}

/// Two numerals, or one that says two: 3至5家, 三五个, 20和30之间.
fn range(line: Line<'_>, at: usize, n: &Numeral) -> Option<Found> {
    let low_unit = unit_at(line, n.end, n);
    let tails = [Some(n.end), low_unit.map(|(e, _)| e)];
    for tail in tails.into_iter().flatten() {
        let (from, between) = match connector(line, tail) {
            Some(from) => (from, false),
            None if matches!(line.at(line.blank(tail)), '和' | '与') => {
                (line.blank(line.blank(tail) + 1), true)
            }
            None => continue,
        };
        let Some(m) =
            scan(line.chars, from).filter(|m| m.end <= line.end && !matches!(line.at(from), '-' | '负'))
        else {
            continue;
        };
        if m.form == Form::Figures && n.form == Form::Figures && (line.at(from) == '0' && m.digits > 1) {
            continue;
        }
        let (Some(low), Some(high)) = (n.value, m.value) else { continue };
        if time_unit(line, m.end) {
            return None;
        }
        let unit = unit_at(line, m.end, &m).filter(|(_, u)| !(between && u.form == "间"));
        let end = unit.map_or(m.end, |(e, _)| e);
        let closes = match (line.at(end), line.at(end + 1)) {
            ('之', '间') => end + 2,
            ('间', _) => end + 1,
            _ => end,
        };
        if between && closes == end {
            continue;
        }
        // Numbers of a score, a code or a telephone: no unit, no range.
        let alone = at == line.start && end == line.end;
        let quoted_words = m.scaled || n.scaled;
        if unit.is_none()
            && closes == end
            && !alone
            && !quoted_words
            && !(n.form == Form::Figures && matches!(line.at(tail), '至' | '到' | '~'))
        {
            continue;
        }
        // 7人到1580产线: a unit on the left alone.
        if unit.is_none() && low_unit.is_some_and(|(e, _)| e == tail) {
            continue;
        }
        let mut low = low;
        if let Some((factor, head)) = shared_factor(line, &m, !n.scaled) {
            let whole = n.form == Form::Figures && n.digits > 0
                || !n.scaled
                || shared_factor(line, n, false).is_none();
            if whole && low < head && low_unit.is_none_or(|(e, _)| e != tail) {
                low = low.times(factor).unwrap_or(low);
            }
        }
        let (mut low, mut high) = (low, high);
        if let Some((_, u)) = unit {
            scale_share(u, &mut low);
            scale_share(u, &mut high);
        }
        if low >= high {
            continue;
        }
        let number =
            make(NumberKind::Cardinal, NumberValue::Range(low, high), unit.map(|(_, u)| u), Bound::Range);
        let start = n_start(line, at);
        return Some(Found { start, end: closes, number, rule: "number/from-to" });
    }
    let high = n.high?;
    let (mut low, mut high) = n.ends().unwrap_or((n.value?, high));
    let unit = unit_at(line, skip_rough(line, n.end).0, n);
    if unit.is_none() && !n.scaled && !(at == line.start && n.end == line.end) {
        return None;
    }
    if unit.is_none() && at == line.start && n.end == line.end && !n.scaled {
        return None;
    }
    if let Some((_, u)) = unit {
        if u.kind == UnitKind::Share && n.digits == 2 {
            return None;
        }
        scale_share(u, &mut low);
        scale_share(u, &mut high);
    }
    let end = unit.map_or(n.end, |(e, _)| e);
    let number =
        make(NumberKind::Cardinal, NumberValue::Range(low, high), unit.map(|(_, u)| u), Bound::Range);
    Some(finish(line, at, end, number, "number/two-digits", Some(n)))
}

fn n_start(_line: Line<'_>, at: usize) -> usize {
    at
}

fn scale_share(unit: Unit, value: &mut Decimal) {
    let places = match unit.kind {
        UnitKind::Percent if unit.form == "‰" => 3,
        UnitKind::Percent => 2,
        UnitKind::Share => 1,
        _ => return,
    };
    *value = value.shift(places).unwrap_or(*value);
}

/// 多, 余, 来, 几 between numeral and unit.
fn skip_rough(line: Line<'_>, i: usize) -> (usize, Option<Bound>) {
    match line.at(i) {
        '多' | '余' if line.at(i) != '余' || !among(line.at(i + 1), "杭姚额下热") => {
            (i + 1, Some(Bound::Over))
        }
        '来' if !among(line.at(i + 1), "自到源临访") => (i + 1, Some(Bound::About)),
        '几' => (i + 1, Some(Bound::About)),
        _ => (i, None),
    }
}

fn single(line: Line<'_>, at: usize, n: &Numeral) -> Option<Found> {
    // 10个亿
    if line.at(n.end) == '个' && matches!(line.at(n.end + 1), '亿' | '万') && n.high.is_none() {
        let factor = if line.at(n.end + 1) == '亿' { 100_000_000 } else { 10_000 };
        let wide = Numeral {
            end: n.end + 2,
            value: n.value.and_then(|v| v.times(factor)),
            scaled: true,
            digits: 0,
            ..*n
        };
        return single(line, at, &wide);
    }
    let (after, rough) = skip_rough(line, n.end);
    let blank = line.blank(after);
    let (after, rough, blank) = match rough {
        None if blank == after + 1 && n.form == Form::Figures && matches!(line.at(blank), '多' | '余') => {
            (blank + 1, Some(Bound::Over), blank + 1)
        }
        _ => (after, rough, blank),
    };
    let with_rough = unit_at(line, after, n).or_else(|| {
        (blank > after && blank < after + 3 && n.form == Form::Figures)
            .then(|| unit_at(line, blank, n))
            .flatten()
    });
    let (unit, rough) = match (with_rough, rough) {
        (Some(u), r) => (Some(u), r),
        (None, Some(Bound::Over)) if n.scaled || n.digits > 1 => (None, Some(Bound::Over)),
        (None, _) => (unit_at(line, n.end, n), None),
    };
    let mut end = unit.map_or(if rough.is_some() { after } else { n.end }, |(e, _)| e);
    let quoted = matches!(line.before(at), '“' | '‘')
        && matches!(line.at(end), '”' | '’')
        && n.form == Form::Digits
        && n.digits == 1;
    let alone = at == line.start && end == line.end || quoted;
    // 3G, 2A: letters that are no unit.
    if unit.is_none() && n.form == Form::Figures && line.at(n.end).is_ascii_alphabetic() {
        return None;
    }
    let prefix = bound_before(line, at, Some(n));
    if n.bare && prefix.is_none() && rough.is_none() && !alone && n.approx == Approx::None {
        return None;
    }
    if unit.is_none() && !alone {
        let plain =
            n.form == Form::Digits || (n.form == Form::Characters && n.value < Some(Decimal::integer(20)));
        let bounded = prefix.is_some() || bound_after(line, n.end).is_some();
        if plain && rough.is_none() && !(bounded && n.scaled) {
            return None;
        }
        if n.form == Form::Figures && !n.scaled && rough.is_none() {
            let marked = bounded || among(line.before(at), "达为到共计是有");
            let decimal = n.digits == 0;
            if !(marked || decimal) || n.digits > 9 {
                return None;
            }
            // The mark of a list item, a date in figures.
            if among(line.at(n.end), "、.)-/:") {
                return None;
            }
        }
        if n.form == Form::Characters && !n.scaled {
            return None;
        }
    }
    let mut value = n.value;
    let mut bound = match n.approx {
        Approx::Over => Bound::Over,
        // 十几 is more than ten; 几十 and 数百 are about so many.
        Approx::Several
            if line.before(n.end) == '几'
                || !matches!(line.at(at), '几' | '数') && !has_lai(line, at, n.end) =>
        {
            Bound::Over
        }
        Approx::Several => Bound::About,
        Approx::None => Bound::Exact,
    };
    if let Some(r) = rough {
        bound = r;
    }
    if let (Some((_, u)), Some(v)) = (unit, value.as_mut()) {
        if u.kind == UnitKind::Share && n.form == Form::Digits && n.digits == 2 {
            *v = v.shift(2).unwrap_or(*v);
        } else {
            scale_share(u, v);
        }
    }
    if let Some((e, u)) = unit {
        if let Some((stop, more)) = part_after(line, e, u) {
            value = value.and_then(|v| v.plus(more));
            end = stop;
        }
    }
    let value = value.map_or(NumberValue::Unknown, NumberValue::One);
    if value == NumberValue::Unknown && unit.is_none() {
        return None;
    }
    let mut number = make(NumberKind::Cardinal, value, unit.map(|(_, u)| u), bound);
    // 零部件, 伍家岗: no counts.
    if n.form == Form::Digits && n.digits == 1 && !alone && among(line.at(at), "零〇壹贰叁肆伍陆柒捌玖")
    {
        return None;
    }
    // Single 一 with a classifier is an article, not a quantity.
    let one = n.form == Form::Digits && n.digits == 1 && n.value == Some(Decimal::integer(1));
    if one
        && !alone
        && prefix.is_none()
        && unit.is_none_or(|(_, u)| {
            !matches!(u.kind, UnitKind::Money | UnitKind::Measure | UnitKind::Percent | UnitKind::Share)
        })
    {
        number.optional = true;
    }
    // “三个抓手”: a slogan in quotation marks.
    if n.form == Form::Characters || n.form == Form::Digits {
        if among(line.before(at), "“「『\"‘") {
            let stop = (at..line.end.min(at + 14)).find(|&i| among(line.at(i), "”」』\"’"));
            number.optional |= stop.is_some();
        }
    }
    Some(finish(line, at, end, number, "number/quantity", Some(n)))
}

/// What follows a unit and belongs to its value: 两米半, 三米九, 两块八, 3斤5两, 三成半.
fn part_after(line: Line<'_>, i: usize, unit: Unit) -> Option<(usize, Decimal)> {
    let measure = matches!(unit.kind, UnitKind::Measure | UnitKind::Money | UnitKind::Share);
    if !measure {
        return None;
    }
    let c = line.at(i);
    let step = |places: u8, n: i128| Decimal::new(n, places);
    if c == '半' {
        let places = if unit.kind == UnitKind::Share { 2 } else { 1 };
        return Some((i + 1, step(places, 5)));
    }
    if let Some(d) = digit(c).map(i128::from).filter(|d| *d > 0) {
        let next = line.at(i + 1);
        if unit.form == "斤" && next == '两' {
            return Some((i + 2, step(1, d)));
        }
        if matches!(unit.form, "元" | "块") && next == '角' {
            return Some((i + 2, step(1, d)));
        }
        if unit.kind == UnitKind::Share && digit(next).is_none() {
            return Some((i + 1, step(2, d)));
        }
        let lone =
            (digit(next).is_none() || next == '一') && !among(next, "十百千万个名家条月年日天次人分是方");
        if matches!(unit.form, "米" | "块") && lone && UNIT.starting(line.chars, i + 1).is_none() {
            return Some((i + 1, step(1, d)));
        }
    }
    if unit.form == "斤" && c.is_ascii_digit() && line.at(i + 1) == '两' {
        return Some((i + 2, step(1, i128::from(c.to_digit(10)?))));
    }
    if unit.form == "元" && c.is_ascii_digit() && line.at(i + 1) == '角' {
        return Some((i + 2, step(1, i128::from(c.to_digit(10)?))));
    }
    let coin = if c == '又' || c == '零' { i + 1 } else { i };
    if let Some(d) =
        digit(line.at(coin)).map(i128::from).or_else(|| line.at(coin).to_digit(10).map(i128::from))
    {
        let name = (line.at(coin + 1), line.at(coin + 2));
        if (unit.form == "美元" && name == ('美', '分')) || (unit.form == "日元" && name.0 == '日') {
            let stop = if name.0 == '日' { coin + 4 } else { coin + 3 };
            return Some((stop.min(line.end), step(2, d)));
        }
    }
    None
}

/// Adds the bounds around; the span starts with the bound word.
fn finish(
    line: Line<'_>,
    at: usize,
    end: usize,
    mut number: Number,
    rule: &'static str,
    n: Option<&Numeral>,
) -> Found {
    let (mut start, mut end) = (at, end);
    let free = matches!(number.bound, Bound::Exact | Bound::About | Bound::Over);
    if let Some((s, bound)) = bound_before(line, at, n).or_else(|| {
        if line.before(at) == ' ' || line.ends(at, "等于") { bound_apart(line, at) } else { None }
    }) {
        start = s;
        if free || number.bound == Bound::Masked {
            number.bound = if number.bound == Bound::Masked { Bound::Masked } else { bound };
        }
    } else if matches!(number.unit, Some("元")) && (line.ends(at, "人民币") || line.ends(at, "人民币 "))
    {
        start = at - 3 - usize::from(line.before(at) == ' ');
    }
    if start == at && number.bound == Bound::Exact && line.ends(at, "零下") {
        start = at - 2;
        if let NumberValue::One(v) = number.value {
            number.value = NumberValue::One(v.negated());
        }
    }
    if let Some((s, e, bound)) = compared(line, start, end).filter(|_| number.bound == Bound::Exact) {
        start = s;
        end = e;
        number.bound = bound;
    }
    if start == at && number.bound == Bound::Exact && demanded(line, at) {
        number.bound = Bound::AtLeast;
    }
    if let Some((e, bound)) = bound_after(line, end) {
        end = e;
        if free {
            number.bound = if start < at && number.bound != Bound::Exact { number.bound } else { bound };
        }
    }
    let found = Found { start, end, number, rule };
    if n.is_some() { between_bounds(line, &found).unwrap_or(found) } else { found }
}

/// 比170低: more, or less, than what is compared with.
fn compared(line: Line<'_>, start: usize, end: usize) -> Option<(usize, usize, Bound)> {
    let from = if line.before(start) == ' ' { start - 1 } else { start };
    if line.before(from) != '比' {
        return None;
    }
    let i = line.blank(end);
    let bound = match line.at(i) {
        '大' | '高' | '多' => Bound::Over,
        '小' | '低' | '少' => Bound::Under,
        _ => return None,
    };
    Some((from - 1, i + 1, bound))
}

/// 至少开展4次: the bound stands before the verb.
fn demanded(line: Line<'_>, at: usize) -> bool {
    let mut i = at;
    while i > line.start && i + 6 > at {
        i -= 1;
        match (line.at(i), line.at(i + 1)) {
            (',' | '。' | ';' | '、' | ':', _) => return false,
            ('至', '少') => return true,
            ('个' | '名' | '家' | '人' | '次', _) => return false,
            _ => {}
        }
    }
    false
}

/// 大于10小于20, 30人以上50人以下: one range.
fn between_bounds(line: Line<'_>, first: &Found) -> Option<Found> {
    let up = |b: Bound| matches!(b, Bound::Over | Bound::AtLeast);
    let down = |b: Bound| matches!(b, Bound::Under | Bound::AtMost);
    if !(up(first.number.bound) || down(first.number.bound)) || first.number.kind != NumberKind::Cardinal {
        return None;
    }
    let mut i = first.end;
    while i < first.end + 4 && among(line.at(i), " ,的同时并且而、但") {
        i += 1;
    }
    let than = line.at(i) == '比';
    let from = if than {
        line.blank(i + 1)
    } else {
        BEFORE.starting(line.chars, i).map_or(i, |(e, _)| line.blank(e))
    };
    if from >= line.end
        || !(line.at(from).is_ascii_digit() || digit(line.at(from)).is_some() || line.at(from) == '十')
    {
        return None;
    }
    let n = scan(line.chars, from).filter(|n| n.end <= line.end && n.high.is_none())?;
    if let (true, Some(part)) = (than, fraction_value(line, &n)) {
        let (_, end, bound) = compared(line, from, part.0)?;
        let NumberValue::One(a) = first.number.value else { return None };
        let (low, high) = if up(first.number.bound) && down(bound) { (a, part.1) } else { (part.1, a) };
        if low >= high {
            return None;
        }
        let number = make(NumberKind::Cardinal, NumberValue::Range(low, high), None, Bound::Range);
        return Some(Found { start: first.start, end, number, rule: "number/two-bounds" });
    }
    let unit = unit_at(line, n.end, &n);
    let end = unit.map_or(n.end, |(e, _)| e);
    let (end, bound) = match (
        BEFORE.starting(line.chars, i).filter(|(e, _)| line.blank(*e) == from),
        bound_after(line, end),
    ) {
        (Some((_, b)), _) => (end, b),
        (None, Some((e, b))) => (e, b),
        _ if than => compared(line, from, end).map(|(_, e, b)| (e, b))?,
        _ => return None,
    };
    let NumberValue::One(a) = first.number.value else { return None };
    let mut b = n.value?;
    if let Some((_, u)) = unit {
        scale_share(u, &mut b);
    }
    let (low, high) = if up(first.number.bound) && down(bound) {
        (a, b)
    } else if down(first.number.bound) && up(bound) {
        (b, a)
    } else {
        return None;
    };
    if low >= high
        || (unit.is_some() && first.number.unit.is_some() && unit.map(|(_, u)| u.form) != first.number.unit)
    {
        return None;
    }
    let mut number = first.number.clone();
    number.value = NumberValue::Range(low, high);
    number.bound = Bound::Range;
    if let Some((_, u)) = unit {
        number.unit = Some(u.form);
        number.unit_norm = Some(if u.norm.is_empty() { u.form } else { u.norm });
    }
    Some(Found { start: first.start, end, number, rule: "number/two-bounds" })
}

/// 第二期, 第15届, 第一.
fn ordinal(line: Line<'_>, at: usize) -> Option<Found> {
    let from = line.blank(at + 1);
    let n = scan(line.chars, from)
        .filter(|n| n.end <= line.end && n.high.is_none() && n.approx == Approx::None)?;
    if n.bare || matches!(line.at(from), '-' | '负') || TRAP.starting(line.chars, at).is_some() {
        return None;
    }
    let whole = line.blank(n.end);
    if time_unit(line, whole) {
        return None;
    }
    let unit = unit_at(line, if whole <= n.end + 1 { whole } else { n.end }, &Numeral { scaled: true, ..n });
    let end = unit.map_or(n.end, |(e, _)| e);
    let value = NumberValue::One(n.value?);
    let number = make(NumberKind::Ordinal, value, unit.map(|(_, u)| u), Bound::Exact);
    Some(Found { start: at, end, number, rule: "number/ordinal" })
}

/// 一半 is read at its 半: half of something.
fn half(line: Line<'_>, at: usize) -> Option<Found> {
    let value = NumberValue::One(Decimal::new(5, 1));
    if line.before(at) == '一' && !matches!(line.before(at - 1), '第' | '十' | '大' | '一') {
        let start = at - 1;
        let number = make(NumberKind::Cardinal, value, None, Bound::Exact);
        return Some(finish(line, start, at + 1, number, "number/half", None));
    }
    if at == line.start && line.at(at + 1) == '百' && at + 2 == line.end {
        let number = make(NumberKind::Cardinal, NumberValue::One(Decimal::integer(50)), None, Bound::Exact);
        return Some(Found { start: at, end: at + 2, number, rule: "number/half" });
    }
    if at == line.start && line.at(at + 1) == '个' && at + 2 == line.end {
        let unit = UNIT.starting(&['个'], 0).map(|(_, u)| u);
        let number = make(NumberKind::Cardinal, value, unit, Bound::Exact);
        return Some(Found { start: at, end: at + 2, number, rule: "number/half" });
    }
    None
}

/// **家, ××余名: a figure that was masked.
fn masked(line: Line<'_>, at: usize) -> Option<Found> {
    if is_mask(line.before(at)) || line.before(at).is_ascii_alphanumeric() {
        return None;
    }
    let mut i = at;
    while is_mask(line.at(i)) || line.at(i).is_ascii_digit() || line.at(i) == '.' {
        i += 1;
    }
    while among(line.at(i), "十百千万亿") {
        i += 1;
    }
    let n = Numeral {
        end: i,
        value: None,
        high: None,
        approx: Approx::None,
        form: Form::Figures,
        digits: 2,
        bare: false,
        scaled: true,
    };
    if time_unit(line, i) {
        return None;
    }
    let (after, _) = skip_rough(line, i);
    let (end, unit) = unit_at(line, after, &n)?;
    // ××市, **村 are names.
    let name = matches!(
        unit.form,
        "部" | "片" | "片区" | "集" | "组" | "项" | "处" | "座" | "口" | "门" | "种" | "站" | "小组"
    ) && !among(line.before(at), "的了有达共为到计成完");
    if name
        || unit.kind == UnitKind::Noun
        || unit.form == "省"
        || (line.at(at) != '*' && i - at < 2 && line.at(at) != '×')
    {
        return None;
    }
    let number = make(NumberKind::Cardinal, NumberValue::Unknown, Some(unit), Bound::Masked);
    Some(finish(line, at, end, number, "number/masked", None))
}
