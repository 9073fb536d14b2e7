"""How does one block of a page look in a browser?

Whatever came out of an article is escaped here, letter for letter; pictures and data stand inside the page.
"""

from __future__ import annotations

import base64
import csv
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from analysis.report.html_grid import grid_html
from analysis.report.list_pages import MOST_ROWS, Part, addresses, is_apart, list_file, parts_behind
from analysis.report.marks_html import marks_html
from analysis.report.page import (
    Address,
    Block,
    Cell,
    Code,
    Figure,
    Grid,
    Page,
    Picture,
    Plain,
    Report,
    Table,
    behind,
    seen,
)

FEW_ROWS = 30  # of data that open nothing: the others are in the file
HEADING = 160  # letters that a finding may have to stand above its figure
SENTENCE = (
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)(?<!\b[A-Z][a-z]{3}\.)\s+"  # not behind "Gov."
)
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def _data_uri(content: bytes, kind: str) -> str:
    return f"data:{TYPES[kind]};base64,{base64.b64encode(content).decode('ascii')}"


def _picture_uri(path: Path) -> str:
    """A picture inside the page. An SVG stays readable text, which takes a quarter less than base64."""
    if path.suffix != ".svg":
        return _data_uri(path.read_bytes(), path.suffix[1:])
    text = " ".join(path.read_text(encoding="utf-8").split())
    return f"data:{TYPES['svg']}," + quote(text, safe=" ='/:;,.()!*?@$&+[]{}|^`-_~").replace('"', "'")


def _fold(summary: str, inside: str, kind: str) -> str:
    return f'<details class="{kind}"><summary>{escape(summary)}</summary>\n{inside}\n</details>'


def _numeric(text: str) -> Cell:
    if text == "":
        return None
    try:
        return float(text) if re.search(r"[.eE]", text) else int(text)
    except ValueError:
        return text


