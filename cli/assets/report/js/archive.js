"use strict";
// The data of the page, with what points back: a node's edges, an edge's pairings. The network itself is a graph of
// graphology, by the positions of organizations and edges.

Dj.archive = (() => {
  const data = Dj.read("data");
  const { nodes, pairings, reports } = data;
  const edges = data.edges.map(([a, b, of], at) => ({ at, a, b, pairings: of }));
  const graph = new graphology.UndirectedGraph({ allowSelfLoops: false });
  nodes.forEach((node, at) => {
    node.at = at;
    node.key = Dj.plain(node.name);
    graph.addNode(at);
  });
  edges.forEach((edge) => {
    graph.addEdgeWithKey(edge.at, edge.a, edge.b);
    for (const at of edge.pairings) (pairings[at].edges ??= []).push(edge.at);
  });
  reports.forEach((report, at) => {
    report.at = at;
    report.list = [];
  });
  pairings.forEach((pairing, at) => {
    pairing.at = at;
    pairing.edges ??= [];
    pairing.nodes = [...new Set(pairing.sides.flat().filter((m) => typeof m === "number"))];
    reports[pairing.report].list.push(pairing);
  });

  const name = (member) => (typeof member === "number" ? nodes[member].name : member);
  return {
    ...data,
    edges,
    graph,
    name,
    /** How a report is called. */
    title: (report) => report.title ?? report.id ?? report.source ?? Dj.t("untitled"),
    /** The edges of an organization, as positions. */
    edgesOf: (node) => graph.edges(node).map(Number),
    other: (edge, node) => (edge.a === node ? edge.b : edge.a),
    sides: (pairing) => pairing.sides.map((side) => side.map(name)),
  };
})();
