"""Does a difference between two outlets come back from event to event, in any of many categories?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from analysis.inference.design import CLAIMS, outlet_pair_claims
from analysis.inference.resampling_counts import compare_counts

COLUMNS: dict[str, pl.DataType] = {
    **dict.fromkeys(("outlet", "other", "category"), pl.String()),
    **dict.fromkeys(("effect", "low", "high", "share_outlet", "share_other"), pl.Float64()),
    **dict.fromkeys(("n_outlet", "n_other", "of_outlet", "of_other"), pl.Float64()),
    "n_events": pl.Int64(),
    **dict.fromkeys(("least_p", "p", "q"), pl.Float64()),
}
OFTEN = 8  # categories that are tested: every further one takes power from the others


def paired_differences(
    rows: pl.DataFrame,
    articles: pl.DataFrame,
    *,
    by: str | None = None,
    value: str | Sequence[str] | None = None,
    weight: str | None = None,
    most: int = OFTEN,
    draws: int = 1999,
    seed: int = 20,
) -> pl.DataFrame:
    """In what do two outlets differ event after event, how firm is that, and could chance have done it?

    The measure is taken article by article: the share of each category of `by` in its rows (or in their `weight`, such
    as words), or the mean of `value`, a column or several of them, each a category. effect = mean over events of (the
    mean of the articles of `outlet` less that of the articles of `other`), so that neither a long article nor an event
    on which one writes much weighs more; low, high its 95 % interval over events; p from exchanging the two outlets'
    articles inside each event (`compare_counts`); q: p after Benjamini and Hochberg over all rows of this table. The
    `most` commonest categories of `by` are tested.
    Read it: effect and interval first. Beware: only pairs that share six events or more are here, and articles without
    any row are left out; with fewer events the table is empty and nothing may be claimed of outlets.

    One row is one pair of outlets and one category: outlet, other, category ("" for one `value`), effect, low, high,
    share_outlet, share_other (the measure of each, over events), n_outlet, n_other (sums over their articles),
    of_outlet, of_other (of how much), n_events, least_p, p, q. Sorted by q, the size of the effect (largest first),
    outlet, other, category.
    Raises ValueError unless one of `by` and `value` is given.
    """
    values = [value] if isinstance(value, str) else list(value or ())
    if (by is None) == (not values):
        raise ValueError("paired differences need either `by`, a column of categories, or `value`, a column to average")
    told = rows.drop_nulls([name for name in (by, *values, weight) if name])
    told = told.with_columns(_size=pl.col(weight).cast(pl.Float64) if weight else pl.lit(1.0))
    sizes = told.group_by("article_id").agg(pl.col("_size").sum()).filter(pl.col("_size") > 0)
    here = articles.join(sizes, on="article_id").sort("event", "outlet", "article_id")
    allowed = outlet_pair_claims(here).filter(pl.col("claim") == CLAIMS[2]).select("outlet", "other").rows()
    if not allowed:
        return pl.DataFrame(schema=COLUMNS)
    sums = _article_sums(told, by, values)
    common = sums.group_by("_category", maintain_order=True).agg(pl.col("_sum").sum())
    often = common.sort("_sum", "_category", descending=[True, False]).head(most) if by else common
    categories = often["_category"].to_list()
    matrix = _article_category_matrix(sums, here["article_id"].to_list(), categories)
    per_article = np.asarray(here["_size"], dtype=np.float64)
    found = []
    for outlet, other in allowed:
        alike = _event_weights(here, outlet, other)
        options = {"target": outlet, "reference": other, "of": alike, "terms": categories}
        scaled = matrix / per_article[:, None] * alike[:, None]
        table = compare_counts(scaled, here, **options, statistic="difference", draws=draws, seed=seed)
        table = table.with_columns(outlet=pl.lit(outlet), other=pl.lit(other)).drop("of_target", "of_reference")
        found.append(table.with_columns(**_sums_of_pair(here, matrix, per_article, outlet, other)))
    whole = pl.concat(found).rename({"term": "category"})
    whole = whole.select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items() if name != "q")
    reach = pl.max_horizontal("least_p", pl.lit(2 / (draws + 1)))
    return _ranked(whole.with_columns(pl.col("effect", "low", "high", "p").round(5), least_p=reach.round(5)))


def _event_weights(here: pl.DataFrame, outlet: str, other: str) -> np.ndarray:
    """A weight of each article with which every event weighs the same, on top of those of `permutation_plan`."""
    n, m = ((pl.col("outlet") == name).sum().over("event") for name in (outlet, other))
    weight = here.select(pl.when((n > 0) & (m > 0)).then((n + m) / (n * m)).otherwise(1.0))
    return weight.to_series().to_numpy()


def _sums_of_pair(
    here: pl.DataFrame, matrix: np.ndarray, size: np.ndarray, outlet: str, other: str
) -> dict[str, pl.Series]:
    """Of both outlets, on the events that they share: what is counted of each category, of how much, and the share."""
    shared = here.filter(pl.col("outlet").is_in([outlet, other])).group_by("event").agg(pl.col("outlet").n_unique())
    events = shared.filter(pl.col("outlet") == 2)["event"].to_list()
    columns: dict[str, pl.Series] = {}
    for side, name in (("outlet", outlet), ("other", other)):
        rows = np.flatnonzero((here["outlet"] == name) & here["event"].is_in(events))
        share = matrix[rows] / size[rows, None]
        event = here["event"].gather(rows).rank("dense").to_numpy().astype(np.int64) - 1
        means = np.array([share[event == one].mean(axis=0) for one in range(len(events))])
        columns[f"n_{side}"] = pl.Series(matrix[rows].sum(axis=0))
        columns[f"of_{side}"] = pl.Series(np.full(matrix.shape[1], size[rows].sum()))
        columns[f"share_{side}"] = pl.Series(means.mean(axis=0)).round(5)
    return columns


def paired_measures(counted: pl.DataFrame, articles: pl.DataFrame, **options: Any) -> pl.DataFrame:
    """The same of several shares that are not counted of the same things: words, labels, acts.

    `counted` has article_id, measure, n and of (`across_events.counted_rows`); a category is a measure, of_outlet and
    of_other are sums of `of`. q: over all measures together. Otherwise as `paired_differences`.
    """
    shares = counted.with_columns(share=pl.col("n") / pl.col("of"))
    found = [
        paired_differences(part, articles, value="share", weight="of", **options).with_columns(category=pl.lit(measure))
        for (measure,), part in shares.group_by("measure", maintain_order=True)
    ]
    return _ranked(pl.concat([pl.DataFrame(schema=COLUMNS), *found]))


def _article_sums(told: pl.DataFrame, by: str | None, values: list[str]) -> pl.DataFrame:
    """What each article has of each category: article_id, _category, _sum."""
    size = pl.col("_size")
    if by:
        return told.group_by("article_id", pl.col(by).alias("_category"), maintain_order=True).agg(_sum=size.sum())
    means = [(size * pl.col(name).cast(pl.Float64)).sum().alias(name) for name in values]
    wide = told.group_by("article_id", maintain_order=True).agg(means)
    long = wide.unpivot(values, index="article_id", variable_name="_category", value_name="_sum")
    return long if len(values) > 1 else long.with_columns(_category=pl.lit(""))


def _article_category_matrix(sums: pl.DataFrame, ids: list[str], categories: list[str]) -> np.ndarray:
    """Articles by categories."""
    row, column = ({name: place for place, name in enumerate(names)} for names in (ids, categories))
    matrix = np.zeros((len(ids), len(categories)))
    for id, category, total in sums.select("article_id", "_category", "_sum").iter_rows():
        if id in row and category in column:
            matrix[row[id], column[category]] = total
    return matrix


def _ranked(rounded: pl.DataFrame) -> pl.DataFrame:
    """With q over all rows. What comes out of sums of floats is rounded before, so that rows stand in the same order
    on every machine. Where the arrangements are too many to be listed, the smallest p is that of one in all drawn.
    """
    from scipy.stats import false_discovery_control

    if rounded.is_empty():
        return rounded
    found = rounded.with_columns(q=pl.Series(false_discovery_control(rounded["p"].to_numpy(), method="bh")).round(5))
    order = ["q", pl.col("effect").abs(), "outlet", "other", "category"]
    return found.sort(order, descending=[False, True, False, False, False])
