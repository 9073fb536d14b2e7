"""Who does what a noun names, and to whom: "US air strikes on the town", "fighting between the two sides"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts_actors import Who, antecedent
from analysis.evidence.acts_context import pair, stranger
from analysis.evidence.acts_doers import CHARGED, MUTUAL, TOWARD, Roles, aimed, controller
from analysis.evidence.acts_wordlists import OTHER, UNSTATED
from analysis.language.clauses import by_agent, is_passive, subject, undergoer
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

# Whoever plans, promises or leads an act is its doer.
OWNERS = listed("owners")
# Acts of two sides, whoever began.
TWO = listed("two")
PROMISES = listed("promises")
STRICKEN = listed("stricken")
# Done to people only, so that whatever name stands behind is somebody.
ON_PEOPLE = listed("on people")
# "The attack of X" is done by X; "the bombing of X" is done to X.
BY_OF = listed("by of")


def noun_roles(noun: Token, who: Who, *, deep: bool = True) -> Roles:
    """Doer and undergoer of an act that a noun names; `deep` looks at the verbs around it too."""
    sides = _between(noun, who)
    if sides:
        return sides
    agent = who.before(noun)
    if agent is None and noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        agent = who.before(noun.head) if not any(child.dep_ == "det" for child in noun.lefts) else None
    inner = next((t for p in noun.rights if p.lower_ == "of" for t in p.children if who.is_force(t)), None)
    if inner is not None and deep:
        below = noun_roles(inner, who)
        return Roles(agent or below.agent, below.patient)
    agent, patient = _behind(noun, who, agent)
    if not deep:
        return Roles(agent or UNSTATED, patient)
    entry = who.lexicon.nouns.get(who.cast.lemmas[noun.i])
    if entry is not None and entry.kind == "doer":
        agent = agent or who.of(noun) or OTHER
    agent, patient = _below(noun, who, agent, patient)
    if agent is None and stranger(who, noun) and who.cast.lemmas[noun.i] not in ON_PEOPLE | TWO | MUTUAL:
        agent = OTHER
    agent, patient = _above(noun, who, agent, patient)
    both = pair(who, noun) if agent in {None, OTHER} and patient == UNSTATED and _of_two(noun, who) else None
    return Roles(*both, None, True) if both else Roles(agent or UNSTATED, patient)


def _doer(noun: Token, who: Who) -> str | None:
    """The actor, or OTHER for somebody without a code; None for weapons, acts and things."""
    found = who.doer(noun)
    return None if found == UNSTATED else found


def _of_two(noun: Token, who: Who) -> bool:
    """Is this an act that takes two sides ("war"), and none of a place or time of its own ("the war in X")?"""
    if who.cast.lemmas[noun.i] not in TWO and noun.lower_ not in TWO:
        return False
    return not any(prep.lower_ in {"in", "of", "during", "against", "with", "on"} for prep in noun.rights)


def _behind(noun: Token, who: Who, agent: str | None) -> tuple[str | None, str]:
    """What prepositions say: "against", "of", "by", "from"."""
    patient = who.undergoer(aimed(noun, who))
    for prep in noun.rights:
        thing = next((thing for thing in prep.children if thing.dep_ == "pobj"), None)
        if thing is None or prep.lower_ not in {"of", "by", "from"}:
            continue
        if prep.lower_ != "of" or who.cast.lemmas[noun.i] in BY_OF:
            agent = agent or (_doer(thing, who) if prep.lower_ == "by" else who.of(thing))
        elif patient == UNSTATED and not who.is_force(thing):
            patient = who.undergoer(thing, bodies=True, people=who.cast.lemmas[noun.i] in ON_PEOPLE)
    return agent, patient


def _between(noun: Token, who: Who) -> Roles | None:
    """As in "Fighting between A and B": the first named is the doer, the other the undergoer."""
    for prep in [*noun.rights, *(c for c in noun.head.rights if c.i > noun.i)]:
        if prep.lower_ == "between":
            first = next((thing for thing in prep.children if thing.dep_ == "pobj"), None)
            if first is None or first.pos_ == "NUM":
                return None
            second = next((thing for thing in first.rights if thing.dep_ == "conj"), None)
            other = who.undergoer(second) if second is not None else UNSTATED
            return Roles(who.doer(first), other, first, second is not None)
    return None


def _below(noun: Token, who: Who, agent: str | None, patient: str) -> tuple[str | None, str]:
    """What verbs behind the noun add: "massacres committed by", "threats received from"."""
    for verb in noun.rights:
        if verb.dep_ not in {"acl", "relcl"} or verb.pos_ != "VERB":
            continue
        passive = is_passive(verb)
        if agent is None and verb.lemma_ in OWNERS:
            does = by_agent(verb) if passive else subject(verb)
            if does is not None and (antecedent(does) is None or does.tag_ not in {"WDT", "WP"}):
                agent = _doer(does, who)
        if verb.lemma_ in {"receive", "suffer"} and not passive:
            patient = who.undergoer(subject(verb)) if patient == UNSTATED else patient
            sent = (t for p in verb.rights if p.lower_ == "from" for t in p.children if t.dep_ == "pobj")
            agent = agent or next((who.of(thing) for thing in sent), None)
        if patient == UNSTATED and verb.lemma_ in who.lexicon.verbs:
            patient = who.undergoer(next((c for c in verb.rights if c.dep_ == "dobj"), None))
        if patient == UNSTATED and passive:
            patient = who.undergoer(aimed(verb, who)) if verb.lemma_ not in who.lexicon.verbs else _inside(verb, who)
    return agent, patient


def _inside(verb: Token, who: Who) -> str:
    """As in "attacks in which two miners were killed": whom the passive behind the noun is done to."""
    thing = undergoer(verb)
    behind = thing is not None and antecedent(thing) is None
    return who.undergoer(thing, people=verb.lemma_ in ON_PEOPLE) if behind else UNSTATED


def _above(noun: Token, who: Who, agent: str | None, patient: str) -> tuple[str | None, str]:
    """What the verb adds that the noun goes with: "vowed operations", "were under attack", "raids killed two"."""
    verb, link = _governor(noun)
    if verb is None:
        return agent, patient
    owned = link == "joined" or (link == "object" and verb.lemma_ in OWNERS and not is_passive(verb))
    if agent is None and owned:
        does = controller(verb)
        agent = _doer(does, who) if does is not None else None
    if agent is None and link in {"object", "subject"} and verb.lemma_ in {"attribute", "ascribe"}:
        laid = (t for p in verb.rights if p.lower_ == "to" for t in p.children if t.dep_ == "pobj")
        agent = next((_doer(thing, who) for thing in laid), None)
    beside = any(prep.lower_ in TOWARD and prep.i == noun.i + 1 for prep in verb.rights)
    if link == "object" and patient == UNSTATED and beside:
        patient = who.undergoer(aimed(verb, who))
    if patient == UNSTATED and (link == "under" or (link == "object" and verb.lemma_ in STRICKEN)):
        patient = who.undergoer(subject(verb))
    if link == "object" and verb.lemma_ in STRICKEN:
        sent = (t for p in verb.rights if p.lower_ == "from" for t in p.children if t.dep_ == "pobj")
        agent = agent or next((who.of(thing) for thing in sent), None)
    if link == "within" and (patient == UNSTATED or agent is None):
        does = controller(verb) if not is_passive(verb) else by_agent(verb)
        agent = agent or (_doer(does, who) if does is not None else None)
    if link == "charged" and agent is None:
        agent = who.doer(
            undergoer(verb) if is_passive(verb) else next((c for c in verb.rights if c.dep_ == "dobj"), None)
        )
    if link == "subject":
        if patient == UNSTATED and verb.lemma_ in who.lexicon.verbs and not is_passive(verb):
            patient = who.undergoer(next((c for c in verb.rights if c.dep_ == "dobj"), None))
        agent = agent or _promised(verb, who) or _led(verb, who)
    return agent, patient


def _promised(verb: Token, who: Who) -> str | None:
    """As in "He vowed that operations would continue"."""
    if verb.dep_ != "ccomp" or verb.head.lemma_ not in PROMISES:
        return None
    does = subject(verb.head)
    return who.of(does) if does is not None else None


def _led(verb: Token, who: Who) -> str | None:
    """As in "The offensive was Iraqi-led"."""
    for child in verb.rights:
        if child.dep_ in {"acomp", "attr", "advmod"} and child.lower_ == "led":
            return who.leader(child)
    return who.leader(verb) if verb.lower_ == "led" and verb.i > 0 and verb.nbor(-1).text == "-" else None


def _governor(noun: Token) -> tuple[Token | None, str]:
    """The verb a noun goes with, and how: as subject, object, under it, or joined in it."""
    word = noun
    while word.dep_ == "conj" and word.head.pos_ in {"NOUN", "PROPN"}:
        word = word.head
    head = word.head
    if word.dep_ in {"nsubj", "nsubjpass"}:
        return head, "subject"
    if word.dep_ == "dobj":
        return head, "object"
    if word.dep_ == "pobj" and (head.head.pos_ in {"VERB", "AUX"} or head.head.lower_ in {"responsibility", "credit"}):
        if head.lower_ == ("with" if head.head.lemma_ == "charge" else "of") and head.head.lemma_ in CHARGED:
            return head.head, "charged"
        if head.lower_ == "for" and head.head.lemma_ == "blame":
            return head.head, "charged"
        if head.lower_ == "for" and head.head.head.lemma_ in {"claim", "admit", "accept", "assume", "take"}:
            return head.head.head, "joined"  # "claimed responsibility for the attack"
        if head.lower_ in {"in", "during"} and head.head.lemma_ in {
            "kill",
            "shoot",
            "wound",
            "injure",
            "arrest",
            "seize",
        }:
            return head.head, "within"
        if head.lower_ == "under":
            return head.head, "under"
        if (head.lower_, head.head.lemma_) in {("in", "join"), ("in", "engage"), ("to", "resort"), ("to", "turn")}:
            return head.head, "joined"
        if head.lower_ == "with" and head.head.lemma_ in {"threaten", "respond", "continue"}:
            return head.head, "joined"
    return None, ""
