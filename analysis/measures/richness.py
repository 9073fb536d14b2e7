"""How varied are an article's words, and how long its sentences?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.words import Words
from analysis.measures.blocks import Corpus, WordBlocks, table_words
from analysis.schema import TOKENS, WHERE


def richness(tokens: Corpus, *, unit: str = "norm", window: int = 100, threshold: float = 0.72) -> pl.DataFrame:
    """How varied are each article's words, and how long are its sentences?

    mtld = words / factors: reading on, a factor is full when the share of different words (types / words) since
    the last factor falls below `threshold`; the rest at the end counts (1 - its share) / (1 - threshold) of a
    factor. The mean of reading forwards and backwards.
    mattr = the mean share of different words over all runs of `window` words.
    Read it: higher is more varied. mtld is about the number of words one can read before words repeat notably;
    mattr is a share from 0 to 1.
    Beware: both need text: below 100 words mtld swings widely. A plain share of different words falls as texts
    get longer and is not given. Headlines and captions count as sentences where the table holds them.

    One row is one article: event, outlet, article_id, n_words, n_types (different words), mtld (words; null
    where no word is repeated), mattr (share; null where the article is shorter than `window`), window (words),
    n_sentences (with at least one word), sentence_mean and sentence_sd (words; sd with divisor n - 1, null for
    one sentence). Sorted by event, outlet, article_id.
    `tokens` is a table of tokens, or parts of a corpus (`Part`, `ShardParts`), of which one is in memory at a time.
    Raises ValueError when `window` is below 1 or `threshold` not between 0 and 1.
    McCarthy & Jarvis (2010), "MTLD, vocd-D, and HD-D"; Covington & McFall (2010), "Cutting the Gordian knot".
    """
    if window < 1:
        raise ValueError(f"window={window} holds no words; give a number of words from 1")
    if not 0 < threshold < 1:
        raise ValueError(f"threshold={threshold} is not a share of different words; give one between 0 and 1")
    found = [_block_richness(words, window, threshold) for words in WordBlocks(tokens, unit)]
    return pl.concat(found or [_block_richness(table_words(TOKENS.frame([])), window, threshold)]).sort(*WHERE)


def _block_richness(words: Words, window: int, threshold: float) -> pl.DataFrame:
    table = words.articles.filter(words.sizes > 0)
    codes = [each.astype(np.int64) for each in np.split(words.term, np.cumsum(words.sizes)[:-1]) if len(each)]
    ids = table["article_id"][np.repeat(np.arange(table.height), words.sizes[words.sizes > 0])]
    return table.with_columns(
        pl.Series("n_words", [len(each) for each in codes], dtype=pl.Int64),
        pl.Series("n_types", [len(np.unique(each)) for each in codes], dtype=pl.Int64),
        pl.Series("mtld", [mtld(each.tolist(), threshold) for each in codes], dtype=pl.Float64),
        pl.Series("mattr", [mattr(each, window) for each in codes], dtype=pl.Float64),
        pl.lit(window, dtype=pl.Int64).alias("window"),
    ).join(_sentence_counts(pl.DataFrame({"article_id": ids, "sentence": words.sentence})), on="article_id", how="left")


def _sentence_counts(counted: pl.DataFrame) -> pl.DataFrame:
    lengths = counted.group_by("article_id", "sentence").len("n").sort("article_id", "sentence")
    return lengths.group_by("article_id", maintain_order=True).agg(
        n_sentences=pl.len().cast(pl.Int64), sentence_mean=pl.col("n").mean(), sentence_sd=pl.col("n").std()
    )


def mtld(codes: list[int], threshold: float = 0.72) -> float | None:
    """How many words can one read, on average, before they repeat? Null where none does, or there is none."""
    forwards, backwards = _mtld_factors(codes, threshold), _mtld_factors(reversed(codes), threshold)
    return (len(codes) / forwards + len(codes) / backwards) / 2 if forwards and backwards else None


def _mtld_factors(codes: Iterable[int], threshold: float) -> float:
    full, seen, n = 0, set[int](), 0
    for code in codes:
        seen.add(code)
        n += 1
        if len(seen) < threshold * n:
            full, seen, n = full + 1, set(), 0
    return full + ((1 - len(seen) / n) / (1 - threshold) if n else 0)


def mattr(codes: npt.NDArray[np.int64], window: int = 100) -> float | None:
    """What share of words is different, on average, in a run of `window` words? Null in a shorter text.

    Counts, for each word, the runs in which it is the first of its kind.
    """
    n = len(codes)
    if n < window:
        return None
    order = np.argsort(codes, kind="stable")
    same = np.concatenate([[False], codes[order][1:] == codes[order][:-1]])
    before = np.full(n, -1)
    before[order] = np.where(same, np.concatenate([[-1], order[:-1]]), -1)
    places = np.arange(n)
    first = np.maximum(np.maximum(before + 1, places - window + 1), 0)
    firsts = np.maximum(np.minimum(places, n - window) - first + 1, 0).sum()
    return float(firsts / (window * (n - window + 1)))


def section_counts(sentences: pl.DataFrame) -> pl.DataFrame:
    """How many sentences has each part of an outlet's articles?

    One row is one outlet on one event: event, outlet, and for each part of an article that occurs in the table
    (headline, highlight, caption, heading, body, then others) its sentences, null where there is none. Sorted by event,
    outlet.
    """
    order = {name: place for place, name in enumerate(("headline", "highlight", "caption", "heading", "body"))}
    counted = sentences.group_by("event", "outlet", "section").agg(n=pl.len().cast(pl.Int64))
    wide = counted.sort("event", "outlet", "section").pivot("section", index=["event", "outlet"], values="n")
    parts = sorted(wide.columns[2:], key=lambda name: (order.get(name, len(order)), name))
    return wide.select("event", "outlet", *parts).sort("event", "outlet")


def richness_by_outlet(table: pl.DataFrame) -> pl.DataFrame:
    """How long and how varied are an outlet's articles on average?

    Means over the outlet's articles, each counting once, of the columns of `richness`; nulls are left out.
    Read it: differences between outlets smaller than those between articles of one outlet say nothing.

    One row is one outlet with two articles or more: outlet, n_articles, n_words (in all), words_mean, words_sd (of an
    article; divisor n - 1), mtld, mattr, sentence_mean. Sorted by outlet.
    """
    return (
        table.sort("outlet", "article_id")
        .group_by("outlet", maintain_order=True)
        .agg(
            n_articles=pl.len().cast(pl.Int64),
            n_words=pl.col("n_words").sum(),
            words_mean=pl.col("n_words").mean(),
            words_sd=pl.col("n_words").std(),
            mtld=pl.col("mtld").mean(),
            mattr=pl.col("mattr").mean(),
            sentence_mean=pl.col("sentence_mean").mean(),
        )
        .filter(pl.col("n_articles") > 1)
    )
