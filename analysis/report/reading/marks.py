"""What is marked in an article, and how are marks that overlap laid into its text?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from analysis.evidence.study import Study

TABLES = {
    "quotation": "every_quotation",
    "act": "every_act",
    "toll": "every_toll",
    "label": "every_label",
    "mention": "mentions",
}
SHADES = 6  # speakers with a shade of their own in an article; the others share one


@dataclass(frozen=True)
class Mark:
    """One stretch of text with all rows that one table has on it, firm ones first; `shade` is that of who speaks."""

    kind: str
    start: int
    end: int
    rows: tuple[dict[str, Any], ...] = ()
    shade: int = 0

    @property
    def id(self) -> str:
        """The same as long as the row stands: label-12-19."""
        return f"{self.kind}-{self.start}-{self.end}"


Step = tuple[str, Mark | str]  # "open" a mark, "again" where it was cut, "close" it; a piece of "text"; a "gap"


def article_marks(study: Study) -> dict[str, list[Mark]]:
    """All rows of evidence as marks, by article. Rows of one table on the same stretch are one mark."""
    found: dict[str, list[Mark]] = {id: [] for id in study.corpus.articles["article_id"]}
    shades = _shades(study.every_quotation)
    for kind, table in TABLES.items():
        same: dict[tuple[str, int, int], list[dict[str, Any]]] = {}
        for row in getattr(study, table).iter_rows(named=True):
            same.setdefault((row["article_id"], row["start"], row["end"]), []).append(row)
        for (id, start, end), rows in same.items():
            rows.sort(key=lambda row: bool(row.get("doubtful")))
            shade = shades.get((id, rows[0]["actor"] or rows[0]["speaker"]), 0) if kind == "quotation" else 0
            found[id].append(Mark(kind, start, end, tuple(rows), shade))
    return found


def _shades(quotations: pl.DataFrame) -> dict[tuple[str, Any], int]:
    """The number of each speaker in an article, from the one who speaks longest; 0 where they are too many."""
    said = quotations.filter(pl.col("type") != "scare").with_columns(who=pl.coalesce("actor", "speaker"))
    length = said.group_by("article_id", "who").agg(n=(pl.col("end") - pl.col("start")).sum())
    ranked = length.sort("article_id", -pl.col("n"), "who").with_columns(at=pl.int_range(pl.len()).over("article_id"))
    return {(id, who): at + 1 for id, who, _, at in ranked.iter_rows() if at < SHADES}


def laid_in(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Step]:
    """A stretch of text with its marks, properly nested.

    Of two marks that overlap without one holding the other, the second is cut where the first ends and goes on behind
    it. Longer marks stand outside.
    """
    inside = sorted((m for m in marks if m.start < end and start < m.end), key=lambda m: (-m.end, m.start))
    cuts = sorted({start, end, *(cut for m in inside for cut in (m.start, m.end) if start < cut < end)})
    stack: list[Mark] = []
    for at, until in pairwise(cuts):
        ending = next((place for place, mark in enumerate(stack) if mark.end <= at), len(stack))
        going_on = [mark for mark in stack[ending:] if mark.end > at]
        begins = [mark for mark in inside if max(mark.start, start) == at]
        yield from (("close", mark) for mark in reversed(stack[ending:]))
        yield from (("again", mark) for mark in going_on)
        yield from (("open" if mark.start == at else "again", mark) for mark in begins)
        yield "text", text[at:until]
        stack = [*stack[:ending], *going_on, *begins]
    yield from (("close", mark) for mark in reversed(stack))
