"""Where was it, and is the number a running total?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Span, Token

BEFORE = listed("before")
# Capitalised, behind "in", and no place.
NO_PLACE = listed("no place")
AMOUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|few|many)"
PERIOD = re.compile(
    rf"\b(?:in|during|over|within|after|of)\s(?:the\s)?(?:(?:last|past|previous|recent)\s)?"
    rf"(?:more than\s|almost\s|nearly\s)?"
    rf"(?:{AMOUNT}\s(?:days|weeks|months|years|decades)|(?:4[89]|[5-9]\d|\d{{3}})\shours"
    r"|(?:last|past)\s(?:week|month|year|decade)|(?:recent|past|last)\s(?:days|weeks|months|years|decades))",
    re.IGNORECASE,
)
GROWING = re.compile(
    r"\b(?:r[io]s(?:es?|en|ing)|bring\w*|brought|climb\w+|reach\w+|stands?|stood|gr[eo]w\w*|jump\w+)\b", re.I
)
SINCE = re.compile(r"\b(?:since\b|so far\b|to date\b|altogether\b)", re.IGNORECASE)


def is_running(sentence: Span, at: int, has_toll: bool) -> bool:
    """Is the number at this token a total over several days or incidents?

    It is where its own clause names a period longer than a day, or says since, so far; and where a toll gives it
    that rises, is brought to it, or stands at it. A toll that somebody puts at a number may be that of one incident.
    """
    clause = _clause(sentence, at)
    if has_toll and GROWING.search(str(sentence.text)):
        return True
    since = SINCE.search(clause) and not _of_others(sentence, at)
    return bool(PERIOD.search(clause) or since)


def _of_others(sentence: Span, at: int) -> bool:
    """Does "since" stand in what is said of others ("two men died, and strikers who have marched since May …")?"""
    doc = sentence.doc
    for word in sentence:
        if word.lower_ == "since":
            said = next((token for token in (word, *word.ancestors) if token.dep_ == "relcl"), None)
            return said is not None and doc[at] not in said.head.subtree
    return False


def _clause(sentence: Span, at: int) -> str:
    """The words around a token up to the next comma, semicolon or reporting dash on either side."""
    doc, first, last = sentence.doc, at, at
    stops = {";", ":", "–", "—", "--", ","}
    while first > sentence.start and doc[first - 1].text not in stops:
        first -= 1
    while last + 1 < sentence.end and doc[last + 1].text not in stops:
        last += 1
    return str(doc[first : last + 1].text)


def place_of(sentence: Span, at: int) -> str | None:
    """The name behind "in", "near" or "at" that stands nearest to a token; None where the sentence names none."""
    found = [(abs(end - at) + (0 if start > at else 3), name) for start, end, name in _places(sentence)]
    return min(found)[1] if found else None


def _places(sentence: Span) -> list[tuple[int, int, str]]:
    doc, found = sentence.doc, []
    for token in sentence:
        if token.lower_ not in BEFORE or token.pos_ not in {"ADP", "SCONJ", "ADV"}:
            continue
        for thing in token.children:
            name = _name(thing) if thing.dep_ in {"pobj", "pcomp"} else None
            if name:
                found.append((name[0].i, name[-1].i, doc[name[0].i : name[-1].i + 1].text))
    return found


def _name(thing: Token) -> list[Token] | None:
    """The proper name of a place: "Samarra", "the town of Samarra", "Al-Anbar province"."""
    if thing.pos_ == "PROPN" and thing.text[:1].isupper() and thing.lower_ not in NO_PLACE:
        return [child for child in thing.lefts if child.dep_ == "compound" and child.text[:1].isupper()] + [thing]
    named = [child for child in thing.lefts if child.dep_ == "compound" and child.pos_ == "PROPN"]
    inner = [child for child in named for child in [*child.lefts, child] if child.pos_ in {"PROPN"}]
    if inner and thing.lower_ in {
        "province",
        "area",
        "district",
        "city",
        "town",
        "neighbourhood",
        "neighborhood",
        "region",
    }:
        return sorted(inner, key=lambda token: token.i)
    for child in thing.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            for place in child.children:
                if place.dep_ == "pobj" and place.pos_ == "PROPN":
                    return _name(place)
    return None
