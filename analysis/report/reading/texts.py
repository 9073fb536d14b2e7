"""The articles as they are read: paragraph by paragraph, with their marks, and where everything is found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis.evidence.study import Study
from analysis.measures.large_corpora import open_told
from analysis.report.page import Address, Place
from analysis.report.reading.marks import Mark, Step, article_marks, laid_in
from analysis.report.reading.pairs import Link, linked_pairs

RANK = ("mention", "gap", "sentence", "quotation", "toll", "act", "label")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as it is shown."""

    number: int
    section: str
    start: int
    steps: tuple[Step, ...]

    @cached_property
    def marks(self) -> list[Mark]:
        """What begins here, its sentences and gaps too, in the order of the text."""
        return [what for kind, what in self.steps if kind in {"open", "gap"} and isinstance(what, Mark)]

    @property
    def speeches(self) -> list[tuple[Any, list[Mark]]]:
        """Who speaks here, from speaker to speaker, and what each says; words quoted within a report go with it."""
        said: list[Mark] = []
        for mark in self.marks:
            if mark.kind == "quotation" and mark.rows[0]["type"] != "scare":
                within = said and mark.end <= said[-1].end and mark.rows[0]["cue"] == said[-1].rows[0]["cue"]
                said += [] if within else [mark]
        return [(speaker, list(some)) for speaker, some in groupby(said, lambda mark: mark.rows[0]["speaker"])]


@dataclass(frozen=True)
class Text:
    """One article as it is shown; `facts` is its row of the articles table, `n_left_out` counts sentences."""

    facts: dict[str, Any]
    paragraphs: tuple[Paragraph, ...]
    n_left_out: int

    @property
    def title(self) -> str:
        """Its headline; where the file has none, newsroom and day."""
        return str(self.facts["title"] or f"{self.facts['outlet']}, {self.facts['date']:%d %B %Y}")

    @property
    def file(self) -> str:
        """Where the site has it."""
        return f"articles/{self.facts['article_id']}.html"

    @cached_property
    def ids(self) -> dict[tuple[int, int], str]:
        """The stretches with a place of their own; of several kinds on one stretch the last of `RANK`."""
        marks = [mark for paragraph in self.paragraphs for mark in paragraph.marks]
        return {(mark.start, mark.end): mark.id for mark in sorted(marks, key=lambda mark: RANK.index(mark.kind))}

    @cached_property
    def starts(self) -> list[tuple[int, str]]:
        """Where sentences, and what is left out, begin."""
        marks = (mark for paragraph in self.paragraphs for mark in paragraph.marks)
        return sorted((mark.start, mark.id) for mark in marks if mark.kind in {"sentence", "gap"})


@dataclass(frozen=True)
class Texts:
    """All articles of a corpus as they are shown, and what joins them two by two."""

    study: Study
    articles: dict[str, Text]
    pairs: dict[tuple[str, str], list[Link]]
    excerpts_only: bool
    marked: str = ""  # of texts that stand here without marks: the folder where they stand with them

    def paragraph(self, place: Place) -> Paragraph | None:
        """In which paragraph is a place of the texts?"""
        parts = self.articles[place[0]].paragraphs if place[0] in self.articles and place[1] is not None else ()
        return next((part for part in reversed(parts) if part.start <= (place[1] or 0)), None)

    def where(self, place: Place) -> Address | None:
        """Where in the site is a place of the texts, and how is it called? None for an article that is not there.

        It is the stretch itself, else its sentence, or the gap where that is left out.
        """
        id, start, end = place
        text, paragraph = self.articles.get(id), self.paragraph(place)
        if text is None:
            return None
        if start is None or paragraph is None or not text.starts:
            return text.file, "text"
        before = text.starts[max(0, bisect_right(text.starts, (start, "~")) - 1)][1]
        called = "headline" if paragraph.section == "headline" else f"¶\u00a0{paragraph.number}"
        return f"{text.file}#{text.ids.get((start, end or -1), before)}", called


def read_texts(folder: Path, *, excerpts_only: bool = False) -> Texts:
    """The articles that a report tells in full with all that was found in them, and what joins them two by two."""
    study = open_told(folder)
    return replace(texts_of(study, excerpts_only=excerpts_only), pairs=linked_pairs(study))


def texts_of(study: Study, *, excerpts_only: bool = False, marked: str = "") -> Texts:
    """The articles of a study with all that was found in them; of each only sentences with rows, if so asked.

    As they were printed, without a mark, where a folder `marked` is named in which they stand with all of them.
    """
    marks, articles = {} if marked else article_marks(study), {}
    tables = [
        {str(id): part.sort("start").to_dicts() for (id,), part in table.group_by("article_id")}
        for table in (study.sentences, study.corpus.paragraphs)
    ]
    for facts in study.corpus.articles.sort("event", "date", "outlet", "article_id").to_dicts():
        sentences, parts = (table.get(facts["article_id"], []) for table in tables)
        own = marks.get(facts["article_id"], [])
        gaps = [row for row in sentences if excerpts_only and not _has_row(row, own)]
        shown = [
            Paragraph(n, part["section"], part["start"], tuple(_steps(facts["text"], part, sentences, gaps, own)))
            for n, part in enumerate(parts, 1)
        ]
        articles[facts["article_id"]] = Text(facts, tuple(shown), len(gaps))
    return Texts(study, articles, {}, excerpts_only, marked)


def _has_row(sentence: dict[str, Any], marks: list[Mark]) -> bool:
    """Does a table of evidence hold anything in a sentence? That somebody is mentioned is not enough."""
    rows = (mark for mark in marks if mark.kind != "mention")
    return any(mark.start < sentence["end"] and sentence["start"] < mark.end for mark in rows)


def _steps(
    text: str, part: dict[str, Any], sentences: list[dict[str, Any]], gaps: list[dict[str, Any]], marks: list[Mark]
) -> Iterator[Step]:
    """A paragraph with its marks, its sentences among them; sentences that are left out are a gap."""
    here = [row for row in sentences if part["start"] <= row["start"] < part["end"]]
    marks = [*marks, *(Mark("sentence", row["start"], row["end"]) for row in here)]
    if not any(row in gaps for row in here):
        yield from laid_in(text, part["start"], part["end"], marks)
        return
    for row in here:
        if row in gaps:
            yield "gap", Mark("gap", row["start"], row["end"])
        else:
            yield from laid_in(text, row["start"], row["end"], marks)
