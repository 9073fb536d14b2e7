"""Which words tell of an act? The shortest span that says what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts_doers import TOWARD
from analysis.evidence.acts_found import Act
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})
# "Failed to dislodge" is the act: these change what happened.
CHAIN = listed("chain")
LOOSE = listed("loose")


def span(act: Act) -> tuple[int, int]:
    """First and last token of an act."""
    return _noun_span(act.core, act.words) if act.clause is None else _verb_span(act)


def _verb_span(act: Act) -> tuple[int, int]:
    assert act.clause is not None
    verb = act.clause.verb
    start = end = verb.i
    for child in verb.children:
        if child.dep_ in HELPERS and (child.i < verb.i or child.dep_ == "prt") and child.tag_ != "TO":
            start, end = min(start, child.i), max(end, child.i)
    end = max([end, *act.words])
    if verb.dep_ == "xcomp" and (verb.head.lemma_ in CHAIN or "auxpass" in {c.dep_ for c in verb.head.children}):
        start = min([verb.head.i, *(c.i for c in verb.head.children if c.dep_ in HELPERS and c.i < verb.head.i)])
    thing = act.clause.patient if not act.clause.passive else None
    if act.noun is not None:
        thing = act.noun if not act.clause.passive else None
        start = min(start, act.noun.i)
    elif act.clause.passive:
        thing = act.clause.agent if act.clause.agent is not None else act.clause.patient
    elif thing is None or thing.i < verb.i:
        thing = _toward(verb)
    if "weapon as subject" in act.entry.notes and act.clause.agent is not None:
        start = act.clause.agent.left_edge.i
    if thing is not None and verb.i < thing.i:
        end = max(end, _joined(thing))
    return start, end


def _toward(verb: Token) -> Token | None:
    """As in "Fight against those people"."""
    for prep in verb.rights:
        if prep.dep_ == "prep" and prep.lower_ in TOWARD and prep.i <= verb.i + 2:
            return next((thing for thing in prep.children if thing.dep_ == "pobj"), None)
    return None


def _joined(noun: Token) -> int:
    """Last token of a noun and those joined to it."""
    last = int(noun.i)
    for child in noun.rights:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"}:
            last = max(last, _joined(child))
    return last


def _noun_span(noun: Token, words: tuple[int, ...] = ()) -> tuple[int, int]:
    """A noun with its compound and the adjectives that judge it; no nation, side, time or number."""
    start = noun.i
    for child in reversed(list(noun.lefts)):
        if child.i != start - 1 and child.right_edge.i != start - 1:
            break
        keeps = child.dep_ in {"compound", "amod"} and child.lower_ not in LOOSE and not child.text[:1].isupper()
        if not keeps:
            break
        start = child.left_edge.i
    return start, max([noun.i, *words])
