"""Notebooks run from a clean start and say the same thing every time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.report.notebook import (
    NotebookError,
    read_notebook,
    source_digest,
    steady,
    with_parameters,
)
from analysis.report.run import Outcome, run_notebooks


def write(folder: Path, name: str, *sources: str) -> Path:
    """A notebook of code cells; a source that starts with # and a space is a Markdown cell."""
    cells: list[dict[str, Any]] = []
    for source in sources:
        cell: dict[str, Any] = {"cell_type": "markdown", "metadata": {}, "source": source}
        if not source.startswith("# "):
            cell |= {"cell_type": "code", "outputs": [], "execution_count": None}
        cells.append(cell)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def run(tmp_path: Path, *paths: Path, **options: Any) -> dict[str, Outcome]:
    lines: list[str] = []
    notebooks = {path.stem: read_notebook(path) for path in paths}
    places = {"folder": paths[0].parent, "figures": tmp_path / "figures", "scratch": tmp_path / "scratch"}
    return run_notebooks(notebooks, progress=lines.append, **places, **options)


def cells_of(outcome: Outcome) -> list[dict[str, Any]]:
    return list(json.loads(outcome.text)["cells"])


def printed(outcome: Outcome) -> list[str]:
    outputs = [output for cell in cells_of(outcome) for output in cell.get("outputs", ())]
    return ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]


def test_a_notebook_runs_in_its_folder_and_says_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nowhere/at/all")
    source = "import os\nfrom os import environ as env\nimport analysis\n"
    source += (
        "print(os.path.basename(os.getcwd()), env['MPLBACKEND'], hash('word'), env['COUNTERFRAME_FIGURES'])\nobject()"
    )
    path = write(tmp_path / "notebooks", "01_a.ipynb", "# Which?", source)
    before = path.read_bytes()
    first, second = (run(tmp_path, path)["01_a"] for _ in range(2))
    assert first.text == second.text
    assert printed(first)[0].startswith("notebooks Agg ")
    assert cells_of(first)[1]["execution_count"] == 1
    assert printed(first)[0].endswith(" figures\n")  # not the scratch folder
    assert path.read_bytes() == before  # the file itself is left alone


def test_notebooks_share_a_kernel_and_know_nothing_of_each_other(tmp_path: Path) -> None:
    source = "import os\nprint('old' in dir(), os.getpid())\nold = 1\nold"
    paths = [write(tmp_path / "notebooks", f"0{n}.ipynb", source, "'old' in dir()") for n in range(3)]
    ran = run(tmp_path, *paths, jobs=1)
    lines = [printed(one)[0].split() for one in ran.values()]
    assert [line[0] for line in lines] == ["False"] * 3
    assert len({line[1] for line in lines}) == 1  # one process
    for one in ran.values():
        first, second = cells_of(one)
        assert (first["execution_count"], second["execution_count"]) == (1, 2)
        assert [out["execution_count"] for out in (first["outputs"][1], second["outputs"][0])] == [1, 2]
        assert second["outputs"][0]["data"]["text/plain"] == ["True"]


def test_a_failing_cell_is_named_and_the_others_run(tmp_path: Path) -> None:
    # cells: 1 Markdown, 2 code, 3 code that divides by zero
    good = write(tmp_path / "notebooks", "01_good.ipynb", "print('well')")
    bad = write(tmp_path / "notebooks", "02_bad.ipynb", "# Which?", "1", "1 / 0")
    dead = write(tmp_path / "notebooks", "03_dead.ipynb", "import os; os._exit(1)")
    ran = run(tmp_path, good, bad, dead, jobs=1)
    assert ran["02_bad"].failure == "cell 3 stopped: ZeroDivisionError: division by zero"
    assert ran["03_dead"].failure == "the process that ran it ended; perhaps there was not enough memory"
    assert (ran["01_good"].failure, printed(ran["01_good"])) == ("", ["well\n"])
    assert list(ran) == ["01_good", "02_bad", "03_dead"]


