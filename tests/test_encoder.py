"""Are texts that mean the same close, are vectors the same whoever asks, is a missing encoder said in plain words?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures import encoder
from analysis.measures.encoder import encode, encode_words, encoder_name, encoder_problem

SAME = ("The fighters gave up their arms.", "Militiamen surrendered all weapons.")
OTHER = "The film won three prizes."

needs_model = pytest.mark.skipif(encoder_problem() is not None, reason="the sentence encoder is not installed")


@pytest.fixture
def broken(monkeypatch):
    monkeypatch.setattr(encoder, "MODEL_SHA256", "0" * 64)
    encoder_problem.cache_clear()
    yield
    monkeypatch.undo()
    encoder_problem.cache_clear()


@needs_model
def test_what_means_the_same_is_close(tmp_path):
    first, second, other = encode([*SAME, OTHER], cache=tmp_path)
    # no content word in common, and yet closer than to another matter
    assert first @ second > 0.4 > 0.2 > first @ other
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-6)


@needs_model
def test_a_vector_does_not_depend_on_its_company_or_on_the_cache(tmp_path):
    alone = encode([SAME[0]], cache=tmp_path / "a")
    among = encode([OTHER, SAME[0], SAME[0], OTHER * 9], cache=tmp_path / "b")
    again = encode([SAME[0]], cache=tmp_path / "b")
    assert np.array_equal(alone[0], among[1])
    assert np.array_equal(among[1], among[2])
    assert np.array_equal(alone, again)


@needs_model
def test_texts_read_together_have_the_bytes_they_have_alone():
    session, tokenizer = encoder.load_model()
    texts = [read.ids for read in tokenizer.encode_batch([*SAME, OTHER, "The town won nine prizes.", "No.", SAME[0]])]
    assert len({len(ids) for ids in texts}) < len(texts) - 1  # some of one length, some not
    alone = [encoder.model_outputs(session, [ids])[0][0].tobytes() for ids in texts]
    assert [found.tobytes() for (found,) in encoder.model_outputs(session, texts)] == alone
    assert encoder.model_outputs(session, []) == []


@needs_model
def test_curly_quotes_and_spaces_make_no_difference(tmp_path):
    first, second = encode(["The “rebels”  won\nthe day.", 'The "rebels" won the day.'], cache=tmp_path)
    assert np.array_equal(first, second)


@needs_model
def test_a_damaged_cache_is_thrown_away(tmp_path):
    right = encode(SAME, cache=tmp_path)
    (place,) = tmp_path.glob("*.sqlite")
    place.write_bytes(b"no database" * 100)
    assert np.array_equal(encode(SAME, cache=tmp_path), right)
    assert np.array_equal(encode(SAME, cache=tmp_path), right)


@needs_model
def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert encode(SAME, cache=tmp_path / "file").shape == (2, encoder.SIZE)


def test_the_fallback_knows_only_shared_words():
    # "film", "prizes" … are in one text only; the two first share "the", "laid", "down"
    first, second, third = encode(["They laid down arms", "She laid down rules", "A film won"], encoder="tfidf")
    assert first @ second > 0.1
    assert first @ third == pytest.approx(0, abs=1e-6)


def test_a_wrong_checksum_falls_back_and_says_so(broken, tmp_path):
    assert "checksum of model.onnx" in encoder_name() or "not installed" in encoder_name()
    assert encoder_name().startswith("TF-IDF and SVD (fallback: ")
    assert np.array_equal(encode(SAME, cache=tmp_path), encode(SAME, encoder="tfidf"))
    with pytest.raises(ValueError, match=r"checksum|not installed"):
        encode(SAME, encoder="minilm")


@needs_model
def test_a_word_has_the_meaning_it_has_in_its_sentence():
    words, river = encode_words("The boat lay at the bank of the river.")
    others, money = encode_words("He opened an account at the bank with cash.")
    again, shore = encode_words("They walked along the river bank and fished.")
    assert words[5] == others[6] == "bank"
    here, there, near = river[5], money[others.index("bank")], shore[again.index("bank")]
    assert here @ near > here @ there
    assert np.linalg.norm(river, axis=1) == pytest.approx(np.ones(len(words)), abs=1e-5)


def test_without_an_encoder_words_have_no_vectors(broken):
    assert encode_words("Don't go, al-Sadr!") == (["Don't", "go", "al-Sadr"], None)
    with pytest.raises(ValueError, match="checksum"):
        encode_words("x", encoder="minilm")
    with pytest.raises(ValueError, match="no encoder"):
        encode_words("x", encoder="word2vec")


def test_a_text_without_a_word_has_no_words():
    assert encode_words("...")[0] == []


def test_names():
    assert encoder_name("tfidf") == "TF-IDF and SVD"
    with pytest.raises(ValueError, match=r"no encoder 'bert'; encoders here: auto, minilm, tfidf"):
        encode(SAME, encoder="bert")


def test_no_text_and_no_word(tmp_path):
    assert encode([], cache=tmp_path).shape[0] == 0
    assert not encode(["", " … "], encoder="tfidf").any()
    assert not encode([""], cache=tmp_path).any()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(alphabet="ab c", max_size=12), max_size=6))
def test_every_row_has_length_one_or_is_empty(texts):
    lengths = np.linalg.norm(encode(texts, encoder="tfidf"), axis=1)
    assert all(abs(length - 1) < 1e-5 or length < 1e-5 for length in lengths)
