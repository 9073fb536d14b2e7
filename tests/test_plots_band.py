"""The band of what a text differs from itself, tested by where it is drawn on each chart."""

import polars as pl
import pytest
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_hex
from test_figure import drawn, newsroom

from analysis.report.plots import band
from analysis.report.plots.agency import cline_figure
from analysis.report.plots.frames import profile_figure
from analysis.report.plots.labels import matrix_figure
from analysis.report.plots.telltale import telltale_figure
from analysis.report.plots.voices import cue_figure, share_figure

NAMES = {"MAYOR": "the mayor", "OTHER": "others"}


def null(*rows, keys=()):
    """Rows of outlet, the columns of `keys`, value, size, low, high, outside."""
    columns = ["outlet", *keys, "value", "size", "null_low", "null_high", "outside"]
    table = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    return table.select(pl.lit("e1").alias("event"), pl.all(), pl.lit(2.5).alias("null_effect"))


def laid(ax):
    """From where to where each band goes, from the top of the panel downwards."""
    bands = [bar for bar in ax.patches if to_hex(bar.get_facecolor()) == band.PALE.lower()]
    ends = [(bar.get_y(), bar.get_x(), bar.get_x() + bar.get_width()) for bar in bands]
    return [(round(low, 6), round(high, 6)) for _, low, high in sorted(ends, reverse=True)]


