"""Keep measured scores: python -m benchmarks.keep SCORES.json [--into data/validity/scores.json] [--date DAY].

SCORES.json is what `make validity JSON=…`, `python -m benchmarks.validity --json …` or `counterframe validate --json …`
wrote. Scores of the same set and part that were kept before are replaced.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from analysis import __version__
from analysis.codings.validity.score_output import write_json
from analysis.codings.validity.stored_scores import SCORE, read_stored_scores

INTO = Path(__file__).parent.parent / "data" / "validity" / "scores.json"


def main(arguments: list[str] | None = None) -> int:
    """0 done, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keep", description="Keep measured scores.")
    parser.add_argument("scores", type=Path, help="a file of scores, as --json writes it")
    parser.add_argument("--into", type=Path, default=INTO, help="the file of kept scores")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="day of the measurement")
    parser.add_argument("--set", dest="of", help="name of the set, instead of the one in the file")
    parser.add_argument("--part", help="name of the part, instead of the one in the file")
    asked = parser.parse_args(arguments)
    renamed = {name: value for name, value in (("set", asked.of), ("part", asked.part)) if value}
    try:
        rows = [{**row, **renamed} for row in json.loads(asked.scores.read_text(encoding="utf-8"))]
        kept = store_scores(rows, asked.into, day=asked.date, version=__version__)
    except (OSError, ValueError, TypeError) as wrong:
        parser.error(str(wrong))
    sys.stdout.write(f"{asked.into}: {len(kept)} scores, {len(rows)} of them new\n")
    return 0


def store_scores(rows: Iterable[Mapping[str, Any]], path: str | Path, *, day: date, version: str) -> pl.DataFrame:
    """Keep these scores: they take the place of older ones of the same set and part. Returns all that is kept.

    `rows` are objects with set, part, metric, value, low, high and n, as `score_output.score_rows` makes them.
    """
    fresh = [{name: row[name] for name in SCORE if name in row} for row in rows]
    dated = [{**row, "date": day.isoformat(), "version": version} for row in fresh]
    replaced = {(row["set"], row["part"]) for row in dated}
    old = (
        read_stored_scores(path).with_columns(pl.col("date").cast(pl.String)).to_dicts() if Path(path).is_file() else []
    )
    kept = [row for row in old if (row["set"], row["part"]) not in replaced]
    write_json(kept + dated, path)
    return read_stored_scores(path)


if __name__ == "__main__":
    sys.exit(main())
