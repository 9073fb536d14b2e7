import polars as pl
from big import study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.measures.concordance import COLUMNS
from analysis.measures.dispersion import word_positions
from analysis.measures.keywords import add_voice
from analysis.report.plots.keyness import (
    NONE,
    REST,
    keyness_bars_figure,
    plot_keyness_bars,
)
from analysis.report.plots.words import concordance_figure, plot_concordance, plot_strips, strips_figure
from analysis.report.style import colours
from analysis.schema import ALL_EVENTS

BLUE = "#0072b2"


def keys(*rows, outlet="Gazette", event="e1"):
    """Rows of "term n_target n_reference zeta"; rates are uses in 1,000 words here and in 2,000 elsewhere."""
    parts = [row.rsplit(" ", 3) for row in rows]
    return pl.DataFrame(
        [
            {
                "event": event,
                "outlet": outlet,
                "term": term,
                "n_target": int(a),
                "n_reference": int(b),
                "rate_target": float(a),
                "rate_reference": int(b) / 2,
                "zeta": float(zeta),
            }
            for term, a, b, zeta in parts
        ]
    )


def places(*rows):
    table = pl.DataFrame(rows, schema=["outlet", "term", "position"], orient="row")
    return table.with_columns(whose=pl.lit("own"))


def lines(*rows):
    table = pl.DataFrame(rows, schema=["outlet", "before", "match", "after"], orient="row")
    return table.with_columns(event=pl.lit("e1"))


def axes():
    return Picture().subplots()


def strokes(ax):
    """Where the strokes stand, and in which colour: one list a lane, the first above."""
    found = [c for c in ax.collections if isinstance(c, LineCollection)]
    return [
        ([segment[0][0] for segment in c.get_segments()], to_hex(c.get_color()[0]) if len(c.get_color()) else "")
        for c in found
    ]


def test_bars_are_as_long_as_the_rates():
    ax, rows = axes(), keys("riot 6 2 2.5", "calm 3 8 0.5")
    before = rows.clone()
    assert plot_keyness_bars(rows, ax, colour=BLUE) is ax
    # riot: 6 in 1,000 against 2 in 2,000, that is 1; calm: 3 against 8 in 2,000, that is 4
    assert [bar.get_width() for bar in ax.patches] == [6, 1, 3, 4]
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [BLUE, REST, BLUE, REST]
    assert [text.get_text() for text in ax.texts] == ["6", "2", "3", "8"]  # counts, not rates
    assert [label.get_text() for label in ax.get_yticklabels()] == ["riot", "calm"]
    assert rows.equals(before)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6))
def test_every_bar_ends_at_its_rate(counts):
    ax = plot_keyness_bars(keys(*[f"w{i} {n} 4 1" for i, n in enumerate(counts)]), axes(), colour=BLUE)
    assert [bar.get_width() for bar in ax.patches] == [width for n in counts for width in (n, 2)]


def test_terms_are_never_mathematics():
    picture = plot_keyness_bars(keys("$x_1$ 6 2 2.5", "$\\frac 3 8 0.5"), axes(), colour=BLUE).figure
    assert {"$x_1$", "$\\frac"} <= set(drawn(picture))


def test_bars_of_twelve_outlets_stand_in_rows_of_three():
    names = [f"The {letter} Times of the Whole Wide World" for letter in "ABCDEFGHIJKL"]
    table = pl.concat([keys("riot 6 2 2.5", outlet=name) for name in names])
    figure = keyness_bars_figure(table, newsroom(*names))
    grid = figure.picture.axes[0].get_subplotspec().get_gridspec()
    assert (grid.nrows, grid.ncols) == (4, 3)
    tint = colours(newsroom(*names))
    assert [to_hex(ax.patches[0].get_facecolor()) for ax in figure.picture.axes] == [tint[n].lower() for n in names]


def test_only_words_the_outlet_leans_to_have_bars():
    figure = keyness_bars_figure(keys("riot 6 2 2.5", "calm 3 8 -0.5"), newsroom("Gazette"))
    assert figure.data["term"].to_list() == ["riot"]
    assert figure.alt == "The words most typical of each outlet are, for Gazette: riot."
    assert "Event e1" in figure.caption


def test_where_nothing_is_compared_the_figure_says_so():
    figure = keyness_bars_figure(keys("riot 6 2 2.5").clear(), newsroom("Gazette"))
    assert drawn(figure.picture) == [figure.alt] == [NONE]


def test_words_that_lean_nowhere_give_no_bars():
    assert keyness_bars_figure(keys("riot 6 2 0"), newsroom("Gazette")).alt == NONE


