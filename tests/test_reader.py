"""Does the reader say the same in any company, where does a label end, and what becomes of what it finds?"""

from __future__ import annotations

import functools
import itertools
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from analysis.corpus import corpus_of, read_corpus
from analysis.corpus.places import data_folder
from analysis.evidence.acts import acts
from analysis.evidence.calibration import calibrated_chance, certain_rows
from analysis.evidence.labels import labels
from analysis.evidence.pointer_votes import most_voted_actor
from analysis.evidence.study import Study
from analysis.evidence.voices import quotations
from analysis.language import neural_reader, parse
from analysis.language.actors import mentions
from analysis.language.onnx_network import open_network
from analysis.language.word_piece_spans import snap_to_words, tagged_runs
from analysis.measures.frame_reader import frame_chances
from analysis.measures.frames import frames
from analysis.schema import ACTS, LABELS
from benchmarks.reader.articles import Coded, parted

TEXT = (
    "The mayor's reckless plan for the harbour is a hollow gesture, critics said on Monday. "
    "Dock workers called the botched tender a scandal. The council will meet again in May."
)


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(neural_reader, "kept", {})


def told(reading):
    """What is found, to the step in which it is told."""
    return [
        (kind, one.start, one.end, _likeliest(one.answers), calibrated_chance(kind, "reader", one.chance), _best(one))
        for kind, found in reading.found.items()
        for one in found
    ]


def _likeliest(answers):
    return {name: max(range(len(each)), key=each.__getitem__) for name, each in answers.items()}


def _best(found):
    return [pointed.best for pointed in found.pointed.values()]


def rows(text, **options):
    parsed = parse(corpus_of({"a": text}))
    who = mentions(parsed)
    return labels(parsed, who, quotations(parsed, who), **options)


def test_the_model_is_small():
    assert neural_reader.MODEL.stat().st_size <= 25_000_000


def test_it_finds_what_no_list_foresaw():
    found = {TEXT[one.start : one.end] for one in neural_reader.read_articles([TEXT])[0].found["label"]}
    assert any("hollow gesture" in words for words in found)
    assert not any("May" in words for words in found)


def test_a_text_is_read_the_same_in_any_company(fresh):
    long = " ".join([TEXT] * 12)  # several windows
    alone = [told(neural_reader.read_articles([text])[0]) for text in (TEXT, long)]
    neural_reader.kept.clear()
    assert [told(one) for one in neural_reader.read_articles([long, TEXT, TEXT, "Rain."])][:3] == [
        alone[1],
        alone[0],
        alone[0],
    ]
    assert neural_reader.read_articles([]) == []
    assert neural_reader.read_articles([""])[0].found == {"label": (), "act": ()}


def test_what_was_read_last_is_kept_and_no_more(fresh, monkeypatch):
    monkeypatch.setattr(neural_reader, "MOST", 2)
    neural_reader.read_articles(["One.", "Two.", "Three."])
    assert list(neural_reader.kept) == ["Two.", "Three."]


def test_where_a_label_ends():
    #        inside, first, last
    tags = [[0.9, 0.9, 0.0], [0.9, 0.0, 0.9], [0.9, 0.9, 0.9], [0.1, 0.0, 0.0], [0.9, 0.9, 0.9]]
    # the third piece opens a label where the second closes one; the fourth is in none
    assert tagged_runs(tags, 0.5) == [range(2), range(2, 3), range(4, 5)]
    assert tagged_runs([], 0.5) == []


def test_a_label_has_whole_words_and_no_word_has_two():
    text = "A hare-brained thuggishness - so"
    assert snap_to_words(text, 6, 14) == (2, 14)  # "-brained"
    assert snap_to_words(text, 2, 7) == (2, 14)  # "hare-"
    assert snap_to_words(text, 17, 20) == (15, 27)
    assert snap_to_words(text, 28, 29) == (28, 29)  # a dash between words
    found = [neural_reader.ReaderSpan(*place, {}, {}) for place in ((0, 9, 0.3), (5, 9, 0.6), (5, 12, 0.6))]
    assert neural_reader._without_overlaps([*found, neural_reader.ReaderSpan(12, 14, 0.1, {}, {})])[0] == found[1]
    assert [
        one.start for one in neural_reader._without_overlaps([found[0], neural_reader.ReaderSpan(9, 12, 0.1, {}, {})])
    ] == [0, 9]


