"""Who does an act, and to whom is it done, by its clause?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.acts.act_finder import Act
from analysis.evidence.acts.role_resolver import OTHER, PERSONS, UNSTATED, RoleResolver
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.clauses import Clause, passive_patient
from analysis.language.syntactic_control import (
    is_imperative,
    prepositional_object,
    understood_object,
    understood_subject,
)
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

TOWARD = word_list("prepositions of aim")
NOT_AIMS = word_list("what nobody aims at")
MUTUAL = word_list("acts with somebody")
ON_PEOPLE = word_list("acts on people only")


@dataclass(frozen=True)
class Roles:
    """Codes of agent and patient, the noun that stands as agent, and whether the act is between two sides."""

    agent: str
    patient: str
    subject: Token | None = None
    is_mutual: bool = False


def clause_roles(act: Act, clause: Clause, roles: RoleResolver) -> Roles:
    """Agent and patient of an act that a verb tells of."""
    verb = clause.verb
    if clause.is_passive:
        thing = clause.patient
        if act.noun is not None:  # "an operation was launched": the subject is the act, not what it is done to
            thing = act_target(verb, roles) or act_target(act.noun, roles)
        if thing is not None and thing.lower_ == "others" and verb.dep_ == "conj":
            thing = passive_patient(verb.head) or thing
        return Roles(roles.agent_actor(clause.agent), _patient_actor(act, thing, roles), clause.agent)
    subject = None if is_imperative(verb) else understood_subject(verb)
    if act.entry.form:  # "died", "came under fire"
        return Roles(UNSTATED, roles.patient_actor(subject), subject)
    agent = roles.agent_actor(subject) if not is_imperative(verb) else roles.addressee_actor(verb) or UNSTATED
    thing = understood_object(verb) if act.noun is None else None
    is_object = thing is not None and thing not in act.words
    patient = (
        _object_actor(act, thing, agent, roles) if thing is not None and is_object else _target_actor(act, verb, roles)
    )
    both = conjoined_opponents(verb, roles) if patient == UNSTATED and _is_reciprocal(act) else None
    if both is not None and agent in {*both, UNSTATED, OTHER}:  # "the army and the rebels fought clashes"
        return Roles(*both, subject, True)
    return Roles(agent, patient, subject)


def act_target(word: Token, roles: RoleResolver) -> Token | None:
    """Whom a verb or noun aims at: "against the militia", "on a police station", "clashes with the army"."""
    toward = TOWARD | {"with"} if roles.singular_lemma(word) in MUTUAL or word.lower_ in MUTUAL else TOWARD
    for prep in word.rights:
        thing = prep.child("pobj") if prep.dep_ in {"prep", "prt"} and prep.lower_ in toward else None
        if thing is not None and thing.lower_ not in NOT_AIMS and roles.patient_actor(thing) != UNSTATED:
            return thing
    joined = next((child for child in word.rights if child.dep_ == "conj" and child.pos_ == "NOUN"), None)
    return act_target(joined, roles) if joined is not None and word.pos_ == "NOUN" else None


def conjoined_opponents(noun: Token, roles: RoleResolver) -> tuple[str, str] | None:
    """The first two opponents that the sentence joins: "talks between A and B to end their war"."""
    group = roles.actors.sides.group
    for word in noun.sent:
        if word.lower_ == "and" and word.i > noun.sent.start:
            one = _opponent_actor(word.nbor(-1), roles)
            other = next((side for t in word.doc[word.i + 1 : word.i + 5] if (side := _opponent_actor(t, roles))), None)
            if one and other and one != other and group.get(one) != group.get(other):
                return one, other
    return None


def _opponent_actor(word: Token, roles: RoleResolver) -> str | None:
    if roles.actors.named.get(word.i) not in {None, "EVENT"} and word.pos_ != "VERB":
        return roles.actors.named[word.i]
    return roles.noun_actor(word) if word.pos_ == "NOUN" and KIND_OF.get(roles.singular_lemma(word)) else None


def _is_reciprocal(act: Act) -> bool:
    return any(word is not None and word.lemma_ in MUTUAL for word in (act.core, act.noun, *act.words))


def _patient_actor(act: Act, thing: Token | None, roles: RoleResolver, against: str | None = None) -> str:
    is_coerced = act.entry.kind == "coercion" and thing is not None and roles.is_animate(thing)
    return roles.patient_actor(thing, against=against, is_people=is_coerced or act.entry.lemma in ON_PEOPLE)


def _object_actor(act: Act, thing: Token, agent: str, roles: RoleResolver) -> str:
    """The object's actor; nobody does it to himself unless the text says so."""
    patient = _patient_actor(act, thing, roles, agent)
    is_pronoun = thing.pos_ == "PRON" and not thing.lower_.endswith(("self", "selves"))
    if is_pronoun and patient in {agent, OTHER} and patient != UNSTATED:
        return roles.disjoint_pronoun_actor(thing, agent) or OTHER
    return OTHER if patient == agent != UNSTATED and roles.singular_lemma(thing) in PERSONS else patient


def _target_actor(act: Act, verb: Token, roles: RoleResolver) -> str:
    """Whom an act without an object of its own is aimed at."""
    words = (verb, *act.words) if act.noun is None else (verb, act.noun)
    aims = [act_target(word, roles) for word in words]
    aims += [prepositional_object(word, "of", *(("for",) if verb.lemma_ == "search" else ())) for word in words]
    return roles.patient_actor(next((thing for thing in aims if thing is not None and thing not in words), None))
