"""Tables (CSV): one row a field, as `codings` has them, or one row a record, as people type them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from analysis.codings.records import CODED, Fields, Row, record_kind
from analysis.corpus import Problem

OWN = ("article_id", "kind", "coder", "sentence", "text", "nth", "start", "end", "record", "check", "event", "outlet")


def is_codings_csv(text: str) -> bool:
    """Are there columns for the article and the kind, and for where the span stands?"""
    header = set(_header_cells(text))
    where = {"start", "end"} <= header or {"sentence", "text"} <= header
    return {"article_id", "kind"} <= header and where


def _header_cells(text: str) -> list[str]:
    first = next(iter(text.split("\n", 1)), "")
    names = next(csv.reader([first.rstrip("\r")], delimiter=_delimiter(first)), [])
    named = [name.strip().lower() for name in names]
    return ["article_id" if name in {"doc", "article"} else name for name in named]


def _delimiter(line: str) -> str:
    """Comma, semicolon (spreadsheets in many languages) or tab, whichever parts the header most often."""
    return max(",;\t", key=line.count)


def read(path: Path, text: str, problems: list[Problem]) -> Iterator[Row]:
    """What does the table say was coded? The coder is the row's own word, else the folder's name.

    With the columns field and value one row is one field, and the rows of one coder, kind, span and record are one
    record. Otherwise one row is one record and every further column a field; an empty cell is no answer there.
    """
    header = _header_cells(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.split("\n", 1)[0]), strict=True)
    long = {"field", "value"} <= set(header)
    made: dict[tuple[str, ...], tuple[Row, Fields]] = {}
    try:
        next(lines)
        for cells in lines:
            number = lines.line_num
            if not any(cells):
                continue
            if len(cells) != len(header):
                what = f"this row has {len(cells)} cells, the first line {len(header)}; give it as many"
                problems.append(Problem(str(path), number, what))
                continue
            row, fields, wrong = _parse_row(dict(zip(header, cells, strict=True)), path, number, long)
            problems += [Problem(str(path), number, what) for what in wrong]
            if not wrong:
                made.setdefault(_record_key(row, number, long), (row, {}))[1].update(fields)
    except csv.Error as error:
        problems.append(Problem(str(path), lines.line_num, f"this is not CSV: {error}; save the table as CSV again"))
    yield from (row | {"fields": fields} for row, fields in made.values())


def _record_key(row: Row, number: int, long: bool) -> tuple[str, ...]:
    if not long:
        return (str(number),)
    same = ("article_id", "coder", "kind", "doc_start", "doc_end", "sentence", "text", "nth", "place")
    return tuple(str(row.get(name)) for name in same)


def _parse_row(cells: dict[str, str], path: Path, number: int, long: bool) -> tuple[Row, Fields, list[str]]:
    wrong = [f"{name} is empty; fill it in" for name in ("article_id", "kind") if not cells[name].strip()]
    numbers: dict[str, int | None] = {}
    for name, least in (("start", 0), ("end", 0), ("nth", 1), ("record", 1)):
        said = cells.get(name, "").strip()
        numbers[name] = int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else None
        if said and (numbers[name] is None or int(said) < least):
            wrong.append(f"{name} is {said!r}; it is a whole number from {least}")
    placed = {numbers["start"] is not None, numbers["end"] is not None}
    if not wrong and len(placed) > 1:
        wrong.append("of start and end there is only one; give both or none")
    if not wrong and placed == {False} and not cells.get("text", ""):
        wrong.append("nothing says where this stands; give start and end, or sentence and text")
    if long:
        fields: Fields = {} if cells["field"] == CODED else {cells["field"]: cells["value"]}
    else:
        fields = {name: value for name, value in cells.items() if name and name not in OWN and value != ""}
    row: Row = {"file": str(path), "line": number, "coder": cells.get("coder") or path.resolve().parent.name}
    row |= {"article_id": cells["article_id"], "kind": record_kind(cells["kind"]), "nth": numbers["nth"] or 1}
    row |= {name: cells[name] for name in ("sentence", "text", "check") if cells.get(name)}
    row |= {"doc_start": numbers["start"], "doc_end": numbers["end"], "place": numbers["record"]}
    return row, fields, wrong
