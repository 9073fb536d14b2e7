"""What is a page of the report made of?

A page is a list of blocks: prose, code, plain text, pictures, figures, tables. `markdown` reads them from a
notebook, `html` and `pdf` set them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern
from typing import Any

AND = "; "  # between the columns of a table in whose numbers one row is counted
UNSEEN = ("machine", "proposed")  # the status of a row that nobody has decided about
Cell = str | int | float | bool | None
Place = tuple[str, int | None, int | None]  # article, first character, character behind the last
Address = tuple[str, str]  # where a place is found in the site, and how it is called in a table: "¶ 7"


@dataclass(frozen=True)
class Grid:
    """Column names, and rows as long as they are; where each row comes from, if that is known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[Place | None, ...] = ()

    @staticmethod
    def read(data: Mapping[str, Any] | None, folder: Path | None = None) -> Grid | None:
        """The grid in a payload, or in the file that it names; None where there is none."""
        if not data or not data.get("columns"):
            return None
        if data.get("file") and folder and (folder / Path(data["file"]).name).is_file():
            data = json.loads((folder / Path(data["file"]).name).read_text(encoding="utf-8"))
        columns = tuple(str(column) for column in data["columns"])
        places = tuple(place and (intern(str(place[0])), place[1], place[2]) for place in data.get("places", ()))
        # one sentence stands in dozens of lists; in memory it stands once
        rows = (tuple(intern(cell) if type(cell) is str else cell for cell in row) for row in data.get("rows", ()))
        return Grid(columns, tuple(rows), places)

    def part(self, rows: Sequence[int]) -> Grid:
        """Some of the rows."""
        here = [at for at in rows if at < len(self.rows)]  # a file that holds the rest may be missing
        places = tuple(self.places[at] for at in here) if self.places else ()
        return replace(self, rows=tuple(self.rows[at] for at in here), places=places)


@dataclass(frozen=True)
class Prose:
    """Markdown; `lists` are the rows that its numbers open, by the name of the link; `finding` see `markdown`.

    With `more` a section begins here that is folded until a reader wants more, with `method` one that tells how
    the answer was found.
    """

    text: str
    lists: Mapping[str, Grid] = field(default_factory=dict)
    finding: Mapping[str, Any] = field(default_factory=dict)
    more: bool = False
    method: bool = False


@dataclass(frozen=True)
class Code:
    """The source of one or more cells in a row."""

    text: str


@dataclass(frozen=True)
class Plain:
    """Text that came out of a cell, to be shown letter for letter."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A picture without a payload: `kind` is svg or png, `data` its text or base64."""

    kind: str
    data: str
    alt: str


@dataclass(frozen=True)
class Figure:
    """A figure with everything that belongs to it; files are bare names in the figures folder."""

    name: str
    caption: str
    alt: str
    source: str
    svg: str
    png: str
    csv: str
    evidence: Grid | None
    number: int = 0
    column: str = ""  # of the data: its numbers open their rows of the evidence
    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()  # of each row of the data: what it counts, and which rows
    marks: Mapping[str, Any] = field(default_factory=dict)  # the figure as text: see `markdown`


@dataclass(frozen=True)
class Table:
    """A table with caption and note; without a caption it has no number.

    `cells`: which columns of the evidence name the row (its first cells) and, last, the column of a number, so that
    each number opens the sentences it counts.
    """

    name: str
    caption: str
    grid: Grid
    note: str
    evidence: Grid | None
    number: int = 0
    cells: tuple[str, ...] = ()

    def behind(self) -> dict[tuple[int, int], Grid]:
        """Which rows of the evidence stand behind each cell (row, column)? Only for a table with `cells`."""
        if not self.cells or not self.evidence:
            return {}
        at = [self.evidence.columns.index(name) for name in self.cells]
        kept = [place for place in range(len(self.evidence.columns)) if place not in at]
        found: dict[tuple[Cell, ...], list[int]] = {}
        for number, row in enumerate(self.evidence.rows):
            for column in show(row[at[-1]]).split(AND):
                found.setdefault((*(row[place] for place in at[:-1]), column), []).append(number)
        names = tuple(self.evidence.columns[place] for place in kept)
        rows = tuple(tuple(row[place] for place in kept) for row in self.evidence.rows)
        behind = Grid(names, rows, self.evidence.places)
        of = len(self.cells) - 1
        return {
            (y, x): behind.part(found[*row[:of], column])
            for y, row in enumerate(self.grid.rows)
            for x, column in enumerate(self.grid.columns)
            if x >= of and row[x] and (*row[:of], column) in found
        }


