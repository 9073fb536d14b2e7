"""On which page does each part of a list of evidence stand, when the list has pages of its own?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.report.page import Figure, Grid

EACH = 2000  # rows a page


@dataclass(frozen=True)
class Part:
    """Rows of evidence that belong together, with their heading; `id` is their address on the page."""

    id: str
    said: str
    grid: Grid


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


def groups(figure: Figure) -> list[Part]:
    """The rows behind a figure, group by group: one for each row of its data that counts some."""
    if not figure.evidence:
        return []
    found = [
        Part(f"rows-{y}", said, figure.evidence.part(rows)) for y, (said, rows) in enumerate(figure.groups) if rows
    ]
    return [part for part in found if part.grid.rows]


def addresses(figure: Figure) -> dict[str, str]:
    """Where in the site is each group of a figure?"""
    pages = enumerate(in_pages(groups(figure)), 1)
    return {
        part.id: f"{list_file(f'figure-{figure.number}', at)}#{part.id}"
        for at, page in pages
        for part in page
        if part.id
    }
