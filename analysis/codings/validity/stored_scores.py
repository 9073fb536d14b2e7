"""Scores that were measured once and are kept: each with its date, the version that was scored, and its n."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl

SCORE = {
    **dict.fromkeys(("set", "part", "metric"), pl.String()),
    **dict.fromkeys(("value", "low", "high"), pl.Float64()),
    "n": pl.Int64(),
    "date": pl.Date(),
    "version": pl.String(),
}
MEANING = ("set", "metric", "asks", "goal", "beside")


def read_stored_scores(path: str | Path) -> pl.DataFrame:
    """What was measured, when, and with which version?

    One row is one score: set, part, metric, value, low, high (0 to 1; null where unknown), n, date, version. In the
    order of the file.
    Raises ValueError when the file is no list of such scores.
    """
    try:
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
        made = [{**row, "date": date.fromisoformat(row["date"])} for row in rows]
        return pl.DataFrame(made, schema=SCORE)
    except (json.JSONDecodeError, TypeError, KeyError, ValueError, pl.exceptions.PolarsError) as wrong:
        what = f"{path} is no list of scores with {', '.join(SCORE)} ({wrong}); write it with benchmarks.keep"
        raise ValueError(what) from None


def read_metric_meanings(path: str | Path) -> pl.DataFrame:
    """What does each metric of each set ask, in words?

    One row is one metric: set, metric, asks, goal (what this project aims at; null where it names none), beside
    (what people, simple rules or the best known system reach).
    Raises ValueError when the file has other columns.
    """
    found = pl.read_csv(path, schema_overrides={"goal": pl.Float64})
    if tuple(found.columns) != MEANING:
        raise ValueError(f"{path} has the columns {', '.join(found.columns)}; give it {', '.join(MEANING)}, in order")
    return found


def add_metric_meanings(kept: pl.DataFrame, meanings: pl.DataFrame) -> pl.DataFrame:
    """Kept scores with what they ask, the goal, and what others reach; reached is null where there is no goal.

    One row is one score: the columns of `kept`, then asks, goal, beside, reached. In the order of `meanings`; a score
    whose metric is not explained there comes last, in its own order.
    """
    order = meanings.with_row_index("place")
    joined = kept.join(order, on=["set", "metric"], how="left", maintain_order="left")
    sorted_rows = joined.sort("place", nulls_last=True, maintain_order=True).drop("place")
    # two digits, as printed: a score shown as the goal reaches it
    return sorted_rows.with_columns(reached=pl.col("value").round(2) >= pl.col("goal"))
