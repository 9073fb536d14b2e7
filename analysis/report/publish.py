"""How does a new report take the place of the old one, so that nobody ever finds half of each?

A report is built in a hidden folder beside its place. Then the two folders swap names in one step. Whatever ends a
build, at whatever moment, leaves the old report or the new one, and the next build clears away what is left.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.report import fingerprint
from analysis.report import notebook as files
from analysis.report.page import ReportError
from analysis.report.plan import Plan

SWAP = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
HERE = -100  # AT_FDCWD: paths are those of this process


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Where can a report be built that will lie in `out`? In a hidden folder beside it, gone at the end.

    Raises ReportError when `out` holds something else than a report, or while another run builds there.
    """
    mark = f".{out.name}.building-"
    if out.exists() and not (out.is_dir() and (fingerprint.place(out).is_file() or not any(out.iterdir()))):
        raise ReportError(f"{out} holds something that is no report, and is left alone; name another folder with --out")
    out.parent.mkdir(parents=True, exist_ok=True)
    with _lock(out):
        for left in [path for path in out.parent.iterdir() if path.name.startswith(mark)]:
            _clear(left, out)
        work = Path(tempfile.mkdtemp(prefix=mark, dir=out.parent))
        try:
            yield work
        finally:
            _clear(work, out)


@contextmanager
def _lock(out: Path) -> Iterator[None]:
    """Only one run at a time. The file is gone afterwards; a lock on a file that is gone already is none."""
    import fcntl

    path = out.with_name(f".{out.name}.lock")
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino
        except BlockingIOError:
            held = False
        if not held:
            raise ReportError(f"another run is building {out}; wait until it has ended")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _clear(work: Path, out: Path) -> None:
    """Removes what a build left behind; an old report that had made way for one that never came goes back."""
    if (work / "old").is_dir() and not out.exists():
        (work / "old").rename(out)
    shutil.rmtree(work, ignore_errors=True)


def own_files(out: Path, new: Path, prints: fingerprint.Prints) -> bool:
    """Whatever a reader added to the old report or changed in it goes along, into `kept/`. Was there any?"""
    paths = sorted(path for path in out.rglob("*") if path.is_file()) if prints.files else []
    own = 0
    for path in paths:
        name, mark = path.relative_to(out), fingerprint.checksum(path)
        if prints.files.get(name.as_posix()) == mark or any(part.startswith(".") for part in name.parts):
            continue
        is_kept = name.parts[0] == "kept"
        goal = new / name if is_kept else new / "kept" / name.with_stem(f"{name.stem}-{mark[:8]}")
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, goal)
        own += not is_kept
    return own > 0


def publish(new: Path, out: Path) -> None:
    """Puts the folder `new`, which lies in the workplace, where `out` is; the old one is in the workplace then."""
    if not out.exists():
        new.rename(out)
    elif not _swap(new, out):  # two steps; `_clear` goes back if the second never comes
        out.rename(new.with_name("old"))
        new.rename(out)


def _swap(one: Path, other: Path) -> bool:
    """Both folders change names in one step; False where the system cannot do that."""
    import ctypes

    system = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):
        return bool(system.renameat2(HERE, names[0], HERE, names[1], SWAP) == 0)
    return hasattr(system, "renamex_np") and bool(system.renamex_np(*names, SWAP) == 0)


def write_back(plan: Plan, work: Path) -> None:
    """Executed notebooks and figures into the checkout: what a build that was cut short left undone as well.

    A notebook somebody has changed meanwhile is left alone.
    """
    prints = fingerprint.read(plan.out)
    if not plan.home or plan.apart:
        return
    drawn = [file for name, files in prints.figures.items() if prints.sources[name] for file in files]
    goals = {plan.home / "figures" / file: plan.out / "figures" / file for file in drawn}
    for name, source in prints.sources.items():
        goal = plan.notebooks / f"{name}.ipynb"
        if files.source_digest(files.read_notebook(goal)) == source:
            goals[goal] = work / goal.name
            goals[goal].write_text(fingerprint.unpack(plan.out, name), encoding="utf-8", newline="\n")
    for goal, made in goals.items():
        if fingerprint.checksum(goal) != fingerprint.checksum(made):
            goal.parent.mkdir(exist_ok=True)
            shutil.copyfile(made, work / "back")
            (work / "back").replace(goal)
    for file in prints.gone:
        (plan.home / "figures" / file).unlink(missing_ok=True)
