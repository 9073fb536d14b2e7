import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference.null.accuracy import null_accuracy
from analysis.inference.null.effects import LEAST, null_band, null_effects, random_halves, text_pieces
from analysis.inference.null.keyness import null_keyness, null_words
from analysis.measures.keyness import keyness, log_odds
from analysis.measures.outlet_classifier import outlet_accuracy


def table(*texts, event="e1", each=1):
    """Rows of "Outlet: abba…", one letter a sentence: category a, b … and score, its place in the alphabet from 0."""
    rows = []
    for text in texts:
        outlet, letters = text.split(": ")
        length = len(letters) // each
        for place, letter in enumerate(letters):
            article, start = divmod(place, length)
            name = f"{event}-{outlet}-{article}"
            rows.append((event, outlet, name, 10 * start, letter, float(ord(letter) - ord("a"))))
    schema = ["event", "outlet", "article_id", "start", "kind", "score"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_text_is_cut_into_blocks_of_neighbours():
    cut = text_pieces(table("Gazette: aaaaaaaaaaaa"), block=5)  # twelve sentences: 5, 5 and 2
    assert cut["piece"].to_list() == [0] * 5 + [1] * 5 + [2] * 2


def test_many_articles_are_pieces_themselves():
    five, four = (text_pieces(table(f"Gazette: {'a' * 10 * n}", each=n), block=5) for n in (5, 4))
    assert five["piece"].n_unique() == 5  # five articles of ten sentences stay whole
    assert four["piece"].n_unique() == 8  # four are cut into two blocks each


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=12), st.text("abc"))
def test_halves_are_as_long_as_the_pieces_allow(sizes, name):
    first = random_halves(np.array(sizes, dtype=float), splits=7, name=name)
    lengths = first @ np.array(sizes)
    assert first.shape == (7, len(sizes))
    # the shorter half gets the next piece, so they never part by more than one piece
    assert (np.abs(2 * lengths - sum(sizes)) <= max(sizes)).all()


def test_effects_worked_by_hand():
    rows = table("Gazette: aaabbb")
    found = null_effects(rows, rows, value="score", block=1)
    # three sentences a half; score 0 or 1, so the halves hold 0 to 3 of the three b's
    assert found["size_a"].unique().to_list() == [3]
    assert set((3 * found["value_a"]).round(6)) <= {0, 1, 2, 3}
    assert (found["value_a"] + found["value_b"]).round(6).unique().to_list() == [1]
    # sd of 0, 0, 0, 1, 1, 1 is 1/2; sqrt(1/3 + 1/3) = .816; so a whole b is 1 / .408 = 2.449 standard errors
    assert found["errors"].to_numpy() == pytest.approx(np.abs(found["effect"].to_numpy()) * 6**0.5)
    assert found["errors"].max() == pytest.approx(6**0.5)


def test_a_share_is_the_mean_of_yes_and_no():
    rows = table("Gazette: aabbbaabab").with_columns(is_b=pl.col("kind") == "b")
    shares = null_effects(rows, rows, by="kind", block=2).filter(pl.col("kind") == "b")
    means = null_effects(rows, rows, value="is_b", block=2)
    assert shares["errors"].to_list() == pytest.approx(means["errors"].to_list())
    assert shares["effect"].to_list() == pytest.approx(means["effect"].to_list())


def test_rows_belong_to_the_half_they_start_in_and_weigh_what_they_weigh():
    sentences = table("Gazette: aaaaa")
    # one row in each of five sentences, of 1, 2, 4, 8 and 16 words: any sum tells which rows went where
    rows = sentences.with_columns(start=pl.col("start") + 3, words=pl.Series([1, 2, 4, 8, 16]))
    first = random_halves(np.ones(5), splits=20, name="e1/Gazette")
    found = null_effects(rows, sentences, by="kind", weight="words", block=1)
    assert found["size_a"].to_list() == (first @ np.array([1.0, 2, 4, 8, 16])).tolist()
    assert found["errors"].null_count() == 20  # one category only: nothing varies


def test_the_band_is_as_wide_as_the_largest_null_effect():
    rows = table("Gazette: aaabbb", "Herald: ababab")
    band = null_band(rows, rows, value="score", block=1)
    largest = null_effects(rows, rows, value="score", block=1)["errors"].max()
    # pooled 6 of 12, sd 1/2; six sentences beside twelve: sqrt(1/6 - 1/12) = .289
    half = largest * 0.5 * (1 / 12) ** 0.5
    assert band["pooled"].to_list() == [0.5, 0.5]
    assert band["null_high"].to_list() == pytest.approx([0.5 + half] * 2)
    assert band["outside"].to_list() == [False, False]


