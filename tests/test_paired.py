"""Differences that come back from event to event: worked by hand, drawn so that they can be read, or refused."""

import numpy as np
import polars as pl
import pytest
from big import study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from test_figure import drawn

from analysis.inference.paired_differences import paired_differences, paired_measures
from analysis.measures.block_intervals import student_t_quantile
from analysis.report.figure import Figure
from analysis.report.plots.paired import show_paired
from analysis.report.prose import Prose


def shares(n_events, lean):
    """G says "x" in every row on every event, H in a share `lean`; ten rows an article."""
    events = [f"e{number:02}" for number in range(n_events)]
    cells = [(event, outlet) for event in events for outlet in "GH"]
    articles = pl.DataFrame([{"event": e, "outlet": o, "article_id": e + o} for e, o in cells])
    rows = [
        {"event": e, "outlet": o, "article_id": e + o, "word": "x" if o == "G" or at < 10 * lean else "y"}
        for e, o in cells
        for at in range(10)
    ]
    return pl.DataFrame(rows), articles


def test_a_difference_on_every_event_has_the_smallest_p_its_design_allows():
    rows, articles = shares(8, 0.4)
    found = paired_differences(rows, articles, by="word").filter(pl.col("category") == "x").row(0, named=True)
    # 1.0 - 0.4 on each of eight events; two of the 2^8 arrangements are as far out: p = 2/256
    assert (found["outlet"], found["other"]) == ("G", "H")
    assert (found["effect"], found["n_events"]) == (pytest.approx(0.6), 8)
    assert found["p"] == found["least_p"] == pytest.approx(2 / 256, abs=1e-5)


def scored(pairs):
    """One row an article: G's value and H's on each event."""
    rows = [
        {"event": f"e{number}", "outlet": outlet, "article_id": f"{outlet}{number}", "score": float(value)}
        for number, pair in enumerate(pairs)
        for outlet, value in zip("GH", pair, strict=True)
    ]
    table = pl.DataFrame(rows)
    return table, table.select("event", "outlet", "article_id")


def test_one_article_each_on_six_events_is_a_paired_test():
    rows, articles = scored([(n, 0) for n in range(1, 7)])
    found = paired_differences(rows, articles, value="score").row(0, named=True)
    # G is above in all six: one of 2^6 arrangements on each side; the mean is 3.5, its error √(3.5 / 6)
    assert (found["p"], found["effect"], found["n_events"]) == (pytest.approx(2 / 64, abs=1e-5), 3.5, 6)
    assert found["high"] - 3.5 == pytest.approx(student_t_quantile(5) * (3.5 / 6) ** 0.5, rel=0.06)


def test_p_is_scipys():
    from scipy.stats import permutation_test

    values = np.random.default_rng(3).normal(size=(7, 2))
    found = paired_differences(*scored(values), value="score").row(0, named=True)
    samples = {"permutation_type": "samples", "n_resamples": np.inf}
    oracle = permutation_test(tuple(values.T), lambda x, y: np.mean(x) - np.mean(y), **samples)
    assert found["p"] == pytest.approx(oracle.pvalue, abs=1e-5)
    assert found["effect"] == pytest.approx(oracle.statistic, abs=1e-5)


def test_drawn_arrangements_come_close_to_all_of_them():
    rows, articles = scored(np.random.default_rng(5).poisson(3, size=(6, 2)))
    exact, drawn = (paired_differences(rows, articles, value="score", draws=n).row(0, named=True) for n in (64, 63))
    assert drawn["p"] == pytest.approx(exact["p"], abs=0.25)
    assert drawn["effect"] == exact["effect"]
    # at hand itself counts: the smallest p that 63 draws can reach is 2 / 64
    assert drawn["p"] >= drawn["least_p"] == pytest.approx(2 / 64, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=6, max_size=6))
def test_turning_the_outlets_round_turns_the_effect_and_keeps_p(pairs):
    one, other = (
        paired_differences(*scored(table), value="score", draws=99).row(0, named=True)
        for table in (pairs, [pair[::-1] for pair in pairs])
    )
    assert one["effect"] == -other["effect"]
    assert one["p"] == other["p"] == one["q"]
    assert 2 / 64 - 1e-5 <= one["p"] <= 1


def test_with_five_events_nothing_is_tested():
    rows, articles = shares(5, 0.4)
    assert paired_differences(rows, articles, by="word").is_empty()


def test_either_categories_or_a_value():
    rows, articles = shares(6, 0.4)
    with pytest.raises(ValueError, match="either `by`"):
        paired_differences(rows, articles)


