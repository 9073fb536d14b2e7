"""Has anything changed since a report was made?

.fingerprints.json in the report's folder holds a check sum of everything the report rests on and of everything the
build wrote. It knows one corpus: its own.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from analysis import __version__
from analysis.corpus.decisions import CONFIRMED
from analysis.corpus.places import PACKAGE, data_folder
from analysis.corpus.shards import MANIFEST

SKIP = {"__pycache__"}
OF_CORPUS = "corpus/"  # before the name of a file of the corpus
EDITIONS = 4  # beside the site: PDF, slides as a page and as PDF, Word file


@dataclass(frozen=True)
class Prints:
    """Check sums of a build.

    inputs   of the code, data, corpus and packages that all notebooks share
    parts    the same piece by piece (see `rests_on`), so that it can be told what has changed
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
    parts: Mapping[str, str] = field(default_factory=dict)


def checksum(path: Path) -> str:
    """The sha256 of a file, empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def tree_digest(folder: Path, *, without: Sequence[str] = ()) -> str:
    """The sha256 of all that lies in a folder: of a line `sha256  path` for each file, sorted by path."""
    lines = [f"{sum_}  {name}\n" for name, sum_ in tree_files(folder, without=without)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def tree_files(folder: Path, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The path and the check sum of each file that lies in a folder, sorted by path.

    Left out: what is hidden, reports (folders with fingerprints), a corpus at rest (`features`), and what is named in
    `without`.
    """
    lines = []
    for at, folders, files in os.walk(folder):
        here = Path(at)
        top = without if here == folder else ()
        folders[:] = [name for name in folders if name != "features" or not (here / name / MANIFEST).is_file()]
        folders[:] = [name for name in folders if name not in {*SKIP, *top} and not place(here / name).is_file()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        own = (here / name for name in files if not name.startswith(".") and not name.endswith(".pyc"))
        lines += [(path.relative_to(folder).as_posix(), checksum(path)) for path in own]
    return sorted(lines)


def rests_on(corpus: Path) -> dict[str, str]:
    """What do all notebooks rest on, beside what is written in them? Its name → its version or check sum."""
    packages = (one.stem.partition("-") for folder in sys.path for one in sorted(Path(folder).glob("*.dist-info")))
    return {
        "suite": __version__,
        "code": tree_digest(PACKAGE, without=("data", "notebooks")),
        "word lists, models and scores": tree_digest(
            data_folder(), without=("corpora", "report", "lab", "codebooks", "replications")
        ),
        "Python": sys.version,
        CONFIRMED: os.environ.get(CONFIRMED, ""),
        **{f"package {name}": version for name, _, version in packages},
        **{f"{OF_CORPUS}{name}": sum_ for name, sum_ in tree_files(corpus)},
    }


def inputs_digest(parts: Mapping[str, str]) -> str:
    """The check sum of what `rests_on` tells."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def place(out: Path) -> Path:
    """Where the check sums of a report lie."""
    return out / ".fingerprints.json"


def read(out: Path) -> Prints:
    """The check sums of the last build; empty ones where there are none, or none that can be read."""
    try:
        return Prints(**json.loads(place(out).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Prints()


def executed(out: Path, name: str) -> Path:
    """Where does a notebook lie as it ran? Packed: the pages show all that it says, and only the next build asks."""
    return out / ".executed" / f"{name}.ipynb.gz"


def pack(out: Path, name: str, text: str) -> None:
    """Keeps a notebook as it ran."""
    executed(out, name).parent.mkdir(exist_ok=True)
    executed(out, name).write_bytes(gzip.compress(text.encode(), mtime=0))


def unpack(out: Path, name: str) -> str:
    """A notebook as it ran."""
    return gzip.decompress(executed(out, name).read_bytes()).decode()


def write(out: Path, prints: Prints) -> None:
    """Keeps the check sums of a finished build."""
    place(out).write_text(json.dumps(asdict(prints), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def files_digests(folder: Path) -> dict[str, str]:
    """The check sum of every file a build has laid into a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): checksum(path) for path in paths}


def notebook_holds(out: Path, prints: Prints, inputs: str, name: str, source: str) -> bool:
    """Would a notebook, run again, say what it said the last time?"""
    made = [executed(Path(), name).as_posix(), *(f"figures/{file}" for file in prints.figures.get(name, ()))]
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
        and sum(bool(re.fullmatch(r"[^/]+\.(?:pdf|docx)|slides\.html", name)) for name in prints.files) == EDITIONS
        and all(checksum(out / name) == print_ for name, print_ in prints.files.items())
    )
