"""A report is made again only when something changed, stands beside others, and a failure costs one page."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from small import DRAW, snapshot, write_corpus, write_notebook

from analysis.corpus import CorpusError
from analysis.corpus.places import data_folder
from analysis.report import build as building
from analysis.report import fingerprint
from analysis.report.build import Result, build
from analysis.report.page import ReportError
from analysis.report.plan import Plan

EVIL = "<script>alert(1)</script> $x$ #panic()[*a*] \\\\ ../"


@pytest.fixture(autouse=True)
def _own_code_and_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package may be edited while tests run: let code and data be folders that nobody edits."""
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    shutil.copytree(data_folder() / "report", tmp_path / "data" / "report")
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "package")
    for module in (fingerprint, building):
        monkeypatch.setattr(module, "data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr("analysis.report.prepare.STEPS", ())  # nothing here asks for evidence


def plan(tmp_path: Path, name: str = "one", **words: str) -> Plan:
    corpus = tmp_path / name
    if not corpus.exists():
        write_corpus(corpus, **words)
    if not (tmp_path / "notebooks").exists():
        write_notebook(tmp_path / "notebooks", "01_a.ipynb", DRAW.replace("NAME", "bars"))
        write_notebook(tmp_path / "notebooks", "02_b.ipynb", "print(open(f'{corpus_folder}/raw/one.txt').read())")
    return Plan(corpus, corpus / "report", tmp_path / "notebooks")


def text_of(done: Result, page: str) -> str:
    return (done.index.parent / page).read_text(encoding="utf-8")


def test_a_report_through_its_life(tmp_path: Path) -> None:
    one = plan(tmp_path)
    first = build(one)
    assert (first.ran, first.reused, first.failed) == (("01_a", "02_b"), (), {})
    assert (first.index, first.pdf) == (one.out / "index.html", one.out / "harbour.pdf")
    made = snapshot(one.out)
    assert {"01_a.html", "02_b.html", "references.html", "harbour.pdf", "figures/bars.svg"} <= set(made)
    assert json.loads(made["notebooks/02_b.ipynb"])["cells"][-1]["outputs"] == []  # the page has what it said
    assert b'corpus_folder = \\"../..\\"' in made["notebooks/02_b.ipynb"]
    assert "Police killed two strikers." in text_of(first, "02_b.html")
    assert sorted(path.name for path in one.corpus.iterdir()) == ["corpus.toml", "raw", "report"]

    # nothing has changed, whatever lies beside the corpus; the corpus elsewhere gives the same bytes
    (tmp_path / "another").mkdir()
    (one.corpus / ".hidden").write_text("x")
    assert (build(one).ran, snapshot(one.out)) == ((), made)
    other = plan(tmp_path, "two")
    assert build(other).ran == ("01_a", "02_b")
    assert snapshot(other.out) == made

    # one notebook alone changes, and its figure gets another name
    write_notebook(one.notebooks, "01_a.ipynb", DRAW.replace("NAME", "columns"))
    changed = build(one)
    assert (changed.ran, changed.reused) == (("01_a",), ("02_b",))
    assert sorted(path.name for path in (one.out / "figures").iterdir()) == ["columns.svg"]

    # the style alone changes: no notebook runs
    (tmp_path / "data/report/style.css").write_text("body { color: #111 }", encoding="utf-8")
    assert "color: #111" in text_of(build(one), "index.html")
    # the text of an article: all run
    (one.corpus / "raw/one.txt").write_text("Police killed three strikers.\n")
    assert build(one).ran == ("01_a", "02_b")
    # the corpus is not in order: the last report stays
    good = snapshot(one.out)
    (one.corpus / "raw/one.txt").unlink()
    with pytest.raises(CorpusError):
        build(one)
    assert snapshot(one.out) == good


def test_a_notebook_that_fails_costs_its_own_page(tmp_path: Path) -> None:
    one = plan(tmp_path)
    write_notebook(one.notebooks, "03_c.ipynb", "raise ValueError('no outlet *x* <b>')", "# How many?\n\nMany.")
    (one.notebooks / "04_d.ipynb").write_text("no notebook")
    write_notebook(one.notebooks, "05_e.ipynb", DRAW.replace("NAME", "bars"))
    done = build(one)
    assert done.failed == {
        "03_c": "cell 3 stopped: ValueError: no outlet *x* <b>",
        "04_d": "04_d.ipynb is no notebook; open it in Jupyter and save it again",
        "05_e": "another notebook writes bars.svg as well; give it another name",
    }
    page = text_of(done, "03_c.html")
    assert "<h1>How many?</h1>" in page
    assert "This page could not be made: cell 3 stopped: ValueError: no outlet *x* &lt;b&gt;." in re.sub(
        r'<a class="term".*?>(\w+)<span.*?</a>', r"\1", page
    )
    assert "Traceback" not in page
    assert "no outlet *x*" in text_of(done, "index.html")
    assert "This one." in text_of(done, "01_a.html")
    # what failed is tried again, and nothing else
    write_notebook(one.notebooks, "03_c.ipynb", "print('well')")
    again = build(one)
    assert (again.ran, sorted(again.failed)) == (("03_c", "04_d", "05_e"), ["04_d", "05_e"])


def test_only_some_notebooks(tmp_path: Path) -> None:
    one = plan(tmp_path)
    done = build(one, only=["02"])
    assert done.ran == ("02_b",)
    pages = sorted(path.name for path in one.out.glob("*.html"))
    assert pages == [
        "02_b.html",
        "glossary.html",
        "index.html",
        "method.html",
        "references.html",
        "search.html",
        "slides.html",
        "texts.html",
    ]
    assert build(one, only=["02_b"]).ran == ()
    assert build(one).ran == ("01_a",)
    # pages that still hold stay; those that hold no more say so, and are made anew when nothing is left out
    assert build(one, only=["02"]).ran == ()
    (one.corpus / "raw/one.txt").write_text("Police killed three strikers.\n")
    told: list[str] = []
    assert build(one, only=["02"], progress=told.append).ran == ("02_b",)
    assert "kept as before the change, until they are asked for: 01_a" in told
    for _ in range(2):
        assert "This page is from before something was changed" in (one.out / "01_a.html").read_text()
        assert "from before" not in (one.out / "02_b.html").read_text()
        assert build(one, only=["02"]).ran == ()
    assert build(one).ran == ("01_a",)
    assert "from before" not in (one.out / "01_a.html").read_text()
    with pytest.raises(ValueError, match="there is no notebook 07; notebooks here: 01, 02"):
        build(one, only=["07"])


def test_the_checkout_gets_its_notebooks_and_figures_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(plan(tmp_path).notebooks, home / "notebooks")
    corpus = write_corpus(home / "data/corpora/iraq-2004-2008")
    here = Plan(corpus, home / "report", home / "notebooks", home)
    (home / "figures").mkdir()
    (home / "figures/own.svg").write_text("mine")
    build(here)
    made = snapshot(home)
    assert made["notebooks/02_b.ipynb"].decode() == fingerprint.unpack(here.out, "02_b")
    assert not (here.out / "notebooks").exists()  # they lie in the checkout
    assert made["figures/bars.svg"] == made["report/figures/bars.svg"]
    assert "report/report.pdf" in made

    # what was lost, or run by hand, is written back without running; what was changed by hand runs
    (home / "figures/bars.svg").unlink()
    text = made["notebooks/02_b.ipynb"].decode()
    (home / "notebooks/02_b.ipynb").write_text(text.replace('"execution_count": 1', '"execution_count": 7'))
    assert build(here).ran == ()
    assert snapshot(home) == made
    write_notebook(home / "notebooks", "01_a.ipynb", DRAW.replace("NAME", "columns"))
    assert build(here).ran == ("01_a",)
    assert sorted(path.name for path in (home / "figures").iterdir()) == ["columns.svg", "own.svg"]

    # a notebook that fails is left as it is, with the figures it drew when it ran
    broken = write_notebook(home / "notebooks", "01_a.ipynb", "1 / 0").read_bytes()
    assert list(build(here).failed) == ["01_a"]
    assert (home / "notebooks/01_a.ipynb").read_bytes() == broken
    assert (home / "figures/columns.svg").exists()


def test_a_title_is_text_whatever_it_holds(tmp_path: Path) -> None:
    done = build(plan(tmp_path, title=EVIL))
    assert done.failed == {}
    for page in done.index.parent.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.count("<script") == {"search.html": 2, "slides.html": 1}.get(page.name, 0)  # data, and ours
        assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ #panic()[*a*] \\ ../" in text


def test_what_readers_put_into_a_report_is_kept(tmp_path: Path) -> None:
    one = plan(tmp_path)
    build(one)
    (one.out / "notes.txt").write_text("mine")
    changed = one.out / "notebooks/02_b.ipynb"
    changed.write_text(changed.read_text().replace("print(", "print(1, "))
    mine = changed.read_bytes()
    assert build(one).ran == ()  # what it said is still true
    (note, notebook) = sorted(path for path in (one.out / "kept").rglob("*") if path.is_file())[::-1]
    assert (note.read_text(), notebook.read_bytes()) == ("mine", mine)
    write_notebook(one.notebooks, "02_b.ipynb", "print('again')")
    build(one)
    assert (note.read_text(), notebook.read_bytes()) == ("mine", mine)


def test_a_folder_that_is_no_report_is_left_alone(tmp_path: Path) -> None:
    one = plan(tmp_path)
    one.out.mkdir()
    (one.out / "thesis.doc").write_text("mine")
    with pytest.raises(ReportError, match="holds something that is no report"):
        build(one)
    assert (one.out / "thesis.doc").read_text() == "mine"


def test_a_report_of_another_corpus_is_left_alone(tmp_path: Path) -> None:
    one, other = plan(tmp_path), plan(tmp_path, "two", id="town")
    out = tmp_path / "reports"
    build(Plan(one.corpus, out, one.notebooks), only=["02"])
    made = snapshot(out)
    with pytest.raises(ReportError, match="holds the report of another corpus, harbour; name another folder"):
        build(Plan(other.corpus, out, one.notebooks), only=["02"])
    assert snapshot(out) == made


def test_the_check_sum_of_a_corpus_can_be_made_by_hand(tmp_path: Path) -> None:
    # in the folder of the corpus: find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum
    done = build(plan(tmp_path), only=["02"])
    names = ("corpus.toml", "raw/one.txt")
    lines = [f"{hashlib.sha256((tmp_path / 'one' / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() in text_of(done, "method.html")


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    one = plan(tmp_path)
    (tmp_path / "none").mkdir()
    with pytest.raises(FileNotFoundError, match="a report needs at least one"):
        build(Plan(one.corpus, one.out, tmp_path / "none"))
