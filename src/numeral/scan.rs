//! One numeral at a place of the text.

use super::decimal::{Decimal, pow10};

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Figures, with or without 万 and the like: 1,234, 3.4万.
    Figures,
    /// Characters with units: 二十一, 三千零五.
    Characters,
    /// Characters one for one: 二〇二一, 三.
    Digits,
}

/// What stands inside a numeral and makes it rough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Approx {
    /// Nothing.
    None,
    /// 多, 余: 一千多万.
    Over,
    /// 几, 数, 来: 十几, 数百.
    Several,
}

/// A numeral as [`scan`] reads it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// One past its last position.
    pub end: usize,
    /// Its value (the lower one of two: 三五); `None` where it is too large to hold.
    pub value: Option<Decimal>,
    /// The higher value: 三五 → 5, 二三十 → 30, 十二三万 → 130000.
    pub high: Option<Decimal>,
    /// What makes it rough.
    pub approx: Approx,
    /// How it is written.
    pub form: Form,
    /// How many digits were written, of figures or one for one; 0 for numerals with units.
    pub digits: u32,
    /// It starts with a unit: 百, 千万.
    pub bare: bool,
    /// A unit was written (十, 百, 万 …).
    pub scaled: bool,
}

impl Numeral {
    /// Both values of a numeral that says two.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        let high = self.high?;
        if self.form == Form::Digits && self.digits == 2 {
            let both = self.value?.to_integer()?;
            return Some((Decimal::integer(both / 10), high));
        }
        Some((self.value?, high))
    }

    /// The value as a small whole number.
    pub fn small(&self) -> Option<u32> {
        u32::try_from(self.value?.to_integer()?).ok()
    }
}

/// The value of a Chinese digit.
#[inline]
pub fn digit(c: char) -> Option<u8> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

#[inline]
fn unit(c: char) -> Option<(u8, bool)> {
    Some(match c {
        '十' | '拾' => (1, false),
        '百' | '佰' => (2, false),
        '千' | '仟' => (3, false),
        '万' | '萬' => (4, true),
        '亿' | '億' => (8, true),
        '兆' => (12, true),
        _ => return None,
    })
}

/// The figures at a place: how many there are, and their value if it can be held.
pub fn figure_run(chars: &[char], at: usize) -> (usize, Option<i128>) {
    let figures = || chars.get(at..).unwrap_or_default().iter().map_while(|c| c.to_digit(10));
    // Most are short.
    let (mut len, mut short) = (0, 0u64);
    for d in figures() {
        len += 1;
        short = short.wrapping_mul(10).wrapping_add(u64::from(d));
    }
    let value = match len {
        0..=18 => Some(i128::from(short)),
        _ => figures().try_fold(0i128, |v, d| v.checked_mul(10)?.checked_add(i128::from(d))),
    };
    (len, value)
}

/// Reads the longest numeral that starts at `at`, or nothing. Linear in what it reads.
///
/// ```
/// use dangjian::numeral::{Decimal, scan};
///
/// let text: Vec<char> = "一千零五名".chars().collect();
/// let numeral = scan(&text, 0).unwrap();
/// assert_eq!((numeral.end, numeral.value), (4, Some(Decimal::integer(1005))));
/// ```
pub fn scan(chars: &[char], at: usize) -> Option<Numeral> {
    let c = *chars.get(at)?;
    match c {
        '负' | '-' => {
            let after = if chars.get(at + 1) == Some(&' ') { at + 2 } else { at + 1 };
            let next = *chars.get(after)?;
            if !(next.is_ascii_digit() || digit(next).is_some() || next == '十') {
                return None;
            }
            let mut n = scan(chars, after)?;
            n.value = n.value.map(Decimal::negated);
            n.high = None;
            Some(n)
        }
        '0'..='9' => figures(chars, at),
        // 两个 and 三个 in one word.
        '俩' | '仨' => Some(Numeral {
            end: at + 1,
            value: Some(Decimal::integer(if c == '俩' { 2 } else { 3 })),
            high: None,
            approx: Approx::None,
            form: Form::Digits,
            digits: 1,
            bare: false,
            scaled: false,
        }),
        '廿' | '卅' => tens_character(chars, at, if c == '廿' { 20 } else { 30 }),
        _ => characters(chars, at),
    }
}

fn tens_character(chars: &[char], at: usize, tens: i128) -> Option<Numeral> {
    let ones = chars.get(at + 1).and_then(|&c| digit(c)).filter(|&d| d > 0);
    Some(Numeral {
        end: at + 1 + usize::from(ones.is_some()),
        value: Some(Decimal::integer(tens + i128::from(ones.unwrap_or(0)))),
        high: None,
        approx: Approx::None,
        form: Form::Characters,
        digits: 0,
        bare: false,
        scaled: true,
    })
}

