"""Paragraphs to sentences, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Protocol

import polars as pl

from analysis import schema
from analysis.corpus.text import plain
from analysis.language.word_lists import word_list

LONGEST = 2_000  # characters of a sentence
WINDOW = 60  # characters before a mark in which a phrase that opens a sentence is looked for

# Possessive, and only from the first sign of a row: a row of dots would be tried from every dot to every dot.
STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"')\]]*+(\s++)(?=\S)")
SPACED = re.compile(r"\s[»›](?=\s|$)")  # « Good day! »: the closing mark belongs to what it closes
WORD = re.compile(r"[^\s\"'(\[—–-]*$")
INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_a-z]\.")
CLOCK = re.compile(r"\d\s?[ap]\.m\.$", re.IGNORECASE)
# "you and I. Reed", "World War I. Reed": this letter is no initial.
PRONOUN = re.compile(r"(?:[a-z] (?:and|or)|\b(?:than|am|War)) I\.$")
# "1. The army left. 2. The police stayed.": the number belongs to what it opens.
LISTED = re.compile(r"(?:[.!?]\s|^\s*(?:[•⁃*-]\s?)?)\(?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4}|[IVX]{2,4})\.\)?$")
LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})\)\s+[\"'(\[]*[^\W\d_a-z]")
DATELINED = re.compile(r"\([A-Z][\w/ ]{1,20}\)\s*[—–-]")  # RENO, Nev. (AP) —
FIRST_WORDS = re.compile(r"([A-Za-z]+(?:'[a-z]+)?)(?![\w-]|\.\S)(\.?)(?:\s([a-z]+))?")

NEVER_LAST = word_list("abbreviations that never end a sentence")
BEFORE_NUMBERS = word_list("abbreviations before a number")
MAY_BE_LAST = word_list("abbreviations that may end a sentence")
OPENERS = word_list("words that open sentences")
AUXILIARIES = word_list("auxiliaries that open questions")
CIVIL_TITLES = word_list("civil titles")
BEHIND_CLOCK = word_list("words behind a time of day")
REPORTED = word_list("verbs behind a quoted question")


def sentence_spans(paragraph: str) -> list[tuple[int, int]]:
    """Where does each sentence of a paragraph begin and end?

    A sentence ends at . ! ? … before a space and a capital, a digit or an opening quotation mark, inside
    quotations too; not after an initial, a title or an abbreviation, and not before "Smith asked".
    Read it: each span is (start, end) in the paragraph; only white space lies between two spans.
    Beware: "in the U.S. Soldiers left" stays one sentence; "U.S." ends one only before a word such as "The".
    """
    text = plain(SPACED.sub('""', paragraph) if "»" in paragraph or "›" in paragraph else paragraph)
    ends = [found for found in STOP.finditer(text) if _is_sentence_end(text, found)]
    starts = [len(text) - len(text.lstrip()), *(found.end(1) for found in ends)]
    stops = [*(found.start(1) for found in ends), len(text.rstrip())]
    spans = [(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]
    return [part for span in spans for part in _split_long_sentence(text, *span)]


def _split_long_sentence(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A sentence longer than any is cut at its spaces, so that no reading of it takes for ever."""
    while stop - start > LONGEST and (at := text.rfind(" ", start, start + LONGEST)) > start:
        yield start, at
        start = at + 1
    yield start, stop


def _is_sentence_end(text: str, found: re.Match[str]) -> bool:
    """Does a sentence end at this mark, and not only an abbreviation or a quoted question?"""
    mark, after = text[found.start() : found.start(1)], text[found.end(1) : found.end(1) + 80]
    opening = after.lstrip("\"'([")
    first = opening[:1]
    is_capital = first.isalpha() and not first.islower()
    if not (is_capital or first.isdecimal() or after[0] == '"' or first in {"$", "£", "€"}):
        return LETTERED.match(after) is not None
    if mark[0] in "?!":
        return not (mark[-1] in "\"'" and _attribution_pattern().match(after))
    if mark not in {".", ".)"}:
        return True
    end = found.start() + 1
    word = _word_before(text, end)
    if mark == "." and (word[:-1] in NEVER_LAST or (first.isdecimal() and word[:-1] in BEFORE_NUMBERS)):
        return False
    if (len(word) <= 5 and _is_list_number(text, end + len(mark) - 1)) or DATELINED.match(after):
        return False
    return not _is_abbreviation(word) or _is_sentence_end_after_abbreviation(text, end, opening)


