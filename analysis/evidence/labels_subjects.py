"""Of whom is a word told: subjects over infinitives and relative clauses, and the actors they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.labels_lexicon import Lexicon
from analysis.evidence.labels_words import AMOUNTS, PROTESTS, RELATIVE
from analysis.language.actors.index import ActorIndex, actor_of, near
from analysis.language.control import predication_target

if TYPE_CHECKING:
    from analysis.language.document import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
Holders = dict[int, str]


def resolve(cast: ActorIndex, token: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Whom does a subject or object stand for: an actor, EVENT, or nobody known?"""
    if token.i in cast.named:
        return near(cast, token)
    if token.i in cast.pronouns:
        return cast.pronouns[token.i]
    if token.i in holders:
        return holders[token.i]
    if token.lower_ in RELATIVE and token.head.dep_ == "relcl":
        return resolve(cast, token.head.head, terms, holders)
    if cast.lemmas[token.i] in AMOUNTS:
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((resolve(cast, thing, terms, holders) for thing in child.children), None)
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    term = terms.word(cast, token.i, "NOUN")
    if term is not None and term.side == "event":
        return protesters(cast, token) or "EVENT"
    somebody = predication_target(token) if token.dep_ in {"attr", "oprd"} else None
    if somebody is not None and somebody.i != token.i and somebody.dep_ in {*SUBJECTS, "dobj"}:
        return near(cast, token) or resolve(cast, somebody, terms, holders) or actor_of(cast, token)
    return actor_of(cast, token)


def protesters(cast: ActorIndex, head: Token) -> str | None:
    """Protest is conduct: the protesters', where the corpus file lists such an actor."""
    if cast.lemmas[head.i] not in PROTESTS or any(child.dep_ == "relcl" for child in head.children):
        return None
    return cast.sides.usual.get("crowd")
