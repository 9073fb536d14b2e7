"""Toward whom does a sentence speak well or ill? The reader is asked, mention by mention.

TextBlob and VADER score a sentence whoever it is about. This asks for each actor it mentions.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.corpus.cache import files_digest
from analysis.evidence.study import Study, add_sentences
from analysis.language.neural_reader import TONES, model_files, target_tone_chances
from analysis.measures.rounding import TWENTIETH, round_to_step
from analysis.schema import INT, REAL, SPAN, STR, WHERE, Table

LIKELY = ("likely_negative", "likely_neutral", "likely_positive")
TOWARD = Table(
    "toward",
    "one actor in one sentence",
    ("article_id", "sentence_start", "start", "actor"),
    {
        **WHERE,
        **SPAN,
        "sentence_start": (INT, "first character of the sentence"),
        "text": (STR, "the mention as written"),
        "actor": (STR, "who is mentioned"),
        "how": (STR, "how the mention names the actor"),
        "sentence": (STR, "the sentence"),
        "toward": (STR, "the likeliest of negative, neutral and positive"),
        "score": (REAL, "likely_positive less likely_negative"),
        **dict.fromkeys(LIKELY, (REAL, "how likely, in twentieths; the three add up to 1")),
    },
)


def study_target_tone(study: Study) -> pl.DataFrame:
    """How does each sentence of a corpus speak of each actor it mentions? As `target_tone`, kept on disk by article."""
    return study.cached_by_article(TOWARD, lambda part: target_tone(part.mentions, part.sentences), code=_code_digest())


@functools.cache
def _code_digest() -> str:
    """A check sum of what a score depends on beside the evidence."""
    here = Path(__file__).parent
    return " " + files_digest([here / "rounding.py", here / "target_tone.py", *model_files()])


def target_tone(mentions: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """How does each sentence speak of each actor it mentions?

    toward = the likeliest of negative, neutral and positive; score = likely_positive - likely_negative, -1 to 1, to the
    nearest twentieth, for no more is the same on every machine. The target is the actor's first mention in the
    sentence; the reader (`evidence.reader`) reads the sentence by itself.
    Read it: from -1 to 1. "The police praised the strikers" is good toward the strikers and about neutral toward the
    police. A report of somebody's misdeeds, defeat or woe is all alike negative.
    Beware: it has learnt this from US political news of about 2010 to 2020 and is right for three mentions of four
    there; how often it is right on other news nobody has measured. It does not ask whose words they are: see
    `span_voices`. Compare within one event and actor, see `outlet_tone.tone_by_actor`.

    One row is one actor in one sentence, its columns those of `TOWARD`. EVENT is no actor, but what the report is
    about. Sorted by article_id, sentence_start, start.
    Hamborg & Donnay (2021), "NewsMTSC", the coded news.
    """
    order = ["article_id", "sentence_start", "actor"]
    placed = add_sentences(mentions.filter(pl.col("actor") != "EVENT"), sentences).drop_nulls("sentence")
    rows = placed.sort(*order, "start").unique(order, keep="first", maintain_order=True).to_dicts()
    spans = [(row["at"], row["at"] + row["end"] - row["start"]) for row in rows]
    shares = target_tone_chances([row["sentence"] for row in rows], spans)
    return TOWARD.frame([row | _class_and_score(share) for row, share in zip(rows, shares, strict=True)])


def target_tone_of_examples(pairs: pl.DataFrame) -> pl.DataFrame:
    """How do made-up sentences speak of somebody? For trying the reader out: `pairs` has text and target.

    Beware: a single sentence out of context is not news; the reader answers all the same.

    One row is one pair, in their order: text, target (where it first stands in the text), toward, score (-1 to 1),
    likely_negative, likely_neutral, likely_positive.
    Raises ValueError when a target is not in its text.
    """
    spans = []
    for text, target in pairs.select("text", "target").iter_rows():
        if not target or (start := text.find(target)) < 0:
            raise ValueError(f"{target!r} is not in {text!r}; give words of the text as its target")
        spans.append((start, start + len(target)))
    answers = [_class_and_score(share) for share in target_tone_chances(pairs["text"].to_list(), spans)]
    schema = {name: TOWARD.columns[name][0] for name in ("toward", "score", *LIKELY)}
    return pl.concat([pairs.select("text", "target"), pl.DataFrame(answers, schema=schema)], how="horizontal")


def _class_and_score(share: Sequence[float]) -> dict[str, Any]:
    """The likeliest class and the score, from how likely each class is."""
    exact = [round(one, 3) for one in share]
    negative, _, positive = round_to_step(list(share), TWENTIETH).tolist()
    positive = min(positive, round(1 - negative, 2))
    shares = (negative, round(1 - negative - positive, 2), positive)
    score = round(positive - negative, 2)
    return {"toward": TONES[exact.index(max(exact))], "score": score, **dict(zip(LIKELY, shares, strict=True))}
