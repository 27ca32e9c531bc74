//! `network`: who is paired with whom, over all reports.

use crate::message::{End, Stop};
use crate::network::{self, Filter, Network};
use crate::output::file::{Compression, Stream};
use crate::records::Records;
use dangjian::record::{OrgKind, PairingStatus};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Put the pairings of many records together into a network of organizations
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian network records.jsonl -o pairings.graphml
  dangjian network 2020.jsonl.gz 2021.jsonl.gz -o pairings.gexf --min-reports 2
  dangjian network records.jsonl -o pairings.csv        pairings-nodes.csv, -edges.csv, -sides.csv, -evidence.csv
  dangjian extract archive/ | dangjian network - --fold-hosts | jq '.edges[] | select(.weight > 1)'

One name in one city is one organization. 市国资委, 县委 and the like belong to the city and county where the report is at
home: by its outlet, else by the divisions that it names. What cannot be placed stays with its report; its id has a
question mark and the report's number. An edge weighs as much as reports speak of it.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    records: Records,

    /// Write to this file instead of standard output; its name tells the format: .graphml, .gexf, .csv, .json, also .gz and
    /// .zst
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format, where the name of the output does not tell it [default: json]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// Only what at least so many reports speak of
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_reports: u32,

    /// Only organizations of these kinds (party, government, enterprise …)
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    kind: Vec<OrgKind>,

    /// Only pairings that are signed, or planned
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<PairingStatus>,

    /// Count a party organization as the organization it belongs to
    #[arg(long)]
    fold_hosts: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For NetworkX, igraph, yEd, Cytoscape
    Graphml,
    /// For Gephi
    Gexf,
    /// Tables beside each other: nodes, edges, sides, evidence
    Csv,
    /// One object, with all evidence
    Json,
}

fn kind(word: &str) -> Result<OrgKind, String> {
    let all = || OrgKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    OrgKind::parse(word).ok_or_else(|| format!("no kind of organization; there are {}", all()))
}

fn status(word: &str) -> Result<PairingStatus, String> {
    PairingStatus::parse(word).ok_or_else(|| "no status; there are signed, planned".into())
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let file = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    let shown = file.map_or("standard output".into(), |p| p.display().to_string());
    let name = file.and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
    let (compression, rest) = Compression::of(&name);
    let format = match (arguments.format, Path::new(rest).extension().and_then(|e| e.to_str()), file) {
        (Some(format), ..) => format,
        (None, Some("graphml"), _) => Format::Graphml,
        (None, Some("gexf"), _) => Format::Gexf,
        (None, Some("csv"), _) => Format::Csv,
        (None, Some("json"), _) | (None, _, None) => Format::Json,
        (None, ..) => {
            let why = "the name tells no format (.graphml, .gexf, .csv, .json): give it with --format";
            return Err(Stop::Usage(format!("{shown}: {why}")));
        }
    };
    if format == Format::Csv && file.is_none() {
        return Err(Stop::Usage("CSV is several tables: give a file's name with --output".into()));
    }
    if let Some(real) = file.and_then(|path| fs::canonicalize(path).ok())
        && arguments.records.paths.iter().any(|p| fs::canonicalize(p).is_ok_and(|p| p == real))
    {
        return Err(Stop::Usage(format!("{shown}: is an input too")));
    }
    let unwritable = |e: io::Error| Stop::Write(shown.clone(), e);
    // Before hours of reading: an output that cannot be written.
    let open = |path: Option<&Path>| {
        Stream::create(path, compression).map_err(|e| Stop::Usage(format!("{shown}: {e}")))
    };
    let mut stream = if format == Format::Csv { None } else { Some(open(file)?) };

    let filter = Filter {
        kinds: arguments.kind.clone(),
        status: arguments.status,
        fold_hosts: arguments.fold_hosts,
        min_reports: arguments.min_reports,
    };
    let mut network = Network::new(filter, matches!(format, Format::Csv | Format::Json));
    let end = arguments
        .records
        .each(|record| network.add(&record).map_err(|e| Stop::Write("temporary file".into(), e)))?;
    network.finish();

    if let Some(out) = &mut stream {
        match format {
            Format::Graphml => network::graphml(&network, out),
            Format::Gexf => network::gexf(&network, out),
            Format::Json | Format::Csv => network::json(&mut network, out),
        }
        .map_err(unwritable)?;
    }
    match (stream, file) {
        (Some(stream), _) => stream.finish().map_err(unwritable)?,
        (None, Some(path)) => tables(&mut network, path, rest, compression).map_err(unwritable)?,
        (None, None) => {}
    }
    Ok(end)
}

/// `pairings.csv` is `pairings-nodes.csv`, `pairings-edges.csv` and so on.
#[cfg(feature = "csv")]
fn tables(
    network: &mut Network,
    path: &Path,
    name: &str,
    compression: Option<Compression>,
) -> io::Result<()> {
    let stem = name.strip_suffix(".csv").unwrap_or(name);
    let suffix = compression.map_or("", Compression::suffix);
    let open = |table: &str| {
        Stream::create(Some(&path.with_file_name(format!("{stem}-{table}.csv{suffix}"))), compression)
    };
    network::csv(network, open, Stream::finish)
}

#[cfg(not(feature = "csv"))]
fn tables(_: &mut Network, _: &Path, _: &str, _: Option<Compression>) -> io::Result<()> {
    Err(io::Error::other("this program was built without csv"))
}
