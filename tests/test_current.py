"""Are the committed figures and notebooks what the code makes today?"""

import json
from pathlib import Path

import pytest

from analysis.evidence.study import open_study
from analysis.inference.null.keyness import null_keyness
from analysis.measures.keywords import add_voice, keyness_by_voice
from analysis.report.markdown import FIGURE, read_page
from analysis.report.notebook import read_notebook
from analysis.report.plots.corpus import timeline_figure
from analysis.report.plots.keyness import keyness_bars_figure

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def study():
    return open_study(ROOT / "data" / "corpora" / "iraq-2004-2008")


def test_a_figure_rebuilt_has_the_committed_bytes(study, tmp_path):
    content = study.tokens.filter(study.tokens["pos"].is_in(["NOUN", "VERB", "ADJ", "ADV"]))
    timeline_figure(study.corpus).save(tmp_path)
    content = add_voice(content, study.quotations)
    own = keyness_by_voice(content).filter(whose="own")
    keys = null_keyness(own, content.filter(whose="own"), study.sentences)
    keyness_bars_figure(keys, study.corpus).save(tmp_path)
    made = sorted(tmp_path.iterdir())
    assert len(made) == 6
    for file in made:
        assert file.read_bytes() == (ROOT / "figures" / file.name).read_bytes(), (
            f"{file.name} is not current: make report"
        )


def test_a_page_set_twice_has_the_same_bytes():
    from analysis.report import html
    from analysis.report.page import Report, number

    style = (ROOT / "data" / "report" / "style.css").read_text(encoding="utf-8")
    sites = [
        list(
            html.site(
                Report(
                    title="Counterframe",
                    subtitle="",
                    author="",
                    generator="",
                    colophon={},
                    folders=(ROOT / "figures",),
                    bibliography=None,
                    pages=tuple(number([read_page(read_notebook(path), path.stem) for path in NOTEBOOKS])),
                ),
                style=style,
            )
        )
        for _ in range(2)
    ]
    assert sites[0] == sites[1]


def test_every_committed_figure_belongs_to_a_notebook_and_every_notebook_has_its_figures():
    shown = {
        Path(output["data"][FIGURE][kind]).name
        for path in NOTEBOOKS
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if FIGURE in output.get("data", {})
        for kind in ("svg", "png", "csv")
    }
    there = {file.name for file in (ROOT / "figures").iterdir() if not file.name.endswith(".table.csv")}
    assert shown == there


def test_every_figure_says_its_finding_in_words():
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                figure = output.get("data", {}).get(FIGURE)
                assert figure is None or (len(figure["alt"]) > 30 and len(figure["caption"]) > 30)
