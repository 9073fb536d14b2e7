"""Who controls a verb that names no doer of its own, and whom does a verb or noun aim at?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.acts_actors import Who
from analysis.evidence.acts_wordlists import UNSTATED
from analysis.language.clauses import is_passive, subject, undergoer
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

TOWARD = listed("toward")
NOT_AIMS = listed("not aims")
MUTUAL = listed("mutual")
CLAUSES = frozenset({"csubj", "nsubj", "nsubjpass", "csubjpass", "parataxis"})
# "Promise them to attack": whoever promises attacks. With other verbs it is the one who is told.
OWN = listed("own")
# "Charged with", "accused of": whoever is charged is said to have done it.
CHARGED = listed("charged (acts)")
ASKING = listed("asking (acts)")
ASKED = listed("asked")
# Who speaks of a plan need not be the one who has it.
OTHERS_PLAN = listed("others plan")
STEPS = 8


@dataclass(frozen=True)
class Roles:
    """Codes of doer and undergoer, the noun that stands as doer, and whether the act is between two sides."""

    agent: str
    patient: str
    actor: Token | None = None
    mutual: bool = False


def controller(verb: Token) -> Token | None:
    """Who does what an active verb says, if need be from a verb further up?"""
    for _ in range(STEPS):
        own = subject(verb)
        above = verb.head
        if own is not None or above.i == verb.i:
            return own
        nominal = above.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}
        if nominal and verb.dep_ in {"acl", "relcl"}:
            return holder(above) if verb.tag_ == "VB" else above
        if above.pos_ in {"ADP", "SCONJ", "PART"}:
            verb = above
            continue
        if nominal and verb.pos_ in {"ADP", "SCONJ", "PART"}:
            return holder(above)
        told = next((child for child in above.children if child.dep_ == "dobj"), None) or _asked(above)
        if verb.dep_ == "prep" and above.lemma_ in CHARGED:
            return undergoer(above) if is_passive(above) else told
        depends = verb.dep_ in {"xcomp", "ccomp"} or (verb.dep_ == "advcl" and above.lemma_ in ASKING)
        if told is not None and depends and above.lemma_ not in OWN:
            return told
        if verb.dep_ in CLAUSES:
            return None
        if is_passive(above):
            return undergoer(above)
        verb = above
    return None


def _asked(verb: Token) -> Token | None:
    """As in "She pleaded with officers not to shoot", "called on them to fight"."""
    if verb.lemma_ not in ASKING:
        return None
    asked = (t for p in verb.rights if p.lower_ in ASKED for t in p.children if t.dep_ == "pobj")
    return next(asked, None)


def holder(noun: Token) -> Token | None:
    """As in "The government's determination to crush": who has it; else the doer of the verb it goes with."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    above = noun.head
    while above.pos_ in {"ADP", "NOUN"} and above.head.i != above.i:
        above = above.head
    if above.pos_ not in {"VERB", "AUX"} or is_passive(above) or above.lemma_ in OTHERS_PLAN:
        return None
    return subject(above)


def aimed(word: Token, who: Who) -> Token | None:
    """Whom a verb or noun aims at: "against the militia", "on a police station", "clashes with the army"."""
    toward = TOWARD | {"with"} if who.cast.lemmas[word.i] in MUTUAL or word.lower_ in MUTUAL else TOWARD
    for prep in word.rights:
        if prep.dep_ in {"prep", "prt"} and prep.lower_ in toward:
            for thing in prep.children:
                if thing.dep_ == "pobj" and thing.lower_ not in NOT_AIMS and (who.undergoer(thing) != UNSTATED):
                    return thing
    joined = next((child for child in word.rights if child.dep_ == "conj" and child.pos_ == "NOUN"), None)
    return aimed(joined, who) if joined is not None and word.pos_ == "NOUN" else None
