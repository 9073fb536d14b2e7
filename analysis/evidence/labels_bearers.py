"""Whom or what is a label put on?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.labels_lexicon import Lexicon
from analysis.evidence.labels_nouns import Label
from analysis.evidence.labels_subjects import Holders, protesters, resolve
from analysis.evidence.labels_words import (
    AROUSING,
    CHARGED,
    CHARGES,
    FORMER,
    LEAVERS,
    REACTING,
    SHARED,
)
from analysis.language.actors.index import DEFINITE, REACH, RELATIONAL, ActorIndex, alone, beside, last_of_kind, near
from analysis.language.actors.kinds import KIND_OF
from analysis.language.control import predication_target, understood_subject
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

PERSONS = listed("persons (labels)")
KIND_OF_FAMILY = {"the-crowd": "crowd", "the-flow": "migrants"}
NEIGHBOURS = 60


def bearer_of(cast: ActorIndex, label: Label, terms: Lexicon, holders: Holders) -> str | None:
    """The actor a label characterises: an actor's code, EVENT, or None where the article leaves it open.

    `holders` gives, for words of the first person inside quotations, the actor who speaks.
    """
    head = cast.doc[label.head]
    if label.side == "event":
        return _answerable(cast, head, terms, holders) or protesters(cast, head) or "EVENT"
    if _has_left(head, cast):
        return "OTHER"
    if label.bearer is not None:
        return resolve(cast, cast.doc[label.bearer], terms, holders)
    somebody = predication_target(head)
    if somebody is not None:
        return resolve(cast, somebody, terms, holders) or near(cast, head)
    if label.family not in PERSONS:
        charged = _answerable(cast, head, terms, holders)
        if charged is not None:
            return charged
    kind = KIND_OF.get(cast.lemmas[head.i])
    if kind == "followers" and label.family == "the-crowd" and " " in label.lemma:
        kind = "crowd"
    if kind is None and label.side in {"deed", "any", "outside-power"} and label.family not in PERSONS:
        return alone(cast, head) or _doer(cast, head, terms, holders)
    found = beside(cast, head) or near(cast, head) or alone(cast, head)
    if found:
        return found
    if label.family == "the-other-side" or (label.family == "the-fighters" and kind is None):
        return _armed_nearby(cast, head)
    if kind in {"people", "crowd", "migrants"}:
        return cast.sides.of_nobody(kind)
    kind = kind or KIND_OF.get(label.lemma.split()[-1]) or KIND_OF_FAMILY.get(label.family)
    return (last_of_kind(cast, head, kind) if kind else None) or _owner(cast, head, holders)


def open_bearer(cast: ActorIndex, label: Label) -> str:
    """Where nobody is named: a mood is the people's, a deed or an outcome the event's, anything else OTHER.

    What is said of a single person whom no actor fits is that person's.
    """
    if label.bearer is not None and cast.doc[label.bearer].lower_ in {"he", "she", "him", "her", "i"}:
        return "OTHER"
    if label.family == "the-mood":
        return cast.sides.of_nobody("people") or "OTHER"
    if label.bearer is not None:
        return "OTHER"
    return "EVENT" if label.side == "deed" or label.family in {"the-operation", "the-outcome"} else "OTHER"


def _answerable(cast: ActorIndex, head: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Who is charged with an act of violence ("charged with assault"), if anybody."""
    while head.dep_ == "conj" and head.head.pos_ == "NOUN":
        head = head.head
    verb = head.head
    if head.dep_ != "pobj" or verb.dep_ != "prep" or verb.lower_ not in {"of", "with", "for", "to", "in"}:
        return None
    sued = _sued(cast, head) if verb.lower_ == "for" else None
    if sued is not None:
        return resolve(cast, sued, terms, holders)
    verb = verb.head
    if cast.lemmas[verb.i] in CHARGES and verb.pos_ == "NOUN" and verb.lower_ != "charge":
        return _charged(cast, verb, terms, holders)
    if cast.lemmas[verb.i] in {"guilty", "responsible"}:
        somebody = understood_subject(verb)
    elif cast.lemmas[verb.i] in CHARGED:
        somebody = next((child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}), None)
        somebody = verb.head if somebody is None and verb.dep_ in {"acl", "amod"} else somebody
    else:
        return None
    return (resolve(cast, somebody, terms, holders) or "OTHER") if somebody is not None else None


