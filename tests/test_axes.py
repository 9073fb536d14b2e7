"""Do sentences lie on the side of an axis on which one would put them, and do indicators count what they name?"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures import axes as measure
from analysis.measures.axes import axis_contexts, axis_gaps, axis_profile, general_axes
from analysis.measures.encoder import encode, encoder_problem
from analysis.measures.peace_journalism import INDICATORS, war_peace_indicators

WHERE = {"event": "e1", "outlet": "Gazette", "article_id": "g"}
ONE = {"good–bad": (["good"], ["bad"])}


def sentences(*texts):
    """Each sentence takes a hundred characters."""
    rows = [{**WHERE, "start": 100 * n, "end": 100 * n + 99, "section": "body", "text": t} for n, t in enumerate(texts)]
    return pl.DataFrame(rows)


def mentions(*rows):
    """Rows of sentence number and actor; two in one sentence stand at different places."""
    found = [{**WHERE, "start": 100 * n + 5 + place, "actor": actor} for place, (n, actor) in enumerate(rows)]
    return pl.DataFrame(found)


@pytest.fixture
def plane(monkeypatch):
    """Sentences in a plane: "good" lies east, "bad" west, "north" across."""
    at = {"good": [1, 0], "bad": [-1, 0], "north": [0, 1], "half": [0.6, 0.8]}
    monkeypatch.setattr(measure, "encode", lambda texts: np.array([at[text] for text in texts], np.float32))


def test_leanings_worked_by_hand(plane):
    found = axis_contexts(mentions((0, "GOV"), (1, "GOV"), (2, "GOV")), sentences("north", "half", "bad"), axes=ONE)
    # the axis runs from west to east: north has nothing of it, half has .6, bad all of it the other way
    assert found["leaning"].to_list() == pytest.approx([0, 0.6, -1])


def test_an_actor_named_twice_in_a_sentence_counts_once(plane):
    found = axis_contexts(mentions((0, "GOV"), (0, "GOV"), (0, "ARMY")), sentences("good"), axes=ONE)
    assert found["actor"].to_list() == ["ARMY", "GOV"]
    assert axis_contexts(mentions((0, "GOV")), sentences("good"), axes=ONE, actors=["ARMY"]).is_empty()


def test_profile_worked_by_hand(plane):
    found = axis_contexts(mentions((0, "GOV"), (1, "GOV")), sentences("good", "half"), axes=ONE)
    other = found.head(1).with_columns(outlet=pl.lit("Herald"), leaning=pl.lit(-1.0))
    gazette, herald = axis_profile(pl.concat([found, other])).to_dicts()
    # Gazette (1 + .6) / 2 = .8; all three (1 + .6 - 1) / 3 = .2
    assert gazette["mean"] == pytest.approx(0.8)
    assert gazette["apart"] == pytest.approx(0.6)
    assert herald["apart"] == pytest.approx(-1.2)
    assert (gazette["n"], gazette["low"]) == (2, None)


def test_only_what_has_something_to_stand_beside_is_apart(plane):
    found = axis_contexts(mentions((0, "GOV"), (1, "GOV")), sentences("good", "half"), axes=ONE)
    other = found.head(1).with_columns(outlet=pl.lit("Herald"), leaning=pl.lit(-1.0))
    # as above: Herald is 1.2 from all three, Gazette .6
    assert axis_gaps(pl.concat([found, other]), least=1)["outlet"].to_list() == ["Herald", "Gazette"]
    assert axis_gaps(pl.concat([found, other]), least=2)["outlet"].to_list() == ["Gazette"]
    assert axis_gaps(found, least=1).is_empty()


def test_an_axis_needs_two_poles():
    with pytest.raises(ValueError, match="the axis 'half' needs two poles"):
        axis_contexts(mentions((0, "GOV")), sentences("good"), axes={"half": (["good"], [])})


@pytest.mark.skipif(encoder_problem() is not None, reason="the sentence encoder is not installed")
def test_plain_sentences_lie_on_their_side():
    texts = ("The gang robbed and murdered travellers.", "Police upheld the law and restored order.")
    found = axis_contexts(mentions((0, "A"), (1, "A")), sentences(*texts)).filter(pl.col("axis") == "lawful–criminal")
    criminal, lawful = found["leaning"]
    assert criminal < 0 < lawful


@pytest.mark.skipif(encoder_problem() is not None, reason="the sentence encoder is not installed")
def test_a_sentence_left_out_of_its_axis_lies_on_its_side():
    right = []
    for poles in general_axes().values():
        vectors = [encode(pole, encoder="minilm").astype(float) for pole in poles]
        for side, pole in enumerate(vectors):
            for place, vector in enumerate(pole):
                rest = np.delete(pole, place, axis=0).mean(axis=0) - vectors[1 - side].mean(axis=0)
                right.append(vector @ rest > 0)
    assert len(right) == 48
    assert sum(right) >= 44  # of 48; 24 by chance


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=3, max_size=12))
def test_the_interval_lies_around_the_mean(leanings):
    rows = [{**WHERE, "start": n, "actor": "A", "axis": "x", "leaning": v} for n, v in enumerate(leanings)]
    (row,) = axis_profile(pl.DataFrame(rows)).to_dicts()
    assert row["mean"] - row["low"] == pytest.approx(row["high"] - row["mean"], abs=1e-9)
    assert row["apart"] == pytest.approx(0, abs=1e-9)


# --- war and peace journalism ------------------------------------------------------------------------------------


def tables():
    """Two sentences: the first has a toll and an act, the second human interest; two speakers; four labels."""
    text = sentences("Nine were killed in a raid.", "A mother wept.")
    spoken = [{**WHERE, "type": kind, "speaker": name, "actor": actor} for kind, name, actor in QUOTES]
    named = [{**WHERE, "voice": v, "tone": t, "actor": a, "family": f} for v, t, a, f in LABELS]
    framed = [
        {**WHERE, "frame": frame, "by_all": frame == "human_interest" and place == 1}
        for place in (0, 1)
        for frame in ("human_interest", "strategy", "responsibility")
    ]
    return {
        "sentences": text,
        "quotations": pl.DataFrame(spoken),
        "labels": pl.DataFrame(named),
        "acts": pl.DataFrame([{**WHERE, "start": 22}]),
        "tolls": pl.DataFrame(
            [{**WHERE, "start": 0, "effect": "killed"}, {**WHERE, "start": 101, "effect": "deployed"}]
        ),
        "frames": pl.DataFrame(framed),
    }


QUOTES = [("direct", "Smith", "GOV"), ("indirect", "unnamed: a baker", "CIVILIANS"), ("scare", "", None)]
LABELS = [
    ("author", "negative", "MILITIA", "the-fighters"),
    ("author", "negative", "EVENT", "the-operation"),  # the event is nobody who takes part
    ("author", "neutral", "GOV", "the-state"),
    ("direct", "negative", "GOV", "the-talks"),  # somebody else's word
]


def test_indicators_worked_by_hand():
    found = {
        row["indicator"]: (row["n"], row["total"])
        for row in war_peace_indicators(**tables(), people=["CIVILIANS"]).to_dicts()
    }
    assert found == {
        "elite sources": (1, 2),
        "people as sources": (1, 2),
        "visible effects": (1, 2),
        "force": (1, 2),
        "winning and losing": (0, 2),
        "unseen effects": (1, 2),
        "causes and remedies": (0, 2),
        "demonising": (1, 3),
        "partisan": (1, 1),
        "talks": (1, 4),
    }


def test_where_nobody_is_ordinary_sources_are_left_out():
    assert [row for row in war_peace_indicators(**tables())["indicator"] if "sources" in row] == []
    assert war_peace_indicators(**tables()).height == len(INDICATORS) - 2


def test_an_indicator_without_anything_to_count_is_undefined():
    bare = tables()
    empty = bare | {name: bare[name].clear() for name in ("quotations", "labels")}
    found = {row["indicator"]: row["share"] for row in war_peace_indicators(**empty, people=["CIVILIANS"]).to_dicts()}
    assert list(found) == [row[0] for row in INDICATORS]
    assert found["elite sources"] is None
    assert found["partisan"] is None
    assert found["force"] == 0.5
