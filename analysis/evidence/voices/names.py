"""Under which name does a source speak, and for which actor?"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.evidence.voices.nouns import (
    bare,
    described,
    gender,
    is_body,
    is_plural,
    is_reported,
    last_word,
    name_span,
    run_end,
    singular,
    stands_alone,
    untitled,
    words_of,
)
from analysis.evidence.voices.pointing import authors, beneath, foreign
from analysis.evidence.voices.sources import core
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import DOCUMENTS, HUMAN, TITLES
from analysis.evidence.voices.writings import issuer, writing
from analysis.language.words import listed

HE = listed("he")
THEY = listed("they")
SHE = listed("she")
IT = listed("it")
NOT_STATED = "unnamed: not stated"
# How far back, in tokens, "the official" may point.
FAR = 600
LONGEST_NAME = 4
POINTING = listed("pointing (voices)")
NAMELESS = listed("nameless")
VAGUE_BODIES = listed("vague bodies")
FIRST = listed("first (voices)")


@dataclass
class Speakers:
    """Who speaks in one article: names in their fullest form, and pronouns and titles traced back to them."""

    tree: Tree
    hidden: list[bool]
    actor_at: Callable[[int], str | None]
    aliases: Callable[[str], str | None]
    is_known: Callable[[str], bool] = lambda word: True
    heads: list[int] = field(default_factory=list)
    known: dict[int, tuple[str, str]] = field(default_factory=dict)

    @functools.cached_property
    def _sides(self) -> dict[str, str]:
        """The actor for whom each name or description speaks most often here, where one is known at all."""
        counts: dict[str, Counter[str]] = {}
        for name, actor in self.known.values():
            if name != NOT_STATED and actor != "OTHER":
                counts.setdefault(name.lower(), Counter())[actor] += 1
        return {name: min(found, key=lambda actor: (-found[actor], actor)) for name, found in counts.items()}

    def settled(self, at: int, span: tuple[int, int]) -> tuple[str, str]:
        """As `speaker`, once all are known: one name or description has one actor throughout the article."""
        name, actor = self.speaker(at, span)
        return name, self._sides.get(name.lower(), actor)

    @functools.cached_property
    def people(self) -> dict[str, str]:
        """Last word of a name to the form of several words that the article uses most."""
        forms: dict[str, Counter[str]] = {}
        at, tree = 0, self.tree
        while at < len(tree):
            if tree.pos[at] != "PROPN":
                at += 1
                continue
            start, at = at, run_end(tree, at)
            name = untitled(tree, start, at)
            if name and len(name.split()) <= LONGEST_NAME:
                forms.setdefault(last_word(name), Counter())[name] += 1
        return {key: _fullest(found) for key, found in forms.items()}

    @functools.cached_property
    def candidates(self) -> list[int]:
        """Subjects and sources outside of quotations, in order: whom a pronoun can take up."""
        tree = self.tree
        subjects = [
            at
            for at, dep in enumerate(tree.dep)
            if dep in ("nsubj", "nsubjpass") and tree.pos[at] in ("NOUN", "PROPN") and not self.hidden[at]
        ]
        writings = [inner for at in subjects if tree.lemma[at] in DOCUMENTS and (inner := issuer(tree, at)) is not None]
        heads = [at for at in self.heads if tree.pos[at] in ("NOUN", "PROPN")]
        return sorted({*subjects, *writings, *heads, *beneath(tree, subjects), *authors(tree, self.hidden)})

    def speaker(self, at: int, span: tuple[int, int]) -> tuple[str, str]:
        """Name (or "unnamed: …") and actor of the source whose head is token `at`."""
        if not span[0] <= at < span[1]:
            span = (self.tree.left[at], self.tree.right[at] + 1)
        if at not in self.known:
            # A statement issued by somebody who is named only as its issuer leads back here.
            self.known[at] = (f"unnamed: {described(self.tree, *span)}", "OTHER")
            self.known[at] = self._speaker(at, span)
        return self.known[at]

    def _speaker(self, at: int, span: tuple[int, int]) -> tuple[str, str]:
        tree = self.tree
        if tree.pos[at] == "PRON" or tree.word[at] in HE | THEY | IT or stands_alone(tree, at):
            return self._pronoun(at)
        start, end = core(tree, at, span)
        told = writing(tree, at)
        inner = issuer(tree, told) if told is not None else self._earlier(at)
        if inner is not None:
            name, actor = self.speaker(inner, (tree.left[inner], tree.right[inner] + 1))
            return name, actor if actor != "OTHER" else self._actor(at, span)
        name = self._name(at, start, end)
        actor = self._actor(at, span)
        if actor == "OTHER" and not foreign(tree, at, start, self.is_known):
            actor = self.aliases(name) or actor
        return name, actor

    def _name(self, at: int, start: int, end: int) -> str:
        tree = self.tree
        beside = next((kid for kid in tree.kids[at] if tree.dep[kid] == "appos" and tree.pos[kid] == "PROPN"), None)
        if tree.pos[at] == "PROPN":
            name = untitled(tree, *name_span(tree, at, start))
            if name and name.lower() not in TITLES:
                return self.people.get(last_word(name), name) if not is_body(tree, at) else bare(tree, start, end)
        if beside is not None and not is_plural(tree, at) and not is_body(tree, beside):
            return self._name(beside, tree.left[beside], beside + 1)
        shown = words_of(tree, at, at + 1)
        if at == start and shown[:1].isupper() and last_word(shown) in self.people:
            return self.people[last_word(shown)]
        if tree.pos[at] == "X" and shown[:1].isupper():
            return shown
        if is_body(tree, at) or tree.lemma[at] in DOCUMENTS:
            return self._body(at, bare(tree, start, end))
        return f"unnamed: {described(tree, start, end)}"

    def _body(self, at: int, shown: str) -> str:
        """ "The army" under the fullest name it had before ("Iraqi army"); a bare "group" is nobody's name."""
        tree, lemma = self.tree, self.tree.lemma[at]
        if shown.lower() != tree.word[at]:
            return shown
        for before in range(at - 1, max(-1, at - FAR), -1):
            if tree.lemma[before] == lemma and tree.pos[before] in ("NOUN", "PROPN") and not self.hidden[before]:
                front = [kid for kid in tree.kids[before] if kid < before and tree.dep[kid] in ("amod", "compound")]
                if front and tree.text[tree.start[front[0]]].isupper() and front[0] != tree.sentence_of(before)[0]:
                    return bare(tree, front[0], before + 1)
        vague = lemma in VAGUE_BODIES or (tree.pos[at] == "NOUN" and lemma in NAMELESS)
        return f"unnamed: {shown.lower()}" if vague else shown

    def _earlier(self, at: int) -> int | None:
        """ "the official", "the prime minister", "the group": who went by that word, or what body spoke, before."""
        tree, lemma = self.tree, self.tree.lemma[at]
        if tree.pos[at] != "NOUN" or not any(tree.word[kid] in POINTING for kid in tree.kids[at]):
            return None
        if any(kid > at and tree.word[kid] in ("of", "for", "from") for kid in tree.kids[at]):
            return None
        if lemma in VAGUE_BODIES:
            if self.aliases(f"the {lemma}") or self.aliases(lemma):
                return None
            known = sorted(head for head in self.heads if head < at)
            return next((one for one in reversed(known) if is_body(tree, one) and tree.lemma[one] != lemma), None)
        # "The health ministry" is no other ministry.
        own = {tree.word[kid] for kid in tree.kids[at] if kid < at and tree.dep[kid] in ("compound", "amod")}
        for before in range(at - 1, max(-1, at - FAR), -1):
            if tree.lemma[before] != lemma or self.hidden[before]:
                continue
            if not own <= {tree.word[one] for one in range(tree.left[before], tree.right[before] + 1)}:
                continue
            head = tree.head[before]
            if tree.pos[head] == "PROPN" and tree.dep[before] in ("compound", "nmod", "appos"):
                return head
            named = tree.kid(before, "appos")
            if named is not None and tree.pos[named] == "PROPN":
                return named
            if before in self.known and not any(tree.word[kid] in POINTING for kid in tree.kids[before]):
                return before
        return None

    def _pronoun(self, at: int) -> tuple[str, str]:
        tree, word = self.tree, self.tree.word[at]
        before = self._antecedent(at)
        if before is None:
            return NOT_STATED, self.actor_at(at) or "OTHER"
        name, actor = self.speaker(before, (tree.left[before], tree.right[before] + 1))
        if actor == "OTHER" and word in HE | THEY | IT:
            actor = self.actor_at(at) or actor
        return name, actor

    def _antecedent(self, at: int) -> int | None:
        """The nearest subject before a pronoun that it can stand for; subjects of reported clauses come last."""
        tree, word = self.tree, self.tree.word[at]
        if word in FIRST or not (word in HE | THEY | IT or stands_alone(tree, at)):
            return None
        if word in THEY and (spoke := self._who_spoke(at)) is not None:
            return spoke
        second = None
        candidates = self.candidates
        for place in range(bisect_left(candidates, at) - 1, -1, -1):
            before = candidates[place]
            if tree.sentence[at] - tree.sentence[before] > 12:
                break
            if not self._fits(before, word):
                continue
            same = tree.sentence[before] == tree.sentence[at]
            if is_reported(tree, before):
                second = before if second is None else second
                continue
            if same and tree.head[before] == tree.head[at]:
                continue
            return before
        return second

    def _fits(self, at: int, word: str) -> bool:
        """Can the pronoun stand for the noun? "it" only for a body or a writing."""
        if word in IT:
            return (is_body(self.tree, at) or self.tree.lemma[at] in DOCUMENTS) and not is_plural(self.tree, at)
        if word not in HE:
            return self._is_many(at)
        other = {"she": "he", "he": "she"}["she" if word in SHE else "he"]
        return self._is_person(at) and gender(self.tree, at) != other

    def _who_spoke(self, at: int) -> int | None:
        """ "They said": those who spoke in the sentence before, where they are many."""
        near = [head for head in self.heads if 0 < self.tree.sentence[at] - self.tree.sentence[head] <= 1]
        many = [head for head in near if self.tree.pos[head] in ("NOUN", "PROPN") and self._is_many(head)]
        return many[-1] if many and at in self.heads else None

    def _is_person(self, at: int) -> bool:
        tree = self.tree
        if is_plural(tree, at) or any(tree.dep[kid] == "conj" for kid in tree.kids[at]):
            return False
        if tree.pos[at] == "PROPN":
            return (
                not is_body(tree, at)
                and tree.tag[at] == "NNP"
                and tree.text[tree.start[at]].isupper()
                and len(tree.word[at]) > 2
            )
        return tree.lemma[at] in HUMAN

    def _is_many(self, at: int) -> bool:
        tree = self.tree
        if is_body(tree, at) or any(tree.dep[kid] == "conj" for kid in tree.kids[at]):
            return True
        return is_plural(tree, at) and (tree.pos[at] == "PROPN" or singular(tree, at) in HUMAN)

    def _actor(self, at: int, span: tuple[int, int]) -> str:
        """The noun itself, a name in its words, a noun behind it ("inside the ministry"), a name set off by a comma."""
        tree = self.tree
        start, end = core(tree, at, span)
        if foreign(tree, at, start, self.is_known) and self.aliases(tree.word[at]):
            return self.aliases(tree.text[tree.start[start] : tree.start[at]]) or "OTHER"
        own = self.actor_at(at) or self.aliases(words_of(tree, start, end))
        if own:
            return own
        for inner in range(at + 1, end):
            if tree.pos[inner] in ("NOUN", "PROPN") and (found := self.actor_at(inner)):
                return found
        return self.aliases(words_of(tree, *span)) or "OTHER"


def _fullest(forms: Counter[str]) -> str:
    full = [name for name in forms if " " in name] or list(forms)
    return min(full, key=lambda name: (-forms[name], len(name), name))
