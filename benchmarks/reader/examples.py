"""Articles as windows of word pieces, with what a network has to say of each piece."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np

from analysis.corpus.text import plain
from analysis.evidence.network import VOCABULARY, word_pieces
from analysis.evidence.reader import TONES
from benchmarks.reader.articles import Coded, Record

WINDOW, STEP = 192, 144  # shorter than what is read at once later, and overlapping more: more pages to learn from
FORMS = ("active", "passive_by", "passive_agentless", "nominal")
POINTERS = {"bearer": "label", "agent": "act", "patient": "act"}
WORDS = {"bearer": "bearer", "agent": "agent_words", "patient": "patient_words"}
TAGS = {"label": 0, "act": 3}  # the first of three: inside, first, last
QUOTED = {"direct": 0, "partial": 0, "indirect": 1}
Window = dict[str, Any]


@functools.cache
def _tokenizer() -> Any:
    return word_pieces(VOCABULARY)


def windows(article: Coded) -> list[Window]:
    """An article's windows. Classes are -1 and chances below 0 where nothing is asked of a piece."""
    read = _tokenizer().encode(plain(article.text), add_special_tokens=False)
    n, starts, ends = len(read.ids), [one[0] for one in read.offsets], [one[1] for one in read.offsets]

    def pieces(start: int, end: int) -> range:
        return range(bisect_right(ends, start), bisect_left(starts, end))

    asked = _asked(n)
    pointed: dict[str, dict[int, list[int]]] = {name: {} for name in POINTERS}
    for record in article.records:
        if own := pieces(record.start, record.end):
            _mark(asked, record, own)
            for name, kind in POINTERS.items():
                if record.kind == kind:
                    place = record.places.get(WORDS[name])
                    pointed[name] |= dict.fromkeys(own, list(pieces(*place)) if place else [])
    firsts = range(0, max(1, n - (WINDOW - STEP)), STEP)
    return [_cut(np.array(read.ids), asked, pointed, first, min(n, first + WINDOW)) for first in firsts]


def _asked(n: int) -> Window:
    classes = {name: np.full(n, -1, dtype=np.int64) for name in ("tone", "form")}
    chances = {name: np.full(n, -1, dtype=np.float32) for name in ("event", "realis")}
    return {"tags": np.zeros((n, 6), np.float32), "quoted": np.zeros((n, 2), np.float32), **classes, **chances}


def _mark(asked: Window, record: Record, own: range) -> None:
    fields = record.fields
    if record.kind == "quote" and fields["type"] in QUOTED:
        asked["quoted"][own, QUOTED[fields["type"]]] = 1
    if record.kind in TAGS:
        at = TAGS[record.kind]
        asked["tags"][own, at] = 1
        asked["tags"][own[0], at + 1] = asked["tags"][own[-1], at + 2] = 1
    if record.kind == "label":
        asked["tone"][own] = TONES.index(fields["tone"])
        asked["event"][own] = fields["actor"] == "EVENT"
    if record.kind == "act":
        asked["form"][own] = FORMS.index(fields["form"])
        asked["realis"][own] = fields["realis"] == "true"


def _cut(ids: Any, asked: Window, pointed: dict[str, dict[int, list[int]]], first: int, last: int) -> Window:
    """One window, filled up to its full width; a pointer's last column stands for "the words themselves"."""
    width = last - first
    window: Window = {"ids": np.zeros(WINDOW, np.int64), "there": np.arange(WINDOW) < width}
    window["ids"][:width] = ids[first:last]
    for name, values in asked.items():
        fill = np.full((WINDOW, *values.shape[1:]), 0 if values.ndim > 1 else -1, values.dtype)
        fill[:width] = values[first:last]
        window[name] = fill
    for name, goals in pointed.items():
        grid = np.zeros((WINDOW, WINDOW + 1), np.float32)
        for piece, targets in goals.items():
            if first <= piece < last:
                columns = [goal - first for goal in targets if first <= goal < last] if targets else [WINDOW]
                grid[piece - first, columns] = 1
        window[name] = grid
    return window
