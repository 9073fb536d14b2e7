"""Does a difference between two outlets come back from event to event, in any of many categories?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb, prod
from typing import Any

import numpy as np
import polars as pl

from analysis.inference.design import CLAIMS, outlet_pair_claims
from analysis.measures.block_intervals import student_t_quantile

COLUMNS: dict[str, pl.DataType] = {
    **dict.fromkeys(("outlet", "other", "category"), pl.String()),
    **dict.fromkeys(("effect", "low", "high", "share_outlet", "share_other"), pl.Float64()),
    **dict.fromkeys(("n_outlet", "n_other", "of_outlet", "of_other"), pl.Float64()),
    "n_events": pl.Int64(),
    **dict.fromkeys(("least_p", "p", "q"), pl.Float64()),
}
OFTEN = 8  # categories that are tested: every further one takes power from the others
NEAR = 1e-5  # rounding below which two effects count as equal
CHUNK = 64  # arrangements at once: their sums stay in the processor's cache
Numbers = np.ndarray


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
    on which one writes much weighs more. low, high: 95 % interval, effect ± t × the standard deviation of the effect
    over `draws` resamples of events (m - 1 of m, which makes the variance right where m is small).
    p: the two outlets' articles are exchanged inside each event. Twice the share of arrangements, the one at hand among
    them, whose effect is as far out on the same side; exact where there are at most `draws`. least_p: the smallest p
    that this design can reach. q: p after Benjamini and Hochberg over all rows of this table. The `most` commonest
    categories of `by` are tested.
    Read it: effect and interval first. Beware: only pairs that share six events or more are here, and articles without
    any row are left out; with fewer events the table is empty and nothing may be claimed of outlets.

    One row is one pair of outlets and one category: outlet, other, category ("" for one `value`), effect, low, high,
    share_outlet, share_other (the measure of each, over events), n_outlet, n_other (sums over their articles),
    of_outlet, of_other (of how much), n_events, least_p, p, q. Sorted by q, the size of the effect (largest first),
    outlet, other, category.
    Raises ValueError unless one of `by` and `value` is given.
    Rao & Wu (1988); Phipson & Smyth (2010); Benjamini & Hochberg (1995).
    """
    values = [value] if isinstance(value, str) else list(value or ())
    if (by is None) == (not values):
        raise ValueError("paired differences need either `by`, a column of categories, or `value`, a column to average")
    told = rows.drop_nulls([name for name in (by, *values, weight) if name])
    told = told.with_columns(_size=pl.col(weight).cast(pl.Float64) if weight else pl.lit(1.0))
    sizes = told.group_by("article_id").agg(pl.col("_size").sum()).filter(pl.col("_size") > 0)
    here = articles.join(sizes, on="article_id").sort("event", "outlet", "article_id")
    allowed = outlet_pair_claims(here).filter(pl.col("claim") == CLAIMS[2])
    if allowed.is_empty():
        return pl.DataFrame(schema=COLUMNS)
    if by:
        common = told.group_by(by).agg(pl.col("_size").sum()).sort("_size", by, descending=[True, False])
        categories = common[by].head(most).to_list()
        counted = [pl.col(by) == category for category in categories]
    else:
        categories, counted = values if len(values) > 1 else [""], [pl.col(name) for name in values]
    sums = [(pl.col("_size") * one.cast(pl.Float64)).sum().alias(f"_{place}") for place, one in enumerate(counted)]
    of_articles = told.group_by("article_id").agg(sums)
    matrix = here.select("article_id").join(of_articles, on="article_id", how="left", maintain_order="left")
    per_article = np.asarray(here["_size"], dtype=np.float64)
    found = []
    for outlet, other, least in allowed.select("outlet", "other", "least_two_sided").rows():
        named = [pl.lit(outlet).alias("outlet"), pl.lit(other).alias("other"), pl.lit(least).alias("least_p")]
        pair = _pair_of_outlets(here, matrix.drop("article_id").to_numpy(), per_article, outlet, other, draws, seed)
        found.append(pair.with_columns(*named, category=pl.Series(categories)))
    whole = pl.concat(found).select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items() if name != "q")
    reach = pl.max_horizontal("least_p", pl.lit(2 / (draws + 1)))
    return _ranked(whole.with_columns(pl.col("effect", "low", "high", "p").round(5), least_p=reach.round(5)))


