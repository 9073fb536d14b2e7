"""Does the author stand apart from a word: "so-called martyrs", the self-styled “liberators”?"""

from __future__ import annotations

import functools
import re

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.corpus.text import plain

REACH = 25  # characters before a label in which a word of distance ends


def is_distanced(text: str, start: int, end: int) -> bool:
    """Does a word of data/lexicons/distance.csv open the label or stand right before it, marks between them or not?"""
    opens, ends = _patterns()
    before = plain(text[max(0, start - REACH) : start]).rstrip(" \"'")
    return opens.match(plain(text[start:end])) is not None or ends.search(before) is not None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = (row for _, row in listed_rows(LEXICONS / "distance.csv", "term", "source", "note"))
    terms = "|".join(re.escape(row["term"]) for row in rows)
    return re.compile(rf"[\"' ]*(?:{terms})\b", re.IGNORECASE), re.compile(rf"\b(?:{terms})$", re.IGNORECASE)
