"""Does the scorer find somebody in a sentence, compare within event and actor, and refuse without its encoder?"""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t
from test_figure import newsroom

from analysis.corpus import corpus_of, parse, sentences
from analysis.corpus.text import digest
from analysis.evidence.study import Study
from analysis.measures import toward as measure
from analysis.measures.by_actor import by_actor, by_side, comparisons
from analysis.measures.encoder import encoder_problem
from analysis.measures.encoder_layers import pieces
from analysis.measures.pooling import with_all_events
from analysis.measures.toward import TOWARD, toward, toward_given, toward_scores
from analysis.measures.toward_cues import cues, signs, spread
from analysis.measures.toward_features import Features, features
from analysis.measures.toward_head import CLASSES, Head, read_head, write_head
from analysis.measures.toward_sentence import FAR, Target, Word, target_in
from analysis.report.plots.toward import actor_lines, toward_figure
from benchmarks.train_toward import FOLDS, folds
from benchmarks.validity import newsmtsc
from benchmarks.validity.machine import read

needs_model = pytest.mark.skipif(encoder_problem() is not None, reason="the sentence encoder is not installed")

# "Miners never praised him": each word with its part of speech, dependency and the word it hangs on.
MINERS = [("Miners", "NOUN", "nsubj", 2), ("never", "ADV", "neg", 2), ("praised", "VERB", "ROOT", 2)]
MINERS += [("him", "PRON", "dobj", 2)]
LEMMAS = {"praised": "praise", "Miners": "miner", "him": "he"}


def target(name):
    words, at = [], 0
    for text, pos, dep, head in MINERS:
        words.append(Word(at, at + len(text), text, LEMMAS.get(text, text), pos, dep, head))
        at += len(text) + 1
    (own,) = [word for word in words if word.text == name]
    return Target("Miners never praised him", tuple(words), own.start, own.end)


def test_places_in_the_sentence():
    him, miners = target("him"), target("Miners")
    # him - praised 1, praised - Miners and praised - never 1 more
    assert him.steps == (2, 2, 1, 0)
    assert (him.part, him.verb, him.way) == ("object", 2, ("dobj",))
    assert (miners.part, miners.verb) == ("subject", 2)
    alone = Target(
        "So what", (Word(0, 2, "So", "so", "ADV", "ROOT", 0), Word(3, 7, "what", "what", "X", "ROOT", 1)), 0, 2
    )
    assert alone.steps == (0, FAR)
    assert alone.way == ()


def test_words_are_told_apart_by_where_they_stand():
    found = signs(target("him"))
    assert {"target he", "as dobj", "object of praise", "1 from praise", "before praise", "word miner"} <= set(found)
    assert "word he" not in found


def test_listed_words_are_turned_round_where_denied():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    # only "praised" has a valence; "never" hangs on it, so it counts -0.7 times; one step, so exp(-1)
    valence = SentimentIntensityAnalyzer().lexicon["praised"] / 4
    assert cues(target("him"))[0] == pytest.approx(-0.7 * valence * np.exp(-1))


def test_spread_words_have_length_one_at_most():
    rows = spread([target("him"), target("Miners")]).toarray()
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1])
    assert spread([]).shape[0] == 0


def head():
    """A head that goes by one listed number: positive if it is above its middle of 2."""
    dense = np.array([[-1.0, 0.0, 1.0]])
    return Head(
        np.array([2.0]), np.array([0.5]), dense, np.zeros((3, 3)), np.array([0, 0.5, 0]), np.zeros(3), 1.0, frozenset()
    )


def test_shares_by_hand():
    from scipy.sparse import csr_array

    seen = Features(np.array([[2.0], [3.0]]), csr_array((2, 3)))
    # (2 - 2) / 0.5 = 0: strengths 0, 0.5, 0; (3 - 2) / 0.5 = 2: strengths -2, 0.5, 2
    assert head().strengths(seen).tolist() == [[0, 0.5, 0], [-2, 0.5, 2]]
    raised = np.exp([-2, 0.5, 2])
    assert head().shares(seen)[1] == pytest.approx(raised / raised.sum())


