"""Which actors does an article mention, and where?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.corpus import Parsed
from analysis.evidence.actors_cast import Cast, actor_of, cast_of
from analysis.evidence.actors_names import names_of
from analysis.evidence.actors_sides import KIND_OF, sides_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def casts(parsed: Parsed) -> Iterator[tuple[str, Cast]]:
    """Each article's id with the names found in it."""
    names, sides = names_of(parsed.actors), sides_of(parsed.actors)
    for id, doc in parsed.docs.items():
        yield id, cast_of(doc, names, sides)


def mentions(parsed: Parsed) -> pl.DataFrame:
    """Which actors are mentioned, where and how? Columns: `schema.MENTIONS`."""
    where = {
        row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").iter_rows(named=True)
    }
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[dict[str, object]] = []
    for id, cast in casts(parsed):
        for start, end, actor, how in _mentions_in(cast):
            rows.append(
                {**where[id], "start": start, "end": end, "text": texts[id][start:end], "actor": actor, "how": how}
            )
    return schema.MENTIONS.frame(rows)


def _mentions_in(cast: Cast) -> Iterator[tuple[int, int, str, str]]:
    for found in cast.found:
        how = "alias" if found.alias.is_name else "nominal"
        yield found.start, found.end, found.alias.actor, how
    for token in cast.doc:
        if token.pos_ == "NOUN" and token.i not in cast.named and token.lemma_.lower() in KIND_OF:
            actor = _nominal(cast, token)
            if actor:
                yield token.idx, token.idx + len(token), actor, "nominal"


def _nominal(cast: Cast, token: Token) -> str | None:
    return actor_of(cast, token, far=False)
