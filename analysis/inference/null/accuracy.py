"""How well would a reader of single sentences tell the two halves of one article apart?"""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.inference.null.effects import SEED, TEXT, text_halves, text_pieces
from analysis.measures import outlet_classifier
from analysis.measures.block_intervals import BLOCK

SPLITS = 5  # fewer than elsewhere: each is a reader of its own, trained as often as there are folds


def null_accuracy(
    told: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    tokens: pl.DataFrame | None = None,
    actors: pl.DataFrame | None = None,
    folds: int = 5,
    splits: int = SPLITS,
    block: int = BLOCK,
) -> pl.DataFrame:
    """Does the reader tell newsrooms apart better than it tells two halves of one article apart?

    Halves as in `null_effects`, of the bodies, each text `splits` times; the reader of `outlet_accuracy` learns and
    judges them as if they were two newsrooms.
    errors = (balanced accuracy - 1/2) / its standard error where guessing at chance.
    null_effect = the largest `errors` over the texts and splits of the event, at least 0.
    null_high = chance_balanced + null_effect standard errors, for the sentences and outlets of the event.
    Read it: up to null_high the reader finds no more than it finds in one article.
    Beware: there are few splits, and half an article is little to learn from.

    `told` is the table of `outlet_accuracy`, made with the same options. Its rows and columns, and n_split (texts
    split), null_effect, null_low (chance), null_high (shares), outside; the last four null where no text of the event
    has five pieces.
    """
    body = sentences.filter(pl.col("section") == "body")
    cut = text_pieces(body, block=block)
    shared = {"tokens": tokens, "actors": actors, "folds": folds, "block": block, "deals": 1}
    found = [
        _standard_errors(outlet_classifier.outlet_predictions(newsrooms, seed=SEED, **shared))  # type: ignore[arg-type]
        for newsrooms in _halves_as_outlets(body, cut, splits)
    ]
    keys: dict[str, Any] = {"event": pl.String(), "masked": pl.Boolean(), "text": pl.String(), "errors": pl.Float64()}
    largest = pl.concat([pl.DataFrame(schema=keys), *found]).group_by("event", "masked")
    null = largest.agg(n_split=pl.col("text").n_unique().cast(pl.Int64), null_effect=pl.col("errors").max().clip(0.0))
    chance, counts = pl.col("chance_balanced"), body.group_by(*TEXT).len().group_by("event")
    inverse = counts.agg(inverse=(1 / pl.col("len")).sum() / pl.len() ** 2)
    error = (chance * (1 - chance) * pl.col("inverse")).sqrt()
    return (
        told.join(null, on=["event", "masked"], how="left", maintain_order="left")
        .join(inverse, on="event", how="left", maintain_order="left")
        .with_columns(
            pl.col("n_split").fill_null(0),
            null_low=pl.when(pl.col("null_effect").is_not_null()).then(chance),
            null_high=(chance + pl.col("null_effect") * error).clip(0, 1),
        )
        .with_columns(outside=pl.col("balanced_accuracy") > pl.col("null_high"))
        .drop("inverse")
    )


def _halves_as_outlets(body: pl.DataFrame, cut: pl.DataFrame, splits: int) -> list[pl.DataFrame]:
    """Each split as a table of sentences whose events are texts and whose outlets are their halves."""
    texts = []
    for (event, outlet), first in text_halves(cut, splits=splits).items():
        side = pl.DataFrame({f"split_{i}": row for i, row in enumerate(first)}).with_row_index("piece")
        pieces_of = cut.filter(pl.col("event") == event, pl.col("outlet") == outlet)
        texts.append(pieces_of.join(side, on="piece", maintain_order="left"))
    if not texts:
        return []
    sides = pl.concat(texts).drop(*TEXT, "piece")
    told = body.join(sides, on=["article_id", "start"], maintain_order="left").rename({"event": "_event"})
    named = pl.concat_str("_event", "outlet", separator="\n")
    return [
        told.with_columns(event=named, outlet=pl.when(f"split_{i}").then(pl.lit("a")).otherwise(pl.lit("b")))
        for i in range(splits)
    ]


def _standard_errors(judged: pl.DataFrame) -> pl.DataFrame:
    """How far above chance, in standard errors, is each text's reader? Also masked or not."""
    sides = judged.group_by("event", "masked", "outlet").agg(
        right=pl.col("n_right").sum() / pl.col("n_deals").sum(), n=pl.len()
    )
    both = sides.group_by("event", "masked").agg(accuracy=pl.col("right").mean(), inverse=(1 / pl.col("n")).sum())
    parts = pl.col("event").str.split("\n")
    return both.select(
        parts.list.first().alias("event"),
        "masked",
        parts.list.last().alias("text"),
        errors=(pl.col("accuracy") - 0.5) / (pl.col("inverse") / 16).sqrt(),
    )
