use super::*;
use crate::numeral::to_chinese;
use proptest::prelude::*;

fn read(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    match scan(&chars, 0) {
        None => "-".to_owned(),
        Some(n) => {
            let high = n.high.map_or(String::new(), |h| format!("..{h}"));
            let rough = match n.approx {
                Approx::None => "",
                Approx::Over => "+",
                Approx::Several => "~",
            };
            format!("{}{high}{rough} {}", n.value.map_or("?".to_owned(), |v| v.to_string()), n.end)
        }
    }
}

#[test]
fn ok_numerals() {
    for (text, want) in [
        ("1,234名", "1234 5"),
        ("82,225.00元", "82225 9"),
        ("3.4万", "34000 4"),
        ("5亿1万4千6百", "500014600 8"),
        ("3万4000", "34000 6"),
        ("1百01", "101 4"),
        ("1000多万", "10000000+ 6"),
        ("1000多名", "1000 4"),
        ("二十一", "21 3"),
        ("一千零五万", "10050000 5"),
        ("五亿零六", "500000006 4"),
        ("一百五", "150 3"),
        ("两千三点一", "2300.1 5"),
        ("一百二十万三", "1203000 6"),
        ("十万零一千", "101000 5"),
        ("一万零百一十一", "10111 7"),
        ("三百五十一万亿", "351000000000000 7"),
        ("一千一百一十一万一千一百一十一亿一千一百一十一万一千一百一十一", "1111111111111111 31"),
        ("一十亿零一", "1000000001 5"),
        ("二〇二一年", "2021 4"),
        ("三五个", "35..5 2"),
        ("二三十人", "20..30 3"),
        ("十二三万", "120000..130000 4"),
        ("八九亿", "800000000..900000000 3"),
        ("十几万", "100000~ 3"),
        ("数百名", "100~ 2"),
        ("一百零几万", "1000000~ 5"),
        ("三点一四", "3.14 4"),
        ("八点三十分", "8 1"),
        ("两千点零", "2000 4"),
        ("两千万点五五四四", "20000000.5544 8"),
        ("负三十二", "-32 4"),
        ("- 1,200", "-1200 7"),
        ("廿二", "22 2"),
        ("4.78万亿", "4780000000000 6"),
        ("1000  万", "10000000 7"),
        ("2222.2222.22", "2222 4"),
        ("四百六十万多亿", "460000000000000+ 7"),
        ("十多万", "100000+ 3"),
        ("千三", "1300 2"),
        ("人", "-"),
    ] {
        assert_eq!(read(text), want, "{text}");
    }
}

#[test]
fn ok_too_large_is_no_value() {
    let text = "9".repeat(10_000);
    assert_eq!(read(&text), "? 10000");
    let text = format!("9{}", "千".repeat(5_000));
    assert!(read(&text).starts_with("9000 "));
    assert_eq!(read(&"一".repeat(10_000)), "? 10000");
    assert_eq!(read(&format!("一{}", "万".repeat(10_000))), "? 10001");
    // What goes on without end is read in pieces.
    assert!(scan(&"十七八".repeat(10_000).chars().collect::<Vec<_>>(), 0).unwrap().end < 200);
}

proptest! {
    #[test]
    fn ok_printed_numerals_read_back(value in 0u64..10_000_000_000_000_000) {
        let text: Vec<char> = to_chinese(value).chars().collect();
        let n = scan(&text, 0).unwrap();
        prop_assert_eq!(n.end, text.len());
        prop_assert_eq!(n.value, Some(Decimal::integer(i128::from(value))));
    }
}
