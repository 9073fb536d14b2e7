"""Who does what a noun names, and to whom: "US air strikes on the town", "fighting between the two sides"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts.actors import MACHINES, OTHER, UNSTATED, RoleResolver
from analysis.evidence.acts.roles import MUTUAL, ON_PEOPLE, Roles, aim, opponents
from analysis.language.actors.kinds import KIND_OF
from analysis.language.clauses import TIMES, is_passive, passive_patient, subject
from analysis.language.control import agent_of, antecedent, behind, passive_holder
from analysis.language.words import grouped, listed

if TYPE_CHECKING:
    from analysis.language.document import Token

GOVERNING = grouped("governing verb")  # whose subject or object is agent or patient: "launched", "charge-with"
PROMISES = listed("verbs of promising an act")
TWO = listed("acts of two sides")
BY_OF = listed("acts whose of names the agent")
Pair = tuple[str | None, str]  # agent, None where nothing is known of it, and patient


def noun_roles(noun: Token, roles: RoleResolver) -> Roles:
    """Agent and patient of an act that a noun names."""
    both = _between(noun, roles)
    if both is not None:
        return both
    agent, patient = _beside(noun, roles)
    inner = behind(noun, "of")
    if inner is not None and roles.is_force(inner):  # "a campaign of raids"
        below = noun_roles(inner, roles)
        return Roles(agent or below.agent, below.patient)
    entry = roles.lexicon.nouns.get(roles.lemma(noun))
    if entry is not None and entry.kind == "agent":
        agent = agent or roles.actor(noun) or OTHER
    for look in (_behind, _stranger, _above):
        if agent is None or patient == UNSTATED:
            does, suffers = look(noun, roles)
            agent, patient = agent or does, suffers if patient == UNSTATED else patient
    is_of_two = roles.lemma(noun) in TWO and not any(prep.dep_ == "prep" for prep in noun.rights)
    sides = opponents(noun, roles) if agent in {None, OTHER} and patient == UNSTATED and is_of_two else None
    return Roles(*sides, None, True) if sides else Roles(agent or UNSTATED, patient)


def _known(noun: Token | None, roles: RoleResolver) -> str | None:
    """The actor, or OTHER for somebody without a code; None for weapons, acts and things."""
    agent = roles.agent(noun)
    return None if agent == UNSTATED else agent


def _between(noun: Token, roles: RoleResolver) -> Roles | None:
    """As in "fighting between A and B": the first named is the agent, the other the patient."""
    one = behind(noun, "between") or behind(noun.head, "between")
    if one is None or one.pos_ == "NUM" or one.i < noun.i:
        return None
    other = next((thing for thing in one.rights if thing.dep_ == "conj"), None)
    return Roles(roles.agent(one), roles.patient(other), one, other is not None)


def _beside(noun: Token, roles: RoleResolver) -> Pair:
    """What stands with the noun: "the army's siege", "attacks on, of, by, from"."""
    lemma, patient = roles.lemma(noun), roles.patient(aim(noun, roles))
    agent = roles.in_front(noun)
    if agent is None and noun.dep_ == "conj" and noun.head.pos_ == "NOUN" and noun.child("det") is None:
        agent = roles.in_front(noun.head)
    agent = agent or _known(behind(noun, "by"), roles)
    for prep in noun.rights:
        thing = prep.child("pobj") if prep.lower_ in {"of", "from"} else None
        if thing is not None and (prep.lower_ == "from" or lemma in BY_OF):
            agent = agent or roles.actor(thing)
        elif thing is not None and patient == UNSTATED and not roles.is_force(thing):
            patient = roles.patient(thing, is_people=lemma in ON_PEOPLE)
    return agent, patient


def _behind(noun: Token, roles: RoleResolver) -> Pair:
    """What verbs behind the noun add: "massacres committed by", "raids that killed two", "threats they received"."""
    agent, patient = None, UNSTATED
    for verb in noun.rights:
        if verb.dep_ not in {"acl", "relcl"} or verb.pos_ != "VERB":
            continue
        if agent_of(verb) is not noun:
            does, suffers = _governed(verb, verb.lemma_, roles)
            agent, patient = agent or does, suffers
        thing = passive_patient(verb) if is_passive(verb) else verb.child("dobj")
        if thing is not None and antecedent(thing) is not noun and verb.lemma_ in roles.lexicon.verbs:
            patient = roles.patient(thing, is_people=verb.lemma_ in ON_PEOPLE)
    return agent, patient


def _stranger(noun: Token, roles: RoleResolver) -> Pair:
    """Somebody without a code in front: "Turkey's offensive", "a guerrilla ambush", "an Indian raid"."""
    lemma = roles.lemma(noun)
    for child in noun.lefts:
        if child.lower_ in TIMES or roles.lemma(child) in MACHINES:
            continue
        is_owner = child.dep_ == "poss" and child.pos_ in {"NOUN", "PROPN"}
        is_armed = child.dep_ in {"compound", "nmod"} and KIND_OF.get(roles.lemma(child)) in {"soldiers", "armed"}
        is_nation = child.dep_ == "amod" and child.text[:1].isupper() and child.lower_.endswith(("n", "sh", "se", "li"))
        if (is_owner or is_armed or is_nation) and not {lemma} & (ON_PEOPLE | TWO | MUTUAL):
            return (OTHER if is_nation else _known(child, roles)), UNSTATED
    return None, UNSTATED


def _above(noun: Token, roles: RoleResolver) -> Pair:
    """What the verb adds that the noun goes with: "vowed operations", "were under attack", "raids killed two"."""
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    verb = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return _as_subject(verb, roles)
    if noun.dep_ == "dobj":
        agent, patient = _governed(verb, verb.lemma_, roles)
        return agent, roles.patient(aim(verb, roles)) if patient == UNSTATED else patient
    if noun.dep_ == "pobj":
        verb, key = verb.head, f"{verb.head.lemma_}-{verb.lower_}"
        if verb.dep_ == "dobj":  # "claimed responsibility for the attack"
            verb, key = verb.head, f"{verb.head.lemma_}-{key}"
        return _governed(verb, key, roles)
    return None, UNSTATED


def _as_subject(verb: Token, roles: RoleResolver) -> Pair:
    """As in "raids killed two", "he vowed that operations would go on", "the attack was attributed to them"."""
    is_force = verb.lemma_ in roles.lexicon.verbs and not is_passive(verb)
    patient = roles.patient(verb.child("dobj")) if is_force else UNSTATED
    if verb.dep_ == "ccomp" and verb.head.lemma_ in PROMISES:
        return _known(subject(verb.head), roles), patient
    if GOVERNING.get(verb.lemma_) == "agent stands behind to":
        return _known(behind(verb, "to"), roles), patient
    return roles.before_participle(verb, {"led"}), patient  # "the offensive was US-led"


def _governed(verb: Token, key: str, roles: RoleResolver) -> Pair:
    """Whom a verb names that has the act as object or, by the key "verb-preposition", behind a preposition."""
    match GOVERNING.get(key):
        case "agent is its subject":
            return _known(agent_of(verb), roles), roles.patient(aim(verb, roles))
        case "agent is its object":
            return _known(passive_holder(verb) if is_passive(verb) else verb.child("dobj"), roles), UNSTATED
        case "agent stands behind to":
            return _known(behind(verb, "to"), roles), UNSTATED
        case "patient is its subject":
            return _known(behind(verb, "from"), roles), roles.patient(subject(verb) or passive_patient(verb))
    return None, UNSTATED