def test_a_head_is_kept_as_it_is(tmp_path, monkeypatch):
    kept = Head(**{**vars(head()), "learnt": frozenset({digest("One."), digest("Two.")})})
    write_head(kept, tmp_path / "a.npz")
    write_head(kept, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    monkeypatch.setattr("analysis.measures.toward_head.WEIGHTS", tmp_path / "a.npz")
    again = read_head.__wrapped__()
    assert again.knows("One.")
    assert not again.knows("Three.")
    assert (again.dense == kept.dense).all()
    monkeypatch.setattr("analysis.measures.toward_head.WEIGHTS", tmp_path / "none.npz")
    with pytest.raises(ValueError, match=r"none\.npz, which is missing"):
        read_head.__wrapped__()


@needs_model
def test_layers_end_in_the_encoder_itself():
    from analysis.measures.encoder import encode

    (read_,) = pieces(["The mayor thanked the crowd."])
    mean = read_.layers[6].mean(0)
    assert mean / np.linalg.norm(mean) == pytest.approx(
        encode(["The mayor thanked the crowd."], encoder="minilm")[0], abs=1e-5
    )
    assert set(read_.layers) == {4, 5, 6}
    assert "The mayor thanked the crowd."[read_.starts[2] : read_.ends[2]] == "mayor"


@needs_model
def test_plain_sentences_have_the_right_sign(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    text = "Ms. Lee praised Mr. Brown for his courage and honesty."
    pairs = pl.DataFrame(
        {
            "text": [text, "Critics called Ms. Lee a corrupt liar.", "Ms. Lee met Mr. Brown on Tuesday."],
            "target": ["Mr. Brown", "Ms. Lee", "Mr. Brown"],
        }
    )
    found = toward_given(pairs)
    assert found["toward"].to_list() == ["positive", "negative", "neutral"]
    shares = found.select("likely_negative", "likely_neutral", "likely_positive")
    assert shares.sum_horizontal().to_list() == pytest.approx([1, 1, 1])
    assert toward_given(pairs.clear()).is_empty()
    with pytest.raises(ValueError, match=r"'Nobody' is not in"):
        toward_given(pl.DataFrame({"text": [text], "target": ["Nobody"]}))


@needs_model
def test_scores_are_kept_by_article(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    text = "Critics called Lee a corrupt liar."
    pairs = pl.DataFrame({"text": [text], "target": ["Lee"]})
    study = Study(corpus_of({"a": text}))
    assert toward_scores(study).is_empty()  # no actors, nobody to ask about
    assert TOWARD.problems(toward_scores(study)) == []
    found = toward_given(pairs)
    monkeypatch.setattr(measure, "likelihoods", None)  # nothing is scored again
    assert toward_given(pairs).equals(found)
    with pytest.raises(TypeError):
        toward_given(pairs.with_columns(target=pl.lit("Critics")))


def articles(tmp_path, *texts):
    parsed = parse(corpus_of({f"a{place}": text for place, text in enumerate(texts)}), cache=tmp_path)
    return parsed, sentences(parsed)


def mention(article, text, name, actor):
    start = text.index(name)
    place = {"event": "e1", "outlet": article.upper(), "article_id": article, "start": start, "end": start + len(name)}
    return {**place, "text": name, "actor": actor, "how": "name"}


@needs_model
def test_one_row_is_one_actor_in_one_sentence(tmp_path):
    text = "Lee met Brown. Later Lee thanked Brown, and Brown smiled at the march."
    parsed, found = articles(tmp_path, text)
    late = text[15:]
    rows = [mention("a0", text, "Lee", "LEE"), mention("a0", text, "Brown", "BROWN")]
    rows += [mention("a0", late, "Brown, and", "BROWN"), mention("a0", late, "Brown smiled", "BROWN")]
    for row in rows[2:]:
        row |= {"start": row["start"] + 15, "end": row["start"] + 20}
    rows.append(mention("a0", text, "march", "EVENT"))
    before = (table := pl.DataFrame(rows)).clone()
    scored = toward(table, found, parsed)
    # the second Brown of the second sentence is not asked again; the march is nobody
    assert scored.select("sentence_start", "actor").rows() == [(0, "LEE"), (0, "BROWN"), (15, "BROWN")]
    assert scored["score"].to_list() == pytest.approx(
        (scored["likely_positive"] - scored["likely_negative"]).to_list(), abs=1e-12
    )
    assert table.equals(before)
    assert toward(table.clear(), found, parsed).is_empty()


def test_a_mention_far_into_a_long_sentence_is_read(tmp_path):
    text = "rain and " * 200 + "then Lee came."
    parsed, found = articles(tmp_path, text)
    (row,) = found.rows(named=True)
    start = text.index("Lee")
    one = target_in(parsed.docs["a0"], row["text"], (row["start"], row["end"]), (start, start + 3))
    assert one is not None
    assert one.text[one.start : one.end] == "Lee"
    if encoder_problem() is None:
        assert np.abs(features([one]).dense[0, 4 * 384 : 5 * 384]).sum() > 0  # the mean of the mention itself


def test_without_the_encoder_it_goes_by_words(monkeypatch):
    monkeypatch.setattr(measure, "encoder_problem", lambda: "The encoder is not there; install it")
    assert measure.scorer_name() == "words alone (fallback: The encoder is not there; install it)"
    nothing = measure.TOWARD.frame([])
    with pytest.raises(ValueError, match=r"was asked for, and the encoder is not there; install it; or ask by words"):
        toward(nothing, nothing, None, by="head")
    with pytest.raises(ValueError, match=r"no way 'guess' .* ways here: auto, head, words"):
        toward(nothing, nothing, None, by="guess")
    pairs = pl.DataFrame({"text": ["Critics called Lee a corrupt liar."], "target": ["Lee"]})
    assert toward_given(pairs)["toward"].to_list() == ["negative"]


def test_words_alone_by_hand():
    from scipy.sparse import csr_array

    words = np.array([[0.1, 0, 0], [0, 0, 0], [0, 0, 0.0]])
    alone = Head(**{**vars(head()), "words": words, "alone": np.array([0, 0, 3.0]), "sharpness": 2.0})
    # one word at place 0: 0.1 / 0.1 = 1 for negative, and 3 for positive by the offset; both over the sharpness
    seen = Features(np.zeros((1, 0)), csr_array([[1.0, 0, 0]]))
    assert alone.strengths(seen)[0] == pytest.approx([0.5, 0, 1.5])


def scores(*rows):
    """Rows of event, outlet, actor and that actor's scores, one a sentence."""
    found = []
    for event, outlet, actor, values in rows:
        for place, value in enumerate(values):
            where = {"event": event, "outlet": outlet, "article_id": f"{event}-{outlet}", "actor": actor}
            said = "positive" if value > 0 else "negative"
            found.append({**where, "start": place, "sentence_start": place, "score": value, "toward": said})
    return pl.DataFrame(found)


def test_by_actor_worked_by_hand():
    table = scores(("e1", "A", "X", [0.4, 0.2]), ("e1", "B", "X", [-0.5, 0.1, 0.1]), ("e2", "B", "X", [1.0]))
    first, second, third = by_actor(table).rows(named=True)
    # A: (0.4 + 0.2) / 2 = 0.3; B: -0.3 / 3 = -0.1; apart 0.4. The other event does not count.
    assert (first["n"], first["mean"], first["mean_others"]) == (2, pytest.approx(0.3), pytest.approx(-0.1))
    assert (first["difference"], second["difference"]) == (pytest.approx(0.4), pytest.approx(-0.4))
    assert (second["n_negative"], second["n_positive"], second["n_others"]) == (1, 2, 2)
    # below five sentences no interval, and alone nothing to compare with
    assert first["low"] is None
    assert first["difference_low"] is None
    assert (third["n_others"], third["mean_others"], third["difference"]) == (0, None, None)


def test_by_actor_keeps_voices_apart():
    table = scores(("e1", "A", "X", [0.4, -0.2])).with_columns(voice=pl.Series(["own", "other"]))
    assert by_actor(table, by_voice=True).select("voice", "n", "mean").rows() == [("other", 1, -0.2), ("own", 1, 0.4)]
    assert by_actor(table)["n"].to_list() == [2]
    assert by_actor(table.clear()).is_empty()


def test_own_words_and_those_of_others():
    table = scores(("e1", "A", "X", [0.4, -0.2, 0.6])).with_columns(voice=pl.Series(["author", "direct", "scare"]))
    # own: (0.4 + 0.6) / 2
    rows = by_side(table, often=3).select("side", "n", "mean").rows()
    assert rows == [("others' words", 1, -0.2), ("own words", 2, 0.5)]
    assert by_side(table, often=4).is_empty()


def test_the_widest_comparison_comes_first():
    table = scores(*(("e1", o, "X", [v] * 6) for o, v in (("A", 0.5), ("B", -0.5), ("C", 0.1))))
    found = comparisons(with_all_events(by_actor, table)).select("outlet", "difference").rows()
    # A: 0.5 - (-0.5 + 0.1) / 2 = 0.7; B: -0.5 - 0.3 = -0.8; C: 0.1 - 0
    assert found == [("B", -0.8), ("A", 0.7), ("C", 0.1)]
    assert comparisons(by_actor(table.filter(outlet="A"))).is_empty()


def test_the_interval_of_a_difference_holds_it():
    table = scores(("e1", "A", "X", [0.3, 0.5] * 4), ("e1", "B", "X", [-0.5, -0.3] * 4))
    first = by_actor(table).row(0, named=True)
    assert first["difference"] == pytest.approx(0.8)
    assert first["difference_low"] < 0.8 < first["difference_high"]
    assert first["low"] > 0 > by_actor(table).row(1, named=True)["high"]
    # no narrower than eight independent draws would have it: the halves of t times sd / sqrt(8) squared
    sd = np.std([0.3, 0.5] * 4, ddof=1)
    assert first["high"] - first["mean"] >= t.ppf(0.975, 7) * sd / np.sqrt(8) - 1e-12


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.floats(-1, 1)), min_size=1, max_size=20))
def test_differences_of_an_actor_balance_out(pairs):
    table = scores(*(("e1", outlet, "X", [v for o, v in pairs if o == outlet]) for outlet in "ABC"))
    rows = by_actor(table)
    assert rows["n"].sum() == len(pairs)
    # n × (mean - mean of all) adds up to 0, and mean - mean of all = difference × n_others / (n + n_others)
    known = rows.drop_nulls("difference")
    total = (known["n"] * known["difference"] * known["n_others"] / (known["n"] + known["n_others"])).sum()
    assert total == pytest.approx(0, abs=1e-9)


