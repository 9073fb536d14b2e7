"""Do resampled intervals and tests agree with a pencil and with scipy, and are they refused where they must be?"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference.design import NoTestError
from analysis.inference.permutation import degrees_of_freedom, permutation_plan
from analysis.inference.resampling_counts import compare_counts
from analysis.measures.block_intervals import block_interval, difference_interval, student_t_quantile
from benchmarks.event_differences import across_event_differences, within_text_intervals


def rows(*texts):
    """Sentences from (event, outlet, article, marks): "x" has what is counted."""
    found = [
        {"event": e, "outlet": o, "article_id": f"{e}-{o}-{a}", "start": place, "hit": int(mark == "x"), "words": 10}
        for e, o, a, marks in texts
        for place, mark in enumerate(marks)
    ]
    return pl.DataFrame(found)


def articles(*counts):
    """Rows from (event, outlet, number of articles)."""
    return pl.DataFrame(
        [{"event": e, "outlet": o, "article_id": f"{e}-{o}-{n}"} for e, o, many in counts for n in range(many)]
    )


FOUR = articles(("e1", "CNN", 4), ("e1", "WSWS", 4))


# --- within a text


def test_within_text_worked_by_hand():
    table = rows(("e1", "CNN", 1, "x.x.x.x.x."), ("e1", "WSWS", 1, ".........."))
    cnn, wsws = within_text_intervals(table, value="hit", kind="share").to_dicts()
    assert (cnn["effect"], cnn["n"], cnn["n_of"], cnn["n_rows"], cnn["n_articles"]) == (0.5, 5, 10, 10, 1)
    # no hit in ten sentences: Wilson's high is t² / (10 + t²), with t for 10 - 1 degrees (blocks of three)
    t = student_t_quantile(9)
    assert (wsws["low"], wsws["high"]) == (0, pytest.approx(t**2 / (10 + t**2)))
    assert (cnn["low"], cnn["high"]) == pytest.approx(block_interval([1, 0] * 5, kind="share"))


def test_a_rate_is_counted_over_words():
    (cnn,) = within_text_intervals(
        rows(("e1", "CNN", 1, "x.x.x.x.x.")), value="hit", of="words", kind="rate"
    ).to_dicts()
    assert (cnn["effect"], cnn["n_of"]) == (0.05, 100)
    assert within_text_intervals(rows(("e1", "CNN", 1, "x.")), value="hit", kind="share")["low"].to_list() == [None]


def test_rows_without_a_value_are_left_out():
    # sentences of which an instrument knows no word: the mean is that of the five others, 9 / 5
    table = rows(("e1", "CNN", 1, "......")).with_columns(hit=pl.Series([1.0, None, 2.0, 3.0, 1.0, 2.0]))
    (cnn,) = within_text_intervals(table, value="hit", kind="mean").to_dicts()
    assert (cnn["effect"], cnn["n_rows"]) == (1.8, 5)
    assert cnn["low"] < 1.8 < cnn["high"]
    both = pl.concat([table, table.with_columns(outlet=pl.lit("WSWS"), article_id=pl.lit("w"))])
    first = across_event_differences(both, target="CNN", reference="WSWS", value="hit", kind="mean").row(0, named=True)
    assert (first["effect"], first["n_target"]) == (0, 9)


# --- from event to event


def events(k, ours="xx..x.x...", theirs="x........."):
    return rows(*[(f"e{n}", o, 1, m[n:] + m[:n]) for n in range(k) for o, m in (("CNN", ours), ("WSWS", theirs))])


def test_fewer_than_six_events_show_every_value_and_no_interval():
    found = across_event_differences(events(5), target="CNN", reference="WSWS", value="hit", kind="share")
    assert found["event"].to_list() == ["e0", "e1", "e2", "e3", "e4", "all events"]
    # .4 - .1 in every event
    assert found["effect"].to_list() == pytest.approx([0.3] * 6)
    assert found.row(-1, named=True)["low"] is None
    one = [block_interval([int(mark == "x") for mark in marks], kind="share") for marks in ("xx..x.x...", "x.........")]
    assert (found["low"][0], found["high"][0]) == pytest.approx(difference_interval(0.4, 0.1, *one))


def test_six_events_have_an_interval_from_their_values():
    # differences 0, .1, .2 … .5: mean .25, standard deviation √.035
    texts = [(f"e{n}", o, 1, "x" * (n if o == "CNN" else 0) + "." * (10 - (n if o == "CNN" else 0)))
             for n in range(6) for o in ("CNN", "WSWS")]  # fmt: skip
    last = across_event_differences(rows(*texts), target="CNN", reference="WSWS", value="hit", kind="share").row(
        -1, named=True
    )
    half = student_t_quantile(5) * (0.035 / 6) ** 0.5
    assert (last["effect"], last["low"], last["high"]) == pytest.approx((0.25, 0.25 - half, 0.25 + half))
    assert (last["n_events"], last["by_events"]) == (6, pytest.approx((0.035 / 6) ** 0.5))
    assert (last["n_target"], last["n_reference"], last["by_articles"]) == (15, 0, None)


def test_articles_are_drawn_where_there_are_two():
    table = rows(("e1", "CNN", 1, "xxxx"), ("e1", "CNN", 2, "...."), ("e1", "WSWS", 1, "x..."))
    last = across_event_differences(table, target="CNN", reference="WSWS", value="hit", kind="share").row(
        -1, named=True
    )
    # CNN's article is 1 or 0 with equal chance: standard deviation 1/2
    assert last["by_articles"] == pytest.approx(0.5, abs=0.01)


def test_outlets_that_share_no_event_are_refused():
    table = rows(("e1", "CNN", 1, "x..."), ("e2", "WSWS", 1, "x..."))
    with pytest.raises(NoTestError, match="they share no event; add articles of both on one"):
        across_event_differences(table, target="CNN", reference="WSWS", value="hit", kind="share")
    with pytest.raises(ValueError, match="no outlet 'BBC' in this corpus; outlets here: CNN, WSWS"):
        across_event_differences(table, target="CNN", reference="BBC", value="hit", kind="share")


# --- whole articles


def test_an_exact_p_worked_by_hand():
    # one word in every article of CNN but none of WSWS: of C(8, 4) = 70 arrangements one is as far out; 2 / 70
    counts = np.array([[1], [1], [1], [1], [0], [0], [0], [0]])
    (row,) = compare_counts(
        counts, FOUR, target="CNN", reference="WSWS", of=[10] * 8, statistic="difference"
    ).to_dicts()
    assert (row["p"], row["least_p"], row["q"]) == pytest.approx((2 / 70, 2 / 70, 2 / 70))
    assert (row["effect"], row["n_target"], row["n_reference"], row["of_target"]) == (0.1, 4, 0, 40)
    # no article differs from the others of its outlet: no width
    assert (row["low"], row["high"]) == pytest.approx((0.1, 0.1))


def test_p_stands_last_and_effect_first():
    names = compare_counts(np.ones((8, 2)), FOUR, target="CNN", reference="WSWS").columns
    assert names[:4] == ["term", "effect", "low", "high"]
    assert names[-2:] == ["p", "q"]


def test_p_is_scipys():
    from scipy.stats import permutation_test

    values = np.random.default_rng(3).normal(size=8)
    (row,) = compare_counts(
        values, FOUR, target="CNN", reference="WSWS", of=np.ones(8), statistic="difference"
    ).to_dicts()
    oracle = permutation_test((values[:4], values[4:]), lambda x, y: np.mean(x) - np.mean(y), n_resamples=np.inf)
    assert row["p"] == pytest.approx(oracle.pvalue)
    assert row["effect"] == pytest.approx(oracle.statistic)


def test_the_width_is_that_of_two_samples():
    values = np.random.default_rng(4).normal(size=60)
    many = articles(("e1", "CNN", 30), ("e1", "WSWS", 30))
    (row,) = compare_counts(
        values, many, target="CNN", reference="WSWS", of=np.ones(60), statistic="difference"
    ).to_dicts()
    error = (values[:30].var(ddof=1) / 30 + values[30:].var(ddof=1) / 30) ** 0.5
    assert row["high"] - row["effect"] == pytest.approx(student_t_quantile(58) * error, rel=0.06)


def test_drawn_arrangements_come_close_to_all_of_them():
    counts = np.random.default_rng(5).poisson(3, size=(8, 3))
    exact = compare_counts(counts, FOUR, target="CNN", reference="WSWS", draws=70)
    drawn = compare_counts(counts, FOUR, target="CNN", reference="WSWS", draws=69)
    assert drawn["p"].to_list() == pytest.approx(exact["p"].to_list(), abs=0.25)
    assert drawn["effect"].equals(exact["effect"])
    # at hand itself counts: the smallest p that 69 draws can reach is 2 / 70
    assert drawn["p"].min() >= 2 / 70


def test_sparse_and_dense_agree_and_q_is_scipys():
    from scipy.sparse import csr_matrix
    from scipy.stats import false_discovery_control

    counts = np.random.default_rng(6).poisson(2, size=(8, 5))
    dense, sparse = (compare_counts(m, FOUR, target="CNN", reference="WSWS") for m in (counts, csr_matrix(counts)))
    assert dense["p"].equals(sparse["p"])
    assert dense["low"].to_list() == pytest.approx(sparse["low"].to_list(), abs=1e-4)
    assert dense["q"].to_list() == pytest.approx(false_discovery_control(dense["p"]).tolist())


def test_events_weigh_the_same_for_both_outlets():
    # both outlets write "riot" in every article on e1 and never on e2; CNN covers e1 more: no difference
    table = articles(("e1", "CNN", 6), ("e1", "WSWS", 2), ("e2", "CNN", 2), ("e2", "WSWS", 6))
    counts = (table["event"] == "e1").cast(pl.Int64).to_numpy()
    (row,) = compare_counts(
        counts, table, target="CNN", reference="WSWS", of=np.ones(16), statistic="difference"
    ).to_dicts()
    assert row["effect"] == pytest.approx(0)
    assert row["p"] == 1


def test_one_article_an_outlet_is_refused():
    one = articles(("e1", "CNN", 1), ("e1", "WSWS", 1))
    with pytest.raises(NoTestError, match="cannot be told from one between single texts; two or more articles of each"):
        compare_counts([[1], [0]], one, target="CNN", reference="WSWS")
    few = articles(*[(f"e{n}", o, 1) for n in range(5) for o in ("CNN", "WSWS")])
    with pytest.raises(NoTestError, match="on 5 events in common"):
        compare_counts(np.ones(10), few, target="CNN", reference="WSWS")


def test_one_article_each_on_six_events_is_a_paired_test():
    table = articles(*[(f"e{n}", o, 1) for n in range(6) for o in ("CNN", "WSWS")])
    values = np.array([[n, 0] for n in range(1, 7)]).ravel()
    (row,) = compare_counts(
        values, table, target="CNN", reference="WSWS", of=np.ones(12), statistic="difference"
    ).to_dicts()
    # CNN is above in all six: one of 2^6 arrangements; the mean is 3.5, its error √(3.5 / 6)
    assert (row["p"], row["claim"], row["effect"]) == (2 / 64, "this outlet", 3.5)
    assert row["high"] - 3.5 == pytest.approx(student_t_quantile(5) * (3.5 / 6) ** 0.5, rel=0.06)


def test_events_with_a_single_article_are_left_out():
    table = articles(("e1", "CNN", 2), ("e1", "WSWS", 3), ("e2", "CNN", 1), ("e2", "WSWS", 3))
    plan = permutation_plan(table, target="CNN", reference="WSWS")
    assert plan.rows.tolist() == [0, 1, 2, 3, 4]
    assert plan.claim == "this sample"


def test_few_articles_of_one_outlet_set_the_degrees_of_freedom():
    # 8 against 3: an article of the eight weighs 3/11, one of the three 8/11; 8 × (3/11)² + 3 × (8/11)² = 264 / 121;
    # squared, over (72/121)² / 7 + (192/121)² / 2 is 264² / (72² / 7 + 192² / 2)
    table = articles(("e1", "CNN", 8), ("e1", "WSWS", 3))
    plan = permutation_plan(table, target="CNN", reference="WSWS")
    stratum = plan.is_target.astype(int)
    assert degrees_of_freedom(plan, stratum) == pytest.approx(264**2 / (72**2 / 7 + 192**2 / 2))


def test_what_does_not_fit_is_said():
    with pytest.raises(ValueError, match="counts of 3 articles were given for 8; give one row an article"):
        compare_counts([[1], [2], [3]], FOUR, target="CNN", reference="WSWS")
    with pytest.raises(ValueError, match="no statistic 'median'; statistics here: log_ratio, difference"):
        compare_counts(np.ones((8, 1)), FOUR, target="CNN", reference="WSWS", statistic="median")
    with pytest.raises(ValueError, match="`of` has 9 numbers for 8 articles; give one an article"):
        compare_counts(np.ones((8, 1)), FOUR, target="CNN", reference="WSWS", of=[1] * 9)
    with pytest.raises(ValueError, match="2 terms were given for 1 columns of counts"):
        compare_counts(np.ones((8, 1)), FOUR, target="CNN", reference="WSWS", terms=["riot", "police"])
    with pytest.raises(ValueError, match="nothing to divide the counts of e1-CNN-0 by; leave such articles out"):
        compare_counts(np.ones((8, 1)), FOUR, target="CNN", reference="WSWS", of=[0] + [1] * 7)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_turning_the_outlets_round_turns_the_effect_and_keeps_p(counts):
    given_ = np.array(counts)
    options = {"of": [10] * 8, "draws": 99}
    one = compare_counts(given_, FOUR, target="CNN", reference="WSWS", **options).row(0, named=True)
    other = compare_counts(given_, FOUR, target="WSWS", reference="CNN", **options).row(0, named=True)
    assert one["effect"] == pytest.approx(-other["effect"], abs=1e-6)
    assert one["p"] == pytest.approx(other["p"])
    assert 2 / 70 - 1e-9 <= one["p"] <= one["q"] <= 1
