"""Articles to tokens: from the text alone, or with what a parse adds to them."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analysis import schema
from analysis.corpus.cache import cache_folder, files_digest, kept_table
from analysis.language.chunks import WORD, chunk_tokens, chunks, expanded, token_counts
from analysis.language.sentence_splitter import sentences

if TYPE_CHECKING:
    from analysis.corpus.read import Corpus
    from analysis.language.parse import ParsedCorpus

SMALL = 5_000_000  # characters of a corpus whose tokens are kept on disk


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
        .with_columns(is_word=pl.col("norm").str.contains(WORD))
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
    key = f"{files_digest([Path(__file__), Path(__file__).with_name('chunks.py')])} {said}"
    return kept_table(cache_folder() / "tokens.sqlite", key, lambda: _tokens_from_text(texts, language))


def _tokens_from_text(texts: dict[str, str], language: str) -> pl.DataFrame:
    """Each distinct chunk is read once; all that grows with the text beyond it is arrays."""
    cut = chunks(pl.Series(list(texts.values()), dtype=pl.String))
    read = chunk_tokens(cut.kinds, language)
    rows, many = expanded(cut.ids, token_counts(cut.kinds, read))
    place = cut.starts().repeat(many)
    article = np.arange(len(texts)).repeat(cut.sizes).repeat(many)
    return pl.DataFrame(
        {
            "article_id": pl.Series(list(texts), dtype=pl.String)[article],
            "start": read["start"].to_numpy()[rows] + place,
            "end": read["end"].to_numpy()[rows] + place,
            "token": read["token"][rows],
            "norm": read["norm"][rows],
        }
    ).with_columns(lemma=pl.lit(None, pl.String), pos=pl.lit(None, pl.String))
