"""Who stands and who speaks in each sentence, and what is in quotation marks? Spans, ready to be looked up."""

from __future__ import annotations

import polars as pl

NOBODY = frozenset({"EVENT", "OTHER"})


def sentence_actors(sentences: pl.DataFrame, *tables: pl.DataFrame) -> dict[tuple[str, int], list[str]]:
    """Codes of the actors mentioned or speaking in each sentence."""
    starts = sentences.select("article_id", "start", sentence_start="start").sort("article_id", "start")
    found: dict[tuple[str, int], list[str]] = {}
    for table in tables:
        spans = table.select("article_id", "start", "actor").drop_nulls().sort("article_id", "start")
        placed = spans.join_asof(starts, on="start", by="article_id", check_sortedness=False).drop_nulls()
        for article, _, actor, sentence in placed.iter_rows():
            if actor not in NOBODY:
                found.setdefault((article, sentence), []).append(actor)
    return found


def sentence_speakers(sentences: pl.DataFrame, quotations: pl.DataFrame) -> dict[tuple[str, int], list[str]]:
    """Codes of the actors whose words stand in each sentence, in whole or in part."""
    spans = quotations.filter(~pl.col("actor").is_in(list(NOBODY))).select(
        "article_id", "actor", span_start="start", span_end="end"
    )
    overlap = pl.col("span_start") < pl.col("end"), pl.col("start") < pl.col("span_end")
    rows = sentences.select("article_id", "start", "end").join(spans, on="article_id").filter(*overlap)
    found: dict[tuple[str, int], list[str]] = {}
    for article, start, actor in rows.select("article_id", "start", "actor").unique().sort(pl.all()).iter_rows():
        found.setdefault((article, start), []).append(actor)
    return found


def actor_name_spans(mentions: pl.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Where actors stand by name: these words are no pieces of their own."""
    spans = mentions.filter(pl.col("how") != "pronoun", ~pl.col("actor").is_in(list(NOBODY)))
    rows = spans.select("article_id", "start", "end").iter_rows()
    found: dict[str, list[tuple[int, int]]] = {}
    for article, start, end in rows:
        found.setdefault(article, []).append((start, end))
    return found


def quotation_spans(quotations: pl.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Where words stand in quotation marks."""
    found: dict[str, list[tuple[int, int]]] = {}
    rows = quotations.filter(pl.col("type") != "indirect").select("article_id", "start", "end").iter_rows()
    for article, start, end in rows:
        found.setdefault(article, []).append((start, end))
    return found
