import csv
import gzip
import os
import sys

from records import load, tables

folder, records, suffix = sys.argv[1:]


def cell(x):
    if x is None:
        return ""
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, float) and x == int(x):
        return str(int(x))
    return str(x)


want = tables(load(records))
assert sorted(os.listdir(folder)) == sorted(f"{name}.csv{suffix}" for name in want), os.listdir(folder)
for name, rows in want.items():
    path = os.path.join(folder, f"{name}.csv{suffix}")
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if suffix else open(path, encoding="utf-8", newline="")
    with opened as file:
        heading, *got = csv.reader(file)
    assert heading[0] == "document", heading
    rows = [[cell(x) for x in row] for row in rows]
    assert got == rows, name
    assert name in ("warnings", "authors") or rows, name
