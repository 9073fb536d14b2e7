"""A figure told as text has every number of what is drawn, leads to its rows, and takes no label for markup."""

from __future__ import annotations

import re

import polars as pl
from test_html import EVIL, Asks

from analysis.report import html_blocks
from analysis.report.figure import Figure as Picture
from analysis.report.figure import Marks
from analysis.report.html_blocks import figure_html
from analysis.report.markdown import FIGURE, read_page
from analysis.report.marks_html import lines_html, marks_html
from analysis.report.page import Figure, Report, number
from analysis.report.plots import marks as told
from analysis.report.plots.canvas import panels
from analysis.report.plots.tolls import range_marks

NO_BAND = {"null_low": None, "null_high": None}


def set_as_html(marks, goals=None):
    return marks_html(marks.payload(), goals or {})


def words(text):
    return " ".join(Asks(text).text.split())


def test_a_stacked_line_by_hand():
    steps = {"event": "e", "outlet": "CNN", "total": 4, **NO_BAND}
    rows = [{**steps, "cline": "nominal", "n": 3, "share": 0.75}, {**steps, "cline": "active", "n": 1, "share": 0.25}]
    marks = told.cline_marks(pl.DataFrame(rows), [("e", "CNN", "CNN")])
    # in the order of the key, not of the data: 1 of 4 from 0 to a quarter, then 3 of 4 up to the end
    found = [(mark["look"], mark["n"], mark["row"], mark["start"], mark["size"]) for mark in marks.rows]
    assert found == [("active", "1", 1, 0, 0.25), ("nominal", "3", 0, 0.25, 0.75)]
    text = set_as_html(marks, {0: ("evidence/a.html", ""), 1: ("evidence/b.html", "")})
    assert words(text).endswith("CNN 1 somebody does it, 3 a noun: the siege, clashes, of 4")
    assert re.findall(r'href="([^"]+)">(\d)', text) == [("evidence/b.html", "1"), ("evidence/a.html", "3")]
    assert re.findall(r"left:([\d.]+)%;width:([\d.]+)%", text) == [("0", "25"), ("25", "75")]
    # colours of the key are those that are drawn
    assert 'ul class="key"><li>' in text
    assert text.count("<li>") == 3  # two of the key, and the line


def test_shares_of_voice_in_quotation_marks_and_retold():
    row = {"event": "e", "outlet": "CNN", "actor": "POLICE", "n_words": 20, "share_words": 0.5}
    silent = {"event": "e", "outlet": "CNN", "actor": "MAYOR", "n_words": None, "share_words": None}
    data = pl.DataFrame([{**row, "share_direct_words": 0.4}, {**silent, "share_direct_words": None}])
    data = data.with_columns(null_low=0.1, null_high=1.0)
    names = {"POLICE": "Police", "MAYOR": "The mayor"}
    marks = told.share_marks(data, [[("e", "CNN", "CNN")]], ["MAYOR", "POLICE"], names)
    # .4 of .5 is .2 in quotation marks, the rest retold; whoever is not reported has a band and no bar
    assert words(set_as_html(marks)).endswith("CNN The mayor – Police 20 % in quotation marks, 30 % retold, 20 words")
    assert [mark.get("size") for mark in marks.rows] == [None, 0.2, 0.3, None]
    assert {(mark["low"], mark["high"]) for mark in marks.rows} == {(0.1, 1.0)}


def test_ends_that_are_open_are_said_in_words():
    same = {"incident": 1, "outlet": "CNN", "article_id": "a", "end": 9, "source": "police", "text": "many"}
    ends = [(5, 5, True), (5, None, False), (None, 50, False), (5, 50, False)]
    data = pl.DataFrame(
        [{**same, "start": at, "low": low, "high": high, "approx": about} for at, (low, high, about) in enumerate(ends)]
    )
    marks = range_marks(data, [({"place": "Hilla", "effect": "killed", "most": 50}, data)])
    assert [mark["n"] for mark in marks.rows] == ["about 5", "5 or more", "50 or fewer", "5 to 50"]
    assert [(mark["start"], mark["size"]) for mark in marks.rows] == [(0.1, 0), (0.1, 0), (1, 0), (0.1, 0.9)]
    assert 'class="reach dot"' in set_as_html(marks)


def test_hostile_labels_stay_text():
    look = '"><script>'
    fields = dict.fromkeys(("heading", "label", "n", "said", "words", "text", "note", "look", "shape"), EVIL)
    rows = [{**fields, "start": 0, "size": 1, "at": 3, "word": EVIL[3:9], "row": 0}, {**fields, "look": look, "n": 1}]
    marks = Marks('x"><script>', rows, {look: EVIL, EVIL: EVIL})
    text = set_as_html(marks, {0: ("evidence/a.html#x", EVIL)})
    page = Asks(text)
    assert page.tags <= {"a", "div", "i", "li", "mark", "p", "span", "ul"}
    assert page.text.count(EVIL) >= 8
    assert "<script" not in text


def test_a_word_is_marked_where_it_stands():
    line = {"label": "CNN", "look": "direct", "text": "a siege & a siege", "at": 12, "word": "siege", "row": 0}
    text = lines_html([{**line, "note": "retold"}], "quotes", {0: ("articles/a.html#s-1", "¶ 7")})
    assert "a siege &amp; a <mark>siege</mark>" in text
    assert '<a href="articles/a.html#s-1">¶ 7</a>' in text
    assert words(text) == "CNN a siege & a siege retold ¶ 7"


def figure(tmp_path, alt, **more):
    picture, _ = panels(height=1)
    drawn = Picture("bars", picture, "Bars", alt, pl.DataFrame({"outlet": ["CNN"], "n": [2]}), **more).save(tmp_path)
    output = {"output_type": "display_data", "metadata": {}, "data": {FIGURE: drawn._repr_mimebundle_()[FIGURE]}}
    cell = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [output]}
    (block,) = (block for block in number([read_page({"cells": [cell]}, "01_a")])[0].body if isinstance(block, Figure))
    return figure_html(block, Report("T", "", (), {}, "", "", (tmp_path,)))


def test_a_figure_with_marks_is_text_and_its_picture_lies_beside_it(tmp_path):
    marks = Marks("bars", [{"label": "CNN", "size": 1.0, "n": "2", "row": 0}], caption="Bars as text")
    rows = pl.DataFrame({"outlet": ["CNN", "CNN"], "sentence": ["One.", "Two."]})
    groups = {"evidence": rows, "groups": (("CNN", [0, 1]),), "column": "n"}
    text = figure(tmp_path, "CNN has two. And more.", marks=marks, **groups)
    assert "<img" not in text
    assert '<p class="title">CNN has two.</p>' in text
    assert '<a href="evidence/figure-1.html#rows-0">2</a>' in text
    assert "<b>Figure 1.</b> Bars as text" in text
    for kind in ("svg", "png", "csv"):
        assert f'<a download="bars.{kind}" href="figures/bars.{kind}">' in text
        assert (tmp_path / f"bars.{kind}").is_file()
    assert "<img" in figure(tmp_path, "CNN has two.")


def test_the_finding_is_the_heading_where_it_is_short(tmp_path):
    for alt, title in (
        ("Most by Gov. Ada Lee in CNN. Of 3, none.", "Most by Gov. Ada Lee in CNN."),
        ("The U.S. Army leads. More.", "The U.S. Army leads."),
        ("x" * (html_blocks.HEADING + 1) + ". More.", ""),
    ):
        assert re.findall('<p class="title">(.*?)</p>', figure(tmp_path, alt)) == ([title] if title else [])
