"""On which side of a pair of opposites do the sentences about an actor lie?"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import polars as pl

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.evidence.study import add_sentences
from analysis.measures.block_intervals import group_intervals
from analysis.measures.encoder import encode
from analysis.measures.rounding import TWENTIETH, round_to_step

Poles = tuple[Sequence[str], Sequence[str]]


@functools.cache
def general_axes() -> Mapping[str, Poles]:
    """Which opposites fit news of any kind? Those of data/lexicons/axes.csv: name, and sentences of its two poles.

    Read it: left out of its axis, a sentence lies on its own side in 46 of 48 cases.
    Beware: sentences of a pole are on different matters, so that a matter does not pass for a judgement; an axis of
    your own ([study] axes in corpus.toml) should keep to that.
    Osgood, Suci & Tannenbaum (1957) on evaluation and potency; Entman (1993) on victims and moral judgement.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for _, row in listed_rows(LEXICONS / "axes.csv", "axis", "pole", "sentence", "source"):
        found.setdefault(row["axis"], {}).setdefault(row["pole"], []).append(row["sentence"])
    poles = {axis: list(sides.values()) for axis, sides in found.items()}
    return {axis: (first, second) for axis, (first, second) in poles.items()}


def axis_contexts(
    mentions: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    axes: Mapping[str, Poles] | None = None,
    actors: Sequence[str] | None = None,
) -> pl.DataFrame:
    """How near is each sentence that mentions an actor to one pole or the other?

    axis = mean vector of the first pole's sentences - that of the second, scaled to length 1.
    leaning = sentence's vector · axis: its cosine with the direction from the second pole to the first, in twentieths.
    Read it: above 0 nearer to the first pole. Only differences between outlets on one event say anything.
    Beware: the sentence is about more than the actor, and the axis mixes topic and judgement. A sentence that denies a
    charge lies near the charge.

    One row is one sentence, actor and axis: event, outlet, article_id, start, end, section, text, actor, axis, leaning.
    `axes`: name, and sentences of the two poles; `general_axes` where none are given. Sorted by axis (as given), actor,
    article_id, start. Raises ValueError for an axis without two poles, as `encode`.
    An, Kwak & Ahn (2018), "SemAxis".
    """
    import numpy as np

    axes = general_axes() if axes is None else axes
    for name, poles in axes.items():
        if len(poles) != 2 or not all(poles):
            raise ValueError(f"the axis {name!r} needs two poles with at least one sentence each")
    found = _actor_contexts(mentions, sentences, actors)
    unique = found["text"].unique(maintain_order=True).to_list()
    said = [sentence for poles in axes.values() for pole in poles for sentence in pole]
    vectors = encode([*unique, *said]).astype(np.float64)
    of_pole = dict(zip(said, vectors[len(unique) :], strict=True))
    parts = []
    for place, (name, poles) in enumerate(axes.items()):
        one, other = (np.mean([of_pole[text] for text in pole], axis=0) for pole in poles)
        length = float(np.linalg.norm(one - other))
        cosines = vectors[: len(unique)] @ ((one - other) / length) if length else np.zeros(len(unique))
        leaning = pl.DataFrame(
            {"text": pl.Series(unique, dtype=pl.String), "leaning": round_to_step(cosines, TWENTIETH)}
        )
        joined = found.join(leaning, on="text", how="left", maintain_order="left")
        parts.append(joined.with_columns(axis=pl.lit(name), place=pl.lit(place)))
    columns = [*found.columns, "axis", "leaning"]
    return pl.concat(parts).sort("place", "actor", "article_id", "start").select(columns)


def axis_profile(contexts: pl.DataFrame) -> pl.DataFrame:
    """On which side do an outlet's sentences about an actor lie, next to those of the others on the same event?

    mean = mean leaning. apart = mean - mean leaning of all outlets' sentences on that actor, axis and event.
    low, high: its 95 % interval, from blocks of neighbouring sentences (`block_intervals.block_interval`).
    Read it: apart above 0 means nearer to the first pole than the other reports of the same event.
    Beware: the size has no unit of its own; leanings beyond ±.2 are rare.

    One row is one axis, actor and outlet on one event: event, outlet, actor, axis, n (sentences), mean, low, high
    (cosines; the interval null below 3 sentences), apart. Sorted by axis, actor, event, outlet.
    """
    keys, ordered = ["event", "outlet", "actor", "axis"], contexts.sort("article_id", "start")
    around = ["event", "actor", "axis"]
    whole = contexts.group_by(around).agg(whole=pl.col("leaning").mean())
    return (
        ordered.group_by(keys)
        .agg(n=pl.len().cast(pl.Int64), mean=pl.col("leaning").mean())
        .join(group_intervals(ordered, keys, "leaning", kind="mean"), on=keys)
        .join(whole, on=around)
        .with_columns(apart=pl.col("mean") - pl.col("whole"))
        .drop("whole")
        .with_columns(pl.col("mean", "low", "high", "apart").round(12) + 0.0)
        .sort("axis", "actor", "event", "outlet")
    )


def axis_gaps(contexts: pl.DataFrame, *, least: int = 5) -> pl.DataFrame:
    """Whose sentences about an actor lie farthest from those of all reports of the event?

    One row as in `axis_profile`: outlets with at least `least` sentences on an actor of whom others speak as well. The
    farthest come first, then by axis, actor, event, outlet.
    """
    group = ["event", "actor", "axis"]
    several = contexts.group_by(group).agg(pl.col("outlet").n_unique()).filter(pl.col("outlet") > 1)
    told = axis_profile(contexts).filter(pl.col("n") >= least).join(several, on=group, how="semi")
    order = [pl.col("apart").abs().round(6), "axis", "actor", "event", "outlet"]
    return told.sort(order, descending=[True, False, False, False, False])


def _actor_contexts(mentions: pl.DataFrame, sentences: pl.DataFrame, actors: Sequence[str] | None) -> pl.DataFrame:
    """Sentences that mention an actor, once for each actor."""
    wanted = mentions if actors is None else mentions.filter(pl.col("actor").is_in(list(actors)))
    placed = add_sentences(wanted.select("article_id", "start", "actor"), sentences)
    once = placed.select("article_id", "actor", start="sentence_start").drop_nulls().unique(maintain_order=True)
    columns = ["event", "outlet", "article_id", "start", "end", "section", "text"]
    return once.join(sentences.select(columns), on=["article_id", "start"]).select(*columns, "actor")
