"""How often does each outlet use each word on each event, in how many articles, and how evenly?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from analysis.corpus.shards import shard_keys
from analysis.language.word_counts import PARTS, WordCounts, count_block, counts_of_table, is_alone
from analysis.measures.blocks import cells, table_words


def word_counts(tokens: pl.DataFrame, *, unit: str = "norm") -> WordCounts:
    """How often does each word of a tokens table stand in each part? Raises ValueError as `counted_words`."""
    words = table_words(tokens, unit=unit)
    return count_block(words, np.where(is_alone(words.articles), PARTS, 1))


class ShardCounts(Iterable[WordCounts]):
    """The counts of a corpus at rest (`counterframe features`), shard by shard: as much in memory as one has."""

    def __init__(self, folder: Path) -> None:
        self.files = [folder / key / "words.parquet" for key in shard_keys(folder)]

    def __iter__(self) -> Iterator[WordCounts]:
        return (counts_of_table(pl.read_parquet(file)) for file in self.files)


def outlet_counts(blocks: Iterable[WordCounts], *, dispersion_of: str | None = None) -> pl.DataFrame:
    """How often does each outlet use each word on each event, in how many articles, and how evenly?

    `blocks` is gone through three times, one in memory at a time. Whole numbers are summed, so that articles may lie
    in blocks as they like. With `dispersion_of`, the dispersion is measured in this outlet alone, and null elsewhere.
    One row is one word of one outlet on one event: event, outlet, term (categories, in order of the alphabet), n,
    n_articles, total (words of the outlet on the event), dispersion (dp_norm, as `dispersion`; null for one part).
    """
    found = cells(blocks, ["event", "outlet"], spread_of=dispersion_of)
    groups, whole = found.groups, found.groups["total"].to_numpy()[found.group]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (found.apart / found.n + whole - found.covered) / (2 * whole)
        spread = spread / (1 - groups["smallest"].to_numpy()[found.group] / whole)
    known = groups["n_parts"] > 1
    known = known if dispersion_of is None else known & (groups["outlet"] == dispersion_of)
    n_articles = np.where(groups["several"].to_numpy()[found.group], found.n_with, 1)
    names = [groups[name].cast(pl.Enum(groups[name].unique().sort())) for name in ("event", "outlet")]
    return groups.with_columns(names)[found.group].select(
        "event",
        "outlet",
        pl.Series("term", found.term, dtype=pl.UInt32).cat.to(pl.Enum(found.vocabulary)),
        pl.Series("n", found.n, dtype=pl.Int64),
        pl.Series("n_articles", n_articles, dtype=pl.Int64),
        "total",
        pl.Series("dispersion", np.where(known.to_numpy()[found.group], spread, np.nan), nan_to_null=True),
    )