def test_outlets_that_never_vary_lie_outside_where_the_third_tells_how_far_is_far():
    rows = table(f"Gazette: {'a' * 30}", f"Herald: {'b' * 30}", f"Mercury: {'ab' * 15}")
    band = null_band(rows, rows, by="kind")
    assert band.filter(pl.col("outside"))["outlet"].unique().sort().to_list() == ["Gazette", "Herald"]


def test_a_category_that_an_outlet_lacks_has_a_band_too():
    rows = table("Gazette: aaabbb", "Herald: bababb").filter((pl.col("outlet") != "Herald") | (pl.col("kind") != "a"))
    band = null_band(rows, table("Gazette: aaabbb", "Herald: bababb"), by="kind", block=1)
    lacking = band.row(by_predicate=(pl.col("outlet") == "Herald") & (pl.col("kind") == "a"), named=True)
    assert (lacking["value"], lacking["size"]) == (0, 4)
    assert lacking["null_low"] == 0
    assert lacking["null_high"] < 1


def test_groups_stand_for_themselves():
    rows = pl.concat([table("Gazette: aabbab", "Herald: bbabaa").with_columns(group=pl.lit(g)) for g in ("x", "y")])
    rows = rows.filter((pl.col("group") == "x") | (pl.col("outlet") == "Gazette"))  # nobody to compare with in y
    band = null_band(rows, table("Gazette: aabbab", "Herald: bbabaa"), by="kind", within=["group"], block=1)
    alone = band.filter(pl.col("group") == "y")
    assert alone["null_low"].null_count() == alone.height
    assert alone.filter(pl.col("outlet") == "Herald")["value"].null_count() == 2  # nothing there is not a zero
    nowhere = pl.concat([rows, rows.with_columns(group=pl.lit(None, pl.String))])  # in no group: left out
    same = null_band(nowhere, table("Gazette: aabbab", "Herald: bbabaa"), by="kind", within=["group"], block=1)
    assert same.equals(band)


@pytest.mark.parametrize("texts", [("Gazette: ababab",), ("Gazette: abab", "Herald: aabb")])
def test_one_outlet_or_texts_too_short_have_no_band(texts):
    rows = table(*texts)
    band = null_band(rows, rows, by="kind", block=1)
    assert band["null_low"].null_count() == band["outside"].null_count() == band.height > 0
    assert band["n_split"].to_list() == [len(texts) == 1] * band.height
    assert null_band(rows.clear(), rows, by="kind").is_empty()


def test_articles_may_be_the_texts():
    rows = table("Gazette: aabbabbbabaa", each=2)
    band = null_band(rows, rows, value="score", text="article_id", block=1)
    assert band.columns[:3] == ["event", "article_id", "value"]
    assert band["n_split"].to_list() == [2, 2]


@settings(max_examples=20, deadline=None)
@given(st.text("abc", min_size=LEAST, max_size=12), st.text("abc", min_size=LEAST, max_size=12), st.randoms())
def test_order_of_rows_and_other_events_change_nothing(one, other, rng):
    rows = table(f"Gazette: {one}", f"Herald: {other}")
    before = rows.clone()
    alone = null_band(rows, rows, by="kind", block=1)
    mixed = pl.concat([rows, table("Gazette: abcabcabc", "Mercury: aabbcc", event="e2")])
    mixed = mixed[rng.sample(range(mixed.height), mixed.height)]
    together = null_band(mixed, mixed, by="kind", block=1).filter(pl.col("event") == "e1")
    assert together.equals(alone)
    assert rows.equals(before)
    # a value is a share, and the shares of a text add up to 1
    assert alone.group_by("outlet").agg(pl.col("value").sum())["value"].to_list() == pytest.approx([1, 1])


def test_outlets_that_do_not_differ_stay_inside():
    rng = np.random.default_rng(1)
    texts = [
        table(
            *(f"{outlet}: {''.join(rng.choice(list('abcd'), p=[0.4, 0.3, 0.2, 0.1], size=50))}" for outlet in "GHM"),
            event=f"e{event}",
        )
        for event in range(80)
    ]
    rows = pl.concat(texts)
    outside = null_band(rows, rows, by="kind")["outside"]
    assert len(outside) == 80 * 3 * 4
    assert outside.mean() < 0.03  # one or two in a hundred


def test_what_is_asked_must_be_there():
    rows = table("Gazette: ababab")
    with pytest.raises(ValueError, match="either `by`"):
        null_effects(rows, rows)
    with pytest.raises(ValueError, match="no column tone in these rows; columns here: event, outlet"):
        null_band(rows, rows, by="tone")
    with pytest.raises(ValueError, match='choose "outlet" or "article_id"'):
        null_band(rows, rows, by="kind", text="desk")
    with pytest.raises(ValueError, match="block of 0"):
        text_pieces(rows, block=0)


