"""A real browser on the report and on the desk: Chromium, driven by Playwright, with nothing from outside."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
WIDTHS = (320, 390, 820, 1440)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
COUNTERFRAME = [sys.executable, "-c", "from analysis.cli import app; app()"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "no Chromium here: apt-get install chromium, or put one on the PATH"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, **options: object) -> Iterator[Page]:
    """A page that may not complain, ask for anything outside, or open a dialog."""
    context: BrowserContext = browser.new_context(**options)
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda ask: None if inside(ask.url) else wrong.append(f"asks for {ask.url}"))
    page.wrong = wrong
    yield page
    context.close()
    assert not [one for one in wrong if "Failed to load resource" not in one]


def inside(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:", "about:", "http://127.0.0.1:", "http://localhost:"))


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong on a page as it is now."""
    # the sheet beside a page cannot be read a second time from file:, and no rule that runs needs its source; of what
    # is in order nobody reads a list, and on a long page it takes longer to write than all rules to run
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


class Server:
    """`counterframe review` as a reader runs it."""

    def __init__(self, corpus: Path, *arguments: str, reader: str = "Ann Lee") -> None:
        self.corpus, self.arguments, self.reader = corpus, arguments, reader
        self.start()

    def start(self) -> None:
        asked = ["review", str(self.corpus), "--reader", self.reader, "--no-browser", *self.arguments]
        self.process = subprocess.Popen([*COUNTERFRAME, *asked], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http\S+", line)
        assert found, line
        self.address = found[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def decisions(self) -> list[str]:
        path = self.corpus / "decisions" / "ann-lee.jsonl"
        return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def undecided(folder: Path) -> Path:
    """The five articles, without what was decided about them."""
    own = shutil.ignore_patterns("decisions", "report", "*.lock")
    return shutil.copytree(ROOT / "data/corpora/iraq-2004-2008", folder / "corpus", ignore=own)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return undecided(tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers, and ends them with the test."""
    running: list[Server] = []

    def start(*given: Any, **named: Any) -> Server:
        running.append(Server(*given, **named))
        return running[-1]

    yield start
    for one in running:
        one.kill()


@pytest.fixture
def server(corpus: Path, serve: Callable[..., Server]) -> Server:
    return serve(corpus)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests that only look: it is started once, and nothing is decided there."""
    running = Server(undecided(tmp_path_factory.mktemp("desk")))
    yield running
    running.kill()
    assert running.decisions == []


def settled(page: Page) -> None:
    """Waits until the desk has done what it was asked."""
    page.wait_for_selector("body:not([aria-busy])", timeout=20_000)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settled(page)


def until(true: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)
