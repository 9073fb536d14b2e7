"""Where do the words stand now on which readers have decided, and which decisions hold?"""

from __future__ import annotations

import json
import re

import polars as pl

from analysis.corpus.decisions import NUMBERS, OTHER, OWN, TRUTHS, WHOLES, Row
from analysis.corpus.read import Corpus
from analysis.corpus.search import Search
from analysis.corpus.text import plain
from analysis.schema import DECISIONS

ACTORS = ("actor", "agent", "patient", "holder", "who")  # columns that hold the code of an actor
CODES = ("EVENT", "OTHER", "unstated", "author")
PLACED = {name: dtype for name, (dtype, _) in DECISIONS.columns.items()} | {"why": pl.String()}
SAME = ("reader", "article_id", "kind", "start", "end", "other_id", "other_start", "field")


def place_decisions(decisions: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Where do the words stand now that readers have decided on, and which decisions hold?

    Words keep their offsets where they still stand there in their sentence; else they are looked for by sentence and
    words. What is undone is left out, with what undid it.
    One row is one decision: `schema.DECISIONS`, with the article and the offsets of now, and why (it cannot be laid
    over the rows; null where it can). In the order in which they count: by date, those of the reader named in
    [decisions] final behind all others.
    """
    places, final = _Places(corpus), corpus.manifest.decisions.final
    standing: dict[tuple[object, ...], list[Row]] = {}
    rows = [places.of(row) for row in decisions.sort("date", "file", "line").to_dicts()]
    for row in rows:
        mine = standing.setdefault(tuple(row[name] for name in SAME), [])
        if row["decision"] != "undone":
            mine.append(row)
        elif mine:
            mine.pop()
    left = {id(row) for mine in standing.values() for row in mine}
    kept = sorted((row for row in rows if id(row) in left), key=lambda row: row["reader"] == final)
    return pl.DataFrame(kept, schema=PLACED)


class _Places:
    """The articles as they are now, in which words are looked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.texts = {id: plain(text) for id, text in corpus.articles.select("article_id", "text").iter_rows()}
        self.files = dict(corpus.articles.select("article_id", "sha256").iter_rows())
        self.ids = {sha: id for id, sha in self.files.items()}
        self.codes = {*CODES, *(actor.id for actor in corpus.manifest.actor)}
        self.searches: dict[str, Search] = {}

    def of(self, row: Row) -> Row:
        """A decision with its place of now, or why it has none."""
        found = row | {"why": None}
        if row["decision"] == "torn":
            return row | {"why": "the line broke off while it was written"}
        if self.files.get(row["article_id"]) != row["sha256"]:  # the file has changed, or the article's id
            found["article_id"] = self.ids.get(row["sha256"], row["article_id"])
        for id, start, end, text in (OWN, OTHER) if row["kind"] == "link" else (OWN,):
            sentence, nth = (row["sentence"], row["nth"]) if id == "article_id" else ("", 1)
            span = self.span(found[id], row[start], row[end], plain(row[text]), plain(sentence), nth)
            if span is None:
                what = f"{row[text]!r} is not in it, or not once" if found[id] in self.texts else "it is not here"
                return row | {"why": f"article {found[id]!r}: {what}"}
            found |= {start: span[0], end: span[1]}
        for name, value in said_values(row).items():
            if name in ACTORS and value is not None and value not in self.codes:
                return found | {"why": f"no actor {value!r} in this corpus"}
            if name == "span" and words_near(self.texts[found["article_id"]], value, found["start"]) is None:
                return found | {"why": f"article {found['article_id']!r}: {value!r} is not in it"}
        return found

    def span(self, id: str, start: int, end: int, words: str, sentence: str, nth: int) -> tuple[int, int] | None:
        """Where the words stand now; None where that cannot be told."""
        text = self.texts.get(id)
        if text is None:
            return None
        stands = text[start:end] == words
        if stands and text.find(sentence, max(0, start + 1 - len(sentence)), start + len(sentence)) >= 0:
            return start, end
        if id not in self.searches:
            self.searches[id] = Search(text)
        return self.searches[id].span(sentence, words, nth, near=start) or ((start, end) if stands else None)


def words_near(text: str, words: str, start: int) -> tuple[int, int] | None:
    """Where do these words stand nearest to a place? None where they are nowhere."""
    spans = (found.span() for found in re.finditer(re.escape(plain(words)), plain(text)))
    return min(spans, key=lambda span: (abs(span[0] - start), span), default=None)


def said_values(row: Row) -> Row:
    """What a decision says: column to value; one that undoes another says nothing."""
    name, value = row["field"], row["value"]
    if row["decision"] == "undone":
        return {}
    if name in WHOLES:
        return dict(json.loads(value or "{}"))
    return {name: json.loads(value) if value is not None and name in (*TRUTHS, *NUMBERS) else value}