def words_of(*texts):
    """Tokens and sentences of "Outlet: words", three words a sentence."""
    tokens, sentences = [], []
    for text in texts:
        outlet, _, said = text.partition(": ")
        for place, word in enumerate(said.split()):
            sentence = 100 * (place // 3)
            where = {"event": "e1", "outlet": outlet, "article_id": f"e1-{outlet}"}
            sentences += [{**where, "start": sentence}] if place % 3 == 0 else []
            at = sentence + 10 * (place % 3)
            tokens.append(
                {**where, "start": at, "end": at + 9, "sentence_start": sentence, "norm": word, "is_word": True}
            )
    return pl.DataFrame(tokens), pl.DataFrame(sentences)


STORY = "riot police calm " * 3 + "riot riot calm " * 3 + "police march calm " * 4
OTHER = "riot march march " * 3 + "police riot calm " * 5


def test_the_furthest_word_of_halves():
    tokens, sentences = words_of(f"Gazette: {STORY}", f"Herald: {OTHER}")
    keys = keyness(tokens, min_count=1)
    found = null_words(keys, tokens, sentences, block=2, splits=6)
    uses = {(outlet, word): n for outlet, word, n in tokens.group_by("outlet", "norm").len().iter_rows()}
    for row in found.to_dicts():
        assert row["n_a"] + row["n_b"] == uses[row["outlet"], row["term"]]  # no use is lost
        assert (row["zeta"] > 0) == (row["n_a"] > row["n_b"])
    assert found["split"].to_list() == [*range(6)]  # Herald has eight sentences, four pieces: too few
    assert found["outlet"].unique().to_list() == ["Gazette"]


def test_the_ends_of_a_words_band_are_where_zeta_meets_it():
    tokens, sentences = words_of(f"Gazette: {STORY}", f"Herald: {OTHER}")
    keys = null_keyness(keyness(tokens, min_count=1), tokens, sentences, block=1, splits=6)
    inner = keys.filter(pl.col("null_low") > 0, pl.col("null_high") < pl.col("rate_target").max())
    assert inner.height
    row = keys.row(by_predicate=(pl.col("term") == "calm") & (pl.col("outlet") == "Gazette"), named=True)
    n1, n2, used = row["total_target"], row["total_reference"], row["n_target"] + row["n_reference"]
    for end, sign in (("null_low", -1), ("null_high", 1)):
        a = row[end] * n1 / 1000
        odds, variance = log_odds(*(np.array([float(x)]) for x in (a, used - a, n1, n2, row["prior"], 500)))
        zeta = (odds / variance**0.5)[0]
        at_the_end = a == pytest.approx(0, abs=1e-3) or a == pytest.approx(min(used, n1), abs=1e-3)
        assert at_the_end or zeta == pytest.approx(sign * row["null_effect"], abs=1e-3)
    beyond = keys["zeta"].abs() > keys["null_effect"]
    assert keys["outside"].to_list() == beyond.to_list()


def test_no_band_of_words_where_every_text_is_short():
    tokens, sentences = words_of("Gazette: riot police calm", "Herald: calm march riot")
    keys = null_keyness(keyness(tokens, min_count=1), tokens, sentences)
    assert keys.select("null_effect", "null_low", "null_high", "outside").null_count().row(0) == (keys.height,) * 4
    assert keys["n_split"].to_list() == [0] * keys.height


def read(*texts):
    """Sentences of "Outlet: word word …", one word a sentence."""
    rows = [
        {
            "event": "e1",
            "outlet": text.split(": ")[0],
            "article_id": f"e1-{text[:3]}",
            "start": 10 * place,
            "end": 10 * place + 9,
            "section": "body",
            "text": f"{word} {word}",
        }
        for text in texts
        for place, word in enumerate(text.split(": ")[1].split())
    ]
    return pl.DataFrame(rows)


def test_the_reader_is_held_against_halves_of_one_article():
    sentences = read("Gazette: " + "riot calm " * 12, "Herald: " + "march police " * 12)
    told = outlet_accuracy(sentences, folds=2, deals=1, block=3)
    found = null_accuracy(told, sentences, folds=2, block=3, splits=2).row(0, named=True)
    assert (found["n_split"], found["chance_balanced"], found["null_low"]) == (2, 0.5, 0.5)
    # 24 sentences of each of two outlets: the standard error at chance is sqrt(.25 (1/24 + 1/24)) / 2 = .0722
    assert found["null_high"] == pytest.approx(min(1, 0.5 + found["null_effect"] * 0.0721688))
    # the outlets share no word, so every sentence gives its newsroom away; the halves share all their words
    assert found["balanced_accuracy"] == 1
    assert found["outside"]


def test_short_texts_have_no_band_of_readers():
    sentences = read("Gazette: riot calm riot calm", "Herald: march police march police")
    told = outlet_accuracy(sentences, folds=2, deals=1, block=1)
    found = null_accuracy(told, sentences, folds=2, block=1).row(0, named=True)
    assert [found[name] for name in ("n_split", "null_effect", "null_high", "outside")] == [0, None, None, None]
