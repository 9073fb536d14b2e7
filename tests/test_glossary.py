"""Terms are explained where running text first has them; sections on method have a page of their own."""

import csv

from analysis.corpus.places import data_folder
from analysis.report.glossary import explained, glossary, terms
from analysis.report.method import with_method
from analysis.report.page import Code, Page, Plain, Prose, Table


def test_a_term_is_explained_once_and_only_in_running_text():
    page = "<h1>Whose label?</h1><p>A label is a word. A label again; the <code>label</code>.</p><p>“label”</p>"
    told = explained(page, root="../")
    assert told.count('<a class="term" href="../glossary.html#label">label<span role="tooltip">A word for') == 1
    assert told.startswith("<h1>Whose label?</h1><p>A <a")
    assert "<code>label</code>.</p><p>“label”</p>" in told


def test_words_of_the_articles_and_parts_of_words_are_no_terms():
    for page in (
        "<p>He said: “A label sticks.”</p>",
        "<table><tr><td>label</td></tr></table>",
        "<p>relabelled, label-free</p>",
        '<p><a href="x">label</a></p>',
        "<div>label</div>",
    ):
        assert explained(page) == page


def test_a_tag_left_open_closes_with_what_holds_it():
    assert explained("<p>one<br>two <img alt='label'> label</p>").count("tooltip") == 1


def test_every_term_has_a_meaning_and_its_own_spellings():
    with (data_folder() / "report" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    forms = [form for row in rows for form in row["forms"].split("|")]
    assert len(forms) == len(set(forms)) == len(terms())
    assert all(row["meaning"].endswith(".") and len(row["meaning"].split()) <= 35 for row in rows)
    assert glossary().count("<dt ") == len(rows)


def test_sections_on_method_move_to_their_page():
    body = (
        Prose("## Found"),
        Code("count()"),
        Plain("3"),
        Prose("## Ranked", method=True),
        Prose("By hand."),
        Plain("4"),
        Prose("## Limits"),
        Prose("Few."),
    )
    here, method = with_method([Page("02_words", "Which words?", (), body)], {"Corpus": "Tiny"})
    assert [getattr(block, "text", "") for block in here.body] == ["## Found", "count()", "3", "## Limits", "Few."]
    told = [block.text for block in method.body if isinstance(block, Prose)]
    assert told == ["## Words", "### Ranked", "By hand.", "## Versions"]
    assert [block.text for block in method.body if isinstance(block, Code)] == ["# 02_words\n\ncount()"]
    (table,) = [block for block in method.body if isinstance(block, Table)]
    assert ("Corpus", "Tiny") in table.grid.rows
    assert "polars" in dict(table.grid.rows)


def test_without_code_or_method_there_is_no_page_on_it():
    assert [page.slug for page in with_method([Page("02_words", "?", (), (Prose("Few."),))], {})] == ["02_words"]
