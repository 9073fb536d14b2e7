"""Every article can be read with its evidence in place; rows lead to their places and back; article text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from any_corpus import corpus
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.places import data_folder
from analysis.evidence.study import Study, add_sentences
from analysis.report import html
from analysis.report.answers.parts import rows_of
from analysis.report.evidence_lists import list_parts
from analysis.report.figure import PLACE, TableView
from analysis.report.list_pages import EACH
from analysis.report.markdown import TABLE, read_page
from analysis.report.page import Grid, Page, Report, Table, number
from analysis.report.payload import EVIDENCE
from analysis.report.prose import Prose, counted, say
from analysis.report.reading import Texts, read_texts, text_pages
from analysis.report.reading.events import events_of
from analysis.report.reading.marks import TABLES, Mark, article_marks, laid_in
from analysis.report.reading.pairs import DENIED, DIFFER, RETOLD, SHARED, _relation
from analysis.report.reading.texts import Paragraph, Text
from analysis.report.tables import show
from analysis.schema import TOLLS

EVIL = '<script>alert(1)</script> <b onclick="alert(1)">x</b>'
LINES = (
    "Mayor Ada Brook said the tunnel would cost nine million crowns. “We will build it,” she said.",
    f"Police shot two marchers on Sunday. Snow came early. At least five people were wounded. {EVIL}",
    "Harbour workers, “heroes” to their union, marched through Norton. The thugs denied everything.",
)


class Asks(HTMLParser):
    """A page's ids, links, tags and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marks: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self.scripts = 0
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.scripts += tag == "script"
        self.handlers += [key for key in named if key.startswith("on")]
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if tag == "a" else []
        self.marks += [named] if tag == "mark" else []

    def handle_data(self, data: str) -> None:
        self.text += data


def report_of(texts: Texts, *pages: Page) -> Report:
    return Report("Harbour", "Sub", tuple(number(list(pages))), {"Package": "x"}, "x", "A", (), None, texts.where)


def files_of(texts: Texts, *pages: Page) -> dict[str, str]:
    report = report_of(texts, *pages)
    templates = data_folder() / "report" / "reading"
    return {
        **dict(html.site(report, style="body { margin: 0 }")),
        **text_pages(texts, report, style="", templates=templates),
    }


def page_of(view: TableView, folder: Path | None = None, *, answer: Prose | None = None) -> Page:
    shown = [(view, []), *([(answer, ["answer"])] if answer else [])]
    cells = [
        {"cell_type": "code", "source": "view", "metadata": {"tags": tags}}
        | {"outputs": [{"output_type": "display_data", "metadata": {}, "data": one._repr_mimebundle_()}]}
        for one, tags in shown
    ]
    return read_page({"cells": cells}, "03_labels", folder)


def labels_page(study: Study) -> Page:
    """The labels of a corpus, each number with its rows, as a notebook shows them."""
    labels = add_sentences(study.labels, study.sentences)
    table = labels.group_by("outlet", "voice").agg(n=pl.len()).sort("outlet", "voice")
    evidence = labels.select("event", "outlet", "voice", "text", "sentence", *PLACE)
    view = show(table, study, "03_labels", "Labels.", evidence=evidence, cells=("outlet", "voice", "n"))
    assert isinstance(view, TableView)
    answer = say("{n} labels.", n=counted(labels.height, rows_of(study, labels)))
    return page_of(view, answer=answer)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("reading") / "harbour", outlets=2, events=1, lines=LINES)


@pytest.fixture(scope="module")
def texts(folder: Path) -> Texts:
    return read_texts(folder)


@pytest.fixture(scope="module")
def files(texts: Texts) -> dict[str, str]:
    return files_of(texts, labels_page(texts.study))


# --- marks -------------------------------------------------------------------------------------------------------

spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8, unique=True)


@given(spans, st.integers(0, 10), st.integers(11, 30))
def test_marks_nest_and_no_sign_is_lost(cut: list[tuple[int, int]], start: int, end: int) -> None:
    text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    marks = [Mark("label", first, first + length) for first, length in cut]
    stack: list[Mark] = []
    said, opened = "", []
    for kind, what in laid_in(text, start, end, marks):
        if isinstance(what, str):
            at = start + len(said)
            # whatever covers a piece of text is open there, and nothing else
            assert {mark.id for mark in stack} == {m.id for m in marks if m.start <= at and at + len(what) <= m.end}
            said += what
        elif kind == "close":
            assert stack.pop() is what  # properly nested
        else:
            stack.append(what)
            opened += [what.id] if kind == "open" else []
    assert said == text[start:end]
    assert not stack
    assert sorted(opened) == sorted(mark.id for mark in marks if start <= mark.start < end)


