"""How do the notebooks become the report, and only as much again as has changed?

Everything is made in a scratch folder first and moved to its place at the end, file by file; the fingerprints are
written last. A failure leaves the last good report, figures and notebooks where they are.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.report import fingerprint

if TYPE_CHECKING:
    from analysis.report.page import Report

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """What a build did: notebooks run and not run, files written or removed, and where to look."""

    ran: tuple[str, ...]
    reused: tuple[str, ...]
    changed: tuple[Path, ...]
    index: Path
    pdf: Path


@dataclass(frozen=True)
class Words:
    """What the title page and the colophon say."""

    title: str = "Counterframe"
    subtitle: str = "How newsrooms frame the same event"
    author: str = "Counterframe"
    colophon: tuple[tuple[str, str], ...] = ()


def notebooks_in(root: Path) -> list[Path]:
    """The notebooks of the report, in the order of their names; folders below (lab) are not part of it.

    Raises FileNotFoundError when there is none.
    """
    found = sorted(path for path in (root / "notebooks").glob("*.ipynb") if not path.name.startswith("."))
    if not found:
        raise FileNotFoundError(f"no notebook in {root / 'notebooks'}; a report needs at least one .ipynb file there")
    return found


def _figures_made(scratch: Path, ran: list[Path]) -> dict[str, list[Path]]:
    """The files each notebook wrote. Raises ReportError when two wrote one name."""
    from analysis.report.page import ReportError

    owner: dict[str, str] = {}
    made: dict[str, list[Path]] = {}
    for path in ran:
        folder = scratch / "figures" / path.stem
        made[path.name] = sorted(file for file in folder.glob("*") if file.is_file() and not file.name.startswith("."))
        for file in made[path.name]:
            if file.name in owner:
                raise ReportError(f"{owner[file.name]} and {path.name} both write {file.name}; give one another name")
            owner[file.name] = path.name
    return made


def _set(root: Path, scratch: Path, executed: Mapping[Path, Any], words: Words) -> Report:
    """All pages, from the notebooks just run and those that need not run."""
    from analysis.report.markdown import read_page
    from analysis.report.page import Report, number
    from analysis.report.run import read_notebook

    paths = notebooks_in(root)
    pages = number([read_page(executed.get(path) or read_notebook(path), path.stem) for path in paths])
    bibliography = root / "data" / "report" / "references.bib"
    return Report(
        title=words.title,
        subtitle=words.subtitle,
        pages=tuple(pages),
        colophon={"Package": f"counterframe {__version__}", **dict(words.colophon)},
        generator=f"counterframe {__version__}",
        author=words.author,
        folders=(*(scratch / "figures" / path.stem for path in executed), root / "figures"),
        bibliography=bibliography if bibliography.is_file() else None,
    )


def _write_report(report: Report, root: Path, scratch: Path, progress: Progress) -> None:
    """The site and the PDF, into the scratch folder."""
    from analysis.report import html, pdf

    dress = root / "data" / "report"
    folder = scratch / "report"
    folder.mkdir()
    progress("setting the site")
    for name, text in html.site(report, style=(dress / "style.css").read_text(encoding="utf-8")).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    progress("setting the PDF")
    content = pdf.render(report, template=dress / "template.typ", folder=scratch / "typst")
    (folder / "report.pdf").write_bytes(content)


def _move(source: Path, goal: Path) -> bool:
    """Puts a file in its place in one step; False when the same bytes are there already."""
    if goal.is_file() and goal.read_bytes() == source.read_bytes():
        return False
    goal.parent.mkdir(parents=True, exist_ok=True)
    source.replace(goal)
    return True


def _publish(root: Path, scratch: Path, made: Mapping[str, list[Path]]) -> tuple[list[Path], list[str]]:
    """Moves everything to its place; returns the files that changed and the names of the report's files."""
    pages = sorted((scratch / "report").iterdir())
    moves = [(file, root / "figures" / file.name) for files in made.values() for file in files]
    moves += [(file, root / "report" / file.name) for file in pages]
    moves += [(file, root / "notebooks" / file.name) for file in sorted((scratch / "notebooks").iterdir())]
    return [goal for file, goal in moves if _move(file, goal)], [file.name for file in pages]


def _untouched(paths: list[Path], were: Mapping[Path, str]) -> None:
    """Raises ReportError when somebody saved a notebook while it ran: their work must not be overwritten."""
    from analysis.report.page import ReportError

    for path in paths:
        if fingerprint.checksum(path) != were[path]:
            raise ReportError(f"{path.name} was saved while it ran; nothing was written, build the report again")


def build(
    root: Path,
    *,
    progress: Progress = lambda line: None,
    jobs: int = 2,
    prepare: Callable[[], None] | None = None,
    words: Words | None = None,
) -> Result:
    """Is the report still true, and if not, what must be made again?

    Runs the notebooks whose inputs changed (their own file, analysis/, data/ without data/report/,
    requirements.lock), `jobs` at a time, and sets report/*.html and report/report.pdf anew. Nothing changed:
    returns at once. `prepare` is called once before the first notebook; `words` are title and colophon;
    `progress` gets a line for each step.

    Raises NotebookError when a cell fails, ReportError when a page cannot be set, FileNotFoundError without
    notebooks. In each case the last good report stays as it was.
    """
    root, words = root.resolve(), words or Words()
    paths = notebooks_in(root)
    last, now = fingerprint.read(root), fingerprint.inputs(root, repr(words))
    stale = [path for path in paths if not fingerprint.holds(root, path, last, now[0])]
    goal = {"index": root / "report" / "index.html", "pdf": root / "report" / "report.pdf"}
    reused = tuple(path.name for path in paths if path not in stale)
    if not stale and fingerprint.report_holds(root, paths, last, now[1]):
        progress("nothing has changed; the report stands")
        return Result((), reused, (), **goal)
    were = {path: fingerprint.checksum(path) for path in stale}
    scratch = Path(tempfile.mkdtemp(prefix="build-", dir=_cache(root)))
    try:
        executed = _execute(stale, scratch, progress, jobs, prepare)
        made = _figures_made(scratch, stale)
        _write_report(_set(root, scratch, executed, words), root, scratch, progress)
        _untouched(stale, were)
        changed, names = _publish(root, scratch, made)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    figures = {name: [file.name for file in files] for name, files in made.items()}
    prints = fingerprint.after(root, last, now, figures=figures, report=names)
    for orphan in fingerprint.orphans(root, last, prints):
        orphan.unlink(missing_ok=True)
        changed.append(orphan)
    fingerprint.write(root, prints)
    progress(f"report written: {goal['index'].relative_to(root)}, {goal['pdf'].relative_to(root)}")
    return Result(tuple(path.name for path in stale), reused, tuple(changed), **goal)


def _cache(root: Path) -> Path:
    folder = root / ".cache"
    folder.mkdir(exist_ok=True)
    return folder


def _execute(
    stale: list[Path], scratch: Path, progress: Progress, jobs: int, prepare: Callable[[], None] | None
) -> dict[Path, Any]:
    """Runs what must be run and lays the executed notebooks into the scratch folder."""
    from analysis.report.run import notebook_text, run_notebooks

    (scratch / "notebooks").mkdir()
    if not stale:
        return {}
    if prepare:
        progress("preparing the corpus")
        prepare()
    executed = run_notebooks(
        stale, figures=scratch / "figures", scratch=scratch / "jupyter", progress=progress, jobs=jobs
    )
    for path, notebook in executed.items():
        (scratch / "notebooks" / path.name).write_text(notebook_text(notebook), encoding="utf-8", newline="\n")
    return executed
