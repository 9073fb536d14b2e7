import numpy as np
import polars as pl
import pytest
from big import study
from drawn import assert_fits
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.inference.null.effects import null_band
from analysis.measures import frames
from analysis.measures.frames import SIX
from analysis.measures.pooling import add_all_events
from analysis.report.plots.frame_places import places_figure, plot_places
from analysis.report.plots.frames import AGREEMENT, lenses_figure, plot_lenses, plot_profile, profile_figure
from analysis.report.style import FRAMES

LOOK = {"Gazette": ("#000000", "o"), "Herald": ("#0072b2", "s")}


def profile(*rows, event="e1"):
    """Rows of outlet, frame, n of 10 sentences, low, high."""
    made = [
        {"event": event, "outlet": outlet, "frame": frame, "n": n, "n_sentences": 10, "n_blocks": 5, "share": n / 10}
        | {"low": low, "high": high}
        for outlet, frame, n, low, high in rows
    ]
    return pl.DataFrame(made, schema_overrides={"low": pl.Float64, "high": pl.Float64})


def places(*rows):
    """Rows of outlet, frame, position."""
    made = [
        {"event": "e1", "outlet": outlet, "article_id": outlet, "start": n, "section": "body", "text": "<b>$x$</b>"}
        | {"frame": frame, "position": position}
        for n, (outlet, frame, position) in enumerate(rows)
    ]
    return pl.DataFrame(made)


def test_names_cover_the_frames_in_order():
    assert tuple(FRAMES) == SIX


def test_a_mark_stands_at_its_share_and_its_line_spans_the_interval():
    ax = Picture().subplots()
    table = profile(("Gazette", "morality", 3, 0.1, 0.5), ("Herald", "morality", 6, None, None))
    assert plot_profile(table, ax, outlets=["Gazette", "Herald"], look=LOOK) is ax
    marks = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert [list(mark.get_xdata()) for mark in marks] == [[0.3], [0.6]]
    (interval,) = [line for line in ax.lines if list(line.get_xdata()) == [0.1, 0.5]]
    # on the line of the fourth frame, a little above the middle: Herald comes below
    assert interval.get_ydata()[0] == pytest.approx(3 - 0.19)


def test_a_stroke_stands_at_its_place_in_the_article():
    ax = Picture().subplots()
    plot_places(places(("Gazette", "conflict", 0.25), ("Gazette", "conflict", 0.75)), ax, colour="#000000")
    strokes = [path.vertices[0][0] for path in ax.collections[0].get_paths()]
    assert strokes == [0.25, 0.75]
    assert [text.get_text() for text in ax.texts] == ["2", "0", "0", "0", "0", "0"]


def test_many_sentences_are_bars_by_tenths():
    ax = Picture().subplots()
    # 30 in the first tenth, 15 in the last; the one of another frame is a bar as well
    rows = [*[("Gazette", "conflict", 0.05)] * 30, *[("Gazette", "conflict", 1.0)] * 15, ("Gazette", "morality", 0.5)]
    plot_places(places(*rows), ax, colour="#000000")
    high = [round(-bar.get_height(), 2) for bar in ax.patches]
    assert high == [0.64, *[0] * 8, 0.32, *[0] * 5, 0.64, *[0] * 4]
    assert [text.get_text() for text in ax.texts] == ["45", "0", "0", "1", "0", "0"]


def test_bars_are_as_long_as_the_sentences_are_many():
    ax = Picture().subplots()
    lenses = pl.DataFrame({"frame": ["conflict"], "n_shared": [4], "n_cues_only": [2], "n_prototypes_only": [0]})
    plot_lenses(lenses, ax)
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 4), (4, 2), (6, 0)]


def test_figures_say_what_they_show():
    here = newsroom(NASTY, "Herald", events=("e1", "e2", "e3"))
    table = pl.concat(
        [
            profile((NASTY, "conflict", 8, 0.6, 0.9), ("Herald", "economic", 1, None, None), event=e)
            for e in ("e1", "e3")
        ]
    )
    figure = profile_figure(table, here)
    assert f"conflict in {NASTY} (8 of 10)" in figure.alt
    seen = drawn(figure.picture)
    assert {"Event e1", "Event e3", NASTY, "Herald", "human interest"} <= set(seen)
    assert "Event e2" not in seen
    both = profile((NASTY, "morality", 1, None, None), ("Herald", "morality", 1, None, None))
    late = places_figure(places((NASTY, "morality", 0.8), ("Herald", "morality", 0.1)), both, here)
    assert late.alt == f"First met only in the second half of the article: morality in {NASTY}."
    assert "top" in drawn(late.picture)
    early = places_figure(places(("Herald", "morality", 0.1)), both.filter(outlet="Herald"), here)
    assert early.alt == "Every frame that is used is met in the first half of the article."


def test_nothing_to_draw_is_said():
    here = newsroom("Gazette")
    for figure in (
        profile_figure(profile(("x", "conflict", 1, 0, 1)).clear(), here),
        places_figure(places(("x", "conflict", 0.5)).clear(), profile(("x", "conflict", 1, 0, 1)).clear(), here),
        lenses_figure(pl.DataFrame(schema=dict.fromkeys(("n", *AGREEMENT), pl.Int64) | {"frame": pl.String})),
    ):
        assert "no sentences" in figure.alt
        assert any("no sentences" in words for words in drawn(figure.picture))


def test_tables_are_not_altered():
    lenses = pl.DataFrame({"frame": list(SIX), "n": 9, "n_shared": 1, "n_cues_only": 2, "n_prototypes_only": 3})
    before = lenses.clone()
    assert "conflict 1 of 6" in lenses_figure(lenses).alt
    assert lenses.equals(before)


def found(big):
    """Each sentence of a made-up study with each frame, one in five of them carried, by lot."""
    rng = np.random.default_rng(3)
    rows = big.sentences.join(pl.DataFrame({"frame": SIX}), how="cross").sort("article_id", "start")
    carried = {name: pl.Series(rng.random(rows.height) < 0.2) for name in frames.LENSES}
    return rows.with_columns(**carried, closeness=pl.lit(0.0), cues=pl.lit(""))


@pytest.mark.parametrize("big", [study(), study(outlets=3, events=12, articles=36), study(events=1)])
def test_figures_of_a_large_corpus_fit_a_screen(big):
    table = found(big)
    shares = add_all_events(frames.frame_profile, table)
    null = add_all_events(null_band, table, big.sentences, value="by_all", within=["frame"])
    figure = profile_figure(shares, big.corpus, null=null)
    assert_fits(figure)
    where = places_figure(add_all_events(frames.frame_positions, table), shares, big.corpus)
    assert_fits(where)
    several = len(big.corpus.events) > 1
    row = {ax: ax.get_subplotspec().rowspan.start for ax in where.picture.axes}
    titles = {row[ax] for ax in row if any(text.get_text() == "All events" for text in ax.texts)}
    assert len(titles) == several
    assert not any(ax.patch.get_visible() for ax in row if row[ax] in titles)  # no panel's paper covers the words
    assert ("All events together" in figure.caption) == ("All events together" in where.caption) == several
    assert_fits(lenses_figure(frames.lens_agreement(table)))


def test_one_outlet_has_a_profile_too():
    one = study(outlets=1, events=2, articles=2)
    shares = add_all_events(frames.frame_profile, found(one))
    figure = profile_figure(shares, one.corpus)
    assert_fits(figure)
    assert "All events" in drawn(figure.picture)
