from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codings.agreement.intercoder import LEVELS, agreement, confusion_counts
from analysis.codings.agreement.unitising import coded_units, span_agreement, split_list_answers
from analysis.codings.agreement.words import explain_agreement

# Krippendorff (2011): four coders, twelve units
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# three coders, fifteen units
THREE = [
    [None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3],
    [1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None],
    [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4],
]
WHERE = {"event": "e1", "outlet": "Gazette", "article_id": "a"}
REAL = {"value": pl.String}


def coded(*coders, field="tone"):
    """A coder a line, a unit a place; None where the coder has no answer."""
    rows = [
        {**WHERE, "start": 10 * unit, "end": 10 * unit + 5, "coder": f"c{coder}", "kind": "label", "record": 1}
        | {"text": "words", "field": field, "value": None if value is None else str(value)}
        for coder, values in enumerate(coders)
        for unit, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema_overrides=REAL)


def spans(*rows, kind="label", field="tone", article="a"):
    """Rows of coder, start, end, value."""
    made = [{"coder": coder, "start": start, "end": end, "value": value} for coder, start, end, value in rows]
    return pl.DataFrame(
        [{**WHERE, "article_id": article, "kind": kind, "record": 1, "field": field} | row for row in made],
        schema_overrides=REAL,
    )


def row(table, *, level="nominal", **options):
    return agreement(table, level=level, **options).row(0, named=True)


# --- values known elsewhere


@pytest.mark.parametrize(
    ("data", "level", "alpha"),
    [
        # as printed, to three digits, and worked to six
        (FOUR, "nominal", 0.743421),
        (FOUR, "ordinal", 0.815388),
        (FOUR, "interval", 0.849107),
        (THREE, "nominal", 0.691358),
        (THREE, "interval", 0.810845),
    ],
)
def test_alpha_is_krippendorffs(data, level, alpha):
    assert row(coded(*data), level=level)["alpha"] == pytest.approx(alpha, abs=1e-6)


def test_ac1_is_gwets():
    # 125 units: 118 yes-yes, 5 yes-no, 2 no-yes, 0 no-no. Agreement 118/125 = .944; p(yes) = (123 + 120)/250 = .972;
    # chance 2 * .972 * .028 = .054432; (.944 - .054432) / (1 - .054432) = .940777
    one, other = ["yes"] * 123 + ["no"] * 2, ["yes"] * 118 + ["no"] * 5 + ["yes"] * 2
    found = row(coded(one, other))
    assert found["ac1"] == pytest.approx(0.940777, abs=1e-6)
    # chance from each coder's own habits: (123 * 120 + 2 * 5) / 125^2 = .94528; (.944 - .94528) / .05472
    assert found["kappa"] == pytest.approx(-0.023392, abs=1e-6)


def test_nineteen_of_twenty_worked_by_hand():
    found = row(coded(["no"] * 19 + ["yes"], ["no"] * 20))
    # 40 answers, 1 yes and 39 no: observed disagreement 2/40, expected 2 * 39 / (40 * 39) = 2/40, so 1 - 1
    assert (found["agreement"], found["alpha"], found["kappa"]) == (0.95, 0.0, 0.0)
    # p(yes) = 1/40: chance 2 * .025 * .975 = .04875; (.95 - .04875) / .95125
    assert found["ac1"] == pytest.approx(0.947438, abs=1e-6)
    # no yes in .95^20 = 36 % of the samples: alpha undefined there, so no interval; agreement and AC1 have one
    assert found["alpha_low"] is None
    assert found["agreement_low"] < 0.95 < found["agreement_high"] == 1.0


answers = st.lists(
    st.lists(st.sampled_from([None, "1", "2", "3", "7"]), min_size=6, max_size=6), min_size=2, max_size=4
)


def ordinal(totals):
    """Krippendorff's ordinal difference: all answers from one rank to the other, the two ends counted half."""

    def squared(one, other):
        low, high = sorted((one, other))
        return (sum(n for rank, n in totals.items() if low <= rank <= high) - (totals[low] + totals[high]) / 2) ** 2

    return squared


@settings(deadline=None, max_examples=60)
@given(answers)
def test_alpha_is_that_of_nltk(data):
    from nltk.metrics import binary_distance, interval_distance
    from nltk.metrics.agreement import AnnotationTask

    triples = [(c, u, int(v)) for c, values in enumerate(data) for u, v in enumerate(values) if v is not None]
    pairable = [v for _, u, v in triples if sum(unit == u for _, unit, _ in triples) > 1]
    table = coded(*data)
    if not triples:
        assert agreement(table, level="nominal").is_empty()
        return
    differences = (
        binary_distance,
        ordinal({v: pairable.count(v) for v in {v for *_, v in triples}}),
        interval_distance,
    )
    for level, distance in zip(LEVELS, differences, strict=True):
        alpha = row(table, level=level, draws=0)["alpha"]
        if len(set(pairable)) < 2:
            assert alpha is None  # nltk says 1
        else:
            assert alpha == pytest.approx(AnnotationTask(triples, distance=distance).alpha(), abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=12))
