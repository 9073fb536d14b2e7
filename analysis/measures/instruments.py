"""How do TextBlob and VADER read one text, word by word?"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.corpus.text import plain

EMPHASIS = "!?"
TEXTS = 1 << 15  # readings held: a notebook asks for the same sentences again and again
VADER_ALPHA = 15
# TextBlob's tokeniser parts words at spaces and quotation marks, and strips these from both ends.
TEXTBLOB_PIECE, TEXTBLOB_MARKS = re.compile(r"[^\s'\"]+"), ".,;:!?()[]{}`'\"@#$^&*+-|=~_"


@dataclass(frozen=True)
class ScoredWord:
    """A word an instrument counted: its weight in the list, after its context, and in the score.

    `start` and `end` are its place in the text read, null where that cannot be told.
    """

    word: str
    phrase: str
    weight: float | None
    adjusted: float
    contribution: float
    start: int | None
    end: int | None


BOTH = ("TextBlob", "VADER")
TERM = {
    **dict.fromkeys(("term", "instrument"), pl.String()),
    "has_entry": pl.Boolean(),
    "weight": pl.Float64(),
    "words_counted": pl.String(),
}

Reading = tuple[float, tuple[ScoredWord, ...]]
Reader = Callable[[str], Reading]


def instrument_functions(names: Sequence[str]) -> dict[str, Reader]:
    """Which function reads a text for each instrument? Score and words counted, in their order.

    Raises ValueError for an instrument that is not here.
    """
    if unknown := [name for name in names if name not in READERS]:
        raise ValueError(f"no instrument {', '.join(unknown)}; choose from: {', '.join(READERS)}")
    return {name: READERS[name] for name in names}


def text_scores(texts: Sequence[str]) -> pl.DataFrame:
    """What do the instruments make of made-up sentences? For trying them out.

    One row is one text, in their order: text, and a column for each instrument with its score (-1 to 1; null where it
    knows no word).
    """
    found: dict[str, list[Any]] = {"text": list(texts)}
    for name, read in READERS.items():
        readings = [read(plain(text)) for text in texts]
        found[name] = [score if any(word.weight is not None for word in words) else None for score, words in readings]
    return pl.DataFrame(found, schema={"text": pl.String(), **dict.fromkeys(READERS, pl.Float64())})


def missing_words(terms: pl.DataFrame, *, instruments: Sequence[str] = BOTH) -> pl.DataFrame:
    """Which contested words does each instrument's list lack?

    Each term is given to the instrument alone, as it is written: a list may have "killed" and lack "kill".
    Read it: a word without an entry counts as nothing, however strong it is.
    Beware: a term of several words has an entry when one of them has; words_counted names it.

    One row is one term and instrument: term, instrument, has_entry, weight (TextBlob -1 to 1, VADER -4 to 4; null
    unless just one word is counted), words_counted. Sorted by term, instrument.
    Raises ValueError when `terms` has no column `term`, or for an instrument that is not here.
    """
    if "term" not in terms.columns:
        raise ValueError(f"missing_words needs a column term; columns here: {', '.join(terms.columns)}; rename one")
    rows: list[tuple[object, ...]] = []
    for term in terms["term"].drop_nulls().unique().sort():
        for instrument, read in instrument_functions(instruments).items():
            counted = [word for word in read(plain(term))[1] if word.weight is not None]
            weight = counted[0].weight if len(counted) == 1 else None
            rows.append((term, instrument, bool(counted), weight, ", ".join(word.word for word in counted)))
    return pl.DataFrame(rows, schema=TERM, orient="row").sort("term", "instrument")


def missing_labels() -> pl.DataFrame:
    """How many of the suite's contested terms (data/lexicons/labels.csv) does each instrument's list lack?

    One row is one instrument: instrument, n_missing, n (terms). See `missing_words`.
    """
    terms = pl.DataFrame({"term": [row["term"] for _, row in listed_rows(LEXICONS / "labels.csv")]})
    found = missing_words(terms).group_by("instrument")
    return found.agg(n_missing=(~pl.col("has_entry")).sum(), n=pl.len()).sort("instrument")


@functools.lru_cache(TEXTS)
def _textblob_reading(text: str) -> Reading:
    found = _textblob_sentiment(text)
    n = len(found.assessments)
    places = _phrase_positions(text, [phrase for phrase, *_ in found.assessments])
    counted = []
    for (phrase, polarity, *_), (start, end) in zip(found.assessments, places, strict=True):
        word, weight = _phrase_head(tuple(phrase))
        counted.append(ScoredWord(word, " ".join(phrase), weight, polarity, polarity / n, start, end))
    return found[0], tuple(counted)


def _textblob_sentiment(text: str) -> Any:
    """Polarity and subjectivity, with the assessments: what a TextBlob says of itself, asked once instead of twice."""
    from textblob.en import sentiment

    return sentiment(text)


@functools.cache
def _phrase_head(phrase: tuple[str, ...]) -> tuple[str, float]:
    """The word that a phrase such as "not very good" is about, and its weight in TextBlob's list."""
    for word in reversed(phrase):
        alone = _textblob_sentiment(word)
        if alone.assessments and word != "!":
            return word, alone[0]
    return phrase[-1], 0.0


