"""Words of effect that a number depends on, or that depend on it: its verb, its clause, the noun before "of"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.evidence.tolls_lexicon import Hit, pairs, term_at
from analysis.evidence.tolls_nearby import passive
from analysis.evidence.tolls_people import CROWDS, Count
from analysis.language.actors.index import ActorIndex
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

STEPS = 7
JOINED = frozenset({"conj", "appos", "nummod", "quantmod", "compound"})
NUMBERS = listed("numbers")
INCLUDING = listed("including")


def governor(cast: ActorIndex, count: Count) -> Iterator[Hit]:
    """The verb or noun that the phrase depends on, over "and", "of", "including"."""
    node: Token | None = cast.doc[count.noun if count.noun is not None else count.last]
    if count.noun is not None and count.noun > count.last + 1 and cast.doc[count.last + 1].lower_ == "of":
        node = cast.doc[count.last]
    for _ in range(STEPS):
        if node is None or node.head.i == node.i:
            return
        yield from _clauses(cast, node)
        yield from _above(cast, node)
        node = _next(cast, node)


def _next(cast: ActorIndex, node: Token) -> Token | None:
    """The word to go on from: what the node is joined to or part of; None where its own verb has been reached."""
    head = node.head
    if node.dep_ in JOINED and head.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "PRON"}:
        return head
    if node.dep_ == "pobj" and head.lower_ == "of" and _is_number(cast, head.head):
        return head.head
    if node.dep_ == "pobj" and head.lower_ in INCLUDING and head.head.pos_ != "VERB":
        return head.head
    return None


def _above(cast: ActorIndex, node: Token) -> Iterator[Hit]:
    """Words of effect right above a word in the tree."""
    head = node.head
    if node.dep_ == "poss":
        yield from pairs(cast, [head], "of")
    elif node.dep_ != "pobj":
        yield from _verb(cast, node, head)
    elif head.lower_ == "of":
        yield from pairs(cast, [head.head], "of")
    elif head.lower_ == "with" and head.i and cast.doc[head.i - 1].lower_ in {"along", "together"}:
        verb = head.head if head.head.pos_ == "VERB" else head.head.head
        yield from pairs(cast, [verb], "object" if passive(verb) else "subject")
    elif head.lower_ in INCLUDING and head.head.pos_ == "VERB":
        yield from _included(cast, head.head)


def _is_number(cast: ActorIndex, noun: Token) -> bool:
    return noun.pos_ == "NUM" or cast.lemmas[noun.i] in CROWDS or cast.lemmas[noun.i] in NUMBERS


def _included(cast: ActorIndex, verb: Token) -> Iterator[Hit]:
    """The effect on those of whom some are named: left open where two are joined ("killing eight and injuring 7")."""
    for token, term in pairs(cast, [verb], "object", "subject"):
        alone = any(child.dep_ == "nsubjpass" for child in verb.children)
        others = (
            []
            if alone
            else [verb.head]
            if verb.dep_ == "conj"
            else [child for child in verb.children if child.dep_ == "conj"]
        )
        joined = {found.effect for other in others if (found := term_at(cast, other, "object", "subject"))}
        yield token, term if joined <= {term.effect} else replace(term, effect="other")


def _clauses(cast: ActorIndex, node: Token) -> Iterator[Hit]:
    """Relative clauses and participles behind the noun: "officers who had been fired", "men held in Basra"."""
    for child in node.rights:
        if child.dep_ in {"acl", "relcl"} and child.pos_ in {"VERB", "AUX"}:
            passive = child.tag_ == "VBN" and not any(inner.dep_ == "dobj" for inner in child.children)
            if passive:
                yield from pairs(cast, [child], "object")
            subject = [inner for inner in child.children if inner.dep_ == "nsubj"]
            if child.dep_ == "acl" or any(inner.lower_ in {"who", "that", "which"} for inner in subject):
                yield from pairs(cast, [child, *_complements(child)], "subject")


def _verb(cast: ActorIndex, node: Token, head: Token) -> Iterator[Hit]:
    """The verb whose subject or object the phrase is."""
    if head.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return
    if node.dep_ in {"nsubjpass", "dobj", "oprd", "dative"} or (node.dep_ in {"nsubj", "ccomp"} and head.tag_ == "VBN"):
        yield from pairs(cast, [head], "object")
    if node.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        yield from pairs(cast, [*_complements(head)], "object", "self", "subject")
    if node.dep_ == "nsubj":
        yield from pairs(cast, [head], "subject")
        among = [child for child in head.rights if child.lower_ in {"among", "amongst"}]
        yield from pairs(cast, [thing for prep in among for thing in prep.children], "self")
    if node.dep_ == "dobj" and head.dep_ == "ccomp":
        yield from pairs(cast, [head], "self")


def _complements(verb: Token) -> list[Token]:
    """What a verb leads to: "chose to quit", "left 10 dead", "were reported killed"."""
    return [
        word
        for child in verb.rights
        if child.dep_ in {"xcomp", "acomp", "oprd", "attr", "ccomp", "advcl"} and child.i - verb.i < 9
        for word in (child, *(inner for inner in child.rights if inner.dep_ == "xcomp"))
        if not any(
            inner.dep_ in {"dobj", "nsubj"} and inner.i > verb.i and inner.dep_ == "dobj" for inner in word.children
        )
    ]
