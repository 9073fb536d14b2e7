import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure as Picture
from test_figure import drawn, newsroom

from analysis.measures.coverage import counterpart_shares, coverage_matrix, linked_sentence_groups, unit_coverage
from analysis.measures.retellings import retellings
from analysis.report.plots.canvas import panels
from analysis.report.plots.coverage import coverage_figure, plot_coverage, plot_retold, retold_figure
from analysis.report.style import style
from analysis.schema import LABELS, LINKS, QUOTATIONS, SENTENCES

UNITS = {"event": pl.String, "outlet": pl.String, "article_id": pl.String, "start": pl.Int64}
UNITS |= {"kind": pl.String, "unit": pl.String, "words": pl.String, "n": pl.Int64}


def sentences(**counts):
    """Articles named by outlet: A=3 is outlet A with three sentences of ten characters, at 0, 10, 20."""
    return SENTENCES.frame(
        [
            {"event": "e1", "outlet": outlet, "article_id": outlet.lower(), "start": 10 * at, "end": 10 * at + 9}
            | {"text": f"{outlet} says one two three four five {at}", "section": "body", "paragraph": 1}
            for outlet, n in counts.items()
            for at in range(n)
        ]
    )


def links(*pairs):
    """Links of "a0 b1 3.5 [status]": sentence 0 of a and sentence 1 of b, score 3.5 ("-" is null)."""
    rows = []
    for pair in pairs:
        one, other, score, status = [*pair.split(), "proposed"][:4]
        rows.append(
            {"event": "e1", "outlet": one[0].upper(), "article_id": one[0], "other_outlet": other[0].upper()}
            | {"start": 10 * int(one[1:]), "end": 10 * int(one[1:]) + 9, "other_id": other[0], "shared": "x"}
            | {"other_start": 10 * int(other[1:]), "other_end": 10 * int(other[1:]) + 9, "status": status}
            | {"score": None if score == "-" else float(score), "probability": None if score == "-" else 0.75}
        )
    return LINKS.frame(rows)


def groups(table):
    found = {}
    for group, article, start in linked_sentence_groups(table).select("group", "article_id", "start").iter_rows():
        found.setdefault(group, set()).add(f"{article}{start // 10}")
    return list(found.values())


def pieces(*rows):
    """Pieces of "A 0 kind unit words"."""
    made = []
    for row in rows:
        outlet, at, kind, unit, words = row.split(" ", 4)
        where = {"event": "e1", "outlet": outlet, "article_id": outlet.lower(), "start": 10 * int(at)}
        made.append({**where, "kind": kind, "unit": unit, "words": words, "n": 1})
    return pl.DataFrame(made, schema=UNITS)


# --- matters -------------------------------------------------------------------------------------------------------


def test_linked_sentences_of_three_outlets_are_one_matter():
    assert groups(links("a0 b1 3", "b1 c2 2", "a0 c2 1")) == [{"a0", "b1", "c2"}]


def test_one_loose_link_does_not_chain_two_matters():
    # across {a0, b0} and {a1, b1} are two pairs of different articles, a0-b1 and a1-b0; one is linked: half, joined
    assert groups(links("a0 b0 9", "a1 b1 8", "a1 b0 1")) == [{"a0", "b0", "a1", "b1"}]
    # across {a0, b0, c0} and {a1, b1, c1} there are six such pairs; one of six is less than half: apart
    two = ("a0 b0 9", "a0 c0 9", "b0 c0 9", "a1 b1 8", "a1 c1 8", "b1 c1 8")
    assert groups(links(*two, "a1 b0 1")) == [{"a0", "b0", "c0"}, {"a1", "b1", "c1"}]


def test_rejected_links_count_for_nothing_and_confirmed_ones_come_first():
    assert groups(links("a0 b0 9 rejected", "a1 b1 - confirmed")) == [{"a1", "b1"}]
    assert groups(links("a0 b0 9 rejected")) == []


def test_the_matrix_has_every_outlet_and_zeros_where_it_is_silent():
    table = coverage_matrix(links("a0 b1 3", "a1 b1 2"), sentences(A=2, B=2, C=1))
    assert table.select("group", "outlet", "n", "n_outlets").rows() == [(1, "A", 2, 2), (1, "B", 1, 2), (1, "C", 0, 2)]
    # all three sentences have as many words; the first by article and place stands for the matter
    assert set(table["said"]) == {"A says one two three four five 0"}
    assert table.filter(outlet="C").select("article_id", "start").row(0) == (None, None)


def test_share_with_a_counterpart_by_hand():
    table = counterpart_shares(links("a0 b1 3", "a1 b1 2"), sentences(A=4, B=2, C=1))
    # A: sentences 0 and 1 of 4; B: sentence 1 of 2; C: none of 1
    assert table.select("outlet", "n", "n_sentences", "share").rows() == [
        ("A", 2, 4, 0.5),
        ("B", 1, 2, 0.5),
        ("C", 0, 1, 0.0),
    ]


def test_an_outlet_without_others_has_no_share():
    assert counterpart_shares(links(), sentences(A=4))["share"].to_list() == [None]


def test_who_is_named_where():
    units = pieces("A 0 actor IRAN Iran", "A 1 actor IRAN Iran", "B 0 actor IRAN Tehran", "B 0 actor US US")
    table = unit_coverage(units, sentences(A=4, B=1))
    assert table.select("unit", "outlet", "n", "share", "n_outlets").rows() == [
        ("IRAN", "A", 2, 0.5, 2),
        ("IRAN", "B", 1, 1.0, 2),
        ("US", "A", 0, 0.0, 1),
        ("US", "B", 1, 1.0, 1),
    ]
    with pytest.raises(ValueError, match="kinds: act, actor"):
        unit_coverage(units, sentences(A=4, B=1), kind="verbs")
    assert unit_coverage(units, sentences(A=4, B=1), kind="day").is_empty()


