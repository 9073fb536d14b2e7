"""How firm is a number within the texts at hand? One core for every interval that respects neighbouring sentences."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]

KINDS = ("share", "rate", "mean")
BLOCK = 5  # neighbouring sentences that count as one draw
FEWEST = 3  # blocks, and rows, below which there is no interval
PER_BLOCK = {"share": 4.0, "rate": 4.0, "mean": 2.5}  # degrees of freedom a block gives: benchmarks/null_simulation.py
LEVEL = 0.95
Ends = tuple[float | None, float | None]


def block_interval(
    value: ArrayLike, of: ArrayLike | None = None, *, kind: str, article: ArrayLike | None = None, block: int = BLOCK
) -> Ends:
    """Between which ends does a share, a rate or a mean lie, as far as these texts go?

    centre = sum of value / sum of of. Its variance is that of a moving block bootstrap, in closed form: the mean
    square of the sums over all runs of `block` neighbours (see `long_run_variance`). Compared with the variance that
    independent draws would have, it gives the design effect d (at least 1). share: Wilson's interval with n / d draws.
    rate: the score interval of a Poisson count with count / d and of / d. mean: centre ± t standard errors.
    t is Student's, with 4 degrees of freedom a block (2.5 for a mean; at most one a row), less 1.
    Read it: 95 of 100 such intervals hold the rate at which this writer, on this day, would write such sentences.
    Beware: one article says nothing about the outlet's next one. Plain percentiles of a block bootstrap are too narrow
    at the length of a news report: at 45 sentences they hold the rate in 86 to 89 of 100 cases
    (benchmarks/null_simulation.py).

    Rows are in the order of the text; `article` tells where one ends. Returns (low, high): (None, None) with fewer than
    three rows or nothing to divide by. Where there are fewer than three blocks, they are made shorter.
    Raises ValueError for an unknown kind or a block below 1.
    Künsch (1989); Wilson (1927); Vats & Flegal (2022), the correction in `long_run_variance`.
    """
    import numpy as np

    if kind not in KINDS:
        raise ValueError(f"no interval for a {kind!r}; kinds here: {', '.join(KINDS)}")
    if block < 1:
        raise ValueError(f"a block of {block} sentences was asked for; it needs at least 1")
    hits = np.asarray(value, dtype=np.float64)
    sizes = np.ones_like(hits) if of is None else np.asarray(of, dtype=np.float64)
    if len(hits) < FEWEST or sizes.sum() <= 0:
        return None, None
    block, lengths = min(block, len(hits) // FEWEST), article_lengths(article, len(hits))
    centre = float(hits.sum() / sizes.sum())
    spread = max(
        long_run_variance(hits - centre * sizes, lengths, block),
        float(np.var(hits - centre * sizes, ddof=int(kind == "mean"))),
    )
    error = sqrt(spread * len(hits)) / float(sizes.sum())
    return interval_ends(
        centre, error, kind=kind, n=float(sizes.sum()), dof=min(PER_BLOCK[kind] / block, 1.0) * len(hits) - 1
    )


def group_intervals(
    rows: pl.DataFrame, by: Sequence[str], value: str, *, kind: str, of: str | None = None, block: int = BLOCK
) -> pl.DataFrame:
    """The `block_interval` of a column in each group of rows, which stand in the order of the text.

    One row is one group: the columns of `by`, low, high. In the order of the groups' first rows.
    """
    ends = [
        (*key, *block_interval(part[value], of and part[of], kind=kind, article=part["article_id"], block=block))
        for key, part in rows.group_by(by, maintain_order=True)
    ]
    reals = dict.fromkeys(("low", "high"), pl.Float64())
    return pl.DataFrame(ends, schema={**rows.select(by).schema, **reals}, orient="row")


def interval_ends(centre: float, error: float, *, kind: str, n: float, dof: float, least: float = 1.0) -> Ends:
    """The two ends of an interval around `centre`, from its standard error and the size it rests on.

    share, rate: `n` is divided by the design effect, error² / (error² of n independent draws), at least `least`.
    """
    t = student_t_quantile(dof)
    if kind == "mean":
        return centre - t * error, centre + t * error
    alone = centre * (1 - centre) if kind == "share" else centre
    n /= max(error**2 * n / alone, least) if alone > 0 else 1.0
    middle, half = centre + t * t / (2 * n), t * sqrt(max(alone, 0.0) / n + t * t / (4 * n * n))
    scale = 1 + t * t / n if kind == "share" else 1.0
    low, high = max((middle - half) / scale, 0.0), (middle + half) / scale
    return (low if centre > 0 else 0.0), (min(high, 1.0) if kind == "share" else high)


def wilson_interval(k: int, n: int) -> Ends:
    """Wilson's 95 % interval of k in n."""
    return interval_ends(k / n, sqrt(k * (n - k) / n) / n, kind="share", n=n, dof=inf) if n else (None, None)


