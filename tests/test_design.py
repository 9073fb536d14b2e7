"""Does the design say what can be exchanged, how small a p that can reach, and when there is nothing to test?"""

from math import comb

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference.design import (
    CLAIMS,
    corpus_claim,
    corpus_claim_words,
    missing_articles,
    outlet_pair_claims,
    permutation_design,
)


def articles(*counts):
    """Rows from (event, outlet, number of articles)."""
    rows = [
        {"event": event, "outlet": outlet, "article_id": f"{event}-{outlet}-{place}"}
        for event, outlet, n in counts
        for place in range(n)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("event", "outlet", "article_id"), pl.String()))


FIVE = articles(*[("e1", outlet, 1) for outlet in ("CNN", "Herald", "KR", "McClatchy", "WSWS")])


def test_one_article_against_four_reaches_a_fifth():
    (row,) = permutation_design(FIVE).to_dicts()
    assert (row["outlets"], row["articles"], row["fewest"], row["most"]) == (5, 5, 1, 1)
    assert row["exchange"] == "1 article of one outlet against 4 of the others"
    # any of the five could be the odd one out: 5 arrangements, 1/5 on one side, 2/5 on both
    assert (row["arrangements"], row["least_one_sided"], row["least_two_sided"]) == (5, 0.2, 0.4)
    assert row["claim"] == "these texts"


def test_three_against_three_worked_by_hand():
    (row,) = permutation_design(articles(("e1", "CNN", 3), ("e1", "WSWS", 3))).to_dicts()
    # C(6, 3) = 20
    assert (row["arrangements"], row["least_one_sided"], row["least_two_sided"]) == (20, 0.05, 0.1)
    assert row["claim"] == "this sample"


def test_one_outlet_alone_has_nothing_to_exchange():
    (row,) = permutation_design(articles(("e1", "CNN", 4))).to_dicts()
    assert row["exchange"] == "nothing: one outlet only"
    assert (row["arrangements"], row["least_one_sided"], row["claim"]) == (None, None, "these texts")
    assert corpus_claim(articles(("e1", "CNN", 4))) == "these texts"
    assert "No two outlets report the same event" in corpus_claim_words(articles(("e1", "CNN", 4)))


def test_pairs_over_events_worked_by_hand():
    for k, two_sided in ((2, 0.5), (5, 2 / 32), (6, 2 / 64)):
        (row,) = outlet_pair_claims(articles(*[(f"e{n}", o, 1) for n in range(k) for o in ("CNN", "WSWS")])).to_dicts()
        # one article each on k events: 2^k arrangements, 2 / 2^k on both sides
        assert (row["events"], row["arrangements"], row["least_two_sided"]) == (k, 2**k, two_sided)
        assert row["claim"] == ("this outlet" if k >= 6 else "these texts")


def test_an_event_takes_the_least_that_its_pairs_allow():
    table = articles(("e1", "CNN", 2), ("e1", "WSWS", 2), ("e1", "Herald", 1), ("e2", "CNN", 2), ("e2", "WSWS", 3))
    assert permutation_design(table)["claim"].to_list() == ["these texts", "this sample"]
    assert outlet_pair_claims(table).select("outlet", "other", "claim").rows() == [
        ("CNN", "Herald", "these texts"),
        ("CNN", "WSWS", "this sample"),
        ("Herald", "WSWS", "these texts"),
    ]
    assert corpus_claim(table) == "these texts"
    assert corpus_claim(table.filter(pl.col("outlet") != "Herald")) == "this sample"


def test_words_for_reports_say_why():
    assert corpus_claim_words(FIVE) == (
        "A difference is one between these texts. Another article of the same outlet might show another. "
        "No outlet has more than one article on an event, and no two have six events in common."
    )
    many = articles(*[(f"e{n}", o, 1) for n in range(6) for o in ("CNN", "WSWS")])
    assert corpus_claim_words(many).endswith("Each two outlets have six events in common, or more.")


def test_a_large_design_has_a_small_reach_and_an_empty_one_no_rows():
    (row,) = permutation_design(articles(("e1", "CNN", 2000), ("e1", "WSWS", 2000))).to_dicts()
    assert 0 <= row["least_one_sided"] < 1e-100
    assert row["arrangements"] > 1e200
    assert permutation_design(FIVE.clear()).is_empty()
    assert outlet_pair_claims(FIVE.clear()).is_empty()
    assert corpus_claim(FIVE.clear()) == "these texts"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=4))
def test_the_reach_is_one_over_the_arrangements(counts):
    (row,) = permutation_design(articles(*[("e1", f"outlet {place}", n) for place, n in enumerate(counts)])).to_dicts()
    assert row["arrangements"] == max(comb(sum(counts), n) for n in counts)
    assert row["least_one_sided"] == pytest.approx(1 / row["arrangements"])
    assert row["least_two_sided"] == pytest.approx(min(1, 2 / row["arrangements"]))
    assert CLAIMS.index(row["claim"]) == (min(counts) >= 2)


def test_what_is_missing_for_more_is_counted_in_articles_and_in_events():
    # A and B meet in e1 only, with one article each: two more there, or five more events
    # A and C meet nowhere: on e1 C lacks two and A one, on e2 C has one and lacks one, A lacks two: three either way
    # B and C likewise
    table = missing_articles(articles(("e1", "A", 1), ("e1", "B", 1), ("e2", "C", 1)))
    assert table.select("outlet", "other", "events", "claim", "more_articles", "more_events").rows() == [
        ("A", "B", 1, "these texts", 2, 5),
        ("A", "C", 0, "these texts", 3, 6),
        ("B", "C", 0, "these texts", 3, 6),
    ]


def test_nothing_is_missing_where_six_events_are_shared_and_nothing_is_asked_of_one_outlet():
    six = articles(*[(f"e{place}", outlet, 1) for place in range(6) for outlet in ("A", "B")])
    assert missing_articles(six).select("claim", "more_events").rows() == [("this outlet", 0)]
    assert missing_articles(articles(("e1", "A", 3))).height == 0
    two = articles(("e1", "A", 2), ("e1", "B", 3))
    assert missing_articles(two).select("claim", "more_articles", "more_events").rows() == [("this sample", 0, 5)]


@given(st.lists(st.tuples(st.sampled_from("efg"), st.sampled_from("ABC"), st.integers(1, 3)), max_size=9))
def test_pairs_and_shortfall_agree_on_what_may_be_claimed(counts):
    table = articles(*counts)
    lacking = missing_articles(table).filter(pl.col("events") > 0)
    assert lacking.select("outlet", "other", "events", "claim").equals(
        outlet_pair_claims(table).select("outlet", "other", "events", "claim")
    )
