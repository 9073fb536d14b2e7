import math

import polars as pl
import pytest
from corpora import corpus
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.keyness import association_measures, keyness

D1 = "a a a b b c c c c c c d e f g h h"
D2 = "a a b c c d d d d e f h"

# Two-document tables, computed outside this package with scipy from the formulas in the docstrings.
REFERENCE = [
    {
        "n_target": 7,
        "n_reference": 2,
        "total_target": 10,
        "total_reference": 9,
        "chi2_yates": 2.632438271604939,
        "chi2": 4.337160493827161,
        "g2_four_cell": 4.534939332256226,
        "g2_williams": 4.200833412154394,
        "g2_two_cell": 2.4401004306966305,
        "log_ratio": 1.6553518286125541,
        "fisher_p": 0.06977851869492735,
        "pmi": 0.39053945789148875,
        "odds_ratio_conditional": 7.166306303557892,
        "odds_ratio": 8.166666666666666,
    },
    {
        "n_target": 3,
        "n_reference": 7,
        "total_target": 10,
        "total_reference": 9,
        "chi2_yates": 2.632438271604939,
        "chi2": 4.337160493827161,
        "g2_four_cell": 4.534939332256226,
        "g2_williams": 4.200833412154394,
        "g2_two_cell": 2.0948389015595947,
        "log_ratio": -1.3743955147814981,
        "fisher_p": 0.06977851869492735,
        "pmi": -0.5621189181535413,
        "odds_ratio_conditional": 0.13954190033762934,
        "odds_ratio": 0.12244897959183673,
    },
    {
        "n_target": 6,
        "n_reference": 2,
        "total_target": 17,
        "total_reference": 12,
        "chi2_yates": 0.4672983776844071,
        "chi2": 1.2218720821661997,
        "g2_four_cell": 1.2742380095525059,
        "g2_williams": 1.1887773351824165,
        "g2_two_cell": 0.9411842380560573,
        "log_ratio": 1.0824621601919733,
        "fisher_p": 0.4083471084970335,
        "pmi": 0.24640041347847694,
        "odds_ratio_conditional": 2.6375930193241905,
        "odds_ratio": 2.727272727272727,
    },
]
# Monroe, Colaresi & Quinn (2008), 0.01 for every word, D1 against D2: log-odds, variance, z
FIGHTIN = {
    "a": (0.06932119229397338, 0.8297383514322079, 0.07610188983388708),
    "b": (0.3797171252999574, 1.4876114477119353, 0.3113260263057189),
    "c": (1.0006119864860576, 0.6639017888924761, 1.2280435873362585),
    "d": (-2.0676416079328734, 1.2394755685044814, -1.8571897482661432),
    "e": (-0.3727154330288758, 1.9801980198019802, -0.26486408019782653),
    "f": (-0.3727154330288758, 1.9801980198019802, -0.26486408019782653),
    "g": (4.328889372201278, 100.99009900990099, 0.43076170598190217),
    "h": (0.3797171252999574, 1.4876114477119353, 0.3113260263057189),
}


def row(frame, outlet, term):
    return frame.row(by_predicate=(pl.col("outlet") == outlet) & (pl.col("term") == term), named=True)


def test_keyness_worked_by_hand():
    tokens = corpus("Gazette: riot riot police", "Herald: protest police riot")
    riot = row(keyness(tokens, min_count=1), "Gazette", "riot")
    assert (riot["n_target"], riot["total_target"], riot["n_reference"], riot["total_reference"]) == (2, 3, 1, 3)
    # 2 of 3 words are 666.7 in 1,000; 1 of 3 is 333.3; log2(2) = 1
    assert riot["rate_target"] == pytest.approx(2000 / 3)
    assert riot["log_ratio"] == pytest.approx(1)
    # at one common rate (3 of 6) each side would have 1.5: G2 = 2 (2 ln(2/1.5) + 1 ln(1/1.5)); 6 words in all
    g2 = 2 * (2 * math.log(2 / 1.5) + math.log(1 / 1.5))
    assert riot["g2_two_cell"] == pytest.approx(g2)
    assert riot["bic"] == pytest.approx(g2 - math.log(6))
    # half the interval: 1.96 sqrt(1/2 - 1/3 + 1/1 - 1/3) = 1.96 sqrt(5/6), in bits divided by ln 2
    assert riot["log_ratio_high"] - 1 == pytest.approx(1.959964 * math.sqrt(5 / 6) / math.log(2), rel=1e-6)
    assert riot["log_ratio_low"] + riot["log_ratio_high"] == pytest.approx(2)
    # 3 of the event's 6 words: 500 * 3/6 = 250 on each side; odds (2+250)/(503-252) over (1+250)/(503-251)
    assert riot["prior"] == pytest.approx(250)
    assert riot["log_odds"] == pytest.approx(math.log(252 / 251) - math.log(251 / 252))
    assert riot["log_odds_var"] == pytest.approx(1 / 252 + 1 / 251)


