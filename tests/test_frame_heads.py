"""Do the trained heads read plain sentences, refuse without their encoder, and keep apart what they have learnt?"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codings.validity.machine_validity import frame_tallies
from analysis.codings.validity.scores import TALLY, scores
from analysis.corpus.text import digest
from analysis.measures import encoder, frame_heads
from analysis.measures.encoder import encoder_problem
from analysis.measures.frame_heads import (
    LinearHead,
    policy_counts,
    policy_frames,
    read_head,
)
from benchmarks.train_frames import train, unseen, write_head
from benchmarks.validity.gvfc import score
from benchmarks.validity.heads import classify_frames
from benchmarks.validity.machine import read

needs_model = pytest.mark.skipif(encoder_problem() is not None, reason="the sentence encoder is not installed")


def table(*texts):
    where = {"event": "e1", "outlet": "Gazette", "article_id": "g", "section": "body"}
    starts = [100 * place for place in range(len(texts))]
    return pl.DataFrame(
        [{**where, "start": at, "end": at + 9, "text": text} for at, text in zip(starts, texts, strict=True)]
    )


@needs_model
@pytest.mark.parametrize(
    ("frame", "text"),
    [
        ("economic", "Wages fell while the price of bread doubled."),
        ("health_safety", "Nurses say the new vaccine prevents the disease in small children."),
        ("security_defense", "The general sent two battalions and fighter jets to the border."),
        ("legality_crime", "The judge sentenced the thief to three years in prison."),
    ],
)
def test_the_head_and_the_prototypes_read_plain_sentences(frame, text):
    (by_head,) = policy_frames(table(text))["frame"]
    (by_prototypes,) = policy_frames(table(text), by="prototypes")["frame"]
    assert by_head == frame
    # the fifteen frames keep apart what the head's ten have together
    assert by_prototypes in {frame, *({"legality", "crime_punishment"} if frame == "legality_crime" else ())}


@needs_model
def test_frames_counted_by_both_lenses():
    found = policy_counts(
        table("Wages fell while the price of bread doubled.", "Shares fell.", "The judge jailed him.")
    )
    assert found.row(0) == ("economic", 2, 2)
    counted = {frame: (n_head, n_near) for frame, n_head, n_near in found.iter_rows()}
    assert counted["legality and crime"] == (1, None)  # the prototypes keep the two apart
    assert policy_counts(table("Wages fell.").clear()).is_empty()


def test_without_the_encoder_prototypes_count_alone(monkeypatch):
    monkeypatch.setattr(frame_heads, "encoder_problem", lambda: "The encoder is not there; install it")
    found = policy_counts(table("Wages fell while the price of bread doubled."))
    assert (found["n_head"].to_list(), found["n_prototypes"].sum()) == ([None], 1)


@needs_model
def test_headlines_on_guns():
    assert classify_frames(["Senate delays vote on gun bill", "Gun maker's shares fall"], head="gun") == [
        "politics",
        "economic",
    ]
    assert classify_frames([], head="gun") == []


@needs_model
def test_margin_is_the_lead_of_the_first(monkeypatch):
    # two frames, features as they come: 3 and 1, so "a" leads by 2
    head = LinearHead(("a", "b"), np.eye(2), np.zeros(2), frozenset())
    monkeypatch.setattr(frame_heads, "read_head", lambda name: head)
    monkeypatch.setattr(frame_heads, "head_features", lambda texts, scheme: np.array([[3.0, 1.0]]))
    (row,) = policy_frames(table("x")).to_dicts()
    assert (row["frame"], row["second"], row["margin"]) == ("a", "b", 2.0)


def test_without_its_encoder_a_head_refuses_in_plain_words(monkeypatch):
    monkeypatch.setattr(encoder, "VOCABULARY_SHA256", "0" * 64)
    encoder_problem.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"a trained head was asked for, and the (checksum|sentence encoder)"):
            policy_frames(table("x"))
        assert policy_frames(table("Jobs and wages.", "War."), by="prototypes").height == 2
    finally:
        monkeypatch.undo()
        encoder_problem.cache_clear()


def test_words_are_told_what_is_there():
    with pytest.raises(ValueError, match=r"no trained head 'moon'; heads here: policy, gun"):
        read_head("moon")
    with pytest.raises(ValueError, match=r"no lens 'eyes' for policy frames; lenses here: head, prototypes"):
        policy_frames(table("x"), by="eyes")


def test_the_heads_hold_numbers_and_marks_only():
    for name, frames in (("policy", 10), ("gun", 9)):
        head = read_head(name)
        assert head.weights.shape[1] == len(head.frames) == frames
        assert all(len(mark) == 12 and int(mark, 16) >= 0 for mark in head.learnt)


def test_a_head_is_read_back_as_it_was_written(tmp_path, monkeypatch):
    head = LinearHead(("a", "b"), np.array([[0.5, -0.25]]), np.array([0.0, 1.0]), frozenset({digest("x")}))
    for name in ("one", "two"):
        write_head(head, tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    (tmp_path / "one.npz").rename(tmp_path / "frames-policy.npz")
    monkeypatch.setattr(frame_heads, "MODELS", tmp_path)
    back = read_head.__wrapped__("policy")
    assert np.array_equal(back.weights, head.weights)
    assert back.learnt == {digest("x")}


@needs_model
def test_training_learns_and_unseen_items_are_judged_by_others():
    said = ["Wages rose", "Taxes fell", "Prices doubled", "Banks closed", "The judge ruled", "Thieves were jailed"]
    said += ["A court heard the case", "Police arrested him"]
    items = [{"text": text, "gold": "money" if place < 4 else "law"} for place, text in enumerate(said)]
    head = train(items, "policy")
    assert head.frames == ("law", "money")
    assert head.learnt == {digest(text) for text in said}
    seen = frame_heads.head_features(said, scheme="policy")
    assert [head.frames[place] for place in head.decision_scores(seen).argmax(axis=1)] == ["money"] * 4 + ["law"] * 4
    assert set(unseen(items, "policy")) <= {"law", "money"}


@needs_model
def test_the_scorer_counts_texts_that_have_a_frame():
    items = [
        {"id": "1", "text": "Gun maker's shares fall after report", "frame1": "economic", "frame2": None},
        {"id": "2", "text": "A quiet day", "frame1": None, "frame2": None},
    ]
    tallies, errors = score(items, read).frames()
    found = dict(scores(tallies).select("metric", "value").iter_rows())
    assert found == {"accuracy": 1.0, "macro_f1": 1.0}
    assert errors.is_empty()


def rows(*found):
    """The machine's rows: sentence start, end, and its frames."""
    return [
        {"start": start, "end": end, "frame": frame, "by_all": frame in frames}
        for start, end, frames in found
        for frame in ("conflict", "morality")
    ]


