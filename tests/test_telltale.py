import polars as pl
import pytest
from corpora import corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.block_intervals import student_t_quantile
from analysis.measures.masking import masked_sentences
from analysis.measures.outlet_classifier import (
    accuracy_of_predictions,
    classifiable_events,
    outlet_accuracy,
    outlet_marker_words,
    outlet_predictions,
)


def sentences(*lines, event="e1"):
    """Each line is one article, "Outlet: Its sentences. Each ends at a full stop."."""
    rows = []
    for number, line in enumerate(lines, start=1):
        outlet, _, text = line.partition(": ")
        where = {"event": event, "outlet": outlet, "article_id": f"{event}-{number}", "section": "body"}
        start = 0
        for sentence in text.split(". "):
            rows.append({**where, "start": start, "end": start + len(sentence), "text": sentence})
            start += len(sentence) + 2
    return pl.DataFrame(rows)


def tagged(text, tags):
    """A one-sentence article and its tokens: words parted by spaces, each with its tag."""
    where = {"event": "e1", "outlet": "Gazette", "article_id": "a", "section": "body"}
    rows, start = [], 0
    for token, pos in zip(text.split(), tags.split(), strict=True):
        place = {"start": start, "end": start + len(token), "sentence_start": 0}
        rows.append({**where, **place, "token": token, "norm": token.lower(), "pos": pos})
        start += len(token) + 1
    return pl.DataFrame([{**where, "start": 0, "end": len(text), "text": text}]), pl.DataFrame(rows)


def read(text, tags, **options):
    return masked_sentences(*tagged(text, tags), **options)["read_as"].item()


RIOT = "Gazette: " + ". ".join(["The riot hit the mob"] * 4)
PROTEST = "Herald: " + ". ".join(["A protest met our crowd"] * 4)


def test_two_vocabularies_are_always_told_apart():
    found = outlet_accuracy(sentences(RIOT, PROTEST), block=2, folds=2).row(0, named=True)
    # 2 outlets, 4 sentences each, in blocks of 2: 4 blocks. No word is shared: all right, in every draw
    assert (found["n_outlets"], found["n_articles"], found["n_sentences"], found["n_blocks"]) == (2, 2, 8, 4)
    assert (found["accuracy"], found["accuracy_high"]) == (1, 1)
    # eight of eight leave room for others: Wilson's low is n / (n + t²), with t for 8 - 1 degrees (blocks of two)
    assert found["accuracy_low"] == pytest.approx(8 / (8 + student_t_quantile(7) ** 2))
    assert (found["balanced_accuracy"], found["chance_accuracy"], found["chance_balanced"]) == (1, 0.5, 0.5)


def test_the_same_text_is_told_no_better_than_by_chance():
    same = ". ".join(["The riot hit the mob"] * 4)
    found = outlet_accuracy(sentences(f"Gazette: {same}", f"Herald: {same}"), block=2, folds=2).row(0, named=True)
    # one and the same guess for every sentence: right for one outlet, wrong for the other
    assert found["balanced_accuracy"] == 0.5


def judgements(*rows):
    columns = ["outlet", "article_id", "block", "n_right"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(
        start=pl.int_range(pl.len()), event=pl.lit("e1"), masked=pl.lit(False), n_deals=pl.lit(1, pl.Int64)
    )


def test_accuracy_worked_by_hand():
    judged = judgements(
        *[("Gazette", "g", block, 1) for block in (0, 0, 1)], ("Herald", "h", 0, 0), ("Herald", "h", 1, 1)
    )
    found = accuracy_of_predictions(judged).row(0, named=True)
    # Gazette 3 of 3, Herald 1 of 2: 4 / 5; balanced (1 + 1/2) / 2 = 3/4; naming Gazette always: 3 / 5; 1 / 2
    assert (found["accuracy"], found["balanced_accuracy"]) == (4 / 5, 3 / 4)
    assert (found["chance_accuracy"], found["chance_balanced"]) == (3 / 5, 1 / 2)
    # Herald has two sentences: too few for an interval
    assert (found["balanced_low"], found["balanced_high"]) == (None, None)


def test_the_reader_agrees_with_scikit_learn_left_to_itself():
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline

    texts = ["riot mob fire", "riot police mob", "protest crowd police", "crowd protest fire"]
    table = sentences(f"Gazette: {'. '.join(texts[:2])}", f"Herald: {'. '.join(texts[2:])}")
    found = outlet_predictions(table, block=1, folds=2, deals=1, seed=3)
    oracle = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(class_weight="balanced")
    )
    # with two blocks an outlet and two folds, a sentence is trained on one of each outlet: two ways to deal
    names = np.array(["Gazette", "Gazette", "Herald", "Herald"])
    ways = []
    for fold in ([0, 1, 0, 1], [0, 1, 1, 0]):
        split = [(np.flatnonzero(np.array(fold) != one), np.flatnonzero(np.array(fold) == one)) for one in (0, 1)]
        ways.append(
            cross_val_predict(oracle, texts, names, cv=split, method="predict_proba")[[0, 1, 2, 3], [0, 0, 1, 1]]
        )
    own = found.sort("article_id", "start")["probability_true"].to_numpy()
    assert any(np.allclose(own, way, atol=1e-4) for way in ways)


def test_a_block_is_never_split_and_every_sentence_is_judged_in_every_deal():
    found = outlet_predictions(sentences(RIOT, PROTEST), block=3, folds=2, deals=3)
    # 4 sentences in blocks of 3: three in the first, one in the second
    assert found.filter(outlet="Herald")["block"].to_list() == [0, 0, 0, 1]
    assert found["n_deals"].to_list() == [3] * 8


