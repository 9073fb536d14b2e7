"""Notebooks run from a clean start and say the same thing every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.report.run import NotebookError, notebook_text, read_notebook, run_notebooks, steady


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


def run(paths: list[Path], tmp_path: Path) -> dict[Path, Any]:
    lines: list[str] = []
    return run_notebooks(paths, figures=tmp_path / "figures", scratch=tmp_path / "scratch", progress=lines.append)


def test_a_notebook_runs_in_its_folder_and_says_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nowhere/at/all")
    source = "import os\nfrom os import environ as env\nimport analysis\n"
    source += (
        "print(os.path.basename(os.getcwd()), env['MPLBACKEND'], hash('word'), env['COUNTERFRAME_FIGURES'])\nobject()"
    )
    path = write(tmp_path / "notebooks", "01_a.ipynb", "# Which?", source)
    before = path.read_bytes()
    first, second = run([path], tmp_path)[path], run([path], tmp_path)[path]
    assert notebook_text(first) == notebook_text(second)
    assert first["cells"][1]["outputs"][0]["text"].startswith("notebooks Agg ")
    assert first["cells"][1]["execution_count"] == 1
    assert first["cells"][1]["outputs"][0]["text"].endswith(" figures\n")  # not the scratch folder
    assert path.read_bytes() == before  # the file itself is left alone


def test_a_failing_cell_is_named(tmp_path: Path) -> None:
    # cells: 1 Markdown, 2 code, 3 code that divides by zero
    good = write(tmp_path / "notebooks", "01_good.ipynb", "1")
    bad = write(tmp_path / "notebooks", "02_bad.ipynb", "# Which?", "1", "1 / 0")
    with pytest.raises(NotebookError, match=r"^02_bad\.ipynb, cell 3: ZeroDivisionError: division by zero$"):
        run([good, bad], tmp_path)


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


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("not json", encoding="utf-8")
    with pytest.raises(NotebookError, match=r"a\.ipynb is no notebook"):
        read_notebook(tmp_path / "a.ipynb")
