"""What does a student get of a teacher's exercise? A notebook and a page, without answers or outputs to peek at."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.places import data_folder, notebooks_folder
from analysis.report import pandoc
from analysis.report.html import POLICY, plain_style
from analysis.report.markdown import FIGURE, TABLE
from analysis.report.notebook import blank, notebook_text, notebooks_in, read_notebook, with_parameters
from analysis.report.run import Progress, run_notebooks

TEACHER, BOX, REVEAL = "teacher", "box", "reveal"  # tags: for the teacher alone, room to write in, after the prediction
COMPUTER = "computer"  # a tag: needs a running notebook, so it is on no page
SOLUTION = re.compile(r"^### BEGIN SOLUTION\n.*?^### END SOLUTION\n?", re.DOTALL | re.MULTILINE)
STUDENT = "student"  # the folder of the students' notebooks, one below the teacher's
LINES = 4  # of a box
SHIPPED, FRONT = "iraq-2004-2008", "../index.html"  # the corpus on which the exercises come as they ran
Piece = tuple[str, str, str, int]  # kind (prose, output, reveal, box), how it is written, text, lines of a box


def student_notebook(teacher: Any) -> Any:
    """What does a student get of this notebook? No teacher's cell, solution or output; paths are one deeper."""
    kept = [cell for cell in copy.deepcopy(teacher["cells"]) if not _is(cell, TEACHER)]
    for cell in kept:
        cell["source"] = SOLUTION.sub("", cell["source"]).rstrip("\n")
        if _is(cell, "parameters"):
            cell["source"] = cell["source"].replace('"../', '"../../')
    return blank({**teacher, "cells": kept})


def write_student_notebooks(folder: Path) -> list[Path]:
    """Write the student's version of every exercise in `folder` into its folder `student`; returns the files."""
    files = []
    for path in notebooks_in(folder):
        files.append(folder / STUDENT / path.name)
        atomic_write(files[-1], notebook_text(student_notebook(read_notebook(path))).encode())
    return files


def run_exercises(folder: Path, out: Path, *, corpus: Path | None = None, progress: Progress) -> list[str]:
    """Run the notebooks of a folder, on a corpus of one's own if one is given; what did not run, a sentence each?

    Those that ran are written to `out`, each whole or not at all.
    """
    blanks = {path.name: blank(read_notebook(path)) for path in notebooks_in(folder)}
    if corpus:
        given = {"corpus_folder": str(corpus.resolve())}
        blanks = {name: with_parameters(notebook, given) for name, notebook in blanks.items()}
    with TemporaryDirectory() as scratch:
        place = Path(scratch)
        outcomes = run_notebooks(blanks, folder=folder, figures=place / "figures", scratch=place, progress=progress)
    for name, outcome in outcomes.items():
        if not outcome.failure:
            atomic_write(out / name, outcome.text.encode())
    return [f"{name}: {outcome.failure}" for name, outcome in outcomes.items() if outcome.failure]


def class_exercises(corpus: Path, *, progress: Progress) -> dict[str, str]:
    """The exercises on a corpus as pages: as they come with the suite for the five articles, else run on it first.

    An exercise that a corpus does not allow is left out.
    """
    lab = notebooks_folder() / "lab"
    if corpus.resolve() == (data_folder() / "corpora" / SHIPPED).resolve():
        return exercise_pages(lab, front=FRONT)
    with TemporaryDirectory() as out:
        for failure in run_exercises(lab, Path(out), corpus=corpus, progress=progress):
            progress(f"left out: {failure}")
        return exercise_pages(Path(out), front=FRONT) if any(Path(out).iterdir()) else {}


def exercise_pages(folder: Path, *, front: str = "") -> dict[str, str]:
    """What does each exercise look like on paper, and in a browser without Jupyter?

    Page by page: the text, what is shown before the prediction, a box to write in, and what is revealed behind a fold.
    Nothing of what is the teacher's. Printed, a closed fold leaves no trace and the boxes have lines.
    `folder` holds the teachers' notebooks as they ran; `front` is the way from a page to the front of a folder.
    Returns file name → HTML, in the order of the exercises.
    Raises FileNotFoundError where there is no notebook, NotebookError where one cannot be read.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    files = notebooks_in(folder)
    pages = [list(_pieces(read_notebook(path))) for path in files]
    rendered = pandoc.render([[text for _, form, text, _ in page if form == "markdown"] for page in pages], "html")
    place = data_folder() / "lab"
    style = plain_style((place / "exercise.css").read_text(encoding="utf-8"))
    room = Environment(loader=FileSystemLoader(place), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    titles = [page[0][2].splitlines()[0].removeprefix("# ") for page in pages]
    found = {}
    for at, (path, page, prose) in enumerate(zip(files, pages, rendered, strict=True)):
        words = iter(prose)
        parts = [(kind, next(words) if form == "markdown" else text, lines) for kind, form, text, lines in page]
        told = {
            "title": titles[at],
            "number": at + 1,
            "of": len(files),
            "policy": POLICY,
            "style": style,
            "front": front,
        }
        found[f"{path.stem}.html"] = room.get_template("exercise.html").render(parts=parts, **told)
    return found


def _is(cell: Any, tag: str) -> bool:
    return tag in cell["metadata"].get("tags", ())


def _pieces(notebook: Any) -> Iterator[Piece]:
    """What a page shows of a notebook, piece by piece."""
    for cell in notebook["cells"]:
        if _is(cell, TEACHER) or _is(cell, COMPUTER):
            continue
        kind = REVEAL if _is(cell, REVEAL) else ""
        if _is(cell, BOX):
            yield BOX, "text", cell["source"].strip("*: \n"), cell["metadata"].get("lines", LINES)
        elif cell["cell_type"] == "markdown":
            yield kind or "prose", "markdown", cell["source"], 0
        elif cell["cell_type"] == "code":
            yield from ((kind or "output", *shown, 0) for output in cell["outputs"] if (shown := _shown(output)))


def _shown(output: Any) -> tuple[str, str] | None:
    """A figure and a table as they are drawn in a notebook, a sentence as Markdown, all else letter for letter."""
    data = {kind: "".join(text) if isinstance(text, list) else text for kind, text in output.get("data", {}).items()}
    if {FIGURE, TABLE} & set(data):
        return "html", str(data["text/html"])
    if "text/markdown" in data:
        return "markdown", str(data["text/markdown"])
    text = data.get("text/plain") or "".join(output.get("text", ""))
    return ("html", f"<pre>{escape(text)}</pre>") if text else None
