"""Are rows that a change adds, drops or alters told apart?"""

import json

import polars as pl
import pytest

from analysis.corpus import corpus_of
from analysis.evidence.study import Study
from benchmarks import rows

WHERE = {"event": "e", "outlet": "o", "article_id": "a", "text": "raid"}


def acts(*given):
    every = dict.fromkeys(rows.KINDS["act"].columns)
    return rows.KINDS["act"].frame(
        [{**every, **WHERE, "start": start, "end": start + 4, "agent": agent} for start, agent in given]
    )


def test_rows_are_added_dropped_and_altered():
    before = acts((0, "ARMY"), (10, "ARMY"), (20, "POLICE"))
    after = acts((10, "REBELS"), (20, "POLICE"), (30, "ARMY"))
    found = rows.difference(before, after, "act")
    assert found.select("how", "where", "what").rows() == [
        ("added", "a 30 34", ""),
        ("altered", "a 10 14", "agent: ARMY → REBELS"),
        ("dropped", "a 0 4", ""),
    ]
    assert rows.difference(before, before, "act").is_empty()


def test_what_is_frozen_is_compared(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    text = "Northland soldiers stormed the town hall. “It was a massacre,” Hill said. Nine people were killed."
    monkeypatch.setattr(rows, "studies", lambda data, limit: [("set", Study(corpus_of({"a": text})))])
    asked = ["--data", str(tmp_path), "--to", str(tmp_path / "frozen")]
    assert rows.main(["freeze", *asked]) == 0
    assert set(json.loads((tmp_path / "frozen" / "sums.json").read_text())) == {f"set {kind}" for kind in rows.KINDS}
    assert rows.main(["diff", *asked]) == 0
    path = tmp_path / "frozen" / "set-toll.parquet"
    pl.read_parquet(path).clear().write_parquet(path)
    assert rows.main(["diff", *asked]) == 1
    assert "set, tolls: 1 added" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        rows.main(["thaw", *asked])