def _read_csv(path: Path) -> Grid:
    """A figure's data; a column is read as numbers only where every cell is one."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    columns = tuple(rows[0]) if rows else ()
    cells = [[_numeric(cell) for cell in row] for row in rows[1:]]
    plain = {at for row in cells for at, cell in enumerate(row) if isinstance(cell, str)}
    kept = (
        tuple(raw[at] if at in plain else cell for at, cell in enumerate(row))
        for raw, row in zip(rows[1:], cells, strict=True)
    )
    return Grid(columns, tuple(kept))


def _evidence(block: Figure | Table, what: str, report: Report | None) -> str:
    """The rows behind a figure or table: folded below it, or where they are when they have pages of their own."""
    if not block.evidence or not block.evidence.rows:
        return ""
    said = behind(block.evidence, what)
    if is_apart(block):
        return f'<p class="note"><a href="{list_file(what.lower().replace(" ", "-"))}">{said}</a></p>'
    return _fold(said, grid_html(block.evidence, said, report), "evidence")


def _canvas(picture: str, alt: str, number: int) -> str:
    """A picture as wide as the page; where that is too small to read, two links make it larger and fit it again.

    No script: the style sheet enlarges whatever the address points at.
    """
    canvas = f'<div class="canvas" id="large-{number}"><img src="{picture}" alt="{escape(alt)}"></div>'
    larger, fit = (
        f'<a class="larger" href="#large-{number}">Larger</a>',
        f'<a class="fit" href="#fit-{number}">Fit to the page</a>',
    )
    return f'<div id="fit-{number}">{canvas}<p class="zoom">{larger}{fit}</p></div>'


def _files(figure: Figure, report: Report) -> str:
    """Where figure and data lie to be taken along: files beside the page."""
    names = {kind.upper(): getattr(figure, kind) for kind in ("svg", "png", "csv")}
    links = [
        f'<a download="{escape(name)}" href="figures/{quote(report.file(name).name)}">{kind}</a>'
        for kind, name in names.items()
        if name
    ]
    return f'<p class="note">To take along: {", ".join(links)}</p>' if links else ""


def _title(figure: Figure) -> str:
    """The finding as a heading: the first sentence of what a reader who cannot see the picture is told."""
    first = re.split(SENTENCE, figure.alt, maxsplit=1)[0]
    return f'<p class="title">{escape(first)}</p>' if first and len(first) <= HEADING else ""


def _goals(figure: Figure, report: Report, parts: Mapping[tuple[int, int], Part]) -> dict[int, Address]:
    """Where does each row of the data lead? To the rows that it counts, or to its own place."""
    found = addresses(f"figure-{figure.number}", (part for part in parts.values()))
    goals = {y: (found[part.id], "") for (y, _), part in parts.items()}
    if goals or not figure.evidence or not report.where:
        return goals
    places = enumerate(figure.evidence.places)
    return {y: where for y, place in places if place and (where := report.where(place))}


def figure_html(figure: Figure, report: Report, *, on: str = "") -> str:
    """A figure with caption, data and evidence; `on` is its page where it is shown elsewhere, without the folds.

    Told as text where the figure can be, else as its picture.
    """
    what = f"Figure {figure.number}"
    parts = parts_behind(figure)
    goals = _goals(figure, report, parts)
    if figure.marks:
        image = marks_html(figure.marks, goals)
    else:
        image = _canvas(
            _picture_uri(report.file(figure.svg or figure.png)), figure.alt or figure.caption, figure.number
        )
    image = _title(figure) + image
    source = f' <span class="source">{escape(figure.source)}</span>' if figure.source else ""
    said = f"{escape(figure.marks.get('caption') or figure.caption)}{source}"
    if on:
        link = f'<a href="{on}.html#figure-{figure.number}">{what}.</a>'
        return f"<figure>{image}<figcaption><b>{link}</b> {said}</figcaption></figure>"
    folds = _evidence(figure, what, report)
    if figure.csv:
        grid = _read_csv(report.file(figure.csv))
        links = {(y, grid.columns.index(figure.column)): goals[y][0] for y, _ in parts}
        data = grid_html(grid, f"Data of {what}", links=links, limit=MOST_ROWS if links else FEW_ROWS)
        folds = _fold(f"The data of {what}", data, "data") + folds
    caption = f"<figcaption><b>{what}.</b> {said}</figcaption>"
    return f'<figure id="figure-{figure.number}">{image}{caption}{_files(figure, report)}{folds}</figure>'


def _table(table: Table, report: Report | None) -> str:
    what = f"Table {table.number}" if table.number else "the table"
    caption = f"<figcaption><b>{what}.</b> {escape(table.caption)}</figcaption>" if table.number else ""
    parts, evidence = parts_behind(table), table.evidence
    goals, folds = {part.id: f"#{part.id}" for part in parts.values()}, _evidence(table, what, report)
    if parts and is_apart(table):
        goals = addresses(f"table-{table.number}", parts.values())
    elif parts:
        folds = "".join(_cell(part, table, report) for part in parts.values())
    links = {at: goals[part.id] for at, part in parts.items()}
    opens = f"Each underlined number opens its sentences{seen(evidence) if evidence else ''}." if parts else ""
    said = " ".join(part for part in (table.note, opens) if part)
    note = f'<p class="note">{escape(said)}</p>' if said else ""
    name = f' id="table-{table.number}"' if table.number else ""
    rows = grid_html(table.grid, table.caption or "Table", report, links=links)
    return f'<figure class="table"{name}>{caption}{rows}{note}{folds}</figure>'


def _cell(part: Part, table: Table, report: Report | None) -> str:
    """What stands behind one number: out of sight until its link is followed. No script: the style sheet shows it."""
    said, back = part.heading, f'<a href="#table-{table.number}">Back to Table {table.number}</a>'
    shown = grid_html(part.grid, said, report)
    return f'<section class="cell" id="{part.id}"><p><b>{escape(said)}.</b> {back}</p>{shown}</section>'


def _picture(picture: Picture) -> str:
    content = picture.data.encode() if picture.kind == "svg" else base64.b64decode(picture.data)
    image = f'<img src="{_data_uri(content, picture.kind)}" alt="{escape(picture.alt)}">'
    return f'<figure><div class="canvas">{image}</div></figure>'


def prose_html(fragment: str, *, wide: bool = False) -> str:
    """How does running text look? As pandoc wrote it, with every table in a box that scrolls."""
    wrapped = fragment.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )
    return f'<div class="prose{" wide" if wide else ""}">{wrapped}</div>'


def code_html(page: Page) -> str:
    """All code of a page, in one fold at its foot."""
    texts = [block.text for block in page.body if isinstance(block, Code)]
    code = escape("\n\n".join(texts))
    return _fold("The code of this page", f'<pre tabindex="0"><code>{code}</code></pre>', "code") if texts else ""


def block_html(block: Block, report: Report) -> str:
    """How does one block other than prose and code look?"""
    if isinstance(block, Plain):
        return f'<pre class="plain" tabindex="0">{escape(block.text)}</pre>'
    if isinstance(block, Figure):
        return figure_html(block, report)
    if isinstance(block, Table):
        return _table(block, report)
    assert isinstance(block, Picture)
    return _picture(block)