def test_each_kernel_prepares_before_the_first_notebook(tmp_path: Path) -> None:
    paths = [write(tmp_path / "notebooks", f"0{n}.ipynb", "import os; print(sorted(os.listdir('..')))") for n in (1, 2)]
    made = [f"open('../{name}.made', 'w').close()" for name in "ab"]
    seen = [f"import os; os.path.exists('../{name}.made') and open('../{name}.then', 'w').close()" for name in "ba"]
    for one in run(tmp_path, *paths, jobs=2, prepare=[made, seen]).values():
        assert "'a.made', 'a.then', 'b.made', 'b.then'" in printed(one)[0]  # a step begins when the last has ended


def test_a_process_that_does_not_answer_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker, script = tmp_path / "started", tmp_path / "python"
    hangs = f"if [ ! -e '{marker}' ]; then touch '{marker}'; exec sleep 600; fi"
    script.write_text(f"#!/bin/sh\n{hangs}\nexec '{sys.executable}' \"$@\"\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr("analysis.report.run.READY", 15)
    monkeypatch.setattr(sys, "executable", str(script))
    path = write(tmp_path / "notebooks", "01_a.ipynb", "print('here')")
    assert printed(run(tmp_path, path, jobs=1)["01_a"]) == ["here\n"]
    assert marker.exists()


def test_what_changes_from_run_to_run_is_taken_out() -> None:
    def chunk(text: str) -> dict[str, str]:
        return {"output_type": "stream", "name": "stdout", "text": text}

    shown = {"output_type": "execute_result", "data": {"text/plain": "<A at 0x7f00>"}, "metadata": {}}
    cell = {"cell_type": "code", "metadata": {"execution": {"t": 1}, "tags": ["answer"]}, "source": "", "id": "c"}
    notebook = {"metadata": {"language_info": {"name": "python", "version": "3.11.7"}, "title": "kept"}}
    notebook["cells"] = [cell | {"outputs": [chunk("a"), chunk("b"), shown]}]  # type: ignore[assignment]
    still = steady(notebook)
    assert still["metadata"]["language_info"] == {"name": "python"}
    assert still["metadata"]["title"] == "kept"
    assert still["cells"][0]["metadata"] == {"tags": ["answer"]}
    assert still["cells"][0]["outputs"][0]["text"] == "ab"  # two chunks are one
    assert still["cells"][0]["outputs"][1]["data"]["text/plain"] == "<A at 0x…>"


def test_cells_without_an_id_get_one_by_their_place(tmp_path: Path) -> None:
    notebook = read_notebook(write(tmp_path, "a.ipynb", "# Which?", "1"))
    assert [cell["id"] for cell in notebook["cells"]] == ["cell-01", "cell-02"]


@pytest.mark.parametrize("content", ["not json", "[]", "{}", '{"cells": [1]}', '{"cells": [{"id": 3}]}', "\xff"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.ipynb").write_bytes(content.encode("latin-1"))
    with pytest.raises(NotebookError, match=r"a\.ipynb is no notebook"):
        read_notebook(tmp_path / "a.ipynb")


def test_parameters_are_set_in_their_cell_alone(tmp_path: Path) -> None:
    source = 'corpus_folder = "../data/corpora/iraq-2004-2008"\nwords = ["a",\n  "b"]\nleast = 0.7  # from here'
    notebook = read_notebook(write(tmp_path, "a.ipynb", "# Which?", source, 'corpus_folder = "x"'))
    notebook["cells"][1]["metadata"]["tags"] = ["parameters"]
    before = source_digest(notebook)
    asked = with_parameters(notebook, {"corpus_folder": '../"é"', "codings_folder": "c"})
    expected = source.replace('"../data/corpora/iraq-2004-2008"', '"../\\"é\\""')
    assert [cell["source"] for cell in asked["cells"]] == ["# Which?", expected, 'corpus_folder = "x"']
    assert source_digest(asked) != before
    with pytest.raises(NotebookError, match="does not name a corpus_folder"):
        with_parameters(read_notebook(write(tmp_path, "b.ipynb", "1")), {"corpus_folder": "x"})


def test_an_old_output_in_lines_is_no_obstacle() -> None:
    # what a notebook kept in lines stays in cells behind the one that failed
    output = {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": ["one\n", "two"]}}
    cell = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}
    (kept,) = steady({"metadata": {}, "cells": [cell]})["cells"]
    assert kept["outputs"][0]["data"]["text/plain"] == "one\ntwo"
