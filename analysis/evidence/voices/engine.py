"""Articles to quotations."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.evidence.voices.marks import Marked, marked

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from analysis.corpus.parse import Parsed

LEXICON = Path(__file__).parents[3] / "data" / "lexicons" / "reporting.csv"


@functools.cache
def _lexicon() -> dict[str, str]:
    with LEXICON.open(encoding="utf-8") as file:
        return {row["cue"]: row["class"] for row in csv.DictReader(file) if row["pos"] == "VERB"}


def quotations(parsed: Parsed, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Who says what, in whose words?"""
    spans: dict[str, list[tuple[int, int]]] = {}
    for id, start, end in parsed.paragraphs.select("article_id", "start", "end").iter_rows():
        spans.setdefault(id, []).append((start, end))
    rows: list[dict[str, object]] = []
    for article in parsed.articles.iter_rows(named=True):
        id, text = article["article_id"], article["text"]
        where = {key: article[key] for key in ("event", "outlet", "article_id")}
        doc = parsed.docs[id]
        rows += [{**where, **_row(text, doc, one, parsed)} for one in marked(text, spans.get(id, []))]
    return schema.QUOTATIONS.frame(rows)


def _row(text: str, doc: Doc, one: Marked, parsed: Parsed) -> dict[str, object]:
    inside = doc.char_span(one.start, one.end, alignment_mode="expand")
    sentence = inside[0].sent if inside is not None and len(inside) else None
    cue = _cue(sentence, one) if sentence is not None else None
    clause = inside is not None and any(token.dep_ in ("nsubj", "nsubjpass", "csubj") for token in inside)
    subject = next((child for child in cue.children if child.dep_ == "nsubj"), None) if cue else None
    speaker = text[doc[subject.left_edge.i].idx : subject.right_edge.idx + len(subject.right_edge)] if subject else ""
    kind = "direct" if clause else "partial" if cue else "scare"
    return {
        "start": one.start,
        "end": one.end,
        "type": kind,
        "text": text[one.start : one.end],
        "speaker": speaker,
        "actor": _actor(speaker, parsed),
        "cue": cue.text if cue else "",
        "cue_class": _lexicon().get(cue.lemma_, "neutral") if cue else "none",
        "distanced": False,
    }


def _cue(sentence: object, one: Marked) -> Token | None:
    near = [
        token
        for token in sentence  # type: ignore[attr-defined]
        if token.pos_ == "VERB" and token.lemma_ in _lexicon() and not one.start <= token.idx < one.end
    ]
    return min(near, key=lambda token: min(abs(token.idx - one.end), abs(token.idx - one.start)), default=None)


def _actor(speaker: str, parsed: Parsed) -> str | None:
    hits = [
        (len(alias), actor) for actor, alias in parsed.actors.select("actor", "alias").iter_rows() if alias in speaker
    ]
    return max(hits)[1] if hits else ("OTHER" if speaker else None)
