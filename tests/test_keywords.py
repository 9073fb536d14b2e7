"""Key words over all events, worked by hand; whose words they are; the figures of many events."""

import polars as pl
import pytest
from big import study
from corpora import corpus
from drawn import assert_fits
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.keyness import keyness
from analysis.measures.keywords import add_voice, keyness_by_voice, keyness_over_events, positive_keywords
from analysis.measures.pooling import rows_of_shared_events
from analysis.report.plots.keyness import keyness_bars_figure
from analysis.schema import ALL_EVENTS, QUOTATIONS


def row(frame, outlet, term):
    return frame.row(by_predicate=(pl.col("outlet") == outlet) & (pl.col("term") == term), named=True)


def two_events():
    here = corpus("A: riot riot calm calm", "B: riot calm calm calm")
    there = corpus("A: riot", "B: riot snow snow snow snow snow snow snow", event="e2")
    lonely = corpus("A: riot riot riot", event="e3")
    return pl.concat([here, there, lonely])


def test_words_over_events_worked_by_hand():
    riot = row(keyness_over_events(two_events(), min_count=1), "A", "riot")
    # e3 is A's alone: 2 of 4 and 1 of 1 words are 3 of 5
    assert (riot["event"], riot["n_target"], riot["total_target"]) == (ALL_EVENTS, 3, 5)
    assert (riot["n_reference"], riot["total_reference"]) == (2, 12)
    # B says riot in 1 of 4 and in 1 of 8 words; A has 4 of its 5 words on e1: 4/5 × 1/4 + 1/5 × 1/8 = .225
    assert riot["rate_reference"] == pytest.approx(225)
    assert riot["rate_target"] == pytest.approx(600)
    # 2/4 > 1/4 and 1/1 > 1/8
    assert (riot["n_events"], riot["n_used"], riot["n_leaning"]) == (2, 2, 2)


def test_a_word_of_one_event_is_no_word_of_all_events():
    assert set(keyness_over_events(two_events(), min_count=1)["term"]) == {"riot"}


def test_outlets_that_share_one_event_have_no_words_over_events():
    found = keyness_over_events(pl.concat([corpus("A: riot", "B: riot"), corpus("A: riot riot", event="e2")]))
    assert found.is_empty()
    assert {"n_leaning", "zeta"} <= set(found.columns)


def test_nothing_to_compare_gives_no_rows():
    nothing = rows_of_shared_events(corpus("A: riot riot riot"))
    assert keyness(nothing).is_empty()
    assert keyness_over_events(nothing).is_empty()
    assert keyness_by_voice(add_voice(nothing, QUOTATIONS.frame([]))).is_empty()


WORDS = st.lists(st.sampled_from(["riot", "calm", "snow"]), min_size=1, max_size=8).map(" ".join)


@given(WORDS, WORDS, st.integers(2, 4))
def test_the_same_event_told_often_has_the_rates_of_one(one, other, times):
    events = [corpus(f"A: {one}", f"B: {other}", event=f"e{place}") for place in range(times)]
    over = keyness_over_events(pl.concat(events), min_count=1)
    single = keyness(events[0], min_count=1)
    rates = ["rate_target", "rate_reference"]
    for found in over.to_dicts():
        here = row(single, found["outlet"], found["term"])
        assert [found[name] for name in rates] == pytest.approx([here[name] for name in rates])
        assert found["n_leaning"] in (0, times)


def test_words_that_come_back_lean_on_most_events():
    rows = [(ALL_EVENTS, 9, 5, 3), (ALL_EVENTS, 9, 4, 2), (ALL_EVENTS, 9, 3, 2), (ALL_EVENTS, 4, 1, 1)]
    rows += [("e1", None, None, None)]
    names = ["event", "n_events", "n_used", "n_leaning"]
    keys = pl.DataFrame(rows, schema=names, orient="row").with_columns(zeta=pl.lit(1.0))
    # 3 of 5 comes back; 2 of 4 is no majority; 2 is no quarter of 9; 1 of 1 is one event; on one event all leans count
    assert positive_keywords(keys)["n_used"].to_list() == [5, None]
    assert positive_keywords(keys.with_columns(zeta=pl.lit(-1.0))).is_empty()


def test_each_word_counts_in_its_own_voice():
    tokens = corpus("A: riot riot calm riot", "B: riot calm")
    said = {"event": "e1", "outlet": "A", "article_id": "a-1", "speaker": "the mayor"}
    spans = [{**said, "type": "indirect", "start": 5, "end": 14}, {**said, "type": "scare", "start": 15, "end": 19}]
    voiced = add_voice(tokens, QUOTATIONS.frame(spans))
    # characters 5 to 14 are the second riot and calm
    assert voiced.filter(outlet="A")["whose"].to_list() == ["own", "retold", "retold", "quoted"]
    own = keyness_by_voice(voiced, min_count=1)
    # B quotes and retells nothing, so only own words are compared: 1 of A's one word, 1 of B's two
    assert set(own["whose"]) == {"own"}
    riot = row(own, "A", "riot")
    assert [riot[name] for name in ("n_target", "total_target", "n_reference", "total_reference")] == [1, 1, 1, 2]


def keys_of(big):
    content = rows_of_shared_events(big.tokens)
    over = keyness_over_events(content)
    return pl.concat([over, keyness(content)], how="diagonal")


@pytest.mark.parametrize("size", [{}, {"outlets": 3, "events": 12, "articles": 36}, {"events": 1, "articles": 8}])
def test_key_words_of_many_events_fit_a_page(size):
    big = study(**size)
    keys = keys_of(big)
    assert_fits(keyness_bars_figure(keys, big.corpus))
    if len(big.corpus.events) > 1:
        assert "all events together" in keyness_bars_figure(keys, big.corpus).caption.lower()


def test_one_outlet_has_no_key_words_and_the_figures_say_so():
    alone = study(outlets=1, events=2, articles=2)
    figure = keyness_bars_figure(keys_of(alone), alone.corpus)
    assert_fits(figure)
    assert figure.alt.startswith("No two outlets")
