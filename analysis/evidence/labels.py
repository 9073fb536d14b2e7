"""What are the actors and the event called, by whom, in whose voice?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from analysis import schema
from analysis.corpus import Parsed
from analysis.evidence.actors import casts
from analysis.evidence.actors_cast import Cast
from analysis.evidence.labels_bearers import SPEAKERS, Holders, bearer_of
from analysis.evidence.labels_lexicon import lexicon
from analysis.evidence.labels_nouns import Label, noun_labels
from analysis.evidence.labels_predicates import predicate_labels
from analysis.evidence.labels_tone import tone_of
from analysis.evidence.voices import voice_of

__all__ = ["labels", "tone_of", "unlabelled"]


def labels(parsed: Parsed, mentions: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    """What are actors and event called, and whose word is it?

    Columns: `schema.LABELS`.
    """
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    said = _said(quotations)
    rows: list[dict[str, object]] = []
    for id, cast in casts(parsed):
        for label, actor in _labels_in(cast, said.get(id, [])):
            start, end = cast.doc[label.first].idx, cast.doc[label.last].idx + len(cast.doc[label.last])
            rows.append(
                {
                    **where[id],
                    "start": start,
                    "end": end,
                    "text": texts[id][start:end],
                    "lemma": label.lemma,
                    "family": label.family,
                    "actor": actor,
                    "tone": label.tone,
                }
            )
    found = pl.DataFrame(rows, schema={name: dtype for name, (dtype, _) in schema.LABELS.columns.items()})
    voiced = voice_of(found.drop("voice", "holder", "distanced"), quotations)
    return voiced.select(list(schema.LABELS.columns)).sort(schema.LABELS.key)


def _said(quotations: pl.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    """Per article the words inside quotation marks that have a speaker."""
    direct = quotations.filter(pl.col("type").is_in(["direct", "partial"]) & pl.col("actor").is_not_null())
    found: dict[str, list[tuple[int, int, str]]] = {}
    for id, start, end, actor in direct.select("article_id", "start", "end", "actor").iter_rows():
        found.setdefault(id, []).append((start, end, actor))
    return found


def _labels_in(cast: Cast, said: list[tuple[int, int, str]]) -> list[tuple[Label, str]]:
    terms = lexicon()
    holders = _holders(cast, said)
    found = [*noun_labels(cast, terms), *predicate_labels(cast, terms, holders)]
    return [(label, bearer_of(cast, label, terms, holders)) for label in _apart(found)]


def _holders(cast: Cast, said: list[tuple[int, int, str]]) -> Holders:
    return {
        token.i: actor
        for start, end, actor in said
        if (span := cast.doc.char_span(start, end, alignment_mode="contract")) is not None
        for token in span
        if token.lower_ in SPEAKERS
    }


def _apart(found: Iterable[Label]) -> list[Label]:
    """Of labels that share a word the longer stays, of two as long the one found first."""
    taken: set[int] = set()
    kept = []
    for label in sorted(found, key=lambda one: (one.first - one.last, one.first)):
        span = range(label.first, label.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(label)
    return sorted(kept, key=lambda one: one.first)


def unlabelled(mentions: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    """Which mentions of an actor carry no label?

    Returns the rows of `mentions` that no label on any actor overlaps.
    """
    spans = labels.select("article_id", opens="start", closes="end")
    numbered = mentions.with_row_index("_row")
    met = numbered.join(spans, on="article_id").filter(
        (pl.col("opens") < pl.col("end")) & (pl.col("start") < pl.col("closes"))
    )
    return numbered.join(met.select("_row").unique(), on="_row", how="anti").drop("_row")
