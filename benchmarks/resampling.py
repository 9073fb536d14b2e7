"""How long do resamples of whole articles take, and how much quicker are they than a plain loop?

python -m benchmarks.resampling [--articles 10000] [--terms 5000] [--draws 1000] [--loops 20]

Made-up counts: 400 words an article, drawn by Zipf's law, two outlets on five events. Both ways make the same kind of
resample, m - 1 of the m articles of an outlet on an event, and the log ratio of every term in it. Seconds depend on the
machine and on what else it does; the ratio less so.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from analysis.inference import resampling_counts as counted
from analysis.inference.permutation import PermutationPlan, permutation_plan

WORDS = 400


def made_up(articles: int, terms: int) -> tuple[Any, pl.DataFrame]:
    """Counts as a sparse matrix, and whose they are."""
    rng = np.random.default_rng(20)
    chance = 1 / np.arange(1, terms + 1)
    place = rng.choice(terms, size=articles * WORDS, p=chance / chance.sum())
    rows = np.repeat(np.arange(articles), WORDS)
    matrix = csr_matrix((np.ones(len(rows)), (rows, place)), shape=(articles, terms))
    matrix.sum_duplicates()
    who = [(f"e{n % 5}", "A" if n // 5 % 2 else "B", str(n)) for n in range(articles)]
    return matrix, pl.DataFrame(who, schema=["event", "outlet", "article_id"], orient="row")


def plain_loop(matrix: Any, size: Any, plan: PermutationPlan, draws: int) -> Any:
    """Standard deviation of each term's log ratio, resample by resample, as one would write it first."""
    rng, found = np.random.default_rng(1), []
    for _ in range(draws):
        sides = []
        for target in (True, False):
            parts, of = np.zeros(matrix.shape[1]), 0.0
            for event in np.unique(plan.event):
                rows = np.flatnonzero((plan.event == event) & (plan.is_target == target))
                drawn = rng.choice(rows, len(rows) - 1)
                weight = plan.weight[0 if target else 1][rows[0]] * len(rows) / (len(rows) - 1)
                parts += weight * np.asarray(matrix[drawn].sum(axis=0)).ravel()
                of += weight * size[drawn].sum()
            sides.append(np.log2((parts + 0.5) / of))
        found.append(sides[0] - sides[1])
    return np.std(found, axis=0, ddof=1)


def main() -> None:
    """Print seconds for the resamples, for a test by exchange, and for the whole table, and the ratio to the loop."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--terms", type=int, default=5_000)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--loops", type=int, default=20)
    asked = parser.parse_args()
    counts, articles = made_up(asked.articles, asked.terms)
    plan = permutation_plan(articles, target="A", reference="B")
    matrix, size = counted.count_matrix(counts, None, articles, "log_ratio")
    matrix, size = matrix[plan.rows], size[plan.rows]
    given = (plan, matrix, size, "log_ratio", counted.observed_effects(plan, matrix, size, "log_ratio"))
    shape = f"{asked.draws:,} resamples of {asked.articles:,} articles × {asked.terms:,} terms"
    seconds, (error, _) = timed(lambda: counted.bootstrap_spread(*given, asked.draws, 1))
    sys.stdout.write(f"{seconds:6.2f} s  {shape}\n")
    slow, plain = timed(lambda: plain_loop(matrix, size, plan, asked.loops))
    slow *= asked.draws / asked.loops
    sys.stdout.write(
        f"{slow:6.2f} s  the same in a plain loop (from {asked.loops} of them): {slow / seconds:.0f} times\n"
    )
    sys.stdout.write(f"          the loop's median standard deviation over ours: {np.median(plain / error):.2f}\n")
    seconds, _ = timed(lambda: counted.permutation_tails(*given, asked.draws, 1))
    sys.stdout.write(f"{seconds:6.2f} s  {asked.draws:,} exchanges of articles between the outlets\n")
    options = {"target": "A", "reference": "B", "draws": asked.draws}
    seconds, table = timed(lambda: counted.compare_counts(counts, articles, **options))
    sys.stdout.write(f"{seconds:6.2f} s  the whole table of {table.height:,} terms\n")


def timed(work: Any) -> tuple[float, Any]:
    """The best of three runs, and what it returns."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


if __name__ == "__main__":
    main()
