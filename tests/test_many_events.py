"""Many events: all of them together first, the ones that differ most, paired differences, and tables in words."""

import polars as pl
import pytest
from big import study
from corpora import text
from test_figure import newsroom

from analysis.measures.pooling import add_all_events, event_gaps, outlet_gaps, pooled_rows
from analysis.measures.study_parameters import contested_labels, dispersion_words, followed_words
from analysis.report.plots.canvas import chosen, texts
from analysis.report.prose import Prose, count, verb
from analysis.report.tables import in_corpus_order, in_words, show
from analysis.schema import ALL_EVENTS


def counted(table):
    return table.group_by("event", "outlet").agg(n=pl.len()).sort("event", "outlet")


def test_all_events_are_counted_together_first():
    table = pl.DataFrame({"event": ["a", "a", "b"], "outlet": ["G", "G", "G"]})
    # two rows in a, one in b, three together
    assert add_all_events(counted, table).rows() == [(ALL_EVENTS, "G", 3), ("a", "G", 2), ("b", "G", 1)]


def test_where_every_outlet_has_one_event_there_is_nothing_to_take_together():
    table = pl.DataFrame({"event": ["a", "b"], "outlet": ["G", "H"]})
    assert add_all_events(counted, table).equals(counted(table))


def test_the_event_in_which_outlets_differ_most_comes_first():
    rows = pl.DataFrame(
        {
            "event": ["a", "a", "b", "b", "c"],
            "outlet": ["G", "H", "G", "H", "G"],
            "actor": ["X", "X", "X", "Y", "X"],
            "share": [0.5, 0.2, 0.4, 0.1, 1.0],
        }
    )
    # a: .5 - .2 = .3; b: H has no X: .4 - 0 = .4; c has one outlet
    assert event_gaps(rows, value="share", by=["actor"]).rows() == [("b", 0.4), ("a", 0.3)]


def test_where_outlets_lie_apart_and_which():
    rows = pl.DataFrame(
        {"event": ["a"] * 3, "outlet": ["G", "H", "H"], "actor": ["X", "X", "Y"], "share": [0.5, 0.2, 0.4]}
    )
    # Y: H .4, G none of it; X: G .5, H .2
    assert outlet_gaps(rows, value="share", by=["actor"]).rows() == [
        ("a", "Y", "H", "G", 0.4),
        ("a", "X", "G", "H", 0.3),
    ]


def test_pooled_rows_are_those_of_all_events():
    rows = pl.DataFrame({"event": ["a", ALL_EVENTS], "n": [1, 2]})
    assert pooled_rows(rows)["n"].to_list() == [2]
    assert pooled_rows(rows.head(1))["n"].to_list() == [1]


def test_a_figure_shows_all_events_and_those_that_differ_most():
    big = study()
    rows = add_all_events(counted, big.labels)
    stories, said = chosen(rows, big.corpus, value="n", most=16)
    assert len(stories) == 16
    assert {event for event, _, _ in stories[:8]} == {ALL_EVENTS}
    assert said == (
        " All events together and the one event of 20 in which the outlets differ most are drawn; "
        "the others stand in the data."
    )
    assert chosen(rows, big.corpus, value="n", most=500) == (texts(rows, big.corpus), "")


def test_an_event_of_one_outlet_shows_no_difference():
    rows = [("e1", "A", 1), ("e1", "B", 3), ("e2", "A", 5), ("e3", "A", 1), ("e3", "B", 2)]
    table = pl.DataFrame(rows, schema=["event", "outlet", "n"], orient="row")
    # of three places e1 takes two; e2, which would fit, has nobody to differ from
    stories, _ = chosen(table, newsroom("A", "B", events=("e1", "e2", "e3")), value="n", most=3)
    assert [event for event, _, _ in stories] == ["e1", "e1"]


def test_an_event_takes_full_lines_of_the_figure():
    big = study(outlets=3, events=6, articles=36)
    rows = add_all_events(counted, big.labels)
    # lines of four: three outlets take one line each event, so that eight places hold all events and one more
    stories, _ = chosen(rows, big.corpus, value="n", most=8, abreast=4)
    assert [event for event, _, _ in stories[:3]] == [ALL_EVENTS] * 3
    assert len(stories) == 6
    assert len(chosen(rows, big.corpus, value="n", most=9)[0]) == 9


@pytest.mark.parametrize(
    ("events", "most", "said"),
    [
        (1, 5, "The first 5 of 8 are drawn; the others stand in the data."),
        (2, 5, "All events together for the first 5 of 8 outlets are drawn; the others stand in the data."),
        (2, 8, "All events together are drawn; the single events stand in the data."),
    ],
)
def test_what_is_left_out_is_said(events, most, said):
    big = study(events=events, articles=8 * events)
    stories, words = chosen(add_all_events(counted, big.labels), big.corpus, value="n", most=most)
    assert (len(stories), words) == (most, f" {said}")


