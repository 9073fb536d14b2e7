"""NewsMTSC: how does a news sentence speak of somebody (Hamborg & Donnay 2021), by the trained head.

macro_f1: over negative, neutral and positive, on items whose `official` part is train. Items whose text the head has
learnt from are judged by heads trained without their documents, a fifth at a time; all others by the head as it is.
Where only a few texts of a part are among the learnt, they are left out: too few to train from, and known.
official_..._macro_f1: the same on each other official part, such as the test form of the set's authors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.inference.scores import class_rows
from analysis.measures.toward_features import Features, features
from analysis.measures.toward_head import CLASSES, read_head
from benchmarks.train_toward import folds, targets, unseen
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found

if TYPE_CHECKING:
    from benchmarks.train_toward import Matrix

FEW = 500  # items below which no head is trained anew


def score(items: Sequence[Item], read: Reader) -> Found:
    """Sentiment given and coded, mention by mention; counts go by document."""
    head = read_head()
    known = [item for item in items if head.knows(item["text"])]
    asked = list(items) if len(known) >= FEW else [item for item in items if not head.knows(item["text"])]
    machine = read({item["id"]: item["text"] for item in asked})
    seen = features(targets(asked, machine.parsed))
    learnt = {place for place, item in enumerate(asked) if head.knows(item["text"])}
    said: dict[int, int] = {}
    for places in (sorted({*range(len(asked))} - learnt), sorted(learnt)):
        if places:
            part = Features(seen.dense[places], seen.words[places])
            answers = _again(part, [asked[place] for place in places]) if places[0] in learnt else head.strengths(part)
            said |= dict(zip(places, answers.argmax(1).tolist(), strict=True))
    tallies: list[Row] = []
    errors: list[Row] = []
    by_document: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for place, item in enumerate(asked):
        answers_of = (item["gold"], CLASSES[said[place]])
        for part_name in item.get("official", ["train"]):
            metric = "macro_f1" if part_name == "train" else f"official_{part_name}_macro_f1"
            by_document.setdefault((metric, item["doc"]), []).append(answers_of)
            if answers_of[0] != answers_of[1]:
                span = (item["start"], item["end"])
                errors.append(error(metric, item["text"], item["id"], span, answers_of))
    for (metric, document), pairs in sorted(by_document.items()):
        tallies += class_rows(metric, document, pairs)
    return found(tallies, errors, machine)


def _again(seen: Features, items: Sequence[Item]) -> Matrix:
    """Strengths of items that the head has learnt from, by heads that have not."""
    return unseen(seen, [CLASSES.index(item["gold"]) for item in items], folds(items))
