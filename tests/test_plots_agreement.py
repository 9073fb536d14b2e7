import polars as pl
import pytest
from matplotlib.figure import Figure as Picture
from test_figure import drawn

from analysis.codings.validity.machine_validity import METRICS
from analysis.codings.validity.trust import COLUMNS, measure_trust
from analysis.report.plots.agreement import COLOURS, NAMES, in_groups, plot_trust, trust_figure


def scored(*rows):
    """Rows of metric, value, low, high, n."""
    columns = {"metric": pl.String, **dict.fromkeys(("value", "low", "high"), pl.Float64), "n": pl.Int64}
    return pl.DataFrame(rows, schema=columns, orient="row")


HERE = scored(
    ("toll_f1", 0.9, None, None, 20),
    ("label_f1", 0.7, 0.6, 0.8, 50),
    ("label_actor", 0.9, 0.8, 0.95, 40),
    ("label_tone", 0.95, 0.9, 1.0, 40),
    ("smell_$x$", None, None, None, 0),
)
BLIND = scored(("label_actor", 0.5, 0.2, 0.8, 12), ("label_tone", 0.9, 0.7, 0.95, 12))


def test_every_metric_has_words():
    assert set(NAMES) == set(METRICS)


def test_rows_stand_in_groups_with_the_best_first():
    rows = in_groups(measure_trust(HERE, BLIND))
    assert rows.select("group", "words").rows() == [
        ("labels", "tone of the label"),
        ("labels", "labels found"),
        ("labels", "who is labelled"),
        ("tolls", "numbers found"),
        ("other", "smell_$x$"),
    ]


def test_a_dot_stands_at_its_score_and_a_diamond_at_the_blind_one():
    ax = Picture().subplots()
    rows = in_groups(measure_trust(HERE, BLIND)).filter(pl.col("metric") == "label_actor")
    assert plot_trust(rows, ax) is ax
    marks = {line.get_marker(): line for line in ax.lines if line.get_marker() in ("o", "D")}
    assert list(marks["o"].get_xdata()) == [0.9]
    assert list(marks["D"].get_xdata()) == [0.5]
    assert marks["o"].get_color() == COLOURS["not alone"][0]  # .5 on twelve items coded blind
    spans = [list(line.get_xdata()) for line in ax.lines if line.get_marker() == "None"]
    assert [0.8, 0.95] in spans
    assert [0.2, 0.8] in spans
    assert marks["o"].get_ydata()[0] == pytest.approx(1 - 0.17)  # one line below the name of the group


def test_the_figure_says_what_it_shows():
    figure = trust_figure(measure_trust(HERE, BLIND))
    assert figure.alt == (
        "Not to be used without reading the sentences: who is labelled (0.50). Can be built on: tone of the label "
        "(0.90). The other 3 lie between."
    )
    seen = drawn(figure.picture)
    assert {
        "labels",
        "tolls",
        "other",
        "smell_$x$",
        "other articles, coded blind",
        "only with its sentences",
        "too few to say",
    } <= set(seen)
    assert {"50", "40", "12"} <= set(seen)
    assert figure.data.columns[: len(COLUMNS)] == list(COLUMNS)


def test_nothing_to_draw_is_said():
    figure = trust_figure(measure_trust(scored(), scored()))
    assert "Nothing was coded" in figure.alt
    assert any("Nothing was coded" in words for words in drawn(figure.picture))
