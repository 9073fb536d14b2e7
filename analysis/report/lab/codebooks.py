"""What can be answered when an article is coded by hand? Sheets of codes, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.codings.records import KINDS, TAKEN, VALUES, CodingsError
from analysis.corpus import Problem
from analysis.corpus.lists import listed_rows
from analysis.corpus.places import data_folder
from analysis.corpus.text import slug

COLUMNS = ("kind", "unit", "field", "value", "key", "definition", "example", "source")
UNITS = ("article", "sentence", "span")
DESK_KEYS = "jkmnux"  # what these do is the same in every sheet
KEPT = {*TAKEN, "doc", "note"}  # fields that every record has
OPEN, BOXES = "*", ("yes", "true")
Row = dict[str, str]


@dataclass(frozen=True)
class Codebook:
    """A sheet of codes: its name, its rows (`COLUMNS`, one row is one answer), and the text of its file."""

    name: str
    rows: tuple[Row, ...]
    text: str


def codebook_names() -> list[str]:
    """Which sheets come with the suite? In the order of the alphabet."""
    return sorted(path.stem for path in (data_folder() / "codebooks").glob("*.csv"))


def read_codebook(name: str | Path) -> Codebook:
    """What can a coder answer by this sheet? `name`: one that comes with the suite, or a CSV file of one's own.

    Raises ValueError where there is no such sheet or its columns are others, CodingsError for one that is not in
    order; that lists all problems with file and line.
    """
    path = data_folder() / "codebooks" / f"{name}.csv" if str(name) in codebook_names() else Path(name)
    if not path.is_file():
        here = ", ".join(codebook_names())
        raise ValueError(f"no codebook {str(name)!r}; name one of {here}, or a CSV file of your own")
    lines = listed_rows(path, *COLUMNS)
    rows = [{column: (row[column] or "").strip() for column in COLUMNS} for _, row in lines]
    problems = [Problem(path.name, line, what) for (line, _), what in _wrong(lines, rows)]
    if not rows:
        problems.append(Problem(path.name, None, "there are no rows in it; write one for each answer"))
    if path.stem != slug(path.stem):
        problems.append(Problem(path.name, None, f"a sheet is named in small letters: {slug(path.stem)}.csv"))
    if problems:
        raise CodingsError(problems, "the codebook is not in order")
    return Codebook(path.stem, tuple(rows), path.read_text(encoding="utf-8-sig"))


def _wrong(lines: list[tuple[int, Row]], rows: list[Row]) -> list[tuple[tuple[int, Row], str]]:
    """What is wrong with a row, with its line."""
    found: list[tuple[tuple[int, Row], str]] = []
    units: dict[str, str] = {}
    values: set[tuple[str, ...]] = set()
    keys: set[tuple[str, ...]] = set()
    for line, row in zip(lines, rows, strict=True):
        kind, field, value, key = row["kind"], row["field"], row["value"], row["key"]
        wrong = [f"{name} is empty; fill it in" for name in ("kind", "field", "value", "definition") if not row[name]]
        if row["unit"] not in UNITS:
            wrong.append(f"unit is {row['unit']!r}; it is one of: {', '.join(UNITS)}")
        if units.setdefault(kind, row["unit"]) != row["unit"]:
            wrong.append(f"kind {kind!r} has two units; give it one")
        if field in KEPT:
            wrong.append(f"field is {field!r}, which every record has; choose another word")
        if key and (len(key) != 1 or not key.isascii() or not key.isalnum() or key != key.lower() or key in DESK_KEYS):
            wrong.append(f"key is {key!r}; it is one small letter or digit, and none of {' '.join(DESK_KEYS)}")
        if (kind, field, value) in values:
            wrong.append(f"{value!r} stands twice in {field}; keep one")
        if key and (kind, field, key) in keys:
            wrong.append(f"key {key!r} stands twice in {field}; give each answer its own")
        if kind in KINDS and row["unit"] != "span":
            wrong.append(f"{kind} is coded of words; its unit is span")
        if kind in KINDS and field in VALUES and value not in (*VALUES[field], OPEN):
            wrong.append(f"{field} is {value!r}; in a {kind} it is one of: {', '.join(VALUES[field])}")
        values.add((kind, field, value))
        keys.add((kind, field, key))
        found += [(line, what) for what in wrong]
    return found
