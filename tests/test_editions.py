"""Slides and Word file hold every finding, and what an article says stays text in each edition."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from analysis.report import editions, pdf, slides, word
from analysis.report.findings import Finding, citation, findings, shortened
from analysis.report.markdown import escape
from analysis.report.page import Figure, Grid, Page, Prose, Report, ReportError, Table

DRESS = Path(__file__).parents[1] / "data" / "report"
EVIL = '<script>alert(1)</script> #let x = panic("y") $x$ | a | <!--'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOT = bytes.fromhex(  # a PNG of one grey point
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000" + "3a7e9b550000000a4944415478da63680000008200817"
    "7cd72b60000000049454e44ae426082"
)


def finding(text: str, **facts: object) -> Prose:
    bars = [[EVIL, 0.5, "1 of 2", "author"], ["CNN", 1.0, "2 of 2", "direct"]]
    judged = {"page": "03", "measures": [], "claims": [], "readers": [EVIL], "control": "", "bars": bars}
    return Prose(text, {}, judged | facts)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "dot.png").write_bytes(DOT)
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    figure = Figure("dot", EVIL, f"Most: {EVIL}", "", "dot.svg", "dot.png", "", None, 1)
    table = Table("t", "Counts", Grid(("word", "n"), ((EVIL, 12), ("b", None))), "", None, 1)
    told = [finding(f"CNN says {escape(EVIL)} twice."), finding("Two of three are *others'* words.", bars=[])]
    home = Page("00_start", f"What is {EVIL}?", (Prose("It is this."),), (Prose("## What they do differently"), *told))
    labels = Page("03_labels", "Who is called what?", (Prose("Some."),), (figure, table, Prose(escape(EVIL))))
    return Report(EVIL, "Sub", (home, labels), {"Corpus": EVIL}, "counterframe 0", "Counterframe", (tmp_path,), None)


def page_of(report: Report) -> str:
    return slides.slides_html(report, style="", templates=DRESS / "slides")


def test_slides_hold_each_finding_with_its_mark_and_the_way_to_its_page(report: Report) -> None:
    text = page_of(report)
    assert text.count('<section class="slide') == 2 + 2  # the findings, a first and a last one
    assert text.count('<a href="03_labels.html">Labels</a>') >= 2
    assert "Two of three are <em>others’</em> words." in text
    assert text.count('class="mark care"') == 2
    source = slides.slides_source(report)
    assert source.count("#slide(") == 2


def test_hostile_text_stays_text_in_every_edition(report: Report, tmp_path: Path) -> None:
    text = page_of(report)
    assert text.count("<script>") == 1  # our own
    assert unescape(re.sub("<[^>]*>", "", text)).count("alert(1)") >= 4
    # typst itself is the oracle: it would panic, or not print what was a command to it
    made = slides.slides_pdf(report, templates=DRESS, folder=tmp_path / "typst")
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert " ".join(printed.split()).count("#let x = panic(") >= 4
    (tmp_path / "word").mkdir()
    tree = word.blocks(report, tmp_path / "word")
    assert not re.search(r"'t': '(?:RawInline|RawBlock|Math)'", str(tree))


def test_a_slide_is_shortened_by_whole_sentences() -> None:
    told = Finding(
        (f"It is so: {'w ' * 30}end. The second [“said\\. So”](#rows-1) is here. More {'words ' * 40}end.",), None
    )
    assert shortened(told, 60)[0].endswith("is here.")
    assert shortened(told, 60)[1]
    few = Finding((f"Whose word is it?\n\n- one\n- two {'w ' * 60}\n- three",), None)
    assert shortened(few, 20) == ("Whose word is it?\n\n- one", True)
    assert shortened(Finding(("All of it.",), None), 1) == ("All of it.", False)


def test_without_findings_slides_hold_each_question_with_its_answer(report: Report) -> None:
    left_out = Page("03_labels", "Who is called what?", (Prose("It is left out."),), ())
    made = Page("01_corpus", "Who wrote what?", (Prose("Two did."),), (Prose("## Limits"),))
    plain = replace(report, pages=(made, left_out))
    assert [one.title for one in findings(plain)] == ["Who wrote what?"]
    text = page_of(plain)
    assert "<p>Two did.</p>" in text
    assert 'class="mark ' not in text
    assert "#slide(" in slides.slides_source(plain)


def test_a_word_file_has_styles_a_header_row_and_descriptions(report: Report, tmp_path: Path) -> None:
    made = word.render(report, folder=tmp_path / "a")
    with ZipFile(io.BytesIO(made)) as packed:
        body = ElementTree.fromstring(packed.read("word/document.xml"))
        core = packed.read("docProps/core.xml").decode()
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    styles = {one.get(f"{W}val") for one in body.iter(f"{W}pStyle")}
    assert {"Title", "Heading1", "Heading2", "ImageCaption", "TableCaption", "TableText", "Trust"} <= styles
    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    descriptions = [one.get("descr") for one in body.iter() if one.tag.endswith("}docPr")]
    assert descriptions == [f"Most: {EVIL}"]
    text = "".join(one.text or "" for one in body.iter(f"{W}t"))
    # title, question, finding, bar, its mark, way to the page, caption, cell, prose, colophon
    assert text.count(EVIL) >= 8
    assert text.index("Findings") < text.index("twice.") < text.index("Some.")
    assert "dcterms" not in re.sub(r"xmlns:\w+", "", core)
    assert "<dc:creator>Counterframe</dc:creator>" in core


def test_letters_that_no_word_file_can_hold_are_left_out(report: Report, tmp_path: Path) -> None:
    made = word.render(replace(report, title="a\x01\x1f\ufffe\uffffb"), folder=tmp_path / "a")
    with ZipFile(io.BytesIO(made)) as packed:
        for name in ("word/document.xml", "docProps/core.xml"):
            assert "ab" in "".join(ElementTree.fromstring(packed.read(name)).itertext())


def test_editions_are_the_same_twice_and_for_everybody(report: Report, tmp_path: Path) -> None:
    one, two = (
        editions.editions(report, "r", dress=DRESS, scratch=tmp_path / name, progress=str)[0] for name in ("a", "b")
    )
    assert [file for file, _ in one.values()] == ["r.pdf", "slides.html", "slides.pdf", "r.docx"]
    assert one == two
    assert all(b"pdfuaid:part" in content for file, content in one.values() if file.endswith(".pdf"))


def test_an_edition_that_fails_costs_itself(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise ReportError("no paper")

    monkeypatch.setattr(pdf, "render", fail)
    made, failed = editions.editions(report, "r", dress=DRESS, scratch=tmp_path, progress=str)
    assert failed == {"PDF": "no paper"}
    assert len(made) == 3


def test_a_report_is_cited_by_what_does_not_change(report: Report) -> None:
    cited = replace(report, title="Two sieges", colophon={"Identifier": "iraq", "SHA-256": "0123456789abcdef"})
    said = "“Two sieges. Sub” Report made with counterframe 0 from the corpus iraq (SHA-256 0123456789ab…)."
    assert citation(cited) == said
