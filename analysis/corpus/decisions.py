"""What have readers decided about rows of evidence? Lines in decisions/ of the corpus folder, only ever appended."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from analysis import schema
from analysis.corpus.lists import listed_rows
from analysis.corpus.manifest import Manifest
from analysis.corpus.problems import CorpusError, Problem
from analysis.corpus.text import slug

Row = dict[str, Any]
# kind: the columns of its table that can be decided, and "span": the words that are right
FIELDS: dict[str, tuple[str, ...]] = {
    "label": ("actor", "voice", "holder", "distanced", "tone"),
    "quote": ("type", "speaker", "actor", "cue", "cue_class", "distanced"),
    "act": ("agent", "patient", "form", "realis", "voice", "holder"),
    "toll": ("low", "high", "approx", "effect", "who", "voice", "holder", "speaker", "place", "part", "running"),
    "link": ("relation",),
    "actor": ("actor",),
}
TRUTHS, NUMBERS = ("distanced", "realis", "approx", "part", "running"), ("low", "high")
VALUES = schema.VALUES | {"relation": ("fact", "statement", "denied")}
WHOLES = ("row", "sentence", "article")  # fields that are no column
OWN, OTHER = ("article_id", "start", "end", "text"), ("other_id", "other_start", "other_end", "other_text")
UNSAID: Row = {"sentence": "", "nth": 1, "value": None, "note": "", **dict.fromkeys(OTHER)}
SHAPES = {
    "kind": "|".join(FIELDS),
    "decision": "confirmed|corrected|rejected|added|undone",
    "sha256": "[0-9a-f]{64}",
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
}
COLUMNS = {name: str if dtype == schema.STR else int for name, (dtype, _) in list(schema.DECISIONS.columns.items())[2:]}
CONFIRMED = "COUNTERFRAME_CONFIRMED"  # in the environment: only rows that a reader has seen count
WAIT = 30  # seconds for another process that is writing
BROKEN_OFF = '{"torn": true}'  # follows a line that a killed process left unfinished


def now() -> str:
    """The time as decisions carry it: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decision_problems(row: Row) -> list[str]:
    """What is wrong with a decision, in sentences? Its keys are the columns of `schema.DECISIONS`."""
    found = [f"a decision has no {name!r}" for name in sorted(row.keys() - COLUMNS.keys())]
    optional = {"value", *(() if row.get("kind") == "link" else OTHER)}
    for name, wanted in COLUMNS.items():
        value = row.get(name)
        if name not in optional and (type(value) is not wanted or (value == "" and name not in UNSAID)):
            found.append(f"{name} is {value!r}; write {'words' if wanted is str else 'a whole number'}")
        elif name in SHAPES and not re.fullmatch(SHAPES[name], str(value)):
            found.append(f"{name} is {value!r}; write {SHAPES[name]}")
        elif name in OTHER and value is not None and row.get("kind") != "link":
            found.append(f"only a link has {name}")
    if found:
        return found
    if not 0 <= row["start"] < row["end"]:
        found.append(f"it ends at {row['end']}, and begins at {row['start']}")
    if row["field"] not in WHOLES and row["decision"] in {"rejected", "added"}:
        found.append(f"{row['field']} is confirmed or corrected; only a row is {row['decision']}")
    fields = row["value"] or {} if row["field"] in WHOLES else {row["field"]: row["value"]}
    if not isinstance(fields, dict):
        return [*found, f"the value of a {row['field']} is a table of columns, or null"]
    said = fields.items() if row["decision"] != "undone" else ()
    return [*found, *(what for name, value in said if (what := _unfit(row["kind"], name, value)))]


def _unfit(kind: str, name: str, value: object) -> str:
    """Why a column cannot be decided, or not so; empty where it can."""
    if name not in (known := (*FIELDS[kind], "span")):
        return f"a {kind} has no {name!r} to decide; it has: {', '.join(known)}"
    if name in VALUES:
        return "" if value in VALUES[name] else f"{name} is {value!r}; write {', '.join(VALUES[name])}"
    wanted = bool if name in TRUTHS else int if name in NUMBERS else str
    fits = type(value) is wanted or (value is None and wanted is not bool and name != "span")
    words = {bool: "true or false", int: "a number or null", str: "words or null"}[wanted]
    return "" if fits else f"{name} is {value!r}; write {words}"


def decisions_file(folder: str | Path, reader: str) -> Path:
    """Where do a reader's decisions lie?"""
    return Path(folder) / "decisions" / f"{slug(reader)}.jsonl"


