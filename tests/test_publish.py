"""Whatever ends a build, at whatever moment: one report or the other stands, and the next run completes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from small import write_corpus, write_notebook

from analysis.report import publish as publishing
from analysis.report.fingerprint import place
from analysis.report.page import ReportError
from analysis.report.publish import publish, workplace

HERE = Path(__file__).parents[1]

# Builds again and again in children that are killed. A child says what `version` says in every file it makes; nothing
# heavy runs in it: no kernel, no typst, no pandoc. argv: folder, and how to kill.
DRIVER = r"""
import functools, json, os, random, signal, sys, time
from pathlib import Path
from types import SimpleNamespace
from analysis.report import build, data_package, editions, fingerprint, html, markdown, method, publish, reading, run
from analysis.corpus import read_corpus

root, how = Path(sys.argv[1]), sys.argv[2]
corpus, home = root / "home/data/corpora/c", root / "home"
plan = build.Plan(corpus, home / "report", home / "notebooks", home)
sums, known = fingerprint.tree_digest, functools.cache(fingerprint.tree_digest)
fingerprint.tree_digest = lambda folder, **named: (sums if root in folder.parents else known)(folder, **named)
method.version = functools.cache(method.version)
fingerprint.rests_on(corpus)  # the suite's own files are read once, those below root by every child
fingerprint.tree_digest(build.data_folder() / "report")
for name in method.PACKAGES:
    method.version(name)
EVENTS = {"open", "os", "shutil", "tempfile", "ctypes"}
if how == "pair":
    publish._swap, EVENTS = lambda one, other: False, {"os"}
plan.sources()  # loads what children would each load

def executed(notebooks, *, figures, **_):
    outcomes = {}
    for name, one in notebooks.items():
        (figures / name).mkdir(parents=True)
        (figures / name / f"{name}.svg").write_text(version())
        one["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": version()}]
        outcomes[name] = run.Outcome(json.dumps(one))
    return outcomes

def version():
    return (corpus / "raw/one.txt").read_text()

run.run_notebooks = executed
html.site = lambda report, style: [(f"{name}.html", version() * 50) for name in ("index", *report.slugs)]
reading.read_texts = lambda folder, excerpts_only: SimpleNamespace(where=None, study=None)
data_package.data_package = lambda study: {"one.csv": version().encode() * 50}
reading.has_search = lambda texts: False
reading.text_pages = lambda *_, **__: {"articles/one.html": version() * 50}
FILES = ("report.pdf", "slides.html", "slides.pdf", "report.docx")
editions.editions = lambda *_, **__: ({file: (file, version().encode() * 50) for file in FILES}, {})

class Steps:
    "Kills the process at one of its steps: the opening, making, renaming or removing of a file."
    def __init__(self, last):
        self.left = last
    def __call__(self, event, arguments):
        if event.split(".")[0] in EVENTS and str(root) in str(arguments):
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)

def child(last=None):
    "A build in a process of its own, killed at step `last`; its number."
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        if last:
            sys.addaudithook(Steps(last))
        build.build(plan)
        code = 0
    finally:
        os._exit(code)

def ended(number):
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])

def stands():
    "Which version does the report show? It opens, all of it is of one version, and its check sums are right."
    said = set()
    for path in [path for path in plan.out.rglob("*") if path.is_file() and not path.name.startswith(".")]:
        text = fingerprint.unpack(plan.out, path.stem[:-6]) if path.suffix == ".gz" else path.read_text()
        said |= {one for one in ("first", "second") if f"{one} text" in text}
    assert len(said) == 1, said
    prints = fingerprint.read(plan.out)
    assert {"index.html", "01_a.html", "02_b.html", "report.pdf", "figures/01_a.svg"} <= set(prints.files)
    assert all(fingerprint.checksum(plan.out / name) == mark for name, mark in prints.files.items())
    return said.pop()

def complete(word):
    "The next run completes: nothing of another version and nothing half made is left anywhere."
    assert ended(child()) == 0
    assert stands() == word
    for name in ("01_a", "02_b"):
        assert (home / f"notebooks/{name}.ipynb").read_text() == fingerprint.unpack(plan.out, name), name
        assert (home / f"figures/{name}.svg").read_bytes() == (plan.out / f"figures/{name}.svg").read_bytes(), name
    left = sorted(path.name for path in home.iterdir())
    assert left == ["data", "figures", "notebooks", "report"], left
    assert not [path for path in home.rglob(".*.tmp")]

def write(word):
    (corpus / "raw/one.txt").write_text(f"{word} text. ")

moments, stood = random.Random(8), {"old": 0, "new": 0, "none": 0}
for word in ("first", "second"):
    write(word)
    began = time.perf_counter()
    complete(word)
    span = time.perf_counter() - began
for at in range(1, 10_000):
    old, new = [("second", "first"), ("first", "second")][at % 2 - 1]
    write(new)
    number = child(at if how != "moments" else None)
    if how == "moments":
        time.sleep(moments.random() * span)
        os.kill(number, signal.SIGKILL)
    code = ended(number)
    if code:
        assert code == -signal.SIGKILL, code
        lost = how == "pair" and not plan.out.exists()
        stood["none" if lost else {old: "old", new: "new"}[stands()]] += 1
    complete(new)
    if at == 60 if how == "moments" else not code:
        break
print(json.dumps({"tries": at, **stood}))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "home/data/corpora/c")
    for name in ("01_a.ipynb", "02_b.ipynb"):
        write_notebook(tmp_path / "home/notebooks", name, "print('hello')")
    return tmp_path


@pytest.mark.parametrize("how", ["steps", "pair", "moments"])
def test_a_build_that_is_killed_leaves_one_report_or_the_other(project: Path, how: str) -> None:
    driver = project / "driver.py"
    driver.write_text(DRIVER, encoding="utf-8")
    command = [sys.executable, str(driver), str(project), how]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, env={"PYTHONPATH": str(HERE)}, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    stood = json.loads(done.stdout)
    assert stood["tries"] >= 40
    assert stood["old"]
    assert stood["new"] or how == "moments"
    assert stood["none"] <= (how == "pair")


def folder(place: Path, word: str) -> Path:
    place.mkdir(parents=True)
    (place / "index.html").write_text(word, encoding="utf-8")
    return place


@pytest.mark.parametrize("can_swap", [True, False])
def test_a_new_report_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_swap: bool
) -> None:
    if not can_swap:
        monkeypatch.setattr(publishing, "_swap", lambda one, other: False)
    out = tmp_path / "report"
    for word in ("first", "second"):
        with workplace(out) as work:
            publish(folder(work / "new", word), out)
        place(out).touch()  # what tells a report from other folders
        assert (out / "index.html").read_text() == word
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_old_report_that_had_made_way_goes_back(tmp_path: Path) -> None:
    out = tmp_path / "report"
    folder(tmp_path / ".report.building-x" / "old", "first")
    with workplace(out):
        assert (out / "index.html").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_two_runs_at_once_are_one_too_many(tmp_path: Path) -> None:
    with workplace(tmp_path / "report") as work:
        with pytest.raises(ReportError, match=r"another run is building .*report; wait until it has ended"):
            workplace(tmp_path / "report").__enter__()
        assert work.is_dir()
        with workplace(tmp_path / "other"):
            pass  # another report is another matter
    with workplace(tmp_path / "report"):
        pass
