"""Which words tell of an act? The shortest span that says what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts.act_finder import Act
from analysis.evidence.acts.clause_roles import TOWARD
from analysis.language.clauses import Clause, misattached_subject
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})
TRYING = word_list("verbs of trying")
LOOSE = word_list("adjectives outside an act")


def act_span(act: Act) -> tuple[int, int]:
    """Characters of the article from the first to behind the last word of an act."""
    if act.clause is None:
        first, last = _noun_span(act)
    else:
        first, last = _verb_span(act, act.clause)
    return act.core.doc[first].idx, act.core.doc[last].end


def _verb_span(act: Act, clause: Clause) -> tuple[int, int]:
    verb = clause.verb
    words = [verb, *_auxiliaries_and_particles(verb), *act.words]
    if verb.dep_ == "xcomp" and (verb.head.lemma_ in TRYING or verb.head.child("auxpass")):
        words += [verb.head, *_auxiliaries_and_particles(verb.head)]  # "failed to dislodge"
    if act.noun is not None:
        words.append(act.noun)
    thing = act.noun or clause.patient
    if clause.is_passive:
        thing = clause.agent or clause.patient if act.noun is None else None
    elif thing is None or thing.i < verb.i:
        near = (prep for prep in verb.rights if prep.dep_ == "prep" and prep.lower_ in TOWARD and prep.i <= verb.i + 2)
        thing = next((prep.child("pobj") for prep in near), None)  # "fight against those people"
    if act.entry.needs == "weapon as subject" and clause.agent is not None:
        words.append(clause.agent.left_edge)
    last = max(word.i for word in words)
    if thing is not None and verb.i < thing.i:
        last = max(last, _last_conjunct(thing))
    return min(word.i for word in words), last


def _auxiliaries_and_particles(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in HELPERS and (c.i < verb.i or c.dep_ == "prt") and c.tag_ != "TO"]


def _last_conjunct(noun: Token) -> int:
    """Place of the last of a noun and those joined to it."""
    lent = {misattached_subject(verb) for verb in noun.sent if verb.i > noun.i and verb.pos_ == "VERB"}
    joined = (child for child in noun.rights if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"})
    return max([noun.i, *(_last_conjunct(child) for child in joined if child not in lent)])


def _noun_span(act: Act) -> tuple[int, int]:
    """A noun with its compound and the adjectives that judge it; no nation, side, time or number."""
    first = act.core.i
    for child in reversed(act.core.lefts):
        is_part = child.dep_ in {"compound", "amod"} and child.lower_ not in LOOSE and not child.text[:1].isupper()
        if not is_part or child.right_edge.i != first - 1:
            break
        first = child.left_edge.i
    return first, max([act.core.i, *(word.i for word in act.words)])
