//! The page: one HTML file with its style, its programs and its data inside. Nothing is fetched, and a policy in the
//! page forbids it; programs run only if they are these (by their hash), so that a text that looks like a
//! program stays a text.

use super::data::Data;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The language of the page's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    /// Chinese
    Zh,
    /// English
    En,
}

impl Lang {
    fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The words, as JSON.
    fn words(self) -> &'static str {
        match self {
            Self::Zh => include_str!("../../assets/report/lang/zh.json"),
            Self::En => include_str!("../../assets/report/lang/en.json"),
        }
    }
}

const TEMPLATE: &str = include_str!("../../assets/report/page.html");

const STYLE: &[&str] = &[
    include_str!("../../assets/report/css/base.css"),
    include_str!("../../assets/report/css/network.css"),
    include_str!("../../assets/report/css/reading.css"),
];

/// In this order; each file is a module that adds itself to `Dj`.
const SCRIPTS: &[&str] = &[
    include_str!("../../assets/vendor/chart.umd.min.js"),
    include_str!("../../assets/vendor/graphology.umd.min.js"),
    include_str!("../../assets/report/js/base.js"),
    include_str!("../../assets/report/js/archive.js"),
    include_str!("../../assets/report/js/filter.js"),
    include_str!("../../assets/report/js/table.js"),
    include_str!("../../assets/report/js/pairing.js"),
    include_str!("../../assets/report/js/overview.js"),
    include_str!("../../assets/report/js/canvas.js"),
    include_str!("../../assets/report/js/search.js"),
    include_str!("../../assets/report/js/network.js"),
    include_str!("../../assets/report/js/reading.js"),
    include_str!("../../assets/report/js/tables.js"),
    include_str!("../../assets/report/js/app.js"),
];

/// What the licences of the kept libraries ask to go with them.
const LICENCES: &[(&str, &str)] = &[
    ("Chart.js", include_str!("../../assets/vendor/chart.js.LICENSE")),
    ("@kurkle/color", include_str!("../../assets/vendor/kurkle-color.LICENSE")),
    ("graphology", include_str!("../../assets/vendor/graphology.LICENSE")),
    ("events", include_str!("../../assets/vendor/events.LICENSE")),
];

/// Writes the page.
pub(crate) fn write(data: &Data, lang: Lang, title: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let words: Map<String, Value> = serde_json::from_str(lang.words())?;
    let word = |key: &'static str| words.get(key).and_then(Value::as_str).unwrap_or(key);
    let scripts = SCRIPTS.iter().map(|s| inline(s)).collect::<Vec<_>>().join("\n");
    let hash = STANDARD.encode(Sha256::digest(&scripts));
    let title = title.unwrap_or(word("title"));
    let mut rest = TEMPLATE;
    // `{{name}}` is a part of the page or one of its words.
    while let Some((before, after)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let Some((name, after)) = after.split_once("}}") else { break };
        rest = after;
        match name {
            "lang" => out.write_all(lang.tag().as_bytes())?,
            "title" => out.write_all(escape(title).as_bytes())?,
            "version" => out.write_all(env!("CARGO_PKG_VERSION").as_bytes())?,
            "policy" => write!(
                out,
                "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data: blob:; \
                 base-uri 'none'; form-action 'none'"
            )?,
            "style" => STYLE.iter().try_for_each(|s| out.write_all(s.as_bytes()))?,
            "scripts" => out.write_all(scripts.as_bytes())?,
            "licences" => LICENCES
                .iter()
                .try_for_each(|(of, text)| write!(out, "{of}\n\n{}\n\n", escape(text.trim())))?,
            "words" => out.write_all(json(&words)?.as_bytes())?,
            "data" => out.write_all(json(data)?.as_bytes())?,
            key => out.write_all(escape(word(key)).as_bytes())?,
        }
    }
    out.write_all(rest.as_bytes())
}

/// JSON in which no tag begins: in strings, which are all that can hold a `<`, it is written as an escape.
fn json(value: &impl serde::Serialize) -> io::Result<String> {
    Ok(serde_json::to_string(value)?.replace('<', "\\u003c"))
}

/// A program in which no tag ends the element around it (such a tag can only stand in a string), and that leads to no file
/// beside it.
fn inline(script: &str) -> String {
    let own = script.lines().filter(|line| !line.starts_with("//# sourceMappingURL"));
    own.collect::<Vec<_>>().join("\n").replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_no_tag_begins_in_json() {
        let text = json(&["</script><img src=x onerror=alert(1)>", "<!--"]).unwrap();
        assert!(!text.contains('<'), "{text}");
        let back: Vec<String> = serde_json::from_str(&text).unwrap();
        assert_eq!(back[0], "</script><img src=x onerror=alert(1)>");
    }

    #[test]
    fn ok_both_languages_have_the_same_words() {
        let keys = |lang: Lang| {
            let words: Map<String, Value> = serde_json::from_str(lang.words()).unwrap();
            assert!(words.values().all(|w| w.as_str().is_some_and(|w| !w.is_empty())));
            words.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(keys(Lang::Zh), keys(Lang::En));
    }

    /// A word that the page or its programs ask for is there, and none is kept that nobody asks for.
    #[test]
    fn ok_every_word_is_there_and_asked_for() {
        let words: Map<String, Value> = serde_json::from_str(Lang::Zh.words()).unwrap();
        for part in TEMPLATE.split("{{").skip(1) {
            let name = part.split("}}").next().unwrap();
            let own = ["lang", "title", "version", "policy", "style", "scripts", "words", "data", "licences"];
            assert!(own.contains(&name) || words.contains_key(name), "{name}");
        }
        let own = SCRIPTS.iter().skip(2).copied().collect::<String>();
        for part in own.split(" t(\"").skip(1).chain(own.split("(t(\"").skip(1)) {
            let name = part.split('"').next().unwrap();
            let family = name.ends_with('.') && words.keys().any(|k| k.starts_with(name));
            assert!(family || words.contains_key(name), "{name} is asked for");
        }
        for key in words.keys() {
            // Words of a vocabulary are asked for by their family: `kind.party`.
            let family = key.split_once('.').map(|(family, _)| format!("\"{family}.\""));
            let asked = own.contains(&format!("\"{key}\""))
                || TEMPLATE.contains(&format!("{{{{{key}}}}}"))
                || family.is_some_and(|f| own.contains(&f));
            assert!(asked, "nobody asks for {key}");
        }
    }
}
