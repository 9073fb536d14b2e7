"""Is what is measured over a corpus at rest, shard by shard, what is measured over it all at once?"""

import math

import polars as pl
import pytest
from corpora import corpus
from polars.testing import assert_frame_equal

from analysis.corpus import read_corpus
from analysis.corpus.places import data_folder
from analysis.corpus.shards import as_parquet, finish_shards, write_shard
from analysis.language import sentences, tokens
from analysis.language.words import Part, ShardParts
from analysis.measures import blocks
from analysis.measures.collocation import collocates, collocations
from analysis.measures.concordance import concordance
from analysis.measures.dispersion import dispersion
from analysis.measures.labels import listed_label_counts
from analysis.measures.richness import richness
from analysis.measures.sentiment import sentiment, sentiment_by_article, sentiment_by_outlet

LABELS = ["militia", "prime minister", "Prime Minister Nouri", "said", "al-Sadr", "unheard-of"]
MEASURES = {
    "dispersion in articles": lambda of: dispersion(of, parts="article"),
    "dispersion in tenths": dispersion,
    "dispersion of some": lambda of: dispersion(of, ["police", "The"], parts=7, min_count=2),
    "collocates": lambda of: collocates(of, "police"),
    "collocates across sentences": lambda of: collocates(of, "the", span=3, within_sentence=False),
    "collocations": lambda of: collocations(of, min_count=3),
    "richness": lambda of: richness(of, window=50),
    "listed labels": lambda of: listed_label_counts(of, LABELS),
}


@pytest.fixture(scope="module", params=["iraq-2004-2008", "orrenmouth"])
def read(request, tmp_path_factory):
    """A corpus, its tokens, its one part, and the same in shards of two articles."""
    found, folder = read_corpus(data_folder() / "corpora" / request.param), tmp_path_factory.mktemp("at rest")
    said = sentences(found)
    for at in range(0, found.articles.height, 2):
        own = found.articles[at : at + 2]
        inside = said.filter(pl.col("article_id").is_in(own["article_id"].implode()))
        write_shard(folder, f"{at:03}", {"articles": as_parquet(own), "sentences": as_parquet(inside)})
    finish_shards(folder, [path.name for path in folder.iterdir()])
    return found, tokens(found), [Part(found.articles, said)], ShardParts(folder)


@pytest.mark.parametrize("name", MEASURES)
def test_shards_give_what_all_tokens_at_once_give(read, name, monkeypatch):
    monkeypatch.setattr(blocks, "LEAST", 10)  # sums are drawn together every few rows
    _, table, one, shards = read
    wanted = MEASURES[name](table)
    assert wanted.height > 0
    for parts in (one, shards):
        found = MEASURES[name](parts)
        assert found.schema == wanted.schema
        assert_frame_equal(found, wanted, rel_tol=1e-12, abs_tol=1e-14)


def test_sentiment_of_shards_is_that_of_all_sentences_at_once(read):
    _, _, one, shards = read
    scores = sentiment(one[0].sentences)
    assert sentiment_by_article(shards).equals(sentiment_by_article(scores))
    assert_frame_equal(sentiment_by_outlet(shards), sentiment_by_outlet(scores), rel_tol=1e-12)


def test_a_listed_label_is_found_as_often_as_the_concordance_shows_it(read):
    found, table, one, _ = read
    for label in ("militia", "prime minister", "said"):
        n = listed_label_counts(one, [label])["n"].sum()
        assert n == concordance(found.articles, table, label).height


def test_listed_labels_worked_by_hand():
    words = corpus("Gazette: The prime minister left. Minister said so", "Gazette: prime minister", "Herald: a prime")
    found = listed_label_counts(words, ["prime minister", "Minister"])
    # the Gazette has 9 words: 2 of 9 -> 222.2 in a thousand
    assert found.drop("event", "rate").rows() == [
        ("Gazette", "prime minister", 2, 2, 9),
        ("Gazette", "Minister", 3, 2, 9),
        ("Herald", "prime minister", 0, 0, 2),
        ("Herald", "Minister", 0, 0, 2),
    ]
    assert found["rate"][0] == pytest.approx(2000 / 9)
    with pytest.raises(ValueError, match="no word to look for in the label '!'"):
        listed_label_counts(words, ["police", "!"])


def test_collocations_worked_by_hand():
    words = corpus("Gazette: green zone green zone green door")
    # pairs: green zone twice, zone green twice, green door once; 6 words
    found = collocations(words, min_count=2)
    assert found.select("first", "second", "n_together", "n_first", "n_second", "n_tokens").rows() == [
        ("green", "zone", 2, 3, 2, 6),
        ("zone", "green", 2, 2, 3, 6),
    ]
    # cells 2, 1, 0, 3; expected 1, 2, 1, 2
    assert found["g2"][0] == pytest.approx(2 * (2 * math.log(2) + math.log(1 / 2) + 3 * math.log(3 / 2)))
    assert found["mi"][0] == pytest.approx(1)  # twice as often as expected
    assert found["log_dice"][0] == pytest.approx(14 + math.log2(4 / 5))


def test_pairs_do_not_reach_across_sentences_or_articles(read):
    lines = [f"Gazette: calm riot{at}" for at in range(4)]
    assert (
        collocations(corpus(*lines, "Gazette: riot. calm. riot. calm."), min_count=1)["first"].to_list() == ["calm"] * 4
    )


def test_parts_have_no_lemmas(read):
    with pytest.raises(ValueError, match='parts of a corpus are counted by "norm", asked was unit="lemma"'):
        richness(read[2], unit="lemma")


def test_kept_scores_are_those_made_anew(read, monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    said = read[2][0].sentences
    wanted = sentiment(said)
    monkeypatch.setattr("analysis.measures.sentiment.MANY", 1)
    assert sentiment(said).equals(wanted)
    assert (tmp_path / "sentiment.sqlite").is_file()
    monkeypatch.setattr("analysis.measures.sentiment._scores", lambda *_: pytest.fail("scored again"))
    assert sentiment(said).equals(wanted)
    with pytest.raises(ValueError, match="no instrument Mood"):
        sentiment(said, instruments=["Mood"])
