"""Whom or what does a number count: people, somebody left unnamed, or things?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.tolls_numbers import Number
from analysis.language.actors.index import ActorIndex
from analysis.language.actors.kinds import KIND_OF
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

PEOPLE = listed("people (tolls)")
# Kinds of `actors_sides` whose nouns name bodies of men, places or machines: a number of them counts no people.
BODIES = listed("bodies (tolls)")
# Bodies of people whose size a number may give: "a crowd of 5,000", "a group of 20 men".
CROWDS = listed("crowds")
THINGS = listed("things (tolls)")
MEASURES = listed("measures")
CALENDAR = listed("calendar")
REACH = 8


@dataclass(frozen=True)
class Count:
    """A number in one article, as tokens: what it counts (`noun`, none where it stands alone) and how far it goes.

    `kind`: people, alone (nobody named), or unknown (a noun that may be people). `form`: number, none ("no
    casualties") or one ("a man").
    """

    number: Number
    first: int
    last: int
    noun: int | None
    end: int
    kind: str
    form: str = "number"


def counts_people(cast: ActorIndex, number: Number) -> Count | None:
    """Does this number count people, as far as its own noun phrase says?"""
    span = cast.doc.within(number.start, number.end)
    if span is None or not len(span):
        return None
    first, last = span.start, span.end - 1
    if first and cast.doc[first].lower_ == "one" and cast.doc[first - 1].lower_ in {"no", "any", "every"}:
        return None
    noun, end = phrase(cast, first, last)
    if noun is None:
        return (
            None
            if _age(cast.doc, first, last) or _of_things(cast, cast.doc[last])
            else Count(number, first, last, None, end, "alone")
        )
    kind = kind_of(cast, cast.doc[noun])
    return None if kind == "things" else Count(number, first, last, noun, end, kind)


def _age(doc: Document, first: int, last: int) -> bool:
    """ "Rodriguez, 65, was killed", "aged 27"."""
    if first == 0:
        return False
    if doc[first - 1].lower_ in {"age", "aged"}:
        return True
    closed = last + 1 >= len(doc) or doc[last + 1].text in {",", ".", ")", ";"} or doc[last + 1].lower_ == "as"
    return closed and first > 1 and doc[first - 1].text in {",", "("} and doc[first - 2].pos_ in {"PROPN", "NOUN"}


def counts_things(cast: ActorIndex, number: Number) -> bool:
    """Does this number count things, so that a later one that stands alone may count more of them?

    "two recordings of the shooting, one captured by a camera". Days and miles are no such things.
    """
    span = cast.doc.within(number.start, number.end)
    noun, _ = phrase(cast, span.start, span.end - 1)
    return noun is not None and cast.lemmas[noun] not in MEASURES and kind_of(cast, cast.doc[noun]) != "people"


def _of_things(cast: ActorIndex, alone: Token) -> bool:
    """ "two recordings, one captured by a camera": a number that stands for a noun which names no people."""
    noun = alone.head
    return alone.dep_ == "appos" and noun.pos_ == "NOUN" and kind_of(cast, noun) != "people"


def kind_of(cast: ActorIndex, noun: Token) -> str:
    """people, things, or unknown."""
    lemma, lower = cast.lemmas[noun.i], noun.lower_
    if lemma in BODIES or lemma in THINGS or lower in THINGS:
        return "things"
    if lemma in PEOPLE or lower in PEOPLE or lemma in KIND_OF or lemma.endswith(("men", "man", "woman", "women")):
        return "people"
    if noun.tag_ in {"NNPS"} or (noun.text[:1].isupper() and noun.pos_ in {"PROPN", "ADJ"} and lower.endswith("s")):
        return "people"
    return "unknown"


def phrase(cast: ActorIndex, first: int, last: int) -> tuple[int | None, int]:
    """The noun a number counts, through "of" ("dozens of members of the militia"), and the phrase's last token."""
    doc = cast.doc
    at = last + 1
    if at + 1 < len(doc) and doc[at].lower_ == "of":
        noun = _noun_from(doc, at + 1)
        return (noun, noun) if noun is not None else (None, last)
    noun = _noun_from(doc, at)
    if noun is None:
        return None, last
    end = noun
    if cast.lemmas[noun] == "member" and noun + 1 < len(doc) and doc[noun + 1].lower_ == "of":
        inner = _noun_from(doc, noun + 2)
        end = inner if inner is not None else noun
    return noun, end


def _noun_from(doc: Document, at: int) -> int | None:
    """The last noun of the noun phrase that begins here; None where none does."""
    found: int | None = None
    sentence = doc[at].sent if at < len(doc) else None
    for index in range(at, min(at + REACH, len(doc))):
        token = doc[index]
        if sentence is None or index >= sentence.end:
            break
        if token.lower_ in CALENDAR:
            break
        if token.pos_ in {"NOUN", "PROPN"} or (token.lower_ in {"others", "wounded", "injured", "dead", "missing"}):
            if found is not None and not _goes_on(doc[found], token):
                break
            found = index
            continue
        if found is not None and token.text not in {"'s", "'", "-"}:
            break
        if not _inside(token, index == at):
            break
    return found


def _goes_on(noun: Token, token: Token) -> bool:
    """Is `token` the head of the phrase that `noun` belongs to? "police officers", but not "people Friday"."""
    if noun.i + 1 == token.i:
        return (
            noun.dep_ in {"compound", "nmod", "amod", "nummod", "poss"}
            or token.dep_ in {"compound"}
            or (noun.head.i >= token.i and noun.tag_ not in {"NNS", "NNPS"})
        )
    return True


def _inside(token: Token, is_first: bool) -> bool:
    """May this word stand between a number and its noun?"""
    if token.pos_ == "VERB":
        return token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound"}
    if token.pos_ in {"DET", "PRON"}:
        return is_first or token.dep_ in {"poss", "det"}
    return token.pos_ in {"ADJ", "ADV", "PART", "NUM"} or (token.text in {"-", "'s", "'", ","} and not is_first)
