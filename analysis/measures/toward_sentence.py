"""Where does somebody stand in a sentence? The words of the sentence, the mention, and the ways between them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

FAR = 20  # steps to a word that no way leads to
SUBJECT, PASSIVE = frozenset({"nsubj", "csubj"}), frozenset({"nsubjpass"})
OBJECT = frozenset({"dobj", "obj", "dative", "iobj", "prep", "agent"})


@dataclass(frozen=True)
class Word:
    """A word of a sentence: its place in it, and the word it depends on (its own number for the root)."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    dep: str
    head: int


@dataclass(frozen=True)
class Target:
    """Somebody mentioned in a sentence: characters `start` to `end` of its `text`."""

    text: str
    words: tuple[Word, ...]
    start: int
    end: int

    @cached_property
    def own(self) -> tuple[int, ...]:
        """Numbers of the mention's words; the first word where none fits."""
        found = tuple(at for at, word in enumerate(self.words) if word.start < self.end and word.end > self.start)
        return found or (0,)

    @cached_property
    def root(self) -> int:
        """The mention's word on which its others depend."""
        return next((at for at in self.own if self.words[at].head not in self.own or self.words[at].head == at), 0)

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """How many steps along the dependencies lead from the mention to each word?"""
        near: list[list[int]] = [[] for _ in self.words]
        for at, word in enumerate(self.words):
            if word.head != at:
                near[at].append(word.head)
                near[word.head].append(at)
        found, waiting = dict.fromkeys(self.own, 0), deque(self.own)
        while waiting:
            here = waiting.popleft()
            for there in near[here]:
                if there not in found:
                    found[there] = found[here] + 1
                    waiting.append(there)
        return tuple(found.get(at, FAR) for at in range(len(self.words)))

    @cached_property
    def way(self) -> tuple[str, ...]:
        """The dependencies from the mention up to its verb; the last tells which part it plays there."""
        return self._up[0]

    @cached_property
    def verb(self) -> int:
        """The verb, or else the root of the sentence, under which the mention stands."""
        return self._up[1]

    @cached_property
    def part(self) -> str:
        """subject, passive, object or other: the part the mention plays at its verb."""
        last = self.way[-1] if self.way else ""
        known = {"subject": SUBJECT, "passive": PASSIVE, "object": OBJECT}
        return next((name for name, deps in known.items() if last in deps), "other")

    @cached_property
    def _up(self) -> tuple[tuple[str, ...], int]:
        at, way = self.root, []
        while self.words[at].head != at and (at == self.root or self.words[at].pos not in ("VERB", "AUX")):
            way.append(self.words[at].dep)
            at = self.words[at].head
        return tuple(way), at


def target_in(doc: Doc, text: str, sentence: tuple[int, int], mention: tuple[int, int]) -> Target | None:
    """The mention as a target in its sentence; places are characters of the article. None in a sentence of no word."""
    opens, closes = sentence
    kept = [token for token in doc if opens <= token.idx < closes and not token.is_space]
    number = {token.i: at for at, token in enumerate(kept)}
    words = []
    for at, token in enumerate(kept):
        start = token.idx - opens
        head = number.get(token.head.i, at)
        words.append(Word(start, start + len(token), token.text, token.lemma_.lower(), token.pos_, token.dep_, head))
    start, end = (min(max(place, opens), closes) - opens for place in mention)
    return Target(text, tuple(words), start, end) if words else None
