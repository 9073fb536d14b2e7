"""How firm is a number, within these texts and from event to event?"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.inference.design import EVENTS
from analysis.measures.block_intervals import (
    BLOCK,
    article_lengths,
    block_interval,
    difference_interval,
    student_t_quantile,
)

Reals = NDArray[np.float64]
SCHEMA = {"effect": pl.Float64(), "low": pl.Float64(), "high": pl.Float64()}


class NoTestError(ValueError):
    """Two outlets share no event on which they could be compared."""


def within_text_intervals(
    rows: pl.DataFrame,
    *,
    value: str,
    kind: str,
    of: str | None = None,
    by: Sequence[str] = ("event", "outlet"),
    block: int = BLOCK,
) -> pl.DataFrame:
    """How firm is each outlet's share, rate or mean, as far as these texts go?

    effect = sum of `value` / sum of `of` (rows, where `of` is not given), over the rows of a group that have them.
    low, high: 95 % interval from blocks of `block` neighbouring rows inside an article
    (`block_intervals.block_interval`). Read it: the next sentences of the same writer on the same day would lie there,
    95 times of 100. Beware: it says nothing about the outlet's next article. No p-value follows from it.

    `rows` are sentences, or whatever stands in the order of the text: event, outlet, article_id, start and the columns
    named; kind is share, rate or mean. One row is one group: the columns of `by`, effect, low, high (null with fewer
    than three rows), n (sum of `value`), n_of, n_rows, n_articles. Sorted by `by`. Raises ValueError as
    `block_interval`. Künsch (1989).
    """
    keys = list(by)
    found: list[dict[str, object]] = []
    ordered = rows.drop_nulls([value, of] if of else value).sort(*keys, "article_id", "start")
    for key, group in ordered.group_by(keys, maintain_order=True):
        sizes = group[of] if of else pl.Series([1.0] * group.height)
        low, high = block_interval(group[value], sizes, kind=kind, article=group["article_id"], block=block)
        total, size = float(group[value].sum()), float(sizes.sum())
        effect = {"effect": total / size if size else None, "low": low, "high": high}
        counts = {"n": total, "n_of": size, "n_rows": group.height, "n_articles": group["article_id"].n_unique()}
        found.append({**dict(zip(keys, key, strict=True)), **effect, **counts})
    schema = {name: rows.schema[name] for name in keys} | SCHEMA
    schema |= {"n": pl.Float64(), "n_of": pl.Float64(), "n_rows": pl.Int64(), "n_articles": pl.Int64()}
    return pl.DataFrame(found, schema=schema)


def across_event_differences(
    rows: pl.DataFrame,
    *,
    target: str,
    reference: str,
    value: str,
    kind: str,
    of: str | None = None,
    block: int = BLOCK,
    draws: int = 2000,
    seed: int = 20,
) -> pl.DataFrame:
    """Does the difference between two outlets come back from event to event?

    effect of an event = target's sum of `value` / sum of `of`, less the reference's. Its interval is within these texts
    (Newcombe's, from both outlets' own). effect of all events = their mean. From six events its interval is
    mean ± t × standard deviation / √events, with events - 1 degrees of freedom; with fewer there is none: look at every
    event's value.
    by_events, by_articles, by_blocks: standard error of the mean when only events, only articles inside events, or only
    blocks of sentences inside articles are drawn again. The first holds the two others, for an event drawn brings its
    articles and sentences along; drawing on all three floors at once would count the same chance twice.
    Read it: where by_blocks is nearly all of by_events, longer texts would help; where it is little, only more events.
    Beware: events of one war are not independent draws of all events.

    One row is one event, and last all of them: event ("all events"), effect, low, high, n_events, n_articles_target,
    n_articles_reference, n_target, n_reference (sums of `value`), by_events, by_articles (null for single events and
    where no outlet has two articles), by_blocks. Sorted by event.
    Raises NoTestError where the two share no event, ValueError for an outlet that is not here or as `block_interval`.
    Davison & Hinkley (1997), section 3.8.
    """
    require_two_outlets(rows, target, reference)
    known = rows.with_columns(_size=pl.col(of).cast(pl.Float64) if of else pl.lit(1.0)).drop_nulls([value, "_size"])
    two = known.filter(pl.col("outlet").is_in([target, reference]))
    events = two.filter(pl.col("outlet").n_unique().over("event") == 2)["event"].unique().sort().to_list()
    if not events:
        raise NoTestError(
            f"{target} and {reference} were to be compared event by event; they share no event; "
            "add articles of both on one"
        )
    kept = two.filter(pl.col("event").is_in(events)).sort("event", "outlet", "article_id", "start")
    inside = within_text_intervals(kept, value=value, kind=kind, of="_size", block=block)
    found = [_event_difference(inside.filter(pl.col("event") == event), event, target, reference) for event in events]
    floors = _resampled_standard_errors(kept, events, target, value, block, draws, np.random.default_rng(seed))
    for row, blocks in zip(found, floors[1], strict=True):
        row["by_blocks"] = float(blocks)
    found.append(_mean_difference(found, *floors))
    whole = dict.fromkeys(("n_events", "n_articles_target", "n_articles_reference"), pl.Int64())
    real = dict.fromkeys(("n_target", "n_reference", "by_events", "by_articles", "by_blocks"), pl.Float64())
    return pl.DataFrame(found, schema={"event": pl.String(), **SCHEMA, **whole, **real})


def _event_difference(inside: pl.DataFrame, event: str, target: str, reference: str) -> dict[str, object]:
    """One event's difference with its interval within the texts."""
    ours, theirs = (inside.row(by_predicate=pl.col("outlet") == name, named=True) for name in (target, reference))
    row: dict[str, object] = {"event": event, "effect": None, "low": None, "high": None}
    if ours["effect"] is not None and theirs["effect"] is not None:
        of_each = (ours["low"], ours["high"]), (theirs["low"], theirs["high"])
        low, high = difference_interval(ours["effect"], theirs["effect"], *of_each)
        row |= {"effect": ours["effect"] - theirs["effect"], "low": low, "high": high}
    counts = {"n_articles_target": ours["n_articles"], "n_articles_reference": theirs["n_articles"]}
    return {**row, "n_events": 1, **counts, "n_target": ours["n"], "n_reference": theirs["n"]}


