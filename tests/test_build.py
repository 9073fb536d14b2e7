"""The report is made again only when something changed, and a failure leaves the last good one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analysis.report import build as building
from analysis.report import fingerprint
from analysis.report.build import Result, build
from analysis.report.run import NotebookError

HERE = Path(__file__).parents[1]
DRAW = """import json, os
from pathlib import Path
from IPython.display import display
folder = Path(os.environ["COUNTERFRAME_FIGURES"])
svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>'
(folder / "NAME.svg").write_text(svg)
payload = {"name": "NAME", "caption": "Bars", "alt": "One bar.", "svg": "figures/NAME.svg"}
display({"application/vnd.counterframe.figure+json": payload, "text/plain": "a bar"}, raw=True)"""


def write(root: Path, name: str, code: str, question: str = "# Which?\n\nThis one.") -> Path:
    cells = [
        {"cell_type": "markdown", "id": "q", "metadata": {}, "source": question},
        {"cell_type": "code", "id": "c", "metadata": {}, "source": code, "outputs": [], "execution_count": None},
    ]
    path = root / "notebooks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def project(root: Path) -> Path:
    shutil.copytree(HERE / "data" / "report", root / "data" / "report")
    write(root, "01_a.ipynb", DRAW.replace("NAME", "bars"))
    write(root, "02_b.ipynb", "print('two')")
    return root


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture(autouse=True)
def _still_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package may be edited while tests run: let the code's checksum come from a file that nobody edits."""
    still = tmp_path / "package" / "report" / "fingerprint.py"
    monkeypatch.setattr(fingerprint, "__file__", str(still))


def test_a_report_through_its_life(tmp_path: Path) -> None:
    root = project(tmp_path / "one")
    prepared: list[int] = []

    def again(where: Path = root) -> Result:
        return build(where, prepare=lambda: prepared.append(1))

    assert again().ran == ("01_a.ipynb", "02_b.ipynb")
    first = snapshot(root)
    assert {"report/index.html", "report/01_a.html", "report/references.html", "report/report.pdf"} <= set(first)
    assert "figures/bars.svg" in first
    assert not list((root / ".cache").iterdir())  # the scratch folder is gone

    assert again() == Result(
        (), ("01_a.ipynb", "02_b.ipynb"), (), root / "report/index.html", root / "report/report.pdf"
    )
    assert prepared == [1]
    assert snapshot(root) == first

    # elsewhere, from the same sources: the same bytes
    other = project(tmp_path / "two")
    again(other)
    assert snapshot(other) == first

    # one notebook alone changes, and its figure gets another name
    write(root, "01_a.ipynb", DRAW.replace("NAME", "columns"))
    changed = again()
    assert (changed.ran, changed.reused) == (("01_a.ipynb",), ("02_b.ipynb",))
    assert sorted(path.name for path in (root / "figures").iterdir()) == ["columns.svg"]

    # the style alone changes: no notebook runs
    (root / "data/report/style.css").write_text("body { color: #111 }", encoding="utf-8")
    assert again().ran == ()
    assert "color: #111" in (root / "report/index.html").read_text(encoding="utf-8")

    # a cell fails: the last good report, figures and notebooks stay
    good = snapshot(root)
    broken = write(root, "02_b.ipynb", "1 / 0")
    with pytest.raises(NotebookError, match=r"02_b\.ipynb, cell 2: ZeroDivisionError"):
        again()
    now = snapshot(root)
    assert now.pop("notebooks/02_b.ipynb") == broken.read_bytes()
    good.pop("notebooks/02_b.ipynb")
    assert now == good


def test_two_notebooks_may_not_write_one_figure(tmp_path: Path) -> None:
    from analysis.report.page import ReportError

    for stem in ("01_a", "02_b"):
        (tmp_path / "figures" / stem).mkdir(parents=True)
        (tmp_path / "figures" / stem / "bars.svg").write_text("x", encoding="utf-8")
    with pytest.raises(ReportError, match=r"01_a\.ipynb and 02_b\.ipynb both write bars\.svg"):
        building._figures_made(tmp_path, [Path("01_a.ipynb"), Path("02_b.ipynb")])


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="a report needs at least one"):
        build(tmp_path)
