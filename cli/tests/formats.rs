//! Every format that is read, made by other programs where there are such: what comes out of it, and where it is from.

#![allow(clippy::unwrap_used, reason = "a test, with helpers")]

mod common;
use common::*;

use serde_json::{Value, json};
use std::io::Write;

const PAGE: &str = r#"<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=CHARSET">
<meta name="PubDate" content="2021-07-02 09:30">
<title>清河镇党委与县供电公司党支部签约_清河先锋网</title><script>var 党委 = "脚本";</script></head>
<body><div id="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">党建要闻</a></li><li><a href="/b">通知公告</a></li></ul></div>
<div class="main"><h1>清河镇党委与县供电公司党支部签约</h1>
<div class="info"><span>来源：清河先锋网</span> <span>2021-07-02 09:30</span></div>
<div class="content"><p>6月30日，清河镇党委书记周立平与县供电公司
党支部负责人签订党建共建协议&nbsp;，共有26名党员参加。</p>
<p>双方约定，每季度开展一次主题党日，互派党员到对方单位学习，共同解决用电难题；清河镇党委、县供电公司党支部将轮流主办。</p>
<p>下一步，双方还将建立联席会议制度，把共建成果落到&ldquo;为群众办实事&rdquo;上，让辖区企业和群众得到实惠，推动基层党建工作再上新台阶。</p>
<table><tr><th>甲方</th><th>乙方</th></tr><tr><td>清河镇党委</td><td>县供电公司党支部</td></tr>
<tr><td>河湾村党支部</td><td>县农商银行党支部</td></tr></table></div></div>
<div id="foot"><a href="/x">关于我们</a> | <a href="/y">网站地图</a> 版权所有：清河先锋网 备案号 12345678</div></body></html>"#;

fn only(args: &[&str]) -> Value {
    let (mut texts, said) = texts(args);
    assert_eq!(texts.len(), 1, "{said}");
    texts.remove(0)
}

#[test]
fn ok_compressed_by_other_programs() {
    let folder = folder(&[]);
    for (line, name) in [
        (["gzip", "-k"], "a.txt.gz"),
        (["bzip2", "-k"], "a.txt.bz2"),
        (["xz", "-k"], "a.txt.xz"),
        (["zstd", "-q"], "a.txt.zst"),
    ] {
        put(folder.path(), "a.txt", text().as_bytes());
        if !program(folder.path(), &[line[0], line[1], "a.txt"]) {
            continue;
        }
        let got = only(&[&at(&folder, name)]);
        assert_eq!((&got["text"], &got["id"]), (&json!(text()), &json!("a")), "{name}");
        assert_eq!(got["source"], json!(at(&folder, name)));
        // Two streams one behind the other are one file; the name tells nothing here.
        let once = std::fs::read(folder.path().join(name)).unwrap();
        put(folder.path(), "twice", &[once.clone(), once].concat());
        assert_eq!(only(&[&at(&folder, "twice")])["text"], json!(text().repeat(2)), "{name}");
    }
}

#[test]
fn ok_archives_in_archives_by_other_programs() {
    let folder = folder(&[
        ("in/2021/b.txt", text().as_bytes()),
        ("in/2021/c.html", PAGE.replace("CHARSET", "utf-8").as_bytes()),
        ("in/d.jsonl", format!("{}\n", json!({"id": "x", "text": text()})).as_bytes()),
        ("in/.hidden.txt", text().as_bytes()),
        ("in/picture.jpg", b"\xff\xd8\xff"),
    ]);
    let here = folder.path();
    if !program(here, &["zip", "-qr", "a.zip", "in"]) || !program(here, &["tar", "czf", "a.tgz", "in"]) {
        return;
    }
    // The order in an archive is its own.
    let sorted = |name: &str| {
        let (mut texts, said) = texts(&[&at(&folder, name)]);
        texts.sort_by_key(|t| t["source"].to_string());
        (texts, said)
    };
    for name in ["a.zip", "a.tgz"] {
        let (texts, said) = sorted(name);
        assert_eq!(said, "", "{name}");
        let archive = at(&folder, name);
        let sources = ["in/2021/b.txt", "in/2021/c.html", "in/d.jsonl:1"].map(|s| format!("{archive}!{s}"));
        assert_eq!(strings(&texts, "source"), sources);
        assert_eq!(strings(&texts, "id"), ["b", "c", "x"]);
        assert_eq!(texts[0]["text"], json!(text()));
    }
    // An archive in an archive in a compressed archive.
    assert!(program(here, &["zip", "-q", "b.zip", "a.zip", "a.tgz"]));
    assert!(program(here, &["tar", "cf", "c.tar", "b.zip"]));
    assert!(program(here, &["gzip", "c.tar"]));
    let (texts, said) = sorted("c.tar.gz");
    assert_eq!((texts.len(), said.as_str()), (6, ""));
    assert_eq!(texts[0]["source"], json!(at(&folder, "c.tar.gz") + "!b.zip!a.tgz!in/2021/b.txt"));
    // The summary tells what was passed over, and why.
    let records = run(&["extract", &at(&folder, "a.zip")]);
    assert_eq!(records.status.code(), Some(0));
    let said = stderr(&records);
    assert!(
        said.contains("3 documents") && said.contains("1 hidden") && said.contains("1 of no format"),
        "{said}"
    );
}

