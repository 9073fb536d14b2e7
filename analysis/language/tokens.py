"""Articles to tokens: from the text alone, or with what a parse adds to them."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.corpus.cache import cache_folder, files_digest, kept_table
from analysis.corpus.text import plain
from analysis.language.sentence_splitter import sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokenizer import Tokenizer

    from analysis.corpus.read import Corpus
    from analysis.language.parse import ParsedCorpus

SMALL = 5_000_000  # characters of a corpus whose tokens are kept on disk
CHUNK = re.compile(r"\S+")


def tokens(of: ParsedCorpus | Corpus) -> pl.DataFrame:
    """Which words does each article use, and where?

    Of a corpus, from its text alone: each stretch without a blank is split by spaCy's rules, once however often it
    stands there. lemma and pos are null then; of a parsed corpus they are there, and all else is the same.
    Columns: `schema.TOKENS`. `text[start:end]` is the token.
    """
    from analysis.corpus.read import Corpus

    texts = dict(of.articles.select("article_id", "text").iter_rows())
    found = (
        _cached_tokens(texts, of.manifest.corpus.language) if isinstance(of, Corpus) else _tokens_from_parse(of, texts)
    )
    inside = sentences(of).select("article_id", "section", sentence_start="start", start="start")
    return (
        found.join(of.articles.select("event", "outlet", "article_id"), on="article_id")
        .with_columns(is_word=pl.col("norm").str.contains(r"^[\p{L}\p{N}]"))
        .sort("article_id", "start")
        .join_asof(inside.sort("article_id", "start"), on="start", by="article_id", check_sortedness=False)
        .select(list(schema.TOKENS.columns))
        .sort("article_id", "start")
    )


def _tokens_from_parse(parsed: ParsedCorpus, texts: dict[str, str]) -> pl.DataFrame:
    rows = [
        (id, token.idx, token.end, texts[id][token.idx : token.end], token.lower_, token.lemma_, token.pos_)
        for id, doc in parsed.docs.items()
        for token in doc
        if not token.is_space
    ]
    names = ("article_id", "start", "end", "token", "norm", "lemma", "pos")
    return pl.DataFrame(rows, schema={name: schema.TOKENS.columns[name][0] for name in names}, orient="row")


def _cached_tokens(texts: dict[str, str], language: str) -> pl.DataFrame:
    """Tokens of the text alone; those of a small corpus are kept on disk, so that spaCy's rules need not be loaded."""
    if sum(map(len, texts.values())) > SMALL:
        return _tokens_from_text(texts, language)
    said = hashlib.sha256(repr((sorted(texts.items()), language, version("spacy"))).encode()).hexdigest()
    key = f"{files_digest([Path(__file__)])} {said}"
    return kept_table(cache_folder() / "tokens.sqlite", key, lambda: _tokens_from_text(texts, language))


def _tokens_from_text(texts: dict[str, str], language: str) -> pl.DataFrame:
    """Numbers of chunks are counted in Python, all that grows with the text beyond them in arrays."""
    import numpy as np

    numbers: dict[str, int] = {}
    places: list[int] = []
    chunks: list[int] = []
    sizes = []
    for text in texts.values():
        before = len(places)
        for found in CHUNK.finditer(text):
            places.append(found.start())
            chunks.append(numbers.setdefault(found.group(), len(numbers)))
        sizes.append(len(places) - before)
    starts, ends, words, norms, counts = _token_offsets(list(numbers), _tokenizer(language))
    chunk = np.array(chunks, dtype=np.int64)
    many = counts[chunk]
    first = (np.cumsum(counts) - counts)[chunk]
    # which token of its chunk each token is: counts up from 0 within each chunk
    inner = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    at = np.repeat(first, many) + inner
    place = np.repeat(np.array(places, dtype=np.int64), many)
    article = np.repeat(np.repeat(np.arange(len(texts)), sizes), many)
    return pl.DataFrame(
        {
            "article_id": pl.Series(list(texts), dtype=pl.String)[article],
            "start": place + starts[at],
            "end": place + ends[at],
            "token": words[at],
            "norm": norms[at],
        }
    ).with_columns(lemma=pl.lit(None, pl.String), pos=pl.lit(None, pl.String))


def _token_offsets(
    chunks: Sequence[str], tokenizer: Tokenizer
) -> tuple[NDArray[np.int64], NDArray[np.int64], pl.Series, pl.Series, NDArray[np.int64]]:
    """Where the tokens of each chunk begin and end in it, as printed and for counting, and how many each has."""
    import numpy as np

    parts = [[(token.idx, token.idx + len(token)) for token in tokenizer(plain(chunk))] for chunk in chunks]
    spans = np.array([span for part in parts for span in part], dtype=np.int64).reshape(-1, 2)
    words = [chunk[start:end] for chunk, part in zip(chunks, parts, strict=True) for start, end in part]
    series = pl.Series(words, dtype=pl.String)
    norms = pl.Series([plain(word).lower() for word in words], dtype=pl.String)
    return spans[:, 0], spans[:, 1], series, norms, np.array([len(part) for part in parts], dtype=np.int64)


@functools.cache
def _tokenizer(language: str) -> Tokenizer:
    """spaCy's rules for a language; for one it does not know, those that hold for all."""
    import spacy

    try:
        return spacy.blank(language).tokenizer
    except ImportError:
        return spacy.blank("xx").tokenizer
