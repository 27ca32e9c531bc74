//! How fast the stages and the whole are, beside jieba-rs in the same run. See README.md in the folder above.
//!
//! `cargo bench` measures; `cargo bench -- --test` runs everything once on little and checks the counts;
//! a word after `--` picks the items whose names hold it.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench")]

mod archive;

use archive::archive;
use dangjian::segment::Segmenter;
use dangjian::text::Document;
use dangjian::{Extractor, Input, date, number};
use jieba_rs::Jieba;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Something to measure: what it does over its bytes gives a count, which must be about what is expected, so
/// that a fast wrong answer fails.
struct Item<'a> {
    name: &'a str,
    bytes: usize,
    /// Things counted for a megabyte, and by which share that may be off.
    expected: (f64, f64),
    run: Box<dyn FnMut() -> usize + 'a>,
    times: Vec<Duration>,
    /// Things counted for a megabyte.
    rate: f64,
}

impl<'a> Item<'a> {
    fn new(name: &'a str, bytes: usize, expected: (f64, f64), run: impl FnMut() -> usize + 'a) -> Self {
        Self { name, bytes, expected, run: Box::new(run), times: Vec::new(), rate: 0.0 }
    }

    fn measure(&mut self) {
        let begun = Instant::now();
        let count = black_box((self.run)());
        self.times.push(begun.elapsed());
        self.rate = count as f64 / (self.bytes as f64 / 1e6);
    }