def test_giveaway_words_with_their_counts():
    lines = ("Gazette: riot now. riot mob. riot police", "Herald: protest now. protest riot. crowd")
    found = outlet_marker_words(sentences(*lines))
    # "riot" stands in 3 sentences of Gazette, in 1 of Herald
    first = found.filter(outlet="Gazette").row(0, named=True)
    assert (first["term"], first["n_outlet"], first["n_elsewhere"]) == ("riot", 3, 1)
    assert found.filter(outlet="Herald")["term"][0] in ("protest", "crowd")
    assert (found["coefficient"] > 0).all()


def test_masking_hides_spellings_of_names_and_numbers():
    tags = "PROPN PROPN ADP PROPN VERB NUM NOUN"
    assert read("Nuri Maliki of Basra met 30 officers", tags) == "NAME of NAME met NUMBER officers"
    # "al" belongs to the name, in lower case or not; "central" does not
    assert read("He met al Maliki in central Basra", "PRON VERB X PROPN ADP ADJ PROPN") == "he met NAME in central NAME"
    # a capital inside the sentence is a name whatever the tag, "I" is not
    assert read("Then I saw Shiite men", "ADV PRON VERB ADJ NOUN") == "then i saw NAME men"


def test_masking_leaves_datelines_out_and_common_nouns_in():
    tags = "PROPN PUNCT PROPN X PUNCT DET NOUN VERB"
    assert read("BAGHDAD , Iraq (CNN) -- The militia fled", tags) == "the militia fled"
    actors = pl.DataFrame({"alias": ["Shia forces", "militia"]})
    assert read("Shia forces hit the militia", "ADJ NOUN VERB DET NOUN", actors=actors) == "NAME forces hit the militia"


def test_masked_rows_stand_beside_the_unmasked():
    tokens = corpus(RIOT, PROTEST)
    starts = tokens["sentence_start"].unique().sort().to_list()
    table = sentences(RIOT, PROTEST).with_columns(
        article_id=pl.concat_str(pl.col("outlet").str.to_lowercase(), pl.lit("-1"))
    )
    assert set(table["start"]) == set(starts)
    found = outlet_accuracy(table, tokens=tokens, block=2, folds=2)
    assert found["masked"].to_list() == [False, True]


WORDS = st.lists(st.sampled_from(["riot", "mob", "protest", "crowd", "police"]), min_size=1, max_size=5).map(" ".join)
ARTICLE = st.lists(WORDS, min_size=4, max_size=8).map(". ".join)


@settings(deadline=None, max_examples=10)
@given(ARTICLE, ARTICLE, st.integers(0, 5))
def test_order_of_rows_and_names_of_outlets_change_nothing(one, other, seed):
    table = sentences(f"A: {one}", f"B: {other}")
    found = outlet_predictions(table, block=2, folds=2, deals=2, seed=seed)
    assert found.equals(
        outlet_predictions(table.sample(fraction=1, shuffle=True, seed=1), block=2, folds=2, deals=2, seed=seed)
    )
    renamed = table.with_columns(outlet=pl.col("outlet").replace({"A": "C", "B": "D"}))
    again = outlet_predictions(renamed, block=2, folds=2, deals=2, seed=seed)
    assert again["probability_true"].equals(found["probability_true"])
    assert found["n_right"].is_between(0, 2).all()


def test_refusals_say_what_is_there_and_what_to_do():
    with pytest.raises(ValueError, match=r"needed in sections body; outlets by event here: e1 \(1\); add an article"):
        outlet_accuracy(sentences(RIOT))
    with pytest.raises(ValueError, match=r'event "e1" needs two blocks of 5 .* too few are from Gazette \(4\), Herald'):
        outlet_accuracy(sentences(RIOT, PROTEST))
    with pytest.raises(ValueError, match="folds=1, block=5, deals=5; give folds from 2"):
        outlet_accuracy(sentences(RIOT, PROTEST), folds=1)
    with pytest.raises(ValueError, match="8 of 8 sentences have none; give the tokens"):
        outlet_accuracy(sentences(RIOT, PROTEST), tokens=corpus(RIOT, PROTEST), block=2)


def test_an_event_with_one_outlet_is_left_out():
    table = pl.concat([sentences(RIOT, PROTEST), sentences(RIOT, event="e2")])
    assert outlet_accuracy(table, block=2)["event"].to_list() == ["e1"]


def test_events_with_sentences_enough_are_read_the_longest_first():
    one, two, three = (f"Gazette: {'. '.join(['The riot'] * n)}" for n in (1, 6, 9))
    other = two.replace("Gazette", "Herald")
    # e1: the Gazette has one block of five; e2: 12 sentences; e3: 15; e4: one outlet
    table = pl.concat(
        [
            sentences(one, other),
            sentences(two, other, event="e2"),
            sentences(three, other, event="e3"),
            sentences(three, event="e4"),
        ]
    )
    assert set(classifiable_events(table)["event"]) == {"e2", "e3"}
    assert set(classifiable_events(table, most=26)["event"]) == {"e3"}
    # 15 are more than 10: five of each outlet
    assert classifiable_events(table, most=10).group_by("event", "outlet").len().sort("outlet").rows() == [
        ("e3", "Gazette", 5),
        ("e3", "Herald", 5),
    ]


def test_where_nothing_can_be_read_every_table_is_empty():
    none = classifiable_events(sentences(RIOT))
    tables = [outlet_accuracy(none), outlet_predictions(none), outlet_marker_words(none)]
    assert [table.height for table in tables] == [0, 0, 0]
    full = outlet_accuracy(sentences(RIOT, PROTEST), block=2, folds=2)
    assert tables[0].schema == full.schema