def test_kappa_is_that_of_scikit_learn(pairs):
    from sklearn.metrics import cohen_kappa_score

    one, other = zip(*pairs, strict=True)
    kappa = row(coded(one, other), draws=0)["kappa"]
    if len({*one, *other}) == 1:
        assert kappa is None  # 0 / 0
    else:
        assert kappa == pytest.approx(cohen_kappa_score(one, other))


@settings(deadline=None, max_examples=40)
@given(answers, st.permutations(range(4)))
def test_nobody_and_no_name_comes_first(data, order):
    """Coders in another order, and other names for the answers, change nothing."""
    renamed = {"1": "d", "2": "b", "3": "c", "7": "a", None: None}
    shuffled = [[renamed[v] for v in data[place]] for place in order if place < len(data)]
    one, other = (agreement(coded(*rows), level="nominal", draws=0) for rows in (data, shuffled))
    names = ("agreement", "alpha", "kappa", "ac1", "n_units", "n_pairable", "n_pairs")
    for before, after in zip(one.to_dicts(), other.to_dicts(), strict=True):
        assert [after[name] for name in names] == [pytest.approx(before[name], abs=1e-9) for name in names]


# --- counts, intervals, pairs


def test_counts_stand_beside_scores():
    found = row(coded(*FOUR))
    # unit 12 has one answer only; pairs: eight units of 4 answers with 6, three of 3, 3 and 2 with 3, 3 and 1
    assert (found["n_units"], found["n_coders"], found["n_pairable"], found["n_categories"]) == (12, 4, 11, 5)
    assert found["n_pairs"] == sum(n * (n - 1) // 2 for n in (3, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2))
    assert (found["commonest"], found["share_commonest"]) == ("2", 13 / 40)


def test_intervals_are_the_same_every_time_and_hold_the_value():
    table = coded(*FOUR)
    first = row(table)
    assert first == row(table.reverse())
    for name in ("agreement", "alpha", "kappa", "ac1"):
        assert first[f"{name}_low"] < first[name] < first[f"{name}_high"] <= 1
    assert row(table, seed=3)["alpha_low"] != first["alpha_low"]


def test_an_interval_covers_what_resampling_units_gives():
    # 30 of 40 units agree: the share of agreement in a sample is binomial, 2.5 % and 97.5 % at 24 and 35 of 40
    found = row(coded(["a", "b"] * 20, ["a", "b"] * 15 + ["b", "a"] * 5), draws=4000)
    assert (found["agreement_low"], found["agreement_high"]) == (
        pytest.approx(24.5 / 40, abs=0.03),
        pytest.approx(35 / 40, abs=0.03),
    )


def test_kappa_of_several_coders_is_the_mean_of_their_pairs():
    data = [["a", "b", "a", None], ["a", "b", "b", "a"], ["b", "b", "a", "a"]]
    # c0-c1: chance (2 * 1 + 1 * 2) / 9 = 4/9, (2/3 - 4/9) / (5/9) = .4; c0-c2: (2 * 1 + 1 * 2) / 9, also .4; c1-c2:
    # two a and two b each, chance 1/2, agreement 1/2, so 0
    assert [row(coded(*pair))["kappa"] for pair in combinations(data, 2)] == pytest.approx([0.4, 0.4, 0.0])
    assert row(coded(*data))["kappa"] == pytest.approx(0.8 / 3)


def test_the_table_of_categories_shows_what_is_taken_for_what():
    table = confusion_counts(coded(["a", "a", "b"], ["a", "b", "b"], [None, "b", None]), kind="label", field="tone")
    # unit 1: a-a both ways. unit 2: a, b, b, six ordered pairs at 1/2. unit 3: b-b both ways
    assert table.select("value", "other", "n").rows() == [("a", "a", 2), ("a", "b", 1), ("b", "a", 1), ("b", "b", 3)]
    assert table["share"].to_list() == pytest.approx([2 / 3, 1 / 3, 1 / 4, 3 / 4])


def test_numbers_written_differently_are_one_answer():
    found = row(coded(["1", "2.0", "3"], ["1.0", "2", "3"]), level="interval")
    assert (found["agreement"], found["alpha"], found["n_categories"]) == (1.0, 1.0, 3)


def test_far_numbers_do_not_swallow_small_differences():
    near = row(coded([1, 2, 3, 4], [1, 2, 4, 4]), level="interval")["alpha"]
    far = row(coded([10**8 + n for n in (1, 2, 3, 4)], [10**8 + n for n in (1, 2, 4, 4)]), level="interval")["alpha"]
    assert far == pytest.approx(near)


def test_free_text_is_not_measured(monkeypatch):
    monkeypatch.setattr("analysis.codings.agreement.intercoder.MOST", 5)
    found = row(coded(["a", "b"], ["a", "c"]))  # two units, three answers: six cells
    assert (found["n_pairable"], found["n_categories"], found["agreement"], found["alpha"]) == (2, 3, None, None)
    assert explain_agreement(found).startswith("3 different answers are free text")


def test_categories_nobody_chose_count_for_ac1_and_give_ranks():
    table = coded(["calm", "calm"], ["calm", "calm"])
    assert row(table)["ac1"] is None
    # chance is sum of p (1 - p) = 0, so 1
    assert row(table, categories=["calm", "riot"])["ac1"] == 1.0
    ranks = coded(["low", "high", "low"], ["low", "mid", "low"])
    assert row(ranks, level="ordinal", categories=["low", "mid", "high"])["alpha"] > row(ranks)["alpha"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": "ratio"}, "there is no level 'ratio'; name one of: nominal, ordinal, interval"),
        ({"level": "nominal", "kind": "act"}, "nobody coded 'act'; kinds here: label"),
        ({"level": "nominal", "field": "age"}, "nobody coded 'age' of any kind; fields there: tone"),
        ({"level": "interval"}, "interval needs numbers, and 'tone' has the answer 'calm'; choose nominal or ordinal"),
        ({"level": "ordinal"}, "ordinal needs numbers, and 'tone' has the answer 'calm'; give its categories"),
        ({"level": "nominal", "categories": ["riot"]}, "'tone' has the answer 'calm'; categories are: riot"),
    ],
)
def test_what_cannot_be_measured_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        agreement(coded(["calm"], ["riot"]), **options)