def decision_line(row: Row) -> str:
    """A decision as its file has it."""
    left_out = () if row["kind"] == "link" else OTHER
    return json.dumps({name: row[name] for name in COLUMNS if name not in left_out}, ensure_ascii=False) + "\n"


def append_decisions(folder: str | Path, decisions: Sequence[Row]) -> None:
    """Write decisions behind those that are there: all are on the disk when this returns, or it raises.

    One process writes at a time; a reader's lines go out in one write. A last line that a killed process left
    unfinished stays, followed by one that says so. Raises ValueError for decisions that are not in order, OSError
    where the disk does not take them, filelock.Timeout when another process holds the folder for 30 s.
    """
    from filelock import FileLock

    if wrong := [what for row in decisions for what in decision_problems(row)]:
        raise ValueError("; ".join(wrong))
    for reader in dict.fromkeys(row["reader"] for row in decisions):
        path = decisions_file(folder, reader)
        path.parent.mkdir(exist_ok=True)
        lines = "".join(decision_line(row) for row in decisions if row["reader"] == reader)
        with FileLock(path.parent / ".lock", timeout=WAIT), path.open("ab", buffering=0) as file:
            last = path.read_bytes().rpartition(b"\n")[2].decode("utf-8", "replace")
            mending = "" if not last else "\n" if _object(last) else f"\n{BROKEN_OFF}\n"
            left = memoryview((mending + lines).encode())
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())


def undo_decisions(folder: str | Path, decisions: Sequence[Row]) -> None:
    """Take back decisions, by appending: of each, the reader's last one on the same words and field."""
    append_decisions(folder, [row | {"decision": "undone", "value": None, "date": now()} for row in decisions])


def _object(line: str) -> Row | None:
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def read_decisions(folder: str | Path, manifest: Manifest) -> pl.DataFrame:
    """What have readers decided? All lines of decisions/*.jsonl, and links.csv of an earlier edition.

    Columns: `schema.DECISIONS`, in the order of files and lines. The same line twice on end counts once. A line that
    broke off while it was written has the decision "torn", and itself as note.
    Raises CorpusError, which lists *all* that is not in order, with file and line.
    """
    folder, problems, rows = Path(folder), list[Problem](), list[Row]()
    for path in sorted((folder / "decisions").glob("*.jsonl")):
        rows += _lines(path, f"decisions/{path.name}", problems)
    if (folder / "links.csv").is_file():
        rows += _old_links(folder / "links.csv", problems)
    final, readers = manifest.decisions.final, sorted({str(row["reader"]) for row in rows})
    if final is not None and final not in readers:
        what = f"nobody named {final!r} has decided anything; readers here: {', '.join(readers) or 'none'}"
        problems.append(Problem("corpus.toml", None, what))
    if problems:
        raise CorpusError(folder, problems)
    return schema.DECISIONS.frame(rows)


def _lines(path: Path, name: str, problems: list[Problem]) -> Iterator[Row]:
    lines = path.read_bytes().decode("utf-8-sig", "backslashreplace").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line == BROKEN_OFF or (number > 1 and line == lines[number - 2]):
            continue
        at, said = {"file": name, "line": number}, _object(line)
        if said is None and (number == len(lines) or lines[number] == BROKEN_OFF):
            yield {**at, "decision": "torn", "note": line, "reader": path.stem, "date": ""}
            continue
        row = UNSAID | (said or {})
        wrong = decision_problems(row) if said is not None else ["this is no JSON object; correct or delete the line"]
        problems += [Problem(name, number, what) for what in wrong]
        if isinstance(value := row["value"], bool | dict):
            row["value"] = json.dumps(value, ensure_ascii=False)
        elif value is not None:
            row["value"] = str(value)
        yield at | {"reader": ""} | row


def _old_links(path: Path, problems: list[Problem]) -> Iterator[Row]:
    """links.csv of an earlier edition: decisions of a reader of that name, without date or offsets."""
    columns = ("article_id", "sentence", "other_id", "other_sentence", "decision", "note")
    try:
        listed = listed_rows(path, *columns)
    except ValueError as wrong:
        problems.append(Problem(path.name, None, str(wrong)))
        return
    for number, line in listed:
        if line["decision"] not in {"confirmed", "rejected"}:
            what = f"the decision is {line['decision']!r}; write confirmed or rejected"
            problems.append(Problem(path.name, number, what))
        words, other = line.pop("sentence"), line.pop("other_sentence")
        place = {"start": 0, "end": len(words), "text": words, "other_start": 0, "other_end": len(other)}
        who = {"reader": path.name, "date": "", "sha256": "", "kind": "link", "field": "row", "other_text": other}
        yield {"file": path.name, "line": number} | UNSAID | line | place | who
