"""What does a reader find that has learnt from coded articles on many topics?

A small network gives every word piece of an article its chances: to be inside a label or an act, to open and to close
one, of what tone or form it is, and which words bear it, do it or suffer it. data/models/card.md tells what it has
learnt from, and how well it reads.
"""

from __future__ import annotations

import functools
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus.places import data_folder
from analysis.corpus.text import plain
from analysis.language import onnx_network, word_piece_spans
from analysis.language.onnx_network import VOCABULARY, open_network, run_network, word_piece_tokenizer
from analysis.language.word_piece_spans import snap_to_words, tagged_runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

MODEL = data_folder() / "models" / "reader.onnx"
FACTS = data_folder() / "models" / "reader.json"
WINDOW, STEP = 256, 224  # word pieces read at once, and how many further on the next reading begins
TONES = ("negative", "neutral", "positive")
NEITHER = (0.0, 1.0, 0.0)  # where nobody can be read
FORMS = ("active", "passive_by", "passive_agentless", "nominal")
FRAMES = ("conflict", "economic", "human_interest", "morality", "responsibility", "strategy")
TAGS = {"label": 0, "act": 3, "figure": 6}  # the first of three chances of a piece: inside one, its first, its last
POINTERS = {"label": ("bearer",), "act": ("agent", "patient")}
OUTPUTS = ["tags", "quoted", "tone", "event", "form", "realis", "frames", "toward", "bearer", "agent", "patient", "who"]
LEAST = 0.02  # chance below which a pointed word is left out
AT_ONCE, SENTENCES = 8, 20  # articles read together (more take memory and save no time); sentences in place of one
MOST = 400  # articles whose readings stay in memory
Span = tuple[int, int]
Chances = tuple[tuple[int, float], ...]  # first character of a word piece, and its chance


@dataclass(frozen=True)
class PointedWords:
    """Words that something leads back to: the likeliest (None: itself), all with their chances, and names of whom they
    mean with theirs."""

    best: Span | None
    own: float
    words: Chances
    names: Chances


@dataclass(frozen=True)
class ReaderSpan:
    """A label or an act in characters: its chance, its answers as chances, and the words it leads back to."""

    start: int
    end: int
    chance: float
    answers: dict[str, tuple[float, ...]]
    pointed: dict[str, PointedWords]


@dataclass(frozen=True, eq=False)
class ArticleReading:
    """One article as the reader has read it."""

    found: dict[str, tuple[ReaderSpan, ...]]
    starts: tuple[int, ...]
    inside: dict[str, tuple[float, ...]]
    frames: Numbers
    toward: Numbers

    def span_chance(self, kind: str, start: int, end: int) -> float:
        """The chance that a label, act or number stands between these characters: its piece with the greatest; of
        reported speech the mean."""
        chances = [self.inside[kind][at] for at in self._piece_range(start, end)] or [0.0]
        return round(sum(chances) / len(chances) if kind == "quote" else max(chances), 4)

    def frame_chances(self, start: int, end: int) -> dict[str, float]:
        """The chance of each frame between these characters."""
        return dict(zip(FRAMES, self._mean_chances(self.frames, start, end), strict=True))

    def tone_chances(self, start: int, end: int) -> tuple[float, ...]:
        """The chances that the sentence speaks badly, neither or well of whoever stands between these characters."""
        shares = self._mean_chances(self.toward, start, end)
        return tuple(shares) if any(shares) else NEITHER

    def _piece_range(self, start: int, end: int) -> range:
        first = max(0, bisect_right(self.starts, start) - 1)
        return range(first, min(len(self.starts), max(first + 1, bisect_right(self.starts, end - 1))))

    def _mean_chances(self, chances: Numbers, start: int, end: int) -> list[float]:
        pieces = self._piece_range(start, end)
        if not pieces:
            return [0.0] * chances.shape[1]
        return [round(float(one), 4) for one in chances[pieces.start : pieces.stop].mean(axis=0, dtype="float64")]


kept: dict[str, ArticleReading] = {}  # what was read last


def read_articles(texts: Sequence[str]) -> list[ArticleReading]:
    """Each text as the reader has read it; what was read last stays in memory."""
    held = {text: kept[text] for text in texts if text in kept}
    missing = [text for text in dict.fromkeys(texts) if text not in held]
    parts = [missing[at : at + AT_ONCE] for at in range(0, len(missing), AT_ONCE)]
    new = {text: reading for part in parts for text, reading in zip(part, _read_texts(part), strict=True)}
    found = [new.get(text) or held[text] for text in texts]
    kept.update(new)
    for text in list(kept)[: max(0, len(kept) - MOST)]:
        kept.pop(text, None)
    if len(parts) > 1:
        _load_network.cache_clear()  # what it has taken for a whole corpus is given back
    return found


def target_tone_chances(texts: Sequence[str], spans: Sequence[Span]) -> list[tuple[float, ...]]:
    """How likely does each sentence speak badly, neither or well (`TONES`) of whoever stands in its span?"""
    asked: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        asked.setdefault(text, []).append(at)
    found: list[tuple[float, ...]] = [()] * len(texts)
    distinct = list(asked)
    for first in range(0, len(distinct), AT_ONCE * SENTENCES):
        part = distinct[first : first + AT_ONCE * SENTENCES]
        for text, reading in zip(part, _read_texts(part), strict=True):
            for at in asked[text]:
                found[at] = reading.tone_chances(*spans[at])
    return found


