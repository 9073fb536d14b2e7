import polars as pl
import pytest
from big import study
from drawn import assert_fits
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Picture
from test_figure import NASTY, drawn, newsroom

from analysis.evidence.study import add_sentences
from analysis.inference.null.effects import null_band
from analysis.measures.labels import contested_word_uses
from analysis.measures.pooling import add_all_events
from analysis.report.plots.journey import around, journey_figure, plot_journey
from analysis.report.plots.labels import matrix_figure, voice_counts
from analysis.report.plots.matrix import _pieces, plot_matrix
from analysis.report.style import VOICES, colours

NAMES = {"dead": "the dead", "fighters": "the fighters"}
HOLDERS = {"GOV": "the $ministry$"}


def labels(*rows):
    """Rows of "outlet family voice"."""
    table = pl.DataFrame([row.rsplit(" ", 2) for row in rows], schema=["outlet", "family", "voice"], orient="row")
    return table.with_columns(event=pl.lit("e1"))


def uses(*rows):
    """Rows of outlet, word, voice, holder: the sentence is always the same."""
    table = pl.DataFrame(rows, schema=["outlet", "word", "voice", "holder"], orient="row", infer_schema_length=None)
    return table.with_columns(
        event=pl.lit("e1"),
        distanced=pl.col("voice") == "scare",
        sentence=pl.lit("They call <b>him</b> a martyr & worse."),
        text=pl.lit("martyr"),
        at=pl.lit(23),
    )


def squares(ax):
    """Colours of all squares, in the order drawn."""
    (found,) = [c for c in ax.collections if isinstance(c, PatchCollection)]
    return [to_hex(colour) for colour in found.get_facecolor()]


def tint(voice):
    return VOICES[voice][0].lower()


def matrix(table, here, **options):
    return matrix_figure(table, here, name="m", rows="family", names=NAMES, what="Labels", **options)


def test_counts_by_cell_and_voice():
    table = labels("A dead author", "A dead author", "A dead scare", "B dead author")
    assert voice_counts(table, rows="family").rows() == [
        ("e1", "A", "dead", "author", 2),
        ("e1", "A", "dead", "scare", 1),
        ("e1", "B", "dead", "author", 1),
    ]


def test_one_square_a_label_in_the_colour_of_its_voice():
    table = labels("A dead scare", "A dead author", "A dead author", "B dead direct", "B fighters partial")
    counts, ax = voice_counts(table, rows="family"), Picture().subplots()
    before = counts.clone()
    assert plot_matrix(counts, ax, rows=["dead", "fighters"], columns=["A", "B"]) is ax
    # row by row, cell by cell; within a cell in the order of the key: own words first
    assert squares(ax) == [tint(voice) for voice in ("author", "author", "scare", "direct", "partial")]
    assert [text.get_text() for text in ax.texts] == ["dead", "3", "1", "fighters", "–", "1"]
    assert counts.equals(before)


def test_an_eleventh_square_begins_a_new_line():
    counts = voice_counts(labels(*["A dead author"] * 11), rows="family")
    ax = plot_matrix(counts, Picture().subplots(), rows=["dead"], columns=["A"])
    (found,) = [c for c in ax.collections if isinstance(c, PatchCollection)]
    corners = [(path.vertices[:, 0].min(), path.vertices[:, 1].min()) for path in found.get_paths()]
    assert len({y for _, y in corners}) == 2
    assert corners[10][0] == corners[0][0]
    assert len(set(corners)) == 11


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(list(NAMES)), st.sampled_from(list(VOICES))), min_size=1)
)
def test_no_label_is_lost_and_none_is_drawn_twice(rows):
    table = labels(*[" ".join(row) for row in rows])
    ax = plot_matrix(voice_counts(table, rows="family"), Picture().subplots(), rows=list(NAMES), columns=["A", "B"])
    assert sorted(squares(ax)) == sorted(tint(voice) for _, _, voice in rows)


def test_matrix_says_how_many_labels_are_the_outlets_own():
    table = labels("A dead author", "A dead scare", "B dead direct", "B weather author")
    figure = matrix(table, newsroom("A", "B"))
    # the row "weather" is not asked for: neither drawn nor counted
    assert figure.alt.startswith("Labels in the outlet's own words: A 1 of 2 and B 0 of 1.")
    assert figure.data["n"].sum() == 3
    assert figure.source == "three labels"
    assert "One square is one label" in figure.caption
    assert {"the dead", "A", "B"} <= set(drawn(figure.picture))