def test_two_marks_that_overlap_are_cut_where_the_first_ends() -> None:
    one, two = Mark("quotation", 0, 4), Mark("label", 2, 6)
    # ab[cd]ef: the label begins in the quotation and goes on behind it
    steps = [(kind, what if isinstance(what, str) else what.kind) for kind, what in laid_in("abcdef", 0, 6, [one, two])]
    assert steps == [
        ("open", "quotation"),
        ("text", "ab"),
        ("open", "label"),
        ("text", "cd"),
        ("close", "label"),
        ("close", "quotation"),
        ("again", "label"),
        ("text", "ef"),
        ("close", "label"),
    ]


def test_every_row_of_every_table_has_its_mark(texts: Texts, files: dict[str, str]) -> None:
    for kind, table in TABLES.items():
        rows = getattr(texts.study, table)
        assert rows.height or kind == "toll"
        for id, start, end in rows.select("article_id", "start", "end").iter_rows():
            assert f"{kind}-{start}-{end}" in Asks(files[f"articles/{id}.html"]).ids
    for mark in Asks(files["articles/o0-e0-0.html"]).marks:
        assert mark["title"]


def test_a_mark_says_in_words_what_it_is(texts: Texts, files: dict[str, str]) -> None:
    said = [mark["title"] or "" for mark in Asks(files["articles/o0-e0-0.html"]).marks]
    assert "words of Ada Brook (“said”), in a full quotation" in said
    assert [words for words in said if words.startswith("act: shot") and ", done by police, to " in words]
    assert [words for words in said if words.startswith("label: thugs, said of ") and "the outlet's own words" in words]


def test_the_text_of_an_article_is_whole(texts: Texts, files: dict[str, str]) -> None:
    (text,) = texts.study.corpus.articles.filter(article_id="o0-e0-0")["text"]
    shown = re.sub(r"\s+", " ", Asks(files["articles/o0-e0-0.html"]).text)
    for paragraph in text.split("\n\n"):
        assert re.sub(r"\s+", " ", paragraph) in shown


# --- links -------------------------------------------------------------------------------------------------------


def test_every_link_leads_somewhere(files: dict[str, str]) -> None:
    pages = {name: Asks(text) for name, text in files.items()}
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            file, _, anchor = link.partition("#")
            if file == "data/datapackage.json":  # beside the pages
                continue
            goal = normpath(join(dirname(name), file)) if file else name
            assert goal in pages, f"{name}: {link}"
            assert not anchor or anchor in pages[goal].ids, f"{name}: {link}"


def test_each_row_of_evidence_leads_to_its_place_and_back(texts: Texts, files: dict[str, str]) -> None:
    rows = texts.study.labels.select(*PLACE).rows()
    there = [f"articles/{id}.html#label-{start}-{end}" for id, start, end in rows]
    links = Asks(files["03_labels.html"]).links
    assert sorted(link for link in links if link.startswith("articles/")) == sorted(there)
    back = [link for name in files if name.startswith(("articles/", "events/")) for link in Asks(files[name]).links]
    assert "../03_labels.html#table-1" in back


def test_a_number_of_a_sentence_leads_to_its_rows_and_they_to_their_places(texts: Texts, files: dict[str, str]) -> None:
    for name in ("03_labels.html", "index.html"):
        (file,) = (link for link in Asks(files[name]).links if link.startswith("evidence/rows-"))
    rows = texts.study.labels.select(*PLACE).rows()
    there = [f"../articles/{id}.html#label-{start}-{end}" for id, start, end in rows]
    assert sorted(link for link in Asks(files[file]).links if "#label" in link) == sorted(there)
    assert f"<b>{len(rows)}</b> labels." in files[file]


def test_a_place_without_an_end_is_its_sentence(texts: Texts) -> None:
    id, start, end = texts.study.sentences.select("article_id", "start", "end").row(2)
    assert (texts.where((id, start, None)) or ("", ""))[0] == f"articles/{id}.html#sentence-{start}-{end}"
    assert texts.where((id, None, None)) == (f"articles/{id}.html", "text")
    assert texts.where(("nowhere", 0, 1)) is None


