//! Which numerals stand for themselves, and which unit follows them.

use super::unit::{UNIT, Unit, UnitKind};
use crate::numeral::{Form, Numeral, digit};
use crate::rule::{Line, among};

pub(super) fn is_mask(c: char) -> bool {
    matches!(c, '*' | '×' | 'X' | 'x' | '╳' | '＊' | '✕')
}

/// The numeral itself must not be part of something else: a version, a formula, a telephone number.
pub(super) fn stands_free(line: Line<'_>, at: usize, n: &Numeral) -> bool {
    let prev = line.before(at);
    let next = line.at(n.end);
    let figures = n.form == Form::Figures;
    if figures {
        let compared = prev == '=' && matches!(line.before(at - 1), '>' | '<');
        if prev.is_ascii_alphanumeric()
            || matches!(prev, '+' | '#' | '№' | '/' | '_' | '@' | '*' | '=' | '^' | '〔' | '[' | '\\')
                && !compared
        {
            return false;
        }
        // 〔2021〕12号
        if matches!(prev, '〕' | ']') && line.at(n.end) == '号' {
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
        if matches!(next, '=' | '_' | '@' | '#' | '^' | '〕' | ']' | '\\' | '>' | '<')
            || next == '+' && !and_more(line, n)
        {
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
    } else if prev == '+' || next == '+' || digit(prev).is_some() || among!(prev, "十百千万亿") {
        return false;
    }
    true
}

/// 10万+, 100+家: the sign says «and more», where nothing is added. 1+N and 3+2 are formulas.
pub(super) fn and_more(line: Line<'_>, n: &Numeral) -> bool {
    let next = line.at(n.end + 1);
    line.at(n.end) == '+'
        && (n.scaled || n.digits > 1)
        && !next.is_ascii_alphanumeric()
        && digit(next).is_none()
        && !among!(next, "*×+“\"")
}

pub(super) fn time_unit(line: Line<'_>, i: usize) -> bool {
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
        '多' | '余' | '来' | '几' => among!(line.at(i + 1), "年天个小月分日周") && time_unit(line, i + 1),
        '工' => line.at(i + 1) == '作' && line.at(i + 2) == '日',
        '昼' => line.at(i + 1) == '夜',
        '旬' => true,
        _ => false,
    }
}

/// The unit at a place, the longest that the numeral allows.
pub(super) fn unit_at(line: Line<'_>, i: usize, n: &Numeral) -> Option<(usize, Unit)> {
    let many = n.form == Form::Figures || n.scaled;
    let mut longest = None;
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
        let points = unit.form == "点" && among!(line.at(end), "要意建希体看想感启思举");
        if unit.kind == UnitKind::Noun && !many && !points {
            continue;
        }
        // 1号楼, 2单元305室: an address.
        if unit.form == "号" && among!(line.at(end), "楼院门库机井线")
            || unit.form == "单" && line.at(end) == '元'
            || unit.form == "单元" && line.at(end).is_ascii_digit()
        {
            continue;
        }
        if unit.form == "两" && !among!(line.at(end), "\0。,、酒米肉银") {
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
            && (among!(line.at(end), "大工均才口民社") && !(line.at(end) == '工' && line.at(end + 1) != '智'))
        {
            continue;
        }
        if unit.form == "次" && matches!(line.at(end), '数' | '序' | '要' | '日') {
            continue;
        }
        if unit.form == "度" && matches!(line.at(end), '假' | '过' | '量') {
            continue;
        }
        longest = Some((end, unit));
    }
    longest
}
