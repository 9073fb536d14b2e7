"""A folder for a class: articles, a desk to code them at, a concordance, two texts to paste. It needs no network."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.codings.records import KINDS
from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.corpus.places import data_folder
from analysis.corpus.text import digest
from analysis.evidence.study import open_study
from analysis.report.html import TEXTS, document, plain_style
from analysis.report.lab.codebooks import Codebook, codebook_names, read_codebook
from analysis.report.lab.exercises import class_exercises
from analysis.report.page import Report
from analysis.report.reading import read_texts, text_pages, texts_of
from analysis.report.reading.pages import SEARCHED, environment
from analysis.report.reading.texts import Text
from analysis.report.run import Progress

if TYPE_CHECKING:
    from analysis.evidence.study import Study

TEMPLATES, REPORT = data_folder() / "lab", data_folder() / "report"
MACHINE = "machine"  # the folder where the articles stand with what the machine marked
DOORS = {"index": "The seminar", TEXTS: "Texts", "desk": "Coding desk", "concordance": "Concordance"}
DOORS |= {"paste": "Two texts", "codebooks": "Codebooks", f"{MACHINE}/{TEXTS}": "What the machine marked"}
SCRIPTS: dict[str, tuple[str, ...]] = {"index": (), "codebooks": ()}
SCRIPTS |= {"desk": ("words", "codes", "store", "desk", "page")}
SCRIPTS |= {"concordance": ("words", "concordance"), "paste": ("words", "paste")}  # of the pages of the lab itself
SHEETS = {"style.css": "style.css", "reading.css": "reading/reading.css"}  # and where in data/report they lie
UNSURE = ("plain alone", "ambiguous")  # labels that need a look at their sentence, which a list alone does not give


def desk_facts(study: Study, books: Iterable[Codebook], articles: Sequence[str] = ()) -> dict[str, Any]:
    """What does the desk have to know? Articles sentence by sentence (all, unless some are named), and the sheets.

    A sentence is its start, end (characters of the clean text), words and section.
    """
    told: dict[str, list[tuple[Any, ...]]] = {}
    columns = ("article_id", "start", "end", "text", "section")
    for id, *sentence in study.sentences.sort("article_id", "start").select(columns).iter_rows():
        told.setdefault(id, []).append(tuple(sentence))
    events = {event.id: event.title for event in study.corpus.manifest.event}
    rows = study.corpus.articles.sort("event", "date", "outlet", "article_id").iter_rows(named=True)
    shown = [
        {"id": row["article_id"], "outlet": row["outlet"], "title": Text(row, (), 0).title}
        | {
            "event": events[row["event"]],
            "end": len(row["text"]),
            "sum": digest(row["text"]),
            "sentences": told.get(row["article_id"], []),
        }
        for row in rows
        if not articles or row["article_id"] in articles
    ]
    info = study.corpus.manifest.corpus
    facts = {"corpus": info.id, "language": info.language, "articles": shown}
    sheets = {book.name: book.text for book in books}
    return facts | {"sheets": sheets, "actors": list(study.actor_names.items()), "known": KINDS}


def lab_pages(
    folder: Path, *, codebooks: Sequence[str | Path] = (), exercises: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """What is in each file of a folder for a class? index.html leads through a seminar; all else hangs on it.

    The articles stand as they were printed, and in `machine/` with all that the machine marked. `codebooks`: the
    sheets of the desk; without any, all that come with the suite. `exercises`: see `class_exercises`. The same corpus
    gives the same bytes.
    Raises CorpusError and CodingsError for what is not in order, ValueError for a sheet that is not there, or a corpus
    of more sentences than a browser opens at once.
    """
    books = [read_codebook(name) for name in codebooks or codebook_names()]
    study = open_study(folder)
    if (n := study.sentences.height) > SEARCHED:
        raise ValueError(f"this corpus has {n:,} sentences; a browser opens up to {SEARCHED:,}: export a smaller one")
    files: dict[str, str] = {}
    sheets = {name: plain_style((REPORT / at).read_text("utf-8")) for name, at in SHEETS.items()}
    for root, texts in (("", texts_of(study, marked=MACHINE)), (f"{MACHINE}/", read_texts(folder))):
        report = _report(study, "../" if root else "")
        pages = text_pages(texts, report, style=sheets["style.css"], templates=REPORT / "reading")
        files |= {root + name: page for name, page in (sheets | pages).items() if name != "search.html"}
    files[f"{MACHINE}/index.html"] = files[f"{MACHINE}/{TEXTS}.html"]
    files |= {f"exercises/{name}": page for name, page in exercises.items()}
    return files | _own_pages(study, books, files["style.css"], exercises)


def _report(study: Study, root: str) -> Report:
    """What the pages have in common; `root` is the way from them to the front."""
    doors = tuple((root + name, called) for name, called in DOORS.items())
    info, made = study.corpus.manifest.corpus, f"counterframe {__version__}"
    facts: dict[str, Any] = {"title": info.title, "subtitle": "a lab for reading news", "generator": made, "author": ""}
    return Report(**facts, pages=(), colophon={}, folders=(), doors=doors)


def _own_pages(study: Study, books: Sequence[Codebook], style: str, exercises: Mapping[str, str]) -> dict[str, str]:
    env, report = environment(texts_of(study, marked=MACHINE), TEMPLATES), _report(study, "")
    env.globals |= {"facts": _json(desk_facts(study, books)), "terms": _json(_terms()), "books": books}
    titles = {f"exercises/{name}": re.findall("<title>(.*?)</title>", page)[0] for name, page in exercises.items()}
    env.globals["exercises"] = {file: unescape(title) for file, title in titles.items()}
    sheet = "\n".join([style, *(plain_style(lab_text(f"{name}.css")) for name in ("lab", "desk"))])
    files = {}
    for name, scripts in SCRIPTS.items():
        script, main = "".join(lab_text(f"{one}.js") for one in scripts), env.get_template(f"{name}.html").render()
        files[f"{name}.html"] = document(report, sheet, here=name, title=DOORS[name], main=main, script=script)
    return files


def _json(facts: object) -> str:
    """Data as a page holds them: nothing in them closes the element they stand in."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def lab_text(name: str) -> str:
    """A template, script or style sheet of the lab."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _terms() -> list[tuple[str, str, str]]:
    """The list of labels for the page of two texts: term, part of speech, tone."""
    rows = (row for _, row in listed_rows(LEXICONS / "labels.csv"))
    return [(row["term"], row["pos"], row["tone"]) for row in rows if not any(sign in row["note"] for sign in UNSURE)]


def write_lab(
    folder: Path,
    out: Path,
    *,
    codebooks: Sequence[str | Path] = (),
    exercises: bool = True,
    progress: Progress = lambda line: None,
) -> Path:
    """Writes the folder for a class to `out`, whole or not at all; where is its first page?

    Options are those of `lab_pages`. Raises what that raises, and ValueError where something lies in `out` already.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"{out} is there already and is left alone; name a new folder with --out")
    pages = lab_pages(folder, codebooks=codebooks)  # what is wrong is told before the long work
    if exercises:
        pages = lab_pages(folder, codebooks=codebooks, exercises=class_exercises(folder, progress=progress))
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as aside:
        new = Path(aside) / "new"
        for name, page in pages.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(page, encoding="utf-8", newline="\n")
        new.rename(out)
    return out / "index.html"
