"""Reads a network of each format and checks that all say the same."""

import csv
import gzip
import json
import sys

import networkx as nx

stem = sys.argv[1]
with open(f"{stem}.json", encoding="utf-8") as file:
    whole = json.load(file)
nodes = {n["id"]: n for n in whole["nodes"]}
edges = {frozenset((e["source"], e["target"])): e for e in whole["edges"]}
assert len(nodes) == len(whole["nodes"]) and len(edges) == len(whole["edges"]) and edges
assert all(len(pair) == 2 for pair in edges), "a loop"
assert {n for pair in edges for n in pair} == set(nodes), "every node has an edge"


def table(name):
    with open(f"{stem}-{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


with gzip.open(f"{stem}.graphml.gz") as file:
    graphml = nx.read_graphml(file)
gexf = nx.read_gexf(f"{stem}.gexf")
for graph in (graphml, gexf):
    assert not graph.is_directed() and not graph.is_multigraph()
    assert set(graph.nodes) == set(nodes)
    assert {frozenset(e) for e in graph.edges} == set(edges)
    for id, data in graph.nodes(data=True):
        want = nodes[id]
        for field in ("label", "kind", "region", "reports", "known_by", "host", "level"):
            assert data.get(field) == want[field], (id, field, data, want)
        assert data["names"].split("; ") == want["names"]
    for a, b, data in graph.edges(data=True):
        want = edges[frozenset((a, b))]
        for field in ("weight", "status", "first_date", "last_date", "many"):
            assert data.get(field) == want[field], (a, b, field, data, want)
        assert data["pairings"].split("; ") == want["pairings"]
        assert data["documents"] and data["sentence"]

assert [n["id"] for n in table("nodes")] == [n["id"] for n in whole["nodes"]]
rows = table("edges")
assert {frozenset((e["source"], e["target"])) for e in rows} == set(edges) and len(rows) == len(edges)
evidence = table("evidence")
said = [
    (p["id"], s["document"], s["status"], str(e["start"]), e["text"])
    for p in whole["pairings"]
    for s in p["statements"]
    for e in s["evidence"]
]
assert [(r["pairing"], r["document"], r["status"], r["start"], r["text"]) for r in evidence] == said
sides = [(p["id"], str(n), m) for p in whole["pairings"] for n, side in enumerate(p["sides"], 1) for m in side]
assert [(r["pairing"], r["side"], r["node"]) for r in table("sides")] == sides

# The weight of an edge is the number of reports whose pairings put its ends together, told anew from the pairings.
for pair, edge in edges.items():
    of = [p for p in whole["pairings"] if p["id"] in edge["pairings"]]
    for p in of:
        assert pair <= {m for side in p["sides"] for m in side}, (pair, p)
    documents = {(s["document"], s["source"]) for p in of for s in p["statements"]}
    assert edge["weight"] == len(documents), (pair, edge["weight"], documents)