fn figures(chars: &[char], at: usize) -> Option<Numeral> {
    let (len, mut value) = figure_run(chars, at);
    let mut end = at + len;
    let mut digits = len as u32;
    // Groups of three.
    if len <= 3 {
        while matches!(chars.get(end), Some(',')) {
            let (group, add) = figure_run(chars, end + 1);
            if group != 3 {
                break;
            }
            value = match (value, add) {
                (Some(v), Some(a)) => v.checked_mul(1000).and_then(|v| v.checked_add(a)),
                _ => None,
            };
            end += 4;
            digits += 3;
        }
    }
    // 2 316名: a blank between groups, before something that is counted.
    if len <= 3 && digits == len as u32 && chars.get(end) == Some(&' ') {
        let (group, add) = figure_run(chars, end + 1);
        let next = chars.get(end + 1 + group).copied().unwrap_or(' ');
        let counted = ('\u{4e00}'..='\u{9fff}').contains(&next)
            && !matches!(next, '年' | '月' | '日' | '时' | '点' | '号');
        if group == 3
            && counted
            && at.checked_sub(1).and_then(|i| chars.get(i)).is_none_or(|p| !p.is_ascii_digit() && *p != ' ')
        {
            value = value.zip(add).and_then(|(v, a)| v.checked_mul(1000)?.checked_add(a));
            end += 4;
            digits += 3;
        }
    }
    let mut scale = 0u8;
    if chars.get(end) == Some(&'.') {
        let (part, add) = figure_run(chars, end + 1);
        let more = chars.get(end + 1 + part) == Some(&'.')
            && chars.get(end + 2 + part).is_some_and(char::is_ascii_digit);
        if part > 0 && !more {
            value = (|| {
                let places = u8::try_from(part).ok()?;
                scale = places;
                value?.checked_mul(pow10(places)?)?.checked_add(add?)
            })();
            end += 1 + part;
            digits = 0;
        }
    }
    let head = value.map(|v| Decimal::new(v, scale));
    // A blank may stand before 万 and 亿.
    let mut blank = end;
    while blank < end + 3 && chars.get(blank) == Some(&' ') {
        blank += 1;
    }
    if blank > end && matches!(chars.get(blank), Some('万' | '亿')) {
        end = blank;
    }
    if scale == 0
        && chars.get(end).is_some_and(|&c| {
            unit(c).is_some()
                || ((c == '多' || c == '余' || c == '几')
                    && chars.get(end + 1).is_some_and(|&u| unit(u).is_some()))
        })
    {
        let mut work = Work::new(value);
        work.figures = true;
        let stop = work.run(chars, end);
        return Some(work.finish(stop, Form::Figures, 0));
    }
    let mut out = Numeral {
        end,
        value: head,
        high: None,
        approx: Approx::None,
        form: Form::Figures,
        digits,
        bare: false,
        scaled: false,
    };
    while let Some((power, big)) = chars.get(out.end).and_then(|&c| unit(c)) {
        if !big && power == 1 && scale > 0 {
            break;
        }
        out.value = out.value.and_then(|v| v.times(pow10(power)?));
        out.end += 1;
        out.digits = 0;
        out.scaled = true;
    }
    Some(out)
}

/// The state of reading a numeral with units from left to right.
struct Work {
    total: Option<i128>,
    section: i128,
    cur: Option<i128>,
    high: Option<i128>,
    /// The unit below which a last digit without unit counts: 一百五, 三万五.
    short: i128,
    last_big: u8,
    approx: Approx,
    overflow: bool,
    /// How many digits were read: no numeral that can be held has more than a few dozen.
    read: u8,
    figures: bool,
    bare: bool,
    scaled: bool,
}

impl Work {
    fn new(cur: Option<i128>) -> Self {
        Self {
            total: Some(0),
            section: 0,
            cur,
            high: None,
            short: 1,
            last_big: u8::MAX,
            approx: Approx::None,
            overflow: cur.is_none(),
            read: 0,
            figures: false,
            bare: false,
            scaled: false,
        }
    }

    fn multiply(&mut self, power: u8, big: bool) {
        let Some(factor) = pow10(power) else { return };
        self.scaled = true;
        let times = |v: i128| v.checked_mul(factor);
        if big {
            let below = self.section.checked_add(self.cur.unwrap_or(0));
            // 十二三万: the pair's higher value grows along.
            self.high = self.high.and_then(|h| {
                if self.cur.is_some() { times(self.section.checked_add(h)?) } else { times(h) }
            });
            let again = power == self.last_big && self.section == 0 && self.cur.is_none();
            let sum = if self.last_big != u8::MAX && (power > self.last_big || again) {
                // 三万亿: all that stands before is multiplied.
                self.total.zip(below).and_then(|(t, b)| t.checked_add(b)).and_then(times)
            } else {
                below.and_then(times).zip(self.total).and_then(|(b, t)| t.checked_add(b))
            };
            self.overflow |= sum.is_none();
            self.total = Some(sum.unwrap_or(0));
            self.section = 0;
            self.last_big = power;
        } else {
            let add = times(self.cur.unwrap_or(1));
            self.high = self.high.and_then(|h| times(h)?.checked_add(self.section));
            let sum = add.and_then(|a| a.checked_add(self.section));
            self.overflow |= sum.is_none();
            self.section = sum.unwrap_or(0);
        }
        self.cur = None;
        self.short = factor / 10;
    }

