"""How is the same statement retold?"""

from __future__ import annotations

import polars as pl

from analysis.measures.coverage import sort_by_certainty

OWN = "own words"
TELLING = ("act", "actor", "name", "day", "number", "word")


def retellings(
    links: pl.DataFrame,
    sentences: pl.DataFrame,
    quotations: pl.DataFrame,
    labels: pl.DataFrame,
    units: pl.DataFrame,
) -> pl.DataFrame:
    """How do two outlets put the same statement: cue, voice, labels, and what is only in one of them?

    Each link that was not rejected gives two rows, one a side.
    Read it: `only_here` is what the other sentence does not have. It may stand elsewhere in the other article.
    Beware: a link may be wrong; `status` says whether a reader has confirmed it.

    One row is one side of one link: link (numbered from the surest, confirmed ones first), event, side (1 or 2),
    outlet, article_id, start, end, text, voice (kinds of reported speech in the sentence, or "own words"), speaker,
    cue, cue_class (of the reported speech, joined by "; "; empty where there is none), labels (each with its voice),
    only_here (words, the rarest first), shared, score,
    probability, status, relation (denied: one reports what the other denies). Sorted by link, side.
    """
    standing = sort_by_certainty(links.filter(pl.col("status") != "rejected"))
    numbered = standing.with_row_index("link", 1).with_columns(pl.col("link").cast(pl.Int64))
    common = ["link", "event", "shared", "score", "probability", "status", "relation"]
    one = numbered.select(*common, "outlet", "article_id", "start", "end", side=pl.lit(1))
    two = numbered.select(
        *common,
        *(pl.col(f"other_{name}").alias(name) for name in ("outlet", "id", "start", "end")),
        side=pl.lit(2),
    ).rename({"id": "article_id"})
    sides = pl.concat([one, two], how="diagonal").join(
        sentences.select("article_id", "start", "text"), on=["article_id", "start"], how="left"
    )
    for table in (_speech_columns(sides, quotations), _label_columns(sides, labels), _unshared_words(sides, units)):
        sides = sides.join(table, on=["link", "side"], how="left")
    texts = ("speaker", "cue", "cue_class", "labels", "only_here")
    ends = ("outlet", "article_id", "start", "end", "text", "voice")
    return (
        sides.with_columns(pl.col("voice").fill_null(OWN), *(pl.col(name).fill_null("") for name in texts))
        .with_columns(pl.col("side").cast(pl.Int64))
        .select("link", "event", "side", *ends, *texts, "shared", "score", "probability", "status", "relation")
        .sort("link", "side")
    )


def _spans_in_sentences(sides: pl.DataFrame, spans: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Spans that overlap the sentence of each side, in the order of the text."""
    found = spans.select("article_id", *columns, span_start="start", span_end="end")
    return (
        sides.select("link", "side", "article_id", "start", "end")
        .join(found, on="article_id")
        .filter(pl.col("span_start") < pl.col("end"), pl.col("start") < pl.col("span_end"))
        .sort("link", "side", "span_start", "span_end")
    )


def _joined_values(column: str) -> pl.Expr:
    """The different values of a group, in their order, in one cell; empty ones left out."""
    kept = pl.col(column).filter(pl.col(column).fill_null("") != "")
    return kept.unique(maintain_order=True).str.join("; ").alias(column)


def _speech_columns(sides: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    found = _spans_in_sentences(sides, quotations.rename({"type": "voice"}), ["voice", "speaker", "cue", "cue_class"])
    columns = ("voice", "speaker", "cue", "cue_class")
    said = found.with_columns(cue_class=pl.col("cue_class").replace("none", ""))
    return said.group_by("link", "side", maintain_order=True).agg(_joined_values(name) for name in columns)


def _label_columns(sides: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    found = _spans_in_sentences(sides, labels, ["text", "voice"]).with_columns(
        labels=pl.format("{} ({})", "text", "voice")
    )
    return found.group_by("link", "side", maintain_order=True).agg(_joined_values("labels"))


def _unshared_words(sides: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    rarity = pl.len().over("event", "kind", "unit")
    pieces = units.with_columns(found=rarity).filter(pl.col("kind").is_in(list(TELLING)))
    own = sides.select("link", "side", "article_id", "start").join(pieces, on=["article_id", "start"])
    other = own.select("link", "kind", "unit", side=3 - pl.col("side"))
    left = own.join(other, on=["link", "side", "kind", "unit"], how="anti")
    return (
        left.sort("link", "side", "found", "kind", "unit")
        .group_by("link", "side", maintain_order=True)
        .agg(pl.col("words").unique(maintain_order=True).str.join("; ").alias("only_here"))
    )
