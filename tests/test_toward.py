"""Does the reader find somebody in a sentence, and are outlets compared within event and actor?"""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t
from test_figure import newsroom

from analysis.corpus import corpus_of
from analysis.evidence.study import Study
from analysis.language import sentences
from analysis.language.neural_reader import TONES
from analysis.measures.outlet_tone import event_comparisons, tone_by_actor, tone_by_side
from analysis.measures.pooling import add_all_events
from analysis.measures.target_tone import TOWARD, study_target_tone, target_tone, target_tone_of_examples
from analysis.report.plots.toward import actor_lines, toward_figure
from benchmarks.reader.examples import is_aside
from benchmarks.validity import newsmtsc
from benchmarks.validity.machine import read


def test_plain_sentences_have_the_right_sign(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    text = "Ms. Lee praised Mr. Brown for his courage and honesty."
    pairs = pl.DataFrame(
        {
            "text": [text, "Critics called Ms. Lee a corrupt liar.", "Ms. Lee met Mr. Brown on Tuesday."],
            "target": ["Mr. Brown", "Ms. Lee", "Mr. Brown"],
        }
    )
    found = target_tone_of_examples(pairs)
    assert found["toward"].to_list() == ["positive", "negative", "neutral"]
    shares = found.select("likely_negative", "likely_neutral", "likely_positive")
    assert shares.sum_horizontal().to_list() == pytest.approx([1, 1, 1])
    assert target_tone_of_examples(pairs.clear()).is_empty()
    with pytest.raises(ValueError, match=r"'Nobody' is not in"):
        target_tone_of_examples(pl.DataFrame({"text": [text], "target": ["Nobody"]}))
    assert target_tone_of_examples(pl.DataFrame({"text": ["\u200b"], "target": ["\u200b"]}))["toward"].to_list() == [
        "neutral"
    ]


def test_scores_are_kept_by_article(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    text = "Critics called Lee a corrupt liar."
    pairs = pl.DataFrame({"text": [text], "target": ["Lee"]})
    study = Study(corpus_of({"a": text}))
    assert study_target_tone(study).is_empty()  # no actors, nobody to ask about
    assert TOWARD.problems(study_target_tone(study)) == []
    assert target_tone_of_examples(pairs)["toward"].to_list() == ["negative"]


def articles(*texts):
    return sentences(corpus_of({f"a{place}": text for place, text in enumerate(texts)}))


def mention(article, text, name, actor):
    start = text.index(name)
    place = {"event": "e1", "outlet": article.upper(), "article_id": article, "start": start, "end": start + len(name)}
    return {**place, "text": name, "actor": actor, "how": "name"}


def test_one_row_is_one_actor_in_one_sentence():
    text = "Lee met Brown. Later Lee thanked Brown, and Brown smiled at the march."
    found = articles(text)
    late = text[15:]
    rows = [mention("a0", text, "Lee", "LEE"), mention("a0", text, "Brown", "BROWN")]
    rows += [mention("a0", late, "Brown, and", "BROWN"), mention("a0", late, "Brown smiled", "BROWN")]
    for row in rows[2:]:
        row |= {"start": row["start"] + 15, "end": row["start"] + 20}
    rows.append(mention("a0", text, "march", "EVENT"))
    before = (table := pl.DataFrame(rows)).clone()
    scored = target_tone(table, found)
    # the second Brown of the second sentence is not asked again; the march is nobody
    assert scored.select("sentence_start", "actor").rows() == [(0, "LEE"), (0, "BROWN"), (15, "BROWN")]
    assert scored["score"].to_list() == pytest.approx(
        (scored["likely_positive"] - scored["likely_negative"]).to_list(), abs=1e-12
    )
    assert table.equals(before)
    assert target_tone(table.clear(), found).is_empty()


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
    first, second, third = tone_by_actor(table).rows(named=True)
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
    assert tone_by_actor(table, by_voice=True).select("voice", "n", "mean").rows() == [
        ("other", 1, -0.2),
        ("own", 1, 0.4),
    ]
    assert tone_by_actor(table)["n"].to_list() == [2]
    assert tone_by_actor(table.clear()).is_empty()


def test_own_words_and_those_of_others():
    table = scores(("e1", "A", "X", [0.4, -0.2, 0.6])).with_columns(voice=pl.Series(["author", "direct", "scare"]))
    # own: (0.4 + 0.6) / 2
    rows = tone_by_side(table, often=3).select("side", "n", "mean").rows()
    assert rows == [("others' words", 1, -0.2), ("own words", 2, 0.5)]
    assert tone_by_side(table, often=4).is_empty()


def test_the_widest_comparison_comes_first():
    table = scores(*(("e1", o, "X", [v] * 6) for o, v in (("A", 0.5), ("B", -0.5), ("C", 0.1))))
    found = event_comparisons(add_all_events(tone_by_actor, table)).select("outlet", "difference").rows()
    # A: 0.5 - (-0.5 + 0.1) / 2 = 0.7; B: -0.5 - 0.3 = -0.8; C: 0.1 - 0
    assert found == [("B", -0.8), ("A", 0.7), ("C", 0.1)]
    assert event_comparisons(tone_by_actor(table.filter(outlet="A"))).is_empty()


def test_the_interval_of_a_difference_holds_it():
    table = scores(("e1", "A", "X", [0.3, 0.5] * 4), ("e1", "B", "X", [-0.5, -0.3] * 4))
    first = tone_by_actor(table).row(0, named=True)
    assert first["difference"] == pytest.approx(0.8)
    assert first["difference_low"] < 0.8 < first["difference_high"]
    assert first["low"] > 0 > tone_by_actor(table).row(1, named=True)["high"]
    # no narrower than eight independent draws would have it: the halves of t times sd / sqrt(8) squared
    sd = np.std([0.3, 0.5] * 4, ddof=1)
    assert first["high"] - first["mean"] >= t.ppf(0.975, 7) * sd / np.sqrt(8) - 1e-12


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.floats(-1, 1)), min_size=1, max_size=20))
def test_differences_of_an_actor_balance_out(pairs):
    table = scores(*(("e1", outlet, "X", [v for o, v in pairs if o == outlet]) for outlet in "ABC"))
    rows = tone_by_actor(table)
    assert rows["n"].sum() == len(pairs)
    # n × (mean - mean of all) adds up to 0, and mean - mean of all = difference × n_others / (n + n_others)
    known = rows.drop_nulls("difference")
    total = (known["n"] * known["difference"] * known["n_others"] / (known["n"] + known["n_others"])).sum()
    assert total == pytest.approx(0, abs=1e-9)


