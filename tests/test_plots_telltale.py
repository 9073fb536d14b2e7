import polars as pl
import pytest
from big import NAMES, study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.report.plots.telltale import TOO_LITTLE, map_figure, plot_map, plot_telltale, telltale_figure
from analysis.report.style import colours


def told(*rows):
    """Rows of event, masked, share told right, chance; 40 sentences, interval a tenth to either side."""
    schema = {"event": str, "masked": bool, "balanced_accuracy": float, "chance_balanced": float}
    share = pl.col("balanced_accuracy")
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        n_sentences=pl.lit(40), balanced_low=share - 0.1, balanced_high=share + 0.1
    )


def places(*rows):
    """Rows of event, outlet, x, y; the first dimension holds 3 %, the second 2 %."""
    table = pl.DataFrame(rows, schema={"event": str, "outlet": str, "x": float, "y": float}, orient="row")
    return table.with_columns(
        article_id=pl.lit("a"),
        start=pl.int_range(pl.len()),
        masked=pl.lit(True),
        text=pl.lit("A day."),
        share_x=pl.lit(0.03),
        share_y=pl.lit(0.02),
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
    for figure in (telltale_figure(told(), newsroom("A")), map_figure(places(), newsroom("A"))):
        assert drawn(figure.picture) == [TOO_LITTLE] == [figure.alt]


def test_points_stand_where_the_sentences_do():
    ax, rows = Picture().subplots(), places(("e1", "A", 1, 2), ("e1", "B", 3, 4), ("e1", "A", 5, 6))
    before = rows.clone()
    assert plot_map(rows, ax, colour={"A": "#0072b2", "B": "#000000"}, outlets=["A", "B", "C"]) is ax
    assert [c.get_offsets().tolist() for c in ax.collections] == [[[1, 2], [5, 6]], [[3, 4]]]
    assert [to_hex(c.get_facecolor()[0]) for c in ax.collections] == ["#0072b2", "#000000"]
    assert rows.equals(before)


def test_an_outlet_looks_the_same_in_every_panel():
    here = newsroom("A", NASTY, events=("e1", "e2"))
    figure = map_figure(places(("e1", "A", 1, 2), ("e1", NASTY, 3, 4), ("e2", NASTY, 5, 6)), here)
    first, second = figure.picture.axes
    assert to_hex(first.collections[1].get_facecolor()[0]) == colours(here)[NASTY].lower()
    left, right = first.collections[1], second.collections[0]
    assert left.get_facecolor().tolist() == right.get_facecolor().tolist()
    assert left.get_paths()[0].vertices.tolist() == right.get_paths()[0].vertices.tolist()
    (key,) = figure.picture.legends
    assert [text.get_text() for text in key.get_texts()] == ["A", NASTY]
    assert NASTY in drawn(figure.picture)


def test_the_map_says_how_little_it_holds():
    figure = map_figure(places(("e1", "A", 1, 2), ("e1", "B", 3, 4)), newsroom("A", "B"))
    # 3 % and 2 % are 5 %
    assert figure.alt == "A map of two sentences, which holds 5 % for Event e1 of all differences."
    assert figure.evidence["sentence"].to_list() == ["A day.", "A day."]


def test_four_events_and_twelve_long_names_have_room():
    names = [f"The Exceedingly Long {letter} Times of the World" for letter in "ABCDEFGHIJKL"]
    events = ("e1", "e2", "e3", "e4")
    rows = [(event, name, float(place), 1.0) for event in events for place, name in enumerate(names)]
    figure = map_figure(places(*rows), newsroom(*names, events=events))
    drawn(figure.picture)
    seen = [ax for ax in figure.picture.axes if ax.get_visible()]
    assert len(seen) == 4
    assert all(ax.get_position().width > 0.2 and ax.get_position().height > 0.15 for ax in seen)
    assert len(figure.picture.legends[0].get_texts()) == 12


def test_readers_and_maps_of_many_events_fit_a_page():
    here = study().corpus
    rows = [(event, masked, 0.5, 0.125) for event in here.events for masked in (False, True)]
    figure = telltale_figure(told(*rows), here)
    assert_fits(figure)
    assert "Six events of 20: of those with two outlets and enough sentences, the ones with most." in figure.caption
    points = [(event, name, float(place), 1.0) for event in here.events for place, name in enumerate(NAMES)]
    assert_fits(map_figure(places(*points), here))
