import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.report.plots.sentiment import (
    along_figure,
    disagreement_figure,
    plot_along,
    plot_disagreement,
    plot_voice_gap,
    voice_gap_figure,
)
from analysis.report.style import MARKERS, colours

BLUE = "#0072b2"
TWO = ("TextBlob", "VADER")


def scores(*values, article="e1-0", instrument="TextBlob"):
    rows = [(article, instrument, start, value) for start, value in enumerate(values)]
    schema = {"article_id": str, "instrument": str, "start": int, "score": float}
    return pl.DataFrame(rows, schema=schema, orient="row")


def means(*rows):
    """Rows of article, outlet, instrument, voice, mean; three sentence parts each."""
    schema = {"article_id": str, "outlet": str, "instrument": str, "voice": str, "mean": float}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(n_scored=pl.lit(3))


def pairs(*rows):
    """Rows of outlet, TextBlob, VADER."""
    schema = {"outlet": str, "score_textblob": float, "score_vader": float}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.with_columns(text=pl.lit("A day."), opposite=pl.col("score_textblob") * pl.col("score_vader") < 0)


def strokes(ax):
    (found,) = [c for c in ax.collections if isinstance(c, LineCollection)]
    return [(segment[0][0], segment[1][1]) for segment in found.get_segments()]


def dots(ax):
    """Round marks with their place, and whether they are filled."""
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [(line.get_xdata()[0], line.get_ydata()[0], line.get_markerfacecolor() != "white") for line in found]


def test_strokes_are_as_long_as_the_scores():
    ax, rows = Picture().subplots(), scores(0.5, -0.25, None)
    before = rows.clone()
    assert plot_along(rows, ax, colour=BLUE, mean=0.125) is ax
    # (0.5 - 0.25) / 2 = 0.125; the third sentence has no word in the list
    assert strokes(ax)[:2] == [(1, 0.5), (2, -0.25)]
    assert [list(line.get_xdata()) for line in ax.lines if line.get_marker() == "o"] == [[3]]
    assert [text.get_text() for text in ax.texts] == ["+0.12"]
    assert rows.equals(before)


def test_no_mean_no_line():
    ax = plot_along(scores(None), Picture().subplots(), colour=BLUE, mean=None)
    assert not ax.texts


@settings(max_examples=15, deadline=None)
@given(st.lists(st.none() | st.floats(-1, 1), min_size=1, max_size=9))
def test_every_sentence_has_one_place(values):
    ax = plot_along(scores(*values), Picture().subplots(), colour=BLUE, mean=None)
    assert [x for x, _ in strokes(ax)] == list(range(1, len(values) + 1))


def test_along_counts_the_means_above_zero():
    table = pl.concat([scores(0.5, article=f"e1-{n}", instrument=i) for n in (0, 1) for i in TWO])
    rows = [(f"e1-{n}", "AB"[n], i, "all", (-0.1 if (n, i) == (0, "VADER") else 0.1)) for n in (0, 1) for i in TWO]
    figure = along_figure(table, means(*rows), newsroom("A", "B"))
    assert figure.alt == "TextBlob: 2 of 2 article means above zero; VADER: 1 of 2 article means above zero."
    assert len(figure.picture.axes) == 4
    tint = colours(newsroom("A", "B"))
    assert [ax.get_title(loc="left") for ax in figure.picture.axes] == ["A, TextBlob", "A, VADER", "B", "B"]
    assert "open dot is a sentence of which the instrument knows no word" in figure.caption
    assert to_hex(figure.picture.axes[0].collections[0].get_color()[0]) == tint["A"].lower()


def test_two_articles_of_an_outlet_are_told_apart_by_day():
    table = pl.concat([scores(0.5, article=f"e1-{n}") for n in (0, 1)])
    figure = along_figure(table, means(), newsroom("A", each=2))
    assert {"A, 1 Mar 2008, TextBlob", "A, 2 Mar 2008"} <= set(drawn(figure.picture))


def test_more_articles_than_there_is_room_for():
    table = pl.concat([scores(0.5, article=f"e1-{n}") for n in range(4)])
    figure = along_figure(table, means(), newsroom("A", "B", "C", "D"), most=3)
    assert len(figure.picture.axes) == 3
    assert "The first 3 of 4 articles." in figure.caption


def test_nothing_scored_is_refused():
    with pytest.raises(ValueError, match="no sentence of this corpus is scored"):
        along_figure(scores(), means(), newsroom("A"))
    with pytest.raises(ValueError, match="no mean of this corpus"):
        voice_gap_figure(means(), newsroom("A"))


