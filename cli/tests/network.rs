//! `network`: organizations across reports, pairings with all their evidence, in each format.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod tool;

use serde_json::Value;
use tempfile::TempDir;
use tool::{names, python, records, run, run_with, stderr, well};

/// The network of records, as JSON.
fn network(records: &[u8], more: &[&str]) -> Value {
    let output = run_with(&[&["network", "-"], more].concat(), records);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The records of reports: id, text.
fn extract(reports: &[(&str, &str)]) -> Vec<u8> {
    let lines: Vec<String> = reports
        .iter()
        .map(|(id, text)| serde_json::json!({"id": id, "text": text, "published": "2021-07-02"}).to_string())
        .collect();
    let output = run_with(&["extract", "-"], lines.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output.stdout
}

fn ids(network: &Value) -> Vec<&str> {
    let mut ids: Vec<&str> =
        network["nodes"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
    ids.sort();
    ids
}

/// A record as `extract` writes it, with what a network is made of.
fn record(id: &str, outlet: Option<&str>, orgs: &[(&str, &str)], pairings: &[(&str, &[&[usize]])]) -> String {
    let organizations: Vec<Value> = orgs
        .iter()
        .enumerate()
        .map(|(at, (name, kind))| {
            let host = (*kind == "party").then(|| orgs.iter().position(|(h, _)| *h != *name && name.starts_with(h)));
            serde_json::json!({"id": format!("o{at}"), "name": name, "kind": kind, "level": null,
                "host": host.flatten().map(|h| format!("o{h}")), "place": null, "masked": false, "mentions": []})
        })
        .collect();
    let pairings: Vec<Value> = pairings
        .iter()
        .enumerate()
        .map(|(at, (status, sides))| {
            let sides: Vec<Vec<String>> =
                sides.iter().map(|side| side.iter().map(|o| format!("o{o}")).collect()).collect();
            serde_json::json!({"id": format!("r{at}"), "kind": "结对共建", "type": "co-building", "status": status,
                "sides": sides, "date": format!("2021-0{}-01", id.len() % 9 + 1), "since": null, "place": null,
                "theme": null, "declared": null, "evidence": [{"start": 3, "end": 5, "text": "句子"}], "confidence": 0.9})
        })
        .collect();
    serde_json::json!({"schema": 1, "id": id, "source": null, "published": null,
        "meta": {"title": null, "outlet": outlet, "authors": []}, "organizations": organizations, "people": [],
        "dates": [], "numbers": [], "pairings": pairings, "warnings": []})
    .to_string()
        + "\n"
}

/// From texts to a network: one body in three reports, its namesake in another city.
#[test]
fn ok_from_reports_to_a_network() {
    let records = extract(&[
        (
            "a",
            "国企支部进村来\n2021年7月1日，惠州市国资委党委与石泉湾村党支部签订结对共建协议。\n来源：惠州日报",
        ),
        (
            "b",
            "7月1日，市国资委党委与石泉湾村党支部签订结对共建协议。市国资委党委书记周立平参加。\n来源：惠州日报",
        ),
        ("c", "7月1日，市国资委党委与石泉湾村党支部签订结对共建协议。\n来源：佛山日报"),
    ]);
    let network = network(&records, &[]);
    assert_eq!(
        ids(&network),
        [
            "佛山市国资委党委@广东省/佛山市",
            "惠州市国资委党委@广东省/惠州市",
            "石泉湾村党支部@广东省/佛山市",
            "石泉湾村党支部@广东省/惠州市"
        ],
        "{network:#}"
    );
    let edges = network["edges"].as_array().unwrap();
    let weights: Vec<u64> = edges.iter().map(|e| e["weight"].as_u64().unwrap()).collect();
    assert_eq!(weights, [2, 1], "{network:#}");
    let pairing = &network["pairings"][0];
    let said: Vec<&str> =
        pairing["statements"].as_array().unwrap().iter().map(|s| s["document"].as_str().unwrap()).collect();
    assert_eq!((said, pairing["last_date"].as_str()), (vec!["a", "b"], Some("2021-07-01")));
    let text = pairing["statements"][1]["evidence"][0]["text"].as_str().unwrap();
    assert!(text.contains("石泉湾村党支部"), "{text}");
}

#[test]
fn ok_sides_and_lists() {
    let orgs: &[(&str, &str)] = &[
        ("惠州市甲江公司", "enterprise"),
        ("惠州市乙河公司", "enterprise"),
        ("惠州市丙溪公司", "enterprise"),
        ("惠州市丁湖公司", "enterprise"),
    ];
    let across = record("a", None, orgs, &[("signed", &[&[0], &[1, 2]])]);
    let listed = record(
        "bb",
        None,
        orgs,
        &[("planned", &[&[0, 1, 2, 3]]), ("signed", &[&[1], &[0]]), ("signed", &[&[3], &[3]])],
    );
    let found = network((across.clone() + &listed).as_bytes(), &[]);
    let edges = found["edges"].as_array().unwrap();
    let brief: Vec<(String, u64, bool, &str)> = edges
        .iter()
        .map(|e| {
            let end = |of: &str| e[of].as_str().unwrap().chars().nth(3).unwrap();
            let pair = format!("{}{}", end("source"), end("target"));
            (pair, e["weight"].as_u64().unwrap(), e["many"].as_bool().unwrap(), e["status"].as_str().unwrap())
        })
        .collect();
    let want = [
        ("甲乙", 2, true, "signed"),
        ("甲丙", 2, true, "signed"),
        ("甲丁", 1, true, "planned"),
        ("乙丙", 1, true, "planned"),
        ("乙丁", 1, true, "planned"),
        ("丙丁", 1, true, "planned"),
    ];
    assert_eq!(brief, want.map(|(pair, weight, many, status)| (pair.to_string(), weight, many, status)));
    assert_eq!(edges[0]["pairings"].as_array().unwrap().len(), 3, "{found:#}");
    assert_eq!(
        (edges[0]["first_date"].as_str(), edges[0]["last_date"].as_str()),
        (Some("2021-02-01"), Some("2021-03-01"))
    );

    let signed = network(listed.as_bytes(), &["--status", "signed"]);
    assert_eq!(signed["edges"].as_array().unwrap().len(), 1, "nobody is paired with itself: {signed:#}");
    assert_eq!(signed["edges"][0]["many"], false);
    let twice = network((across + &listed).as_bytes(), &["--min-reports", "2"]);
    assert_eq!((twice["edges"].as_array().unwrap().len(), ids(&twice).len()), (2, 3));
}

#[test]
fn ok_kinds_and_hosts() {
    let orgs: &[(&str, &str)] = &[
        ("惠州市税务局", "government"),
        ("惠州市税务局党委", "party"),
        ("惠州市丙溪公司", "enterprise"),
        ("惠州市丙溪公司党支部", "party"),
    ];
    let records = record("a", None, orgs, &[("signed", &[&[1], &[3]]), ("signed", &[&[1], &[0]])])
        + &record("b", None, orgs, &[("signed", &[&[0], &[2]])]);
    let plain = network(records.as_bytes(), &[]);
    assert_eq!(plain["edges"].as_array().unwrap().len(), 3);
    let node = plain["nodes"].as_array().unwrap().iter().find(|n| n["label"] == "惠州市税务局党委").unwrap();
    assert_eq!(
        (node["host"].as_str(), node["reports"].as_u64()),
        (Some("惠州市税务局@广东省/惠州市"), Some(1))
    );
    let folded = network(records.as_bytes(), &["--fold-hosts"]);
    assert_eq!(ids(&folded), ["惠州市丙溪公司@广东省/惠州市", "惠州市税务局@广东省/惠州市"]);
    assert_eq!(folded["edges"][0]["weight"], 2);
    assert_eq!(folded["edges"].as_array().unwrap().len(), 1);
    let party = network(records.as_bytes(), &["--kind", "party"]);
    assert_eq!(ids(&party), ["惠州市丙溪公司党支部@广东省/惠州市", "惠州市税务局党委@广东省/惠州市"]);
    let none = network(records.as_bytes(), &["--kind", "media,social"]);
    assert!(none["nodes"].as_array().unwrap().is_empty() && none["pairings"].as_array().unwrap().is_empty());
}

#[test]
fn ok_each_format_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("records.jsonl").display().to_string();
    std::fs::write(&lines, records()).unwrap();
    let stem = folder.path().join("net").display().to_string();
    for suffix in ["json", "gexf", "graphml.gz", "csv"] {
        well(&["network", &lines, "-o", &format!("{stem}.{suffix}")]);
    }
    let want = [
        "net-edges.csv",
        "net-evidence.csv",
        "net-nodes.csv",
        "net-sides.csv",
        "net.gexf",
        "net.graphml.gz",
        "net.json",
        "records.jsonl",
    ];
    assert_eq!(names(folder.path()), want);
    python("read_network.py", &["networkx"], &[&stem]);
    let again = well(&["network", &lines]);
    assert!(again.stdout == std::fs::read(format!("{stem}.json")).unwrap(), "the same bytes");
}

/// Text that is markup, or no text at all, leaves a file that can be read.
#[test]
fn ok_names_with_markup() {
    let orgs: &[(&str, &str)] =
        &[("惠州市<甲>&\"江\u{1}\"公司", "enterprise"), ("惠州市乙河公司", "enterprise")];
    let folder = TempDir::new().unwrap();
    let lines = folder.path().join("records.jsonl").display().to_string();
    std::fs::write(&lines, record("a<&\"b", None, orgs, &[("signed", &[&[0], &[1]])])).unwrap();
    let stem = folder.path().join("net").display().to_string();
    for suffix in ["json", "gexf", "graphml"] {
        well(&["network", &lines, "-o", &format!("{stem}.{suffix}")]);
    }
    for suffix in ["gexf", "graphml"] {
        let text = std::fs::read_to_string(format!("{stem}.{suffix}")).unwrap();
        assert!(text.contains("&lt;甲&gt;&amp;") && !text.contains('\u{1}'), "{text}");
    }
    python("read_markup.py", &["networkx"], &[&stem]);
}

/// Memory grows with organizations, not with reports.
#[cfg(target_os = "linux")]
#[test]
fn ok_memory_does_not_grow_with_reports() {
    let orgs: &[(&str, &str)] = &[("惠州市甲江公司", "enterprise"), ("惠州市乙河公司", "enterprise")];
    let peak = |reports: usize| -> u64 {
        let folder = TempDir::new().unwrap();
        let lines = folder.path().join("records.jsonl");
        let text: String = (0..reports)
            .map(|n| record(&format!("report {n}"), None, orgs, &[("signed", &[&[0], &[1]])]))
            .collect();
        std::fs::write(&lines, text).unwrap();
        let out = folder.path().join("net.gexf").display().to_string();
        // The shell's own measure of its child would need a program that is not everywhere.
        let mut child = tool::dangjian(&["network", lines.to_str().unwrap(), "-o", &out]).spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let high =
                text.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
            peak = peak.max(high.unwrap_or(0));
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        peak
    };
    let (few, many) = (peak(1_000), peak(20_000));
    assert!(few > 0 && many < few + 8 * 1024, "{few} kB for 1,000 reports, {many} kB for 20,000");
}

#[test]
fn err_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("records.jsonl").display().to_string();
    std::fs::write(&lines, records()).unwrap();
    for (args, why) in [
        (&["-o", "net.txt"][..], "--format"),
        (&["--format", "csv"], "--output"),
        (&["--kind", "club"], "no kind of organization"),
        (&["--status", "ended"], "no status"),
        (&["-o", &lines, "--format", "json"], "is an input too"),
        (&["-o", "/no/such/folder/net.gexf"], "/no/such/folder/net.gexf: "),
    ] {
        let output = run(&[&["network", lines.as_str()], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(why), "{args:?}: {}", stderr(&output));
    }
}