def coded(*given):
    return [{"start": start, "end": end, "frames": frames, "text": "…"} for start, end, frames in given]


def test_frames_of_sentences_scored_by_hand():
    tallies, errors = frame_tallies(
        "a",
        coded((0, 10, "conflict"), (11, 20, "conflict; morality"), (21, 30, "")),
        rows((0, 10, {"conflict"}), (11, 20, {"conflict"}), (21, 30, {"morality"})),
    )
    counts = {row["class"]: (row["hits"], row["n_coded"], row["n_machine"]) for row in tallies}
    # conflict 2 of 2 and 2; morality none of 1 and 1: (1 + 0) / 2
    assert counts == {"conflict": (2, 2, 2), "morality": (0, 1, 1)}
    assert scores(pl.DataFrame(tallies, schema=TALLY))["value"].to_list() == [0.5]
    assert [(row["coded"], row["machine"]) for row in errors] == [("morality", ""), ("", "morality")]


def test_a_sentence_that_is_nowhere_counts_as_missed():
    tallies, _ = frame_tallies("a", coded((None, None, "conflict")), rows((0, 10, {"conflict"})))
    assert [(row["hits"], row["n_coded"], row["n_machine"]) for row in tallies] == [(0, 1, 0)]


@given(st.lists(st.sets(st.sampled_from(["conflict", "morality"])), min_size=1, max_size=8))
def test_who_agrees_with_himself_is_right(said):
    spans = [(10 * place, 10 * place + 9, frames) for place, frames in enumerate(said)]
    tallies, errors = frame_tallies("a", coded(*((a, b, "; ".join(sorted(f))) for a, b, f in spans)), rows(*spans))
    assert errors == []
    assert all(row["hits"] == row["n_coded"] == row["n_machine"] for row in tallies)
