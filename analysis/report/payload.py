"""How do rows of evidence travel in the output of a cell, and where are they when they are too many?"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import blake2s
from pathlib import Path
from typing import Any

import polars as pl

from analysis.corpus.atomic_files import atomic_write

PLACE = ("article_id", "start", "end")  # columns of a table that say where in the texts a row stands
EVIDENCE = (
    2000  # rows of evidence that travel with a notebook; where there are more, all are in a file beside the figure
)
NUMBERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.Float32, pl.Float64)

Rows = dict[str, Any]  # columns, rows and, where they are known, places: see `markdown`


def six_digits(frame: pl.DataFrame) -> pl.DataFrame:
    """Floats to six digits, so that the last bits of a sum never show."""
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    return frame.with_columns(pl.col(floats).round_sig_figs(6))


def grid(frame: pl.DataFrame) -> Rows:
    """Columns and rows of plain values; floats to six digits, as in the CSV."""
    plain = six_digits(frame).with_columns(pl.exclude(pl.Boolean, *NUMBERS).cast(pl.String))
    return {"columns": list(frame.columns), "rows": [list(row) for row in plain.iter_rows()]}


def places(frame: pl.DataFrame | None) -> Rows:
    """Where in the texts does each row stand? Nothing where that is not known."""
    if frame is None or PLACE[0] not in frame.columns:
        return {}
    known = frame.select(pl.col(name) if name in frame.columns else pl.lit(None).alias(name) for name in PLACE)
    return {"places": [list(place) if place[0] else None for place in known.iter_rows()]}


def placed(frame: pl.DataFrame) -> Rows:
    """Rows of evidence, and where each stands."""
    return {**grid(frame.drop(PLACE, strict=False)), **places(frame)}


def travelling(name: str, rows: Rows) -> Rows:
    """What travels with a notebook: all of it, or the first rows and the file beside the figures that has them all."""
    if len(rows["rows"]) <= EVIDENCE:
        return rows
    file = f"{name}.evidence.json"
    write(folder(None) / file, json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())
    first = {key: value if key == "columns" else value[:EVIDENCE] for key, value in rows.items()}
    return {**first, "file": f"figures/{file}"}


def folder(path: str | Path | None) -> Path:
    """Where do figures and their data go?"""
    where = Path(path or os.environ.get("COUNTERFRAME_FIGURES") or Path("..") / "figures")
    where.mkdir(parents=True, exist_ok=True)
    return where


def write(path: Path, content: bytes) -> None:
    """Left alone when nothing changed."""
    if not path.is_file() or path.read_bytes() != content:
        atomic_write(path, content)


def lists(named: Mapping[str, Rows]) -> Rows:
    """Lists that share rows, each row once: grids, and of each list its grid and its rows there."""
    pools: dict[tuple[str, ...], dict[tuple[Any, ...], int]] = {}
    found = {}
    for name, rows in named.items():
        pool = pools.setdefault(tuple(rows["columns"]), {})
        where = [tuple(place or ()) for place in rows.get("places", [()] * len(rows["rows"]))]
        at = [pool.setdefault((*row, place), len(pool)) for row, place in zip(rows["rows"], where, strict=True)]
        found[name] = [list(pools).index(tuple(rows["columns"])), at]
    grids = [
        {"columns": list(columns), "rows": [row[:-1] for row in pool], "places": [row[-1] or None for row in pool]}
        for columns, pool in pools.items()
    ]
    return {"grids": [travelling(f"rows-{digest(one)}", one) for one in grids], "lists": found}


def digest(value: object) -> str:
    """A name for a value, the same wherever it is met."""
    return blake2s(json.dumps(value, ensure_ascii=False).encode(), digest_size=5).hexdigest()
