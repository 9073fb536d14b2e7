"""Whom or what is a label put on?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.labels.label_lexicon import LabelLexicon
from analysis.evidence.labels.noun_labels import Label
from analysis.language.actors.actor_index import (
    RELATIONAL,
    ActorIndex,
    alias_actor,
    apposition_actor,
    last_actor_of_kind,
    noun_actor,
    noun_phrase_actor,
)
from analysis.language.actors.noun_kinds import DEFINITE, KIND_OF
from analysis.language.syntactic_control import (
    predication_target,
    prepositional_object,
    relative_antecedent,
    understood_subject,
)
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

PERSONS = word_list("persons (labels)")
FAMILIES = {"the-crowd": "crowd", "the-flow": "migrants"}
# Verbs by which somebody is charged with what follows "of", "with" or "for", and papers that do it.
CHARGED = word_list("charged (labels)")
CHARGES = word_list("charges (labels)")
AROUSING = word_list("arousing")  # their object, a mood, is other people's
REACTING = word_list("reacting")  # their object is what somebody else does
SHARED = word_list("shared")  # what nobody does or has alone
PROTESTS = word_list("protests")
FORMER = word_list("former")
LEAVERS = word_list("leavers")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "dobj"})
OF_WHOM = ("by", "among", "of", "from", "in", "within")
OTHER, EVENT = "OTHER", "EVENT"
NEIGHBOURS, REACH = 60, 250  # how far away, in tokens, an armed side may be named


@dataclass(frozen=True)
class BearerResolver:
    """One article's actors, the lexicon of labels, and who speaks: by words of the first person inside quotations."""

    actors: ActorIndex
    terms: LabelLexicon
    speakers: dict[int, str]

    def noun_actor(self, word: Token | None) -> str | None:
        """Whom does a subject or object stand for: an actor, EVENT, or nobody known?"""
        if word is None:
            return None
        word = relative_antecedent(word)
        if word.i in self.speakers and word.i not in self.actors.named:  # "us", not "US"
            return self.speakers[word.i]
        if word.pos_ not in {"NOUN", "PROPN"} or word.i in self.actors.named:
            return self.actors.actor(word)
        if self.is_event_noun(word):
            return self.protest_actor(word) or EVENT
        somebody = predication_target(word) if word.dep_ in {"attr", "oprd"} else None
        if somebody is not None and somebody.dep_ in SUBJECTS:
            return noun_phrase_actor(self.actors, word) or self.noun_actor(somebody) or noun_actor(self.actors, word)
        return self.actors.actor(word)

    def is_event_noun(self, word: Token) -> bool:
        """Does the lexicon have this noun as a word for the event?"""
        term = self.terms.find_word(self.actors, word.i, "NOUN")
        return term is not None and term.side == "event"

    def protest_actor(self, noun: Token) -> str | None:
        """Protest is conduct: the protesters', where the corpus file lists such an actor."""
        if self._singular_lemma(noun) not in PROTESTS or noun.child("relcl") is not None:
            return None
        return self.actors.sides.usual.get("crowd")

    def label_bearer(self, label: Label) -> str | None:
        """The actor a label characterises: an actor's code, EVENT, or None where the article leaves it open."""
        head, index = self.actors.doc[label.head], self.actors
        kind = KIND_OF.get(self._singular_lemma(head))
        if label.side == "event":
            return self._accused_actor(head) or self.protest_actor(head) or EVENT
        if self._is_former_member(head, kind):
            return OTHER
        if label.bearer is not None:
            return self.noun_actor(index.doc[label.bearer])
        somebody = predication_target(head)
        if somebody is not None:
            return self.noun_actor(somebody) or noun_phrase_actor(index, head)
        charged = self._accused_actor(head) if label.family not in PERSONS else None
        if charged is not None:
            return charged
        if kind == "followers" and label.family == "the-crowd" and " " in label.lemma:
            kind = "crowd"
        if kind is None and label.side in {"deed", "any", "outside-power"} and label.family not in PERSONS:
            return alias_actor(index, head) or self._deed_agent(head)
        found = apposition_actor(index, head) or noun_phrase_actor(index, head) or alias_actor(index, head)
        if found:
            return found
        if label.family == "the-other-side" or (label.family == "the-fighters" and kind is None):
            return self._nearby_armed_actor(head)
        if kind in {"people", "crowd", "migrants"}:
            return index.sides.default_actor(kind)
        kind = kind or KIND_OF.get(label.lemma.split()[-1]) or FAMILIES.get(label.family)
        return (last_actor_of_kind(index, head, kind) if kind else None) or self._possessor_actor(head)

    def default_bearer(self, label: Label) -> str:
        """Where nobody is named: a mood is the people's, a deed or an outcome the event's, anything else OTHER."""
        if label.family == "the-mood":
            return self.actors.sides.default_actor("people") or OTHER
        is_told = label.bearer is not None
        is_event = label.side == "deed" or label.family in {"the-operation", "the-outcome"}
        return EVENT if is_event and not is_told else OTHER

    def _singular_lemma(self, word: Token) -> str:
        return self.actors.lemmas[word.i]

    def _accused_actor(self, head: Token) -> str | None:
        """Who is charged with it, if anybody: "charged with assault", "guilty of", "a lawsuit against X for fraud"."""
        while head.dep_ == "conj" and head.head.pos_ == "NOUN":
            head = head.head
        prep, above = head.head, head.head.head
        if head.dep_ != "pobj" or prep.lower_ not in {"of", "with", "for", "to", "in"}:
            return None
        before = [word for word in head.doc[head.sent.start : head.i] if word.lower_ == "against"]
        if prep.lower_ == "for" and any(self._singular_lemma(word.nbor(-1)) in CHARGES for word in before if word.i):
            named = (word for word in reversed(head.doc[before[0].i : head.i]) if word.i in self.actors.named)
            accused = next(named, None)  # of several the last
            if accused is not None:
                return self.noun_actor(accused)
        if self._singular_lemma(above) in CHARGES and above.pos_ == "NOUN" and above.lower_ != "charge":
            accused = prepositional_object(above, "against")
            if accused is None and above.head.lower_ == "on" and above.head.head.pos_ == "VERB":
                return self.noun_actor(understood_subject(above.head.head))  # "tried on charges of fraud"
            return self.noun_actor(accused) or OTHER
        if self._singular_lemma(above) in {"guilty", "responsible"}:
            accused = understood_subject(above)
        elif self._singular_lemma(above) in CHARGED:
            accused = above.child("dobj", "nsubjpass") or (above.head if above.dep_ in {"acl", "amod"} else None)
        else:
            return None
        return (self.noun_actor(accused) or OTHER) if accused is not None else None

    def _is_former_member(self, head: Token, kind: str | None) -> bool:
        """ "Former rebels", "guerrilla deserter": somebody who is on that side no more."""
        if kind in {"armed", "followers"} and any(child.lower_ in FORMER for child in head.lefts):
            return True
        return self._singular_lemma(head) in LEAVERS and any(
            KIND_OF.get(self._singular_lemma(side)) == "armed" for side in head.lefts
        )

    def _deed_agent(self, head: Token) -> str | None:
        """Whose deed, mood or outcome: whom the words around it name, else the subject of its verb."""
        found = noun_phrase_actor(self.actors, head) or self._possessor_actor(head)
        if found or self._singular_lemma(head) in SHARED:
            return found
        for prep in head.rights:
            thing = prep.child("pobj") if prep.lower_ in OF_WHOM else None
            if thing is None or (prep.lower_ == "of" and self._singular_lemma(head) in RELATIONAL):
                continue
            is_somebody = thing.tag_ == "NNPS" or self._singular_lemma(thing) in KIND_OF
            found = self.noun_actor(thing) or (OTHER if is_somebody and prep.lower_ in {"of", "among"} else None)
            if found:
                return found
        while head.dep_ == "conj" and head.head.pos_ == "NOUN":
            head = head.head
            if noun_phrase_actor(self.actors, head):
                return noun_phrase_actor(self.actors, head)
        if head.dep_ == "pobj" and head.head.lower_ == "including" and head.head.head.pos_ == "NOUN":
            return self._deed_agent(head.head.head)
        return self._clause_agent(head)

    def _clause_agent(self, head: Token) -> str | None:
        """Whose it is by the verb that it goes with; nobody's where that tells of what others do or feel."""
        if head.dep_ == "pobj" and head.head.dep_ == "prep" and head.head.head.pos_ in {"VERB", "AUX"}:
            head = head.head
        verb = head.sent.root if head.dep_ == "appos" else head.head
        if head.dep_ != "appos" and (head.dep_ not in {"dobj", "prep", "attr"} or verb.pos_ not in {"VERB", "AUX"}):
            kind = KIND_OF.get(self._singular_lemma(head))
            return last_actor_of_kind(self.actors, head, kind) if kind else None
        is_others = self._singular_lemma(verb) in REACTING or (
            head.dep_ == "dobj" and self._singular_lemma(verb) in AROUSING
        )
        subject = understood_subject(verb)
        if subject is None or (is_others and head.dep_ != "appos"):
            return None
        term = self.terms.find_word(self.actors, subject.i, "NOUN")
        return self.noun_actor(subject) or (OTHER if term is not None and term.family in PERSONS else None)

    def _possessor_actor(self, head: Token) -> str | None:
        own = head.child("poss")
        return self.noun_actor(own) if own is not None and self._singular_lemma(head) not in RELATIONAL else None

    def _nearby_armed_actor(self, head: Token) -> str | None:
        """The armed side of an actor named close by, in front first, then behind; for a definite one far in front."""
        at, named = head.i, self.actors.named
        far = REACH if any(child.lower_ in DEFINITE for child in head.lefts) else NEIGHBOURS
        in_front, before = range(at - 1, at - NEIGHBOURS, -1), range(at - NEIGHBOURS, at - far, -1)
        places = (*in_front, *range(at + 1, at + NEIGHBOURS), *before)
        sides = (self.actors.sides.armed_actor(named[place]) for place in places if place in named)
        return next((side for side in sides if side), None)