def test_the_key_names_only_the_voices_there_are():
    (key,) = matrix(labels("A dead author", "A dead scare"), newsroom("A")).picture.legends
    assert [text.get_text() for text in key.get_texts()] == [VOICES["author"][1], VOICES["scare"][1]]
    assert [to_hex(patch.get_facecolor()) for patch in key.get_patches()] == [tint("author"), tint("scare")]


def test_twelve_outlets_stand_in_blocks_of_five():
    names = [f"O{place}" for place in range(12)]
    figure = matrix(labels(*[f"{name} dead author" for name in names]), newsroom(*names))
    assert [len(squares(ax)) for ax in figure.picture.axes] == [5, 5, 2]
    words = [text for ax in figure.picture.axes for text in ax.texts]
    heads = {text.get_text(): to_hex(text.get_color()) for text in words if text.get_text() in names}
    assert heads == {name: colour.lower() for name, colour in colours(newsroom(*names)).items()}


def test_two_kinds_may_share_a_name():
    table = labels("A dead author", "A fighters author")
    same = {"dead": "men", "fighters": "men"}
    figure = matrix_figure(table, newsroom("A"), name="m", rows="family", names=same, what="Labels")
    assert len(squares(figure.picture.axes[0])) == 2


def test_no_labels_give_a_picture_that_says_so():
    figure = matrix(labels("A dead author").clear(), newsroom("A"))
    assert drawn(figure.picture) == [figure.alt] == ["No label of these kinds is in the articles."]


def test_long_and_odd_names_are_drawn_as_words():
    table = pl.DataFrame({"event": ["e1"], "outlet": [NASTY], "family": ["dead"], "voice": ["author"]})
    figure = matrix_figure(table, newsroom(NASTY), name="m", rows="family", names={"dead": "$x_1$ & <b>"}, what="L")
    words = drawn(figure.picture)
    assert "$x_1$ & <b>" in words
    assert any(word.startswith("R&B") for word in words)
    assert NASTY in figure.alt


def test_journey_says_whose_word_it_is():
    ax, rows = Picture().subplots(), uses(("A", "martyr", "author", "author"), ("B", "martyr", "scare", "GOV"))
    before = rows.clone()
    assert plot_journey(rows, ax, colour={"A": "#000000", "B": "#0072b2"}, names=HOLDERS) is ax
    assert [to_hex(mark.get_facecolor()[0]) for mark in ax.collections] == [tint("author"), tint("scare")]
    words = [text.get_text() for text in ax.texts]
    sentence = "They call <b>him</b> a martyr & worse."
    assert words == [
        *("A", "its own word", sentence, "the outlet's own words"),
        *("B", "word of the $ministry$", sentence, "in quotation marks, nobody's, at a distance"),
    ]
    assert rows.equals(before)


def test_journey_counts_own_uses():
    rows = uses(("A", "martyr", "author", "author"), ("B", "martyr", "scare", "GOV"), ("A", "$x$", "direct", "GOV"))
    figure = journey_figure(rows, newsroom("A", "B"), words=["martyr", "$x$", "absent"], name="j", names=HOLDERS)
    assert figure.alt == (
        "“martyr” is the outlet's own word in one of two uses; “$x$” is the outlet's own word in none of one use."
    )
    assert {"“martyr”: two uses", "“$x$”: one use"} <= set(drawn(figure.picture))


def test_a_long_journey_is_cut_and_says_so():
    rows = uses(*[("A", "martyr", "author", "author")] * 5)
    figure = journey_figure(rows, newsroom("A"), words=["martyr"], name="j", names=HOLDERS, most=4)
    assert len(figure.picture.axes[0].collections) == 3
    assert "“martyr”: five uses, three lines drawn" in drawn(figure.picture)
    assert len(figure.data) == 5


def test_a_word_that_nobody_uses():
    figure = journey_figure(
        uses(("A", "x", "author", "author")).clear(), newsroom("A"), words=["martyr"], name="j", names=HOLDERS
    )
    assert figure.alt == "No use of a word that is followed was found."
    assert drawn(figure.picture) == ["Not one of these words is a label here: “martyr”."]


@pytest.mark.parametrize("width", [20, 40, 400])
def test_the_part_of_a_sentence_holds_its_word(width):
    sentence = "one two three four five six seven martyr eight nine ten eleven twelve"
    part = around(sentence, sentence.index("martyr"), "martyr", width)
    assert "martyr" in part
    assert len(part) <= width + 2
    assert set(part.split()) <= {*sentence.split(), "…"}  # whole words only