def test_points_stand_at_their_two_scores():
    ax, rows = Picture().subplots(), pairs(("A", 0.5, -0.5), ("A", -0.5, 0.25), ("B", 0.1, 0.2))
    before = rows.clone()
    assert plot_disagreement(rows, ax, colour={"A": BLUE, "B": "#000000"}, outlets=["A", "B"]) is ax
    assert [c.get_offsets().tolist() for c in ax.collections] == [[[0.5, -0.5], [-0.5, 0.25]], [[0.1, 0.2]]]
    assert [to_hex(c.get_facecolor()[0]) for c in ax.collections] == [BLUE, "#000000"]
    # one sentence in each shaded quarter: below zero for TextBlob and above for VADER, and the other way round
    assert [text.get_text() for text in ax.texts] == ["one sentence", "one sentence"]
    assert rows.equals(before)


def test_disagreement_counts_opposite_signs():
    figure = disagreement_figure(pairs(("A", 0.5, -0.5), ("A", 0.5, 0.5), (NASTY, 0.0, 0.5)), newsroom("A", NASTY))
    assert figure.alt == "TextBlob and VADER disagree on the sign of 1 of 3 sentences."
    assert figure.evidence.rows() == [("A", "A day.", 0.5, -0.5)]
    assert {"A", NASTY, "VADER", "TextBlob"} <= set(drawn(figure.picture))
    left = min(ax.get_tightbbox().x0 for ax in figure.picture.axes)
    assert left >= 0  # the name of the axis is on the page


def test_disagreement_of_twelve_outlets_and_of_none():
    names = [f"O{place}" for place in range(12)]
    figure = disagreement_figure(pairs(*[(name, 0.5, 0.5) for name in names]), newsroom(*names))
    looks = {
        (to_hex(c.get_facecolor()[0]), c.get_paths()[0].vertices.tobytes()) for c in figure.picture.axes[0].collections
    }
    assert len(looks) == 12 > len(MARKERS)
    assert disagreement_figure(pairs(), newsroom("A")).alt.endswith("0 of 0 sentences.")


def test_narrator_is_filled_and_quotation_open():
    ax = Picture().subplots()
    rows = means(("e1-0", "A", "VADER", "narrator", 0.25), ("e1-0", "A", "VADER", "quotation", -0.5))
    before = rows.clone()
    assert plot_voice_gap(rows, ax, colour={"A": BLUE, "B": BLUE}, outlets=["A", "B"]) is ax
    # the narrator above the line of the outlet, the quotations below it
    assert [(x, round(y, 6), filled) for x, y, filled in dots(ax)] == [(0.25, 2.19, True), (-0.5, 1.81, False)]
    assert [text.get_text() for text in ax.texts] == ["3", "3"]
    assert rows.equals(before)


def test_bands_lie_behind_mean_and_marks():
    null = {"null_effect": 2.0, "null_low": -0.25, "null_high": 0.5, "outside": False}
    table = means(("e1-0", "A", "VADER", "narrator", 0.25)).with_columns(**{k: pl.lit(v) for k, v in null.items()})
    figure = voice_gap_figure(
        table.select("article_id", "outlet", "instrument", "voice", "mean", "n_scored"), newsroom("A"), null=table
    )
    (band,) = figure.picture.axes[0].patches
    assert (band.get_x(), band.get_width()) == (-0.25, 0.75)
    assert "Of one mean, none lie outside the band." in figure.alt
    assert figure.data.select("null_low", "null_high").row(0) == (-0.25, 0.5)
    along = along_figure(scores(0.5, instrument="VADER"), table, newsroom("A"), null=table)
    (band,) = along.picture.axes[0].patches
    assert (band.get_y(), band.get_height()) == (-0.25, 0.75)
    assert "halves of one text" in along.caption


def test_an_undefined_mean_is_not_drawn_at_zero():
    ax = plot_voice_gap(
        means(("e1-0", "A", "VADER", "narrator", None)), Picture().subplots(), colour={"A": BLUE}, outlets=["A"]
    )
    assert dots(ax) == []


def test_each_article_is_compared_with_itself():
    rows = [
        *(("e1-0", "A", "VADER", "narrator", 0.2), ("e1-0", "A", "VADER", "quotation", 0.1)),
        *(("e1-1", "A", "VADER", "narrator", 0.2), ("e1-1", "A", "VADER", "quotation", 0.3)),
        ("e1-2", "B", "VADER", "narrator", 0.2),  # quotes nobody: no comparison
    ]
    figure = voice_gap_figure(means(*rows), newsroom("A", "B"))
    assert figure.alt == "Words in quotation marks score lower than the narrator's in 1 of 2 comparisons."
    assert "how many sentence parts were scored" in figure.caption


def test_voices_of_twelve_long_names():
    names = [f"{NASTY} and its {letter} Edition" for letter in "ABCDEFGHIJKL"]
    rows = [(f"e1-{n}", name, i, "narrator", 0.1) for n, name in enumerate(names) for i in TWO]
    figure = voice_gap_figure(means(*rows), newsroom(*names))
    drawn(figure.picture)
    assert all(ax.get_tightbbox().x0 >= -1 for ax in figure.picture.axes)
    assert all(ax.get_position().width > 0.25 for ax in figure.picture.axes)
