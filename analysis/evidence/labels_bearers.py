"""Whom or what is a label put on?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.actors_cast import DEFINITE, REACH, RELATIONAL, Cast, actor_of, alone, beside, last_of_kind, near
from analysis.evidence.actors_sides import KIND_OF
from analysis.evidence.labels_lexicon import Lexicon
from analysis.evidence.labels_nouns import Label
from analysis.evidence.labels_words import (
    AMOUNTS,
    AROUSING,
    CHARGED,
    CHARGES,
    CHARGING,
    FORMER,
    LEAVERS,
    MEANS,
    OBJECT_CONTROL,
    PROTESTS,
    REACTING,
    RELATIVE,
    SHARED,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
PERSONS = frozenset({"the-other-side", "the-fighters", "the-people", "the-crowd", "the-leaders", "the-dead"})
KIND_OF_FAMILY = {"the-crowd": "crowd", "the-flow": "migrants"}
NEIGHBOURS = 60
Holders = dict[int, str]


def bearer_of(cast: Cast, label: Label, terms: Lexicon, holders: Holders) -> str | None:
    """The actor a label characterises: an actor's code, EVENT, or None where the article leaves it open.

    `holders` gives, for words of the first person inside quotations, the actor who speaks.
    """
    head = cast.doc[label.head]
    if label.side == "event":
        return _answerable(cast, head, terms, holders) or _protesters(cast, head) or "EVENT"
    if _has_left(head, cast):
        return "OTHER"
    if label.bearer is not None:
        return resolve(cast, cast.doc[label.bearer], terms, holders)
    told = _told(head)
    if told is not None:
        return resolve(cast, told, terms, holders) or near(cast, head)
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


def open_bearer(cast: Cast, label: Label) -> str:
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


def subject_of(verb: Token) -> Token | None:
    """Who does it, or is it: the subject, also over "and", an infinitive, a participle or a relative clause."""
    for _ in range(6):
        for child in verb.lefts:
            if child.dep_ in SUBJECTS:
                return verb.head if child.lower_ in RELATIVE and verb.dep_ == "relcl" else child
        if verb.dep_ == "acl" and verb.head.lemma_ in MEANS and any(c.lower_ == "to" for c in verb.lefts):
            owner = next((c for c in verb.head.lefts if c.dep_ == "poss"), None)
            owners = [c for prep in verb.head.rights if prep.lower_ == "of" and prep.i < verb.i for c in prep.children]
            if owner is not None or (verb.head.lemma_ in {"effort", "attempt"} and owners):
                return owner or owners[0]
            verb = governor(verb.head)
            continue
        if verb.dep_ in {"relcl", "acl", "amod"}:
            return verb.head
        if verb.dep_ == "xcomp" and verb.head.lemma_ in OBJECT_CONTROL:
            thing = next((child for child in verb.head.rights if child.dep_ in {"dobj", "dative"}), None)
            if thing is not None:
                return thing
        if verb.dep_ in {"pcomp", "prep"}:
            verb = verb.head
            charged = verb.dep_ == "prep" and verb.head.lemma_ in CHARGING
            thing = next((child for child in verb.head.children if child.dep_ in {"dobj", "nsubjpass"}), None)
            if charged and thing is not None:
                return thing
            if verb.pos_ in {"NOUN", "PROPN"}:
                return verb
            continue
        if verb.dep_ not in {"conj", "xcomp", "advcl", "ccomp", "acomp", "oprd", "attr", "aux", "auxpass"}:
            return None
        verb = verb.head
    return None


def resolve(cast: Cast, token: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Whom does a subject or object stand for: an actor, EVENT, or nobody known?"""
    if token.i in cast.named:
        return near(cast, token)
    if token.i in cast.pronouns:
        return cast.pronouns[token.i]
    if token.i in holders:
        return holders[token.i]
    if token.lower_ in RELATIVE and token.head.dep_ == "relcl":
        return resolve(cast, token.head.head, terms, holders)
    if cast.lemmas[token.i] in AMOUNTS:
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((resolve(cast, thing, terms, holders) for thing in child.children), None)
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    term = terms.word(cast, token.i, "NOUN")
    if term is not None and term.side == "event":
        return _protesters(cast, token) or "EVENT"
    told = _told(token) if token.dep_ in {"attr", "oprd"} else None
    if told is not None and told.i != token.i and told.dep_ in {*SUBJECTS, "dobj"}:
        return near(cast, token) or resolve(cast, told, terms, holders) or actor_of(cast, token)
    return actor_of(cast, token)


def governor(noun: Token) -> Token:
    """The verb that a noun hangs on, over "of" and other nouns; the noun itself where there is none."""
    here = noun
    while here.head is not here and here.dep_ in {"dobj", "pobj", "prep", "conj", "pcomp"}:
        here = here.head
        if here.pos_ in {"VERB", "AUX"}:
            return here
    return noun


