//! Days beside the calendar (今天, 上周三) and times of day.

use super::raw::{Raw, Ref, Time};
use super::read::small;
use super::words::{WORD, Word};
use crate::numeral::digit;
use crate::rule::{Line, among};

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
    (!matches!(line.at(i + 1), '岁' | '年' | '个')).then_some((w, i + 1))
}

/// 今天, 上周三, 当天, 今晚, 25日, 周六上午, or only a time of day.
pub(super) fn relative_day(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    if let Some((end, word)) = WORD.starting(line.chars, at).filter(|(e, _)| *e <= line.end) {
        match word {
            Word::Day(n) => {
                raw.day = Some(Ref::Shift(n));
                // 后天性, 明天系数
                if matches!(line.at(end), '性' | '系' | '历') {
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
                if line.at(end - 1) == '期'
                    && let Some((w, stop)) = weekday(line, end - 2)
                {
                    raw.weekday = Some(w);
                    return Some(stop);
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
            let long = among!(next, "内游行之后以元币本均前产供销处接");
            let free = line.at(unit) == '日'
                && figures
                && !long
                && !among!(line.before(at), "期每个近限内过满足达约超");
            if (free || timed) && n.value > 0 {
                raw.day = Some(Ref::Is(n.value as u8));
                return Some(unit + 1);
            }
        }
    }
    // 的晚上10点 is read from what stands before it.
    if line.at(at) == '的' {
        return None;
    }
    time_of_day(line, at, raw).filter(|_| raw.time.is_some())
}

/// A part of the day and a clock time, or one of them.
pub(super) fn time_of_day(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
    let mut i = line.blank(at);
    if line.at(i) == '的' && WORD.starting(line.chars, i + 1).is_some_and(|(_, w)| matches!(w, Word::Part(_)))
    {
        i += 1;
    }
    let mut end = None;
    while let Some((e, Word::Part(part))) = WORD.starting(line.chars, i).filter(|(e, _)| *e <= line.end) {
        // 晚会, 晚报, 早餐
        let one = e == i + 1;
        if one && among!(line.at(e), "会报餐宴稻班饭茶市场读自已就校景间色巡练期年日学")
        {
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
pub(super) fn colon_time(line: Line<'_>, at: usize, raw: &mut Raw) -> Option<usize> {
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
        // 四点半课堂
        ('半', c) if among!(c, "课学托班") => return None,
        ('半', c) if !among!(c, "天年月个小") => {
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
            || among!(next, "至到许左开起前正准在")
            || h.figures > 0 && !among!(next, "要意建希看体想感启共思举措经优不内方做承");
        // 24点5, 零点一: no clock.
        if next.is_ascii_digit() || digit(next).is_some() {
            return None;
        }
        let ok = if name == '时' {
            figures || ends && h.value > 0
        } else {
            ends && (figures || h.value > 3 || at == line.start)
        };
        if !ok || (name == '时' && among!(next, "代候间期尚空常")) {
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
    ('\u{4e00}'..='\u{9fff}').contains(&next) && !among!(next, "到至开在起前左许准后")
}
