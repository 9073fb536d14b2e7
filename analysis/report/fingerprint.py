"""Has anything changed since a report was made?

.fingerprints.json in the report's folder holds a check sum of everything the report rests on and of everything the
build wrote. It knows one corpus: its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from analysis.corpus.decisions import CONFIRMED
from analysis.corpus.places import PACKAGE, data_folder

SKIP = {"__pycache__"}


@dataclass(frozen=True)
class Prints:
    """Check sums of a build.

    inputs   of the code, data, corpus and packages that all notebooks share
    dress    of how the report is dressed, data/report/
    sources  notebook → what a person wrote in it; of those only whose page was made
    figures  notebook → the files it drew
    files    path in the report's folder → check sum, of all that the build wrote
    gone     figures of earlier builds that no notebook draws any more
    corpus   the id of the corpus
    """

    inputs: str = ""
    dress: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    gone: Sequence[str] = ()
    corpus: str = ""


def checksum(path: Path) -> str:
    """The sha256 of a file, empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def tree_digest(folder: Path, *, without: Sequence[str] = ()) -> str:
    """The sha256 of all that lies in a folder: of a line `sha256  path` for each file, sorted by path.

    Left out: what is hidden, reports (folders with fingerprints), and what is named in `without`.
    """
    lines = []
    for at, folders, files in os.walk(folder):
        here = Path(at)
        top = without if here == folder else ()
        folders[:] = [name for name in folders if name not in {*SKIP, *top} and not place(here / name).is_file()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        own = (here / name for name in files if not name.startswith(".") and not name.endswith(".pyc"))
        lines += [(path.relative_to(folder).as_posix(), checksum(path)) for path in own]
    return hashlib.sha256("".join(f"{sum_}  {name}\n" for name, sum_ in sorted(lines)).encode()).hexdigest()


def inputs_digest(corpus: str) -> str:
    """The check sum of what all notebooks rest on, beside what is written in them; `corpus` is that of the corpus."""
    code = tree_digest(PACKAGE, without=("data", "notebooks"))
    data = tree_digest(data_folder(), without=("corpora", "report"))
    packages = sorted(one.name for folder in sys.path for one in Path(folder).glob("*.dist-info"))
    rest = [corpus, os.environ.get(CONFIRMED, ""), sys.version, *packages]
    return hashlib.sha256("\n".join([code, data, *rest]).encode()).hexdigest()


def place(out: Path) -> Path:
    """Where the check sums of a report lie."""
    return out / ".fingerprints.json"


def read(out: Path) -> Prints:
    """The check sums of the last build; empty ones where there are none, or none that can be read."""
    try:
        return Prints(**json.loads(place(out).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Prints()


def write(out: Path, prints: Prints) -> None:
    """Keeps the check sums of a finished build."""
    place(out).write_text(json.dumps(asdict(prints), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def files_digests(folder: Path) -> dict[str, str]:
    """The check sum of every file a build has laid into a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): checksum(path) for path in paths}


def notebook_holds(out: Path, prints: Prints, inputs: str, name: str, source: str) -> bool:
    """Would a notebook, run again, say what it said the last time?"""
    made = [f"notebooks/{name}.ipynb", *(f"figures/{file}" for file in prints.figures.get(name, ()))]
    return (
        prints.inputs == inputs
        and prints.sources.get(name) == source
        and all(checksum(out / file) == prints.files.get(file) for file in made)
    )


def report_holds(out: Path, prints: Prints, dress: str, names: Sequence[str]) -> bool:
    """Is the report that of these notebooks, whole, and dressed as it would be now?"""
    return (
        prints.dress == dress
        and sorted(prints.sources) == sorted(names)
        and any(name.endswith(".pdf") for name in prints.files)
        and all(checksum(out / name) == print_ for name, print_ in prints.files.items())
    )
