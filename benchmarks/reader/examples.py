"""Articles as windows of word pieces, with what a network has to say of each piece."""

from __future__ import annotations

import functools
import json
import re
import zlib
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import Any

import numpy as np

from analysis.corpus.text import plain
from analysis.language.neural_reader import FORMS, FRAMES, TAGS, TONES, WINDOW
from analysis.language.onnx_network import VOCABULARY, word_piece_tokenizer
from benchmarks.reader.articles import NAMES, Coded, Record

STEP = 192  # less than when it reads: windows overlap more, and there are more pages to learn from
POINTERS = {"bearer": ("label", "bearer"), "agent": ("act", "agent_words"), "patient": ("act", "patient_words")}
WHO = "who"  # from the words that are pointed at to a name of whom they mean
NOBODY = {"", "EVENT", "OTHER", "author", "unstated"}
QUOTED = {"direct": 0, "partial": 0, "scare": 0, "indirect": 1}
ASIDE, LONGEST = 5, 96  # one document in five with sentiment toward somebody is set aside; pieces of its sentences
Window = dict[str, Any]


@functools.cache
def _tokenizer() -> Any:
    return word_piece_tokenizer(VOCABULARY)


def windows(article: Coded) -> list[Window]:
    """An article's windows. Classes are -1 and chances below 0 where nothing is asked of a piece."""
    read = _tokenizer().encode(plain(article.text), add_special_tokens=False)
    n, starts, ends = len(read.ids), [one[0] for one in read.offsets], [one[1] for one in read.offsets]

    def pieces(start: int, end: int) -> range:
        return range(bisect_right(ends, start), bisect_left(starts, end))

    asked = _asked(n, article.kinds)
    pointed: dict[str, dict[int, list[int]]] = {name: {} for name in (*POINTERS, WHO)}
    named: dict[str, list[int]] = {}
    for record in article.records:
        own = pieces(record.start, record.end)
        if not own:
            continue
        _mark(asked, record, own)
        for name, (kind, field) in POINTERS.items():
            if record.kind == kind:
                place = record.places.get(field)
                pointed[name] |= dict.fromkeys(own, list(pieces(*place)) if place else [])
        for field, answer in NAMES.get(record.kind, {}).items():
            who = record.fields.get(answer, "")
            if who not in named:
                named[who] = [at for place in _places(article.text, who) for at in pieces(*place)]
            place = record.places.get(field, (record.start, record.end) if field == "bearer" else (0, 0))
            pointed[WHO] |= {piece: named[who] for piece in pieces(*place) if named[who]}
    firsts = range(0, max(1, n - (WINDOW - STEP)), STEP)
    return [_cut(np.array(read.ids), asked, pointed, first, min(n, first + WINDOW)) for first in firsts]


def _places(text: str, name: str) -> list[tuple[int, int]]:
    """Where a name stands: in full, else its last word if that is a proper name."""
    words = name.split()
    if name in NOBODY or not words:
        return []
    whole = r"\b" + r"\s+".join(map(re.escape, words)) + r"\b"
    forms = [whole, rf"\b{re.escape(words[-1])}\b"] if words[-1][:1].isupper() else [whole]
    return sorted({found.span() for form in forms for found in re.finditer(form, text)})


def _asked(n: int, kinds: set[str]) -> Window:
    """Nothing asked yet. Quotations, numbers and frames are asked only where their coder coded them."""
    classes = {name: np.full(n, -1, dtype=np.int64) for name in ("tone", "form", "toward")}
    chances = {name: np.full(n, -1, dtype=np.float32) for name in ("event", "realis")}
    quoted = np.full((n, 2), 0 if "quote" in kinds else -1, np.float32)
    tags = np.zeros((n, 3 * len(TAGS)), np.float32)
    if not kinds & {"quote", "figure"}:
        tags[:, TAGS["figure"] : TAGS["figure"] + 3] = -1
    frames = np.full((n, len(FRAMES)), -1, np.float32)
    return {"tags": tags, "quoted": quoted, "frames": frames, **classes, **chances}


def _mark(asked: Window, record: Record, own: range) -> None:
    fields = record.fields
    if record.kind == "quote":
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
    if record.kind == "frames":
        asked["frames"][own] = [name in fields["frames"].split("; ") for name in FRAMES]


def _cut(ids: Any, asked: Window, pointed: dict[str, dict[int, list[int]]], first: int, last: int) -> Window:
    """One window, filled up to its full width; a pointer's last column stands for "the words themselves"."""
    width = last - first
    window: Window = {"ids": np.zeros(WINDOW, np.int64), "there": np.arange(WINDOW) < width}
    window["ids"][:width] = ids[first:last]
    for name, values in asked.items():
        fill = np.full((WINDOW, *values.shape[1:]), -1, values.dtype)
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


def is_aside(document: str) -> bool:
    """Is a document with sentiment toward somebody kept out of all learning?"""
    return zlib.crc32(document.encode()) % ASIDE == 0


def sentences(path: Path, *, aside: bool) -> list[Window]:
    """Sentences with sentiment toward somebody (NewsMTSC), those set aside or the others, by document."""
    together: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        item = json.loads(line) if line else None
        if item and is_aside(item["doc"]) == aside:
            together.setdefault((item["doc"], item["text"]), []).append(item)
    pages = []
    for (_, text), items in together.items():
        read = _tokenizer().encode(plain(text), add_special_tokens=False)
        ids = read.ids[:LONGEST]
        toward = np.full(len(ids), -1, np.int64)
        for item in items:
            spans = [(item["start"], item["end"]), *map(tuple, item.get("further_mentions") or [])]
            for at, (start, end) in enumerate(read.offsets[:LONGEST]):
                if any(left < end and start < right for left, right in spans):
                    toward[at] = TONES.index(item["gold"])
        pages.append({"ids": np.array(ids), "there": np.ones(len(ids), bool), "toward": toward})
    return pages
