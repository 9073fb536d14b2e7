"""Of whom is a word told: subjects over infinitives and relative clauses, and the actors they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.labels_lexicon import Lexicon
from analysis.evidence.labels_words import AMOUNTS, CHARGING, MEANS, OBJECT_CONTROL, PROTESTS, RELATIVE
from analysis.language.actors.index import ActorIndex, actor_of, near

if TYPE_CHECKING:
    from analysis.language.document import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
Holders = dict[int, str]


def subject_of(verb: Token) -> Token | None:
    """Who does it, or is it: the subject, also over "and", an infinitive, a participle or a relative clause."""
    for _ in range(6):
        for child in verb.lefts:
            if child.dep_ in SUBJECTS:
                return verb.head if child.lower_ in RELATIVE and verb.dep_ == "relcl" else child
        if verb.dep_ == "acl" and verb.head.lemma_ in MEANS and any(c.lower_ == "to" for c in verb.lefts):
            owner = next((c for c in verb.head.lefts if c.dep_ == "poss"), None)
            owners = [c for prep in verb.head.rights if prep.lower_ == "of" and prep.i < verb.i for c in prep.children]
            if owner is not None or (verb.head.lemma_ in {"effort", "attempt"} and owners):
                return owner or owners[0]
            verb = governor(verb.head)
            continue
        if verb.dep_ in {"relcl", "acl", "amod"}:
            return verb.head
        if verb.dep_ == "xcomp" and verb.head.lemma_ in OBJECT_CONTROL:
            thing = next((child for child in verb.head.rights if child.dep_ in {"dobj", "dative"}), None)
            if thing is not None:
                return thing
        if verb.dep_ in {"pcomp", "prep"}:
            verb = verb.head
            charged = verb.dep_ == "prep" and verb.head.lemma_ in CHARGING
            thing = next((child for child in verb.head.children if child.dep_ in {"dobj", "nsubjpass"}), None)
            if charged and thing is not None:
                return thing
            if verb.pos_ in {"NOUN", "PROPN"}:
                return verb
            continue
        if verb.dep_ not in {"conj", "xcomp", "advcl", "ccomp", "acomp", "oprd", "attr", "aux", "auxpass"}:
            return None
        verb = verb.head
    return None


def governor(noun: Token) -> Token:
    """The verb that a noun hangs on, over "of" and other nouns; the noun itself where there is none."""
    here = noun
    while here.head is not here and here.dep_ in {"dobj", "pobj", "prep", "conj", "pcomp"}:
        here = here.head
        if here.pos_ in {"VERB", "AUX"}:
            return here
    return noun


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
    somebody = told(token) if token.dep_ in {"attr", "oprd"} else None
    if somebody is not None and somebody.i != token.i and somebody.dep_ in {*SUBJECTS, "dobj"}:
        return near(cast, token) or resolve(cast, somebody, terms, holders) or actor_of(cast, token)
    return actor_of(cast, token)


def told(head: Token) -> Token | None:
    """Of whom a noun is told: "they are gangs", "Sadr, a firebrand", also over "and"."""
    while head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN"}:
        head = head.head
    if head.dep_ == "attr":
        return subject_of(head.head)
    if head.dep_ == "appos":
        return head.head
    if head.dep_ == "oprd" and head.head.pos_ == "VERB":
        things = [child for child in head.head.children if child.dep_ in {"dobj", "nsubjpass", "nsubj"}]
        return things[-1] if things else None
    if head.dep_ == "pobj" and head.head.lower_ == "as" and head.head.head.pos_ == "VERB":
        verb = head.head.head
        things = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
        return things[0] if things else verb.head if verb.dep_ == "acl" else None
    return None


def protesters(cast: ActorIndex, head: Token) -> str | None:
    """Protest is conduct: the protesters', where the corpus file lists such an actor."""
    if cast.lemmas[head.i] not in PROTESTS or any(child.dep_ == "relcl" for child in head.children):
        return None
    return cast.sides.usual.get("crowd")
