"""Do two outlets differ by more than their own articles do? Resampling of whole articles, on a matrix of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.inference.design import CLAIMS, outlet_pair_claims
from analysis.inference.permutation import (
    PermutationPlan,
    batch_sizes,
    bootstrap_weights,
    degrees_of_freedom,
    permutation_plan,
    permutation_weights,
)
from analysis.measures.block_intervals import student_t_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]
    Weights = NDArray[np.float64]

STATISTICS = ("log_ratio", "difference")
NEAR = 1e-5  # rounding below which two resampled effects count as equal


def compare_counts(
    counts: Any,
    articles: pl.DataFrame,
    *,
    target: str,
    reference: str,
    of: ArrayLike | None = None,
    terms: Sequence[str] | None = None,
    statistic: str = "log_ratio",
    draws: int = 1999,
    seed: int = 20,
) -> pl.DataFrame:
    """How far do two outlets differ in each count, how firm is that, and could chance alone have done it?

    counts: articles × terms, a scipy sparse matrix or an array; `of` what each article's counts are divided by (words,
    sentences; the sum of its row unless given; ones make means). Events weigh the same for both outlets.
    log_ratio: effect = log2(rate of target / rate of reference), 0.5 added to each count. difference: of the rates.
    low, high: 95 % interval, effect ± t × the standard deviation of the effect over resamples of articles inside
    outlet and event (m - 1 of m, weighing m / (m - 1)); of events where six or more are shared.
    p: articles are exchanged between the outlets inside each event. Twice the share of arrangements, the one at hand
    among them, whose effect is as far out on the same side; exact where all arrangements can be listed.
    q: p after Benjamini and Hochberg: of the terms up to this q, so large a share is expected to be false discoveries.
    Read it: effect and interval first; p last.
    Beware: p speaks of these outlets only as far as the articles were drawn alike. `least_p` is the smallest p that
    the design can reach; where it is above .05, a large p says nothing.

    One row is one term: term, effect, low, high, n_target, n_reference (counts), of_target, of_reference,
    n_articles_target, n_articles_reference, n_events, claim, least_p, p, q. In the order of the matrix.
    Raises NoTestError where the design allows no test (`permutation_design.require_testable`), ValueError for counts
    that do not fit. Rao & Wu (1988); Phipson & Smyth (2010); Benjamini & Hochberg (1995).
    """
    import numpy as np
    from scipy.stats import false_discovery_control

    plan = permutation_plan(articles, target=target, reference=reference)
    matrix, size = count_matrix(counts, of, articles, statistic)
    matrix, size, ours = matrix[plan.rows], size[plan.rows], plan.is_target
    names = list(map(str, range(matrix.shape[1]) if terms is None else terms))
    if len(names) != matrix.shape[1]:
        raise ValueError(f"{len(names)} terms were given for {matrix.shape[1]} columns of counts; give one a column")
    if empty := articles[plan.rows].filter(pl.Series(size <= 0))["article_id"].to_list():
        raise ValueError(f"nothing to divide the counts of {', '.join(empty)} by; leave such articles out")
    effect = observed_effects(plan, matrix, size, statistic)
    error, dof = bootstrap_spread(plan, matrix, size, statistic, effect, draws, seed)
    p = permutation_tails(plan, matrix, size, statistic, effect, draws, seed)
    half = student_t_quantile(dof) * error
    table = pl.DataFrame(
        {
            "term": names,
            "effect": effect,
            "low": effect - half,
            "high": effect + half,
            "n_target": np.asarray(matrix[ours].sum(axis=0)).ravel().astype(np.float64),
            "n_reference": np.asarray(matrix[~ours].sum(axis=0)).ravel().astype(np.float64),
        }
    )
    constant = {
        "of_target": float(size[ours].sum()),
        "of_reference": float(size[~ours].sum()),
        "n_articles_target": int(ours.sum()),
        "n_articles_reference": int((~ours).sum()),
        "n_events": int(plan.event.max()) + 1,
        "claim": plan.claim,
        "least_p": float(outlet_pair_claims(articles[plan.rows])["least_two_sided"][0]),
    }
    table = table.with_columns(pl.lit(value).alias(name) for name, value in constant.items())
    return table.with_columns(p=pl.Series(p), q=pl.Series(false_discovery_control(p, method="bh")))


def count_matrix(counts: Any, of: ArrayLike | None, articles: pl.DataFrame, statistic: str) -> tuple[Any, Reals]:
    """The matrix, rows first, and what each row is divided by."""
    import numpy as np
    from scipy.sparse import csr_matrix, issparse

    if statistic not in STATISTICS:
        raise ValueError(f"no statistic {statistic!r}; statistics here: {', '.join(STATISTICS)}")
    whole = csr_matrix(counts) if issparse(counts) else np.asarray(counts, dtype=np.float64)
    whole = whole[:, None] if whole.ndim == 1 else whole
    if whole.shape[0] != articles.height:
        raise ValueError(
            f"counts of {whole.shape[0]} articles were given for {articles.height}; give one row an article"
        )
    size = np.asarray(whole.sum(axis=1) if of is None else of, dtype=np.float64).ravel()
    if len(size) != articles.height:
        raise ValueError(f"`of` has {len(size)} numbers for {articles.height} articles; give one an article")
    return whole.astype(np.float64), size


def observed_effects(plan: PermutationPlan, matrix: Any, size: Reals, statistic: str) -> Reals:
    """The effect of each term as the articles stand."""
    effects: Reals = _resampled_effects(
        _outlet_sums(plan, matrix, size, plan.is_target[None].astype("float64")), statistic
    )[0]
    return effects


def bootstrap_spread(
    plan: PermutationPlan, matrix: Any, size: Reals, statistic: str, effect: Reals, draws: int, seed: int
) -> tuple[Reals, float]:
    """Standard deviation of the effect over resamples of articles or events, and its degrees of freedom."""
    import numpy as np

    rng = np.random.default_rng(seed)
    across = plan.claim == CLAIMS[2]
    stratum = np.zeros_like(plan.event) if across else 2 * plan.event + plan.is_target
    unit = plan.event if across else np.arange(len(plan.event))
    moved, squared = np.zeros_like(effect), np.zeros_like(effect)
    for many in batch_sizes(draws):
        times = bootstrap_weights(rng, many, unit, stratum)
        sums = [
            _weighted_outlet_counts(plan, matrix, size, times[:, rows], rows, side)
            for side, rows in _rows_by_side(plan)
        ]
        away = _resampled_effects((*sums[0], *sums[1]), statistic) - effect
        moved += away.sum(axis=0)
        squared += (away**2).sum(axis=0)
    dof = float(plan.event.max()) if across else degrees_of_freedom(plan, stratum)
    return np.sqrt(np.maximum(squared - moved**2 / draws, 0) / (draws - 1)), dof


def permutation_tails(
    plan: PermutationPlan, matrix: Any, size: Reals, statistic: str, effect: Reals, draws: int, seed: int
) -> Reals:
    """Twice the smaller tail of the effect over arrangements, at most 1; effects that are nearly equal count."""
    import numpy as np

    slack = NEAR * np.maximum(np.abs(effect), NEAR)
    above, below, n = np.zeros_like(effect), np.zeros_like(effect), 0
    listed, ways = permutation_weights(plan, draws, seed)
    for ours in ways:
        found = _resampled_effects(_outlet_sums(plan, matrix, size, ours), statistic)
        above += (found >= effect - slack).sum(axis=0)
        below += (found <= effect + slack).sum(axis=0)
        n += len(ours)
    extra = 0 if listed else 1  # the arrangement at hand is one of those listed
    tail: Reals = (np.minimum(above, below) + extra) / (n + extra)
    return np.minimum(1.0, 2 * tail)


def _outlet_sums(plan: PermutationPlan, matrix: Any, size: Reals, ours: Weights) -> tuple[Reals, Reals, Reals, Reals]:
    """Sums of both outlets when the rows marked in `ours` are the target's and all others the reference's."""
    import numpy as np

    rows = np.arange(len(size))
    return (
        *_weighted_outlet_counts(plan, matrix, size, ours, rows, True),
        *_weighted_outlet_counts(plan, matrix, size, 1 - ours, rows, False),
    )


def _weighted_outlet_counts(
    plan: PermutationPlan, matrix: Any, size: Reals, times: Weights, rows: Any, target: bool
) -> tuple[Reals, Reals]:
    """Weighted counts of one outlet (resamples × terms) and what they are divided by (resamples × 1)."""
    import numpy as np

    weight = times * plan.weight[0 if target else 1][rows].astype(np.float64)
    part = matrix if len(rows) == matrix.shape[0] else matrix[rows]
    # the sparse product is quicker from the left
    sums = (part.T @ np.ascontiguousarray(weight.T)).T if hasattr(part, "tocsr") else weight @ part
    return sums.astype(np.float64), (weight.astype(np.float64) @ size[rows])[:, None]


def _resampled_effects(sums: tuple[Reals, Reals, Reals, Reals], statistic: str) -> Reals:
    """The effect in each resample, from the counts of both outlets and what they are divided by."""
    import numpy as np

    ours, of_ours, theirs, of_theirs = sums
    if statistic == "difference":
        return ours / of_ours - theirs / of_theirs
    effect: Reals = np.log2((ours + 0.5) / of_ours) - np.log2((theirs + 0.5) / of_theirs)
    return effect


def _rows_by_side(plan: PermutationPlan) -> list[tuple[bool, Any]]:
    import numpy as np

    return [(side, np.flatnonzero(plan.is_target == side)) for side in (True, False)]
