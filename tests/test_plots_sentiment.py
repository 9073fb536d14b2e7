import numpy as np
import polars as pl
from big import study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.inference.null.effects import null_band
from analysis.measures import sentiment
from analysis.measures.pooling import add_all_events
from analysis.report.plots.along import along_figure, plot_along, plot_means
from analysis.report.plots.sentiment import disagreement_figure, plot_disagreement, plot_voice_gap, voice_gap_figure
from analysis.report.style import MARKERS, colours

BLUE = "#0072b2"
TWO = ("TextBlob", "VADER")


def scores(*values, article="e1-0", instrument="TextBlob"):
    rows = [(article, instrument, start, value) for start, value in enumerate(values)]
    schema = {"article_id": str, "instrument": str, "start": int, "score": float}
    return pl.DataFrame(rows, schema=schema, orient="row")


def means(*rows):
    """Rows of article, outlet, instrument, voice, mean; three sentence parts each, all on one event."""
    schema = {"article_id": str, "outlet": str, "instrument": str, "voice": str, "mean": float}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.with_columns(n_scored=pl.lit(3), event=pl.lit("e1"))


def pairs(*rows):
    """Rows of outlet, TextBlob, VADER."""
    schema = {"outlet": str, "score_textblob": float, "score_vader": float}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.with_columns(
        article_id=pl.lit("a"),
        start=pl.int_range(pl.len()),
        text=pl.lit("A day."),
        opposite=pl.col("score_textblob") * pl.col("score_vader") < 0,
    )


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


def test_a_dot_is_an_article_and_the_stroke_is_their_mean():
    ax = Picture().subplots()
    rows = means(("e1-0", "A", "VADER", "all", 0.25), ("e1-1", "A", "VADER", "all", 0.75))
    assert plot_means(rows, ax, outlets=["A"], colour={"A": BLUE}) is ax
    points = [list(line.get_xdata()) for line in ax.lines[1:]]
    assert points == [[0.25, 0.75], [0.5, 0.5]]


def test_of_more_articles_than_fit_those_of_the_event_that_differs_most_are_drawn():
    here = newsroom("A", "B", "C", events=("e1", "e2", "e3"))
    ids = here.articles.sort("event", "article_id")["article_id"].to_list()
    table = pl.concat([scores(0.5, article=id) for id in ids])
    # on the second event the outlets lie 0.8 apart, on the others 0.2
    steps = [step * n for step in (0.1, 0.4, 0.1) for n in range(3)]
    figure = along_figure(
        table, means(*((id, "A", "TextBlob", "all", mean) for id, mean in zip(ids, steps, strict=True))), here
    )
    assert len(figure.picture.axes) == 1 + 3  # the summary above them
    assert figure.picture.axes[1].get_title(loc="left").startswith("A, ")
    assert "Below: the articles of the one event of 3 in which the outlets' means differ most" in figure.caption
    assert figure.alt == "TextBlob: 6 of 9 article means above zero."  # 0 is not above zero


def test_of_one_event_the_farthest_articles_are_drawn():
    one = newsroom("A", "B", "C", each=3)
    table = pl.concat([scores(0.5, article=f"e1-{n}") for n in range(9)])
    figure = along_figure(table, means(*((f"e1-{n}", "A", "TextBlob", "all", float(n == 8)) for n in range(9))), one)
    assert "Below: the five whose means lie farthest from those of their event" in figure.caption
    assert figure.picture.axes[-1].get_title(loc="left") == "C, 9 Mar 2008"


def test_nothing_scored_is_said():
    for figure in (
        along_figure(scores(), means(), newsroom("A")),
        voice_gap_figure(means(), newsroom("A")),
        disagreement_figure(pairs(), newsroom("A")),
    ):
        assert "No sentence is scored" in figure.alt
        assert any("No sentence is scored" in words for words in drawn(figure.picture))


