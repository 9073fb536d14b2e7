"""Are exercises whole for the teacher and empty of answers for the student? Do handouts fit, do links lead anywhere?"""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import nbformat
import polars as pl
import pytest

from analysis.report.lab.exercises import BOX, REVEAL, TEACHER, exercise_pages, student_notebook
from analysis.report.lab.handouts import handout_pdf
from analysis.report.notebook import blank, notebook_text, read_notebook, with_parameters
from analysis.report.run import run_notebooks

HOME = Path(__file__).parent.parent
LAB, DOCS = HOME / "notebooks" / "lab", HOME / "docs"
EXERCISES = sorted(LAB.glob("*.ipynb"))
TEXTS = sorted([*DOCS.rglob("*.md"), HOME / "data" / "replications" / "README.md"])
HANDOUTS = sorted((DOCS / "handouts").glob("*.md"))
KEYS = {"grade", "grade_id", "locked", "points", "schema_version", "solution", "task"}
exercises = pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)


def tags(cell):
    return set(cell["metadata"].get("tags", ()))


def cell(kind, source, *named, **more):
    made = {"cell_type": kind, "id": f"c{len(source)}", "metadata": {"tags": list(named), **more}, "source": source}
    out = [{"output_type": "stream", "name": "stdout", "text": "peek"}]
    return made | ({"outputs": out, "execution_count": 1} if kind == "code" else {})


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


# --- the notebooks -----------------------------------------------------------------------------------------------


def test_there_are_twelve_exercises_each_in_both_versions():
    assert [path.name[:2] for path in EXERCISES] == [f"{n:02d}" for n in range(1, 13)]
    assert sorted(path.name for path in (LAB / "student").glob("*.ipynb")) == [path.name for path in EXERCISES]


@exercises
def test_both_versions_are_notebooks(path):
    for one in (path, LAB / "student" / path.name):
        nbformat.validate(nbformat.read(one, as_version=4))


@exercises
def test_students_files_are_what_the_generator_makes(path):
    made = notebook_text(student_notebook(read_notebook(path)))
    assert (LAB / "student" / path.name).read_text(encoding="utf-8") == made, "run make exercises, and commit"


@exercises
def test_students_get_no_answer_and_no_output(path):
    teacher, student = read_notebook(path), read_notebook(LAB / "student" / path.name)
    text = json.dumps(student, ensure_ascii=False)
    assert not [
        one for one in student["cells"] if one.get("outputs") or one.get("execution_count") or TEACHER in tags(one)
    ]
    assert "SOLUTION" not in text
    for one in teacher["cells"]:
        if TEACHER in tags(one):
            assert one["source"] not in {other["source"] for other in student["cells"]}
    assert "rubric" not in text


@pytest.mark.parametrize(
    "path", [*EXERCISES, *sorted((HOME / "notebooks" / "replications").glob("*.ipynb"))], ids=lambda path: path.stem
)
def test_cells_of_code_are_short(path):
    for one in read_notebook(path)["cells"]:
        if one["cell_type"] == "code":
            lines = [line for line in one["source"].splitlines() if line.strip()]
            assert len(lines) <= 8
            assert max(map(len, lines)) <= 100


@exercises
def test_a_prediction_is_asked_before_anything_is_revealed(path):
    kinds = [BOX if BOX in tags(one) else REVEAL for one in read_notebook(path)["cells"] if tags(one) & {BOX, REVEAL}]
    assert kinds[0] == BOX
    assert kinds.count(BOX) >= 2  # the prediction, and the interpretation
    assert REVEAL in kinds


@exercises
def test_a_teacher_finds_timing_answers_questions_and_a_rubric(path):
    own = [one for one in read_notebook(path)["cells"] if TEACHER in tags(one)]
    said = "\n".join(one["source"] for one in own)
    for part in ("## For the teacher", "**Timing.**", "**Questions for discussion.**", "| **Limits** |"):
        assert part in said, part
    rubric = own[-1]["source"].split("| --- |")[-1].strip().splitlines()
    assert [line.count("|") for line in rubric[-4:]] == [5] * 4  # four rows, three levels
    assert [one for one in own if one["cell_type"] == "code" and one["outputs"]]  # answers are computed


