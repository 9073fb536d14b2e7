"""Which sentences about the corpus shall stay true? claims.toml in the corpus folder, checked in every build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.corpus.claim_words import ONE, OTHERS, claim_words
from analysis.corpus.problems import CorpusError, Lines, Problem, shortened
from analysis.corpus.read import read_toml
from analysis.corpus.validate import rows_of

FILE = "claims.toml"
KEYS = ("notebook", "sentence", "is", "left", "right")
CELL = ("table", "where", "column")
NUMBER = (int, float)  # and no bool, which is an int


@dataclass(frozen=True)
class Cell:
    """A value of an exported table: `column` of the row in which the columns of `where` hold one of these.

    Without a column, the number of rows.
    """

    table: str
    where: Mapping[str, tuple[str, ...]]
    column: str = ""

    def __str__(self) -> str:
        rows = ", ".join(" or ".join(values) for values in self.where.values())
        return f"{self.column or 'rows'} of {self.table}" + (f" ({rows})" if rows else "")


@dataclass(frozen=True)
class ReaderClaim:
    """A sentence on a notebook's matter, and how its word shall hold between two values."""

    notebook: str
    sentence: str
    word: str
    left: Cell | float
    right: Cell | float | None = None
    line: int | None = None

    @property
    def takes_many(self) -> bool:
        """May several rows stand on the right: all others, of "the most"?"""
        return claim_words()[self.word][0] in OTHERS


def read_claims(folder: str | Path) -> list[ReaderClaim]:
    """What does a reader claim about this corpus? Nothing where there is no claims.toml.

    Raises CorpusError, which lists *all* that is not in order, with line.
    """
    folder = Path(folder)
    if not (folder / FILE).is_file():
        return []
    source, data = read_toml(folder, FILE)
    lines, problems = Lines(source), list[Problem]()
    problems += [
        Problem(FILE, lines.of(key), f"{key!r} is not a key of {FILE}; head each claim [[claim]]")
        for key in data
        if key != "claim" or not isinstance(data[key], list)
    ]
    rows = [] if problems else rows_of(data, "claim")
    for index, row in enumerate(rows):
        problems += [Problem(FILE, lines.of("claim", index, key), what) for key, what in _wrong(row)]
    if problems:
        raise CorpusError(folder, problems)
    return [_claim(row, lines.of("claim", index)) for index, row in enumerate(rows)]


def _wrong(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is not in order in a claim: the key, and what to do."""
    for key in [key for key in row if key not in KEYS]:
        yield key, f"{key!r} is not a key of a claim; its keys are {', '.join(KEYS)}"
    for key in KEYS[:4]:
        if key not in row:
            yield key, f"{key!r} of this [[claim]] is missing; add it"
    if not isinstance(row.get("sentence", "x"), str) or not str(row.get("sentence", "x")).strip():
        yield "sentence", f"the sentence is {row['sentence']!r}; write a sentence"
    if not re.fullmatch(r"\d\d", str(row.get("notebook", "04"))) or not isinstance(row.get("notebook", ""), str):
        yield "notebook", f'the notebook is {row["notebook"]!r}; write its number in quotation marks: "04"'
    word = row.get("is", "")
    if "is" in row and word not in claim_words():
        yield "is", f"there is no word {word!r}; words here: {', '.join(claim_words())}"
    elif "is" in row and (claim_words()[word][0] in ONE) != ("right" not in row):
        yield "right", f"{word!r} speaks of {'left alone; delete right' if 'right' in row else 'two values; add right'}"
    for side in ("left", "right"):
        if side in row:
            yield from ((side, f"{side} {what}") for what in _wrong_side(row[side]))


def _wrong_side(side: object) -> Iterator[str]:
    if isinstance(side, NUMBER) and not isinstance(side, bool):
        return
    if not isinstance(side, dict):
        yield f"is {side!r}; write a number, or {{ table = …, where = {{ … }}, column = … }}"
        return
    for key in [key for key in side if key not in CELL]:
        yield f"has {key!r}, which is no key of a value; its keys are {', '.join(CELL)}"
    for key in ("table", "column"):
        if not isinstance(side.get(key, "x"), str) or side.get(key) == "" or (key == "table" and key not in side):
            yield f'names no {key}; write {key} = "…"'
    where = side.get("where", {})
    values = where.values() if isinstance(where, dict) else [None]
    held = [one for value in values for one in (value if isinstance(value, list) and value else [value])]
    if not all(isinstance(value, str | int | float) for value in held):
        yield f'has where = {where!r}; write a column and its value: {{ outlet = "CNN" }}'


def _claim(row: Mapping[str, Any], line: int | None) -> ReaderClaim:
    left, right = (_side(row[side]) if side in row else None for side in ("left", "right"))
    assert left is not None
    return ReaderClaim(row["notebook"], " ".join(row["sentence"].split()), row["is"], left, right, line)


def _side(side: Any) -> Cell | float:
    if not isinstance(side, dict):
        return float(side) if isinstance(side, float) else int(side)
    held = {name: value if isinstance(value, list) else [value] for name, value in side.get("where", {}).items()}
    where = {name: tuple(_as_written(value) for value in values) for name, values in held.items()}
    return Cell(side["table"], where, side.get("column", ""))


def _as_written(value: object) -> str:
    """A value as a table has it: true, 3, CNN."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def known(names: list[str]) -> str:
    """What is there instead of what was asked for, in words."""
    return ", ".join(shortened(names)) or "none"
