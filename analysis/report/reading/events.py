"""What do all outlets on an event tell, what is disputed between them, and what does one of them tell alone?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from analysis.measures import alignment_links, coverage, tolls
from analysis.report.prose import count, number, spelled, verb
from analysis.report.reading.pairs import DENIED, DIFFER, Link
from analysis.report.reading.texts import Texts

HURT = ("killed", "wounded")
Row = dict[str, Any]
End = tuple[str, int]  # of a link: an article and where a sentence begins
NAMED = 4  # words that name a matter


@dataclass(frozen=True)
class Event:
    """One event with two outlets or more.

    `disputed`: pairs of sentences of which one denies the other, or has another number, those on the same thing
    together, the surest first; `counts`: the counts of each
    incident that lie apart; `matters`: sentences of several outlets that tell the same, and do not
    deny it, those of most outlets first;
    `alone`: of each outlet the sentences without a counterpart.
    """

    id: str
    outlets: tuple[str, ...]
    disputed: tuple[tuple[Link, ...], ...]
    counts: tuple[tuple[Row, ...], ...]
    matters: tuple[tuple[Row, ...], ...]
    alone: dict[str, tuple[Row, ...]]

    @property
    def file(self) -> str:
        """Where the site has it."""
        return f"events/{self.id}.html"

    @property
    def summary(self) -> str:
        """How much is told by all, by some, and against each other?"""
        n, apart, places = len(self.agreed), len(self.disputed), len(self.counts)
        every = "both" if len(self.outlets) == 2 else f"all {spelled(len(self.outlets))}"
        told = f"{number(n, 'matter').capitalize()} {verb(n, 'stands', 'stand')} in {every}"
        some = f", {count(len(self.shared))} in some of them" if len(self.outlets) > 2 else ""
        against = f"; {count(apart)} {verb(apart)} told against each other" if apart or not places else ""
        lie = f"; of {number(places, 'place')} counts lie apart" if places else ""
        return f"{told} outlets{some}{against}{lie}."

    @property
    def agreed(self) -> list[tuple[Row, ...]]:
        """What every outlet on the event tells."""
        return [rows for rows in self.matters if len({row["outlet"] for row in rows}) == len(self.outlets)]

    @property
    def shared(self) -> list[tuple[Row, ...]]:
        """What some tell, and not all."""
        return [rows for rows in self.matters if rows not in self.agreed]


def events_of(texts: Texts) -> list[Event]:
    """The events that can be compared, in the order of the corpus."""
    study = texts.study
    if study.corpus.is_lexical_only:
        return []
    judged = alignment_links.study_links(study, alignment_links.study_units(study))
    links = judged.filter((pl.col("status") != "proposed") | (pl.col("probability") >= alignment_links.SURE))
    tied = _linked_sentences(links)
    words = study.sentences.select("article_id", "start", "text").join(_nouns(study.tokens), on=["article_id", "start"])
    matters = coverage.linked_sentence_groups(links).join(
        words, on=["article_id", "start"], how="left", maintain_order="left"
    )
    told = tolls.contested_incidents(tolls.toll_accounts(study.tolls, study.sentences), effects=HURT).filter(
        pl.col("spread") > 0
    )
    joined = coverage.sentences_with_counterpart(links, study.sentences).select("article_id", "start")
    alone = study.sentences.filter(pl.col("section") == "body").join(joined, on=["article_id", "start"], how="anti")
    outlets = study.corpus.articles.group_by("event").agg(pl.col("outlet").unique().sort())
    made = []
    for id, there in outlets.sort("event").iter_rows():
        if len(there) > 1:
            here = {text.facts["article_id"] for text in texts.articles.values() if text.facts["event"] == id}
            pairs = (link for pair, some in texts.pairs.items() if here.issuperset(pair) for link in some)
            disputed = _disputes([link for link in pairs if link.relation in {DENIED, DIFFER}])
            against = [
                {(side["article_id"], side["start"]) for side in link.sides} for some in disputed for link in some
            ]
            groups = [told for rows in _groups(matters.filter(event=id), "group") for told in _around(rows, tied)]
            groups = [rows for rows in groups if not any(pair <= _ends(rows) for pair in against)]
            groups.sort(key=lambda rows: (-len({row["outlet"] for row in rows}), rows[0]["group"]))
            left = {outlet: tuple(alone.filter(event=id, outlet=outlet).to_dicts()) for outlet in there}
            made.append(
                Event(
                    id, tuple(there), disputed, tuple(_groups(told.filter(event=id), "incident")), tuple(groups), left
                )
            )
    return [event for id in study.corpus.events for event in made if event.id == id]


def _nouns(tokens: pl.DataFrame) -> pl.DataFrame:
    """The nouns and names of each sentence, as they are printed first."""
    spot = tokens.filter(
        pl.col("pos").is_in(["NOUN", "PROPN"]),
        pl.col("token").str.len_chars() > 2,
        pl.col("sentence_start").is_not_null(),
    )
    by = spot.group_by("article_id", start="sentence_start", maintain_order=True)
    known = by.agg(nouns=pl.struct("lemma", "token"))
    every = tokens.select("article_id", start="sentence_start").unique()
    return every.join(known, on=["article_id", "start"], how="left")


def _linked_sentences(links: pl.DataFrame) -> dict[End, set[End]]:
    """With which sentences is each linked?"""
    found: dict[End, set[End]] = {}
    for one in links.filter(pl.col("status") != "rejected").select(alignment_links.ENDS).iter_rows():
        found.setdefault(one[:2], set()).add(one[2:])
        found.setdefault(one[2:], set()).add(one[:2])
    return found


def _around(rows: tuple[Row, ...], tied: dict[End, set[End]]) -> Iterator[tuple[Row, ...]]:
    """A group as one sentence and those linked to it, since two that only touch a third need not tell the same."""
    while rows:
        ends = _ends(rows)
        middle = max(sorted(ends), key=lambda end: len(tied[end] & ends))
        near = {middle, *tied[middle]} & ends
        if len(near) > 1:
            yield tuple(row for row in rows if (row["article_id"], row["start"]) in near)
        rows = tuple(row for row in rows if (row["article_id"], row["start"]) not in near)


def name_of(rows: tuple[Row, ...]) -> str:
    """What is a matter about? The nouns and names that two outlets share, those in most sentences first."""
    said: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        for lemma, token in {noun["lemma"].lower(): noun["token"] for noun in row["nouns"] or ()}.items():
            said.setdefault(lemma, []).append((row["outlet"], token))
    shared = [uses for uses in said.values() if len({outlet for outlet, _ in uses}) > 1]
    return ", ".join(uses[0][1] for uses in sorted(shared, key=len, reverse=True)[:NAMED])


def _disputes(links: list[Link]) -> tuple[tuple[Link, ...], ...]:
    """Pairs that have a sentence in common are one dispute; the surest pair stands first."""
    found: list[tuple[set[tuple[str, int]], list[Link]]] = []
    for link in links:
        ends = {(side["article_id"], side["start"]) for side in link.sides}
        touched = [one for one in found if one[0] & ends]
        for one in touched:
            found.remove(one)
        found.append((ends.union(*(one[0] for one in touched)), [*(some for one in touched for some in one[1]), link]))
    sure = [tuple(sorted(some, key=lambda link: -(link.sides[0]["probability"] or 0))) for _, some in found]
    return tuple(sorted(sure, key=lambda some: -len(some)))


def _ends(rows: tuple[Row, ...]) -> set[tuple[str, int]]:
    return {(row["article_id"], row["start"]) for row in rows}


def _groups(table: pl.DataFrame, by: str) -> list[tuple[Row, ...]]:
    rows = table.sort(by, maintain_order=True).to_dicts()
    return [tuple(some) for _, some in groupby(rows, lambda row: row[by])]
