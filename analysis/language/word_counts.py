"""How often does each word stand in each part of an article? From these counts alone come key words and dispersion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.chunks import AT_ONCE
from analysis.language.words import TOGETHER, Integers, Numbers, Words, text_words
from analysis.schema import WHERE

PARTS = 10  # of an outlet's only article on an event


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

    def of_terms(self, chosen: npt.NDArray[np.bool_]) -> WordCounts:
        """The counts of these words alone; the parts stay as long as they are."""
        rows = np.flatnonzero(chosen[self.term])
        return WordCounts(self.vocabulary, self.parts, self.part[rows], self.term[rows], self.n[rows])

    def of_parts(self, chosen: npt.NDArray[np.bool_]) -> WordCounts:
        """The counts of these parts alone."""
        rows = np.flatnonzero(chosen[self.part])
        part = (np.cumsum(chosen) - 1).astype(np.uint32)[self.part[rows]]
        return WordCounts(self.vocabulary, self.parts.filter(chosen), part, self.term[rows], self.n[rows])


def text_word_counts(
    articles: pl.DataFrame, *, language: str = "en", alone: Sequence[str] | None = None
) -> list[WordCounts]:
    """How often does each word of these articles stand in each part? Counted from their text, without a parse.

    `articles` has event, outlet, article_id and text; `alone`: the articles to be cut into parts; without it, those
    which are an outlet's only ones on an event. One item is the counts of some thousand articles.
    """
    ordered = articles.sort(*WHERE)
    by_itself = is_alone(ordered) if alone is None else ordered["article_id"].is_in(list(alone)).to_numpy()
    cuts, at, blocks = np.where(by_itself, PARTS, 1), 0, []
    for words in text_words(ordered, language=language):
        blocks.append(count_block(words, cuts[at : at + len(words.sizes)]))
        at += len(words.sizes)
    step = TOGETHER // AT_ONCE
    return [_joined(blocks[at : at + step]) for at in range(0, len(blocks), step)]


def is_alone(articles: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Which articles are an outlet's only ones on an event?"""
    return articles.select(pl.len().over("event", "outlet") == 1).to_series().to_numpy()


def count_block(words: Words, parts: Integers) -> WordCounts:
    """Counts of words, each article cut into so many parts, or as many as it has words."""
    sizes = words.sizes
    cuts = np.minimum(sizes, parts)
    first, article = np.cumsum(cuts) - cuts, np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    width = max(len(words.vocabulary), 1)
    numbers: type[np.unsignedinteger[Any]] = (
        np.uint32 if cuts.sum() * width < 2**32 else np.uint64
    )  # half as long to sort
    part: npt.NDArray[Any] = first.astype(numbers)[article]
    if (cuts > 1).any():
        place = np.arange(len(article)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        part += (place * cuts[article] // sizes[article]).astype(numbers)
    key = part * numbers(width) + words.term
    key.sort()
    opens = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    found, where = np.divmod(key[opens], numbers(width))
    table = words.articles[np.repeat(np.arange(len(cuts)), cuts)]
    size = np.bincount(part.astype(np.int64), minlength=len(table))
    return WordCounts(
        words.vocabulary,
        table.with_columns(size=pl.Series(size, dtype=pl.Int64)),
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
