"""Many events: all of them together first, then those in which the outlets differ most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from analysis.schema import ALL_EVENTS


def with_all_events(measure: Callable[..., pl.DataFrame], *tables: pl.DataFrame, **options: Any) -> pl.DataFrame:
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


def event_gaps(rows: pl.DataFrame, *, value: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """In which events do the outlets lie furthest apart?

    gap = the largest, over the categories of `by`, of highest less lowest `value` of an outlet on the event. An outlet
    that has no row for a category counts as 0 there; null values are left out.
    Read it: the first events are those to look at. Beware: short texts differ more than long ones by chance alone.

    One row is one event of two outlets or more: event, gap. Sorted by gap, largest first, then event.
    """
    single = rows.filter(pl.col("event") != ALL_EVENTS).drop_nulls(value)
    outlets = single.group_by("event").agg(here=pl.col("outlet").n_unique())
    cells = single.group_by("event", *by, "outlet").agg(pl.col(value).cast(pl.Float64).max().alias("value"))
    spread = cells.group_by("event", *by).agg(
        high=pl.col("value").max(), low=pl.col("value").min(), with_row=pl.col("outlet").n_unique()
    )
    low = pl.when(pl.col("with_row") < pl.col("here")).then(pl.min_horizontal(pl.col("low"), 0.0)).otherwise("low")
    high = pl.when(pl.col("with_row") < pl.col("here")).then(pl.max_horizontal(pl.col("high"), 0.0)).otherwise("high")
    return (
        spread.join(outlets.filter(pl.col("here") > 1), on="event")
        .group_by("event")
        .agg(gap=(high - low).max().round(6))
        .sort("gap", "event", descending=[True, False])
    )
