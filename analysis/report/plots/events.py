"""Many events: on which of them, and in what, do the outlets lie apart?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.across_events import MEASURES
from analysis.report.figure import Figure, Marks
from analysis.report.page import show as printed
from analysis.report.plots.canvas import bare, folded, nothing, outlet_legend, panels, shorten
from analysis.report.style import GREY, INK, RULE, outlet_looks, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

MOST = 12  # events that are drawn
LINE = 0.42  # inches of an event
TOLD = 4  # events that are told as text


def plot_event_shares(
    shares: pl.DataFrame, ax: Axes, *, events: Sequence[str], look: Mapping[str, tuple[str, str]]
) -> Axes:
    """One line an event, a mark an outlet, from no share to all; a grey line joins the ends."""
    for place, event in enumerate(events):
        y, here = len(events) - place, shares.filter(event=event)
        if here.height:
            ends = here.select(pl.col("share").min().alias("low"), pl.col("share").max().alias("high")).row(0)
            ax.plot(ends, [y, y], color=RULE, lw=2, zorder=0, solid_capstyle="butt")
        for outlet, share in here.select("outlet", "share").iter_rows():
            tint, mark = look[outlet]
            ax.plot([share], [y], mark, ms=6, mfc=tint, mec="white", mew=0.6, alpha=0.9)
    ax.set_xlim(-0.04, 1.04)
    ax.set_ylim(0.4, len(events) + 0.6)
    ax.set_xticks([0, 0.5, 1], ["0", "50", "100 %"], fontsize=8.5)
    return bare(ax, keep="xy")


def events_figure(
    shares: pl.DataFrame, apart: pl.DataFrame, ranked: Sequence[str], corpus: Corpus, *, name: str = "13_events"
) -> Figure:
    """The events on which the outlets lie furthest apart, first at the top, each measure in a column.

    `shares`, `apart`, `ranked`: of `event_shares`, `event_heterogeneity`, `events_by_heterogeneity`.
    """
    drawn = [event for event in ranked if event in set(shares["event"])][:MOST]
    found = shares.filter(pl.col("event").is_in(drawn))
    cut = f" The first {len(drawn)} of {len(ranked)} are drawn; the others stand in the table of shares."
    return Figure(
        name=name,
        picture=_picture(found, drawn, corpus) if drawn else nothing("No event can be compared."),
        caption=(
            "The events on which the outlets differ most beyond what small numbers make, the widest first. A mark is "
            "an outlet's share on the event; none where it has fewer than five of the kind."
            + (cut if len(ranked) > len(drawn) else "")
        ),
        alt=_finding(apart, drawn, corpus),
        data=found.with_columns(pl.col("measure").replace(MEASURES)),
        source="quotations, labels, acts, tolls",
        marks=_marks(found, drawn[:TOLD], corpus),
    )


def _picture(shares: pl.DataFrame, events: Sequence[str], corpus: Corpus) -> Picture:
    names = [measure for measure in MEASURES if measure in set(shares["measure"])]
    look, there = outlet_looks(corpus), set(shares["outlet"])
    picture, axes = panels(1, len(names), height=LINE * len(events) + 1.3, sharey=True)
    with style():
        for ax, measure in zip(axes, names, strict=True):
            plot_event_shares(shares.filter(measure=measure), ax, events=events, look=look)
            ax.set_title(folded(MEASURES[measure], 22, lines=3), fontsize=9, color=GREY, weight="normal")
        places = [len(events) - place for place in range(len(events))]
        titles = [folded(shorten(corpus.events[event], 44), 24) for event in events]
        axes[0].set_yticks(places, titles, fontsize=8.5, color=INK)
        outlet_legend(picture, [outlet for outlet in corpus.outlets if outlet in there], look)
    return picture


def _marks(shares: pl.DataFrame, events: Sequence[str], corpus: Corpus) -> Marks:
    """Each outlet's share in each measure on some of the events."""
    rows = []
    for event in events:
        for measure, words in MEASURES.items():
            here = shares.with_row_index("row").filter(event=event, measure=measure)
            for row in here.iter_rows(named=True):
                line = {"heading": f"{corpus.events[event]}: {words}", "label": row["outlet"]}
                line["words"] = f"of {row['of']:,}, {100 * row['share']:.0f} %"
                rows.append({**line, "size": row["share"], "start": 0, "n": printed(row["n"]), "row": row["row"]})
    return Marks("bars", rows)


def _finding(apart: pl.DataFrame, drawn: Sequence[str], corpus: Corpus) -> str:
    """On which event do the outlets differ most, and in what there?"""
    if not drawn:
        return "No event can be compared."
    row = apart.filter(event=drawn[0]).row(0, named=True)
    high, low = (f"{100 * row[f'share_{end}']:.0f} % in {row[end]}" for end in ("highest", "lowest"))
    return f"First stands {corpus.events[drawn[0]]}: of {MEASURES[row['measure']]}, {high} and {low}."
