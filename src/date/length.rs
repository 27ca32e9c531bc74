//! Durations and recurrences at a place of the text.

use super::read::small;
use crate::calendar::{Duration, Unit};
use crate::numeral::{Approx, Decimal, Form, digit, scan};
use crate::rule::{Line, Words, among};
use std::sync::LazyLock;

/// What a duration is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    Nothing,
    /// 近三年, 三年来: up to the anchor.
    Past,
    /// 三年来: up to and with now.
    PastToNow,
    /// 未来三年: from the next day on.
    Future,
    /// 三年内: from now on.
    Within,
    /// 三天前
    Ago,
    /// 三天以前: all that lies before.
    LongAgo,
    /// 三天后
    Later,
    /// 三天之后: all that comes after.
    LongAfter,
}

/// A duration of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) low: Duration,
    pub(super) high: Option<Duration>,
    pub(super) toward: Toward,
}

/// A unit of time at a place: unit, how many of it, whether 个 stood before, its end.
pub(super) fn unit(line: Line<'_>, at: usize) -> Option<(Unit, i128, bool, usize)> {
    let ge = line.at(at) == '个';
    let i = if ge { at + 1 } else { at };
    let (c, n) = (line.at(i), line.at(i + 1));
    let (unit, factor, end) = match (c, n) {
        ('年', '头') if ge => (Unit::Year, 1, i + 2),
        // Anniversaries are no durations, but for a text that is nothing else.
        ('周', '年') if !ge && i + 2 == line.end && i <= line.start + 3 => (Unit::Year, 1, i + 2),
        ('年', _) if !ge => {
            let ok = !among!(n, "级度底初末代制轻货画糕产均报会轮关夜味");
            if !ok {
                return None;
            }
            (Unit::Year, 1, i + 1)
        }
        ('月', _) => (Unit::Month, 1, i + 1),
        ('季', '度') if ge || !line.before(i).is_ascii_digit() => (Unit::Month, 3, i + 2),
        ('星', '期') | ('礼', '拜') => (Unit::Week, 1, i + 2),
        ('周', c) if !among!(c, "年岁边围期刊报末") => (Unit::Week, 1, i + 1),
        ('天', c) if !ge && (!among!(c, "津然空下桥气猫") || line.word(i + 1, "下午").is_some()) => {
            (Unit::Day, 1, i + 1)
        }
        ('日', c) if !ge && !among!(c, "元币本报照产均") => (Unit::Day, 1, i + 1),
        ('昼', '夜') => (Unit::Day, 1, i + 2),
        ('工', '作') if line.at(i + 2) == '日' => (Unit::Day, 1, i + 3),
        ('小', '时') | ('钟', '头') => (Unit::Hour, 1, i + 2),
        ('分', '钟') => (Unit::Minute, 1, i + 2),
        ('分', _) if !ge && n != '之' => (Unit::Minute, 1, i + 1),
        ('秒', '钟') => (Unit::Second, 1, i + 2),
        ('秒', _) => (Unit::Second, 1, i + 1),
        ('时', _) if !ge => (Unit::Hour, 1, i + 1),
        ('世', '纪') => (Unit::Year, 100, i + 2),
        ('刻', '钟') if !ge => (Unit::Minute, 15, i + 2),
        _ => return None,
    };
    Some((unit, factor, ge, end))
}

/// One amount with its unit: 三个多月, 一个半小时, 两年半, **天.
pub(super) struct Piece {
    pub(super) unit: Unit,
    pub(super) low: Option<Decimal>,
    pub(super) high: Option<Decimal>,
    pub(super) end: usize,
    /// 日, 月, 时, 分 without 个 or 钟: durations only beside other signs.
    pub(super) weak: bool,
    chars: bool,
    numeral: Decimal,
    /// 半 after a year.
    extra: Option<(Unit, Decimal)>,
}