    /// Reads on from `i`; gives the end.
    fn run(&mut self, chars: &[char], mut i: usize) -> usize {
        loop {
            let Some(&c) = chars.get(i) else { return i };
            if let Some((power, big)) = unit(c) {
                // 98亿千瓦时: 千 without a digit starts a unit.
                if !big
                    && power > 1
                    && self.cur.is_none()
                    && self.last_big != u8::MAX
                    && self.section == 0
                    && i.checked_sub(1).and_then(|p| chars.get(p)).is_some_and(|p| matches!(p, '万' | '亿'))
                {
                    return i;
                }
                // 第三百 but not 三 + 百货: small units must fall within a section.
                if !big && self.cur.is_none() && self.section % 10i128.pow(u32::from(power) + 1) != 0 {
                    return i;
                }
                if big && self.cur.is_none() && self.section == 0 && self.last_big == u8::MAX && !self.scaled
                {
                    self.cur = Some(1);
                    self.bare = true;
                }
                if big
                    && self.cur.is_none()
                    && self.section == 0
                    && power < self.last_big
                    && self.last_big != u8::MAX
                {
                    return i;
                }
                self.multiply(power, big);
                i += 1;
                continue;
            }
            let next_unit = chars.get(i + 1).is_some_and(|&u| unit(u).is_some());
            match c {
                '多' | '余' | '来' if next_unit && self.approx == Approx::None => {
                    // 一千多万 counts, 三十多十 does not.
                    if !chars.get(i + 1).and_then(|&u| unit(u)).is_some_and(|(_, big)| big) {
                        return i;
                    }
                    self.approx = if c == '来' { Approx::Several } else { Approx::Over };
                    i += 1;
                    continue;
                }
                '几' if (self.scaled || self.figures)
                    && self.cur.is_none()
                    && self.approx == Approx::None =>
                {
                    self.approx = Approx::Several;
                    i += 1;
                    continue;
                }
                '零' | '〇' if self.cur.is_none() && self.scaled => {
                    let follows = chars.get(i + 1).copied().unwrap_or(' ');
                    if digit(follows).is_none()
                        && unit(follows).is_none_or(|(_, big)| big)
                        && !follows.is_ascii_digit()
                        && follows != '几'
                    {
                        return i;
                    }
                    self.short = 1;
                    i += 1;
                    continue;
                }
                '0'..='9' if self.cur.is_none() && self.scaled => {
                    let (len, value) = figure_run(chars, i);
                    self.overflow |= value.is_none();
                    if self.figures
                        && len == 1
                        && self.short > 1
                        && chars.get(i + 1).is_none_or(|&u| unit(u).is_none())
                    {
                        // 3万5: figures count as they stand.
                        self.short = 1;
                    }
                    self.figures = true;
                    self.cur = Some(value.unwrap_or(0));
                    if len > 1 {
                        self.short = 1;
                    }
                    i += len;
                    continue;
                }
                _ => {}
            }
            let Some(d) = digit(c) else { return i };
            // 十几二十: two numerals.
            if self.approx == Approx::Several && i.checked_sub(1).and_then(|p| chars.get(p)) == Some(&'几') {
                return i;
            }
            if self.cur.is_some() || (c == '两' && self.scaled && !next_unit) || self.read > 40 {
                return i;
            }
            self.read += 1;
            let d = i128::from(d);
            let pair = chars.get(i + 1).and_then(|&n| digit(n)).map(i128::from);
            match pair {
                Some(e) if is_pair(d, e) && chars.get(i + 2).is_none_or(|&x| digit(x).is_none()) => {
                    self.cur = Some(d);
                    self.high = Some(e);
                    i += 2;
                    if chars.get(i).is_none_or(|&u| unit(u).is_none()) {
                        self.short = 1;
                        return i;
                    }
                }
                _ => {
                    self.cur = Some(d);
                    i += 1;
                    if pair.is_some() {
                        return i;
                    }
                }
            }
        }
    }

