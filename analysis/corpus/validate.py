"""Is the corpus folder in order? All its problems at once, each with file, line, and what to do."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import cast

from analysis.corpus.marks import tidy
from analysis.corpus.problems import Lines, Problem, shortened
from analysis.corpus.tables import is_table

LONGEST = 1_000_000  # what spaCy takes at once
LINE_END = re.compile(rb"\r\n|\r|\n")
UNIQUE = (
    ("event", "id"),
    ("outlet", "id"),
    ("outlet", "name"),
    ("article", "id"),
    ("actor", "id"),
    ("article", "file"),
)
LONG_ID = 100
MARKUP = re.compile(r"\s*<(?:!doctype html|html|head|body|article|section|main|div|p)\b", re.I)
STEERING = re.compile("[\x00-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNFIT = re.compile(rf"[/\\]|^\.|{STEERING.pattern}")
PATTERNS = {
    "colour": "a colour as # and six digits, such as '#1f77b4'",
    "language": "a language as a code of two letters, such as 'en'",
    "model": "the name of an installed spaCy pipeline, such as 'de_core_news_sm'",
}
# Table, key of it, and the table whose ids that key names.
REFERENCES = (
    ("article", "event", "event"),
    ("article", "outlet", "outlet"),
    ("actor", "events", "event"),
    ("study", "people", "actor"),
    ("study", "axis_actors", "actor"),
)


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
            if detail["type"] == "too_short" and not rest and data.get(kind):  # some, but none in order
                continue
            yield Problem("corpus.toml", lines.of(kind, index, key), _in_words(detail, kind, key))


def _in_words(detail: Mapping[str, object], kind: str, key: str) -> str:
    """A validation error as one sentence that says what to do."""
    table = f"[{kind}]" if kind in {"corpus", "study"} else f"[[{kind}]]"
    named = f"{key!r} of this {table}" if key else table
    given = reprlib.repr(detail["input"])
    match detail["type"]:
        case "missing" if not key and kind in ("event", "outlet", "article"):
            return f"{table} is missing; add it, or let counterframe add make it from files"
        case "missing":
            return f"{named} is missing; add it"
        case "extra_forbidden":
            return (
                f"{named if key else repr(kind)} is not a key of the corpus format; correct the spelling or delete it"
            )
        case "too_long":
            return (
                f"{named} holds {len(cast(list[object], detail['input'])):,} phrases, more than 2,000; leave some out"
            )
        case "too_short" if key:
            return f"{named} holds an empty list; write something there or delete it"
        case "too_short":
            return f"there is no {table}; add at least one"
        case "string_pattern_mismatch" if key in PATTERNS:
            return f"{named} is {given}; write {PATTERNS[key]}"
        case "string_pattern_mismatch":
            return f"{named} holds an empty text; write something there or delete it"
        case "date_type":
            return f"{named} is {given}, which is no date; write it as 2008-03-29, without quotation marks or time"
        case "tuple_type" if key:
            return f"{named} is {given}; write a list, in square brackets"
        case "tuple_type" | "model_type":
            return f"{named} is not a table; head it {table}"
        case _:
            return f"{named} is {given}, which will not do: {str(detail['msg']).lower()}"


def meaning_problems(data: dict[str, object], lines: Lines) -> Iterator[Problem]:
    """Which ids clash or lead nowhere, which dates do not fit?"""
    for kind, key in UNIQUE:
        yield from _duplicates(data, kind, key, lines)
    yield from _name_problems(data, lines)
    yield from _reference_problems(data, lines)
    yield from _date_problems(data, lines)


def _name_problems(data: dict[str, object], lines: Lines) -> Iterator[Problem]:
    """Can ids be parts of file names, and names be printed?"""
    for kind, key in (*UNIQUE[:-1], ("corpus", "id"), ("actor", "name")):
        for index, row in enumerate(rows_of(data, kind)):
            value, line = row.get(key), lines.of(kind, index, key)
            if not isinstance(value, str):
                continue
            if key == "id" and (UNFIT.search(value) or len(value) > LONG_ID):
                what = (
                    f"{kind} id {value[:LONG_ID]!r} cannot be part of a file name; write letters, figures and hyphens"
                )
                yield Problem("corpus.toml", line, what)
            elif odd := STEERING.search(value):
                what = f"{key} of this {kind} holds the invisible sign U+{ord(odd.group()):04X}; write it anew without"
                yield Problem("corpus.toml", line, what)


def _reference_problems(data: dict[str, object], lines: Lines) -> Iterator[Problem]:
    """Is whatever one table names of another there?"""
    for kind, key, named in REFERENCES:
        known = dict.fromkeys(str(row.get("id")) for row in rows_of(data, named))
        for index, row in enumerate(rows_of(data, kind)):
            codes = row.get(key)
            for code in codes if isinstance(codes, list) else [codes]:
                if isinstance(code, str) and code not in known:
                    here = ", ".join(shortened(list(known))) or "none"
                    what = f"no {named} {code!r} in this corpus; {named}s here: {here}"
                    yield Problem("corpus.toml", lines.of(kind, index, key), what)


def _date_problems(data: dict[str, object], lines: Lines) -> Iterator[Problem]:
    """Do events end after they start, and do articles lie within theirs?"""
    events = {str(event.get("id")): event for event in reversed(rows_of(data, "event"))}
    for index, event in enumerate(rows_of(data, "event")):
        if _later(event.get("start"), event.get("end")):
            what = f"event {event.get('id')!r} ends before it starts; swap start and end"
            yield Problem("corpus.toml", lines.of("event", index, "start"), what)
    for index, row in enumerate(rows_of(data, "article")):
        event = events.get(str(row.get("event")), {})
        day, start, end = row.get("date"), event.get("start"), event.get("end")
        if _later(start, day) or _later(day, end):
            where = f"outside event {event.get('id')!r} ({start} to {end})"
            what = f"date {day} is {where}; correct the date or widen the event"
            yield Problem("corpus.toml", lines.of("article", index, "date"), what)


def rows_of(data: dict[str, object], kind: str) -> list[dict[str, object]]:
    """The tables of one kind, as far as they are tables."""
    rows = data.get(kind)
    return [row for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]


def _later(one: object, other: object) -> bool:
    return type(one) is type(other) is date and one > other


def _duplicates(data: dict[str, object], kind: str, key: str, lines: Lines) -> Iterator[Problem]:
    seen: dict[str, int | None] = {}
    for index, row in enumerate(rows_of(data, kind)):
        if key in row:
            value, line = str(row[key]), lines.of(kind, index, key)
            if value in seen:
                what = f"{kind} {key} {value!r} stands already at line {seen[value]}; give each {kind} its own"
                yield Problem("corpus.toml", line, what)
            seen.setdefault(value, line)


def file_problems(row: dict[str, object], line: int | None, folder: Path) -> Iterator[Problem]:
    """Is an article's raw file there, inside the folder, and a text?"""
    name = row.get("file")
    if not isinstance(name, str):
        return
    try:
        path = (folder / name).resolve()
        if Path(name).is_absolute() or not path.is_relative_to(folder.resolve()):
            what = f"file {name!r} leaves the corpus folder; put it in raw/ and name it there"
        elif not path.is_file():
            other = ", only something that is no file" if path.exists() else ""
            what = f"file {name!r} is not there{other}; add it or correct the name"
        elif path.stat().st_size > 4 * LONGEST:
            what = f"file {name!r} has {path.stat().st_size:,} bytes; is it one article? Divide it into its articles"
        else:
            yield from _text_problems(name, path.read_bytes())
            return
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        what = f"file {reprlib.repr(name)} cannot be read ({why}); correct the name or the file"
    yield Problem("corpus.toml", line, what)


def _text_problems(name: str, raw: bytes) -> Iterator[Problem]:
    """Are these the bytes of a text?"""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = line_of(error.object, error.start), error.object[error.start]
        yield Problem(name, line, f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8")
        return
    if "\0" in text:
        line = line_of(raw, raw.index(b"\0"))
        yield Problem(name, line, "there is a NUL byte, as in UTF-16 or a file that is no text; save the file as UTF-8")
    elif len(text) > LONGEST:
        what = (
            f"the article has {len(text):,} characters, more than {LONGEST:,}; is it one? Divide it into its articles"
        )
        yield Problem(name, 1, what)
    elif MARKUP.match(text):
        yield Problem(name, 1, "this is a page, not its article's text; let counterframe add take the article from it")
    elif is_table(text):
        yield Problem(name, 1, "this is a table of articles, not one article; let counterframe add take them from it")
    elif not any(tidy(line) for line in text.split("\n")):
        yield Problem(name, 1, "the article is empty; put its text in, or take it out of corpus.toml")


def line_of(data: bytes, at: int) -> int:
    """On which line, counted from 1 as an editor does, does the byte at `at` stand?"""
    return 1 + len(LINE_END.findall(data, 0, at))
