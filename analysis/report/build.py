"""How do the notebooks become the report of a corpus, and only as much again as has changed?"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.corpus.claims import ReaderClaim, read_claims
from analysis.corpus.places import data_folder
from analysis.language.parse import MODEL
from analysis.report import fingerprint
from analysis.report import notebook as files
from analysis.report.method import SLUG, with_method
from analysis.report.page import Figure, Page, Prose, Report, ReportError, number
from analysis.report.plan import Plan
from analysis.report.publish import own_files, publish, workplace, write_back
from analysis.report.reader_claims import Judged, judge, with_claims

if TYPE_CHECKING:
    from analysis.report.run import Outcome

Progress = Callable[[str], None]
QUESTION = "How do different newsrooms tell the same event?"
SHARED = 40  # articles from which all kernels read a part, before the first notebook asks for them
SLIDES = "slides"  # the name of the slides' files
OUTDATED = (
    "This page is from before something was changed: the articles, the notebook, or the suite. "
    "`counterframe report` without `--only` makes it anew."
)
SHEETS = {"style.css": ".", "reading.css": "reading"}  # and where in data/report they lie


@dataclass(frozen=True)
class Result:
    """What a build did: notebooks run, not run again, and failed (with a sentence); and where to look.

    `untrue`: what a reader claims in claims.toml and the tables do not bear out, in sentences.
    """

    ran: tuple[str, ...]
    reused: tuple[str, ...]
    failed: Mapping[str, str]
    index: Path
    pdf: Path | None
    untrue: tuple[str, ...] = ()


@dataclass
class _Draft:
    """A report in the making: `new` is the folder that will take the place of the old report."""

    plan: Plan
    new: Path
    last: fingerprint.Prints
    progress: Progress
    claims: Sequence[ReaderClaim] = ()
    corpus: str = ""
    outdated: Sequence[str] = ()
    failed: dict[str, str] = field(default_factory=dict)
    figures: dict[str, list[str]] = field(default_factory=dict)

    def take(self, name: str, text: str, figures: Sequence[Path]) -> None:
        """Lays an executed notebook and its figures into the report. Two notebooks may not draw one figure."""
        for file in figures:
            goal = self.new / "figures" / file.name
            if goal.exists() and not file.name.startswith("rows-"):  # these are named for what they hold
                self.failed.setdefault(name, f"another notebook writes {file.name} as well; give it another name")
            else:
                shutil.copyfile(file, goal)
        self.figures[name] = [file.name for file in figures]
        fingerprint.pack(self.new, name, text)
        if not self.plan.home:  # where they lie already
            bare = files.notebook_text(files.blank(files.notebook_of(text)))
            (self.new / "notebooks").mkdir(exist_ok=True)
            (self.new / "notebooks" / f"{name}.ipynb").write_text(bare, encoding="utf-8", newline="\n")

    def page(self, name: str, notebook: Any) -> Page:
        """A notebook's page; in place of one that failed, the question and what failed."""
        from analysis.report.markdown import escape, read_page

        if isinstance(notebook, str):
            self.failed[name] = notebook
            notebook = {"cells": []}
        page = read_page(notebook, name, self.new / "figures")
        drawn = {
            file for block in page.body if isinstance(block, Figure) for file in (block.svg or block.png, block.csv)
        }
        missing = sorted(file for file in drawn if file and not (self.new / "figures" / file).is_file())
        if missing and name not in self.failed:
            self.failed[name] = f"its figure {missing[0]} is not there"
        if name in self.outdated and name not in self.failed:
            return replace(page, body=(Prose(OUTDATED), *page.body))
        if name not in self.failed:
            return page
        return Page(name, page.title, (Prose(f"This page could not be made: {escape(self.failed[name])}."),), ())

    def judged(self, figures: Path, names: Sequence[str], every: Iterable[str]) -> list[Judged]:
        """A reader's claims, held against the tables in `figures` of the notebooks that were made."""
        made = {name.split("_")[0] for name in names if name not in self.failed}
        return judge(self.claims, figures, made, {name.split("_")[0] for name in every} - made)

    def prints(self, parts: Mapping[str, str], dress: str, digests: Mapping[str, str]) -> fingerprint.Prints:
        """The check sums of what lies in the report now. What failed holds never."""
        made = {name: digests[name] for name in self.figures if name not in self.failed}
        made |= dict.fromkeys(self.outdated, "")
        old = {
            file for name, drawn in self.last.figures.items() if name in made or name not in digests for file in drawn
        }
        figures = {name: self.figures[name] for name in made}
        gone = sorted({*old, *self.last.gone} - {file for drawn in figures.values() for file in drawn})
        wrote = fingerprint.files_digests(self.new)
        inputs = fingerprint.inputs_digest(parts)
        return fingerprint.Prints(inputs, dress, made, figures, wrote, gone, self.corpus, parts)


