"""Sums over a corpus that comes in blocks, in memory or at rest: one block in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.corpus.text import plain
from analysis.language.word_counts import WordCounts, count_block
from analysis.language.words import NOWHERE, Integers, Numbers, Part, Words
from analysis.schema import WHERE

UNITS = ("norm", "lemma")
HALF, EXACT = 26, 2**53  # bits of a half; below this, whole numbers are summed without rounding
LEAST = 1_000_000  # rows that are summed up together
Corpus = pl.DataFrame | Iterable[Part]  # a table of tokens, or parts of a corpus


def normalized_word(text: str) -> str:
    """How is a word written when words are counted? In lower case, with straight apostrophes."""
    return plain(text).lower()


def counted_words(tokens: pl.DataFrame, *, unit: str = "norm") -> pl.DataFrame:
    """Which rows of a tokens table are counted, and as what?

    One row is one word: event, outlet, article_id, start, end, sentence_start, term (its `unit`).
    Raises ValueError when `unit` is neither "norm" nor "lemma".
    """
    if unit not in UNITS:
        raise ValueError(f'no unit "{unit}" to count by; choose one of: {", ".join(UNITS)}')
    where = ["event", "outlet", "article_id", "start", "end", "sentence_start"]
    return tokens.filter("is_word", pl.col(unit).is_not_null()).select(*where, pl.col(unit).alias("term"))


def table_words(tokens: pl.DataFrame, *, unit: str = "norm") -> Words:
    """The words of a tokens table. Raises ValueError as `counted_words`."""
    counted = counted_words(tokens, unit=unit).sort(*WHERE, "start")
    articles = counted.group_by(list(WHERE), maintain_order=True).agg(size=pl.len().cast(pl.Int64))
    vocabulary = counted["term"].unique().sort()
    term = counted["term"].cast(pl.Enum(vocabulary)).to_physical().to_numpy()
    opens = counted["sentence_start"].cast(pl.Int64).fill_null(NOWHERE).to_numpy()
    return Words(articles.select(*WHERE), articles["size"].to_numpy(), vocabulary, term, opens)


class WordBlocks(Iterable[Words]):
    """The words of a corpus, block by block, as often as one asks. Raises ValueError as `counted_words`.

    Parts have no lemmas: those are in a table of tokens from a parse.
    """

    def __init__(self, corpus: Corpus, unit: str = "norm") -> None:
        self.tables: list[Words] = []
        self.parts: Iterable[Part] = ()
        if isinstance(corpus, pl.DataFrame):
            self.tables = [table_words(corpus, unit=unit)]
        elif unit == "norm":
            self.parts = corpus
        else:
            raise ValueError(f'parts of a corpus are counted by "norm", asked was unit="{unit}"; give a parsed table')

    def __iter__(self) -> Iterator[Words]:
        yield from self.tables
        for part in self.parts:
            yield from part.words


@dataclass(frozen=True)
class Counted(Iterable[WordCounts]):
    """How often does each word, or each of `terms`, stand in each part, with each article cut into `cut` parts?"""

    blocks: Iterable[Words]
    cut: int
    terms: Sequence[str] | None = None

    def __iter__(self) -> Iterator[WordCounts]:
        for words in self.blocks:
            counts = count_block(words, np.full(len(words.sizes), self.cut))
            yield counts if self.terms is None else counts.of_terms(np.isin(words.vocabulary.to_numpy(), self.terms))


def summed(
    tables: Iterable[pl.DataFrame], by: Sequence[str], columns: Sequence[str], none: pl.DataFrame
) -> pl.DataFrame:
    """Tables of whole numbers as one: `columns` added up, never many more rows in memory than the sum has.

    A table has one row of a kind, so that one alone is the sum; the sum of no table is `none`.
    """
    held: list[pl.DataFrame] = []
    rows, limit = 0, LEAST
    for table in tables:
        held.append(table.select(*by, *columns))
        rows += table.height
        if rows > limit and len(held) > 1:
            held = [pl.concat(held).group_by(by).agg(pl.col(columns).sum())]
            rows = held[0].height
            limit = max(LEAST, 2 * rows)
    held = held or [none]
    return held[0] if len(held) == 1 else pl.concat(held).group_by(by).agg(pl.col(columns).sum())


@dataclass(frozen=True)
class Cells:
    """Words of groups (outlets on events, or articles), each with sums over the parts that have it.

    groups: one row is one group: `by`, total (words), smallest (part), n_parts, several (articles). key: group * number
    of words + word. n: occurrences; n_with: parts that have the word. apart: sum of |n in the part * total - size of
    the part * n|; covered: words of these parts; rates, squares: sums of the word's rate in a part, and of its square.
    """

    groups: pl.DataFrame
    vocabulary: pl.Series
    group: Integers
    term: Integers
    n: Integers
    n_with: Integers
    apart: Integers
    covered: Integers
    rates: np.ndarray
    squares: np.ndarray


def cells(blocks: Iterable[WordCounts], by: Sequence[str], *, spread_of: str | None = None) -> Cells:
    """How often stands each word in each group, and over which parts?

    `blocks` is gone through three times. Whole numbers are summed, so that articles may lie in blocks as they like.
    With `spread_of`, apart and covered are those of this outlet alone, and all else of this kind is zero.
    """
    groups, vocabulary = _groups_and_vocabulary(blocks, by)
    total, width = groups["total"].to_numpy(), max(len(vocabulary), 1)

    def counts() -> Iterator[pl.DataFrame]:
        for block in blocks:
            keys, index, _ = _cells(block, groups, vocabulary, by)
            yield pl.DataFrame(
                {"key": keys, "n": _sums(index, block.n), "n_with": np.bincount(index, minlength=len(keys))}
            )

    none = pl.DataFrame(schema=dict.fromkeys(("key", "n", "n_with"), pl.Int64))
    used = summed(counts(), ["key"], ["n", "n_with"], none).sort("key")
    keys, n = used["key"].to_numpy(), used["n"].to_numpy()
    apart, covered = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    rates, squares = np.zeros(len(keys)), np.zeros(len(keys))
    for block in blocks:
        if spread_of is not None:
            block = block.of_parts((block.parts["outlet"] == spread_of).to_numpy())
        own, index, group = _cells(block, groups, vocabulary, by)
        at, size = np.searchsorted(keys, own), block.parts["size"].to_numpy()
        far = np.abs(block.n * total[group][block.part] - size[block.part] * n[at][index])
        apart[at] += _sums(index, far)
        covered[at] += _sums(index, size[block.part])
        if spread_of is None:
            table = (
                pl.DataFrame({"cell": index, "rate": block.n / size[block.part]})
                .group_by("cell")
                .agg(rates=pl.col("rate").sum(), squares=(pl.col("rate") * pl.col("rate")).sum())
                .sort("cell")
            )
            rates[at] += table["rates"].to_numpy()
            squares[at] += table["squares"].to_numpy()
    group, term = np.divmod(keys, width)
    return Cells(groups, vocabulary, group, term, n, used["n_with"].to_numpy(), apart, covered, rates, squares)


def _groups_and_vocabulary(blocks: Iterable[WordCounts], by: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Groups of articles with their words, and all words of all blocks."""
    parts, vocabularies = [], {}
    for block in blocks:
        parts.append(block.parts)
        vocabularies[id(block.vocabulary)] = block.vocabulary
    known = list(vocabularies.values()) or [pl.Series([], dtype=pl.String)]
    vocabulary = known[0] if len(known) == 1 else pl.concat(known).unique().sort()
    groups = (
        pl.concat(parts or [pl.DataFrame(schema={**dict.fromkeys(WHERE, pl.String), "size": pl.Int64})])
        .group_by(by)
        .agg(
            total=pl.col("size").sum(),
            smallest=pl.col("size").min(),
            n_parts=pl.len().cast(pl.Int64),
            several=pl.col("article_id").n_unique() > 1,
        )
    )
    return groups.sort(by).with_row_index("group"), vocabulary