def _word_before(text: str, end: int) -> str:
    """The word that ends here, with its full stop: "Gen.", "U.S."."""
    found = WORD.search(text, max(0, end - 14), end)
    return found.group() if found else ""


def _is_abbreviation(word: str) -> bool:
    return word[:-1] in MAY_BE_LAST or INITIALS.fullmatch(word) is not None


def _is_sentence_end_after_abbreviation(text: str, end: int, opening: str) -> bool:
    """Does a sentence end with this abbreviation? Before words that only a new one would write with a capital."""
    if PRONOUN.search(text, max(0, end - 20), end):
        return True
    words = FIRST_WORDS.match(opening)
    first, stop, second = words.groups() if words else ("", "", "")
    if not stop and (first in OPENERS or (first in AUXILIARIES and (second or "").capitalize() in OPENERS)):
        return True
    if CLOCK.search(text, max(0, end - 8), end):
        behind = next(iter(opening.split()), "").rstrip("\"').,;:")
        goes_on = behind in BEHIND_CLOCK or behind[:1].isdecimal() or second == "time"
    else:
        goes_on = not stop or first not in CIVIL_TITLES
    return not goes_on and not _fronted_phrase_pattern().search(text, max(0, end - WINDOW), end)


def _is_list_number(text: str, end: int) -> bool:
    """Does a number end here that belongs to what it opens? Not behind an abbreviation: "on Aug. 5. The army left"."""
    found = LISTED.search(text, max(0, end - 9), end)
    if found is None:
        return False
    before = _word_before(text, found.start() + 1)
    return not (_is_abbreviation(before) or before[:-1] in BEFORE_NUMBERS)


@cache
def _fronted_phrase_pattern() -> re.Pattern[str]:
    """A phrase before the subject, up to its end: "At 5 a.m. Mr. Smith left", "that in the U.S. Mr. Smith is known"."""
    words = "|".join(word_list("words of phrases before the subject"))
    borders = r"^|[.!?][\"')\]]*\s|[,;:—]\s|\b(?:and|but|that|when|because)\s"
    return re.compile(rf"(?:{borders})[\"'(]*(?:{words})\b(?:\s[^\s,;:]+){{1,5}}$", re.IGNORECASE)


@cache
def _attribution_pattern() -> re.Pattern[str]:
    """Who asked: "Why?" Smith asked. The question ends, the sentence does not."""
    return re.compile(rf"(?:[^\W\d_a-z][\w.'-]*\s+){{0,4}}(?:[a-z]+\s+){{0,4}}(?:{'|'.join(REPORTED)})\b")


class HasParagraphs(Protocol):
    """Articles in paragraphs: a corpus, parsed or not."""

    @property
    def articles(self) -> pl.DataFrame:
        """Columns: `schema.ARTICLES`."""

    @property
    def paragraphs(self) -> pl.DataFrame:
        """Columns: `schema.PARAGRAPHS`."""


def sentences(parsed: HasParagraphs) -> pl.DataFrame:
    """Which sentences does each article have, in which section and paragraph? Columns: `schema.SENTENCES`."""
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[dict[str, object]] = []
    number: dict[str, int] = {}
    for row in parsed.paragraphs.iter_rows(named=True):
        id, text = row["article_id"], texts[row["article_id"]]
        number[id] = number.get(id, 0) + 1
        for start, end in sentence_spans(text[row["start"] : row["end"]]):
            at = {"start": row["start"] + start, "end": row["start"] + end, "paragraph": number[id]}
            rows.append({**row, **at, "text": text[at["start"] : at["end"]]})
    return schema.SENTENCES.frame(rows)
