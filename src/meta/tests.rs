use super::*;

fn meta(text: &str) -> Meta {
    read(&Document::read(text))
}

fn authors(text: &str) -> Vec<(String, AuthorRole)> {
    meta(text).authors.into_iter().map(|author| (author.name, author.role)).collect()
}

const BODY: &str = "7月1日,河湾村党支部与县供电公司党支部签约,双方约定每季度碰一次头。村里的老党员都来了。";

#[test]
fn ok_bylines() {
    use AuthorRole::{Author as A, Correspondent as C, Editor as E, Photographer as P, Reporter as R};
    let cases: &[(&str, &[(&str, AuthorRole)])] = &[
        ("本报记者 周宁 通讯员 何静 赵一凡", &[("周宁", R), ("何静", C), ("赵一凡", C)]),
        ("□本报记者 周宁 通讯员何静赵一凡", &[("周宁", R), ("何静", C), ("赵一凡", C)]),
        ("【清江日报记者】周宁", &[("周宁", R)]),
        ("撰文/周宁", &[("周宁", A)]),
        ("摄影/何静", &[("何静", P)]),
        ("文|周宁 图|何静", &[("周宁", A), ("何静", P)]),
        ("(文/图 党群工作部 周宁)", &[("周宁", A)]),
        ("(周某、何静)", &[("周某", A), ("何静", A)]),
        ("图为签约现场。 周宁 摄", &[("周宁", P)]),
        ("图为签约现场。周宁摄", &[("周宁", P)]),
        ("签约现场。通讯员供图", &[]),
        ("责编:何静 校对:周宁", &[("何静", E), ("周宁", E)]),
        ("编辑:小满", &[("小满", E)]),
        ("作者:党委宣传部 周宁", &[("周宁", A)]),
        ("(清江融媒记者 周宁 摄影报道)", &[("周宁", R), ("周宁", P)]),
        ("(通讯员 马合木提·买买提 周宁)", &[("马合木提·买买提", C), ("周宁", C)]),
    ];
    for (line, wanted) in cases {
        let found = authors(&format!("两支部结对共建\n\n{BODY}\n{line}\n"));
        let wanted: Vec<(String, AuthorRole)> =
            wanted.iter().map(|(name, role)| (name.to_string(), *role)).collect();
        assert_eq!(found, wanted, "{line}");
    }
}

#[test]
fn err_prose_names_no_author() {
    for line in [
        "记者从会上了解到,两家单位已签约。",
        "通讯员队伍不断壮大,支部成员达到十人。",
        "编辑部的同志也参加了活动。",
        "图书馆党支部(以下简称图书馆支部)参加。",
    ] {
        assert_eq!(authors(&format!("{BODY}\n{line}\n{BODY}")), [], "{line}");
    }
}

#[test]
fn ok_titles() {
    for (text, title) in [
        (format!("两支部结对共建\n\n{BODY}"), Some("两支部结对共建")),
        (format!("一座桥\n——两支部结对记\n{BODY}"), Some("一座桥——两支部结对记")),
        (format!("党建工作简报\n第7期(总第52期)\n\n两支部结对共建\n\n{BODY}"), Some("两支部结对共建")),
        (
            format!("首页 > 党建\n两支部结对共建\n发布时间:2021-01-02 浏览次数:3\n{BODY}"),
            Some("两支部结对共建"),
        ),
        (BODY.to_string(), None),
        (format!("问:怎么结对?\n{BODY}"), None),
    ] {
        assert_eq!(meta(&text).title.as_deref(), title, "{text}");
    }
}

#[test]
fn ok_outlets() {
    for (line, outlet) in [
        ("来源:清江日报", Some("清江日报")),
        ("素材来源:清江日报", Some("清江日报")),
        ("【来源】 清江报业集团清江+客户端", Some("清江报业集团清江+客户端")),
        ("(刊于2021年3月2日《清江晨刊》3版)", Some("清江晨刊")),
        ("来源:党群工作部", None),
        ("来源于群众", None),
    ] {
        assert_eq!(meta(&format!("两支部结对\n{BODY}\n{line}")).outlet.as_deref(), outlet, "{line}");
    }
    assert_eq!(meta(&format!("清江日报讯(记者 周宁){BODY}")).outlet.as_deref(), Some("清江日报"));
    assert_eq!(meta(&format!("本报讯(记者 周宁){BODY}")).outlet, None);
}

#[test]
fn ok_datelines() {
    let text = format!("两支部结对\n2021-03-02 10:20 来源:清江日报\n{BODY}");
    let doc = Document::read(&text);
    let span = read(&doc).dateline.unwrap();
    assert_eq!(doc.text(span), "2021-03-02 10:20 来源:清江日报");
    assert_eq!(meta(BODY).dateline, None);
}

#[test]
fn ok_rows_of_labels() {
    let table = crate::lexicon::bundled::BYLINE;
    let mut wrong = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for row in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [label, role, example, near_miss] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four cells: {row}")
        };
        assert!(seen.insert(label), "{label} stands twice");
        assert!(example.contains(label), "{label}: {example}");
        let wanted = match role {
            "reporter" => Some(AuthorRole::Reporter),
            "correspondent" => Some(AuthorRole::Correspondent),
            "photographer" => Some(AuthorRole::Photographer),
            "editor" => Some(AuthorRole::Editor),
            "author" => Some(AuthorRole::Author),
            "same" => Some(AuthorRole::Reporter),
            "outlet" | "unit" | "given" | "date" | "other" => None,
            other => panic!("{label}: role {other}"),
        };
        let found = authors(&format!("{BODY}\n{example}\n"));
        if found.first().map(|author| author.1) != wanted {
            wrong.push(format!("{label}: {example}: {found:?}"));
        }
        let found = authors(&format!("{BODY}\n{near_miss}\n"));
        if !found.is_empty() {
            wrong.push(format!("{label}: near miss {near_miss}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
