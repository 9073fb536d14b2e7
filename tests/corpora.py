"""How do the tests get a corpus of ten words?

Each line is one article, "Outlet: its text". A sentence ends at a full stop; a word is a run of letters and
digits, with apostrophes and hyphens inside; every other sign is a token of its own.
"""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

from analysis.schema import ARTICLES, TOKENS

SIGN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")


def text(*lines: str, event: str = "e1", lemmas: dict[str, str] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles and tokens of "Outlet: text" lines; ids are gazette-1, gazette-2, herald-1 …

    In another event than "e1" ids open with the event's id, so that frames of two events can be joined.
    """
    articles: list[dict[str, object]] = []
    tokens: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    for line in lines:
        outlet, _, body = line.partition(":")
        body = body.strip()
        seen[outlet] += 1
        name = f"{outlet.lower()}-{seen[outlet]}"
        where = {"event": event, "outlet": outlet, "article_id": name if event == "e1" else f"{event}-{name}"}
        articles.append({**where, "text": body})
        tokens += [{**where, **token} for token in _tokens(body, lemmas or {})]
    return ARTICLES.frame(articles), TOKENS.frame(tokens)


def corpus(*lines: str, event: str = "e1", lemmas: dict[str, str] | None = None) -> pl.DataFrame:
    """Only the tokens of `text`."""
    return text(*lines, event=event, lemmas=lemmas)[1]


def _tokens(body: str, lemmas: dict[str, str]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    sentence: int | None = None
    for found in SIGN.finditer(body):
        sentence = found.start() if sentence is None else sentence
        norm = found.group().lower().replace("’", "'")
        rows.append(
            {
                "start": found.start(),
                "end": found.end(),
                "token": found.group(),
                "norm": norm,
                "lemma": lemmas.get(norm, norm),
                "pos": "X" if norm[0].isalnum() else "PUNCT",
                "is_word": norm[0].isalnum(),
                "section": "body",
                "sentence_start": sentence,
            }
        )
        sentence = None if norm == "." else sentence
    return rows
