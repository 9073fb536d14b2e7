"""Which words tell the same? Groups of words by which newsrooms retell one event, ready to be looked up."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from analysis.corpus.lists import LEXICONS, listed_rows


@dataclass(frozen=True)
class RetellingLexicon:
    """Concepts by word (with the part of speech asked for, or None) and by the first word of a phrase."""

    kind: dict[str, str]
    words: dict[str, tuple[tuple[str, str | None], ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@functools.cache
def retelling_lexicon() -> RetellingLexicon:
    """Which words stand for one concept? Read once from data/lexicons/retelling.csv."""
    columns = ("concept", "term", "pos", "kind")
    rows = [[row[name] for name in columns] for _, row in listed_rows(LEXICONS / "retelling.csv")]
    words: dict[str, list[tuple[str, str | None]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, term, pos, _ in rows:
        if pos == "PHRASE":
            phrases.setdefault(term.split()[0], []).append((tuple(term.split()), concept))
        else:
            words.setdefault(term, []).append((concept, None if pos == "ANY" else pos))
    return RetellingLexicon(
        {concept: kind for concept, _, _, kind in rows},
        {term: tuple(found) for term, found in words.items()},
        {first: tuple(sorted(found, key=lambda one: (-len(one[0]), one))) for first, found in phrases.items()},
    )
