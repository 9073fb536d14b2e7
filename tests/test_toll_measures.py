"""Who counts whom: worked by hand on tables of a few rows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.evidence.study import add_sentences
from analysis.measures.tolls import contested_incidents, incident_spreads, toll_accounts, toll_counts

SENTENCE = 100  # characters: sentence n begins at n * 100


def toll(sentence, low, high=-1, *, at=0, outlet="Gazette", speaker="", place="Hilla", effect="killed", **other):
    article = outlet.lower()
    start = sentence * SENTENCE + at
    return {
        "event": "e1",
        "outlet": outlet,
        "article_id": article,
        "start": start,
        "end": start + 10,
        "text": f"{low} to {high}",
        "low": low,
        "high": low if high == -1 else high,
        "approx": False,
        "effect": effect,
        "who": "OTHER",
        "voice": "indirect" if speaker else "author",
        "holder": speaker.upper() if speaker else "author",
        "speaker": speaker,
        "stated": low,
        "part": False,
        "running": False,
        "place": place,
    } | other


def tables(*rows):
    places = {(row["event"], row["outlet"], row["article_id"]) for row in rows}
    sentences = [
        {"event": event, "outlet": outlet, "article_id": article, "start": n * SENTENCE, "end": n * SENTENCE + 99}
        | {"section": "body", "paragraph": 1, "text": f"sentence {n}"}
        for event, outlet, article in sorted(places)
        for n in range(12)
    ]
    return schema.TOLLS.frame(list(rows)), schema.SENTENCES.frame(sentences)


def test_numbers_of_one_source_and_sentence_are_added_up():
    # the ministry: 40 and 3 in one sentence, 43; the hospital in the same sentence: 10
    found = toll_accounts(
        *tables(
            toll(1, 40, speaker="ministry"),
            toll(1, 3, at=20, speaker="ministry"),
            toll(1, 10, at=50, speaker="hospital"),
        )
    )
    assert found.select("source", "low", "high", "n").rows() == [("ministry", 43, 43, 2), ("hospital", 10, 10, 1)]
    assert found["sentence"].to_list() == ["sentence 1", "sentence 1"]


def test_an_open_end_stays_open_and_the_outlet_is_its_own_source():
    found = toll_accounts(*tables(toll(1, 40), toll(1, 5, None, at=20)))
    assert found.select("source", "low", "high").rows() == [("Gazette", 45, None)]


def test_running_totals_and_parts_are_left_out():
    rows = (toll(1, 600, running=True), toll(2, 2, part=True), toll(4, 1))
    assert toll_accounts(*tables(*rows))["low"].to_list() == [1]


def test_without_a_place_only_neighbours_in_one_article_are_compared():
    # sentences 1 and 2 of the Gazette lie near each other; the Herald's number has no place either, and stays alone
    rows = (
        toll(1, 2, place=None),
        toll(2, 3, speaker="union", place=None),
        toll(1, 9, outlet="Herald", place=None),
        toll(8, 7, speaker="mayor", place=None),
    )
    found = contested_incidents(toll_accounts(*tables(*rows)))
    assert found.select("place", "source", "low").rows() == [
        ("place not said", "Gazette", 2),
        ("place not said", "union", 3),
    ]


def test_spread_worked_by_hand():
    found = contested_incidents(
        toll_accounts(
            *tables(
                toll(1, 40, speaker="ministry"),
                toll(1, 3, at=20, speaker="ministry"),
                toll(1, 10, at=50, speaker="hospital"),
                toll(3, 9, place="Leeds"),  # one source only: nothing to compare
            )
        )
    )
    assert found["incident"].to_list() == [1, 1]
    (row,) = incident_spreads(found).to_dicts()
    # 43 against 10: 33 people apart, 4.3 times as many
    assert (row["least"], row["most"], row["spread"], row["ratio"]) == (10, 43, 33, pytest.approx(4.3))
    assert (row["n_accounts"], row["n_sources"], row["n_outlets"], row["n_open"]) == (2, 2, 1, 0)


def test_counts_far_apart_in_one_article_are_two_incidents_and_other_outlets_join():
    near = contested_incidents(toll_accounts(*tables(toll(1, 8), toll(3, 17, speaker="army"))))
    assert near.height == 2
    far = contested_incidents(toll_accounts(*tables(toll(1, 8), toll(9, 17, speaker="army"))))
    assert far.height == 0  # eight sentences apart
    across = contested_incidents(toll_accounts(*tables(toll(1, 8), toll(9, 12, outlet="Herald"))))
    assert across["n_outlets"].to_list() == [2, 2]


def test_a_ratio_to_nought_is_undefined():
    found = incident_spreads(contested_incidents(toll_accounts(*tables(toll(1, 0, speaker="army"), toll(2, 4)))))
    assert found.select("spread", "ratio").rows() == [(4, None)]


def test_an_open_end_is_counted():
    found = incident_spreads(
        contested_incidents(toll_accounts(*tables(toll(1, 50, speaker="army"), toll(2, 5, None, speaker="police"))))
    )
    assert found.select("least", "most", "spread", "n_open").rows() == [(5, 50, 45, 1)]


def test_who_gives_the_numbers():
    found, _ = tables(toll(1, 40, speaker="army"), toll(2, 3), toll(3, 693, running=True), toll(4, 1, effect="wounded"))
    rows = toll_counts(found).select("effect", "holder", "n", "total", "share", "n_running", "largest").rows()
    # killed: author 2 of 3, army 1 of 3
    assert rows == [
        ("killed", "author", 2, 3, pytest.approx(2 / 3), 1, 693),
        ("killed", "ARMY", 1, 3, pytest.approx(1 / 3), 0, 40),
        ("wounded", "author", 1, 1, 1.0, 0, 1),
    ]
    with pytest.raises(ValueError, match="choose holder"):
        toll_counts(found, by="place")


def test_nothing_in_nothing_out():
    empty, sentences = tables()
    assert toll_accounts(empty, sentences).height == 0
    assert incident_spreads(contested_incidents(toll_accounts(empty, sentences))).height == 0
    assert toll_counts(empty).height == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 500), st.sampled_from(["", "army", "police"])), max_size=8))
def test_nobody_is_lost_and_shares_add_up(counts):
    rows = [toll(place, low, at=at, speaker=speaker) for at, (place, low, speaker) in enumerate(counts)]
    found, sentences = tables(*rows)
    told = toll_accounts(found, sentences)
    assert told["low"].sum() == sum(low for _, low, _ in counts)
    assert told["n"].sum() == len(counts)
    shares = toll_counts(found).group_by("effect").agg(pl.col("share").sum())["share"]
    assert all(share == pytest.approx(1) for share in shares)
    apart = incident_spreads(contested_incidents(told))
    assert (apart["spread"] == apart["most"] - apart["least"]).all()
    assert (apart["spread"] >= 0).all()


def test_a_span_behind_a_sentence_is_in_none() -> None:
    sentences = pl.DataFrame({"article_id": ["a", "a"], "start": [0, 20], "end": [10, 30], "text": ["One.", "Two."]})
    spans = pl.DataFrame({"article_id": ["a", "a", "a", "b"], "start": [3, 15, 20, 1]})
    found = add_sentences(spans, sentences).select("start", "sentence", "at")
    assert found.rows() == [(3, "One.", 3), (15, None, None), (20, "Two.", 0), (1, None, None)]
