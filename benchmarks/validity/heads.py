"""A trained head against coded texts; the texts it has learnt from are judged by heads that have not."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.codings.validity.scores import tally_row
from analysis.corpus.text import digest
from analysis.measures.frame_heads import frame_scores, read_head
from analysis.measures.rounding import round_to_step
from benchmarks.train_frames import FIRST, coded, unseen
from benchmarks.validity.machine import Found, Item, Reader, Row, class_tally_rows, error, found


def score_head(items: Sequence[Item], read: Reader, name: str) -> Found:
    """accuracy and macro_f1 of the first frame, text by text."""
    asked = coded(items, name)
    learnt = [item for item in asked if digest(item["text"]) in read_head(name).learnt]
    fresh = [item for item in asked if digest(item["text"]) not in read_head(name).learnt]
    said = dict(zip([item["id"] for item in learnt], unseen(learnt, name) if learnt else [], strict=True))
    texts = [item["text"] for item in fresh]
    said |= dict(zip([item["id"] for item in fresh], classify_frames(texts, head=name), strict=True))
    exact: list[Row] = []
    classes: list[Row] = []
    errors: list[Row] = []
    for item in asked:
        coded_frame, mine = item[FIRST[name]], said[item["id"]]
        exact.append(tally_row("accuracy", item["id"], int(coded_frame == mine), 1, 1))
        classes += class_tally_rows("macro_f1", item["id"], [(coded_frame, mine)])
        if coded_frame != mine:
            answers = (coded_frame, mine)
            errors.append(error("macro_f1", item["text"], item["id"], (0, len(item["text"])), answers))
    return found(exact + classes, errors, read({item["id"]: item["text"] for item in asked}))


def classify_frames(texts: Sequence[str], *, head: str = "policy") -> list[str]:
    """Which frame does a trained head give each text? "policy" for any sentence, "gun" for headlines on gun violence.

    Raises ValueError for an unknown head, and where the sentence encoder is not in order.
    """
    known = read_head(head)
    if not texts:
        return []
    strengths = round_to_step(frame_scores(known, texts, scheme=head), 1e-6)
    return [known.frames[place] for place in strengths.argmax(axis=1)]
