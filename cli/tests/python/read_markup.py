"""Names and ids that hold what is markup come back as they were."""

import json
import sys

import networkx as nx

stem = sys.argv[1]
with open(f"{stem}.json", encoding="utf-8") as file:
    whole = json.load(file)
want = {n["id"].replace("\x01", "\ufffd"): n["label"].replace("\x01", "\ufffd") for n in whole["nodes"]}
assert any("<甲>&" in label for label in want.values()), want
for graph in (nx.read_graphml(f"{stem}.graphml"), nx.read_gexf(f"{stem}.gexf")):
    assert dict(graph.nodes(data="label")) == want, dict(graph.nodes(data="label"))
    assert [d["documents"] for _, _, d in graph.edges(data=True)] == ['a<&"b']