def test_paired_differences_are_drawn_or_refused(folder):
    big = study()
    figure = show_paired(big.labels, big, "x_paired", "share of labels", by="family", names={})
    assert isinstance(figure, Figure)
    assert_fits(figure)
    assert (folder / "x_paired.csv").is_file()
    small = study(events=2, articles=16)
    said = show_paired(small.labels, small, "y_paired", "share of labels", by="family", names={})
    assert isinstance(said, Prose)
    assert said.text.startswith("No difference in the share of labels is tested from event to event. A difference is")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_FIGURES", str(tmp_path))
    return tmp_path


def test_several_values_are_categories_of_one_table():
    rows, articles = shares(8, 0.4)
    rows = rows.with_columns(x=pl.col("word") == "x", y=pl.col("word") == "y")
    found = paired_differences(rows, articles, value=["x", "y"])
    # each row is x or y, so what one has more of x it has less of y
    assert dict(found.select("category", "effect").iter_rows()) == {"x": pytest.approx(0.6), "y": pytest.approx(-0.6)}
    assert set(found["of_outlet"]) == {80.0}
    assert paired_differences(rows, articles, value="x")["category"].to_list() == [""]


def test_the_outlet_that_has_more_stands_first(folder):
    big = study(outlets=2, events=6, articles=12, actors=2)
    rows = big.labels.with_columns(hers=pl.col("outlet") == big.corpus.outlets[1])
    figure = show_paired(rows, big, "z_paired", "share of her labels", value="hers")
    # all of hers and none of his, on every event; two of 2^6 arrangements are as far out: 2/64
    assert figure.data.select("outlet", "other", "effect", "low", "high").row(0) == (*big.corpus.outlets[::-1], 1, 1, 1)
    assert figure.data["p"].to_list() == [pytest.approx(2 / 64, abs=1e-5)]
    words = "more in The Harbour Herald and … than in The Gazette"
    assert words in drawn(figure.picture)
    assert figure.alt == (
        "Of one comparison over events, one has q at most .05. "
        f"The largest: {words}, +100 percentage points (+100 to +100)."
    )
    assert "smallest p possible .031" in figure.caption
    assert_fits(figure)


def test_names_stand_above_the_outlets_they_are_compared_in(folder):
    big = study()
    figure = show_paired(big.quotations, big, "w_paired", "share of reports", by="actor")
    first = next(text for text in drawn(figure.picture) if "more in" in text)
    assert first.startswith("The association of dockers no. ")
    assert ":\nmore in " in first
    assert (figure.data["effect"] >= 0).all()
    assert_fits(figure)


@pytest.mark.parametrize(
    ("size", "why"),
    [
        ({"outlets": 1, "events": 8, "articles": 8}, "There is one outlet only, so there is nothing to compare."),
        ({"rows": 0}, "There is nothing of the kind in these articles."),
        ({"outlets": 2, "events": 2, "articles": 4}, "no two have six events in common."),
    ],
)
def test_why_nothing_is_tested(size, why, folder):
    small = study(**size)
    said = show_paired(small.labels, small, "v_paired", "share of labels", by="family")
    assert said.text.endswith(why)
    assert not list(folder.iterdir())


def test_rows_on_too_few_events_are_no_test(folder):
    big = study(outlets=2, events=8, articles=16)
    said = show_paired(big.labels.filter(pl.col("event") < "e5"), big, "u_paired", "share of labels", by="family")
    assert said.text.endswith("No two outlets have six events in common on which both have any.")


def test_a_difference_in_every_event_is_the_difference_over_events():
    # G is five points above H on all eight events, but its long articles lie where both have little
    rows = []
    for event in range(8):
        base, mine, theirs = (0.25, 80, 40) if event < 4 else (0.55, 20, 60)
        for outlet, share, of in (("G", base + 0.05, mine), ("H", base, theirs)):
            rows.append(
                {"event": f"e{event}", "outlet": outlet, "article_id": f"{outlet}{event}", "n": share * of, "of": of}
            )
    counted = pl.DataFrame(rows).with_columns(measure=pl.lit("reported"))
    row = paired_measures(counted, counted.select("event", "outlet", "article_id")).row(0, named=True)
    assert (row["outlet"], row["effect"], row["low"], row["high"]) == ("G", pytest.approx(0.05), 0.05, 0.05)
    assert (row["share_outlet"], row["share_other"]) == (pytest.approx(0.45), pytest.approx(0.40))
