//! Shows what was weighed: `cargo run --example explain FILE [PUBLISHED]`.
#![allow(clippy::print_stdout)]
use dangjian::{Extractor, Input};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1])?;
    let extractor = Extractor::new()?;
    let mut input = Input::new(&text);
    if let Some(day) = args.get(2) {
        input = input.published(day);
    }
    for p in extractor.explain(input).pairings {
        println!("{:6.2} {} {:?}", p.score, p.way, p.sides);
        for f in p.features.iter().take(14) {
            println!("        {:6.2} {}", f.weight, f.name);
        }
    }
    Ok(())
}
