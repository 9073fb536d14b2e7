"""Who does an act, and to whom is it done? For verbs by their clause, for nouns by what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.actors_names import words
from analysis.evidence.acts_actors import OTHER, UNSTATED, Who, antecedent
from analysis.evidence.acts_clauses import by_agent, is_passive, subject, undergoer
from analysis.evidence.acts_found import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

TOWARD = words("against on at upon into toward towards")
# Whoever plans, promises or leads an act is its doer.
OWNERS = words(
    "plan promise pledge vow threaten launch resume order lead direct join wage mount conduct carry command stage begin "
    "start commit perpetrate continue prepare extend intensify halt suspend undertake unleash"
)
STRICKEN = words("face suffer receive endure survive fear repel resist withstand")
# "The attack of X" is done by X; "the bombing of X" is done to X.
BY_OF = words(
    "intervention aggression attack violence offensive operation fire threat uprising rebellion action assault "
    "campaign war"
)


@dataclass(frozen=True)
class Roles:
    """Codes of doer and undergoer, the noun that stands as doer, and whether the act is between two sides."""

    agent: str
    patient: str
    actor: Token | None = None
    mutual: bool = False


def roles(act: Act, who: Who) -> Roles:
    """Doer and undergoer of an act."""
    return _of_verb(act, who) if act.clause is not None else _of_noun(act.core, who)


def _of_verb(act: Act, who: Who) -> Roles:
    clause = act.clause
    assert clause is not None
    verb = clause.verb
    if clause.passive:
        agent = who.doer(clause.agent)
        thing = clause.patient
        if act.noun is not None:
            thing = _aimed(verb, who) or _aimed(act.noun, who)
        return Roles(agent, who.undergoer(thing), clause.agent)
    doer = controller(verb)
    mutual = False
    if act.noun is None and clause.patient is not None and act.entry.kind != "support":
        patient = who.undergoer(clause.patient)
    else:
        inner = _of_noun(act.noun, who, deep=False) if act.noun is not None else None
        patient = who.undergoer(_aimed(verb, who))
        if patient == UNSTATED and inner is not None:
            patient = inner.patient
    agent = who.doer(doer)
    if agent == OTHER and doer is not None and doer.pos_ == "PRON" and doer.lower_ in {"they", "them"}:
        agent = OTHER
    if doer is not None and agent not in {UNSTATED, OTHER} and patient == UNSTATED and act.noun is not None:
        patient, mutual = _other_side(doer, who, agent, patient)
    return Roles(agent, patient, doer, mutual)


def _other_side(doer: Token, who: Who, agent: str, patient: str) -> tuple[str, bool]:
    """ "US troops and the militia fought clashes": two sides in one subject."""
    for child in doer.rights:
        if child.dep_ == "conj":
            other = who.of(child)
            sides = who.cast.sides.group
            if (
                other
                and other != agent
                and sides.get(other) != sides.get(agent)
                and doer.doc[doer.right_edge.i + 1].lemma_ == "fight"
            ):
                return other, True
    return patient, False


def controller(verb: Token) -> Token | None:
    """Who does what an active verb says, if need be from a verb further up."""
    seen = 0
    own = subject(verb)
    while own is None and seen < 8:
        seen += 1
        above = verb.head
        if above.i == verb.i:
            return None
        if verb.dep_ in {"acl", "relcl"} and above.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
            return _holder(above) if verb.tag_ == "VB" else above
        if above.pos_ in {"ADP", "SCONJ", "PART"}:
            verb = above
            continue
        if above.pos_ in {"NOUN", "PROPN"} and verb.pos_ in {"ADP", "SCONJ", "PART"}:
            return _holder(above)
        if verb.dep_ in {"xcomp", "ccomp"}:
            told = next((child for child in above.children if child.dep_ == "dobj"), None)
            if told is not None and above.lemma_ not in {"promise", "use", "take", "have", "need"}:
                return told
        if verb.dep_ in {"csubj", "nsubj", "nsubjpass", "csubjpass", "parataxis"}:
            return None
        if is_passive(above):
            if verb.dep_ == "conj" and verb.tag_ not in {"VBN"}:
                return undergoer(above)
            return undergoer(above) if verb.dep_ != "advcl" or by_agent(above) is None else undergoer(above)
        own = subject(above)
        verb = above
    return own


def _holder(noun: Token) -> Token | None:
    """ "The government's determination to crush": who has it; else the doer of the verb it goes with."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    above = noun.head
    while above.pos_ in {"ADP", "NOUN"} and above.head.i != above.i:
        above = above.head
    return subject(above) if above.pos_ in {"VERB", "AUX"} and not is_passive(above) else None


