"""Scores and errors as plain text for the terminal, and as JSON for another program."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import polars as pl

from analysis.corpus.atomic_files import atomic_write

WIDTH = 110


def score_lines(scores: pl.DataFrame) -> str:
    """Scores as a table in plain text: value, interval, n, articles."""
    lines = [f"{'metric':<30}{'value':>7}   {'95 % interval':<15}{'n':>8}{'articles':>10}"]
    for row in scores.iter_rows(named=True):
        value = "–" if row["value"] is None else f"{row['value']:.3f}"
        between = "–" if row["low"] is None else f"{row['low']:.3f} … {row['high']:.3f}"
        lines.append(f"{row['metric']:<30}{value:>7}   {between:<15}{row['n']:>8,}{row['n_articles']:>10,}")
    return "\n".join(lines)


def error_lines(errors: pl.DataFrame) -> str:
    """Errors as plain text, metric by metric, each with its sentence. Takes what `scores.worst_errors` returns."""
    lines: list[str] = []
    for (metric,), group in errors.group_by("metric", maintain_order=True):
        lines.append(f"\nLargest errors of {metric}:")
        for row in group.iter_rows(named=True):
            where = "not found in the article" if row["start"] is None else f"characters {row['start']}–{row['end']}"
            coded, machine = row["coded"] or "nothing", row["machine"] or "nothing"
            lines.append(f"  {row['article_id']}, {where}: coded {coded}; machine {machine}")
            lines.append(f"    {_shorten(row['text'])}")
            if row["sentence"]:
                lines.append(f"    in: {_shorten(row['sentence'])}")
    return "\n".join(lines)


def lost_lines(lost: pl.DataFrame, *, left_out: bool = False) -> str:
    """Coded spans that are nowhere in their article, with file and line: they count as missed, or are left out."""
    several = lost.height > 1
    many = "spans are nowhere in their article" if several else "span is nowhere in its article"
    missed, out = ("count as missed", "are left out") if several else ("counts as missed", "is left out")
    rows = lost.select("file", "line", "text").iter_rows()
    places = [f"  {file}, line {line}: {_shorten(text)}" for file, line, text in rows]
    return "\n".join([f"\n{lost.height} coded {many}, and {out if left_out else missed}:", *places])


def _shorten(text: str) -> str:
    return textwrap.shorten(text, WIDTH, placeholder=" …")


def score_rows(scores: pl.DataFrame, *, of: str, part: str) -> list[dict[str, object]]:
    """Scores as objects with set, part, metric, value, low, high (0 to 1, or null) and n."""
    rows = scores.select("metric", "value", "low", "high", "n").iter_rows(named=True)
    return [{"set": of, "part": part, **row} for row in rows]


def write_json(answer: object, path: str | Path) -> None:
    """Write an answer to a file, whole or not at all; its folder is made if need be."""
    atomic_write(Path(path), (json.dumps(answer, indent=1, ensure_ascii=False) + "\n").encode())