def test_words_cut_in_pieces_have_one_row_each():
    odd = " ".join(["The thuggishness of hare-brained genocidaires is scaremongering and shambolically run."] * 6)
    table = rows(odd)
    assert LABELS.problems(table) == []
    assert not any(words.startswith("-") or words.endswith("-") for words in table["text"])


def test_of_two_windows_the_one_with_more_around_it_is_taken():
    # 400 pieces in windows 0 to 256 and 224 to 400: piece 235 has 20 behind it in the first, 11 before it in the second
    firsts = [0, 224]
    assert [neural_reader._window_of_piece(at, 400, firsts) for at in (0, 223, 235, 245, 399)] == [0, 0, 0, 1, 1]


def test_chances_are_told_in_twentieths(monkeypatch):
    monkeypatch.setattr("analysis.evidence.calibration.reader_calibration", lambda: {"label": {"reader": [0.0, 1.0]}})
    assert [calibrated_chance("label", "reader", raw) for raw in (0.5, 0.52, 0.53, 1.0)] == [0.5, 0.5, 0.55, 1.0]


def test_rules_keep_their_rows_and_the_reader_adds_to_them():
    by_rules, both = rows(TEXT, learnt=False), rows(TEXT)
    assert LABELS.problems(both) == []
    kept = both.join(by_rules, on=["start", "end", "actor"], how="semi")
    assert kept.drop("p", "doubtful").equals(by_rules.drop("p", "doubtful"))
    assert both.height > by_rules.height
    assert both["p"].is_between(0, 1).all()
    assert by_rules["p"].null_count() == by_rules.height
    assert certain_rows(both).height == both.filter(~both["doubtful"]).height
    assert certain_rows(by_rules).height == by_rules.height
    places = both.select("start", "end").rows()
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(places))


@functools.cache
def undisturbed(name):
    """The articles of a corpus, what is told of them, and what the network made of them, call by call."""
    texts, made = read_corpus(data_folder() / "corpora" / name).articles["text"].to_list(), []
    run = neural_reader.run_network
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neural_reader, "kept", {})
        patch.setattr(
            neural_reader, "run_network", lambda *given, **named: made.append(run(*given, **named)) or made[-1]
        )
        return texts, [told(one) for one in neural_reader.read_articles(texts)], made


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["iraq-2004-2008", "orrenmouth"])
def test_the_last_digits_of_another_machine_change_no_label(name, seed, monkeypatch, fresh):
    texts, still, made = undisturbed(name)
    random, calls = np.random.default_rng(seed), iter(made)

    def disturbed(*_, **__):
        return [[array * (1 + 2e-6 * random.uniform(-1, 1, array.shape)) for array in arrays] for arrays in next(calls)]

    monkeypatch.setattr(neural_reader, "run_network", disturbed)
    assert [told(one) for one in neural_reader.read_articles(texts)] == still
    assert next(calls, None) is None


def test_topics_are_set_aside_whole_and_in_their_first_reading():
    articles = [
        Coded(f"{topic}{coder}", coder, topic, topic in "ab", "", ())
        for topic in "abcdefghij"
        for coder in ("one", "again")
    ]
    learnt, aside = parted(articles)
    assert {one.topic for one in learnt}.isdisjoint(one.topic for one in aside)
    assert len({one.topic for one in aside}) == 2
    assert {one.coder for one in aside} == {"one"}
    assert len(learnt) == 16


CURLY = (
    "The mayor called the students’ sit-in a disgrace. On Monday Northland soldiers stormed the town hall of Norton. "
    "“They dragged the students’ leader down the stairs and broke his arm,” said Mary Hill, who saw it. Police had "
    "sprayed pepper gas into the crowd and carried 30 people out of the building. Four were held overnight."
)