Block = Prose | Code | Plain | Picture | Figure | Table


@dataclass(frozen=True)
class Page:
    """One notebook's question, short answer and body."""

    slug: str
    title: str
    answer: tuple[Prose, ...]
    body: tuple[Block, ...]
    chosen: str = ""  # name of the figure for the findings page

    @property
    def label(self) -> str:
        """The page's short name: `02_words` is Words."""
        return re.sub(r"^[0-9]+[_-]", "", self.slug).replace("_", " ").replace("-", " ").capitalize()

    @property
    def lists(self) -> dict[str, Grid]:
        """The rows that numbers in sentences open, by the name of the link."""
        return {name: grid for piece in self.prose for name, grid in piece.lists.items()}

    @property
    def prose(self) -> tuple[Prose, ...]:
        """All running text, the answer first."""
        return (*self.answer, *(block for block in self.body if isinstance(block, Prose)))

    @property
    def finding(self) -> Figure | None:
        """The figure for the findings page."""
        figures = (block for block in self.body if isinstance(block, Figure))
        return next((figure for figure in figures if figure.name == self.chosen), None)


class ReportError(RuntimeError):
    """The report cannot be set from what the notebooks left."""


@dataclass(frozen=True)
class Report:
    """Everything that goes into the report.

    `colophon` names what it was built from, line by line; `folders` are searched in order for figure files.
    """

    title: str
    subtitle: str
    pages: tuple[Page, ...]
    colophon: Mapping[str, str]
    generator: str
    author: str
    folders: tuple[Path, ...]
    bibliography: Path | None = None
    where: Callable[[Place], Address | None] | None = None  # in the articles, as the site shows them
    editions: tuple[tuple[str, str], ...] = ()  # other forms of the report: what is said of each, and its file
    searched: bool = False  # whether there is a page on which their sentences can be searched
    doors: tuple[tuple[str, str], ...] = ()  # names of files and what they are called, instead of pages

    @property
    def slugs(self) -> tuple[str, ...]:
        """The names of the pages, in order."""
        return tuple(page.slug for page in self.pages)

    def file(self, name: str) -> Path:
        """Where does a figure's file lie? Raises ReportError when no folder has it."""
        for folder in self.folders:
            if name and (folder / name).is_file():
                return folder / name
        raise ReportError(f"no file {name!r} among the figures; run the notebook that draws it again")


def show(cell: object) -> str:
    """How is a value shown, in a table or in a sentence?

    Text as it is; 1234 as 1,234; 0.12345 as 0.12, and 0.00123 as 0.0012; null and not-a-number as a dash; true and
    false as yes and no.
    """
    if cell is None or (isinstance(cell, float) and cell != cell):
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}".replace("-", "−")
    if isinstance(cell, float):
        digits = f"{cell:,.2f}" if abs(cell) >= 0.005 or not cell else f"{cell:.2g}"
        return digits.replace("-", "−")
    return str(cell)


def is_number(grid: Grid, column: int) -> bool:
    """Does a column hold numbers only? (A column of nulls does not.)"""
    cells = [row[column] for row in grid.rows if column < len(row) and row[column] is not None]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def places(n: int) -> str:
    """How many places in the text? A row of evidence is a place: a sentence may hold more than one."""
    return f"{n:,} place{'s' * (n != 1)}"


def behind(rows: Grid, what: str) -> str:
    """How many places stand behind something, and how many of them has a reader checked?"""
    return f"The {places(len(rows.rows))} behind {what}{seen(rows)}"


def seen(rows: Grid) -> str:
    """How many rows has a reader checked? Nothing is said where the rows do not tell."""
    if "status" not in rows.columns:
        return ""
    at, n = rows.columns.index("status"), len(rows.rows)
    k = sum(row[at] not in UNSEEN for row in rows.rows)
    if n == 1:
        return ", checked" if k else ", not checked"
    return f", {'all' if k == n else f'{k:,} of them' if k else 'none'} checked"


def number(pages: list[Page]) -> list[Page]:
    """Which figure is Figure 3? Figures and captioned tables are numbered through the whole report."""
    n_figures = n_tables = 0
    numbered = []
    for page in pages:
        body: list[Block] = []
        for block in page.body:
            if isinstance(block, Figure):
                n_figures += 1
                block = replace(block, number=n_figures)
            elif isinstance(block, Table) and block.caption:
                n_tables += 1
                block = replace(block, number=n_tables)
            body.append(block)
        numbered.append(replace(page, body=tuple(body)))
    return numbered
