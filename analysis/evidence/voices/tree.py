"""A parsed article as plain lists: reading a list is ten times faster than asking spaCy's tokens one by one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.language.document import Document

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


@dataclass(frozen=True)
class Tree:
    """Tokens by number: their place, words, classes, heads, and the edges of what hangs below them."""

    text: str
    start: list[int]
    end: list[int]
    word: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    kids: list[list[int]]
    sentence: list[int]
    bounds: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.word)

    def kid(self, at: int, *deps: str) -> int | None:
        """The first child of token `at` with one of these relations."""
        return next((kid for kid in self.kids[at] if self.dep[kid] in deps), None)

    def first(self, place: int) -> int:
        """Number of the first token that ends behind `place`."""
        return bisect_right(self.end, place)

    def last(self, place: int) -> int:
        """Number of the last token that starts before `place`."""
        return bisect_left(self.start, place) - 1

    def within(self, start: int, end: int) -> range:
        """Numbers of the tokens that touch the characters `start` to `end`."""
        return range(self.first(start), self.last(end) + 1)

    def above(self, at: int) -> Iterator[int]:
        """The heads of a token, nearest first."""
        while self.head[at] != at:
            at = self.head[at]
            yield at

    def sentence_of(self, at: int) -> tuple[int, int]:
        """First token of the sentence, and the one behind its last."""
        return self.bounds[self.sentence[at]]


def tree_of(doc: Document) -> Tree:
    """The parse of one article as lists."""
    tokens = doc.tokens
    number = [0] * len(tokens)
    for index, sentence in enumerate(doc.sents):
        number[sentence.start : sentence.end] = [index] * len(sentence)
    return Tree(
        text=doc.text,
        start=[token.idx for token in tokens],
        end=[token.end for token in tokens],
        word=[token.lower_ for token in tokens],
        lemma=[token.lemma_ for token in tokens],
        pos=[token.pos_ for token in tokens],
        tag=[token.tag_ for token in tokens],
        dep=[token.dep_ for token in tokens],
        head=[token.head.i for token in tokens],
        left=[token.left_edge.i for token in tokens],
        right=[token.right_edge.i for token in tokens],
        kids=[[child.i for child in token.children] for token in tokens],
        sentence=number,
        bounds=[(sentence.start, sentence.end) for sentence in doc.sents],
    )
