"""Who does what to whom in each outlet's telling, and where does the doer vanish?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.measures.block_intervals import group_intervals

CLINE = ("active", "instrument", "passive_by", "passive_agentless", "intransitive", "nominal")
# Steps of the cline whose grammar needs no doer.
DOERLESS = ("passive_agentless", "intransitive", "nominal")
SHOWN = ("active", "passive_by")  # somebody is told to do it
WHERE = ["event", "outlet"]
NEEDED = (*WHERE, "agent", "patient", "cline", "realis", "voice")
UNSTATED = "unstated"
INTERVALS = "Intervals (95 %) are Wilson's, with as many acts as blocks of five neighbouring ones are worth."


def agency(
    acts: pl.DataFrame, *, per: str | None = "patient", realis: bool = True, voices: Sequence[str] | None = None
) -> pl.DataFrame:
    """How often is the doer named, and how often does the grammar leave the doer out?

    rate_expressed = acts whose doer is named / acts. rate_deleted = acts that name no doer, in a form whose grammar
    needs none (passive without "by", intransitive, noun) / acts. What is left has a weapon, an act or a thing in the
    doer's place, or a verb without a subject. low, high: 95 % intervals, Wilson's with as many acts as blocks of five
    neighbouring ones are worth (`block_intervals.block_interval`).
    `per` says what is told apart within an outlet: "patient" (to whom it is done), "agent", "voice" or any
    other column; None for the outlet as a whole. `realis` leaves out what is planned, denied, tried or feared;
    `voices` keeps acts told in these voices only, such as ("author",).
    Read it: a higher rate_deleted for one patient than for another means that who did it is left open more often
    when it was done to the one.
    Beware: the reader may know the doer from the sentence before. With few acts the intervals overlap.
    Compare within an event.

    One row is one group: event, outlet, the column of `per`; n (acts), n_expressed, n_deleted, rate_expressed,
    rate_expressed_low, rate_expressed_high, rate_deleted, rate_deleted_low, rate_deleted_high (0 to 1; intervals
    null below 3 acts).
    Sorted by event, outlet, n (largest first), the column of `per`.
    Raises ValueError when a column is missing.
    Wilson 1927; Trew 1979, "Theory and ideology at work".
    """
    keys = [*WHERE, *([per] if per else [])]
    named, doerless = pl.col("agent") != UNSTATED, pl.col("cline").is_in(DOERLESS)
    kept = _selected_acts(acts, [per] if per else [], realis, voices)
    kept = kept.with_columns(expressed=named, deleted=~named & doerless).sort("article_id", "start")
    rated = kept.group_by(keys).agg(
        pl.len().cast(pl.Int64).alias("n"), pl.col("expressed", "deleted").sum().cast(pl.Int64).name.prefix("n_")
    )
    for name in ("expressed", "deleted"):
        ends = group_intervals(kept, keys, name, kind="share")
        ends = ends.rename({"low": f"rate_{name}_low", "high": f"rate_{name}_high"})
        rated = rated.with_columns((pl.col(f"n_{name}") / pl.col("n")).alias(f"rate_{name}"))
        rated = rated.join(ends, on=keys, how="left", nulls_equal=True)
    order = [*WHERE, "n", *keys[2:]]
    return rated.sort(order, descending=[name == "n" for name in order], nulls_last=True)


def cline_counts(
    acts: pl.DataFrame, *, per: str | None = None, realis: bool = True, voices: Sequence[str] | None = None
) -> pl.DataFrame:
    """On which steps between the doer in full view and no doer at all does each outlet tell its acts?

    share = acts on the step / acts of the group. Options as in `agency`.
    Read it: active, instrument, passive_by, passive_agentless, intransitive, nominal go from the doer in full view to
    the noun that needs none.
    Beware: a noun may name its doer ("the army's siege"): n_expressed says how often.

    One row is one step of one group, steps without acts included: event, outlet, the column of `per`, cline, n,
    n_expressed, share (0 to 1). Sorted by event, outlet, the column of `per`, then the steps in their order.
    Raises ValueError when a column is missing.
    """
    keys = [*WHERE, *([per] if per else [])]
    kept = _selected_acts(acts, [per] if per else [], realis, voices)
    steps = pl.DataFrame({"cline": CLINE, "step": range(len(CLINE))})
    counted = kept.group_by([*keys, "cline"]).agg(
        n=pl.len().cast(pl.Int64), n_expressed=(pl.col("agent") != UNSTATED).sum().cast(pl.Int64)
    )
    return (
        kept.select(keys)
        .unique()
        .join(steps, how="cross")
        .join(counted, on=[*keys, "cline"], how="left", nulls_equal=True)
        .with_columns(pl.col("n", "n_expressed").fill_null(0))
        .with_columns(share=pl.col("n") / pl.col("n").sum().over(keys))
        .sort(*keys, "step", nulls_last=True)
        .select(*keys, "cline", "n", "n_expressed", "share")
    )


def cline_table(cline: pl.DataFrame) -> pl.DataFrame:
    """The counts of `cline_counts` as a table to read: one row is one outlet on one event, one column a step."""
    there = cline.filter(pl.col("n") > 0)
    steps = [step for step in CLINE if step in set(there["cline"])]
    return there.pivot("cline", index=WHERE, values="n", maintain_order=True).select(*WHERE, *steps)


def agent_patient_matrix(acts: pl.DataFrame) -> pl.DataFrame:
    """Who does it to whom, and how often in full view? Of acts told as having happened.

    share = acts of this doer on this undergoer / acts of the outlet on the event.
    Read it: as a matrix, doers down the side, undergoers along the top; `unstated` is a row and a column of its own.
    n_active counts the acts told with the doer as subject of an active verb; n_own, in the outlet's own words.
    Beware: two actors under one noun ("US and Iraqi troops") count for the first named.

    One row is one pair: event, outlet, agent, patient, n, n_active, n_own, share (0 to 1).
    Sorted by event, outlet, n (largest first), agent, patient. Raises ValueError when a column is missing.
    """
    keys = [*WHERE, "agent", "patient"]
    return (
        _selected_acts(acts, [], True, None)
        .group_by(keys)
        .agg(
            n=pl.len().cast(pl.Int64),
            n_active=(pl.col("cline") == "active").sum().cast(pl.Int64),
            n_own=(pl.col("voice") == "author").sum().cast(pl.Int64),
        )
        .with_columns(share=pl.col("n") / pl.col("n").sum().over(WHERE))
        .sort(*WHERE, "n", "agent", "patient", descending=[False, False, True, False, False])
    )


def irrealis_reasons(unreal: pl.DataFrame) -> pl.DataFrame:
    """Why are acts not told as having happened?

    One row is one reason in one outlet on one event: event, outlet, note (planned, denied, feared …), n (acts).
    Sorted by event, outlet, n (most first), note.
    """
    counted = unreal.group_by(*WHERE, "note").agg(n=pl.len().cast(pl.Int64))
    return counted.sort(*WHERE, "n", "note", descending=[False, False, True, False])


def _selected_acts(acts: pl.DataFrame, more: list[str], realis: bool, voices: Sequence[str] | None) -> pl.DataFrame:
    missing = [name for name in (*NEEDED, *more) if name not in acts.columns]
    if missing:
        here = ", ".join(acts.columns)
        raise ValueError(f"no column {', '.join(missing)} in these acts; columns here: {here}")
    kept = acts.filter(pl.col("realis")) if realis else acts
    return kept.filter(pl.col("voice").is_in(list(voices))) if voices is not None else kept
