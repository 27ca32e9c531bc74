//! One number at a place of the text: bounds, numeral, range, unit.

use super::bounds::{bound_after, bound_apart, bound_before, compared, finish};
use super::guard::{and_more, is_mask, stands_free, time_unit, unit_at};
use super::part::{one_left_out, part_after};
use super::range::{fraction, range};
use super::unit::{SYMBOL, TRAP, UNIT, Unit, UnitKind};
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

/// Reads the number whose numeral starts at `at`.
pub(super) fn read(line: Line<'_>, at: usize) -> Option<Found> {
    let c = line.at(at);
    match c {
        '第' => ordinal(line, at),
        '半' => half(line, at),
        '米' => one_left_out(line, at),
        c if is_mask(c) => masked(line, at),
        '0'..='9'
            if (1..4).any(|k| line.at(at + k) == '*' && (1..k).all(|j| line.at(at + j).is_ascii_digit())) =>
        {
            masked(line, at)
        }
        _ => quantity(line, at),
    }
}

pub(super) fn make(kind: NumberKind, value: NumberValue, unit: Option<Unit>, bound: Bound) -> Number {
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

fn quantity(line: Line<'_>, at: usize) -> Option<Found> {
    let n = scan(line.chars, at).filter(|n| n.end <= line.end)?;
    let n = kilo(line, n);
    let negative = matches!(line.at(at), '-' | '负');
    if negative && line.at(at) == '-' && !among!(line.before(at), "\0 (为,:") {
        return None;
    }
    if negative && line.at(at) == '负' && among!(line.before(at), "胜担背抱欺肩辜") {
        return None;
    }
    if !stands_free(line, at, &n) {
        return None;
    }
    let whole = at == line.start && n.end == line.end;
    if let Some(found) = fraction(line, at, &n) {
        return Some(found);
    }
    if n.form != Form::Figures
        && !whole
        && let Some((end, ())) = TRAP.starting(line.chars, at)
        && (end > n.end || n.scaled && end >= n.end)
        && !(line.before(end) == '番' && (1..4).any(|k| line.at(at.wrapping_sub(k)) == '翻'))
    {
        return None;
    }
    if time_unit(line, n.end)
        || (n.form != Form::Figures && whole && n.bare && n.value.is_some_and(|v| v > Decimal::integer(2000)))
    {
        return None;
    }
    let unit = unit_at(line, n.end, &n);
    if let Some(found) = range(line, at, &n, unit) {
        return Some(found);
    }
    single(line, at, &n, unit)
}

/// 12千米, 300兆瓦: the last character of the numeral belongs to the unit.
fn kilo(line: Line<'_>, n: Numeral) -> Numeral {
    let factor: i128 = match line.before(n.end) {
        '千' => 1000,
        '兆' => 1_000_000_000_000,
        '百' if line.word(n.end, "分点").is_some() => 100,
        _ => return n,
    };
    if n.approx != Approx::None {
        return n;
    }
    let Some((_, unit)) = UNIT.starting(line.chars, n.end - 1) else { return n };
    let many = n.form == Form::Figures
        || factor > 1000
        || matches!(line.before(n.end - 1), '百' | '十' | '万')
        || unit.form == "千比特";
    if !many {
        return n;
    }
    let part = |v: Option<Decimal>| v.and_then(|v| v.over(Decimal::integer(factor)));
    let high = n.high.and_then(|h| part(Some(h)));
    Numeral { end: n.end - 1, value: part(n.value), high, ..n }
}

pub(super) fn scale_share(unit: Unit, value: &mut Decimal) {
    let places = match unit.kind {
        UnitKind::Percent if unit.form == "‰" => 3,
        UnitKind::Percent => 2,
        UnitKind::Share => 1,
        _ => return,
    };
    *value = value.shift(places).unwrap_or(*value);
}

/// 多, 余, 来, 几 between numeral and unit.
pub(super) fn skip_rough(line: Line<'_>, i: usize) -> (usize, Option<Bound>) {
    match line.at(i) {
        '多' | '余' if line.at(i) != '余' || !among!(line.at(i + 1), "杭姚额下热") => {
            (i + 1, Some(Bound::Over))
        }
        '来' if !among!(line.at(i + 1), "自到源临访") => (i + 1, Some(Bound::About)),
        '几' => (i + 1, Some(Bound::About)),
        _ => (i, None),
    }
}

/// One numeral, with the unit that stands right behind it.
fn single(line: Line<'_>, at: usize, n: &Numeral, behind: Option<(usize, Unit)>) -> Option<Found> {
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
        return single(line, at, &wide, unit_at(line, wide.end, &wide));
    }
    let (after, rough) =
        if and_more(line, n) { (n.end + 1, Some(Bound::Over)) } else { skip_rough(line, n.end) };
    let blank = line.blank(after);
    let (after, rough, blank) = match rough {
        None if blank == after + 1 && n.form == Form::Figures && matches!(line.at(blank), '多' | '余') => {
            (blank + 1, Some(Bound::Over), blank + 1)
        }
        _ => (after, rough, blank),
    };
    let direct = if after == n.end { behind } else { unit_at(line, after, n) };
    let with_rough = direct.or_else(|| {
        (blank > after && blank < after + 3 && n.form == Form::Figures)
            .then(|| unit_at(line, blank, n))
            .flatten()
    });
    let (unit, rough) = match (with_rough, rough) {
        (Some(u), r) => (Some(u), r),
        (None, Some(Bound::Over)) if n.scaled || n.digits > 1 => (None, Some(Bound::Over)),
        // Asked for already.
        (None, _) if after == n.end => (None, None),
        (None, _) => (behind, None),
    };
    let mut end = unit.map_or(if rough.is_some() { after } else { n.end }, |(e, _)| e);
    // $300, 人民币3000万: the unit stands before the numeral.
    let mut start = at;
    let unit = match unit {
        None => {
            let found = money_before(line, at);
            start = found.map_or(at, |(s, _)| s);
            found.map(|(_, u)| (end, u))
        }
        Some((_, u)) if u.kind == UnitKind::Money => {
            start = money_before(line, at)
                .filter(|(s, p)| p.norm == u.norm && *s + 3 > at)
                .map_or(at, |(s, _)| s);
            unit
        }
        other => other,
    };
    let quoted = matches!(line.before(at), '“' | '‘')
        && matches!(line.at(end), '”' | '’')
        && n.form == Form::Digits
        && n.digits == 1;
    let alone = at == line.start && end == line.end || quoted;
    // 3G, 2A: letters that are no unit.
    if unit.is_none() && n.form == Form::Figures && line.at(n.end).is_ascii_alphabetic() {
        return None;
    }
    let prefix = bound_before(line, start, Some(n));
    if n.bare && prefix.is_none() && rough.is_none() && !alone && n.approx == Approx::None {
        return None;
    }
    // 答案是四: a digit that is all that is said of something.
    let said = unit.is_none()
        && n.form == Form::Digits
        && n.digits == 1
        && line.before(at) == '是'
        && among!(line.at(n.end), "\0,。;不却而这");
    // 翻了一番, 翻近一番
    let doubled =
        unit.is_some_and(|(_, u)| u.form == "番") && (1..4).any(|k| line.at(at.wrapping_sub(k)) == '翻');
    if unit.is_none() && !alone {
        let plain =
            n.form == Form::Digits || (n.form == Form::Characters && n.value < Some(Decimal::integer(20)));
        let bounded = prefix.is_some()
            || bound_after(line, n.end).is_some()
            || compared(line, at, n.end).is_some()
            || (line.ends(at, "等于") && bound_apart(line, at).is_some());
        if plain && rough.is_none() && !(bounded && n.scaled) && !said {
            return None;
        }
        if n.form == Form::Figures && !n.scaled && rough.is_none() {
            let marked = bounded || among!(line.before(at), "达为到共计是有");
            let decimal = n.digits == 0;
            if !(marked || decimal) || n.digits > 9 {
                return None;
            }
            // The mark of a list item, a date in figures.
            if among!(line.at(n.end), "、.)-/:") {
                return None;
            }
        }
        // 二十二冶, 八十三中学: names.
        let named = among!(line.at(n.end), "冶局中小师团") && n.value < Some(Decimal::integer(100));
        if n.form == Form::Characters && (!n.scaled || named && prefix.is_none() && rough.is_none()) {
            return None;
        }
    }
    let mut value = n.value;
    let mut bound = match n.approx {
        Approx::Over => Bound::Over,
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
    if let Some((e, u)) = unit
        && let Some((stop, more)) = part_after(line, e, u)
    {
        value = value.and_then(|v| v.plus(more));
        end = stop;
    }
    let value = value.map_or(NumberValue::Unknown, NumberValue::One);
    if value == NumberValue::Unknown && unit.is_none() {
        return None;
    }
    let mut number = make(NumberKind::Cardinal, value, unit.map(|(_, u)| u), bound);
    // 零部件, 伍家岗: no counts.
    if n.form == Form::Digits && n.digits == 1 && !alone && among!(line.at(at), "零〇壹贰叁肆伍陆柒捌玖")
    {
        return None;
    }
    // Single 一 with a classifier is an article, not a quantity.
    let one = n.form == Form::Digits && n.digits == 1 && n.value == Some(Decimal::integer(1));
    if one
        && !(alone || said || doubled)
        && prefix.is_none()
        && unit.is_none_or(|(_, u)| {
            !matches!(u.kind, UnitKind::Money | UnitKind::Measure | UnitKind::Percent | UnitKind::Share)
        })
    {
        number.optional = true;
    }
    // “三个抓手”: a slogan in quotation marks.
    if (n.form == Form::Characters || n.form == Form::Digits) && among!(line.before(at), "“「『\"‘") {
        let stop = (at..line.end.min(at + 14)).find(|&i| among!(line.at(i), "”」』\"’"));
        number.optional |= stop.is_some() && !quoted;
    }
    Some(finish(line, start, end, number, "number/quantity", Some(n)))
}

/// A sign, a code or the name of a currency before a numeral: ￥500, 人民币3000万.
fn money_before(line: Line<'_>, at: usize) -> Option<(usize, Unit)> {
    let prev = line.before(at);
    // Nearly all numerals stand after something else.
    if !among!(prev, "￥¥$€£₩₽₹BYDRP币元镑 ") {
        return None;
    }
    let from = if prev == ' ' { at - 1 } else { at };
    let floor = line.start.max(from.saturating_sub(5));
    if let Some((start, unit)) = SYMBOL.ending(line.chars, floor, from) {
        let letters = line.at(start).is_ascii_alphabetic();
        let free = !(letters && line.before(start).is_ascii_alphanumeric());
        return (free && (prev == ' ' || !prev.is_ascii_alphabetic())).then_some((start, unit));
    }
    let name = (2..=4).filter(|len| from >= line.start + len).map(|len| from - len);
    let (start, unit) = name.rev().find_map(|s| {
        UNIT.starting(line.chars, s)
            .filter(|(e, u)| *e == from && u.kind == UnitKind::Money)
            .map(|(_, u)| (s, u))
    })?;
    let counted = digit(line.before(start)).is_some()
        || line.before(start).is_ascii_digit()
        || among!(line.before(start), "十百千万亿几数元余多 ");
    (!counted).then_some((start, unit))
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
    // 第二党支部, 第十三师: names.
    const NAMES: [&str; 16] = [
        "党支部",
        "支部",
        "党总支",
        "总支",
        "党委",
        "党小组",
        "师",
        "团",
        "分公司",
        "小学",
        "中学",
        "医院",
        "中队",
        "大队",
        "人民",
        "工程",
    ];
    if NAMES.iter().any(|name| line.word(n.end, name).is_some()) && n.end < line.end {
        return None;
    }
    let value = NumberValue::One(n.value?);
    let number = make(NumberKind::Ordinal, value, unit.map(|(_, u)| u), Bound::Exact);
    Some(Found { start: at, end, number, rule: "number/ordinal" })
}

/// 一半 is read at its 半: half of something.
fn half(line: Line<'_>, at: usize) -> Option<Found> {
    let value = NumberValue::One(Decimal::new(5, 1));
    if line.before(at) == '一'
        && !among!(line.at(at + 1), "径圆月边天路夜")
        && !matches!(line.before(at - 1), '第' | '十' | '大' | '一')
    {
        let start = at - 1;
        let number = make(NumberKind::Cardinal, value, None, Bound::Exact);
        return Some(finish(line, start, at + 1, number, "number/half", None));
    }
    // 半数, 超半数
    if line.at(at + 1) == '数' && !among!(line.before(at), "大多一") {
        let number = make(NumberKind::Cardinal, value, None, Bound::Exact);
        return Some(finish(line, at, at + 2, number, "number/half", None));
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
    while i < at + 12 && (is_mask(line.at(i)) || line.at(i).is_ascii_digit() || line.at(i) == '.') {
        i += 1;
    }
    while among!(line.at(i), "十百千万亿") {
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
        "部" | "片"
            | "片区"
            | "集"
            | "组"
            | "项"
            | "处"
            | "座"
            | "口"
            | "门"
            | "种"
            | "站"
            | "村"
            | "县"
            | "校"
            | "院"
            | "小组"
    ) && !among!(line.before(at), "的了有达共为到计成完");
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
