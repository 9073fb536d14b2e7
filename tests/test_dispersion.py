import polars as pl
import pytest
from corpora import corpus
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.dispersion import counted_words, dispersion, word_positions


def one(frame, term):
    return frame.row(by_predicate=pl.col("term") == term, named=True)


def test_dispersion_over_articles_worked_by_hand():
    tokens = corpus("Gazette: riot riot police calm", "Gazette: calm calm", "Gazette: calm police")
    found = dispersion(tokens, parts="article")
    # 8 words in articles of 4, 2, 2: s = 1/2, 1/4, 1/4. riot: v = 1, 0, 0
    # dp = (1/2 + 1/4 + 1/4) / 2 = 1/2;  dp_norm = 1/2 / (1 - 1/4) = 2/3
    riot = one(found, "riot")
    assert (riot["n"], riot["n_words"], riot["n_parts"], riot["n_parts_with"]) == (2, 8, 3, 1)
    assert riot["article_id"] is None
    assert riot["dp"] == pytest.approx(1 / 2)
    assert riot["dp_norm"] == pytest.approx(2 / 3)
    # rates 1/2, 0, 0: mean 1/6, variance 1/12 - 1/36 = 1/18, V = sqrt(1/18) / (1/6) = sqrt(2)
    # juilland_d = 1 - sqrt(2) / sqrt(3 - 1) = 0
    assert riot["juilland_d"] == pytest.approx(0)
    # police: v = 1/2, 0, 1/2; dp = (0 + 1/4 + 1/4) / 2 = 1/4
    assert one(found, "police")["dp"] == pytest.approx(1 / 4)


def test_dispersion_over_equal_parts_of_one_article():
    tokens = corpus("Gazette: riot calm riot calm")
    # two parts of two words, "riot calm" twice: as even as can be
    riot = one(dispersion(tokens, parts=2), "riot")
    assert riot["article_id"] == "gazette-1"
    assert (riot["dp"], riot["dp_norm"], riot["juilland_d"]) == (0, 0, 1)


def test_a_short_article_has_as_many_parts_as_words():
    assert one(dispersion(corpus("Gazette: riot calm now")), "riot")["n_parts"] == 3


def test_one_part_leaves_the_corrected_measures_undefined():
    riot = one(dispersion(corpus("Gazette: riot calm"), parts="article"), "riot")
    assert (riot["dp"], riot["dp_norm"], riot["juilland_d"]) == (0, None, None)


def test_terms_and_min_count_choose_rows():
    tokens = corpus("Gazette: Riot riot police calm")
    assert dispersion(tokens, ["Riot"])["term"].to_list() == ["riot"]
    assert dispersion(tokens, min_count=2)["term"].to_list() == ["riot"]
    assert dispersion(tokens, ["flood"]).is_empty()


def test_lemma_is_counted_when_asked():
    tokens = corpus("Gazette: kills killed", lemmas={"kills": "kill", "killed": "kill"})
    assert one(dispersion(tokens, unit="lemma"), "kill")["n"] == 2


def test_refusals_say_what_to_do():
    tokens = corpus("Gazette: riot")
    with pytest.raises(ValueError, match='no unit "stem" to count by; choose one of: norm, lemma'):
        counted_words(tokens, unit="stem")
    with pytest.raises(ValueError, match='parts=1; give "article" or a whole number from 2'):
        dispersion(tokens, parts=1)


def test_positions_count_the_words_before():
    tokens = corpus("Gazette: Riot, calm. Police riot")
    found = word_positions(tokens, ["riot"])
    # 4 words; "riot" is the first (0 before) and the last (3 before)
    assert found["position"].to_list() == [0, 3 / 4]
    assert found["n_words"].to_list() == [4, 4]
    assert found["start"].to_list() == [0, 19]


def test_the_order_of_rows_makes_no_difference():
    tokens = corpus(*[f"Gazette: {'riot calm police ' * i} end {'calm ' * (7 % i)}" for i in range(1, 9)])
    shuffled = tokens.sample(fraction=1, shuffle=True, seed=1)
    assert dispersion(tokens, parts="article").equals(dispersion(shuffled, parts="article"))
    assert dispersion(tokens, parts=3).equals(dispersion(shuffled, parts=3))


ARTICLE = st.lists(st.sampled_from("abcd"), min_size=1, max_size=12).map(" ".join)


@given(st.lists(ARTICLE, min_size=2, max_size=5), st.integers(2, 6))
def test_dispersion_stays_in_bounds_and_keeps_counts(articles, parts):
    tokens = corpus(*[f"Gazette: {article}" for article in articles])
    for found in (dispersion(tokens, parts=parts), dispersion(tokens, parts="article")):
        assert found["n"].sum() == sum(len(article.split()) for article in articles)
        for column in ("dp", "dp_norm", "juilland_d"):
            assert found[column].drop_nulls().is_between(-1e-9, 1 + 1e-9).all()


@given(ARTICLE, st.integers(2, 6))
def test_dispersion_agrees_with_its_definition(article, parts):
    found = dispersion(corpus(f"Gazette: {article}"), parts=parts)
    series = article.split()
    pieces: dict[int, list[str]] = {}
    for place, word in enumerate(series):
        pieces.setdefault(place * min(parts, len(series)) // len(series), []).append(word)
    for row in found.iter_rows(named=True):
        dp = 0.5 * sum(abs(piece.count(row["term"]) / row["n"] - len(piece) / len(series)) for piece in pieces.values())
        assert row["dp"] == pytest.approx(dp, abs=1e-12)
        assert row["n_parts"] == len(pieces)
