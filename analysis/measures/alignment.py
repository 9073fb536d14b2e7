"""Which sentences of two outlets tell the same?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures.encoder import encode
from analysis.schema import LINKS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How much of what a shared piece tells is counted. An act says what happened; actors and words recur with the topic.
SHARE = {
    "act": 1.0,
    "name": 0.8,
    "day": 0.8,
    "number": 0.8,
    "actor": 0.6,
    "word": 0.6,
    "thing": 0.3,
    "quality": 0.2,
}
LIKENESS = 8.0  # nats for a cosine that is 1 above the mean of the two articles
OTHER_DAY = 2.0  # nats less where both name days, and no day is in both
ALIKE = 0.4  # sentences so much more alike than the mean are compared although they share no act


def align(sentences: pl.DataFrame, units: pl.DataFrame, *, encoder: str = "auto", chance: float = 0.1) -> pl.DataFrame:
    """Which sentence of one article tells the same as a sentence of another outlet's article on the event?

    information = sum over shared pieces of share x ln((N + 1) / n), where n of the event's N sentences have the piece
    score = information + 8 x likeness - 2 if they name different days - ln(sentences x sentences of the other)
    likeness = cosine of the two sentences' vectors - its mean over all sentences of the two articles
    expected = exp(-score): the pairs as good as this that chance would make in two articles of so many sentences, if
    pieces fell where they liked. A pair is proposed when `chance` or less are expected. Two sentences that share no
    act and whose likeness is below .4 are never proposed.
    Read it: each link is a proposal with its reasons in `shared`. Lower `chance` for fewer and surer ones.
    Beware: pieces come in topics, so far more links are wrong than `chance` says; how many were wrong in five
    articles read by hand stands in data/codings/README.md. A link says "the same matter", not "the same claim": one
    sentence may deny what the other says.
    The work grows with the square of the sentences in an event.

    Takes `sentences` and the table of `alignment_units.units`. One row is one link, see schema.LINKS; status is
    "proposed". Sorted by event, article_id, start, other_id, other_start.
    Raises ValueError when `chance` is not above 0, or for an unknown encoder.
    The reckoning by expected chance hits follows Altschul et al. (1990), "Basic local alignment search tool".
    """
    if not chance > 0:
        raise ValueError(f"chance is {chance}, and must be above 0: the number of chance pairs you would put up with")
    weighed = weigh(sentences, units)
    vectors = encode(sentences["text"].to_list(), encoder=encoder)
    placed = sentences.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    rows = [row for _, event in placed.group_by("event") for row in _event(event, weighed, vectors, -math.log(chance))]
    return LINKS.frame(rows).sort("event", "article_id", "start", "other_id", "other_start")


def weigh(sentences: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """How much does each piece tell within its event? ln((N + 1) / n) nats: rare pieces tell more.

    The rows are those of `units` with weight (nats) and counted (the part of it that a shared piece counts).
    """
    sizes = sentences.group_by("event").agg(size=pl.len().cast(pl.Int64))
    share = pl.col("kind").replace_strict(SHARE, default=0.0, return_dtype=pl.Float64)
    return (
        units.join(sizes, on="event", how="left", maintain_order="left")
        .with_columns(weight=((pl.col("size") + 1) / pl.len().over("event", "kind", "unit")).log())
        .with_columns(counted=pl.col("weight") * share)
        .drop("size")
    )


def _event(
    event: pl.DataFrame, weighed: pl.DataFrame, vectors: NDArray[Any], least: float
) -> Iterator[dict[str, object]]:
    """Links between the articles of one event."""
    articles = {key[0]: group.sort("start") for key, group in event.group_by("article_id")}
    pieces = {key[0]: group for key, group in weighed.group_by("article_id")}
    for one, other in combinations(sorted(articles), 2):
        pair, have = (articles[one], articles[other]), (pieces.get(one), pieces.get(other))
        if pair[0]["outlet"][0] == pair[1]["outlet"][0] or have[0] is None or have[1] is None:
            continue
        yield from _pair(pair, (have[0], have[1]), vectors, least)


def _pair(
    articles: tuple[pl.DataFrame, pl.DataFrame],
    pieces: tuple[pl.DataFrame, pl.DataFrame],
    vectors: NDArray[Any],
    least: float,
) -> Iterator[dict[str, object]]:
    """Links between two articles, each compared sentence by sentence."""
    import numpy as np

    one, other = articles
    alike = vectors[one["row"].to_numpy()].astype(float) @ vectors[other["row"].to_numpy()].astype(float).T
    alike -= alike.mean()
    information, acts = _shared(articles, pieces)
    worth = (acts > 0) | (alike >= ALIKE)
    score = information + LIKENESS * alike - OTHER_DAY * _other_days(articles, pieces) - math.log(alike.size)
    for at, to in np.argwhere(worth & (score >= least)):
        left, right = one.row(int(at), named=True), other.row(int(to), named=True)
        yield {
            **{name: left[name] for name in ("event", "outlet", "article_id", "start", "end")},
            **{f"other_{name}": right[name] for name in ("outlet", "start", "end")},
            "other_id": right["article_id"],
            "shared": shared_words(pieces[0], pieces[1], left["start"], right["start"]),
            "information": round(float(information[at, to]), 6),
            "likeness": round(float(alike[at, to]), 6),
            "score": round(float(score[at, to]), 6),
            "expected": float(f"{math.exp(-score[at, to]):.6g}"),
            "status": "proposed",
        }


def _shared(
    articles: tuple[pl.DataFrame, pl.DataFrame], pieces: tuple[pl.DataFrame, pl.DataFrame]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each pair of sentences: what the shared pieces tell, and how many of them are acts."""
    both = _joined(pieces)
    information, acts = _grid(articles), _grid(articles)
    places = _places(articles)
    for start, other_start, kind, counted in both.select("start", "other_start", "kind", "counted").iter_rows():
        at = places[0][start], places[1][other_start]
        information[at] += counted
        acts[at] += kind == "act"
    return information, acts


