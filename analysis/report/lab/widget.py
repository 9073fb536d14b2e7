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

Step = dict[str, Any]
SCRIPTS = ("codes", "store", "desk", "widget")


class CodingFile:
    """What one coder has coded in one article by one sheet: the log of its steps, and the file made from it.

    The log lies in `codings/.steps/` of the corpus, the file in `codings/<sheet>--<coder>.jsonl`, with the coder's
    other articles.
    """

    def __init__(self, corpus_folder: Path, article_id: str, *, codebook: str, coder: str) -> None:
        self.article_id, name = article_id, f"{codebook}--{slug(coder)}"
        self.path = corpus_folder / "codings" / f"{name}.jsonl"
        self.log = corpus_folder / "codings" / ".steps" / f"{name}--{article_id}.jsonl"

    def steps(self) -> list[Step]:
        """Which steps were taken? A last line that was cut short by a crash is none."""
        return _rows(self.log)

    def append(self, step: Step) -> None:
        """Put a step on the disk, unless it is there; returns when it has arrived."""
        if step.get("id") in {one.get("id") for one in self.steps()}:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a+b") as file:
            cut = file.tell() and self.log.read_bytes()[-1:] != b"\n"
            file.write((b"\n" if cut else b"") + json.dumps(step, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def records(self) -> list[Step]:
        """What does the coder's file say of this article?"""
        return [row for row in _rows(self.path) if row.get("doc") == self.article_id]

    def write(self, records: list[Step]) -> None:
        """Lay the records of this article into the coder's file, in place of those that were there of it."""
        others = [row for row in _rows(self.path) if row.get("doc") != self.article_id]
        rows = sorted([*others, *records], key=lambda row: str(row["doc"]))
        atomic_write(self.path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


def _rows(path: Path) -> list[Step]:
    found = []
    for line in path.read_bytes().split(b"\n") if path.is_file() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        found += [row] if isinstance(row, dict) else []
    return found


def desk(corpus_folder: str | Path, article_id: str, *, codebook: str, coder: str) -> AnyWidget:
    """How do I code an article in a notebook? The desk as a widget: each click is written to the corpus folder.

    The coder's file is `codings/<sheet>--<coder>.jsonl`, which `read_codings` reads. What was coded before is there
    again, also what the browser kept while Python was away.
    Raises ValueError for an article, a sheet or a coder that is not there, CorpusError and CodingsError for what is not
    in order.
    """
    import anywidget
    import traitlets

    folder, book = Path(corpus_folder), read_codebook(codebook)
    corpus = read_corpus(folder)
    here = corpus.articles["article_id"].to_list()
    if article_id not in here:
        raise ValueError(f"no article {article_id!r} in this corpus; articles here: {', '.join(here)}")
    if not coder.strip():
        raise ValueError('whose codes are these? Give a name, a pseudonym will do: coder="Ann"')
    file = CodingFile(folder, article_id, codebook=book.name, coder=coder.strip())
    fixed = {"article": article_id, "sheet": book.name, "coder": coder.strip()}
    told = desk_facts(Study(corpus), [book], [article_id])
    told |= {"fixed": fixed, "html": lab_text("parts.html"), "log": file.steps()}

    class Desk(anywidget.AnyWidget):
        _esm = "\n".join(lab_text(f"{name}.js") for name in SCRIPTS)
        _css = plain_style(lab_text("desk.css") + lab_text("widget.css"))
        facts = traitlets.Dict().tag(sync=True)

    def take(widget: AnyWidget, said: Step, buffers: object) -> None:
        try:
            if said.get("step"):
                file.append(said["step"])
            if said.get("rows") is not None:
                file.write(said["rows"])
            widget.send({"n": len(file.steps())})
        except OSError as wrong:
            widget.send({"wrong": f"{file.path.name} was not written ({wrong.strerror}); the browser has the step."})

    made = Desk(facts=told)
    made.on_msg(take)
    return made
