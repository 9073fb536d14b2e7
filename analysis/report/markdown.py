"""What does an executed notebook say, in what order?

`read_page` turns one executed notebook into a `Page`: a list of blocks that `html` and `pdf` set, each in its
own way. Only text written as Markdown (Markdown cells, `text/markdown` outputs) is read as Markdown; whatever
came out of an article (cells of tables, sentences, captions, plain text) stays text all the way.

An output may carry a payload. A payload is JSON; every string in it is plain text, never markup.

`application/vnd.counterframe.figure+json`, one figure:

    {"name": "labels-by-voice",               file name without ending, unique in the whole report
     "caption": "Labels by voice, Basra",     what is shown, from which data
     "alt": "Most hostile labels are ...",    the finding, for a reader who cannot see the picture
     "source": "212 labels",                  optional
     "svg": "figures/labels-by-voice.svg",    the picture, written to the folder COUNTERFRAME_FIGURES
     "png": "figures/labels-by-voice.png",    optional
     "csv": "figures/labels-by-voice.csv",    optional: the data
     "evidence": {"columns": ["outlet", "sentence"], "rows": [["CNN", "..."]],        optional: one row a place
                  "places": [["cnn-2008", 12, 40]],   optional: article, start, end (or null) of each row
                  "file": "figures/NAME.evidence.json"},    optional: all of it, where this is a part
     "column": "n", "groups": [["CNN · own words", [0, 2]]],    optional: a column of the data whose numbers open rows,
                                                                  and of each row of the data its words and its rows
     "marks": {"kind": "bars", "key": [["author", "the outlet's own words"]],    optional: the figure as text, see below
               "rows": [{"heading": "CNN", "label": "police", "look": "author", "start": 0, "size": 0.5, "n": "12"}],
               "caption": "..."}}     optional: where the caption speaks of what only the picture has

Of a mark: `heading` and `label` say where it stands, `start` and `size` (shares of the width) where its bar does and
`look` how that looks (a bar that is no piece of a whole has a `shape`), `n` its number in words, `row` the row of the
data whose evidence that opens, `said` what it counts. Of a whole line: `words` behind the numbers, `low` and `high` of
its band, a `text` in which `word` is marked (from the character `at` on), and a `note` below it.

`application/vnd.counterframe.table+json`, one table:

    {"name": "labels", "caption": "Labels by outlet", "columns": ["outlet", "n"], "rows": [["CNN", 12]],
     "note": "n: labels found", "evidence": {...}, "places": [...],                  note, evidence, places optional
     "cells": ["outlet", "word"]}     optional: the evidence's columns that name the row and the column of a number;
                                      a row counted in two columns names both: "labels; own words"

`application/vnd.counterframe.prose+json`, a paragraph whose numbers open the rows they count:

    {"text": "[12](#rows-1f) labels in [5](#from-04-sources)",      Markdown: a link to rows, or to a figure or table
     "grids": [{"columns": [...], "rows": [...], "places": [...], "file": "..."}],    rows as above
     "lists": {"rows-1f": [0, [0, 3, 4]]},                          of each list its grid and its rows there
     "finding": {"page": "03", "measures": ["label_voice"],         optional, of a sentence for the front page: the
                 "claims": ["contested"],      notebook that shows more, by which measures and claims it is judged,
                 "readers": ["Ann Lee"],       who decided about such rows
                 "control": "04_share_of_voice.csv",     data that say what halves of one article differ by, or ""
                 "bars": [["CNN", 0.49, "49 % of 564", "direct"]]}}    and bars: a label, a share, words, a look

Only the last part of a file's path counts. A cell is text, a number, true, false or null; text is shown as it
is, a whole number with thousands marks, another number with two decimals, null as a dash.

Cell tags: `answer` (the short answer: a Markdown cell, or a code cell that yields `text/markdown`) and
`findings-figure` (a code cell whose first figure is shown on the findings page).
Without `answer`, the first Markdown below the title is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from analysis.report.page import Block, Code, Figure, Grid, Page, Picture, Plain, Prose, Table

FIGURE = "application/vnd.counterframe.figure+json"
TABLE = "application/vnd.counterframe.table+json"
PROSE = "application/vnd.counterframe.prose+json"
NO_ALT = "A picture without a description."


def escape(text: str) -> str:
    """How can article text stand inside Markdown and stay text?

    A backslash before every punctuation mark that Markdown may read; line breaks become spaces.
    """
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$^&@=:\"'])", r"\\\1", re.sub(r"\s+", " ", text))


class _Tables(HTMLParser):
    """Collects the cells of the tables in an HTML output, as text; of a head only its first row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.heads = 0
        self.inside = self.in_head = self.is_frame = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.is_frame = "dataframe" in (dict(attrs).get("class") or "")
        elif tag in {"thead", "tbody"}:
            self.in_head = tag == "thead"
        elif tag == "tr":
            self.rows.append([])
            self.heads += self.in_head
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def _html_table(text: str) -> Table | None:
    """The table in an HTML output; a Polars frame loses its row of types and the quotes round its strings."""
    parser = _Tables()
    parser.feed(text)
    rows = [[cell.strip() for cell in row] for row in parser.rows[:1] + parser.rows[max(1, parser.heads) :] if row]
    if parser.is_frame:
        rows = [[re.sub(r'^"(.*)"$', r"\1", cell, flags=re.DOTALL) for cell in row] for row in rows]
    if len(rows) < 2:
        return None
    return Table("", "", Grid(tuple(rows[0]), tuple(tuple(row) for row in rows[1:])), "", None)


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _file(path: Any) -> str:
    return str(path or "").replace("\\", "/").rsplit("/", 1)[-1]