def _aimed(word: Token, who: Who) -> Token | None:
    """Whom a verb or noun aims at: "against the militia", "on a police station"."""
    for prep in word.rights:
        if prep.dep_ in {"prep", "prt"} and prep.lower_ in TOWARD:
            for thing in prep.children:
                if thing.dep_ == "pobj" and (who.of(thing) or who.undergoer(thing) != UNSTATED):
                    return thing
    return None


def _of_noun(noun: Token | None, who: Who, *, deep: bool = True) -> Roles:
    assert noun is not None
    sides = _between(noun, who)
    if sides:
        return sides
    agent = who.before(noun)
    patient = who.undergoer(_aimed(noun, who))
    for child in noun.rights:
        if child.lower_ in {"of", "by", "from"} and child.dep_ in {"prep", "agent"}:
            thing = next((thing for thing in child.children if thing.dep_ == "pobj"), None)
            if thing is None:
                continue
            if child.lower_ != "of" or who.cast.lemmas[noun.i] in BY_OF:
                agent = agent or who.of(thing)
            elif patient == UNSTATED and not who.is_force(thing):
                patient = who.undergoer(thing)
    if not deep:
        return Roles(agent or UNSTATED, patient)
    if who.lexicon.nouns.get(who.cast.lemmas[noun.i]) and who.lexicon.nouns[who.cast.lemmas[noun.i]].kind == "doer":
        agent = agent or who.of(noun) or OTHER
    return _from_verb(noun, who, agent, patient)


def _between(noun: Token, who: Who) -> Roles | None:
    """ "Fighting between A and B": the first named is the doer, the other the undergoer."""
    for prep in [*noun.rights, *(c for c in noun.head.rights if c.i > noun.i)]:
        if prep.lower_ == "between":
            first = next((thing for thing in prep.children if thing.dep_ == "pobj"), None)
            if first is None:
                return None
            second = next((thing for thing in first.rights if thing.dep_ == "conj"), None)
            other = who.undergoer(second) if second is not None else UNSTATED
            return Roles(who.of(first) or UNSTATED, other, first, second is not None)
    return None


def _from_verb(noun: Token, who: Who, agent: str | None, patient: str) -> Roles:
    """What the verbs around a noun add: "massacres committed by", "vowed operations", "came under attack"."""
    for child in noun.rights:
        if child.dep_ in {"acl", "relcl"} and child.pos_ == "VERB":
            if agent is None and child.lemma_ in OWNERS:
                agent = who.of(by) if (by := by_agent(child)) is not None and is_passive(child) else None
                if agent is None and not is_passive(child) and (does := subject(child)) is not None:
                    agent = who.of(does) if antecedent(does) is None or does.tag_ not in {"WDT", "WP"} else None
            aimed = _aimed(child, who)
            thing = next((c for c in child.rights if c.dep_ == "dobj"), None)
            if patient == UNSTATED and child.lemma_ in {"target", *who.lexicon.verbs}:
                patient = who.undergoer(thing)
            if patient == UNSTATED and is_passive(child):
                patient = who.undergoer(aimed)
    verb, link = _governor(noun)
    if verb is None:
        return Roles(agent or UNSTATED, patient)
    if link == "object" and agent is None and verb.lemma_ in OWNERS and not is_passive(verb):
        agent = who.of(does) if (does := controller(verb)) is not None else None
    if link == "object" and patient == UNSTATED and verb.lemma_ in STRICKEN:
        patient = who.undergoer(subject(verb))
    if link == "under" and patient == UNSTATED:
        patient = who.undergoer(subject(verb))
    if link == "joined" and agent is None:
        agent = who.of(does) if (does := controller(verb)) is not None else None
    if link == "subject":
        if patient == UNSTATED and verb.lemma_ in who.lexicon.verbs and not is_passive(verb):
            patient = who.undergoer(next((c for c in verb.rights if c.dep_ == "dobj"), None))
        if agent is None and verb.dep_ == "ccomp" and verb.head.lemma_ in {"vow", "promise", "pledge", "threaten"}:
            agent = who.of(does) if (does := subject(verb.head)) is not None else None
        if agent is None:
            agent = _led(verb, who)
    return Roles(agent or UNSTATED, patient)


def _led(verb: Token, who: Who) -> str | None:
    """ "The offensive was Iraqi-led"."""
    for child in verb.rights:
        if child.dep_ in {"acomp", "attr", "advmod"} and child.lower_ == "led":
            return who._leader(child)
    return who._leader(verb) if verb.lower_ == "led" and verb.i > 0 and verb.nbor(-1).text == "-" else None


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
    if word.dep_ == "pobj" and head.head.pos_ in {"VERB", "AUX"}:
        if head.lower_ == "under":
            return head.head, "under"
        if head.lower_ == "in" and head.head.lemma_ in {"join", "engage"}:
            return head.head, "joined"
        if head.lower_ == "with" and head.head.lemma_ in {"threaten", "respond", "continue"}:
            return head.head, "joined"
    return None, ""