def model_files() -> list[Path]:
    """The files on which depends what the reader says."""
    return [
        MODEL,
        FACTS,
        VOCABULARY,
        *(Path(str(code.__file__)) for code in (onnx_network, word_piece_spans)),
        Path(__file__),
    ]


@functools.cache
def reader_calibration() -> dict[str, Any]:
    """From which chance on the reader is heard, and how often it was right at which chance."""
    read: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return read


@functools.cache
def _load_network() -> tuple[Any, Any]:
    return open_network(MODEL.read_bytes()), word_piece_tokenizer(VOCABULARY)


def _read_texts(texts: list[str]) -> list[ArticleReading]:
    if not texts:
        return []
    session, tokenizer = _load_network()
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
    return [_merge_windows(text, one.offsets, part) for text, one, part in zip(texts, encoded, parts, strict=True)]


def _merge_windows(text: str, offsets: list[Span], parts: list[tuple[int, list[Numbers]]]) -> ArticleReading:
    """Windows overlap; a piece is taken from the one in which it stands farthest from the edge."""
    import numpy as np

    firsts = [first for first, _ in parts]
    chosen = [_window_of_piece(at, len(offsets), firsts) for at in range(len(offsets))]
    windows = [_WindowOutput(first, dict(zip(OUTPUTS, arrays, strict=True))) for first, arrays in parts]

    def rows(name: str, width: int) -> Numbers:
        taken = [windows[chosen[at]].made[name][at - firsts[chosen[at]]] for at in range(len(offsets))]
        return np.array(taken, dtype=np.float32).reshape(len(offsets), width)

    tags = rows("tags", 3 * len(TAGS))
    found = {}
    for kind in POINTERS:
        first = TAGS[kind]
        runs = tagged_runs(tags[:, first : first + 3].tolist(), reader_calibration()[kind]["inside"])
        read = (_reader_span(kind, text, offsets, run, windows[chosen[run[len(run) // 2]]], tags) for run in runs)
        found[kind] = _without_overlaps(one for one in read if any(map(str.isalnum, text[one.start : one.end])))
    inside = {kind: tuple(tags[:, first].tolist()) for kind, first in TAGS.items()}
    inside["quote"] = tuple(rows("quoted", 2).max(axis=1).tolist())
    starts = tuple(start for start, _ in offsets)
    return ArticleReading(found, starts, inside, rows("frames", len(FRAMES)), rows("toward", len(TONES)))


@dataclass(frozen=True, eq=False)
class _WindowOutput:
    """The outputs for some hundred pieces, from the piece `first` on."""

    first: int
    made: dict[str, Numbers]


def _window_of_piece(piece: int, n: int, firsts: list[int]) -> int:
    """The number of the window: of the two that hold a piece, the one with more pieces around it."""

    def room(number: int) -> int:
        first = firsts[number]
        last = min(first + WINDOW, n) - 1
        before = piece - first if first else n
        behind = last - piece if last < n - 1 else n
        return min(before, behind) if piece <= last else -1

    here = min(piece // STEP, len(firsts) - 1)
    return max(range(max(0, here - 1), here + 1), key=room)


def _reader_span(
    kind: str, text: str, offsets: list[Span], run: range, window: _WindowOutput, tags: Numbers
) -> ReaderSpan:
    start, end = snap_to_words(text, offsets[run[0]][0], offsets[run[-1]][1])
    width = len(window.made["tags"])
    here = [at - window.first for at in run if 0 <= at - window.first < width]

    def mean(name: str) -> tuple[float, ...]:
        answer = window.made[name][here].mean(axis=0, dtype="float64")
        return tuple(round(float(one), 4) for one in answer.reshape(-1))

    chance = round(float(tags[run.start : run.stop, TAGS[kind]].mean(dtype="float64")), 4)
    answers = {name: mean(name) for name in (("tone", "event") if kind == "label" else ("form", "realis"))}
    pointed = {name: _pointed_words(window, here, name, offsets, (start, end)) for name in POINTERS[kind]}
    return ReaderSpan(start, end, chance, answers, pointed)


def _pointed_words(window: _WindowOutput, here: list[int], name: str, offsets: list[Span], own: Span) -> PointedWords:
    """To which words do these pieces lead, and to which names those words, or, where none, the pieces themselves?"""
    leads = window.made[name][here].mean(axis=0, dtype="float64")
    who = window.made["who"].astype("float64")
    names = leads[:-1] @ who[:, :-1] + leads[-1] * who[here, :-1].mean(axis=0)
    at = int(leads.round(4).argmax())
    best = offsets[window.first + at] if at < len(leads) - 1 else None
    if best and own[0] <= best[0] < own[1]:
        best = None
    return PointedWords(
        best,
        round(float(leads[-1]), 4),
        _word_chances(leads[:-1], window, offsets),
        _word_chances(names, window, offsets),
    )


def _word_chances(chances: Numbers, window: _WindowOutput, offsets: list[Span]) -> Chances:
    return tuple(
        (offsets[window.first + at][0], round(float(chances[at]), 4))
        for at in (chances.round(4) >= LEAST).nonzero()[0].tolist()
    )


def _without_overlaps(read: Iterable[ReaderSpan]) -> tuple[ReaderSpan, ...]:
    """Of two that share a word, as where one ends at a piece inside it, the surer, or else the first."""
    kept: list[ReaderSpan] = []
    for label in read:
        if kept and label.start < kept[-1].end:
            if round(label.chance, 4) <= round(kept[-1].chance, 4):
                continue
            kept.pop()
        kept.append(label)
    return tuple(kept)
