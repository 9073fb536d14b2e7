"""Does an outlet speak of an actor otherwise than the others, on one event? Means of `toward`, actor by actor."""

from __future__ import annotations

import polars as pl

from analysis.measures.block_intervals import Ends, block_interval, difference_interval
from analysis.schema import ALL_EVENTS

OWN = ("author", "scare")  # voices in which the words are the outlet's
MEASURED = ("mean", "low", "high", "mean_others", "difference", "difference_low", "difference_high")
COLUMNS = ("n", "n_negative", "n_positive", *MEASURED[:3], "n_others", *MEASURED[3:])


def tone_by_actor(scores: pl.DataFrame, *, by_voice: bool = False, least: int = 5) -> pl.DataFrame:
    """Within one event, does an outlet speak of an actor more kindly than the other outlets do of the same actor?

    difference = mean of the outlet's scores toward the actor - mean of all other outlets' scores toward the same actor
    in the same event. The event weighs on both sides alike; what is left is the outlet, the day and chance.
    Read it: above 0 more kindly than the others. Only where low and high of the difference lie on one side of 0 do the
    texts bear it out; of twenty such comparisons one does so by chance.
    Beware: outlets tell of different deeds of an actor; read the sentences. Intervals hold for these texts.

    With `by_voice` each voice by itself; `scores` then needs it.
    One row is one actor in one outlet on one event (and voice): event, actor, outlet, (voice,) n (sentences),
    n_negative, n_positive, mean, low, high (95 %, by blocks of neighbouring sentences; null below `least` sentences),
    n_others, mean_others, difference, difference_low, difference_high (null without others or below `least`).
    Sorted by event, actor, outlet, voice.
    """
    voice = ["voice"] if by_voice else []
    around, by = ["event", "actor", *voice], ["event", "actor", "outlet", *voice]
    ordered = scores.sort(*by, "article_id", "sentence_start", "start")
    rows = []
    for names, group in ordered.group_by(around, maintain_order=True):
        for (outlet,), part in group.group_by(["outlet"], maintain_order=True):
            here = dict(zip(around, names, strict=True)) | {"outlet": outlet}
            rows.append(here | _outlet_against_others(part, group.filter(pl.col("outlet") != outlet), least))
    words = {name: pl.String() for name in by}
    counts = {name: pl.Int64() for name in ("n", "n_negative", "n_positive", "n_others")}
    return (
        pl.DataFrame(rows, schema={**words, **dict.fromkeys(MEASURED, pl.Float64()), **counts})
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


def _outlet_against_others(one: pl.DataFrame, others: pl.DataFrame, least: int) -> dict[str, object]:
    """One outlet's scores toward an actor beside those of the other outlets."""
    mean, mean_others = _mean_score(one), _mean_score(others)
    ends, ends_others = _score_interval(one, least), _score_interval(others, least)
    apart = None if mean is None or mean_others is None else mean - mean_others
    low = high = None
    if mean is not None and mean_others is not None and None not in (*ends, *ends_others):
        low, high = difference_interval(mean, mean_others, ends, ends_others)
    return {
        "n": one.height,
        "n_negative": int((one["toward"] == "negative").sum()),
        "n_positive": int((one["toward"] == "positive").sum()),
        "mean": mean,
        "low": ends[0],
        "high": ends[1],
        "n_others": others.height,
        "mean_others": mean_others,
        "difference": apart,
        "difference_low": low,
        "difference_high": high,
    }


def _mean_score(scores: pl.DataFrame) -> float | None:
    found = scores["score"].mean()
    return None if found is None else float(str(found))


def _score_interval(scores: pl.DataFrame, least: int) -> Ends:
    if scores.height < least:
        return None, None
    return block_interval(scores["score"].to_numpy(), kind="mean", article=scores["article_id"].to_numpy())
