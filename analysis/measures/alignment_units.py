"""What does each sentence say, piece by piece? Acts, actors, names, days, numbers and words that another may repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from analysis.language.word_lists import word_list
from analysis.measures import alignment_spans as spans
from analysis.measures.alignment_lexicon import RetellingLexicon, retelling_lexicon

UNIT_KINDS = ("act", "actor", "speaker", "quoted", "name", "day", "number", "thing", "word", "quality")
SCHEMA = {
    **dict.fromkeys(("event", "outlet", "article_id"), pl.String),
    "start": pl.Int64,
    "kind": pl.String,
    "unit": pl.String,
    "words": pl.String,
    "n": pl.Int64,
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
NEARBY = {"yesterday": -1, "today": 0, "tomorrow": 1}
AHEAD = word_list("ahead")
OPEN = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
EMPTY = word_list("words that say nothing of their own")
LIGHT = word_list("common verbs beside every topic")
DATELINE = re.compile(r"[A-Z][A-Z .'-]+(?:,[\w .]+)?(?:\([A-Z]+\) *)?\s*(?:--|[-–—])\s")
Piece = tuple[str, str, str]  # kind, unit, the words as printed


def sentence_units(
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame,
    quotations: pl.DataFrame,
    articles: pl.DataFrame,
) -> pl.DataFrame:
    """What does each sentence say, in pieces that a sentence elsewhere may have too?

    act       a concept of data/lexicons/retelling.csv ("desert", "quit" and "walk out" are one), or another verb
    actor     an actor mentioned in the sentence by name or pronoun, or the speaker of words in it
    quoted    the stem of a noun, verb, adjective or name that stands in quotation marks
    speaker   an actor whose words stand in the sentence, quoted or retold
    name      a run of proper names that names no actor
    day       a weekday, "yesterday" or a date, reckoned from the article's date
    number    a number with the noun behind it
    thing     a concept for people, places and goods ("soldier", "city"): says little alone
    word      the stem of another noun
    quality   the stem of another adjective
    Read it: two sentences that tell the same share rare pieces, above all acts.
    Beware: a piece is a word out of its context; "denied" and "did" look alike.

    One row is one piece in one sentence: event, outlet, article_id, start (of the sentence), kind, unit, words
    (as first printed), n (times). Sorted by article_id, start, kind, unit.
    """
    lexicon = retelling_lexicon()
    dates = dict(articles.select("article_id", "date").iter_rows())
    actors = spans.sentence_actors(sentences, mentions, quotations)
    named, speakers, marked = (
        spans.actor_name_spans(mentions),
        spans.sentence_speakers(sentences, quotations),
        spans.quotation_spans(quotations),
    )
    by_sentence = {key: group.rows(named=True) for key, group in tokens.group_by("article_id", "sentence_start")}
    rows: list[dict[str, object]] = []
    for sentence in sentences.iter_rows(named=True):
        key = (sentence["article_id"], sentence["start"])
        begin = DATELINE.match(sentence["text"])
        body = sentence["start"] + (begin.end() if begin else 0)
        read = [token for token in by_sentence.get(key, []) if token["start"] >= body]
        reader = _UnitReader(read, lexicon, dates.get(key[0]), named.get(key[0], []), sentence["section"] == "body")
        found: dict[tuple[str, str], list[str]] = {}
        people = [("actor", code, code) for code in actors.get(key, [])]
        people += [("speaker", code, code) for code in speakers.get(key, [])]
        quoted = _quoted_units(read, marked.get(key[0], []))
        for kind, unit, words in [*people, *quoted, *reader.read_units()]:
            found.setdefault((kind, unit), []).append(words)
        where = {name: sentence[name] for name in ("event", "outlet", "article_id", "start")}
        rows += [
            {**where, "kind": kind, "unit": unit, "words": words[0], "n": len(words)}
            for (kind, unit), words in found.items()
        ]
    return pl.DataFrame(rows, schema=SCHEMA).sort("article_id", "start", "kind", "unit")


def _quoted_units(tokens: list[dict[str, Any]], marked: list[tuple[int, int]]) -> list[Piece]:
    return [
        ("quoted", word_stem(token["lemma"].lower()), token["token"])
        for token in tokens
        if token["pos"] in OPEN and token["lemma"] not in EMPTY and token["lemma"] not in LIGHT
        if any(start <= token["start"] < end for start, end in marked)
    ]


@dataclass
class _UnitReader:
    """One sentence's tokens, read piece by piece; what one reading uses the next leaves alone."""

    tokens: list[dict[str, Any]]
    lexicon: RetellingLexicon
    published: date | None
    named: list[tuple[int, int]]
    is_body: bool

    def read_units(self) -> Iterator[Piece]:
        self.lemmas = [self._counted_lemma(token) for token in self.tokens]
        self.norms = [token["norm"] for token in self.tokens]
        self.used: set[int] = set()
        first = self.tokens[0]["start"] if self.tokens else 0
        last = self.tokens[-1]["end"] if self.tokens else 0
        named = [(start, end) for start, end in self.named if start < last and first < end]
        self.actors = {
            at for at, one in enumerate(self.tokens) if any(a < one["end"] and one["start"] < b for a, b in named)
        }
        yield from self._day_units()
        yield from self._phrase_units()
        if self.is_body:  # in a headline every word may have a capital
            yield from self._name_units()
        yield from self._word_units()

    def _counted_lemma(self, token: dict[str, Any]) -> str:
        lemma, norm = token["lemma"], token["norm"]
        if token["pos"] == "PROPN" and norm.endswith("s") and norm[:-1] in self.lexicon.words:
            return str(norm[:-1])
        return str(lemma)

    def _day_units(self) -> Iterator[Piece]:
        ahead = bool(AHEAD & set(self.norms)) or ("call" in self.lemmas and "for" in self.norms)
        for at, norm in enumerate(self.norms):
            day, month = None, norm in MONTHS and at + 1 < len(self.norms)
            if self.published and norm in DAYS:
                back = (self.published.weekday() - DAYS.index(norm)) % 7
                day = self.published + timedelta(days=7 - back if ahead and back else -back)
            elif self.published and norm in NEARBY:
                day = self.published + timedelta(days=NEARBY[norm])
            elif self.published and month and re.fullmatch(r"[12]?\d|3[01]", self.norms[at + 1]):
                self.used |= {at, at + 1}
                written = f"{self.published.year}-{MONTHS.index(norm) + 1:02d}-{int(self.norms[at + 1]):02d}"
                yield "day", written, self._printed_text(at, at + 1)
            if day:
                self.used.add(at)
                yield "day", day.isoformat(), self._printed_text(at)

    def _phrase_units(self) -> Iterator[Piece]:
        for at in range(len(self.tokens)):
            opening = {self.lemmas[at], self.norms[at]}
            for words, concept in [one for key in sorted(opening) for one in self.lexicon.phrases.get(key, ())]:
                places = range(at, at + len(words))
                if places.stop <= len(self.tokens) and all(
                    word in (self.lemmas[place], self.norms[place]) for word, place in zip(words, places, strict=True)
                ):
                    self.used |= set(places)
                    yield self.lexicon.kind[concept], concept, self._printed_text(at, places[-1])

    def _name_units(self) -> Iterator[Piece]:
        run: list[str] = []
        for at, token in enumerate([*self.tokens, {"pos": "", "token": "", "norm": ""}]):
            free = at not in self.used and at not in self.actors
            if free and token["pos"] == "PROPN" and token["token"][0].isupper():
                run.append(token["norm"])
                self.used.add(at)
            elif run:
                yield "name", " ".join(run), self._printed_text(at - len(run), at - 1)
                run = []

    def _word_units(self) -> Iterator[Piece]:
        for at, token in enumerate(self.tokens):
            if at in self.used or not token["is_word"]:
                continue
            concepts = list(self._word_concepts(at, token))
            printed = self._printed_text(at)
            yield from ((self.lexicon.kind[concept], concept, printed) for concept in concepts)
            if concepts or at in self.actors or token["pos"] not in OPEN or self.lemmas[at] in EMPTY:
                continue
            if token["pos"] == "NUM" or token["norm"][0].isdigit():
                noun = next((place for place in self._following_range(at) if self.tokens[place]["pos"] == "NOUN"), at)
                counted = f" {self.lemmas[noun]}" if noun > at else ""
                yield "number", token["norm"] + counted, self._printed_text(at, noun)
            elif token["pos"] == "PROPN":
                yield "name", token["norm"], printed
            else:
                if token["pos"] == "VERB" and self.lemmas[at] in LIGHT:
                    continue
                kind = {"VERB": "act", "ADJ": "quality"}.get(token["pos"], "word")
                yield kind, word_stem(self.lemmas[at]), printed

    def _following_range(self, at: int) -> range:
        return range(at + 1, min(at + 4, len(self.tokens)))

    def _printed_text(self, first: int, last: int | None = None) -> str:
        shown = self.tokens[first : (first if last is None else last) + 1]
        return " ".join(str(token["token"]) for token in shown)

    def _word_concepts(self, at: int, token: dict[str, Any]) -> Iterator[str]:
        seen: set[str] = set()
        parts = {None, token["pos"]}
        if token["pos"] == "PROPN" and not self.is_body:  # in a headline any word may be taken for a name
            parts |= {"NOUN", "VERB"}
        for key in (self.lemmas[at], self.norms[at]):
            for concept, pos in self.lexicon.words.get(key, ()):
                is_actor = at in self.actors and self.lexicon.kind[concept] == "thing"
                if pos in parts and not is_actor and concept not in seen:
                    seen.add(concept)
                    yield concept


ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ions", "ing", "ion", "ers", "ed", "er", "es", "ly", "s", "e")


def word_stem(word: str) -> str:
    """The word without its ending, at least four letters long: "negotiation" and "negotiate" become "negoti".

    A rough cut: it is only used to see that two words are of one family.
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return word.removesuffix("at") if len(word) >= 6 else word


units = sentence_units  # its name in edition 0.1.0, for scripts written for it
