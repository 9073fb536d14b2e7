"""What happened to the people a number counts: killed, wounded, captured, deserted, deployed, buried, dismissed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.tolls_governor import governor
from analysis.evidence.tolls_lexicon import Term, term_at
from analysis.evidence.tolls_nearby import before, behind, in_phrase, itself, who_were
from analysis.evidence.tolls_people import Count
from analysis.language.actors.index import ActorIndex
from analysis.language.actors.kinds import KIND_OF
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

ARMED = listed("armed")
TAKING = listed("taking")
FATAL = listed("fatal")


@dataclass(frozen=True)
class Effect:
    """An effect found: which, and the token that says so (None where nothing says so)."""

    effect: str
    at: int | None


def effect_of(cast: ActorIndex, count: Count) -> Effect | None:
    """What does the sentence say of those counted? None where it says nothing of them.

    Looked for in this order: a word in the phrase ("two wounded men"), right behind it ("17 people were killed"),
    right in front of it ("killing eight", "deaths of two"), the verb or noun it depends on, the noun itself
    ("39 bodies"). "killed or wounded" and "including two civilians" after both are `other`.
    """
    for search in (in_phrase, behind, before, who_were, governor, itself):
        for token, term in search(cast, count):
            if _fits(cast, count, term, token):
                return Effect(_kind(cast, token, term), token.i)
    return None


def _fits(cast: ActorIndex, count: Count, term: Term, token: Token) -> bool:
    if unreal(token) or ("lives are" in term.note and cast.lemmas[token.head.i] not in TAKING):
        return False
    if term.people and count.kind == "unknown":
        return False
    if "soldiers and police" in term.note or term.effect == "deployed":
        return count.noun is not None and KIND_OF.get(cast.lemmas[count.noun]) in ARMED
    return not (term.people and count.kind == "alone" and term.effect not in {"captured"})


def _kind(cast: ActorIndex, token: Token, term: Term) -> str:
    """The effect, unless a word beside it changes it."""
    if (term.effect == "wounded" or "fatally" in term.note) and any(child.lower_ in FATAL for child in token.children):
        return "killed"
    if term.effect == "buried" and any(child.lower_ in {"under", "beneath", "alive"} for child in token.children):
        return "other"
    other = _joined(cast, token)
    return "other" if other is not None and {other, term.effect} == {"killed", "wounded"} else term.effect


def _joined(cast: ActorIndex, token: Token) -> str | None:
    """The effect of a word joined to this one with nothing but "and" or "or" between."""
    doc = cast.doc
    for step in (1, -1):
        link, other = token.i + step, token.i + 2 * step
        if 0 <= other < len(doc) and doc[link].lower_ in {"or", "and", "/"}:
            found = term_at(cast, doc[other], "object") or term_at(cast, doc[other], "self")
            if found and not (step > 0 and _has_number(doc[other])) and not (step < 0 and _has_number(doc[other])):
                return found.effect
    return None


def _has_number(verb: Token) -> bool:
    return any(
        child.pos_ == "NUM" or any(inner.pos_ == "NUM" for inner in child.children)
        for child in verb.children
        if child.dep_ in {"dobj", "nsubjpass", "nsubj"}
    )


def unreal(token: Token) -> bool:
    """Is the deed denied or only thought of? "did not kill", "could kill", "threatened to kill"."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    helpers = [child for child in token.children if child.dep_ in {"aux", "neg", "auxpass"}]
    have = any(child.lower_ in {"have", "had"} for child in helpers)
    modal = any(child.lower_ in {"could", "would", "might", "will", "can", "should"} for child in helpers)
    denied = any(child.dep_ == "neg" for child in helpers)
    planned = token.dep_ == "xcomp" and token.head.lemma_ in {
        "threaten",
        "vow",
        "plan",
        "try",
        "want",
        "intend",
        "swear",
    }
    return denied or planned or (modal and not have)
