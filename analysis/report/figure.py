"""A picture or table with what a reader needs beside it: caption, finding in words, data, evidence."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report import payload
from analysis.report.markdown import FIGURE, TABLE
from analysis.report.page import show
from analysis.report.payload import PLACE as PLACE
from analysis.report.prose import Prose

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Picture

NO_ROWS = "No rows: nothing of the kind was found."
COLOURS = 128  # of a PNG: type on white and a dozen hues with their edges
FORMULA = r"^(?:[=@\t\r]|[+-](?:$|.*[^\d.]))"  # what a spreadsheet runs; -0.5 is a number


@dataclass(frozen=True)
class Marks:
    """How is a figure told as text, on any screen? One row is one mark; rows of one line follow each other.

    kind     bars, squares, quotes or pairs
    rows     what a mark has, in plain words, nothing else is shown: see `markdown`
    key      look → what it stands for
    caption  where that of the picture speaks of squares or arrows
    """

    kind: str
    rows: Sequence[Mapping[str, Any]]
    key: Mapping[str, str] = field(default_factory=dict)
    caption: str = ""

    def payload(self) -> dict[str, Any]:
        """The marks as they travel with a notebook."""
        rows = [
            {name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()}
            for row in self.rows
        ]
        used = {row.get("look") for row in rows}
        key = [[look, said] for look, said in self.key.items() if look in used]
        told = {"caption": self.caption} if self.caption else {}
        return {"kind": self.kind, "key": key, "rows": rows, **told}


@dataclass(frozen=True)
class Figure:
    """One figure of the suite.

    name      file name without ending, unique in the suite
    picture   the Matplotlib figure
    caption   what is shown, from which data
    alt       the finding in words, for a reader who cannot see the picture
    data      the numbers drawn, one row a mark
    evidence  the sentences behind the numbers, if the figure counts something in sentences; with article_id, and
              start and end where it has them, each row leads to its place in the article
    groups    of each row of the data what it counts, in words, and the rows of the evidence (see `tables.with_rows`)
    column    of the data: its numbers open these rows
    marks     the same told as text, where it can be
    """

    name: str
    picture: Picture
    caption: str
    alt: str
    data: pl.DataFrame
    source: str = ""
    evidence: pl.DataFrame | None = None
    groups: tuple[tuple[str, list[int]], ...] = ()
    column: str = ""
    marks: Marks | None = None

    def save(self, folder: str | Path | None = None) -> Figure:
        """Write SVG, PNG and CSV, the same bytes every time. Default: COUNTERFRAME_FIGURES, else figures/."""
        where = payload.folder(folder)
        payload.write(where / f"{self.name}.svg", self.svg())
        payload.write(where / f"{self.name}.png", self.png(dpi=200))
        payload.write(where / f"{self.name}.csv", csv(self.data))
        return self

    def svg(self) -> bytes:
        """The picture as SVG, with the finding as its description."""
        drawn = self._drawn(
            "svg", metadata={"Date": None, "Creator": None, "Title": self.caption, "Description": self.alt}
        )
        return lean_svg(drawn.decode()).encode()

    def png(self, *, dpi: int) -> bytes:
        """The picture as PNG, in as many colours as a plain figure has: a third of the bytes."""
        from PIL import Image

        drawn = io.BytesIO(self._drawn("png", dpi=dpi, metadata={"Software": None}))
        few = Image.open(drawn).convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        few.save(buffer, "png", optimize=True, dpi=(dpi, dpi))
        return buffer.getvalue()

    def _drawn(self, kind: str, **options: Any) -> bytes:
        from analysis.report.style import lay_out, style

        buffer = io.BytesIO()
        with style():
            lay_out(self.picture)
            self.picture.savefig(buffer, format=kind, **options)
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        picture = base64.b64encode(self.png(dpi=120)).decode()
        shown = (
            f'<figure style="margin:1em 0"><img alt="{html.escape(self.alt)}" style="max-width:100%" '
            f'src="data:image/png;base64,{picture}"><figcaption>{html.escape(self.caption)}</figcaption></figure>'
        )
        made: dict[str, object] = {
            "name": self.name,
            "caption": self.caption,
            "alt": self.alt,
            "source": self.source,
        }
        made |= {kind: f"figures/{self.name}.{kind}" for kind in ("svg", "png", "csv")}
        made |= {"column": self.column, "groups": [list(group) for group in self.groups]} if self.groups else {}
        made |= {"marks": self.marks.payload()} if self.marks and self.marks.rows else {}
        return {"text/plain": self.alt, "text/html": shown, FIGURE: made | _evidence(self.name, self.evidence)}


@dataclass(frozen=True)
class TableView:
    """A table as a reader sees it: `rows` in plain words, with a caption and, if wanted, the evidence behind it.

    `cells` names the columns of the evidence that say which number a sentence belongs to: those that equal the first
    cells of a row, and last the one that equals the name of a column. Each number then opens its sentences.
    Raises ValueError when the evidence has no such column.
    """

    name: str
    caption: str
    rows: pl.DataFrame
    note: str = ""
    evidence: pl.DataFrame | None = None
    cells: tuple[str, ...] = ()
    places: pl.DataFrame | None = None  # article_id, and start and end where it has them, of each row

    def __post_init__(self) -> None:
        here = () if self.evidence is None else self.evidence.columns
        if missing := [name for name in self.cells if name not in here]:
            said = ", ".join(here) or "none"
            raise ValueError(
                f"cells of {self.name}: no column {', '.join(missing)} in its evidence; columns here: {said}"
            )

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        grid = payload.grid(self.rows) | payload.places(self.places)
        note = self.note or ("" if len(self.rows) else NO_ROWS)
        made = {"name": self.name, "caption": self.caption, "note": note, **grid}
        made |= {"cells": list(self.cells)} if self.cells else {}
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.rows.columns)
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(show(value))}</td>" for value in row) + "</tr>"
            for row in self.rows.iter_rows()
        )
        shown = (
            f"<table><caption>{html.escape(self.caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>" + (f"<p>{html.escape(note)}</p>" if note else "")
        )
        lines = [" | ".join(self.rows.columns), *(" | ".join(map(show, row)) for row in self.rows.iter_rows())]
        return {
            "text/plain": "\n".join(lines),
            "text/html": shown,
            TABLE: made | _evidence(self.name, self.evidence),
        }


def lean_svg(drawn: str) -> str:
    """The same picture in three fifths of the letters: short names, hundredths of a point, no comments."""
    drawn = re.sub(r"<!--.*?-->", "", drawn, flags=re.DOTALL)
    named = dict.fromkeys(re.findall(r'(?:href="|url\()#([^")]+)', drawn))
    short = {name: f"g{at}" for at, name in enumerate(named)}
    drawn = re.sub(r' id="([^"]+)"', lambda m: f' id="{short[m[1]]}"' if m[1] in short else "", drawn)
    drawn = re.sub(r'(href="|url\()#([^")]+)', lambda m: f"{m[1]}#{short[m[2]]}", drawn)
    rounded = re.compile(r"-?\d+\.\d{3,}")
    places = r'(?:\b[xyd]="|translate\()[^")]*'
    drawn = re.sub(places, lambda m: rounded.sub(lambda n: f"{float(n[0]):.2f}", m[0]), drawn)
    letters = r'(<use [^>]*)transform="translate\((-?[\d.]+) 0\)"'  # in hundredths of the type's size
    drawn = re.sub(letters, lambda m: f'{m[1]}x="{float(m[2]):.0f}"', drawn)
    return re.sub(r"\s*\n\s*", "\n", drawn)


def export(name: str, frame: pl.DataFrame, folder: str | Path | None = None) -> Prose:
    """Write a whole table as CSV beside the figures, and say what lies there."""
    payload.write(payload.folder(folder) / f"{name}.table.csv", csv(frame))
    rows, columns = (f"{n:,} {noun}{'s' * (n != 1)}" for n, noun in zip(frame.shape, ("row", "column"), strict=True))
    return Prose(f"`figures/{name}.table.csv`: {rows}, {columns}")


def csv(frame: pl.DataFrame) -> bytes:
    """The data of a figure as CSV: floats to six digits, so that the last bits of a sum never show.

    A text that a spreadsheet would run (=1+1, @name, -x) gets an apostrophe in front; numbers stay numbers.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype in (pl.String, pl.Categorical, pl.Enum)]
    cells = pl.col(texts).cast(pl.String)
    quoted = cells.str.replace(f"({FORMULA})", "'$1")
    heads = {name: f"'{name}" for name in frame.columns if re.match(FORMULA, name)}
    return payload.six_digits(frame).with_columns(quoted).rename(heads).write_csv().encode()


def _evidence(name: str, frame: pl.DataFrame | None) -> dict[str, object]:
    return {} if frame is None else {"evidence": payload.travelling(name, payload.placed(frame))}
