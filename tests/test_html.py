"""Pages ask for nothing from outside, and what an article says stays text."""

from __future__ import annotations

import calendar
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.report import html, pandoc, paper, pdf, typeset
from analysis.report.figure import TableView, export
from analysis.report.html_blocks import block_html, figure_html
from analysis.report.markdown import FIGURE, TABLE, escape, read_page
from analysis.report.page import Figure, Grid, Report, ReportError, Table, number, show

ROOT = Path(__file__).parents[1]
EVIL = "<script>alert(1)</script> *x* $y$ [a](b)"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>'


def cell(source: str, *tags: str, **data: Any) -> dict[str, Any]:
    """A Markdown cell, or a code cell with one output for each piece of `data` (mime=…)."""
    if not data:
        return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {mime: value}} for mime, value in data.items()]
    return {"cell_type": "code", "source": source, "metadata": {"tags": list(tags)}, "outputs": outputs}


def notebook() -> dict[str, Any]:
    evidence = {"columns": ["outlet", "sentence"], "rows": [["CNN", EVIL]]}
    figure = {"name": "bars", "caption": EVIL, "alt": 'Most: "CNN"', "svg": "figures/bars.svg"}
    figure |= {"csv": "../figures/bars.csv", "evidence": evidence}
    table = {"name": "t", "caption": "Counts", "columns": ["word", "n"], "rows": [[EVIL, 12], ["b", None]]}
    return {
        "cells": [
            cell("# Who says *what*?\n\n" + f"Two of three say it. ![pic](https://x.example/a.png) {EVIL}"),
            cell(
                "## Limits\n\nSee [words](02_b.ipynb), [code](../x.py), [doi](https://doi.org/1) <img src=//x.example>"
            ),
            cell("## Limits\n\n```\nan open fence"),
            cell("draw()", "findings-figure", **{FIGURE: figure}),
            cell("table()", **{TABLE: table, "text/plain": EVIL}),
            cell("say()", **{"text/markdown": escape(EVIL)}),
            cell(
                "df",
                **{"text/html": f"<table><tr><th>a</th></tr><tr><td>{EVIL}</td></tr></table><img src='//x.example'>"},
            ),
            cell("svg", **{"image/svg+xml": SVG}),
        ]
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("figures")
    (folder / "bars.svg").write_text(SVG, encoding="utf-8")
    (folder / "bars.csv").write_text("outlet,year,rate\nCNN,2008,0.12345\nWSWS,2004,\n", encoding="utf-8")
    pages = number([read_page(notebook(), "01_a"), read_page(notebook(), "02_b")])
    facts = {"Package": "counterframe 0", "Corpus": EVIL}
    return Report("Title", "Sub", tuple(pages), facts, "counterframe 0", "Author", (folder,), None)


def test_no_line_begins_with_a_percent_sign():
    said = {"output_type": "execute_result", "metadata": {}, "data": {"text/markdown": "It is 28 % of 46."}}
    cell = {"cell_type": "code", "source": "x", "metadata": {"tags": ["answer"]}, "outputs": [said]}
    (answer,) = read_page({"cells": [cell]}, "01_a").answer
    assert answer.text == "It is 28\u00a0% of 46."


@pytest.fixture(scope="module")
def files(report: Report) -> dict[str, str]:
    return dict(html.site(report, style="/* note */ body { color: #000 }"))


class Asks(HTMLParser):
    """Everything in a page that names another place, its tags, its ids and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: list[tuple[str, str, str]] = []
        self.pictures: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.places += [(tag, key, value or "") for key, value in attrs if key in {"src", "href", "srcset", "action"}]
        self.ids += [value or "" for key, value in attrs if key == "id"]
        assert not [key for key, _ in attrs if key.startswith("on")]
        if tag == "img":
            self.pictures.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_picture_and_data_lie_beside_the_page(report: Report) -> None:
    shown = figure_html(next(block for block in report.pages[0].body if isinstance(block, Figure)), report)
    for kind in ("svg", "csv"):
        assert f'<a download="bars.{kind}" href="figures/bars.{kind}">{kind.upper()}</a>' in shown


def test_pages_ask_for_nothing_from_outside(files: dict[str, str]) -> None:
    assert sorted(files) == ["01_a.html", "02_b.html", "glossary.html", "index.html"]
    for text in files.values():
        page = Asks(text)
        assert "script" not in page.tags
        assert not re.findall(r"url\(|@import", text)
        for tag, _, place in page.places:
            inside = place.startswith(("data:", "#", "figures/")) or place.split("#")[0] in {
                *files,
                "data/datapackage.json",
            }
            assert inside or (tag == "a" and place.startswith("https://")), place
            if "#" in place and place.split("#")[0] in {"", *files} and not place.startswith("data:"):
                name, anchor = place.split("#")
                assert anchor in Asks(files[name] if name else text).ids
        assert len(page.ids) == len(set(page.ids))


def test_every_picture_says_what_it_shows(files: dict[str, str]) -> None:
    for text in files.values():
        assert all(picture["alt"] for picture in Asks(text).pictures)
    assert Asks(files["01_a.html"]).pictures[0]["alt"] == 'Most: "CNN"'


def test_article_text_stays_text(files: dict[str, str], report: Report, tmp_path: Path) -> None:
    page = Asks(files["01_a.html"])
    # caption, evidence, table, plain text, escaped prose, HTML table cell
    assert page.text.count(EVIL) >= 5
    assert "alert(1)</script>" not in files["01_a.html"]
    (tmp_path / "typst").mkdir()
    source = pdf.source(report, tmp_path / "typst")
    assert source.count('"<script>alert(1)</script> *x* $y$ [a](b)"') >= 4  # inside typst strings
    assert r"\<script\>alert(1)\</script\> \*x\* \$y\$ \[a\](b)" in source  # in prose, pandoc's escapes


def test_the_pdf_is_made_and_is_the_same_twice(report: Report, tmp_path: Path) -> None:
    templates = ROOT / "data" / "report"
    first = pdf.render(report, templates=templates, folder=tmp_path / "a")
    assert first.startswith(b"%PDF")
    assert b"pdfuaid:part" in first  # PDF/UA-1: typst refuses what is not so
    assert first == pdf.render(report, templates=templates, folder=tmp_path / "b")


def test_findings_name_question_answer_and_figure(files: dict[str, str]) -> None:
    text = files["index.html"]
    assert text.count("<figure>") == 2
    assert "Two of three say it." in text
    assert ">Who says what?</a>" in text
    # two pages with one figure and one captioned table each: the second page has Figure 2 and Table 2
    assert 'href="02_b.html#figure-2"' in text
    assert "<b>Table 2.</b>" in files["02_b.html"]


def test_a_missing_file_is_named(report: Report) -> None:
    with pytest.raises(ReportError, match=r"no file 'gone.svg' among the figures"):
        report.file("gone.svg")


def test_values_as_shown() -> None:
    cells = [None, float("nan"), True, 2004, 12345, -3, 0.12345, 1234.5, "a|b"]
    assert [show(value) for value in cells] == ["–", "–", "yes", "2,004", "12,345", "−3", "0.12", "1,234.50", "a|b"]


def test_evidence_is_counted_in_places(files: dict[str, str], report: Report, tmp_path: Path) -> None:
    assert "<summary>The 1 place behind Figure 1</summary>" in files["01_a.html"]
    assert paper.remark("", Grid(("a",), ((1,), (2,)))) == "The site shows the 2 places behind it."
    # 378 labels are named already, so that their number is not said again
    labels = Grid(("a",), tuple((n,) for n in range(378)))
    assert paper.remark("378 labels", labels) == "378 labels. The site shows each in its place."
    assert paper.remark("", None) == ""


def test_an_export_is_one_plain_line(tmp_path: Path) -> None:
    said = export("t", pl.DataFrame({"a": [1], "b": ["x"]}), tmp_path)
    assert said.text == "`figures/t.table.csv`: 1 row, 2 columns"
    assert (tmp_path / "t.table.csv").read_text(encoding="utf-8") == "a,b\n1,x\n"
    [[shown]] = pandoc.render([[said.text]], "html")
    assert shown == "<p><code>figures/t.table.csv</code>: 1 row, 2 columns</p>"


def test_a_figure_leads_to_its_larger_self_and_back(files: dict[str, str]) -> None:
    ids = Asks(files["index.html"]).ids
    assert {"large-1", "fit-1", "large-2", "fit-2"} <= set(ids)
    assert '<a class="larger" href="#large-1">' in files["01_a.html"]


def test_columns_that_fit_keep_the_width_of_their_text() -> None:
    # six letters and one, and the room between two columns
    assert paper.column_widths(("outlet", "n"), [("CNN", 12)]) == [6 + paper.GAP, 2 + paper.GAP]


@given(st.lists(st.tuples(st.text("ab ", max_size=90), st.text("ab ", max_size=90)), min_size=1, max_size=5))
def test_no_column_is_narrower_than_its_longest_word(rows: list[tuple[str, str]]) -> None:
    widths = paper.column_widths(("first", "second"), rows)
    for at, width in enumerate(widths):
        words = [word for row in rows for word in row[at].split()]
        assert width >= max(map(len, words), default=0)


def test_what_the_notebooks_cite_is_in_the_references() -> None:
    # the first name and the year stand in one entry: "Hutto & Gilbert (2014)", "Katz et al. (1978)", "(Lin 1991)"
    listed = (ROOT / "data" / "report" / "references.bib").read_text(encoding="utf-8").split("\n@")
    name = r"[A-Z][\w'’-]+"
    cited = rf"({name})((?:, {name})*(?: (?:&|and) {name})| et al\.)? \(?((?:19|20)\d\d)\)"
    no_author = {*calendar.month_name, "Basra", "Najaf"}
    found = set()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for block in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            found |= {(m[1], m[3]) for m in re.finditer(cited, "".join(block["source"])) if m[1] not in no_author}
    assert ("Jost", "2006") in found
    missing = [
        (who, year)
        for who, year in sorted(found)
        if not any(who in entry.split("title =")[0] and f"year = {{{year}}}" in entry for entry in listed)
    ]
    assert missing == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text("ab1 .*_`[]()<>&#+-!|~$^@\"'\\{}:=/", min_size=1, max_size=40), min_size=1, max_size=8))
def test_escaped_text_comes_out_as_it_went_in(texts: list[str]) -> None:
    spoken = [" ".join(text.split()) or "a" for text in texts]
    fragments = pandoc.render([[escape(text) for text in spoken]], "html")[0]
    assert [Asks(fragment).text.strip() for fragment in fragments] == spoken


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text('ab #$*_[]<>@"\\\n\t{}=`~/', max_size=40))
def test_a_typst_string_holds_the_text(text: str) -> None:
    import typst

    # the outside oracle is typst itself: the value it reads from our string is the text
    source = f"#metadata({typeset.string(text)}) <m>".encode()
    assert json.loads(typst.query(source, "<m>", field="value", one=True)) == text


def test_a_number_of_a_table_opens_its_own_sentences():
    rows = pl.DataFrame({"outlet": ["CNN", "WSWS"], "siege": [2, None], "raid": [None, 1]})
    behind = [("CNN", "siege", "One."), ("WSWS", "raid", EVIL), ("CNN", "siege", "Two.")]
    evidence = pl.DataFrame(behind, schema=["outlet", "word", "sentence"], orient="row")
    view = TableView("t", "Words", rows, evidence=evidence, cells=("outlet", "word"))
    page = read_page({"cells": [cell("view", **{TABLE: view._repr_mimebundle_()[TABLE]})]}, "01_t")
    (table,) = (block for block in number([page])[0].body if isinstance(block, Table))
    assert {at: len(grid.rows) for at, grid in table.behind().items()} == {(0, 1): 2, (1, 2): 1}
    shown = block_html(table, None)  # type: ignore[arg-type]
    assert '<a href="#cell-1-0-1">2</a>' in shown
    assert '<a href="#cell-1-1-2">1</a>' in shown
    places = dict(re.findall(r'<section class="cell" id="([^"]+)">(.*?)</section>', shown, re.DOTALL))
    assert "One." in places["cell-1-0-1"]
    assert "Two." in places["cell-1-0-1"]
    assert "<td" in places["cell-1-1-2"]
    assert "<script>" not in shown


def test_cells_ask_for_columns_that_are_there():
    rows = pl.DataFrame({"outlet": ["CNN"], "siege": [2]})
    with pytest.raises(ValueError, match="no column word in its evidence; columns here: outlet"):
        TableView("t", "Words", rows, evidence=rows.select("outlet"), cells=("outlet", "word"))


def test_an_empty_table_says_so():
    view = TableView("t", "Words", pl.DataFrame(schema={"word": pl.String}))
    assert "No rows" in str(view._repr_mimebundle_()["text/html"])
