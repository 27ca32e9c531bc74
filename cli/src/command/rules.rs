//! `rules`: the forms that finders know and the tables of lexical facts.

use crate::message::{End, Stop};
use dangjian::lexicon::{TABLES, Table};
use dangjian::rule::Rule;
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
    let rules: Vec<&Rule> = dangjian::rules().filter(|r| wanted(r.name)).collect();
    let tables: Vec<&Table> = TABLES.iter().filter(|t| wanted(t.name())).collect();
    if rules.is_empty() && tables.is_empty() {
        let name = arguments.name.as_deref().unwrap_or_default();
        return Err(Stop::Usage(format!("no rule and no table has {name} in its name")));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.json {
        let rules: Vec<_> = rules.iter().map(|r| rule_json(r)).collect();
        let tables: Vec<_> = tables.iter().map(|t| table_json(t)).collect();
        writeln!(out, "{}", json!({"rules": rules, "tables": tables}))?;
    } else {
        let full = arguments.name.is_some();
        for rule in &rules {
            print_rule(&mut out, rule, full)?;
        }
        for table in &tables {
            print_table(&mut out, table, full)?;
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

fn table_json(table: &Table) -> serde_json::Value {
    let rows: Vec<_> = table.rows().collect();
    json!({"name": table.name(), "about": table.about(), "columns": table.columns(), "rows": rows})
}

fn print_table(out: &mut impl Write, table: &Table, full: bool) -> io::Result<()> {
    let (name, about) = (table.name(), table.about());
    if !full {
        let first = about.split_inclusive(". ").next().unwrap_or_default().trim();
        return writeln!(out, "{name:28} {} rows: {first}", table.rows().count());
    }
    writeln!(out, "{name}: {about}")?;
    writeln!(out, "{}", table.columns().join("\t"))?;
    for row in table.rows() {
        writeln!(out, "{}", row.join("\t"))?;
    }
    Ok(())
}
