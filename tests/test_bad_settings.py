"""Every setting of corpus.toml with a value of every wrong type, a full disk, damaged caches: a sentence, no loss."""

from __future__ import annotations

import errno
import os
import tomllib
from pathlib import Path

import pytest
import tomlkit
from small import snapshot
from test_bad_input import TEXT, TOML, corpus
from typer.testing import CliRunner

from analysis.cli import app
from analysis.corpus import read_corpus
from analysis.corpus.places import data_folder
from analysis.evidence.study import Study

WRONG = [
    "",
    "\u0000",
    "a\nb",
    "../x",
    -1,
    1.5,
    float("nan"),
    10**30,
    True,
    [],
    [[]],
    [1],
    ["", ""],
    {},
    {"a": {"b": 1}},
]
EXAMPLE = tomllib.loads((data_folder() / "corpora" / "iraq-2004-2008" / "corpus.toml").read_text(encoding="utf-8"))
SETTINGS = [
    *[
        (table, name)
        for table in ("corpus", "event", "outlet", "article", "actor")
        for name in sorted(
            {key for row in (EXAMPLE[table] if isinstance(EXAMPLE[table], list) else [EXAMPLE[table]]) for key in row}
        )
    ],
    *[("study", name) for name in ("words", "query", "node", "contested", "people", "axis_actors", "wrong")],
]


@pytest.mark.parametrize(("table", "name"), SETTINGS, ids=str)
def test_a_setting_of_a_wrong_kind_is_named(tmp_path: Path, table: str, name: str) -> None:
    for number, value in enumerate(WRONG):
        data = tomlkit.parse(TOML).unwrap()
        rows = data.setdefault(table, {})
        (rows[0] if isinstance(rows, list) else rows)[name] = value
        folder = corpus(tmp_path / str(number), toml=tomlkit.dumps(data))
        before = snapshot(folder)
        done = CliRunner().invoke(app, ["check", str(folder)])
        assert done.exception is None or isinstance(done.exception, SystemExit), (value, done.exception)
        assert done.exit_code in {0, 1}, (value, done.output)
        assert done.output.strip()
        assert snapshot(folder) == before


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS])
def test_actors_that_cannot_be_written_leave_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def fail(path: Path, content: bytes) -> None:
        raise OSError(error, os.strerror(error), str(path))

    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    folder = corpus(tmp_path / "c", text="Norland said so. Mary Hill, the mayor, left. Mary Hill and Norland met. " * 4)
    before = snapshot(folder)
    monkeypatch.setattr("analysis.evidence.candidates.actor_entries.atomic_write", fail)
    done = CliRunner().invoke(app, ["actors", str(folder), "--write"])
    assert done.exit_code == 1, done.output
    assert f"corpus.toml: {os.strerror(error)}; nothing was changed. See to it, and call again" in done.output
    assert snapshot(folder) == {**before, **{name: b"" for name in snapshot(folder) if name.endswith(".lock")}}


def test_a_flipped_bit_in_any_cache_costs_time_and_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    read = read_corpus(corpus(tmp_path / "c", text=TEXT))

    def tables() -> list[str]:
        study = Study(read)
        return [getattr(study, name).write_json() for name in ("tokens", "mentions", "quotations", "labels", "acts")]

    right = tables()
    kept = sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert len(kept) >= 2
    for path in kept:
        whole = path.read_bytes()
        for part in range(1, 8):
            broken = bytearray(whole)
            broken[len(whole) * part // 8] ^= 16
            path.write_bytes(broken)
            assert tables() == right, (path.name, part)
