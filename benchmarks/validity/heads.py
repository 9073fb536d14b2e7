"""A trained head against coded texts; the texts it has learnt from are judged by heads that have not."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.codings.validity.scores import class_tally_rows, tally_row
from analysis.measures.frame_heads import classify_frames, read_head
from benchmarks.train_frames import FIRST, coded, unseen
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found


def score_head(items: Sequence[Item], read: Reader, name: str) -> Found:
    """accuracy and macro_f1 of the first frame, text by text."""
    asked = coded(items, name)
    learnt = [item for item in asked if read_head(name).has_trained_on(item["text"])]
    fresh = [item for item in asked if not read_head(name).has_trained_on(item["text"])]
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
