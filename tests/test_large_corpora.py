"""Many events: shares worked by hand, the order of events, and which part of a large corpus is read and told."""

import polars as pl
import pytest
from any_corpus import corpus
from big import study
from drawn import assert_fits

from analysis.evidence import shard_tables
from analysis.evidence.engines import rows_at_rest
from analysis.evidence.study import open_study
from analysis.inference.paired_differences import paired_measures
from analysis.measures import across_events as measures
from analysis.measures import large_corpora
from analysis.measures.large_corpora import drawn_articles, is_part, open_told, read_part
from analysis.report.answers import events as answers
from analysis.report.plots.events import events_figure
from analysis.schema import ALL_EVENTS


def cells(*rows):
    columns = ("event", "outlet", "article_id", "measure", "n", "of")
    return pl.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])


def test_shares_of_events_and_of_all_events():
    counted = cells(
        ("e1", "G", "a", "reported", 4, 10),
        ("e1", "G", "b", "reported", 2, 10),
        ("e2", "G", "c", "reported", 9, 10),
        ("e1", "H", "d", "reported", 3, 4),
    )
    # G: 6 of 20 and 9 of 10, so (.3 + .9) / 2 over both; H has fewer than five
    assert measures.event_shares(counted).rows() == [
        (ALL_EVENTS, "G", "reported", 3, 15, 30, 0.6),
        ("e1", "G", "reported", 2, 6, 20, 0.3),
        ("e2", "G", "reported", 1, 9, 10, 0.9),
    ]


def test_heterogeneity_worked_by_hand():
    counted = cells(("e1", "G", "a", "reported", 8, 20), ("e1", "H", "b", "reported", 2, 20))
    row = measures.event_heterogeneity(measures.event_shares(counted)).row(0, named=True)
    # p = 10 / 40; q = 2 · (8 − 5)² / (.25 · .75 · 20) = 18 / 3.75 = 4.8; (4.8 − 1) / √2 = 2.687
    assert (row["highest"], row["lowest"], row["gap"], row["q"], row["df"]) == ("G", "H", 0.3, 4.8, 1)
    assert (row["i2"], row["apart"]) == (pytest.approx(3.8 / 4.8, abs=1e-4), 2.687)


def test_events_are_ranked_by_all_their_measures():
    rows = pl.DataFrame({"event": ["a", "a", "b"], "apart": [2.0, 2.0, 2.5]})
    # a: 4 / √2 = 2.83
    assert measures.events_by_heterogeneity(rows).rows() == [("a", 2, 2.8284), ("b", 1, 2.5)]


def test_a_sentence_in_which_speech_goes_on_counts(tmp_path):
    made = open_study(corpus(tmp_path / "c", outlets=2, events=1))
    said = measures.counted_evidence(made).filter(measure="reported")
    words = said.join(made.sentences, on=["article_id", "start"])["text"].to_list()
    assert any("We will build it" in text for text in words)
    assert not any(text.startswith("Rain fell") for text in words)


def test_every_measure_of_a_large_study_is_drawn_and_told():
    big = study()
    counted = measures.counted_rows(big)
    assert counted["measure"].unique(maintain_order=True).to_list() == list(measures.MEASURES)
    shares = measures.event_shares(counted)
    apart = measures.event_heterogeneity(shares)
    ranked = measures.events_by_heterogeneity(apart)["event"].to_list()
    assert_fits(events_figure(shares, apart, ranked, big.corpus))
    paired = paired_measures(counted, big.corpus.articles, draws=199)
    assert set(paired["category"]) <= set(measures.MEASURES)
    assert paired["q"].is_sorted()
    firm = paired.with_columns(q=pl.lit(0.01))
    assert "percentage points" in answers.repeated(firm).text
    assert answers.repeated(firm).facts["page"] == "13"
    assert answers.repeated(paired.with_columns(q=pl.lit(0.5))).text == ""
    said = answers.across(big, big, shares, apart, paired).text
    assert "comparisons of two outlets over events" in said
    assert "lie furthest apart" in said


def test_every_outlet_is_drawn_once_before_any_is_drawn_twice():
    rows = [("e1", "G", f"g{n}", "one two three") for n in range(9)] + [("e1", "H", "h0", "one two three")]
    articles = pl.DataFrame(rows, schema=["event", "outlet", "article_id", "text"], orient="row")
    drawn = drawn_articles(articles, most=9)
    assert len(drawn) == 3
    assert "h0" in drawn
    assert drawn == drawn_articles(articles.reverse(), most=9)
    assert drawn_articles(articles.with_columns(event=pl.lit("x")), most=99, events=["e1"]) == []


def test_a_large_corpus_is_read_and_told_in_part(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    for name, words in (("WHOLE", 300), ("READ", 800), ("TOLD", 500), ("EVENTS", 2)):
        monkeypatch.setattr(large_corpora, name, words)
    folder = corpus(tmp_path / "c", outlets=2, events=6)
    every, told = open_study(folder), open_told(folder)
    part = read_part(every)
    assert is_part(part)
    assert is_part(told)
    assert part.corpus.articles["event"].n_unique() > told.corpus.articles["event"].n_unique()
    assert told.corpus.articles["event"].n_unique() == 2
    # what lies in shards is what is read anew
    assert part.labels.equals(every.subset(part.corpus.articles["article_id"].to_list()).labels)
    assert open_told(folder) is told


def test_a_corpus_that_is_not_large_is_told_as_it_is(tmp_path):
    folder = corpus(tmp_path / "c", outlets=2, events=1)
    assert open_told(folder) is open_study(folder)
    assert not is_part(open_told(folder))


def test_what_is_too_long_for_the_room_is_passed_over_and_the_first_is_always_taken():
    long = "word " * 900
    rows = [("e1", f"o{n}", f"a{n}", long if n == 2 else "one two three four") for n in range(6)]
    articles = pl.DataFrame(rows, schema=["event", "outlet", "article_id", "text"], orient="row")
    drawn = drawn_articles(articles, most=100)
    assert set(drawn) == {"a0", "a1", "a3", "a4", "a5"} or drawn == ["a2"]
    assert drawn_articles(articles.filter(article_id="a2"), most=10) == ["a2"]
    assert drawn_articles(articles.filter(article_id="a2"), most=10, events=["e1"]) == ["a2"]


def test_an_article_that_cannot_be_read_is_no_article_without_rows(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    made = open_study(corpus(tmp_path / "c", outlets=2, events=1))
    real = shard_tables._tables

    def failing(study):
        if "o1-e0-0" in set(study.corpus.articles["article_id"]):
            raise RuntimeError("too long")
        return real(study)

    monkeypatch.setattr(shard_tables, "_tables", failing)
    assert rows_at_rest(made).corpus.articles["article_id"].to_list() == ["o0-e0-0"]


def test_a_word_that_comes_back_is_told_with_its_events():
    names = ("outlet", "term", "zeta", "rate_target", "rate_reference", "n_leaning", "n_used")
    back = pl.DataFrame([("A", "snow", 2.0, 5.0, 1.0, 2, 3), ("B", "riot", 4.0, 3.0, 0.0, 4, 4)], names, orient="row")
    assert answers.words_that_come_back(back).marked == (
        "In its own words B uses “riot” more often than the others, its events together, and at a higher rate than "
        "they on [4](#from-13-words) of the 4 events on which anybody uses it."
    )
    assert answers.words_that_come_back(back.clear()).marked == ""
