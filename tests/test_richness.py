import polars as pl
import pytest
from corpora import corpus
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.richness import richness, richness_by_outlet, section_counts


def only(frame):
    assert frame.height == 1
    return frame.row(0, named=True)


def test_mtld_worked_by_hand():
    found = only(richness(corpus("Gazette: of the people by the people for the people")))
    assert (found["n_words"], found["n_types"]) == (9, 5)
    # forwards: of 1/1, the 2/2, people 3/3, by 4/4, the 4/5 = .8, people 4/6 = .67 < .72: one factor;
    #   for 1/1, the 2/2, people 3/3: rest (1 - 1) / .28 = 0; 9 words / 1 factor = 9
    # backwards: people, the, for 3/3, people 3/4 = .75, the 3/5 = .6 < .72: one factor;
    #   by 1/1, people 2/2, the 3/3, of 4/4: rest 0; 9 / 1 = 9
    assert found["mtld"] == pytest.approx(9)


def test_an_unfinished_factor_counts_in_part():
    found = only(richness(corpus("Gazette: riot calm police riot")))
    # 3 of 4 different, .75: no full factor either way; rest (1 - .75) / (1 - .72) = .25 / .28; 4 / that = 4.48
    assert found["mtld"] == pytest.approx(4 * 0.28 / 0.25)


def test_mtld_is_undefined_where_no_word_repeats():
    found = only(richness(corpus("Gazette: riot police calm")))
    assert (found["n_words"], found["n_types"], found["mtld"]) == (3, 3, None)


def test_mattr_worked_by_hand():
    found = only(richness(corpus("Gazette: riot riot police calm"), window=2))
    # riot riot 1/2, riot police 2/2, police calm 2/2: mean 5/6
    assert found["mattr"] == pytest.approx(5 / 6)
    assert found["window"] == 2


def test_mattr_is_undefined_in_a_shorter_text():
    assert only(richness(corpus("Gazette: riot riot"), window=3))["mattr"] is None
    assert only(richness(corpus("Gazette: riot riot"), window=2))["mattr"] == 0.5


def test_sentences_are_measured_in_words():
    found = only(richness(corpus("Gazette: Riot. Police, calm, city. Now it is over today.")))
    # 1, 3 and 5 words: mean 3; sd = sqrt((4 + 0 + 4) / 2) = 2
    assert (found["n_sentences"], found["sentence_mean"], found["sentence_sd"]) == (3, 3, pytest.approx(2))
    assert only(richness(corpus("Gazette: Riot now.")))["sentence_sd"] is None


def test_rows_stand_by_event_outlet_article_and_lemmas_may_count():
    tokens = pl.concat([corpus("B: x", "A: kills killed", lemmas={"kills": "kill", "killed": "kill"})])
    found = richness(tokens, unit="lemma")
    assert found["article_id"].to_list() == ["a-1", "b-1"]
    assert found["n_types"].to_list() == [1, 1]


def test_refusals_say_what_to_do():
    tokens = corpus("Gazette: riot")
    with pytest.raises(ValueError, match="window=0 holds no words"):
        richness(tokens, window=0)
    with pytest.raises(ValueError, match="give one between 0 and 1"):
        richness(tokens, threshold=1)


SERIES = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=40)


@given(SERIES, st.integers(1, 8))
def test_mattr_agrees_with_its_definition(series, window):
    found = only(richness(corpus("Gazette: " + " ".join(series)), window=window))
    runs = [series[i : i + window] for i in range(len(series) - window + 1)]
    expected = sum(len(set(run)) / window for run in runs) / len(runs) if runs else None
    assert found["mattr"] == (None if expected is None else pytest.approx(expected))


@given(SERIES)
def test_mtld_is_the_same_read_from_either_end(series):
    one = only(richness(corpus("Gazette: " + " ".join(series))))["mtld"]
    other = only(richness(corpus("Gazette: " + " ".join(reversed(series)))))["mtld"]
    assert one == (None if other is None else pytest.approx(other))


def test_an_outlets_articles_on_average():
    found = richness_by_outlet(richness(corpus("A: riot riot calm", "A: snow", "B: riot")))
    # A: articles of 3 words and 1 word; B has one article only
    assert found.select("outlet", "n_articles", "n_words", "words_mean").rows() == [("A", 2, 4, 2.0)]
    assert found["words_sd"].item() == pytest.approx(2**0.5)


def test_sentences_are_counted_by_part():
    table = pl.DataFrame(
        [("e1", "A", "body"), ("e1", "A", "body"), ("e1", "A", "headline"), ("e1", "B", "body")],
        schema=["event", "outlet", "section"],
        orient="row",
    )
    found = section_counts(table)
    assert found.columns == ["event", "outlet", "headline", "body"]
    assert found.rows() == [("e1", "A", 1, 2), ("e1", "B", None, 1)]
