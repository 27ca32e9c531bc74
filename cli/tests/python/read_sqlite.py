import sqlite3
import sys

from records import load, same, tables

path, records = sys.argv[1:]
records = load(records)
db = sqlite3.connect(path)
assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
assert db.execute("PRAGMA foreign_key_check").fetchall() == []
for name, rows in tables(records).items():
    same(name, db.execute(f"SELECT * FROM {name}").fetchall(), rows)
    keys = db.execute(f"SELECT count(*) FROM pragma_table_info('{name}') WHERE pk > 0").fetchone()
    assert keys[0] > 0, name
indexes = db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchone()[0]
assert indexes >= 8, indexes

# Every part of a name finds it, of one character, of two, of many.
every = {o["name"] for r in records for o in r["organizations"]}
every |= {m["text"] for r in records for o in r["organizations"] for m in o["mentions"] if m["form"] != "anaphor"}
for part in ("局", "党委", "党支部", "有限公司党支部"):
    want = {n for n in every if part in n}
    assert want, part
    for find, what in (("names MATCH ?", f"{part}*"), ("name LIKE ?", f"%{part}%")):
        find = f"SELECT name FROM names WHERE sort = 'organization' AND {find}"
        assert {n for (n,) in db.execute(find, (what,))} == want, (find, what)
plan = db.execute("EXPLAIN QUERY PLAN SELECT name FROM names WHERE names MATCH '党委*'").fetchall()
assert "VIRTUAL TABLE INDEX" in plan[0][3], plan

# The view of links: across two sides, or all of one list.
want = set()
for d, r in enumerate(records, 1):
    for p in r["pairings"]:
        sides = p["sides"]
        if len(sides) > 1:
            pairs = [(a, b) for i, s in enumerate(sides) for t in sides[i + 1 :] for a in s for b in t]
        else:
            pairs = [tuple(sorted((a, b))) for i, a in enumerate(sides[0]) for b in sides[0][i + 1 :]]
        want |= {(d, p["id"], *pair) for pair in pairs}
assert any(len(p["sides"]) == 1 for r in records for p in r["pairings"])
assert set(db.execute("SELECT document, pairing, organization, partner FROM links")) == want
