"""On which side of a pair of opposites do the sentences about an actor lie?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from analysis.measures.blocks import interval
from analysis.measures.encoder import encode
from analysis.measures.steps import TWENTIETH, nearest_step

Poles = tuple[Sequence[str], Sequence[str]]
# Name: sentences of the first pole, sentences of the second. Sentences, because the encoder was trained on them.
AXES: Mapping[str, Poles] = {
    "liberate–occupy": (
        ("They freed the city.", "They came to liberate the people.", "The area was liberated from its captors."),
        ("They occupied the city.", "They came to rule the people by force.", "The area is under foreign occupation."),
    ),
    "lawful–criminal": (
        ("They acted within the law.", "These are lawful forces of the state.", "They restored order and law."),
        ("They broke the law.", "These are criminals and gangs.", "They looted, smuggled and murdered."),
    ),
    "martyr–criminal": (
        ("He died as a martyr.", "They gave their lives for faith and country.", "The fallen are honoured as martyrs."),
        ("He died as a criminal.", "The dead were thugs and outlaws.", "The killed were members of a criminal gang."),
    ),
}


def axis_contexts(
    mentions: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    axes: Mapping[str, Poles] = AXES,
    actors: Sequence[str] | None = None,
    encoder: str = "auto",
) -> pl.DataFrame:
    """How near is each sentence that mentions an actor to one pole or the other?

    axis = mean vector of the first pole's sentences - that of the second, scaled to length 1.
    leaning = sentence's vector · axis: its cosine with the direction from the second pole to the first, in twentieths.
    Read it: above 0 nearer to the first pole. Only differences between outlets on one event say anything.
    Beware: the sentence is about more than the actor, and the axis mixes topic and judgement. A sentence that denies a
    charge lies near the charge.

    One row is one sentence, actor and axis: event, outlet, article_id, start, end, section, text, actor, axis, leaning.
    Sorted by axis (as given), actor, article_id, start. Raises ValueError for an axis without two poles, as `encode`.
    An, Kwak & Ahn (2018), "SemAxis".
    """
    import numpy as np

    for name, poles in axes.items():
        if len(poles) != 2 or not all(poles):
            raise ValueError(f"the axis {name!r} needs two poles with at least one sentence each")
    found = _contexts(mentions, sentences, actors)
    unique = found["text"].unique(maintain_order=True).to_list()
    said = [sentence for poles in axes.values() for pole in poles for sentence in pole]
    vectors = encode([*unique, *said], encoder=encoder).astype(np.float64)
    of_pole = dict(zip(said, vectors[len(unique) :], strict=False))
    parts = []
    for place, (name, (one, other)) in enumerate(axes.items()):
        direction = np.mean([of_pole[text] for text in one], axis=0) - np.mean(
            [of_pole[text] for text in other], axis=0
        )
        length = float(np.linalg.norm(direction))
        cosines = vectors[: len(unique)] @ (direction / length) if length else np.zeros(len(unique))
        leaning = pl.DataFrame(
            {"text": unique, "leaning": nearest_step(cosines, TWENTIETH)},
            schema={"text": pl.String(), "leaning": pl.Float64()},
        )
        joined = found.join(leaning, on="text", how="left", maintain_order="left")
        parts.append(joined.with_columns(axis=pl.lit(name), place=pl.lit(place)))
    columns = [*found.columns, "axis", "leaning"]
    return pl.concat(parts).sort("place", "actor", "article_id", "start").select(columns)


def axis_profile(contexts: pl.DataFrame) -> pl.DataFrame:
    """On which side do an outlet's sentences about an actor lie, next to those of the others on the same event?

    mean = mean leaning. apart = mean - mean leaning of all outlets' sentences on that actor, axis and event.
    low, high: its 95 % interval, from blocks of neighbouring sentences (`blocks.interval`).
    Read it: apart above 0 means nearer to the first pole than the other reports of the same event.
    Beware: the size has no unit of its own; leanings beyond ±.2 are rare.

    One row is one axis, actor and outlet on one event: event, outlet, actor, axis, n (sentences), mean, low, high
    (cosines; the interval null below 3 sentences), apart. Sorted by axis, actor, event, outlet.
    """
    keys = ["event", "outlet", "actor", "axis"]
    rows: list[dict[str, object]] = []
    for key, group in contexts.sort(*keys, "article_id", "start").group_by(keys, maintain_order=True):
        low, high = interval(group["leaning"], kind="mean", article=group["article_id"])
        found = {"n": group.height, "mean": group["leaning"].mean(), "low": low, "high": high}
        rows.append({**dict(zip(keys, key, strict=True)), **found})
    real = dict.fromkeys(("mean", "low", "high"), pl.Float64())
    schema = {**dict.fromkeys(keys, pl.String()), "n": pl.Int64(), **real}
    group_keys = ["event", "actor", "axis"]
    whole = contexts.group_by(group_keys).agg(whole=pl.col("leaning").mean())
    return (
        pl.DataFrame(rows, schema=schema)
        .join(whole, on=group_keys, how="left")
        .with_columns(apart=pl.col("mean") - pl.col("whole"))
        .drop("whole")
        .with_columns(pl.col("mean", "low", "high", "apart").round(12) + 0.0)
        .sort("axis", "actor", "event", "outlet")
    )


def _contexts(mentions: pl.DataFrame, sentences: pl.DataFrame, actors: Sequence[str] | None) -> pl.DataFrame:
    """Sentences that mention an actor, once for each actor."""
    wanted = mentions if actors is None else mentions.filter(pl.col("actor").is_in(list(actors)))
    held = sentences.select("article_id", sentence_start="start", start="start").sort("article_id", "start")
    placed = (
        wanted.select("article_id", "start", "actor")
        .sort("article_id", "start")
        .join_asof(held, on="start", by="article_id", check_sortedness=False)
        .select("article_id", "actor", start="sentence_start")
        .drop_nulls()
        .unique(maintain_order=True)
    )
    columns = ["event", "outlet", "article_id", "start", "end", "section", "text"]
    return placed.join(sentences.select(columns), on=["article_id", "start"]).select(*columns, "actor")
