"""Tables of articles: which column holds the text, the date, the outlet?"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus.lists import listed_rows
from analysis.corpus.places import data_folder
from analysis.corpus.sources import RefusedError

if TYPE_CHECKING:
    import polars as pl

ARTICLE = ("event", "outlet", "text")
AT_ONCE = 5_000  # articles of a large table that are held
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
        cells = {field: _cell(row.get(column)) for field, column in columns.items()}
        remark = ", ".join(f"{field} from column {column!r}" for field, column in columns.items())
        yield {field: cell for field, cell in cells.items() if cell}, remark
    if not columns:
        raise RefusedError("is a table without rows; put articles in or leave it out")


def article_batches(file: Path) -> Iterator[pl.DataFrame]:
    """The articles of a table of any size, some thousand at a time: event, outlet, text. No event is one event.

    Columns go by their usual names. Raises ValueError for a file that is no table, or that names no text or no outlet.
    """
    import polars as pl

    scans: dict[str, Callable[..., pl.LazyFrame]] = {
        "csv": partial(pl.scan_csv, infer_schema=False),
        "tsv": partial(pl.scan_csv, infer_schema=False, separator="\t"),
        "jsonl": pl.scan_ndjson,
        "parquet": pl.scan_parquet,
        "arrow": pl.scan_ipc,
    }
    kind = file.suffix[1:].lower()
    if kind not in scans:
        kinds = ", ".join(f".{one}" for one in scans)
        raise ValueError(f"{file.name} is neither a corpus folder nor a table of articles ({kinds}); give one of them")
    try:
        table = scans[kind](file)
        columns = _columns(table.collect_schema().names(), {})
        if "outlet" not in columns:
            raise RefusedError("has no column that is known to name the outlet; call one outlet")
        asked = [(pl.col(columns[name]) if name in columns else pl.lit("")).alias(name) for name in ARTICLE]
        articles = table.select(column.cast(pl.String).fill_null("") for column in asked)
        yield from articles.collect_batches(chunk_size=AT_ONCE)
    except (RefusedError, pl.exceptions.PolarsError) as wrong:
        why = str(wrong) if isinstance(wrong, RefusedError) else f"cannot be read: {str(wrong).splitlines()[0]}"
        raise ValueError(f"{file.name} {why}") from None


def is_table(text: str) -> bool:
    """Do these lines hold a table of articles, whatever their file is called?"""
    first = text.lstrip().split("\n", 1)[0].strip()
    try:
        names = json.loads(first) if first.startswith("{") else first.replace('"', "").split(_separator(text))
        return len(_columns(names, {})) > 1
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
    if "text" not in found:
        raise RefusedError(f"has no column that is known to hold the text; {here}; name it: --map text=COLUMN")
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