def test_two_articles_are_joined_where_they_tell_the_same(files: dict[str, str]) -> None:
    name = "articles/o0-e0-0--o1-e0-0.html"
    joined = [id for id in Asks(files[name]).ids if id.startswith("link-")]
    assert joined
    assert f"{name}#link-1".removeprefix("articles/") in "".join(Asks(files["articles/o0-e0-0.html"]).links)
    assert name in Asks(files["texts.html"]).links


def side(text: str, voice: str = "own words") -> dict[str, Any]:
    return {"article_id": text, "start": 0, "end": 99, "text": text, "voice": voice}


def test_how_two_linked_sentences_stand_to_each_other() -> None:
    none = TOLLS.frame([])
    sent, not_sent = side("He sent a general to the city."), side("He said that he didn’t send anybody there.")
    assert _relation(sent, not_sent, [("sent", "send")], none) == DENIED
    late = side("He denied on Wednesday that he had ever sent one.")
    assert _relation(late, not_sent, [("sent", "send")], none) == SHARED  # both deny it
    assert _relation(late, sent, [("sent", "sent")], none) == DENIED
    # "not" stands too far from what both tell, or it is left open
    assert _relation(sent, side("Not one of all those men was sent."), [("sent", "sent")], none) == SHARED
    assert _relation(sent, side("They asked whether he had not sent him."), [("sent", "sent")], none) == SHARED
    assert _relation(sent, side("They sent him.", voice="indirect"), [("sent", "sent")], none) == RETOLD
    tolls = pl.DataFrame(
        {
            "part": False,
            "article_id": ["a", "b"],
            "start": [3, 5],
            "effect": "killed",
            "who": "OTHER",
            "low": [9, 12],
            "high": [9, None],
        }
    )
    assert _relation(side("a"), side("b"), [], tolls) == DIFFER
    agree = tolls.with_columns(low=pl.lit(9))
    assert _relation(side("a"), side("b"), [], agree) == SHARED


# --- what an article says stays text -----------------------------------------------------------------------------


def test_hostile_text_stays_text(files: dict[str, str]) -> None:
    for name, text in files.items():
        page = Asks(text)
        own = (
            2 if name == "search.html" else name.startswith(("articles/", "events/"))
        )  # its words, and what finds them
        assert page.scripts == own, name
        assert not page.handlers
        assert "<script>alert" not in text
    shown = "<script>alert(1)</script> x"  # cleaning has taken out the other tag, which no article shows
    assert shown in Asks(files["articles/o0-e0-0.html"]).text


def test_only_the_script_of_the_page_may_run(files: dict[str, str]) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', files["articles/o0-e0-0.html"])
    assert policy
    assert re.search(r"default-src 'none';.* script-src 'sha256-[\w+/=]+'$", policy[1])
    assert "script-src" not in files["index.html"]


def test_signs_that_turn_the_reading_direction_are_written_out(texts: Texts) -> None:
    words = 'left \u202eright\u202c "&'
    facts = next(iter(texts.articles.values())).facts | {"text": words, "title": words}
    mark = Mark("mention", 0, 4, ({"actor": 'a"\u202e<', "how": "name"},))
    text = Text(facts, (Paragraph(1, "body", 0, tuple(laid_in(words, 0, len(words), [mark]))),), 0)
    shown = files_of(replace(texts, articles={facts["article_id"]: text}, pairs={}))[text.file]
    assert "\u202e" not in shown
    page = Asks(shown)
    assert 'left [U+202E]right[U+202C] "&' in page.text
    assert page.marks[-1]["title"] == 'a"[U+202E]<, by name'


# --- excerpts, decisions, bytes ----------------------------------------------------------------------------------


def test_excerpts_hold_sentences_with_rows_alone(folder: Path) -> None:
    excerpts = read_texts(folder, excerpts_only=True)
    files = files_of(excerpts, labels_page(excerpts.study))
    test_every_link_leads_somewhere(files)
    pages = {name: Asks(text).text for name, text in files.items() if "/" in name}
    assert all("Snow came early." not in text for text in pages.values())
    assert all("Police shot two marchers" in text for text in pages.values() if "--" not in text)
    for id, whole in excerpts.study.corpus.articles.select("article_id", "text").iter_rows():
        assert " ".join(whole.split()) not in " ".join(pages[f"articles/{id}.html"].split())
        snow = whole.index("Snow came")
        address = excerpts.where((id, snow, None))
        assert address
        assert address[0].split("#")[1].startswith("gap-")


