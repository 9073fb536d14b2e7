"""Which pairs of sentences may tell the same, and what speaks for and against each? A row a pair."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures.alignment_units import word_stem
from analysis.measures.encoder import encode_words_of_each, split_words
from analysis.measures.rounding import TWENTIETH, round_to_step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[Any]

SMOOTH = 3.0  # nats put to every sentence's own pieces, so that two tiny sentences are not quickly alike
ENOUGH = 8.0  # nats of shared pieces that make a pair worth a look although it shares no act
HALF = 0.5  # nats to which likeness is reckoned: finer, the encoder is not the same on every machine
GRAINS = 1_000_000  # of a nat: pieces are added up in whole numbers, so that no order of adding shows
NEAR = 0.75  # words whose cosine is less have nothing to do with each other
PAIR = ("row", "other_row")


@dataclass(frozen=True)
class SentenceWords:
    """One sentence's words: the family of each, how rare it is in the event (nats), and its vector in context."""

    families: list[str]
    weights: Grid
    vectors: Any


@dataclass(frozen=True)
class EventSentences:
    """The sentences of one event, made ready.

    sentences: with `row`, by article_id and start. pieces: row, article_id, outlet, kind, piece (a number), weight in
    nats, grains (what a shared piece counts, in millionths of a nat). read: the words of sentences, by row.
    """

    sentences: pl.DataFrame
    pieces: pl.DataFrame
    encoder: str
    rarity: dict[str, float]
    read: dict[int, SentenceWords] = field(default_factory=dict)


def event_sentences(event: pl.DataFrame, weighed: pl.DataFrame, *, encoder: str) -> EventSentences:
    """Make the sentences of one event ready; `weighed` is a table of `alignment.weight_units`."""
    said = event.sort("article_id", "start").with_row_index("row")
    rows = said.select("row", "article_id", "start")
    pieces = weighed.join(rows, on=["article_id", "start"]).select(
        *("row", "article_id", "outlet", "kind", "weight"),
        piece=pl.struct("kind", "unit").rank("dense"),
        grains=(pl.col("counted") * GRAINS).round().cast(pl.Int64),
    )
    return EventSentences(said, pieces, encoder, _word_rarity(said["text"]))


def candidates(event: EventSentences) -> Iterator[pl.DataFrame]:
    """Article by article, which of its sentences may tell the same as one of a later article of another outlet?

    Pairs are found by the pieces that they share, so that most pairs of an event are never looked at. A candidate
    shares an act, a word in quotation marks, or pieces of 8 nats or more.
    One row is one candidate: row, other_row, and the signs of `alignment.align_sentences` but support. Sorted by both.
    """
    found = [pairs for pairs in _pairs_by_shared_pieces(event) if pairs.height]
    read_words(event, found)
    for pairs in found:
        yield pairs.with_columns(likeness=pl.Series(round_to_step(word_similarity(event, pairs), HALF)))


def _pairs_by_shared_pieces(event: EventSentences) -> Iterator[pl.DataFrame]:
    pieces = event.pieces.drop("article_id")
    has = {
        name: pl.Series(event.pieces.filter(kind=kind)["row"].unique())
        for name, kind in (("other_speaker", "speaker"), ("other_day", "day"))
    }
    for _, own in event.pieces.group_by("article_id", maintain_order=True):
        later = pieces.filter(pl.col("row") > own["row"].max(), pl.col("outlet") != own["outlet"][0])
        shared = own.join(later.select("piece", other_row="row"), on="piece")
        pairs = (
            shared.group_by(PAIR)
            .agg(
                information=pl.col("grains").sum() / GRAINS,
                rarest_act=pl.col("weight").filter(kind="act").max().fill_null(0.0),
                quoted=(pl.col("kind") == "quoted").any(),
                other_speaker=(pl.col("kind") == "speaker").any(),
                other_day=(pl.col("kind") == "day").any(),
            )
            .filter((pl.col("rarest_act") > 0) | pl.col("quoted") | (pl.col("information") >= ENOUGH))
        )
        yield pairs.sort(PAIR).select(
            *(*PAIR, "information", "rarest_act"),
            *(
                (pl.col("row").is_in(rows.implode()) & pl.col("other_row").is_in(rows.implode()) & ~pl.col(name))
                .cast(pl.Float64)
                .alias(name)
                for name, rows in has.items()
            ),
        )


def read_words(event: EventSentences, found: list[pl.DataFrame]) -> None:
    """Reads the words of these sentences, all together."""
    import numpy as np

    if not found:
        return
    rows = pl.concat([pairs[side] for pairs in found for side in PAIR]).unique().sort().to_list()
    texts = event.sentences["text"].gather(rows).to_list()
    for row, (printed, vectors) in zip(rows, encode_words_of_each(texts, encoder=event.encoder), strict=True):
        families = [_word_family(word) for word in printed]
        event.read[row] = SentenceWords(families, np.array([event.rarity[one] for one in families]), vectors)


