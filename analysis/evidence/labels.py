"""What are the actors and the event called, by whom, in whose voice?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.corpus import Parsed
from analysis.evidence.actors import casts
from analysis.evidence.actors_cast import Cast, actor_of
from analysis.evidence.labels_lexicon import Lexicon, Term, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

EVENTS = frozenset({"the-operation", "the-talks", "the-outcome", "contested-verbs"})


def labels(parsed: Parsed, mentions: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    """What are actors and event called, and whose word is it? Columns: `schema.LABELS`."""
    where = {
        row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").iter_rows(named=True)
    }
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    terms = lexicon()
    rows: list[dict[str, object]] = []
    for id, cast in casts(parsed):
        for first, last, term, actor in _labels_in(cast, terms):
            start, end = first.idx, last.idx + len(last)
            rows.append(
                {
                    **where[id],
                    "start": start,
                    "end": end,
                    "text": texts[id][start:end],
                    "lemma": term.term,
                    "family": term.family,
                    "actor": actor,
                    "voice": "author",
                    "holder": "author",
                    "distanced": False,
                    "tone": term.tone,
                }
            )
    return _voiced(schema.LABELS.frame(rows), quotations)


def _voiced(found: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    try:
        from analysis.evidence.voices import voice_of
    except ImportError:
        return found
    voiced = voice_of(found.drop("voice", "holder", "distanced"), quotations)
    return voiced.select(list(schema.LABELS.columns)).sort(schema.LABELS.key)


def _labels_in(cast: Cast, terms: Lexicon) -> Iterator[tuple[Token, Token, Term, str]]:
    behind = 0
    for token in cast.doc:
        if token.i < behind:
            continue
        last, term = _term_at(cast, token, terms)
        if term is None or (last.i in cast.named and cast.inside[last.i].alias.is_name):
            continue
        behind = last.i + 1
        actor = actor_of(cast, last) if term.pos != "VERB" else None
        yield token, last, term, actor or ("EVENT" if term.family in EVENTS else "OTHER")


def _term_at(cast: Cast, token: Token, terms: Lexicon) -> tuple[Token, Term | None]:
    for words, term in terms.phrases.get(token.lemma_.lower(), ()):
        end = token.i + len(words)
        if tuple(t.lemma_.lower() for t in cast.doc[token.i : end]) == words:
            return cast.doc[end - 1], term
    return token, terms.single.get((token.lemma_.lower(), token.pos_))
