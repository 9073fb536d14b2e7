"""Whose words is a span in?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

NEEDED = ("article_id", "start", "end")
# An article is far shorter than this, so that one number says both which article and where in it.
STRIDE = 1 << 32


def span_voices(spans: pl.DataFrame, quotations: pl.DataFrame, *, also: Sequence[str] = ()) -> pl.DataFrame:
    """In whose voice does each span stand, and who is responsible for the words?

    The innermost quotation that holds the whole span gives voice (its type), holder (its actor, OTHER where it has
    none) and distanced; outside any quotation they are author, author and false.
    Read it: "martyrs" inside a partial quotation of state television has the voice partial, the holder IRAQ_GOV.
    Beware: a span that only crosses a quotation's edge counts as the author's.

    Returns `spans` in their order with the columns voice, holder, distanced (replaced where they are there), and those
    of that quotation which `also` names, null for the author's words.
    Raises ValueError when `spans` or `quotations` lacks a column that is needed.
    """
    for name, frame, columns in (
        ("spans", spans, NEEDED),
        ("quotations", quotations, (*NEEDED, "type", "actor", "distanced", *also)),
    ):
        missing = [column for column in columns if column not in frame.columns]
        if missing:
            what = f"voice_of needs {name} with the columns {', '.join(columns)}; {', '.join(missing)} not there"
            raise ValueError(what)
    base = spans.drop("voice", "holder", "distanced", *also, strict=False).with_row_index("_row")
    found = _innermost_quotations(base, quotations, also)
    return (
        base.join(found, on="_row", how="left", maintain_order="left")
        .with_columns(pl.col("voice").fill_null("author"), pl.col("distanced").fill_null(False))
        .with_columns(
            holder=pl.when(pl.col("voice") == "author")
            .then(pl.lit("author"))
            .otherwise(pl.col("holder").fill_null("OTHER"))
        )
        .select(*(column for column in base.columns if column != "_row"), "voice", "holder", "distanced", *also)
    )


def _innermost_quotations(base: pl.DataFrame, quotations: pl.DataFrame, also: Sequence[str]) -> pl.DataFrame:
    if base.is_empty() or quotations.is_empty():
        text = dict.fromkeys(("voice", "holder"), pl.String())
        told = {name: quotations.schema[name] for name in also}
        return pl.DataFrame(schema={"_row": base.schema["_row"], **text, "distanced": pl.Boolean(), **told})
    ids = sorted({*base["article_id"].drop_nulls().to_list(), *quotations["article_id"].drop_nulls().to_list()})
    place = pl.col("article_id").replace_strict(ids, range(len(ids)), return_dtype=pl.Int64) * STRIDE
    left = base.select("_row", at=place + pl.col("start"), to=place + pl.col("end")).drop_nulls()
    right = quotations.select(
        opens=place + pl.col("start"),
        closes=place + pl.col("end"),
        voice="type",
        holder="actor",
        distanced="distanced",
        **{name: name for name in also},
    ).filter(pl.col("opens") < pl.col("closes"))
    return (
        left.join_where(right, pl.col("opens") <= pl.col("at"), pl.col("closes") >= pl.col("to"))
        .sort("_row", pl.col("closes") - pl.col("opens"), pl.col("voice") == "indirect", "opens", "voice")
        .unique("_row", keep="first", maintain_order=True)
        .select("_row", "voice", "holder", "distanced", *also)
    )
