"""The words of articles, in order, as numbers: what every count of words starts from, in memory or at rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.corpus.shards import shard_keys
from analysis.language.chunks import AT_ONCE, WORD, Chunks, chunk_tokens, chunks, expanded, token_counts
from analysis.schema import WHERE

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]
TOGETHER = 20_000  # articles whose words lie in one block
ROOM = 2**32  # article * ROOM + character: a place in any article
NOWHERE = -1  # the sentence of a word that stands in none


@dataclass(frozen=True)
class Words:
    """The words of some articles, in order.

    articles: event, outlet, article_id. sizes: how many words each has. vocabulary: the different words, in order.
    term: of each word, its number in the vocabulary; sentence: where its sentence begins, in characters.
    """

    articles: pl.DataFrame
    sizes: Integers
    vocabulary: pl.Series
    term: Numbers
    sentence: Integers

    def outlet_counts(self, terms: Mapping[str, Numbers], at: Integers | None = None) -> pl.DataFrame:
        """How often does each outlet use each word, or each row of words?

        `at`: at which words the rows stand; without it, there is one for each.
        One row is one outlet on one event and row of words: event, outlet, the names of `terms`, n.
        """
        outlets = self.articles.select("event", "outlet")
        numbers = outlets.select(pl.struct("event", "outlet").rank("dense") - 1).to_series().to_numpy()
        outlet, width = np.repeat(numbers, self.sizes), np.uint64(max(len(self.vocabulary), 1))
        key = (outlet if at is None else outlet[at]).astype(np.uint64)
        for term in terms.values():
            key = key * width + term
        key, n = np.unique(key, return_counts=True)
        said = dict[str, pl.Series]()
        for name in reversed(list(terms)):
            key, number = np.divmod(key, width)
            said[name] = self.vocabulary[number]
        return outlets[np.unique(numbers, return_index=True)[1]][key].with_columns(
            **said, n=pl.Series(n, dtype=pl.Int64)
        )

    def phrases(self) -> list[list[str]]:
        """The words of each article, in order."""
        return [self.vocabulary[each].to_list() for each in np.split(self.term, np.cumsum(self.sizes)[:-1])]

    def places(self, phrase: Sequence[str]) -> Integers:
        """Where do these words stand one behind the other, in one sentence of an article? The number of the first."""
        numbers = [self.number(word) for word in phrase]
        at = np.flatnonzero(self.term == numbers[0])
        article = np.searchsorted(np.cumsum(self.sizes), at, side="right")
        last = np.cumsum(self.sizes)[article]
        for step, number in enumerate(numbers[1:], start=1):
            inside = np.minimum(at + step, len(self.term) - 1)
            kept = (at + step < last) & (self.term[inside] == number) & (self.sentence[inside] == self.sentence[at])
            at, last = at[kept], last[kept]
        return at

    def number(self, word: str) -> int:
        """The number of a word in the vocabulary; beyond all where it is not there."""
        at = int(self.vocabulary.search_sorted(word))
        return at if at < len(self.vocabulary) and self.vocabulary[at] == word else len(self.vocabulary)


@dataclass(frozen=True)
class Part:
    """Some articles of a corpus (event, outlet, article_id, text), with their sentences where these are known.

    Without them, an article counts as one sentence.
    """

    articles: pl.DataFrame
    sentences: pl.DataFrame | None = None
    language: str = "en"

    @cached_property
    def words(self) -> list[Words]:
        """Their words."""
        return list(text_words(self.articles, self.sentences, language=self.language, at_once=TOGETHER))


@dataclass(frozen=True)
class ShardParts(Iterable[Part]):
    """A corpus at rest (`counterframe features`), shard by shard: as much in memory as one has."""

    folder: Path
    language: str = "en"

    def __iter__(self) -> Iterator[Part]:
        for key in shard_keys(self.folder):
            articles, sentences = (
                pl.read_parquet(self.folder / key / f"{name}.parquet") for name in ("articles", "sentences")
            )
            yield Part(articles, sentences, self.language)


def text_words(
    articles: pl.DataFrame, sentences: pl.DataFrame | None = None, *, language: str = "en", at_once: int = AT_ONCE
) -> Iterator[Words]:
    """Which words does each article use, in order? From the text alone, in blocks of so many articles.

    Articles are sorted; all blocks have the same vocabulary.
    """
    articles = articles.sort(*WHERE)
    cut = chunks(articles["text"])
    read = chunk_tokens(cut.kinds, language).filter(pl.col("norm").str.contains(WORD))
    vocabulary = read["norm"].unique().sort()
    term = read["norm"].cast(pl.Enum(vocabulary)).to_physical().to_numpy()
    counts, last = token_counts(cut.kinds, read), np.cumsum(cut.sizes)
    for at in range(0, articles.height, at_once):
        part = slice(at, at + at_once)
        here = Chunks(cut.kinds, cut.ids[last[at] - cut.sizes[at] : last[part][-1]], cut.sizes[part])
        block = articles[part].select(*WHERE)
        rows, many = expanded(here.ids, counts)
        ends = np.concatenate([[0], np.cumsum(many)])[np.concatenate([[0], np.cumsum(here.sizes)])]
        sizes = np.diff(ends)
        if sentences is None:
            sentence = np.full(len(rows), NOWHERE)
        else:
            place = read["start"].to_numpy()[rows] + here.starts().repeat(many)
            sentence = _sentences_of(np.repeat(np.arange(len(sizes)), sizes) * ROOM + place, block, sentences)
        yield Words(block, sizes, vocabulary, term[rows], sentence)


def _sentences_of(places: Integers, articles: pl.DataFrame, sentences: pl.DataFrame) -> Integers:
    """Where the last sentence begins that opens at or before each place in the same article."""
    said = sentences.select("article_id", "start").join(
        articles.select("article_id").with_row_index("row"), on="article_id"
    )
    opens = (said["row"].cast(pl.Int64) * ROOM + said["start"]).sort().to_numpy()
    if not len(opens):
        return np.full(len(places), NOWHERE)
    found = opens[np.maximum(np.searchsorted(opens, places, side="right") - 1, 0)]
    return np.where((found <= places) & (found // ROOM == places // ROOM), found % ROOM, NOWHERE)
