"""With one article an outlet nothing can be tested: is there really no p-value in any table, figure or sentence?"""

import ast
import csv
import io
import json
import re
from pathlib import Path

import polars as pl
import pytest

from analysis.corpus import read_corpus
from analysis.inference.design import CLAIMS, corpus_claim, permutation_design
from analysis.inference.paired_differences import paired_differences

HOME = Path(__file__).parent.parent
CORPUS = HOME / "data" / "corpora" / "iraq-2004-2008"
NOTEBOOKS = sorted(path for path in (HOME / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
DATA = sorted((HOME / "figures").rglob("*.csv"))
COLUMN = re.compile(r"(?:p|q|p[ _-]?(?:adj|raw|fdr)?[ _-]?val(?:ue)?s?|sig|significan(?:t|ce)|stars)(?:_.*)?", re.I)
# Words that speak of a test, whoever writes; "significantly" alone may be a reporter's.
TOLD = re.compile(
    r"\b[pq]\s*(?:-?values?\s*)?(?:<|>|=|≤|≥|&lt;|&gt;)\s*0?[.,]\d|statistical(?:ly)?[ -]significan|"
    r"significance (?:level|test)|significant(?:ly)? (?:differen|at the|result|effect|more often)",
    re.I,
)
MENTIONED = re.compile(r"\bp[ -]?values?\b|\bsignifican", re.I)
DENIED = re.compile(r"\b(?:no|not|never|neither|nor|without|cannot|nothing|refuses?)\b", re.I)


def of_each(paths):
    return pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in paths])


def written(value):
    """All strings in a cell's output, wherever they stand; pictures left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        strings = all(isinstance(one, str) for one in value)
        return ["".join(value)] if strings else [text for one in value for text in written(one)]
    if isinstance(value, dict):
        return [text for name, one in value.items() if not str(name).startswith("image/") for text in written(one)]
    return []


def sentences(text):
    """Sentences of prose, also where a line of Markdown ends one."""
    return [part for part in re.split(r"(?<=[.!?:;])\s+|\n\s*\n|\n[-#|]", text) if part.strip()]


def cells(path, kind):
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


def headings(text):
    """Names of columns in Markdown or HTML tables."""
    rows = [
        line for line, under in zip(text.split("\n"), text.split("\n")[1:], strict=False) if set(under) <= set("|-: ")
    ]
    piped = [cell.strip(" *`") for row in rows for cell in row.split("|")]
    return [*piped, *re.findall(r"<th[^>]*>\s*([^<]*?)\s*</th>", text)]


# --- what this corpus allows


def test_the_five_articles_allow_claims_about_these_texts_only():
    articles = read_corpus(CORPUS).articles
    assert corpus_claim(articles) == CLAIMS[0]
    assert set(permutation_design(articles)["claim"]) == {CLAIMS[0]}


# --- what is written


@of_each(DATA)
def test_no_table_has_a_column_of_p(path):
    head = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8").split("\n", 1)[0])), [])
    assert not [name for name in head if COLUMN.fullmatch(name.strip())]


@of_each(DATA)
def test_no_figure_or_table_speaks_of_a_test(path):
    assert not TOLD.findall(path.read_text(encoding="utf-8"))


@of_each(NOTEBOOKS)
def test_no_output_speaks_of_a_test(path):
    for cell in cells(path, "code"):
        for text in written(cell["outputs"]):
            assert not TOLD.findall(text)
            assert not [name for name in headings(text) if COLUMN.fullmatch(name)]


@of_each(NOTEBOOKS)
def test_prose_speaks_of_p_only_to_deny_it(path):
    prose = ["".join(cell["source"]) for cell in cells(path, "markdown")]
    prose += [
        node.value
        for cell in cells(path, "code")
        for node in ast.walk(ast.parse("".join(cell["source"])))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for text in prose:
        assert not TOLD.findall(text)
        assert not [one for one in sentences(text) if MENTIONED.search(one) and not DENIED.search(one)]


# --- what the package could write


def test_one_file_alone_makes_a_column_of_p():
    makes = []
    for path in sorted((HOME / "analysis" / "inference").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.keyword) and node.arg is not None and COLUMN.fullmatch(node.arg)
            told = isinstance(node, ast.Constant) and isinstance(node.value, str) and COLUMN.fullmatch(node.value)
            asked = isinstance(node, ast.Attribute) and node.attr in ("pvalue", "pvalues")
            if named or told or asked:
                makes.append(path.name)
    # there outlets that share fewer than six events are left out before anything is tested, as the next test shows
    assert set(makes) == {"paired_differences.py"}


def test_the_five_articles_have_no_paired_difference():
    articles = read_corpus(CORPUS).articles
    rows = articles.select("event", "outlet", "article_id", said=pl.lit(True))
    assert paired_differences(rows, articles, value="said").is_empty()


# --- do these tests see anything?


def test_the_tests_know_a_p_when_they_see_one():
    for name in ("p", "P", "q", "p_value", "p-value", "pvalue", "p_adj_value", "significance", "p_two_sided"):
        assert COLUMN.fullmatch(name), name
    for name in ("part", "quotation", "pos", "predicted", "low", "n", "signed"):
        assert not COLUMN.fullmatch(name), name
    for text in (
        "(p < .05)",
        "p = 0.031",
        "p-value = .2",
        "a statistically significant gap",
        "a significant difference",
    ):
        assert TOLD.search(text), text
    for text in ("Significantly, Washington dismissed", "a significant shift", "p. 5", "group = .5", "no p-value"):
        assert not TOLD.search(text), text
    assert headings("| outlet | p |\n| --- | ---: |\n| CNN | .03 |") == ["", "outlet", "p", ""]
    assert headings("<tr><th>p</th></tr>") == ["p"]
    assert sentences("No p-value appears. The p-value is small.") == ["No p-value appears.", "The p-value is small."]
    assert not DENIED.search("The p-value is small.")


def test_a_corpus_that_can_be_tested_is_tested():
    many = pl.DataFrame(
        [{"event": f"e{n}", "outlet": o, "article_id": f"{o}{n}"} for o in ("CNN", "WSWS") for n in range(6)]
    )
    said = many.with_columns(said=pl.col("outlet") == "CNN")
    assert paired_differences(said, many, value="said")["p"].null_count() == 0
    fewer = said.filter(pl.col("event") != "e5")
    assert paired_differences(fewer, many, value="said").is_empty()