def test_documents_that_share_a_text_are_in_one_fold():
    items = [{"doc": "d1", "text": "One."}, {"doc": "d2", "text": "One."}, {"doc": "d2", "text": "Two."}]
    assert len(set(folds(items))) == 1
    many = folds([{"doc": f"d{place}", "text": f"Text {place}."} for place in range(60)])
    assert set(many) == set(range(FOLDS))


@needs_model
def test_newsmtsc_counts_each_official_part_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    text = "Ms. Lee praised Mr. Brown for his courage."
    item = {"id": "a", "doc": "d", "text": text, "start": 16, "end": 25, "gold": "positive", "official": ["train"]}
    found = newsmtsc.score([item, {**item, "id": "b", "official": ["test"]}], read)
    assert json.dumps(found.tallies)
    assert [(row["metric"], row["n_coded"]) for row in found.tallies if row["n_coded"]] == [
        ("macro_f1", 1),
        ("official_test_macro_f1", 1),
    ]
    assert {row["class"] for row in found.tallies} <= set(CLASSES)


def test_newsmtsc_leaves_out_the_few_texts_that_the_head_knows(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    item = {"id": "a", "doc": "d", "text": "Ms. Lee praised Mr. Brown.", "start": 16, "end": 25, "gold": "positive"}
    known = {**item, "id": "b", "text": "Ms. Lee  praised Mr. Black.", "end": 25}
    monkeypatch.setattr("analysis.measures.toward_head.Head.knows", lambda self, text: "Black" in text)
    found = newsmtsc.score([item, known], read)
    assert sum(row["n_coded"] for row in found.tallies) == 1


def test_the_figure_draws_each_sentence_and_the_mean():
    corpus = newsroom("A", "B")
    table = scores(("e1", "A", "X", [0.5, -0.5, 0.3])).with_columns(
        voice=pl.Series(["author", "direct", "scare"]), sentence=pl.lit("A day.")
    )
    before = table.clone()
    figure = toward_figure(table, by_actor(table), corpus, names={"X": "the union"})
    (ax,) = figure.picture.axes
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    # open: the quoted one; filled: the author's and the scare quote; the mean (0.5 - 0.5 + 0.3) / 3 = 0.1
    assert [(list(line.get_xdata()), line.get_markerfacecolor() == "white") for line in marks] == [
        ([-0.5], True),
        ([0.5, 0.3], False),
    ]
    assert ax.lines[-1].get_xdata() == pytest.approx([0.1, 0.1])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the union"]
    assert figure.alt == "No two outlets can be compared on an actor."
    assert table.equals(before)
    nothing = toward_figure(table.clear(), by_actor(table.clear()), corpus, names={})
    assert nothing.svg()


def test_actors_of_several_outlets_come_first():
    corpus = newsroom("A", "B", "C")
    table = scores(("e1", "A", "X", [0.1] * 5), ("e1", "B", "Y", [0.1]), ("e1", "A", "Y", [0.2, 0.3]))
    assert actor_lines(by_actor(table), corpus, "e1", room=9) == [("Y", "A"), ("Y", "B"), ("X", "A")]
    # two lines and the gap of one actor are 2.7
    assert actor_lines(by_actor(table), corpus, "e1", room=3) == [("Y", "A"), ("Y", "B")]
