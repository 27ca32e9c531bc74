//! The forms of numbers.

use crate::rule::Rule;

/// All forms of numbers, in the order of the page. The value of an example is `value unit bound`.
pub const RULES: &[Rule] = &[
    Rule::new(
        "number/quantity",
        "a numeral with what bounds it and its unit",
        &[
            ("39个", "39 个 exact"),
            ("超过70家", "70 家 over"),
            ("11000余个", "11000 个 over"),
            ("近9000名", "9000 名 nearly"),
            ("150亿", "15000000000 - exact"),
            ("1.2万元", "12000 元 exact"),
            ("90%以上", "0.9 % at_least"),
            ("六成", "0.6 成 exact"),
            ("两块八", "2.8 块 exact"),
            ("3元5角2分", "3.52 元 exact"),
            ("1米85", "1.85 米 exact"),
            ("￥500", "500 ￥ exact"),
            ("不少于4次", "4 次 at_least"),
            ("380余人次", "380 人次 over"),
            ("近千个", "1000 个 nearly"),
            ("十几家", "10 家 about"),
            ("10万+", "100000 - over"),
            ("数百名", "100 名 about"),
            ("6.8公里", "6.8 公里 exact"),
            ("零下18摄氏度", "-18 摄氏度 exact"),
            ("1,234件", "1234 件 exact"),
        ],
        &["三会一课", "一把手", "1+3", "5G网络", "2.0.1", "四川", "〔2021〕12号", "1号楼"],
    ),
    Rule::new(
        "number/from-to",
        "from one numeral to another",
        &[
            ("3至5家", "3..5 家 range"),
            ("80—100名", "80..100 名 range"),
            ("100至200万元", "1000000..2000000 元 range"),
            ("10和20之间", "10..20 - range"),
        ],
        &["3比5", "一对一"],
    ),
    Rule::new(
        "number/two-digits",
        "two digits that say about as many",
        &[
            ("三五个", "3..5 个 range"),
            ("二三十人", "20..30 人 range"),
            ("十二三万", "120000..130000 - range"),
        ],
        &["三三个", "五四路"],
    ),
    Rule::new(
        "number/two-bounds",
        "a lower and an upper bound",
        &[("大于10小于20", "10..20 - range"), ("30人以上50人以下", "30..50 人 range")],
        &["大于20小于10"],
    ),
    Rule::new(
        "number/parts",
        "fractions in words",
        &[
            ("三分之二", "0.666666666666667 - exact"),
            ("百分之九十", "0.9 % exact"),
            ("千分之五", "0.005 - exact"),
            ("百分之二十到三十", "0.2..0.3 % range"),
            ("一又二分之一", "1.5 - exact"),
        ],
        &["十分之内"],
    ),
    Rule::new("number/slash", "fractions in figures, standing alone", &[("3/5", "0.6 - exact")], &["3/5日"]),
    Rule::new(
        "number/half",
        "a half",
        &[("一半", "0.5 - exact"), ("一半以上", "0.5 - at_least"), ("超过半数", "0.5 - over")],
        &["一半径", "十半", "大半数"],
    ),
    Rule::new(
        "number/ordinal",
        "which one",
        &[("第二期", "2 期 exact"), ("第15届", "15 届 exact"), ("第一", "1 - exact")],
        &["第一书记", "第二天", "第一时间"],
    ),
    Rule::new(
        "number/masked",
        "masked figures",
        &[("**家", "? 家 masked"), ("**人(次)", "? 人(次) masked"), ("4**万元", "? 元 masked")],
        &["**村", "**街道"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidate::Candidate;
    use crate::number::{Number, NumberValue, find};
    use crate::text::Document;

    fn finds(text: &str) -> Vec<Candidate<Number>> {
        let mut out = Vec::new();
        find(&Document::read(text), &mut out);
        out
    }

    fn say(n: &Number) -> String {
        let value = match n.value {
            NumberValue::One(v) => v.to_string(),
            NumberValue::Range(a, b) => format!("{a}..{b}"),
            NumberValue::Unknown => "?".to_owned(),
        };
        format!("{value} {} {}", n.unit.unwrap_or("-"), n.bound.as_str())
    }

    #[test]
    fn ok_examples_are_found_by_their_rule() {
        for rule in RULES {
            for (text, value) in rule.examples {
                let finds = finds(text);
                let hit = finds.iter().find(|c| c.span.len() == text.chars().count());
                let hit = hit.unwrap_or_else(|| panic!("{}: {text}: {finds:?}", rule.name));
                assert_eq!((hit.rule, say(&hit.value).as_str()), (rule.name, *value), "{text}");
            }
        }
    }

    #[test]
    fn ok_near_misses_are_not_found() {
        for rule in RULES {
            for text in rule.near_misses {
                let hits: Vec<_> =
                    finds(text).into_iter().filter(|c| c.rule == rule.name && !c.value.optional).collect();
                assert!(hits.is_empty(), "{}: {text}: {hits:?}", rule.name);
            }
        }
    }

    #[test]
    fn ok_the_page_is_made_from_the_rules() {
        crate::rule::check_page("docs/numbers.md", RULES);
    }
}
