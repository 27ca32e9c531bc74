//! The command.
use dangjian::{Extractor, Input};
use std::io::{BufRead, Write};

#[derive(serde::Deserialize)]
struct Line { id: Option<String>, text: String, published: Option<String> }

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut ex = Extractor::new().expect("bundled data");
    if let Ok(m) = std::env::var("DJMODEL") { ex = ex.with_model(&std::fs::read(m).expect("model")).expect("model"); }
    let file = std::fs::File::open(&args[2]).expect("input");
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::BufReader::new(file).lines() {
        let line: Line = serde_json::from_str(&line.expect("line")).expect("json");
        let mut input = Input::new(&line.text);
        if let Some(id) = &line.id { input = input.id(id); }
        if let Some(p) = &line.published { input = input.published(p); }
        serde_json::to_writer(&mut out, &ex.extract(input)).expect("write");
        out.write_all(b"\n").expect("write");
    }
}
