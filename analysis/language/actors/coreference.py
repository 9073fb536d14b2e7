"""What do pronouns and titles take up: by our own reading, or as a table of mentions has it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.language.actors.actor_index import ActorIndex, add_alias_matches, apposition_actor, noun_phrase_actor
from analysis.language.actors.alias_matcher import Alias, AliasMatch
from analysis.language.actors.pronoun_resolution import PRONOUNS, has_human_predicate, resolve_pronouns
from analysis.language.actors.referents import Referent
from analysis.language.actors.title_coreference import apposed_name, title_bearers

if TYPE_CHECKING:
    from analysis.language.document import Token

Mention = tuple[int, int, str, str]  # start, end, actor, how


def resolve_coreference(index: ActorIndex) -> ActorIndex:
    """The index with what its titles and pronouns take up, and their actors where the corpus file knows them."""
    bearers = title_bearers(index)
    index = replace(index, titles={at: index.named[name] for at, name in bearers.items() if name in index.named})
    taken_up = resolve_pronouns(index)
    third = {at: actor for at, one in taken_up.items() if (actor := _pronoun_actor(index, at, one))}
    names = {at: bearers.get(one.token.i, _apposed_name_or_noun(one.token).i) for at, one in taken_up.items()}
    return replace(index, pronouns=third, antecedents=bearers | names)


def _apposed_name_or_noun(noun: Token) -> Token:
    """The name that stands with a noun: "London's mayor, Sadiq Khan"; a name or a noun without one itself."""
    return noun if noun.pos_ == "PROPN" else apposed_name(noun) or noun


def _pronoun_actor(index: ActorIndex, pronoun: int, taken_up: Referent) -> str | None:
    """The actor of a pronoun; "it" stands for an actor only where it does what people do."""
    word, noun = index.doc[pronoun], taken_up.token
    if word.lower_ not in PRONOUNS:
        return None
    if word.lower_ in {"it", "its"} and not has_human_predicate(word):
        return None
    return (
        index.named.get(noun.i)
        or apposition_actor(index, noun)
        or noun_phrase_actor(index, noun)
        or index.titles.get(noun.i)
    )


def apply_mentions(index: ActorIndex, mentions: Sequence[Mention]) -> ActorIndex:
    """The index as these mentions have it.

    A name that lies in no mention is nobody's; one that a mention gives to another actor is that actor's, and so are
    pronouns and nouns. A pronoun of another actor than that of what we take it to stand for, stands for the last
    name of its own.
    """
    spans = {(start, end): (actor, how) for start, end, actor, how in mentions}
    named = {span: actor for span, (actor, how) in spans.items() if how in {"name", "alias"}}
    covered = {at for start, end in spans for at in range(start, end)}
    names = [
        replace(one, alias=replace(one.alias, actor=named.pop((one.start, one.end), one.alias.actor)))
        for one in index.names
        if not one.alias.is_name or one.start in covered
    ]
    names += [AliasMatch(*span, Alias(index.doc.plain[slice(*span)], actor, "alias")) for span, actor in named.items()]
    given = resolve_coreference(add_alias_matches(index, sorted(names, key=lambda one: one.start)))
    pronouns, nominals, taken_up = {}, {}, dict(given.antecedents)
    for (start, end), (actor, how) in spans.items():
        words = index.doc.overlapping_span(start, end)
        if how == "pronoun" and len(words):
            pronouns[words[0].i] = actor
        elif how == "nominal" and len(words):
            nominals[words.root.i] = actor
    for at in [at for at in taken_up if at in pronouns or at in given.pronouns]:
        if given.pronouns.get(at) != pronouns.get(at):
            before = [i for i in range(at) if given.named.get(i) == pronouns.get(at)]
            taken_up.pop(at)
            taken_up |= {at: before[-1]} if before else {}
    own = {at: actor for at, actor in nominals.items() if noun_phrase_actor(given, index.doc[at]) != actor}
    return replace(given, pronouns=pronouns, nominals=own, antecedents=taken_up)
