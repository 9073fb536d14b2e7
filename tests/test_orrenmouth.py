"""The corpus that was written for the suite: in order, coded throughout, and made for claims about outlets."""

from itertools import combinations, pairwise
from pathlib import Path

import polars as pl
import pytest

from analysis.codings.table import CODINGS, anchor_records, codings, read_codings
from analysis.corpus import read_corpus
from analysis.inference.design import outlet_pair_claims

HOME = Path(__file__).parent.parent
CODED = HOME / "data" / "codings" / "orrenmouth"


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    return read_corpus(HOME / "data" / "corpora" / "orrenmouth").articles


def test_each_outlet_reports_each_event_once_and_one_of_them_twice(articles):
    counts = articles.group_by("outlet", "event").len()
    assert counts.group_by("outlet").agg(pl.col("len").sort().cast(pl.Int64)).sort("outlet").rows() == [
        ("Orrenmouth Courier", [1, 1, 1, 1, 1, 2]),
        ("Radio Orren", [1, 1, 1, 1, 1, 2]),
        ("The Hawser", [1, 1, 1, 1, 1, 2]),
    ]
    words = articles["text"].str.split(" ").list.len()
    assert words.is_between(120, 260).all()


def test_its_design_allows_claims_about_every_two_outlets(articles):
    # 3 outlets make 3 pairs; each pair meets in all 6 events
    assert outlet_pair_claims(articles).select("events", "claim").rows() == [(6, "this outlet")] * 3


def test_its_codings_stand_in_their_articles(articles):
    placed = anchor_records(read_codings([CODED], articles), articles)
    assert placed["start"].null_count() == 0
    assert CODINGS.problems(codings(placed)) == []
    assert dict(placed["kind"].value_counts().iter_rows()) == {
        "quote": 171,
        "label": 193,
        "act": 149,
        "figure": 96,
        "frames": 347,
    }
    # every article is coded to its end: its frames are one record a sentence, from the first character to the last
    frames = placed.filter(pl.col("kind") == "frames").sort("article_id", "start").partition_by("article_id")
    texts = dict(articles.select("article_id", "text").iter_rows())
    assert len(frames) == len(texts) == 21
    for one in frames:
        text, spans = texts[one["article_id"][0]], one.select("start", "end").rows()
        assert (spans[0][0], spans[-1][1]) == (0, len(text))
        assert all(not text[before[1] : after[0]].strip() for before, after in pairwise(spans))


def test_one_passage_of_an_agency_is_all_that_two_articles_share(articles):
    texts = [(id, text.split()) for id, text in articles.select("article_id", "text").iter_rows()]
    runs = [(id, {tuple(words[at : at + 12]) for at in range(len(words) - 11)}) for id, words in texts]
    shared = {(one[0], other[0]) for one, other in combinations(sorted(runs), 2) if one[1] & other[1]}
    assert shared == {("courier-2022-flood", "radio-2022-flood")}
