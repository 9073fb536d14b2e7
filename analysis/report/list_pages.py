"""On which page does each part of a list of evidence stand, when the list has pages of its own?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.report.page import Block, Figure, Grid, Table, places, seen, show

EACH = 2000  # rows a page
MOST_ROWS = 200  # rows that stand below what they are behind; longer lists have pages of their own


@dataclass(frozen=True)
class Part:
    """Rows of evidence that belong together, with their heading; `id` is their address on the page."""

    id: str
    said: str
    grid: Grid

    @property
    def heading(self) -> str:
        """What is counted, how many rows that is, and how many a reader has seen: "CNN · martyrs: 3 places"."""
        return f"{self.said}: {places(len(self.grid.rows))}{seen(self.grid)}"


def list_file(anchor: str, page: int = 1) -> str:
    """Where is the whole of a list of evidence? `anchor`: of what it stands behind."""
    return f"evidence/{anchor}.html" if page == 1 else f"evidence/{anchor}-part-{page}.html"


def in_pages(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts page by page; one that is longer than a page goes on at the top of the next."""
    pages: list[list[Part]] = [[]]
    room = EACH
    for part in parts:
        n = len(part.grid.rows)
        for start in range(0, n, EACH):
            piece = part.grid.part(range(start, min(start + EACH, n)))
            if pages[-1] and len(piece.rows) > room:
                pages.append([])
                room = EACH
            pages[-1].append(replace(part, grid=piece, id="" if start else part.id))
            room -= len(piece.rows)
    return pages


def parts_behind(block: Block) -> dict[tuple[int, int], Part]:
    """The rows behind each number of a table, or of the data of a figure, that opens some; by row and column.

    The column of a figure is -1: `figure.column` names it.
    """
    found = {}
    if isinstance(block, Table):
        for (y, x), rows in block.behind().items():
            keys = [show(cell) for cell in block.grid.rows[y][: len(block.cells) - 1]]
            said = " · ".join([*keys, block.grid.columns[x]])
            found[y, x] = Part(f"cell-{block.number}-{y}-{x}", said, rows)
    elif isinstance(block, Figure) and block.evidence:
        for y, (said, at) in enumerate(block.groups):
            found[y, -1] = Part(f"rows-{y}", said, block.evidence.part(at))
    return {at: part for at, part in found.items() if part.grid.rows}


def is_apart(block: Figure | Table) -> bool:
    """Do the rows behind a figure or table have pages of their own? Groups of a figure always do."""
    parts = parts_behind(block).values()
    n = sum(len(part.grid.rows) for part in parts) or len(block.evidence.rows if block.evidence else ())
    return n > MOST_ROWS or (isinstance(block, Figure) and bool(parts))


def addresses(anchor: str, parts: Iterable[Part]) -> dict[str, str]:
    """Where in the site is each part of a list, by its id?"""
    pages = enumerate(in_pages(parts), 1)
    return {part.id: f"{list_file(anchor, at)}#{part.id}" for at, page in pages for part in page if part.id}
