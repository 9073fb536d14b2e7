"""Does an outlet speak of an actor otherwise than the others, on one event? Means of `toward`, actor by actor."""

from __future__ import annotations

import polars as pl

from analysis.measures.block_intervals import difference_interval, group_intervals
from analysis.schema import ALL_EVENTS

OWN = ("author", "scare")  # voices in which the words are the outlet's
FEWEST = 5  # sentences below which a mean has no interval
MEASURED = ("mean", "low", "high", "mean_others", "difference", "difference_low", "difference_high")
COLUMNS = ("n", "n_negative", "n_positive", *MEASURED[:3], "n_others", *MEASURED[3:])


def tone_by_actor(scores: pl.DataFrame, *, by_voice: bool = False) -> pl.DataFrame:
    """Within one event, does an outlet speak of an actor more kindly than the other outlets do of the same actor?

    difference = mean of the outlet's scores toward the actor - mean of all other outlets' scores toward the same actor
    in the same event. The event weighs on both sides alike; what is left is the outlet, the day and chance.
    Read it: above 0 more kindly than the others. Only where low and high of the difference lie on one side of 0 do the
    texts bear it out; of twenty such comparisons one does so by chance.
    Beware: outlets tell of different deeds of an actor; read the sentences. Intervals hold for these texts.

    With `by_voice` each voice by itself; `scores` then needs it.
    One row is one actor in one outlet on one event (and voice): event, actor, outlet, (voice,) n (sentences),
    n_negative, n_positive, mean, low, high (95 %, by blocks of neighbouring sentences; null below 5 sentences),
    n_others, mean_others, difference, difference_low, difference_high (null without others or below 5).
    Sorted by event, actor, outlet, voice.
    """
    around = ["event", "actor", *(["voice"] if by_voice else [])]
    by = [*around[:2], "outlet", *around[2:]]
    ordered = scores.sort(*by, "article_id", "sentence_start", "start")
    own = _mean_scores(ordered, by)
    beside = own.select(*by).join(ordered, on=around, maintain_order="left_right", suffix="_other")
    others = _mean_scores(beside.filter(pl.col("outlet") != pl.col("outlet_other")), by)
    found = own.join(others.drop("n_negative", "n_positive"), on=by, how="left", suffix="_others")
    ends = [
        difference_interval(one, other, (low, high), (below, above))
        for one, low, high, other, below, above in found.select("^(mean|low|high)(_others)?$").iter_rows()
    ]
    reals = dict.fromkeys(MEASURED[-2:], pl.Float64())
    return (
        found.hstack(pl.DataFrame(ends, schema=reals, orient="row"))
        .with_columns(pl.col("n_others").fill_null(0), difference=pl.col("mean") - pl.col("mean_others"))
        .select(*by, *COLUMNS)
        .with_columns(pl.col(MEASURED).round(12) + 0.0)
        .sort(by)
    )


def event_comparisons(actors: pl.DataFrame) -> pl.DataFrame:
    """In which events does an outlet speak otherwise of an actor than the others do?

    Rows of `tone_by_actor` of a single event whose difference has an interval, the widest first, then by event, actor,
    outlet.
    """
    known = actors.filter(pl.col("event") != ALL_EVENTS).drop_nulls("difference_low")
    far = pl.col("difference").abs().round(6)
    return known.sort(far, "event", "actor", "outlet", descending=[True, False, False, False])


def tone_by_side(scores: pl.DataFrame, *, often: int = 20) -> pl.DataFrame:
    """How does an outlet speak of an actor in its own words, and how in words it passes on?

    Own words are the author's and scare quotes. As `tone_by_actor`, with `side` (own words, others' words) behind
    outlet; only actors of whom at least `often` sentences of the event speak.
    """
    sides = tone_by_actor(add_side(scores).with_columns(voice="side"), by_voice=True).rename({"voice": "side"})
    return sides.filter(pl.col("n").sum().over("event", "actor") >= often)


def add_side(scores: pl.DataFrame) -> pl.DataFrame:
    """In own words, or in others'? The rows of `scores` with `side` behind."""
    own = pl.when(pl.col("voice").is_in(OWN)).then(pl.lit("own words")).otherwise(pl.lit("others' words"))
    return scores.with_columns(side=own)


def _mean_scores(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """How many sentences of either tone has each group, and which mean score? No interval below `FEWEST` sentences."""
    tones = [(pl.col("toward") == tone).sum().cast(pl.Int64).alias(f"n_{tone}") for tone in ("negative", "positive")]
    found = rows.group_by(by).agg(pl.len().cast(pl.Int64).alias("n"), *tones, mean=pl.col("score").mean())
    ends = group_intervals(rows, by, "score", kind="mean")
    return found.join(ends, on=by).with_columns(pl.when(pl.col("n") >= FEWEST).then(pl.col("low", "high")))
