"""A parsed article as plain objects: reading one is ten times faster than asking spaCy's tokens.

Names are spaCy's (`lower_`, `dep_`, `children`), and so are the numbers of the tokens.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING, overload

from analysis.corpus.text import plain
from analysis.language.datelines import separate_datelines
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc

QUOTES = frozenset({'"', "'", "''", "``", "`"})
LINKS = word_list("links (language)")


class Token:
    """One token. `lemma_` is in lower case; `idx` and `end` are characters of the article."""

    __slots__ = (
        "dep_", "doc", "end", "head", "i", "idx", "is_contiguous", "is_plural", "is_space", "left_edge", "lefts",
        "lemma_", "lower_", "pos_", "right_edge", "rights", "sent", "tag_", "text", "whitespace_",
    )  # fmt: skip

    doc: Document
    sent: Span
    head: Token
    left_edge: Token
    right_edge: Token

    def __init__(self, i: int, idx: int, text: str, lemma: str, pos: str, tag: str, dep: str) -> None:
        self.i, self.idx, self.text, self.lower_ = i, idx, text, text.lower()
        self.end = idx + len(text)
        self.lemma_, self.pos_, self.tag_, self.dep_ = lemma, pos, tag, dep
        self.is_space = not text.strip()
        self.is_plural = tag in {"NNS", "NNPS"}
        self.is_contiguous = True  # does nothing else stand among the words that hang below it, nor below any of these?
        self.whitespace_ = ""
        self.lefts: list[Token] = []
        self.rights: list[Token] = []
        self.head = self.left_edge = self.right_edge = self

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"{self.text!r}:{self.i}"

    @property
    def is_alpha(self) -> bool:
        """Letters only?"""
        return self.text.isalpha()

    @property
    def is_punct(self) -> bool:
        """Neither letter nor digit in it?"""
        return not any(sign.isalnum() for sign in self.text)

    @property
    def is_quote(self) -> bool:
        """A quotation mark?"""
        return self.text in QUOTES

    @property
    def like_num(self) -> bool:
        """A number, in digits or as a word?"""
        return self.pos_ == "NUM" or self.text[:1].isdigit()

    @property
    def children(self) -> list[Token]:
        """What hangs on it, in order."""
        return self.lefts + self.rights

    @property
    def subtree(self) -> Iterator[Token]:
        """It and all that hangs below it, in order."""
        if self.is_contiguous:
            return iter(self.doc.tokens[self.left_edge.i : self.right_edge.i + 1])
        parts = (*(child.subtree for child in self.lefts), (self,), *(child.subtree for child in self.rights))
        return chain.from_iterable(parts)

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its heads, nearest first."""
        here = self
        while here.head is not here:
            here = here.head
            yield here

    def is_ancestor(self, other: Token) -> bool:
        """Does the other hang below this one?"""
        return any(above is self for above in other.ancestors)

    def nbor(self, step: int = 1) -> Token:
        """The token so many places further on; beyond the text a blank one."""
        at = self.i + step
        if 0 <= at < len(self.doc.tokens):
            return self.doc.tokens[at]
        blank = Token(at, len(self.doc.text) if at > 0 else 0, "", "", "SPACE", "_SP", "")
        blank.doc, blank.sent = self.doc, self.sent
        return blank

    def child(self, *deps: str) -> Token | None:
        """The first that hangs on it by one of these relations."""
        for one in self.lefts:
            if one.dep_ in deps:
                return one
        for one in self.rights:
            if one.dep_ in deps:
                return one
        return None


@dataclass(frozen=True, eq=False)
class Span:
    """Tokens from `start` to before `end`."""

    doc: Document
    start: int
    end: int

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, int):
            return self.doc.tokens[self.start : self.end][at]
        first, behind, _ = at.indices(len(self))
        return Span(self.doc, self.start + first, self.start + max(first, behind))

    @property
    def text(self) -> str:
        """Its words, marks straightened."""
        return self.doc.plain[self.doc[self.start].idx : self.doc[self.end - 1].end] if len(self) else ""

    @property
    def root(self) -> Token:
        """The token by which it hangs in its sentence: the highest, of two as high the first."""
        return min(self, key=lambda token: (sum(1 for _ in token.ancestors), token.i))