def _cells(
    block: WordCounts, groups: pl.DataFrame, vocabulary: pl.Series, by: Sequence[str]
) -> tuple[Integers, Integers, Integers]:
    """Which words of which groups are in a block (numbers, in order), which of them is a row, whose is a part?"""
    term = np.arange(len(vocabulary))
    if block.vocabulary is not vocabulary:
        term = block.vocabulary.cast(pl.Enum(vocabulary)).to_physical().to_numpy().astype(np.int64)
    found = block.parts.join(groups, on=by, how="left", maintain_order="left")
    group = found["group"].to_numpy().astype(np.int64)
    here, local = np.unique(group, return_inverse=True)
    width = max(len(term), 1)
    key = local[block.part] * width + block.term
    if len(here) * width > 8 * len(key):
        own, index = np.unique(key, return_inverse=True)
    else:  # a table of all that could be there is quicker than sorting
        there = np.zeros(len(here) * width, dtype=bool)
        there[key] = True
        own, index = np.flatnonzero(there), (np.cumsum(there) - 1)[key]
    return here[own // width] * max(len(vocabulary), 1) + term[own % width], index, group


def _sums(index: Integers, weights: Integers | Numbers) -> Integers:
    """What each cell's rows add up to. Taken in two halves where one sum could be rounded."""
    if len(weights) and int(weights.max()) * len(weights) >= EXACT:
        return (_sums(index, weights >> HALF) << HALF) + _sums(index, weights & ((1 << HALF) - 1))
    return np.bincount(index, weights=weights).astype(np.int64)