def _phrase_positions(text: str, phrases: list[list[str]]) -> list[tuple[int | None, int | None]]:
    """Where does each phrase's word stand? TextBlob does not say; its words come in the order of the text."""
    if not phrases:
        return []
    pieces = []
    for found in TEXTBLOB_PIECE.finditer(text):
        word = found.group().strip(TEXTBLOB_MARKS)
        start = found.start() + found.group().find(word)
        pieces.append((word.lower(), start, start + len(word)))
    at = 0
    places: list[tuple[int | None, int | None]] = []
    for phrase in phrases:
        head = _phrase_head(tuple(phrase))[0]
        place: tuple[int | None, int | None] = (None, None)
        for word in phrase:
            ahead = next((i for i in range(at, len(pieces)) if pieces[i][0] == word), None)
            if ahead is not None:
                at = ahead + 1
                place = pieces[ahead][1:] if word == head else place
        places.append(place)
    return places


@functools.lru_cache(TEXTS)
def _vader_reading(text: str) -> Reading:
    analyzer = _vader_analyzer()
    score = float(analyzer.polarity_scores(text)["compound"])
    valences, words = analyzer.valences, analyzer.words
    total = float(sum(valences))
    emphasis = math.copysign(analyzer.emphasis, total) if total else 0.0
    scale = math.sqrt((total + emphasis) ** 2 + VADER_ALPHA)
    places = [(found.start(), found.group()) for found in re.finditer(r"\S+", text)] if analyzer.known else []
    counted = []
    for i, word in analyzer.known:
        start = end = None
        if len(places) == len(words) and word in places[i][1]:  # emoji are replaced by words: no places then
            start = places[i][0] + places[i][1].find(word)
            end = start + len(word)
        weight, lower = analyzer.lexicon[word.lower()], word.lower()
        counted.append(ScoredWord(lower, lower, weight, valences[i], valences[i] / scale, start, end))
    if emphasis:
        counted.append(ScoredWord(EMPHASIS, EMPHASIS, None, emphasis, emphasis / scale, None, None))
    return score, tuple(counted)


@functools.cache
def _vader_analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    class Recording(SentimentIntensityAnalyzer):  # type: ignore[misc]
        """VADER, unchanged, that keeps what it sums for the last text read."""

        def polarity_scores(self, text: str) -> Any:
            self.known: list[tuple[int, str]] = []
            self.words: list[str] = []
            self.valences: list[float] = []
            self.emphasis = 0.0
            return super().polarity_scores(text)

        def sentiment_valence(self, valence: float, sentitext: Any, item: str, i: int, sentiments: Any) -> Any:
            self.words = sentitext.words_and_emoticons
            if item.lower() in self.lexicon:
                self.known.append((i, item))
            return super().sentiment_valence(valence, sentitext, item, i, sentiments)

        def score_valence(self, sentiments: list[float], text: str) -> Any:
            self.valences = list(sentiments)
            self.emphasis = self._punctuation_emphasis(text)
            return super().score_valence(sentiments, text)

    return Recording()


READERS: dict[str, Reader] = {"TextBlob": _textblob_reading, "VADER": _vader_reading}
