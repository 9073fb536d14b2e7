"""Do cues, prototypes and both together find the frames of sentences one can read at a glance?"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures import frames as measure
from analysis.measures.block_intervals import student_t_quantile
from analysis.measures.frame_cues import cue_counts, frame_cues, frame_names, prototype_closeness
from analysis.measures.frames import (
    SIX,
    frame_gaps,
    frame_positions,
    frame_profile,
    frames,
    lens_agreement,
    lens_disagreements,
)

FIGHT = "Troops stormed the “rebel” camp and killed nine."
MONEY = "The budget paid for new jobs."
PLAIN = "It was a Tuesday."


def sentences(*texts, outlet="Gazette", event="e1", article=None):
    """One row a sentence, each followed by one space."""
    starts = [sum(len(text) + 1 for text in texts[:place]) for place in range(len(texts))]
    return pl.DataFrame(
        {
            "event": event,
            "outlet": outlet,
            "article_id": article or outlet.lower(),
            "start": starts,
            "end": [start + len(text) for start, text in zip(starts, texts, strict=True)],
            "section": "body",
            "text": texts,
        }
    )


def coded(*marks, frame="conflict", outlet="Gazette"):
    """A table as `frames` makes it, of one frame: "x" carries it. A sentence is ten characters long."""
    n = len(marks)
    return pl.DataFrame(
        {
            "event": "e1",
            "outlet": outlet,
            "article_id": outlet.lower(),
            "start": [10 * place for place in range(n)],
            "end": [10 * place + 10 for place in range(n)],
            "section": "body",
            "text": "…",
            "frame": frame,
            "by_all": [mark == "x" for mark in marks],
        }
    )


def test_a_cue_points_at_its_words():
    found = frame_cues(sentences(PLAIN, FIGHT))
    for row in found.iter_rows(named=True):
        assert f"{PLAIN} {FIGHT}"[row["start"] : row["end"]] == row["text"]
    conflict = found.filter(pl.col("frame") == "conflict")
    # "killed" and "stormed" carry the frame alone; "Troops" and "rebel" are weak; nothing in the plain sentence
    strong = conflict.filter(pl.col("strength") == "strong")["text"].to_list()
    assert strong == ["stormed", "killed"]
    assert conflict.filter(pl.col("strength") == "weak")["text"].to_list() == ["Troops", "rebel"]
    assert set(found["sentence_start"]) == {len(PLAIN) + 1}


def test_a_star_ends_a_word_and_a_space_is_also_a_hyphen():
    assert cue_counts(["protesters", "air strikes", "air-strikes", "counterprotest"]).sum(axis=1).tolist() == [
        1,
        1,
        1,
        0,
    ]


def test_counts_are_the_hits():
    texts = [FIGHT, MONEY, PLAIN]
    hits = frame_cues(sentences(*texts))
    counts = cue_counts(texts)
    assert counts.sum() == hits.height
    # budget, paid for, jobs
    assert counts[1, frame_names().index("economic")] == 3


def test_prototypes_know_money_from_fighting():
    near = prototype_closeness([MONEY, FIGHT], encoder="auto")
    assert frame_names()[near[0].argmax()] == "economic"
    assert frame_names()[near[1].argmax()] == "conflict"
    assert np.allclose(near.sum(axis=1), 0)  # each is measured against the mean of all


def test_points_worked_by_hand(monkeypatch):
    # no prototype is near: only cues count
    monkeypatch.setattr(measure, "prototype_closeness", lambda texts, encoder: np.zeros((len(texts), 6)))
    table = frames(sentences("Rebels fled.", FIGHT, PLAIN))
    conflict = table.filter(pl.col("frame") == "conflict")
    # one weak cue and a neighbour with the frame: 1 + .5; two strong and two weak cues: 6, at most 4; a neighbour: .5
    assert conflict["points"].to_list() == [1.5, 4.0, 0.5]
    assert conflict["by_cues"].to_list() == [False, True, False]
    assert conflict["by_both"].to_list() == [False, True, False]
    assert conflict["cues"].to_list() == ["Rebels", "Troops, stormed, rebel, killed", ""]


def test_closeness_tips_the_scales(monkeypatch):
    near = np.zeros((1, 6))
    near[0, frame_names().index("conflict")] = 0.1
    monkeypatch.setattr(measure, "prototype_closeness", lambda texts, encoder: near)
    (row,) = frames(sentences("Rebels fled.")).filter(pl.col("frame") == "conflict").to_dicts()
    # one weak cue 1 + 10 × .1 = 2: just enough; .1 is above .05
    assert row["points"] == pytest.approx(2)
    assert row["by_both"]
    assert row["by_prototypes"]
    assert not row["by_cues"]


def test_every_sentence_has_a_row_for_every_frame_in_the_codebooks_order():
    table = frames(sentences(FIGHT, MONEY), encoder="tfidf")
    assert table["frame"].to_list() == [*SIX, *SIX]
    assert table["start"].is_sorted()
    assert frames(sentences(FIGHT).clear(), encoder="tfidf").is_empty()


def test_lenses_worked_by_hand():
    table = pl.DataFrame(
        {"frame": "conflict", "by_cues": [True, True, False, False], "by_prototypes": [True, False, False, False]}
    )
    (row,) = lens_agreement(table).to_dicts()
    assert (row["n_shared"], row["n_cues_only"], row["n_prototypes_only"]) == (1, 1, 0)
    # they agree on 3 of 4; by chance on 2/4 × 1/4 + 2/4 × 3/4 = 1/2; (3/4 - 1/2) / (1 - 1/2) = 1/2
    assert row["kappa"] == pytest.approx(0.5)


def test_kappa_is_that_of_scikit_learn():
    from sklearn.metrics import cohen_kappa_score

    one, other = [1, 1, 0, 0, 1, 0, 1], [1, 0, 0, 1, 1, 0, 1]
    table = pl.DataFrame({"frame": "conflict", "by_cues": one, "by_prototypes": other}).cast({"by_cues": pl.Boolean})
    (row,) = lens_agreement(table.cast({"by_prototypes": pl.Boolean})).to_dicts()
    assert row["kappa"] == pytest.approx(cohen_kappa_score(one, other))


def test_kappa_of_a_lens_that_never_varies_is_undefined():
    table = pl.DataFrame({"frame": "conflict", "by_cues": [True, True], "by_prototypes": [True, False]})
    assert lens_agreement(table)["kappa"].to_list() == [None]


def test_places_run_from_top_to_end():
    found = frame_positions(coded("x", ".", ".", "x"))
    # four sentences of ten characters: the first opens at 0 of 40, the last at 30 of 40
    assert found["position"].to_list() == [0, 0.75]


def test_profile_worked_by_hand():
    (row,) = frame_profile(coded(*"xx..x....."), block=2).to_dicts()
    # 3 of 10 sentences; five blocks of two
    assert (row["n"], row["n_sentences"], row["n_blocks"], row["share"]) == (3, 10, 5, 0.3)
    assert row["low"] < 0.3 < row["high"]


def test_profile_of_blocks_that_are_alike_is_wilsons():
    # every block of two holds one: neighbours are no more alike than chance has it, so 8 sentences count as 8.
    # Wilson with n = 8 and t for 8 - 1 degrees of freedom: half a width of t √(1/4/8 + t²/4/64) / (1 + t²/8)
    (row,) = frame_profile(coded(*"x.x.x.x."), block=2).to_dicts()
    t = student_t_quantile(7)
    half = t * (1 / 32 + t**2 / 256) ** 0.5 / (1 + t**2 / 8)
    assert (row["low"], row["share"], row["high"]) == (pytest.approx(0.5 - half), 0.5, pytest.approx(0.5 + half))


def test_profile_refuses_an_interval_from_two_blocks():
    (row,) = frame_profile(coded(*"x....."), block=3).to_dicts()
    assert (row["low"], row["high"]) == (None, None)


def test_gaps_worked_by_hand():
    # Gazette carries it in 8 of 10 sentences, Herald in none: a gap of .8
    table = pl.concat([coded(*"xxxx.xxxx."), coded(*"..........", outlet="Herald")])
    (row,) = frame_gaps(frame_profile(table, block=2)).to_dicts()
    assert (row["highest"], row["lowest"], row["gap"], row["apart"]) == ("Gazette", "Herald", 0.8, True)
    assert (row["n_highest"], row["n_lowest"]) == (8, 0)
    # one outlet alone has no gap
    assert frame_gaps(frame_profile(coded(*"x.x."))).is_empty()


def test_words_are_told_what_is_there():
    with pytest.raises(ValueError, match=r"no lens 'eyes'; lenses here: by_cues, by_prototypes, by_both, by_all"):
        frame_profile(coded("x"), lens="eyes")
    with pytest.raises(ValueError, match="it needs at least 1"):
        frame_profile(coded("x"), block=0)
    with pytest.raises(ValueError, match=r"no frames called 'seven'; schemes here: six, policy, gun"):
        frame_names("seven")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("x."), min_size=1, max_size=40), st.integers(1, 6))
def test_shares_lie_in_their_intervals_bounds(marks, block):
    (row,) = frame_profile(coded(*marks), block=block).to_dicts()
    assert row["n"] == marks.count("x")
    assert row["n_blocks"] == -(-len(marks) // block)
    assert row["low"] is None or 0 <= row["low"] <= row["share"] <= row["high"] <= 1 + 1e-9


@settings(max_examples=30, deadline=None)
@given(st.permutations([FIGHT, MONEY, PLAIN, "Families wept."]))
def test_cues_do_not_depend_on_the_order_of_sentences(order):
    assert (
        cue_counts(order).sum(axis=0).tolist()
        == cue_counts([FIGHT, MONEY, PLAIN, "Families wept."]).sum(axis=0).tolist()
    )


def test_where_the_lenses_part():
    table = coded("x", "o", "x", "o").with_columns(
        by_cues=pl.Series([True, True, False, True]),
        by_prototypes=pl.Series([True, False, True, False]),
        closeness=pl.Series([0.1, 0.04, 0.2, -0.1]),
    )
    # cues alone: the fourth is less close than the second; closeness alone: the third
    assert lens_disagreements(table)["start"].to_list() == [30, 10, 20]
    assert lens_disagreements(table, most=1)["start"].to_list() == [30, 20]
