"""Many events: all of them together first, then those in which the outlets differ most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from analysis.schema import ALL_EVENTS


def add_all_events(measure: Callable[..., pl.DataFrame], *tables: pl.DataFrame, **options: Any) -> pl.DataFrame:
    """What does a measure say of each event, and of all events together?

    The measure is taken of the tables as they are, and, where an outlet reports several events, once more as if all
    were one event, `ALL_EVENTS`. Those rows come first.
    Read it: "all events" counts every article of an outlet once, so a long event weighs more than a short one.
    Beware: outlets that report different events are not comparable over all of them; the single events are.
    """
    found = measure(*tables, **options)
    events = tables[0].group_by("outlet").agg(n=pl.col("event").n_unique())["n"]
    if events.is_empty() or events.max() == 1:
        return found
    together = [table.with_columns(event=pl.lit(ALL_EVENTS)) for table in tables]
    return pl.concat([measure(*together, **options), found])


def pooled_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Which rows speak of all events together? All rows, where a table has no such rows."""
    together = rows.filter(pl.col("event") == ALL_EVENTS)
    return rows if together.is_empty() else together


def outlet_gaps(rows: pl.DataFrame, *, value: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """On which events, and in what, do which outlets lie furthest apart?

    gap = highest less lowest `value` of an outlet on the event, for each category of `by`. An outlet that has no row
    for a category counts as 0 there; null values are left out.
    Read it: the first rows are those to look at. Beware: short texts differ more than long ones by chance alone.

    One row is one category on one event of two outlets or more: event, the columns of `by`, highest, lowest (outlets),
    gap. Sorted by gap, largest first, then event and `by`.
    """
    single = rows.filter(pl.col("event") != ALL_EVENTS).drop_nulls(value)
    keys = ["event", *by]
    cells = single.group_by(*keys, "outlet").agg(pl.col(value).cast(pl.Float64).max().alias("_value"))
    grid = cells.select("event", "outlet").unique().join(cells.select(keys).unique(), on="event")
    filled = grid.join(cells, on=[*keys, "outlet"], how="left", nulls_equal=True).with_columns(
        pl.col("_value").fill_null(0.0)
    )
    ends = (
        filled.sort("_value", "outlet", descending=[True, False])
        .group_by(keys)
        .agg(
            highest=pl.col("outlet").first(),
            lowest=pl.col("outlet").sort_by("_value", "outlet").first(),
            gap=(pl.col("_value").max() - pl.col("_value").min()).round(6),
            outlets=pl.len(),
        )
    )
    apart = ends.filter(pl.col("outlets") > 1).drop("outlets")
    return apart.sort("gap", *keys, descending=[True, *[False] * len(keys)])


def event_gaps(rows: pl.DataFrame, *, value: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """In which events do the outlets lie furthest apart? The largest of the `outlet_gaps` of each.

    One row is one event of two outlets or more: event, gap. Sorted by gap, largest first, then event.
    """
    largest = outlet_gaps(rows, value=value, by=by).group_by("event").agg(pl.col("gap").max())
    return largest.sort("gap", "event", descending=[True, False])


def rows_of_shared_events(table: pl.DataFrame) -> pl.DataFrame:
    """The rows on events of which the table has two outlets or more: only there can outlets be compared."""
    return table.filter(pl.col("outlet").n_unique().over("event") > 1)
