"""Do the intervals within a text agree with a pencil, with the textbooks' formulas, and with the block bootstrap?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.block_intervals import (
    block_interval,
    difference_interval,
    long_run_variance,
    mean_interval,
    student_t_quantile,
)
from benchmarks.event_differences import block_bootstrap_sums


def lengths(*sizes):
    return np.array(sizes, dtype=float)


def test_runs_of_neighbours_worked_by_hand():
    # 1, 1, -1, -1 with the ends joined: runs of two sum to 2, 0, -2, 0, squares 8, a run has 2 rows: 8 / 2 = 4.
    # Centring cost two of four rows: 4 / (4 - 2) = 2. Runs of one: squares 4 / (4 - 1) = 4/3. Twice the first less that
    assert long_run_variance(np.array([1.0, 1, -1, -1]), lengths(4), 2) == pytest.approx(2 * 2 - 4 / 3)


def test_a_run_does_not_reach_over_the_end_of_an_article():
    # two articles of two rows: each is one run, with sums 2 and -2; two rows a run: squares 16 / 2 = 8, over 4 - 2
    assert long_run_variance(np.array([1.0, 1, -1, -1]), lengths(2, 2), 2) == pytest.approx(2 * 4 - 4 / 3)


def test_a_share_of_independent_sentences_is_wilsons():
    from scipy.stats import norm

    # neighbours that are less alike than chance has it: 400 sentences count as 400; t for 400 × 4 / 5 - 1 degrees
    hits = [1, 0] * 200
    t = student_t_quantile(319)
    half = t * (0.25 / 400 + t**2 / 4 / 400**2) ** 0.5 / (1 + t**2 / 400)
    assert block_interval(hits, kind="share") == pytest.approx((0.5 - half, 0.5 + half))
    assert t == pytest.approx(norm.ppf(0.975), abs=0.02)


def test_sentences_that_cluster_count_for_fewer():
    spread, heaped = [1, 0, 0, 0] * 10, [1] * 10 + [0] * 30
    (low, high), (lower, higher) = (block_interval(hits, kind="share") for hits in (spread, heaped))
    assert higher - lower > 1.3 * (high - low)


def test_nothing_found_still_leaves_room_above():
    # no hit in 45 sentences: from 0 to t² / (n + t²), with t for 45 × 4 / 5 - 1 degrees
    t = student_t_quantile(35)
    assert block_interval([0] * 45, kind="share") == (0.0, pytest.approx(t**2 / (45 + t**2)))
    # no hit in 450 words: from 0 to t² / 450
    assert block_interval([0] * 45, [10] * 45, kind="rate") == (0.0, pytest.approx(t**2 / 450))


def test_a_mean_of_single_rows_is_students():
    from scipy.stats import t as oracle

    values = [3.0, 1.0, 2.0, 5.0, 4.0, 1.0, 2.0]
    ends = oracle.interval(0.95, 6, np.mean(values), np.std(values, ddof=1) / 7**0.5)
    assert block_interval(values, kind="mean", block=1) == pytest.approx(ends)


def test_too_little_has_no_interval():
    assert block_interval([1, 0], kind="share") == (None, None)
    assert block_interval([0, 0, 0], [0, 0, 0], kind="rate") == (None, None)


def test_the_closed_form_is_the_variance_of_drawn_texts():
    rng = np.random.default_rng(1)
    hits = (rng.random(60) < 0.3).astype(float)
    drawn = block_bootstrap_sums(np.column_stack([hits, np.ones(60)]), block=5, draws=20_000, seed=2)
    assert set(drawn[:, 1]) == {60.0}
    # V(5) before what centring cost is given back: 60 × V(5) × 55 / 60
    rows = hits - hits.mean()
    once = rows @ rows / 59
    twice = (long_run_variance(rows, lengths(60), 2) + once) / 2
    five = (long_run_variance(rows, lengths(60), 5) + twice) / 2
    assert drawn[:, 0].var() == pytest.approx(55 * five, rel=0.05)


def test_a_difference_worked_by_hand():
    # .5 in .3 to .7, .2 in .1 to .4: .3 - √(.2² + .2²) to .3 + √(.2² + .1²)
    low, high = difference_interval(0.5, 0.2, (0.3, 0.7), (0.1, 0.4))
    assert (low, high) == (pytest.approx(0.3 - 0.08**0.5), pytest.approx(0.3 + 0.05**0.5))
    assert difference_interval(0.5, 0.2, (None, None), (0.1, 0.4)) == (None, None)
    # the mean of both: .35 - √(.2² + .1²) / 2 to .35 + √(.2² + .2²) / 2
    ends = mean_interval([0.5, 0.2], [(0.3, 0.7), (0.1, 0.4)])
    assert ends == (pytest.approx(0.35 - 0.05**0.5 / 2), pytest.approx(0.35 + 0.08**0.5 / 2))


def test_what_cannot_be_done_is_said():
    with pytest.raises(ValueError, match="no interval for a 'median'; kinds here: share, rate, mean"):
        block_interval([1, 2, 3], kind="median")
    with pytest.raises(ValueError, match="a block of 0 sentences was asked for"):
        block_interval([1, 2, 3], kind="mean", block=0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=3, max_size=60), st.integers(1, 7))
def test_the_share_lies_in_its_interval_and_turns_with_the_text(hits, block):
    low, high = block_interval(hits, kind="share", block=block)
    share = sum(hits) / len(hits)
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1 + 1e-9
    # read backwards, or as its opposite, the text says the same
    assert block_interval(hits[::-1], kind="share", block=block) == pytest.approx((low, high))
    assert block_interval([1 - hit for hit in hits], kind="share", block=block) == pytest.approx((1 - high, 1 - low))