def shares(*rows):
    """Rows of event, outlet, actor, words, share."""
    schema = ["event", "outlet", "actor", "n_words", "share_words"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(share_direct_words=pl.lit(0.5))


def test_a_source_nobody_reports_here_has_its_band_all_the_same():
    table = shares(
        ("e1", "Gazette", "MAYOR", 40, 1.0), ("e1", "Herald", "OTHER", 9, 0.9), ("e1", "Herald", "MAYOR", 1, 0.1)
    )
    ends = null(
        ("Gazette", "MAYOR", 1.0, 40, 0.5, 0.9, True),
        ("Gazette", "OTHER", 0.0, 40, 0.0, 0.3, False),
        ("Herald", "MAYOR", 0.1, 10, 0.4, 1.0, True),
        ("Herald", "OTHER", 0.9, 10, 0.0, 1.0, False),
        keys=["actor"],
    )
    figure = share_figure(table, newsroom("Gazette", "Herald"), names=NAMES, null=ends)
    assert laid(figure.picture.axes[0]) == [(0.5, 0.9), (0.0, 0.3)]
    silent = figure.data.row(by_predicate=(pl.col("outlet") == "Gazette") & (pl.col("actor") == "OTHER"), named=True)
    assert (silent["n_words"], silent["null_high"]) == (None, 0.3)
    assert figure.alt.endswith("Of four shares, two lie outside the band.")
    assert band.KEY in drawn(figure.picture)
    assert "Blue band" in figure.caption


def test_without_a_band_the_columns_are_empty_and_nothing_is_said():
    figure = share_figure(shares(("e1", "Gazette", "MAYOR", 40, 1.0)), newsroom("Gazette"), names=NAMES)
    assert figure.data.select(band.ENDS).row(0) == (None, None, None, None)
    assert "band" not in figure.caption + figure.alt
    assert laid(figure.picture.axes[0]) == []


def test_a_band_of_nothing_is_said_in_words():
    ends = null(("Gazette", "MAYOR", 1.0, 40, None, None, None), keys=["actor"])
    figure = share_figure(shares(("e1", "Gazette", "MAYOR", 40, 1.0)), newsroom("Gazette"), names=NAMES, null=ends)
    assert "No band: nothing is compared here, or no text is long enough" in figure.caption
    assert "band" not in figure.alt


def test_an_outlet_on_two_events_has_two_panels():
    table = shares(("e1", "Gazette", "MAYOR", 40, 1.0), ("e2", "Gazette", "OTHER", 9, 1.0))
    figure = share_figure(table, newsroom("Gazette", events=("e1", "e2")), names=NAMES)
    assert [ax.get_title(loc="left") for ax in figure.picture.axes] == ["Gazette\nEvent e1", "Gazette\nEvent e2"]
    assert "the mayor 100 % in Gazette, Event e1 and others 100 % in Gazette, Event e2" in figure.alt


def test_the_band_of_cues_is_that_of_plain_verbs():
    cues = {"event": "e1", "outlet": "Gazette", "actor": "MAYOR", "cue_class": ["neutral", "factive"], "n": [3, 1]}
    table = pl.DataFrame(cues).with_columns(total=pl.lit(4), share=pl.col("n") / 4)
    ends = null(("Gazette", "MAYOR", 0.75, 4, 0.5, 0.8, False), keys=["actor"])
    figure = cue_figure(table, newsroom("Gazette"), names=NAMES, least=1, null=ends)
    assert laid(figure.picture.axes[0]) == [(0.5, 0.8)]
    assert "Blue band: where the plain verbs might end" in figure.caption
    assert figure.alt.endswith("Of one share of plain verbs, none lie outside the band.")


def test_the_band_of_the_cline_is_where_the_doers_might_end():
    steps = {"event": "e1", "outlet": "Gazette", "cline": ["active", "nominal"], "n": [3, 1], "share": [0.75, 0.25]}
    figure = cline_figure(pl.DataFrame(steps), newsroom("Gazette"), null=null(("Gazette", 0.75, 4, 0.2, 0.6, True)))
    assert laid(figure.picture.axes[0]) == [(0.2, 0.6)]
    assert figure.data["null_high"].to_list() == [0.6, 0.6]
    assert (
        figure.alt == "Acts told with somebody who does them: Gazette 3 of 4. Of one share, one lies outside the band."
    )


def test_each_mark_of_a_profile_has_its_own_band():
    profile = {"event": "e1", "outlet": ["Gazette", "Herald"], "frame": "conflict", "n": [3, 1], "n_sentences": 5}
    table = pl.DataFrame(profile).with_columns(share=pl.col("n") / 5, low=pl.lit(None), high=pl.lit(None))
    rows = [("Gazette", "conflict", 0.6, 5, 0.1, 0.7, False), ("Herald", "conflict", 0.2, 5, 0.2, 0.6, False)]
    figure = profile_figure(table, newsroom("Gazette", "Herald"), null=null(*rows, keys=["frame"]))
    assert sorted(laid(figure.picture.axes[0])) == [(0.1, 0.7), (0.2, 0.6)]
    assert figure.alt.endswith("Of two shares, none lie outside the band.")


def test_places_of_a_matrix_are_shaded_between_the_ends():
    labels = pl.DataFrame({"event": "e1", "outlet": "Gazette", "kind": ["dead"] * 4, "voice": "author"})
    # of 20 labels .11 to .31 are 2.2 to 6.2: three, four, five or six squares; the third place to the sixth
    ends = null(("Gazette", "dead", 0.2, 20, 0.11, 0.31, False), keys=["kind"])
    options = {"name": "m", "rows": "kind", "names": {"dead": "the dead"}, "what": "Labels"}
    figure = matrix_figure(labels, newsroom("Gazette"), **options, null=ends)
    pale, squares = (c for c in figure.picture.axes[0].collections if isinstance(c, PatchCollection))
    lefts = [path.vertices[:, 0].min() for path in squares.get_paths()]
    shaded = [path.vertices[:, 0].min() + 0.08 for path in pale.get_paths()]
    assert len(shaded) == 4
    assert shaded[:2] == pytest.approx(lefts[2:])
    row = figure.data.row(0, named=True)
    assert (row["null_low"], row["null_high"]) == pytest.approx((2.2, 6.2))
    assert "Of one count, none lie outside the band." in figure.alt


def test_the_counts_of_two_events_have_a_band_each():
    labels = pl.DataFrame({"event": ["e1", "e2"], "outlet": "Gazette", "kind": "dead", "voice": "author"})
    one = null(("Gazette", "dead", 0.1, 10, 0.2, 0.4, True), keys=["kind"])
    ends = pl.concat([one, one.with_columns(event=pl.lit("e2"), null_low=None)])
    options = {"name": "m", "rows": "kind", "names": {"dead": "the dead"}, "what": "Labels"}
    here = newsroom("Gazette", events=("e1", "e2"))
    found = matrix_figure(labels, here, **options, null=ends).data
    # two to four of ten on the first event, where one is found; nothing is known of the second and of both together
    columns = ("event", "n", "null_low", "null_high", "outside")
    assert found.filter(pl.col("event") == "e1").select(columns).row(0) == ("e1", 1, 2, 4, True)
    assert found.select("event", "null_low").rows() == [("all events", None), ("e1", 2), ("e2", None)]


def test_the_band_of_the_reader_begins_at_chance():
    told = {"event": "e1", "masked": False, "balanced_accuracy": 0.75, "chance_balanced": 0.5, "n_sentences": 40}
    ends = {"balanced_low": 0.6, "balanced_high": 0.9, "null_effect": 1.0, "null_low": 0.5, "null_high": 0.6}
    figure = telltale_figure(
        pl.DataFrame({**told, **ends, "outside": True}, strict=False), newsroom("Gazette", "Herald")
    )
    assert laid(figure.picture.axes[0]) == [(0.5, 0.6)]
    assert figure.alt.endswith("Of one accuracy, one lies outside the band.")
    assert "the same classifier" in figure.caption
