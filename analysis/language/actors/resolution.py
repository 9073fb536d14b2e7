"""What do pronouns and titles take up: by our own reading, or as a table of mentions has it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.language.actors.index import ActorIndex, beside, near, with_names
from analysis.language.actors.names import Alias, NameSpan
from analysis.language.actors.people import Referent
from analysis.language.actors.pronouns import PRONOUNS, antecedents, is_said_of_people
from analysis.language.actors.titles import name_with, title_bearers

if TYPE_CHECKING:
    from analysis.language.document import Token

Mention = tuple[int, int, str, str]  # start, end, actor, how


def resolved(index: ActorIndex) -> ActorIndex:
    """The index with what its titles and pronouns take up, and their actors where the corpus file knows them."""
    bearers = title_bearers(index)
    index = replace(index, titles={at: index.named[name] for at, name in bearers.items() if name in index.named})
    taken_up = antecedents(index)
    third = {at: actor for at, one in taken_up.items() if (actor := _actor(index, at, one))}
    names = {at: bearers.get(one.token.i, _named(one.token).i) for at, one in taken_up.items()}
    return replace(index, pronouns=third, antecedents=bearers | names)


def _named(noun: Token) -> Token:
    """The name that stands with a noun: "London's mayor, Sadiq Khan"; a name or a noun without one itself."""
    return noun if noun.pos_ == "PROPN" else name_with(noun) or noun


def _actor(index: ActorIndex, pronoun: int, taken_up: Referent) -> str | None:
    """The actor of a pronoun; "it" stands for an actor only where it does what people do."""
    word, noun = index.doc[pronoun], taken_up.token
    if word.lower_ not in PRONOUNS:
        return None
    if word.lower_ in {"it", "its"} and not is_said_of_people(word):
        return None
    return index.named.get(noun.i) or beside(index, noun) or near(index, noun) or index.titles.get(noun.i)


def with_mentions(index: ActorIndex, mentions: Sequence[Mention]) -> ActorIndex:
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
    names += [NameSpan(*span, Alias(index.doc.plain[slice(*span)], actor, "alias")) for span, actor in named.items()]
    given = resolved(with_names(index, sorted(names, key=lambda one: one.start)))
    pronouns, nominals, taken_up = {}, {}, dict(given.antecedents)
    for (start, end), (actor, how) in spans.items():
        words = index.doc.within(start, end)
        if how == "pronoun" and len(words):
            pronouns[words[0].i] = actor
        elif how == "nominal" and len(words):
            nominals[words.root.i] = actor
    for at in [at for at in taken_up if at in pronouns or at in given.pronouns]:
        if given.pronouns.get(at) != pronouns.get(at):
            before = [i for i in range(at) if given.named.get(i) == pronouns.get(at)]
            taken_up.pop(at)
            taken_up |= {at: before[-1]} if before else {}
    own = {at: actor for at, actor in nominals.items() if near(given, index.doc[at]) != actor}
    return replace(given, pronouns=pronouns, nominals=own, antecedents=taken_up)