def _mean_difference(found: list[dict[str, object]], articles: float | None, blocks: list[float]) -> dict[str, object]:
    """The mean over events, and its standard error by what is drawn again."""
    effects = np.array([row["effect"] for row in found if row["effect"] is not None], dtype=np.float64)
    k = len(effects)
    row: dict[str, object] = {"event": "all events", "effect": float(effects.mean()) if k else None, "n_events": k}
    if k > 1:
        row["by_events"] = float(effects.std(ddof=1) / sqrt(k))
    if k >= EVENTS:
        half = student_t_quantile(k - 1) * float(effects.std(ddof=1)) / sqrt(k)
        row |= {"low": float(effects.mean()) - half, "high": float(effects.mean()) + half}
    row |= {"by_articles": articles, "by_blocks": sqrt(sum(error**2 for error in blocks)) / max(len(found), 1)}
    for name in ("n_articles_target", "n_articles_reference", "n_target", "n_reference"):
        row[name] = sum(one[name] for one in found)  # type: ignore[misc]
    return row


def _resampled_standard_errors(
    kept: pl.DataFrame, events: list[str], target: str, value: str, block: int, draws: int, rng: np.random.Generator
) -> tuple[float | None, list[float]]:
    """Standard error of the mean with articles drawn again, and that of every event with blocks drawn again."""
    by_articles, by_blocks, varied = [], [], False
    for event in events:
        articles, blocks = np.zeros(draws), np.zeros(draws)
        for (outlet,), group in kept.filter(pl.col("event") == event).group_by("outlet", maintain_order=True):
            sign = 1 if outlet == target else -1
            texts = [
                one.select(value, "_size").cast(pl.Float64).to_numpy()
                for _, one in group.group_by("article_id", maintain_order=True)
            ]
            ids, seed = group["article_id"].to_numpy(), int(rng.integers(2**31))
            columns = group.select(value, "_size").cast(pl.Float64).to_numpy()
            blocks += sign * _column_ratio(
                block_bootstrap_sums(columns, article=ids, block=block, draws=draws, seed=seed)
            )
            sums = np.array([text.sum(axis=0) for text in texts])
            m = len(sums)
            if m > 1:  # one article fewer is drawn: it makes the variance right
                varied = True
                articles += sign * _column_ratio(sums[rng.integers(m, size=(draws, m - 1))].sum(axis=1))
        by_articles.append(float(articles.std(ddof=1)))
        by_blocks.append(float(blocks.std(ddof=1)))
    mean = sqrt(sum(error**2 for error in by_articles)) / len(events)
    return (mean if varied else None), by_blocks


def _column_ratio(sums: Reals) -> Reals:
    """First column over second; a resample with nothing to divide by counts as none found."""
    return np.divide(sums[:, 0], sums[:, 1], out=np.zeros(len(sums)), where=sums[:, 1] > 0)


def block_bootstrap_sums(columns: Any, *, article: Any = None, block: int = BLOCK, draws: int, seed: int) -> Reals:
    """Sums of each column over `draws` texts put together from blocks of the text at hand.

    Runs of `block` neighbouring rows, their ends joined inside an article, are drawn with replacement until the text
    is as long as it was; runs begin anywhere. For statistics that have no closed form.
    Returns an array, draws × columns. Künsch (1989); Politis & Romano (1992), the joined ends.
    """
    table = np.asarray(columns, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    rng, sums = np.random.default_rng(seed), np.zeros((draws, table.shape[1]))
    start = 0
    for length in article_lengths(article, len(table)).astype(int):
        part, run = table[start : start + length], min(block, length)
        whole, rest = divmod(int(length), run)
        for size, times in ((run, whole), (rest, 1 if rest else 0)):
            if times:
                sums += _run_sums(part, size)[rng.integers(length, size=(draws, times))].sum(axis=1)
        start += length
    return sums


def _run_sums(part: Reals, run: int) -> Reals:
    """Sums of each column over the run of rows that begins at each row, the ends joined."""
    ahead = np.concatenate([np.zeros((1, part.shape[1])), np.concatenate([part, part[: run - 1]]).cumsum(axis=0)])
    sums: Reals = ahead[run:] - ahead[:-run]
    return sums


def require_two_outlets(articles: pl.DataFrame, target: str, reference: str) -> None:
    """Raises ValueError unless these are two outlets of the table."""
    here = articles["outlet"].unique().sort().to_list()
    for name in (target, reference):
        if name not in here:
            raise ValueError(f"no outlet {name!r} in this corpus; outlets here: {', '.join(map(str, here))}")
    if target == reference:
        raise ValueError(f"a test of {target} against itself was asked for; name two outlets")
