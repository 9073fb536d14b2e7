"""Numbers of people: read by hand from single sentences."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.codings.table import read_codings
from analysis.codings.validity.machine_validity import validity
from analysis.corpus import corpus_of
from analysis.evidence.tolls import tolls
from analysis.evidence.tolls.numbers import number_value, numbers
from analysis.evidence.voices import quotations
from analysis.language import parse
from analysis.language.actors import mentions
from benchmarks.validity import muc4
from benchmarks.validity.machine import Machine


def read(tmp_path, *texts):
    parsed = parse(corpus_of({f"a{place}": text for place, text in enumerate(texts)}), cache=tmp_path)
    return tolls(parsed, quotations(parsed, mentions(parsed)))


def counted(tmp_path, text):
    """(low, high, effect) of each number in a text, from left to right."""
    return read(tmp_path, text).sort("start").select("low", "high", "effect").rows()


# --- numbers


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Twenty-six", 26),
        ("30,000", 30000),
        ("1.5 million", 1_500_000),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("one hundred and twenty", 120),
        ("three hundred thousand", 300_000),
        ("two dozen", 24),
        ("zero", 0),
    ],
)
def test_words_and_digits_are_the_same_number(words, number):
    assert number_value(words) == number


@pytest.mark.parametrize(
    ("text", "low", "high", "approx", "stated"),
    [
        ("more than 600 people", 601, None, False, 600),  # the least that is more than 600
        ("at least five people", 5, None, False, 5),
        ("up to 50 men", None, 50, False, 50),
        ("fewer than 100 people", None, 99, False, 100),
        ("about 50 fighters", 50, 50, True, 50),
        ("600-900 soldiers", 600, 900, False, None),
        ("between 20 and 30 men", 20, 30, False, None),
        ("six or seven men", 6, 7, False, None),
        ("10 or more men", 10, None, False, 10),
        ("dozens of men", 24, None, False, None),  # two dozen at least
        ("hundreds of thousands of people", 200_000, None, False, None),
        ("the toll rose from 650 to 693", 693, 693, False, 693),  # where it stands now, no range
        ("more than 50 percent", None, None, False, None),
    ],
)
def test_bounds(text, low, high, approx, stated):
    found = list(numbers(text))
    assert [(one.low, one.high, one.approx, one.stated) for one in found] == [(low, high, approx, stated)]


@pytest.mark.parametrize(
    "text",
    ["on 22 March 2004", "in 2004", "a 17-year-old boy", "500-pound bombs", "at 10:30 a.m.", "$10 million", "the 1st"],
)
def test_dates_ages_units_and_money_are_no_counts(text):
    assert list(numbers(text)) == []


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_in_digits_is_itself_with_and_without_commas(number):
    assert number_value(str(number)) == number_value(f"{number:,}") == number


@given(st.integers(min_value=2, max_value=10**6), st.sampled_from(["at least", "more than", "up to", "about", ""]))
def test_the_bounds_hold_the_number_or_lie_next_to_it(number, before):
    (found,) = numbers(
        f"{before} {number:,} people were killed".strip() if number != 2000 else f"{before} 2,000 people"
    )
    assert found.low is None or found.low in {number, number + 1}
    assert found.high is None or found.high == number
    assert found.stated == number


# --- effects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seventeen people were killed and 22 were injured.", [(17, 17, "killed"), (22, 22, "wounded")]),
        ("The strike killed two residents and wounded 17 near the market.", [(2, 2, "killed"), (17, 17, "wounded")]),
        ("Forty fighters and three policemen were killed.", [(40, 40, "killed"), (3, 3, "killed")]),
        ("The crash left 6 dead and 14 injured.", [(6, 6, "killed"), (14, 14, "wounded")]),
        ("Nine soldiers died in the fire.", [(9, 9, "killed")]),
        ("The blast led to the deaths of five civilians.", [(5, 5, "killed")]),
        ("Police detained scores of demonstrators.", [(40, None, "captured")]),
        ("The ministry sacked 407 officers.", [(407, 407, "dismissed")]),
        ("The army sent 3,000 troops to the border.", [(3000, 3000, "deployed")]),
        ("More than 1,000 soldiers deserted.", [(1001, None, "deserted")]),
        ("More than 100 delegates walked out of the hall.", [(101, None, "other")]),
        ("One soldier was fatally wounded.", [(1, 1, "killed")]),
        ("The helicopter crew killed a man on a rooftop.", [(1, 1, "killed")]),
        ("The father, mother and a young boy were killed.", [(3, 3, "killed")]),
        ("Alvarado, 65, was killed by a bomb.", [(1, 1, "killed")]),  # one man; 65 is his age
        ("Miguel Castellanos and Ann Pecorini were killed on Monday.", [(2, 2, "killed")]),
        ("They protested against the murder of his wife.", [(1, 1, "killed")]),
        ("A man was fatally shot by the guards.", [(1, 1, "killed")]),
        ("There were no casualties.", [(0, 0, "other")]),
        ("Nobody was killed.", [(0, 0, "killed")]),
        ("No one was injured.", [(0, 0, "wounded")]),
        ("Hospital officials put the death toll at 45.", [(45, 45, "killed")]),
        ("The number of wounded reached 300.", [(300, 300, "wounded")]),
    ],
)
def test_effects(tmp_path, text, expected):
    assert counted(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two battalions moved north.",  # units are no people
        "Police have two recordings of the protest, one captured by a camera.",
        "Rockets hit three houses and ten cars.",
        "The 27 countries met for two days.",
        "The group threatened to kill five hostages.",  # not done
        "The troops did not kill ten men.",
        'The two men "are ready", an aide said.',  # pointing back, no count
    ],
)
def test_what_is_no_count_of_people(tmp_path, text):
    assert [row for row in counted(tmp_path, text) if row[2] != "captured" or row[0] == 1] == []


def test_those_included_are_a_part_and_killed_or_wounded_is_left_open(tmp_path):
    found = read(tmp_path, "The raid killed eight people, including two children.").sort("start")
    assert found.select("low", "effect", "part").rows() == [(8, "killed", False), (2, "killed", True)]
    mixed = read(tmp_path, "A strike hit the street, killing eight and injuring seven, including two civilians.")
    assert mixed.sort("start")["effect"].to_list() == ["killed", "wounded", "other"]


# --- who says so, where, how long


def test_holder_speaker_place_and_running_total(tmp_path):
    found = read(
        tmp_path,
        "Police said 12 protesters were arrested in Leeds. Four others were hurt.",
        "More than 700 people have died since January.",
        "Ten people were killed in the attack.",
    ).sort("article_id", "start")
    rows = found.select("low", "voice", "holder", "running", "place").rows()
    assert rows == [
        (12, "indirect", "OTHER", False, "Leeds"),
        (4, "author", "author", False, "Leeds"),  # the place of the sentence before
        (701, "author", "author", True, None),
        (10, "author", "author", False, None),
    ]
    assert found["speaker"].to_list()[1:] == ["", "", ""]
    assert found["speaker"][0] != ""


def test_since_in_what_is_said_of_others_makes_no_running_total(tmp_path):
    said = "The owners blamed them for the deaths of two men and sacked strikers who have blocked the gates since May."
    total = "Two men who have been killed since May were miners."
    assert read(tmp_path, said)["running"].to_list() == [False]
    assert read(tmp_path, total)["running"].to_list() == [True]


def test_the_table_keeps_its_promise_and_points_into_the_text(tmp_path):
    text = "“At least five people were killed and 50 wounded,” the doctor said. 50 wounded? Nobody knows."
    found = read(tmp_path, text)
    assert schema.TOLLS.problems(found) == []
    assert all(text[row["start"] : row["end"]] == row["text"] for row in found.to_dicts())
    assert found.filter(pl.col("effect") == "killed")["text"].to_list() == ["At least five people were killed"]


def test_no_article_no_toll(tmp_path):
    found = read(tmp_path, "Rain fell all day.")
    assert found.height == 0
    assert schema.TOLLS.problems(found) == []


# --- against codings


def test_toll_f1_wants_the_same_number_and_effect(tmp_path):
    text = "Ten people were killed and 20 were wounded. Three fell."
    parsed = parse(corpus_of({"a0": text}), cache=tmp_path)
    lines = [
        {"text": "Ten people were killed", "low": 10, "high": 10, "effect": "killed"},
        {"text": "20 were wounded", "low": 21, "high": None, "effect": "wounded"},
    ]
    common = {"doc": "a0", "kind": "figure", "sentence": text.split(".")[0] + ".", "who": "OTHER", "holder": "author"}
    file = tmp_path / "codings.jsonl"
    file.write_text("\n".join(json.dumps(common | line) for line in lines))
    found = read(tmp_path, text).filter(pl.col("effect").is_in(["killed", "wounded"]))
    result = validity(read_codings([file]), parsed.articles, {"figure": found})
    scores = {row["metric"]: row["value"] for row in result.scores.to_dicts()}
    # both sides have 2; only the first agrees in number and effect: F1 = 2 * 1 / (2 + 2)
    assert scores["toll_f1"] == pytest.approx(0.5)
    assert (scores["toll_effect"], scores["toll_holder"]) == (1.0, 1.0)


def test_muc4_counts_each_pair_once_and_leaves_running_totals_out(tmp_path):
    item = {"id": "m1", "text_cased": "Two men were killed. Two men were killed. More than 900 have died since 1985."}
    item["figures"] = [
        ["death", 2, "description", "MEN"],
        ["death", 1, "name", "ANN"],
        ["injury", 3, "description", "MEN"],
    ]
    scored = muc4.score(
        [item, {**item, "id": "m2", "figures": []}], lambda texts: Machine(parse(corpus_of(texts), cache=tmp_path))
    )
    # coded 2 (one of 1 does not count), machine 1, both 1
    assert [(row["hits"], row["n_coded"], row["n_machine"]) for row in scored.tallies] == [(1, 2, 1)]