def read_study(text):
    return Study(corpus_of({"a": text}))


def test_acts_that_no_list_has_are_found_and_have_the_words_of_the_article(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    study = read_study(CURLY)
    every = study.every_act
    assert ACTS.problems(every) == []
    assert [CURLY[start:end] for start, end in every.select("start", "end").iter_rows()] == every["text"].to_list()
    by_list = acts(study.parsed, study.mentions, study.quotations, learnt=False)
    assert by_list["p"].null_count() == by_list.height
    assert by_list.join(every, on=["start", "end"], how="anti").is_empty()
    assert every.height > by_list.height


def test_no_doubtful_row_is_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    monkeypatch.setattr("analysis.evidence.calibration.is_doubtful", lambda kind, of, p: True)
    study = read_study(CURLY)
    for name in ("quotation", "label", "act", "toll"):
        assert getattr(study, f"every_{name}")["p"].is_between(0, 1).all()
        assert getattr(study, f"{name}s").is_empty()


def test_every_name_has_a_vote():
    text = "Lee met Brown. He left."
    index = SimpleNamespace(doc=parse(corpus_of({"a": text})).docs["a"])
    places = [token.idx for token in index.doc]
    actors = {"Lee": "LEE", "Brown": "BROWN", "He": "BROWN"}
    pointed = neural_reader.PointedWords((15, 17), 0.1, ((15, 0.8),), ((0, 0.5), (8, 0.2)))
    # LEE .5 × .5 = .25; BROWN .5 × .8 by the word "He" and .5 × .2 by the name, together .5
    assert most_voted_actor(index, places, pointed, lambda word: actors.get(word.text)) == "BROWN"
    assert most_voted_actor(index, places, pointed, lambda word: {"Lee": "LEE"}.get(word.text)) == "LEE"
    # the event's .7 × .9 is more than either; where nobody is known, nobody is taken
    assert most_voted_actor(index, places, pointed, lambda word: actors.get(word.text), event=0.9) == "EVENT"
    assert most_voted_actor(index, places, pointed, lambda word: None) is None


def test_frames_are_heard_where_the_sentence_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    study = read_study(CURLY)
    found = frames(study.sentences, study.corpus.articles).filter(frame="conflict")
    assert found["likely"].is_between(0, 1).all()
    chance = found["likely"].clip(0.01, 0.99)
    assert found["by_all"].to_list() == ((chance / (1 - chance)).log() + found["points"] >= 0).to_list()
    blank = study.sentences.with_columns(text=pl.col("text").str.replace_all(r"\S", " "))
    assert frame_chances(blank, study.corpus.articles)["likely"].sum() < found["likely"].sum()
    monkeypatch.setattr(neural_reader, "read_articles", None)  # nothing is read again
    assert frames(study.sentences, study.corpus.articles).filter(frame="conflict").equals(found)
    assert frame_chances(study.sentences.clear(), study.corpus.articles).is_empty()


def test_what_is_too_unlikely_is_not_even_doubtful(monkeypatch):
    monkeypatch.setattr("analysis.evidence.calibration.calibrated_chance", lambda kind, of, raw: 0.2)
    parsed = parse(corpus_of({"a": CURLY}))
    who = mentions(parsed)
    said = quotations(parsed, who)
    assert acts(parsed, who, said).height == acts(parsed, who, said, learnt=False).height
    assert labels(parsed, who, said).height == labels(parsed, who, said, learnt=False).height


def test_the_reader_reckons_in_singles_whatever_the_processor():
    """Left to itself the engine rounds to bytes on its way, each kind of processor in its own manner."""
    import onnxruntime

    plainly = onnxruntime.SessionOptions()
    plainly.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    content = neural_reader.MODEL.read_bytes()
    ids = {"ids": np.arange(1000, 1064).reshape(2, 32)}
    one = open_network(content).run(None, ids)
    other = onnxruntime.InferenceSession(content, plainly, providers=["CPUExecutionProvider"]).run(None, ids)
    assert max(float(np.abs(a - b).max()) for a, b in zip(one, other, strict=True)) < 1e-4