def test_the_band_of_key_words_is_drawn_where_it_is_given():
    ends = {"null_effect": 2.0, "null_low": 1.0, "null_high": [4.0, 9.0], "outside": [True, False]}
    table = keys("riot 6 2 2.5", "calm 3 8 0.5").with_columns(
        **{name: pl.Series(value) if isinstance(value, list) else pl.lit(value) for name, value in ends.items()}
    )
    figure = keyness_bars_figure(table, newsroom("Gazette", "Herald"))
    bands = [bar for bar in figure.picture.axes[0].patches if bar.get_x() == 1]
    assert [bar.get_width() for bar in bands] == [3, 8]  # from 1 to 4 and from 1 to 9 in 1,000 words
    assert "Of two words, one lies outside the band." in figure.alt
    assert "halves of one text" in figure.caption


def test_all_events_stand_in_one_picture_each_on_lines_of_its_own():
    table = pl.concat(
        [
            keys("riot 6 2 2.5", "calm 3 8 -0.5", outlet=outlet, event=event)
            for event in ("e1", "e2")
            for outlet in "ABCD"
        ]
    )
    here = newsroom(*"ABCD", events=("e1", "e2"))
    figure = keyness_bars_figure(table, here)
    grid = figure.picture.axes[0].get_subplotspec().get_gridspec()
    assert (grid.nrows, grid.ncols) == (4, 3)  # four outlets are three and one, twice
    assert {"Event e1", "Event e2"} <= set(drawn(figure.picture))
    assert (figure.name, figure.data.height) == ("02_keyness_bars", 8)
    assert "on Event e2, for A: riot; for B: riot" in figure.alt
    assert "event by event" in figure.caption


def test_of_many_events_those_are_drawn_on_which_words_differ_most():
    ninth = newsroom(*"ABC", events=tuple(f"e{place}" for place in range(9)))
    table = pl.concat(
        [
            keys(f"riot 6 2 {place + 1 if outlet == 'A' else 0.1}", outlet=outlet, event=f"e{place}")
            for place in range(9)
            for outlet in "ABC"
        ]
    )
    figure = keyness_bars_figure(table, ninth)
    # three outlets an event, twelve panels: the four events on which A leans furthest
    assert "the four events of 9 in which the outlets differ most are drawn" in figure.caption.lower()
    assert {"Event e8", "Event e7", "Event e6", "Event e5"} <= set(drawn(figure.picture))
    assert "Event e4" not in drawn(figure.picture)
    assert figure.data.height == 27


def test_a_word_that_dwarfs_all_others_is_broken_off():
    # 50 in 1,000 is more than twice 8, the next: bars end at 1.25 x 8
    table = keys("said 50 60 9", "riot 8 2 2.5", "calm 6 8 0.5")
    figure = keyness_bars_figure(table, newsroom("Gazette", "Herald"))
    (ax,) = (ax for ax in figure.picture.axes if ax.patches)
    assert [bar.get_width() for bar in ax.patches] == [10, 10, 8, 1, 6, 4]
    assert {"50", "60"} <= set(drawn(figure.picture))
    assert "broken off" in figure.caption
    assert "broken off" not in keyness_bars_figure(table.tail(2), newsroom("Gazette", "Herald")).caption


def test_a_band_that_is_not_drawn_is_not_in_the_key():
    ends = {"null_effect": 2.0, "null_low": 1.0, "null_high": 4.0, "outside": True}
    single = [
        keys("riot 6 2 2.5", outlet=outlet, event=event).with_columns(**{k: pl.lit(v) for k, v in ends.items()})
        for event in ("e1", "e2")
        for outlet in "ABCDEFGHI"
    ]
    blank = {name: pl.lit(None).cast(type_) for name, type_ in single[0].schema.items() if name in ends}
    together = [part.with_columns(event=pl.lit(ALL_EVENTS), **blank) for part in single[:9]]
    table, here = pl.concat(single + together), newsroom(*"ABCDEFGHI", events=("e1", "e2"))
    figure = keyness_bars_figure(table, here)
    assert "as far as a text differs from itself" not in drawn(figure.picture)
    assert "Bands are known of single events only." in figure.caption


def test_strokes_stand_where_the_word_does():
    ax, rows = axes(), places(("Gazette", "riot", 0.25), ("Gazette", "riot", 0.5), ("Herald", "riot", 0.75))
    before = rows.clone()
    tint = {"Gazette": BLUE, "Herald": "#bf5300", "Post": "#000000"}
    assert plot_strips(rows, ax, outlets=["Gazette", "Herald", "Post"], colour=tint) is ax
    assert strokes(ax)[:2] == [([0.25, 0.5], BLUE), ([0.75], "#bf5300")]
    assert strokes(ax)[2][0] == []
    assert [text.get_text() for text in ax.texts] == ["2", "1", "0"]
    assert rows.equals(before)


def test_strokes_of_words_that_others_said_are_half_as_high():
    ax, rows = axes(), places(("Gazette", "riot", 0.25), ("Gazette", "riot", 0.5))
    rows = rows.with_columns(whose=pl.Series(["own", "retold"]))
    plot_strips(rows, ax, outlets=["Gazette"], colour={"Gazette": BLUE})
    (marks,) = [c for c in ax.collections if isinstance(c, LineCollection)]
    assert [round(y[1][1] - y[0][1], 2) for y in marks.get_segments()] == [0.72, 0.32]
    figure = strips_figure(rows, newsroom("Gazette"), terms=["riot"])
    assert "Short strokes are words of others" in figure.caption


