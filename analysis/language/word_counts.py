"""How often does each word stand in each part of an article? From these counts alone come key words and dispersion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.chunks import AT_ONCE, chunk_tokens, chunks, expanded, token_counts
from analysis.schema import WHERE

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]
PARTS = 10  # of an outlet's only article on an event
TOGETHER = 20_000  # articles whose counts lie in one block


@dataclass(frozen=True)
class WordCounts:
    """How often does each word stand in each part of some articles?

    A part is an article; an outlet's only article on an event is cut into ten parts of equal length in words.
    parts: one row is one part: event, outlet, article_id, size (words). vocabulary: the words, in order.
    part, term, n: one row is one word of one part: numbers of rows in parts and vocabulary, occurrences.
    """

    vocabulary: pl.Series
    parts: pl.DataFrame
    part: Numbers
    term: Numbers
    n: Numbers


def text_word_counts(
    articles: pl.DataFrame, *, language: str = "en", alone: Sequence[str] | None = None
) -> list[WordCounts]:
    """How often does each word of these articles stand in each part? Counted from their text, without a parse.

    `articles` has event, outlet, article_id and text; `alone`: the articles to be cut into parts; without it, those
    which are an outlet's only ones on an event. One item is the counts of some thousand articles.
    """
    articles = articles.sort(*WHERE)
    by_itself = is_alone(articles) if alone is None else articles["article_id"].is_in(list(alone)).to_numpy()
    cut = chunks(articles["text"])
    is_word = pl.col("norm").str.contains(r"^[\p{L}\p{N}]")
    read = chunk_tokens(cut.kinds, language).filter(is_word)
    vocabulary = read["norm"].unique().sort()
    term = read["norm"].cast(pl.Enum(vocabulary)).to_physical().to_numpy()
    counts, last = token_counts(cut.kinds, read), np.cumsum(cut.sizes)
    blocks = []
    for at in range(0, articles.height, AT_ONCE):
        here = slice(at, at + AT_ONCE)
        ends = last[here]
        rows, many = expanded(cut.ids[ends[0] - cut.sizes[at] : ends[-1]], counts)
        words = np.concatenate([[0], np.cumsum(many)])[np.concatenate([[0], np.cumsum(cut.sizes[here])])]
        blocks.append(count_block(articles[here], np.diff(words), term[rows], vocabulary, by_itself[here]))
    step = TOGETHER // AT_ONCE
    return [_joined(blocks[at : at + step]) for at in range(0, len(blocks), step)]


def is_alone(articles: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Which articles are an outlet's only ones on an event?"""
    return articles.select(pl.len().over("event", "outlet") == 1).to_series().to_numpy()


def count_block(
    articles: pl.DataFrame,
    sizes: Integers,
    term: npt.NDArray[np.uint32],
    vocabulary: pl.Series,
    alone: npt.NDArray[np.bool_],
) -> WordCounts:
    """Counts of words that stand in order, `sizes` of them an article."""
    cuts = np.where(alone, np.minimum(sizes, PARTS), np.minimum(sizes, 1))
    first, article = np.cumsum(cuts) - cuts, np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    part = first.astype(np.uint64)[article]
    if (cuts > 1).any():
        place = np.arange(len(article)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        part = part + (place * cuts[article] // sizes[article]).astype(np.uint64)
    width = max(len(vocabulary), 1)
    key = part * np.uint64(width) + term
    if cuts.sum() * width < 2**32:
        key = key.astype(np.uint32)  # half as long to sort
    key.sort()
    opens = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    found, where = np.divmod(key[opens], key.dtype.type(width))
    parts = articles.select(*WHERE)[np.repeat(np.arange(len(cuts)), cuts)]
    size = np.bincount(part.astype(np.int64), minlength=len(parts))
    return WordCounts(
        vocabulary,
        parts.with_columns(size=pl.Series(size, dtype=pl.Int64)),
        found,
        where,
        np.diff(opens, append=len(key)),
    )


def _joined(blocks: Sequence[WordCounts]) -> WordCounts:
    """Several blocks of one vocabulary as one."""
    heights = np.cumsum([0, *(block.parts.height for block in blocks)])
    part = np.concatenate([block.part + np.uint32(above) for block, above in zip(blocks, heights, strict=False)])
    term, n = (np.concatenate([getattr(block, name) for block in blocks]) for name in ("term", "n"))
    return WordCounts(blocks[0].vocabulary, pl.concat([block.parts for block in blocks]), part, term, n)


def word_table(blocks: Sequence[WordCounts]) -> pl.DataFrame:
    """Counts as a table. One row is one word in one part: event, outlet, article_id, part (from 0), term, n."""
    tables = []
    for block in blocks:
        number = pl.int_range(pl.len(), dtype=pl.UInt32).over("article_id")
        parts = block.parts.with_columns(part=number)[block.part].select(*WHERE, "part")
        tables.append(parts.with_columns(term=block.vocabulary[block.term], n=pl.Series(block.n)))
    return pl.concat(tables)


def counts_of_table(table: pl.DataFrame) -> WordCounts:
    """Counts from such a table."""
    vocabulary = table["term"].unique().sort()
    part = table.select(pl.struct("article_id", "part").rle_id()).to_series()
    parts = table.with_columns(row=part).group_by("row", maintain_order=True).agg(
        pl.col(*WHERE).first(), size=pl.col("n").sum().cast(pl.Int64)
    )  # fmt: skip
    term = table["term"].cast(pl.Enum(vocabulary)).to_physical()
    return WordCounts(vocabulary, parts.drop("row"), part.to_numpy(), term.to_numpy(), table["n"].to_numpy())