    fn finish(self, end: usize, form: Form, digits: u32) -> Numeral {
        let last = self.cur.unwrap_or(0);
        let short = if self.approx == Approx::None { self.short.max(1) } else { 1 };
        let base = self.total.and_then(|t| t.checked_add(self.section));
        let value = base.and_then(|b| b.checked_add(last.checked_mul(short)?)).filter(|_| !self.overflow);
        let high = self.high.and_then(|h| {
            if self.cur.is_some() {
                base.and_then(|b| b.checked_add(h))
            } else if self.section > 0 {
                self.total.and_then(|t| t.checked_add(h))
            } else {
                Some(h)
            }
        });
        Numeral {
            end,
            value: value.map(Decimal::integer),
            high: high.filter(|_| !self.overflow).map(Decimal::integer),
            approx: self.approx,
            form,
            digits,
            bare: self.bare,
            scaled: self.scaled,
        }
    }
}

/// Two digits that say «about as many»: 三四, 三五.
fn is_pair(a: i128, b: i128) -> bool {
    a > 0 && (b == a + 1 || (a == 3 && b == 5))
}

fn characters(chars: &[char], at: usize) -> Option<Numeral> {
    let c = *chars.get(at)?;
    if (c == '几' || c == '数') && chars.get(at + 1).is_some_and(|&u| unit(u).is_some()) {
        let mut work = Work::new(Some(1));
        let end = work.run(chars, at + 1);
        work.approx = Approx::Several;
        return Some(work.finish(end, Form::Characters, 0));
    }
    if unit(c).is_some() {
        if c == '拾' && chars.get(at + 1).is_none_or(|&n| digit(n).is_none() && unit(n).is_none()) {
            return None;
        }
        let mut work = Work::new(None);
        work.overflow = false;
        work.bare = c != '十' && c != '拾';
        if work.bare {
            work.cur = Some(1);
        }
        let end = work.run(chars, at);
        return decimals(chars, work.finish(end, Form::Characters, 0));
    }
    digit(c)?;
    // One for one.
    let mut run = at;
    let mut value = Some(0i128);
    while let Some(d) = chars.get(run).filter(|&&x| run == at || x != '两').and_then(|&x| digit(x)) {
        if run == at + 1 && c == '两' && d != 3 {
            break;
        }
        value = value.and_then(|v| v.checked_mul(10)?.checked_add(i128::from(d)));
        run += 1;
    }
    let len = run - at;
    let unit_follows = chars.get(run).is_some_and(|&u| unit(u).is_some());
    let first = digit(c).map_or(0, i128::from);
    if len == 1 || (len == 2 && unit_follows && is_pair(first, value.unwrap_or(0) % 10)) {
        let mut work = Work::new(None);
        work.overflow = false;
        let end = work.run(chars, at);
        let form = if work.scaled { Form::Characters } else { Form::Digits };
        let digits = u32::from(!work.scaled);
        return decimals(chars, work.finish(end, form, digits));
    }
    if unit_follows {
        // 一二三千: the last digit and its unit are another numeral.
        run -= 1;
        value = value.map(|v| v / 10);
    }
    let len = (run - at) as u32;
    let high = (len == 2)
        .then(|| value.unwrap_or(0))
        .filter(|v| is_pair(v / 10, v % 10))
        .map(|v| Decimal::integer(v % 10));
    decimals(
        chars,
        Numeral {
            end: run,
            value: value.map(Decimal::integer),
            high,
            approx: Approx::None,
            form: Form::Digits,
            digits: len,
            bare: false,
            scaled: false,
        },
    )
}

/// 点 and what follows it: 二十一点五, 一百点123. A clock's 点 (八点三十, 三点半) is none.
fn decimals(chars: &[char], n: Numeral) -> Option<Numeral> {
    let digits = n.form == Form::Digits && n.digits == 2;
    if n.approx != Approx::None
        || n.high.is_some() && !digits
        || !matches!(chars.get(n.end), Some('点' | '點'))
    {
        return Some(n);
    }
    let from = n.end + 1;
    let mut i = from;
    let mut part = Some(0i128);
    while let Some(d) = chars.get(i).and_then(|&c| digit(c).map(u32::from).or_else(|| c.to_digit(10))) {
        part = part.and_then(|v| v.checked_mul(10)?.checked_add(i128::from(d)));
        i += 1;
    }
    let clock = matches!(chars.get(i), Some('十' | '分' | '刻' | '整' | '拾'));
    if i == from || clock {
        return Some(n);
    }
    let value = (|| {
        let places = u8::try_from(i - from).ok()?;
        n.value?.plus(Decimal::new(part?, places))
    })();
    let mut out = Numeral { end: i, value, high: None, digits: 0, ..n };
    while let Some((power, true)) = chars.get(out.end).and_then(|&c| unit(c)) {
        out.value = out.value.and_then(|v| v.times(pow10(power)?));
        out.end += 1;
        out.scaled = true;
    }
    Some(out)
}

#[cfg(test)]
mod tests;
