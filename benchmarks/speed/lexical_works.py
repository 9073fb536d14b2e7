"""The works on pairs of words, lists, dispersion and sentiment: a function of articles that returns what is timed."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

from benchmarks.speed.works import WORD, Work

MIN_COUNT = 10
SENTENCES = 10_000
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LABELS = """militia|militias|militants|fighters|soldiers|troops|rebels|insurgents|terrorists|extremists|prime minister
president|government|officials|spokesman|said|denied|claimed|alleged|admitted|insisted|according to|told reporters
foreign minister|interior ministry|united states|green zone|sadr city|mahdi army|security forces|air strikes|al qaeda
white house|civil war|law enforcement|illegal aliens|undocumented immigrants|climate change|tax cuts
the prime minister""".replace("\n", "|").split("|")


def collocations(system: str, articles: pl.DataFrame) -> Work:
    """From text to all pairs of words side by side, ranked by how they keep together."""
    texts = articles["text"].to_list()
    if system == "counterframe":
        from analysis.language.words import Part
        from analysis.measures.collocation import collocations

        _warm()
        whole = articles.with_columns(outlet=pl.lit("all"))
        return lambda: collocations([Part(whole)], min_count=MIN_COUNT).height
    if system == "gensim":
        from gensim.models.phrases import Phrases

        def phrased() -> int:
            words = [WORD.findall(text.lower()) for text in texts]
            found = Phrases(words, min_count=MIN_COUNT, threshold=1e-4, max_vocab_size=10**8).export_phrases()
            return len(sorted(found.items(), key=lambda pair: -pair[1]))

        return phrased
    if system == "nltk":
        from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

        def ranked() -> int:
            found = BigramCollocationFinder.from_documents(WORD.findall(text.lower()) for text in texts)
            found.apply_freq_filter(MIN_COUNT)
            return len(found.score_ngrams(BigramAssocMeasures.likelihood_ratio))

        return ranked
    raise ValueError(f"no system {system!r} for collocations")


def forty_labels(system: str, articles: pl.DataFrame) -> Work:
    """From text to how often each outlet uses each of forty labels."""
    rows = articles.select("outlet", "text").rows()
    counts: Counter[tuple[str, str]] = Counter()
    if system == "counterframe":
        from analysis.language.words import Part
        from analysis.measures.labels import listed_label_counts

        _warm()
        return lambda: int(listed_label_counts([Part(articles)], LABELS)["n"].sum())
    if system == "pyahocorasick":
        import ahocorasick

        def automaton() -> int:
            built = ahocorasick.Automaton()
            for label in LABELS:
                built.add_word(label, label)
            built.make_automaton()
            for outlet, text in rows:
                lower = text.lower()
                for last, label in built.iter(lower):
                    before, after = lower[last - len(label) : last - len(label) + 1], lower[last + 1 : last + 2]
                    if not (last >= len(label) and before.isalnum()) and not after.isalnum():
                        counts[outlet, label] += 1
            return counts.total()

        return automaton
    if system == "flashtext":
        from flashtext import KeywordProcessor

        def processed() -> int:
            built = KeywordProcessor()
            built.add_keywords_from_list(LABELS)
            for outlet, text in rows:
                counts.update((outlet, label) for label in built.extract_keywords(text))
            return counts.total()

        return processed
    raise ValueError(f"no system {system!r} for a list of labels")


def dispersion(system: str, articles: pl.DataFrame) -> Work:
    """From text to how evenly each word is spread over all articles."""
    if system == "counterframe":
        from analysis.language.words import Part
        from analysis.measures.dispersion import dispersion

        _warm()
        whole = articles.with_columns(outlet=pl.lit("all"))
        return lambda: dispersion([Part(whole)], parts="article", min_count=MIN_COUNT).height
    if system == "pycorpdiff":
        import pandas
        import pycorpdiff
        from pycorpdiff.keyness.dispersion import dispersion_dp

        def measured() -> int:
            read = pycorpdiff.from_dataframe(pandas.DataFrame({"text": articles["text"].to_list()}))
            return len(dispersion_dp(read.doc_term_counts(min_count=MIN_COUNT)))

        return measured
    raise ValueError(f"no system {system!r} for dispersion")


def sentiment(system: str, articles: pl.DataFrame) -> Work:
    """From at most ten thousand sentences to the scores of two instruments."""
    texts = [said for text in articles["text"][:SENTENCES] for said in SENTENCE_END.split(text)][:SENTENCES]
    if system == "counterframe":
        from analysis.measures.sentiment import sentiment

        place = {"event": "e1", "outlet": "all", "article_id": "a1", "section": "body"}
        starts = pl.int_range(len(texts), eager=True)
        table = pl.DataFrame({"start": starts, "end": starts, "text": texts}).with_columns(
            **{name: pl.lit(value) for name, value in place.items()}
        )
        sentiment(table[:2])
        return lambda: sentiment(table).height // 2
    if system == "TextBlob and VADER":
        from textblob import TextBlob
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        vader, warm = SentimentIntensityAnalyzer(), TextBlob("good").sentiment
        assert warm

        def scored() -> int:
            return len([(TextBlob(text).sentiment.polarity, vader.polarity_scores(text)["compound"]) for text in texts])

        return scored
    raise ValueError(f"no system {system!r} for sentiment")


def sentiment_again(system: str, articles: pl.DataFrame) -> Work:
    """The same, asked again: ours keeps on disk what it scored."""
    work = sentiment(system, articles)
    if system == "counterframe":
        work()
    return work


def _warm() -> None:
    """spaCy's rules are loaded, as the others' packages are."""
    from analysis.language.chunks import chunk_tokens

    chunk_tokens(pl.Series(["warm", "it's"]), "en")
