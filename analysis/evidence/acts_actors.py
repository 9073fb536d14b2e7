"""Which actor does a noun in an act's clause stand for, as doer or as undergoer?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.acts_context import INSTITUTION, SECOND, addressee, held_by, institution
from analysis.evidence.acts_lexicon import Force
from analysis.evidence.acts_wordlists import (
    BODIES,
    BYSTANDERS,
    ENEMIES,
    FIRST,
    GENERIC,
    KIN,
    LIMBS,
    MACHINES,
    OTHER,
    PERSONS,
    QUANTITIES,
    RELATIVE,
    THINGS,
    THIRD,
    TITLES,
    UNSTATED,
)
from analysis.language.actors.index import REACH, RELATIONAL, ActorIndex, actor_of, near
from analysis.language.actors.kinds import KIND_OF

if TYPE_CHECKING:
    from analysis.language.document import Token


@dataclass(frozen=True)
class Who:
    """One article's actors, and who speaks where: (start, end, actor) of each quotation, the shortest first."""

    cast: ActorIndex
    lexicon: Force
    speakers: Sequence[tuple[int, int, str]]

    def speaker(self, token: Token) -> str | None:
        """Whose words are these? The actor of the innermost quotation; None for the author's own."""
        return next((actor for start, end, actor in self.speakers if start <= token.idx < end), None)

    def doer(self, noun: Token | None) -> str:
        """The actor who does it; unstated where a weapon, an act or a thing stands in the doer's place."""
        if noun is None:
            return UNSTATED
        noun = taken_up(noun)
        found = self.of(noun)
        if found:
            return found
        if self.is_force(noun) or self.cast.lemmas[noun.i] in THINGS | MACHINES:
            return UNSTATED
        return OTHER if noun.pos_ in {"NOUN", "PROPN"} or self._person(noun) else UNSTATED

    def undergoer(
        self, noun: Token | None, *, against: str | None = None, bodies: bool = False, people: bool = False
    ) -> str:
        """The actor it is done to; unstated for things that belong to nobody, and for people who are just people.

        `against` is the side whose enemy "the enemy" is. With `bodies` a school or a party is somebody too, with
        `people` whatever noun there is: only people are arrested.
        """
        if noun is None:
            return UNSTATED
        noun = taken_up(noun)
        lemma = self.cast.lemmas[noun.i]
        if lemma in LIMBS:
            noun = owner(noun) or noun
            lemma = self.cast.lemmas[noun.i]
        found = self.of(noun) or held_by(self, noun) or self._possessed(noun)
        if not found and lemma in ENEMIES:
            found = self._enemy(noun, against)
        if found:
            return found
        if (bodies or noun.head.lower_ == "against") and lemma in BODIES:
            return OTHER
        if people and noun.pos_ in {"NOUN", "PROPN"} and lemma not in GENERIC and noun.tag_ != "NNPS":
            return UNSTATED if self.is_force(noun) or lemma in QUANTITIES else OTHER
        if noun.pos_ == "PROPN" and (noun.lower_.rstrip("s") in PERSONS or self._known_person(noun)):
            return OTHER
        if lemma in GENERIC or noun.tag_ == "NNPS" or noun.pos_ in {"NUM", "PROPN"}:
            return UNSTATED
        return OTHER if self._person(noun) else UNSTATED

    def is_force(self, noun: Token) -> bool:
        """Is this noun a weapon or an act, not somebody? "Forces" are somebody."""
        entry = self.lexicon.nouns.get(noun.lower_) or self.lexicon.nouns.get(self.cast.lemmas[noun.i])
        if entry is None or entry.kind == "doer":
            return False
        return "singular" not in entry.notes or (noun.tag_ == "NN" and not noun.lefts)

    def is_arms(self, noun: Token) -> bool:
        """Is this a weapon that is nobody's: "killed by a bomb"?"""
        return self.lexicon.is_weapon(self.cast.lemmas[noun.i]) and self.of(noun) is None

    def is_somebody(self, noun: Token | None) -> bool:
        """Is the doer named by the clause an actor or a person?"""
        return noun is not None and self.doer(noun) != UNSTATED

    def of(self, noun: Token) -> str | None:
        """The actor a noun or pronoun stands for; None where the article does not say."""
        lower = noun.lower_
        if lower in RELATIVE and noun.tag_ in {"WDT", "WP", "WP$", "IN"}:
            before = antecedent(noun)
            return self.of(before) if before is not None else None
        if noun.i in self.cast.pronouns:
            return self.cast.pronouns[noun.i]
        if lower in FIRST and noun.pos_ == "PRON":
            return self.speaker(noun)
        if lower in SECOND:
            return addressee(self, noun)
        if lower in INSTITUTION:
            return institution(self, noun)
        if noun.pos_ == "PRON" or lower in QUANTITIES:
            return self._part_of(noun)
        if self.is_force(noun):
            return None
        if self.cast.lemmas[noun.i] in KIN and noun.i not in self.cast.named and owner(noun) is not None:
            return None
        if self.cast.lemmas[noun.i] in BYSTANDERS and noun.i not in self.cast.named:
            return near(self.cast, noun) or self.cast.sides.usual.get("people")
        joined = noun.dep_ == "conj" and any(child.dep_ == "poss" for child in noun.lefts)
        found = (self._owner(noun) if joined else None) or self._own_side(noun) or actor_of(self.cast, noun)
        if found in {None, "EVENT"} and noun.pos_ != "PROPN":
            found = self._owner(noun)
        return None if found == "EVENT" else found

    def _possessed(self, noun: Token) -> str | None:
        """As in "the offices of the council": what is hit belongs to whoever is named behind "of"."""
        lemma = self.cast.lemmas[noun.i]
        if noun.pos_ != "NOUN" or lemma in KIND_OF or lemma in PERSONS | KIN | GENERIC | QUANTITIES | RELATIONAL:
            return None
        thing = owner(noun)
        named = self.cast.named.get(thing.i) if thing is not None and not self.is_force(noun) else None
        return None if named == "EVENT" else named

    def _enemy(self, noun: Token, against: str | None) -> str | None:
        """The armed actor last named who is not on this side."""
        side = self.cast.sides.group.get(against or self.speaker(noun) or "")
        if side is None:
            return None
        sides = self.cast.sides
        named = [self.cast.named.get(place, "") for place in range(noun.i - 1, max(-1, noun.i - REACH), -1)]
        for kind in ("armed", "soldiers"):
            for actor in named:
                if kind in sides.kinds.get(actor, ()) and sides.group.get(actor) != side:
                    return actor
        return None

    def _own_side(self, noun: Token) -> str | None:
        """As in "US troops and Sadr followers": the followers are not those of the first side."""
        if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
            for child in noun.lefts:
                if (
                    child.dep_ in {"compound", "amod"}
                    and child.i in self.cast.named
                    and child.nbor(-2).i == noun.head.i
                ):
                    return self.cast.sides.of_kind(self.cast.named[child.i], KIND_OF.get(self.cast.lemmas[noun.i]))
        return None

    def _part_of(self, noun: Token) -> str | None:
        for prep in noun.rights:
            if prep.lower_ == "of":
                return next((self.of(thing) for thing in prep.children if thing.dep_ == "pobj"), None)
        return None

    def _owner(self, noun: Token) -> str | None:
        """As in "His vehicles", "a convoy of troops"; but "his opponents" are not his."""
        lemma = self.cast.lemmas[noun.i]
        if lemma in RELATIONAL or lemma in PERSONS or KIND_OF.get(lemma) == "people":
            return None
        for child in noun.children:
            if child.dep_ == "poss":
                return self.of(child)
            if child.lower_ in {"of", "carrying"} and KIND_OF.get(lemma) is None:
                inner = next((thing for thing in child.subtree if thing.dep_ in {"pobj", "dobj"}), None)
                if inner is not None and KIND_OF.get(self.cast.lemmas[inner.i]):
                    return near(self.cast, inner)
        return None

    def _person(self, noun: Token) -> bool:
        lemma = self.cast.lemmas[noun.i]
        if noun.lower_ in THIRD or lemma in PERSONS or lemma in GENERIC or lemma in KIN:
            return True
        if lemma in KIND_OF:
            return lemma not in MACHINES
        return noun.tag_ == "NNPS" or (noun.tag_ == "NNP" and noun.dep_ in {"nsubj", "pobj"})

    def _known_person(self, name: Token) -> bool:
        """Does the text say that this name is a person's: "Mr. Hale", "Hale, 32", "Hale, who", "the editor Hale"?"""
        for child in name.children:
            if child.dep_ in {"compound", "appos"} and (child.lower_ in TITLES or self.cast.lemmas[child.i] in PERSONS):
                return True
            if child.dep_ == "appos" and (child.pos_ == "NUM" or KIND_OF.get(self.cast.lemmas[child.i])):
                return True
            if child.dep_ == "relcl" and any(word.lower_ == "who" for word in child.lefts):
                return True
        return False

    def before(self, noun: Token) -> str | None:
        """Whose act is it, by the words in front: "U.S. air strikes", "his offensive", "the army raid"?"""
        lefts = list(reversed(list(noun.lefts)))
        led = next((child for child in lefts if child.lower_ == "led"), None)
        if led is not None:
            return self.leader(led)
        for child in lefts:
            if child.dep_ not in {"poss", "compound", "amod", "nmod", "nsubj", "npadvmod"}:
                continue
            if child.dep_ == "amod" and any(word.text == "-" for word in child.children):
                continue
            for word in reversed([word for word in child.subtree if word.i < noun.i]):
                found = self._marked(word)
                if found and found != "EVENT":
                    return found
        return None

    def leader(self, led: Token) -> str | None:
        word = next((word for word in led.lefts if word.text != "-"), None)
        if word is None:
            return None
        sides = self.cast.sides
        return sides.marked.get((word.text, "officials")) or sides.marked.get((word.text, "soldiers"))

    def _marked(self, word: Token) -> str | None:
        cast = self.cast
        if cast.named.get(word.i):
            return cast.named[word.i]
        if word.dep_ == "poss" or word.tag_ in {"PRP$", "WP$"}:
            return self.of(word)
        if word.nbor(1).text == "-" and not word.whitespace_:
            return None
        if cast.lemmas[word.i] not in MACHINES and KIND_OF.get(cast.lemmas[word.i]) and word.pos_ in {"NOUN", "PROPN"}:
            return actor_of(cast, word)
        return cast.sides.marked.get((word.text, "soldiers")) if word.i + 1 < len(word.doc) else None


def owner(noun: Token) -> Token | None:
    """As in "his arm", "the arm of a reporter": whose it is."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.lower_ == "of":
            return next((thing for thing in child.children if thing.dep_ == "pobj"), None)
    return None


def taken_up(word: Token) -> Token:
    """The noun behind a relative pronoun; any other word itself."""
    if word.lower_ in RELATIVE and word.tag_ in {"WDT", "WP"}:
        return antecedent(word) or word
    return word


def antecedent(word: Token) -> Token | None:
    """The noun that a relative pronoun takes up."""
    for above in word.ancestors:
        if above.dep_ == "relcl":
            noun: Token = above.head
            return noun
    return None
