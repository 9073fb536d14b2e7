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
OPEN = "*"  # the value that stands for words of the coder's own
KEYS = set("abcdefghilopqrstvwyz0123456789")  # the desk keeps the others for itself


@dataclass(frozen=True)
class Codebook:
    """A sheet of codes: its name, its rows (`COLUMNS`, one row is one answer), and the text of its file."""

    name: str
    rows: tuple[dict[str, str], ...]
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
        raise ValueError(f"no codebook {str(name)!r}; name one of {', '.join(codebook_names())}, or a CSV file")
    lines = [(line, {at: (row[at] or "").strip() for at in COLUMNS}) for line, row in listed_rows(path, *COLUMNS)]
    rows = tuple(row for _, row in lines)
    problems = [
        Problem(path.name, line, what) for at, (line, row) in enumerate(lines) for what in _wrong(row, rows[:at])
    ]
    if not rows or path.stem != slug(path.stem):
        wanted = f"name it in small letters: {slug(path.stem)}.csv" if rows else "there are no rows; write some"
        problems.append(Problem(path.name, None, wanted))
    if problems:
        raise CodingsError(problems, "the codebook is not in order")
    return Codebook(path.stem, rows, path.read_text(encoding="utf-8-sig"))


def _wrong(row: dict[str, str], before: tuple[dict[str, str], ...]) -> list[str]:
    """What is wrong with a row, given those before it?"""
    kind, unit, field, value, key = (row[name] for name in COLUMNS[:5])
    same = [one for one in before if one["kind"] == kind]
    known = VALUES.get(field, ()) if kind in KINDS else ()
    alike = [one for one in same if one["field"] == field]
    faults = {
        f"unit is {unit!r}; it is one of: {', '.join(UNITS)}": unit not in UNITS,
        f"{kind} has two units; give it one": any(one["unit"] != unit for one in same),
        f"{kind} is coded of words; its unit is span": kind in KINDS and unit != "span",
        f"field is {field!r}, which every record has; choose another word": field in {*TAKEN, "doc", "note"},
        f"{field} is {value!r}; in a {kind} it is one of: {', '.join(known)}": known and value not in {*known, OPEN},
        f"{value!r} stands twice in {field}; keep one": any(one["value"] == value for one in alike),
        f"key is {key!r}; it is one of: {''.join(sorted(KEYS))}": key and key not in KEYS,
        f"key {key!r} stands twice in {field}; change one": key and any(one["key"] == key for one in alike),
    }
    empty = [f"{name} is empty; fill it in" for name in ("kind", "field", "value", "definition") if not row[name]]
    return [*empty, *(what for what, is_so in faults.items() if is_so)]
