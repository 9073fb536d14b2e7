"""How often does each outlet use each word on each event, in how many articles, and how evenly?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from analysis.corpus.shards import shard_keys
from analysis.language.chunks import WORD, ChunkReader, chunk_tokens
from analysis.language.word_counts import PARTS, WordCounts, count_block, counts_of_table, is_alone
from analysis.measures.blocks import cells, summed, table_words

BY = ("event", "outlet")
KINDS_AT_ONCE = 100_000  # different chunks that are read as words together


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


def streamed_outlet_counts(tables: Iterable[pl.DataFrame], *, language: str = "en") -> pl.DataFrame:
    """How often does each outlet use each word on each event, in more articles than memory holds?

    Each table has event, outlet and text of some articles, and is gone through once: what stands between two blanks is
    counted as it is, and read as words at the end.
    One row is one word of one outlet on one event: event, outlet, term, n, total (words of the outlet on the event).
    """
    reader, groups = ChunkReader(), dict[tuple[str, str], int]()

    def counted() -> Iterator[pl.DataFrame]:
        for table in tables:
            ids, sizes = reader.read(table["text"])
            number = [groups.setdefault((event, outlet), len(groups)) for event, outlet in table.select(BY).iter_rows()]
            key = np.repeat(np.array(number, np.uint64) << np.uint64(32), sizes) | ids
            key.sort()
            opens = np.flatnonzero(np.diff(key, prepend=~key[:1]))
            yield pl.DataFrame({"key": key[opens], "n": np.diff(opens, append=len(key))})

    none = pl.DataFrame(schema={"key": pl.UInt64, "n": pl.Int64})
    chunk_counts = summed(counted(), ["key"], ["n"], none).select(
        "n", chunk=(pl.col("key") % 2**32).cast(pl.UInt32), group=(pl.col("key") // 2**32).cast(pl.UInt32)
    )
    kinds, words = reader.kinds(), [pl.DataFrame(schema={"group": pl.UInt32, "term": pl.String, "n": pl.Int64})]
    for first in range(0, len(kinds), KINDS_AT_ONCE):
        read = chunk_tokens(kinds[first : first + KINDS_AT_ONCE], language).filter(pl.col("norm").str.contains(WORD))
        read = read.select(pl.col("chunk") + pl.lit(first, dtype=pl.UInt32), term="norm")
        words.append(chunk_counts.join(read, on="chunk").group_by("group", "term").agg(pl.col("n").sum()))
    names = pl.DataFrame([*groups], schema=dict.fromkeys(BY, pl.String), orient="row").with_row_index("group")
    found = pl.concat(words).group_by("group", "term").agg(pl.col("n").sum())
    found = found.join(names, on="group").with_columns(total=pl.col("n").sum().over("group"))
    return found.select(*BY, "term", "n", "total").sort(*BY, "term")
