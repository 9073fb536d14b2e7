"""Is the folder for a class whole, small and safe, and are its sheets and codings in order?"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.codings.table import KINDS, CodingsError, anchor_records, read_codings
from analysis.corpus import read_corpus
from analysis.corpus.places import data_folder
from analysis.evidence.study import Study
from analysis.report.lab.codebooks import COLUMNS, KEYS, codebook_names, read_codebook
from analysis.report.lab.exercises import class_exercises
from analysis.report.lab.export import desk_facts, lab_pages, write_lab
from analysis.report.lab.widget import append_row, write_article_rows
from tests.small import write_corpus

HEAD = ",".join(COLUMNS) + "\n"
EVIL = "</script><script>alert(1)</script> 🦊🦊 <b onclick=alert(2)>heroes</b> went home. They slept."


@pytest.fixture(scope="module")
def pages():
    return _pages_of_the_five_articles()


def _pages_of_the_five_articles():
    folder = data_folder() / "corpora" / "iraq-2004-2008"
    return lab_pages(folder, exercises=class_exercises(folder, progress=lambda line: None))


# --- sheets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", codebook_names())
def test_every_sheet_of_the_suite_is_in_order(name):
    book = read_codebook(name)
    assert all(row["definition"].endswith(".") and row["example"] and row["source"] for row in book.rows)
    assert name in (data_folder() / "codebooks" / "README.md").read_text(encoding="utf-8")
    asked = {kind: {row["field"] for row in book.rows if row["kind"] == kind} for kind in KINDS}
    assert all(set(KINDS[kind]) <= fields for kind, fields in asked.items() if fields)


def test_a_sheet_that_is_not_in_order_is_refused_with_all_that_is_wrong(tmp_path):
    path = tmp_path / "mine.csv"
    rows = (
        "a,page,tone,x,j,When.,,",
        "a,span,tone,x,b,When.,,",
        "label,span,voice,loud,b,,,",
        "b,span,note,x,BB,When.,,",
    )
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(CodingsError) as wrong:
        read_codebook(path)
    told = [(one.line, one.what.split(";")[0]) for one in wrong.value.problems]
    assert told == [
        (2, "unit is 'page'"),
        (2, "key is 'j'"),
        (3, "a has two units"),
        (3, "'x' stands twice in tone"),
        (4, "definition is empty"),
        (4, "voice is 'loud'"),
        (5, "field is 'note', which every record has"),
        (5, "key is 'BB'"),
    ]


def test_a_sheet_that_is_not_there_or_has_other_columns_is_told(tmp_path):
    with pytest.raises(ValueError, match=r"no codebook 'nowhere'; name one of counterframe, entman"):
        read_codebook("nowhere")
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="has the columns a, b; give it kind, unit"):
        read_codebook(tmp_path / "mine.csv")
    (tmp_path / "My Sheet.csv").write_text(HEAD + "a,span,tone,x,b,When.,,\n")
    with pytest.raises(CodingsError, match=r"small letters: my-sheet\.csv"):
        read_codebook(tmp_path / "My Sheet.csv")


def test_desk_and_sheets_agree_on_the_keys():
    taken = re.search(r'TAKEN = "(\w+)"', (data_folder() / "lab" / "codes.js").read_text(encoding="utf-8"))
    assert set("abcdefghijklmnopqrstuvwxyz0123456789") - set(taken[1]) == KEYS


# --- the folder --------------------------------------------------------------------------------------------------


def test_the_folder_has_what_a_seminar_needs_and_is_small(pages):
    own = {"index.html", "texts.html", "desk.html", "concordance.html", "paste.html", "codebooks.html"}
    assert {name for name in pages if "/" not in name} == own | {"style.css", "reading.css"}
    assert len([name for name in pages if name.startswith("articles/")]) == 5
    assert {"machine/events/najaf-2004.html", "machine/articles/cnn-2008-basra.html"} <= set(pages)
    assert len([name for name in pages if name.startswith("exercises/")]) == 12
    assert sum(len(page.encode()) for page in pages.values()) < 8_000_000
    assert pages == _pages_of_the_five_articles()


def test_every_link_leads_to_a_page_or_place_that_is_there(pages):
    for name, page in pages.items():
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)):
            if link.startswith(("http", "data:")):
                continue
            goal, _, place = link.partition("#")
            file = normpath(join(dirname(name), goal)) if goal else name
            assert file in pages, (name, link)
            assert not place or f'id="{place}"' in pages[file], (name, link)


def test_nothing_is_asked_of_the_network_and_only_the_pages_own_script_runs(pages):
    for name, page in pages.items():
        if name.endswith(".html"):
            assert "default-src 'none'" in unescape(page)
            assert not re.search(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=\"(?:https?:)?//", page)
            assert len(re.findall(r"<script>", page)) <= 1


def test_before_coding_an_article_gives_nothing_away(pages):
    plain, marked = pages["articles/cnn-2008-basra.html"], pages["machine/articles/cnn-2008-basra.html"]
    assert "<mark" in marked
    assert "<mark" not in plain
    assert "../machine/articles/cnn-2008-basra.html" in plain
    assert "<li" not in plain.split('class="text"')[1].split("<nav")[0]  # nor who speaks, nor who tells the same


def test_exercises_hang_on_the_first_page(evil):
    made = lab_pages(evil, codebooks=["entman"], exercises={"01_x.html": "<title>Who &amp; what?</title>"})
    assert made["exercises/01_x.html"].startswith("<title>")
    assert '<a href="exercises/01_x.html">Who &amp; what?</a>' in made["index.html"]


@pytest.fixture
def evil(tmp_path):
    folder = write_corpus(tmp_path / "evil", title="Evil <script>alert(0)</script>")
    (folder / "raw" / "one.txt").write_text(EVIL + "\n", encoding="utf-8")
    return folder


def test_article_text_is_escaped_everywhere(evil):
    for page in lab_pages(evil, codebooks=["entman"]).values():
        assert "<script>alert" not in page
        assert "<b onclick" not in page


def test_offsets_count_characters_and_read_codings_finds_the_words(evil, tmp_path):
    corpus = read_corpus(evil)
    article = desk_facts(Study(corpus), [read_codebook("counterframe")])["articles"][0]
    text = corpus.articles["text"].item()
    assert all(text[start:end] == words for start, end, words, _ in article["sentences"])
    assert article["end"] == len(text)
    start = text.index("heroes")
    empty = dict.fromkeys(KINDS["label"])
    span = {"doc": "one", "kind": "label", "start": start, "end": start + 6, "text": "heroes", "coder": "Ann"} | empty
    whole = {"doc": "one", "kind": "frame", "start": 0, "end": article["end"], "coder": "Ann", "problem": "yes"}
    path = tmp_path / "codings" / "mixed--ann.jsonl"
    write_article_rows(path, "one", [span, whole])
    placed = anchor_records(read_codings([path]), corpus.articles)
    assert placed["text"].to_list() == ["heroes", text]
    assert placed["start"].to_list() == [start, 0]


def test_the_folder_is_written_whole_or_not_at_all(evil, tmp_path):
    out = tmp_path / "class"
    front = write_lab(evil, out, codebooks=["entman"], exercises=False)
    assert front.read_text(encoding="utf-8") == lab_pages(evil, codebooks=["entman"])["index.html"]
    with pytest.raises(ValueError, match="there already and is left alone"):
        write_lab(evil, out)
    with pytest.raises(ValueError, match="no codebook 'x'"):
        write_lab(evil, tmp_path / "other", codebooks=["x"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "evil"]


def test_the_command_opens_jupyterlab_or_writes_the_folder(evil, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(
        "subprocess.run", lambda asked, **options: started.append(asked) or SimpleNamespace(returncode=3)
    )
    assert CliRunner().invoke(app, ["lab"]).exit_code == 3
    assert started[0][1:3] == ["-m", "jupyterlab"]
    done = CliRunner().invoke(
        app, ["lab", "export", str(evil), "--out", str(tmp_path / "class"), "--codebook", "entman"]
    )
    assert "class/index.html" in done.output
    again = CliRunner().invoke(app, ["lab", "export", str(evil), "--out", str(tmp_path / "class")])
    assert (again.exit_code, "left alone" in again.output) == (2, True)


# --- the files of the widget -------------------------------------------------------------------------------------


def test_a_step_that_was_cut_short_costs_itself_only(tmp_path):
    path = tmp_path / ".steps" / "log.jsonl"
    append_row(path, {"id": "a"})
    path.write_bytes(path.read_bytes() + b'\n{"id": "b')
    append_row(path, {"id": "c"})
    found = [json.loads(line) for line in path.read_text().split("\n") if line.endswith("}")]
    assert found == [{"id": "a"}, {"id": "c"}]


def test_articles_of_one_coder_share_a_file(tmp_path):
    path = tmp_path / "entman--ann.jsonl"
    write_article_rows(path, "two", [{"doc": "two", "n": 1}])
    write_article_rows(path, "one", [{"doc": "one", "n": 1}, {"doc": "one", "n": 2}])
    write_article_rows(path, "two", [{"doc": "two", "n": 3}])
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows == [{"doc": "one", "n": 1}, {"doc": "one", "n": 2}, {"doc": "two", "n": 3}]


def test_the_widget_refuses_in_words(evil):
    from analysis.report.lab.widget import desk

    with pytest.raises(ValueError, match="no article 'two' in this corpus; articles here: one"):
        desk(evil, "two", codebook="entman", coder="Ann")
    with pytest.raises(ValueError, match="whose codes are these"):
        desk(evil, "one", codebook="entman", coder=" ")


def test_the_widget_writes_each_step_and_takes_none_twice(evil):
    from analysis.report.lab.widget import desk

    step, row = {"id": "a", "do": "set"}, {"doc": "one", "kind": "frame", "start": 0, "end": 4, "coder": "Ann"}
    made = desk(evil, "one", codebook="entman", coder="Ann")
    for _ in range(2):
        made._msg_callbacks(made, {"step": step, "rows": [row]}, [])
    again = desk(evil, "one", codebook="entman", coder="Ann")
    assert again.facts["log"] == [step]
    assert read_codings([Path(evil) / "codings"]).height == 1
