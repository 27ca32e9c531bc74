//! What holds of the two finders on any text.

use dangjian::calendar::{Anchor, Clock, Day, Duration, Field, Part, Point, Season, Unit, Year};
use dangjian::numeral::{Decimal, to_chinese};
use dangjian::span::Span;
use dangjian::text::Document;
use dangjian::{date, number};
use proptest::prelude::*;
use std::time::Instant;

fn spans(text: &str) -> Vec<Span> {
    let doc = Document::read(text);
    let anchor = Anchor::parse("2020-07-16");
    let (mut dates, mut numbers) = (Vec::new(), Vec::new());
    date::find(&doc, anchor.as_ref(), &mut dates);
    date::find(&doc, None, &mut Vec::new());
    number::find(&doc, &mut numbers);
    let len = doc.chars().len();
    let all: Vec<Span> = dates.iter().map(|c| c.span).chain(numbers.iter().map(|c| c.span)).collect();
    for span in &all {
        assert!(span.start < span.end && span.end <= len, "{text}: {span:?}");
        assert!(doc.blocks().iter().any(|b| b.span.contains(*span)), "{text}: {span:?} crosses a block");
    }
    all
}

/// A text of the characters the finders look at.
fn soup() -> impl Strategy<Value = String> {
    let chars: Vec<char> = "0123456789〇一二三十百千万亿两半几多余年月日号时点分秒周星期天个第每近约超至到-—~/.:,。()“”*×今去明前后上下中本当同次初底正腊农历春夏秋冬国庆五四七八九成折元角毛俩仨$￥%人家米 \n负零廿截以来起的"
        .chars()
        .collect();
    prop::collection::vec(prop::sample::select(chars), 0..40).prop_map(|v| v.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn ok_any_text_is_read(text in soup()) {
        spans(&text);
    }

    #[test]
    fn ok_any_unicode_is_read(text in "\\PC{0,60}") {
        spans(&text);
    }

    #[test]
    fn ok_paragraphs_do_not_move_spans(text in soup(), other in soup()) {
        let (text, other) = (text.replace('\n', ""), other.replace('\n', ""));
        let alone = spans(&text);
        let shift = other.chars().count() + 1;
        let inner: Vec<Span> = spans(&format!("{other}\n{text}")).into_iter().filter(|s| s.start >= shift).collect();
        // Numbers stand alone; dates may lean on the paragraph before, and then there are more of them.
        prop_assert!(alone.iter().all(|s| inner.contains(&Span::new(s.start + shift, s.end + shift))) || alone.len() <= inner.len() + 2);
    }

    #[test]
    fn ok_days_print_and_read_back(year in 1i32..=9999, month in 1u8..=12, day in 1u8..=28, hour in 0u8..24, minute in 0u8..60) {
        for text in [
            Day::new(year, month, day).unwrap().to_string(),
            format!("{year:04}-{month:02}"),
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"),
            format!("{year:04}-Q{}", month.div_ceil(3)),
            format!("{year:04}-H{}", month.div_ceil(6)),
            format!("XXXX-{month:02}-{day:02}TMO"),
        ] {
            prop_assert_eq!(Point::parse(&text).map(|p| p.to_string()), Some(text));
        }
    }

    #[test]
    fn ok_dates_in_words_read_back(year in 1950i32..=2049, month in 1u8..=12, day in 1u8..=28) {
        let anchor = Anchor::parse("2020-07-16").unwrap();
        let want = format!("{year:04}-{month:02}-{day:02}");
        let digits: String = year.to_string().chars().map(|c| "〇一二三四五六七八九".chars().nth(c as usize - 48).unwrap()).collect();
        for text in [
            format!("{year}年{month}月{day}日"),
            format!("{digits}年{}月{}日", to_chinese(u64::from(month)), to_chinese(u64::from(day))),
            format!("{year}-{month:02}-{day:02}"),
            format!("{year}年{month}月{day}日"),
        ] {
            let found = date::resolve(&text, &anchor).map(|d| d.value);
            prop_assert_eq!(found, Ok(Some(want.clone())), "{}", text);
        }
    }

    #[test]
    fn ok_durations_print_and_read_back(y in 0u32..100, m in 1u32..100, h in 1u32..100) {
        let text = format!("P{y}Y{m}MT{h}H");
        prop_assert_eq!(Duration::parse(&text).map(|d| d.to_string()), Some(text));
    }

    #[test]
    fn ok_numerals_parse_as_numbers(value in 11u64..10_000_000_000_000_000) {
        let want = number::NumberValue::One(dangjian::numeral::Decimal::integer(i128::from(value)));
        for text in [format!("{value}个"), format!("{}个", to_chinese(value)), format!("超过{value}家")] {
            let found = number::parse(&text).map(|n| n.value);
            // 十 and 万 alone read as two numerals do not occur among printed ones.
            prop_assert_eq!(found, Ok(want), "{}", text);
        }
    }

    #[test]
    fn ok_every_point_prints_and_reads_back(point in point()) {
        prop_assert_eq!(Point::parse(&point.to_string()), Some(point), "{}", point);
    }

    #[test]
    fn ok_every_duration_prints_and_reads_back(duration in duration()) {
        prop_assert_eq!(Duration::parse(&duration.to_string()), Some(duration), "{}", duration);
    }

    /// A duration in words, in figures and in characters, is the duration.
    #[test]
    fn ok_durations_in_words_read_back(first in 0usize..LENGTHS.len(), a in 3u32..90, b in 1u32..12) {
        let anchor = Anchor::parse("2020-07-16").unwrap();
        let (unit, word) = LENGTHS[first];
        let one = Duration::of(unit, Some(Decimal::integer(a.into())));
        let mut texts = vec![(format!("{a}{word}"), one), (format!("{}{word}", to_chinese(a.into())), one)];
        // 三年零六个月: with the next smaller unit.
        if let Some(&(next, after)) = LENGTHS.get(first + 1) {
            let mut two = one;
            two.set(next, Some(Decimal::integer(b.into())));
            texts.push((format!("{a}{word}{b}{after}"), two));
            texts.push((format!("{}{word}零{}{after}", to_chinese(a.into()), to_chinese(b.into())), two));
        }
        for (text, want) in texts {
            let found = date::resolve(&text, &anchor).map(|d| d.value);
            prop_assert_eq!(found, Ok(Some(want.to_string())), "{}", text);
        }
    }

    /// A share in figures and in characters.
    #[test]
    fn ok_shares_read_back(value in 1u32..100, tenth in 1u32..10) {
        let want = Decimal::new(i128::from(value), 2);
        let with_tenth = Decimal::new(i128::from(value * 10 + tenth), 3);
        for (text, want) in [
            (format!("{value}%"), want),
            (format!("百分之{}", to_chinese(value.into())), want),
            (format!("{value}.{tenth}%"), with_tenth),
            (format!("百分之{}点{}", to_chinese(value.into()), to_chinese(tenth.into())), with_tenth),
        ] {
            let found = number::parse(&text).map(|n| n.value);
            prop_assert_eq!(found, Ok(number::NumberValue::One(want)), "{}", text);
        }
    }
}

/// Units of time and how they are written, the larger before the smaller.
const LENGTHS: [(Unit, &str); 6] = [
    (Unit::Year, "年"),
    (Unit::Month, "个月"),
    (Unit::Week, "周"),
    (Unit::Day, "天"),
    (Unit::Hour, "小时"),
    (Unit::Minute, "分钟"),
];

fn field(max: u8) -> impl Strategy<Value = Field> {
    prop_oneof![4 => (1..=max).prop_map(Field::Known), 1 => Just(Field::Masked)]
}

fn year() -> impl Strategy<Value = Year> {
    prop_oneof![
        4 => (1i32..=9999).prop_map(Year::Known),
        1 => Just(Year::Unknown),
        1 => (1i32..1000).prop_map(|n| Year::Decade(n * 10)),
        1 => Just(Year::Masked(['2', '0', 'X', 'X'])),
    ]
}

fn clock() -> impl Strategy<Value = Clock> {
    let parts = vec![Part::Morning, Part::Noon, Part::Afternoon, Part::Evening, Part::Night];
    prop_oneof![
        Just(Clock::None),
        prop::sample::select(parts).prop_map(Clock::Part),
        (0u8..=24).prop_map(Clock::Hour),
        (0u8..24, 0u8..60).prop_map(|(h, m)| Clock::Minute(h, m)),
        (0u8..24, 0u8..60, 0u8..60).prop_map(|(h, m, s)| Clock::Second(h, m, s)),
    ]
}

/// Any partial date that can be said.
fn point() -> impl Strategy<Value = Point> {
    let seasons = vec![Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
    prop_oneof![
        year().prop_map(Point::year),
        (year(), 1u8..=2).prop_map(|(y, h)| Point::half(y, h)),
        (year(), 1u8..=4).prop_map(|(y, q)| Point::quarter(y, q)),
        (year(), prop::sample::select(seasons)).prop_map(|(y, s)| Point::season(y, s)),
        (year(), field(12)).prop_map(|(y, m)| Point::month(y, m)),
        (1i32..=9999, 1u8..=53).prop_map(|(y, w)| Point::week(y, w)),
        (1i32..=9999, 1u8..=53).prop_map(|(y, w)| Point::weekend(y, w)),
        (year(), field(12), field(28), clock()).prop_map(|(y, m, d, c)| Point::day(y, m, d).with_clock(c)),
        clock()
            .prop_filter("a part of no day is no time", |c| !matches!(c, Clock::None | Clock::Part(_)))
            .prop_map(Point::time),
    ]
}

/// Any duration but the empty one.
fn duration() -> impl Strategy<Value = Duration> {
    let units = vec![Unit::Year, Unit::Month, Unit::Week, Unit::Day, Unit::Hour, Unit::Minute, Unit::Second];
    let amount = prop_oneof![
        Just(None),
        (0i128..1_000_000).prop_map(|n| Some(Decimal::integer(n))),
        (1i128..100_000, 1u8..4).prop_map(|(n, places)| Some(Decimal::new(n, places))),
    ];
    prop::collection::vec((prop::sample::select(units), amount), 1..5).prop_map(|parts| {
        let mut out = Duration::default();
        for (unit, amount) in parts {
            out.set(unit, amount);
        }
        out
    })
}

#[test]
fn ok_a_numeral_of_ten_thousand_digits_has_no_value() {
    for digits in ["9".repeat(10_000), "九".repeat(10_000), format!("1{}", "万".repeat(9_999))] {
        let text = format!("共{digits}个,另有3家");
        let mut out = Vec::new();
        number::find(&Document::read(&text), &mut out);
        let (last, rest) = out.split_last().unwrap();
        assert_eq!(last.value.value, number::NumberValue::One(Decimal::integer(3)));
        assert!(rest.iter().all(|c| c.value.value == number::NumberValue::Unknown), "{rest:?}");
    }
}

#[test]
fn ok_a_year_a_million_times() {
    let text = "二〇二一年".repeat(1_000_000);
    let mut out = Vec::new();
    date::find(&Document::read(&text), None, &mut out);
    assert_eq!(out.len(), 1_000_000);
    assert!(out.iter().all(|c| c.value.value.as_deref() == Some("2021")));
}

#[test]
fn ok_days_that_are_none_have_no_value() {
    for text in ["99月99日", "13月32日", "2021年2月30日", "2021年13月", "25时61分"] {
        let mut out = Vec::new();
        date::find(&Document::read(text), None, &mut out);
        let days: Vec<_> = out
            .iter()
            .filter_map(|c| c.value.value.as_deref())
            .filter(|v| v.len() > 7 && !v.starts_with('P'))
            .collect();
        assert!(days.is_empty(), "{text}: {days:?}");
    }
}

/// The best time of a few runs over so many characters of a piece that is repeated.
fn best(piece: &str, chars: usize) -> std::time::Duration {
    let text = piece.repeat(chars / piece.chars().count());
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(spans(&text));
        start.elapsed()
    };
    (0..3).map(run).min().unwrap_or_default()
}

/// Eight times the text takes about eight times as long; anything quadratic takes 64 times as long.
#[test]
fn ok_long_runs_stay_linear() {
    let mut slow = Vec::new();
    for piece in [
        "二〇二一年",
        "一",
        "9",
        "1,234,",
        "*",
        "万亿",
        "千",
        "十",
        "零",
        "第",
        "年",
        "99月99日",
        "每",
        "三四",
        "1-",
        "至",
        "“一",
        " 1",
        "半",
        "一点",
        "2.2",
        "上",
        "大于1小于",
        "近",
        "约1",
        "分之",
        "1/2/",
        "今年1至",
        "一又",
        "块五毛",
        "米九",
        "1年前的",
        "七八十",
        "民国三年",
        "$1",
        "俩",
        "1+",
        "今明两",
    ] {
        let (small, large) = (best(piece, 10_000), best(piece, 80_000));
        if large > small * 24 && large > std::time::Duration::from_millis(100) {
            slow.push(format!("{piece}: {small:?} → {large:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
