"""Where is the whole of a list of evidence that is too long for the page it belongs to? On pages of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from analysis.report.html_grid import grid_html
from analysis.report.list_pages import EACH, Part, in_pages, is_apart, list_file, parts_behind
from analysis.report.page import Figure, Grid, Page, Report, Table, behind

Quote = tuple[str, str]  # a number as it stands in a sentence, and the sentence, as HTML


def evidence_lists(page: Page) -> Iterator[tuple[str, str, Grid]]:
    """The lists behind figures and tables, with the anchor of what they stand behind and what they are called."""
    for block in page.body:
        if isinstance(block, Figure | Table) and block.evidence and block.number:
            what = type(block).__name__
            said = behind(block.evidence, f"{what} {block.number}")
            yield f"{what.lower()}-{block.number}", said, block.evidence


def list_parts(report: Report, quotes: Mapping[str, Quote] | None = None) -> Iterator[tuple[str, str, str, str]]:
    """The pages of all lists that have their own: file, slug of the page they belong to, title, what is shown.

    Those are the lists that are too long for their page, those of figures in groups, and those that numbers in
    sentences open; `quotes` are the sentences, by the name of the list.
    """
    for page in report.pages:
        blocks = [block for block in page.body if isinstance(block, Figure | Table) and block.evidence and block.number]
        for block, (anchor, said, grid) in zip(blocks, evidence_lists(page), strict=True):
            parts = list(parts_behind(block).values()) or [Part("", "", grid)]
            if is_apart(block):
                yield from _pages(report, page, f"#{anchor}", said, parts)
        for name, grid in page.lists.items():
            number, sentence = (quotes or {}).get(name, ("", ""))
            number = number.strip("“”")
            yield from _pages(report, page, "", behind(grid, f"“{number}”"), [Part("", "", grid)], name, sentence)


def _pages(
    report: Report, page: Page, anchor: str, said: str, parts: Sequence[Part], name: str = "", quote: str = ""
) -> Iterator[tuple[str, str, str, str]]:
    name, pages = name or anchor[1:], in_pages(parts)
    for number, shown in enumerate(pages, 1):
        steps = [f'<a href="../{page.slug}.html{anchor}">Back to {escape(page.label)}</a>']
        steps += [
            f'<a href="../{list_file(name, at)}">{word}</a>'
            for at, word in ((number - 1, "Before"), (number + 1, "Next"))
            if 1 <= at <= len(pages)
        ]
        head = f'<p class="kicker">{escape(page.label)}</p>\n<h1>{escape(said)}</h1>'
        head += f'\n<blockquote class="prose">{quote}</blockquote>' if quote else ""
        part = f" · part {number} of {len(pages)}" if len(pages) > 1 else ""
        lists = "\n".join(_part(one, said, report) for one in shown)
        main = f"{head}\n<p>{' · '.join(steps)}{part}</p>\n{lists}"
        yield list_file(name, number), page.slug, said, main


def _part(part: Part, said: str, report: Report) -> str:
    address = f' id="{part.id}"' if part.id else ""
    heading = f"<h2{address}>{escape(part.heading)}</h2>\n" if part.said else ""
    return heading + grid_html(part.grid, part.said or said, report, root="../", limit=EACH)