def test_a_level_has_to_be_named():
    with pytest.raises(TypeError):
        agreement(coded(["calm"], ["riot"]))


# --- in words


def test_degenerate_cases_are_explained():
    told = explain_agreement(row(coded(["no"] * 19 + ["yes"], ["no"] * 20)))
    assert told.startswith("The coders agree on 19 of 20 units (95 %). Yet alpha is 0.00, because “no” makes up 98 %")
    assert "AC1 is 0.95" in told
    assert "no interval" in told
    one = explain_agreement(row(coded(["no"] * 20, ["no"] * 20)))
    assert "Only one answer was ever given, “no”" in one
    assert "undefined" in one
    assert explain_agreement(row(coded(["no"] * 20))).startswith(
        "Only one coder answered, so there is nothing to compare."
    )
    apart = row(coded(["no", None], [None, "no"]))
    assert (apart["n_pairable"], apart["alpha"], apart["ac1"]) == (0, None, None)
    assert explain_agreement(apart).startswith("Not one of the 2 units was answered by two coders")


def test_ordinary_rows_are_told_in_short():
    many = row(coded(*[["a", "b", "c"] * 8] * 2))
    assert (
        explain_agreement(many)
        == "The coders agree on 24 of 24 units (100 %). Alpha is 1.00 (95 % interval 1.00 to 1.00)."
    )
    worse = explain_agreement(row(coded(["a", "b"] * 10, ["b", "a"] * 10)))
    assert "Alpha is −0.95" in worse
    assert "less often than chance" in worse
    assert "With so few units (3)" in explain_agreement(row(coded(["a", "b", "a"], ["a", "b", "b"])))
    assert "82 % of the pairs of answers are the same" in explain_agreement(row(coded(*FOUR)))


# --- units and spans


def test_spans_that_overlap_are_one_unit():
    table = spans(("ann", 0, 10, "x"), ("ben", 2, 8, "x"), ("ben", 20, 30, "y"), ("ann", 40, 50, None))
    found = coded_units(table, kind="label", field="tone")
    assert found.select("unit", "start", "end", "coder", "value").rows() == [
        (1, 0, 10, "ann", "x"),
        (1, 0, 10, "ben", "x"),
        (2, 20, 30, "ben", "y"),
    ]
    exact = coded_units(table, kind="label", field="tone", exact=True)
    assert exact["unit"].to_list() == [1, 2, 3]


def test_two_answers_of_one_coder_on_one_span_are_refused():
    table = spans(("ann", 0, 10, "x"), ("ann", 0, 10, "y"))
    with pytest.raises(ValueError, match="coder 'ann' answers 'tone' twice at 0–10 of 'a'; keep one"):
        coded_units(table, kind="label", field="tone")


