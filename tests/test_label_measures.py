"""Shares of labels, divergence, and the journey of a word, worked by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.measures.labels import (
    contested_word_uses,
    label_divergence,
    label_families,
    label_shares,
    label_tones,
    label_traits,
    own_word_shares,
    unlabelled_mentions,
    word_count_by_voice,
)


def labels(*rows: str) -> pl.DataFrame:
    """Each row: outlet start actor family voice holder lemma."""
    made = []
    for row in rows:
        outlet, start, actor, family, voice, holder, *lemma = row.split()
        span = {"article_id": outlet.lower(), "start": int(start), "end": int(start) + 5, "text": " ".join(lemma)}
        whose = {"voice": voice, "holder": holder, "distanced": voice == "scare", "tone": "neutral"}
        made.append(
            {
                "event": "e1",
                "outlet": outlet,
                **span,
                "lemma": " ".join(lemma),
                "family": family,
                "actor": actor,
                **whose,
            }
        )
    return schema.LABELS.frame(made)


def mentions(*rows: str) -> pl.DataFrame:
    """Each row: outlet start actor."""
    made = []
    for row in rows:
        outlet, start, actor = row.split()
        span = {"article_id": outlet.lower(), "start": int(start), "end": int(start) + 4}
        made.append({"event": "e1", "outlet": outlet, **span, "text": "them", "actor": actor, "how": "name"})
    return schema.MENTIONS.frame(made)


def test_shares_count_the_unlabelled_too():
    found = label_shares(
        labels("Gazette 0 CROWD mob author author mob", "Gazette 50 CROWD mob direct POLICE mob"),
        mentions("Gazette 2 CROWD", "Gazette 100 CROWD", "Gazette 200 CROWD"),
    )
    # the mention at 2 lies under the label at 0; two mentions are bare: 1, 1 and 2 of 4
    assert found.select("family", "voice", "n", "total", "share").rows() == [
        ("mob", "author", 1, 4, 0.25),
        ("mob", "direct", 1, 4, 0.25),
        ("unlabelled", None, 2, 4, 0.5),
    ]


def test_a_label_on_somebody_else_leaves_the_mention_bare():
    assert (
        unlabelled_mentions(mentions("Gazette 2 CROWD"), labels("Gazette 0 POLICE force author author brutes")).height
        == 1
    )


def test_divergence_by_hand():
    shares = label_shares(
        labels(
            "Gazette 0 CROWD mob author author mob",
            "Gazette 9 CROWD mob author author mob",
            "Herald 0 CROWD mob author author mob",
            "Herald 9 CROWD crowd author author protester",
        ),
        mentions(),
        by_voice=False,
    )
    # p = (1, 0), q = (1/2, 1/2), m = (3/4, 1/4): H(m) = 0.811278, H(p) = 0, H(q) = 1 -> 0.811278 - 0.5
    row = label_divergence(shares).row(0, named=True)
    assert (row["outlet"], row["other"], row["n_one"], row["n_other"]) == ("Gazette", "Herald", 2, 2)
    assert row["divergence"] == pytest.approx(0.311278, abs=1e-6)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz")), min_size=2, max_size=20))
def test_divergence_lies_between_nought_and_one(pairs):
    rows = [f"{outlet} {10 * place} CROWD {family} author author w" for place, (outlet, family) in enumerate(pairs)]
    found = label_divergence(label_shares(labels(*rows), mentions(), by_voice=False))
    assert found["divergence"].is_between(0, 1).all()


def test_the_journey_finds_the_word_inside_a_longer_label():
    found = contested_word_uses(
        labels("Gazette 0 STATE state author author puppet state", "Herald 0 STATE state direct CROWD regime"),
        ["puppet"],
    )
    assert found.select("word", "outlet").rows() == [("puppet", "Gazette")]


def test_the_journey_finds_the_word_as_printed_too():
    found = contested_word_uses(
        labels("Gazette 0 EVENT act author author raid").with_columns(text=pl.lit("criminal raid")), ["criminal"]
    )
    assert found["lemma"].to_list() == ["raid"]


def test_a_word_count_hides_whose_word_it_is():
    found = word_count_by_voice(
        contested_word_uses(
            labels(
                "Gazette 0 CROWD mob author author mob",
                "Gazette 9 CROWD mob direct POLICE mob",
                "Gazette 18 CROWD mob scare MAYOR mob",
            ),
            ["mob"],
        )
    )
    assert found.select("n", "n_own", "n_others", "n_distanced", "holders").row(0) == (3, 1, 2, 1, "MAYOR 1, POLICE 1")


def test_no_labels_give_empty_tables():
    none = labels()
    assert label_shares(none, mentions()).is_empty()
    assert label_divergence(label_shares(none, mentions(), by_voice=False)).is_empty()
    assert contested_word_uses(none, ["mob"]).is_empty()
    assert word_count_by_voice(contested_word_uses(none, ["mob"])).is_empty()


def test_tones_and_whose_words_they_are():
    rows = labels(
        "Gazette 0 CROWD mob author author mob",
        "Gazette 9 CROWD mob direct POLICE mob",
        "Gazette 18 CROWD mob author author crowd",
    ).with_columns(tone=pl.Series(["negative", "negative", "neutral"]))
    assert label_tones(rows).rows() == [
        ("e1", "Gazette", "negative", 2, 1, 1, pytest.approx(2 / 3)),
        ("e1", "Gazette", "neutral", 1, 1, 0, pytest.approx(1 / 3)),
    ]
    assert own_word_shares(rows).rows() == [("e1", "Gazette", 3, 2, pytest.approx(2 / 3))]


def test_traits_of_a_label():
    rows = labels("Gazette 0 CROWD the-mob author author mob", "Gazette 9 CROWD the-mob direct POLICE mob")
    found = label_traits(rows.with_columns(tone=pl.Series(["negative", "positive"])))
    assert found.columns[3:] == ["own words", "negative words", "positive words", "family: the mob"]
    assert found.select(found.columns[3:]).rows() == [(True, True, False, True), (False, False, True, True)]


def test_families_the_largest_first():
    rows = labels(
        "Gazette 0 CROWD the-dead author author martyr",
        "Gazette 9 CROWD the-mob direct POLICE mob",
        "Herald 9 CROWD the-mob direct POLICE mob",
    )
    assert label_families(rows) == {"the-mob": "the mob", "the-dead": "the dead"}


def test_the_journey_keeps_the_order_of_the_labels():
    rows = labels("Herald 0 STATE state author author puppet", "Gazette 0 STATE state author author puppet")
    turned = pl.concat([rows.filter(pl.col("outlet") == outlet) for outlet in ("Herald", "Gazette")])
    assert contested_word_uses(turned, ["puppet", "puppet"])["outlet"].to_list() == ["Herald", "Gazette"]