pair = st.builds(lambda a, b, s: f"a{a} b{b} {s}", st.integers(0, 4), st.integers(0, 4), st.integers(1, 9))


@settings(deadline=None, max_examples=50)
@given(st.lists(pair, max_size=12, unique_by=lambda text: text[:5]))
def test_every_sentence_is_in_one_matter_at_most_and_every_matter_in_two_articles(pairs):
    table = links(*pairs)
    found = linked_sentence_groups(table)
    assert not found.select("article_id", "start").is_duplicated().any()
    assert all(len({name[0] for name in group}) == 2 for group in groups(table))
    assert found.equals(linked_sentence_groups(table.reverse()))


# --- retold --------------------------------------------------------------------------------------------------------


def example(**changes):
    keys = ("article_id", "start", "end", "type", "speaker", "cue", "cue_class")
    spoken = (
        ("a", 2, 6, "partial", "Maliki", "said", "neutral"),
        ("a", 7, 9, "indirect", "Maliki", "vowed", "assertive"),
        ("b", 10, 14, "scare", "", "", "none"),
    )
    quotations = QUOTATIONS.frame([dict(zip(keys, row, strict=True)) for row in spoken])
    put = {"article_id": "a", "start": 3, "end": 5, "actor": "X", "text": "gangs", "voice": "partial"}
    labels = LABELS.frame([put])
    units = pieces("A 0 act free liberated", "B 1 act free freed", "A 0 name basra Basra", "A 1 name basra Basra")
    table = changes.get("links", links("a0 b1 3"))
    return retellings(table, sentences(A=2, B=2), quotations, labels, units)


def test_both_sides_with_cue_voice_labels_and_what_only_one_has():
    one, other = example().rows(named=True)
    assert (one["outlet"], one["voice"], one["speaker"]) == ("A", "partial; indirect", "Maliki")
    assert (one["cue"], one["cue_class"], one["labels"]) == ("said; vowed", "neutral; assertive", "gangs (partial)")
    assert one["only_here"] == "Basra"  # "free" is on both sides
    assert (other["outlet"], other["voice"], other["cue"], other["cue_class"]) == ("B", "scare", "", "")
    assert (other["only_here"], other["labels"], other["start"]) == ("", "", 10)


def test_confirmed_first_rejected_never_and_own_words_said_so():
    table = example(links=links("a0 b1 9", "a1 b0 1 confirmed", "a1 b1 5 rejected"))
    assert table.select("link", "side", "outlet", "start").rows() == [
        (1, 1, "A", 10),
        (1, 2, "B", 0),
        (2, 1, "A", 0),
        (2, 2, "B", 10),
    ]
    assert table["voice"].to_list()[:2] == ["own words", "own words"]


# --- figures -------------------------------------------------------------------------------------------------------


def words(ax):
    return [mark.get_text() for mark in ax.texts]


def test_a_filled_square_for_each_outlet_that_tells_a_matter():
    ax = Picture().subplots()
    table = coverage_matrix(links("a0 b1 3", "a1 b1 2"), sentences(A=2, B=2, C=1))
    plot_coverage(table, ax, outlets=["A", "B", "C"], colour={"A": "#ff0000", "B": "#00ff00", "C": "#0000ff"})
    filled = [len(squares.get_facecolor()) for squares in ax.collections]
    assert filled == [1, 1, 0]
    assert words(ax) == ["A", "B", "C", "2", "1", "A says one two three four five 0"]


def test_names_of_many_outlets_are_folded_and_whole():
    outlets = ["CNN", "Washington Times", "Politico", "NPR", "USA Today", "Vox", "New York Times", "Fox News"]
    rows = [{"event": "e1", "group": 0, "said": "x", "outlet": outlet, "n": 1} for outlet in outlets]
    _, (ax,) = panels(height=2)
    with style():
        plot_coverage(pl.DataFrame(rows), ax, outlets=outlets, colour=dict.fromkeys(outlets, "#000000"))
    assert {"Washington", "Times", "New York", "USA Today"} <= {text.get_text() for text in ax.texts}


def test_the_statement_side_by_side_shows_words_and_cues():
    ax = Picture().subplots()
    plot_retold(example(), ax, colour={"A": "#ff0000", "B": "#00ff00"})
    shown = words(ax)
    assert shown[:3] == ["A", "A says one two three four five 0", "Maliki: cue “said; vowed”, partial; indirect"]
    assert "labels: gangs (partial)" in shown
    assert "only here: Basra" in shown
    assert "probability 0.75" in shown


def test_figures_name_the_event_and_say_the_finding():
    here = newsroom("A", "B", "C")
    figure = coverage_figure(coverage_matrix(links("a0 b1 3"), sentences(A=2, B=2, C=1)), here, name="m")
    assert {"Event e1", "A", "B", "C", "1"} <= set(drawn(figure.picture))
    assert figure.alt == "Event e1: of one matter with a counterpart, A tells 1, B tells 1 and C tells 0."
    side = retold_figure(example(), here, name="r")
    assert "A has “said; vowed” (partial; indirect) and B has “no cue” (scare)" in side.alt
    assert len(side.data) == 2


def test_nothing_linked_is_said_in_words():
    here = newsroom("A", "B")
    empty = coverage_matrix(links(), sentences(A=1, B=1))
    assert "No sentences" in coverage_figure(empty, here, name="m").alt
    assert "No sentences" in retold_figure(example(links=links()), here, name="r").alt
