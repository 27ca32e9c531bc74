//! An archive that nobody wrote: records with their texts, made by rule, the same each time.

use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

/// Records and the reports they were made of.
pub(crate) struct Archive {
    pub(crate) records: Vec<Value>,
    /// `{"id": …, "text": …}`
    pub(crate) reports: Vec<Value>,
}

impl Archive {
    pub(crate) fn lines(values: &[Value]) -> String {
        values.iter().map(|v| format!("{v}\n")).collect()
    }
}

/// So many organizations joined by so many edges, two pairings a report.
pub(crate) fn archive(organizations: usize, edges: usize) -> Archive {
    const COUNTIES: [&str; 12] =
        ["云岭", "河湾", "石塘", "青溪", "白沙", "柳塘", "枫桥", "龙泉", "金滩", "望江", "東坡", "海阳"];
    const BODIES: [(&str, &str); 6] = [
        ("供电公司第党支部", "party"),
        ("税务局第党支部", "party"),
        ("中心小学第党支部", "party"),
        ("建设集团第公司", "enterprise"),
        ("农业农村局第科", "government"),
        ("社区第党总支", "party"),
    ];
    let mut random = Random(7);
    let org = |i: usize| {
        let county = COUNTIES[i % COUNTIES.len()];
        let (body, kind) = BODIES[(i / COUNTIES.len()) % BODIES.len()];
        (format!("{county}县{}", body.replace('第', &format!("第{i}"))), kind, format!("{county}县"))
    };
    // Who has partners finds more: one end of an edge is an end of an earlier one, or the next organization.
    let mut ends: Vec<usize> = vec![0];
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut order = Vec::new();
    while order.len() < edges {
        let next = order.len() + 1;
        let a = if next < organizations { next } else { random.below(organizations) };
        // Half of the partners are near by number, so that the network has quarters.
        let b = match random.below(2) {
            0 => ends[random.below(ends.len())],
            _ => (a + organizations - 1 - random.below(20)) % organizations,
        };
        if a != b && pairs.insert((a.min(b), a.max(b))) {
            ends.extend([a, b]);
            order.push((a, b));
        } else if next < organizations {
            let b = a - 1;
            pairs.insert((b, a));
            order.push((a, b));
        }
    }
    let (mut records, mut reports) = (Vec::new(), Vec::new());
    for (r, pairs) in order.chunks(2).enumerate() {
        let mut text = format!("第{r}号简报\n");
        let mut found: Vec<Value> = Vec::new();
        let mut pairings: Vec<Value> = Vec::new();
        let date =
            format!("20{:02}-{:02}-{:02}", 15 + random.below(10), 1 + random.below(12), 1 + random.below(28));
        let chars = |t: &str| t.chars().count();
        for &(a, b) in pairs {
            let begin = chars(&text);
            let mut side = |text: &mut String, i: usize| {
                let (name, kind, place) = org(i);
                let start = chars(text);
                text.push_str(&name);
                let mention =
                    json!({"start": start, "end": start + chars(&name), "text": name, "form": "name"});
                match found.iter().position(|o| o["name"] == json!(name)) {
                    Some(at) => {
                        found[at]["mentions"].as_array_mut().unwrap().push(mention);
                        format!("o{}", at + 1)
                    }
                    None => {
                        found.push(json!({"id": format!("o{}", found.len() + 1), "name": name, "kind": kind,
                            "level": if kind == "party" { json!("branch") } else { Value::Null }, "host": null,
                            "place": place, "masked": false, "mentions": [mention]}));
                        format!("o{}", found.len())
                    }
                }
            };
            let first = side(&mut text, a);
            text.push('与');
            let second = side(&mut text, b);
            text.push_str("签订结对共建协议。");
            let evidence: String = text.chars().skip(begin).collect();
            let class = ["co-building", "alliance", "assistance", "agreement"][random.below(4)];
            pairings.push(json!({"id": format!("r{}", pairings.len() + 1), "kind": "结对共建", "type": class,
                "status": "signed", "sides": [[first], [second]],
                "date": if random.below(4) == 0 { Value::Null } else { json!(date) }, "since": null, "place": null,
                "theme": null, "declared": null,
                "evidence": [{"start": begin, "end": begin + chars(&evidence), "text": evidence}],
                "confidence": 0.9}));
        }
        let id = format!("b{r}");
        records.push(json!({"schema": 1, "id": id, "source": format!("invented:{}", r + 1),
            "published": {"date": date, "basis": "given"},
            "meta": {"title": format!("第{r}号简报"), "outlet": "云岭日报", "authors": []},
            "organizations": found, "people": [], "dates": [], "numbers": [], "pairings": pairings, "warnings": []}));
        reports.push(json!({"id": id, "text": text}));
    }
    Archive { records, reports }
}

/// A record and a report whose names and words look like tags, programs and formulas.
pub(crate) fn hostile() -> (Value, Value) {
    let name = "</script><img src=x onerror=\"window.harmed=1\">党支部";
    let other = "=HYPERLINK(\"http://x.invalid\",\"点\"),<!--党委";
    let text = format!("<b>题</b>\u{2028}𠮷\n{name}与{other}签约。\n<script>window.harmed=1</script>&amp;\n");
    let chars = |t: &str| t.chars().count();
    let at = |part: &str| chars(text.split_once(part).unwrap().0);
    let mention = |n: &str| json!([{"start": at(n), "end": at(n) + chars(n), "text": n, "form": "name"}]);
    let evidence = format!("{name}与{other}签约");
    let org = |id: &str, n: &str| {
        json!({"id": id, "name": n, "kind": "party", "level": "branch", "host": null, "place": "<i>县",
            "masked": false, "mentions": mention(n)})
    };
    let record = json!({"schema": 1, "id": "<hostile>", "source": "<i>/hostile.txt", "published": null,
        "meta": {"title": "<b>题</b>", "outlet": "<u>报", "authors": []},
        "organizations": [org("o1", name), org("o2", other)], "people": [], "dates": [], "numbers": [],
        "pairings": [{"id": "r1", "kind": "<s>签约", "type": "agreement", "status": "planned",
            "sides": [["o1"], ["o2"]], "date": "2021-07", "since": null, "place": "<i>", "theme": "{{data}}", "declared": 7,
            "evidence": [{"start": at(&evidence), "end": at(&evidence) + chars(&evidence), "text": evidence}],
            "confidence": 0.5}],
        "warnings": []});
    (record, json!({"id": "<hostile>", "text": text}))
}