def long_run_variance(residuals: Reals, lengths: Reals, block: int) -> float:
    """Variance that one row adds to a sum, its neighbours' likeness included.

    V(b) = mean square of the sums over all runs of b rows, ends joined, inside an article, over b. Short runs miss
    what lies beyond their ends, so the answer is 2 V(b) - V(b / 2): what halving the run has lost is added once more.
    """
    once = _run_variance(residuals, lengths, block)
    return once if block < 2 else 2 * once - _run_variance(residuals, lengths, block // 2)


def article_lengths(article: ArrayLike | None, n: int) -> Reals:
    """Rows of each article, in the order given; all of them one article where none is named."""
    import numpy as np

    if article is None:
        return np.array([n] if n else [], dtype=np.float64)
    ids = np.asarray(article)
    cuts = np.flatnonzero(ids[1:] != ids[:-1]) + 1
    return np.diff(np.concatenate([[0], cuts, [n]])).astype(np.float64) if n else np.array([], dtype=np.float64)


def student_t_quantile(dof: float) -> float:
    """Student's t that leaves 2.5 % above it; at least one degree of freedom."""
    from scipy.stats import t

    return float(t.ppf((1 + LEVEL) / 2, max(dof, 1.0)))


def difference_interval(one: float, other: float, of_one: Ends, of_other: Ends) -> Ends:
    """The interval of one - other, from their own intervals: each end combines the two distances that matter.

    low = one - other - sqrt((one - its low)² + (other's high - other)²); high the other way round.
    Newcombe (1998); Zou & Donner (2008), "MOVER".
    """
    low, high = of_one
    below, above = of_other
    if low is None or high is None or below is None or above is None:
        return None, None
    gap = one - other
    return gap - sqrt((one - low) ** 2 + (above - other) ** 2), gap + sqrt((high - one) ** 2 + (other - below) ** 2)


def mean_interval(values: list[float], of_each: list[Ends]) -> Ends:
    """The interval of the plain mean of several values, from their own intervals, as in `difference_interval`."""
    known = [(low, high) for low, high in of_each if low is not None and high is not None]
    if not values or len(known) < len(values):
        return None, None
    mean, n = sum(values) / len(values), len(values)
    down = sqrt(sum((value - low) ** 2 for value, (low, _) in zip(values, known, strict=True))) / n
    up = sqrt(sum((high - value) ** 2 for value, (_, high) in zip(values, known, strict=True))) / n
    return mean - down, mean + up


def _run_variance(residuals: Reals, lengths: Reals, block: int) -> float:
    """V(b) of `long_run_variance`; an article no longer than a run is one run. What centring took is given back."""
    import numpy as np

    n, sizes = len(residuals), lengths.astype(np.int64)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    length = np.repeat(sizes, sizes)
    ahead = np.arange(block)
    rows = starts[:, None] + (np.arange(n)[:, None] - starts[:, None] + ahead) % length[:, None]
    run = np.minimum(block, length)
    sums = np.where(ahead < run[:, None], residuals[rows], 0.0).sum(axis=1)
    lost = float(np.minimum(block, sizes).mean())
    return float((sums**2 / run).sum()) / (n - lost) if n > lost else 0.0
