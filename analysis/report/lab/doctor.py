"""Is this laptop ready for the lab? Each check in one sentence that says what to do where it is not."""

from __future__ import annotations

import re
import shutil
import socket
import time
import webbrowser
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from analysis.corpus.places import data_folder

LEAST_FREE = 500  # megabytes: caches and reports of a class
BROWSERS = ("chromium", "google-chrome", "firefox", "msedge")
LONG_START = 20.0  # seconds; an old laptop takes five


def diagnosis(folder: Path) -> Iterator[tuple[bool, str]]:
    """What was looked at, check by check: is it in order, and the sentence. `folder` is where the class works."""
    checks: tuple[Callable[[Path], str], ...] = (_packages, _data, _disk, _port, _browser, _model)
    for check in checks:
        try:
            yield True, check(folder)
        except (OSError, ValueError, ImportError) as wrong:
            yield False, str(wrong)


def _packages(_: Path) -> str:
    wanted = metadata.requires("counterframe") or []
    names = [re.split(r"[^\w.-]", one)[0] for one in wanted if "extra ==" not in one]
    missing = [name for name in names if not any(True for _ in metadata.distributions(name=name))]
    if missing:
        raise ValueError(f"packages are missing: {', '.join(missing)}. Run make report once, with a network.")
    return f"All {len(names)} packages are here; no network is needed."


def _data(_: Path) -> str:
    corpora = sorted(path.parent.name for path in (data_folder() / "corpora").glob("*/corpus.toml"))
    if not corpora:
        raise ValueError("the articles are missing: copy the folder data/ again.")
    return f"The articles are here: {', '.join(corpora)}."


def _disk(folder: Path) -> str:
    free = shutil.disk_usage(folder).free // 2**20
    if free < LEAST_FREE:
        raise ValueError(
            f"only {free} MB are free here, and a class needs {LEAST_FREE}: empty the bin, or work on a stick."
        )
    trial = folder / f".counterframe-trial-{time.monotonic_ns()}"
    trial.write_text("a trial", encoding="utf-8")
    trial.unlink()
    return f"Files can be written here, and {free:,} MB are free."


def _port(_: Path) -> str:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
    return "Pages can be served on this machine alone, as JupyterLab does."


def _browser(_: Path) -> str:
    try:
        webbrowser.get()
    except webbrowser.Error as none:
        if not any(map(shutil.which, BROWSERS)):
            what = "no browser was found: install one, or open the exported folder on another machine."
            raise ValueError(what) from none
    return "There is a browser."


def _model(_: Path) -> str:
    from analysis.corpus import corpus_of
    from analysis.language.parse import parse

    began = time.monotonic()
    parse(corpus_of({"trial": "Police cleared the square."}))
    took = time.monotonic() - began
    slow = (
        " That is long: start notebooks before the class comes, or use the exported folder."
        if took > LONG_START
        else ""
    )
    return f"A first sentence was read in {took:.0f} seconds.{slow}"
