import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.markdown import read_page
from analysis.report.page import number as number_pages
from analysis.report.prose import all_of, counted, listed, number, quoted, say, share


def test_say_fills_in_numbers_and_words():
    assert say("In {outlet}, {n} of {all}.", outlet="CNN", n=3, all=1169).text == "In CNN, 3 of 1,169."
    assert say("{share}", share=None).text == "–"


def test_say_takes_article_words_as_text():
    shown = say("**{word}**", word="<b>$x_1$ *y* & [a](b)").text
    assert shown == r"**\<b\>\$x\_1\$ \*y\* \& \[a\]\(b\)**"


def test_say_shows_as_markdown():
    bundle = say("a {n}", n=1)._repr_mimebundle_()
    assert bundle == {"text/plain": "a 1", "text/markdown": "a 1"}


def test_say_refuses_a_name_without_a_value():
    with pytest.raises(KeyError, match="m"):
        say("{n} {m}", n=1)


@given(st.text("ab{}$*_<", max_size=20))
def test_braces_in_a_value_are_never_filled(word):
    assert say("{word}", word=word).text.replace("\\", "") == word


@pytest.mark.parametrize(
    ("n", "words"), [(0, "no sentences"), (1, "one sentence"), (12, "twelve sentences"), (1169, "1,169 sentences")]
)
def test_numbers_with_their_noun(n, words):
    assert number(n, "sentence") == words


def test_irregular_plurals_are_given():
    assert number(2, "person", "people") == "two people"


def test_a_share_stands_with_its_denominator():
    # 8 of 21 is 38.1 in a hundred
    part, whole = pl.DataFrame({"n": range(8)}), pl.DataFrame({"n": range(21)})
    assert share(8 / 21, 21, part, whole).text == "38 % of 21"


def test_a_number_opens_the_rows_it_counts():
    rows = pl.DataFrame({"sentence": ["One.", "Two. [x](y)"], "article_id": "a", "start": [0, 5], "end": 9})
    said = say(
        "{n} of {all}, {none}", n=counted(1, rows.head(1)), all=counted("2 [x]", rows), none=counted(0, rows[:0])
    )
    assert said.text == r"1 of 2 \[x\], 0"  # in a notebook the text reads as ever
    assert said.marked.count("](#rows-") == len(said.lists) == 2
    (page,) = number_pages([read_page(notebook_of(say("It is {it}.", it=all_of([said, said]))), "01_a")])
    assert [len(grid.rows) for grid in page.lists.values()] == [1, 2]
    assert page.lists[min(page.lists)].places[0] == ("a", 0, 9)


def notebook_of(prose):
    output = {"output_type": "execute_result", "metadata": {}, "data": prose._repr_mimebundle_()}
    return {"cells": [{"cell_type": "code", "source": "x", "metadata": {}, "outputs": [output]}]}


def test_lists_read_as_a_sentence():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert quoted(["a", "b"]) == "“a” and “b”"
