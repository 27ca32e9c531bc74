//! Whole numbers as Chinese numerals.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const SMALL: [char; 4] = [' ', '十', '百', '千'];

/// The Chinese numeral of a whole number below 10^16, as it is written out in full.
///
/// ```
/// use dangjian::numeral::to_chinese;
///
/// assert_eq!(to_chinese(10_203), "一万零二百零三");
/// assert_eq!(to_chinese(15), "十五");
/// assert_eq!(to_chinese(100_000_001), "一亿零一");
/// ```
pub fn to_chinese(value: u64) -> String {
    if value == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let mut gap = false;
    for (power, name) in [(12u32, "万亿"), (8, "亿"), (4, "万"), (0, "")] {
        let mut section = value / 10u64.pow(power);
        if power < 12 {
            section %= 10_000;
        }
        if section == 0 {
            gap |= !out.is_empty();
            continue;
        }
        // Four places before 亿 are 万亿: the name 亿 is written once, after the last of the two.
        let name = if power == 12 && !(value / 100_000_000).is_multiple_of(10_000) { "万" } else { name };
        if !out.is_empty() && (gap || section < 1000) {
            out.push('零');
        }
        push_section(&mut out, section);
        out.push_str(name);
        gap = false;
    }
    out
}

fn push_section(out: &mut String, section: u64) {
    let mut gap = false;
    let first = out.is_empty();
    let mut started = false;
    for place in (0..4usize).rev() {
        let d = (section / 10u64.pow(place as u32) % 10) as usize;
        if d == 0 {
            gap = started;
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(first && !started && place == 1 && d == 1) {
            out.push(DIGITS.get(d).copied().unwrap_or('零'));
        }
        if place > 0 {
            out.push(SMALL.get(place).copied().unwrap_or(' '));
        }
        started = true;
    }
}
