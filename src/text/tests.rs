use super::*;

/// The blocks of a text, parted by `|`.
fn view(text: &str) -> String {
    let doc = Document::read(text);
    doc.chars().iter().collect::<String>().replace('\n', "|")
}

#[test]
fn ok_what_the_view_shows() {
    for (raw, shown) in [
        // Blanks.
        ("公 积 金 中 心 党 支 部", "公积金中心党支部"),
        ("本报记者 周 宁 通讯员 李建国", "本报记者 周宁 通讯员 李建国"),
        (
            "会议要求,各支部要推动党建 工作向基层延伸,办好实事。",
            "会议要求,各支部要推动党建工作向基层延伸,办好实事。",
        ),
        ("活动于 2021 年 7 月 1 日举行,共有 30 名党员参加。", "活动于2021年7月1日举行,共有30名党员参加。"),
        ("1月5日 市快递行业党委召开全委会,通报考核结果。", "1月5日 市快递行业党委召开全委会,通报考核结果。"),
        ("党建引领聚合力 联建共促发展", "党建引领聚合力 联建共促发展"),
        ("河湾村\t供电公司\t3月", "河湾村 供电公司 3月"),
        ("　　两家结对。  ", "两家结对。"),
        // What takes no room.
        ("\u{feff}两家\u{200b}结对", "两家结对"),
        ("两家&nbsp;结对&amp;共建", "两家 结对&共建"),
        ("&#20826;支部", "党支部"),
        ("a&b&unknown;c", "a&b&unknown;c"),
        // Glosses.
        ("党(dǎng)组织", "党组织"),
        ("党组织(APP)上线", "党组织(APP)上线"),
        // Masks.
        ("××县XX公司", "**县**公司"),
        ("某某县□□村○○支部", "某某县**村**支部"),
        ("20XX年X月X日", "20**年*月*日"),
        ("3×5米,X光机,XL号,二○二一年", "3×5米,X光机,XL号,二〇二一年"),
        // Script and width.
        ("黨員「先鋒」，縣委", "党员“先锋”,县委"),
        // Points for full stops, straight quotation marks.
        ("他说:\"来吧.\"大家都笑了.增长3.5%.", "他说:“来吧。”大家都笑了。增长3.5%。"),
        ("一.加强学习", "一.加强学习"),
    ] {
        assert_eq!(view(raw), shown, "{raw}");
    }
}

#[test]
fn ok_an_entity_leads_back_to_all_of_it() {
    let doc = Document::read("县&#20826;校");
    let place = doc.raw_span(Span::new(1, 2));
    assert_eq!((place.start, place.end), (1, 9));
    assert_eq!(doc.name(Span::new(0, 3)), "县党校");
}

#[test]
fn ok_roles() {
    use Role::{
        Body as B, Boilerplate as X, Byline as Y, Caption as C, Dateline as D, Heading as H, Item as I,
        Row as R, Title as T,
    };
    let text = "首页 > 党建\n两支部结对\n2021-07-02 10:20 来源:清江日报\n本报记者 周宁\n7月1日,河湾村党支部与县供电公司党支部签约,约定每季度碰一次头。\n图为签约现场。 周宁 摄\n一、办实事\n上半年,两家支部办了三件实事,老党员都说好。\n1.修路灯\n2.通水渠\n序号\t村\t单位\n1\t河湾村\t供电公司\n责编:何静\n点击蓝字 关注我们\n";
    let doc = Document::read(text);
    let roles: Vec<Role> = doc.blocks().iter().map(|block| block.role).collect();
    assert_eq!(roles, [X, T, D, Y, B, C, H, B, I, I, R, R, Y, X]);
    // Boilerplate holds no sentence.
    assert!(doc.sentences().iter().all(|s| !doc.text(*s).contains("关注我们")));
}

#[test]
fn ok_a_line_may_be_boilerplate_in_part() {
    let doc = Document::read("两家结对,大家都很高兴。\n▼ 往 / 期 / 推 / 荐 / ▼编辑:何静\n");
    let last: Vec<(Role, String)> =
        doc.blocks().iter().map(|block| (block.role, doc.text(block.span))).collect();
    assert_eq!(last.last(), Some(&(Role::Byline, "编辑:何静".to_string())));
    assert_eq!(last[1].0, Role::Boilerplate);
}

#[test]
fn ok_nothing_is_a_document() {
    for text in ["", "\n", " ", "\u{feff}", "\r\n\r\n"] {
        let doc = Document::read(text);
        assert!(doc.blocks().is_empty() && doc.sentences().is_empty() && doc.chars().is_empty());
        assert_eq!(doc.raw_span(Span::new(0, 0)).end, 0);
    }
}