def test_strips_say_which_word_is_most_frequent():
    rows = places(("Gazette", "$r_1$", 0.25), ("Gazette", "$r_1$", 0.5), ("Herald", "calm", 0.75))
    figure = strips_figure(rows, newsroom("Gazette", "Herald"), terms=["$r_1$", "calm"])
    assert "“$r_1$” in Gazette is the most frequent, two times" in figure.alt
    assert "“$r_1$”" in drawn(figure.picture)
    assert "One stroke is one use" in figure.caption


def test_strips_without_a_use_or_without_a_term():
    none = strips_figure(places().cast({"term": str, "outlet": str}), newsroom(NASTY), terms=["riot"])
    assert none.alt == "Strips for “riot” in one outlet. Not one of them is used."
    assert NASTY in drawn(none.picture)
    empty = strips_figure(places().cast({"term": str, "outlet": str}), newsroom("Gazette"), terms=[])
    assert drawn(empty.picture) == ["No words were chosen to be placed."]


def test_concordance_sets_the_word_in_the_middle():
    ax, rows = axes(), lines(("Gazette", "a $5 ", "riot", " & calm"), ("Gazette", "the ", "riot", "’s end"))
    before = rows.clone()
    assert plot_concordance(rows, ax, colour={"Gazette": BLUE}) is ax
    assert [text.get_text() for text in ax.texts] == ["Gazette", "a $5", "riot", "& calm", "the", "riot", "’s end"]
    middle = [text for text in ax.texts if text.get_text() == "riot"]
    assert {to_hex(text.get_color()) for text in middle} == {BLUE}
    assert len({text.xy[0] for text in middle}) == 1
    assert rows.equals(before)


def test_concordance_keeps_a_short_side_whole_and_cuts_a_long_one_at_a_word():
    rows = lines(
        ("Gazette", "He said ", "riot", " and left"), ("Gazette", "one two three four ", "riot", " five six seven")
    )
    figure = concordance_figure(rows, newsroom("Gazette"), query="riot", name="c", width=10)
    words = drawn(figure.picture)
    assert {"He said", "and left"} <= set(words)
    assert "four" in words  # "hree four ": the last ten characters, without the half word
    assert "five six" in words  # " five six ": nothing of the half word
    assert figure.data.equals(rows)  # the data hold the whole line


def test_concordance_counts_by_outlet():
    rows = lines(("Gazette", "a ", "riot", " b"), ("Gazette", "a ", "riot", " b"), ("Herald", "a ", "riot", " b"))
    here = newsroom("Gazette", "Herald")
    figure = concordance_figure(rows, here, query="riot", name="c", most=2)
    assert figure.alt == "“riot” stands 3 times: 2 in Gazette and 1 in Herald."
    # one line of each in turn
    assert "2 of 3 lines, every outlet on every event in turn" in figure.caption
    assert [text for text in drawn(figure.picture) if text in here.outlets] == ["Gazette", "Herald"]
    nowhere = concordance_figure(rows.clear(), here, query="$calm$", name="c")
    assert nowhere.alt == "“$calm$” stands nowhere."
    assert drawn(nowhere.picture) == ["“$calm$” stands in none of the articles."]


def test_a_long_name_does_not_run_into_the_lines():
    name = "The Exceedingly Long Name of a Newspaper"
    figure = concordance_figure(lines((name, "a ", "riot", " b")), newsroom(name), query="riot", name="c")
    assert drawn(figure.picture)[0].endswith("…")


def test_strips_and_lines_of_a_large_corpus_fit_a_page():
    big = study()
    terms = ["harbour", "molger", "tenly", "quider", "salger", "dortly"]
    strips = strips_figure(add_voice(word_positions(big.tokens, terms), big.quotations), big.corpus, terms=terms)
    assert_fits(strips)
    assert "All articles of an outlet lie one on the other." in strips.caption
    hits = big.tokens.filter(pl.col("norm") == "harbour").with_columns(
        before=pl.lit("some words in front of it, and a few more "), match="token", after=pl.lit(" and some behind it")
    )
    figure = concordance_figure(hits.select(list(COLUMNS)), big.corpus, query="harbour", name="c")
    assert_fits(figure)
    assert f"24 of {hits.height:,} lines" in figure.caption


def test_of_very_many_outlets_those_that_use_the_words_most_have_strips():
    names = [f"O{place}" for place in range(60)]
    rows = places(*[(name, "riot", 0.5) for name in names[:50]])
    figure = strips_figure(rows, newsroom(*names), terms=["riot"])
    assert_fits(figure)
    # one line of strips: (8 - .2 - .36) / .2
    assert "The 37 outlets that use the words most." in figure.caption
    assert "O59" not in drawn(figure.picture)
