"""Which articles can be exchanged with which, and in how many ways? The draws behind every test on whole articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.inference.design import ARTICLES, CLAIMS, outlet_pair_claims, require_testable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Weights = NDArray[np.float64]

CHUNK = 64  # resamples at once: their sums stay in the processor's cache


@dataclass(frozen=True)
class PermutationPlan:
    """Which rows of the matrix belong to the two outlets, and which may be exchanged with which.

    `weight` lets both outlets count the same in every event, so that a topic that one covers more does not pass for
    a difference: an article of one weighs as the share of the other's articles in the event.
    """

    rows: NDArray[np.int64]
    event: NDArray[np.int64]
    is_target: NDArray[np.bool_]
    weight: tuple[Reals, Reals]  # of each row, were it the target's and were it the reference's
    claim: str


def permutation_plan(articles: pl.DataFrame, *, target: str, reference: str) -> PermutationPlan:
    """What can be exchanged between `target` and `reference`? Rows of `articles` are those of the matrix, in order.

    Events on which both have two articles or more; all events in common where there are six or more.
    Raises NoTestError as `permutation_design.require_testable`.
    """
    import numpy as np

    require_testable(articles, target=target, reference=reference)
    here = articles.with_row_index("row").filter(pl.col("outlet").is_in([target, reference]))
    (found,) = outlet_pair_claims(here).to_dicts()
    ours = (pl.col("outlet") == target).sum().over("event")
    theirs = (pl.col("outlet") == reference).sum().over("event")
    least = 1 if found["claim"] == CLAIMS[2] else ARTICLES
    kept = here.filter(pl.min_horizontal(ours, theirs) >= least).sort("event", "outlet", "row")
    share = kept.select((theirs / (ours + theirs)).alias("share"))["share"].to_numpy()
    return PermutationPlan(
        kept["row"].to_numpy().astype(np.int64),
        kept["event"].rank("dense").to_numpy().astype(np.int64) - 1,
        (kept["outlet"] == target).to_numpy(),
        (share, 1 - share),
        str(found["claim"]),
    )


def permutation_weights(plan: PermutationPlan, draws: int, seed: int) -> tuple[bool, Iterator[Weights]]:
    """Whose articles could have been the target's? All ways where there are at most `draws`, else `draws` by chance."""
    import numpy as np

    places = [np.flatnonzero(plan.event == event) for event in range(int(plan.event.max()) + 1)]
    ours = [int(plan.is_target[rows].sum()) for rows in places]
    ways = prod(comb(len(rows), k) for rows, k in zip(places, ours, strict=True))
    if ways <= draws:
        chosen = product(*(combinations(rows.tolist(), k) for rows, k in zip(places, ours, strict=True)))
        marks = np.zeros((ways, len(plan.event)), dtype=np.float64)
        for way, sets in enumerate(chosen):
            marks[way, [row for one in sets for row in one]] = 1
        return True, iter(np.array_split(marks, -(-ways // CHUNK)))
    return False, _random_permutations(places, ours, draws, seed)


def _random_permutations(places: list[Any], ours: list[int], draws: int, seed: int) -> Iterator[Weights]:
    import numpy as np

    rng = np.random.default_rng(seed)
    for many in batch_sizes(draws):
        marks = np.zeros((many, sum(len(rows) for rows in places)), dtype=np.float64)
        for rows, k in zip(places, ours, strict=True):
            lots = rng.random((many, len(rows)), dtype=np.float32)
            lowest = np.argpartition(lots, k - 1, axis=1)[:, :k]
            np.put_along_axis(marks, rows[lowest], 1, axis=1)
        yield marks


def bootstrap_weights(
    rng: np.random.Generator, many: int, unit: NDArray[np.int64], stratum: NDArray[np.int64]
) -> Weights:
    """How often does each row count in each resample?

    m - 1 of the m units of a stratum are drawn with replacement, each counting m / (m - 1) times.
    Drawing one fewer makes the variance right, which matters where m is two or three.
    """
    import numpy as np

    times = np.zeros((many, len(unit)), dtype=np.float64)
    for one in np.unique(stratum):
        rows = np.flatnonzero(stratum == one)
        ids, place = np.unique(unit[rows], return_inverse=True)
        m = len(ids)
        lots = rng.integers(m, size=(many, m - 1), dtype=np.int32) + np.arange(many, dtype=np.int32)[:, None] * m
        counts = np.bincount(lots.ravel(), minlength=many * m).reshape(many, m).astype(np.float64)
        times[:, rows] = (counts * (m / (m - 1)))[:, place]
    return times


def degrees_of_freedom(plan: PermutationPlan, stratum: NDArray[np.int64]) -> float:
    """Degrees of freedom of a sum to which a few articles may give the most. Satterthwaite (1946)."""
    import numpy as np

    weight = np.where(plan.is_target, *plan.weight)
    each = [(float((weight[stratum == one] ** 2).sum()), int((stratum == one).sum())) for one in np.unique(stratum)]
    return float(sum(part for part, _ in each) ** 2 / sum(part**2 / (m - 1) for part, m in each))


def batch_sizes(draws: int) -> list[int]:
    """How many resamples are made at once?"""
    return [min(CHUNK, draws - start) for start in range(0, draws, CHUNK)]
