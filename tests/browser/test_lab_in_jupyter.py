"""Does the desk work in a notebook in JupyterLab, and is nothing lost when page or kernel goes?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.codings.table import anchor_records, read_codings
from tests.browser.conftest import ROOT, until

CODE = (
    "from analysis.report.lab.widget import desk\ndesk('corpus', 'cnn-2008-basra', codebook='entman', coder='Ann Lee')"
)
ARTICLE = "cnn-2008-basra"


class Jupyter:
    """JupyterLab as `counterframe lab` starts it, on a free port of this machine, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": CODE, "outputs": [], "execution_count": None}
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        book = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (folder / "desk.ipynb").write_text(json.dumps(book), encoding="utf-8")
        homes = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        own = {name: str(folder / "home" / name) for name in homes} | {"PYTHONPATH": str(ROOT)}
        options = ["--no-browser", "--port=0", "--ip=127.0.0.1", "--IdentityProvider.token=secret", "--allow-root"]
        quiet = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        asked = [sys.executable, "-m", "jupyterlab", *options, *quiet]
        log = folder / "jupyter.log"
        with log.open("w") as said:
            self.process = subprocess.Popen(asked, cwd=folder, env={**os.environ, **own}, stdout=said, stderr=said)
        until(lambda: re.search(r"http://127\.0\.0\.1:\d+/lab", log.read_text()), 180)
        self.address = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())[0]

    def ask(self, what: str, method: str = "GET") -> object:
        head = {"Authorization": "token secret"}
        request = urllib.request.Request(f"{self.address}/api/{what}", method=method, headers=head)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")


@pytest.fixture
def jupyter(corpus: Path) -> Iterator[Jupyter]:
    running = Jupyter(corpus.parent)
    yield running
    running.process.terminate()
    running.process.wait()


def run_cell(page):
    """Runs the first cell, as soon as a kernel takes it, and waits until the desk is there."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").first

    def ran():
        if page.locator(".coding[data-ready]").count():
            return True
        if page.locator(".jp-Dialog").count():  # which kernel? the one that is offered
            page.locator(".jp-Dialog .jp-mod-accept").click()
        elif "*" not in cell.locator(".jp-InputPrompt").inner_text():
            cell.locator(".jp-InputArea-editor").click()
            page.keyboard.press("Control+Enter")
        page.wait_for_timeout(1500)
        return False

    until(ran, 240)


def press(page, *keys):
    page.locator("[data-part=card]").focus()
    for key in keys:
        page.keyboard.press(key)


def count(page):
    return page.inner_text("[data-part=count]")


def test_ten_sentences_survive_the_page_and_the_kernel(browser, jupyter, corpus):
    file = corpus / "codings" / "entman--ann-lee.jsonl"
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.goto(f"{jupyter.address}/lab/tree/desk.ipynb?token=secret")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=180_000)
    run_cell(page)
    press(page, *["p", "Enter"] * 6)
    assert count(page).startswith("6 of")
    # codes are no commands to the notebook: it still has its cells
    assert page.locator(".jp-Notebook .jp-Cell").count() == 1
    until(lambda: file.is_file() and len(file.read_text().splitlines()) == 6, 60)
    if shot := os.environ.get("COUNTERFRAME_SHOTS"):
        page.screenshot(path=f"{shot}/lab.png")

    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=180_000)
    if not page.locator(".coding[data-ready]").count():
        run_cell(page)
    assert count(page).startswith("6 of")
    press(page, "Enter", "c", "Enter")
    until(lambda: len(file.read_text().splitlines()) == 8, 60)

    for kernel in jupyter.ask("kernels"):  # the kernel is gone, and two more sentences are coded without it
        jupyter.ask(f"kernels/{kernel['id']}", "DELETE")
    press(page, "Enter", "r", "Enter")
    assert count(page).startswith("10 of")
    assert page.inner_text("[data-part=saved]") == "saved"  # in the browser
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=180_000)
    run_cell(page)
    assert count(page).startswith("10 of")
    until(lambda: len(file.read_text().splitlines()) == 10, 60)
    context.close()

    from analysis.corpus import read_corpus

    placed = anchor_records(read_codings([file]), read_corpus(corpus).articles)
    assert placed["start"].null_count() == 0
    assert placed["coder"].unique().to_list() == ["Ann Lee"]
    assert placed["problem"].to_list() == ["yes"] * 6 + ["no"] * 4
    assert placed["text"].to_list() == placed["sentence"].to_list()
