"""Where was it, and is the number a running total?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Span, Token

BEFORE = word_list("prepositions of place")
NO_PLACE = word_list("no place")
AREAS = word_list("areas")
STOPS = frozenset({";", ":", "–", "—", "--", ","})
AMOUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|few|many)"
PERIOD = re.compile(
    rf"\b(?:in|during|over|within|after|of)\s(?:the\s)?(?:(?:last|past|previous|recent)\s)?"
    rf"(?:more than\s|almost\s|nearly\s)?"
    rf"(?:{AMOUNT}\s(?:days|weeks|months|years|decades)|(?:4[89]|[5-9]\d|\d{{3}})\shours"
    r"|(?:last|past)\s(?:week|month|year|decade)|(?:recent|past|last)\s(?:days|weeks|months|years|decades))"
    r"|\b(?:since|so far|to date|altogether)\b",
    re.IGNORECASE,
)
GROWING = re.compile(
    r"\b(?:r[io]s(?:es?|en|ing)|bring\w*|brought|climb\w+|reach\w+|stands?|stood|gr[eo]w\w*|jump\w+)\b", re.I
)


def is_running_total(sentence: Span, at: int, is_total: bool) -> bool:
    """Is the number at this token a total over several days or incidents?

    It is where its own clause names a period longer than a day, or says since, so far; and where a toll gives it
    that rises, is brought to it, or stands at it. A toll that somebody puts at a number may be that of one incident.
    """
    return bool((is_total and GROWING.search(sentence.text)) or PERIOD.search(_clause_text(sentence, at)))


def _clause_text(sentence: Span, at: int) -> str:
    """The words around a token up to the next comma, semicolon or dash, without what is said of others."""
    doc, first, last = sentence.doc, at, at
    while first > sentence.start and doc[first - 1].text not in STOPS:
        first -= 1
    while last + 1 < sentence.end and doc[last + 1].text not in STOPS:
        last += 1
    relative = [verb for verb in sentence if verb.dep_ == "relcl" and doc[at] not in verb.head.subtree]
    others = {word.i for verb in relative for word in verb.subtree}
    return " ".join(word.text for word in doc[first : last + 1] if word.i not in others)


def nearest_place(sentence: Span, at: int) -> str | None:
    """The name behind "in", "near" or "at" that stands nearest to a token; None where the sentence names none."""
    names = [name for word in sentence if word.head.lower_ in BEFORE and (name := _place_name(word))]
    found = [(abs(name[-1].i - at) + (0 if name[0].i > at else 3), name.text) for name in names]
    return min(found)[1] if found else None


def _place_name(word: Token) -> Span | None:
    """The proper name of a place: "Samarra", "the town of Samarra", "Al-Anbar province"."""
    if word.dep_ not in {"pobj", "pcomp"}:
        return None
    last = word.nbor(-1) if word.text in AREAS and word.i > word.sent.start else word
    of = next((child for child in word.rights if child.lower_ == "of"), None)
    if last.pos_ != "PROPN":
        inner = of.child("pobj") if of is not None else None
        return _place_name(inner) if inner is not None else None
    if not last.text[:1].isupper() or last.lower_ in NO_PLACE:
        return None
    first = next(part for part in last.subtree if part.pos_ == "PROPN" and part.text[:1].isupper())
    return word.doc[first.i : last.i + 1]
