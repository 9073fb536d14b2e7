"""`counterframe verify REPORT`: is a report what would be made now, and what differs, without touching it?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from small import snapshot, write_corpus, write_notebook
from test_reader_claims import COUNT
from typer.testing import CliRunner, Result

from analysis.cli import app
from analysis.corpus import places
from analysis.corpus.decisions import CONFIRMED
from analysis.report import fingerprint
from analysis.report.verify import first_difference


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(CONFIRMED, "")
    write_notebook(tmp_path / "notebooks", "01_a.ipynb", "print(corpus_folder)")
    write_notebook(tmp_path / "notebooks", "04_words.ipynb", COUNT)
    monkeypatch.setattr(places, "notebooks_folder", lambda: tmp_path / "notebooks")
    monkeypatch.setattr("analysis.report.prepare.STEPS", ())
    return write_corpus(tmp_path / "harbour")


def call(command: str, *arguments: object) -> Result:
    return CliRunner().invoke(app, [command, *map(str, arguments)])


def lines(done: Result) -> list[str]:
    """The answer without the lines of progress."""
    text = done.output.splitlines()
    return text[next(at for at, line in enumerate(text) if line.startswith("The report in")) :]


def test_a_report_that_still_holds(corpus: Path) -> None:
    assert call("report", corpus).exit_code == 0
    before = snapshot(corpus)
    for named in (corpus / "report", corpus):
        done = call("verify", named)
        assert (done.exit_code, lines(done)) == (
            0,
            [f"The report in {corpus}/report is what would be made now; no file differs."],
        )
    assert snapshot(corpus) == before
    assert sorted(path.name for path in corpus.iterdir()) == ["corpus.toml", "raw", "report"]


def test_what_differs_and_what_has_changed_is_told(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("report", corpus).exit_code == 0
    (corpus / "raw/one.txt").write_text("A striker spoke. The mayor said it was murder.\n", encoding="utf-8")
    (corpus / "claims.toml").write_text("", encoding="utf-8")
    page = corpus / "report/01_a.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Which?", "Who?"), encoding="utf-8")
    (corpus / "report/notes.txt").write_text("mine", encoding="utf-8")
    was = fingerprint.rests_on
    monkeypatch.setattr(fingerprint, "rests_on", lambda folder: was(folder) | {"package polars": "99"})
    before = snapshot(corpus)
    done = call("verify", corpus / "report")
    told = lines(done)
    assert done.exit_code == 1
    assert told[0] == f"The report in {corpus}/report is not what would be made now."
    assert told[1:4] == ["What it rests on has changed:", "  claims.toml was added", "  article one has changed"]
    assert told[4].startswith("  package polars ")
    assert told[4].endswith(" there, 99 now")
    assert "  figures/04_words.csv: row 2 (Police, 1, nothing), column n: 1 there, 0 now" in told
    assert "  01_a.html: differs, and was changed by hand" in told
    assert "  notes.txt: is not made now, and was added by hand" in told
    assert snapshot(corpus) == before

    rows = json.loads(call("verify", corpus, "--json", "-").stdout)
    assert {"kind": "grounds", "name": "article one", "said": "has changed"} in rows


def test_it_is_made_again_as_it_was_made(corpus: Path, tmp_path: Path) -> None:
    """Some notebooks only, excerpts only, what a reader has seen only, and elsewhere than in the corpus."""
    out = tmp_path / "reports/mine"
    assert call("report", corpus, "--only", "01", "--out", out, "--excerpts-only", "--confirmed").exit_code == 0
    os.environ[CONFIRMED] = ""  # as in another session
    assert call("verify", out).exit_code == 0
    assert os.environ[CONFIRMED] == ""
    # a notebook that fails now
    write_notebook(tmp_path / "notebooks", "01_a.ipynb", "1 / 0")
    done = call("verify", out, "--corpus", corpus)
    assert done.exit_code == 1
    assert "  01_a: cell 3 stopped: ZeroDivisionError: division by zero" in lines(done)


def test_what_cannot_be_asked_is_said_in_a_sentence(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    assert call("report", corpus, "--out", out).exit_code == 0
    other = write_corpus(tmp_path / "town", id="town")
    (tmp_path / "empty").mkdir()
    for arguments, said in [
        ((tmp_path / "nowhere",), "there is no"),
        ((tmp_path / "empty",), "does not say of which corpus it is the report; name the folder with --corpus"),
        ((corpus,), f"{corpus}/report holds no report; name the folder that counterframe report wrote"),
        ((out, "--corpus", other), f"{out} is the report of the corpus harbour, and {other} holds town"),
    ]:
        done = call("verify", *arguments)
        assert (done.exit_code, said in done.output) == (2, True), done.output
    (corpus / "raw/one.txt").unlink()
    done = call("verify", out)
    assert done.exit_code == 2
    assert "raw/one.txt" in done.output
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_report_of_an_earlier_edition_says_less(corpus: Path) -> None:
    assert call("report", corpus).exit_code == 0
    prints = corpus / "report/.fingerprints.json"
    old = json.loads(prints.read_text(encoding="utf-8"))
    prints.write_text(json.dumps(old | {"parts": {}, "inputs": "x"}), encoding="utf-8")
    done = call("verify", corpus)
    assert done.exit_code == 0
    assert lines(done)[2].startswith("  the suite or the corpus changed; the report is of an edition")


@pytest.mark.parametrize(
    ("there", "here", "said"),
    [
        ("a,b\n1,2\n", "a,b\n1,2\n", ""),
        ("a,b\n1,2\n1,3\n", "a,b\n1,2\n1,\n", "row 2 (1, 3), column b: 3 there, nothing now"),
        ("a,b\n1,2\n", "a,b\n1,2\n3,4\n", "row 2 (3, 4) is new; rows: 1 there, 2 now"),
        ("a,b\n1,2\n3,4\n", "a,b\n1,2\n", "row 2 (3, 4) is gone; rows: 2 there, 1 now"),
        ("a,b\n", "a,c\n", "other columns: b only there; c only now"),
        ("a,b\n", "b,a\n", "other columns: in another order"),
        ("", "a\n", "other columns: a only now"),
    ],
)
def test_the_first_difference_of_two_tables(tmp_path: Path, there: str, here: str, said: str) -> None:
    for name, text in (("there", there), ("here", here)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert first_difference(tmp_path / "there", tmp_path / "here") == said
