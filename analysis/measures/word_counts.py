"""How often does each outlet use each word on each event, in how many articles, and how evenly?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from analysis.corpus.shards import shard_keys
from analysis.language.word_counts import Integers, Numbers, WordCounts, count_block, counts_of_table, is_alone
from analysis.measures.dispersion import counted_words
from analysis.schema import WHERE

HALF = 26  # bits: sums of products are taken in two halves, so that none is rounded


def word_counts(tokens: pl.DataFrame, *, unit: str = "norm") -> WordCounts:
    """How often does each word of a tokens table stand in each part? Raises ValueError as `counted_words`."""
    counted = counted_words(tokens, unit=unit)
    articles = counted.group_by(list(WHERE)).agg(size=pl.len().cast(pl.Int64)).sort(*WHERE)
    numbered = articles.select("article_id").with_row_index("row")
    rows = counted.select("article_id", "start", "term").join(numbered, on="article_id").sort("row", "start")
    vocabulary = rows["term"].unique().sort()
    term = rows["term"].cast(pl.Enum(vocabulary.drop_nulls())).to_physical().to_numpy()
    return count_block(articles, articles["size"].to_numpy(), term, vocabulary, is_alone(articles))


class ShardCounts(Iterable[WordCounts]):
    """The counts of a corpus at rest (`counterframe features`), shard by shard: as much in memory as one has."""

    def __init__(self, folder: Path) -> None:
        self.files = [folder / key / "words.parquet" for key in shard_keys(folder)]

    def __iter__(self) -> Iterator[WordCounts]:
        return (counts_of_table(pl.read_parquet(file)) for file in self.files)


def outlet_counts(blocks: Iterable[WordCounts]) -> pl.DataFrame:
    """How often does each outlet use each word on each event, in how many articles, and how evenly?

    `blocks` is gone through three times, one in memory at a time. Whole numbers are summed, so that articles may lie
    in blocks as they like.
    One row is one word of one outlet on one event: event, outlet, term (categories, in order of the alphabet), n,
    n_articles, total (words of the outlet on the event), dispersion (dp_norm, as `dispersion`; null for one part).
    """
    groups, vocabulary = _groups_and_vocabulary(blocks)
    total, smallest = groups["total"].to_numpy(), groups["smallest"].to_numpy()
    seen = []
    for block in blocks:
        keys, index, _ = _cells(block, groups, vocabulary)
        counts = {"n": _sums(index, block.n), "n_articles": np.bincount(index, minlength=len(keys))}
        seen.append(pl.DataFrame({"key": keys, **counts}))
    used = pl.concat(seen).group_by("key").agg(pl.col("n", "n_articles").sum()).sort("key")
    keys, n = used["key"].to_numpy(), used["n"].to_numpy()
    apart, covered = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    for block in blocks:
        own, index, group = _cells(block, groups, vocabulary)
        at, size = np.searchsorted(keys, own), block.parts["size"].to_numpy()
        far = np.abs(block.n * total[group][block.part] - size[block.part] * n[at][index])
        apart[at] += (_sums(index, far >> HALF) << HALF) + _sums(index, far & ((1 << HALF) - 1))
        covered[at] += _sums(index, size[block.part])
    group, term = np.divmod(keys, max(len(vocabulary), 1))
    whole = total[group]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (apart / n + whole - covered) / (2 * whole) / (1 - smallest[group] / whole)
    several, one = groups["several"].to_numpy()[group], groups["n_parts"].to_numpy()[group] == 1
    names = [groups[name].cast(pl.Enum(groups[name].unique().sort())) for name in ("event", "outlet")]
    return groups.with_columns(names)[group].select(
        "event",
        "outlet",
        pl.Series("term", term, dtype=pl.UInt32).cat.to(pl.Enum(vocabulary)),
        pl.Series("n", n, dtype=pl.Int64),
        pl.Series("n_articles", np.where(several, used["n_articles"].to_numpy(), 1), dtype=pl.Int64),
        "total",
        pl.Series("dispersion", np.where(one, np.nan, spread), dtype=pl.Float64, nan_to_null=True),
    )


def _groups_and_vocabulary(blocks: Iterable[WordCounts]) -> tuple[pl.DataFrame, pl.Series]:
    """Outlets on events with their words, and all words of all blocks."""
    parts, vocabularies = [], {}
    for block in blocks:
        parts.append(block.parts)
        vocabularies[id(block.vocabulary)] = block.vocabulary
    known = list(vocabularies.values()) or [pl.Series([], dtype=pl.String)]
    vocabulary = known[0] if len(known) == 1 else pl.concat(known).unique().sort()
    groups = (
        pl.concat(parts or [pl.DataFrame(schema={**dict.fromkeys(WHERE, pl.String), "size": pl.Int64})])
        .group_by("event", "outlet")
        .agg(
            total=pl.col("size").sum(),
            smallest=pl.col("size").min(),
            n_parts=pl.len().cast(pl.Int64),
            several=pl.col("article_id").n_unique() > 1,
        )
    )
    return groups.sort("event", "outlet").with_row_index("group"), vocabulary


def _cells(block: WordCounts, groups: pl.DataFrame, vocabulary: pl.Series) -> tuple[Integers, Integers, Integers]:
    """Which words of which outlets are in a block (numbers, in order), which of them is a row, whose is a part?"""
    term = np.arange(len(vocabulary))
    if block.vocabulary is not vocabulary:
        term = block.vocabulary.cast(pl.Enum(vocabulary)).to_physical().to_numpy().astype(np.int64)
    found = block.parts.join(groups, on=["event", "outlet"], how="left", maintain_order="left")
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
    """What each cell's rows add up to."""
    return np.bincount(index, weights=weights).astype(np.int64)
