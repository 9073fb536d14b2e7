"""What the package finds in a set's texts, and what a scorer hands back."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.codings.validity.scores import ERROR, TALLY, tally_row
from analysis.corpus import corpus_of
from analysis.language import ParsedCorpus, parse, sentences

Item = Mapping[str, Any]
Row = dict[str, object]


@dataclass(frozen=True, eq=False)
class Machine:
    """A set's texts as the package reads them."""

    parsed: ParsedCorpus

    @functools.cache  # noqa: B019 - a machine lives as long as its set is scored
    def quotations(self, wide: bool) -> pl.DataFrame:
        """Reported speech; with `wide` thoughts, wishes and evidence too."""
        from analysis.evidence.voices import quotations
        from analysis.language.actors import mentions

        return quotations(self.parsed, mentions(self.parsed), wide=wide)

    def quotations_of(self, *, wide: bool = False) -> dict[str, list[dict[str, Any]]]:
        """Each text's quotations as rows, from top to bottom."""
        rows: dict[str, list[dict[str, Any]]] = {id: [] for id in self.parsed.docs}
        for row in self.quotations(wide).sort("article_id", "start", "end").iter_rows(named=True):
            rows[row["article_id"]].append(row)
        return rows

    @functools.cache  # noqa: B019
    def tolls(self) -> pl.DataFrame:
        """Numbers of people, with their effects."""
        from analysis.evidence.tolls import tolls

        return tolls(self.parsed, self.quotations(False))

    @functools.cache  # noqa: B019
    def labels(self) -> pl.DataFrame:
        """What people and things are called."""
        from analysis.evidence.calibration import certain_rows
        from analysis.evidence.labels import labels
        from analysis.language.actors import mentions

        return certain_rows(labels(self.parsed, mentions(self.parsed), self.quotations(False)))

    def voices(self, spans: Sequence[Row], *, wide: bool = False) -> list[str]:
        """Whose words is each span in: author, direct, partial, indirect or scare?"""
        from analysis.evidence.voices import span_voices

        schema = {"article_id": pl.String(), "start": pl.Int64(), "end": pl.Int64()}
        return span_voices(pl.DataFrame(spans, schema=schema), self.quotations(wide))["voice"].to_list()


@dataclass(frozen=True)
class Found:
    """Counts of hits and errors (see `analysis.codings.validity.scores`), and the sentences errors stand in."""

    tallies: list[Row]
    errors: list[Row]
    sentences: pl.DataFrame

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Tallies and errors as tables, metric by metric in the order in which they first came."""
        order: dict[object, int] = {}
        for row in self.tallies:
            order.setdefault(row["metric"], len(order))
        tallies = sorted(self.tallies, key=lambda row: order[row["metric"]])
        errors = sorted(self.errors, key=lambda row: order[row["metric"]])
        return pl.DataFrame(tallies, schema=TALLY), pl.DataFrame(errors, schema=ERROR)


Reader = Callable[[Mapping[str, str]], Machine]
Scorer = Callable[[Sequence[Item], Reader], Found]


def read(texts: Mapping[str, str]) -> Machine:
    """Let the package read the texts; progress on stderr."""
    return Machine(parse(corpus_of(texts), progress=_progress))


def _progress(done: int, of: int) -> None:
    if done % 50 == 0 or done == of:
        sys.stderr.write(f"\r  parsed {done} of {of}" + ("\n" if done == of else ""))
        sys.stderr.flush()


def found(tallies: list[Row], errors: list[Row], machine: Machine) -> Found:
    """What a scorer hands back."""
    return Found(tallies, errors, sentences(machine.parsed))


def error(metric: str, text: str, article: str, span: tuple[int, int], answers: tuple[str, str], size: int = 0) -> Row:
    """One place where coder and machine differ; `answers` are the coder's and the machine's."""
    start, end = span
    shown = {"start": start, "end": end, "size": size or end - start, "text": text[start:end]}
    return {"metric": metric, "article_id": article, "coded": answers[0], "machine": answers[1], **shown}


def class_tally_rows(metric: str, article: str, pairs: list[tuple[str, str]]) -> list[Row]:
    """Counts of one metric in one article, class by class, from pairs of (coded, machine) answers."""
    rows = []
    for name in sorted({answer for pair in pairs for answer in pair}):
        coded = sum(one == name for one, _ in pairs)
        hits = sum(one == other == name for one, other in pairs)
        machine = sum(other == name for _, other in pairs)
        rows.append({**tally_row(metric, article, hits, coded, machine), "class": name})
    return rows