def _answerable(cast: Cast, head: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Who is charged with an act of violence ("charged with assault"), if anybody."""
    while head.dep_ == "conj" and head.head.pos_ == "NOUN":
        head = head.head
    verb = head.head
    if head.dep_ != "pobj" or verb.dep_ != "prep" or verb.lower_ not in {"of", "with", "for", "to", "in"}:
        return None
    verb = verb.head
    if cast.lemmas[verb.i] in CHARGES and verb.pos_ == "NOUN" and verb.lower_ != "charge":
        return _charged(cast, verb, terms, holders)
    if head.head.lower_ == "for" and verb.dep_ in {"appos", "conj", "pobj"} and _is_sued(cast, verb):
        return near(cast, verb)
    if cast.lemmas[verb.i] in {"guilty", "responsible"}:
        somebody = subject_of(verb)
    elif cast.lemmas[verb.i] in CHARGED:
        somebody = next((child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}), None)
        somebody = verb.head if somebody is None and verb.dep_ in {"acl", "amod"} else somebody
    else:
        return None
    return (resolve(cast, somebody, terms, holders) or "OTHER") if somebody is not None else None


def _is_sued(cast: Cast, somebody: Token) -> bool:
    """Does the sentence charge this party: "a lawsuit against the campaign for fraud"?"""
    before = somebody.doc[somebody.sent.start : somebody.i]
    return any(word.lower_ == "against" and cast.lemmas[word.head.i] in CHARGES for word in before)


def _charged(cast: Cast, paper: Token, terms: Lexicon, holders: Holders) -> str | None:
    """Against whom a suit goes, or who is tried on the charges; OTHER where it does not say."""
    against = [child for child in paper.rights if child.dep_ == "prep" and child.lower_ == "against"]
    accused = next((thing for prep in against for thing in prep.children if thing.dep_ == "pobj"), None)
    if accused is None and paper.head.lower_ == "on" and paper.head.head.pos_ == "VERB":
        accused = subject_of(paper.head.head)
        return resolve(cast, accused, terms, holders) if accused is not None else None
    return (resolve(cast, accused, terms, holders) if accused is not None else None) or "OTHER"


def _protesters(cast: Cast, head: Token) -> str | None:
    """Protest is conduct: the protesters', where the corpus file lists such an actor."""
    if cast.lemmas[head.i] not in PROTESTS or any(child.dep_ == "relcl" for child in head.children):
        return None
    return cast.sides.usual.get("crowd")


def _has_left(head: Token, cast: Cast) -> bool:
    """ "former rebels", "guerrilla deserter": somebody who is on that side no more."""
    if KIND_OF.get(cast.lemmas[head.i]) in {"armed", "followers"} and any(c.lower_ in FORMER for c in head.lefts):
        return True
    sides = [child for child in head.lefts if child.dep_ in {"compound", "nmod", "amod"}]
    return cast.lemmas[head.i] in LEAVERS and any(KIND_OF.get(cast.lemmas[c.i]) == "armed" for c in sides)


def _told(head: Token) -> Token | None:
    """Of whom a noun is told: "they are gangs", "Sadr, a firebrand", also over "and"."""
    while head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN"}:
        head = head.head
    if head.dep_ == "attr":
        return subject_of(head.head)
    if head.dep_ == "appos":
        return head.head
    if head.dep_ == "oprd" and head.head.pos_ == "VERB":
        things = [child for child in head.head.children if child.dep_ in {"dobj", "nsubjpass", "nsubj"}]
        return things[-1] if things else None
    if head.dep_ == "pobj" and head.head.lower_ == "as" and head.head.head.pos_ == "VERB":
        verb = head.head.head
        things = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
        return things[0] if things else verb.head if verb.dep_ == "acl" else None
    return None


def _doer(cast: Cast, head: Token, terms: Lexicon, holders: Holders) -> str | None:
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
        subject = subject_of(head)
        return resolve(cast, subject, terms, holders) if subject is not None else None
    if head.dep_ in {"dobj", "prep", "attr"} and head.head.pos_ in {"VERB", "AUX"}:
        subject = subject_of(head.head)
        if subject is None or (head.dep_ == "dobj" and cast.lemmas[head.head.i] in AROUSING):
            return None
        if cast.lemmas[head.head.i] in REACTING:
            return None
        term = terms.word(cast, subject.i, "NOUN")
        somebody = "OTHER" if term is not None and term.family in PERSONS else None
        return resolve(cast, subject, terms, holders) or somebody
    kind = KIND_OF.get(cast.lemmas[head.i])
    return last_of_kind(cast, head, kind) if kind else None


def _owner(cast: Cast, head: Token, holders: Holders) -> str | None:
    if cast.lemmas[head.i] in RELATIONAL:
        return None
    for child in head.lefts:
        if child.dep_ == "poss":
            found = cast.named.get(child.i) or cast.pronouns.get(child.i) or holders.get(child.i)
            if found:
                return found
    return None


def _armed_nearby(cast: Cast, head: Token) -> str | None:
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
