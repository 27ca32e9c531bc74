//! How fast the two finders are: reads text files, repeats them to some megabytes, prints MB/s on one thread.

use dangjian::calendar::Anchor;
use dangjian::{date, number, text::Document};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts = Vec::new();
    for path in std::env::args().skip(1) {
        texts.push(std::fs::read_to_string(path)?);
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let docs: Vec<Document<'_>> = texts.iter().map(|t| Document::read(t)).collect();
    let anchor = Anchor::parse("2021-07-16");
    let (mut dates, mut numbers) = (Vec::new(), Vec::new());
    for name in ["dates", "numbers", "both"] {
        let mut rounds = 0;
        let start = Instant::now();
        while start.elapsed().as_secs_f64() < 1.0 {
            for doc in &docs {
                dates.clear();
                numbers.clear();
                if name != "numbers" {
                    date::find(doc, anchor.as_ref(), &mut dates);
                }
                if name != "dates" {
                    number::find(doc, &mut numbers);
                }
            }
            rounds += 1;
        }
        let rate = (bytes * rounds) as f64 / start.elapsed().as_secs_f64() / 1e6;
        println!("{name}: {rate:.0} MB/s over {bytes} bytes");
    }
    Ok(())
}