#[test]
fn ok_names_of_a_chinese_windows_in_zip() {
    let folder = folder(&[]);
    let script = "import zipfile\n\
        z = zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED)\n\
        class Info(zipfile.ZipInfo):\n    def _encodeFilenameFlags(self): return self.filename.encode('gbk'), 0\n\
        z.writestr(Info('报道/签约.txt'), '党支部')\nz.close()\n";
    if program(folder.path(), &["python3", "-c", script]) {
        let got = only(&[&at(&folder, "a.zip")]);
        assert_eq!((&got["id"], &got["text"]), (&json!("签约"), &json!("党支部")));
    }
}

#[test]
fn ok_tables() {
    let csv = format!(
        "编号,标题,正文,发布日期,网址\n1,甲乙签约,\"{}\n{}\",2021年7月2日,\n2,,\"他说\"\"好\"\"\",,https://a.example/2021-07/15/x.htm\n",
        TITLE, BODY
    );
    let gbk = encoding_rs::GBK.encode(&csv).0.into_owned();
    let tsv = csv.replace(',', "\t");
    let folder = folder(&[
        ("a.csv", csv.as_bytes()),
        ("b.csv", &gbk),
        ("c.tsv", tsv.as_bytes()),
        ("d.csv", format!("\u{feff}{}", csv.replace('\n', "\r\n")).as_bytes()),
        ("e.csv", b"a,b\n1,2\n"),
    ]);
    for name in ["a.csv", "b.csv", "c.tsv", "d.csv"] {
        let (texts, said) = texts(&[&at(&folder, name)]);
        assert_eq!((texts.len(), said.as_str()), (2, ""), "{name}");
        assert_eq!(strings(&texts, "id"), ["1", "2"], "{name}");
        assert_eq!(strings(&texts, "published"), ["2021-07-02", "2021-07-15"], "{name}");
        assert_eq!(strings(&texts, "published_by"), ["field", "address"], "{name}");
        assert_eq!(texts[1]["text"], "他说\"好\"", "{name}");
        assert_eq!(texts[0]["source"], json!(at(&folder, name) + ":2"));
    }
    let (titled, _) = texts(&[&at(&folder, "a.csv"), "--title-field", "标题", "--id-field", "标题"]);
    assert_eq!(titled[0]["id"], "甲乙签约");
    assert!(titled[0]["text"].as_str().unwrap().starts_with("甲乙签约\n清河镇"), "{titled:?}");
    let (none, said) = texts(&[&at(&folder, "e.csv")]);
    assert!(
        none.is_empty() && said.contains("e.csv: has no column of a usual name for the text, but a, b"),
        "{said}"
    );
    let (_, said) = texts(&[&at(&folder, "a.csv"), "--text-field", "全文"]);
    assert!(said.contains("has no column «全文»"), "{said}");
}

#[test]
fn ok_json_of_all_shapes() {
    let report = |id: &str| json!({"id": id, "text": text(), "published": "2021-07-02"});
    let pretty = serde_json::to_string_pretty(&report("one")).unwrap();
    let array = serde_json::to_string_pretty(&json!([report("a"), report("b"), report("c")])).unwrap();
    let folder = folder(&[
        ("1.json", pretty.as_bytes()),
        ("2.json", array.as_bytes()),
        ("3.json", format!("{}\n{}\n", report("d"), report("e")).as_bytes()),
        ("4.json", b"{\"name\": \"no report\"}"),
        ("5.jsonl", &encoding_rs::GBK.encode(&report("f").to_string()).0),
        ("6.json", &encoding_rs::GBK.encode(&array).0),
    ]);
    let root = folder.path().display().to_string();
    let (texts, said) = texts(&[&root]);
    assert_eq!(said, "");
    assert_eq!(strings(&texts, "id"), ["one", "a", "b", "c", "d", "e", "f", "a", "b", "c"]);
    assert_eq!(texts[2]["source"], json!(at(&folder, "2.json") + "[2]"));
    assert_eq!(texts[4]["source"], json!(at(&folder, "3.json") + ":1"));
    assert!(texts.iter().all(|t| t["text"] == json!(text())));
    // In a folder a JSON file that holds no text is something else; a file that is named is meant.
    let named = run(&["extract", &at(&folder, "4.json")]);
    assert_eq!(named.status.code(), Some(1));
    assert!(stderr(&named).contains("4.json: missing field `text`"));
    let nested = json!({"data": {"body": text()}, "no": 5}).to_string();
    let path = put(folder.path(), "7.json", nested.as_bytes());
    let got = only(&[path.to_str().unwrap(), "--text-field", "data.body", "--id-field", "no"]);
    assert_eq!((&got["id"], &got["text"]), (&json!("5"), &json!(text())));
}