def _sued(cast: ActorIndex, charge: Token) -> Token | None:
    """The party last named in "a lawsuit against the government and the campaign for fraud"."""
    before = list(charge.doc[charge.sent.start : charge.i])
    against = [word.i for word in before if word.lower_ == "against" and cast.lemmas[word.i - 1] in CHARGES]
    return next((word for word in reversed(before) if against and word.i > against[0] and word.i in cast.named), None)


def _charged(cast: ActorIndex, paper: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Against whom a suit goes, or who is tried on the charges; OTHER where it does not say."""
    against = [child for child in paper.rights if child.dep_ == "prep" and child.lower_ == "against"]
    accused = next((thing for prep in against for thing in prep.children if thing.dep_ == "pobj"), None)
    if accused is None and paper.head.lower_ == "on" and paper.head.head.pos_ == "VERB":
        accused = understood_subject(paper.head.head)
        return resolve(cast, accused, terms, holders) if accused is not None else None
    return (resolve(cast, accused, terms, holders) if accused is not None else None) or "OTHER"


def _has_left(head: Token, cast: ActorIndex) -> bool:
    """ "former rebels", "guerrilla deserter": somebody who is on that side no more."""
    if KIND_OF.get(cast.lemmas[head.i]) in {"armed", "followers"} and any(c.lower_ in FORMER for c in head.lefts):
        return True
    sides = [child for child in head.lefts if child.dep_ in {"compound", "nmod", "amod"}]
    return cast.lemmas[head.i] in LEAVERS and any(KIND_OF.get(cast.lemmas[c.i]) == "armed" for c in sides)


def _doer(cast: ActorIndex, head: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Whose deed, mood or outcome: whom the words around it name, else the subject of its verb."""
    found = near(cast, head) or _owner(cast, head, holders)
    if found or cast.lemmas[head.i] in SHARED:
        return found
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in {"by", "among", "of", "from", "in", "within"}:
            if child.lower_ == "of" and cast.lemmas[head.i] in RELATIONAL:
                continue
            for thing in child.children:
                found = resolve(cast, thing, terms, holders)
                if found:
                    return found
                if child.lower_ in {"of", "among"} and (thing.tag_ == "NNPS" or cast.lemmas[thing.i] in KIND_OF):
                    return "OTHER"
    while head.dep_ == "conj" and head.head.pos_ == "NOUN":
        head = head.head
        if near(cast, head):
            return near(cast, head)
    if head.dep_ == "pobj" and head.head.lower_ == "including" and head.head.head.pos_ == "NOUN":
        return _doer(cast, head.head.head, terms, holders)
    if head.dep_ == "pobj" and head.head.dep_ == "prep" and head.head.head.pos_ in {"VERB", "AUX"}:
        head = head.head
    if head.dep_ == "appos":
        head = head.sent.root
        subject = understood_subject(head)
        return resolve(cast, subject, terms, holders) if subject is not None else None
    if head.dep_ in {"dobj", "prep", "attr"} and head.head.pos_ in {"VERB", "AUX"}:
        subject = understood_subject(head.head)
        if subject is None or (head.dep_ == "dobj" and cast.lemmas[head.head.i] in AROUSING):
            return None
        if cast.lemmas[head.head.i] in REACTING:
            return None
        term = terms.word(cast, subject.i, "NOUN")
        somebody = "OTHER" if term is not None and term.family in PERSONS else None
        return resolve(cast, subject, terms, holders) or somebody
    kind = KIND_OF.get(cast.lemmas[head.i])
    return last_of_kind(cast, head, kind) if kind else None


def _owner(cast: ActorIndex, head: Token, holders: Holders) -> str | None:
    if cast.lemmas[head.i] in RELATIONAL:
        return None
    for child in head.lefts:
        if child.dep_ == "poss":
            found = cast.named.get(child.i) or cast.pronouns.get(child.i) or holders.get(child.i)
            if found:
                return found
    return None


def _armed_nearby(cast: ActorIndex, head: Token) -> str | None:
    """The armed side of an actor in this sentence or next to it: behind it first, then in front."""
    for step in (-1, 1):
        for distance in range(1, NEIGHBOURS):
            at = head.i + step * distance
            if not 0 <= at < len(cast.doc):
                break
            if at in cast.named:
                side = cast.sides.armed(cast.named[at])
                if side:
                    return side
    if any(child.lower_ in DEFINITE for child in head.lefts):
        back = range(head.i - NEIGHBOURS, max(-1, head.i - REACH), -1)
        sides = (cast.sides.armed(cast.named[at]) for at in back if at in cast.named)
        return next((side for side in sides if side), None)
    return None
