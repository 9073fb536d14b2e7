"""Is the corpus folder in order? All its problems at once, each with file, line, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = re.compile(r"^\s*\[\[?\s*([a-z]+)\s*\]\]?")
KEY = re.compile(r"^\s*([A-Za-z_]+)\s*=")


@dataclass(frozen=True)
class Problem:
    """One thing that is not in order: where, what, and what to do."""

    file: str
    line: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


class CorpusError(ValueError):
    """A corpus that is not in order. `problems` lists everything that was found."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.problems = problems
        n = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        listed = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(problems, start=1))
        super().__init__(f"the corpus {folder.name!r} is not in order, {n}:\n{listed}")


class Lines:
    """Where in corpus.toml does a table, or a key of it, stand? tomllib does not tell."""

    def __init__(self, source: str) -> None:
        self._at: dict[tuple[str, int, str], int] = {}
        kind = ""
        count: dict[str, int] = {}
        for number, line in enumerate(source.splitlines(), start=1):
            if header := HEADER.match(line):
                kind = header.group(1)
                count[kind] = count.get(kind, -1) + 1
                self._at[kind, count[kind], ""] = number
            elif kind and (key := KEY.match(line)):
                self._at.setdefault((kind, count[kind], key.group(1)), number)

    def of(self, kind: str, index: int = 0, key: str = "") -> int | None:
        """Line of a key, or of its table's header when the key is not there."""
        return self._at.get((kind, index, key), self._at.get((kind, index, "")))


def structure_problems(data: dict[str, object], lines: Lines) -> Iterator[Problem]:
    """What in corpus.toml is missing, misspelt or of the wrong kind?"""
    from pydantic import ValidationError

    from analysis.corpus.manifest import Manifest

    try:
        Manifest.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            kind, *rest = (str(part) for part in detail["loc"])
            index = int(rest[0]) if rest and rest[0].isdigit() else 0
            key = next((part for part in rest if not part.isdigit()), "")
            yield Problem("corpus.toml", lines.of(kind, index, key), _in_words(detail, kind, key))


def _in_words(detail: object, kind: str, key: str) -> str:
    """A validation error as one sentence that says what to do."""
    assert isinstance(detail, dict)
    named = f"{key!r} of this [[{kind}]]" if key else f"[{kind}]"
    match detail["type"]:
        case "missing":
            return f"{named} is missing; add it"
        case "extra_forbidden":
            return f"{named} is not a key of the corpus format; correct the spelling or delete it"
        case "too_short":
            return f"there is no [[{kind}]]; add at least one"
        case _:
            return f"{named} is {detail['input']!r}, which will not do: {detail['msg'].lower()}"


def meaning_problems(data: dict[str, object], lines: Lines, folder: Path) -> Iterator[Problem]:
    """Which ids clash or lead nowhere, which dates and files do not fit?"""
    events = {str(row.get("id")): row for row in _rows(data, "event")}
    outlets = {str(row.get("id")) for row in _rows(data, "outlet")}
    for kind, key in (
        ("event", "id"),
        ("outlet", "id"),
        ("outlet", "name"),
        ("article", "id"),
        ("actor", "id"),
    ):
        yield from _duplicates(data, kind, key, lines)
    yield from _duplicates(data, "article", "file", lines)
    for index, row in enumerate(_rows(data, "event")):
        if "start" in row and "end" in row and _later(row["start"], row["end"]):
            what = f"event {row.get('id')!r} ends before it starts; swap start and end"
            yield Problem("corpus.toml", lines.of("event", index, "start"), what)
    for index, row in enumerate(_rows(data, "article")):
        for key, known in (("event", set(events)), ("outlet", outlets)):
            if key in row and str(row[key]) not in known:
                here = ", ".join(sorted(known)) or "none"
                what = f"no {key} {row[key]!r} in this corpus; {key}s here: {here}"
                yield Problem("corpus.toml", lines.of("article", index, key), what)
        event = events.get(str(row.get("event")))
        if (
            event
            and "date" in row
            and (_later(event.get("start"), row["date"]) or _later(row["date"], event.get("end")))
        ):
            what = (
                f"date {row['date']} is outside event {event.get('id')!r} ({event.get('start')} to {event.get('end')}); "
                "correct the date or widen the event"
            )
            yield Problem("corpus.toml", lines.of("article", index, "date"), what)
        yield from _file_problems(row, lines.of("article", index, "file"), folder)


def _rows(data: dict[str, object], kind: str) -> list[dict[str, object]]:
    rows = data.get(kind)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _later(one: object, other: object) -> bool:
    return type(one) is type(other) and one is not None and bool(one > other)  # type: ignore[operator]


def _duplicates(data: dict[str, object], kind: str, key: str, lines: Lines) -> Iterator[Problem]:
    seen: dict[str, int | None] = {}
    for index, row in enumerate(_rows(data, kind)):
        if key in row:
            value, line = str(row[key]), lines.of(kind, index, key)
            if value in seen:
                what = f"{kind} {key} {value!r} stands already at line {seen[value]}; give each {kind} its own"
                yield Problem("corpus.toml", line, what)
            seen.setdefault(value, line)


def _file_problems(row: dict[str, object], line: int | None, folder: Path) -> Iterator[Problem]:
    name = row.get("file")
    if not isinstance(name, str):
        return
    path = (folder / name).resolve()
    if Path(name).is_absolute() or not path.is_relative_to(folder.resolve()):
        yield Problem("corpus.toml", line, f"file {name!r} leaves the corpus folder; put it in raw/ and name it there")
    elif not path.is_file():
        yield Problem("corpus.toml", line, f"file {name!r} is not there; add it or correct the name")
    else:
        raw = path.read_bytes()
        try:
            if not raw.decode("utf-8-sig").strip():
                yield Problem(name, 1, "the article is empty; put its text in, or take it out of corpus.toml")
        except UnicodeDecodeError as error:
            at = raw.count(b"\n", 0, error.start) + 1
            yield Problem(name, at, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8")
