"""Who does an act, and to whom is it done?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts_actors import Who, taken_up
from analysis.evidence.acts_context import addressee, commanded, earlier, others, pair
from analysis.evidence.acts_doers import Roles, aimed, controller
from analysis.evidence.acts_found import Act
from analysis.evidence.acts_nouns import ON_PEOPLE, noun_roles
from analysis.evidence.acts_wordlists import OTHER, PERSONS, UNSTATED
from analysis.language.clauses import Clause, undergoer
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token


SIDES = listed("sides")
# Verbs of two sides.
BETWEEN = frozenset({"be at war", "clash", "skirmish", "scuffle", "brawl"})


def roles(act: Act, who: Who) -> Roles:
    """Doer and undergoer of an act: by its clause, or for a noun by what stands around it."""
    if act.clause is None:
        return noun_roles(act.core, who)
    if act.clause.passive:
        return _passive(act, act.clause, who)
    return _active(act, act.clause, who)


def _passive(act: Act, clause: Clause, who: Who) -> Roles:
    thing = clause.patient
    if act.noun is not None:  # "an operation was launched": the subject is the act, not what it is done to
        thing = aimed(clause.verb, who) or aimed(act.noun, who)
    if thing is not None and thing.lower_ == "others" and clause.verb.dep_ == "conj":
        thing = undergoer(clause.verb.head) or thing
    patient = who.undergoer(thing, bodies=act.entry.kind == "coercion", people=act.entry.lemma in ON_PEOPLE)
    return Roles(who.doer(clause.agent), patient, clause.agent)


def _active(act: Act, clause: Clause, who: Who) -> Roles:
    verb = clause.verb
    doer = clause.agent if clause.agent is not None and clause.patient is None else controller(verb)
    doer = doer if doer is not None else clause.agent
    if {"intransitive", "passive in sense"} & act.entry.notes:
        return Roles(UNSTATED, who.undergoer(doer), doer)
    if commanded(verb):
        doer = None
    agent, mutual = who.doer(doer), False
    if doer is None and commanded(verb):
        agent = addressee(who, verb) or UNSTATED
    thing = clause.patient
    if thing is None and verb.dep_ == "relcl" and act.noun is None and doer is not None and taken_up(doer) is doer:
        thing = verb.head  # "the militias the army was battling"
    if act.noun is None and thing is not None and thing.i not in act.words:
        patient = _done_to(act, thing, agent, who)
    else:
        patient = _aimed_at(act, verb, who)
    between = act.noun is not None or act.entry.lemma in BETWEEN
    if doer is not None and agent not in {UNSTATED, OTHER} and patient == UNSTATED and between:
        patient, mutual = _other_side(doer, who, agent)
    if act.entry.lemma in BETWEEN and patient == UNSTATED and not mutual:
        sides = pair(who, verb)
        vague = doer is None or who.cast.lemmas[doer.i] in SIDES
        mutual = sides is not None and (vague or agent in {*sides, UNSTATED, OTHER})
        agent, patient = sides if sides is not None and mutual else (agent, patient)
    return Roles(agent, patient, doer, mutual)


def _done_to(act: Act, thing: Token, agent: str, who: Who) -> str:
    """The object's actor; nobody does it to himself unless the text says so."""
    coercion = act.entry.kind == "coercion"
    patient = who.undergoer(thing, against=agent, bodies=coercion, people=act.entry.lemma in ON_PEOPLE)
    if patient == OTHER and thing.lower_ in {"him", "her", "them"}:
        return earlier(who, thing, agent) or OTHER
    if patient != agent or patient == UNSTATED:
        return patient
    if thing.pos_ == "PRON" and not thing.lower_.endswith(("self", "selves")):
        return others(who, thing, agent) or OTHER
    return OTHER if who.cast.lemmas[thing.i] in PERSONS else patient


def _aimed_at(act: Act, verb: Token, who: Who) -> str:
    """Whom an act without an object of its own is aimed at."""
    inside = [who.cast.doc[place] for place in act.words]
    aims = [aimed(word, who) for word in (verb, *inside)]
    if act.entry.lemma in {"search", "cut off aid", "cut off assistance"}:  # "searching for a man"
        below = (prep for word in (verb, *inside) for prep in word.rights if prep.lower_ in {"for", "to", "from"})
        aims += [thing for prep in below for thing in prep.children if thing.dep_ == "pobj"]
    aims += [t for word in inside for p in word.rights if p.lower_ == "of" for t in p.children if t.dep_ == "pobj"]
    patient = who.undergoer(next((aim for aim in aims if aim is not None), None))
    if patient == UNSTATED and act.noun is not None:
        return noun_roles(act.noun, who, deep=False).patient
    return patient


def _other_side(doer: Token, who: Who, agent: str) -> tuple[str, bool]:
    """As in "US troops and the militia fought clashes": two sides in one subject."""
    sides = who.cast.sides.group
    for child in doer.rights:
        other = who.of(child) if child.dep_ == "conj" else None
        if other and other != agent and sides.get(other) != sides.get(agent):
            return other, True
    return UNSTATED, False