def test_several_records_of_a_coder_on_one_span_are_several_units():
    both = spans(("ann", 0, 9, "x"), ("ann", 0, 9, "y"), ("ben", 0, 9, "x"), ("cat", 0, 9, "x"), ("cat", 0, 9, "z"))
    table = both.with_columns(record=pl.Series([1, 2, 1, 1, 2]))
    for exact in (False, True):
        found = coded_units(table, kind="label", field="tone", exact=exact)
        assert found.select("unit", "coder", "value").rows() == [
            (1, "ann", "x"),
            (1, "ben", "x"),
            (1, "cat", "x"),
            (2, "ann", "y"),
            (2, "cat", "z"),
        ]
    ann_and_ben = span_agreement(table).filter(coder="ann", other="ben")
    assert ann_and_ben.select("n_coder", "n_other", "n_shared").rows() == [(2, 1, 1)] * 2


def test_a_list_of_answers_is_asked_one_by_one():
    lists = spans(("ann", 0, 9, "conflict; morality"), ("ben", 0, 9, "conflict"), ("ben", 10, 19, ""), field="frames")
    found = split_list_answers(lists, field="frames")
    assert found.select("start", "field", "coder", "value").rows() == [
        (0, "frames: conflict", "ann", "yes"),
        (0, "frames: conflict", "ben", "yes"),
        (0, "frames: morality", "ann", "yes"),
        (0, "frames: morality", "ben", "no"),
        (10, "frames: conflict", "ben", "no"),
        (10, "frames: morality", "ben", "no"),
    ]
    measured = agreement(found, level="nominal")
    assert measured["field"].to_list() == ["frames: conflict", "frames: morality"]
    assert measured["agreement"].to_list() == [1.0, 0.0]


def test_span_agreement_worked_by_hand():
    ann = (("ann", 0, 10, "x"), ("ann", 20, 30, "x"), ("ann", 40, 50, "x"))
    ben = (("ben", 0, 10, "x"), ("ben", 25, 35, "x"))
    articles = pl.DataFrame({"article_id": ["a"], "text": ["x" * 60]})
    found = span_agreement(spans(*ann, *ben), articles=articles)
    assert found.select("coder", "other", "metric", "n_coder", "n_other", "n_shared").rows() == [
        ("ann", "ben", "overlap_f1", 3, 2, 2),
        ("ann", "ben", "exact_f1", 3, 2, 1),
        ("ann", "ben", "letters_f1", 30, 20, 15),
    ]
    # 2 * 2 / 5, 2 * 1 / 5, 2 * 15 / 50; one article has no interval
    assert found["value"].to_list() == pytest.approx([0.8, 0.4, 0.6])
    assert found["low"].to_list() == [None, None, None]


def test_spans_are_compared_only_where_both_coded():
    table = pl.concat(
        [
            spans(("ann", 0, 10, "x")),
            spans(("ben", 0, 10, "x"), kind="quote"),
            spans(("ann", 0, 10, "x"), article="b"),
        ]
    )
    found = span_agreement(table, kind="label")
    # in a, Ben coded a quotation and no label: Ann's is missed. b he did not code
    assert found.select("n_coder", "n_other", "value", "n_articles").rows() == [(1, 0, 0.0, 1)] * 2
    with pytest.raises(ValueError, match="nobody coded 'act'; kinds here: label, quote"):
        span_agreement(table, kind="act")
    assert span_agreement(table.filter(pl.col("coder") == "ann")).is_empty()


marks = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=6, unique=True)


@settings(deadline=None, max_examples=60)
@given(marks, marks)
def test_exact_is_never_above_overlap_and_both_are_symmetric(ours, theirs):
    table = spans(*(("a", s, s + n, "x") for s, n in ours), *(("b", s, s + n, "x") for s, n in theirs))
    swapped = table.with_columns(pl.col("coder").replace({"a": "b", "b": "a"})) if len(table) else table
    if not ours or not theirs:
        return
    loose, strict = span_agreement(table)["value"]
    assert strict <= loose
    assert span_agreement(swapped)["value"].to_list() == [loose, strict]


@settings(deadline=None, max_examples=40)
@given(st.lists(marks, min_size=2, max_size=3))
def test_no_answer_is_lost_and_no_coder_answers_a_unit_twice(coders):
    rows = [(f"c{c}", s, s + n, "x") for c, own in enumerate(coders) for s, n in own]
    if not rows:
        return
    found = coded_units(spans(*rows), kind="label", field="tone")
    assert len(found) == len(rows)
    assert not found.select("unit", "coder").is_duplicated().any()