def _word_family(word: str) -> str:
    return word_stem(word.lower().removesuffix("'s"))


def _word_rarity(texts: pl.Series) -> dict[str, float]:
    found = Counter(family for text in texts for family in {_word_family(word) for word in split_words(text)})
    return {family: math.log((len(texts) + 1) / n) for family, n in found.items()}


def word_similarity(event: EventSentences, pairs: pl.DataFrame) -> Grid:
    """How much of the words of either sentence of each pair stands in the other, word by word in context, in nats.

    Half the sum over the words of both of rarity x nearness to the nearest word of the other sentence, where nearness
    is 0 at a cosine of .75 and 1 at 1; without an encoder 1 for words of one family, else 0.
    """
    import numpy as np

    likeness = [np.zeros(0)]
    for (row,), group in pairs.group_by("row", maintain_order=True):
        others = [event.read[other] for other in group["other_row"]]
        likeness.append(_similarity_to_each(event.read[int(str(row))], others))
    return np.concatenate(likeness)


def _similarity_to_each(one: SentenceWords, others: list[SentenceWords]) -> Grid:
    """Likeness of one sentence to each of several: the nearest word of each, found in one product."""
    import numpy as np

    sizes = np.array([len(other.families) for other in others])
    found = np.zeros(len(others))
    if not len(one.families) or not sizes.any():
        return found
    ends = np.cumsum([0, *sizes[sizes > 0]])[:-1]
    if one.vectors is None:
        near = (np.array(one.families)[:, None] == np.concatenate([other.families for other in others])).astype(float)
    else:
        vectors = np.concatenate([other.vectors for other in others])
        near = np.clip((one.vectors @ vectors.T - NEAR) / (1 - NEAR), 0, 1)
    mine = one.weights @ np.maximum.reduceat(near, ends, axis=1)
    theirs = np.add.reduceat(near.max(axis=0) * np.concatenate([other.weights for other in others]), ends)
    found[sizes > 0] = (mine + theirs) / 2
    return found


def company(event: EventSentences) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Which sentences of its article stand by each, and which say nearly the same, as a headline and the lead do?

    The first table: row and near_row, itself, the sentence before and the one behind. The second: row, near_row, kin
    (above 0, below 1): shared information / (information of the one x of the other) ** ½.
    """
    rows = event.sentences.select("row", "article_id")
    near = [rows.with_columns(near_row=pl.col("row").shift(step).over("article_id")) for step in (-1, 0, 1)]
    shared = event.pieces.join(event.pieces.select("article_id", "piece", near_row="row"), on=["article_id", "piece"])
    shared = shared.group_by("row", "near_row").agg(nats=pl.col("grains").sum() / GRAINS)
    own = shared.filter(pl.col("row") == pl.col("near_row")).select("row", own=(pl.col("nats") + SMOOTH).sqrt())
    kin = (
        shared.filter(pl.col("row") != pl.col("near_row"))
        .join(own, on="row")
        .join(own.rename({"row": "near_row", "own": "other_own"}), on="near_row")
        .select("row", "near_row", kin=pl.col("nats") / (pl.col("own") * pl.col("other_own")))
    )
    return pl.concat(near).drop_nulls().drop("article_id"), kin


def neighbour_support(pairs: pl.DataFrame, sure: Grid, near: pl.DataFrame, kin: pl.DataFrame) -> Grid:
    """How sure is the surest pair that stands beside each of these? 0 to 1, in twentieths.

    Beside a pair stand the pairs of the sentences before and behind (in either article or both), and the pairs of
    sentences elsewhere in one of the articles that say nearly the same: these count by `kin`; see `company`.
    """
    told = pairs.select(PAIR).with_columns(sure=pl.Series(sure, dtype=pl.Float64))
    told = told.filter(pl.col("sure") >= TWENTIETH / 2)  # less would be rounded to nothing
    back, other_back = {"near_row": "row", "row": "near_row"}, {"near_row": "other_row", "row": "other_near_row"}
    beside = (
        told.join(near.rename(back).rename({"near_row": "at"}), on="row")
        .join(near.rename(other_back), on="other_row")
        .filter((pl.col("at") != pl.col("row")) | (pl.col("other_near_row") != pl.col("other_row")))
        .select(row="at", other_row="other_near_row", sure="sure")
    )
    alike = told.join(kin.rename(back).rename({"near_row": "at"}), on="row").select(
        row="at", other_row="other_row", sure=pl.col("sure") * pl.col("kin")
    )
    other_alike = told.join(kin.rename(other_back), on="other_row").select(
        row="row", other_row="other_near_row", sure=pl.col("sure") * pl.col("kin")
    )
    best = pl.concat([beside, alike, other_alike]).group_by(PAIR).agg(pl.col("sure").max())
    found = pairs.select(PAIR).join(best, on=PAIR, how="left", maintain_order="left")["sure"].fill_null(0.0)
    return round_to_step(found.to_numpy(), TWENTIETH)