fn half_of(unit: Unit, factor: i128) -> (Unit, Decimal) {
    match unit {
        Unit::Year if factor > 1 => (unit, Decimal::integer(factor / 2)),
        Unit::Year => (Unit::Month, Decimal::integer(6)),
        Unit::Day => (Unit::Hour, Decimal::integer(12)),
        Unit::Hour => (Unit::Minute, Decimal::integer(30)),
        Unit::Minute => (Unit::Second, Decimal::integer(30)),
        _ => (unit, Decimal::integer(factor * 5).shift(1).unwrap_or(Decimal::ZERO)),
    }
}

pub(super) fn piece(line: Line<'_>, at: usize) -> Option<Piece> {
    let c = line.at(at);
    if c == '半' {
        let i = at + 1;
        let i = if line.at(i) == '个' && matches!(line.at(i + 1), '多' | '余') {
            i + 2
        } else if matches!(line.at(i), '多') {
            i + 1
        } else {
            i
        };
        let (u, factor, ge, end) = unit(line, i).or_else(|| unit(line, at + 1))?;
        if matches!(u, Unit::Week | Unit::Second)
            || (u == Unit::Month && !ge && i == at + 1)
            || (u == Unit::Day && line.at(end - 1) == '日')
        {
            return None;
        }
        let (unit, low) = half_of(u, factor);
        // 半年多
        let end = if matches!(line.at(end), '多' | '余')
            && i == at + 1
            && !among!(line.at(end + 1), "样种个名元次家项")
        {
            end + 1
        } else {
            end
        };
        return Some(Piece {
            unit,
            low: Some(low),
            high: None,
            end,
            weak: false,
            chars: true,
            numeral: Decimal::ZERO,
            extra: None,
        });
    }
    if matches!(c, '*' | '×' | 'X') {
        let mut i = at;
        while i < at + 8 && matches!(line.at(i), '*' | '×' | 'X') {
            i += 1;
        }
        let rough = if matches!(line.at(i), '多' | '余') { i + 1 } else { i };
        let (unit, _, ge, end) = unit(line, rough)?;
        let weak = !ge && !matches!(line.at(end - 1), '天' | '钟' | '时')
            || (line.at(end - 1) == '时' && line.at(end - 2) != '小');
        return (i - at >= 2).then_some(Piece {
            unit,
            low: None,
            high: None,
            end,
            weak,
            chars: false,
            numeral: Decimal::ZERO,
            extra: None,
        });
    }
    let n = scan(line.chars, at).filter(|n| n.end <= line.end && !matches!(c, '-' | '负'))?;
    if n.bare
        || n.form == Form::Digits && n.digits > 2
        || (n.form == Form::Digits && n.digits == 2 && n.high.is_none())
    {
        return None;
    }
    if n.form == Form::Figures && (n.digits > 1 && c == '0' || n.digits > 6) {
        return None;
    }
    let mut i = line.blank(n.end);
    if i > n.end + 1 {
        return None;
    }
    // 2019年 and 两千零四年 are years.
    if line.at(i) == '年'
        && n.approx == Approx::None
        && n.value.and_then(Decimal::to_integer).is_some_and(|v| (1000..3000).contains(&v))
    {
        let after = if line.at(i + 1) == '的' { i + 2 } else { i + 1 };
        if !matches!((line.at(after), line.at(after + 1)), ('历', '史') | ('文', '明'))
            && (n.digits == 4 || n.form == Form::Characters)
        {
            return None;
        }
    }
    if matches!(line.at(i), '多' | '余' | '来' | '几') {
        i += 1;
    }
    // 一个半小时
    let mut half = false;
    if line.at(i) == '个' && line.at(i + 1) == '半' {
        half = true;
        i += 2;
    } else if line.at(i) == '个' && matches!(line.at(i + 1), '多' | '余' | '来') {
        i += 2;
    }
    let from_ge = i > n.end && line.at(i - 1) != ' ' && (half || (i >= 2 && line.at(i - 2) == '个'));
    let (u, factor, ge, mut end) = unit(line, i)?;
    let numeral = n.ends().map_or(n.value?, |e| e.0);
    let scale = |v: Decimal| v.times(factor);
    let mut low = scale(numeral);
    let high = n.high.and_then(scale);
    let mut extra = None;
    let mut u = u;
    let mut minutes_now = false;
    let mut add = |unit: Unit| match half_of(unit, factor) {
        // 两年半: P2Y6M; 一个半小时: PT90M
        (Unit::Month, months) if unit == Unit::Year => extra = Some((Unit::Month, months)),
        (Unit::Minute, minutes) => {
            low = low.and_then(|v| v.times(60)?.plus(minutes));
            minutes_now = true;
        }
        _ => low = low.and_then(|v| v.plus(Decimal::new(5, 1))),
    };
    if half {
        add(u);
    } else if line.at(end) == '半' && !among!(line.at(end + 1), "天夜个月年小") {
        add(u);
        end += 1;
    } else if matches!(line.at(end), '多' | '余') && !among!(line.at(end + 1), "样种个名元次家项") {
        end += 1;
    }
    if minutes_now {
        u = Unit::Minute;
    }
    let ge = ge || from_ge || matches!(c, '俩' | '仨');
    let last = line.at(end - 1);
    let weak = !ge
        && match u {
            Unit::Month => factor == 1,
            Unit::Day => last == '日' && line.at(end - 2) != '作',
            Unit::Hour => last == '时' && line.at(end - 2) != '小',
            Unit::Minute => last == '分',
            _ => false,
        };
    Some(Piece { unit: u, low, high, end, weak, chars: n.form != Form::Figures, numeral, extra })
}

