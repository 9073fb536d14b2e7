"""Where is the whole of a list of evidence that is too long for the page it belongs to? On pages of its own."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from analysis.report.html_blocks import MOST_ROWS, cell_words, grid_html, list_file
from analysis.report.page import Figure, Grid, Page, Report, Table, places

EACH = 2000  # rows a page


def evidence_lists(page: Page) -> Iterator[tuple[str, str, Grid]]:
    """All lists of evidence of a page, with the anchor of what they stand behind and what they are called."""
    for block in page.body:
        if isinstance(block, Figure) and block.evidence:
            said = f"The {places(len(block.evidence.rows))} behind Figure {block.number}"
            yield f"figure-{block.number}", said, block.evidence
        elif isinstance(block, Table) and block.cells:
            for at, rows in block.behind().items():
                yield f"cell-{block.number}-{at[0]}-{at[1]}", cell_words(block, at, rows), rows
        elif isinstance(block, Table) and block.evidence and block.number:
            said = f"The {places(len(block.evidence.rows))} behind Table {block.number}"
            yield f"table-{block.number}", said, block.evidence


def list_parts(report: Report) -> Iterator[tuple[str, str, str, str]]:
    """The pages of all lists that are too long for their page: file, slug of the page, title, what is shown."""
    for page in report.pages:
        for anchor, said, grid in evidence_lists(page):
            if len(grid.rows) > MOST_ROWS:
                yield from _parts(report, page, anchor, said, grid)


def _parts(report: Report, page: Page, anchor: str, said: str, grid: Grid) -> Iterator[tuple[str, str, str, str]]:
    last = -(-len(grid.rows) // EACH)
    for number in range(1, last + 1):
        rows = grid.part(range((number - 1) * EACH, min(number * EACH, len(grid.rows))))
        steps = [f'<a href="../{page.slug}.html#{anchor}">Back to {escape(page.label)}</a>']
        steps += [
            f'<a href="../{list_file(anchor, at)}">{word}</a>'
            for at, word in ((number - 1, "Before"), (number + 1, "Next"))
            if 1 <= at <= last
        ]
        head = f'<p class="kicker">{escape(page.label)}</p>\n<h1>{escape(said)}</h1>'
        part = f" · part {number} of {last}" if last > 1 else ""
        main = f"{head}\n<p>{' · '.join(steps)}{part}</p>\n{grid_html(rows, said, report, root='../', limit=EACH)}"
        yield list_file(anchor, number), page.slug, said, main
