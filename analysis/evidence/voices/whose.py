"""Which actor does a noun stand for? The alias table first, then what `analysis.language.actors` makes of it."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.text import plain
from analysis.evidence.voices.tree import Tree
from analysis.language.actors import casts
from analysis.language.actors.index import ActorIndex, actor_of, alone, near
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.parse import Parsed

# Words that point back to somebody named before.
POINTING = listed("pointing (whose)")
AtToken = Callable[[int], str | None]
InText = Callable[[str], str | None]


def aliases(parsed: Parsed) -> InText:
    """A function that finds the first alias in some words, the longest where two begin together."""
    table = {plain(alias): actor for actor, alias in parsed.actors.select("actor", "alias").iter_rows()}
    if not table:
        return lambda words: None
    lower = {alias.lower(): actor for alias, actor in table.items()}
    names = sorted(table, key=lambda alias: (-len(alias), alias))
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(f"(?i:{re.escape(name)})" if name.islower() else _form(name) for name in names)
        + r")(?!\w)"
    )

    def find(words: str) -> str | None:
        found = pattern.search(plain(words))
        return (table.get(found.group()) or lower.get(found.group().lower())) if found else None

    return find


def _form(name: str) -> str:
    """The pattern of a name; "the Herald" is "The Herald"."""
    return f"(?i:the) {re.escape(name[4:])}" if name[:4] in ("The ", "the ") else re.escape(name)


def peoples(parsed: Parsed) -> Callable[[str], bool]:
    """A function that says whether a word for a people or a creed stands in some name of the alias table."""
    known = {word for column in ("alias", "name") for text in parsed.actors[column] for word in text.lower().split()}
    stems = {word[:4] for word in known}
    return lambda word: word.lower() in known or word.lower()[:4] in stems


def actors_at(parsed: Parsed, mentions: pl.DataFrame | None) -> Iterator[tuple[str, Callable[[Tree], AtToken]]]:
    """Each article's id with a function that says which actor a token of it stands for."""
    if parsed.actors.is_empty() and mentions is None:
        yield from ((id, lambda tree: lambda at: None) for id in parsed.docs)
        return
    spoken = _spans(mentions)
    for id, cast in casts(parsed):
        yield id, functools.partial(_at_token, cast, spoken.get(id, []))


def _at_token(cast: ActorIndex, places: list[tuple[int, int, str]], tree: Tree) -> AtToken:
    opens = [start for start, _, _ in places]

    def find(at: int) -> str | None:
        place = tree.start[at]
        before = bisect_right(opens, place) - 1
        if before >= 0 and place < places[before][1]:
            return places[before][2]
        if tree.pos[at] == "PRON":
            return cast.pronouns.get(at)
        found = near(cast, cast.doc[at]) or alone(cast, cast.doc[at])
        if found:
            return found
        words = {tree.word[kid] for kid in tree.kids[at]}
        return actor_of(cast, cast.doc[at]) if words & POINTING or not words else None

    return find


def _spans(mentions: pl.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    spans: dict[str, list[tuple[int, int, str]]] = {}
    if mentions is not None:
        for id, start, end, actor in mentions.sort("start").select("article_id", "start", "end", "actor").iter_rows():
            spans.setdefault(id, []).append((start, end, actor))
    return spans
