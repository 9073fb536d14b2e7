"""Whom or what is a label put on?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.labels.lexicon import Lexicon
from analysis.evidence.labels.nouns import Label
from analysis.language.actors.index import RELATIONAL, ActorIndex, actor_of, alone, beside, last_of_kind, near
from analysis.language.actors.kinds import DEFINITE, KIND_OF
from analysis.language.control import (
    antecedent,
    behind,
    predication_target,
    understood_subject,
)
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

PERSONS = listed("persons (labels)")
FAMILIES = {"the-crowd": "crowd", "the-flow": "migrants"}
# Verbs by which somebody is charged with what follows "of", "with" or "for", and papers that do it.
CHARGED = listed("charged (labels)")
CHARGES = listed("charges (labels)")
AROUSING = listed("arousing")  # their object, a mood, is other people's
REACTING = listed("reacting")  # their object is what somebody else does
SHARED = listed("shared")  # what nobody does or has alone
PROTESTS = listed("protests")
FORMER = listed("former")
LEAVERS = listed("leavers")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "dobj"})
OF_WHOM = ("by", "among", "of", "from", "in", "within")
OTHER, EVENT = "OTHER", "EVENT"
NEIGHBOURS, REACH = 60, 250  # how far away, in tokens, an armed side may be named


@dataclass(frozen=True)
class BearerResolver:
    """One article's actors, the lexicon of labels, and who speaks: by words of the first person inside quotations."""

    actors: ActorIndex
    terms: Lexicon
    speakers: dict[int, str]

    def actor(self, word: Token | None) -> str | None:
        """Whom does a subject or object stand for: an actor, EVENT, or nobody known?"""
        if word is None:
            return None
        word = antecedent(word)
        if word.i in self.speakers and word.i not in self.actors.named:  # "us", not "US"
            return self.speakers[word.i]
        if word.pos_ not in {"NOUN", "PROPN"} or word.i in self.actors.named:
            return self.actors.actor(word)
        if self.is_event(word):
            return self.protesters(word) or EVENT
        somebody = predication_target(word) if word.dep_ in {"attr", "oprd"} else None
        if somebody is not None and somebody.dep_ in SUBJECTS:
            return near(self.actors, word) or self.actor(somebody) or actor_of(self.actors, word)
        return self.actors.actor(word)

    def is_event(self, word: Token) -> bool:
        """Does the lexicon have this noun as a word for the event?"""
        term = self.terms.word(self.actors, word.i, "NOUN")
        return term is not None and term.side == "event"

    def protesters(self, noun: Token) -> str | None:
        """Protest is conduct: the protesters', where the corpus file lists such an actor."""
        if self._lemma(noun) not in PROTESTS or noun.child("relcl") is not None:
            return None
        return self.actors.sides.usual.get("crowd")

    def bearer(self, label: Label) -> str | None:
        """The actor a label characterises: an actor's code, EVENT, or None where the article leaves it open."""
        head, index = self.actors.doc[label.head], self.actors
        kind = KIND_OF.get(self._lemma(head))
        if label.side == "event":
            return self._charged(head) or self.protesters(head) or EVENT
        if self._has_left(head, kind):
            return OTHER
        if label.bearer is not None:
            return self.actor(index.doc[label.bearer])
        somebody = predication_target(head)
        if somebody is not None:
            return self.actor(somebody) or near(index, head)
        charged = self._charged(head) if label.family not in PERSONS else None
        if charged is not None:
            return charged
        if kind == "followers" and label.family == "the-crowd" and " " in label.lemma:
            kind = "crowd"
        if kind is None and label.side in {"deed", "any", "outside-power"} and label.family not in PERSONS:
            return alone(index, head) or self._whose(head)
        found = beside(index, head) or near(index, head) or alone(index, head)
        if found:
            return found
        if label.family == "the-other-side" or (label.family == "the-fighters" and kind is None):
            return self._armed_nearby(head)
        if kind in {"people", "crowd", "migrants"}:
            return index.sides.of_nobody(kind)
        kind = kind or KIND_OF.get(label.lemma.split()[-1]) or FAMILIES.get(label.family)
        return (last_of_kind(index, head, kind) if kind else None) or self._owner(head)

    def open_bearer(self, label: Label) -> str:
        """Where nobody is named: a mood is the people's, a deed or an outcome the event's, anything else OTHER."""
        if label.family == "the-mood":
            return self.actors.sides.of_nobody("people") or OTHER
        is_told = label.bearer is not None
        is_event = label.side == "deed" or label.family in {"the-operation", "the-outcome"}
        return EVENT if is_event and not is_told else OTHER

    def _lemma(self, word: Token) -> str:
        return self.actors.lemmas[word.i]

    def _charged(self, head: Token) -> str | None:
        """Who is charged with it, if anybody: "charged with assault", "guilty of", "a lawsuit against X for fraud"."""
        while head.dep_ == "conj" and head.head.pos_ == "NOUN":
            head = head.head
        prep, above = head.head, head.head.head
        if head.dep_ != "pobj" or prep.lower_ not in {"of", "with", "for", "to", "in"}:
            return None
        before = [word for word in head.doc[head.sent.start : head.i] if word.lower_ == "against"]
        if prep.lower_ == "for" and any(self._lemma(word.nbor(-1)) in CHARGES for word in before if word.i):
            named = (word for word in reversed(head.doc[before[0].i : head.i]) if word.i in self.actors.named)
            accused = next(named, None)  # of several the last
            if accused is not None:
                return self.actor(accused)
        if self._lemma(above) in CHARGES and above.pos_ == "NOUN" and above.lower_ != "charge":
            accused = behind(above, "against")
            if accused is None and above.head.lower_ == "on" and above.head.head.pos_ == "VERB":
                return self.actor(understood_subject(above.head.head))  # "tried on charges of fraud"
            return self.actor(accused) or OTHER
        if self._lemma(above) in {"guilty", "responsible"}:
            accused = understood_subject(above)
        elif self._lemma(above) in CHARGED:
            accused = above.child("dobj", "nsubjpass") or (above.head if above.dep_ in {"acl", "amod"} else None)
        else:
            return None
        return (self.actor(accused) or OTHER) if accused is not None else None

    def _has_left(self, head: Token, kind: str | None) -> bool:
        """ "Former rebels", "guerrilla deserter": somebody who is on that side no more."""
        if kind in {"armed", "followers"} and any(child.lower_ in FORMER for child in head.lefts):
            return True
        return self._lemma(head) in LEAVERS and any(KIND_OF.get(self._lemma(side)) == "armed" for side in head.lefts)

    def _whose(self, head: Token) -> str | None:
        """Whose deed, mood or outcome: whom the words around it name, else the subject of its verb."""
        found = near(self.actors, head) or self._owner(head)
        if found or self._lemma(head) in SHARED:
            return found
        for prep in head.rights:
            thing = prep.child("pobj") if prep.lower_ in OF_WHOM else None
            if thing is None or (prep.lower_ == "of" and self._lemma(head) in RELATIONAL):
                continue
            is_somebody = thing.tag_ == "NNPS" or self._lemma(thing) in KIND_OF
            found = self.actor(thing) or (OTHER if is_somebody and prep.lower_ in {"of", "among"} else None)
            if found:
                return found
        while head.dep_ == "conj" and head.head.pos_ == "NOUN":
            head = head.head
            if near(self.actors, head):
                return near(self.actors, head)
        if head.dep_ == "pobj" and head.head.lower_ == "including" and head.head.head.pos_ == "NOUN":
            return self._whose(head.head.head)
        return self._of_clause(head)

    def _of_clause(self, head: Token) -> str | None:
        """Whose it is by the verb that it goes with; nobody's where that tells of what others do or feel."""
        if head.dep_ == "pobj" and head.head.dep_ == "prep" and head.head.head.pos_ in {"VERB", "AUX"}:
            head = head.head
        verb = head.sent.root if head.dep_ == "appos" else head.head
        if head.dep_ != "appos" and (head.dep_ not in {"dobj", "prep", "attr"} or verb.pos_ not in {"VERB", "AUX"}):
            kind = KIND_OF.get(self._lemma(head))
            return last_of_kind(self.actors, head, kind) if kind else None
        is_others = self._lemma(verb) in REACTING or (head.dep_ == "dobj" and self._lemma(verb) in AROUSING)
        subject = understood_subject(verb)
        if subject is None or (is_others and head.dep_ != "appos"):
            return None
        term = self.terms.word(self.actors, subject.i, "NOUN")
        return self.actor(subject) or (OTHER if term is not None and term.family in PERSONS else None)

    def _owner(self, head: Token) -> str | None:
        own = head.child("poss")
        return self.actor(own) if own is not None and self._lemma(head) not in RELATIONAL else None

    def _armed_nearby(self, head: Token) -> str | None:
        """The armed side of an actor named close by, in front first, then behind; for a definite one far in front."""
        at, named = head.i, self.actors.named
        far = REACH if any(child.lower_ in DEFINITE for child in head.lefts) else NEIGHBOURS
        in_front, before = range(at - 1, at - NEIGHBOURS, -1), range(at - NEIGHBOURS, at - far, -1)
        places = (*in_front, *range(at + 1, at + NEIGHBOURS), *before)
        sides = (self.actors.sides.armed(named[place]) for place in places if place in named)
        return next((side for side in sides if side), None)