def test_a_status_of_the_table_stands_on_the_mark(texts: Texts) -> None:
    study = texts.study
    seen = study.every_label.with_columns(status=pl.lit("confirmed"))
    tables = {table: getattr(study, table) for table in TABLES.values()} | {"every_label": seen}
    marks = article_marks(SimpleNamespace(corpus=study.corpus, **tables))  # type: ignore[arg-type]
    text = texts.articles["o0-e0-0"]
    own = [mark for mark in marks["o0-e0-0"] if mark.kind == "label"]
    (words,) = study.corpus.articles.filter(article_id="o0-e0-0")["text"]
    shown = replace(text, paragraphs=(Paragraph(1, "body", 0, tuple(laid_in(words, 0, len(words), own))),))
    page = Asks(files_of(replace(texts, articles={"o0-e0-0": shown}, pairs={}))[text.file])
    assert page.marks
    for mark in page.marks:
        assert mark["data-status"] == "confirmed"
        assert "confirmed" in (mark["title"] or "")


def test_the_same_bytes_twice(folder: Path, files: dict[str, str]) -> None:
    again = read_texts(folder)
    assert files_of(again, labels_page(again.study)) == files


# --- long lists --------------------------------------------------------------------------------------------------


def long_table(n: int) -> Page:
    rows = tuple((f"row {at}",) for at in range(n))
    table = Table("t", "Many", Grid(("n",), ((n,),)), "", Grid(("sentence",), rows))
    return number([Page("03_labels", "Labels?", (), (table,))])[0]


def test_nothing_is_cut_from_a_list_of_evidence() -> None:
    # the page leads to all; a list has EACH rows a page
    page = long_table(2 * EACH + 1)
    report = Report("T", "S", (page,), {}, "x", "A", ())
    parts = {file: main for file, _, _, main in list_parts(report)}
    assert list(parts) == [f"evidence/table-1{end}.html" for end in ("", "-part-2", "-part-3")]
    assert sum(main.count("<td") for main in parts.values()) == 2 * EACH + 1
    shown = dict(html.site(report, style=""))["03_labels.html"]
    assert '<a href="evidence/table-1.html">The 4,001 places behind Table 1</a>' in shown
    assert list(list_parts(replace(report, pages=(long_table(200),)))) == []


def test_evidence_too_long_for_a_notebook_lies_beside_its_figures(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("COUNTERFRAME_FIGURES", str(tmp_path / "figures"))
    evidence = pl.DataFrame({"sentence": ["One."] * (EVIDENCE + 5), "article_id": "a", "start": 3, "end": 9})
    view = TableView("t", "Many", pl.DataFrame({"n": [EVIDENCE + 5]}), evidence=evidence)
    payload: Any = view._repr_mimebundle_()[TABLE]
    assert len(payload["evidence"]["rows"]) == len(payload["evidence"]["places"]) == EVIDENCE
    (table,) = (block for block in page_of(view, tmp_path / "figures").body if isinstance(block, Table))
    assert table.evidence
    assert len(table.evidence.rows) == EVIDENCE + 5
    assert table.evidence.places[-1] == ("a", 3, 9)


def test_a_day_is_printed_without_a_zero(texts: Texts, files: dict[str, str]) -> None:
    assert texts.articles["o0-e0-0"].facts["date"] == date(2020, 1, 2)
    assert "Gazette, 2 January 2020" in files["texts.html"]


def test_an_event_has_what_all_tell_what_is_disputed_and_what_one_tells_alone():
    texts = read_texts(data_folder() / "corpora" / "iraq-2004-2008")
    basra, najaf = sorted(events_of(texts), key=lambda event: event.id)
    assert (basra.outlets, najaf.outlets) == (("CNN", "McClatchy", "WSWS"), ("IslamOnline", "Knight Ridder"))
    assert len(basra.disputed) == 1  # an envoy was sent, or not
    told = {(row["article_id"], row["start"]) for rows in basra.matters for row in rows}
    for rows in (*basra.agreed, *basra.shared):
        assert len({row["outlet"] for row in rows}) > 1
    for some in basra.disputed:
        for link in some:
            pair = {(side["article_id"], side["start"]) for side in link.sides}
            assert not any(pair <= {(row["article_id"], row["start"]) for row in rows} for rows in basra.matters)
    assert not told & {(row["article_id"], row["start"]) for rows in basra.alone.values() for row in rows}
    assert [rows[0]["place"] for rows in najaf.counts] == ["Samarra", "Hilla"]
    page = Asks(files_of(texts)[basra.file])
    assert "told against each other" in page.text
    assert page.scripts <= 1
