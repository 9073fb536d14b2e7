"""Krippendorff's alpha, Cohen's kappa, Gwet's AC1 and plain agreement, for many samples of units at once.

Every measure is a ratio of sums over units. A sample of units is therefore a row of weights, and a matrix of weights
times a table of counts gives all samples in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Real = NDArray[np.float64]
    Whole = NDArray[np.int64]

CELLS = 4_000_000  # units × coders × categories that are held at a time


def agreement_measures(
    codes: Whole, counts: Real, weights: Real, level: str, points: Sequence[float] | None
) -> dict[str, Real]:
    """What does each measure say of each sample?

    codes: units × coders, the place of the answer, -1 for none. counts: units × answers. weights: samples × units.
    points: the answers as numbers, for the level interval. Returns a value a sample for each measure
    (agreement, alpha, kappa, ac1), NaN where it is undefined.
    """
    return {
        "agreement": _percent_agreement(counts, weights),
        "alpha": _alpha(counts, weights, level, points),
        "kappa": _kappa(codes, weights, counts.shape[1]),
        "ac1": _ac1(counts, weights),
    }


def _ratio_or_nan(above: Real, below: Real, *, where: NDArray[np.bool_]) -> Real:
    import numpy as np

    ratio: Real = np.divide(above, below, out=np.full(above.shape, np.nan), where=where)
    return ratio


def _percent_agreement(counts: Real, weights: Real) -> Real:
    """Mean over pairable units of the share of pairs of answers that are the same."""
    each = counts.sum(axis=1)
    pairable = each > 1
    pairs = each[pairable] * (each[pairable] - 1)
    same = (counts[pairable] * (counts[pairable] - 1)).sum(axis=1) / pairs
    n = weights[:, pairable].sum(axis=1)
    return _ratio_or_nan(weights[:, pairable] @ same, n, where=n > 0)


def _alpha(counts: Real, weights: Real, level: str, points: Sequence[float] | None) -> Real:
    """1 - (n - 1) × observed / expected disagreement; n is the number of answers in pairable units.

    Ordinal differences are those between the middle ranks of two answers, so ordinal is interval on middle ranks.
    """
    import numpy as np

    pairable = counts.sum(axis=1) > 1
    table, weights = counts[pairable], weights[:, pairable]
    each = table.sum(axis=1)
    totals = weights @ table
    n = totals.sum(axis=1)
    if level == "nominal":
        observed = weights @ ((each**2 - (table**2).sum(axis=1)) / (each - 1))
        expected = n**2 - (totals**2).sum(axis=1)
    else:
        at = np.cumsum(totals, axis=1) - totals / 2 if points is None else np.broadcast_to(points, totals.shape)
        middle = _ratio_or_nan((at * totals).sum(axis=1), n, where=n > 0)
        at = at - np.nan_to_num(middle)[:, None]  # large numbers would swallow small differences
        apart = 2 * (each * (at**2 @ table.T) - (at @ table.T) ** 2) / (each - 1)
        observed = (weights * apart).sum(axis=1)
        expected = 2 * (n * (at**2 * totals).sum(axis=1) - (at * totals).sum(axis=1) ** 2)
    alpha: Real = 1 - (n - 1) * _ratio_or_nan(observed, expected, where=(totals > 0).sum(axis=1) > 1)
    return alpha


def _kappa(codes: Whole, weights: Real, categories: int) -> Real:
    """Mean over pairs of coders of (agreement - chance) / (1 - chance), of those pairs where chance is below 1."""
    import numpy as np

    answered, given = codes >= 0, codes[:, :, None] == np.arange(categories)  # units × coders (× categories)
    total, defined = np.zeros(len(weights)), np.zeros(len(weights))
    several = max(1, CELLS // max(1, len(codes) * categories))  # coders that are held beside one at a time
    for one in range(codes.shape[1] - 1):
        for first in range(one + 1, codes.shape[1], several):
            others = slice(first, first + several)
            both = answered[:, others] & answered[:, [one]]
            n, same = weights @ both, weights @ (given[:, others] & given[:, [one]]).any(axis=2)
            mine, theirs = (
                (side & both[..., None]).reshape(len(codes), -1) for side in (given[:, [one]], given[:, others])
            )
            chance = ((weights @ mine) * (weights @ theirs)).reshape(*n.shape, categories).sum(axis=2)
            kappa = _ratio_or_nan(n * same - chance, n**2 - chance, where=n**2 > chance)
            total += np.nan_to_num(kappa).sum(axis=1)
            defined += (~np.isnan(kappa)).sum(axis=1)
    return _ratio_or_nan(total, defined, where=defined > 0)


def _ac1(counts: Real, weights: Real) -> Real:
    """(agreement - chance) / (1 - chance), chance = sum of p (1 - p) / (categories - 1).

    p is the mean over all units, pairable or not, of the share of their answers that are the category.
    """
    import numpy as np

    categories = counts.shape[1]
    agreement = _percent_agreement(counts, weights)
    if categories < 2:
        return np.full(agreement.shape, np.nan)
    n = weights.sum(axis=1)
    shares = _ratio_or_nan(weights @ (counts / counts.sum(axis=1, keepdims=True)), n[:, None], where=n[:, None] > 0)
    chance = (shares * (1 - shares)).sum(axis=1) / (categories - 1)
    ac1: Real = (agreement - chance) / (1 - chance)
    return ac1
