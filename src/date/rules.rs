//! The forms of dates. Examples are read on 2020-07-16.

use crate::rule::Rule;

/// All forms of dates, in the order of the page.
pub const RULES: &[Rule] = &[
    Rule::new(
        "date/day",
        "a day, written in figures or characters, with or without its year",
        &[
            ("2021年7月1日", "2021-07-01"),
            ("二〇二一年七月一日", "2021-07-01"),
            ("8月8日", "2020-08-08"),
            ("3月24日下午", "2020-03-24TAF"),
            ("2017-03-09 08:15:40", "2017-03-09T08:15:40"),
            ("2015/6/3", "2015-06-03"),
            ("5月18日晚7点", "2020-05-18T19"),
            ("昨天下午3时20分", "2020-07-15T15:20"),
            ("三天前的晚上10点", "2020-07-13T22"),
            ("2020年6月18日 星期四", "2020-06-18"),
        ],
        &["2.7.1版", "31号楼", "0527-8622****"],
    ),
    Rule::new(
        "date/month",
        "a month, its beginning, middle or end",
        &[
            ("2021年4月", "2021-04"),
            ("九月", "2020-09"),
            ("7月中旬", "2020-07"),
            ("6月底", "2020-06"),
            ("上个月", "2020-06"),
        ],
        &["三月街", "13月", "三个月"],
    ),
    Rule::new(
        "date/year",
        "a year, its beginning or end, a decade, a century",
        &[
            ("2019年", "2019"),
            ("零三年", "2003"),
            ("2022年度", "2022"),
            ("2018年底", "2018"),
            ("上世纪八十年代", "198X"),
            ("20世纪", "19XX"),
            ("光绪二十四年", "1898"),
        ],
        &["三年级", "2000年历史"],
    ),
    Rule::new(
        "date/relative-year",
        "a year counted from publication, or from the year spoken of, and what lies in it",
        &[
            ("去年4月", "2019-04"),
            ("大前年", "2017"),
            ("明年3月", "2021-03"),
            ("去年底", "2019"),
            ("两年前的5月", "2018-05"),
        ],
        &["去年轻人", "今年级"],
    ),
    Rule::new(
        "date/part-of-year",
        "halves, quarters, seasons",
        &[
            ("今年上半年", "2020-H1"),
            ("2021年第一季度", "2021-Q1"),
            ("去年秋天", "2019-FA"),
            ("今年开春", "2020-SP"),
            ("今冬", "2020-WI"),
            ("上季度", "2020-Q2"),
        ],
        &["五季度", "春运"],
    ),
    Rule::new(
        "date/first-months",
        "the first months or quarters of a year",
        &[
            ("今年前五个月", "2020-01/2020-05"),
            ("2019年前三季度", "2019-Q1/2019-Q3"),
            ("前三季度", "2020-Q1/2020-Q3"),
        ],
        &["前五个"],
    ),
    Rule::new(
        "date/week",
        "weeks and weekdays beside this one",
        &[
            ("上周", "2020-W28"),
            ("下周三", "2020-07-22"),
            ("这个周末", "2020-W29-WE"),
            ("本周五上午", "2020-07-17TMO"),
        ],
        &["周三岁", "周年"],
    ),
    Rule::new(
        "date/festival",
        "festivals and solar terms",
        &[
            ("2022年国庆", "2022-10-01"),
            ("中秋节", "2020-10-01"),
            ("去年春节", "2019-02-05"),
            ("元旦", "2020-01-01"),
            ("2021年冬至", "2021-12-21"),
            ("今年“七一”", "2020-07-01"),
        ],
        &["国庆路", "八一小学", "五四路"],
    ),
    Rule::new(
        "date/lunar",
        "days and months of the lunar year",
        &[
            ("正月初八", "2020-02-01"),
            ("农历八月十五", "2020-10-01"),
            ("腊月廿三", "2021-02-04"),
            ("2012年正月十五", "2012-02-06"),
        ],
        &["初级", "正阳"],
    ),
    Rule::new(
        "date/masked",
        "masked years, months and days",
        &[("20**年**月", "20XX-XX"), ("**年**月**日", "XXXX-XX-XX"), ("20**年度", "20XX")],
        &["**街道", "**片区"],
    ),
    Rule::new(
        "date/time-of-day",
        "a time whose day is not said",
        &[("14时30分", "T14:30"), ("上午9时", "T09"), ("晚上9:30", "T21:30"), ("下午三点半", "T15:30")],
        &["三点要求", "2时代", "1:3"],
    ),
    Rule::new(
        "date/from-to",
        "ranges; what one end leaves out stands in the other",
        &[
            ("4月2日至6日", "2020-04-02/2020-04-06"),
            ("2019—2021年", "2019/2021"),
            ("3至5月", "2020-03/2020-05"),
            ("2015年度-2017年度", "2015/2017"),
            ("7月15日上午9时至11时", "2020-07-15T09/2020-07-15T11"),
            ("2019年11月到今年3月", "2019-11/2020-03"),
            ("今年1至6月", "2020-01/2020-06"),
            ("上世纪七八十年代", "197X/198X"),
            ("今明两年", "2020/2021"),
            ("去冬今春", "2019-WI/2020-SP"),
        ],
        &["3比5月", "2019—2021号"],
    ),
    Rule::new(
        "date/duration",
        "how long, with its bounds and ranges",
        &[
            ("15年", "P15Y"),
            ("近三年", "P3Y"),
            ("30余年", "P30Y"),
            ("三至五天", "P3D/P5D"),
            ("七八年", "P7Y/P8Y"),
            ("一个半月", "P1.5M"),
            ("半年", "P6M"),
            ("两年半", "P2Y6M"),
            ("一个半小时", "PT90M"),
            ("不到**个月", "PXXM"),
            ("8天20小时", "P8DT20H"),
        ],
        &["三年行动", "第三天", "三年级", "每年", "15分钟生活圈", "24小时服务"],
    ),
    Rule::new(
        "date/recurrence",
        "how often",
        &[
            ("每周三", "P1W"),
            ("每月5日", "P1M"),
            ("每年", "P1Y"),
            ("每隔3天", "P3D"),
            ("每季度", "P3M"),
            ("每周一至周五", "P1W"),
        ],
        &["每人", "每个支部"],
    ),
    Rule::new(
        "date/named-period",
        "five-year plans",
        &[("“十四五”", "2021/2025"), ("“十三五”", "2016/2020")],
        &["十四五个", "一五一十"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Anchor;
    use crate::candidate::Candidate;
    use crate::date::{Date, find};
    use crate::text::Document;

    fn finds(text: &str) -> Vec<Candidate<Date>> {
        let anchor = Anchor::parse("2020-07-16").unwrap();
        let mut out = Vec::new();
        find(&Document::read(text), Some(&anchor), &mut out);
        out
    }

    #[test]
    fn ok_examples_are_found_by_their_rule() {
        for rule in RULES {
            for (text, value) in rule.examples {
                let finds = finds(text);
                let inner = text.trim_matches(['“', '”']).chars().count();
                let whole = text.chars().count();
                let hit = finds.iter().find(|c| c.span.len() == inner || c.span.len() == whole);
                let got: Vec<_> = finds.iter().map(|c| (c.rule, c.value.value.clone(), c.span)).collect();
                let hit = hit.unwrap_or_else(|| panic!("{}: {text}: {got:?}", rule.name));
                assert_eq!((hit.rule, hit.value.value.as_deref()), (rule.name, Some(*value)), "{text}");
            }
        }
    }

    #[test]
    fn ok_near_misses_are_not_found() {
        for rule in RULES {
            for text in rule.near_misses {
                let hits: Vec<_> = finds(text).into_iter().filter(|c| c.rule == rule.name).collect();
                assert!(hits.is_empty(), "{}: {text}: {hits:?}", rule.name);
            }
        }
    }

    #[test]
    fn ok_rule_names_are_unique() {
        let mut names: Vec<_> = RULES.iter().map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn ok_the_page_is_made_from_the_rules() {
        crate::rule::check_page("docs/dates.md", RULES);
    }
}
