"""Are the lines of a concordance from an index on disk those of the concordance of tokens?"""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import read_corpus
from analysis.corpus.places import data_folder
from analysis.language import sentences, tokens
from analysis.language.tokens import _tokens_from_text
from analysis.language.word_index import WordIndex, write_index
from analysis.measures.concordance import concordance
from analysis.measures.indexed_concordance import indexed_concordance
from analysis.schema import TOKENS

QUERIES = ["the", "al-sadr", "prison*", "said that", "U.S.", "n't", "mr. *", "*'s", "state of law", "nowhere", "—x"]


@pytest.fixture(scope="module", params=["iraq-2004-2008", "orrenmouth"])
def made(request, tmp_path_factory):
    corpus = read_corpus(data_folder() / "corpora" / request.param)
    folder = tmp_path_factory.mktemp(request.param) / "index"
    write_index(folder, corpus.articles, sentences(corpus))
    return corpus, tokens(corpus), WordIndex(folder)


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_lines_in_the_same_order(made, query):
    corpus, words, index = made
    wanted = concordance(corpus.articles, words, query, width=30)
    found, n = indexed_concordance(index, query, width=30)
    assert n == wanted.height
    assert found.equals(wanted)


def test_a_page_is_a_part_of_them(made):
    _, _, index = made
    whole, n = indexed_concordance(index, "the")
    page, of = indexed_concordance(index, "the", first=10, most=5)
    assert of == n > 100
    assert page.equals(whole[10:15])


@given(
    st.lists(st.text("ab'’.*\n -😀", max_size=30).filter(str.strip), min_size=1, max_size=3),
    st.sampled_from(["a", "ab", "a*", "*b", "a b", "a'b", "b. a", "a * b", "a a", "*a b*", "-"]),
)
def test_so_it_is_with_any_text(tmp_path_factory, texts, query):
    articles = pl.DataFrame(
        {"event": "e", "outlet": "A", "article_id": [f"a{at}" for at in range(len(texts))], "text": texts}
    )
    if query == "-":
        with pytest.raises(ValueError, match="nothing to find"):
            indexed_concordance(WordIndex(tmp_path_factory.getbasetemp()), query)
        return
    words = _tokens_from_text(dict(articles.select("article_id", "text").iter_rows()), "en")
    words = words.join(articles.drop("text"), on="article_id").with_columns(
        is_word=True, section=pl.lit(None, pl.String), sentence_start=pl.lit(None, pl.Int64)
    )
    folder = tmp_path_factory.mktemp("any") / "index"
    found, n = indexed_concordance(write_index(folder, articles), query)
    assert found.equals(concordance(articles, words.select(list(TOKENS.columns)), query))
    assert n == found.height


def test_context_must_not_be_negative(made):
    with pytest.raises(ValueError, match="width=-1"):
        indexed_concordance(made[2], "the", width=-1)
