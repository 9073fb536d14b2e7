"""Do intervals within a text and from event to event agree with a pencil, and are they refused where they must be?"""

import polars as pl
import pytest

from analysis.measures.block_intervals import block_interval, difference_interval, student_t_quantile
from benchmarks.event_differences import NoTestError, across_event_differences, within_text_intervals


def rows(*texts):
    """Sentences from (event, outlet, article, marks): "x" has what is counted."""
    found = [
        {"event": e, "outlet": o, "article_id": f"{e}-{o}-{a}", "start": place, "hit": int(mark == "x"), "words": 10}
        for e, o, a, marks in texts
        for place, mark in enumerate(marks)
    ]
    return pl.DataFrame(found)


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
