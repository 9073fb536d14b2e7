"""Would a report be made now as it lies there, and if not, what differs, and what of its grounds has changed?"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from analysis.corpus.decisions import CONFIRMED
from analysis.corpus.problems import shortened
from analysis.corpus.read import toml_of
from analysis.corpus.validate import rows_of
from analysis.report import fingerprint
from analysis.report.build import Result, build
from analysis.report.notebook import read_notebook
from analysis.report.plan import Plan

KINDS = ("grounds", "not made", "table", "figure", "page", "notebook", "PDF", "other file")
FILES = KINDS[1:]
PICTURES = (".svg", ".png")
NAMED = 3  # cells of a row by which it is known
OLD = "the report is of an edition that did not keep what it rests on piece by piece"


@dataclass(frozen=True)
class Difference:
    """Something that is otherwise now: what kind of thing, its name, and how."""

    kind: str
    name: str
    said: str


def corpus_of(out: Path) -> Path | None:
    """Of which corpus is a report? Of the folder it lies in, or of the one that its notebooks name."""
    if (out.parent / "corpus.toml").is_file():
        return out.parent
    for path in sorted((out / "notebooks").glob("*.ipynb")):
        for cell in read_notebook(path)["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                line = next((one for one in cell["source"].splitlines() if one.startswith("corpus_folder =")), "= ''")
                folder = (path.parent / line.partition("=")[2].strip().strip("\"'")).resolve()
                if (folder / "corpus.toml").is_file():
                    return folder
    return None


def differences(plan: Plan, *, jobs: int = 2, progress: Callable[[str], None] = lambda line: None) -> list[Difference]:
    """What of the report in `plan.out` would be otherwise, were it made now?

    It is made again in a hidden folder beside it, with the same notebooks and in the same way; nothing is written into
    it. Read it: rows of the kind "grounds" say what has changed of what it rests on, which need not change the report;
    all others differ.
    Raises ValueError where no report lies there, or that of another corpus; else as `build`.
    """
    last = fingerprint.read(plan.out)
    if not last.files:
        raise ValueError(f"{plan.out} holds no report; name the folder that counterframe report wrote")
    here = rows_of(toml_of(plan.corpus)[1], "corpus")
    if (id_ := str(here[0].get("id") if here else "")) != last.corpus:
        raise ValueError(f"{plan.out} is the report of the corpus {last.corpus}, and {plan.corpus} holds {id_}")
    names = [name for name in plan.sources() if f"{name}.html" in last.files]
    again = Path(tempfile.mkdtemp(prefix=f".{plan.out.name}.verify-", dir=plan.out.parent))
    again_plan = replace(plan, out=again, apart=True, excerpts_only=last.dress.endswith(" excerpts"))
    asked = os.environ.get(CONFIRMED, "")
    try:
        os.environ[CONFIRMED] = last.parts.get(CONFIRMED, asked)
        made = build(again_plan, only=names, jobs=jobs, progress=progress)
        return [*_grounds(last, plan.corpus), *_files(plan.out, again, last, made)]
    finally:
        os.environ[CONFIRMED] = asked
        shutil.rmtree(again, ignore_errors=True)


def _grounds(last: fingerprint.Prints, corpus: Path) -> Iterator[Difference]:
    """What of the articles, decisions, packages and the suite is not as it was?"""
    now = fingerprint.rests_on(corpus)
    if not last.parts:
        if last.inputs != fingerprint.inputs_digest(now):
            yield Difference("grounds", "the suite or the corpus", f"changed; {OLD}")
        return
    ids = {f"{fingerprint.OF_CORPUS}{row.get('file')}": row.get("id") for row in rows_of(toml_of(corpus)[1], "article")}
    for name in sorted({*now, *last.parts}):
        there, here = last.parts.get(name), now.get(name)
        if there != here:
            said = "was added" if there is None else "is gone" if here is None else "has changed"
            if name not in ids and len(f"{there}{here}") < 100 and there and here:
                said = f"{there} there, {here} now"
            called = f"article {ids[name]}" if name in ids else name.removeprefix(fingerprint.OF_CORPUS)
            yield Difference("grounds", called, said)


def _files(out: Path, again: Path, last: fingerprint.Prints, made: Result) -> Iterator[Difference]:
    """What of the files is there only, here only, or otherwise?"""
    yield from (Difference("not made", name, sentence) for name, sentence in made.failed.items())
    there, here = (
        {
            name: print_
            for name, print_ in fingerprint.files_digests(folder).items()
            if not any(part.startswith(".") for part in Path(name).parts) and not name.startswith("kept/")
        }
        for folder in (out, again)
    )
    for name in sorted({*there, *here}):
        if there.get(name) == here.get(name):
            continue
        kind = _kind(name)
        said = "is not there" if name not in there else "is not made now" if name not in here else "differs"
        if said == "differs" and kind == "table":
            said = first_difference(out / name, again / name) or said
        if name in there and there[name] != last.files.get(name):
            said += ", and was changed by hand" if name in last.files else ", and was added by hand"
        yield Difference(kind, name, said)


def _kind(name: str) -> str:
    path = Path(name)
    kinds = {".csv": "table", ".html": "page", ".ipynb": "notebook", ".pdf": "PDF"} | dict.fromkeys(PICTURES, "figure")
    return kinds.get(path.suffix, "other file")


def first_difference(there: Path, here: Path) -> str:
    """In which row and column do two tables first differ, and what stands there? Empty where in none."""
    (heads, *old), (heads_now, *new) = (_rows(path) for path in (there, here))
    sizes = "" if len(old) == len(new) else f"; rows: {len(old):,} there, {len(new):,} now"
    if heads != heads_now:
        only = [f"{', '.join(more)} only {where}" for more, where in _apart(heads, heads_now) if more]
        return f"other columns: {'; '.join(only) or 'in another order'}{sizes}"
    for number, (one, other) in enumerate(zip_longest(old, new), start=1):
        if one is None or other is None:
            return f"row {number:,} ({_called(one or other or [])}) {'is new' if one is None else 'is gone'}{sizes}"
        for column, was, is_now in zip(heads, one, other, strict=False):
            if was != is_now:
                row = f"row {number:,} ({_called(one)}), column {column}"
                return f"{row}: {_short(was)} there, {_short(is_now)} now{sizes}"
    return ""


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file)) or [[]]


def _apart(heads: Sequence[str], now: Sequence[str]) -> list[tuple[list[str], str]]:
    return [
        ([name for name in heads if name not in now], "there"),
        ([name for name in now if name not in heads], "now"),
    ]


def _called(row: Sequence[str]) -> str:
    return ", ".join(_short(cell) for cell in row[:NAMED])


def _short(cell: str) -> str:
    return "nothing" if not cell else cell if len(cell) <= 40 else f"{cell[:40]}…"


def difference_lines(out: Path, found: Sequence[Difference]) -> str:
    """What `differences` found, for people."""
    same = not any(one.kind in FILES for one in found)
    lines = [
        f"The report in {out} is what would be made now; no file differs."
        if same
        else f"The report in {out} is not what would be made now."
    ]
    heads = {"grounds": "What it rests on has changed:", "not made": "Could not be made again:"}
    for kind in KINDS:
        told = [
            f"{one.name} {one.said}" if kind == "grounds" else f"{one.name}: {one.said}"
            for one in found
            if one.kind == kind
        ]
        if told:
            head = heads.get(kind, f"{len(told):,} {kind}{'s' * (len(told) != 1)}:")
            lines += [head, *(f"  {line}" for line in shortened(told, 20))]
    return "\n".join(lines)
