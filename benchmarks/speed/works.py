"""The works that are timed, each as every system does it: a function of articles that returns what is timed."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
TARGET = "Outlet 0"
QUERIES = ("government", "police", "prime minister")
WIDTH, PAGE = 40, 100
Work = Callable[[], Any]


def key_words(system: str, articles: pl.DataFrame) -> Work:
    """From text to every score of every word of one outlet against the others."""
    if system == "counterframe":
        from analysis.language.chunks import chunk_tokens
        from analysis.language.word_counts import text_word_counts
        from analysis.measures.keyness import keyness

        chunk_tokens(pl.Series(["warm", "it's"]), "en")  # spaCy's rules are loaded, as the others' packages are
        return lambda: keyness(text_word_counts(articles), target=TARGET).height
    texts, is_target = articles["text"].to_list(), (articles["outlet"] == TARGET).to_numpy()
    if system == "bare Polars":
        return lambda: scored(*_polars_counts(texts, is_target))
    if system == "bare chunk scan":
        return lambda: scored(*_chunk_counts(texts, is_target))
    if system == "scikit-learn":
        from sklearn.feature_extraction.text import CountVectorizer

        def counted() -> int:
            matrix = CountVectorizer(token_pattern=WORD.pattern).fit_transform(texts)
            sides = (np.asarray(matrix[rows].sum(axis=0)).ravel() for rows in (is_target, ~is_target))
            return scored(*sides)

        return counted
    if system == "nltk":
        from nltk import ConditionalFreqDist
        from nltk.tokenize import RegexpTokenizer

        cut = RegexpTokenizer(WORD.pattern)

        def distributed() -> int:
            pairs = zip(is_target, texts, strict=True)
            sides = ((bool(side), word) for side, text in pairs for word in cut.tokenize(text.lower()))
            return scored(*paired(*(Counter(ConditionalFreqDist(sides)[side]) for side in (True, False))))

        return distributed
    if system == "gensim":
        from gensim.corpora import Dictionary
        from gensim.utils import simple_preprocess

        def bagged() -> int:
            words, sides = Dictionary(), (Counter(), Counter())
            for side, text in zip(is_target, texts, strict=True):
                sides[not side].update(dict(words.doc2bow(simple_preprocess(text), allow_update=True)))
            return scored(*paired(*sides))

        return bagged
    if system == "scattertext":
        import pandas
        import scattertext

        def scattered() -> int:
            table = pandas.DataFrame({"side": is_target.astype(str), "text": texts})
            table["parse"] = table["text"].apply(scattertext.whitespace_nlp_with_sentences)
            built = scattertext.CorpusFromParsedDocuments(table, category_col="side", parsed_col="parse").build()
            counts = built.get_unigram_corpus().get_term_freq_df()
            return scored(counts["True freq"].to_numpy(), counts["False freq"].to_numpy())

        return scattered
    if system == "pycorpdiff":
        import pandas
        import pycorpdiff

        def compared() -> int:
            sides = [
                pandas.DataFrame({"text": articles.filter(side)["text"].to_list()}) for side in (is_target, ~is_target)
            ]
            return len(pycorpdiff.compare(*map(pycorpdiff.from_dataframe, sides)).keyness().to_df())

        return compared
    raise ValueError(f"no system {system!r} for key words")


def _polars_counts(texts: list[str], is_target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    words = pl.col("text").str.to_lowercase().str.extract_all(WORD.pattern).alias("word")
    table = pl.LazyFrame({"side": is_target, "text": texts}).select("side", words).explode("word").group_by("word")
    counts = table.agg(target=pl.col("side").sum(), whole=pl.len()).collect()
    target, whole = (counts[name].to_numpy().astype(float) for name in ("target", "whole"))
    return target, whole - target


def _chunk_counts(texts: list[str], is_target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for side, text in zip(is_target, texts, strict=True):
        sides[not side].update(text.split())
    words: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for chunks, found in zip(sides, words, strict=True):
        for chunk, n in chunks.items():
            for word in WORD.findall(chunk.lower()):
                found[word] += n
    return paired(*words)


def paired(target: Counter[Any], reference: Counter[Any]) -> tuple[np.ndarray, np.ndarray]:
    every = list({**target, **reference})
    return np.array([target[word] for word in every]), np.array([reference[word] for word in every])


def scored(target: np.ndarray, reference: np.ndarray) -> int:
    """Log-odds with a prior, and the order of words by them."""
    a, b = target.astype(float), reference.astype(float)
    prior = (a + b) / (a + b).sum() * 500
    odds = np.log((a + prior) / (a.sum() + 500 - a - prior)) - np.log((b + prior) / (b.sum() + 500 - b - prior))
    return len(np.argsort(-odds / np.sqrt(1 / (a + prior) + 1 / (b + prior))))


def tokens(system: str, articles: pl.DataFrame) -> Work:
    """From text to its tokens, as numbers or as strings."""
    texts = articles["text"]
    if system == "counterframe":
        from analysis.language.chunks import chunk_tokens, chunks, expanded, token_counts

        chunk_tokens(pl.Series(["warm", "it's"]), "en")

        def read() -> int:
            cut = chunks(texts)
            table = chunk_tokens(cut.kinds, "en")
            return len(expanded(cut.ids, token_counts(cut.kinds, table))[0])

        return read
    if system == "regular expression":
        listed = texts.to_list()
        return lambda: sum(len(WORD.findall(text.lower())) for text in listed)
    if system == "spaCy's tokenizer":
        import spacy

        listed, cut = texts.to_list(), spacy.blank("en").tokenizer
        return lambda: sum(len(cut(text)) for text in listed)
    raise ValueError(f"no system {system!r} for tokens")


def concordance(system: str, articles: pl.DataFrame) -> Work:
    """A further question to what is open already: every line of two words and a phrase."""
    if system == "counterframe":
        from analysis.language.word_index import write_index
        from analysis.measures.indexed_concordance import indexed_concordance

        index = write_index(Path(tempfile.mkdtemp()) / "index", articles)
        indexed_concordance(index, "nowhere")
        return lambda: sum(indexed_concordance(index, query, width=WIDTH)[0].height for query in QUERIES)
    if system == "SQLite FTS5":
        store = _fts5(":memory:", articles)
        return lambda: sum(len(_fts5_lines(store, query)) for query in QUERIES)
    if system == "nltk":
        from nltk import Text

        words = [word for text in articles["text"] for word in re.findall(r"\w+(?:['’-]\w+)*|[^\w\s]", text)]
        text = Text(words)
        text.concordance_list("nowhere")
        return lambda: sum(len(text.concordance_list(query.split(), lines=10**9)) for query in QUERIES)
    if system == "tantivy":
        import tantivy

        schema = tantivy.SchemaBuilder().add_text_field("text", stored=True).build()
        index = tantivy.Index(schema)
        writer = index.writer(256_000_000, 1)
        for text in articles["text"]:
            writer.add_document(tantivy.Document(text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()

        def asked() -> int:
            search, n = index.searcher(), 0
            for query in QUERIES:
                hits = search.search(index.parse_query(f'"{query}"', ["text"]), articles.height).hits
                n += sum(len(_windows(search.doc(at)["text"][0], query)) for _, at in hits)
            return n

        return asked
    raise ValueError(f"no system {system!r} for a concordance")


def first_page(system: str, articles: pl.DataFrame) -> Work:
    """From files on disk to the first hundred lines of a phrase, the packages being loaded."""
    folder = Path(tempfile.mkdtemp())
    if system == "counterframe":
        from analysis.language.word_index import WordIndex, write_index
        from analysis.measures.indexed_concordance import indexed_concordance

        write_index(folder / "index", articles)
        return lambda: indexed_concordance(WordIndex(folder / "index"), QUERIES[-1], width=WIDTH, most=PAGE)[0].height
    if system == "SQLite FTS5":
        _fts5(str(folder / "fts5.sqlite"), articles).close()
        return lambda: len(_fts5_lines(sqlite3.connect(folder / "fts5.sqlite"), QUERIES[-1], PAGE))
    raise ValueError(f"no system {system!r} for a first page")


def _fts5(place: str, articles: pl.DataFrame) -> sqlite3.Connection:
    store = sqlite3.connect(place)
    store.execute("CREATE VIRTUAL TABLE articles USING fts5(text, tokenize='unicode61')")
    store.executemany("INSERT INTO articles(text) VALUES (?)", ((text,) for text in articles["text"]))
    store.commit()
    return store


def _fts5_lines(store: sqlite3.Connection, query: str, most: int = -1) -> list[tuple[str, str, str]]:
    rows = store.execute("SELECT text FROM articles WHERE articles MATCH ? LIMIT ?", (f'"{query}"', most))
    return [line for (text,) in rows for line in _windows(text, query)]


def _windows(text: str, query: str) -> list[tuple[str, str, str]]:
    found = re.finditer(rf"\b{re.escape(query)}\b", text, re.IGNORECASE)
    return [(text[max(0, m.start() - WIDTH) : m.start()], m.group(), text[m.end() : m.end() + WIDTH]) for m in found]
