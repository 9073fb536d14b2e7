"""Which stretches of a text are numbers, and between which bounds do they lie?"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.language.word_lists import word_groups

BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
ROUND_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: number for number, word in enumerate(BELOW_TWENTY.split())}
UNITS |= {word: 10 * number for number, word in enumerate(ROUND_TENS.split(), start=2)}
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
SHORT = {"m": 10**6, "bn": 10**9}
PLURALS = {"tens": 10} | {f"{word}s": number for word, number in SCALES.items()}
EVERYBODY = 10**11  # thirty digits are an account, no toll
# Words before a number, by what they make of it: from (the number is the least), above, to, below, about.
BOUNDS = word_groups("bound")

SCALE = "|".join(SCALES)
WORD = "|".join(sorted([*UNITS, *SCALES], key=len, reverse=True))
DIGITS = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+\.\d+(?=\s?(?:{SCALE}|m|bn)\b)|\d+)"
PLAIN = rf"{DIGITS}(?![\w.,:]*\d)(?:(?:m|bn)\b|(?!\w)(?:\s(?:{SCALE})\b)?)"
JOINT = (
    r"(?:[\s-]|(?<=hundred)\sand\s|(?<=thousand)(?:\sand\s|,\s(?=\w+\shundred))|(?<=million)(?:\sand\s|,\s)|\spoint\s)"
)
WORDED = rf"(?:(?:an?|half\san?)\s(?={SCALE}))?(?:{WORD})(?:{JOINT}(?:{WORD}))*\b"
# Words that set no more than a least: "several", "a few dozen", "hundreds", "tens of thousands".
VAGUE = (
    rf"(?:several|an?\sfew)(?:\s(?:{SCALE})\b)?(?!\w)|a\scouple\sof(?:\s(?:{SCALE})\b)?"
    rf"|(?:{'|'.join(PLURALS)})(?:\sof\s(?:{'|'.join(PLURALS)}))?\b"
)
AMOUNT = rf"(?:{PLAIN}|{VAGUE}|{WORDED})"
NOBODY = r"(?:no\sone|nobody|none|not\s(?:a\ssingle|one)|no|without(?:\sany)?)\b(?!\.)"
# A count that moved "from 650 to 693" is 693, no range.
MOVED = re.compile(
    r"\b(?:r[io]s\w+|increas\w+|climb\w+|jump\w+|gr[eo]w\w*|went|f[ae]ll\w*|drop\w+|revis\w+|lower\w+|rais\w+|cut|up"
    r"|down)\s(?:\w+\s){0,3}$"
)
# What follows a number that counts no people: a unit in its first place ("500-pound"), an age, an hour, an order.
NO_COUNT = re.compile(
    r"-[a-z]|(?:\s?-\s?|\s)(?:year|month|week)s?(?:-|\s)old|:\d|\s?[ap]\.?m\b|['\"]?(?:th|st|nd|rd)\b", re.I
)
PERCENT = re.compile(
    r"\s?(?:%|percent\b|per\scent\b|percentage\b)|\s(?:in|out\sof)\s(?:every\s\w+|10|ten|100)\b", re.IGNORECASE
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:\.|[a-z]*)"
DATED_BEFORE = re.compile(rf"(?:\b{MONTH}|\bNo\.|\b[Nn]umber|#)\s$")
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
    "600-900" 600 to 900; "dozens" 24 and more, the least that two dozen can mean; "several" 3 and more; "nobody" 0.
    Left out are dates, ages, clock times, years of four digits in front of nothing, and units such as "500-pound".
    """
    for match in _number_pattern().finditer(text):
        if match["none"]:
            yield Number(*match.span(), 0, 0, False, 0)
        elif not _is_date_or_age(text, match) and (number := _number_with_bounds(match)):
            percent = PERCENT.match(text, number.end)
            yield Number(number.start, percent.end(), None, None, False, None, True) if percent else number


