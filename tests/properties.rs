//! What holds for texts nobody wrote.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test, with helpers")]

mod invariant;

use dangjian::Extractor;
use invariant::sound_record;
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());

/// Pieces that mean something to some stage, and pieces that mean trouble.
const PIECES: &[&str] = &[
    "党委",
    "党支部",
    "党总支",
    "党组",
    "党工委",
    "机关工委",
    "中共",
    "县",
    "市",
    "湖北省",
    "河口镇",
    "清河社区",
    "村委会",
    "有限公司",
    "集团",
    "小学",
    "医院",
    "税务局",
    "供电公司",
    "书记",
    "副书记",
    "局长",
    "主任",
    "周立平",
    "欧阳春",
    "该支部",
    "该局",
    "集团党委",
    "结对",
    "结对共建",
    "签约",
    "签订共建协议",
    "帮扶",
    "与",
    "和",
    "同",
    "、",
    "及",
    "以及",
    "等",
    "分别",
    "七方",
    "8家单位",
    "6月30日",
    "2021年",
    "去年",
    "至",
    "上午",
    "“十四五”",
    "近三年",
    "二〇二一年",
    "三",
    "十",
    "百",
    "万",
    "亿",
    "12.5",
    "90%",
    "第",
    "余",
    "多",
    "约",
    "名",
    "个",
    "元",
    "**",
    "××",
    "某",
    "XX",
    "(",
    ")",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "：",
    ":",
    "，",
    ",",
    "。",
    ".",
    "!",
    "？",
    "；",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "\u{3000}",
    "\u{a0}",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{200b}",
    "\u{202e}",
    "\u{fffd}",
    "😀",
    "👨‍👩‍👧",
    "é",
    "e\u{301}",
    "ＡＢ１２",
    "ﬁ",
    "𠮷",
    "黨支部",
    "記者",
    "记者",
    "通讯员",
    "编辑:",
    "来源：",
    "【",
    "】",
    "|",
    "1.",
    "（一）",
    "一、",
    "http://a.cn/b?c=1",
    "a@b.cn",
    "(huì)",
    "<br>",
    "&nbsp;",
    "-",
    "—",
    "～",
    "·",
    "…",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => proptest::sample::select(PIECES).prop_map(str::to_string),
        1 => "\\PC{0,4}",
        1 => "[一-龥]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ok_any_text_has_a_sound_record(text in text()) {
        sound_record(&EXTRACTOR, &text);
    }

    #[test]
    fn ok_any_string_has_a_sound_record(text in any::<String>()) {
        sound_record(&EXTRACTOR, &text);
    }

    /// A date of publication is the caller's, and may be anything.
    #[test]
    fn ok_any_publication(published in ".{0,12}") {
        EXTRACTOR.extract(dangjian::Input::new("去年7月，河口镇党委与县税务局党支部结对。").published(&published));
    }
}

fn time(text: &str, runs: usize) -> Duration {
    let run = |_| {
        let begun = Instant::now();
        std::hint::black_box(EXTRACTOR.extract(text));
        begun.elapsed()
    };
    (0..runs).map(run).min().unwrap_or_default()
}

/// Eight times the text takes about eight times as long, whatever it repeats. Anything quadratic takes 64 times as long;
/// between the two stands the limit, which leaves a factor of three for what fits the caches of the small text and not of
/// the large. What looks slow is measured again, and the best times count.
fn assert_linear(units: &[&str], bytes: usize) {
    const SMALL: usize = 8;
    // Without optimization the same is seen on less.
    let bytes = if cfg!(debug_assertions) { bytes / 4 } else { bytes };
    let mut slow = Vec::new();
    for unit in units {
        let repeated = |bytes: usize| unit.repeat(bytes / unit.len());
        let mut small = time(&repeated(bytes / SMALL), 2);
        // What takes a second for a few kilobytes is not tried on more.
        if small.as_secs_f64() > bytes as f64 / 100_000.0 {
            slow.push(format!("{unit:?}: {small:?} for {} bytes", bytes / SMALL));
            continue;
        }
        let mut large = time(&repeated(bytes), 1);
        let is_slow =
            |small: Duration, large: Duration| large > small * 24 && large > Duration::from_millis(200);
        for _ in 0..3 {
            if !is_slow(small, large) {
                break;
            }
            small = small.min(time(&repeated(bytes / SMALL), 2));
            large = large.min(time(&repeated(bytes), 1));
        }
        println!("{unit:?}: {small:?}, {large:?}");
        if is_slow(small, large) {
            slow.push(format!("{unit:?}: {small:?} → {large:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn ok_linear_in_a_megabyte() {
    assert_linear(&["党", "一", "*", "\n", "党支部与", "河口镇党委与县税务局党支部结对。"], 1 << 20);
}

#[test]
fn ok_linear_in_repetition() {
    assert_linear(
        &[
            "委",
            "万",
            "万千",
            "9",
            "a",
            " ",
            "，",
            "。",
            "(",
            "“",
            "、",
            "某",
            "县",
            "结对",
            "党支部",
            "党支部、",
            "党委书记",
            "该支部",
            "2021年",
            "6月",
            "第一党支部",
            "周立平、",
            "7月1日至",
            "1.",
            "一、\n",
            "|a",
            "河口镇党委\n",
        ],
        1 << 18,
    );
}
