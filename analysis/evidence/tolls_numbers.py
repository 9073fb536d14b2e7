"""Which stretches of a text are numbers, and between which bounds do they lie?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
ROUND_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: number for number, word in enumerate(BELOW_TWENTY.split())}
TENS = {word: 10 * number for number, word in enumerate(ROUND_TENS.split(), start=2)}
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
# The least that a bare plural says: two of its unit.
VAGUE = {
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "tens of millions": 20_000_000,
    "hundreds of millions": 200_000_000,
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2_000_000,
}
EVERYBODY = 10**11
WORD = "|".join(sorted([*SMALL, *TENS, *SCALES], key=len, reverse=True))
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+\.\d+(?=\s(?:thousand|million|billion))|\d+)"
PLAIN = rf"{DIGITS}(?![\w.,:]*\d)(?!\w)(?:\s(?:{'|'.join(SCALES)})\b)?"
WORDED = rf"(?:(?:a|half\sa)\s)?(?:{WORD})(?:(?:[\s-]|(?<=hundred)\sand\s|(?<=thousand)\sand\s)(?:{WORD}))*\b"
AMOUNT = rf"(?:{PLAIN}|{'|'.join(key.replace(' ', chr(92) + 's') for key in VAGUE)}\b|{WORDED})"
# Words before a number, by what they make of it: from (the number is the least), above, to, below, about.
BEFORE = {
    "from": "at least|no fewer than|no less than|not less than|a minimum of|minimum of",
    "above": "more than|over|above|upwards of|upward of|in excess of|exceeding|greater than",
    "to": "up to|as many as|at most|no more than|not more than|a maximum of|as much as",
    "below": "fewer than|less than|under|below",
    "about": "about|around|some|roughly|approximately|nearly|almost|an estimated|estimated|close to|circa|perhaps",
}
KIND = {words: kind for kind, listed in BEFORE.items() for words in listed.split("|")}
QUALIFIER = "|".join(words.replace(" ", r"\s") for words in sorted(KIND, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w$€£.,:-])(?<!\d\s)(?:(?P<before>{QUALIFIER})\s)?(?P<between>between\s|from\s)?(?P<first>{AMOUNT})"
    rf"(?:(?:\s?[-–]\s?|\sto\s|\sor\s|(?(between)\sand\s|[-–]))(?P<second>{AMOUNT}))?(?P<after>\sor\s(?:more|so)\b)?",
    re.IGNORECASE,
)
# A count that moved "from 650 to 693" is 693, no range.
MOVED = re.compile(
    r"\b(?:r[io]s\w+|increas\w+|climb\w+|jump\w+|gr[eo]w\w*|went|f[ae]ll\w*|drop\w+|revis\w+|up|down)\s(?:\w+\s){0,3}$"
)
# What follows a number that counts no people: a unit in its first place ("500-pound"), per cent, an hour.
NO_COUNT = re.compile(
    r"-[a-z]|(?:\s?-\s?|\s)(?:year|month|week)s?(?:-|\s)old|:\d|\s?[ap]\.?m\b|['\"]?(?:th|st|nd|rd)\b", re.I
)
PERCENT = re.compile(r"\s?(?:%|percent\b|per\scent\b|percentage\b)", re.IGNORECASE)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:\.|[a-z]*)"
DATED_BEFORE = re.compile(rf"(?:\b{MONTH}|\bNo\.|\bnumber|#)\s$")
DATED_AFTER = re.compile(rf"(?:,\s\d{{4}}|\s(?:of\s)?{MONTH}\b(?!\s(?:have|be)\b))")


@dataclass(frozen=True)
class Number:
    """A number as printed: its place, its bounds (null for an open end), and the number itself where there is one."""

    start: int
    end: int
    low: int | None
    high: int | None
    approx: bool
    stated: int | None
    percent: bool = False


def numbers(text: str) -> Iterator[Number]:
    """Every number in a text, in digits or words, with the words that bound it.

    "more than 600" is 601 and more; "at least five" 5 and more; "up to 50" at most 50; "about 50" 50 and approx;
    "600-900" 600 to 900; "dozens" 24 and more, the least that two dozen can mean.
    Left out are dates, ages, clock times, years of four digits in front of nothing, and units such as "500-pound".
    """
    for found in NUMBER.finditer(text):
        if _dated(text, found):
            continue
        number = _bounded(found)
        if number is not None:
            percent = PERCENT.match(text, number.end)
            yield Number(number.start, percent.end(), None, None, False, None, True) if percent else number


def value(words: str) -> int | None:
    """The number that digits or words stand for: "Twenty-six" 26, "30,000", "1.5 million", "half a million".

    None where it is more than there are people: thirty digits are an account, no toll.
    """
    parts = re.split(r"[\s-]+", words.lower().replace(",", ""))
    half = parts[0] == "half"
    total, part = 0.0, 0.0
    for word in parts:
        if word in SMALL or word in TENS:
            part += SMALL.get(word, TENS.get(word, 0))
        elif word in SCALES:
            scale = SCALES[word]
            part = (part or 1) * scale
            if scale >= 1000:
                total, part = total + part, 0.0
        elif re.fullmatch(r"\d+(?:\.\d+)?", word):
            part += float(word)
        elif word not in {"a", "an", "and", "half"}:
            return None
        if part > EVERYBODY:
            return None
    whole = (total + part) / (2 if half else 1)
    return int(whole) if whole <= EVERYBODY else None


def _dated(text: str, found: re.Match[str]) -> bool:
    before, after = text[max(0, found.start("first") - 12) : found.start("first")], text[found.end() : found.end() + 16]
    if NO_COUNT.match(after) or DATED_BEFORE.search(before):
        return True
    digits = found["first"].isdigit()
    if digits and len(found["first"]) <= 2 and found["before"] is None and DATED_AFTER.match(after):
        return True
    return digits and len(found["first"]) == 4 and found["first"][:2] in {"18", "19", "20"} and found["before"] is None


def _bounded(found: re.Match[str]) -> Number | None:
    start, end = found.span()
    kind = KIND.get(re.sub(r"\s", " ", (found["before"] or "").lower()), "")
    first, second = found["first"], found["second"]
    vague = VAGUE.get(re.sub(r"\s", " ", first.lower()))
    if vague is not None:
        return Number(start, found.end("first"), vague, None, False, None)
    low = value(first)
    if low is None:
        return None
    if second is not None:
        high = VAGUE.get(second.lower()) or value(second)
        if high is not None and found["between"] and MOVED.search(found.string[max(0, start - 30) : start]):
            return Number(found.start("second"), end, high, high, False, high)
        if high is not None and high > low:
            return Number(start, end, low, high, kind == "about", None)
        end = found.end("first")
    start = found.start("first") if found["between"] else start
    if found["after"]:
        more = found["after"].lower().endswith("more")
        return Number(start, end, low, None if more else low, not more, low)
    return _with(kind, low, start, end)


def _with(kind: str, number: int, start: int, end: int) -> Number:
    low, high = {
        "from": (number, None),
        "above": (number + 1, None),
        "to": (None, number),
        "below": (None, max(0, number - 1)),
    }.get(kind, (number, number))
    return Number(start, end, low, high, kind == "about", number)
