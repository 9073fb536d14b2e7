"""In which language is a text? By its commonest words: enough to tell what the suite reads from what it does not."""

from __future__ import annotations

import functools
import re
from collections import Counter

from analysis.corpus.lists import LEXICONS, listed_rows

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[a-zÀ-ɏ]", re.IGNORECASE)
ENOUGH, MUCH = 30, 5000  # words below which nothing is said, characters that are read
SURE, FAR = 0.1, 3  # the least share of such words, and how often those of the language that was expected


@functools.cache
def _languages() -> dict[str, frozenset[str]]:
    """The commonest words of each language, from data/lexicons/languages.csv."""
    words: dict[str, set[str]] = {}
    for _, row in listed_rows(LEXICONS / "languages.csv", "language", "word", "source"):
        words.setdefault(row["language"], set()).add(row["word"])
    return {language: frozenset(them) for language, them in words.items()}


def foreign_language(text: str, expected: str) -> str | None:
    """In which other language than `expected` is this text, if it surely is in another?

    Read it: the language whose commonest words make up a tenth of all words or more, and three times as many as those
    of the language that was expected; or "a script that is not Latin".
    Beware: None says nothing about a text of fewer than 30 words, or where `expected` is in no list of ours.
    """
    words = [word.lower() for word in WORD.findall(text[:MUCH])]
    known = _languages()
    if len(words) < ENOUGH or expected not in known:
        return None
    kinds = Counter(words)
    if sum(n for word, n in kinds.items() if LATIN.match(word)) * 2 < len(words):
        return "a script that is not Latin"
    counts = {language: sum(kinds[word] for word in kinds.keys() & them) for language, them in sorted(known.items())}
    best = max(counts, key=lambda language: counts[language])
    return repr(best) if counts[best] >= max(SURE * len(words), FAR * counts[expected]) else None