#[test]
fn ok_pages_in_every_encoding() {
    let gbk = encoding_rs::GBK.encode(&PAGE.replace("CHARSET", "gb2312")).0.into_owned();
    // Declared as something else than it is.
    let wrong = PAGE.replace("CHARSET", "gb2312").into_bytes();
    let folder = folder(&[
        ("a.html", PAGE.replace("CHARSET", "utf-8").as_bytes()),
        ("b.htm", &gbk),
        ("c.html", &wrong),
    ]);
    let (texts, said) = texts(&[&folder.path().display().to_string()]);
    assert_eq!((texts.len(), said.as_str()), (3, ""));
    for page in &texts {
        let lines: Vec<&str> = page["text"].as_str().unwrap().lines().collect();
        assert_eq!(lines[0], TITLE, "{lines:#?}");
        let whole =
            "6月30日，清河镇党委书记周立平与县供电公司党支部负责人签订党建共建协议\u{a0}，共有26名党员参加。";
        assert!(lines.contains(&whole), "{lines:#?}");
        assert!(lines.contains(&"河湾村党支部\t县农商银行党支部"), "{lines:#?}");
        assert!(lines.iter().any(|l| l.contains("来源：清河先锋网")), "{lines:#?}");
        assert!(lines.iter().any(|l| l.contains("“为群众办实事”")), "{lines:#?}");
        let all = lines.join("\n");
        assert!(!all.contains("首页") && !all.contains("版权所有") && !all.contains("脚本"), "{all}");
        assert_eq!(
            (&page["published"], &page["published_by"]),
            (&json!("2021-07-02T09:30:00"), &json!("metadata"))
        );
    }
    let records = run(&["extract", &at(&folder, "b.htm")]);
    let record: Value = serde_json::from_slice(&records.stdout).unwrap();
    assert!(!record["pairings"].as_array().unwrap().is_empty(), "{record}");
    assert_eq!(record["meta"]["title"], TITLE);
}

/// A record of a web archive.
fn warc(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-03-04T20:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat()
}

