"""Which words set an outlet apart from the others that report the same event?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.word_counts import WordCounts
from analysis.measures.word_counts import outlet_counts, streamed_outlet_counts, word_counts

Numbers = npt.NDArray[np.float64]
COUNTS = ("n_target", "n_reference", "total_target", "total_reference")
RATIO = ("log_ratio", "log_ratio_low", "log_ratio_high")
Z_95 = 1.959963984540054
SCORES = (
    *("rate_target", "rate_reference", "n_articles_target", "n_articles_reference", "g2_two_cell", *RATIO),
    *("bic", "prior", "log_odds", "log_odds_var", "zeta", "dispersion"),
)


def keyness(
    tokens: pl.DataFrame | Iterable[WordCounts],
    *,
    unit: str = "norm",
    target: str | None = None,
    min_count: int = 3,
    min_articles: int = 1,
    prior: float | None = None,
    prior_size: float = 500,
) -> pl.DataFrame:
    """Which words does each outlet use more, or less, than all others that report the same event?

    `tokens` is a table of tokens, or counts of many articles made from their text alone (`text_word_counts`).
    Target is one outlet's articles on an event (each outlet's in turn, or those of `target` alone), reference all
    other outlets' articles on it, pooled.
    g2_two_cell = 2 (a ln(a/E1) + b ln(b/E2)); a, b the two counts, E1, E2 what they would be at one common rate:
    Rayson & Garside's form, which leaves out all other words. It has no sign; log_ratio and zeta have.
    bic = g2_two_cell - ln(words in target and reference).
    log_ratio = log2(rate in target / rate in reference), with 0.5 for a count of zero; log_ratio_low and _high
    are its 95 % interval, log_ratio ± 1.96 sqrt(1/a - 1/N1 + 1/b - 1/N2) / ln 2.
    log_odds, log_odds_var and zeta = log_odds / sqrt(log_odds_var) are Monroe, Colaresi & Quinn's equations
    15-16, 20 and 22: each word starts with `prior` occurrences on both sides. By default prior = prior_size *
    the word's share of all words on the event, as if each side had written 500 words more in the common manner;
    `prior=0.01` gives every word the same.
    dispersion is dp_norm of the word in the target: over its articles, or over ten equal parts of a single one.

    Read it: log_ratio says how large the difference is (+1 twice as often in the target, -1 half as often);
    zeta ranks by size and by how much text stands behind it, positive means target; bic below 2 is hardly worth
    a mention, above 10 much; a dispersion near 1 says that the word stands in one place.
    Beware: words of one article are not independent draws, so the interval is too narrow and no p-value is
    given. A word of one story says nothing about an outlet: see n_articles_target. House spelling (US, U.S.)
    and quoted speech count like the outlet's own choice of words: read the concordance. Terms are chosen by
    `min_count` occurrences and `min_articles` articles in target and reference together.

    One row is one word of one outlet on one event: event, outlet, term; n_target, n_reference, total_target,
    total_reference (words); rate_target, rate_reference (per 1,000 words); n_articles_target,
    n_articles_reference (articles that have the word), g2_two_cell, log_ratio, log_ratio_low, log_ratio_high
    (bits), bic, prior (occurrences), log_odds, log_odds_var, zeta, dispersion (0 to 1; null where the target
    lacks the word). An outlet alone in its event has no rows, nor has a table without words. Sorted by event, outlet,
    zeta (largest first), term.
    Raises ValueError when no event has two outlets, no outlet is `target`, or a prior is not above zero.
    Rayson & Garside (2000), "Comparing corpora using frequency profiling"; Hardie (2014), "Log Ratio: an
    informal introduction"; Monroe, Colaresi & Quinn (2008), "Fightin' Words"; Katz et al. (1978), the interval.
    """
    words = [word_counts(tokens, unit=unit)] if isinstance(tokens, pl.DataFrame) else tokens
    counts = target_reference_counts(
        outlet_counts(words, dispersion_of=target), min_count=min_count, min_articles=min_articles, target=target
    )
    return keyness_scores(counts, prior=prior, prior_size=prior_size)


def streamed_keyness(
    tables: Iterable[pl.DataFrame],
    *,
    target: str | None = None,
    min_count: int = 3,
    prior: float | None = None,
    prior_size: float = 500,
    language: str = "en",
) -> pl.DataFrame:
    """`keyness` of more articles than memory holds.

    Each table has event, outlet and text of some articles, and is gone through once. The rows and columns are those of
    `keyness` but for what asks for each article: how many articles have the word, and dispersion. Raises as `keyness`.
    """
    used = streamed_outlet_counts(tables, language=language)
    used = used.with_columns(n_articles=pl.lit(0), dispersion=pl.lit(None, dtype=pl.Float64))
    counts = target_reference_counts(used, min_count=min_count, min_articles=0, target=target)
    scores = keyness_scores(counts, prior=prior, prior_size=prior_size)
    return scores.drop("n_articles_target", "n_articles_reference", "dispersion")


def keyness_scores(counts: pl.DataFrame, *, prior: float | None, prior_size: float) -> pl.DataFrame:
    """The rows of `keyness` from the table of `target_reference_counts`."""
    if (prior_size if prior is None else prior) <= 0:
        raise ValueError(f"a prior must be above zero, asked was prior={prior}, prior_size={prior_size}")
    size = pl.lit(prior_size) if prior is None else pl.lit(prior) * pl.col("n_vocabulary")
    share = (pl.col("n_target") + pl.col("n_reference")) / (pl.col("total_target") + pl.col("total_reference"))
    counts = counts.with_columns(prior=size * share if prior is None else pl.lit(prior), prior_total=size)
    a, b, n1, n2 = _count_columns(counts)
    g2, ratio = log_likelihood(a, b, n1, n2, cells=2), log_ratio(a, b, n1, n2)
    alpha, alphas = (counts[name].cast(pl.Float64).to_numpy() for name in ("prior", "prior_total"))
    odds, variance = log_odds(a, b, n1, n2, alpha, alphas)
    measured = {
        "g2_two_cell": g2,
        **dict(zip(RATIO, ratio, strict=True)),
        "bic": g2 - np.log(n1 + n2),
        "log_odds": odds,
        "log_odds_var": variance,
        "zeta": odds / np.sqrt(variance),
    }
    scores = counts.with_columns(
        *[_null_if_not_finite(name, values) for name, values in measured.items()],
        rate_target=1000 * pl.col("n_target") / pl.col("total_target"),
        rate_reference=1000 * pl.col("n_reference") / pl.col("total_reference"),
    )
    return scores.select(pl.col("event", "outlet", "term").cast(pl.String), *COUNTS, *SCORES).sort(
        "event", "outlet", "zeta", "term", descending=[False, False, True, False], nulls_last=True
    )


def target_reference_counts(
    used: pl.DataFrame, *, min_count: int, min_articles: int, target: str | None = None
) -> pl.DataFrame:
    """Every chosen word of an event beside every outlet that reports it, with counts on both sides.

    `used` is the table of `outlet_counts`. With `target`, beside this outlet only.
    No words give no rows. Raises ValueError where there are words, but no event has two outlets, or none is `target`.
    """
    outlets = used.select("event", "outlet", total_target="total").unique()
    compared = outlets.with_columns(
        total_reference=pl.col("total_target").sum().over("event") - pl.col("total_target")
    ).filter(pl.col("total_reference") > 0)
    if compared.is_empty() and used.height:
        there = outlets.sort("event", "outlet").select(pl.format("{} ({})", "event", "outlet")).to_series().to_list()
        raise ValueError(
            "keyness compares the outlets of one event, but no event has two; events here: "
            f"{', '.join(there[:5]) or 'none'}; add an article on the same event by another outlet"
        )
    if target is not None and target not in (here := outlets["outlet"].unique().sort().to_list()):
        raise ValueError(f"no outlet {target!r} in this corpus; outlets here: {', '.join(here)}")
    whole = used.group_by("event", "term").agg(n_whole=pl.col("n").sum(), n_articles_whole=pl.col("n_articles").sum())
    own = used.select("event", "outlet", "term", "dispersion", n_target="n", n_articles_target="n_articles")
    return (
        whole.with_columns(n_vocabulary=pl.len().over("event"))
        .filter(pl.col("n_whole") >= min_count, pl.col("n_articles_whole") >= min_articles)
        .join(compared if target is None else compared.filter(outlet=target), on="event")
        .join(own, on=["event", "outlet", "term"], how="left")
        .with_columns(pl.col("n_target", "n_articles_target").fill_null(0))
        .with_columns(
            n_reference=pl.col("n_whole") - pl.col("n_target"),
            n_articles_reference=pl.col("n_articles_whole") - pl.col("n_articles_target"),
        )
    )


def association_measures(counts: pl.DataFrame, *, exact: bool = False) -> pl.DataFrame:
    """How strongly does each word go with the target, by each of the field's usual measures?

    The table of a word: n_target and n_reference, and the other words of each side.
    g2_two_cell and g2_four_cell (all four cells; g2_williams with Williams' correction); log_ratio as in `keyness`;
    chi2 and chi2_yates; chi2_signed (negative where the target uses the word less; with Yates' correction where
    an expected count is below 5 and the correction does not overshoot); odds_ratio (sample) = ad / bc;
    pmi = ln(observed / expected in the target). `exact=True` adds odds_ratio_conditional (maximum likelihood)
    and fisher_p (two-sided), slow on long tables.
    Read it: above zero (odds_ratio: above 1) means target; g2 and chi2 grow with the text's length, ratios do not.
    Beware: fisher_p supposes that each word is drawn alone; words of an article are not.

    One row is one row of `counts`, in its order, with these columns behind its own; null where not defined.
    Raises ValueError when counts are missing, below zero or above their totals.
    Evert (2009), "Corpora and collocations"; Williams (1976).
    """
    missing = [name for name in COUNTS if name not in counts.columns]
    if missing:
        raise ValueError(f"association needs the columns {', '.join(COUNTS)}; missing: {', '.join(missing)}")
    a, b, n1, n2 = _count_columns(counts)
    if not bool(np.all((a >= 0) & (b >= 0) & (a <= n1) & (b <= n2) & (n1 > 0) & (n2 > 0))):
        raise ValueError("counts must lie between zero and their totals, and totals above zero; check the rows")
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log(a * (n1 + n2) / ((a + b) * n1))
        odds = a * (n2 - b) / (b * (n1 - a))
    columns = {
        "g2_two_cell": log_likelihood(a, b, n1, n2, cells=2),
        "g2_four_cell": log_likelihood(a, b, n1, n2, cells=4),
        "g2_williams": log_likelihood(a, b, n1, n2, cells=4) / _williams_correction(a, b, n1, n2),
        **dict(zip(RATIO, log_ratio(a, b, n1, n2), strict=True)),
        **_chi_squared(a, b, n1, n2),
        "odds_ratio": odds,
        "pmi": pmi,
        **(_exact_test_columns(a, b, n1, n2) if exact else {}),
    }
    return counts.with_columns(_null_if_not_finite(name, values) for name, values in columns.items())


def log_likelihood(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, *, cells: int) -> Numbers:
    """How surprising are two counts if both sides use the word at one rate? G2 over two cells, or all four."""
    rate = (a + b) / (n1 + n2)
    pairs = [(a, n1 * rate), (b, n2 * rate)]
    if cells == 4:
        pairs += [(n1 - a, n1 * (1 - rate)), (n2 - b, n2 * (1 - rate))]
    total = np.zeros_like(rate)
    for seen, expected in pairs:
        full = (seen > 0) & (expected > 0)  # x ln x goes to 0 with x
        total += np.where(full, seen * np.log(np.where(full, seen / np.where(full, expected, 1), 1)), 0)
    return np.maximum(2 * total, 0)


def log_ratio(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """How many times more often does the target use the word? In bits, with the ends of a 95 % interval."""
    a, b = np.where(a == 0, 0.5, a), np.where(b == 0, 0.5, b)
    ratio = np.log2((a / n1) / (b / n2))
    half = Z_95 * np.sqrt(np.maximum(1 / a - 1 / n1 + 1 / b - 1 / n2, 0)) / np.log(2)
    return ratio, ratio - half, ratio + half


def log_odds(
    a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, alpha: Numbers, alphas: Numbers
) -> tuple[Numbers, Numbers]:
    """How do the odds of the word differ once both sides hold `alpha` of `alphas` words more? With variance."""
    with np.errstate(divide="ignore", invalid="ignore"):  # a side with one word only has no odds
        target = np.log((a + alpha) / (n1 + alphas - a - alpha))
        odds = target - np.log((b + alpha) / (n2 + alphas - b - alpha))
    return odds, 1 / (a + alpha) + 1 / (b + alpha)


def _count_columns(counts: pl.DataFrame) -> list[Numbers]:
    return [counts[name].cast(pl.Float64).to_numpy() for name in COUNTS]


def _null_if_not_finite(name: str, values: Numbers) -> pl.Series:
    """A column in which what is not a finite number is null."""
    return pl.Series(name, np.where(np.isfinite(values), values, np.nan), nan_to_null=True)


def _williams_correction(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Numbers:
    n, used = n1 + n2, a + b
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 + (n / used + n / (n - used) - 1) * (n / n1 + n / n2 - 1) / (6 * n))


def _chi_squared(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> dict[str, Numbers]:
    n, used = n1 + n2, a + b
    cross = a * (n2 - b) - b * (n1 - a)
    margins = used * (n - used) * n1 * n2
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = n * cross**2 / margins
        yates = n * np.maximum(np.abs(cross) - n / 2, 0) ** 2 / margins
    small = np.minimum(used, n - used) * np.minimum(n1, n2) / n < 5
    signed = np.sign(cross) * np.where(small & (np.abs(cross) > n / 2), yates, plain)
    return {"chi2": plain, "chi2_yates": yates, "chi2_signed": signed}


def _exact_test_columns(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> dict[str, Numbers]:
    from scipy.stats import fisher_exact
    from scipy.stats.contingency import odds_ratio

    tables = np.stack([a, b, n1 - a, n2 - b], axis=1).astype(np.int64).reshape(-1, 2, 2)
    return {
        "odds_ratio_conditional": np.array([odds_ratio(table).statistic for table in tables], dtype=np.float64),
        "fisher_p": np.array([fisher_exact(table).pvalue for table in tables], dtype=np.float64),
    }


association = association_measures  # its name in edition 0.1.0, for scripts written for it
