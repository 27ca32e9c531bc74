//! The network as GraphML and as GEXF: what graph programs open. Of the evidence they get the first documents and the
//! first sentence; JSON and CSV have all of it.

use super::graph::{Edge, Network, Node, group_id};
use std::io::{self, Write};

/// The type of an attribute, as both formats call it.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Count,
    Truth,
}

impl Type {
    fn graphml(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Count => "int",
            Self::Truth => "boolean",
        }
    }

    fn gexf(self) -> &'static str {
        if matches!(self, Self::Count) { "integer" } else { self.graphml() }
    }
}

/// Its name, and its value for a node or an edge.
type Attribute<T> = (&'static str, Type, fn(&T) -> Option<String>);
type Attributes<T> = &'static [Attribute<T>];

const NODE: Attributes<Node> = &[
    ("label", Type::Text, |node| Some(node.label.clone())),
    ("names", Type::Text, |node| Some(node.names.join("; "))),
    ("kind", Type::Text, |node| Some(node.kind().as_str().into())),
    ("level", Type::Text, |node| node.level.map(|level| level.as_str().into())),
    ("region", Type::Text, |node| node.region.map(str::to_string)),
    ("known_by", Type::Text, |node| Some(node.known_by.into())),
    ("host", Type::Text, |node| node.host.clone()),
    ("reports", Type::Count, |node| Some(node.reports.to_string())),
];

const EDGE: Attributes<Edge> = &[
    ("weight", Type::Count, |edge| Some(edge.sum.reports.to_string())),
    ("kinds", Type::Text, |edge| Some(join(edge.sum.kinds.iter().map(String::as_str)))),
    ("types", Type::Text, |edge| Some(join(edge.sum.types.iter().copied()))),
    ("status", Type::Text, |edge| Some(edge.sum.status().into())),
    ("first_date", Type::Text, |edge| edge.sum.first_date.clone()),
    ("last_date", Type::Text, |edge| edge.sum.last_date.clone()),
    ("many", Type::Truth, |edge| Some(edge.many.to_string())),
    ("pairings", Type::Text, |edge| {
        Some(edge.groups.iter().map(|&g| group_id(g)).collect::<Vec<_>>().join("; "))
    }),
    ("documents", Type::Text, |edge| Some(edge.sum.documents.join("; "))),
    ("sentence", Type::Text, |edge| Some(edge.sum.sentence.clone()).filter(|s| !s.is_empty())),
];

pub(super) fn join<'s>(words: impl Iterator<Item = &'s str>) -> String {
    words.collect::<Vec<_>>().join("; ")
}

/// As GraphML.
pub(crate) fn graphml(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    for (name, holds, _) in NODE {
        key(out, "node", "n", name, *holds)?;
    }
    for (name, holds, _) in EDGE {
        key(out, "edge", "e", name, *holds)?;
    }
    writeln!(out, r#"<graph edgedefault="undirected">"#)?;
    for node in network.kept() {
        writeln!(out, r#"<node id="{}">"#, escape(&node.id))?;
        for (name, _, value) in NODE {
            data(out, "n", name, value(node))?;
        }
        writeln!(out, "</node>")?;
    }
    for (&(a, b), edge) in &network.edges {
        writeln!(out, r#"<edge source="{}" target="{}">"#, escape(network.id(a)), escape(network.id(b)))?;
        for (name, _, value) in EDGE {
            data(out, "e", name, value(edge))?;
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

fn key(out: &mut dyn Write, of: &str, short: &str, name: &str, holds: Type) -> io::Result<()> {
    let holds = holds.graphml();
    writeln!(out, r#"<key id="{short}_{name}" for="{of}" attr.name="{name}" attr.type="{holds}"/>"#)
}

fn data(out: &mut dyn Write, short: &str, name: &str, value: Option<String>) -> io::Result<()> {
    match value {
        Some(value) => writeln!(out, r#"<data key="{short}_{name}">{}</data>"#, escape(&value)),
        None => Ok(()),
    }
}

/// As GEXF 1.2. The label of a node and the weight of an edge are the format's own.
pub(crate) fn gexf(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">"#)?;
    writeln!(out, r#"<graph mode="static" defaultedgetype="undirected">"#)?;
    let (nodes, edges) = (own(NODE, "label"), own(EDGE, "weight"));
    attributes(out, "node", nodes.iter().map(|(name, holds, _)| (*name, *holds)))?;
    attributes(out, "edge", edges.iter().map(|(name, holds, _)| (*name, *holds)))?;
    writeln!(out, "<nodes>")?;
    for node in network.kept() {
        writeln!(out, r#"<node id="{}" label="{}">"#, escape(&node.id), escape(&node.label))?;
        values(out, nodes.iter().map(|(name, _, value)| (*name, value(node))))?;
        writeln!(out, "</node>")?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (number, (&(a, b), edge)) in network.edges.iter().enumerate() {
        let (a, b) = (escape(network.id(a)), escape(network.id(b)));
        let weight = edge.sum.reports;
        writeln!(out, r#"<edge id="{number}" source="{a}" target="{b}" weight="{weight}">"#)?;
        values(out, edges.iter().map(|(name, _, value)| (*name, value(edge))))?;
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")
}

fn own<T>(all: Attributes<T>, format: &str) -> Vec<Attribute<T>> {
    all.iter().filter(|(name, ..)| *name != format).copied().collect()
}

fn attributes(
    out: &mut dyn Write,
    of: &str,
    all: impl Iterator<Item = (&'static str, Type)>,
) -> io::Result<()> {
    writeln!(out, r#"<attributes class="{of}">"#)?;
    for (name, holds) in all {
        writeln!(out, r#"<attribute id="{name}" title="{name}" type="{}"/>"#, holds.gexf())?;
    }
    writeln!(out, "</attributes>")
}

fn values(out: &mut dyn Write, all: impl Iterator<Item = (&'static str, Option<String>)>) -> io::Result<()> {
    writeln!(out, "<attvalues>")?;
    for (name, value) in all {
        if let Some(value) = value {
            writeln!(out, r#"<attvalue for="{name}" value="{}"/>"#, escape(&value))?;
        }
    }
    writeln!(out, "</attvalues>")
}

/// Text in XML, also in an attribute. Characters that XML does not allow are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
