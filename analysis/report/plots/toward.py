"""Toward whom does each outlet speak well or ill, and in whose words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, legend, note, nothing, panels, shorten
from analysis.report.prose import listed, number, spelled
from analysis.report.style import GREY, INK, RULE, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

OWN = ("author", "scare")  # voices in which the words are the outlet's
KEYS = ["event", "outlet", "actor"]
STEP, GAP = 1.0, 0.7  # rows apart, and the space between two actors
DOTS = 150  # sentences of one row, beyond which only their mean is drawn
Rows = Sequence[tuple[str, str]]  # actor and outlet, from top to bottom


def plot_toward(
    scores: pl.DataFrame, means: pl.DataFrame, ax: Axes, *, rows: Rows, names: Mapping[str, str], colour: dict[str, str]
) -> Axes:
    """One event: a line for each actor and outlet, a dot a sentence, filled in own words, open in others' words.

    The upright stroke is the mean, the thin line its interval, both before their band.
    """
    found = {(row["actor"], row["outlet"]): row for row in means.iter_rows(named=True)}
    spans = band.ends(means, ["actor", "outlet"])
    ax.axvline(0, color=RULE, lw=1)
    y, above, ticks = 0.0, "", {}
    for actor, outlet in rows:
        y -= STEP if actor == above else STEP + (GAP if above else 0)
        if actor != above:
            ticks[y], above = shorten(names.get(actor, actor), 24), actor
        part = scores.filter(pl.col("actor") == actor, pl.col("outlet") == outlet)
        if (actor, outlet) in spans:
            band.lay(ax, y, *spans[(actor, outlet)], height=0.86)
        _line(part, found[(actor, outlet)], ax, y, colour[outlet])
        note(ax, 1.06, y, f"{shorten(outlet, 16)}, {part.height:,}", va="center", fontsize=8.5, color=colour[outlet])
    ax.set_xlim(-1.04, 1.04)
    ax.set_ylim(y - 0.8, -0.2)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "+0.5", "+1"])
    bare(ax, keep="xy")
    ax.spines["left"].set_visible(False)
    ax.set_yticks(list(ticks), list(ticks.values()), weight="bold", fontsize=9)
    return ax


def _line(part: pl.DataFrame, mean: Mapping[str, float | None], ax: Axes, y: float, colour: str) -> None:
    if part.height <= DOTS:
        own = part.filter(pl.col("voice").is_in(OWN))["score"].to_list()
        other = part.filter(~pl.col("voice").is_in(OWN))["score"].to_list()
        ax.plot(other, [y] * len(other), "o", ms=4.5, mfc="white", mec=colour, mew=0.8, alpha=0.85)
        ax.plot(own, [y] * len(own), "o", ms=4.5, mfc=colour, mec="white", mew=0.4, alpha=0.75)
    if mean["low"] is not None and mean["high"] is not None:
        ends = [max(mean["low"], -1.0), min(mean["high"], 1.0)]
        ax.plot(ends, [y - 0.32] * 2, color=INK, lw=1.1, solid_capstyle="butt")
    if mean["mean"] is not None:
        ax.plot([mean["mean"]] * 2, [y - 0.44, y + 0.3], color=INK, lw=1.6, solid_capstyle="butt")


def shown(
    means: pl.DataFrame, corpus: Corpus, event: str, *, actors: int = 6, outlets: int = 5
) -> list[tuple[str, str]]:
    """Which lines are drawn of an event? The actors most spoken of, first those whom several outlets mention."""
    here = means.filter(pl.col("event") == event)
    ranked = (
        here.group_by("actor")
        .agg(n=pl.col("n").sum(), several=pl.col("outlet").n_unique() > 1)
        .sort("several", "n", "actor", descending=[True, True, False])["actor"]
        .to_list()[:actors]
    )
    busiest = here.group_by("outlet").agg(n=pl.col("n").sum()).sort("n", "outlet", descending=[True, False])
    kept = set(busiest["outlet"].to_list()[:outlets])
    there = set(here.select("actor", "outlet").iter_rows())
    return [(a, o) for a in ranked for o in corpus.outlets if o in kept and (a, o) in there]


def toward_figure(
    scores: pl.DataFrame,
    means: pl.DataFrame,
    corpus: Corpus,
    *,
    names: Mapping[str, str],
    events: int = 3,
    null: pl.DataFrame | None = None,
) -> Figure:
    """Scores toward each actor, outlet by outlet within an event.

    `scores` has voice; `means` are theirs, by actor. `null`: the `null_band` of scores within actors.
    """
    means = band.joined(means, null, KEYS)
    told = [event for event in corpus.events if event in set(means["event"])]
    lines = {event: shown(means, corpus, event) for event in told[:events]}
    picture = _picture(scores, means, corpus, lines, names)
    cut = f" The first {spelled(events)} of {len(told)} events." if len(told) > events else ""
    return Figure(
        name="05_toward_whom",
        picture=picture,
        caption=(
            "How each sentence speaks of an actor it mentions, by the trained head. A dot is a sentence: filled in the "
            "outlet's own words, open in words of others. The upright stroke is the mean of both, the line under it "
            f"its interval (from five sentences on); the number counts sentences. The actors most spoken of.{cut}"
            + band.caption(null)
        ),
        alt=_finding(means) + band.finding(null, "mean"),
        data=band.joined(scores, null, KEYS),
        source="mentions table",
        evidence=scores.select("outlet", "actor", "sentence", "voice", "score"),
    )


def _picture(
    scores: pl.DataFrame,
    means: pl.DataFrame,
    corpus: Corpus,
    lines: Mapping[str, Rows],
    names: Mapping[str, str],
) -> Picture:
    """One panel an event, as high as it has lines."""
    if not lines:
        return nothing("No sentence mentions an actor of the corpus file.")
    marks = band.entry(means)
    heights = [len(rows) + GAP * len({actor for actor, _ in rows}) + 1.6 for rows in lines.values()]
    high = 0.19 * sum(heights) + 0.5 + 0.2 * len(marks)
    picture, axes = panels(len(lines), height=high, gridspec_kw={"height_ratios": heights}, sharex=True)
    with style():
        for ax, (event, rows) in zip(axes, lines.items(), strict=True):
            here = pl.col("event") == event
            plot_toward(scores.filter(here), means.filter(here), ax, rows=rows, names=names, colour=colours(corpus))
            ax.set_title(folded(corpus.events[event], 60))
        if marks:
            legend(picture, marks, edge=band.RIM)
        axes[-1].set_xlabel("← speaks ill of the actor    speaks well of the actor →", color=GREY)
    return picture


def _finding(means: pl.DataFrame) -> str:
    """How many outlets speak of an actor differently from the others, beyond the interval?"""
    known = means.drop_nulls(["difference_low", "difference_high"])
    apart = known.filter((pl.col("difference_low") > 0) | (pl.col("difference_high") < 0))
    said = [f"{row['outlet']} on {row['actor']}" for row in apart.head(4).iter_rows(named=True)]
    found = f": {listed(said)}" if said else ""
    n = spelled(apart.height) if apart.height else "none"
    return (
        f"Of {number(known.height, 'comparison')} of an outlet with the other outlets on the same actor, "
        f"{n} {'has' if apart.height < 2 else 'have'} an interval that leaves out zero{found}."
    )