def build(plan: Plan, *, only: Sequence[str] = (), jobs: int = 2, progress: Progress = lambda line: None) -> Result:
    """Is the report of a corpus still true, and if not, what must be made again?

    Runs the notebooks whose inputs changed (what is written in them, the corpus, analysis/, data/, the installed
    packages), `jobs` at a time, and lays site, PDF, notebooks and figures into the plan's `out`, all at
    once. `only` names notebooks by number: no other is run, and the pages of others stay as they are; one that no
    longer holds says so. A notebook that fails costs its own page, which says what failed. `progress` gets a line for
    each step.

    Raises CorpusError for a corpus that is not in order, ValueError for a name in `only` that no notebook has,
    FileNotFoundError without notebooks, ReportError when another run is at work or `out` holds something else,
    OSError when nothing can be written. In each case the last report stays as it was.
    """
    sources = plan.sources()
    wanted, claims = _wanted(list(sources), only), read_claims(plan.corpus)
    digests = {name: "" if isinstance(one, str) else files.source_digest(one) for name, one in sources.items()}
    with workplace(plan.out) as work:
        last, corpus = fingerprint.read(plan.out), fingerprint.tree_digest(plan.corpus)
        parts, dress = fingerprint.rests_on(plan.corpus), fingerprint.tree_digest(data_folder() / "report")
        inputs = fingerprint.inputs_digest(parts)
        dress += " excerpts" if plan.excerpts_only else ""
        held = [name for name in sources if fingerprint.notebook_holds(plan.out, last, inputs, name, digests[name])]
        old = [name for name in last.figures if fingerprint.executed(plan.out, name).is_file()]
        names = [name for name in sources if name in wanted or name in held or name in old]
        stale = {name: sources[name] for name in names if name not in held and name in wanted}
        outdated = [name for name in names if name not in held and name not in wanted]
        draft = _Draft(plan, work / "new", last, progress, claims, outdated=outdated)
        if not stale and fingerprint.report_holds(plan.out, last, dress, names):
            progress("nothing has changed; the report stands")
        else:
            _make(draft, names, stale, jobs, corpus, sources)
            fingerprint.write(draft.new, draft.prints(parts, dress, digests))
            if outdated:
                progress(f"kept as before the change, until they are asked for: {', '.join(outdated)}")
            if own_files(plan.out, draft.new, last):
                progress(f"what was added or changed in {plan.out.name} by hand lies in {plan.out.name}/kept now")
            publish(draft.new, plan.out)
        write_back(plan, work)
    untrue = tuple(one.said for one in draft.judged(plan.out / "figures", names, sources) if one.said)
    pdf = next((path for path in plan.out.glob("*.pdf") if path.stem != SLIDES), None)
    reused = tuple(name for name in names if name in held)
    return Result(tuple(stale), reused, draft.failed, plan.out / "index.html", pdf, untrue)


def _wanted(names: Sequence[str], only: Sequence[str]) -> list[str]:
    known = {name.split("_")[0]: name for name in names} | {name: name for name in names}
    if unknown := [one for one in only if one not in known]:
        here = ", ".join(name.split("_")[0] for name in names)
        raise ValueError(f"there is no notebook {', '.join(unknown)}; notebooks here: {here}")
    return [known[one] for one in only] or list(names)