/// Words that belong to a duration when they stand before it.
static BEFORE: LazyLock<Words<Toward>> = LazyLock::new(|| {
    Words::new([
        ("过去的", Toward::Past),
        ("过去", Toward::Past),
        ("最近的", Toward::Past),
        ("最近", Toward::Past),
        ("近", Toward::Past),
        ("未来的", Toward::Future),
        ("未来", Toward::Future),
        ("今后", Toward::Future),
        ("还剩", Toward::Future),
        ("之后", Toward::Future),
        ("之前", Toward::Past),
        ("再过", Toward::LongAfter),
        ("不到", Toward::Nothing),
        ("不足", Toward::Nothing),
        ("不满", Toward::Nothing),
        ("超过", Toward::Nothing),
        ("将近", Toward::Nothing),
        ("接近", Toward::Nothing),
        ("大约", Toward::Nothing),
        ("约", Toward::Nothing),
        ("逾", Toward::Nothing),
        ("至少", Toward::Nothing),
        ("不少于", Toward::Nothing),
        ("不超过", Toward::Nothing),
        ("大概", Toward::Nothing),
        ("最多", Toward::Nothing),
        ("最长", Toward::Nothing),
        ("超", Toward::Nothing),
    ])
});

/// Reads the duration whose first numeral stands at `at`.
pub(super) fn length(line: Line<'_>, at: usize) -> Option<Length> {
    let prev = line.before(at);
    if prev == '第'
        || prev == '前' && line.ends(at, "公元前")
        || (prev == '.' && line.before(at - 1).is_ascii_alphanumeric())
        || prev.is_ascii_alphanumeric()
        || (digit(prev).is_some() && digit(line.at(at)).is_some())
    {
        return None;
    }
    let first = piece(line, at).or_else(|| bare_low(line, at))?;
    let mut low = Duration::of(first.unit, first.low);
    if let Some((unit, amount)) = first.extra {
        low.set(unit, Some(amount));
    }
    let mut high = first.high.map(|h| Duration::of(first.unit, Some(h)));
    let mut end = first.end;
    let mut weak = first.weak;
    // 一年零三个月, 8天20时, 五分三十秒
    if high.is_none() {
        let mut last = first.unit;
        loop {
            let mut i = line.blank(end);
            if matches!(line.at(i), '零' | '又' | '余' | '加') {
                i += 1;
            }
            let Some(next) = piece(line, i)
                .filter(|p| p.unit > last || (line.at(i.saturating_sub(1)) == '又' && p.unit != last))
            else {
                break;
            };
            if next.high.is_some() || (next.weak && matches!(next.unit, Unit::Month | Unit::Day)) {
                break;
            }
            low.set(next.unit, next.low);
            last = next.unit;
            end = next.end;
            weak = false;
        }
    }
    if let Some((l, h, e)) = range(line, at, &first, end) {
        low = l;
        high = Some(h);
        end = e;
        weak = false;
    }
    // 6天5晚
    if line.at(end + 1) == '晚' && small(line, end).is_some_and(|n| n.end == end + 1) {
        end += 2;
    }
    let mut start = at;
    let mut toward = Toward::Nothing;
    let mut prefix = false;
    let gap = usize::from(line.before(at) == ' ' && line.before(at - 1) == '剩');
    if let Some((s, t)) = BEFORE.ending(line.chars, line.start, at - gap) {
        let other = match line.at(s) {
            '近' if s + 1 == at => among!(line.before(s), "附邻靠临贴亲就"),
            '约' if s + 1 == at => among!(line.before(s), "签节合预公履条续违"),
            '超' if s + 1 == at => among!(line.before(s), "赶反高"),
            _ => false,
        };
        if !other {
            start = s;
            toward = t;
            prefix = true;
        }
    }
    let mut bounded = None;
    match (line.at(end), line.at(end + 1)) {
        // What bounds it belongs to it: 1小时以上, 9个月以内.
        ('左', '右') | ('以', '上' | '下') => end += 2,
        ('上', '下') if line.at(end + 2) != '联' => end += 2,
        ('以', '内') => {
            bounded = Some(Toward::Within);
            end += 2;
        }
        ('不', '到') if matches!(line.at(end + 2), ',' | '。' | ';' | '\0') => end += 2,
        _ => {}
    }
    let after = (line.at(end), line.at(end + 1));
    let tail = if bounded.is_some() {
        bounded
    } else {
        match after {
            ('以' | '之', '前') => Some(Toward::LongAgo),
            ('以' | '之', '后') => Some(Toward::LongAfter),
            ('之', '内') | ('内', _) => Some(Toward::Within),
            ('以', '来') => Some(Toward::PastToNow),
            ('来', c) if !among!(c, "到临访自源") => Some(Toward::PastToNow),
            ('前', c) if !among!(c, "后沿列进往三来期") => Some(Toward::Ago),
            ('后', c) if !among!(c, "续期备勤盾方") => Some(Toward::Later),
            ('间', _) => Some(Toward::Nothing),
            _ => None,
        }
    };
    if weak && !(prefix || (tail.is_some() && first.unit != Unit::Month)) {
        // 两日, 90日, 5分30秒 stand on their own; 3日, 三月, 9时 do not.
        let two = first.chars && line.at(at) == '两' && first.unit == Unit::Day;
        let large = first.unit == Unit::Day && first.numeral > Decimal::integer(31);
        if !two && !large {
            return None;
        }
    }
    if weak
        && first.unit == Unit::Day
        && !prefix
        && line.at(at) != '两'
        && matches!(
            tail,
            Some(Toward::Ago | Toward::Later | Toward::LongAgo | Toward::LongAfter | Toward::Nothing)
        )
        && first.numeral <= Decimal::integer(31)
    {
        return None;
    }
    // 3月以来 is a month.
    if weak && first.unit == Unit::Month && (!prefix || high.is_some() || line.at(at).is_ascii_digit()) {
        return None;
    }
    if idiom(line, start, at, end, &first) {
        return None;
    }
    if toward == Toward::Nothing || tail.is_some() {
        toward = tail.unwrap_or(toward);
    }
    Some(Length { start, end, low, high, toward })
}