    fn miscounts(&self) -> bool {
        let (expected, slack) = self.expected;
        (self.rate - expected).abs() > slack * expected
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let test = arguments.iter().any(|a| a == "--test");
    let filter = arguments.iter().find(|a| !a.starts_with('-'));
    let wanted = |name: &str| filter.is_none_or(|f| name.contains(f.as_str()));

    let (jieba, jieba_load) = timed(Jieba::new);
    let (extractor, first_load) = timed(|| Extractor::new().expect("bundled data are sound"));
    let (_, second_load) = timed(|| Extractor::new().expect("bundled data are sound"));
    let (_, first_record) = timed(|| extractor.extract(black_box(SENTENCE)));
    let segmenter = Segmenter::new().expect("bundled data are sound");
    if wanted("load") {
        println!("load/extractor/first   {first_load:>10.2?}   (jieba-rs alone {jieba_load:.2?})");
        println!("load/extractor/second  {second_load:>10.2?}");
        println!("load/record/first      {first_record:>10.2?}");
    }

    let reports = archive(&jieba, if test { 300_000 } else { 4_200_000 });
    let bytes: usize = reports.iter().map(String::len).sum();
    let documents: Vec<Document<'_>> = reports.iter().map(|r| Document::read(r)).collect();
    println!("archive: {} reports, {:.2} MB", reports.len(), bytes as f64 / 1e6);

    let record = |r: &String| extractor.extract(Input::new(r).published("2021-07-01"));
    let cut = || reports.iter().map(|r| jieba.cut(r, true).len()).sum();
    let read = || reports.iter().map(|r| Document::read(r).chars().len()).sum();
    let tokens = || documents.iter().map(|d| segmenter.tokens(d).len()).sum();
    let words = || reports.iter().map(|r| segmenter.cut(r).len()).sum();
    let dates = || {
        let mut out = Vec::new();
        documents.iter().for_each(|d| date::find(d, None, &mut out));
        out.len()
    };
    let numbers = || {
        let mut out = Vec::new();
        documents.iter().for_each(|d| number::find(d, &mut out));
        out.len()
    };
    let both = || {
        let (mut dates, mut numbers) = (Vec::new(), Vec::new());
        for document in &documents {
            date::find(document, None, &mut dates);
            number::find(document, &mut numbers);
        }
        dates.len() + numbers.len()
    };
    let records = || reports.iter().map(|r| record(r).organizations.len()).sum();
    let mut line = Vec::new();
    let json = || {
        let mut bytes = 0;
        for report in &reports {
            line.clear();
            extractor.write_json(Input::new(report).published("2021-07-01"), &mut line);
            bytes += black_box(&line).len();
        }
        bytes
    };
    let sentences = || {
        let one = |_| {
            let mut line = Vec::new();
            extractor.write_json(black_box(SENTENCE), &mut line);
            black_box(line).len()
        };
        (0..SENTENCES).map(one).sum()
    };
    let mut items = vec![
        Item::new("jieba/cut/archive", bytes, JIEBA, cut),
        Item::new("text/read/archive", bytes, CHARACTERS, read),
        Item::new("segment/tokens/archive", bytes, TOKENS, tokens),
        Item::new("segment/cut/archive", bytes, JIEBA, words),
        Item::new("date/find/archive", bytes, DATES, dates),
        Item::new("number/find/archive", bytes, NUMBERS, numbers),
        Item::new("date+number/find/archive", bytes, (DATES.0 + NUMBERS.0, DATES.1), both),
        Item::new("extract/record/archive", bytes, ORGANIZATIONS, records),
        Item::new("extract/json/archive", bytes, JSON, json),
        Item::new("extract/json/sentence", SENTENCE.len() * SENTENCES, JSON_OF_SENTENCE, sentences),
    ];

    let rounds = if test { 1 } else { 5 };
    items.retain(|i| i.name.starts_with("jieba/") || wanted(i.name));
    if !test {
        items.iter_mut().for_each(Item::measure);
        items.iter_mut().for_each(|i| i.times.clear());
    }
    for _ in 0..rounds {
        items.iter_mut().for_each(Item::measure);
    }
    report(&items);
    let wrong: Vec<&str> = items.iter().filter(|i| i.miscounts()).map(|i| i.name).collect();
    assert!(wrong.is_empty(), "these count something else than they should: {wrong:?}");
}

// What a megabyte of the archive holds. Corpus and model change, so the figures may be off by a share.
const JIEBA: (f64, f64) = (220_000.0, 0.1);
const CHARACTERS: (f64, f64) = (362_000.0, 0.1);
const TOKENS: (f64, f64) = (219_000.0, 0.1);
const DATES: (f64, f64) = (4_000.0, 0.25);
const NUMBERS: (f64, f64) = (7_100.0, 0.25);
const ORGANIZATIONS: (f64, f64) = (9_700.0, 0.35);
/// Bytes.
const JSON: (f64, f64) = (3_630_000.0, 0.35);

const SENTENCE: &str = "6月30日，河口镇党委与县供电公司党支部签订党建共建协议，共有26名党员参加。";
const SENTENCES: usize = 1000;
const JSON_OF_SENTENCE: (f64, f64) = (1_300.0 * 1e6 / SENTENCE.len() as f64, 0.5);

fn timed<T>(make: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = make();
    (made, begun.elapsed())
}

/// Median speed and the median, over rounds, of the ratio to jieba in the same round.
fn report(items: &[Item<'_>]) {
    let Some(jieba) = items.first() else { return };
    let head = ["MB/s", "ns a byte", "× jieba-rs", "counts a MB", "expected"];
    println!("{:26}{:>10}{:>12}{:>12}{:>14}{:>10}", "", head[0], head[1], head[2], head[3], head[4]);
    for item in items {
        let speed = |i: &Item<'_>, t: &Duration| i.bytes as f64 / 1e6 / t.as_secs_f64();
        let speeds = item.times.iter().map(|t| speed(item, t)).collect();
        let ratios =
            item.times.iter().zip(&jieba.times).map(|(t, j)| speed(item, t) / speed(jieba, j)).collect();
        let (rate, expected) = (item.rate, item.expected.0);
        let speed = median(speeds);
        println!(
            "{:26}{speed:>10.2}{:>12.2}{:>12.3}{rate:>14.0}{expected:>10.0}",
            item.name,
            1e3 / speed,
            median(ratios)
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