def test_half_an_occurrence_stands_for_none():
    protest = row(keyness(corpus("A: riot police", "B: protest riot"), min_count=1), "A", "protest")
    # 0.5 of 2 against 1 of 2: log2(1/2) = -1
    assert protest["log_ratio"] == pytest.approx(-1)
    assert (protest["n_target"], protest["n_articles_target"], protest["dispersion"]) == (0, 0, None)


def test_each_outlet_meets_all_others_of_its_event():
    here = corpus("A: riot riot", "B: riot calm", "C: riot flood")
    there = corpus("A: riot snow", "B: snow riot", event="e2")
    lonely = corpus("D: riot", event="e3")
    found = keyness(pl.concat([here, there, lonely]), min_count=1)
    riot = found.filter(pl.col("term") == "riot")
    assert riot.select("event", "outlet", "n_target", "n_reference", "total_reference").rows() == [
        ("e1", "A", 2, 2, 4),
        ("e1", "B", 1, 3, 4),
        ("e1", "C", 1, 3, 4),
        ("e2", "A", 1, 1, 2),
        ("e2", "B", 1, 1, 2),
    ]


def test_rows_stand_by_zeta_then_term():
    found = keyness(corpus("A: " + D1, "B: " + D2), min_count=1, prior=0.01).filter(pl.col("outlet") == "A")
    assert found["term"].to_list() == ["c", "g", "b", "h", "a", "e", "f", "d"]


@pytest.mark.parametrize("term", FIGHTIN)
def test_log_odds_agree_with_monroe_colaresi_and_quinn(term):
    found = row(keyness(corpus("A: " + D1, "B: " + D2), min_count=1, prior=0.01), "A", term)
    assert (found["log_odds"], found["log_odds_var"], found["zeta"]) == pytest.approx(FIGHTIN[term])
    assert found["prior"] == 0.01


def test_min_count_and_min_articles_look_at_both_sides():
    tokens = corpus("A: riot riot calm", "A: calm", "B: riot snow snow snow")
    assert set(keyness(tokens, min_count=3)["term"]) == {"riot", "snow"}
    assert set(keyness(tokens, min_count=2, min_articles=2)["term"]) == {"riot", "calm"}
    # the totals count all words, whichever are shown
    assert set(keyness(tokens, min_count=3)["total_target"]) == {4}


def test_dispersion_is_over_articles_or_over_parts_of_a_single_one():
    found = keyness(corpus("A: riot calm", "A: calm calm", "B: riot calm riot calm"), min_count=1)
    # A: two articles of 2 words, riot in one: dp = (1/2 + 1/2) / 2, over 1 - 1/2 = 1
    assert row(found, "A", "riot")["dispersion"] == pytest.approx(1)
    # B: four parts of one word, riot in two: dp = 4 * 1/4 / 2 = 1/2, over 1 - 1/4 = 2/3
    assert row(found, "B", "riot")["dispersion"] == pytest.approx(2 / 3)


def test_no_p_value_is_shown():
    names = keyness(corpus("A: riot", "B: riot"), min_count=1).columns
    assert not [name for name in names if name.startswith("p_") or name.endswith("_p")]


def test_one_word_in_all_has_no_odds():
    assert keyness(corpus("A: riot", "B: riot"), min_count=1)["zeta"].to_list() == [None, None]