def _pair_of_outlets(
    here: pl.DataFrame, matrix: Numbers, size: Numbers, outlet: str, other: str, draws: int, seed: int
) -> pl.DataFrame:
    """Two outlets on the events that they share, category by category: effect, its interval and p, and the counts."""
    ours, theirs = ((pl.col("outlet") == name).sum().over("event") for name in (outlet, other))
    shared = (ours > 0) & (theirs > 0) & pl.col("outlet").is_in([outlet, other])
    rows = np.flatnonzero(here.select(shared).to_series())
    event = here["event"].gather(rows).rank("dense").to_numpy().astype(np.int64) - 1
    is_target, share = (here["outlet"].gather(rows) == outlet).to_numpy(), matrix[rows] / size[rows, None]
    columns: dict[str, Any] = {"n_events": int(event.max()) + 1}
    means = []
    for side, mine in (("outlet", is_target), ("other", ~is_target)):
        by_event = [share[mine & (event == one)].mean(axis=0) for one in range(columns["n_events"])]
        means.append(np.array(by_event))
        columns[f"n_{side}"] = matrix[rows[mine]].sum(axis=0)
        columns[f"of_{side}"] = size[rows[mine]].sum()
        columns[f"share_{side}"] = means[-1].mean(axis=0).round(5)
    apart = means[0] - means[1]
    effect = apart.mean(axis=0)
    half = student_t_quantile(len(apart) - 1) * _bootstrap_spread(apart, draws, seed)
    p = _permutation_p(share, event, is_target, effect, draws, seed)
    return pl.DataFrame({"effect": effect, "low": effect - half, "high": effect + half, "p": p, **columns})


def _bootstrap_spread(apart: Numbers, draws: int, seed: int) -> Numbers:
    """Standard deviation of the mean over events, in resamples of the events."""
    m = len(apart)
    drawn = np.random.default_rng(seed).integers(m, size=(draws, m - 1), dtype=np.int32)
    times = np.bincount((drawn + m * np.arange(draws)[:, None]).ravel(), minlength=draws * m).reshape(draws, m)
    spread: Numbers = (times / (m - 1) @ apart).std(axis=0, ddof=1)
    return spread


def _permutation_p(
    share: Numbers, event: Numbers, is_target: Numbers, effect: Numbers, draws: int, seed: int
) -> Numbers:
    """Twice the smaller tail of the effect over arrangements, at most 1; effects that are nearly equal count."""
    places = [np.flatnonzero(event == one) for one in range(int(event.max()) + 1)]
    targets = [int(is_target[rows].sum()) for rows in places]
    ways = prod(comb(len(rows), k) for rows, k in zip(places, targets, strict=True))
    exact = ways <= draws
    arrangements = (
        _all_arrangements(places, targets, ways) if exact else _drawn_arrangements(places, targets, draws, seed)
    )
    # an article moves the mean of its event by its share of it, from one outlet to the other
    n, m = (np.bincount(event, weights=side)[event] for side in (is_target, ~is_target))
    moved, fixed = share * (1 / n + 1 / m)[:, None] / len(places), (share / m[:, None]).sum(axis=0) / len(places)
    slack = NEAR * np.maximum(np.abs(effect), NEAR)
    above, below, many = np.zeros_like(effect), np.zeros_like(effect), 0
    for marks in arrangements:
        found = marks @ moved - fixed
        above += (found >= effect - slack).sum(axis=0)
        below += (found <= effect + slack).sum(axis=0)
        many += len(marks)
    extra = 0 if exact else 1  # the arrangement at hand is one of those listed
    tail: Numbers = np.minimum(1.0, 2 * (np.minimum(above, below) + extra) / (many + extra))
    return tail


def _all_arrangements(places: list[Numbers], targets: list[int], ways: int) -> Iterator[Numbers]:
    """Every way in which articles could have been the first outlet's, event by event: 1 where they are."""
    marks = np.zeros((ways, sum(map(len, places))))
    chosen = product(*(combinations(rows.tolist(), k) for rows, k in zip(places, targets, strict=True)))
    for way, sets in enumerate(chosen):
        marks[way, [row for one in sets for row in one]] = 1
    yield marks


def _drawn_arrangements(places: list[Numbers], targets: list[int], draws: int, seed: int) -> Iterator[Numbers]:
    """As many ways by chance, some at once."""
    rng = np.random.default_rng(seed)
    for start in range(0, draws, CHUNK):
        marks = np.zeros((min(CHUNK, draws - start), sum(map(len, places))))
        for rows, k in zip(places, targets, strict=True):
            lots = rng.random((len(marks), len(rows)), dtype=np.float32)
            np.put_along_axis(marks, rows[np.argpartition(lots, k - 1, axis=1)[:, :k]], 1, axis=1)
        yield marks


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
