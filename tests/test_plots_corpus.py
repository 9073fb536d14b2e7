from datetime import date

import polars as pl
import pytest
from big import study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.report.plots.corpus import LINES, MOST, plot_event_lines, plot_timeline, timeline, timeline_figure
from analysis.report.style import colours


def day_of(number):
    return num2date(number).date()


def marks(ax):
    """Where the marks stand and in which colour, in the order drawn."""
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [(day_of(date2num(line.get_xdata()[0])), to_hex(line.get_markeredgecolor())) for line in found]


def test_days_are_counted_from_the_first_of_the_event():
    rows = timeline(newsroom("A", "B", events=("e1", "e2")))
    # the event begins on 1 March; A reports that day, B the next
    assert rows.select("event", "outlet", "day").rows() == [
        ("e1", "A", 1),
        ("e1", "B", 2),
        ("e2", "A", 1),
        ("e2", "B", 2),
    ]
    assert rows["stated"].all()


def test_marks_stand_on_their_days_in_their_outlets_colour():
    here, ax = newsroom("A", "B"), Picture().subplots()
    rows, tint = timeline(here), colours(here)
    before = rows.clone()
    assert plot_timeline(rows, ax, colour=tint) is ax
    assert marks(ax) == [(date(2008, 3, 1), tint["A"].lower()), (date(2008, 3, 2), tint["B"].lower())]
    assert [text.get_text() for text in ax.texts] == ["A, 1 March", "A day", "B, 2 March", "A day"]
    assert rows.equals(before)


def test_an_inferred_date_is_an_open_mark():
    rows = timeline(newsroom("A", "B")).with_columns(stated=False)
    ax = plot_timeline(rows, Picture().subplots(), colour={"A": "#000000", "B": "#000000"})
    assert {line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"} == {"white"}


def test_the_finding_follows_the_data():
    figure = timeline_figure(newsroom("A", "B", events=("e1", "e2")))
    assert figure.alt == "In order of time: on Event e1 A (day 1) and B (day 2); on Event e2 A (day 1) and B (day 2)."
    assert figure.caption.startswith("Four articles")
    assert len(figure.picture.axes) == 2
    assert len(figure.data) == 4


def test_days_below_are_written_without_the_machines_language():
    words = drawn(timeline_figure(newsroom("A")).picture)
    assert "10 Mar" in words
    assert not [word for word in words if "%" in word]


def test_many_articles_share_a_line_an_outlet():
    here, ax = newsroom("A", "B", each=MOST), Picture().subplots()
    plot_timeline(timeline(here), ax, colour=colours(here))
    assert len(marks(ax)) == 2 * MOST
    assert [text.get_text() for text in ax.texts] == [
        *(f"A: {MOST} articles", "1 March to 24 March"),
        *(f"B: {MOST} articles", "25 March to 17 April"),
    ]
    assert timeline_figure(here).picture.get_size_inches()[1] < 3
    # an article later than the event's last day is on the picture all the same
    assert day_of(ax.get_xlim()[1]) > date(2008, 4, 17)


@settings(max_examples=5, deadline=None)
@given(st.integers(1, 30), st.integers(1, 2))
def test_every_article_has_one_mark(outlets, events):
    here = newsroom(*[f"o{n}" for n in range(outlets)], events=[f"e{n}" for n in range(events)])
    for event in timeline(here).partition_by("event"):
        assert len(marks(plot_timeline(event, Picture().subplots(), colour=colours(here)))) == outlets


@pytest.mark.parametrize("name", [NASTY, "The Exceedingly Long Name of a Newspaper of Record"])
def test_odd_and_long_names_stay_on_the_page(name):
    figure = timeline_figure(newsroom(name))
    picture = figure.picture
    drawn(picture)
    right = picture.bbox.x1
    assert all(text.get_window_extent().x1 <= right + 1 for ax in picture.axes for text in ax.texts)
    assert name in figure.alt


@pytest.mark.parametrize(
    "size",
    [{}, {"outlets": 3, "events": 12, "articles": 36}, {"outlets": 1, "events": 1, "articles": 1}, {"events": 1}],
)
def test_a_corpus_of_any_size_fits_a_page(size):
    here = study(**size).corpus
    figure = timeline_figure(here)
    assert_fits(figure)
    assert figure.data.height == here.articles.height


def test_of_more_events_than_lines_those_with_most_articles_are_drawn():
    here = newsroom("A", "B", events=tuple(f"e{place}" for place in range(LINES + 5)))
    figure = timeline_figure(here)
    assert_fits(figure)
    assert f"The {LINES} of {LINES + 5} events with the most articles" in figure.caption
    assert figure.alt.startswith(f"{LINES + 5} events, the first from 1 March 2008")


def test_a_line_of_an_event_has_every_article_on_its_day():
    here, ax = newsroom("A", "B", events=("e1",)), Picture().subplots()
    plot_event_lines([timeline(here)], ax, colour=colours(here))
    assert [line.get_xdata()[0] for line in ax.lines] == [1, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Event e1, 2008: 2"]


def test_a_title_that_says_the_year_does_not_say_it_twice():
    here, ax = newsroom("A", events=("e1",)), Picture().subplots()
    rows = timeline(here).with_columns(event_title=pl.lit("Week 3 of 2008"))
    plot_event_lines([rows], ax, colour=colours(here))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Week 3 of 2008: 1"]
