//! What the caller knows: names of organizations and words.

use crate::message::Stop;
use crate::output::chain;
use dangjian::Extractor;
use std::fs;
use std::path::{Path, PathBuf};

/// The options.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Own names and words")]
pub(crate) struct Lexicon {
    /// A table of organizations, which win over what the model thinks; may be given again
    ///
    /// Parted by tabs, with a heading line: name, kind (enterprise, party, …), level (of party organizations), short
    /// (abbreviations, parted by blanks).
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,

    /// Words for the segmenter, one a line: word, or word and frequency, or also a part of speech; may be given again
    #[arg(long, value_name = "FILE")]
    pub(crate) words: Vec<PathBuf>,
}

impl Lexicon {
    /// The extractor that knows them, and a number that tells what was read.
    pub(crate) fn extractor(&self) -> Result<(Extractor, u64), Stop> {
        let mut builder = Extractor::builder();
        let mut read_so_far = 0;
        for path in &self.names {
            let table = read(path)?;
            read_so_far = chain(read_so_far, &table);
            builder = builder.names(&table).map_err(|e| Stop::Usage(format!("{}: {e}", path.display())))?;
        }
        for path in &self.words {
            let words = read(path)?;
            read_so_far = chain(read_so_far, &words);
            builder = builder.words(&words);
        }
        let extractor = builder.build().map_err(|e| match self.words.as_slice() {
            [] => Stop::Library(e),
            [first, ..] => Stop::Usage(format!("{}: {e}", first.display())),
        })?;
        Ok((extractor, read_so_far))
    }
}

fn read(path: &Path) -> Result<String, Stop> {
    let text = fs::read_to_string(path).map_err(|e| Stop::Usage(format!("{}: {e}", path.display())))?;
    Ok(text.trim_start_matches('\u{feff}').to_string())
}
