"""Toward whom does each outlet speak well or ill, and in whose words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.measures.outlet_tone import OWN, event_comparisons
from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, chosen_events, folded, legend, note, nothing, panels, shorten
from analysis.report.prose import count, listed, number, verb
from analysis.report.style import GREY, INK, RULE, colours, style
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

KEYS = ["event", "outlet", "actor"]
STEP, GAP, HEAD = 1.0, 0.7, 1.6  # lines: from one to the next, between two actors, for a title
ROOM, PANELS = 37.0, 2  # lines and events on a screen
ACTORS, OUTLETS = 6, 5  # of an event, at most
DOTS = 150  # sentences of one row, beyond which only their mean is drawn
NONE = "No sentence mentions an actor of the corpus file."
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
        note(ax, 1.06, y, f"{shorten(outlet, 20)}, {part.height:,}", va="center", fontsize=8.5, color=colour[outlet])
    ax.set_xlim(-1.04, 1.04)
    ax.set_ylim(y - 0.8, -0.2)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "+0.5", "+1"])
    ax.set_yticks(list(ticks), list(ticks.values()), weight="bold", fontsize=9)
    return bare(ax, keep="xy", left=False)


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


def actor_lines(means: pl.DataFrame, corpus: Corpus, event: str, *, room: float) -> list[tuple[str, str]]:
    """Which actors and outlets are drawn of an event? The actors most spoken of, first those whom several outlets
    mention, as many as there is `room` for (in lines), and of each the outlets that speak most."""
    here = means.filter(pl.col("event") == event)
    ranked = (
        here.group_by("actor")
        .agg(n=pl.col("n").sum(), several=pl.col("outlet").n_unique() > 1)
        .sort("several", "n", "actor", descending=[True, True, False])["actor"]
        .to_list()[:ACTORS]
    )
    busiest = here.group_by("outlet").agg(n=pl.col("n").sum()).sort("n", "outlet", descending=[True, False])
    often = set(busiest["outlet"].to_list()[:OUTLETS])
    there = set(here.select("actor", "outlet").iter_rows())
    lines: list[tuple[str, str]] = []
    for actor in ranked:
        own = [(actor, outlet) for outlet in corpus.outlets if outlet in often and (actor, outlet) in there]
        if not lines or room >= len(own) + GAP:
            lines, room = lines + own, room - len(own) - GAP
    return lines


def widest_events(means: pl.DataFrame) -> list[str]:
    """Events by how far an outlet lies from the others on an actor; only differences that have an interval count."""
    single = event_comparisons(means).group_by("event").agg(far=pl.col("difference").abs().max().round(6))
    return single.sort("far", "event", descending=[True, False])["event"].to_list()


def toward_figure(
    scores: pl.DataFrame,
    means: pl.DataFrame,
    corpus: Corpus,
    *,
    names: Mapping[str, str],
    null: pl.DataFrame | None = None,
) -> Figure:
    """Scores toward each actor, outlet by outlet within an event.

    `scores` has voice; `means` are theirs, by actor, with all events together where an outlet reports several.
    `null`: the `null_band` of scores within actors.
    """
    means = band.joined(means, null, KEYS)
    picked, left_out = chosen_events(means, corpus, widest_events(means), most=PANELS)
    room = ROOM / max(len(picked), 1) - HEAD
    lines = {event: actor_lines(means, corpus, event, room=room) for event in picked}
    counts = {tuple(at): n for *at, n in means.select("event", "actor", "outlet", "n").iter_rows()}
    most = max((counts[event, *line] for event, some in lines.items() for line in some), default=0)
    many = f" Of more than {DOTS} sentences only mean and interval are drawn." if most > DOTS else ""
    events = [pl.col("event").replace(corpus.events)] if len(corpus.events) > 1 else []
    return Figure(
        name="05_toward_whom",
        picture=_picture(scores, means, corpus, lines, names),
        caption=(
            "How each sentence speaks of an actor it mentions, by the trained reader. A dot is a sentence: filled in "
            "the outlet's own words, open in words of others. The upright stroke is the mean of both, the line under "
            "it its interval (from five sentences on); the number counts sentences. The actors most spoken of."
            + many
            + left_out
            + band.caption(null)
        )
        if lines
        else NONE,
        alt=_finding(means, corpus, names) + band.finding(null, "mean"),
        data=band.joined(scores, null, KEYS),
        source="mentions table",
        evidence=scores.select(
            *events, "outlet", pl.col("actor").replace(dict(names)), "sentence", "voice", "score", "article_id", "start"
        ),
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
        return nothing(NONE)
    marks = band.entry(means)
    heights = [len(rows) + GAP * len({actor for actor, _ in rows}) + HEAD for rows in lines.values()]
    high = 0.19 * sum(heights) + 0.5 + 0.2 * len(marks)
    picture, axes = panels(len(lines), height=high, gridspec_kw={"height_ratios": heights}, sharex=True)
    with style():
        for ax, (event, rows) in zip(axes, lines.items(), strict=True):
            part = scores if event == ALL_EVENTS else scores.filter(pl.col("event") == event)
            here = means.filter(pl.col("event") == event)
            plot_toward(part, here, ax, rows=rows, names=names, colour=colours(corpus))
            ax.set_title(folded(corpus.events.get(event, "All events"), 60, lines=1))
        if marks:
            legend(picture, marks, edge=band.RIM)
        axes[-1].set_xlabel("← speaks ill of the actor    speaks well of the actor →", color=GREY)
    return picture


def _finding(means: pl.DataFrame, corpus: Corpus, names: Mapping[str, str]) -> str:
    """How many outlets speak of an actor differently from the others, beyond the interval?"""
    known = event_comparisons(means)
    if known.is_empty():
        return "No two outlets can be compared on an actor."
    apart = known.filter((pl.col("difference_low") > 0) | (pl.col("difference_high") < 0))
    several = means["event"].n_unique() > 1
    said = [
        f"{row['outlet']} on {names.get(row['actor'], row['actor'])}"
        + (f" ({corpus.events[row['event']]})" if several else "")
        for row in apart.head(4).iter_rows(named=True)
    ]
    told = f"{'; the widest' * (apart.height > len(said))}: {listed(said)}" if said else ""
    if apart.height > len(said):
        gaps = apart["difference"].abs().round(6).to_list()
        holding(told, widest={"difference": gaps[0], "others": gaps})
    return (
        f"Of {number(known.height, 'comparison')} of an outlet with the other outlets on the same actor, "
        f"{count(apart.height)} {verb(apart.height, 'has', 'have')} an interval that leaves out zero{told}."
    )
