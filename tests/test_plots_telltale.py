import polars as pl
import pytest
from big import study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure as Picture
from test_figure import drawn, newsroom

from analysis.report.plots.telltale import TOO_LITTLE, plot_telltale, telltale_figure


def told(*rows):
    """Rows of event, masked, share told right, chance; 40 sentences, interval a tenth to either side."""
    schema = {"event": str, "masked": bool, "balanced_accuracy": float, "chance_balanced": float}
    share = pl.col("balanced_accuracy")
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        n_sentences=pl.lit(40), balanced_low=share - 0.1, balanced_high=share + 0.1
    )


def titled(table):
    return table.with_columns(event_title=pl.col("event"))


def test_marks_stand_at_share_interval_and_chance():
    ax, rows = Picture().subplots(), titled(told(("e1", False, 0.75, 0.5), ("e1", True, 0.5, 0.5)))
    before = rows.clone()
    assert plot_telltale(rows, ax) is ax
    spans = [list(line.get_xdata()) for line in ax.lines]
    # for each row: the interval, the share, chance
    assert spans[0] == pytest.approx([0.65, 0.85])
    assert spans[1:3] == [[0.75], [0.5, 0.5]]
    assert spans[4:] == [[0.5], [0.5, 0.5]]
    assert [ax.lines[place].get_markerfacecolor() for place in (1, 4)] == ["#222222", "white"]  # open: masked
    assert [text.get_text() for text in ax.texts] == ["75 % of 40", "50 % of 40"]
    assert rows.equals(before)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_every_row_is_drawn_at_its_share(shares):
    ax = plot_telltale(titled(told(*[("e1", False, share, 0.5) for share in shares])), Picture().subplots())
    assert [line.get_xdata()[0] for line in ax.lines[1::3]] == shares


def test_finding_names_event_share_and_chance():
    here = newsroom("A", "B", events=("e1", "e2"))
    figure = telltale_figure(told(("e2", False, 0.75, 0.5), ("e1", True, 0.6, 0.5), ("e1", False, 0.8, 0.5)), here)
    assert figure.alt == (
        "Sentences told right: Event e1 as printed 80 % against 50 % by chance, Event e1 with names masked 60 % "
        "against 50 % by chance and Event e2 as printed 75 % against 50 % by chance."
    )
    assert "95 % interval" in figure.caption
    assert {"chance", "75 % of 40"} <= set(drawn(figure.picture))


def test_an_empty_table_is_a_sentence():
    figure = telltale_figure(told(), newsroom("A"))
    assert drawn(figure.picture) == [TOO_LITTLE] == [figure.alt]


def test_readers_of_many_events_fit_a_page():
    here = study().corpus
    rows = [(event, masked, 0.5, 0.125) for event in here.events for masked in (False, True)]
    figure = telltale_figure(told(*rows), here)
    assert_fits(figure)
    assert "Six events of 20: of those with two outlets and enough sentences, the ones with most." in figure.caption
