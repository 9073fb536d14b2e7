"""The coding desk in a notebook: what is clicked is on the disk before anybody is told that it is saved."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus import read_corpus
from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.text import slug
from analysis.evidence.study import Study
from analysis.report.html import plain_style
from analysis.report.lab.codebooks import read_codebook
from analysis.report.lab.export import desk_facts, lab_text

if TYPE_CHECKING:
    from anywidget import AnyWidget

Rows = list[dict[str, Any]]


def desk(corpus_folder: str | Path, article_id: str, *, codebook: str, coder: str) -> AnyWidget:
    """How do I code an article in a notebook? The desk as a widget: each click is written to the corpus folder.

    The coder's file is `codings/<sheet>--<coder>.jsonl`, which `read_codings` reads; its steps lie in `.steps/` beside
    it. What was coded before is there again, also what the browser kept while Python was away.
    Raises ValueError for an article, a sheet or a coder that is not there, CorpusError and CodingsError for what is
    not in order.
    """
    import anywidget
    import traitlets

    folder, book, coder = Path(corpus_folder).resolve(), read_codebook(codebook), coder.strip()
    study = Study(read_corpus(folder))
    here = study.corpus.articles["article_id"].to_list()
    if article_id not in here:
        raise ValueError(f"no article {article_id!r} in this corpus; articles here: {', '.join(here)}")
    if not coder:
        raise ValueError('whose codes are these? Give a name, a pseudonym will do: coder="Ann"')
    file = folder / "codings" / f"{book.name}--{slug(coder)}.jsonl"
    log = file.parent / ".steps" / f"{file.stem}--{article_id}.jsonl"
    steps = {step["id"]: step for step in whole_rows(log)}
    told = desk_facts(study, [book], [article_id]) | {"html": lab_text("parts.html"), "log": list(steps.values())}
    told["fixed"] = {"article": article_id, "sheet": book.name, "coder": coder}

    class Desk(anywidget.AnyWidget):
        _esm = "\n".join(lab_text(f"{name}.js") for name in ("words", "codes", "store", "desk", "widget"))
        _css = plain_style(lab_text("desk.css") + lab_text("widget.css"))
        facts = traitlets.Dict().tag(sync=True)

    def take(widget: AnyWidget, said: dict[str, Any], buffers: object) -> None:
        step, rows = said.get("step"), said.get("rows")
        try:
            if step and step["id"] not in steps:
                append_row(log, step)
                steps[step["id"]] = step
            if rows is not None:
                write_article_rows(file, article_id, rows)
            widget.send({"n": len(steps)})
        except OSError as wrong:
            widget.send({"wrong": f"{file.name} was not written ({wrong.strerror}); the browser has the step."})

    made = Desk(facts=told)
    made.on_msg(take)
    return made


def append_row(path: Path, row: dict[str, Any]) -> None:
    """Put a line at the end of a file; returns when it is on the disk. One that was cut short before stays alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(b"\n" + json.dumps(row, ensure_ascii=False).encode())
        file.flush()
        os.fsync(file.fileno())


def write_article_rows(path: Path, article_id: str, rows: Rows) -> None:
    """Lay the records of one article into a coder's file, in place of those that were there of it."""
    others = [row for row in whole_rows(path) if row.get("doc") != article_id]
    kept = sorted([*others, *rows], key=lambda row: str(row["doc"]))
    atomic_write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept).encode())


def whole_rows(path: Path) -> Rows:
    """The lines of a file that are whole."""
    found = []
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
