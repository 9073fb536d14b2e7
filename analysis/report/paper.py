"""What of a page does a reader on paper need, and what is left to the site? For the PDF and the Word file alike."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.report.page import Block, Cell, Code, Figure, Grid, Page, Prose, Table, places, seen, show

WHOLE = 18  # lines of a table that is not cut
LINES = 8  # of a table on paper; the site has all its rows
FEWEST = 3  # rows, however long they are
LINE = 104  # letters of a table's type across the page
GAP = 2.2  # the room between two columns, in letters
SHORT = 14  # a column with nothing longer than this is never broken
# sections that serve the notebooks and those at a computer
BACKSTAGE = (
    "Exports",
    "From files to a report",
    "How do I put things right, and how do I code?",
    "How to read a notebook",
    "The questions",
    "Claims",
    "Who calls whom what?",
    "What they do differently",
)


def on_paper(page: Page) -> tuple[list[Block], str]:
    """The blocks of a page that are printed, and a sentence on what the site has besides."""
    shown: list[Block] = []
    left_out: list[str] = []
    is_shown = True
    drawn = {f"{block.name}_cells" for block in page.body if isinstance(block, Figure)}  # tables of a figure's numbers
    for block in page.body:
        if isinstance(block, Code) or (isinstance(block, Table) and block.name in drawn):
            continue
        for part in _sections(block) if isinstance(block, Prose) else [block]:
            if isinstance(part, Prose) and part.text.startswith("## "):
                heading = part.text.split("\n")[0].removeprefix("## ").strip()
                is_shown = not part.more and heading not in BACKSTAGE
                left_out += [heading] if part.more else []
            shown += [part] if is_shown else []
    return shown, f"On the site besides: {' '.join(left_out)}" if left_out else ""


def _sections(prose: Prose) -> list[Prose]:
    return [replace(prose, text=text) for text in re.split(r"\n(?=## )", prose.text) if text.strip()]


def column_widths(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """How wide is each column, in letters? As wide as its text where all fit; else broad texts share what is left.

    No column is narrower than its longest word; a column of short cells is as wide as its longest cell.
    """
    texts = [[name, *(show(row[at]) for row in rows if at < len(row))] for at, name in enumerate(names)]
    whole = [max(map(len, column)) + GAP for column in texts]
    if sum(whole) <= LINE:
        return whole
    word = [max((len(part) for text in column for part in text.split()), default=0) + GAP for column in texts]
    cell = [max((len(text) for text in column[1:]), default=0) + GAP for column in texts]
    least = [max(word[at], cell[at] if cell[at] <= SHORT + GAP else 0) for at in range(len(names))]
    wish = [most - need for most, need in zip(whole, least, strict=True)]
    spare = max(0.0, LINE - sum(least)) / (sum(wish) or 1)
    return [need + spare * more for need, more in zip(least, wish, strict=True)]


def first_rows(grid: Grid) -> tuple[Grid, str]:
    """As many rows of a table as paper has room for, and a sentence on the rest."""
    widths = column_widths(grid.columns, grid.rows)
    heights = [
        max((math.ceil((len(show(cell)) + GAP) / width) for cell, width in zip(row, widths, strict=False)), default=1)
        for row in grid.rows
    ]
    fitting = sum(sum(heights[: n + 1]) <= LINES for n in range(len(heights)))
    n = len(heights) if sum(heights) <= WHOLE else max(fitting, FEWEST)
    rest = max(0, len(grid.rows) - n)
    said = f"The first {n} of {len(grid.rows):,} rows; the site has them all." if rest else ""
    return replace(grid, rows=grid.rows[:n], places=()), said


def remark(said: str, evidence: Grid | None, rest: str = "") -> str:
    """What is said below a figure or table, each part a sentence: of it, of its evidence, of rows that are missing."""
    parts = (said, _evidence(evidence, said), rest)
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in parts if part)


def _evidence(evidence: Grid | None, said: str) -> str:
    """Where the evidence is; how much of it there is, unless that is `said` already."""
    if not evidence or not evidence.rows:
        return ""
    n = len(evidence.rows)
    what = "each in its place" if f"{n:,} " in said else f"the {places(n)} behind it"
    return f"The site shows {what}{seen(evidence)}."
