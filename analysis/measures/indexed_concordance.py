"""Where does a word stand in a corpus of any size? The lines of `concordance`, page by page, from an index on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from analysis.language.word_index import SEAM, Whole, WordIndex
from analysis.language.words import ROOM
from analysis.measures.concordance import COLUMNS, one_spaced, query_words, word_pattern

AT_ONCE = 10_000  # hits whose surroundings are read together
SPACE, UNKNOWN = ord(" "), 0xFFFF
Hits = tuple[Whole, Whole, Whole]  # the chunk in which a hit begins, its first character, the character behind its last
Matches = dict[int, list[tuple[int, int]]]  # kind of chunk to the first and the last token of each match in it


def indexed_concordance(
    index: WordIndex, query: str, *, width: int = 60, first: int = 0, most: int | None = None
) -> tuple[pl.DataFrame, int]:
    """Where does `query` stand, and what stands around it? The lines from `first` on, and how many there are in all.

    As `concordance` with unit="norm": the same lines in the same order. Raises ValueError as there.
    """
    if width < 0:
        raise ValueError(f"width={width} characters of context cannot be shown; give zero or more")
    words = query_words(query)
    chunk, start, end = _word_hits(index, words[0]) if len(words) == 1 else _phrase_hits(index, words)
    page = slice(first, None if most is None else first + most)
    return _lines(index, chunk[page], start[page], end[page], width), len(chunk)


def _matches(index: WordIndex, word: str, shape: str) -> Matches:
    """In which kinds of chunks does a word of the query stand, as a pattern of this shape?"""
    text, ends, _ = index.seamless
    pattern = re.compile(shape.format(word_pattern(word)))
    literal = max(word.split("*"), key=len).encode()
    found = {}
    for number in _containing(text, literal, ends):
        line = index.kind(number)
        spans = [(line.count(SEAM, 0, hit.start()), line.count(SEAM, 0, hit.end())) for hit in pattern.finditer(line)]
        if spans:
            found[number] = [(begin - (shape[0] != "^"), end - 1) for begin, end in spans]
    return found


def _containing(text: bytes, literal: bytes, ends: Whole) -> Iterator[int]:
    """Numbers of the lines that hold these letters, each once."""
    at = text.find(literal)
    while at >= 0:
        number = int(np.searchsorted(ends, at))
        if number >= len(ends):
            return
        yield number
        at = text.find(literal, int(ends[number]) + 1)


def _places(index: WordIndex, kinds: list[int]) -> Whole:
    """Where in the corpus chunks of these kinds stand, in no order."""
    of_kind, places = index.arrays["of_kind"], index.arrays["places"]
    parts = [places[of_kind[kind] : of_kind[kind + 1]] for kind in kinds]
    return np.concatenate([np.zeros(0, np.int64), *parts]).astype(np.int64)


def _word_hits(index: WordIndex, word: str) -> Hits:
    found = _matches(index, word, f"(?<={SEAM}){{}}(?={SEAM}|$)")
    parts: list[Hits] = []
    for kind, spans in found.items():
        place = _places(index, [kind])
        begins = index.arrays["starts"][place].astype(np.int64)
        for a, b in spans:
            parts.append(
                (place, begins + _char(index, "from_char", kind, a), begins + _char(index, "to_char", kind, b))
            )
    chunk, start, end = (
        np.concatenate([np.zeros(0, np.int64), *(part[column] for part in parts)]) for column in range(3)
    )
    order = np.lexsort((start, chunk))
    return chunk[order], start[order], end[order]


def _char(index: WordIndex, name: str, kind: int, token: int) -> int:
    return int(index.arrays[name][index.arrays["of_token"][kind] + token])


def _phrase_hits(index: WordIndex, words: list[str]) -> Hits:
    """The first word ends its chunk, the last begins one, and those between are whole chunks."""
    middle, last = f"^{SEAM}{{}}$", f"^{SEAM}{{}}(?={SEAM}|$)"
    shapes = [f"(?<={SEAM}){{}}$", *[middle] * (len(words) - 2), last]
    found = [_matches(index, word, shape) for word, shape in zip(words, shapes, strict=True)]
    sizes = [sum(np.diff(index.arrays["of_kind"])[list(each)]) if each else 0 for each in found]
    rarest = int(np.argmin(sizes))
    ids, bounds = index.arrays["ids"], index.arrays["bounds"]
    place = np.sort(_places(index, list(found[rarest]))) - rarest
    article = np.searchsorted(bounds, place, side="right") - 1
    place = place[(place >= 0) & (place + len(words) <= bounds[np.minimum(article + 1, len(bounds) - 1)])]
    for step, each in enumerate(found):
        place = place[np.isin(ids[place + step], list(each))]
    start = _edges(index, found[0], place, 0)
    end = _edges(index, found[-1], place + len(words) - 1, 1)
    if (np.diff(place) < len(words)).any():  # hits do not overlap
        kept, behind = [], (-1, -1)
        for number, (at, begin, stop) in enumerate(zip(place.tolist(), start.tolist(), end.tolist(), strict=True)):
            if (at, begin) >= behind:
                kept.append(number)
                behind = (at + len(words) - 1, stop)
        place, start, end = place[kept], start[kept], end[kept]
    return place, start, end


def _edges(index: WordIndex, found: Matches, place: Whole, side: int) -> Whole:
    """Where the word of a query begins (side 0) or ends (side 1) in the chunks at these places."""
    kinds = np.array(sorted(found), dtype=np.int64)
    name = ("from_char", "to_char")[side]
    chars = np.array([_char(index, name, kind, found[kind][0][side]) for kind in kinds.tolist()], dtype=np.int64)
    if not len(place):
        return np.zeros(0, np.int64)
    return np.asarray(index.arrays["starts"][place] + chars[np.searchsorted(kinds, index.arrays["ids"][place])])


def _lines(index: WordIndex, chunk: Whole, start: Whole, end: Whole, width: int) -> pl.DataFrame:
    article = np.searchsorted(index.arrays["bounds"], chunk, side="right") - 1
    parts = [slice(first, first + AT_ONCE) for first in range(0, len(chunk), AT_ONCE)]
    if not parts:
        return pl.DataFrame(schema=COLUMNS)
    contexts = [_contexts(index, article[part], start[part], end[part], width) for part in parts]
    columns = {
        name: np.concatenate(made)
        for name, made in zip(("before", "match", "after"), zip(*contexts, strict=True), strict=True)
    }
    opens = index.arrays["opens"]
    row = np.searchsorted(opens, article * ROOM + start, side="right") - 1
    known = (row >= 0) & (opens[row] // ROOM == article) if len(opens) else np.zeros(len(row), dtype=bool)
    inside = np.where(known, row, 0)
    said = index.sections[inside] if len(opens) else pl.Series([None] * len(row), dtype=pl.String)
    return index.articles[article].select(
        *index.articles.columns,
        pl.Series("start", start),
        pl.Series("end", end),
        *(pl.Series(name, values, dtype=pl.String) for name, values in columns.items()),
        pl.when(pl.Series(known)).then(said).alias("section"),
        pl.when(pl.Series(known)).then(pl.Series(opens[inside] % ROOM if len(opens) else row)).alias("sentence_start"),
    )


def _contexts(index: WordIndex, article: Whole, start: Whole, end: Whole, width: int) -> list[NDArray[Any]]:
    """What stands before many hits, the hits, and what stands behind: as `hit_context`, inside a paragraph at once."""
    low, high = index.arrays["text_bounds"][article], index.arrays["text_bounds"][article + 1]
    longest = int((end - start).max())
    fits = (start >= width) & (low + end + width <= high) & (low + start + longest <= len(index.signs))
    quick, found = np.flatnonzero(fits & (width > 0)), []
    for side, size, first in ((-1, width or 1, start - width), (0, longest, start), (1, width or 1, end)):
        signs = sliding_window_view(index.signs, min(size, len(index.signs)))[(low + first)[quick]]
        if not side:
            signs = np.where(np.arange(signs.shape[1]) < (end - start)[quick, None], signs, 0)  # zeros are cut off
        plain = _prints_as_it_is(signs) if side else np.ones(len(quick), dtype=bool)
        column = np.empty(len(start), dtype=object)
        column[quick[plain]] = signs[plain].astype(np.uint32).view(f"U{signs.shape[1]}")[:, 0]
        others = np.setdiff1d(np.arange(len(start)), quick[plain])
        opening = np.maximum(start - 4 * width, 0)[others]
        windows = index.windows(article[others], opening, end[others] + 4 * width)
        spans = zip(windows, (start[others] - opening).tolist(), (end[others] - opening).tolist(), strict=True)
        for row, (text, begin, stop) in zip(others.tolist(), spans, strict=True):
            column[row] = one_spaced(text, stop if side > 0 else begin, width, side) if side else text[begin:stop]
        found.append(column)
    return found


def _prints_as_it_is(signs: NDArray[Any]) -> NDArray[np.bool_]:
    """Is each row free of line breaks, double spaces and characters that do not print, or may not?"""
    blank = signs == SPACE
    prints: NDArray[np.bool_] = printable()[np.minimum(signs, UNKNOWN)].all(axis=1)
    prints &= ~(blank[:, 1:] & blank[:, :-1]).any(axis=1)
    return prints


@cache
def printable() -> NDArray[np.bool_]:
    """Which characters of two bytes print as they are? The last stands for all of more than two bytes."""
    return np.array([chr(code).isprintable() for code in range(UNKNOWN + 1)])
