"""Which measure can be built on, and which has to be read along with its sentences?"""

from __future__ import annotations

import polars as pl

FIRM, CARE, ALONE, FEW = "firm", "with care", "not alone", "too few"
HIGH, MIDDLE = 0.80, 2 / 3  # customary for agreement (Krippendorff 2004); used here as a rule of thumb
ENOUGH = 10  # items; below, a share says little
BLIND = ("blind", "blind_low", "blind_high", "n_blind")
COLUMNS = ("metric", "value", "low", "high", "n", *BLIND, "judged", "trust")


def measure_trust(scores: pl.DataFrame, blind: pl.DataFrame, *, in_view: bool = True) -> pl.DataFrame:
    """Where may a reader trust the machine, and where not?

    `scores` are those on the codings of this corpus (see `scores.scores`), `blind` those on other articles that nobody
    had looked at while the rules were made; both have metric, value, low, high, n. With `in_view`, the corpus was read
    while the rules were made: then the blind score judges where it has at least ten items behind it, else the other.
    Without, the corpus' own score judges where it has ten.
    trust: firm when a score on articles not in view judges, is .80 or above, and its interval lies above .67; with care
    from .67; not alone below; too few with fewer than ten items on either side.
    Read it: "not alone" means that counts of this kind should not be shown without the sentences behind them.
    Beware: the limits are a custom, not a law. Scores on articles that were in view are too good.

    One row is one metric: metric, value, low, high, n (null where nothing of this corpus was coded), blind, blind_low,
    blind_high, n_blind (null where nothing was coded blind), judged (the score that decides), trust. In the order of
    `scores`, then of `blind`.
    """
    numbers = ["value", "low", "high", "n"]
    other = blind.select("metric", *numbers).rename(dict(zip(numbers, BLIND, strict=True)))
    mine = scores.select("metric", *numbers)
    more = other.join(mine, on="metric", how="anti", maintain_order="left")
    both = pl.concat([mine.join(other, on="metric", how="left", maintain_order="left"), more], how="diagonal")
    unseen = pl.col("n_blind").fill_null(0) >= ENOUGH
    own = pl.col("n").fill_null(0) >= ENOUGH
    by_blind = unseen if in_view else unseen & ~own
    judged = pl.when(by_blind).then(pl.col("blind")).otherwise(pl.col("value"))
    low = pl.when(by_blind).then(pl.col("blind_low")).otherwise(pl.col("low"))
    honest = by_blind if in_view else by_blind | own
    said = (
        pl.when((~by_blind & ~own) | pl.col("judged").is_null())
        .then(pl.lit(FEW))
        .when(honest & (pl.col("judged") >= HIGH) & (low >= MIDDLE))
        .then(pl.lit(FIRM))
        .when(pl.col("judged") >= MIDDLE)
        .then(pl.lit(CARE))
        .otherwise(pl.lit(ALONE))
    )
    return both.with_columns(judged=judged).with_columns(trust=said).select(COLUMNS)