/// The lower end of a range may lack its unit: 三至五天.
fn bare_low(line: Line<'_>, at: usize) -> Option<Piece> {
    let n = scan(line.chars, at)
        .filter(|n| n.end <= line.end && !n.bare && n.high.is_none() && n.approx == Approx::None)?;
    let i = connector(line, n.end)?;
    let next = piece(line, i).filter(|p| p.high.is_none() && p.low.is_some())?;
    if next.weak || n.value? >= next.numeral {
        return None;
    }
    let factor = if next.numeral == Decimal::ZERO {
        return None;
    } else {
        next.low?.over(next.numeral)?.to_integer()?
    };
    Some(Piece {
        unit: next.unit,
        low: n.value?.times(factor),
        high: next.low,
        end: next.end,
        weak: false,
        chars: n.form != Form::Figures,
        numeral: n.value?,
        extra: None,
    })
}

pub(super) fn connector(line: Line<'_>, at: usize) -> Option<usize> {
    let i = line.blank(at);
    match line.at(i) {
        '至' | '到' | '~' | '～' | '–' | '−' | '－' | 'ー' | '〜' | '∼' => {
            Some(line.blank(i + 1))
        }
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

/// 3天—8天.
fn range(line: Line<'_>, _at: usize, first: &Piece, end: usize) -> Option<(Duration, Duration, usize)> {
    let i = connector(line, end)?;
    let next = piece(line, i)
        .filter(|p| p.unit == first.unit && p.high.is_none() && p.low.is_some() && p.weak == first.weak)?;
    if first.weak || first.low >= next.low {
        return None;
    }
    Some((Duration::of(first.unit, first.low), Duration::of(next.unit, next.low), next.end))
}

/// 三年行动, 这一年, 有一天, 一年一度: no durations.
fn idiom(line: Line<'_>, start: usize, at: usize, end: usize, first: &Piece) -> bool {
    let next = (line.at(end), line.at(end + 1));
    if first.unit == Unit::Year
        && matches!(
            next,
            ('行', '动')
                | ('计', '划')
                | ('规', '划')
                | ('攻', '坚')
                | ('大', '变')
                | ('如', '一')
                | ('一', _)
                | ('级', _)
                | ('专', '项')
                | ('提', '升')
                | ('滚', '动')
                | ('任', '期')
        )
    {
        return true;
    }
    if matches!(next, ('比', _)) || line.before(start) == '比' && first.unit == Unit::Day {
        return true;
    }
    if matches!(next, ('一', '次' | '小' | '大' | '评' | '度' | '轮' | '考' | '练' | '会' | '变'))
    {
        return true;
    }
    // 24小时服务, 365天无休, 15分钟生活圈: always, or a name.
    let whole = (first.unit == Unit::Hour && first.numeral == Decimal::integer(24))
        || (first.unit == Unit::Day && first.numeral == Decimal::integer(365));
    if start == at && whole && among!(next.0, "不无服自值在巡监开营热全便客响轮守")
        || line.before(start) == '×'
    {
        return true;
    }
    if first.unit == Unit::Minute && (end..end + 8).any(|i| line.at(i) == '圈') {
        return true;
    }
    // 想了半天: a good while.
    if line.at(at) == '半' && line.before(at) == '了' && line.at(at + 1) == '天' {
        return true;
    }
    let one = start == at && first.numeral == Decimal::integer(1) && first.chars;
    let before = line.before(start);
    // 这两年 is vague, 那九天 is not.
    let told =
        matches!(before, '这' | '那') && (first.unit == Unit::Year || first.numeral == Decimal::integer(1));
    if start == at && (told || among!(before, "每某哪同逐历")) {
        return true;
    }
    // 上一年, 前一天, 有一天, 新的一年
    if one && (among!(before, "有当另头上下前后第新又单") || line.ends(start, "新的")) {
        return true;
    }
    // 百年, 千年 as figures of speech
    first.unit == Unit::Year && first.chars && matches!(line.at(at), '百' | '千' | '万')
}
