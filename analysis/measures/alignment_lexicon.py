"""Which words tell the same? Groups of words by which newsrooms retell one event, ready to be looked up."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.evidence.lexicons import LEXICONS, lexicon_rows

COLUMNS = ("concept", "term", "pos", "kind", "source")
PARTS = ("ANY", "NOUN", "VERB", "PHRASE")
KINDS = ("act", "thing")


@dataclass(frozen=True)
class Retelling:
    """Concepts by word (with the part of speech asked for, or None) and by the first word of a phrase."""

    kind: dict[str, str]
    words: dict[str, tuple[tuple[str, str | None], ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@functools.cache
def retelling(extra: Path | None = None) -> Retelling:
    """Which words stand for one concept? The project's list, and the rows of a file of your own beside it.

    Raises ValueError, with file and line, for a row that cannot be read.
    """
    rows = [row for path in [LEXICONS / "retelling.csv", *([extra] if extra else [])] for row in _rows(path)]
    words: dict[str, list[tuple[str, str | None]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, term, pos, _ in rows:
        if pos == "PHRASE":
            phrases.setdefault(term.split()[0], []).append((tuple(term.split()), concept))
        else:
            words.setdefault(term, []).append((concept, None if pos == "ANY" else pos))
    return Retelling(
        {concept: kind for concept, _, _, kind in rows},
        {term: tuple(found) for term, found in words.items()},
        {first: tuple(sorted(found, key=lambda one: (-len(one[0]), one))) for first, found in phrases.items()},
    )


def _rows(path: Path) -> Iterator[tuple[str, str, str, str]]:
    for number, row in lexicon_rows(path, *COLUMNS):
        right = row["pos"] in PARTS and row["kind"] in KINDS and row["concept"] and row["term"]
        if not right or (" " in row["term"]) != (row["pos"] == "PHRASE"):
            raise ValueError(
                f"{path}, line {number}: give a concept, a term, pos {', '.join(PARTS)} (PHRASE for more than one "
                f"word) and kind {' or '.join(KINDS)}"
            )
        yield row["concept"], row["term"], row["pos"], row["kind"]
