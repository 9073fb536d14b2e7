import math

import polars as pl
import pytest
from corpora import corpus
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.collocation import collocates


def row(frame, collocate):
    return frame.row(by_predicate=pl.col("collocate") == collocate, named=True)


def test_collocates_worked_by_hand():
    tokens = corpus("Gazette: Martyrs of the city. The dead martyrs, the city and the river.")
    # 12 words; within one word of "martyrs": of | dead, the -> 3 words near two nodes
    found = collocates(tokens, "Martyrs", span=1, min_count=1)
    assert found["collocate"].to_list() == ["dead", "of", "the"]
    the = row(found, "the")
    assert (the["n_together"], the["n_node"], the["n_collocate"]) == (1, 2, 4)
    assert (the["n_near"], the["n_tokens"], the["span"], the["node"]) == (3, 12, 1, "martyrs")
    # 4 of 12 words are "the": among 3 words near the node 1 is expected, 1 is there
    assert the["expected"] == pytest.approx(1)
    assert the["mi"] == pytest.approx(0)
    assert the["t"] == pytest.approx(0)
    # 14 + log2(2 * 1 / (2 + 4)) = 14 - log2(3)
    assert the["log_dice"] == pytest.approx(14 - math.log2(3))
    # dead: 1 of 12 words, 1 * 3 / 12 = 1/4 expected, 1 there: log2(4) = 2, (1 - 1/4) / sqrt(1) = 3/4
    assert row(found, "dead")["mi"] == pytest.approx(2)
    assert row(found, "dead")["t"] == pytest.approx(3 / 4)


def test_sentences_are_walls_unless_asked():
    tokens = corpus("Gazette: calm city. riot there")
    assert collocates(tokens, "riot", min_count=1)["collocate"].to_list() == ["there"]
    found = collocates(tokens, "riot", min_count=1, within_sentence=False)
    assert found["collocate"].to_list() == ["calm", "city", "there"]


def test_articles_are_walls_always():
    tokens = corpus("Gazette: calm", "Gazette: riot there")
    found = collocates(tokens, "riot", min_count=1, within_sentence=False)
    assert found["collocate"].to_list() == ["there"]


def test_a_word_between_two_nodes_counts_once_and_nodes_count_each_other():
    found = collocates(corpus("Gazette: riot police riot"), "riot", min_count=1)
    # police is near both nodes, and counted once; each riot is near the other
    assert {r["collocate"]: r["n_together"] for r in found.to_dicts()} == {"police": 1, "riot": 2}


def test_outlets_stand_apart_and_those_without_the_node_have_no_rows():
    tokens = corpus("Gazette: riot police", "Herald: riot calm calm", "Post: calm")
    found = collocates(tokens, "riot", min_count=1)
    assert found.select("outlet", "collocate", "n_tokens").rows() == [
        ("Gazette", "police", 2),
        ("Herald", "calm", 3),
    ]
    assert collocates(tokens, "riot", min_count=2)["collocate"].to_list() == ["calm"]
    none = collocates(tokens, "flood")
    assert none.is_empty()
    assert none.columns == found.columns
    assert none.schema == found.schema


def test_lemmas_keep_company_too():
    tokens = corpus("Gazette: kills men. killed men", lemmas={"kills": "kill", "killed": "kill"})
    assert row(collocates(tokens, "kill", unit="lemma"), "men")["n_together"] == 2


def test_refusals_say_what_to_do():
    tokens = corpus("Gazette: riot")
    for node in ("state of law", " "):
        with pytest.raises(ValueError, match="a node is one word"):
            collocates(tokens, node)
    with pytest.raises(ValueError, match="span=0 leaves no neighbours"):
        collocates(tokens, "riot", span=0)


BODY = st.lists(st.sampled_from(["a", "b", "c", "d", "."]), min_size=1, max_size=30).map(" ".join)


@given(BODY, st.integers(1, 4))
def test_counts_near_the_node_are_conserved(body, span):
    tokens = corpus("Gazette: x " + body)
    found = collocates(tokens, "a", span=span, min_count=1)
    near: list[str] = []
    for sentence in ("x " + body).split("."):
        series = sentence.split()
        near += [
            word for i, word in enumerate(series) if "a" in series[max(0, i - span) : i] + series[i + 1 : i + 1 + span]
        ]
    assert {r["collocate"]: r["n_together"] for r in found.to_dicts()} == {w: near.count(w) for w in near}
    if near:
        assert set(found["n_near"]) == {len(near)}
        assert (found["n_together"] <= found["n_collocate"]).all()
