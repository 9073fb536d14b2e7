"""Which actors does an article mention, and where?"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.language import ParsedCorpus
from analysis.language.actors.actor_index import (
    ActorIndex,
    alias_actor,
    build_actor_index,
    noun_phrase_actor,
    prenominal_modifiers,
)
from analysis.language.actors.alias_matcher import build_alias_matcher
from analysis.language.actors.coreference import Mention, apply_mentions, resolve_coreference
from analysis.language.actors.noun_kinds import KIND_OF, build_actor_sides

if TYPE_CHECKING:
    from analysis.language.document import Token

Resolver = Callable[[ActorIndex], list[Mention]]


def index_articles(parsed: ParsedCorpus, mentions: pl.DataFrame | None = None) -> Iterator[tuple[str, ActorIndex]]:
    """Each article's id with who is in it: as `mentions` has it, where that is given."""
    given: dict[str, list[Mention]] | None = None if mentions is None else {}
    if mentions is not None and given is not None:
        for id, *span in mentions.select("article_id", "start", "end", "actor", "how").iter_rows():
            given.setdefault(id, []).append((span[0], span[1], span[2], span[3]))
    for part in parsed.by_event():
        names, sides = build_alias_matcher(part.actors), build_actor_sides(part.actors)
        for id, doc in part.docs.items():
            index = build_actor_index(doc, names, sides)
            yield id, resolve_coreference(index) if given is None else apply_mentions(index, given.get(id, []))


def mentions(parsed: ParsedCorpus, *, coreference: str | None = None) -> pl.DataFrame:
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
    resolver = _coreference_resolver(coreference)
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[dict[str, object]] = []
    for id, index in index_articles(parsed):
        spans = _without_overlaps([*(resolver(index) if resolver else []), *_actor_mentions(index)])
        rows += [
            {**where[id], "start": start, "end": end, "text": texts[id][start:end], "actor": actor, "how": how}
            for start, end, actor, how in spans
        ]
    return schema.MENTIONS.frame(rows)


def _coreference_resolver(name: str | None) -> Resolver | None:
    if name is None:
        return None
    module, _, function = name.partition(":")
    try:
        found: Resolver = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError):
        what = f"no coreference {name!r} can be loaded; name an installed function as module:function"
        raise ValueError(what) from None
    return found


def _actor_mentions(index: ActorIndex) -> list[Mention]:
    """The mentions of one article; of two that overlap the one further to the front of the list stays."""
    doc = index.doc
    nominals = [span for token in doc if (span := _nominal_mention(index, token))]
    named = [(one.start, one.end, one.alias.actor, one.alias.how) for one in index.names]
    third = [(doc[i].idx, doc[i].idx + len(doc[i]), actor, "pronoun") for i, actor in index.pronouns.items()]
    return [*nominals, *named, *third]


def _nominal_mention(index: ActorIndex, noun: Token) -> Mention | None:
    """A common noun with a side's word before it ("US troops"), or a definite one the alias table knows."""
    if noun.pos_ != "NOUN" or noun.i in index.named or noun.dep_ == "compound":
        return None
    kind = KIND_OF.get(index.lemmas[noun.i])
    own = alias_actor(index, noun)
    if kind is None and own is None:
        return None
    actor = noun_phrase_actor(index, noun) or own
    if actor is None:
        return None
    sides = [
        word
        for word in prenominal_modifiers(noun)
        if word.i in index.named or (word.text, kind or "") in index.sides.marked
    ]
    joined = [word for word in sides if word.head.i == noun.i and word.dep_ != "poss" and word.whitespace_]
    first = joined[0] if joined else noun
    start = index.inside[first.i].start if first.i in index.inside else first.idx
    return start, noun.idx + len(noun), actor, "nominal"


def _without_overlaps(spans: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    taken: set[int] = set()
    for span in spans:
        if taken.isdisjoint(range(span[0], span[1])):
            taken.update(range(span[0], span[1]))
            kept.append(span)
    return sorted(kept)
