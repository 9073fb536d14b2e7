"""NewsMTSC: how does a news sentence speak of somebody (Hamborg & Donnay 2021), by the trained head.

macro_f1: over negative, neutral and positive, on items whose `official` part is train. Items whose text the head has
learnt from are judged by heads trained without their documents, a fifth at a time; all others by the head as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.inference.scores import class_rows
from analysis.measures.toward_features import Features, features
from analysis.measures.toward_head import CLASSES, read_head
from benchmarks.train_toward import folds, targets, unseen
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found


def score(items: Sequence[Item], read: Reader) -> Found:
    """Sentiment given and coded, mention by mention; counts go by document."""
    asked = [item for item in items if "train" in item.get("official", ["train"])]
    machine, head = read({item["id"]: item["text"] for item in asked}), read_head()
    seen = features(targets(asked, machine.parsed))
    known = [place for place, item in enumerate(asked) if head.knows(item["text"])]
    fresh = sorted({*range(len(asked))} - {*known})
    said: dict[int, int] = {}
    if fresh:
        answers = head.strengths(Features(seen.dense[fresh], seen.words[fresh])).argmax(1).tolist()
        said |= dict(zip(fresh, answers, strict=True))
    if known:
        gold = [CLASSES.index(asked[place]["gold"]) for place in known]
        part = Features(seen.dense[known], seen.words[known])
        answers = unseen(part, gold, folds([asked[place] for place in known])).argmax(1).tolist()
        said |= dict(zip(known, answers, strict=True))
    tallies: list[Row] = []
    errors: list[Row] = []
    by_document: dict[str, list[tuple[str, str]]] = {}
    for place, item in enumerate(asked):
        answers_of = (item["gold"], CLASSES[said[place]])
        by_document.setdefault(item["doc"], []).append(answers_of)
        if answers_of[0] != answers_of[1]:
            span = (item["start"], item["end"])
            errors.append(error("macro_f1", item["text"], item["id"], span, answers_of))
    for document, pairs in by_document.items():
        tallies += class_rows("macro_f1", document, pairs)
    return found(tallies, errors, machine)
