"""The lexicon of labels, ready to be found in a parsed text."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "labels.csv"


@dataclass(frozen=True)
class Term:
    """One row of the lexicon."""

    term: str
    pos: str
    family: str
    side: str
    tone: str


@dataclass(frozen=True)
class Lexicon:
    """The lexicon by part of speech; phrases by their first lemma, longest first."""

    single: dict[tuple[str, str], Term]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Term], ...]]


@functools.cache
def lexicon(path: Path = LEXICON) -> Lexicon:
    """Read the lexicon of labels."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Term(r["term"], r["pos"], r["family"], r["side"], r["tone"]) for r in csv.DictReader(file)]
    single = {(row.term, row.pos): row for row in rows if " " not in row.term}
    phrases: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
    for row in rows:
        words = tuple(row.term.split())
        if len(words) > 1:
            phrases.setdefault(words[0], []).append((words, row))
    ordered = {word: tuple(sorted(found, key=lambda p: (-len(p[0]), p[0]))) for word, found in phrases.items()}
    return Lexicon(single, ordered)
