//! What the record tells of single finds.

use dangjian::record::Modifier;
use dangjian::{Extractor, Input};

#[test]
fn ok_units_have_a_normal_form() {
    let extractor = Extractor::new().unwrap();
    let record = extractor.extract("今年以来,两家单位投入1.2万元,改造场地380平米,服务群众500余人次。");
    let units: Vec<_> =
        record.numbers.iter().map(|n| (n.text.as_str(), n.unit.as_deref(), n.unit_norm.as_deref())).collect();
    assert!(units.contains(&("1.2万元", Some("元"), Some("CNY"))), "{units:?}");
    assert!(units.contains(&("380平米", Some("平米"), Some("m2"))), "{units:?}");
    assert!(units.contains(&("500余人次", Some("人次"), Some("人次"))), "{units:?}");
}

#[test]
fn ok_modifiers_are_told() {
    let extractor = Extractor::new().unwrap();
    let text = "截至2020年6月底,共结对12组。2019年3月以来,每月碰头。2021年5月8日签约。";
    let record = extractor.extract(Input::new(text).published("2021-07-01"));
    let of = |text: &str| {
        let date = record.dates.iter().find(|d| d.text.contains(text));
        date.unwrap_or_else(|| panic!("{text}: {:?}", record.dates)).modifier
    };
    assert!(of("6月底").is_some());
    assert_eq!(of("2019年3月"), Some(Modifier::Since));
    assert_eq!(of("5月8日"), None);
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!(json["dates"][1]["mod"], "since");
    assert!(json["dates"][2]["mod"].is_null(), "unknown is null, never absent");
}

#[test]
fn ok_json_is_written_as_serde_does() {
    let extractor = Extractor::new().unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/gold/dev");
    let texts = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut count = 0;
    for path in texts.filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let record = extractor.extract(Input::new(&text).id("\"1\"\n").source("a\\b"));
        let mut line = Vec::new();
        record.write_json(&mut line);
        assert_eq!(String::from_utf8(line).unwrap(), serde_json::to_string(&record).unwrap());
        count += 1;
    }
    assert!(count > 10);
}
