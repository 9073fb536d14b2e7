"""From counts of hits in each article to a score with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.evidence.study import add_sentences
from analysis.measures.block_intervals import interval_ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.float64]

# One row is one class of one metric in one article. A metric without classes has one, "".
TALLY = {
    "metric": pl.String(),
    "article_id": pl.String(),
    "class": pl.String(),
    "hits": pl.Int64(),
    "n_coded": pl.Int64(),
    "n_machine": pl.Int64(),
    "n": pl.Int64(),
}
LEAST = 0.4  # an item of an F1 counts on both sides: its variance may be that much of a share's, not less
# One row is one place where machine and coder differ.
ERROR = {
    "metric": pl.String(),
    "article_id": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "size": pl.Int64(),
    "coded": pl.String(),
    "machine": pl.String(),
    "text": pl.String(),
}


def tally_row(
    metric: str, article: str, hits: int, coded: int, machine: int, n: int | None = None
) -> dict[str, object]:
    """Counts of one metric without classes in one article; n is `coded` unless given."""
    counts = {"hits": hits, "n_coded": coded, "n_machine": machine, "n": coded if n is None else n}
    return {"metric": metric, "article_id": article, "class": "", **counts}


def worst_errors(errors: pl.DataFrame, sentences: pl.DataFrame, *, most: int = 10) -> pl.DataFrame:
    """Which errors weigh most, and in which sentences do they stand?

    One row is one error, at most `most` for each metric, the largest first (size: characters at issue):
    metric, article_id, start, end, size, coded, machine (the two answers; "" where one side has none), text,
    sentence (the one the span begins in). Metrics in the order of `errors`, then size, article_id, start.
    """
    order = {name: place for place, name in enumerate(errors["metric"].unique(maintain_order=True))}
    ranked = errors.with_columns(rank=pl.col("metric").replace_strict(order, return_dtype=pl.Int64))
    keys = ["rank", "size", "article_id", "start", "end"]
    ranked = ranked.sort(keys, descending=[False, True, False, False, False], maintain_order=True)
    kept = ranked.group_by("metric", maintain_order=True).head(most)
    return add_sentences(kept, sentences).select(*ERROR, "sentence")


def scores(tallies: pl.DataFrame) -> pl.DataFrame:
    """How far does the machine agree with the coders, and how far may that be trusted?

    value = mean over classes of 2 hits / (n_coded + n_machine), over all articles together. That is F1; where
    both counts are those of the matched pairs it is accuracy, where both are the coded ones it is recall.
    low, high: its 95 % interval with articles as draws. error² = k / (k - 1) × the sum over k articles of the squared
    amount by which each moves the value; from it Wilson's interval, with Student's t of k - 1 degrees of freedom.
    Read it: with few articles the interval is wide, and rightly so: the next article may be another kind of text.
    Beware: a class that neither side uses is left out of the mean.

    One row is one metric: metric, value, low, high (0 to 1; null where nothing was coded, or, for the interval,
    where there is one article only), n (coded items behind it), n_articles. In the order of `tallies`.
    """
    rows: list[dict[str, object]] = []
    for metric in tallies["metric"].unique(maintain_order=True):
        cube, n = _count_array(tallies.filter(pl.col("metric") == metric))
        value, error = _value_and_error(cube)
        low = high = None
        if value is not None and error is not None:
            low, high = interval_ends(value, error, kind="share", n=max(n, 1), dof=len(cube) - 1, least=LEAST)
        found = {"metric": metric, "value": value, "low": low, "high": high}
        rows.append({**found, "n": n, "n_articles": len(cube)})
    real = dict.fromkeys(("value", "low", "high"), pl.Float64())
    schema = {"metric": pl.String(), **real, "n": pl.Int64(), "n_articles": pl.Int64()}
    return pl.DataFrame(rows, schema=schema)


def _count_array(tally: pl.DataFrame) -> tuple[Counts, int]:
    """Counts as articles × classes × (hits, n_coded, n_machine), and the n of all."""
    import numpy as np

    articles = {id: place for place, id in enumerate(tally["article_id"].unique().sort())}
    classes = {name: place for place, name in enumerate(tally["class"].unique().sort())}
    cube = np.zeros((len(articles), len(classes), 3))
    for id, name, *counts in tally.select("article_id", "class", "hits", "n_coded", "n_machine").iter_rows():
        cube[articles[id], classes[name]] += counts
    return cube, int(tally["n"].sum())


def _value_and_error(cube: Counts) -> tuple[float | None, float | None]:
    """Mean over classes of 2 hits / (coded + machine), and its standard error with articles as draws.

    How far each article moves the value is squared and summed; of one article there is no error.
    """
    import numpy as np

    sizes = cube[..., 1] + cube[..., 2]
    whole = sizes.sum(axis=0)
    used = whole > 0
    if not used.any():
        return None, None
    each = 2 * cube[:, used, 0].sum(axis=0) / whole[used]
    moves = ((2 * cube[:, used, 0] - each * sizes[:, used]) / whole[used]).mean(axis=1)
    k = len(cube)
    return float(each.mean()), float(np.sqrt(k / (k - 1) * (moves**2).sum())) if k > 1 else None