#[test]
fn ok_web_archives() {
    let page = PAGE.replace("CHARSET", "utf-8");
    let undated = page
        .replace("<meta name=\"PubDate\" content=\"2021-07-02 09:30\">", "")
        .replace("2021-07-02 09:30", "");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(undated.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut chunked = Vec::new();
    for chunk in page.as_bytes().chunks(700) {
        chunked.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        chunked.extend_from_slice(chunk);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let html = "Content-Type: text/html; charset=utf-8";
    let gone =
        [b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n".as_slice(), page.as_bytes()].concat();
    let records = [
        warc("warcinfo", "", b"software: none"),
        warc("response", "https://a.example/1.html", &answer(html, page.as_bytes())),
        warc(
            "response",
            "https://a.example/dj/202108/t20210803_7.html",
            &answer(&format!("{html}\r\nContent-Encoding: gzip"), &packed),
        ),
        warc(
            "response",
            "https://a.example/3.html",
            &answer(&format!("{html}\r\nTransfer-Encoding: chunked"), &chunked),
        ),
        warc("response", "https://a.example/4.html", &gone),
        warc("response", "https://a.example/5.jpg", &answer("Content-Type: image/jpeg", b"\xff\xd8")),
        warc("request", "https://a.example/1.html", b"GET /1.html HTTP/1.1\r\n\r\n"),
        warc("response", "https://a.example/6.html", &answer(html, undated.as_bytes())),
    ];
    // Compressed, each record is a stream of its own.
    let mut compressed = Vec::new();
    for record in &records {
        let mut one = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        one.write_all(record).unwrap();
        compressed.extend(one.finish().unwrap());
    }
    let folder = folder(&[("a.warc", &records.concat()), ("b.warc.gz", &compressed)]);
    for name in ["a.warc", "b.warc.gz"] {
        let (texts, said) = texts(&[&at(&folder, name)]);
        assert_eq!(said, "", "{name}");
        let urls = ["1.html", "dj/202108/t20210803_7.html", "3.html", "6.html"]
            .map(|p| format!("https://a.example/{p}"));
        assert_eq!(strings(&texts, "id"), urls);
        assert_eq!(texts[0]["source"], json!(format!("{}!{}", at(&folder, name), urls[0])));
        let days = ["2021-07-02T09:30:00", "2021-08-03", "2021-07-02T09:30:00", "2023-03-05"];
        assert_eq!(strings(&texts, "published"), days);
        assert_eq!(strings(&texts, "published_by"), ["metadata", "address", "metadata", "archived"]);
        assert!(texts.iter().all(|t| t["text"].as_str().unwrap().contains("签订党建共建协议")));
    }
}

#[test]
fn ok_word_files() {
    let folder = folder(&[]);
    // As other programs write it: by Python's zipfile.
    let script = r#"
import zipfile
w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
def p(t): return '<w:p><w:r><w:t>%s</w:t></w:r></w:p>' % t
body = p('清河镇党委与县供电公司党支部签约') + p('6月30日，清河镇党委与县供电公司党支部签订党建共建协议&amp;备忘录。')
body += '<w:tbl><w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr></w:tbl>' % (p('甲方'), p('乙方'))
z = zipfile.ZipFile('a.docx', 'w', zipfile.ZIP_DEFLATED)
z.writestr('[Content_Types].xml', '<Types/>')
z.writestr('word/document.xml', '<?xml version="1.0" encoding="UTF-8"?><w:document %s><w:body>%s</w:body></w:document>' % (w, body))
z.writestr('docProps/core.xml', '<c xmlns:dcterms="d"><dcterms:created>2021-07-01T20:00:00Z</dcterms:created></c>')
z.close()
"#;
    if !program(folder.path(), &["python3", "-c", script]) {
        return;
    }
    let got = only(&[&at(&folder, "a.docx")]);
    let want = "清河镇党委与县供电公司党支部签约\n6月30日，清河镇党委与县供电公司党支部签订党建共建协议&备忘录。\n甲方\t乙方";
    assert_eq!(got["text"].as_str().unwrap().trim_end(), want);
    assert_eq!((&got["published"], &got["published_by"]), (&json!("2021-07-02"), &json!("file")));
}

/// A PDF file of one page whose font tells what its codes mean, as programs write them.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    let mut chars: Vec<char> = lines.iter().flat_map(|l| l.chars()).collect();
    chars.sort_unstable();
    chars.dedup();
    for part in chars.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n", part.len()));
        part.iter().for_each(|c| map.push_str(&format!("<{:04X}> <{:04X}>\n", *c as u32, *c as u32)));
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end");
    let mut content = String::from("BT /F1 12 Tf 14 TL 50 750 Td\n");
    for line in lines {
        let codes: String = line.chars().map(|c| format!("{:04X}", c as u32)).collect();
        content.push_str(&format!("<{codes}> Tj T*\n"));
    }
    content.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_string(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>".to_string(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 8 0 R >>".to_string(),
        format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()),
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".to_string(),
        "<< /CreationDate (D:20210702093000+08'00') >>".to_string(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", i + 1).as_bytes());
    }
    let start = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
    places.iter().for_each(|at| out.extend_from_slice(format!("{at:010} 00000 n \n").as_bytes()));
    out.extend_from_slice(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info 9 0 R >>\nstartxref\n{start}\n%%EOF\n",
            places.len() + 1
        )
        .as_bytes(),
    );
    out
}

#[test]
fn ok_pdf_with_a_text_layer() {
    let folder = folder(&[
        ("a.pdf", &pdf(&[TITLE, BODY])),
        ("b.pdf", &pdf(&[])),
        ("c.pdf", b"%PDF-1.4\nno more of it"),
        ("d.txt", text().as_bytes()),
    ]);
    let (texts, said) = texts(&[&folder.path().display().to_string()]);
    assert_eq!(strings(&texts, "id"), ["a", "d"], "{said}");
    let lines: Vec<&str> = texts[0]["text"].as_str().unwrap().lines().filter(|l| !l.is_empty()).collect();
    assert_eq!(lines, [TITLE, BODY]);
    assert_eq!((&texts[0]["published"], &texts[0]["published_by"]), (&json!("2021-07-02"), &json!("file")));
    assert!(said.contains("b.pdf: has no text layer") && said.contains("c.pdf: "), "{said}");
}

#[test]
fn ok_standard_input_by_its_first_bytes() {
    let folder = folder(&[("a.txt", text().as_bytes())]);
    let page = PAGE.replace("CHARSET", "utf-8");
    let mut inputs = vec![
        ("html", page.into_bytes()),
        ("array", json!([{"text": text()}]).to_string().into_bytes()),
        ("pdf", pdf(&[TITLE, BODY])),
        ("text in brackets", format!("[快讯]{}", text()).into_bytes()),
    ];
    for (line, name) in [
        (vec!["gzip", "-k", "a.txt"], "a.txt.gz"),
        (vec!["tar", "cf", "a.tar", "a.txt"], "a.tar"),
        (vec!["zip", "-q", "a.zip", "a.txt"], "a.zip"),
    ] {
        if program(folder.path(), &line) {
            inputs.push((name, std::fs::read(folder.path().join(name)).unwrap()));
        }
    }
    for (name, bytes) in inputs {
        let output = run_with(&["extract", "-"], &bytes);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
        let records = json_lines(&stdout(&output));
        assert!(
            records.len() == 1 && !records[0]["pairings"].as_array().unwrap().is_empty(),
            "{name}: {records:?}"
        );
    }
    let csv = format!("text\n\"{BODY}\"\n");
    let output = run_with(&["text", "-", "--input-format", "csv"], csv.as_bytes());
    assert_eq!(json_lines(&stdout(&output))[0]["text"], BODY);
}

#[test]
fn ok_globs_and_ignore_files() {
    let folder = folder(&[
        ("2020/a.txt", b"1"),
        ("2021/a.txt", b"2"),
        ("2021/drafts/b.txt", b"3"),
        ("2021/c.log", b"4"),
        ("2021/d.html", b"<p>5</p>"),
        ("2022/a.txt", b"6"),
        ("2022/.dangjianignore", b"a.*\n"),
    ]);
    let root = folder.path().display().to_string();
    let got = |more: &[&str]| -> String {
        let (texts, _) = texts(&[&[root.as_str()], more].concat());
        strings(&texts, "text").concat()
    };
    assert_eq!(got(&[]), "1253");
    assert_eq!(got(&["--include", "*.txt"]), "123");
    assert_eq!(got(&["--include", "2021/**"]), "2453");
    assert_eq!(got(&["--exclude", "drafts", "--exclude", "2020/*"]), "25");
    assert_eq!(got(&["--include", "*.txt", "--include", "*.log", "--exclude", "drafts"]), "124");
    if program(folder.path(), &["zip", "-qr", "x.zip", "2020", "2021"]) {
        let zip = at(&folder, "x.zip");
        let mut inside =
            strings(&texts(&[&zip, "--include", "*.log", "--include", "2020/*.txt"]).0, "text").join("");
        inside = inside.chars().rev().collect::<String>().min(inside.clone());
        assert_eq!(inside, "14");
    }
    assert_eq!(run(&["extract", &root, "--include", "a["]).status.code(), Some(2));
}

#[test]
fn ok_days_of_publication() {
    let dated = format!("{TITLE}\n来源：清河先锋网 2021-07-01\n{BODY}");
    let folder = folder(&[
        ("2021-07/15/a.txt", text().as_bytes()),
        ("2021-07/15/b.txt", dated.as_bytes()),
        (
            "c.jsonl",
            json!({"text": text(), "url": "https://a.example/n1/2021/0703/c1-2.html"}).to_string().as_bytes(),
        ),
        ("d.jsonl", json!({"text": text(), "published": "2021/7/4 8:05"}).to_string().as_bytes()),
    ]);
    let (texts, said) = texts(&[&folder.path().display().to_string(), "--published", "2000-01-01"]);
    assert_eq!(said, "");
    let days = ["2000-01-01", "2000-01-01", "2021-07-03", "2021-07-04T08:05:00"];
    assert_eq!(strings(&texts, "published"), days);
    // The name of a file is asked last: a text that tells its day knows better.
    let (texts, _) = common::texts(&[&at(&folder, "2021-07")]);
    assert_eq!(strings(&texts, "published"), ["2021-07-15", "-"]);
    let records = json_lines(&stdout(&run(&["extract", &at(&folder, "2021-07")])));
    assert_eq!(records[1]["published"], json!({"date": "2021-07-01", "basis": "byline"}));
    assert_eq!(records[0]["dates"][0]["value"], "2021-06-30");
}
