"""Shares of voice, cue verbs and agency, tested by what is drawn."""

import polars as pl
import pytest
from big import study
from drawn import assert_fits
from test_figure import drawn, newsroom

from analysis.inference.null.effects import null_band
from analysis.measures.pooling import add_all_events
from analysis.measures.voices import cue_profile, reported_words, voice_shares
from analysis.report.plots.agency import (
    CLINE,
    cline_figure,
    plot_cline,
    plot_who_to_whom,
    who_to_whom_figure,
)
from analysis.report.plots.canvas import panels
from analysis.report.plots.voices import CUES, cue_figure, plot_cues, plot_share, share_figure
from analysis.schema import ALL_EVENTS

NAMES = {"MAYOR": "the mayor", "OTHER": "others"}
SHARES = pl.DataFrame(
    {
        "event": "e1",
        "outlet": ["Gazette", "Gazette", "Herald"],
        "actor": ["MAYOR", "OTHER", "MAYOR"],
        "n": [2, 1, 1],
        "n_words": [30, 10, 5],
        "share_words": [0.75, 0.25, 1.0],
        "share_direct_words": [0.5, None, 0.0],
    }
)
CUE = pl.DataFrame(
    {
        "event": "e1",
        "outlet": ["Gazette", "Gazette"],
        "actor": ["MAYOR", "MAYOR"],
        "cue_class": ["distancing", "neutral"],
        "n": [1, 3],
        "total": [4, 4],
        "share": [0.25, 0.75],
        "cues": ["claimed", "said"],
    }
)
STEPS = pl.DataFrame(
    {
        "event": "e1",
        "outlet": "Gazette",
        "cline": ["active", "nominal"],
        "n": [3, 1],
        "n_expressed": [3, 0],
        "share": [0.75, 0.25],
    }
)
PAIRS = pl.DataFrame(
    {
        "event": "e1",
        "outlet": "Gazette",
        "agent": ["MAYOR", "unstated"],
        "patient": ["OTHER", "MAYOR"],
        "n": [2, 5],
        "n_active": [2, 0],
        "n_own": [1, 5],
        "share": [2 / 7, 5 / 7],
    }
)


def widths(ax):
    return [round(bar.get_width(), 6) for bar in ax.patches]


def test_bars_of_voice_are_shares_and_the_part_in_marks():
    _, (ax,) = panels(height=2)
    plot_share(SHARES.filter(pl.col("outlet") == "Gazette"), ax, actors=["MAYOR", "OTHER"], names=NAMES)
    # all the mayor's words, then the half of them in quotation marks; the others' none
    assert widths(ax) == [0.75, 0.375, 0.25, 0.0]


def test_the_share_figure_names_every_actor_and_the_largest():
    figure = share_figure(SHARES, newsroom("Gazette", "Herald"), names=NAMES)
    assert {"the mayor", "others", "30", "10", "5"} <= set(drawn(figure.picture))
    assert "the mayor 75 % in Gazette" in figure.alt


def test_cues_fill_the_bar_in_the_order_of_the_key():
    _, (ax,) = panels(height=2)
    plot_cues(CUE, ax, sources=["MAYOR"], names=NAMES)
    assert widths(ax) == [0.75, 0.25]
    assert next(iter(CUES)) == "neutral"


def test_the_cue_figure_tells_where_distance_is():
    figure = cue_figure(CUE, newsroom("Gazette"), names=NAMES, least=1)
    assert "1 of 4 for the mayor in Gazette" in figure.alt


def test_the_cline_runs_from_the_doer_to_the_noun():
    figure = cline_figure(STEPS, newsroom("Gazette"))
    assert "Gazette 3 of 4" in figure.alt
    _, (ax,) = panels(height=2)
    plot_cline(
        STEPS.with_columns(total=pl.lit(4)), ax, stories=[("e1", "Gazette", "Gazette")], colour={"Gazette": "#000000"}
    )
    assert widths(ax) == [0.75, 0.25]
    assert list(CLINE)[-1] == "nominal"


def test_pairs_stand_where_doer_and_undergoer_meet():
    _, (ax,) = panels(height=2)
    plot_who_to_whom(PAIRS, ax, agents=["MAYOR", "unstated"], patients=["MAYOR", "OTHER"])
    marks = [tuple(dots.get_offsets()[0]) for dots in ax.collections[::2]]
    assert marks == [(1, 2), (0, 1)]


def test_the_pair_figure_tells_only_of_named_doers():
    figure = who_to_whom_figure(PAIRS, newsroom("Gazette"), names=NAMES)
    assert figure.alt == "With a doer named, most frequent are the mayor to others in Gazette (2)."


@pytest.mark.parametrize("figure", [cline_figure, lambda rows, corpus: who_to_whom_figure(rows, corpus, names=NAMES)])
def test_no_acts_give_a_picture_in_words(figure):
    empty = STEPS.clear() if figure is cline_figure else PAIRS.clear()
    assert "No use of force was found." in drawn(figure(empty, newsroom("Gazette")).picture)


BIG = study()
TWELVE = study(outlets=3, events=12, articles=36, rows=12)
SMALL = study(outlets=1, events=1, articles=2)
NONE = study(outlets=1, events=1, articles=2, actors=0, rows=0)
sizes = pytest.mark.parametrize("here", [BIG, TWELVE, study(outlets=4, events=3, articles=24), SMALL])


def share_of(here):
    shares = add_all_events(voice_shares, here.quotations, here.sentences)
    words = reported_words(here.quotations)
    null = add_all_events(null_band, words, here.sentences, by="actor", weight="words")
    return share_figure(shares, here.corpus, names=here.actor_names, null=null)


def cues_of(here):
    plain = reported_words(here.quotations).filter(pl.col("cue") != "")
    plain = plain.with_columns(plain=pl.col("cue_class") == "neutral")
    null = add_all_events(null_band, plain, here.sentences, value="plain", within=["actor"])
    profile = add_all_events(cue_profile, here.quotations)
    return cue_figure(profile, here.corpus, names=here.actor_names, least=1, null=null)


@sizes
def test_shares_of_any_size_fit(here):
    assert_fits(share_of(here))


@sizes
def test_cues_of_any_size_fit(here):
    assert_fits(cues_of(here))


def test_all_events_stand_first_and_each_event_begins_a_line():
    figure = share_of(TWELVE)
    titles = [ax.get_title(loc="left").split("\n")[1] for ax in figure.picture.axes]
    assert titles[:3] == ["all events"] * 3
    assert [len(set(titles[at : at + 3])) for at in (0, 3, 6)] == [1, 1, 1]
    assert " All events together and the two events of 12" in figure.caption
    assert "The 7 of 14 sources reported most are drawn." in figure.caption
    assert figure.alt.startswith("Over all events, the largest share of reported words goes to")


def test_a_source_needs_so_many_words_over_all_events_not_counted_twice():
    cues = CUE.with_columns(n=pl.lit(1), total=pl.lit(2), share=pl.lit(0.5))
    profile = pl.concat([cues.with_columns(event=pl.lit(event)) for event in (ALL_EVENTS, "e1", "e2")])
    # two words on each event and two of all events here: two, not six
    figure = cue_figure(profile, newsroom("Gazette", events=("e1", "e2")), names=NAMES, least=3)
    assert drawn(figure.picture) == ["No source has enough reporting words to be drawn."]


def test_nobody_speaks():
    assert drawn(share_of(NONE).picture) == ["No reported speech was found."] == [share_of(NONE).alt]
    assert drawn(cues_of(NONE).picture) == ["No source has enough reporting words to be drawn."]
    assert cues_of(NONE).alt == "No distancing words were found."
