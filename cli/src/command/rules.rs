//! `rules`: the forms that finders know and the tables of lexical facts.

use crate::message::{End, Stop};
use dangjian::lexicon::TABLES;
use dangjian::rule::Rule;
use dangjian::{date, number};
use serde_json::json;
use std::io::{self, BufWriter, Write};

/// List rules with their examples, and the tables of words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dangjian rules                  all rules and tables, a line each
  dangjian rules date/            rules of dates with their examples and near misses
  dangjian rules suffix           the table of what organizations end with
  dangjian rules --json | jq '.tables[].name'

Everything else that `dangjian explain` names as a rule is a model: its features say why.")]
pub(crate) struct Arguments {
    /// Show in full what has this word in its name
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// As one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Stop> {
    let wanted = |name: &str| arguments.name.as_deref().is_none_or(|n| name.contains(n));
    let rules: Vec<&Rule> = date::RULES.iter().chain(number::RULES).filter(|r| wanted(r.name)).collect();
    let tables: Vec<Table<'_>> =
        TABLES.iter().map(|&(n, t)| Table::read(n, t)).filter(|t| wanted(t.name)).collect();
    if rules.is_empty() && tables.is_empty() {
        let name = arguments.name.as_deref().unwrap_or_default();
        return Err(Stop::Usage(format!("no rule and no table has {name} in its name")));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.json {
        let rules: Vec<_> = rules.iter().map(|r| rule_json(r)).collect();
        let tables: Vec<_> = tables.iter().map(Table::json).collect();
        writeln!(out, "{}", json!({"rules": rules, "tables": tables}))?;
    } else {
        let full = arguments.name.is_some();
        for rule in &rules {
            print_rule(&mut out, rule, full)?;
        }
        for table in &tables {
            table.print(&mut out, full)?;
        }
    }
    out.flush()?;
    Ok(End::Well)
}

fn rule_json(rule: &Rule) -> serde_json::Value {
    let examples: Vec<_> =
        rule.examples.iter().map(|(text, value)| json!({"text": text, "value": value})).collect();
    json!({"name": rule.name, "covers": rule.covers, "examples": examples, "near_misses": rule.near_misses})
}

fn print_rule(out: &mut impl Write, rule: &Rule, full: bool) -> io::Result<()> {
    writeln!(out, "{:28} {}", rule.name, rule.covers)?;
    if full {
        for (text, value) in rule.examples {
            writeln!(out, "    {text} → {value}")?;
        }
        for text in rule.near_misses {
            writeln!(out, "    not: {text}")?;
        }
    }
    Ok(())
}

/// A table of lexical facts.
struct Table<'a> {
    name: &'a str,
    about: String,
    columns: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
}

impl<'a> Table<'a> {
    fn read(name: &'a str, text: &'a str) -> Self {
        let comment = |l: &&str| l.starts_with('#');
        let about: Vec<&str> =
            text.lines().take_while(comment).map(|l| l.trim_start_matches('#').trim()).collect();
        let mut lines =
            text.lines().filter(|l| !l.trim().is_empty() && !comment(l)).map(|l| l.split('\t').collect());
        Self {
            name,
            about: about.join(" "),
            columns: lines.next().unwrap_or_default(),
            rows: lines.collect(),
        }
    }

    fn json(&self) -> serde_json::Value {
        json!({"name": self.name, "about": self.about, "columns": self.columns, "rows": self.rows})
    }

    fn print(&self, out: &mut impl Write, full: bool) -> io::Result<()> {
        if !full {
            let first = self.about.split_inclusive(". ").next().unwrap_or_default().trim();
            return writeln!(out, "{:28} {} rows: {first}", self.name, self.rows.len());
        }
        writeln!(out, "{}: {}", self.name, self.about)?;
        writeln!(out, "{}", self.columns.join("\t"))?;
        for row in &self.rows {
            writeln!(out, "{}", row.join("\t"))?;
        }
        Ok(())
    }
}
