"""Whose hedges, boosters and judgements are counted, and is a list that names the topic refused?"""

import polars as pl
import pytest
from corpora import corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.block_intervals import student_t_quantile
from analysis.measures.stance import KINDS, highest_rates, read_stance_lists, stance, stance_rates, words_naming_topic
from analysis.schema import QUOTATIONS

LISTS = pl.DataFrame(
    [
        ("hedge", "perhaps", "X"),
        ("booster", "clearly", "X"),
        ("booster", "no doubt", "PHRASE"),
        ("implicative", "fail", "X"),
    ],
    schema=["kind", "term", "pos"],
    orient="row",
)


def said(article, start, end, **more):
    """One quotation of characters start to end."""
    where = {"event": "e1", "outlet": "Gazette", "article_id": article, "start": start, "end": end, "text": "…"}
    row = {**where, "type": "direct", "speaker": "Smith", "actor": "GOV", "cue": "said", "cue_class": "neutral"}
    return QUOTATIONS.frame([{**row, "distanced": False, **more}])


NOBODY = QUOTATIONS.frame([])


def test_hits_in_the_words_of_the_text():
    tokens = corpus("Gazette: They failed perhaps . There is No doubt", lemmas={"failed": "fail"})
    found = stance(tokens, NOBODY, lists=LISTS)
    assert found.select("kind", "term", "text").rows() == [
        ("implicative", "fail", "failed"),
        ("hedge", "perhaps", "perhaps"),
        ("booster", "no doubt", "No doubt"),
    ]
    # "They failed perhaps": 0-4, 5-11, 12-19
    assert found["start"].to_list()[:2] == [5, 12]
    assert found["voice"].unique().to_list() == ["author"]


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence():
    assert stance(corpus("Gazette: They said no . Doubt stayed"), NOBODY, lists=LISTS).is_empty()


def test_rates_count_the_authors_words_only():
    # ten words; the last five are quoted: "perhaps" is the author's, "clearly" Smith's
    tokens = corpus("Gazette: Perhaps it rained all night clearly we were quite wet")
    start = tokens["start"][5]
    quoted = said("gazette-1", start, tokens["end"][9])
    rates = stance_rates(stance(tokens, quoted, lists=LISTS), tokens, quoted)
    found = {row["kind"]: row for row in rates.to_dicts()}
    assert list(found) == list(KINDS)
    # one of five words is 200 in a thousand; a single sentence has no interval
    assert (found["hedge"]["n"], found["hedge"]["n_words"], found["hedge"]["rate"]) == (1, 5, 200)
    assert (found["hedge"]["low"], found["hedge"]["high"]) == (None, None)
    assert (found["booster"]["n"], found["booster"]["n_others"]) == (0, 1)


def test_a_rate_lies_in_its_interval_worked_by_hand():
    # 12 sentences of ten words, one hedge each: they do not vary, so 12 hits count as 12 independent ones
    tokens = corpus("Gazette: " + "perhaps it rained on us all day and all night . " * 12)
    (hedge, *_) = stance_rates(stance(tokens, NOBODY, lists=LISTS), tokens, NOBODY).to_dicts()
    # score interval of a count x = 12, t for 12 - 1 degrees (blocks of four): (x + t²/2 ± t √(x + t²/4)) / 120
    t = student_t_quantile(11)
    ends = [1000 * (12 + t**2 / 2 + sign * t * (12 + t**2 / 4) ** 0.5) / 120 for sign in (-1, 1)]
    assert (hedge["n"], hedge["n_words"], hedge["rate"]) == (12, 120, 100)
    assert [hedge["low"], hedge["high"]] == pytest.approx(ends)


@pytest.mark.parametrize(
    ("term", "pos"),
    [
        ("war", "NOUN"),  # a noun
        ("bomb", "VERB"),  # a use of force
        ("militant", "ADJ"),  # who takes part
        ("siege", "PHRASE"),  # what goes on
    ],
)
def test_a_list_that_names_the_topic_is_refused(term, pos):
    topical = pl.DataFrame({"kind": ["subjective"], "term": [term], "pos": [pos]})
    with pytest.raises(ValueError, match=f"names the topic: 'subjective' holds {term}; take these words out"):
        stance(corpus("Gazette: war"), NOBODY, lists=topical)


def test_names_of_actors_are_refused():
    named = pl.DataFrame({"kind": ["booster"], "term": ["sadr"], "pos": ["ADJ"]})
    assert words_naming_topic(named, names=["Sadr"]) == {"booster": ["sadr"]}


def test_the_suites_own_lists_are_clean_and_cited():
    lists = read_stance_lists()
    assert words_naming_topic(lists) == {}
    assert set(lists["kind"]) == set(KINDS)
    assert lists["source"].null_count() == 0
    assert not lists.select("kind", "term", "pos").is_duplicated().any()
    # reporting words that may be the topic itself are left out
    assert not {"attack", "protest", "rebuff"} & set(lists.filter(pl.col("kind") == "report")["term"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["perhaps", "clearly", "rain", "."]), min_size=1, max_size=12))
def test_hits_are_the_words(words):
    tokens = corpus("Gazette: " + " ".join(words))
    found = stance(tokens, NOBODY, lists=LISTS)
    assert found.height == words.count("perhaps") + words.count("clearly")


def test_the_highest_rates_first_and_no_report_verbs():
    rows = [("A", "hedge", 1, 2.0), ("B", "booster", 2, 4.0), ("A", "report", 9, 9.0), ("B", "hedge", 0, 0.0)]
    rates = pl.DataFrame(rows, schema=["outlet", "kind", "n", "rate"], orient="row").with_columns(event=pl.lit("e"))
    assert highest_rates(rates)["kind"].to_list() == ["booster", "hedge"]