def test_figures_of_a_large_corpus_fit_a_screen():
    big = study()
    rng = np.random.default_rng(1)
    found = big.sentences.join(pl.DataFrame({"instrument": TWO}), how="cross")
    found = found.with_columns(score=pl.Series(rng.uniform(-1, 1, found.height)), n_words_scored=pl.lit(1))
    null = null_band(found, big.sentences, value="score", within=["instrument"], text="article_id")
    figure = along_figure(found, sentiment.sentiment_by_article(found), big.corpus, null=null)
    assert_fits(figure)
    assert "the others stand in the data" in figure.caption
    wide = found.pivot("instrument", index=["event", "outlet", "article_id", "start", "text"], values="score")
    wide = wide.rename({"TextBlob": "score_textblob", "VADER": "score_vader"})
    figure = disagreement_figure(
        wide.with_columns(opposite=pl.col("score_textblob") * pl.col("score_vader") < 0), big.corpus
    )
    assert_fits(figure)
    assert "The darker a spot" in figure.caption
    sides = found.with_columns(
        voice=pl.when(pl.col("start") < 300).then(pl.lit("narrator")).otherwise(pl.lit("quotation"))
    )
    null = add_all_events(null_band, sides, big.sentences, value="score", within=["instrument", "voice"])
    figure = voice_gap_figure(add_all_events(sentiment.sentiment_by_outlet, sides), big.corpus, null=null)
    assert_fits(figure)
    assert "All events together" in figure.caption


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
    assert figure.evidence.rows() == [("A", "a", 0, "A day.", 0.5, -0.5)]
    assert {"A", NASTY, "VADER", "TextBlob"} <= set(drawn(figure.picture))
    left = min(ax.get_tightbbox().x0 for ax in figure.picture.axes)
    assert left >= 0  # the name of the axis is on the page


def test_disagreement_of_twelve_outlets():
    names = [f"O{place}" for place in range(12)]
    figure = disagreement_figure(pairs(*[(name, 0.5, 0.5) for name in names]), newsroom(*names))
    looks = {
        (to_hex(c.get_facecolor()[0]), c.get_paths()[0].vertices.tobytes()) for c in figure.picture.axes[0].collections
    }
    assert len(looks) == 12 > len(MARKERS)


def test_narrator_is_filled_and_quotation_open():
    ax = Picture().subplots()
    rows = means(("e1-0", "A", "VADER", "narrator", 0.25), ("e1-0", "A", "VADER", "quotation", -0.5))
    before = rows.clone()
    assert plot_voice_gap(rows, ax, colour={"A": BLUE, "B": BLUE}, stories=[("e1", o, o) for o in "AB"]) is ax
    # the narrator above the line of the outlet, the quotations below it
    assert [(x, round(y, 6), filled) for x, y, filled in dots(ax)] == [(0.25, 2.19, True), (-0.5, 1.81, False)]
    assert [text.get_text() for text in ax.texts] == ["3", "3"]
    assert rows.equals(before)


def test_bands_lie_behind_mean_and_marks():
    null = {"null_effect": 2.0, "null_low": -0.25, "null_high": 0.5, "outside": False}
    table = means(("e1-0", "A", "VADER", "narrator", 0.25)).with_columns(**{k: pl.lit(v) for k, v in null.items()})
    figure = voice_gap_figure(
        table.select("event", "outlet", "instrument", "voice", "mean", "n_scored"), newsroom("A"), null=table
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
        means(("e1-0", "A", "VADER", "narrator", None)),
        Picture().subplots(),
        colour={"A": BLUE},
        stories=[("e1", "A", "A")],
    )
    assert dots(ax) == []


def test_no_axis_reaches_beyond_what_a_score_can_be():
    table = means(("e1-0", "A", "VADER", "quotation", -0.5))
    wide = table.with_columns(null_effect=1.5, null_low=-2.0, null_high=1.0, outside=False)
    (ax,) = voice_gap_figure(table, newsroom("A"), null=wide).picture.axes
    assert ax.get_xlim()[0] == -1.08


def test_each_outlet_is_compared_with_itself():
    rows = [
        *(("", "A", "VADER", "narrator", 0.2), ("", "A", "VADER", "quotation", 0.1)),
        *(("", "C", "VADER", "narrator", 0.2), ("", "C", "VADER", "quotation", 0.3)),
        ("", "B", "VADER", "narrator", 0.2),  # quotes nobody: no comparison
    ]
    figure = voice_gap_figure(means(*rows), newsroom("A", "B", "C"))
    assert figure.alt == "Words in quotation marks score lower than the narrator's in one of two comparisons."
    assert "how many sentence parts were scored" in figure.caption


def test_voices_of_twelve_long_names():
    names = [f"{NASTY} and its {letter} Edition" for letter in "ABCDEFGHIJKL"]
    rows = [(f"e1-{n}", name, i, "narrator", 0.1) for n, name in enumerate(names) for i in TWO]
    figure = voice_gap_figure(means(*rows), newsroom(*names))
    drawn(figure.picture)
    assert all(ax.get_tightbbox().x0 >= -1 for ax in figure.picture.axes)
    assert all(ax.get_position().width > 0.25 for ax in figure.picture.axes)
