"""Which actor does a noun in an act's clause stand for, as agent or as patient?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.acts.force_lexicon import ForceLexicon
from analysis.language.actors.actor_index import AMOUNTS, REACH, RELATIONAL, ActorIndex, noun_actor, noun_phrase_actor
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.clauses import active_subject
from analysis.language.syntactic_control import possessor, relative_antecedent
from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

UNSTATED = "unstated"
OTHER = "OTHER"
PERSONS = word_list("people of no kind")
KIN = word_list("people who are not whom they belong to")
BYSTANDERS = word_list("people who are bystanders")
COUNTED = word_list("people who are only counted")
PRONOUNS = word_list("pronouns of people")
SECOND = word_list("second person")
THIRD = word_groups("pronoun")
TELLING = word_list("verbs of telling to")
ENEMIES = word_list("enemies")
BODIES = word_list("bodies that can be coerced")
MACHINES = word_list("machines of war")
THINGS = word_list("things as agents")
LIMBS = word_list("parts of the body")
HELD = word_list("participles of holding")
KINDS = ("officials", "soldiers", "armed", "followers")
NEAR = 60  # how far back, in tokens, those are looked for whom "them" may mean


@dataclass(frozen=True)
class RoleResolver:
    """One article's actors, and who speaks where: (start, end, actor) of each quotation, the shortest first."""

    actors: ActorIndex
    lexicon: ForceLexicon
    speakers: Sequence[tuple[int, int, str]]

    def singular_lemma(self, word: Token) -> str:
        """Dictionary form; a capitalised noun in the singular."""
        return self.actors.lemmas[word.i]

    def agent_actor(self, noun: Token | None) -> str:
        """The actor who does it; unstated where a weapon, an act or a thing stands in the agent's place."""
        if noun is None:
            return UNSTATED
        noun = relative_antecedent(noun)
        actor = self.noun_actor(noun)
        if actor:
            return actor
        if self.is_weapon_or_act(noun) or self.singular_lemma(noun) in THINGS or self.singular_lemma(noun) in MACHINES:
            return UNSTATED
        return OTHER if noun.pos_ in {"NOUN", "PROPN"} or self.is_person_noun(noun) else UNSTATED

    def patient_actor(self, noun: Token | None, *, against: str | None = None, is_people: bool = False) -> str:
        """The actor it is done to; OTHER for somebody without a code; unstated for things that belong to nobody.

        `against`: the side whose enemy "the enemy" is. `is_people`: only people suffer this act, so any noun is one.
        """
        if noun is None:
            return UNSTATED
        noun = relative_antecedent(noun)
        whose = possessor(noun)
        if whose is not None and (self.singular_lemma(noun) in AMOUNTS or noun.pos_ == "NUM"):  # "hundreds of marchers"
            return self.patient_actor(whose, against=against, is_people=is_people)
        if whose is not None and self.singular_lemma(noun) in LIMBS:
            noun = whose
        lemma = self.singular_lemma(noun)
        actor = self.noun_actor(noun) or self.participle_agent(noun, HELD)
        if actor is None and lemma in ENEMIES:
            actor = self._enemy_actor(noun, against)
        if actor or noun.pos_ == "NUM" or lemma in COUNTED:
            return actor or UNSTATED
        if is_people and noun.pos_ in {"NOUN", "PROPN"}:
            return UNSTATED if self.is_weapon_or_act(noun) else OTHER
        is_body = lemma in BODIES and noun.head.lower_ in {"against", "of"}
        return OTHER if is_body or (self.is_person_noun(noun) and noun.pos_ != "PROPN") else UNSTATED

    def noun_actor(self, noun: Token) -> str | None:
        """The actor's code; None where the article does not say."""
        noun = relative_antecedent(noun)
        whose = possessor(noun)
        if noun.lower_ in SECOND:
            return self.addressee_actor(noun)
        if THIRD.get(noun.lower_) == "it":
            return self._it_antecedent_actor(noun)
        if whose is not None and noun.pos_ in {"NUM", "PRON", "DET"}:  # "one of its soldiers"
            return self.noun_actor(whose)
        is_kin = self.singular_lemma(noun) in KIN and noun.i not in self.actors.named and whose is not None
        if is_kin or self.is_weapon_or_act(noun):
            return None
        actor = self.actors.actor(noun, speaker=self.speaker_actor(noun))
        if actor is None and self.singular_lemma(noun) in BYSTANDERS:
            actor = self.actors.sides.usual.get("people")
        if actor in {None, "EVENT"} and noun.pos_ == "NOUN":
            actor = self._possessor_actor(noun)
        return None if actor == "EVENT" else actor

    def speaker_actor(self, token: Token) -> str | None:
        """Whose words are these? The actor of the innermost quotation; None for the author's own."""
        return next((actor for start, end, actor in self.speakers if start <= token.idx < end), None)

    def addressee_actor(self, word: Token) -> str | None:
        """Who is spoken to: whoever is told, asked or begged by a verb above."""
        told = (above.child("dobj", "dative") for above in word.ancestors if above.lemma_ in TELLING)
        return next((self.noun_actor(noun) for noun in told if noun is not None and noun is not word), None)

    def disjoint_pronoun_actor(self, pronoun: Token, agent: str) -> str | None:
        """As in "police evicted them": they are not the police, but the people last spoken of."""
        for word in reversed(pronoun.doc.tokens[max(0, pronoun.i - NEAR) : pronoun.i]):
            is_people = self.singular_lemma(word) in KIND_OF or word.i in self.actors.named
            if is_people and word.pos_ in {"NOUN", "PROPN"} and word.dep_ not in {"compound", "nmod", "poss"}:
                actor = self.noun_actor(word)
                if actor and actor != agent:
                    return actor
        return None

    def is_act_noun(self, noun: Token) -> bool:
        """Is this a noun of force, not a weapon or somebody? "Fighting" is one, whatever its tag."""
        return self.lexicon.is_act_noun(noun.lower_) or self.lexicon.is_act_noun(self.singular_lemma(noun))

    def is_weapon_or_act(self, noun: Token) -> bool:
        """Is this noun a weapon or an act, not somebody?"""
        entry = self.lexicon.nouns.get(noun.lower_) or self.lexicon.nouns.get(self.singular_lemma(noun))
        return entry is not None and entry.kind != "agent"

    def is_person_noun(self, noun: Token) -> bool:
        """Is this a noun or pronoun for somebody?"""
        lemma = self.singular_lemma(noun)
        if noun.lower_ in PRONOUNS or lemma in PERSONS | KIN | BYSTANDERS | COUNTED:
            return True
        if lemma in KIND_OF:
            return lemma not in MACHINES
        return noun.tag_ == "NNPS" or (noun.tag_ == "NNP" and noun.dep_ in {"nsubj", "pobj"})

    def is_animate(self, noun: Token) -> bool:
        """Is this an actor, a noun for people, or a body of people such as a party or a school?"""
        noun = relative_antecedent(noun)
        lemma = self.singular_lemma(noun)
        return noun.i in self.actors.named or lemma in KIND_OF or lemma in BODIES or self.is_person_noun(noun)

    def prenominal_actor(self, noun: Token) -> str | None:
        """Whose act is it, by the words in front: "U.S. air strikes", "his offensive", "a US-led raid"?"""
        led = self.participle_agent(noun, {"led"})
        if led:
            return led
        for child in reversed(noun.lefts):
            if child.dep_ in {"poss", "compound", "amod", "nmod", "nsubj", "npadvmod"}:
                for word in reversed([word for word in child.subtree if word.i < noun.i]):
                    actor = self._modifier_actor(word)
                    if actor and actor != "EVENT":
                        return actor
        return None

    def participle_agent(self, noun: Token, participles: Collection[str]) -> str | None:
        """As in "a US-led raid", "rebel-held Ashford": whom the word before the participle names."""
        participle = next((child for child in noun.children if child.lower_ in participles), None)
        if participle is None or participle.left_edge is participle:
            return None
        side, marked = participle.left_edge, self.actors.sides.marked
        named = [marked[side.text, kind] for kind in KINDS if (side.text, kind) in marked]
        return self.actors.named.get(side.i) or next(iter(named), None) or self.actors.actor(side)

    def _modifier_actor(self, word: Token) -> str | None:
        if word.i in self.actors.named:
            return self.actors.named[word.i]
        if word.dep_ == "poss" or word.tag_ in {"PRP$", "WP$"}:
            return self.noun_actor(word)
        if not word.whitespace_ and word.nbor(1).text == "-":
            return None
        if (
            self.singular_lemma(word) not in MACHINES
            and KIND_OF.get(self.singular_lemma(word))
            and word.pos_ in {"NOUN", "PROPN"}
        ):
            return noun_actor(self.actors, word)
        return self.actors.sides.marked.get((word.text, "soldiers"))

    def _it_antecedent_actor(self, word: Token) -> str | None:
        """As in "the council said it would", "the army stepped up its raids": the subject of a verb above."""
        verbs = [above for above in word.ancestors if above.pos_ in {"VERB", "AUX"}]
        subjects = (active_subject(verb) for verb in (verbs if word.dep_ == "poss" else verbs[1:]))
        before = (noun for noun in subjects if noun is not None and noun.i < word.i and THIRD.get(noun.lower_) != "it")
        return next((self.noun_actor(noun) for noun in before), None)

    def _possessor_actor(self, noun: Token) -> str | None:
        """As in "his vehicles", "the offices of the council"; but "his opponents" are not his."""
        lemma, whose = self.singular_lemma(noun), possessor(noun)
        is_somebody = self.is_person_noun(noun) and KIND_OF.get(lemma) in {None, "people"}
        if whose is None or is_somebody or lemma in RELATIONAL:
            return None
        return self.noun_actor(whose) if whose.dep_ == "poss" else noun_phrase_actor(self.actors, whose)

    def _enemy_actor(self, noun: Token, against: str | None) -> str | None:
        """The armed actor last named who is not on this side."""
        sides, named = self.actors.sides, self.actors.named
        side = sides.group.get(against or self.speaker_actor(noun) or "")
        last = (named[place] for place in range(noun.i - 1, max(-1, noun.i - REACH), -1) if place in named)
        armed = (a for a in last if "armed" in sides.kinds.get(a, ()) and sides.group.get(a) != side)
        return next(armed, None) if side is not None else None
