//! What holds for the reading of any text.
#![expect(clippy::string_slice, reason = "cut at places that are checked to stand between characters")]

use dangjian::meta;
use dangjian::span::Span;
use dangjian::text::{Document, Role, fold};
use proptest::prelude::*;

/// Texts of the characters that the reader looks at twice, with some of any other kind.
fn noisy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[党支部公司村委会签约结对共建,。、;:!?]{1,12}",
        1 => "[\n\r \t\u{3000}\u{a0}\u{feff}\u{200b}\u{2028}]{1,4}",
        1 => "[×X○□〇*&#;.\"“”《》()【】—>|/▼·■0-9]{1,6}",
        1 => prop::sample::select(vec![
            "&nbsp;", "&amp;", "&#x515a;", "&#20826;", "&#xffffff;", "党(dǎng)组", "記者 張三 ", "责编:李四\n", "1. ", "一、", "来源:",
            "通讯员供图", "图为签约现场。 李四 摄\n", "首页 > 新闻\n", "2021-03-02 10:20", "本报讯 记者", "(张三 李四)", "公 积 金 中 心",
        ]).prop_map(String::from),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn places_lead_back_to_the_raw_text(text in noisy()) {
        let doc = Document::read(&text);
        let raw: Vec<char> = text.chars().collect();
        let mut last = 0;
        for i in 0..doc.chars().len() {
            let place = doc.raw_span(Span::new(i, i + 1));
            prop_assert!(place.start >= last && place.start < place.end && place.end <= raw.len(), "monotone");
            last = place.end;
            prop_assert!(text.is_char_boundary(place.start_byte) && text.is_char_boundary(place.end_byte));
            prop_assert_eq!(text[..place.start_byte].chars().count(), place.start);
            prop_assert_eq!(text[..place.end_byte].chars().count(), place.end);
            // What the view shows is the raw character folded, or a sign made of it.
            let (shown, was) = (doc.chars()[i], raw[place.start]);
            let same = fold(was) == shown;
            let made = shown == '\n' || shown == ' ' || shown == '*' || "。“”〇".contains(shown) || was == '&';
            prop_assert!(same || made, "{was:?} read as {shown:?}");
        }
    }

    #[test]
    fn blocks_and_sentences_stand_in_order(text in noisy()) {
        let doc = Document::read(&text);
        let mut at = 0;
        for block in doc.blocks() {
            prop_assert!(block.span.start >= at && !block.span.is_empty());
            prop_assert!(doc.chars()[at..block.span.start].iter().all(|&c| c == '\n'));
            prop_assert!(!doc.slice(block.span).contains(&'\n'));
            at = block.span.end;
        }
        prop_assert_eq!(at, doc.chars().len());
        let mut at = 0;
        for (number, &sentence) in doc.sentences().iter().enumerate() {
            prop_assert!(sentence.start >= at && !sentence.is_empty());
            at = sentence.end;
            let block = doc.block_of(sentence.start).unwrap();
            prop_assert!(block.span.contains(sentence) && block.role != Role::Boilerplate);
            prop_assert_eq!(doc.sentence_of(sentence.start), Some(number));
            prop_assert_eq!(doc.sentence_of(sentence.end - 1), Some(number));
            prop_assert_eq!(doc.name(sentence).chars().count(), sentence.len());
        }
    }

    #[test]
    fn full_width_reads_as_half_width(text in "[党支部公司村签约,:;!?()0-9\n]{0,200}") {
        let wide: String = text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect();
        let (half, full) = (Document::read(&text), Document::read(&wide));
        prop_assert_eq!(half.chars(), full.chars());
        prop_assert_eq!(half.blocks(), full.blocks());
        prop_assert_eq!(half.sentences(), full.sentences());
    }

    #[test]
    fn line_ends_of_all_kinds_are_one(text in "[党支部公司村签约,。\n]{0,200}") {
        let other = text.replace('\n', "\r\n");
        let (unix, dos) = (Document::read(&text), Document::read(&other));
        prop_assert_eq!(unix.chars(), dos.chars());
        prop_assert_eq!(unix.blocks(), dos.blocks());
    }

    #[test]
    fn spans_out_of_reach_are_safe(text in noisy(), start in 0usize..200, length in 0usize..200) {
        let doc = Document::read(&text);
        let span = Span::new(start, start + length);
        let place = doc.raw_span(span);
        prop_assert!(place.start <= place.end && place.end_byte <= text.len());
        let _ = (doc.text(span), doc.name(span), doc.block_of(start), doc.sentence_of(start));
    }

    #[test]
    fn meta_takes_names_from_the_text(text in noisy()) {
        let doc = Document::read(&text);
        let meta = meta::read(&doc);
        for author in &meta.authors {
            prop_assert!(!author.name.is_empty() && author.name.chars().count() <= 16);
        }
        if let Some(dateline) = meta.dateline {
            prop_assert!(dateline.end <= doc.chars().len());
        }
    }
}

/// A megabyte of anything is read in a moment: nothing looks back or ahead without a limit.
#[test]
fn long_runs_stay_linear() {
    for unit in [
        "党",
        " ",
        "\n",
        "(",
        "“",
        "《",
        "×",
        "&",
        "&#",
        "党 ",
        "党(",
        "党(dǎng)",
        "记者",
        "记者 ",
        "摄",
        "。",
        ";\n",
        "1.\n",
        "党\n",
        "张三 ",
        ".",
        "\"",
        "〇",
        "X",
        "来源:",
        ">",
        "(张三)",
        "责编:李四 ",
        "\t",
        "a ",
        "《来源:",
        "图为",
        "2021年",
    ] {
        let text = unit.repeat(1_000_000 / unit.len());
        let started = std::time::Instant::now();
        let doc = Document::read(&text);
        let meta = meta::read(&doc);
        let took = started.elapsed();
        assert!(took.as_secs_f32() < 6.0, "{unit:?} took {took:?}");
        assert!(meta.authors.len() <= text.len());
    }
}
