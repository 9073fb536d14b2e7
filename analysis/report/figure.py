"""A picture or table with what a reader needs beside it: caption, finding in words, data, evidence."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.whole import write_whole
from analysis.report.markdown import FIGURE, TABLE
from analysis.report.page import show
from analysis.report.prose import Prose

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Picture

PLACE = ("article_id", "start", "end")  # columns of a table that say where in the texts a row stands
EVIDENCE = (
    2000  # rows of evidence that travel with a notebook; where there are more, all are in a file beside the figure
)
NO_ROWS = "No rows: nothing of the kind was found."
FORMULA = r"^(?:[=@\t\r]|[+-](?:$|.*[^\d.]))"  # what a spreadsheet runs; -0.5 is a number
NUMBERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.Float32, pl.Float64)


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
    """

    name: str
    picture: Picture
    caption: str
    alt: str
    data: pl.DataFrame
    source: str = ""
    evidence: pl.DataFrame | None = None

    def save(self, folder: str | Path | None = None) -> Figure:
        """Write SVG, PNG and CSV, the same bytes every time. Default: COUNTERFRAME_FIGURES, else figures/."""
        where = _folder(folder)
        _write(where / f"{self.name}.svg", self.svg())
        _write(where / f"{self.name}.png", self.png(dpi=200))
        _write(where / f"{self.name}.csv", csv(self.data))
        return self

    def svg(self) -> bytes:
        """The picture as SVG, with the finding as its description."""
        drawn = self._drawn(
            "svg", metadata={"Date": None, "Creator": None, "Title": self.caption, "Description": self.alt}
        )
        return b"".join(line.rstrip() + b"\n" for line in drawn.splitlines())

    def png(self, *, dpi: int) -> bytes:
        """The picture as PNG."""
        return self._drawn("png", dpi=dpi, metadata={"Software": None})

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
        payload: dict[str, object] = {
            "name": self.name,
            "caption": self.caption,
            "alt": self.alt,
            "source": self.source,
        }
        payload |= {kind: f"figures/{self.name}.{kind}" for kind in ("svg", "png", "csv")}
        return {"text/plain": self.alt, "text/html": shown, FIGURE: payload | _evidence(self.name, self.evidence)}


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
        grid = _grid(self.rows) | _places(self.places)
        note = self.note or ("" if len(self.rows) else NO_ROWS)
        payload = {"name": self.name, "caption": self.caption, "note": note, **grid}
        payload |= {"cells": list(self.cells)} if self.cells else {}
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
            TABLE: payload | _evidence(self.name, self.evidence),
        }


def export(name: str, frame: pl.DataFrame, folder: str | Path | None = None) -> Prose:
    """Write a whole table as CSV beside the figures, and say what lies there."""
    _write(_folder(folder) / f"{name}.table.csv", csv(frame))
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
    return _rounded(frame).with_columns(quoted).rename(heads).write_csv().encode()


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    return frame.with_columns(pl.col(floats).round_sig_figs(6))


def _folder(folder: str | Path | None) -> Path:
    where = Path(folder or os.environ.get("COUNTERFRAME_FIGURES") or Path("..") / "figures")
    where.mkdir(parents=True, exist_ok=True)
    return where


def _grid(frame: pl.DataFrame) -> dict[str, object]:
    """Columns and rows of plain values; floats to six digits, as in the CSV."""
    plain = _rounded(frame).with_columns(pl.exclude(pl.Boolean, *NUMBERS).cast(pl.String))
    return {"columns": list(frame.columns), "rows": [list(row) for row in plain.iter_rows()]}


def _places(frame: pl.DataFrame | None) -> dict[str, object]:
    if frame is None or PLACE[0] not in frame.columns:
        return {}
    known = frame.select(pl.col(name) if name in frame.columns else pl.lit(None).alias(name) for name in PLACE)
    return {"places": [list(place) if place[0] else None for place in known.iter_rows()]}


def _evidence(name: str, frame: pl.DataFrame | None) -> dict[str, object]:
    """Evidence and where each row stands. What is too much to travel with a notebook is written beside the figures."""
    if frame is None:
        return {}
    grid = {**_grid(frame.drop(PLACE, strict=False)), **_places(frame)}
    if frame.height <= EVIDENCE:
        return {"evidence": grid}
    file = f"{name}.evidence.json"
    _write(_folder(None) / file, json.dumps(grid, ensure_ascii=False, separators=(",", ":")).encode())
    part = frame.head(EVIDENCE)
    return {"evidence": {**_grid(part.drop(PLACE, strict=False)), **_places(part), "file": f"figures/{file}"}}


def _write(path: Path, content: bytes) -> None:
    """Left alone when nothing changed."""
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)
