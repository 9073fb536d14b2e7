"""NewsMTSC: how does a news sentence speak of somebody (Hamborg & Donnay 2021), by the reader.

macro_f1: over negative, neutral and positive, on items whose `official` part is train. Of the development part only
those items count of whose text and article the reader has learnt nothing.
official_..._macro_f1: the same on each other official part, such as the test form of the set's authors.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.corpus import corpus_of
from analysis.corpus.text import digest
from analysis.language import sentences
from analysis.language.neural_reader import TONES, target_tone_chances
from benchmarks.reader.examples import is_aside
from benchmarks.validity.machine import Found, Item, Reader, Row, class_tally_rows, error

ARTICLE = 3  # parts of a document's name that tell its article


def score(items: Sequence[Item], _: Reader) -> Found:
    """Sentiment given and coded, mention by mention; counts go by document."""
    learnt = [item for item in items if _is_learnt(item)]
    texts, articles = ({of(item) for item in learnt} for of in (_text, _article))
    asked = [item for item in items if _text(item) not in texts and _article(item) not in articles]
    shares = target_tone_chances([item["text"] for item in asked], [(item["start"], item["end"]) for item in asked])
    tallies: list[Row] = []
    errors: list[Row] = []
    by_document: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for item, share in zip(asked, shares, strict=True):
        answers = (item["gold"], TONES[share.index(max(share))])
        for part in item.get("official", ["train"]):
            metric = "macro_f1" if part == "train" else f"official_{part}_macro_f1"
            by_document.setdefault((metric, item["doc"]), []).append(answers)
            if answers[0] != answers[1]:
                errors.append(error(metric, item["text"], item["id"], (item["start"], item["end"]), answers))
    for (metric, document), pairs in sorted(by_document.items()):
        tallies += class_tally_rows(metric, document, pairs)
    return Found(tallies, errors, sentences(corpus_of({item["id"]: item["text"] for item in asked})))


def _is_learnt(item: Item) -> bool:
    return item.get("split") == "dev" and not is_aside(item["doc"])


def _text(item: Item) -> str:
    return digest(item["text"])


def _article(item: Item) -> str:
    """The article's own part of the name: documents of some sources are single mentions."""
    return "_".join(item["doc"].split("_")[:ARTICLE])
