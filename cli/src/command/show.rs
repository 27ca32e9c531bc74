//! `show`: the report with its finds marked, then what they amount to.

use crate::input::{Inputs, Report, each};
use crate::message::{End, Stop};
use crate::tree::Branch;
use clap::ColorChoice;
use dangjian::Extractor;
use dangjian::record::{OrgKind, Pairing, Record};
use dangjian::text::{Document, Role};
use std::io::{self, BufWriter, IsTerminal, Write};

/// Show reports with their finds in colour, organizations and pairings below
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian show report.txt --published 2021-07-01
  dangjian show --color always report.txt | less -R

Every find is followed by the id it has below, or by its value; each pairing is a small tree with its sides and the
sentences that say so. Without colour (in a pipe, with NO_COLOR) finds
stand in ⟦ ⟧.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Party,
    Organization,
    Person,
    Date,
    Number,
    Boilerplate,
}

impl Sort {
    const ALL: [Self; 6] =
        [Self::Party, Self::Organization, Self::Person, Self::Date, Self::Number, Self::Boilerplate];

    fn name(self) -> &'static str {
        match self {
            Self::Party => "party organization",
            Self::Organization => "other organization",
            Self::Person => "person",
            Self::Date => "date",
            Self::Number => "number",
            Self::Boilerplate => "not part of the report",
        }
    }

    /// The ANSI code of its colour.
    fn code(self) -> &'static str {
        match self {
            Self::Party => "1;31",
            Self::Organization => "33",
            Self::Person => "32",
            Self::Date => "36",
            Self::Number => "35",
            Self::Boilerplate => "2",
        }
    }
}

/// A stretch of the raw text, in characters, with what is said after it.
struct Mark {
    start: usize,
    end: usize,
    sort: Sort,
    label: String,
}

/// Writes with colour or without.
struct Paint<W> {
    out: W,
    colour: bool,
}

impl<W: Write> Paint<W> {
    fn coloured(&mut self, code: &str, text: &str) -> io::Result<()> {
        match self.colour {
            true => write!(self.out, "\x1b[{code}m{text}\x1b[0m"),
            false => self.out.write_all(text.as_bytes()),
        }
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        self.coloured("1", text)?;
        writeln!(self.out)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let extractor = Extractor::new()?;
    let stdout = io::stdout().lock();
    let colour = match arguments.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let set = |name| std::env::var_os(name).filter(|v| !v.is_empty());
            stdout.is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|t| t != "dumb")
        }
    };
    let mut paint = Paint { out: BufWriter::new(stdout), colour };
    let mut first = true;
    let end = each(&arguments.inputs, |report| {
        if !first {
            writeln!(paint.out)?;
        }
        first = false;
        show(&mut paint, report, &extractor.extract(report.input()))?;
        Ok(())
    })?;
    paint.out.flush()?;
    Ok(end)
}

fn show(paint: &mut Paint<impl Write>, report: &Report, record: &Record) -> io::Result<()> {
    if let Some(source) = &record.source {
        paint.heading(source)?;
    }
    let chars: Vec<char> = report.text.chars().collect();
    let mut at = 0;
    for mark in marks(report, record) {
        if mark.start < at || mark.end <= mark.start || mark.end > chars.len() {
            continue;
        }
        paint.out.write_all(clean(chars.get(at..mark.start)).as_bytes())?;
        let text = clean(chars.get(mark.start..mark.end));
        match (mark.sort, paint.colour) {
            (Sort::Boilerplate, false) => paint.out.write_all(text.as_bytes())?,
            (_, false) => write!(paint.out, "⟦{text}⟧")?,
            (sort, true) => paint.coloured(sort.code(), &text)?,
        }
        paint.coloured("2", &mark.label)?;
        at = mark.end;
    }
    paint.out.write_all(clean(chars.get(at..)).as_bytes())?;
    if chars.last().is_some_and(|&c| c != '\n') {
        writeln!(paint.out)?;
    }

    if paint.colour {
        write!(paint.out, "\nLegend: ")?;
        for sort in Sort::ALL {
            paint.coloured(sort.code(), sort.name())?;
            write!(paint.out, "  ")?;
        }
        writeln!(paint.out)?;
    } else if record.organizations.len() + record.people.len() + record.dates.len() + record.numbers.len() > 0
    {
        writeln!(
            paint.out,
            "\nLegend: ⟦…⟧ a find; behind it o1 an organization, p1 a person, a value a date"
        )?;
    }
    summary(paint, record)
}