@exercises
def test_the_marks_of_nbgrader_are_in_order(path):
    marks = [one["metadata"]["nbgrader"] for one in read_notebook(path)["cells"] if "nbgrader" in one["metadata"]]
    assert len({mark["grade_id"] for mark in marks}) == len(marks)
    for mark in marks:
        assert set(mark) <= KEYS
        assert mark["schema_version"] == 3
        assert ("points" in mark) == mark["grade"]
        assert mark["locked"] is not mark["solution"]


def test_a_students_version_of_a_small_notebook():
    code = "a = 1\n### BEGIN SOLUTION\na = 2\n### END SOLUTION\nb = a"
    teacher = notebook(
        cell("markdown", "# Why?"),
        cell("code", 'folder = "../x"', "parameters"),
        cell("code", code),
        cell("markdown", "Because.", TEACHER),
    )
    made = student_notebook(teacher)
    assert [one["source"] for one in made["cells"]] == ["# Why?", 'folder = "../../x"', "a = 1\nb = a"]
    assert "peek" not in json.dumps(made)
    assert teacher["cells"][2]["source"] == code  # the teacher's is not touched


# --- the pages ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages():
    return exercise_pages(LAB)


def test_there_is_a_page_for_each_exercise_the_same_twice(pages):
    assert list(pages) == [f"{path.stem}.html" for path in EXERCISES]
    assert exercise_pages(LAB) == pages


def test_a_page_asks_for_nothing_and_runs_nothing(pages):
    for name, page in pages.items():
        assert "default-src 'none'" in unescape(page), name
        found = re.findall(r'(?:src|href|action|srcset)\s*=\s*"([^"]*)"', page)
        assert not [address for address in found if not address.startswith("data:")], name
        assert not re.search(r"<script|url\((?!data:)|@import|\son\w+=", page), name


def test_a_page_shows_what_is_revealed_behind_a_fold_and_nothing_of_the_teachers(pages):
    for path in EXERCISES:
        page = pages[f"{path.stem}.html"]
        assert page.count("<details") == page.count("</details>")
        assert page.count("<textarea") == sum(BOX in tags(one) for one in read_notebook(path)["cells"])
        for word in ("For the teacher", "rubric", "SOLUTION", "Timing."):
            assert word not in page, f"{path.stem}: {word}"
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
    first = pages["01_same_day.html"]
    assert (
        first.index("Your prediction")
        < first.index("<details")
        < first.index("<img")
        < first.index("Your interpretation")
    )


def test_what_needs_a_computer_and_what_a_solution_yields_is_on_no_page(pages):
    assert "Soldiers killed five people in the old city" not in pages["04_vanishing_agent.html"]
    for name, page in pages.items():
        assert "run all cells" not in page, name
        assert "first cell" not in page, name


def test_words_of_articles_stay_words(tmp_path):
    answer = {"output_type": "stream", "name": "stdout", "text": "<script>alert(1)</script> & <b>"}
    told = cell("code", "x") | {"outputs": [answer]}
    one = notebook(cell("markdown", "# Is <img src=x> *safe*?"), told, cell("markdown", "*Say <b>:*", BOX))
    (tmp_path / "01_x.ipynb").write_text(json.dumps(one), encoding="utf-8")
    page = exercise_pages(tmp_path)["01_x.html"]
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page
    assert "Say &lt;b&gt;" in page


# --- the texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(HOME)))
def test_every_link_leads_somewhere(path):
    for address in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if not re.match(r"https?://|#|mailto:", address):
            assert (path.parent / address.partition("#")[0]).exists(), address


@pytest.mark.parametrize("path", HANDOUTS, ids=lambda path: path.stem)
def test_a_handout_is_one_sheet_the_same_twice(path):
    text = path.read_text(encoding="utf-8")
    made = handout_pdf(text)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    assert re.search(rb"/MediaBox\s*\[\s*0 0 595\.\d+ 841\.\d+\s*\]", made)
    assert handout_pdf(text) == made
    assert "Work it out" in text
    assert "## Reading" in text


def test_the_scoring_of_the_questionnaire_is_that_of_its_table():
    table = pl.read_csv(DOCS / "questionnaire-scoring.csv")
    highest = table.group_by("question").agg(pl.col("points").max())["points"].sum()
    assert f"Highest: {highest} points." in (DOCS / "questionnaire.md").read_text(encoding="utf-8")


