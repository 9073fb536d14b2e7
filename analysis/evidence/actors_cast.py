"""Who is in one article, and whom does a noun in it stand for?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.actors_names import Found, Names
from analysis.evidence.actors_sides import KIND_OF, Sides

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BEFORE = frozenset({"amod", "compound", "poss", "nmod", "nummod", "det", "advmod", "punct"})
TIES = frozenset({"of", "from", "within", "to", "in", "with"})


@dataclass(frozen=True)
class Cast:
    """The names found in one article: each token of a name knows its actor."""

    doc: Doc
    sides: Sides
    found: tuple[Found, ...]
    named: dict[int, str]
    inside: dict[int, Found]


def cast_of(doc: Doc, names: Names, sides: Sides) -> Cast:
    """Look up all names in an article, once."""
    found = tuple(names.find(doc.text))
    named: dict[int, str] = {}
    inside: dict[int, Found] = {}
    tokens = iter(doc)
    token = next(tokens, None)
    for name in found:
        while token is not None and token.idx + len(token) <= name.start:
            token = next(tokens, None)
        while token is not None and token.idx < name.end:
            named[token.i] = name.alias.actor
            inside[token.i] = name
            token = next(tokens, None)
    return Cast(doc, sides, found, named, inside)


def head_of(token: Token) -> Token:
    """The noun that a word in front of it belongs to."""
    while (
        token.dep_ in {"compound", "amod", "nmod"} and token.head.i > token.i and token.head.pos_ in {"NOUN", "PROPN"}
    ):
        token = token.head
    return token


def actor_of(cast: Cast, noun: Token, *, far: bool = True) -> str | None:
    """Whom does this noun stand for? None where the article does not say.

    First what stands with it: a name or a side's word in front ("Mahdi Army militia", "US troops"; of two the
    first named), a name behind "of", "from" or "loyal to". Then, if `far`, an alias that is the bare noun, and
    the side last named with a noun of that kind.
    """
    kind = KIND_OF.get(noun.lemma_.lower())
    near = _near(cast, noun, kind)
    if near or not far:
        return near
    return _apposed(cast, noun) or cast.sides.bare.get(noun.lemma_.lower()) or _last_of_kind(cast, noun, kind)


def _near(cast: Cast, noun: Token, kind: str | None) -> str | None:
    for word in _modifiers(noun):
        if word.i in cast.named:
            return cast.sides.of_kind(cast.named[word.i], kind)
        marked = cast.sides.marked.get((word.text, kind or ""))
        if marked:
            return marked
    if noun.i in cast.named:
        return cast.named[noun.i]
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in TIES and child.lower_ in {"of", "loyal"}:
            for thing in child.children:
                if thing.i in cast.named:
                    return cast.sides.of_kind(cast.named[thing.i], kind)
    return None


def _modifiers(noun: Token) -> list[Token]:
    """Words in front of a noun, and what hangs on them, in the order of the text."""
    words: list[Token] = []
    for child in noun.lefts:
        if child.dep_ in BEFORE or child.dep_ == "nsubj":
            words += [word for word in child.subtree if word.dep_ not in {"prep", "pobj", "relcl"}]
    return words


def _apposed(cast: Cast, noun: Token) -> str | None:
    """A name beside the noun: "the cleric, Muqtada al-Sadr" or "cleric Muqtada al-Sadr"."""
    around = [noun.head] if noun.dep_ in {"appos", "compound", "nmod"} else []
    around += [child for child in noun.children if child.dep_ == "appos"]
    return next((cast.named[token.i] for token in around if token.i in cast.named), None)


def _last_of_kind(cast: Cast, noun: Token, kind: str | None) -> str | None:
    if kind is None:
        return None
    start = noun.sent.start
    for index in range(noun.i - 1, max(-1, start - 400), -1):
        token = cast.doc[index]
        if token.pos_ in {"NOUN", "PROPN"} and KIND_OF.get(token.lemma_.lower()) == kind:
            near = _near(cast, token, kind)
            if near:
                return near
    return cast.sides.usual.get(kind)
