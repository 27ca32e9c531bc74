//! The network as JSON and as CSV tables, with all evidence.

use super::graph::{Network, group_id};
#[cfg(feature = "csv")]
use serde_json::Value;
use serde_json::{json, value::RawValue};
use std::io::{self, Write};

fn line(out: &mut dyn Write, first: &mut bool, value: &impl serde::Serialize) -> io::Result<()> {
    out.write_all(if std::mem::take(first) { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(out, value)?)
}

/// As one object: nodes, edges, and pairings with what each report says.
pub(crate) fn json(network: &mut Network, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"nodes\": [")?;
    let mut first = true;
    for node in network.kept() {
        let node = json!({
            "id": node.id, "label": node.label, "names": node.names, "kind": node.kind(), "level": node.level,
            "region": node.region, "known_by": node.known_by, "host": node.host, "reports": node.reports,
        });
        line(out, &mut first, &node)?;
    }
    write!(out, "\n],\n\"edges\": [")?;
    first = true;
    for (&(a, b), edge) in &network.edges {
        let sum = &edge.sum;
        let edge = json!({
            "source": network.id(a), "target": network.id(b), "weight": sum.reports, "kinds": sum.kinds,
            "types": sum.types, "status": sum.status(), "first_date": sum.first_date, "last_date": sum.last_date,
            "many": edge.many, "pairings": edge.groups.iter().map(|&g| group_id(g)).collect::<Vec<_>>(),
        });
        line(out, &mut first, &edge)?;
    }
    write!(out, "\n],\n\"pairings\": [")?;
    first = true;
    for number in 0..network.groups.len() {
        let statements = network.statements(number)?;
        let Some(group) = network.groups.get(number).filter(|group| group.kept) else { continue };
        let sides: Vec<Vec<&str>> =
            group.sides.iter().map(|side| side.iter().map(|&n| network.id(n)).collect()).collect();
        // As they were written: they are JSON already.
        let statements: Vec<Box<RawValue>> = statements
            .into_iter()
            .map(|s| {
                RawValue::from_string(String::from_utf8(s).map_err(io::Error::other)?)
                    .map_err(io::Error::other)
            })
            .collect::<io::Result<_>>()?;
        let sum = &group.sum;
        let head = json!({
            "id": group_id(number as u32), "sides": sides, "reports": sum.reports, "kinds": sum.kinds,
            "types": sum.types, "status": sum.status(), "first_date": sum.first_date, "last_date": sum.last_date,
            "many": group.many,
        });
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        let head = head.to_string();
        write!(out, "{},\"statements\":", head.strip_suffix('}').unwrap_or(&head))?;
        serde_json::to_writer(&mut *out, &statements)?;
        out.write_all(b"}")?;
    }
    writeln!(out, "\n]}}")
}

/// As tables: `open` gives the file of a name.
#[cfg(feature = "csv")]
pub(crate) fn csv<W: Write>(
    network: &mut Network,
    mut open: impl FnMut(&str) -> io::Result<W>,
    mut close: impl FnMut(W) -> io::Result<()>,
) -> io::Result<()> {
    let mut end =
        |writer: csv::Writer<W>| close(writer.into_inner().map_err(|e| io::Error::other(e.to_string()))?);
    let mut nodes = csv::Writer::from_writer(open("nodes")?);
    nodes.write_record(["id", "label", "names", "kind", "level", "region", "known_by", "host", "reports"])?;
    for node in network.kept() {
        nodes.write_record([
            node.id.as_str(),
            &node.label,
            &node.names.join("; "),
            node.kind().as_str(),
            node.level.map(|level| level.as_str()).unwrap_or_default(),
            node.region.unwrap_or_default(),
            node.known_by,
            node.host.as_deref().unwrap_or_default(),
            &node.reports.to_string(),
        ])?;
    }
    let mut edges = csv::Writer::from_writer(open("edges")?);
    edges.write_record([
        "source",
        "target",
        "weight",
        "kinds",
        "types",
        "status",
        "first_date",
        "last_date",
        "many",
        "pairings",
    ])?;
    for (&(a, b), edge) in &network.edges {
        let sum = &edge.sum;
        edges.write_record([
            network.id(a),
            network.id(b),
            &sum.reports.to_string(),
            &super::xml::join(sum.kinds.iter().map(String::as_str)),
            &super::xml::join(sum.types.iter().copied()),
            sum.status(),
            sum.first_date.as_deref().unwrap_or_default(),
            sum.last_date.as_deref().unwrap_or_default(),
            &edge.many.to_string(),
            &edge.groups.iter().map(|&g| group_id(g)).collect::<Vec<_>>().join("; "),
        ])?;
    }
    let mut sides = csv::Writer::from_writer(open("sides")?);
    sides.write_record(["pairing", "side", "node"])?;
    let mut evidence = csv::Writer::from_writer(open("evidence")?);
    let fields =
        ["document", "source", "published", "pairing", "kind", "type", "status", "date", "confidence"];
    let head = ["pairing"].into_iter().chain(fields.map(|f| if f == "pairing" { "in_document" } else { f }));
    evidence.write_record(head.chain(["start", "end", "text"]))?;
    for number in 0..network.groups.len() {
        let id = group_id(number as u32);
        let Some(group) = network.groups.get(number).filter(|group| group.kept) else { continue };
        for (side, members) in group.sides.iter().enumerate() {
            for &member in members {
                sides.write_record([id.as_str(), &(side + 1).to_string(), network.id(member)])?;
            }
        }
        for statement in network.statements(number)? {
            let statement: Value = serde_json::from_slice(&statement)?;
            let cell = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let places = statement.get("evidence").and_then(Value::as_array).cloned().unwrap_or_default();
            for place in places {
                evidence.write_field(&id)?;
                for field in fields {
                    evidence.write_field(cell(statement.get(field).unwrap_or(&Value::Null)))?;
                }
                for field in ["start", "end", "text"] {
                    evidence.write_field(cell(place.get(field).unwrap_or(&Value::Null)))?;
                }
                evidence.write_record(None::<&[u8]>)?;
            }
        }
    }
    end(nodes)?;
    end(edges)?;
    end(sides)?;
    end(evidence)
}