def test_handouts_are_made_as_html_too(tmp_path):
    made = subprocess.run([sys.executable, "docs/build.py", "handouts", str(tmp_path)], cwd=HOME, check=False)
    assert made.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{path.stem}.{kind}" for path in HANDOUTS for kind in ("html", "pdf")
    )


# --- the replications --------------------------------------------------------------------------------------------


def test_published_figures_name_their_source_and_day_and_add_up():
    for path in sorted((HOME / "data" / "replications").glob("*.csv")):
        table = pl.read_csv(path)
        assert table["source"].null_count() == 0, path.name
        assert table["seen"].str.contains(r"^\d{4}-\d\d-\d\d$").all(), path.name
    stories = pl.read_csv(HOME / "data" / "replications" / "narrative_frames.csv")
    assert stories.select("usa", "australia").sum().row(0) == (100, 100)


TAGGED = """article_index,article_title,article_date,sentence,category,auto_tagged_voice
1,A,2023-10-08," Two  men  were  killed  in  Sderot. ",israel,PASSIVE
1,A,2023-10-08," A  strike  killed  three  people  in  Gaza. ",palestine,ACTIVE
1,A,2023-10-08," A  strike  killed  three  people  in  Gaza. ",palestine,ACTIVE
1,A,2023-10-09," People  died  on  both  sides. ",both,
"""
CODED = [
    ["", "ID", "NARRATIVE", "HERO", "VILLAIN", "VICTIM", "ARTICLE", "leaning", "CO", "RE", "HI", "EC", "MO"],
    ["0", "0", "GORE", "NONE", "X", "Y", "Critics accused them. They clashed.", "left", "True", *["False"] * 4],
    ["1", "1", "GORE", "NONE", "X", "Z", "Rain fell.", "left", "True", *["False"] * 4],
]
BROUGHT = (
    "group,sentence\npolice,A man was shot in Camden.\npolice,Police shot a man.\ncivilian,A man shot his neighbour.\n"
)


def tables(text):
    """The tables of an executed notebook: name → rows."""
    kind = "application/vnd.counterframe.table+json"
    found = [
        out["data"][kind] for one in json.loads(text)["cells"] for out in one.get("outputs", ()) if kind in out["data"]
    ]
    return {table["name"]: table["rows"] for table in found}


def test_replications_count_what_they_are_given(tmp_path):
    (tmp_path / "tagged_data_nyt_oct7_to_oct18.csv").write_text(TAGGED, encoding="utf-8")
    (tmp_path / "annotated_USA_100.tsv").write_text("\n".join(map("\t".join, CODED)), encoding="utf-8")
    (tmp_path / "sentences.csv").write_text(BROUGHT, encoding="utf-8")
    folder = HOME / "notebooks" / "replications"
    given = {"death_mentions": "", "narrative_frames": "", "obfuscation": "sentences.csv"}
    asked = {
        name: with_parameters(
            blank(read_notebook(folder / f"{name}.ipynb")),
            {"data": str(tmp_path / file), "corpus_folder": "../../data/corpora/iraq-2004-2008"},
        )
        for name, file in given.items()
    }
    scratch = tmp_path / "scratch"
    done = run_notebooks(asked, folder=folder, figures=scratch, scratch=scratch, progress=lambda said: None, jobs=1)
    assert {name: outcome.failure for name, outcome in done.items()} == dict.fromkeys(given, "")
    deaths, stories, forms = (tables(done[name].text) for name in given)
    # paper, whose deaths, rows, sentences: the sentence on both sides counts for each, the one tagged twice is one
    assert deaths["R1_again"] == [["nyt", "israel", 2, 2], ["nyt", "palestine", 3, 2]]
    # two Gore stories here, six published
    assert [row for row in stories["R2_side"] if row[2]] == [["gore", 6, 2, -4]]
    # conflict: both find it in the first article, the coders alone in the second
    assert stories["R2_lists"][0] == ["conflict", 1, 1, 0, 0]
    # of two acts by police one has no agent
    assert ["no agent", "police", 1, 2, 0.5] in forms["R3_brought"]
