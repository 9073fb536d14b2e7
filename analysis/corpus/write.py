"""corpus.toml with new tables, its comments and order as they were; raw texts and corpus.toml together, or nothing."""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.marks import tidy
from analysis.corpus.places import data_folder
from analysis.corpus.problems import HEADER, CorpusError, Lines, Problem, outside_strings
from analysis.corpus.read import toml_of
from analysis.corpus.text import slug
from analysis.corpus.validate import meaning_problems, rows_of, structure_problems

JOURNAL = ".adding"
RAW = re.compile(r"raw/[a-z0-9-]+\.txt")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One writer at a time; what a killed one has left is cleared up. Raises CorpusError where another is at work."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / ".lock", timeout=0):
            _clear(folder)
            yield
    except Timeout:
        what = "another command is writing here; wait until it is done, and give yours again"
        raise CorpusError(folder, [Problem("corpus.toml", None, what)]) from None


def new_corpus(folder: Path, title: str = "") -> None:
    """Make a corpus folder: raw/, and corpus.toml with a comment on every table. FileExistsError where one is there."""
    import shutil

    import tomlkit

    if os.path.lexists(folder):
        raise FileExistsError(errno.EEXIST, "is there already", str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    source = tomlkit.parse((data_folder() / "templates" / "corpus.toml").read_text(encoding="utf-8"))
    source["corpus"] |= {"id": slug(folder.name)[:40], "title": tidy(title or folder.name) or "Corpus"}
    aside = folder.with_name(f".{slug(folder.name)[:40]}.{os.getpid()}.tmp")
    try:
        (aside / "raw").mkdir(parents=True)
        atomic_write(aside / "corpus.toml", tomlkit.dumps(source).encode())
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_all(folder: Path, texts: Mapping[str, bytes], source: str) -> None:
    """Raw texts ("raw/name.txt") and corpus.toml: all of them, or, after an error or a kill, none of them.

    What is about to be written is listed first. corpus.toml comes last, by renaming: with it the texts are there.
    """
    if not (folder / "raw").resolve().is_relative_to(folder.resolve()):
        raise ValueError("raw/ of this corpus is a link that leads out of it; make it a folder of the corpus")
    try:
        atomic_write(folder / JOURNAL, "\n".join(texts).encode())
        for name, content in texts.items():
            atomic_write(folder / name, content)
        atomic_write(folder / "corpus.toml", source.encode())
    finally:
        _clear(folder)


def corpus_with(folder: Path, source: str, tables: Mapping[str, list[dict[str, object]]]) -> str:
    """corpus.toml with more tables of each kind, and with the days of those events that are there already.

    Comments and order stay. Raises CorpusError where the result would not be in order.
    """
    events = {str(row["id"]): row for row in tables["event"]}
    for index, old in enumerate(rows_of(tomllib.loads(source), "event")):
        if new := events.pop(str(old.get("id")), None):
            source = _with_days(source, index, new)
    for kind, rows in {**tables, "event": list(events.values())}.items():
        source = _with_tables(source, kind, rows)
    return valid(folder, source)


def valid(folder: Path, source: str) -> str:
    """This text, if it is a corpus.toml in order. Raises CorpusError where it is not."""
    try:
        data, lines = tomllib.loads(source), Lines(source)
        problems = [*structure_problems(data, lines), *meaning_problems(data, lines)]
    except tomllib.TOMLDecodeError as wrong:
        what = (
            f"new tables do not fit in ({wrong}); write each event, outlet, article and actor as a [[table]] of its own"
        )
        problems = [Problem("corpus.toml", None, what)]
    if problems:
        raise CorpusError(folder, problems)
    return source


def _with_days(source: str, index: int, event: Mapping[str, object]) -> str:
    lines = source.split("\n")
    for key in ("start", "end"):
        at = (Lines(source).of("event", index, key) or 1) - 1
        lines[at] = DAY.sub(str(event[key]), lines[at], count=1)
    return "\n".join(lines)


def _with_tables(source: str, kind: str, rows: list[dict[str, object]]) -> str:
    """Behind the last table of the kind, where there is one; what is written above the next table stays with it."""
    import tomlkit

    lines = source.rstrip("\n").split("\n")
    heads = {number: head[1] for number, line in enumerate(outside_strings(source)) if (head := HEADER.match(line))}
    last = max((number for number, head in heads.items() if head == kind), default=len(lines))
    at = min((number for number in heads if number > last), default=len(lines))
    while at - 1 > last and lines[at - 1].lstrip()[:1] in ("", "#"):
        at -= 1
    lines[at:at] = "".join(f"\n{tomlkit.dumps({kind: [row]})}" for row in rows).rstrip("\n").split("\n") if rows else []
    return "\n".join(lines) + "\n"


def _clear(folder: Path) -> None:
    """Take away the texts that a killed or failed call has written, and that corpus.toml does not know."""
    if (folder / JOURNAL).is_file():
        known = {str(row.get("file")) for row in rows_of(toml_of(folder)[1], "article")}
        for name in (folder / JOURNAL).read_text(encoding="utf-8").split("\n"):
            if RAW.fullmatch(name) and name not in known:
                path = folder / name
                for left in (path, *path.parent.glob(f".{path.name}.*.tmp")):
                    if left.is_file():
                        left.unlink()
        (folder / JOURNAL).unlink()
