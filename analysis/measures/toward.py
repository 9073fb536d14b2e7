"""Toward whom does a sentence speak well or ill? A head trained on coded news, mention by mention.

TextBlob and VADER score a sentence whoever it is about. This asks for each actor it mentions.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus import corpus_of
from analysis.evidence.study import Study, files_digest
from analysis.measures.encoder import encoder_problem
from analysis.measures.steps import TWENTIETH, nearest_step
from analysis.measures.toward_head import CLASSES, WEIGHTS, likelihoods
from analysis.measures.toward_sentence import Target, target_in
from analysis.schema import INT, MENTIONS, REAL, SPAN, STR, WHERE, Table

if TYPE_CHECKING:
    from analysis.corpus.parse import Parsed

EVENT = ("EVENT",)  # not somebody: what the report is about
WAYS = ("auto", "head", "words")
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


def toward_scores(study: Study) -> pl.DataFrame:
    """How does each sentence of a corpus speak of each actor it mentions? As `toward`, kept on disk by article."""
    return study.by_article(TOWARD, lambda part: toward(part.mentions, part.sentences, part.parsed), code=_code())


@functools.cache
def _code() -> str:
    """A check sum of what a score depends on beside the evidence: code, weights, lists of other packages."""
    here = Path(__file__).parent
    files = [here / "steps.py", here / "instruments.py", *here.glob("toward*.py"), *here.glob("encoder*.py"), WEIGHTS]
    others = [version(package) for package in ("textblob", "vaderSentiment", "onnxruntime")]
    return " ".join(["", files_digest(sorted(files)), scorer_name(), *others])


def toward(
    mentions: pl.DataFrame,
    sentences: pl.DataFrame,
    parsed: Parsed,
    *,
    by: str = "auto",
    leave_out: Sequence[str] = EVENT,
) -> pl.DataFrame:
    """How does each sentence speak of each actor it mentions?

    toward = the likeliest of negative, neutral and positive; score = likely_positive - likely_negative, -1 to 1, to the
    nearest twentieth, for no more is the same on every machine. The target is the actor's first mention in the
    sentence.
    by: head is the trained head; words is its part that goes without the sentence encoder, by words and where they
    stand (macro-F1 .62 instead of .75); auto is the first where the encoder is in order, see `scorer_name`.
    Read it: from -1 to 1. "The police praised the strikers" is good toward the strikers and about neutral toward the
    police. A report of somebody's misdeeds, defeat or woe is all alike negative.
    Beware: trained on US political news of about 2010 to 2020, right for three mentions of four there; how often it is
    right on other news nobody has measured. It does not ask whose words they are: see `voice_of`. Compare within one
    event and actor, see `by_actor.by_actor`.

    One row is one actor in one sentence, its columns those of `TOWARD`. `leave_out`: actors that are none. Sorted by
    article_id, sentence_start, start.
    Raises ValueError for an unknown `by`, and for head where the sentence encoder is not in order.
    Hamborg & Donnay (2021), "NewsMTSC", the coded news.
    """
    encoder = _with_encoder(by)
    rows: list[dict[str, Any]] = []
    targets: list[Target] = []
    for row in _first(mentions.filter(~pl.col("actor").is_in(list(leave_out))), sentences):
        place, span = (row["sentence_start"], row.pop("sentence_end")), (row["start"], row["end"])
        target = target_in(parsed.docs[row["article_id"]], row["sentence"], place, span)
        if target is not None:
            rows.append(row)
            targets.append(target)
    shares = likelihoods(targets, encoder=encoder).tolist()
    return TOWARD.frame([row | _answer(share) for row, share in zip(rows, shares, strict=True)])


def toward_given(pairs: pl.DataFrame) -> pl.DataFrame:
    """How do made-up sentences speak of somebody? For trying the scorer out: `pairs` has text and target.

    Beware: a single sentence out of context is not news; the scorer answers all the same.

    One row is one pair, in their order: text, target (where it first stands in the text), toward, score (-1 to 1),
    likely_negative, likely_neutral, likely_positive.
    Raises ValueError when a target is not in its text.
    """
    texts = {str(place): text for place, text in enumerate(pairs["text"])}
    rows: list[dict[str, object]] = []
    for (place, text), target in zip(texts.items(), pairs["target"], strict=True):
        if (start := text.find(target)) < 0:
            raise ValueError(f"{target!r} is not in {text!r}; give words of the text as its target")
        where = {"article_id": place, "start": start, "end": start + len(target)}
        rows.append(where | {"text": target, "actor": target, "how": "name"})
    named = MENTIONS.frame(rows)
    code = f"{_code()} {hashlib.sha256(named.write_ndjson().encode()).hexdigest()}"
    scored = TOWARD.frame([])
    if texts:
        given = Study(corpus_of(texts))
        scored = given.by_article(TOWARD, lambda part: toward(named, part.sentences, part.parsed), code=code)
    numbered = pairs.select("text", "target").with_columns(article_id=pl.Series(list(texts), dtype=pl.String))
    answers = scored.select("article_id", "toward", "score", *LIKELY)
    return numbered.join(answers, on="article_id", how="left", maintain_order="left").drop("article_id")


def scorer_name(by: str = "auto") -> str:
    """Which scorer does `toward` use here? For the report: its name, and where it is the fallback, why."""
    if by == "words":
        return "words alone"
    problem = encoder_problem()
    return f"words alone (fallback: {problem})" if problem else "trained head on the sentence encoder"


def _with_encoder(by: str) -> bool:
    if by not in WAYS:
        raise ValueError(f"no way {by!r} to score sentiment toward somebody; ways here: {', '.join(WAYS)}")
    problem = encoder_problem()
    if by == "head" and problem:
        raise ValueError(f"the trained head was asked for, and {problem[0].lower()}{problem[1:]}; or ask by words")
    return by != "words" and not problem


def _answer(share: list[float]) -> dict[str, Any]:
    """The likeliest class and the score, from how likely each class is."""
    exact = [round(one, 3) for one in share]
    negative, _, positive = nearest_step(share, TWENTIETH).tolist()
    positive = min(positive, round(1 - negative, 2))
    shares = (negative, round(1 - negative - positive, 2), positive)
    score = round(positive - negative, 2)
    return {"toward": CLASSES[exact.index(max(exact))], "score": score, **dict(zip(LIKELY, shares, strict=True))}


def _first(mentions: pl.DataFrame, sentences: pl.DataFrame) -> list[dict[str, Any]]:
    """Each actor's first mention in each sentence, with the sentence."""
    places = sentences.select(
        "article_id", sentence_start="start", sentence_end="end", sentence="text", start="start"
    ).sort("article_id", "start")
    return (
        mentions.select("event", "outlet", "article_id", "start", "end", "text", "actor", "how")
        .sort("article_id", "start")
        .join_asof(places, on="start", by="article_id", check_sortedness=False)
        .filter(pl.col("start") < pl.col("sentence_end"))
        .sort("article_id", "sentence_start", "actor", "start")
        .unique(["article_id", "sentence_start", "actor"], keep="first", maintain_order=True)
        .to_dicts()
    )
