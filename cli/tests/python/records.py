"""What tests in Python share: the records as written, and a table's rows that they must give."""

import gzip
import json


def load(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines]


def value(number):
    """value, low, high of a number."""
    v = number["value"]
    if isinstance(v, list):
        return None, v[0], v[1]
    return v, None, None


def tables(records):
    """All rows, by table, as tuples; written anew here so that it does not repeat the faults of the command."""
    t = {
        name: []
        for name in "documents authors organizations mentions people person_mentions roles dates numbers pairings "
        "pairing_sides pairing_evidence warnings".split()
    }
    for d, r in enumerate(records, 1):
        p, m = r["published"] or {}, r["meta"]
        t["documents"].append(
            (d, r["id"], r["source"], p.get("date"), p.get("basis"), m["title"], m["outlet"], r["schema"])
        )
        for n, a in enumerate(m["authors"], 1):
            t["authors"].append((d, n, a["name"], a["role"]))
        for o in r["organizations"]:
            t["organizations"].append(
                (d, o["id"], o["name"], o["kind"], o["level"], o["host"], o["place"], o["masked"])
            )
            for n, x in enumerate(o["mentions"], 1):
                t["mentions"].append((d, o["id"], n, x["start"], x["end"], x["text"], x["form"]))
        for o in r["people"]:
            t["people"].append((d, o["id"], o["name"]))
            for n, x in enumerate(o["mentions"], 1):
                t["person_mentions"].append((d, o["id"], n, x["start"], x["end"], x["text"]))
            for n, x in enumerate(o["roles"], 1):
                t["roles"].append((d, o["id"], n, x["organization"], x["title"]))
        for n, x in enumerate(r["dates"], 1):
            fields = "start end text kind value earliest latest mod".split()
            t["dates"].append((d, n, *(x[f] for f in fields)))
        for n, x in enumerate(r["numbers"], 1):
            head = tuple(x[f] for f in "start end text kind".split())
            tail = tuple(x[f] for f in "unit unit_norm bound counted of".split())
            t["numbers"].append((d, n, *head, *value(x), *tail))
        for x in r["pairings"]:
            fields = "id kind type status date since place theme declared confidence".split()
            t["pairings"].append((d, *(x[f] for f in fields)))
            for n, side in enumerate(x["sides"], 1):
                t["pairing_sides"].extend((d, x["id"], n, o) for o in side)
            for n, e in enumerate(x["evidence"], 1):
                t["pairing_evidence"].append((d, x["id"], n, e["start"], e["end"], e["text"]))
        for n, x in enumerate(r["warnings"], 1):
            t["warnings"].append((d, n, x["code"], x["message"], x["start"], x["end"]))
    return t


def order(row):
    return [(x is not None, str(type(x)) if isinstance(x, str) else "", x) if x is not None else (False, "", 0) for x in row]


def same(name, got, want):
    got, want = sorted(got, key=order), sorted(want, key=order)
    assert len(got) == len(want), f"{name}: {len(got)} rows, not {len(want)}"
    for g, w in zip(got, want):
        assert tuple(g) == tuple(w), f"{name}: {g} is not {w}"
