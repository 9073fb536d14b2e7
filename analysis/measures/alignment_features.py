"""What speaks for two sentences telling the same, and what against? Grids of sentence by sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures.alignment_units import word_stem
from analysis.measures.encoder import encode_words_of_each, split_words
from analysis.measures.rounding import round_to_step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[Any]

SMOOTH = 3.0  # nats put to every sentence's own pieces, so that two tiny sentences are not quickly alike
ENOUGH = 8.0  # nats of shared pieces that make a pair worth a look although it shares no act
HALF = 0.5  # nats to which likeness is reckoned: finer, the encoder is not the same on every machine
GRAINS = 1_000_000  # of a nat: pieces are added up in whole numbers, so that no order of adding shows
NEAR = 0.75  # words whose cosine is less have nothing to do with each other


@dataclass(frozen=True)
class ArticleUnits:
    """One article's sentences as rows, in the order of the text; pieces of the event as columns."""

    sentences: pl.DataFrame
    pieces: Any  # sparse: what a piece counts, in millionths of a nat
    acts: Any  # sparse: weight in nats of the acts
    days: Any  # sparse: 1 where a day is named
    speakers: Any  # sparse: 1 where an actor speaks
    quoted: Any  # sparse: 1 for a word in quotation marks
    rarity: dict[str, float]  # how rare a family of words is in the event, in nats
    encoder: str
    read: dict[int, SentenceWords] = field(default_factory=dict)

    @cached_property
    def kin(self) -> Grid:
        """How nearly do its sentences say the same as one another? 0 to 1, and 0 for a sentence and itself."""
        import numpy as np

        shared = shared_information(self, self)
        own = np.sqrt(np.diag(shared) + SMOOTH)
        kin: Grid = shared / np.outer(own, own)
        np.fill_diagonal(kin, 0)
        return kin


@dataclass(frozen=True)
class SentenceWords:
    """One sentence's words: the family of each, how rare it is in the event (nats), and its vector in context."""

    families: list[str]
    weights: list[float]
    vectors: Any


def pairs_worth_a_look(pairs: Sequence[tuple[ArticleUnits, ArticleUnits]]) -> list[Grid]:
    """Which pairs of sentences of each pair of articles are worth a look? The words of these are read, all together.

    A pair is worth a look when it shares an act, a word in quotation marks, or pieces of 8 nats or more.
    """
    found = [_is_worth_a_look(one, other) for one, other in pairs]
    _read_words(pairs, found)
    return found


def _read_words(pairs: Sequence[tuple[ArticleUnits, ArticleUnits]], worth: Sequence[Grid]) -> None:
    """Reads the words of these sentences, as far as they are not read yet."""
    import numpy as np

    wanted: dict[tuple[int, int], ArticleUnits] = {}
    for both, grid in zip(pairs, worth, strict=True):
        for article, rows in zip(both, np.nonzero(grid), strict=True):
            new = (int(row) for row in np.unique(rows) if int(row) not in article.read)
            wanted |= {(id(article), row): article for row in new}
    if not wanted:
        return
    texts = [article.sentences["text"][row] for (_, row), article in wanted.items()]
    made = encode_words_of_each(texts, encoder=pairs[0][0].encoder)
    for ((_, row), article), (printed, vectors) in zip(wanted.items(), made, strict=True):
        families = [_word_family(word) for word in printed]
        article.read[row] = SentenceWords(families, [article.rarity[family] for family in families], vectors)


def event_articles(event: pl.DataFrame, weighed: pl.DataFrame, *, encoder: str) -> list[ArticleUnits]:
    """The articles of one event, made ready; sorted by id. Columns of pieces are the same in all of them."""
    said = event.sort("article_id", "start").with_row_index("row")
    rows = {(article, start): row for row, article, start in said.select("row", "article_id", "start").iter_rows()}
    grids = [
        _unit_matrix(weighed.with_columns((pl.col("counted") * GRAINS).round().cast(pl.Int64)), rows, "counted"),
        _unit_matrix(weighed.filter(pl.col("kind") == "act"), rows, "weight"),
        *(
            _unit_matrix(weighed.filter(kind=kind).with_columns(one=1.0), rows, "one")
            for kind in ("day", "speaker", "quoted")
        ),
    ]
    rarity = _word_rarity(said["text"])
    found = []
    for _, group in said.group_by("article_id", maintain_order=True):
        here = slice(int(group["row"][0]), int(group["row"][-1]) + 1)
        pieces, acts, days, speakers, quoted = (grid[here] for grid in grids)
        found.append(ArticleUnits(group, pieces, acts, days, speakers, quoted, rarity, encoder))
    return found


def _unit_matrix(pieces: pl.DataFrame, rows: dict[tuple[str, int], int], value: str) -> Any:
    """Sentences by pieces, sparse."""
    import numpy as np
    from scipy.sparse import csr_array

    kinds = pieces.select("kind", "unit").unique().sort("kind", "unit")
    columns = {key: place for place, key in enumerate(kinds.iter_rows())}
    cells = [
        (weight, rows[article, start], columns[kind, unit])
        for article, start, kind, unit, weight in pieces.select(
            "article_id", "start", "kind", "unit", value
        ).iter_rows()
        if (article, start) in rows
    ]
    weights, down, along = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_array((np.array(weights), (down, along)), shape=(len(rows), max(1, len(columns))))


