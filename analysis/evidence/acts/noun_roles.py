"""Who does what a noun names, and to whom: "US air strikes on the town", "fighting between the two sides"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts.clause_roles import MUTUAL, ON_PEOPLE, Roles, act_target, conjoined_opponents
from analysis.evidence.acts.role_resolver import MACHINES, OTHER, UNSTATED, RoleResolver
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.clauses import TIMES, active_subject, is_passive, passive_patient
from analysis.language.syntactic_control import (
    agent_of_verb,
    passive_subject,
    prepositional_object,
    relative_antecedent,
)
from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

GOVERNING = word_groups("governing verb")  # whose subject or object is agent or patient: "launched", "charge-with"
PROMISES = word_list("verbs of promising an act")
TWO = word_list("acts of two sides")
BY_OF = word_list("acts whose of names the agent")
Pair = tuple[str | None, str]  # agent, None where nothing is known of it, and patient


def noun_roles(noun: Token, roles: RoleResolver) -> Roles:
    """Agent and patient of an act that a noun names."""
    both = _between_phrase_roles(noun, roles)
    if both is not None:
        return both
    agent, patient = _noun_phrase_roles(noun, roles)
    inner = prepositional_object(noun, "of")
    if inner is not None and roles.is_weapon_or_act(inner):  # "a campaign of raids"
        below = noun_roles(inner, roles)
        return Roles(agent or below.agent, below.patient)
    entry = roles.lexicon.nouns.get(roles.singular_lemma(noun))
    if entry is not None and entry.kind == "agent":
        agent = agent or roles.noun_actor(noun) or OTHER
    for look in (_postmodifier_roles, _uncoded_agent, _governing_verb_roles):
        if agent is None or patient == UNSTATED:
            does, suffers = look(noun, roles)
            agent, patient = agent or does, suffers if patient == UNSTATED else patient
    is_of_two = roles.singular_lemma(noun) in TWO and not any(prep.dep_ == "prep" for prep in noun.rights)
    sides = conjoined_opponents(noun, roles) if agent in {None, OTHER} and patient == UNSTATED and is_of_two else None
    return Roles(*sides, None, True) if sides else Roles(agent or UNSTATED, patient)


def _stated_agent_actor(noun: Token | None, roles: RoleResolver) -> str | None:
    """The actor, or OTHER for somebody without a code; None for weapons, acts and things."""
    agent = roles.agent_actor(noun)
    return None if agent == UNSTATED else agent


def _between_phrase_roles(noun: Token, roles: RoleResolver) -> Roles | None:
    """As in "fighting between A and B": the first named is the agent, the other the patient."""
    one = prepositional_object(noun, "between") or prepositional_object(noun.head, "between")
    if one is None or one.pos_ == "NUM" or one.i < noun.i:
        return None
    other = next((thing for thing in one.rights if thing.dep_ == "conj"), None)
    return Roles(roles.agent_actor(one), roles.patient_actor(other), one, other is not None)


def _noun_phrase_roles(noun: Token, roles: RoleResolver) -> Pair:
    """What stands with the noun: "the army's siege", "attacks on, of, by, from"."""
    lemma, patient = roles.singular_lemma(noun), roles.patient_actor(act_target(noun, roles))
    agent = roles.prenominal_actor(noun)
    if agent is None and noun.dep_ == "conj" and noun.head.pos_ == "NOUN" and noun.child("det") is None:
        agent = roles.prenominal_actor(noun.head)
    agent = agent or _stated_agent_actor(prepositional_object(noun, "by"), roles)
    for prep in noun.rights:
        thing = prep.child("pobj") if prep.lower_ in {"of", "from"} else None
        if thing is not None and (prep.lower_ == "from" or lemma in BY_OF):
            agent = agent or roles.noun_actor(thing)
        elif thing is not None and patient == UNSTATED and not roles.is_weapon_or_act(thing):
            patient = roles.patient_actor(thing, is_people=lemma in ON_PEOPLE)
    return agent, patient


def _postmodifier_roles(noun: Token, roles: RoleResolver) -> Pair:
    """What verbs behind the noun add: "massacres committed by", "raids that killed two", "threats they received"."""
    agent, patient = None, UNSTATED
    for verb in noun.rights:
        if verb.dep_ not in {"acl", "relcl"} or verb.pos_ != "VERB":
            continue
        if agent_of_verb(verb) is not noun:
            does, suffers = _verb_complement_roles(verb, verb.lemma_, roles)
            agent, patient = agent or does, suffers
        thing = passive_patient(verb) if is_passive(verb) else verb.child("dobj")
        if thing is not None and relative_antecedent(thing) is not noun and verb.lemma_ in roles.lexicon.verbs:
            patient = roles.patient_actor(thing, is_people=verb.lemma_ in ON_PEOPLE)
    return agent, patient


def _uncoded_agent(noun: Token, roles: RoleResolver) -> Pair:
    """Somebody without a code in front: "Turkey's offensive", "a guerrilla ambush", "an Indian raid"."""
    lemma = roles.singular_lemma(noun)
    for child in noun.lefts:
        if child.lower_ in TIMES or roles.singular_lemma(child) in MACHINES:
            continue
        is_owner = child.dep_ == "poss" and child.pos_ in {"NOUN", "PROPN"}
        is_armed = child.dep_ in {"compound", "nmod"} and KIND_OF.get(roles.singular_lemma(child)) in {
            "soldiers",
            "armed",
        }
        is_nation = child.dep_ == "amod" and child.text[:1].isupper() and child.lower_.endswith(("n", "sh", "se", "li"))
        if (is_owner or is_armed or is_nation) and not {lemma} & (ON_PEOPLE | TWO | MUTUAL):
            return (OTHER if is_nation else _stated_agent_actor(child, roles)), UNSTATED
    return None, UNSTATED


def _governing_verb_roles(noun: Token, roles: RoleResolver) -> Pair:
    """What the verb adds that the noun goes with: "vowed operations", "were under attack", "raids killed two"."""
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    verb = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return _subject_noun_roles(verb, roles)
    if noun.dep_ == "dobj":
        agent, patient = _verb_complement_roles(verb, verb.lemma_, roles)
        return agent, roles.patient_actor(act_target(verb, roles)) if patient == UNSTATED else patient
    if noun.dep_ == "pobj":
        verb, key = verb.head, f"{verb.head.lemma_}-{verb.lower_}"
        if verb.dep_ == "dobj":  # "claimed responsibility for the attack"
            verb, key = verb.head, f"{verb.head.lemma_}-{key}"
        return _verb_complement_roles(verb, key, roles)
    return None, UNSTATED


def _subject_noun_roles(verb: Token, roles: RoleResolver) -> Pair:
    """As in "raids killed two", "he vowed that operations would go on", "the attack was attributed to them"."""
    is_force = verb.lemma_ in roles.lexicon.verbs and not is_passive(verb)
    patient = roles.patient_actor(verb.child("dobj")) if is_force else UNSTATED
    if verb.dep_ == "ccomp" and verb.head.lemma_ in PROMISES:
        return _stated_agent_actor(active_subject(verb.head), roles), patient
    if GOVERNING.get(verb.lemma_) == "agent stands behind to":
        return _stated_agent_actor(prepositional_object(verb, "to"), roles), patient
    return roles.participle_agent(verb, {"led"}), patient  # "the offensive was US-led"


def _verb_complement_roles(verb: Token, key: str, roles: RoleResolver) -> Pair:
    """Whom a verb names that has the act as object or, by the key "verb-preposition", behind a preposition."""
    match GOVERNING.get(key):
        case "agent is its subject":
            return _stated_agent_actor(agent_of_verb(verb), roles), roles.patient_actor(act_target(verb, roles))
        case "agent is its object":
            return _stated_agent_actor(
                passive_subject(verb) if is_passive(verb) else verb.child("dobj"), roles
            ), UNSTATED
        case "agent stands behind to":
            return _stated_agent_actor(prepositional_object(verb, "to"), roles), UNSTATED
        case "patient is its subject":
            return _stated_agent_actor(prepositional_object(verb, "from"), roles), roles.patient_actor(
                active_subject(verb) or passive_patient(verb)
            )
    return None, UNSTATED
