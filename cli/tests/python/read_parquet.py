import os
import sys

import pyarrow.parquet as pq

from records import load, same, tables, value

kind, path, records = sys.argv[1:]
records = load(records)

if kind == "tables":
    want = tables(records)
    assert sorted(os.listdir(path)) == sorted(f"{name}.parquet" for name in want), os.listdir(path)
    for name, rows in want.items():
        table = pq.read_table(os.path.join(path, f"{name}.parquet"))
        same(name, [tuple(row.values()) for row in table.to_pylist()], rows)
    sys.exit()

table = pq.read_table(path)
file = pq.ParquetFile(path)
assert file.metadata.row_group(0).column(0).compression == "ZSTD"
got = table.to_pylist()
assert len(got) == len(records)


def nested(number, r):
    p, m = r["published"] or {}, r["meta"]
    numbers = []
    for x in r["numbers"]:
        x = dict(x)
        x["value"], x["low"], x["high"] = value(x)
        numbers.append(x)
    pairings = []
    for x in r["pairings"]:
        sides = [{"side": n, "organization": o} for n, side in enumerate(x["sides"], 1) for o in side]
        pairings.append({**x, "sides": sides})
    return {
        "document": number,
        **{f: r[f] for f in "id source schema organizations people dates warnings".split()},
        "published": p.get("date"),
        "basis": p.get("basis"),
        **m,
        "numbers": numbers,
        "pairings": pairings,
    }


for number, (row, r) in enumerate(zip(got, records), 1):
    want = nested(number, r)
    assert row.keys() == want.keys(), row.keys() ^ want.keys()
    for field in want:
        assert row[field] == want[field], f"{r['id']}: {field}: {row[field]} is not {want[field]}"
