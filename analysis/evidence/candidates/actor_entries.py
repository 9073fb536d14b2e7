"""Candidates into corpus.toml, behind all that is there, for a reader to correct."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.read import toml_of
from analysis.corpus.write import alone, valid

INVITATION = """\
# Proposed by `counterframe actors`, and yours to correct: put the names of one actor into one table, take out whoever
# is none, and give those who are on one side the same group = "...".
"""


COUNTED = {"n_articles": "article", "n_outlets": "outlet"}


def write_actors(folder: Path, table: pl.DataFrame) -> list[str]:
    """Put the candidates of `suggest_actors` that corpus.toml does not know into it. Returns their codes.

    What is there stays as it is, to the byte. Raises CorpusError where the file would not be in order with them.
    """
    new = table.filter(~pl.col("listed")).group_by("actor", "name", "kind", "aliases", "events", maintain_order=True)
    rows = new.agg(pl.col("n", "n_articles").sum(), pl.col("n_outlets").max()).to_dicts()
    if rows:
        with alone(folder):
            source = f"{toml_of(folder)[0].rstrip()}\n\n{INVITATION}{''.join(map(_actor_block, rows))}"
            atomic_write(folder / "corpus.toml", valid(folder, source).encode())
    return [row["actor"] for row in rows]


def _actor_block(row: dict[str, Any]) -> str:
    """An [[actor]] under a comment that says how often it was met."""
    import tomlkit

    facts = {"id": row["actor"], "name": row["name"], "aliases": row["aliases"], "events": row["events"]}
    table = tomlkit.dumps({"actor": [{key: value for key, value in facts.items() if value}]})
    articles, outlets = (f"{row[key]} {word}{'s' * (row[key] != 1)}" for key, word in COUNTED.items())
    return f"\n# {row['kind']}, named {row['n']} times in {articles} of {outlets}\n{table}"
