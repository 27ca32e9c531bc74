//! The rules, on reports that were made up.

use super::*;
use dangjian::record::Meta;

/// A report with an outlet and organizations: name, kind, and the place of the host among them.
fn record(outlet: Option<&str>, orgs: &[(&str, OrgKind, Option<usize>)]) -> Record {
    let organizations = orgs.iter().enumerate().map(|(at, (name, kind, host))| Organization {
        id: format!("o{at}"),
        name: (*name).to_string(),
        kind: *kind,
        level: None,
        host: host.map(|host| format!("o{host}")),
        place: None,
        masked: name.contains('*'),
        mentions: Vec::new(),
    });
    let meta = Meta { title: None, outlet: outlet.map(str::to_string), authors: Vec::new() };
    Record { meta, organizations: organizations.collect(), ..Record::default() }
}

/// The ids of a report's organizations.
fn ids(outlet: Option<&str>, orgs: &[(&str, OrgKind, Option<usize>)]) -> Vec<String> {
    let resolver = Resolver::new();
    let record = record(outlet, orgs);
    let report = resolver.report(&record, 7);
    record.organizations.iter().map(|org| report.id(&report.identify(org))).collect()
}

/// Whether the first organizations of two reports are one.
fn same(one: &Record, other: &Record) -> bool {
    let resolver = Resolver::new();
    let identity = |record: &Record, number| {
        let report = resolver.report(record, number);
        let identity = report.identify(&record.organizations[0]);
        (identity.body, identity.place)
    };
    identity(one, 1) == identity(other, 2)
}

use OrgKind::{Enterprise, Government, Grassroots, Institution, Party, Social};

#[test]
fn ok_the_outlet_places_bodies() {
    let orgs = &[("市国资委", Government, None), ("市委组织部", Party, None), ("团市委", Social, None)];
    let found = ids(Some("惠州日报"), orgs);
    assert_eq!(
        found,
        ["惠州市国资委@广东省/惠州市", "惠州市委组织部@广东省/惠州市", "共青团惠州市委@广东省/惠州市"]
    );
    assert_eq!(ids(Some("佛山日报"), orgs)[0], "佛山市国资委@广东省/佛山市");
    assert!(!same(&record(Some("惠州日报"), orgs), &record(Some("佛山日报"), orgs)));
    // The outlet says where the report is at home, whoever else is named.
    let visit = &[orgs[0], ("佛山市公安局", Government, None), ("佛山市税务局", Government, None)];
    assert_eq!(ids(Some("惠州日报"), visit)[0], "惠州市国资委@广东省/惠州市");
    // An outlet of the province does not tell the city.
    assert_eq!(ids(Some("广东新闻网"), orgs)[0], "市国资委@?7");
    assert_eq!(ids(Some("广东新闻网"), &[("省委", Party, None)])[0], "广东省委@广东省");
}

#[test]
fn ok_named_divisions_place_bodies() {
    let near = &[("市国资委", Government, None), ("惠州市供水有限公司", Enterprise, None)];
    assert_eq!(ids(None, near)[0], "惠州市国资委@广东省/惠州市");
    let county = &[
        ("区教育局", Government, None),
        ("市教育局", Government, None),
        ("惠城区第三小学", Institution, None),
    ];
    assert_eq!(
        ids(None, county),
        [
            "惠城区教育局@广东省/惠州市/惠城区",
            "惠州市教育局@广东省/惠州市",
            "惠城区第三小学@广东省/惠州市/惠城区"
        ]
    );
    // Two cities, as often: neither.
    let both = &[near[0], near[1], ("佛山市供水有限公司", Enterprise, None)];
    assert_eq!(ids(None, both)[0], "市国资委@?7");
    // One of them four times as often.
    let often = &[
        near[0],
        ("惠州市公安局", Government, None),
        ("惠州市税务局", Government, None),
        ("惠州市财政局", Government, None),
        ("佛山市公安局", Government, None),
    ];
    assert_eq!(ids(None, often)[0], "惠州市国资委@广东省/惠州市");
    assert_eq!(ids(None, &near[..1])[0], "市国资委@?7", "nothing is named");
}

#[test]
fn ok_a_level_must_fit_its_division() {
    // A county named 县 has no 区教育局.
    let orgs =
        &[("区教育局", Government, None), ("博罗县财政局", Government, None), ("县教育局", Government, None)];
    let found = ids(None, orgs);
    assert_eq!((found[0].as_str(), found[2].as_str()), ("区教育局@?7", "博罗县教育局@广东省/惠州市/博罗县"));
    // 义乌市 is a city of a county's rank: its own reports call it 市, those of 金华 mean 金华.
    let orgs = &[("市教育局", Government, None), ("义乌市财政局", Government, None)];
    assert_eq!(ids(Some("义乌商报"), orgs)[0], "义乌市教育局@浙江省/金华市/义乌市");
    assert_eq!(ids(Some("金华日报"), orgs)[0], "金华市教育局@浙江省/金华市");
    assert_eq!(ids(None, orgs)[0], "义乌市教育局@浙江省/金华市/义乌市");
    let both = &[orgs[0], orgs[1], ("金华市财政局", Government, None)];
    assert_eq!(ids(None, both)[0], "市教育局@?7");
    // A district of that name is in two cities.
    let orgs = &[("朝阳区教育局", Government, None)];
    assert_eq!(ids(None, orgs)[0], "朝阳区教育局@?7");
    assert_eq!(ids(Some("长春晚报"), orgs)[0], "朝阳区教育局@吉林省/长春市/朝阳区");
}