def test_contested_is_what_one_has_and_the_other_has_not():
    labels = pl.DataFrame(
        {
            "event": ["e"] * 5,
            "outlet": ["G", "G", "H", "H", "G"],
            "actor": ["X", "X", "X", "X", "Y"],
            "lemma": ["rebel", "man", "man", "thug", "thug"],
            "tone": ["neutral", "neutral", "neutral", "negative", "negative"],
        }
    )
    # X is labelled by two. rebel: 1 × 1/2 × .5; thug: 1 × 1/2 × 1; man: used by both; thug on Y: nobody else labels Y
    assert contested_labels(labels).select("lemma", "worth").rows() == [("thug", 0.5), ("rebel", 0.25), ("man", 0.0)]


def test_what_the_corpus_file_says_is_followed():
    big = study()
    asked = big.corpus.manifest.study.model_copy(update={"words": ("riot",), "strip_words": ("calm",)})
    manifest = big.corpus.manifest.model_copy(update={"study": asked})
    corpus = type(big.corpus)(manifest, big.corpus.articles, big.corpus.paragraphs, big.corpus.audit)
    other = type(big)(corpus)
    assert followed_words(other) == ["riot"]
    assert dispersion_words(other, pl.DataFrame()) == ["calm"]


def test_a_table_in_words():
    big = study()
    table = pl.DataFrame({"event": ["e1"], "outlet": ["Courier"], "actor": ["ACTOR1"], "holder": ["author"]})
    row = in_words(table, big).row(0)
    assert row == (big.corpus.events["e1"], "Courier", "The association of dockers no. 1", "the outlet")


def test_the_order_of_the_corpus():
    big = study()
    table = pl.DataFrame({"event": ["e2", "e1", ALL_EVENTS], "outlet": ["Courier", "The Gazette", "Courier"]})
    assert in_corpus_order(table, big)["event"].to_list() == [ALL_EVENTS, "e1", "e2"]


def test_show_puts_the_event_in_front_where_an_outlet_has_several(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_FIGURES", str(tmp_path))
    big = study()
    view = show(counted(big.labels), big, "x_counts", "Labels.", "outlet", "n", n="labels", most=10)
    assert view.rows.columns == ["event", "outlet", "labels"]
    assert view.rows.height == 10
    assert view.note == "The first 10 of 160 rows; all are in figures/x_counts.table.csv."
    assert (tmp_path / "x_counts.table.csv").is_file()


def test_show_without_columns_has_the_event_once():
    big = study()
    view = show(counted(big.labels), big, "x_counts", "Labels.")
    assert view.rows.columns[0] == "event"
    assert view.rows.width == counted(big.labels).width


def test_a_table_of_all_events_alone_says_so():
    big = study()
    rows = add_all_events(counted, big.labels).filter(pl.col("event") == ALL_EVENTS)
    assert show(rows, big, "x", "Labels.", "outlet", "n").rows.columns[0] == "event"


def test_each_number_opens_its_evidence():
    big = study(events=1, articles=8)
    evidence = big.labels.select("event", "outlet", "text")
    view = show(counted(big.labels), big, "x", "Labels.", "outlet", "n", evidence=evidence, cells=("outlet", "n"))
    assert view.cells == ("outlet", "in all")
    assert view.evidence.columns == ["outlet", "words", "in all"]
    assert set(view.evidence["in all"]) == {"in all"}


def test_numbers_of_all_events_open_their_evidence_too():
    big = study(outlets=2, events=2, articles=4)
    evidence = big.labels.select("event", "outlet", "text")
    counts = add_all_events(counted, big.labels)
    view = show(counts, big, "x", "Labels.", "outlet", "n", evidence=evidence, cells=("outlet", "n"))
    assert view.cells == ("event", "outlet", "in all")
    # each label stands behind the number of its event and that of all events: twice in all
    assert view.evidence.height == 2 * big.labels.height
    first = view.rows.row(0, named=True)
    behind = view.evidence.filter(pl.col("event") == ALL_EVENTS, pl.col("outlet") == first["outlet"])
    assert behind.height == first["in all"]


def test_only_evidence_of_rows_that_are_shown_travels():
    big = study(outlets=2, events=1, articles=2)
    evidence = big.labels.select("event", "outlet", "text")
    options = {"evidence": evidence, "cells": ("outlet", "n")}
    view = show(counted(big.labels).head(1), big, "x", "Labels.", "outlet", "n", **options)
    assert set(view.evidence["outlet"]) == set(view.rows["outlet"])


def test_a_table_without_rows_may_be_a_sentence():
    none = counted(study().labels).clear()
    assert show(none, study(), "x", "Labels.", empty="Nobody is called anything.") == Prose(
        "Nobody is called anything."
    )


def test_numbers_in_sentences():
    assert [count(n) for n in (0, 1, 13)] == ["none", "one", "13"]
    assert [verb(n) for n in (0, 1, 2)] == ["are", "is", "are"]


def test_placed_words_take_turns():
    articles, _ = text("G: x")
    assert articles.height == 1
    keys = pl.DataFrame(
        {
            "event": ["e", "e", "e", "e"],
            "outlet": ["G", "G", "H", "H"],
            "term": ["a", "b", "c", "d"],
            "zeta": [3.0, 2.5, 2.0, -1.0],
        }
    )
    # the first of G, the first of H, then the second of G; d leans away
    assert dispersion_words(study(), keys) == ["a", "c", "b"]
