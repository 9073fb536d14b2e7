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
from analysis.evidence.labels_quoted import Quoted, quoted_labels
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


def _said(quotations: pl.DataFrame) -> dict[str, list[Quoted]]:
    """Per article the stretches inside quotation marks: where, of which type, by whom."""
    marked = quotations.filter(pl.col("type") != "indirect").select("article_id", "start", "end", "type", "actor")
    found: dict[str, list[Quoted]] = {}
    for id, *stretch in marked.iter_rows():
        found.setdefault(id, []).append((stretch[0], stretch[1], stretch[2], stretch[3]))
    return found


def _labels_in(cast: Cast, said: list[Quoted]) -> list[tuple[Label, str]]:
    terms = lexicon()
    holders = _holders(cast, said)
    found = [*noun_labels(cast, terms), *predicate_labels(cast, terms, holders)]
    found += quoted_labels(cast, said)
    return [(label, bearer_of(cast, label, terms, holders)) for label in _apart(found)]


def _holders(cast: Cast, said: list[Quoted]) -> Holders:
    return {
        token.i: actor
        for start, end, type, actor in said
        if type != "scare" and actor and (span := cast.doc.char_span(start, end, alignment_mode="contract")) is not None
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