/// What the finds amount to.
fn summary(paint: &mut Paint<impl Write>, record: &Record) -> io::Result<()> {
    writeln!(paint.out)?;
    if let Some(published) = &record.published {
        writeln!(paint.out, "Published {} ({})", published.date, published.basis.as_str())?;
    }
    if !record.organizations.is_empty() {
        paint.heading(&format!("Organizations ({})", record.organizations.len()))?;
    }
    for org in &record.organizations {
        let level = org.level.map(|l| format!("/{}", l.as_str())).unwrap_or_default();
        let host = org.host.as_ref().map(|h| format!(", of {h}")).unwrap_or_default();
        write!(paint.out, "  {:4} ", org.id)?;
        paint.coloured(sort(org.kind).code(), &one_line(&org.name))?;
        writeln!(paint.out, "  {}{level}{host}, {}×", org.kind.as_str(), org.mentions.len())?;
    }
    if !record.people.is_empty() {
        paint.heading(&format!("People ({})", record.people.len()))?;
    }
    for person in &record.people {
        let post = |r: &dangjian::record::PostHeld| {
            format!("{} {}", r.organization.as_deref().unwrap_or("?"), one_line(&r.title))
        };
        let posts: Vec<String> = person.roles.iter().map(post).collect();
        write!(paint.out, "  {:4} ", person.id)?;
        paint.coloured(Sort::Person.code(), &one_line(&person.name))?;
        writeln!(paint.out, "  {}", posts.join(", "))?;
    }
    paint.heading(&format!("Pairings ({})", record.pairings.len()))?;
    for pairing in &record.pairings {
        write!(paint.out, "  {:4} ", pairing.id)?;
        paint.coloured("1", &one_line(&pairing.kind))?;
        writeln!(paint.out, "  {}", about(pairing))?;
        let branches = branches(record, pairing);
        for (before, line) in Branch::draw(&branches) {
            paint.coloured("2", &format!("       {before}"))?;
            // A sentence steps back behind the names.
            match line.starts_with('“') {
                true => paint.coloured("2", line)?,
                false => paint.out.write_all(line.as_bytes())?,
            }
            writeln!(paint.out)?;
        }
    }
    if !record.warnings.is_empty() {
        paint.heading("Warnings")?;
    }
    for warning in &record.warnings {
        writeln!(paint.out, "  {}: {}", warning.code, one_line(&warning.message))?;
    }
    Ok(())
}

/// What a pairing is, without its sides: sort, status, dates, place, theme.
fn about(pairing: &Pairing) -> String {
    let parts = [
        pairing.class.map(|class| class.as_str().to_string()),
        Some(pairing.status.as_str().into()),
        pairing.date.clone(),
        pairing.since.as_ref().map(|since| format!("since {since}")),
        pairing.place.as_ref().map(|place| format!("at {}", one_line(place))),
        pairing.theme.as_ref().map(|theme| format!("《{}》", one_line(theme))),
        pairing.declared.map(|declared| format!("{declared} parties announced")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A branch for each side, its organizations below it where there are several, and the sentences at the end.
fn branches(record: &Record, pairing: &Pairing) -> Vec<Branch> {
    let name = |id: &String| {
        let org = record.organizations.iter().find(|o| o.id == *id);
        Branch::new(org.map_or_else(|| id.clone(), |o| format!("{} {id}", one_line(&o.name))))
    };
    let mut branches: Vec<Branch> = match pairing.sides.as_slice() {
        // Of one list each is paired with each.
        [all] => all.iter().map(name).collect(),
        sides => sides
            .iter()
            .enumerate()
            .map(|(number, side)| match side.as_slice() {
                [one] => name(one),
                several => {
                    let mut branch = Branch::new(format!("side {}, {} together", number + 1, several.len()));
                    branch.below = several.iter().map(name).collect();
                    branch
                }
            })
            .collect(),
    };
    branches.extend(pairing.evidence.iter().map(|e| Branch::new(format!("“{}”", one_line(&e.text)))));
    branches
}

fn sort(kind: OrgKind) -> Sort {
    if kind == OrgKind::Party { Sort::Party } else { Sort::Organization }
}

/// All marks in the order of the text; of two that overlap the caller takes the first.
fn marks(report: &Report, record: &Record) -> Vec<Mark> {
    let mut marks = Vec::new();
    for org in &record.organizations {
        for m in &org.mentions {
            marks.push(Mark { start: m.start, end: m.end, sort: sort(org.kind), label: org.id.clone() });
        }
    }
    for person in &record.people {
        for m in &person.mentions {
            marks.push(Mark { start: m.start, end: m.end, sort: Sort::Person, label: person.id.clone() });
        }
    }
    for date in &record.dates {
        let label = date.value.clone().unwrap_or_default();
        marks.push(Mark { start: date.start, end: date.end, sort: Sort::Date, label });
    }
    for number in &record.numbers {
        marks.push(Mark { start: number.start, end: number.end, sort: Sort::Number, label: String::new() });
    }
    let doc = Document::read(&report.text);
    for block in doc.blocks().iter().filter(|b| b.role == Role::Boilerplate && !b.span.is_empty()) {
        let raw = doc.raw_span(block.span);
        marks.push(Mark { start: raw.start, end: raw.end, sort: Sort::Boilerplate, label: String::new() });
    }
    marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    marks
}

/// Text that a terminal only prints: a report may hold control characters.
fn clean(chars: Option<&[char]>) -> String {
    let visible = |c: &char| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { *c };
    chars.unwrap_or_default().iter().filter(|c| **c != '\r').map(visible).collect()
}

fn one_line(text: &str) -> String {
    clean(Some(&text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect::<Vec<_>>()))
}
