"""How far do words lean when an article is compared with itself?"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.inference.null.effects import SPLITS, TEXT, Halves, Numbers, text_halves, text_pieces
from analysis.measures.block_intervals import BLOCK
from analysis.measures.blocks import counted_words
from analysis.measures.keyness import COUNTS, log_odds

LENT = 500.0  # words, as in `keyness`


def null_words(
    keys: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    splits: int = SPLITS,
    block: int = BLOCK,
) -> pl.DataFrame:
    """Which word leans furthest, and how far, when one half of a text is compared with its other half?

    Halves as in `null_effects`. zeta as in `keyness`, for every word in `keys` on the event; each half is lent fewer
    words, in the measure in which the text is shorter than all texts of the event together.
    `keys` is the table of `keyness`, `tokens` those it was made with.
    Read it: among some hundred words the furthest is always far out; here the furthest of one article.
    Beware: a word that belongs to one scene leans as well, since neighbouring sentences stay together.

    One row is one split: event, outlet, split, term (the furthest; the first in the alphabet of equals), n_a, n_b
    (uses in each half), zeta (positive: the first half). Sorted by event, outlet, split. Texts of fewer than five
    pieces have no rows.
    """
    cut = text_pieces(sentences, block=block)
    halves = text_halves(cut, splits=splits)
    counted = counted_words(tokens).join(
        cut.select("article_id", "piece", sentence_start="start"), on=["article_id", "sentence_start"]
    )
    numbers = {"split": pl.Int64(), "term": pl.String(), "n_a": pl.Int64(), "n_b": pl.Int64(), "zeta": pl.Float64()}
    parts = [pl.DataFrame(schema={**dict.fromkeys(TEXT, pl.String()), **numbers})]
    for (event, outlet), text in counted.group_by(TEXT, maintain_order=True):
        terms = keys.filter(pl.col("event") == event, pl.col("outlet") == outlet).sort("term")
        if terms.height and (event, outlet) in halves:
            furthest = _furthest_words(text, terms, halves[event, outlet])
            parts.append(furthest.select(pl.lit(event).alias("event"), pl.lit(outlet).alias("outlet"), *numbers))
    return pl.concat(parts).sort(*TEXT, "split")


def null_keyness(
    keys: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    splits: int = SPLITS,
    block: int = BLOCK,
) -> pl.DataFrame:
    """Which words lean further to an outlet than any word leans to a half of one article?

    null_effect = the largest |zeta| of `null_words` over the texts and splits of the event. null_low and null_high are
    the rates at which zeta would be minus and plus null_effect, for a word used as often on the event as this one.
    Read it: a bar that ends between null_low and null_high, a point within ± null_effect, is no further out than a word
    of one article can be from itself.
    Beware: outside are words in which these texts differ: their day, their scenes, their spelling, their outlet.
    Where outlets do not differ 1 word in 1,000 lies outside, and 1 in 200 where writers come back to a word they have
    just used (benchmarks/null_band.py). A word of few uses can never get outside.

    The rows and columns of `keys`, and n_split (texts split), null_effect (zeta), null_low, null_high (per 1,000
    words), outside; the last four null where no text of the event has five pieces. Options as in `null_words`.
    """
    largest = (
        null_words(keys, tokens, sentences, splits=splits, block=block)
        .group_by("event")
        .agg(n_split=pl.col("outlet").n_unique().cast(pl.Int64), null_effect=pl.col("zeta").abs().max())
    )
    found = keys.join(largest, on="event", how="left", maintain_order="left")
    limit = found["null_effect"].to_numpy()
    ends = {f"null_{end}": _rate_at_zeta(found, sign * limit) for end, sign in (("low", -1), ("high", 1))}
    return found.with_columns(
        pl.col("n_split").fill_null(0),
        *(pl.Series(name, rate, nan_to_null=True) for name, rate in ends.items()),
        outside=pl.col("zeta").abs() > pl.col("null_effect") + 1e-12,
    )


def _furthest_words(text: pl.DataFrame, terms: pl.DataFrame, first: Halves) -> pl.DataFrame:
    """The word furthest out in each split of one text."""
    from scipy.sparse import csr_array

    place = terms.select("term").with_row_index("_term")
    used = text.join(place, on="term").group_by("piece", "_term").len().sort("piece", "_term")
    cells = (used["len"].to_numpy().astype(float), (used["piece"].to_numpy(), used["_term"].to_numpy()))
    counts = csr_array(cells, shape=(first.shape[1], terms.height))
    lengths = np.bincount(text["piece"].to_numpy(), minlength=first.shape[1]).astype(float)
    (a, n1), (b, n2) = (
        (np.asarray(side @ counts), (side @ lengths)[:, None]) for side in (first.astype(float), (~first).astype(float))
    )
    event = float(terms["total_target"][0] + terms["total_reference"][0])
    shorter = lengths.sum() / event
    odds, variance = log_odds(a, b, n1, n2, terms["prior"].to_numpy() * shorter, np.array(LENT * shorter))
    zeta = np.nan_to_num(odds / np.sqrt(variance))
    at, rows = np.round(np.abs(zeta), 9).argmax(axis=1), np.arange(len(first))
    return pl.DataFrame(
        {
            "split": rows,
            "term": terms["term"].gather(at),
            "n_a": a[rows, at].astype(np.int64),
            "n_b": b[rows, at].astype(np.int64),
            "zeta": zeta[rows, at],
        }
    )


def _rate_at_zeta(keys: pl.DataFrame, aim: Numbers) -> Numbers:
    """The target's rate at which zeta reaches `aim`, the word's uses on the event being what they are; by bisection."""
    a, b, n1, n2 = (keys[name].cast(pl.Float64).to_numpy() for name in COUNTS)
    alpha, uses = keys["prior"].to_numpy(), a + b
    low, high = np.maximum(0.0, uses - n2), np.minimum(uses, n1)
    for _ in range(40):
        middle = (low + high) / 2
        odds, variance = log_odds(middle, uses - middle, n1, n2, alpha, np.array(LENT))
        below = odds / np.sqrt(variance) < aim
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    rate: Numbers = np.where(np.isnan(aim), np.nan, np.round(1000 * (low + high) / 2 / n1, 6))
    return rate