def test_newsmtsc_counts_each_official_part_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    text = "Ms. Lee praised Mr. Brown for his courage."
    learnt = next(name for name in map(str, range(99)) if not is_aside(name))
    item = {
        "id": "a",
        "doc": "d",
        "split": "test",
        "text": text,
        "start": 16,
        "end": 25,
        "gold": "positive",
        "official": ["train"],
    }
    known = {**item, "id": "c", "doc": learnt, "split": "dev", "text": "Ms. Lee  thanked Mr. Brown."}
    again = {**known, "id": "e", "doc": "other", "split": "test", "text": "Ms. Lee thanked Mr. Brown."}
    found = newsmtsc.score([item, {**item, "id": "b", "official": ["test"]}, known, again], read)
    assert json.dumps(found.tallies)
    assert [(row["metric"], row["n_coded"]) for row in found.tallies if row["n_coded"]] == [
        ("macro_f1", 1),
        ("official_test_macro_f1", 1),
    ]
    assert {row["class"] for row in found.tallies} <= set(TONES)


def test_the_figure_draws_each_sentence_and_the_mean():
    corpus = newsroom("A", "B")
    table = scores(("e1", "A", "X", [0.5, -0.5, 0.3])).with_columns(
        voice=pl.Series(["author", "direct", "scare"]), sentence=pl.lit("A day.")
    )
    before = table.clone()
    figure = toward_figure(table, tone_by_actor(table), corpus, names={"X": "the union"})
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
    nothing = toward_figure(table.clear(), tone_by_actor(table.clear()), corpus, names={})
    assert nothing.svg()


def test_actors_of_several_outlets_come_first():
    corpus = newsroom("A", "B", "C")
    table = scores(("e1", "A", "X", [0.1] * 5), ("e1", "B", "Y", [0.1]), ("e1", "A", "Y", [0.2, 0.3]))
    assert actor_lines(tone_by_actor(table), corpus, "e1", room=9) == [("Y", "A"), ("Y", "B"), ("X", "A")]
    # two lines and the gap of one actor are 2.7
    assert actor_lines(tone_by_actor(table), corpus, "e1", room=3) == [("Y", "A"), ("Y", "B")]
