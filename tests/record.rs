//! What the record tells of single finds.

use dangjian::record::{Modifier, PairingType};
use dangjian::{Extractor, Input, Kinds};

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
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/gold/dev");
    let texts = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut count = 0;
    for path in texts.filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let input = Input::new(&text).id("\"1\"\n").source("a\\b");
        for kinds in [Kinds::ALL, Kinds { numbers: true, people: true, ..Kinds::NONE }] {
            let extractor = Extractor::builder().kinds(kinds).build().unwrap();
            let record = extractor.extract(input);
            let (mut line, mut straight) = (Vec::new(), Vec::new());
            record.write_json(&mut line);
            extractor.write_json(input, &mut straight);
            assert_eq!(String::from_utf8(straight).unwrap(), serde_json::to_string(&record).unwrap());
            assert_eq!(String::from_utf8(line).unwrap(), serde_json::to_string(&record).unwrap());
        }
        count += 1;
    }
    assert!(count > 10);
}

#[test]
fn ok_numbers_tell_whose_count_they_are() {
    let extractor = Extractor::new().unwrap();
    let record = extractor.extract(
        "云岭村党支部现有党员56名、预备党员3名。入驻企业有318家。5月12日,清河县税务局机关党支部与云岭村党支部结对共建。",
    );
    let of = |text: &str| {
        let number = record.numbers.iter().find(|n| n.text == text);
        let id = number.unwrap_or_else(|| panic!("{text}: {:?}", record.numbers)).of.clone();
        id.and_then(|id| record.organizations.iter().find(|o| o.id == id)).map(|o| o.name.clone())
    };
    assert_eq!(of("56名").as_deref(), Some("云岭村党支部"));
    assert_eq!(of("3名").as_deref(), Some("云岭村党支部"), "a list goes on");
    assert_eq!(of("318家"), None, "a common noun is nobody's name");
}

#[test]
fn ok_organizations_tell_their_place() {
    let extractor = Extractor::new().unwrap();
    let record = extractor.extract("5月12日,兰考县气象局党支部与县税务局机关党支部签订结对共建协议。");
    let place = |name: &str| {
        let org = record.organizations.iter().find(|o| o.name == name);
        org.unwrap_or_else(|| panic!("{name}: {:?}", record.organizations)).place.as_deref()
    };
    assert_eq!(place("兰考县气象局党支部"), Some("兰考县"));
    assert_eq!(place("县税务局机关党支部"), None);
}

#[test]
fn ok_pairings_tell_what_was_signed_and_where() {
    let extractor = Extractor::new().unwrap();
    let text = "5月12日,清河县税务局机关党支部与云岭村党支部在云岭村党群服务中心签订《税村党建共建协议书》。";
    let record = extractor.extract(Input::new(text).published("2021-05-13"));
    let [pairing] = record.pairings.as_slice() else { panic!("{:?}", record.pairings) };
    assert_eq!(pairing.class, Some(PairingType::CoBuilding));
    assert_eq!(pairing.theme.as_deref(), Some("税村党建共建协议书"));
    assert_eq!(pairing.place.as_deref(), Some("云岭村党群服务中心"));
    assert_eq!(pairing.date.as_deref(), Some("2021-05-12"));
    assert_eq!(pairing.since, None);
    let json = serde_json::to_value(pairing).unwrap();
    assert_eq!(json["type"], "co-building");
    let text = "云岭村党支部自2019年3月起就是清河县税务局机关党支部的共建单位。";
    let record = extractor.extract(Input::new(text).published("2021-05-13"));
    assert_eq!(record.pairings[0].since.as_deref(), Some("2019-03"), "{:?}", record.pairings);
}

#[test]
fn ok_parties_announced_are_counted() {
    let extractor = Extractor::new().unwrap();
    let names = "清河县税务局机关党支部、云岭村党支部、清河县气象局党支部、清河县第二中学党支部";
    let told = |count: &str| {
        let text = format!("5月12日,{names}{count}共同签署《“云上先锋”党建联建协议》。");
        let record = extractor.extract(Input::new(&text).published("2021-05-13"));
        let codes: Vec<String> = record.warnings.iter().map(|w| w.code.clone()).collect();
        (record.pairings.first().and_then(|p| p.declared), codes)
    };
    assert_eq!(told("四方"), (Some(4), vec![]));
    assert_eq!(told("五方"), (Some(5), vec!["party-count".to_string()]));
    assert_eq!(told("等六家单位"), (Some(6), vec![]), "等 says that not all are named");
}

#[test]
fn ok_pairs_announced_are_counted() {
    let extractor = Extractor::new().unwrap();
    let told = |count: &str| {
        let text = format!(
            "5月12日上午,清河县举行村企结对共建签约仪式。首批签约的有{count}:\n\
             1.清河县税务局机关党支部——云岭村党支部\n2.清河县气象局党支部——柳林村党支部\n\
             3.清河县第二中学党支部——石桥村党支部\n"
        );
        let record = extractor.extract(Input::new(&text).published("2021-05-13"));
        record.warnings.iter().map(|w| w.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("3对"), Vec::<String>::new());
    assert_eq!(told("4对"), ["pair-count"]);
}

#[test]
fn ok_lost_characters_are_told() {
    let extractor = Extractor::new().unwrap();
    let record = extractor.extract("云岭村党支部与县\u{fffd}\u{fffd}局党支部结对。");
    let [warning] = record.warnings.as_slice() else { panic!("{:?}", record.warnings) };
    assert_eq!((warning.code.as_str(), warning.start), ("undecodable", 8));
}

#[test]
fn ok_what_is_not_wanted_is_not_pointed_to() {
    let kinds = Kinds { numbers: true, ..Kinds::NONE };
    let extractor = Extractor::builder().kinds(kinds).build().unwrap();
    let record = extractor.extract("云岭村党支部现有党员56名。");
    assert_eq!(record.numbers.iter().map(|n| n.of.clone()).collect::<Vec<_>>(), [None]);
}
