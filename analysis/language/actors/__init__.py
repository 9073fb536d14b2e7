"""Which actors does an article mention, and where?"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.language import Parsed
from analysis.language.actors.index import ActorIndex, alone, cast_of, modifiers, near, with_names
from analysis.language.actors.kinds import KIND_OF, sides_of
from analysis.language.actors.names import Alias, Found, names_of
from analysis.language.actors.pronouns import pronouns
from analysis.language.actors.titles import titles

if TYPE_CHECKING:
    from analysis.language.document import Token

Span = tuple[int, int, str, str]
Resolver = Callable[[ActorIndex], list[Span]]


def casts(parsed: Parsed, mentions: pl.DataFrame | None = None) -> Iterator[tuple[str, ActorIndex]]:
    """Each article's id with its names and resolved pronouns: those of `mentions` where it is given."""
    given = None if mentions is None else _given(mentions)
    for part in parsed.by_event():
        names, sides = names_of(part.actors), sides_of(part.actors)
        for id, doc in part.docs.items():
            cast = cast_of(doc, names, sides)
            if given is not None:
                yield id, _as_given(cast, given.get(id, []))
                continue
            cast = replace(cast, titles=titles(cast)) if cast.found else cast
            yield id, replace(cast, pronouns=pronouns(cast)) if cast.found else cast


def _given(mentions: pl.DataFrame) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for id, *span in mentions.select("article_id", "start", "end", "actor", "how").iter_rows():
        spans.setdefault(id, []).append((span[0], span[1], span[2], span[3]))
    return spans


def _as_given(cast: ActorIndex, spans: list[Span]) -> ActorIndex:
    """An article's names, pronouns and titles as these mentions have them.

    A name that lies in no mention is nobody's; one that a mention gives to another actor is that actor's.
    """
    named = {(start, end): actor for start, end, actor, how in spans if how in {"name", "alias"}}
    covered = {at for start, end, *_ in spans for at in range(start, end)}
    listed = {(found.start, found.end) for found in cast.found if found.alias.is_name}
    found = tuple(
        replace(one, alias=replace(one.alias, actor=named.get((one.start, one.end), one.alias.actor)))
        for one in cast.found
        if not one.alias.is_name or one.start in covered
    )
    new = [(start, end, actor) for (start, end), actor in named.items() if (start, end) not in listed]
    found += tuple(Found(start, end, Alias(cast.doc.plain[start:end], actor, "alias")) for start, end, actor in new)
    given = with_names(cast, sorted(found, key=lambda one: one.start))
    third = {start: actor for start, _, actor, how in spans if how == "pronoun"}
    given = replace(given, titles=titles(given)) if found else given
    return replace(given, pronouns={t.i: third[t.idx] for t in cast.doc if t.idx in third} if third else {})


def mentions(parsed: Parsed, *, coreference: str | None = None) -> pl.DataFrame:
    """Which actors are mentioned, where and how?

    `name`: the name that the corpus file gives the actor. `alias`: another of its names. `nominal`: a common noun
    ("the cleric", "US troops"). `pronoun`: he, she or they, where one actor is in reach.
    Read it: count name and alias for who is named; add the others for who is spoken of.
    Beware: nominals and pronouns are guesses by rule, `how` keeps them apart. An actor that corpus.toml does not
    list is not found; `candidates.suggest_actors` says who may be missing.

    `coreference` names another model, as "module:function": the function takes an article's `ActorIndex` and returns
    spans (start, end, actor, how), which stand in place of ours where they overlap. It is loaded only then.
    Columns: `schema.MENTIONS`. Raises ValueError when there is no such function.
    """
    resolver = _resolver(coreference)
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[dict[str, object]] = []
    for id, cast in casts(parsed):
        spans = _apart([*(resolver(cast) if resolver else []), *_spans_in(cast)])
        rows += [
            {**where[id], "start": start, "end": end, "text": texts[id][start:end], "actor": actor, "how": how}
            for start, end, actor, how in spans
        ]
    return schema.MENTIONS.frame(rows)


def _resolver(name: str | None) -> Resolver | None:
    if name is None:
        return None
    module, _, function = name.partition(":")
    try:
        found: Resolver = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError):
        what = f"no coreference {name!r} can be loaded; name an installed function as module:function"
        raise ValueError(what) from None
    return found


def _spans_in(cast: ActorIndex) -> list[Span]:
    """The mentions of one article; of two that overlap the one further to the front of the list stays."""
    doc = cast.doc
    nominals = [span for token in doc if (span := _nominal(cast, token))]
    named = [(found.start, found.end, found.alias.actor, found.alias.how) for found in cast.found]
    third = [(doc[i].idx, doc[i].idx + len(doc[i]), actor, "pronoun") for i, actor in cast.pronouns.items()]
    return [*nominals, *named, *third]


def _nominal(cast: ActorIndex, noun: Token) -> Span | None:
    """A common noun with a side's word before it ("US troops"), or a definite one the alias table knows."""
    if noun.pos_ != "NOUN" or noun.i in cast.named or noun.dep_ == "compound":
        return None
    kind = KIND_OF.get(cast.lemmas[noun.i])
    own = alone(cast, noun)
    if kind is None and own is None:
        return None
    actor = near(cast, noun) or own
    if actor is None:
        return None
    sides = [word for word in modifiers(noun) if word.i in cast.named or (word.text, kind or "") in cast.sides.marked]
    joined = [word for word in sides if word.head.i == noun.i and word.dep_ != "poss" and word.whitespace_]
    first = joined[0] if joined else noun
    start = cast.inside[first.i].start if first.i in cast.inside else first.idx
    return start, noun.idx + len(noun), actor, "nominal"


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    taken: set[int] = set()
    for span in spans:
        if taken.isdisjoint(range(span[0], span[1])):
            taken.update(range(span[0], span[1]))
            kept.append(span)
    return sorted(kept)
