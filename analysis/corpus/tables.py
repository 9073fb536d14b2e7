"""Tables of articles: which column holds the text, the date, the outlet?"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus.lists import listed_rows
from analysis.corpus.places import data_folder
from analysis.corpus.sources import RefusedError

if TYPE_CHECKING:
    import polars as pl

ARTICLE = ("event", "outlet", "text")
AT_ONCE = 2_000  # articles of a large table that are held
FIELDS = ("text", "title", "date", "author", "outlet", "event", "url")
TABLES = frozenset({"csv", "tsv", "jsonl", "ndjson", "xlsx", "parquet"})


def table_rows(kind: str, raw: bytes, text: str) -> Iterable[Mapping[str, object]]:
    """The rows of a table, cells as the file has them: no types are guessed."""
    import polars as pl

    if kind in ("jsonl", "ndjson"):
        return [_json_row(line, number) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if kind == "parquet":
        return pl.read_parquet(BytesIO(raw)).iter_rows(named=True)
    if kind == "xlsx":
        return pl.read_excel(BytesIO(raw), infer_schema_length=0).iter_rows(named=True)
    return pl.read_csv(text.encode(), separator=_separator(text), infer_schema=False).iter_rows(named=True)


def table_facts(rows: Iterable[Mapping[str, object]], asked: Mapping[str, str]) -> Iterator[tuple[dict[str, str], str]]:
    """What does each row say of its article (`FIELDS`, empty ones left out), and from which columns?

    A column is as asked, else the first with a usual name (data/templates/columns.csv).
    Raises RefusedError where a column asked for is not there, none is known to hold the text, or there is no row.
    """
    columns: dict[str, str] = {}
    for row in rows:
        columns = columns or _columns(row, asked)
        if "text" not in columns:
            here = ", ".join(row)[:300]
            raise RefusedError(
                f"has no column that is known to hold the text; columns here: {here}; name it: --map text=COLUMN"
            )
        cells = {field: _cell(row.get(column)) for field, column in columns.items()}
        remark = ", ".join(f"{field} from column {column!r}" for field, column in columns.items())
        yield {field: cell for field, cell in cells.items() if cell}, remark
    if not columns:
        raise RefusedError("is a table without rows; put articles in or leave it out")


def article_batches(file: Path) -> Iterator[pl.DataFrame]:
    """The articles of a table of any size, some thousand at a time: event, outlet, text. No event is one event.

    Columns go by their usual names; rows that name no outlet are left out. Raises ValueError for a file that is no
    table, has no row, or has no column for the text or the outlet.
    """
    import polars as pl

    kind, n = file.suffix[1:].lower(), 0
    try:
        table = _scanned(kind, file)
        columns = _columns(table.collect_schema().names(), {})
        if missing := [name for name in ("text", "outlet") if name not in columns]:
            raise RefusedError(f"has no column that is known to hold the {missing[0]}; call one {missing[0]}")
        cells = [(pl.col(columns[name]) if name in columns else pl.lit("")).alias(name) for name in ARTICLE]
        strings = [cell.cast(pl.String).fill_null("") for cell in cells]
        articles = table.select(*(cell.str.strip_chars() for cell in strings[:2]), strings[2])
        for batch in articles.filter(pl.col("outlet") != "").collect_batches(chunk_size=AT_ONCE):
            n += batch.height
            yield batch
        if not n:
            raise RefusedError("has no row that names an outlet; put articles in")
    except (RefusedError, pl.exceptions.PolarsError) as wrong:
        why = str(wrong) if isinstance(wrong, RefusedError) else f"cannot be read: {str(wrong).splitlines()[0]}"
        raise ValueError(f"{file.name} {why}") from None


def _scanned(kind: str, file: Path) -> pl.LazyFrame:
    """A table that is read when it is asked for."""
    import polars as pl

    if kind in ("csv", "tsv"):
        with file.open(encoding="utf-8", errors="replace") as opened:
            return pl.scan_csv(file, infer_schema=False, separator=_separator(opened.readline()))
    if kind in ("jsonl", "ndjson"):
        return pl.scan_ndjson(file, infer_schema_length=None)
    if kind in ("parquet", "arrow"):
        return pl.scan_parquet(file) if kind == "parquet" else pl.scan_ipc(file)
    raise RefusedError("is no corpus folder, and no table (.csv, .tsv, .jsonl, .parquet, .arrow); give one of them")


def is_table(text: str) -> bool:
    """Do these lines hold a table of articles, whatever their file is called?"""
    first = text.lstrip().split("\n", 1)[0].strip()
    try:
        names = json.loads(first) if first.startswith("{") else first.replace('"', "").split(_separator(text))
        columns = _columns(names, {})
        return "text" in columns and len(columns) > 1
    except (ValueError, RecursionError):
        return False


def _columns(names: Iterable[str], asked: Mapping[str, str]) -> dict[str, str]:
    names = list(names)
    here = f"columns here: {', '.join(names)[:300]}"
    if missing := [column for column in asked.values() if column not in names]:
        raise RefusedError(f"has no column {missing[0]!r}; {here}")
    shaped = {name.strip().casefold().replace(" ", "_"): name for name in reversed(names)}
    usual = reversed(_usual_columns())
    found = {field: shaped[column] for field, column in usual if column in shaped} | dict(asked)
    return {field: found[field] for field in FIELDS if field in found}


@functools.cache
def _usual_columns() -> list[tuple[str, str]]:
    """Fields, and what their columns are often called."""
    rows = listed_rows(data_folder() / "templates" / "columns.csv", "field", "column")
    return [(row["field"], row["column"]) for _, row in rows]


def _separator(text: str) -> str:
    """What parts the columns: the sign that is most often in the first line."""
    return max(",;\t", key=text.lstrip().split("\n", 1)[0].count)


def _cell(value: object) -> str:
    """A cell in words: nothing is "", a day is 2018-04-18, a list is its items with commas between them."""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value).strip()


def _json_row(line: str, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise RefusedError(f"has no JSON object on line {number}; correct the line or take it out")
    return row
