"""How does a table look in a browser? In a box that scrolls, each row with its place in the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from analysis.report.list_pages import MOST_ROWS
from analysis.report.page import Cell, Grid, Place, Report, is_number, show

LONG, SHORT = 60, 16  # letters: columns of sentences, and those that are never broken


def grid_html(
    grid: Grid,
    name: str,
    report: Report | None = None,
    *,
    links: Mapping[tuple[int, int], str] | None = None,
    root: str = "",
    limit: int = MOST_ROWS,
) -> str:
    """A table in a box that scrolls where the screen is narrow, with the place of each row that has one in front.

    `links`: the address to which a cell (row, column) leads; `root`: the way from the page to the site's front; more
    than `limit` rows are cut. Cells are not closed: of a list they are half of the page.
    """
    columns = range(len(grid.columns))
    longest = [max((len(show(row[at])) for row in grid.rows if at < len(row)), default=0) for at in columns]
    wide = ["long" if most > LONG else "short" if most <= SHORT else "" for most in longest]
    kinds = ["number" if is_number(grid, at) else wide[at] for at in columns]
    marks = [f' class="{kind}"' if kind else "" for kind in kinds]
    head = "".join(f'<th scope="col"{marks[at]}>{escape(grid.columns[at])}</th>' for at in columns)
    found = [_place(report, place, root) for place in grid.places[:limit]] if report and report.where else []
    head = f'<th scope="col" class="short">place</th>{head}' if any(found) else head
    spans = _spans(grid.rows[:limit], [at for at in columns if wide[at] == "long"])
    rows = [
        "<tr>"
        + (f'<td class="short">{found[y]}' if any(found) else "")
        + "".join(
            f"<td{mark}{_span(spans[y, x])}>{_linked(show(cell), (links or {}).get((y, x)))}"
            for x, (mark, cell) in enumerate(zip(marks, row, strict=False))
            if spans[y, x]
        )
        for y, row in enumerate(grid.rows[:limit])
    ]
    more = f'<p class="note">The first {limit:,} of {len(grid.rows):,} rows.</p>' if len(grid.rows) > limit else ""
    body = "\n".join(rows)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    return f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0">{table}</div>{more}'


def _spans(rows: Sequence[Sequence[Cell]], long: Sequence[int]) -> Counter[tuple[int, int]]:
    """Over how many rows does each cell stretch? A sentence that several rows have stands once; none of it is 0."""
    spans = Counter({(y, x): 1 for y, row in enumerate(rows) for x in range(len(row))})
    for x in long:
        first = 0
        for y in range(1, len(rows)):
            if rows[y][x : x + 1] == rows[first][x : x + 1]:
                spans[first, x], spans[y, x] = spans[first, x] + 1, 0
            else:
                first = y
    return spans


def _span(rows: int) -> str:
    return f' rowspan="{rows}"' if rows > 1 else ""


def _place(report: Report, place: Place | None, root: str) -> str:
    """A link to where a row stands in its article."""
    found = report.where(place) if place and report.where else None
    return f'<a href="{root}{found[0]}">{escape(found[1])}</a>' if found else ""


def _linked(text: str, to: str | None) -> str:
    shown = escape(text, quote=False)
    return f'<a href="{to}">{shown}</a>' if to else shown
