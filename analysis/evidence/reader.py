"""What does a reader find that has learnt from coded articles on many topics?

A small network gives every word piece of an article its chances: to be inside a label, to open and to close one, of
what tone it is, and which words bear it. data/models/card.md tells what it has learnt from, and how well it reads.
"""

from __future__ import annotations

import functools
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.corpus.places import data_folder
from analysis.corpus.text import plain
from analysis.evidence.network import TOGETHER, VOCABULARY, open_network, run_network, word_pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

MODEL = data_folder() / "models" / "reader.onnx"
FACTS = data_folder() / "models" / "reader.json"
WINDOW, STEP = 256, 224  # word pieces read at once, and how many further on the next reading begins
OUTPUTS = ["tags", "tone", "event", "bearer"]
TONES = ("negative", "neutral", "positive")
INSIDE, FIRST, LAST = range(3)
OPENS, CLOSES = 0.5, 0.3  # chances from which a label ends although the next piece is inside one as well
HYPHENS = "-\u2010\u2011"
MOST = 400  # articles whose readings stay in memory
Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A label in characters, its chance, tone, whether it is the event's, and the words that bear it (None: itself)."""

    start: int
    end: int
    chance: float
    tone: str
    of_event: bool
    bearer: Span | None


@dataclass(frozen=True, eq=False)
class Reading:
    """One article as the reader has read it."""

    labels: tuple[Found, ...]
    starts: tuple[int, ...]
    inside: tuple[float, ...]

    def chance(self, start: int, end: int) -> float:
        """The greatest chance that a piece between these characters is inside a label."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return max(self.inside[first : max(first + 1, bisect_right(self.starts, end - 1))], default=0.0)


_kept: dict[str, Reading] = {}


def readings(texts: Sequence[str]) -> list[Reading]:
    """Each text as the reader has read it; what was read last stays in memory."""
    missing = [text for text in dict.fromkeys(texts) if text not in _kept]
    parts = [missing[at : at + TOGETHER] for at in range(0, len(missing), TOGETHER)]
    new = {text: reading for part in parts for text, reading in zip(part, _read(part), strict=True)}
    found = [new.get(text) or _kept[text] for text in texts]
    _kept.update(new)
    for text in list(_kept)[: max(0, len(_kept) - MOST)]:
        del _kept[text]
    if len(parts) > 1:
        _network.cache_clear()  # what it has taken for a whole corpus, half a gigabyte, is given back
    return found


@functools.cache
def facts() -> dict[str, Any]:
    """From which chance on the reader is heard, and how often it was right at which chance."""
    read: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return read


@functools.cache
def _network() -> tuple[Any, Any]:
    return open_network(MODEL.read_bytes()), word_pieces(VOCABULARY)


def _read(texts: list[str]) -> list[Reading]:
    if not texts:
        return []
    session, tokenizer = _network()
    encoded = [tokenizer.encode(plain(text), add_special_tokens=False) for text in texts]
    windows = [
        (number, first, one.ids[first : first + WINDOW])
        for number, one in enumerate(encoded)
        for first in range(0, max(1, len(one.ids) - (WINDOW - STEP)), STEP)
        if one.ids
    ]
    made = run_network(session, [ids for *_, ids in windows], inputs=lambda ids: {"ids": ids}, names=OUTPUTS)
    parts: list[list[tuple[int, list[Numbers]]]] = [[] for _ in texts]
    for (number, first, _), arrays in zip(windows, made, strict=True):
        parts[number].append((first, arrays))
    return [_reading(text, one.offsets, part) for text, one, part in zip(texts, encoded, parts, strict=True)]


def _reading(text: str, offsets: list[Span], parts: list[tuple[int, list[Numbers]]]) -> Reading:
    """Windows overlap; a piece is taken from the one in which it stands farthest from the edge."""
    firsts = [first for first, _ in parts]
    chosen = [_window_of(at, len(offsets), firsts) for at in range(len(offsets))]

    def at(piece: int) -> tuple[list[Numbers], int, int]:
        first, arrays = parts[chosen[piece]]
        return arrays, piece - first, first

    tags = [arrays[0][row] for arrays, row, _ in map(at, range(len(offsets)))]
    least = facts()["label"]["inside"]
    labels = [_label(text, offsets, run, [at(piece) for piece in run]) for run in _runs(tags, least)]
    words = (label for label in labels if any(map(str.isalnum, text[label.start : label.end])))
    return Reading(_apart(words), tuple(start for start, _ in offsets), tuple(float(row[INSIDE]) for row in tags))


def _window_of(piece: int, n: int, firsts: list[int]) -> int:
    """The number of the window: of the two that hold a piece, the one with more pieces around it."""

    def room(number: int) -> int:
        first = firsts[number]
        last = min(first + WINDOW, n) - 1
        before = piece - first if first else n
        behind = last - piece if last < n - 1 else n
        return min(before, behind) if piece <= last else -1

    here = min(piece // STEP, len(firsts) - 1)
    return max(range(max(0, here - 1), here + 1), key=room)


def _runs(tags: list[Numbers], least: float) -> list[range]:
    """Neighbouring pieces inside a label; cut where one ends and the next begins."""
    runs, first = [], None
    for at, row in enumerate(tags):
        inside = row[INSIDE] >= least
        cut = first is not None and (not inside or (row[FIRST] > OPENS and tags[at - 1][LAST] > CLOSES))
        if cut and first is not None:
            runs.append(range(first, at))
            first = None
        if inside and first is None:
            first = at
    return runs if first is None else [*runs, range(first, len(tags))]


def _label(text: str, offsets: list[Span], run: range, rows: list[tuple[list[Numbers], int, int]]) -> Found:
    import numpy as np

    start, end = _whole_words(text, offsets[run[0]][0], offsets[run[-1]][1])
    inside = float(np.mean([arrays[0][row][INSIDE] for arrays, row, _ in rows], dtype=np.float64))
    tone = np.mean([arrays[1][row] for arrays, row, _ in rows], axis=0, dtype=np.float64)
    event = float(np.mean([arrays[2][row] for arrays, row, _ in rows], dtype=np.float64))
    bearers: dict[int | None, float] = {}
    for arrays, row, first in rows:
        for place, chance in enumerate(arrays[3][row].tolist()):
            piece = first + place if place < len(arrays[3][row]) - 1 else None
            bearers[piece] = bearers.get(piece, 0.0) + chance
    best = max(bearers, key=lambda piece: (round(bearers[piece], 4), piece is None, -(piece or 0)))
    bearer = None if best is None or start <= offsets[best][0] < end else offsets[best]
    return Found(start, end, inside, TONES[int(np.argmax(np.round(tone, 4)))], event > 0.5, bearer)


def _whole_words(text: str, start: int, end: int) -> Span:
    """No label begins or ends inside a word, nor at the hyphen of a compound ("-brained")."""
    while start > 0 and text[start - 1].isalnum() and (text[start].isalnum() or text[start] in HYPHENS):
        start -= 1
    while end < len(text) and text[end].isalnum() and (text[end - 1].isalnum() or text[end - 1] in HYPHENS):
        end += 1
    return start, end


def _apart(labels: Iterable[Found]) -> tuple[Found, ...]:
    """Of two labels that share a word, as where one ends at a piece inside it, the surer, or else the first."""
    kept: list[Found] = []
    for label in labels:
        if kept and label.start < kept[-1].end:
            if round(label.chance, 4) <= round(kept[-1].chance, 4):
                continue
            kept.pop()
        kept.append(label)
    return tuple(kept)