def test_uses_are_drawn_in_turns():
    rows = uses(*[("A", "martyr", "author", "author")] * 5, ("B", "martyr", "scare", "GOV"))
    figure = journey_figure(rows, newsroom("A", "B"), words=["martyr"], name="j", names=HOLDERS, most=3)
    # two lines beside the word's own: the first of A, the first of B
    assert [text.get_text() for text in figure.picture.axes[0].texts][::4] == ["A", "B"]
    assert figure.caption.endswith("2 of 6 uses are drawn, each outlet's first ones first; all are in the data.")


def test_an_outlet_with_two_events_names_them():
    rows = uses(("A", "martyr", "author", "author"), ("A", "martyr", "author", "author"))
    rows = rows.with_columns(event=pl.Series(["e1", "e2"]))
    figure = journey_figure(rows, newsroom("A", events=("e1", "e2")), words=["martyr"], name="j", names=HOLDERS)
    assert "the outlet's own words (Event e2)" in drawn(figure.picture)


def test_no_word_to_follow():
    none = uses(("A", "x", "author", "author")).clear()
    assert drawn(journey_figure(none, newsroom("A"), words=[], name="j", names={}).picture) == [
        "No word is followed here."
    ]


def test_all_events_together_come_first_under_a_title():
    table = pl.concat(
        [labels("A dead author", "B dead scare").with_columns(event=pl.lit(event)) for event in ("e1", "e2")]
    )
    figure = matrix(table, newsroom("A", "B", events=("e1", "e2")))
    titles = [ax.get_title(loc="left") for ax in figure.picture.axes]
    assert titles == ["All events together", "Event e1", "Event e2"]
    assert [len(squares(ax)) for ax in figure.picture.axes] == [4, 2, 2]
    assert figure.alt.startswith("Labels in the outlet's own words: A 2 of 2 and B 0 of 2.")


def test_a_square_may_stand_for_ten_labels():
    table = labels(*["A dead author"] * 24, *["A dead scare"] * 11, *["A dead direct"] * 5)
    ax = plot_matrix(voice_counts(table, rows="family"), Picture().subplots(), rows=["dead"], columns=["A"], each=10)
    # 40 labels are four squares: 2.4, .5 and 1.1 of them, so that the third is cut in three
    assert squares(ax) == [tint("author")] * 3 + [tint("direct"), tint("scare"), tint("scare")]
    assert _pieces({"author": 24, "direct": 5, "scare": 11}, 10)[2:] == [
        (2, 0.0, 0.4, "author"),
        (2, 0.4, 0.9, "direct"),
        (2, 0.9, 1.0, "scare"),
        (3, 0.0, 1.0, "scare"),
    ]
    # fewer labels than a square stands for fill a part of it
    assert _pieces({"author": 6, "indirect": 12}, 20) == [(0, 0.0, 0.3, "author"), (0, 0.3, 0.9, "indirect")]
    assert "40" in [text.get_text() for text in ax.texts]


BIG = study()


@pytest.mark.parametrize("rows", ["actor", "family"])
@pytest.mark.parametrize(
    "here",
    [BIG, study(outlets=3, events=12, articles=36, rows=12), study(outlets=1, events=1, articles=2), study(actors=0)],
    ids=["big", "twelve events", "one outlet", "no actors"],
)
def test_a_matrix_of_any_size_fits(here, rows):
    names = (
        here.actor_names if rows == "actor" else {family: family for family in here.labels["family"].unique().sort()}
    )
    null = add_all_events(null_band, here.labels, here.sentences, by=rows)
    figure = matrix_figure(here.labels, here.corpus, name="m", rows=rows, names=names, what="Labels", null=null)
    assert_fits(figure)
    assert figure.data["n"].sum() >= here.labels.height


def test_a_journey_of_any_size_fits():
    rows = add_sentences(BIG.labels, BIG.sentences)
    words = rows["lemma"].unique().sort().to_list()
    figure = journey_figure(contested_word_uses(rows, words), BIG.corpus, words=words, names=BIG.actor_names, name="j")
    assert_fits(figure)
    assert len(figure.data) == rows.height


def test_a_study_without_labels_is_drawn_in_words():
    none = study(outlets=1, events=1, articles=2, actors=0, rows=0)
    null = add_all_events(null_band, none.labels, none.sentences, by="actor")
    options = {"rows": "actor", "names": none.actor_names, "what": "Labels", "null": null}
    figure = matrix_figure(none.labels, none.corpus, name="m", **options)
    assert drawn(figure.picture) == ["No label of these kinds is in the articles."]
    assert_fits(figure)
