"""Has anything changed since the report was made?

report/.fingerprints.json holds a checksum of everything the report rests on and of everything the build wrote.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from analysis.corpus.whole import write_whole

SKIP = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Prints:
    """Checksums of the last build.

    inputs     of code and data that all notebooks share
    dress      of data/report/ and the words of the title page
    notebooks  file name → checksum of the executed notebook
    figures    notebook → file name → checksum
    report     file name → checksum
    """

    inputs: str = ""
    dress: str = ""
    notebooks: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    report: Mapping[str, str] = field(default_factory=dict)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def checksum(path: Path) -> str:
    """The checksum of a file, empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _tree(folder: Path, *, without: Path | None = None) -> list[str]:
    """Name and checksum of every file below a folder, hidden ones and caches left out."""
    lines = []
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name for name in folders if name not in SKIP and not name.startswith(".") and here / name != without
        )
        for name in sorted(files):
            if not name.startswith(".") and not name.endswith(".pyc"):
                lines.append(f"{(here / name).relative_to(folder).as_posix()} {checksum(here / name)}")
    return lines


def inputs(root: Path, words: str) -> tuple[str, str]:
    """Checksums of what the notebooks rest on, and of how the report is dressed (with the words of its title)."""
    dress = root / "data" / "report"
    lines = ["code", *_tree(Path(__file__).parents[1]), "data", *_tree(root / "data", without=dress)]
    lines += ["lock", checksum(root / "requirements.lock"), sys.version]
    return _digest("\n".join(lines)), _digest("\n".join([*_tree(dress), words]))


def _place(root: Path) -> Path:
    return root / "report" / ".fingerprints.json"


def read(root: Path) -> Prints:
    """The prints of the last build; empty ones where there are none, or none that can be read."""
    try:
        return Prints(**json.loads(_place(root).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Prints()


def write(root: Path, prints: Prints) -> None:
    """Keeps the prints of a finished build."""
    write_whole(_place(root), (json.dumps(asdict(prints), indent=1, sort_keys=True) + "\n").encode())


def holds(root: Path, notebook: Path, prints: Prints, shared: str) -> bool:
    """Does a notebook, as it was executed, still say what it would say if it were run again?"""
    figures = prints.figures.get(notebook.name, {})
    return (
        prints.inputs == shared
        and prints.notebooks.get(notebook.name) == checksum(notebook)
        and all(checksum(root / "figures" / name) == print_ for name, print_ in figures.items())
    )


def report_holds(root: Path, notebooks: Sequence[Path], prints: Prints, dress: str) -> bool:
    """Is the report that of these notebooks, dressed as it would be now?"""
    return (
        bool(prints.report)
        and set(prints.notebooks) == {path.name for path in notebooks}
        and prints.dress == dress
        and all(checksum(root / "report" / name) == print_ for name, print_ in prints.report.items())
    )


def after(
    root: Path, last: Prints, now: tuple[str, str], *, figures: Mapping[str, Sequence[str]], report: Sequence[str]
) -> Prints:
    """The prints of what now lies in its place.

    `now` are the inputs as they were before the first notebook ran; `figures` names the files of those that ran.
    """
    names = sorted(path.name for path in (root / "notebooks").glob("*.ipynb") if not path.name.startswith("."))
    drawn = {
        name: {file: checksum(root / "figures" / file) for file in figures[name]}
        if name in figures
        else last.figures.get(name, {})
        for name in names
    }
    return Prints(
        *now,
        notebooks={name: checksum(root / "notebooks" / name) for name in names},
        figures=drawn,
        report={name: checksum(root / "report" / name) for name in sorted(report)},
    )


def orphans(root: Path, last: Prints, now: Prints) -> list[Path]:
    """Which files did the last build make that no page has any more?"""
    kept = {file for files in now.figures.values() for file in files}
    old = {file for files in last.figures.values() for file in files} - kept
    return [root / "figures" / name for name in sorted(old)] + [
        root / "report" / name for name in sorted(set(last.report) - set(now.report))
    ]