@dataclass(frozen=True, eq=False)
class Document:
    """One article as it is read, made once: its text as printed and with straight marks, tokens, sentences."""

    text: str
    plain: str
    tokens: list[Token]
    sents: list[Span] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, int):
            return self.tokens[at]
        first, behind, _ = at.indices(len(self.tokens))
        return Span(self, first, max(first, behind))

    def overlapping_span(self, start: int, end: int) -> Span:
        """The tokens that touch the characters `start` to `end`."""
        first = bisect_right(self.tokens, start, key=lambda token: token.end)
        return Span(self, first, max(first, bisect_left(self.tokens, end, key=lambda token: token.idx)))

    def contained_span(self, start: int, end: int) -> Span | None:
        """The tokens that lie whole between the characters; None where there is none."""
        first = bisect_left(self.tokens, start, key=lambda token: token.idx)
        behind = bisect_right(self.tokens, end, key=lambda token: token.end)
        return Span(self, first, behind) if first < behind else None


def build_document(doc: Doc, text: str, paragraphs: Sequence[tuple[int, int]] = ()) -> Document:
    """A parse as a document. `text` is the article as printed, of the same length.

    A dateline that opens one of `paragraphs` is a sentence of its own.
    """
    from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, MORPH, POS, SENT_START, SPACY, TAG

    columns = [IDX, LEMMA, POS, TAG, DEP, HEAD, SENT_START, SPACY, MORPH, LENGTH]
    table = doc.to_array(columns).astype("uint64").astype("int64")
    names: dict[int, str] = {0: ""}

    def named(column: int) -> list[str]:
        keys = table[:, column].tolist()
        for key in set(keys) - names.keys():
            names[key] = doc.vocab.strings[key & 0xFFFFFFFFFFFFFFFF]
        return [names[key] for key in keys]

    lemma, pos, tag, dep, morph = (named(column) for column in (1, 2, 3, 4, 8))
    places, flags, spaces, lengths = (table[:, column].tolist() for column in (0, 6, 7, 9))
    head = [at + step for at, step in enumerate(table[:, 5].tolist())]
    separate_datelines(places, text, list(paragraphs), head, dep, flags)
    straight = plain(text)
    words = [straight[place : place + length] for place, length in zip(places, lengths, strict=True)]
    tokens = [
        Token(at, *row) for at, row in enumerate(zip(places, words, map(str.lower, lemma), pos, tag, dep, strict=True))
    ]
    for token, space, shape in zip(tokens, spaces, morph, strict=True):
        token.whitespace_ = " " if space else ""
        token.is_plural = "Number=Plur" in shape
        if token.pos_ == "PROPN" and token.lower_ in LINKS:  # "Though Weiner said": a capital is no name
            token.pos_ = "SCONJ"
    document = Document(text, straight, tokens)
    _attach_to_heads(tokens, head)
    opens = [at for at, flag in enumerate(flags) if flag == 1 or at == 0]
    for at, behind in pairwise([*opens, len(tokens)]):
        sentence = Span(document, at, behind)
        document.sents.append(sentence)
        for token in tokens[at:behind]:
            token.doc, token.sent = document, sentence
    return document


def _attach_to_heads(tokens: list[Token], heads: list[int]) -> None:
    """Hangs each token on its head, and finds the edges of what hangs below."""
    for token, at in zip(tokens, heads, strict=True):
        token.head = tokens[at]
        if at > token.i:
            token.head.lefts.append(token)
        elif at < token.i:
            token.head.rights.append(token)
    below, waiting = [1] * len(tokens), [len(token.children) for token in tokens]
    ready = [token for token in tokens if not waiting[token.i]]
    for token in ready:  # heads join it when all below them is done
        head = token.head
        token.is_contiguous &= token.right_edge.i - token.left_edge.i + 1 == below[token.i]
        if head is token:
            continue
        head.is_contiguous &= token.is_contiguous
        if token.left_edge.i < head.left_edge.i:
            head.left_edge = token.left_edge
        if token.right_edge.i > head.right_edge.i:
            head.right_edge = token.right_edge
        below[head.i] += below[token.i]
        waiting[head.i] -= 1
        if not waiting[head.i]:
            ready.append(head)
