"""Paragraphs to sentences to tokens, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.corpus.text import plain

if TYPE_CHECKING:
    from analysis.corpus.read import Corpus
    from analysis.language.parse import Parsed

LONGEST = 2_000  # characters of a sentence

# Possessive, and only from the first sign of a row: a row of dots would be tried from every dot to every dot.
STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"')\]]*+(\s++)(?=\S)")
OPEN = r"(?:^|[\s\"'(\[—–-])"
# These never end a sentence.
TITLES = re.compile(
    rf"{OPEN}(?:Mr|Mrs|Ms|Drs?|Profs?|Rev|Fr|Hon|Gens?|Lt|Col|Maj|Capt|Cpl|Sgt|Pvt|Pfc|Spc|Adm|Cmdr|Cdr|Brig|Ens|"
    r"Supt|Insp|Det|Govs?|Sens?|Reps?|Pres|Amb|Sec|Atty|Dist|St|Mt|Ft|Messrs|Mmes|v|vs|cf|e\.g|i\.e|a\.k\.a)\.$"
)
NUMBERED = re.compile(rf"{OPEN}(?:[Nn]os?|[Aa]rt|[Ff]igs?|[Vv]ol|[Cc]h|pp?|ca?|para|approx|Rs)\.$")
# "1. The army left. 2. The police stayed.": the number belongs to what it opens.
LISTED = re.compile(r"(?:^|[.!?]\s)\(?(?:\d{1,2}|[A-Z])\.$")
# These may end a sentence as well: they do before a word that only a new sentence would write with a capital.
SHORT = re.compile(
    rf"{OPEN}(?:(?:[A-Za-z]\.){{2,}}|(?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|Ph\.D|etc|al|Ave|Blvd|Rd|Dept|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec|[^\W\d_a-z])\.)$"
)
STARTER = re.compile(
    r"(?:The|This|That|These|Those|It|He|She|They|We|I|You|A|An|In|On|At|By|From|With|But|And|Or|So|Yet|If|As|For|"
    r"When|While|After|Before|Since|Until|During|Although|Though|Because|There|Here|Then|Now|Their|His|Her|Its|Our|My|"
    r"Your|No|Not|What|Which|Who|How|Why|Where|Some|Many|Most|Both|Each|However|Meanwhile|Also)\b(?![.'-])"
)
# "Why?" Smith asked: the question ends, the sentence does not.
ATTRIBUTION = re.compile(
    r"(?:[^\W\d_a-z][\w.'-]*\s+){0,4}(?:[a-z]+\s+){0,4}(?:said|says|asked|asks|shouted|cried|added|told|replied|"
    r"wondered|wrote|demanded|exclaimed|yelled|chanted|declared)\b"
)


def sentence_spans(paragraph: str) -> list[tuple[int, int]]:
    """Where does each sentence of a paragraph begin and end?

    A sentence ends at . ! ? … before a space and a capital, a digit or an opening quotation mark, inside
    quotations too; not after an initial, a title or an abbreviation, and not before "Smith asked".
    Read it: each span is (start, end) in the paragraph; only white space lies between two spans.
    Beware: "in the U.S. Soldiers left" stays one sentence; "U.S." ends one only before a word such as "The".
    """
    text = plain(paragraph)
    ends = [found for found in STOP.finditer(text) if _ends(text, found)]
    starts = [len(text) - len(text.lstrip()), *(found.end(1) for found in ends)]
    stops = [*(found.start(1) for found in ends), len(text.rstrip())]
    spans = [(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]
    return [part for span in spans for part in _cut(text, *span)]


def _cut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A sentence longer than any is cut at its spaces, so that no reading of it takes for ever."""
    while stop - start > LONGEST and (at := text.rfind(" ", start, start + LONGEST)) > start:
        yield start, at
        start = at + 1
    yield start, stop


def _ends(text: str, found: re.Match[str]) -> bool:
    """Does a sentence end at this mark, and not only an abbreviation or a quoted question?"""
    mark, after = text[found.start() : found.start(1)], text[found.end(1) : found.end(1) + 80]
    opening = after.lstrip("\"'([")
    first = opening[:1]
    capital = first.isalpha() and not first.islower()
    if not (after[0] == '"' or capital or first.isdecimal() or first in {"$", "£", "€"}):
        return False
    if mark[0] in "?!":
        return not (mark[-1] in "\"'" and ATTRIBUTION.match(after))
    head = text[max(0, found.start() - 14) : found.start() + 1]
    if mark == "." and (TITLES.search(head) or _is_listed(head)):
        return False
    if mark == "." and first.isdecimal() and NUMBERED.search(head):
        return False
    if mark in {".", ".)"} and SHORT.search(head):
        return STARTER.match(opening) is not None
    return True


def _is_listed(head: str) -> bool:
    """Does a number end here that belongs to what it opens? Not behind an abbreviation: "on Aug. 5. The army left"."""
    found = LISTED.search(head)
    if found is None:
        return False
    before = head[: found.start() + 1]
    return not (NUMBERED.search(before) or SHORT.search(before))


def sentences(parsed: Parsed | Corpus) -> pl.DataFrame:
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