def _other_days(
    articles: tuple[pl.DataFrame, pl.DataFrame], pieces: tuple[pl.DataFrame, pl.DataFrame]
) -> NDArray[np.bool_]:
    """For each pair of sentences: do both name days, and none in common?"""
    import numpy as np

    days = tuple(table.filter(pl.col("kind") == "day") for table in pieces)
    places, both = _places(articles), _grid(articles)
    for start, other_start in _joined((days[0], days[1])).select("start", "other_start").iter_rows():
        both[places[0][start], places[1][other_start]] = 1
    dated = [
        np.array([start in set(table["start"]) for start in article["start"]], dtype=bool)
        for table, article in zip(days, articles, strict=True)
    ]
    found: NDArray[np.bool_] = np.outer(dated[0], dated[1]) & (both == 0)
    return found


def _joined(pieces: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    other = pieces[1].select("kind", "unit", other_start="start", other_words="words")
    return pieces[0].join(other, on=["kind", "unit"])


def _grid(articles: tuple[pl.DataFrame, pl.DataFrame]) -> NDArray[Any]:
    import numpy as np

    return np.zeros((len(articles[0]), len(articles[1])))


def _places(articles: tuple[pl.DataFrame, pl.DataFrame]) -> tuple[dict[int, int], dict[int, int]]:
    one, other = ({start: place for place, start in enumerate(article["start"])} for article in articles)
    return one, other


def shared_words(pieces: pl.DataFrame, others: pl.DataFrame, start: int, other_start: int) -> str:
    """What do two sentences share, in their words? The rarest piece first; "cleanse / purge" where words differ."""
    both = _joined((pieces.filter(pl.col("start") == start), others.filter(pl.col("start") == other_start)))
    same = pl.col("words").str.to_lowercase() == pl.col("other_words").str.to_lowercase()
    shown = pl.when(same).then("words").otherwise(pl.col("words") + " / " + pl.col("other_words"))
    ranked = both.sort("counted", "kind", "unit", descending=[True, False, False])
    return "; ".join(ranked.select(shown.alias("shown"))["shown"])