#[test]
fn ok_ways_to_write_one_body() {
    let home = Some("惠州日报");
    let one = |name, kind| record(home, &[(name, kind, None)]);
    for (a, b, kind) in [
        ("市国资委", "惠州市国资委", Government),
        ("惠州市国资委", "广东省惠州市国有资产监督管理委员会", Government),
        ("市政府", "惠州市人民政府", Government),
        ("市委", "中共惠州市委员会", Party),
        ("市委组织部", "惠州市市委组织部", Party),
        ("市税务局", "国家税务总局惠州市税务局", Government),
        ("惠州供电局", "惠州市供电局", Government),
        ("惠州市“国资委”", "惠州市国資委", Government),
    ] {
        assert!(same(&one(a, kind), &one(b, kind)), "{a} {b}");
    }
    for (a, b, kind) in [
        ("城投集团", "滨江城投集团", Enterprise),
        ("惠州市城投集团", "惠州市滨江城投集团", Enterprise),
        ("惠州烟草", "惠州市烟草专卖局", Enterprise),
        ("市国资委", "市国资委党委", Party),
        ("市委", "市政府", Party),
        ("石泉湾村", "石泉湾村党支部", Grassroots),
    ] {
        assert!(!same(&one(a, kind), &one(b, kind)), "{a} {b}");
    }
}

#[test]
fn ok_names_of_their_own() {
    let village = |outlet| record(outlet, &[("石泉湾村党支部", Party, None)]);
    assert!(same(&village(Some("惠州日报")), &village(Some("惠州新闻网"))));
    assert!(
        !same(&village(Some("惠州日报")), &village(Some("佛山日报"))),
        "a name may be used in two cities"
    );
    assert!(!same(&village(None), &village(None)), "nothing tells where it is");
    // A name that is registered once is one wherever it is read.
    let named = |outlet| record(outlet, &[("市城投集团有限公司", Enterprise, None)]);
    assert!(!same(&named(Some("惠州日报")), &named(Some("佛山日报"))), "no name in full");
    let company = |outlet| record(outlet, &[("洮源薯业有限公司党支部", Party, None)]);
    assert!(same(&company(Some("惠州日报")), &company(None)));
    assert_eq!(ids(None, &[("中铁二十九局集团", Enterprise, None)]), ["中铁二十九局集团"]);
}

#[test]
fn ok_common_names_go_with_their_host_or_stay_apart() {
    let orgs =
        &[("惠州市税务局", Government, None), ("机关党委", Party, Some(0)), ("第一党支部", Party, None)];
    let found = ids(None, orgs);
    assert_eq!(found[1..], ["惠州市税务局机关党委@广东省/惠州市", "第一党支部@?7"]);
    assert_eq!(found[1], ids(None, &[("惠州市税务局机关党委", Party, None)])[0]);
    let branch = record(Some("惠州日报"), &[("第一党支部", Party, None)]);
    assert!(!same(&branch, &branch), "of two reports");
    let masked = record(Some("惠州日报"), &[("惠州市**公司党支部", Party, None)]);
    assert!(!same(&masked, &masked), "a masked name is that of many");
    // What the name says of the host stands once.
    let ward = &[("清远市第九医院外科", Institution, None), ("外科党支部", Party, Some(0))];
    assert_eq!(ids(None, ward)[1], "清远市第九医院外科党支部@广东省/清远市");
    let own = record(Some("惠州日报"), &[("我院外科党支部", Party, None)]);
    assert!(!same(&own, &own), "of two hospitals");
    // A host that is its own host does not hang.
    assert_eq!(ids(None, &[("党支部", Party, Some(0))]), ["党支部@?7"]);
}

#[test]
fn ok_towns_and_villages() {
    let orgs = &[("镇党委", Party, None), ("石滩镇", Government, None), ("村党支部", Party, None)];
    assert_eq!(ids(Some("惠州日报"), orgs)[0], "石滩镇党委@广东省/惠州市");
    assert_eq!(ids(Some("惠州日报"), &[("石滩镇党委", Party, None)])[0], "石滩镇党委@广东省/惠州市");
    assert_eq!(ids(Some("惠州日报"), orgs)[2], "村党支部@?7");
    let two = &[orgs[0], orgs[1], ("柳林镇", Government, None)];
    assert_eq!(ids(Some("惠州日报"), two)[0], "镇党委@?7");
    let hosted = &[("村党支部", Party, Some(1)), ("石泉湾村", Grassroots, None)];
    assert_eq!(ids(Some("惠州日报"), hosted)[0], "石泉湾村党支部@广东省/惠州市");
}