def test_refusals_say_what_is_there():
    lonely = pl.concat([corpus("A: riot"), corpus("B: calm", event="e2")])
    with pytest.raises(ValueError, match=r"no event has two; events here: e1 \(A\), e2 \(B\); add an article"):
        keyness(lonely)
    with pytest.raises(ValueError, match="a prior must be above zero"):
        keyness(corpus("A: riot", "B: riot"), prior=0)


@pytest.mark.parametrize("expected", REFERENCE)
def test_association_agrees_with_reference_values(expected):
    asked = ("n_target", "n_reference", "total_target", "total_reference")
    found = association_measures(pl.DataFrame([{name: expected[name] for name in asked}]), exact=True).row(
        0, named=True
    )
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-6)


def test_signed_chi2_orders_words_as_the_field_does():
    terms = sorted(set(D1.split()))

    def order(target, reference):
        target, reference = target.split(), reference.split()
        counts = pl.DataFrame({"term": terms}).with_columns(
            n_target=pl.Series([target.count(term) for term in terms]),
            n_reference=pl.Series([reference.count(term) for term in terms]),
            total_target=len(target),
            total_reference=len(reference),
        )
        return association_measures(counts).sort("chi2_signed", "term", descending=[True, False])["term"].to_list()

    assert order(D1, D2) == list("gcbhaefd")
    assert order(D2, D1) == list("defabhcg")


def test_association_is_null_where_nothing_is_defined_and_refuses_impossible_counts():
    counts = pl.DataFrame({"n_target": [0], "n_reference": [2], "total_target": [4], "total_reference": [5]})
    found = association_measures(counts).row(0, named=True)
    assert found["pmi"] is None
    # 0 of 4 and 0.8889 expected, 2 of 5 and 1.1111 expected: G2 = 2 * 2 ln(2 / (10/9))
    assert found["g2_two_cell"] == pytest.approx(4 * math.log(1.8))
    with pytest.raises(ValueError, match="missing: total_reference"):
        association_measures(counts.drop("total_reference"))
    with pytest.raises(ValueError, match="between zero and their totals"):
        association_measures(counts.with_columns(n_target=9))


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 200), st.integers(1, 200))
def test_association_agrees_with_scipy(a, b, c, d):
    from scipy.stats import chi2_contingency
    from scipy.stats.contingency import relative_risk

    counts = pl.DataFrame({"n_target": [a], "n_reference": [b], "total_target": [a + c], "total_reference": [b + d]})
    found = association_measures(counts).row(0, named=True)
    table = [[a, b], [c, d]]
    assert found["chi2"] == pytest.approx(chi2_contingency(table, correction=False).statistic, abs=1e-9)
    assert found["chi2_yates"] == pytest.approx(chi2_contingency(table).statistic, abs=1e-9)
    g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert found["g2_four_cell"] == pytest.approx(g2, abs=1e-9)
    risk = relative_risk(a, a + c, b, b + d)
    interval = risk.confidence_interval(0.95)
    assert found["log_ratio"] == pytest.approx(math.log2(risk.relative_risk), abs=1e-9)
    assert found["log_ratio_low"] == pytest.approx(math.log2(interval.low), abs=1e-9)
    assert found["log_ratio_high"] == pytest.approx(math.log2(interval.high), abs=1e-9)


ARTICLE = st.lists(st.sampled_from("abcd"), min_size=1, max_size=12).map(" ".join)


@given(ARTICLE, ARTICLE)
def test_two_outlets_mirror_each_other(first, second):
    found = keyness(corpus(f"A: {first}", f"B: {second}"), min_count=1)
    a = found.filter(pl.col("outlet") == "A").sort("term")
    b = found.filter(pl.col("outlet") == "B").sort("term")
    assert a["n_target"].to_list() == b["n_reference"].to_list()
    assert a["g2_two_cell"].to_list() == pytest.approx(b["g2_two_cell"].to_list(), abs=1e-9)
    for name in ("log_ratio", "zeta"):
        for x, y in zip(a[name], b[name], strict=True):
            assert (x is None and y is None) or x == pytest.approx(-y, abs=1e-9)


def test_input_is_not_altered():
    tokens = corpus("A: riot calm", "B: riot riot")
    before = tokens.clone()
    keyness(tokens, min_count=1)
    assert tokens.equals(before)
