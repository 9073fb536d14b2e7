"""How often does each word stand in each part of a corpus? From this alone come counts, key words and dispersion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.chunks import AT_ONCE, chunk_tokens, chunks, expanded, token_counts
from analysis.measures.dispersion import counted_words
from analysis.schema import WHERE

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]
PARTS = 10  # of an outlet's only article on an event
TOGETHER = 20_000  # articles whose counts lie in one block
HALF = 26  # bits: sums of products are taken in two halves, so that none is rounded


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


def word_counts(tokens: pl.DataFrame, *, unit: str = "norm") -> WordCounts:
    """How often does each word of a tokens table stand in each part? Raises ValueError as `counted_words`."""
    counted = counted_words(tokens, unit=unit)
    articles = counted.group_by(list(WHERE)).agg(size=pl.len().cast(pl.Int64)).sort(*WHERE)
    numbered = articles.select("article_id").with_row_index("row")
    rows = counted.select("article_id", "start", "term").join(numbered, on="article_id").sort("row", "start")
    vocabulary = rows["term"].unique().sort()
    term = rows["term"].cast(pl.Enum(vocabulary.drop_nulls())).to_physical().to_numpy()
    return _block(articles, articles["size"].to_numpy(), term, vocabulary, _is_alone(articles))


def text_word_counts(articles: pl.DataFrame, *, language: str = "en") -> list[WordCounts]:
    """How often does each word of these articles stand in each part? Counted from their text, without a parse.

    `articles` has event, outlet, article_id and text. One item is the counts of some thousand articles.
    """
    articles = articles.sort(*WHERE)
    cut = chunks(articles["text"])
    is_word = pl.col("norm").str.contains(r"^[\p{L}\p{N}]")
    read = chunk_tokens(cut.kinds, language).filter(is_word)
    vocabulary = read["norm"].unique().sort()
    term = read["norm"].cast(pl.Enum(vocabulary)).to_physical().to_numpy()
    counts, last, alone = token_counts(cut.kinds, read), np.cumsum(cut.sizes), _is_alone(articles)
    blocks = []
    for at in range(0, articles.height, AT_ONCE):
        here = slice(at, at + AT_ONCE)
        ends = last[here]
        rows, many = expanded(cut.ids[ends[0] - cut.sizes[at] : ends[-1]], counts)
        words = np.concatenate([[0], np.cumsum(many)])[np.concatenate([[0], np.cumsum(cut.sizes[here])])]
        blocks.append(_block(articles[here], np.diff(words), term[rows], vocabulary, alone[here]))
    step = TOGETHER // AT_ONCE
    return [_joined(blocks[at : at + step]) for at in range(0, len(blocks), step)]


def _is_alone(articles: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Which articles are an outlet's only ones on an event?"""
    return articles.select(pl.len().over("event", "outlet") == 1).to_series().to_numpy()


def _block(
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
