"""Which measure can be built on, and which has to be read along with its sentences?"""

from __future__ import annotations

import polars as pl

FIRM, CARE, ALONE, FEW = "firm", "with care", "not alone", "too few"
HIGH, MIDDLE = 0.80, 2 / 3  # customary for agreement (Krippendorff 2004); used here as a rule of thumb
ENOUGH = 10  # items; below, a share says little
BLIND = ("blind", "blind_low", "blind_high", "n_blind")
COLUMNS = ("metric", "value", "low", "high", "n", *BLIND, "judged", "trust")


def trust(scores: pl.DataFrame, blind: pl.DataFrame) -> pl.DataFrame:
    """Where may a reader trust the machine, and where not?

    `scores` are those on articles that were read while the rules were made (see `scores.scores`), `blind` those on
    articles nobody had looked at; both have metric, value, low, high, n. The blind score judges where it has at
    least ten items behind it, else the other.
    trust: firm when the blind score judges, is .80 or above, and its interval lies above .67; with care from .67;
    not alone below; too few with fewer than ten items on either side.
    Read it: "not alone" means that counts of this kind should not be shown without the sentences behind them.
    Beware: the limits are a custom, not a law. Scores on articles that were read are too good, so nothing is firm
    that was not also measured blind.

    One row is one metric: metric, value, low, high, n, blind, blind_low, blind_high, n_blind (null where nothing was
    coded blind), judged (the score that decides), trust. In the order of `scores`.
    """
    numbers = ["value", "low", "high", "n"]
    other = blind.select("metric", *numbers).rename(dict(zip(numbers, BLIND, strict=True)))
    both = scores.select("metric", *numbers).join(other, on="metric", how="left", maintain_order="left")
    decides = pl.col("n_blind").fill_null(0) >= ENOUGH
    judged = pl.when(decides).then(pl.col("blind")).otherwise(pl.col("value"))
    few = ~decides & (pl.col("n") < ENOUGH) | pl.col("judged").is_null()
    said = (
        pl.when(few)
        .then(pl.lit(FEW))
        .when(decides & (pl.col("judged") >= HIGH) & (pl.col("blind_low") >= MIDDLE))
        .then(pl.lit(FIRM))
        .when(pl.col("judged") >= MIDDLE)
        .then(pl.lit(CARE))
        .otherwise(pl.lit(ALONE))
    )
    return both.with_columns(judged=judged).with_columns(trust=said).select(COLUMNS)