def _make(
    draft: _Draft, names: Sequence[str], stale: Mapping[str, Any], jobs: int, corpus_digest: str, every: Iterable[str]
) -> None:
    """Runs what must run and writes everything into the new folder. `every`: names of all notebooks there are."""
    from analysis.evidence.study import open_study
    from analysis.measures.large_corpora import open_told, read_ahead

    plan, new = draft.plan, draft.new
    study = open_study(plan.corpus)
    info = study.corpus.manifest.corpus
    if draft.last.corpus not in {"", info.id} and plan.out.parent != plan.corpus:
        raise ReportError(f"{plan.out} holds the report of another corpus, {draft.last.corpus}; name another folder")
    draft.corpus = info.id
    for folder in (new / "figures", new.parent / "run"):
        folder.mkdir(parents=True)
    read_ahead(study, workers=jobs, progress=_reading(draft.progress))
    outcomes = _run(draft, stale, jobs, open_told(plan.corpus).corpus.articles.height)
    pages = []
    for name in names:
        if name in outcomes:
            figures = [] if name in draft.failed else sorted((new.parent / "figures" / name).glob("[!.]*"))
            draft.take(name, outcomes[name].text, figures)
        elif name not in stale:
            figures = [plan.out / "figures" / file for file in draft.last.figures[name]]
            draft.take(name, fingerprint.unpack(plan.out, name), figures)
        ran = fingerprint.executed(new, name).is_file()
        pages.append(draft.page(name, files.notebook_of(fingerprint.unpack(new, name)) if ran else stale[name]))
    pages = with_claims(pages, draft.judged(new / "figures", names, every))
    bibliography = data_folder() / "report" / "references.bib"
    facts = {"Corpus": info.title, "Identifier": info.id, "SHA-256": corpus_digest}
    if last := study.decisions["date"].max():
        facts["Last decision of a reader"] = str(last)[:10]
    package = f"counterframe {__version__}"
    facts = {"Package": package, "Language model": MODEL, **facts}
    report = Report(
        title=info.title,
        subtitle=QUESTION,
        pages=tuple(number(with_method(pages, facts))),
        colophon=facts,
        generator=package,
        author="Counterframe",
        folders=(new / "figures",),
        bibliography=bibliography if bibliography.is_file() else None,
    )
    _set(draft, report, "report" if plan.home or info.id == SLIDES else info.id)


def _reading(progress: Progress) -> Callable[[int, int], None]:
    """Says at every twentieth of the way how far the reading of a large corpus is."""

    def said(done: int, of: int) -> None:
        if done * 20 // of > (done - 1) * 20 // of:
            progress(f"reading articles for all events, sentence by sentence ({100 * done // of} %)")

    return said


def _run(draft: _Draft, stale: Mapping[str, Any], jobs: int, n_articles: int) -> dict[str, Outcome]:
    from analysis.report.prepare import preparations
    from analysis.report.run import run_notebooks

    work, plan = draft.new.parent, draft.plan
    parts = jobs if n_articles >= SHARED else 1
    if parts > 1:
        draft.progress(f"reading {n_articles:,} articles sentence by sentence, if they are not read yet")
    outcomes = run_notebooks(
        {name: notebook for name, notebook in stale.items() if not isinstance(notebook, str)},
        folder=plan.notebooks if plan.home else work / "run",
        figures=work / "figures",
        scratch=work / "jupyter",
        progress=draft.progress,
        jobs=jobs,
        prepare=preparations(str(plan.corpus), parts, jobs),
    )
    draft.failed |= {name: outcome.failure for name, outcome in outcomes.items() if outcome.failure}
    if any(f"[Errno {errno.ENOSPC}]" in failure for failure in draft.failed.values()):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(work))
    return outcomes


def _set(draft: _Draft, report: Report, name: str) -> None:
    """The other editions, and the site, which leads to those that could be made."""
    from analysis.report import html
    from analysis.report.data_package import data_package
    from analysis.report.editions import editions
    from analysis.report.reading import has_search, read_texts, text_pages

    dress = data_folder() / "report"
    texts = read_texts(draft.plan.corpus, excerpts_only=draft.plan.excerpts_only)
    report = replace(report, where=texts.where, searched=has_search(texts))
    papers = replace(report, pages=tuple(page for page in report.pages if page.slug != SLUG))
    made, failed = editions(papers, name, dress=dress, scratch=draft.new.parent / "editions", progress=draft.progress)
    draft.failed |= failed
    for file, content in made.values():
        (draft.new / file).write_bytes(content)
    draft.progress("setting the site")
    report = replace(report, editions=tuple((said, file) for said, (file, _) in made.items()))
    sheets = {name: html.plain_style((dress / at / name).read_text("utf-8")) for name, at in SHEETS.items()}
    pages = text_pages(texts, report, style=sheets["style.css"], templates=dress / "reading")
    for file, text in chain(sheets.items(), html.site(report, style=sheets["style.css"]), pages.items()):
        (draft.new / file).parent.mkdir(exist_ok=True)
        (draft.new / file).write_text(text, encoding="utf-8", newline="\n")
    (draft.new / "data").mkdir()
    for file, content in data_package(texts.study).items():
        (draft.new / "data" / file).write_bytes(content)
