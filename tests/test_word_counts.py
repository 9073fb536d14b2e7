"""Are counts from text alone those of the tokens, however the articles lie in blocks?"""

import polars as pl
import pytest
from corpora import corpus
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.corpus import read_corpus
from analysis.corpus.places import data_folder
from analysis.language import tokens
from analysis.language import word_counts as counted
from analysis.language import words as worded
from analysis.language.word_counts import counts_of_table, text_word_counts, word_table
from analysis.measures.dispersion import dispersion
from analysis.measures.keyness import keyness, streamed_keyness
from analysis.measures.word_counts import outlet_counts, streamed_outlet_counts, word_counts

ARTICLES = st.lists(
    st.tuples(st.sampled_from(["e1", "e2"]), st.sampled_from(["A", "B", "C"]), st.text("ab .", max_size=30)),
    min_size=1,
    max_size=12,
)


def frame(rows):
    named = [(event, outlet, f"a{at:02}", text) for at, (event, outlet, text) in enumerate(rows)]
    return pl.DataFrame(named, schema=["event", "outlet", "article_id", "text"], orient="row")


def plainly(table):
    return table.cast({"event": pl.String, "outlet": pl.String, "term": pl.String}).sort("event", "outlet", "term")


def test_counts_worked_by_hand():
    words = corpus("Gazette: riot riot police", "Gazette: calm", "Herald: police riot")
    found = plainly(outlet_counts([word_counts(words)])).select("outlet", "term", "n", "n_articles", "total").rows()
    assert found == [
        ("Gazette", "calm", 1, 1, 4),
        ("Gazette", "police", 1, 1, 4),
        ("Gazette", "riot", 2, 1, 4),
        ("Herald", "police", 1, 1, 2),
        ("Herald", "riot", 1, 1, 2),
    ]


@pytest.mark.parametrize("name", ["iraq-2004-2008", "orrenmouth"])
def test_key_words_from_text_are_those_from_tokens(name):
    found = read_corpus(data_folder() / "corpora" / name)
    assert keyness(text_word_counts(found.articles), min_count=1).equals(keyness(tokens(found), min_count=1))


@given(ARTICLES, st.integers(1, 4), st.integers(1, 5))
def test_blocks_may_be_cut_anywhere(rows, at_once, together):
    whole = outlet_counts(text_word_counts(frame(rows)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "AT_ONCE", at_once)
        patch.setattr(worded, "AT_ONCE", at_once)
        patch.setattr(counted, "TOGETHER", at_once * together)
        blocks = text_word_counts(frame(rows))
    assert plainly(outlet_counts(blocks)).equals(plainly(whole))
    own = [counts_of_table(word_table([block])) for block in blocks]  # as blocks on disk: each with its own words only
    assert plainly(outlet_counts(own)).equals(plainly(whole))


def test_a_file_may_be_counted_batch_by_batch(tmp_path):
    articles = frame([("e1", "ABC"[at % 3], f"riot police {'calm ' * (at % 4)}") for at in range(12)])
    articles.write_ndjson(tmp_path / "articles.ndjson")
    read = pl.scan_ndjson(tmp_path / "articles.ndjson").collect_batches(chunk_size=5)
    batches = [block for batch in read for block in text_word_counts(batch, alone=())]
    assert keyness(batches, min_count=1).equals(keyness(text_word_counts(articles, alone=()), min_count=1))


@given(ARTICLES, st.integers(1, 5), st.integers(1, 3))
def test_tables_gone_through_once_give_the_same_counts(rows, at_once, kinds):
    articles = frame(rows)
    columns = ("event", "outlet", "term", "n", "total")
    whole = plainly(outlet_counts(text_word_counts(articles))).select(columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.measures.word_counts.KINDS_AT_ONCE", kinds)
        streamed = streamed_outlet_counts(articles[at : at + at_once] for at in range(0, articles.height, at_once))
    assert_frame_equal(streamed, whole.sort("event", "outlet", "term"))


def test_key_words_of_a_stream_are_those_of_the_articles():
    found = read_corpus(data_folder() / "corpora" / "iraq-2004-2008").articles
    whole = keyness(text_word_counts(found), min_count=2)
    assert streamed_keyness([found], min_count=2).equals(whole.select(streamed_keyness([found]).columns))


@given(ARTICLES.filter(lambda rows: len({(event, outlet) for event, outlet, _ in rows}) < len(rows)))
def test_dispersion_is_that_of_the_measure_of_this_name(rows):
    table = frame(rows)
    words = [(*row[:3], at, word) for row in table.rows() for at, word in enumerate(row[3].replace(".", " ").split())]
    types = {**dict.fromkeys(("event", "outlet", "article_id"), pl.String), "start": pl.Int64, "norm": pl.String}
    made = pl.DataFrame(words, schema=types, orient="row")
    made = made.with_columns(end=pl.col("start"), sentence_start=pl.lit(0), is_word=pl.lit(True))
    several = made.filter(pl.col("article_id").n_unique().over("event", "outlet") > 1)
    wanted = dispersion(several, parts="article").select("event", "outlet", "term", dispersion="dp_norm")
    found = plainly(outlet_counts([word_counts(several)])).select(wanted.columns)
    assert_frame_equal(found, wanted.sort("event", "outlet", "term"), rel_tol=1e-12)


def test_an_outlet_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="no outlet 'Z' in this corpus; outlets here: A, B"):
        keyness(corpus("A: x y", "B: x"), target="Z")