def _word_family(word: str) -> str:
    return word_stem(word.lower().removesuffix("'s"))


def _word_rarity(texts: pl.Series) -> dict[str, float]:
    found = Counter(family for text in texts for family in {_word_family(word) for word in split_words(text)})
    return {family: math.log((len(texts) + 1) / n) for family, n in found.items()}


def pair_features(one: ArticleUnits, other: ArticleUnits, worth: Grid) -> dict[str, Grid]:
    """What speaks for and against each pair of sentences, by name; `worth`: see `pairs_worth_a_look`."""
    grids = {"information": shared_information(one, other), "rarest_act": rarest_shared_act(one, other)}
    grids["likeness"] = round_to_step(word_similarity(one, other, worth), HALF)
    grids["other_speaker"] = unit_conflict(one.speakers, other.speakers)
    grids["other_day"] = unit_conflict(one.days, other.days)
    return grids | {"worth": worth}


def _is_worth_a_look(one: ArticleUnits, other: ArticleUnits) -> Grid:
    quoted = (one.quoted @ other.quoted.T).toarray() > 0
    worth: Grid = (rarest_shared_act(one, other) > 0) | quoted | (shared_information(one, other) >= ENOUGH)
    return worth


def shared_information(one: ArticleUnits, other: ArticleUnits) -> Grid:
    """What the pieces that two sentences share tell, in nats."""
    grid: Grid = (one.pieces @ (other.pieces > 0).T.astype(int)).toarray() / GRAINS
    return grid


def rarest_shared_act(one: ArticleUnits, other: ArticleUnits) -> Grid:
    """How much the rarest act that two sentences share tells, in nats."""
    import numpy as np

    here, there = one.acts.tocsc(), other.acts.tocsc()
    grid = np.zeros((here.shape[0], there.shape[0]))
    for act in np.flatnonzero((np.diff(here.indptr) > 0) & (np.diff(there.indptr) > 0)):
        span, other_span = (slice(*side.indptr[act : act + 2]) for side in (here, there))
        at = np.ix_(here.indices[span], there.indices[other_span])
        grid[at] = np.maximum(grid[at], here.data[span][0])
    return grid


def unit_conflict(one: Any, other: Any) -> Grid:
    """1 where both sentences have something in these columns, and nothing in common: other days, other speakers."""
    import numpy as np

    both = np.outer(one.sum(axis=1) > 0, other.sum(axis=1) > 0)
    grid: Grid = (both & ((one @ other.T).toarray() == 0)).astype(float)
    return grid


def word_similarity(one: ArticleUnits, other: ArticleUnits, worth: Grid) -> Grid:
    """How much of the words of either sentence stands in the other, word by word in context, in nats.

    Half the sum over the words of both of rarity x nearness to the nearest word of the other sentence, where nearness
    is 0 at a cosine of .75 and 1 at 1; without an encoder 1 for words of one family, else 0.
    Only where `worth` is true; 0 elsewhere.
    """
    import numpy as np

    grid = np.zeros(worth.shape)
    down, along = np.nonzero(worth)
    _read_words([(one, other)], [worth])
    here, there = one.read, other.read
    for at in np.unique(down):
        columns = [int(to) for to in along[down == at] if len(there[int(to)].families)]
        if columns and len(here[int(at)].families):
            grid[at, columns] = _similarity_to_each(here[int(at)], [there[to] for to in columns])
    return grid


def _similarity_to_each(one: SentenceWords, others: Sequence[SentenceWords]) -> Grid:
    """Likeness of one sentence to each of several: the nearest word of each, found in one product."""
    import numpy as np

    ends = np.cumsum([0, *(len(other.families) for other in others)])[:-1]
    if one.vectors is None:
        near = np.array(one.families)[:, None] == np.concatenate([other.families for other in others])[None]
    else:
        vectors = np.concatenate([other.vectors for other in others if other.vectors is not None])
        near = np.clip((one.vectors @ vectors.T - NEAR) / (1 - NEAR), 0, 1)
    near = near.astype(float)
    mine = one.weights @ np.maximum.reduceat(near, ends, axis=1)
    theirs = np.add.reduceat(near.max(axis=0) * np.concatenate([other.weights for other in others]), ends)
    found: Grid = (mine + theirs) / 2
    return found


def neighbour_support(one: ArticleUnits, other: ArticleUnits, sure: Grid) -> Grid:
    """How sure is the surest pair that stands beside this one?

    Beside a pair stand the pairs of the sentences before and behind (in either article or both), and the pairs of
    sentences elsewhere in one of the articles that say nearly the same, as a headline and the lead do: these count
    by shared information / (information of the one x of the other) ** ½.
    """
    import numpy as np

    best = np.zeros(sure.shape)
    rows, columns = sure.shape
    padded = np.pad(sure, 1)
    for down in (0, 1, 2):
        for right in (0, 1, 2):
            if (down, right) != (1, 1):
                best = np.maximum(best, padded[down : down + rows, right : right + columns])
    for at, kin in enumerate(one.kin):
        best[at] = np.maximum(best[at], (kin[:, None] * sure).max(axis=0))
    for to, kin in enumerate(other.kin):
        best[:, to] = np.maximum(best[:, to], (sure * kin[None]).max(axis=1))
    return best