@functools.cache
def _number_pattern() -> re.Pattern[str]:
    bounds = "|".join(sorted((words.replace("_", r"\s") for words in BOUNDS), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w$€£.,:-])(?<!\d\s)(?:(?:(?P<before>{bounds})\s)?(?P<between>between\s|from\s)?(?P<first>{AMOUNT})"
        rf"(?:(?:\s?[-–]\s?|\sto\s|\sor\s|(?(between)\sand\s|[-–]))(?P<second>{AMOUNT}))?(?P<after>\sor\s(?:more|so)\b)?"
        rf"|(?P<none>{NOBODY}))",
        re.IGNORECASE,
    )


def number_value(words: str) -> int | None:
    """The number that digits or words stand for: "Twenty-six" 26, "30,000", "1.5 million", "one point two million".

    None where it is more than there are people.
    """
    parts = re.findall(r"\d+(?:\.\d+)?|[a-z]+", words.lower().replace(",", ""))
    total, part, decimal = 0.0, 0.0, 1.0
    for word in parts:
        if word in SCALES or word in SHORT:
            scale = SCALES.get(word) or SHORT[word]
            part, decimal = (part or 1) * scale, 1.0
            if scale >= 1000:
                total, part = total + part, 0.0
        elif word == "point":
            decimal = 0.1
        elif word in UNITS or word[0].isdigit():
            part += decimal * (UNITS[word] if word in UNITS else float(word))
            decimal *= 0.1 if decimal < 1 else 1
        elif word not in {"a", "an", "and", "half"}:
            return None
        if total + part > EVERYBODY:
            return None
    return int(round(total + part, 4) / (2 if parts[0] == "half" else 1))


def _vague_minimum(words: str) -> int | None:
    """The least that vague words allow: "dozens" 24, "tens of thousands" 20,000, "several" 3; else None."""
    if not re.fullmatch(VAGUE, words, re.IGNORECASE):
        return None
    unit = 1
    for word in words.lower().split():
        unit *= SCALES.get(word) or PLURALS.get(word) or 1
    return 2 * unit if unit > 1 or "couple" in words.lower() else 3


def _is_date_or_age(text: str, match: re.Match[str]) -> bool:
    """Is it a date, an age, an hour, a year, or the number of something?"""
    first, free = match["first"], match["before"] is None
    before, after = text[max(0, match.start("first") - 12) : match.start("first")], text[match.end() : match.end() + 16]
    if NO_COUNT.match(after) or DATED_BEFORE.search(before):
        return True
    if not free or not first.isdigit():
        return False
    return (len(first) <= 2 and bool(DATED_AFTER.match(after))) or (len(first) == 4 and first[:2] in {"18", "19", "20"})


def _number_with_bounds(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    kind = BOUNDS.get(re.sub(r"\s", "_", (match["before"] or "").lower()), "")
    first, second = match["first"], match["second"]
    least = _vague_minimum(first)
    if least is not None:
        return Number(start, match.end("first"), least, None, False, None)
    low = number_value(first)
    if low is None:
        return None
    if second is not None:
        high = _vague_minimum(second) or number_value(second)
        if high is not None and match["between"] and MOVED.search(match.string[max(0, start - 30) : start]):
            return Number(match.start("second"), end, high, high, False, high)
        if high is not None and high > low:
            return Number(start, end, low, high, kind == "about", None)
        end = match.end("first")
    number = Number(match.start("first") if match["between"] else start, end, low, low, kind == "about", low)
    if match["after"] and match["after"].lower().endswith("more"):
        return replace(number, high=None)
    if match["after"]:
        return replace(number, approx=True)
    limits: dict[str, tuple[int | None, int | None]] = {
        "from": (low, None),
        "above": (low + 1, None),
        "to": (None, low),
        "below": (None, max(0, low - 1)),
    }
    least, most = limits.get(kind, (low, low))
    return replace(number, low=least, high=most)