def _figure(data: Mapping[str, Any], folder: Path | None) -> Figure:
    name, caption, alt, source = (str(data.get(key) or "") for key in ("name", "caption", "alt", "source"))
    svg, png, csv = (_file(data.get(key)) for key in ("svg", "png", "csv"))
    groups = tuple((str(said), tuple(rows)) for said, rows in data.get("groups") or ())
    evidence, column = Grid.read(data.get("evidence"), folder), str(data.get("column") or "")
    more: Any = {"column": column, "groups": groups, "marks": data.get("marks") or {}}
    return Figure(name, caption, alt, source, svg, png, csv, evidence, **more)


def _table(data: Mapping[str, Any], folder: Path | None) -> Table:
    grid = Grid.read(data) or Grid((), ())
    name, caption, note = (str(data.get(key) or "") for key in ("name", "caption", "note"))
    cells = tuple(str(column) for column in data.get("cells") or ())
    return Table(name, caption, grid, note, Grid.read(data.get("evidence"), folder), cells=cells)


def _lists(data: Mapping[str, Any], folder: Path | None) -> dict[str, Grid]:
    grids = [Grid.read(grid, folder) or Grid((), ()) for grid in data.get("grids", ())]
    return {name: grids[at].part(rows) for name, (at, rows) in data.get("lists", {}).items()}


def _unbroken(text: str) -> str:
    """No line begins with "%"."""
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", text)


def _bundle(data: Mapping[str, Any], alt: str, folder: Path | None) -> Block | None:
    """One output as one block: the richest form that can be set safely."""
    if FIGURE in data:
        return _figure(data[FIGURE], folder)
    if TABLE in data:
        return _table(data[TABLE], folder)
    if PROSE in data:
        told = data[PROSE]
        return Prose(_unbroken(_text(told["text"])), _lists(told, folder), told.get("finding") or {})
    if "text/markdown" in data:
        return Prose(_unbroken(_text(data["text/markdown"])))
    table = _html_table(_text(data["text/html"])) if "text/html" in data else None
    if table:
        return table
    for mime, kind in (("image/svg+xml", "svg"), ("image/png", "png")):
        if mime in data:
            return Picture(kind, _text(data[mime]), alt or NO_ALT)
    return Plain(_text(data["text/plain"])) if data.get("text/plain") else None


def _outputs(cell: Mapping[str, Any], folder: Path | None) -> list[Block]:
    """What a code cell shows; warnings on stderr stay in the notebook."""
    blocks: list[Block | None] = []
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream" and output.get("name") == "stdout":
            blocks.append(Plain(_text(output["text"]).rstrip("\n")))
        elif output["output_type"] in {"execute_result", "display_data"}:
            blocks.append(_bundle(output["data"], str(output.get("metadata", {}).get("alt") or ""), folder))
    return [block for block in blocks if block]


def _title(source: str) -> tuple[str, str]:
    """The first heading of a cell as plain text, and the rest of the cell."""
    found = re.search(r"^#\s+(.+?)\s*#*\s*$", source, re.MULTILINE)
    if not found:
        return "", source
    title = re.sub(r"\\(?=\W)|[*`]", "", found[1])
    return title, (source[: found.start()] + source[found.end() :]).strip()


def read_page(notebook: Mapping[str, Any], slug: str, folder: Path | None = None) -> Page:
    """Which question does this notebook ask, what is its answer, and what follows?

    `notebook` is an executed notebook (nbformat 4) as a mapping, `folder` that of its figures. Cells keep their
    order; the title and the answer are taken out of the body; sources in a row without an output between them become
    one block.
    """
    title, chosen = "", ""
    answer: list[Prose] = []
    body: list[Block] = []
    for cell in notebook["cells"]:
        source, tags = _text(cell["source"]).strip(), cell.get("metadata", {}).get("tags", [])
        blocks: list[Block] = _outputs(cell, folder) if cell["cell_type"] == "code" else []
        if cell["cell_type"] == "markdown":
            if not title:
                title, source = _title(source)
            blocks = [Prose(source, more="more" in tags, method="method" in tags)] if source else []
        if "answer" in tags:
            answer += [block for block in blocks if isinstance(block, Prose)]
            blocks = [block for block in blocks if not isinstance(block, Prose)]
        if "findings-figure" in tags and not chosen:
            chosen = next((block.name for block in blocks if isinstance(block, Figure)), "")
        if cell["cell_type"] == "code" and source:
            if body and isinstance(body[-1], Code):
                body[-1] = replace(body[-1], text=f"{body[-1].text}\n\n{source}")
            else:
                body.append(Code(source))
        body += blocks
    if not answer and body:
        first = next((block for block in body[:2] if isinstance(block, Prose)), None)
        if first and not first.text.startswith("#"):
            answer = [first]
            body.remove(first)
    return Page(slug, title or slug, tuple(answer), tuple(body), chosen)
